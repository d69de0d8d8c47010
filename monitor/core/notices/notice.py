"""The notice as a reader wants it: a telling subject, material changes first, no more of each clause than is needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.claims import told_as
from monitor.core.comparison.render import shown
from monitor.core.notices.choosing import said_of
from monitor.core.notices.following import said_words
from monitor.core.notices.overview import Overview, overview
from monitor.core.notices.shorten import elide, fold_path, line, plain
from monitor.core.phrases import CHANGES, count_words, day_words, moment_words, stated_words, told_words, topic_words
from monitor.core.provenance_words import came_in_short
from monitor.core.records import (
    ChangeKind,
    ClauseKind,
    RedlineOp,
    Rule,
    Significance,
    SnapshotReason,
    gravest,
    gravest_first,
    is_another_language,
    reason_words,
)
from monitor.core.significance.edits import edit_at, edits, short
from monitor.core.significance.verdict import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from monitor.core.records import Clause, ClauseChange, NoticeContent, Provenance, Reason, Redline

NO_DOMAIN = "clausewatch.invalid"
MOST_ENTRIES = 40  # clauses in one mail; the rest is a number and a link
MOST_BYTES = 60_000  # of all entries; Gmail cuts off HTML beyond 102 KB

_LONGEST_SUBJECT = 120  # characters; mail programs show fewer
_QUOTED = 40  # characters of each side of a rewording in a subject: two fit into it
_LONGEST_NAME = 60  # characters of a watch's name, a topic, a date
_LONGEST_REASON = 240  # characters: three lines of a text mail
_MOST_REASONS = 4  # of one clause; the first weigh most
_REASONS_IN_SUBJECT = 2  # more would not be seen in a list of mails
_OF_DOCUMENT = 160  # characters of a document beside the one that is watched
_PIECE_BYTES = 80  # the markup around one edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One clause change as a notice shows it.

    Args:
        kind: "Added", "Reworded" ...
        significance: minor or material.
        label: "4.2", "(a)", "" for none.
        topics: in words.
        reasons: why it matters, in words.
        redline: elided; safe to show.
    """

    kind: str
    significance: Significance
    label: str
    topics: tuple[str, ...]
    reasons: tuple[str, ...]
    redline: Redline


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Clause changes that stand under the same headings.

    Args:
        where: the headings in one line.
        entries: the changes.
    """

    where: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A notice ready to be laid out.

    Args:
        subject: one line.
        name: of the watch, one line.
        summary: how many clause changes of which kind, in words.
        dating: what the page says about its own date, in words.
        is_silent: whether that date claims that nothing changed.
        versions: which versions these are, of when, and how they came.
        new_text: how long the new text is, where the page as a whole is another; "" for an edit.
        overview: of a policy that was rewritten, what the two texts say otherwise; None for an edit.
        sections: what is shown, material changes first.
        more: how many told changes had no room.
        cosmetic: how many changes are not worth telling.
    """

    subject: str
    name: str
    summary: str
    dating: str
    is_silent: bool
    versions: str
    new_text: str
    overview: Overview | None
    sections: tuple[Section, ...]
    more: int
    cosmetic: int


def message_domain(public_url: str) -> str:
    """Choose the right-hand side of message ids.

    Args:
        public_url: where the browse pages are, "" for nowhere.

    Returns:
        Its host, or a name that can never be a host (RFC 2606).
    """
    try:
        host = urlsplit(public_url).hostname or ""
        return host.encode("idna").decode("ascii") if _is_domain(host) else NO_DOMAIN
    except ValueError:
        return NO_DOMAIN


def _is_domain(host: str) -> bool:
    return bool(host) and all(c.isalnum() or c in ".-" for c in host)


