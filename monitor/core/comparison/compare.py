"""Two texts of one document, compared clause by clause."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from monitor.core.comparison.addresses import with_addresses
from monitor.core.comparison.boundaries import with_boundaries
from monitor.core.comparison.clause_changes import (
    CONTENTS,
    Said,
    change,
    joined,
    moved,
    of_heading,
    of_headings,
    rehoused,
    rejudged,
    restyled,
    said_by,
    said_of,
    together,
)
from monitor.core.comparison.documents import departed, without
from monitor.core.comparison.headings import Outline, heading_key
from monitor.core.comparison.hidden import with_hidden_addresses
from monitor.core.comparison.in_text import judged_in_text
from monitor.core.comparison.numbering import with_periods
from monitor.core.comparison.pairing import Pairing, pair
from monitor.core.comparison.references import stayed
from monitor.core.comparison.repeated_edits import gathered, renumbered
from monitor.core.records import (
    ChangeKind,
    Clause,
    ClauseChange,
    ClauseKind,
    Comparison,
    PolicyText,
    Reason,
    Rule,
    Significance,
)
from monitor.core.significance.edits import short
from monitor.core.significance.verdict import of_form
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from monitor.core.comparison.align import Match


_T = TypeVar("_T")
# Clauses that came, went, moved or were reworded, and headings, beyond which neighbours are told together ...
_MANY = 500
_LONE = 2_000  # likewise, clauses that came or went; a guess: halved or doubled, none of 131 verdicts differs
_TOP = 2  # headings below the first that may say the title again; a guess: that of the site, that of the page
_RUN = 100  # ... so many at a time


def compare(old: PolicyText, new: PolicyText, *, kind: str = "") -> Comparison:
    """Return what happened to each clause, in the new text's reading order, removals where they stood.

    A document beside the one that is watched, which left the page or came to it as a whole, is one change.

    `compare(a, a)` has no changes; `compare(b, a)` has those of `compare(a, b)` mirrored. Never raises; work is
    bounded, see `align.align`, `sequences.common_runs` and `redline.redline`.

    Args:
        old: the text before.
        new: the text now.
        kind: of the document that is watched, "" where it is not known.
    """
    changes = () if old.clauses == new.clauses else _changes(old, new, kind)
    return Comparison(
        significance=_highest(changes),
        changes=changes,
        stated_old=old.document.stated_date.iso if old.document.stated_date else None,
        stated_new=new.document.stated_date.iso if new.document.stated_date else None,
        language_old=old.document.language,
        language_new=new.document.language,
    )


def _highest(changes: Sequence[ClauseChange]) -> Significance:
    return max((found.significance for found in changes), key=lambda it: it.rank, default=Significance.NONE)


def _changes(old: PolicyText, new: PolicyText, kind: str) -> tuple[ClauseChange, ...]:
    before, after = with_periods(old.clauses), with_periods(new.clauses)
    went, came = departed(before, after, kind), departed(after, before, kind)
    beside = [*(one.told(is_new=False) for one in went), *(one.told(is_new=True) for one in came)]
    languages = {old.document.language} & {new.document.language} - {""}
    pairing = replace(pair(without(before, went), without(after, came)), spoken=frozenset(languages))
    lone = [*_lone(pairing, added=False), *_lone(pairing, added=True)]
    headings, restyles, spent = _heading_changes(pairing, lone, (old.document.title, new.document.title))
    left = [one for one in lone if id(one) not in spent]
    found = with_hidden_addresses([*_matched(pairing), *left], pairing.place)
    found = [*with_addresses(found, pairing.place), *headings, *restyles]
    found = [judged_in_text(pairing, one) for one in found]
    above = {one.above[:depth] for one in (*went, *came) for depth in range(1, len(one.above) + 1)}
    found = [_with_collection(one, above) for one in gathered(with_boundaries(found))]
    if not found:
        found = [*_of_places(pairing)]
    found += beside
    told = (clause for one in found if one.significance.is_told for clause in one.old)
    changed = {clause.position for clause in told if clause.kind is not ClauseKind.HEADING}
    found += islice(_led_astray(pairing, changed), _MANY)
    places = {
        pairing.clauses_old[i].position: pairing.clauses_new[match.new[0]].position
        for match in pairing.matches
        if not match.moved
        for i in match.old
    }
    return _in_order(found, places)


def _with_collection(one: ClauseChange, above: Container[tuple[str, ...]]) -> ClauseChange:
    """Judge the title of a page that held several documents, which came or went with them, as a title."""
    clause = (one.old or one.new)[0]
    is_title = not (one.old and one.new) and clause.kind is ClauseKind.HEADING and clause.heading_path in above
    return rejudged(one, of_form("title")) if is_title else one


def _led_astray(pairing: Pairing, changed: Container[int]) -> Iterator[ClauseChange]:
    """Yield clauses whose words stayed, and with them the number of a section that changed places: "see section 5".

    Where sections only made room for a further one, its number was forgotten.
    """
    for old, new in pairing.clauses if pairing.passed and pairing.shift.numbers else ():
        led = stayed(old.text, pairing.shift) if old.text == new.text and old.position not in changed else None
        if led:
            written, number = led
            went, came = (pairing.section(number, is_new=is_new) for is_new in (False, True))
            if number in pairing.passed_numbers and came and went != came:
                reason = Reason(
                    rule=Rule.EDIT,
                    subject="reference",
                    went=short(f"{written} ({went})"),
                    came=short(f"{written} ({came})"),
                )
                yield change(ChangeKind.MODIFIED, [old], [new], (Significance.MINOR, (reason,)))


def _of_places(pairing: Pairing) -> tuple[ClauseChange, ...]:
    """Return the one change of texts that have the same words: numbers or the depth of headings."""
    shifted = [(a, b) for a, b in pairing.clauses if (a.label, a.heading_path) != (b.label, b.heading_path)]
    return (renumbered(*zip(*shifted, strict=True)),) if shifted else ()


def _matched(pairing: Pairing) -> Iterator[ClauseChange]:
    """Yield the changes of clauses that stand in both texts; neighbours that moved together are one change."""
    groups: list[list[Match]] = []
    reworded: list[tuple[list[Clause], list[Clause], Match]] = []
    last: Match | None = None
    for match in pairing.matches:
        old, new = [pairing.clauses_old[i] for i in match.old], [pairing.clauses_new[j] for j in match.new]
        if len(old) == len(new) == 1 and (match.moved or pairing.places(match)):
            if last is None or not _follows(pairing, last, match):
                groups.append([])
            groups[-1].append(match)
            last = match
        else:
            last = None
            if joined(old) != joined(new):
                for heads, side in zip(pairing.lead_ins, (old, new), strict=True):
                    side[:0] = filter(None, [heads.get(side[0].position)])
                reworded.append((old, new, match))
    yield from _moved(pairing, groups)
    for old, new, match in reworded[:_MANY]:
        one, places = _reworded(pairing, old, new), pairing.places(match)
        yield rehoused(one, *places) if places else one
    for run in _runs(reworded[_MANY:]):
        olds = [clause for old, _, _ in run for clause in old]
        news = [clause for _, new, _ in run for clause in new]
        yield together(ChangeKind.MODIFIED, olds, news)


def _moved(pairing: Pairing, groups: Sequence[list[Match]]) -> Iterator[ClauseChange]:
    rest = groups[_MANY:]
    for group in [*groups[:_MANY], *([match for one in run for match in one] for run in _runs(rest))]:
        yield moved(
            [pairing.clauses_old[one.old[0]] for one in group],
            [pairing.clauses_new[one.new[0]] for one in group],
            next(filter(None, map(pairing.places, group)), None),
            pairing.order(group),
        )


def _runs(of: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (of[start : start + _RUN] for start in range(0, len(of), _RUN))


def _follows(pairing: Pairing, last: Match, match: Match) -> bool:
    """Tell whether a match moved along with the one before it, both with their words unchanged."""
    return (
        match.old[0] == last.old[0] + 1
        and match.new[0] == last.new[0] + 1
        and match.moved == last.moved
        and len(match.old) == len(match.new) == 1
        and all(
            pairing.clauses_old[one.old[0]].text == pairing.clauses_new[one.new[0]].text
            and (one.moved or pairing.places(one))
            for one in (last, match)
        )
        and pairing.places(last) == pairing.places(match)
    )


def _reworded(pairing: Pairing, old: Sequence[Clause], new: Sequence[Clause]) -> ClauseChange:
    kind = ChangeKind.SPLIT if len(new) > 1 else ChangeKind.MERGED if len(old) > 1 else ChangeKind.MODIFIED
    listed = old[0].position in pairing.contents_old and new[0].position in pairing.contents_new
    return change(kind, old, new, CONTENTS if listed else None, languages=pairing.languages_of([*old, *new]))


def _lone(pairing: Pairing, *, added: bool) -> Iterator[ClauseChange]:
    """Yield the changes of clauses that stand in one text only."""
    clauses = pairing.clauses_new if added else pairing.clauses_old
    listed = pairing.contents_new if added else pairing.contents_old
    paired_ones = {index for match in pairing.matches for index in (match.new if added else match.old)}
    lone = [clause for index, clause in enumerate(clauses) if index not in paired_ones]
    is_mass = len(lone) > _LONE
    kind = ChangeKind.ADDED if added else ChangeKind.REMOVED
    for run in _runs(lone) if is_mass else ([clause] for clause in lone):
        verdict = CONTENTS if run[0].position in listed else None
        sides = ([], run) if added else (run, [])
        if is_mass:
            yield together(kind, *sides, verdict)
        else:
            yield change(kind, *sides, verdict, languages=pairing.languages_of(run))


def _heading_changes(
    pairing: Pairing, lone: Sequence[ClauseChange], titles: Sequence[str]
) -> tuple[list[ClauseChange], list[ClauseChange], set[int]]:
    """Return changes of headings, words that are a heading in one text only, and which lone clauses those explain."""
    old, new = pairing.outline_old.headings, pairing.outline_new.headings
    renamed = [(i, j) for i, j in sorted(pairing.headings.items()) if old[i].text != new[j].text]
    found = [
        _retitled(old[i], new[j]) if i == j == 0 else of_heading(old[i], new[j], Significance.MINOR)
        for i, j in renamed[:_MANY]
    ]
    found += [of_headings([old[i] for i, _ in run], [new[j] for _, j in run]) for run in _runs(renamed[_MANY:])]
    texts, ceilings = _by_key(lone), _ceilings(lone)
    whole = {False: _whole(pairing.outline_old, lone, added=False), True: _whole(pairing.outline_new, lone, added=True)}
    spent: set[int] = set()
    restyles: list[ClauseChange] = []
    for added, headings, taken in ((False, old, pairing.headings), (True, new, pairing.headed)):
        told = 0
        mass: list[Clause] = []
        for index, heading in enumerate(headings):
            if index in taken or pairing.lead_ins[added].get(heading.position) == heading:
                continue
            candidates = texts.get((heading_key(heading.text), not added))
            if candidates:
                text = candidates.popleft()
                spent.add(id(text))
                restyles.append(restyled(text.old[0], heading) if added else restyled(heading, text.new[0]))
            elif _says_title(headings, index, titles):
                sides = ([], [heading]) if added else ([heading], [])
                found.append(change(ChangeKind.ADDED if added else ChangeKind.REMOVED, *sides, of_form("title")))
            elif (told := told + 1) > _MANY:
                mass.append(heading)
            else:
                ceiling = ceilings.get((added, heading.heading_path), Significance.MINOR)
                said = whole[added].get(index)
                if said is not None and said_by(heading, added=added) <= said:  # what is under it is told, and says all
                    ceiling = Significance.COSMETIC
                found.append(of_heading(None if added else heading, heading if added else None, ceiling))
        found += [of_headings([], run) if added else of_headings(run, []) for run in _runs(mass)]
    return found, restyles, spent


def _retitled(old: Clause, new: Clause) -> ClauseChange:
    """Return the change of the first heading; a title that gained or lost words of no weight is a matter of form."""
    renamed = of_heading(old, new, Significance.MINOR)
    before, after = set(words(old.text)), set(words(new.text))
    is_title = len(old.heading_path) == len(new.heading_path) == 1 and not (old.label or new.label)
    is_title = is_title and (before <= after or after <= before)
    if is_title and min(len(before), len(after)) > 1 and renamed.significance is Significance.MINOR:
        significance, reasons = of_form("title")
        return replace(renamed, significance=significance, reasons=reasons)
    return renamed


def _says_title(headings: Sequence[Clause], index: int, titles: Sequence[str]) -> bool:
    """Tell whether a heading at the top says a title again, of the page or the text, in more words or fewer."""
    if index > _TOP:
        return False
    said = set(words(headings[index].text))
    beside = [heading.text for heading in headings[:1] if index] or [heading.text for heading in headings[1:2]]
    others = [set(words(title)) for title in (*beside, *(titles if index == 0 else ()))]
    return any(min(len(title), len(said)) > 1 and (title <= said or said <= title) for title in others)


def _by_key(lone: Sequence[ClauseChange]) -> dict[tuple[str, bool], deque[ClauseChange]]:
    texts: dict[tuple[str, bool], deque[ClauseChange]] = defaultdict(deque)
    for one in lone:
        if len(one.new or one.old) > 1:
            continue
        texts[heading_key((one.new or one.old)[0].text), bool(one.new)].append(one)
    return texts


def _ceilings(lone: Sequence[ClauseChange]) -> dict[tuple[bool, tuple[str, ...]], Significance]:
    """Return how much a lone heading may matter, by (added, path): no more than what came or went under it."""
    highest: dict[tuple[bool, tuple[str, ...]], Significance] = {}
    for one in lone:
        paths = {clause.heading_path for clause in one.new or one.old}
        for place in {(bool(one.new), path[:length]) for path in paths for length in range(1, len(path) + 1)}:
            highest[place] = max(highest.get(place, Significance.NONE), one.significance, key=lambda it: it.rank)
    return {place: min(found, Significance.MINOR, key=lambda it: it.rank) for place, found in highest.items()}


def _whole(outline: Outline, lone: Sequence[ClauseChange], *, added: bool) -> dict[int, frozenset[Said]]:
    """Return by their index the headings of which all came or went, so the section did, and what is told of it."""
    changes = {clause.position: one for one in lone for clause in (one.new if added else one.old)}
    told: dict[int, frozenset[Said]] = {}
    stayed = set[int]()
    for position, heading in outline.under.items():
        one, index = changes.get(position), heading
        while index >= 0:
            if one is None:
                stayed.add(index)
            elif one.significance.is_told:
                told[index] = told.get(index, frozenset()) | said_of(one.reasons)
            index = outline.above[index]
    return {index: said for index, said in told.items() if index not in stayed}


def _in_order(changes: Sequence[ClauseChange], places: dict[int, int]) -> tuple[ClauseChange, ...]:
    """Return the changes in the new text's order; a removal stands after what preceded it."""
    before: dict[int, int] = {}
    last = -1
    for position in range(max((clause.position for one in changes for clause in one.old), default=-1) + 1):
        before[position] = last
        last = places.get(position, last)

    def place(one: ClauseChange) -> tuple[int, int, bool, int, int]:
        clause = (one.new or one.old)[0]
        depth = len(clause.heading_path)
        is_clause = clause.kind is not ClauseKind.HEADING
        if one.new:
            return clause.position, 0, is_clause, 0, depth
        return before[clause.position], 1, False, clause.position, depth if not is_clause else len(changes) + depth

    return tuple(sorted(changes, key=place))
