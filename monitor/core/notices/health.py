"""The notice that watches went blind or see again as a reader wants it: what, since when, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from monitor.core.failure_words import failure_words
from monitor.core.notices.shorten import line, plain
from monitor.core.phrases import duration_words, moment_words
from monitor.core.records import FailureKind, HealthEvent
from monitor.core.records.catalogues import ENGLISH, N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.records import HealthContent, HealthItem
    from monitor.core.records.catalogues import Catalogue

MOST_SHOWN = 200  # watches in one mail; the rest is a number
MOST_BYTES = 150_000  # of a mail's watches, a line or two each; no mail server refuses so little

_LINE_BYTES = 480  # the markup around one watch

_LONGEST_SUBJECT = 120  # characters; mail programs show fewer
_LONGEST_NAME = 60  # characters of a watch's name
_LONGEST_DETAIL = 100  # characters of what went wrong
_LONGEST_URL = 200  # characters of an address; a longer one is cut and no link
_FEW = 3  # blind watches, all without a connection, that point to the monitor's own; a guess
_NO_CONNECTION = frozenset({FailureKind.DNS, FailureKind.REFUSED, FailureKind.CONNECTION, FailureKind.TIMEOUT})

_ENDINGS = {
    "new": N_("Its first version is kept now."),
    "held": N_("It shows another text than before; if that stays, a notice tells of it."),
    "unchanged": N_("The text is the same as before."),
    "not_modified": N_("The text is the same as before."),
}
_TOLD = N_("The text changed meanwhile: a notice of its own shows how.")
_FORM = N_("Only the form of the text changed meanwhile.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthLine:
    """One watch as the notice shows it.

    Args:
        name: of the watch, one line.
        slug: its short name, for the link to its page.
        url: the page that is watched, cut where it is long.
        is_link: whether that can be opened.
        facts: since when, and what is known beside that, in sentences.
    """

    name: str
    slug: str
    url: str
    is_link: bool
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthSection:
    """Watches with the same to tell of them.

    Args:
        title: what happened.
        advice: what to do about it, "" for nothing.
        lines: the watches.
    """

    title: str
    advice: str
    lines: tuple[HealthLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthLetter:
    """A notice of blind and seeing watches ready to be laid out.

    Args:
        subject: one line.
        title: the same without the short form of a subject.
        summary: what that means for the reader, in sentences.
        sections: blind watches by the way their checks fail, the most first; then those that see again.
        more: how many watches had no room.
        about: whose subscriber the reader is, in words.
        list_name: the short name of the only watch, or a word for all.
    """

    subject: str
    title: str
    summary: str
    sections: tuple[HealthSection, ...]
    more: int
    about: str
    list_name: str


def write_health(content: HealthContent, catalogue: Catalogue = ENGLISH) -> HealthLetter:
    """Decide what a notice of blind and seeing watches says.

    Args:
        content: what the store knows.
        catalogue: the language of the words.

    Returns:
        The letter; at most 200 watches, and about 150 KB of them, are named and the rest counted.
    """
    blind = [item for item in content.items if item.event is HealthEvent.BLIND]
    sees = [item for item in content.items if item.event is HealthEvent.SEES]
    shown = with_room([*blind, *sees])
    title = health_words(blind, sees, catalogue)
    only = len({item.watch_slug for item in content.items}) == 1
    return HealthLetter(
        subject=line(title, _LONGEST_SUBJECT),
        title=title,
        summary=_summary(blind, sees, catalogue),
        sections=health_sections(shown, catalogue),
        more=len(content.items) - len(shown),
        about=_name(content.items[0]) if only else catalogue.gettext("these watches"),
        list_name=content.items[0].watch_slug if only else "watches",
    )


def health_sections(items: Iterable[HealthItem], catalogue: Catalogue = ENGLISH) -> tuple[HealthSection, ...]:
    """Return watches by what there is to tell of them: blind ones by the way their checks fail, then those that see."""
    by_event: dict[HealthEvent, list[HealthItem]] = {event: [] for event in HealthEvent}
    for item in items:
        by_event[item.event].append(item)
    return (
        *_blind_sections(by_event[HealthEvent.BLIND], catalogue),
        *_sees_sections(by_event[HealthEvent.SEES], catalogue),
    )


def with_room(items: Sequence[HealthItem], room: int = MOST_BYTES) -> list[HealthItem]:
    """Return as many of the first watches as a mail has room for, in bytes of HTML."""
    shown: list[HealthItem] = []
    for item in items[:MOST_SHOWN]:
        # the address stands twice, as text and as link
        told = (_name(item), *[line(plain(item.watch_url), _LONGEST_URL)] * 2, line(item.detail, _LONGEST_DETAIL))
        room -= _LINE_BYTES + sum(len(escape(text).encode()) for text in told)
        if room < 0:
            break
        shown.append(item)
    return shown


def _name(item: HealthItem) -> str:
    return line(item.watch_name or item.watch_slug, _LONGEST_NAME)


def health_words(blind: Sequence[HealthItem], sees: Sequence[HealthItem], catalogue: Catalogue = ENGLISH) -> str:
    """Say which watches are blind and which see again, or how many, in a line."""
    parts = []
    if len(blind) == 1:
        parts.append(catalogue.gettext("%(name)s: blind", name=_name(blind[0])))
    elif blind:
        parts.append(catalogue.ngettext("%(count)s watch is blind", "%(count)s watches are blind", len(blind)))
    if len(sees) == 1:
        parts.append(catalogue.gettext("%(name)s: seen again", name=_name(sees[0])))
    elif sees:
        parts.append(catalogue.ngettext("%(count)s watch sees again", "%(count)s watches see again", len(sees)))
    return catalogue.semicolon.join(parts)


def _summary(blind: Sequence[HealthItem], sees: Sequence[HealthItem], catalogue: Catalogue) -> str:
    sentences = []
    if blind:
        sentences.append(
            catalogue.gettext(
                "Several checks in a row failed, so a change of the text would not be seen now. "
                "The checks go on; you hear once more when the page is seen again, and nothing in between."
            )
        )
    if len(blind) >= _FEW and all(item.kind in _NO_CONNECTION for item in blind):
        sentences.append(
            catalogue.gettext(
                "None of these sites could be reached: perhaps it is the monitor's own connection that is broken. "
                "The owner of the monitor should look there first."
            )
        )
    if sees:
        sentences.append(
            catalogue.gettext("What changed while a page could not be seen is told by a notice of its own.")
        )
    return " ".join(sentences)


def _blind_sections(items: Iterable[HealthItem], catalogue: Catalogue) -> list[HealthSection]:
    groups: dict[tuple[str, str], list[HealthLine]] = {}
    for item in items:
        words = failure_words(item.kind, item.status, catalogue)
        detail = line(item.detail, _LONGEST_DETAIL).rstrip(".")
        since = moment_words(item.since, catalogue)
        facts = catalogue.gettext("Every check since %(moment)s has failed.", moment=since)
        if detail:
            facts = " ".join([facts, catalogue.gettext("Detail: %(detail)s.", detail=detail)])
        groups.setdefault((words.what, words.advice), []).append(_line(item, facts))
    return [
        HealthSection(title=what, advice=advice, lines=tuple(lines))
        for (what, advice), lines in sorted(groups.items(), key=lambda pair: -len(pair[1]))
    ]


def _sees_sections(items: Iterable[HealthItem], catalogue: Catalogue) -> list[HealthSection]:
    lines = tuple(_line(item, _ending(item, catalogue)) for item in items)
    return [HealthSection(title=catalogue.gettext("Seen again"), advice="", lines=lines)] if lines else []


def _ending(item: HealthItem, catalogue: Catalogue) -> str:
    text = catalogue.gettext(_ENDINGS.get(item.ended_by) or (_TOLD if item.has_notice else _FORM))
    if item.ended_at is None:
        return text
    lasted = catalogue.gettext(
        "Blind for %(time)s, from %(start)s to %(end)s.",
        time=duration_words(item.since, item.ended_at, catalogue),
        start=moment_words(item.since, catalogue),
        end=moment_words(item.ended_at, catalogue),
    )
    return f"{lasted} {text}"


def _line(item: HealthItem, facts: str) -> HealthLine:
    url = plain(item.watch_url)
    return HealthLine(
        name=_name(item),
        slug=item.watch_slug,
        url=line(url, _LONGEST_URL),
        is_link=url.startswith(("https://", "http://")) and len(url) <= _LONGEST_URL,
        facts=facts,
    )
