"""What weighs most of a change, in a line: one for subjects, digests, commands, pages and feeds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.change_words import CHANGES
from monitor.core.claims import told_as
from monitor.core.comparison.render import shown
from monitor.core.notices.shorten import line, plain
from monitor.core.phrases import REASONS, count_words
from monitor.core.records import (
    ClauseKind,
    GistFacts,
    RedlineOp,
    Rule,
    SnapshotReason,
    gravest,
    gravest_first,
    reason_words,
)
from monitor.core.significance.edits import edit_at, edits, short
from monitor.core.significance.verdict import WORDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Claim, ClauseChange, Reason

LONGEST_TITLE = 120  # characters of a watch's name with a gist, as in a subject; mail programs show fewer
LONGEST_GIST = 160  # characters of a gist alone: two lines of a phone

_LONGEST_NAME = 60  # characters of a watch's name
_LONGEST_SECTION = 40  # characters of a heading
_LEAST_SECTION = 12  # a heading of which less has room says nothing
_LEAST = 45  # characters that a section leaves of what is cut anyway; a guess
_QUOTED = 40  # characters of each side of a rewording: two fit into a subject
_MOST_REASONS = 2  # more would not be seen in a list of mails


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What weighs most of a change.

    Args:
        what: in words, "" where nothing of it is told.
        also: what weighs most after that, "" for nothing.
        section: the heading under which that stands, "" for none, or where the words name it.
        more: how many more clause changes are told.
    """

    what: str
    also: str = ""
    section: str = ""
    more: int = 0


def gravest_of(told: Sequence[ClauseChange]) -> ClauseChange | None:
    """Return of told clause changes, the weightiest first, the one with the gravest reason; None where there is none.

    One without any reason stands behind all that have one.
    """
    weightiest = [change for change in told if change.significance is told[0].significance]
    return min(weightiest, key=lambda change: (not change.reasons, gravest(change.reasons)), default=None)


def facts_of(
    changes: Sequence[ClauseChange],
    *,
    claim: Claim | None,
    reason: SnapshotReason,
    language_old: str,
    language: str,
) -> GistFacts:
    """Return what the gist of a change is made of.

    Args:
        changes: all its clause changes.
        claim: what was held until it had stayed, None for an edit.
        reason: why the new version was kept.
        language_old: code of the language of the old text, "" where it is not known.
        language: likewise of the new text.
    """
    first = gravest_of(shown(changes))
    facts = GistFacts(
        counts=Counter(change.significance for change in changes),
        claim=claim,
        reason=reason,
        language_old=language_old,
        language=language,
    )
    if first is None:
        return facts
    return replace(facts, kind=first.kind, reasons=first.reasons, section=_section(first), redline=first.redline)


def _section(change: ClauseChange) -> str:
    """Return the heading right above a clause; of a heading, the one above that."""
    clause = (change.new or change.old)[0]
    above = clause.heading_path[:-1] if clause.kind is ClauseKind.HEADING else clause.heading_path
    return above[-1] if above else ""


def as_a_whole(facts: GistFacts) -> str:
    """Return what became of the page as a whole, "" for an edit."""
    claim = facts.claim if facts.claim and facts.claim.is_large else None
    return told_as(claim, facts.language_old, facts.language)


def gist_of(facts: GistFacts, matter: str = "") -> Gist:
    """Say what weighs most of a change.

    Args:
        facts: of the change.
        matter: of a policy that was rewritten, what the two texts as wholes say otherwise; "" where that is not known.
    """
    whole = as_a_whole(facts)
    if facts.reason is SnapshotReason.REVERTED and not whole:
        return Gist(what=REASONS[SnapshotReason.REVERTED])
    if matter:
        many = count_words(facts.told, "clause change")
        return Gist(what=f"{whole.partition(':')[0] if whole else many}; {matter}")
    if whole or facts.kind is None:
        return Gist(what=whole)
    said = [plain(reason_words(reason)) for reason in _joined(_why(facts))] or [f"clause {CHANGES[facts.kind]}"]
    section = plain(facts.section)
    is_said = section.casefold() in said[0].casefold()
    return Gist(what=said[0], also="; ".join(said[1:]), section="" if is_said else section, more=max(facts.told - 1, 0))


def gist_words(gist: Gist, longest: int = LONGEST_GIST, *, with_section: bool = True) -> str:
    """Return a gist as a line.

    Args:
        gist: what weighs most.
        longest: characters; what weighs less gives way first, then the section. The gravest is whole as long as it can
            be: a reason says at its end whether something came or went.
        with_section: whether the section is named.

    Returns:
        "retention: 12 months -> 36 months (How long we keep it); 2 more clause changes".
    """
    more = f"; {count_words(gist.more, 'more clause change')}" if gist.more else ""
    room = max(longest - len(more), 1)
    section = f" ({line(gist.section, _LONGEST_SECTION)})" if with_section and gist.section else ""
    first, both = plain(gist.what), plain("; ".join(filter(None, (gist.what, gist.also))))
    whole = next((what for what in (both, first) if len(what) + len(section) <= room), None)
    if whole is not None:
        return f"{whole}{section}{more}"
    kept = len(first) if len(first) <= room else _LEAST
    left = min(room - kept - len(" ()"), _LONGEST_SECTION)
    section = f" ({line(gist.section, left)})" if section and left >= _LEAST_SECTION else ""
    return f"{line(first, room - len(section))}{section}{more}"


def title_words(name: str, gist: Gist, longest: int = LONGEST_TITLE) -> str:
    """Return the name of a watch with the gist of a change of it, as one line of at most so many characters."""
    start = line(name, min(_LONGEST_NAME, longest // 2))
    return f"{start}: {gist_words(gist, longest - len(start) - len(': '))}" if gist.what else start


def _why(facts: GistFacts) -> Sequence[Reason]:
    """Return the gravest reasons of a change, and where no rule knows what changed words mean, the first of these."""
    if facts.reasons != (WORDING,):
        return gravest_first(facts.reasons)[:_MOST_REASONS]
    edit = edit_at(facts.redline, next(edits(facts.redline), 0))
    went, came = (
        plain(short(edit[op], _QUOTED)) if op in edit else None for op in (RedlineOp.DELETE, RedlineOp.INSERT)
    )
    return (replace(WORDING, went=went, came=came),)


def _joined(reasons: Sequence[Reason]) -> Sequence[Reason]:
    """Return the reasons of a subject, two terms of one kind as one: "kind of data: location, voice added"."""
    if len({(one.rule, one.subject, one.went is None) for one in reasons}) != 1 or reasons[0].rule is not Rule.TERM:
        return reasons
    terms = ", ".join(one.came or one.went or "" for one in reasons)
    return [replace(reasons[0], came=terms) if reasons[0].went is None else replace(reasons[0], went=terms)]
