"""What weighs most of a change, in a line: one for subjects, digests, commands, pages and feeds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.change_words import ONE_CLAUSE
from monitor.core.claims import told_as
from monitor.core.comparison.render import shown
from monitor.core.notices.reason_line import closed, reason_line
from monitor.core.notices.shorten import line, plain
from monitor.core.phrases import REASONS
from monitor.core.records import (
    ClauseKind,
    GistFacts,
    Reason,
    RedlineOp,
    Rule,
    SnapshotReason,
    gravest,
    gravest_first,
    reason_words,
)
from monitor.core.records.catalogues import ENGLISH, N_
from monitor.core.significance.denial_quotes import phrase
from monitor.core.significance.edits import edit_at, edits, one_sided, short
from monitor.core.significance.verdict import WORDING
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.notices.overview import Matter
    from monitor.core.records import Claim, ClauseChange, Redline
    from monitor.core.records.catalogues import Catalogue

LONGEST_TITLE = 120  # characters of a watch's name with a gist, as in a subject; mail programs show fewer
LONGEST_GIST = 160  # characters of a gist alone: two lines of a phone

TITLED = N_("%(name)s: %(gist)s")
"""A line about something that is named."""

_LONGEST_NAME = 60  # characters of a watch's name
_LONGEST_SECTION = 40  # characters of a heading
_LEAST_SECTION = 12  # a heading of which less has room says nothing
_LEAST = 64  # characters that a name and a section leave of what is cut anyway; a guess
_LEAST_EXCHANGE = 80  # likewise of a reason with two sides; a guess
_LEAST_NAME = 36  # characters of a watch's name that the gist leaves; a guess
_ENOUGH = 3  # words that came or went of which a reader knows what they say without those around them; a guess
_LOOSE = " ,;:.、，；。"  # what a part of a sentence begins or ends with that says nothing
_UNCUT = 10**9  # characters: no line is longer
_MOST_REASONS = 2  # more would not be seen in a list of mails


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What weighs most of a change.

    Args:
        what: the gravest reason, or words on the page as a whole; "" where nothing is told.
        opening: what became of the page as a whole, "" for nothing.
        also: what weighs most after that, "" for nothing.
        section: the heading under which that stands, "" for none, or where the words name it.
        more: how many more clause changes are told.
    """

    what: Reason | str
    opening: str = ""
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


def as_a_whole(facts: GistFacts, catalogue: Catalogue = ENGLISH) -> str:
    """Return what became of the page as a whole, "" for an edit."""
    claim = facts.claim if facts.claim and facts.claim.is_large else None
    return told_as(claim, facts.language_old, facts.language, catalogue=catalogue)


def gist_of(facts: GistFacts, matter: Matter | None = None, catalogue: Catalogue = ENGLISH) -> Gist:
    """Say what weighs most of a change.

    Args:
        facts: of the change.
        matter: of a policy that was rewritten, what weighs most of what its two texts say otherwise; None where that
            is not known.
        catalogue: the language of the words.
    """
    whole = as_a_whole(facts, catalogue)
    if facts.reason is SnapshotReason.REVERTED and not whole:
        return Gist(what=catalogue.gettext(REASONS[SnapshotReason.REVERTED]))
    if matter:
        many = catalogue.ngettext("%(count)s clause change", "%(count)s clause changes", facts.told)
        opening = whole.partition(":")[0].rstrip() if whole else many
        return Gist(opening=opening, what=matter.gravest, section=plain(matter.where))
    if whole or facts.kind is None:
        return Gist(what=whole)
    reasons = _joined(_why(facts))
    what = reasons[0] if reasons else catalogue.gettext(ONE_CLAUSE[facts.kind])
    section = plain(facts.section)
    is_said = section.casefold() in _line(what, catalogue=catalogue).casefold()
    also = catalogue.semicolon.join(reason_words(reason, catalogue) for reason in reasons[1:])
    return Gist(what=what, also=also, section="" if is_said else section, more=max(facts.told - 1, 0))