def write_letter(content: NoticeContent, *, has_page: bool = False) -> Letter:
    """Decide what a notice says.

    Args:
        content: what the store knows.
        has_page: the mail links to a page with all clause changes; those of a rewritten policy are left to that.

    Returns:
        The letter. Its size is bounded whatever the content's: at most 40 clause changes and about 60 KB of text.
    """
    told = shown(content.changes)
    # of a text in another language no clause is shown: word by word, all of them are others
    is_turned = is_another_language(content.language_old, content.language)
    glance = overview(*_texts(content)) if any(content.texts) and not is_turned else None
    entries = () if is_turned or (glance and has_page) else tuple(_with_room(told))
    name = line(content.watch_name or content.watch_slug, _LONGEST_NAME)
    return Letter(
        subject=_subject(name, content, told, glance),
        name=name,
        summary=_summary(content, told),
        dating=dating_of(content),
        is_silent=content.silent and content.stated_new is not None,
        versions=_versions(content),
        new_text=_new_text(content),
        overview=glance,
        sections=tuple(
            Section(where=where, entries=tuple(entry for _, entry in group))
            for where, group in groupby(entries, key=lambda pair: pair[0])
        ),
        more=0 if is_turned or not entries else len(told) - len(entries),
        cosmetic=0 if is_turned else len(content.changes) - len(told),
    )


def _texts(content: NoticeContent) -> tuple[Sequence[Clause], Sequence[Clause]]:
    """Return the two texts without other documents of the page, of which each has an entry of its own."""
    beside = [change for change in content.changes if change.is_of_document]
    old, new = content.texts
    went = {clause.position for change in beside for clause in change.old}
    came = {clause.position for change in beside for clause in change.new}
    return [one for one in old if one.position not in went], [one for one in new if one.position not in came]


def _versions(content: NoticeContent) -> str:
    new = _version(content.snapshot, content.new_at, content.provenance)
    old = _version(content.old_snapshot, content.old_at, content.old_provenance)
    return f"{new[0].upper()}{new[1:]}, compared with {old}."


def _version(number: int, at: datetime, came: Provenance) -> str:
    named = f"version {number}" if number else "the text"
    if came.is_ours:
        return f"{named}, fetched {moment_words(at)}"
    return f"{named} of {moment_words(at)} ({line(came_in_short(came.kind, came.by), _LONGEST_NAME)})"


def _new_text(content: NoticeContent) -> str:
    if not _as_a_whole(content):
        return ""
    long = f"The new text has {count_words(content.clauses, 'clause')}."
    if not is_another_language(content.language_old, content.language):
        return long
    return f"{long} Two languages cannot be compared word by word: whether it says the same, only a reader can tell."


def _as_a_whole(content: NoticeContent) -> str:
    """Return what became of the page as a whole, "" for an edit."""
    claim = content.claim if content.claim and content.claim.is_large else None
    return told_as(claim, content.language_old, content.language)


def _with_room(told: Sequence[ClauseChange]) -> Iterator[tuple[str, Entry]]:
    room = MOST_BYTES
    for change in told[:MOST_ENTRIES]:
        where, entry = place_of(change), entry_of(change)
        room -= cost(where, entry)
        if room < 0:
            return
        yield where, entry


def cost(where: str, entry: Entry) -> int:
    """Return about how many bytes of HTML an entry and the headings above it take."""
    texts = (where, entry.label, *entry.topics, *entry.reasons, *(text for _, text in entry.redline))
    return sum(len(escape(text).encode()) for text in texts) + _PIECE_BYTES * len(entry.redline)


def place_of(change: ClauseChange) -> str:
    """Return the headings above a clause change in one line."""
    clause = (change.new or change.old)[0]
    return fold_path(clause.heading_path[:-1] if clause.kind is ClauseKind.HEADING else clause.heading_path)


def entry_of(change: ClauseChange, redline: Redline | None = None) -> Entry:
    """Return a clause change as it is shown, with as much of its redline as is needed, or as is given."""
    clause = (change.new or change.old)[0]
    return Entry(
        kind=_kind(change),
        significance=change.significance,
        label="" if clause.kind is ClauseKind.HEADING else line(clause.label, 20),
        topics=tuple(line(topic_words(topic), _LONGEST_NAME) for topic in change.topics[:_MOST_REASONS]),
        reasons=tuple(line(reason_words(reason), _LONGEST_REASON) for reason in change.reasons[:_MOST_REASONS]),
        redline=_short_redline(change) if redline is None else redline,
    )


def _short_redline(change: ClauseChange) -> Redline:
    """Return as much of a redline as is needed; of another document no more than shows which."""
    return elide(change.redline, longest=_OF_DOCUMENT) if change.is_of_document else elide(change.redline)


