"""The notice of several changes as a reader wants it: what weighs most in a line each, then the clauses in short."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.core.change_words import significance_words
from monitor.core.comparison.render import shown
from monitor.core.notices.choosing import said_of
from monitor.core.notices.following import followed_words, joined, said_words
from monitor.core.notices.gist import LONGEST_TITLE, TITLED, gist_words, gravest_of, title_words
from monitor.core.notices.health import health_sections, health_words, with_room
from monitor.core.notices.notice import (
    Entry,
    Section,
    capital,
    cost,
    dating_of,
    entry_of,
    gist_of_notice,
    place_of,
    versions_of,
)
from monitor.core.notices.shorten import elide, line, plain
from monitor.core.records import HealthEvent, NoticeKind, Significance, gravest, is_another_language
from monitor.core.records.catalogues import ENGLISH, N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.notices.health import HealthSection
    from monitor.core.records import ClauseChange, DigestContent, NoticeContent
    from monitor.core.records.catalogues import Catalogue

MOST_BYTES = 100_000
"""Of a whole mail; mail programs cut off what is longer than 102 KB."""
ROOM = 56_000  # bytes of HTML that all of it may take at first, see `write_digest`

_LONGEST_NAME = 60  # characters of a watch's name
_LINE_BYTES = 450  # the markup around one change, in its line and above its clauses
_MOST_CLAUSES = 6  # of one change; the page of the change has all
_CONTEXT, _LONGEST_PIECE, _LONGEST_REDLINE = 60, 500, 900  # characters; see `elide`
_PACES = {NoticeKind.DAILY: N_("Daily digest"), NoticeKind.WEEKLY: N_("Weekly digest")}


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """One change at a glance.

    Args:
        number: its place among those of the mail, from 1.
        change_id: the change.
        name: of the watch, one line.
        significance: minor or material.
        weight: the same in a word.
        is_silent: whether the page claims that nothing changed.
        gist: what weighs most, in words.
        where: the headings above that, in one line.
        language: of the page, "" where it cannot be told.
        said: which phrases of the reader's come or go, "" for none.
    """

    number: int
    change_id: int
    name: str
    significance: Significance
    weight: str
    is_silent: bool
    gist: str
    where: str
    language: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPart:
    """The clauses of one change.

    Args:
        line: the change at a glance.
        dating: what the page says about its own date.
        versions: which versions these are, of when, and how they came.
        sections: what is shown.
        more: how many told clause changes had no room.
    """

    line: DigestLine
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


def write_digest(content: DigestContent, *, room: int = ROOM, catalogue: Catalogue = ENGLISH) -> DigestLetter:
    """Decide what a notice of several changes says.

    Args:
        content: what the store knows.
        room: about how many bytes of HTML it may take: at most half for the changes at a glance, a quarter for the
            watches that went blind, and what is left for the clauses.
        catalogue: the language of the words.

    Returns:
        The letter; what has no room in it is counted. The first change is always named.
    """
    ranked = sorted(content.changes, key=_gravity)
    lines = tuple(_lines(ranked, room // 2, catalogue))
    health = with_room(content.health, room // 4)
    left = room - sum(map(_line_cost, lines))
    parts = tuple(_parts(ranked[: len(lines)], lines, left, catalogue))
    summary = _summary(content, catalogue)
    title = catalogue.gettext(_PACES.get(content.kind, "")) or summary
    return DigestLetter(
        subject=_subject(content, ranked[0] if ranked else None, catalogue),
        title=title,
        summary="" if title == summary else summary,
        lines=lines,
        unnamed=content.count - len(lines),
        parts=parts,
        unshown=len(lines) - len(parts),
        health=health_sections(health, catalogue),
        unnamed_health=len(content.health) - len(health),
        same=_same(content, catalogue),
        because=_because(content.changes, catalogue),
        list_name=content.kind,
    )


def _gravity(content: NoticeContent) -> tuple[int, int, int]:
    first = gravest_of(shown(content.changes))
    return -content.significance.rank, gravest(first.reasons) if first else 10**6, content.change_id


def _lines(ranked: Sequence[NoticeContent], room: int, catalogue: Catalogue) -> Iterator[DigestLine]:
    for number, content in enumerate(ranked, 1):
        made = _line(number, content, catalogue)
        room -= _line_cost(made)
        if room < 0 and number > 1:
            return
        yield made


def _line(number: int, content: NoticeContent, catalogue: Catalogue) -> DigestLine:
    first = gravest_of(shown(content.changes))
    phrases = content.subscription.choice.phrases if content.subscription else ()
    return DigestLine(
        number=number,
        change_id=content.change_id,
        name=line(content.watch_name or content.watch_slug, _LONGEST_NAME),
        significance=content.significance,
        weight=significance_words(content.significance, catalogue),
        is_silent=content.silent and content.stated_new is not None,
        gist=gist_words(gist_of_notice(content, catalogue=catalogue), with_section=False, catalogue=catalogue),
        where=place_of(first) if first else "",
        language=plain(content.language),
        said=capital(said_words(said_of(phrases, content.changes), catalogue)),
    )


def _line_cost(made: DigestLine) -> int:
    texts = (made.name, made.name, made.gist, made.where, made.said)
    return _LINE_BYTES + sum(len(escape(text).encode()) for text in texts)


def _parts(
    ranked: Sequence[NoticeContent], lines: Sequence[DigestLine], room: int, catalogue: Catalogue
) -> Iterator[DigestPart]:
    for content, made in zip(ranked, lines, strict=True):
        # of a text in another language no clause is shown: word by word, all of them are others
        is_turned = is_another_language(content.language_old, content.language)
        told = () if is_turned else shown(content.changes)
        entries = [(place_of(change), _entry(change, catalogue)) for change in told[:_MOST_CLAUSES]]
        dating, versions = dating_of(content, catalogue), versions_of(content, catalogue)
        room -= sum(cost(*one) for one in entries) + len(escape(dating + versions).encode())
        room -= _LINE_BYTES * (1 + len(entries))
        if room < 0:
            return
        yield DigestPart(
            line=made,
            dating=dating,
            versions=versions,
            sections=tuple(
                Section(where=where, entries=tuple(entry for _, entry in group))
                for where, group in groupby(entries, key=lambda pair: pair[0])
            ),
            more=len(told) - len(entries),
        )


def _entry(change: ClauseChange, catalogue: Catalogue) -> Entry:
    redline = elide(change.redline, context=_CONTEXT, longest=_LONGEST_PIECE, room=_LONGEST_REDLINE)
    return entry_of(change, redline, catalogue=catalogue)


def _summary(content: DigestContent, catalogue: Catalogue) -> str:
    return catalogue.semicolon.join(filter(None, (_counted(content, catalogue), _health(content, catalogue))))


def _changes(count: int, catalogue: Catalogue) -> str:
    return catalogue.ngettext("%(count)s change", "%(count)s changes", count)


def _counted(content: DigestContent, catalogue: Catalogue) -> str:
    if not content.count:
        return ""
    what = _changes(content.count, catalogue)
    if content.watches > 1:
        what = catalogue.ngettext(
            "%(changes)s of %(count)s watch", "%(changes)s of %(count)s watches", content.watches, changes=what
        )
    if not content.material:
        return what
    return catalogue.ngettext(
        "%(changes)s, %(count)s material", "%(changes)s, %(count)s material", content.material, changes=what
    )


def _health(content: DigestContent, catalogue: Catalogue) -> str:
    events = {event: [item for item in content.health if item.event is event] for event in HealthEvent}
    return health_words(events[HealthEvent.BLIND], events[HealthEvent.SEES], catalogue)


def _subject(content: DigestContent, first: NoticeContent | None, catalogue: Catalogue) -> str:
    pace = catalogue.gettext(_PACES.get(content.kind, ""))
    start = catalogue.gettext(TITLED, name=pace, gist="") if pace else ""
    if first is None:
        return line(f"{start}{_health(content, catalogue)}", LONGEST_TITLE)
    blind = sum(item.event is HealthEvent.BLIND for item in content.health)
    start += _changes(content.count, catalogue)
    if blind:
        start += catalogue.ngettext(", %(count)s blind", ", %(count)s blind", blind)
    start += catalogue.semicolon
    # what weighs most is what a reader decides by; how much there is stands before it, for the end is cut off
    name = first.watch_name or first.watch_slug
    gist = gist_of_notice(first, catalogue=catalogue)
    return start + title_words(name, gist, LONGEST_TITLE - len(start), catalogue)


def _same(content: DigestContent, catalogue: Catalogue) -> str:
    states = []
    if content.held:
        states.append(catalogue.ngettext("%(count)s is held", "%(count)s are held", content.held))
    if content.failing:
        states.append(catalogue.ngettext("%(count)s is failing", "%(count)s are failing", content.failing))
    if content.blind:
        states.append(catalogue.ngettext("%(count)s is blind", "%(count)s are blind", content.blind))
    beside = joined(states, catalogue)
    if not content.same:
        return catalogue.gettext("Of the other watches %(beside)s.", beside=beside) if beside else ""
    others = catalogue.ngettext(
        "%(count)s other watch was checked and stayed the same",
        "%(count)s other watches were checked and stayed the same",
        content.same,
    )
    return f"{others}{beside and '; '}{beside}."


def _because(changes: Sequence[NoticeContent], catalogue: Catalogue) -> str:
    followed: dict[str, None] = {}
    for content in changes:
        name = line(content.watch_name or content.watch_slug, _LONGEST_NAME)
        by = content.subscription
        followed[followed_words(by, name, catalogue) if by else name] = None
    return joined([*followed], catalogue) or catalogue.gettext("these watches")