def gist_words(
    gist: Gist, longest: int = LONGEST_GIST, *, with_section: bool = True, catalogue: Catalogue = ENGLISH
) -> str:
    """Return a gist as a line.

    Args:
        gist: what weighs most.
        longest: characters; what weighs less gives way first, then how much else there is is said in fewer words, then
            the section gives way. The gravest is whole as long as it can be: a reason says at its end whether something
            came or went.
        with_section: whether the section is named.
        catalogue: the language of the words, in which the gist is.

    Returns:
        "retention: 12 months -> 36 months (How long we keep it); 2 more clause changes".
    """
    section = f" ({line(gist.section, _LONGEST_SECTION)})" if with_section and gist.section else ""
    more = _more(gist.more, catalogue) if gist.more else [""]
    opening = f"{plain(gist.opening)}{catalogue.semicolon}" if gist.opening else ""
    first = f"{opening}{_line(gist.what, catalogue=catalogue)}"
    both = f"{first}{catalogue.semicolon}{plain(gist.also)}" if gist.also else first
    whole = ((what, rest) for what in (both, first) for rest in more)
    fitting = next((it for it in whole if len(it[0]) + len(section) + len(it[1]) <= longest), None)
    if fitting is not None:
        return f"{fitting[0]}{section}{fitting[1]}"
    room = max(longest - len(more[-1]), 1)
    kept = len(first) if len(first) <= room else min(len(first), len(opening) + _least(gist.what))
    left = min(room - kept - len(" ()"), _LONGEST_SECTION)
    section = f" ({line(gist.section, left)})" if section and left >= _LEAST_SECTION else ""
    left = room - len(section)
    first = closed(f"{opening}{_line(gist.what, left - len(opening), catalogue=catalogue)}", left, catalogue)
    rest = next((it for it in more if len(first) + len(section) + len(it) <= longest), "")
    return f"{first}{section}{rest}"


def _more(count: int, catalogue: Catalogue) -> list[str]:
    """Say how many more clause changes there are, in fewer words each time."""
    return [
        catalogue.ngettext("; %(count)s more clause change", "; %(count)s more clause changes", count),
        catalogue.ngettext("; %(count)s more", "; %(count)s more", count),
    ]


def title_words(name: str, gist: Gist, longest: int = LONGEST_TITLE, catalogue: Catalogue = ENGLISH) -> str:
    """Return the name of a watch with the gist of a change of it, as one line of at most so many characters.

    A name is cut to half of the line, and further where what weighs most would have too little room.
    """
    most = min(_LONGEST_NAME, longest // 2)
    if not gist.what:
        return line(name, most)
    longest -= len(catalogue.gettext(TITLED, name="", gist=""))
    whole = gist_words(replace(gist, section="", also=""), _UNCUT, catalogue=catalogue)
    left = longest - min(len(whole), len(gist.opening) + _least(gist.what))
    start = line(name, max(min(most, left), min(_LEAST_NAME, most)))
    return catalogue.gettext(TITLED, name=start, gist=gist_words(gist, longest - len(start), catalogue=catalogue))


def _line(what: Reason | str, longest: int = _UNCUT, *, catalogue: Catalogue) -> str:
    return closed(what, longest, catalogue) if isinstance(what, str) else reason_line(what, longest, catalogue)


def _least(what: Reason | str) -> int:
    """Return how many characters a name and a section leave of what is cut anyway."""
    return _LEAST_EXCHANGE if isinstance(what, Reason) and what.went and what.came else _LEAST


def _why(facts: GistFacts) -> Sequence[Reason]:
    """Return the gravest reasons of a change, and where no rule knows what changed words mean, the first of these."""
    if facts.reasons != (WORDING,):
        return [_one_sided(reason) for reason in gravest_first(facts.reasons)[:_MOST_REASONS]]
    return (_reworded(facts.redline),)


def _reworded(pieces: Redline) -> Reason:
    """Return the reason of the first edit of a redline: its words, few of them with those around them."""
    start = next(edits(pieces), 0)
    edit = edit_at(pieces, start)
    went, came = (edit.get(side, "") for side in (RedlineOp.DELETE, RedlineOp.INSERT))
    if not (went and came) and len(words(went or came)) >= _ENOUGH:
        return one_sided(Rule.WORDING, short((went or came).strip(_LOOSE)), added=bool(came))
    before, after = (_around(pieces, start, side) for side in (RedlineOp.DELETE, RedlineOp.INSERT))
    return replace(WORDING, went=before, came=after)


def _around(pieces: Redline, start: int, side: RedlineOp) -> str:
    """Return the phrase around the edit that begins with a piece, of the text before it or of the one after."""
    text = "".join(text for op, text in pieces if op in {RedlineOp.EQUAL, side})
    at = len(words("".join(text for op, text in pieces[:start] if op in {RedlineOp.EQUAL, side})))
    return phrase(text, range(at, at + len(words(edit_at(pieces, start).get(side, "")))))


def _one_sided(reason: Reason) -> Reason:
    """Return a reason that says that something came in the place of nothing as one that says that it came."""
    return replace(reason, went=reason.went or None, came=reason.came or None)


def _joined(reasons: Sequence[Reason]) -> Sequence[Reason]:
    """Return the reasons of a subject, two terms of one kind as one: "kind of data: location, voice added"."""
    if len({(one.rule, one.subject, one.went is None) for one in reasons}) != 1 or reasons[0].rule is not Rule.TERM:
        return reasons
    terms = ", ".join(one.came or one.went or "" for one in reasons)
    return [replace(reasons[0], came=terms) if reasons[0].went is None else replace(reasons[0], went=terms)]
