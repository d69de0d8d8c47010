"""The notice of several changes as a reader wants it: what weighs most in a line each, then the clauses in short."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.core.comparison.render import shown
from monitor.core.notices.choosing import said_of
from monitor.core.notices.following import followed_words, joined, said_words
from monitor.core.notices.gist import LONGEST_TITLE, gist_words, gravest_of, title_words
from monitor.core.notices.health import health_sections, health_words, with_room
from monitor.core.notices.notice import Entry, Section, cost, dating_of, entry_of, gist_of_notice, place_of, versions_of
from monitor.core.notices.shorten import elide, line
from monitor.core.phrases import count_words
from monitor.core.records import HealthEvent, NoticeKind, Significance, gravest, is_another_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.notices.health import HealthSection
    from monitor.core.records import ClauseChange, DigestContent, NoticeContent

MOST_BYTES = 100_000
"""Of a whole mail; mail programs cut off what is longer than 102 KB."""
ROOM = 56_000  # bytes of HTML that all of it may take at first, see `write_digest`

_LONGEST_NAME = 60  # characters of a watch's name
_LINE_BYTES = 450  # the markup around one change, in its line and above its clauses
_MOST_CLAUSES = 6  # of one change; the page of the change has all
_CONTEXT, _LONGEST_PIECE, _LONGEST_REDLINE = 60, 500, 900  # characters; see `elide`
_PACES = {NoticeKind.DAILY: "Daily digest", NoticeKind.WEEKLY: "Weekly digest"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """One change at a glance.

    Args:
        number: its place among those of the mail, from 1.
        change_id: the change.
        name: of the watch, one line.
        significance: minor or material.
        is_silent: whether the page claims that nothing changed.
        gist: what weighs most, in words.
        where: the headings above that, in one line.
        said: which phrases of the reader's come or go, "" for none.
    """

    number: int
    change_id: int
    name: str
    significance: Significance
    is_silent: bool
    gist: str
    where: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPart:
    """The clauses of one change.

    Args:
        line: the change at a glance.
        language: of the page, "" where it cannot be told.
        dating: what the page says about its own date.
        versions: which versions these are, of when, and how they came.
        sections: what is shown.
        more: how many told clause changes had no room.
    """

    line: DigestLine
    language: str
    dating: str
    versions: str
    sections: tuple[Section, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLetter:
    """A notice of several changes ready to be laid out.

    Args:
        subject: one line.
        title: what it is: "Daily digest", "3 changes".
        summary: how many changes of which kind, in words.
        lines: the changes, the gravest first.
        unnamed: how many more there are.
        parts: the clauses of the first of them.
        unshown: of how many of the lines the clauses are not shown.
        health: watches that went blind or see again.
        unnamed_health: how many more there are.
        same: how many other watches stayed as they were, are held, failing or blind, in words; "" for none.
        because: what the reader follows, in words.
        list_name: a word for the list that this is.
    """

    subject: str
    title: str
    summary: str
    lines: tuple[DigestLine, ...]
    unnamed: int
    parts: tuple[DigestPart, ...]
    unshown: int
    health: tuple[HealthSection, ...]
    unnamed_health: int
    same: str
    because: str
    list_name: str


def write_digest(content: DigestContent, *, room: int = ROOM) -> DigestLetter:
    """Decide what a notice of several changes says.

    Args:
        content: what the store knows.
        room: about how many bytes of HTML it may take: at most half for the changes at a glance, a quarter for the
            watches that went blind, and what is left for the clauses.

    Returns:
        The letter; what has no room in it is counted. The first change is always named.
    """
    ranked = sorted(content.changes, key=_gravity)
    lines = tuple(_lines(ranked, room // 2))
    health = with_room(content.health, room // 4)
    left = room - sum(map(_line_cost, lines))
    parts = tuple(_parts(ranked[: len(lines)], lines, left))
    summary = _summary(content)
    title = _PACES.get(content.kind, summary)
    return DigestLetter(
        subject=_subject(content, ranked[0] if ranked else None),
        title=title,
        summary="" if title == summary else summary,
        lines=lines,
        unnamed=content.count - len(lines),
        parts=parts,
        unshown=len(lines) - len(parts),
        health=health_sections(health),
        unnamed_health=len(content.health) - len(health),
        same=_same(content),
        because=_because(content.changes),
        list_name=content.kind,
    )


def _gravity(content: NoticeContent) -> tuple[int, int, int]:
    first = gravest_of(shown(content.changes))
    return -content.significance.rank, gravest(first.reasons) if first else 10**6, content.change_id


def _lines(ranked: Sequence[NoticeContent], room: int) -> Iterator[DigestLine]:
    for number, content in enumerate(ranked, 1):
        made = _line(number, content)
        room -= _line_cost(made)
        if room < 0 and number > 1:
            return
        yield made


def _line(number: int, content: NoticeContent) -> DigestLine:
    first = gravest_of(shown(content.changes))
    phrases = content.subscription.choice.phrases if content.subscription else ()
    return DigestLine(
        number=number,
        change_id=content.change_id,
        name=line(content.watch_name or content.watch_slug, _LONGEST_NAME),
        significance=content.significance,
        is_silent=content.silent and content.stated_new is not None,
        gist=gist_words(gist_of_notice(content), with_section=False),
        where=place_of(first) if first else "",
        said=said_words(said_of(phrases, content.changes)),
    )


def _line_cost(made: DigestLine) -> int:
    texts = (made.name, made.name, made.gist, made.where, made.said)
    return _LINE_BYTES + sum(len(escape(text).encode()) for text in texts)


def _parts(ranked: Sequence[NoticeContent], lines: Sequence[DigestLine], room: int) -> Iterator[DigestPart]:
    for content, made in zip(ranked, lines, strict=True):
        # of a text in another language no clause is shown: word by word, all of them are others
        is_turned = is_another_language(content.language_old, content.language)
        told = () if is_turned else shown(content.changes)
        entries = [(place_of(change), _entry(change)) for change in told[:_MOST_CLAUSES]]
        dating, versions = dating_of(content), versions_of(content)
        room -= sum(cost(*one) for one in entries) + len(escape(dating + versions).encode())
        room -= _LINE_BYTES * (1 + len(entries))
        if room < 0:
            return
        yield DigestPart(
            line=made,
            language=content.language,
            dating=dating,
            versions=versions,
            sections=tuple(
                Section(where=where, entries=tuple(entry for _, entry in group))
                for where, group in groupby(entries, key=lambda pair: pair[0])
            ),
            more=len(told) - len(entries),
        )


def _entry(change: ClauseChange) -> Entry:
    redline = elide(change.redline, context=_CONTEXT, longest=_LONGEST_PIECE, room=_LONGEST_REDLINE)
    return entry_of(change, redline)


def _summary(content: DigestContent) -> str:
    return "; ".join(filter(None, (_counted(content), _health(content))))


def _counted(content: DigestContent) -> str:
    if not content.count:
        return ""
    what = count_words(content.count, "change")
    if content.watches > 1:
        what = f"{what} of {content.watches:,} watches"
    return f"{what}, {content.material:,} material" if content.material else what


def _health(content: DigestContent) -> str:
    events = {event: [item for item in content.health if item.event is event] for event in HealthEvent}
    return health_words(events[HealthEvent.BLIND], events[HealthEvent.SEES])


def _subject(content: DigestContent, first: NoticeContent | None) -> str:
    pace = _PACES.get(content.kind, "")
    start = f"{pace}: " if pace else ""
    if first is None:
        return line(f"{start}{_health(content)}", LONGEST_TITLE)
    blind = sum(item.event is HealthEvent.BLIND for item in content.health)
    start += f"{count_words(content.count, 'change')}{f', {blind:,} blind' if blind else ''}; "
    # what weighs most is what a reader decides by; how much there is stands before it, for the end is cut off
    name = first.watch_name or first.watch_slug
    return start + title_words(name, gist_of_notice(first), LONGEST_TITLE - len(start))


def _same(content: DigestContent) -> str:
    states = ((content.held, "held"), (content.failing, "failing"), (content.blind, "blind"))
    beside = joined([f"{count:,} {'is' if count == 1 else 'are'} {word}" for count, word in states if count])
    if not content.same:
        return f"Of the other watches {beside}." if beside else ""
    others = count_words(content.same, "other watch was", "other watches were")
    return f"{others} checked and stayed the same{beside and '; '}{beside}."


def _because(changes: Sequence[NoticeContent]) -> str:
    followed: dict[str, None] = {}
    for content in changes:
        name = line(content.watch_name or content.watch_slug, _LONGEST_NAME)
        followed[followed_words(content.subscription, name) if content.subscription else name] = None
    return joined([*followed]) or "these watches"
