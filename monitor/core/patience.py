"""When a change is told: once it has stayed for as long as what it claims asks for. Pure functions of what was seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.records import Claim, HeldText, RedlineOp
from monitor.core.restless.settling import LOOKS, STAYS
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from monitor.core.records import Clause, ClauseChange, PolicyText, Seen

# A text with fewer words may lose most of them in a normal edit: the shortest policies of real histories have some 160.
LEAST_WORDS = 150
MOST = 0.5
"""The share of a text's letters that has to go before it counts as gone or replaced."""
ALL = 0.9  # ... of one that is shorter: then hardly a word of it is left; a guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long a text has to stay.

    Args:
        looks: as many checks in a row that saw a text have to find it.
        stays: the first and the last of them lie at least so far apart.
    """

    looks: int
    stays: timedelta


# A text that comes back while its successor is younger than this is held; so is another where one came so lately.
YOUNG = timedelta(days=7)
_LARGE = Wait(looks=3, stays=timedelta(days=3))
# two looks so close may both see the same moment of a cache
_LEAST_APART = timedelta(minutes=10)
# a second look that did not come about at once is made up for in the schedule's next rounds
_SOON = timedelta(minutes=1)
_WAITS = {
    # a second look past all caches; how long after the first is for the caller to say
    Claim.EDIT: Wait(looks=2, stays=timedelta(0)),
    # what says nothing of data, purposes, recipients or rights is mostly no part of the policy, nor is what stands
    # where another text came a few days ago: it waits for a day
    Claim.DOUBTFUL: Wait(looks=3, stays=timedelta(days=1)),
    Claim.RETURNED: Wait(looks=3, stays=timedelta(days=1)),
    # a page that turns between two texts by the day or by the week is told of once
    Claim.ALTERNATES: Wait(looks=3, stays=timedelta(days=7)),
    Claim.LANGUAGE: _LARGE,
    Claim.SHORTENED: _LARGE,
    Claim.REPLACED: _LARGE,
}
# pages of the past are the looks there are, often weeks apart
_PAST_LARGE = Wait(looks=2, stays=timedelta(days=1))


def wait_of(claim: Claim, *, is_past: bool = False, confirm_after: timedelta = timedelta(0)) -> Wait:
    """Say how long a claim has to stay.

    Args:
        claim: of which kind.
        is_past: of pages of the past, a later one has to bear a large claim out.
        confirm_after: how long after the first look a second one confirms an edit.
    """
    if is_past and claim.is_large:
        return _PAST_LARGE
    wait = _WAITS[claim]
    return replace(wait, stays=max(wait.stays, confirm_after))


def held_on(before: HeldText | None, claim: Claim, digest: str, *, at: datetime, stays: bool, wait: Wait) -> HeldText:
    """Return what is held after another look.

    Args:
        before: what was held until now.
        claim: what the text of this look would say of the page.
        digest: SHA-256 of that text.
        at: when the look was, UTC; a time before the one that was noted counts from now, a clock was ahead.
        stays: whether it bears out what was held.
        wait: how long the claim has to stay.

    Returns:
        The same, found once more, or another that is held from now on.
    """
    if before is None or not stays:
        return HeldText(claim=claim, digest=digest, since=at, last_at=at, looks=1, until=at + wait.stays)
    since = min(before.since, at)
    return replace(before, claim=claim, since=since, last_at=at, looks=before.looks + 1, until=since + wait.stays)


def has_stayed(held: HeldText, wait: Wait, *, next_at: datetime | None = None) -> bool:
    """Tell whether a held text has stayed for as long as its claim asks for.

    Args:
        held: the text.
        wait: how long its claim has to stay.
        next_at: the date of the next page of the past, UTC, None where there is none. One that comes before a large
            claim would be told of the live page is heard first: it may say that the page was what it was again.
    """
    if next_at and held.claim.is_large and next_at < held.since + _LARGE.stays:
        return False
    return held.looks >= wait.looks and held.last_at >= held.until


def next_look(held: HeldText, *, confirm_after: timedelta = _LEAST_APART) -> datetime:
    """Say when a held text is to be looked at again at the latest, UTC: the looks it needs still, evenly spread.

    Args:
        held: what is held.
        confirm_after: how long after the first look at an edit the second one is due: it may refute it already.
    """
    if held.claim.is_edit and held.looks == 1:
        return held.last_at + max(confirm_after, _SOON)
    missing = max(1, wait_of(held.claim).looks - held.looks)
    return held.last_at + max((held.until - held.last_at) / missing, _LEAST_APART)


def next_look_at_page(outcome: Seen, *, at: datetime) -> datetime | None:
    """Say when a page that varies is to be looked at again at the latest, None where its next check is soon enough."""
    return at + STAYS / (LOOKS - 1) if outcome.is_waited_for else None


def claim_of(old: PolicyText, new: PolicyText, changes: Sequence[ClauseChange]) -> Claim | None:
    """Say what a text that differs claims of the page as a whole, None where it claims nothing such.

    Args:
        old: the text before.
        new: the text now.
        changes: what happened to each clause between them; of other documents of the page nothing is claimed.
    """
    was, now = old.document.language, new.document.language
    if was and now and was != now:
        return Claim.LANGUAGE
    is_short = sum(word_count(clause.text) for clause in old.clauses) < LEAST_WORDS
    beside = [change for change in changes if change.is_of_document and not change.significance.is_told]
    letters = sum(len(clause.text) for clause in old.clauses) - _sum(beside, RedlineOp.DELETE)
    gone, came = (_sum(changes, op) - _sum(beside, op) for op in (RedlineOp.DELETE, RedlineOp.INSERT))
    if gone <= (ALL if is_short else MOST) * letters:
        return None
    return Claim.REPLACED if came > MOST * gone else Claim.SHORTENED


def _sum(changes: Iterable[ClauseChange], op: RedlineOp) -> int:
    return sum(_letters(change, op) for change in changes)


def _letters(change: ClauseChange, op: RedlineOp) -> int:
    return sum(len(text) for is_op, text in change.redline if is_op is op)


def share_in(old: Sequence[Clause], new: Sequence[Clause]) -> float:
    """Return the share of a text's letters that stand in clauses the other text has word for word."""
    known = {clause.text for clause in old}
    total = sum(len(clause.text) for clause in new)
    return sum(len(clause.text) for clause in new if clause.text in known) / max(1, total)
