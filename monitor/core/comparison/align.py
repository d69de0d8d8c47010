"""Which clause became which: equal ones first, then similar ones, then splits and merges."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from monitor.core.clauses import printed_label, without_label
from monitor.core.comparison.sequences import common, increasing
from monitor.core.comparison.splits import PIECE, splits
from monitor.core.text import key, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from monitor.core.comparison.headings import Outline
    from monitor.core.records import Clause

SIMILAR_NEARBY = 0.4  # a quarter lower or higher, 9 and 6 of 23 verdicts differ
"""Share of words two clauses in one gap must have in common to be one clause reworded."""
SIMILAR_AFAR = 0.6  # a quarter lower or higher, 14 of 64 and 8 of 43 verdicts differ
"""The same for clauses of different gaps: moved and reworded."""
_POSTINGS = 24  # a shingle of more clauses than this says nothing about which one is meant
_CANDIDATES = 6  # clauses compared in full for each left-over clause
_MANY = 1_000  # clauses left over beyond which neighbours of one pair are taken for the next, if they are ...
_CERTAIN = 0.8  # ... as alike as this: benchmarks/compare.py, twice as fast
_START = 3  # words by which the first piece of a clause that was cut is found
_AHEAD = 3  # clauses that may have come in between
_LONG = 20_000  # words beyond which similarity is taken from word counts
_TRACED = 4_000  # words of a clause by which its likes are sought
_MOVABLE = 3  # shorter texts ("Name", "E-mail") recur by chance; they are not traced across a document
_LEAD = 40  # characters within which a colon makes an entry of what stands before it: "Phone: 12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One text made ready for comparison.

    Args:
        clauses: in order.
        words: of each its words, without its number where it has others.
        keys: of each the words by which a heading would be recognised.
        headings: of each the key of its nearest heading.
        leads: "Phone" of "Phone: 12".
    """

    clauses: tuple[Clause, ...]
    words: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]
    headings: tuple[str, ...]
    leads: tuple[str, ...]
    _shingles: dict[int, tuple[Hashable, ...]] = field(default_factory=dict)

    def shingles(self, index: int) -> tuple[Hashable, ...]:
        """Return the words of a clause, and those that stand side by side as pairs, each once, of so many words."""
        known = self._shingles.get(index)  # each step of the alignment asks for those of what is left over
        if known is None:
            said = self.words[index][:_TRACED]
            known = self._shingles[index] = tuple({*said, *pairwise(said)})
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Clauses that are each other's old and new form, by index: one and one, one and many, or many and one."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


def side(clauses: Sequence[Clause], outline: Outline) -> Side:
    """Return clauses with their words (the numbers they count with are not among them) and their nearest headings.

    Args:
        clauses: in order.
        outline: the headings and numbers of their text.
    """
    numbers = [outline.numbering.number(clause) for clause in clauses]
    bare = [words(clause.text[len(number) :]) for clause, number in zip(clauses, numbers, strict=True)]
    labelled = [
        # a label is part of the number, so without one, as most are, there is none of either
        said if not number or printed_label(clause.text) == number else words(without_label(clause.text))
        for clause, said, number in zip(clauses, bare, numbers, strict=True)
    ]
    return Side(
        clauses=tuple(clauses),
        words=tuple(said or words(clause.text) for said, clause in zip(bare, clauses, strict=True)),
        keys=tuple(" ".join(said) or clause.text.strip() for said, clause in zip(labelled, clauses, strict=True)),
        headings=tuple((outline.place(clause) or ("",))[-1] for clause in clauses),
        leads=tuple(map(_lead, clauses)),
    )


def _lead(clause: Clause) -> str:
    before, colon, _ = clause.text[:_LEAD].partition(":")
    return key(before) if colon else ""


