"""The headings of a text, which became which, and its table of contents."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label, without_label
from monitor.core.comparison.align import SIMILAR_AFAR, similarity
from monitor.core.comparison.numbering import Numbering
from monitor.core.comparison.sequences import common
from monitor.core.records import Clause, ClauseKind
from monitor.core.significance.topics import topics_named
from monitor.core.text import key, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from monitor.core.comparison.align import Side

    Place = tuple[str, ...]

_NEAR = 3  # places within a gap a renamed heading may have shifted
_HEADING = 500  # characters beyond which a line of a table of contents is none
_TOC = 3  # headings listed one after another that make a table of contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The headings of one text.

    Args:
        headings: in order, each as a clause of kind heading at the position of what is under it.
        numbering: the numbers that headings and clauses count with.
        keys: the words of headings without their numbers, by which they are recognised.
        paths: the keys of the headings above each and its own.
        above: of each the index of the heading next above it (-1 for none).
        under: for each clause's position, the index of its nearest heading (-1 for none).
    """

    headings: tuple[Clause, ...]
    numbering: Numbering
    keys: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    above: tuple[int, ...]
    under: Mapping[int, int]

    def place(self, clause: Clause) -> tuple[str, ...]:
        """Return the keys of the headings above a clause of the text."""
        index = self.under[clause.position]
        return self.paths[index] if index >= 0 else ()


def outline(clauses: Sequence[Clause]) -> Outline:
    """Return the headings that stand in the paths of a text's clauses, a heading once for all it stands above."""
    headings: list[Clause] = []
    above: list[int] = []  # of each heading the next one above it
    under: dict[int, int] = {}
    path: tuple[str, ...] = ()
    open_headings: list[int] = []
    for clause in clauses:
        if clause.heading_path != path:
            shared = _shared(path, clause.heading_path)
            del open_headings[shared:]
            for depth in range(shared, len(clause.heading_path)):
                above.append(open_headings[-1] if open_headings else -1)
                open_headings.append(len(headings))
                headings.append(_heading(clause, depth))
            path = clause.heading_path
        under[clause.position] = open_headings[-1] if open_headings else -1
    numbering = Numbering([*headings, *(clause for clause in clauses if clause.kind is not ClauseKind.HEADING)])
    keys = [key(numbering.unnumbered(heading)) or heading.text.strip() for heading in headings]
    paths: list[tuple[str, ...]] = []
    for index, parent in enumerate(above):
        paths.append((*(paths[parent] if parent >= 0 else ()), keys[index]))
    return Outline(
        headings=tuple(headings),
        numbering=numbering,
        keys=tuple(keys),
        paths=tuple(paths),
        above=tuple(above),
        under=under,
    )


def heading_key(text: str) -> str:
    """Return the words of a heading without its number."""
    return key(without_label(text)) or text.strip()


