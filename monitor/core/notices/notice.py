"""The notice as a reader wants it: a telling subject, material changes first, no more of each clause than is needed."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.change_words import significance_words, told_words
from monitor.core.comparison.render import happened, shown
from monitor.core.notices.choosing import said_of
from monitor.core.notices.following import said_words
from monitor.core.notices.gist import as_a_whole, facts_of, gist_of, title_words
from monitor.core.notices.overview import Overview, overview
from monitor.core.notices.reason_line import reason_line
from monitor.core.notices.shorten import elide, fold_path, line
from monitor.core.phrases import day_words, moment_words, stated_words, topic_words
from monitor.core.provenance_words import came_in_short
from monitor.core.records import (
    ClauseKind,
    Significance,
    SnapshotReason,
    is_another_language,
)
from monitor.core.records.catalogues import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from monitor.core.notices.gist import Gist
    from monitor.core.records import Clause, ClauseChange, GistFacts, NoticeContent, Provenance, Redline
    from monitor.core.records.catalogues import Catalogue

NO_DOMAIN = "clausewatch.invalid"
MOST_ENTRIES = 40  # clauses in one mail; the rest is a number and a link
MOST_BYTES = 60_000  # of all entries; Gmail cuts off HTML beyond 102 KB

_LONGEST_NAME = 60  # characters of a watch's name, a topic, a date
_LONGEST_REASON = 240  # characters: three lines of a text mail
_MOST_REASONS = 4  # of one clause; the first weigh most
_OF_DOCUMENT = 160  # characters of a document beside the one that is watched
_PIECE_BYTES = 80  # the markup around one edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One clause change as a notice shows it.

    Args:
        kind: "Added", "Reworded" ...
        significance: minor or material.
        weight: the same in a word.
        label: "4.2", "(a)", "" for none.
        topics: in words.
        reasons: why it matters, in words.
        redline: elided; safe to show.
    """

    kind: str
    significance: Significance
    weight: str
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


