"""Clause changes built from what was matched: their kind, significance, reasons, topics and redline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.clauses import without_label
from monitor.core.comparison.align import similarity
from monitor.core.comparison.cells import is_reordered
from monitor.core.comparison.redline import redline
from monitor.core.languages import known
from monitor.core.records import ChangeKind, Clause, ClauseChange, ClauseKind, Reason, Rule, Significance
from monitor.core.significance.edits import short
from monitor.core.significance.releases import release_of
from monitor.core.significance.spoken import spoken
from monitor.core.significance.topics import names_recipients, topics
from monitor.core.significance.verdict import WORDING, of_arrival, of_form, of_rewording
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.significance.verdict import Verdict

Said = tuple[Rule, str]
"""What a reason speaks of: its rule and its subject."""
_TOGETHER = 40  # clauses that moved together, beyond which only the first is read for topics
_OF_ORDER = (Rule.EDIT, "order")
CONTENTS = of_form("table of contents")
"""The verdict on any change of a table of contents."""


def joined(clauses: Sequence[Clause]) -> str:
    """Return the texts of clauses as one, a line each."""
    return "\n".join(clause.text for clause in clauses)


def change(
    kind: ChangeKind,
    old: Sequence[Clause],
    new: Sequence[Clause],
    verdict: Verdict | None = None,
    *,
    languages: frozenset[str] | None = None,
) -> ClauseChange:
    """Return what happened between two groups of clauses, one of which may be empty.

    Args:
        kind: what happened.
        old: the clauses before.
        new: the clauses after.
        verdict: how much it matters and why, where the words alone do not say it.
        languages: of the text, as codes, where the clauses say too little of theirs.
    """
    about = topics([*old, *new])
    verdict = verdict or _verdict(kind, old, new, judged_as(about, [*old, *new]), languages)
    return _made(kind, old, new, about=about, verdict=verdict)


def together(
    kind: ChangeKind, old: Sequence[Clause], new: Sequence[Clause], verdict: Verdict | None = None
) -> ClauseChange:
    """Return the change of many neighbours as one, of which the first alone is read for topics and reasons.

    Args:
        kind: what happened to each of them.
        old: the clauses before, none where they were added.
        new: the clauses after, none where they were removed.
        verdict: how much it matters and why, where the words alone do not say it.
    """
    first = [*old[:1], *new[:1]]
    about = topics(first)
    significance, reasons = verdict or _verdict(kind, old[:1], new[:1], judged_as(about, first))
    if significance is Significance.COSMETIC and joined(old) != joined(new) and not verdict:
        significance, reasons = Significance.MINOR, (WORDING,)
    many = Reason(rule=Rule.TOGETHER, subject=f"{max(len(old), len(new))} clauses")
    return _made(kind, old, new, about=about, verdict=(significance, (*reasons, many)))


def _made(
    kind: ChangeKind, old: Sequence[Clause], new: Sequence[Clause], *, about: tuple[str, ...], verdict: Verdict
) -> ClauseChange:
    before, after = joined(old), joined(new)
    significance, reasons = verdict
    return ClauseChange(
        kind=kind,
        significance=significance,
        topics=about,
        reasons=reasons,
        similarity=round(similarity(words(before), words(after)), 3) if old and new else 0.0,
        old=tuple(old),
        new=tuple(new),
        redline=redline(before, after),
    )


def judged_as(about: tuple[str, ...], clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Return the topics a clause is judged by: under "Recipients" a name is one, whatever the clause speaks of."""
    return about if "third-party" in about or not names_recipients(clauses) else (*about, "third-party")


def _verdict(
    kind: ChangeKind,
    old: Sequence[Clause],
    new: Sequence[Clause],
    about: Sequence[str],
    languages: frozenset[str] | None = None,
) -> Verdict:
    if kind is ChangeKind.ADDED:
        return of_arrival(joined(new), about, languages, added=True)
    if kind is ChangeKind.REMOVED:
        return of_arrival(joined(old), about, languages, added=False)
    if len(old) == len(new) == 1:
        is_order = old[0].kind is new[0].kind is ClauseKind.ROW and is_reordered(old[0], new[0])
        return of_form("order") if is_order else of_rewording(old[0].text, new[0].text, about, languages)
    whole = of_rewording(joined(old), joined(new), about, languages)
    if whole[0] is Significance.COSMETIC:
        return whole
    if _is_strung(old, new) or _is_strung(new, old):
        return of_form("list set as a sentence")
    # Where clauses split or merge, their printed numbers may come or go with them.
    before, after = ("\n".join(without_label(clause.text) for clause in side) for side in (old, new))
    return of_rewording(before, after, about, languages)


def _is_strung(many: Sequence[Clause], one: Sequence[Clause]) -> bool:
    """Tell whether clauses became a sentence of the same words with an "and" before those of the last: "A, B and C"."""
    whole, said = words(joined(many)), words(joined(one))
    at = len(whole) - len(words(many[-1].text))
    if len(many) == 1 or len(one) > 1 or (*said[:at], *said[at + 1 :]) != whole:
        return False
    languages = spoken(joined(many), joined(one))
    return any(said[at] in it.table("text").get("ands", ()) for it in known().each if it.code in languages)