def align(old: Side, new: Side) -> tuple[Match, ...]:
    """Return the matches in the new text's order; what no match names was added or removed.

    Work is bounded: equal clauses cost n log n or a bit-parallel LCS, similarity is only taken of a few candidates a
    clause that share rare word pairs with it.
    """
    pairs = dict(_in_order(old, new))
    pairs.update(_equal_elsewhere(old, new, pairs))
    pairs.update(_similar(old, new, pairs))
    pairs.update(_enclosing(old, new, pairs))
    pairs.update((i, j) for j, i in [*_enclosing(new, old, {j: i for i, j in pairs.items()})])
    pairs.update(_alone_in_gap(old, new, pairs))
    ordered = sorted(pairs.items())
    kept = increasing([j for _, j in ordered])
    moved = {i for place, (i, _) in enumerate(ordered) if place not in kept}
    grouped = splits(old, new, pairs)
    mirrored = {j: i for i, j in pairs.items()}
    taken = {j for group in grouped.values() for j in group}
    merged = {
        j: group for j, group in splits(new, old, mirrored).items() if j not in taken and not set(group) & set(grouped)
    }
    swallowed = {i for group in merged.values() for i in group}
    matches = [
        Match(old=(i,), new=grouped.get(i, (j,)), moved=i in moved)
        for i, j in pairs.items()
        if i not in swallowed and j not in merged and (i in grouped or j not in taken)
    ]
    matches.extend(Match(old=(i,), new=group) for i, group in grouped.items() if i not in pairs)
    matches.extend(Match(old=group, new=(j,)) for j, group in merged.items())
    return tuple(sorted(matches, key=lambda match: (match.new, match.old)))


def similarity(old: Sequence[str], new: Sequence[str]) -> float:
    """Return the share of words in common and in order, 0.0 to 1.0; of words alone where the texts are huge."""
    if not old and not new:
        return 1.0
    is_huge = max(len(old), len(new)) > _LONG
    shared = (Counter(old) & Counter(new)).total() if is_huge else LCSseq.similarity(old, new)
    return 2 * shared / (len(old) + len(new))


def _most_alike(old: Sequence[str], new: Sequence[str]) -> float:
    """Return how alike texts of such lengths can be at most."""
    return 2 * min(len(old), len(new)) / max(1, len(old) + len(new))


def _in_order(old: Side, new: Side) -> Iterator[tuple[int, int]]:
    """Yield equal clauses in one order: first under equal headings, then, between those, anywhere."""
    pairs = common(list(zip(old.headings, old.words, strict=True)), list(zip(new.headings, new.words, strict=True)))
    yield from pairs
    edges = [(-1, -1), *pairs, (len(old.words), len(new.words))]
    for (i, j), (next_i, next_j) in pairwise(edges):
        for a, b in common(old.words[i + 1 : next_i], new.words[j + 1 : next_j]):
            yield i + 1 + a, j + 1 + b


def _left(length: int, taken: set[int]) -> list[int]:
    return [index for index in range(length) if index not in taken]


def _equal_elsewhere(old: Side, new: Side, pairs: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield equal clauses that changed places, those under equal headings first."""
    taken = set(pairs.values())
    left_old, left_new = _left(len(old.words), set(pairs)), _left(len(new.words), taken)
    both = {old.words[i] for i in left_old}.intersection(new.words[j] for j in left_new)
    left_old, left_new = [i for i in left_old if old.words[i] in both], [j for j in left_new if new.words[j] in both]
    for under_heading in (True, False):
        places: dict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(left_new):
            places[new.words[j], new.headings[j] if under_heading else ""].append(j)
        rest = []
        for i in left_old:
            found = places.get((old.words[i], old.headings[i] if under_heading else ""))
            if found and (under_heading or len(old.words[i]) > _MOVABLE):
                taken.add(found[-1])
                yield i, found.pop()
            else:
                rest.append(i)
        left_old, left_new = rest, [j for j in left_new if j not in taken]


def _gaps(length: int, anchors: Sequence[int]) -> list[int]:
    """Return for each index how many anchors stand before it: equal numbers on both sides are one gap."""
    marks = set(anchors)
    numbers, seen = [], 0
    for index in range(length):
        numbers.append(seen)
        seen += index in marks
    return numbers


def _gap_numbers(old: Side, new: Side, pairs: dict[int, int]) -> tuple[list[int], list[int]]:
    ordered = sorted(pairs.items())
    kept = increasing([j for _, j in ordered])
    anchors = [pair for place, pair in enumerate(ordered) if place in kept]
    return _gaps(len(old.words), [i for i, _ in anchors]), _gaps(len(new.words), [j for _, j in anchors])


def _sharing(side: Side, of: Iterable[int], other: Side, left: Iterable[int]) -> list[int]:
    """Return those of a text's clauses that share a word with some of the other text's: only they may share more."""
    said = set(chain.from_iterable(other.words[index] for index in left))
    return [index for index in of if not said.isdisjoint(side.words[index])]


def _postings(side: Side, of: Sequence[int], other: Side, asking: Iterable[int]) -> dict[Hashable, list[int]]:
    """Return in which clauses of a text the shingles stand that few of them have, and some of the other text's."""
    times = Counter(chain.from_iterable(map(side.shingles, of)))
    few = {shingle for shingle, count in times.items() if count <= _POSTINGS}
    telling = few.intersection(chain.from_iterable(map(other.shingles, asking)))
    postings: dict[Hashable, list[int]] = defaultdict(list)
    for index in of:
        for shingle in telling.intersection(side.shingles(index)):
            postings[shingle].append(index)
    return postings


def _likeliest(postings: dict[Hashable, list[int]], shingles: Iterable[Hashable]) -> list[int]:
    """Return the few clauses that have the most of some shingles."""
    found = [*filter(None, map(postings.get, shingles))]
    votes = Counter(chain.from_iterable(found)) if found else {}
    return [index for index, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_CANDIDATES]]