def write_letter(content: NoticeContent, *, has_page: bool = False, catalogue: Catalogue = ENGLISH) -> Letter:
    """Decide what a notice says.

    Args:
        content: what the store knows.
        has_page: the mail links to a page with all clause changes; those of a rewritten policy are left to that.
        catalogue: the language of the words.

    Returns:
        The letter. Its size is bounded whatever the content's: at most 40 clause changes and about 60 KB of text.
    """
    told = shown(content.changes)
    # of a text in another language no clause is shown: word by word, all of them are others
    is_turned = is_another_language(content.language_old, content.language)
    glance = overview(*_texts(content), catalogue) if any(content.texts) and not is_turned else None
    entries = () if is_turned or (glance and has_page) else tuple(_with_room(told, catalogue))
    name = line(content.watch_name or content.watch_slug, _LONGEST_NAME)
    return Letter(
        subject=title_words(name, gist_of_notice(content, glance, catalogue), catalogue=catalogue),
        name=name,
        summary=_summary(content, told, catalogue),
        dating=dating_of(content, catalogue),
        is_silent=content.silent and content.stated_new is not None,
        versions=versions_of(content, catalogue),
        new_text=_new_text(content, catalogue),
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


def versions_of(content: NoticeContent, catalogue: Catalogue = ENGLISH) -> str:
    """Say which versions a change lies between, when each was fetched, and how it came where we did not fetch it."""
    new = _version(content.snapshot, content.new_at, content.provenance, catalogue)
    old = _version(content.old_snapshot, content.old_at, content.old_provenance, catalogue)
    return catalogue.gettext("%(new)s, compared with %(old)s.", new=capital(new), old=old)


def _version(number: int, at: datetime, came: Provenance, catalogue: Catalogue) -> str:
    named = catalogue.gettext("version %(number)s", number=number) if number else catalogue.gettext("the text")
    moment = moment_words(at, catalogue)
    if came.is_ours:
        return catalogue.gettext("%(version)s, fetched %(moment)s", version=named, moment=moment)
    how = line(came_in_short(came.kind, came.by, catalogue), _LONGEST_NAME)
    return catalogue.gettext("%(version)s of %(moment)s (%(how)s)", version=named, moment=moment, how=how)


def _new_text(content: NoticeContent, catalogue: Catalogue) -> str:
    if not as_a_whole(_facts(content)):
        return ""
    long = catalogue.ngettext(
        "The new text has %(count)s clause.", "The new text has %(count)s clauses.", content.clauses
    )
    if not is_another_language(content.language_old, content.language):
        return long
    only = catalogue.gettext(
        "Two languages cannot be compared word by word: whether it says the same, only a reader can tell."
    )
    return f"{long} {only}"


def _facts(content: NoticeContent) -> GistFacts:
    return facts_of(
        content.changes,
        claim=content.claim,
        reason=content.reason,
        language_old=content.language_old,
        language=content.language,
    )


def gist_of_notice(content: NoticeContent, glance: Overview | None = None, catalogue: Catalogue = ENGLISH) -> Gist:
    """Say what weighs most of what a notice tells; of a rewritten policy, by what its two texts say otherwise."""
    return gist_of(_facts(content), glance.gravest if glance else None, catalogue)


def _with_room(told: Sequence[ClauseChange], catalogue: Catalogue) -> Iterator[tuple[str, Entry]]:
    room = MOST_BYTES
    for change in told[:MOST_ENTRIES]:
        where, entry = place_of(change), entry_of(change, catalogue=catalogue)
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


def entry_of(change: ClauseChange, redline: Redline | None = None, *, catalogue: Catalogue = ENGLISH) -> Entry:
    """Return a clause change as it is shown, with as much of its redline as is needed, or as is given."""
    clause = (change.new or change.old)[0]
    return Entry(
        kind=happened(change, catalogue),
        significance=change.significance,
        weight=significance_words(change.significance, catalogue),
        label="" if clause.kind is ClauseKind.HEADING else line(clause.label, 20),
        topics=tuple(line(topic_words(topic, catalogue), _LONGEST_NAME) for topic in change.topics[:_MOST_REASONS]),
        reasons=tuple(reason_line(reason, _LONGEST_REASON, catalogue) for reason in change.reasons[:_MOST_REASONS]),
        redline=_short_redline(change) if redline is None else redline,
    )


def _short_redline(change: ClauseChange) -> Redline:
    """Return as much of a redline as is needed; of another document no more than shows which."""
    return elide(change.redline, longest=_OF_DOCUMENT) if change.is_of_document else elide(change.redline)


def capital(text: str) -> str:
    """Return a text as the beginning of a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def _summary(content: NoticeContent, told: Sequence[ClauseChange], catalogue: Catalogue) -> str:
    counted = told_words((change.significance for change in told), catalogue)
    if whole := as_a_whole(_facts(content), catalogue):
        what = "" if is_another_language(content.language_old, content.language) else f" ({counted})"
        seen = catalogue.gettext("First seen on %(day)s.", day=day_words(content.new_at, catalogue))
        return f"{capital(whole)}{what}. {seen}"
    back = content.reason is SnapshotReason.REVERTED
    phrases = content.subscription.choice.phrases if content.subscription else ()
    parts = (
        counted,
        catalogue.gettext("the page is back to a text it had before") if back else "",
        said_words(said_of(phrases, content.changes), catalogue),
    )
    return f"{catalogue.semicolon.join(filter(None, parts))}."


def dating_of(content: NoticeContent, catalogue: Catalogue = ENGLISH) -> str:
    """Say what the page says about its own date."""
    old = _date(content.stated_old, catalogue) if content.stated_old else ""
    if content.stated_new is None:
        if not old:
            return catalogue.gettext("The page states no date of its own.")
        return catalogue.gettext("The page states no date of its own (before, it said %(old)s).", old=old)
    words, date = line(content.stated_words, _LONGEST_NAME), _date(content.stated_new, catalogue)
    claim = catalogue.gettext("“%(words)s”", words=words) if words else date
    if content.silent:
        return catalogue.gettext("Silent change: the page still says %(claim)s.", claim=claim)
    if content.stated_old == content.stated_new:
        return catalogue.gettext("The page still says %(claim)s.", claim=claim)
    if words not in {"", date}:
        claim = f"{claim} ({date})"
    if not old:
        return catalogue.gettext("The page now says %(claim)s.", claim=claim)
    return catalogue.gettext("The page now says %(claim)s; before, it said %(old)s.", claim=claim, old=old)


def _date(iso: str, catalogue: Catalogue) -> str:
    return line(stated_words(iso, catalogue), _LONGEST_NAME)
