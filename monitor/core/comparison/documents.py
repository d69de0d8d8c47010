"""Documents that stand beside another on one page, and that leave it, or come to it, as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.comparison.clause_changes import together
from monitor.core.comparison.headings import heading_key
from monitor.core.dates.date_lines import is_date_line
from monitor.core.linkwords import kind_of_title
from monitor.core.phrases import count_words
from monitor.core.policy_terms import states
from monitor.core.records import ChangeKind, Reason, Rule, Significance
from monitor.core.significance.edits import short
from monitor.core.text import word_count, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from monitor.core.records import Clause, ClauseChange

OTHER = "other"
"""The kind of a watch that says nothing of its document."""
_APART = frozenset({"privacy", "terms"})  # what is never an annex to a document of another kind
_ANNEXED = frozenset({"subprocessors"})  # what is mostly an annex to a contract, wherever it stands
_MOST = 40  # parts of a page that are looked at; a guess: who has more documents gives each an address
_LEVELS = 3  # headings of the page above those of its documents; a guess: that of the site, that of the page
_LEAST_WORDS = 100  # of a document; a guess, below the shortest policies of real histories (160)
_OPENING = 3  # clauses at a document's start in which it says its date; a guess
_SECTIONS = 3  # that a document without date and numbers has at least; a guess
_INTRODUCTION = 40  # words above the documents of a page that are no text of any of them; a guess
_STAYS = 0.5  # of a document's letters, in clauses that the other text has word for word; a guess: most
_LEAVES = 0.1  # likewise at most, of one that is gone: how to write to a company stands in all; a guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A document that only one of two texts has.

    Args:
        title: the heading above it.
        clauses: all of it.
        above: the headings of the page above it and all others, where they went with it; else none.
        is_apart: whether it is surely no part of the document that is watched, so that nobody needs to hear of it.
    """

    title: str
    clauses: tuple[Clause, ...]
    above: tuple[str, ...]
    is_apart: bool

    def told(self, *, is_new: bool) -> ClauseChange:
        """Return the one change that tells of it.

        Args:
            is_new: whether it came, and did not leave.
        """
        significance = Significance.COSMETIC if self.is_apart else Significance.MINOR
        title = short(self.title)
        if is_new:
            reason = Reason(rule=Rule.DOCUMENT, came=title)
            return together(ChangeKind.ADDED, [], self.clauses, (significance, (reason,)))
        reason = Reason(rule=Rule.DOCUMENT, went=title)
        return together(ChangeKind.REMOVED, self.clauses, [], (significance, (reason,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What stands under one of the headings that divide a page.

    Args:
        title: the heading.
        kind: of document that it names, "" where it names none.
        clauses: all under it.
        above: the headings above all of these parts.
        is_whole: whether it is made as a document is: it has a date of its own, or sections numbered from 1.
        sections: the headings next below.
    """

    title: str
    kind: str
    clauses: tuple[Clause, ...]
    above: tuple[str, ...]
    is_whole: bool
    sections: int

    @property
    def is_document(self) -> bool:
        named = self.kind or self.is_whole
        return bool(named) and sum(word_count(clause.text) for clause in self.clauses) >= _LEAST_WORDS

    @property
    def may_leave(self) -> bool:
        return self.is_whole or (self.kind in _APART and self.sections >= _SECTIONS)


def departed(old: Sequence[Clause], new: Sequence[Clause], kind: str) -> tuple[Departure, ...]:
    """Return the documents of a text that another has no more, while one beside them stayed.

    A page holds several where the headings that divide it all head documents: they name some, of two kinds at least,
    and each part is as long as a document, has a date of its own, or sections numbered from 1. So an annex below the
    title of a policy, or among its sections, is no document. One has left where next to nothing of it stands in the
    other text, while most of another, of the kind that is watched, does so. A second one of that kind, or of a kind
    that the page still has, never counts as another document, nor one that may only have another title now.

    Args:
        old: the text that may have more documents.
        new: the other text; swapped with the first, they are the documents that came.
        kind: of the document that is watched; "" or `OTHER` where that is not known. Then it is what stayed.

    Returns:
        Them in reading order. What stands above all of them goes with them, where the page is no collection now: its
        title, and a few words that say nothing that policies say.
    """
    parts = _documents(old)
    if not parts:
        return ()
    texts = {clause.text for clause in new}
    shares = [_share(part.clauses, texts) for part in parts]
    stayed = [part for part, share in zip(parts, shares, strict=True) if share >= _STAYS and part.kind]
    watched = {one.kind for one in stayed} if kind in {"", OTHER} else {kind}
    if watched.isdisjoint(one.kind for one in stayed):
        return ()
    headings = {heading_key(heading) for path in {clause.heading_path for clause in new} for heading in path}
    others = _parts(new)
    kept = {*watched, *(one.kind for one in stayed), *(one.kind for one in others if one.kind)}
    strange = _strange(old, others)
    left = [
        part
        for part, share in zip(parts, shares, strict=True)
        if share <= _LEAVES
        and part.may_leave
        and part.kind not in kept
        and heading_key(part.title) not in headings
        and not (strange if not part.kind else "" in strange)
    ]
    is_known = kind not in {"", OTHER}
    has_apart = any(part.kind in _APART for part in left)
    own = [clause.text for one in stayed if one.kind in watched for clause in one.clauses] if has_apart else []
    said = _spoken(" ".join(own))
    is_collection = bool(_documents(new))
    opening = () if is_collection else _introduction(old, parts, texts)
    above = () if is_collection else parts[0].above
    return tuple(
        Departure(
            title=part.title,
            clauses=(*opening, *part.clauses) if part is left[0] else part.clauses,
            above=above,
            is_apart=is_known and _is_apart(part, said, has_apart=has_apart),
        )
        for part in left
    )


def _strange(clauses: Sequence[Clause], parts: Sequence[_Part]) -> set[str]:
    """Return the kinds of documents that a text lacks, "" for one whose title names none: it may be any, renamed."""
    texts = {clause.text for clause in clauses}
    return {part.kind for part in parts if part.is_document and _share(part.clauses, texts) < _STAYS}


def _introduction(clauses: Sequence[Clause], parts: Sequence[_Part], texts: Collection[str]) -> tuple[Clause, ...]:
    """Return the few words above all documents of a page that are gone, none where they say what policies say."""
    above = tuple(clause for clause in clauses[: clauses.index(parts[0].clauses[0])] if clause.text not in texts)
    text = " ".join(clause.text for clause in above)
    return above if word_count(text) <= _INTRODUCTION and not states(text) else ()


def beside_words(changes: Iterable[ClauseChange]) -> str:
    """Say how many other documents left the page, or came to it; "" where none did."""
    sides = [bool(change.new) for change in changes if change.is_of_document]
    counted = ((sides.count(is_new), did) for is_new, did in ((False, "left"), (True, "came to")))
    return ", ".join(f"{count_words(count, 'other document')} {did} the page" for count, did in counted if count)


def without(clauses: Sequence[Clause], documents: Sequence[Departure]) -> Sequence[Clause]:
    """Return a text without some of its documents."""
    taken = {clause.position for one in documents for clause in one.clauses}
    return [clause for clause in clauses if clause.position not in taken] if taken else clauses


def _is_apart(part: _Part, said: str, *, has_apart: bool) -> bool:
    """Tell whether a document that left is surely no part of the one that is watched.

    Any other may be an annex to it, unless the page was a collection, of which one that cannot be left as well
    (`has_apart`), and the document that is watched does not name it in what it says.
    """
    if part.kind in _APART:
        return True
    return has_apart and part.kind not in _ANNEXED and _spoken(part.title) not in said


def _spoken(text: str) -> str:
    """Return the words of a text, so that one is found in another only in whole words."""
    return f" {' '.join(words(text.casefold()))} "


def _documents(clauses: Sequence[Clause]) -> list[_Part]:
    """Return the documents that a text is divided into, none where it is one, or anything else is beside them."""
    parts = _parts(clauses)
    kinds = {part.kind for part in parts} - {""}
    return parts if len(kinds) > 1 and all(part.is_document for part in parts) else []


def _parts(clauses: Sequence[Clause]) -> list[_Part]:
    """Divide a text by its topmost headings, those left aside that stand above all of it and name no document."""
    for level in range(_LEVELS):
        below = [clause for clause in clauses if len(clause.heading_path) > level]
        heads = {clause.heading_path[level] for clause in below}
        if len(heads) != 1 or kind_of_title(next(iter(heads))):
            runs = [(head, tuple(run)) for (head,), run in groupby(below, _heading_at(level))]
            return [_part(head, run, level) for head, run in runs] if len(runs) <= _MOST else []
    return []


def _part(title: str, clauses: tuple[Clause, ...], level: int) -> _Part:
    sections = [head for head, _ in groupby(clauses, _heading_at(level + 1)) if head]
    labels = [printed_label(head[0]).strip(" .)") for head in islice(sections, 2)]
    is_dated = any(is_date_line(clause.text) for clause in clauses[:_OPENING])
    return _Part(
        title=title,
        kind=kind_of_title(title),
        clauses=clauses,
        above=clauses[0].heading_path[:level],
        is_whole=is_dated or labels == ["1", "2"],
        sections=len(sections),
    )


def _heading_at(level: int) -> Callable[[Clause], tuple[str, ...]]:
    """Return what gives of a clause the one heading at a level, none where it has no heading so deep."""
    return lambda clause: clause.heading_path[level : level + 1]


def _share(clauses: Sequence[Clause], texts: Collection[str]) -> float:
    """Return the share of a document's letters that stand in clauses which another text has word for word."""
    total = sum(len(clause.text) for clause in clauses)
    return sum(len(clause.text) for clause in clauses if clause.text in texts) / max(1, total)