def _similar(old: Side, new: Side, pairs: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield clauses reworded, the most alike first; neighbours in one gap need to be less alike than others."""
    taken = set(pairs.values())
    left_old, left_new = _left(len(old.words), set(pairs)), _left(len(new.words), taken)
    gap_old, gap_new = _gap_numbers(old, new, pairs)
    if max(len(left_old), len(left_new)) > _MANY:
        for settling in (_cut, _joined, _in_step):
            settled = dict(settling(old, new, left_old, left_new))
            yield from settled.items()
            taken.update(settled.values())
            left_old, left_new = [i for i in left_old if i not in settled], [j for j in left_new if j not in taken]
    scored = []
    for i, j in _candidates(old, new, left_old, left_new, gap_old, gap_new):
        near = gap_old[i] == gap_new[j]
        is_entry = near and old.leads[i] and old.leads[i] == new.leads[j] and old.headings[i] == new.headings[j]
        if not is_entry and _most_alike(old.words[i], new.words[j]) < SIMILAR_NEARBY:
            continue
        score = max(similarity(old.words[i], new.words[j]), SIMILAR_NEARBY if is_entry else 0.0)
        short = min(len(old.words[i]), len(new.words[j])) <= _MOVABLE
        if score >= SIMILAR_NEARBY if near else score >= SIMILAR_AFAR and not short:
            same_heading = old.headings[i] == new.headings[j]
            scored.append((-score - 0.1 * near - 0.05 * same_heading, abs(i - j), i, j))
    used: set[int] = set()
    for *_, i, j in sorted(scored):
        if i not in used and j not in taken:
            used.add(i)
            taken.add(j)
            yield i, j


def _cut(old: Side, new: Side, left_old: list[int], left_new: list[int]) -> Iterator[tuple[int, int]]:
    """Yield clauses whose very words stand in neighbouring new clauses now, each with the longest of these."""
    starts = {new.words[j][:_START]: j for j in reversed(left_new)}
    free = set(left_new)
    for i in left_old:
        j = starts.get(old.words[i][:_START], -1)
        pieces: list[int] = []
        said: list[str] = []
        while j in free and len(said) < len(old.words[i]):
            pieces.append(j)
            said.extend(new.words[j])
            j += 1
        if len(pieces) > 1 and tuple(said) == old.words[i]:
            free.difference_update(pieces)
            yield i, max(pieces, key=lambda piece: len(new.words[piece]))


def _joined(old: Side, new: Side, left_old: list[int], left_new: list[int]) -> Iterator[tuple[int, int]]:
    """Yield neighbouring clauses whose very words stand in one new clause now: the longest of them, and that one."""
    return ((i, j) for j, i in _cut(new, old, left_new, left_old))


def _in_step(old: Side, new: Side, left_old: list[int], left_new: list[int]) -> Iterator[tuple[int, int]]:
    """Yield clauses that are much alike and each follow the pair before, of what is left over in both texts."""
    place = 0
    for i in left_old:
        score, found = 0.0, 0
        for ahead in range(place, min(place + _AHEAD, len(left_new))):
            one, other = old.words[i], new.words[left_new[ahead]]
            # of two that are as much alike the first is taken, so only what may be more is compared in full
            if (most := _most_alike(one, other)) >= _CERTAIN and most > score:
                score, found = max((score, found), (similarity(one, other), ahead), key=itemgetter(0))
        if score >= _CERTAIN:
            yield i, left_new[found]
            place = found + 1


def _candidates(
    old: Side, new: Side, left_old: list[int], left_new: list[int], gap_old: list[int], gap_new: list[int]
) -> Iterator[tuple[int, int]]:
    sharing = _sharing(old, left_old, new, left_new)
    postings = _postings(new, _sharing(new, left_new, old, left_old), old, sharing)
    may_share = set(sharing)
    by_gap: dict[int, list[int]] = defaultdict(list)
    for j in left_new:
        by_gap[gap_new[j]].append(j)
    for i in left_old:
        chosen = set(_likeliest(postings, old.shingles(i)) if i in may_share else ())
        if len(by_gap[gap_old[i]]) <= _CANDIDATES:
            chosen.update(by_gap[gap_old[i]])
        yield from ((i, j) for j in sorted(chosen))


def _enclosing(old: Side, new: Side, pairs: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield new clauses made of several neighbouring old ones, as a list that became a sentence, each with the longest.

    None of the entries of a long list need be like the sentence.
    """
    free = set(_left(len(old.words), set(pairs)))
    left_new = [j for j in _left(len(new.words), set(pairs.values())) if len(new.words[j]) > _MOVABLE]
    if len(free) < 2 or not left_new:
        return
    sharing = _sharing(new, left_new, old, free)
    postings = _postings(old, _sharing(old, sorted(free), new, left_new), new, sharing)
    for j in sharing:
        for i in _likeliest(postings, new.shingles(j)):
            run = _within(old, set(new.shingles(j)), i, free, len(new.words[j]))
            if len(run) > 1 and sum(len(old.words[one]) for one in run) >= PIECE * len(new.words[j]):
                free.difference_update(run)
                yield max(run, key=lambda one: (len(old.words[one]), -one)), j
                break


def _within(side: Side, known: set[Hashable], start: int, free: set[int], most: int) -> list[int]:
    """Return the neighbouring free clauses around one, itself among them, whose shingles are nearly all known ones."""
    run: list[int] = []
    room = 2 * most  # words; clauses that say the same again and again might all be known
    for places in (range(start, len(side.words)), range(start - 1, -1, -1)):
        for i in places:
            room -= len(side.words[i])
            if i not in free or room < 0:
                break
            shingles = side.shingles(i)
            if len(known.intersection(shingles)) < PIECE * len(shingles):
                break
            run.append(i)
    return run


def _alone_in_gap(old: Side, new: Side, pairs: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the clauses that stand alone in one gap and share some words, or are a word or two under one heading."""
    gap_old, gap_new = _gap_numbers(old, new, pairs)
    alone: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in _left(len(old.words), set(pairs)):
        alone[gap_old[i]][0].append(i)
    for j in _left(len(new.words), set(pairs.values())):
        alone[gap_new[j]][1].append(j)
    for olds, news in alone.values():
        if len(olds) == len(news) == 1 and _may_be_one(old, new, olds[0], news[0]):
            yield olds[0], news[0]


def _may_be_one(old: Side, new: Side, i: int, j: int) -> bool:
    are_short = max(len(old.words[i]), len(new.words[j])) <= _MOVABLE
    same_place = old.headings[i] == new.headings[j] and old.clauses[i].kind is new.clauses[j].kind
    return (are_short and same_place) or similarity(old.words[i], new.words[j]) >= SIMILAR_NEARBY / 2