def moved(
    old: Sequence[Clause], new: Sequence[Clause], places: tuple[str, str] | None, order: Reason | None
) -> ClauseChange:
    """Return the change of clauses that stand elsewhere now.

    Args:
        old: the clauses before.
        new: the same clauses after, in the same order.
        places: where they stand under another heading or lead-in than before, which may change what they mean, both.
        order: why it matters that they stand in another order, None where it does not.
    """
    before, after = joined(old), joined(new)
    verdict = _order(old) if before == after else of_rewording(before, after, _of_both(old, new))
    if order and not verdict[0].is_told:
        verdict = Significance.MINOR, (order,)
    made = together if len(old) > _TOGETHER else change
    return made(ChangeKind.MOVED, old, new, _elsewhere(verdict, *places) if places else verdict)


def rehoused(one: ClauseChange, went: str, came: str) -> ClauseChange:
    """Return the change of clauses that split or merged and stand in another place now, with that told as well."""
    significance, reasons = _elsewhere((one.significance, one.reasons), went, came)
    return replace(one, significance=significance, reasons=reasons)


def _elsewhere(verdict: Verdict, went: str, came: str) -> Verdict:
    significance, reasons = verdict
    place = Reason(rule=Rule.MOVE, went=short(went), came=short(came))
    # That words moved says what their order or their commas would say, and more.
    reasons = (*reasons, place) if significance.is_told else (place,)
    return max(significance, Significance.MINOR, key=lambda it: it.rank), reasons


def rejudged(one: ClauseChange, verdict: Verdict) -> ClauseChange:
    """Return a change with another verdict on its words; that it moved, or a heading was renamed, stays.

    Args:
        one: of clauses that stand in both texts.
        verdict: on the words that are others.
    """
    significance, reasons = verdict
    renamed = tuple(reason for reason in one.reasons if reason.rule is Rule.HEADING)
    place = tuple(
        reason for reason in one.reasons if reason.rule is Rule.MOVE or (reason.rule, reason.subject) == _OF_ORDER
    )
    if significance.is_told:
        reasons = (*renamed, *(reason for reason in reasons if not renamed or reason != WORDING), *place)
    elif place:
        significance, reasons = Significance.MINOR, place
    return replace(one, significance=significance, reasons=reasons)


def _of_both(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[str, ...]:
    return judged_as(topics([*old, *new]), [*old, *new])


def _order(clauses: Sequence[Clause]) -> Verdict:
    if len(clauses) == 1:
        return of_form("order")
    return Significance.COSMETIC, (Reason(rule=Rule.ORDER, subject=f"{len(clauses)} clauses"),)


def of_heading(old: Clause | None, new: Clause | None, ceiling: Significance) -> ClauseChange:
    """Return the change of a heading that was added, removed or renamed.

    Args:
        old: the heading before, None if it was added.
        new: the heading after, None if it was removed.
        ceiling: the most an added or removed heading may matter: no more than what stands under it.
    """
    if old and new:
        significance, reasons = of_rewording(old.text, new.text, topics([old, new]))
        renamed = Reason(rule=Rule.HEADING, went=short(old.text), came=short(new.text))
        # "How long we keep it" that is "Retention" now removes no "how long"
        told = () if significance is Significance.MINOR else reasons
        return change(ChangeKind.MODIFIED, [old], [new], (significance, (renamed, *told)))
    if any(release_of(one.text) is not None for one in (old, new) if one):
        kind = ChangeKind.ADDED if new else ChangeKind.REMOVED
        return change(kind, [old] if old else [], [new] if new else [], of_form("version number"))
    if new:
        return change(ChangeKind.ADDED, [], [new], (ceiling, (Reason(rule=Rule.HEADING, came=short(new.text)),)))
    gone = [old] if old else []
    reasons = tuple(Reason(rule=Rule.HEADING, went=short(one.text)) for one in gone)
    return change(ChangeKind.REMOVED, gone, [], (ceiling, reasons))


def said_of(reasons: Iterable[Reason]) -> frozenset[Said]:
    """Return what reasons speak of, without their words; those that only show a text speak of nothing."""
    return frozenset((one.rule, one.subject) for one in reasons if one.rule is not Rule.TEXT)


def said_by(heading: Clause, *, added: bool) -> frozenset[Said]:
    """Return what the words of a heading that came or went would be told for, were they a clause."""
    verdict = of_arrival(heading.text, judged_as(topics([heading]), [heading]), None, added=added)
    return said_of(verdict[1])


def of_headings(old: Sequence[Clause], new: Sequence[Clause]) -> ClauseChange:
    """Return the change of many headings as one: renamed, or new, or removed."""
    kind = ChangeKind.ADDED if not old else ChangeKind.REMOVED if not new else ChangeKind.MODIFIED
    went, came = (short(side[0].text) if side else None for side in (old, new))
    first = Reason(rule=Rule.HEADINGS, went=went, came=came)
    return together(kind, old, new, (Significance.MINOR, (first,)))


def restyled(old: Clause, new: Clause) -> ClauseChange:
    """Return the change of words that were a heading and are a paragraph now, or the other way round."""
    what = "heading set as text" if old.kind is ClauseKind.HEADING else "text set as heading"
    return change(ChangeKind.MODIFIED, [old], [new], of_form(what))