def _shared(one: Place, other: Place) -> int:
    return next(
        (depth for depth, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _heading(clause: Clause, depth: int) -> Clause:
    text = clause.heading_path[depth]
    return Clause(
        position=clause.position,
        kind=ClauseKind.HEADING,
        heading_path=clause.heading_path[: depth + 1],
        label=printed_label(text),
        text=text,
    )


def contents(clauses: Sequence[Clause], side: Side) -> frozenset[int]:
    """Return the positions of clauses that only list headings, the table of contents: runs that each repeat one.

    Args:
        clauses: of a text, in order.
        side: those of them that are no headings, made ready for comparison.
    """
    known = {heading_key(heading) for path in {clause.heading_path for clause in clauses} for heading in path}
    repeating = {clause.position for clause, key in zip(side.clauses, side.keys, strict=True) if key in known}
    listed: list[int] = []
    run: list[int] = []
    for clause in clauses:
        if clause.position in repeating and len(clause.text) <= _HEADING:
            run.append(clause.position)
            continue
        if len(run) >= _TOC:
            listed += run
        run = []
    return frozenset([*listed, *run] if len(run) >= _TOC else listed)


def lead_ins(outline: Outline, taken: Container[int], clauses: Iterable[tuple[Clause, Clause]]) -> dict[int, Clause]:
    """Return the headings that became the beginning of the clause they stood above, by its position.

    Args:
        outline: of the text that has the headings.
        taken: the headings that the other text has as well, by index.
        clauses: of this text, each with what it is in the other; of several that are one there, the first.
    """
    found: dict[int, Clause] = {}
    for clause, other in clauses:
        index = outline.under[clause.position]
        if index >= 0 and index not in taken and outline.headings[index].position == clause.position:
            lead = words(without_label(outline.headings[index].text))
            opening, own = (words(without_label(one.text))[: len(lead)] for one in (other, clause))
            if opening == lead != own:
                found[clause.position] = outline.headings[index]
    return found


def paired(old: Outline, new: Outline, clauses: Mapping[int, int]) -> dict[int, int]:
    """Return which heading became which, by index.

    Equal headings pair in order, first those with equal headings above; then, between those, headings that stand
    over the same clauses or share most of their words: they were renamed; then the only two that speak of something
    ("How long we keep it", "Retention"); at last equal headings that changed places.

    Args:
        old: the headings before.
        new: the headings after.
        clauses: for positions of old clauses, where they stand now.
    """
    pairs = dict(common(old.paths, new.paths))
    pairs.update(_in_gaps(old.keys, new.keys, pairs))
    pairs.update(_renamed(old, new, pairs, clauses))
    pairs.update(_of_one_topic(old, new, pairs))
    places = {new.keys[j]: j for j in reversed(_left(new, pairs.values()))}
    for i in _left(old, pairs):
        if old.keys[i] in places:
            pairs[i] = places.pop(old.keys[i])
    return pairs


def _left(side: Outline, taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [index for index in range(len(side.headings)) if index not in used]


def _in_gaps(old: Sequence[str], new: Sequence[str], pairs: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    for left, right in _gaps(len(old), len(new), pairs):
        yield from ((left[a], right[b]) for a, b in common([old[i] for i in left], [new[j] for j in right]))


def _gaps(old: int, new: int, pairs: Mapping[int, int]) -> Iterator[tuple[range, range]]:
    """Yield the stretches on both sides between neighbouring pairs."""
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *sorted(pairs.items()), (old, new)]):
        yield range(i + 1, next_i), range(j + 1, next_j)


def _renamed(
    old: Outline, new: Outline, pairs: Mapping[int, int], clauses: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the headings that were renamed, those over the most common clauses first."""
    votes = Counter((old.under[a], new.under[b]) for a, b in clauses.items())
    free_old, free_new = set(_left(old, pairs)), set(_left(new, pairs.values()))
    scored = {(i, j): (-float(count), i, j) for (i, j), count in votes.items() if i in free_old and j in free_new}
    for left, right in _gaps(len(old.headings), len(new.headings), pairs):
        for place, i in enumerate(left):
            for j in right[max(0, place - _NEAR) : place + _NEAR + 1]:
                alike = similarity(old.keys[i].split(), new.keys[j].split())
                if alike >= SIMILAR_AFAR:
                    scored.setdefault((i, j), (-alike, i, j))
    for _, i, j in sorted(scored.values()):
        if i in free_old and j in free_new:
            free_old.remove(i)
            free_new.remove(j)
            yield i, j


def _of_one_topic(old: Outline, new: Outline, pairs: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the headings left over of which each is the only one of its text to name what it speaks of."""
    sides: list[dict[frozenset[str], list[int]]] = []
    elsewhere = {*old.keys} & {*new.keys}
    for side, taken in ((old, pairs.keys()), (new, pairs.values())):
        found: dict[frozenset[str], list[int]] = defaultdict(list)
        for index in _left(side, taken):
            if side.keys[index] not in elsewhere and len(side.keys[index]) <= _HEADING:
                found[frozenset(topics_named(side.headings[index].text))].append(index)
        sides.append(found)
    for named, indices in sides[0].items():
        others = sides[1].get(named, [])
        if named and len(indices) == len(others) == 1:
            yield indices[0], others[0]