def _kind(change: ClauseChange) -> str:
    words = CHANGES[change.kind]
    if change.kind is ChangeKind.MOVED and any(op is not RedlineOp.EQUAL for op, _ in change.redline):
        words = f"{words} and {CHANGES[ChangeKind.MODIFIED]}"
    is_heading = (change.new or change.old)[0].kind is ClauseKind.HEADING
    return f"Heading {words}" if is_heading else words.capitalize()


def _subject(name: str, content: NoticeContent, told: Sequence[ClauseChange], glance: Overview | None) -> str:
    what, more = _gist(content, told, glance)
    return line(f"{name}: {what}", _LONGEST_SUBJECT - len(more)) + more


def gist_of(content: NoticeContent, longest: int) -> str:
    """Say what weighs most of a change, in a line: "retention: 12 months -> 36 months (+2 more)"."""
    what, more = _gist(content, shown(content.changes), None)
    return line(what, longest - len(more)) + more


def gravest_of(told: Sequence[ClauseChange]) -> ClauseChange | None:
    """Return of told clause changes, the weightiest first, the one with the gravest reason; None where none has any."""
    weightiest = [change for change in told if change.reasons and change.significance is told[0].significance]
    return min(weightiest, key=lambda change: gravest(change.reasons), default=None)


def _gist(content: NoticeContent, told: Sequence[ClauseChange], glance: Overview | None) -> tuple[str, str]:
    """Say what weighs most of a change, and how many clause changes there are beside it."""
    whole = _as_a_whole(content)
    if content.reason is SnapshotReason.REVERTED and not whole:
        return "back to an earlier text", ""
    if matter := glance.gravest if glance else "":
        what = whole.partition(":")[0] if whole else f"{len(told)} clauses changed"
        return f"{what}; {matter}", ""
    if whole:
        return whole, ""
    first_of_all = gravest_of(told)
    why = _why(first_of_all) if first_of_all else ()
    first = plain("; ".join(map(reason_words, _joined(why))))
    return (first, f" (+{len(told) - 1} more)" if len(told) > 1 else "") if first else (_counted(told), "")


def _why(change: ClauseChange) -> Sequence[Reason]:
    """Return the gravest reasons of a change, and where no rule knows what changed words mean, the first of these."""
    if change.reasons != (WORDING,):
        return gravest_first(change.reasons)[:_REASONS_IN_SUBJECT]
    edit = edit_at(change.redline, next(edits(change.redline), 0))
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


def _counted(told: Sequence[ClauseChange]) -> str:
    counts = Counter(CHANGES[change.kind] for change in told)
    parts = [f"{number} {kind}" for kind, number in counts.items()]
    return f"{'clauses' if len(told) > 1 else 'clause'} changed: {', '.join(parts)}" if parts else "the text changed"


def _summary(content: NoticeContent, told: Sequence[ClauseChange]) -> str:
    counted = told_words(change.significance for change in told)
    if whole := _as_a_whole(content):
        what = "" if is_another_language(content.language_old, content.language) else f" ({counted})"
        return f"{whole[0].upper()}{whole[1:]}{what}. First seen on {day_words(content.new_at)}."
    back = "; the page is back to a text it had before" if content.reason is SnapshotReason.REVERTED else ""
    said = said_words(said_of(content.subscription.choice.phrases, content.changes)) if content.subscription else ""
    return f"{counted}{back}; it {said}." if said else f"{counted}{back}."


def dating_of(content: NoticeContent) -> str:
    """Say what the page says about its own date."""
    if content.stated_new is None:
        before = f" (before, it said {_date(content.stated_old)})" if content.stated_old else ""
        return f"The page states no date of its own{before}."
    words = line(content.stated_words, _LONGEST_NAME)
    claim = f"“{words}”" if words else _date(content.stated_new)
    if content.silent:
        return f"Silent change: the page still says {claim}."
    if content.stated_old == content.stated_new:
        return f"The page still says {claim}."
    before = f"; before, it said {_date(content.stated_old)}" if content.stated_old else ""
    date = _date(content.stated_new)
    iso = "" if words in {"", date} else f" ({date})"
    return f"The page now says {claim}{iso}{before}."


def _date(iso: str) -> str:
    return line(stated_words(iso), _LONGEST_NAME)
