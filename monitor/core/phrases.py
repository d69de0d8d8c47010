"""Plain words for the codes of the store (dates, intervals, failures, states), for pages, mails and commands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from monitor.core.records import (
    CheckOutcome,
    Significance,
    SnapshotReason,
    WatchState,
)
from monitor.core.records.catalogues import ENGLISH, N_, Catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

_MINUTE, _HOUR, _DAY, _WEEK = 60, 3_600, 86_400, 604_800
_UNITS = ((_WEEK, "week"), (_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"), (1, "second"))
# a distance is told in the largest unit of which there are two; a month is told from 60 days on
_DISTANCES = ((365 * _DAY, "year"), (30 * _DAY, "month"), (_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"))


STATES: dict[WatchState, str] = {
    WatchState.NEW: "not read yet",
    WatchState.FINE: "fine",
    WatchState.FAILING: "failing",
    WatchState.BLIND: "blind: several checks in a row failed",
    WatchState.PAUSED: "paused",
    WatchState.REMOVED: "removed",
}

OUTCOMES: dict[CheckOutcome, str] = {
    CheckOutcome.NEW: "first version kept",
    CheckOutcome.CHANGED: "text changed",
    CheckOutcome.UNCHANGED: "nothing new",
    CheckOutcome.NOT_MODIFIED: "nothing new, says the site",
    CheckOutcome.HELD: "another text, told if it stays",
    CheckOutcome.FAILED: "failed",
}

REASONS: dict[SnapshotReason, str] = {
    SnapshotReason.FIRST: "first version",
    SnapshotReason.CHANGED: "changed text",
    SnapshotReason.REVERTED: N_("an earlier text returned"),
    SnapshotReason.REPROCESSED: "same page, read again under new rules",
}

SIGNIFICANCES: dict[Significance, str] = {
    Significance.NONE: "no change",
    Significance.COSMETIC: "cosmetic: form only",
    Significance.MINOR: "minor change",
    Significance.MATERIAL: "material change",
}

LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French", "ga": "Irish", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mt": "Maltese", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def capital(words: str) -> str:
    """Return words with a capital letter at their beginning, but an address as it is.

    >>> capital("it is short"), capital("https://example.org/a is watched already")
    ('It is short', 'https://example.org/a is watched already')
    """
    is_address = "://" in words.partition(" ")[0]
    return words if is_address else words[:1].upper() + words[1:]


def language_words(code: str, catalogue: Catalogue = ENGLISH) -> str:
    """Return a language's name, the code itself where it is not known.

    >>> language_words("it"), language_words("pt-BR"), language_words("xx")
    ('Italian', 'Portuguese', 'xx')
    """
    plain = code.lower().partition("-")[0]
    return catalogue.language_named(plain) or LANGUAGES.get(plain, code)


def count_words(count: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> count_words(1, "clause"), count_words(3, "clause"), count_words(1200, "policy", "policies")
    ('1 clause', '3 clauses', '1,200 policies')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def left_out_words(counts: Sequence[tuple[str, int]]) -> str:
    """Return what was left out of a page, as counts of blocks a rule.

    >>> left_out_words([("menu", 12), ("cookie prompt", 3)])
    'menu (12 blocks), cookie prompt (3)'
    """
    shown = [f"{rule} ({count:,})" for rule, count in counts]
    return ", ".join([f"{rule} ({count_words(count, 'block')})" for rule, count in counts[:1]] + shown[1:])


def interval_words(seconds: int) -> str:
    """Return how often, in the largest unit that divides it.

    >>> interval_words(86_400), interval_words(21_600), interval_words(129_600)
    ('every day', 'every 6 hours', 'every 36 hours')
    """
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    count = seconds // size
    return f"every {unit}" if count == 1 else f"every {count_words(count, unit)}"


def parse_moment(text: str) -> datetime:
    """Read a time of the store, ISO 8601 in UTC ("2026-03-01T08:00:00Z").

    Raises:
        ValueError: it is no such time.
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def moment_words(moment: datetime, catalogue: Catalogue = ENGLISH) -> str:
    """Return a time as a person reads it.

    >>> moment_words(parse_moment("2026-03-03T08:00:00Z"))
    '3 March 2026, 08:00 UTC'
    """
    moment = moment.astimezone(UTC)
    return catalogue.gettext("%(day)s, %(time)s UTC", day=catalogue.day(moment), time=f"{moment:%H:%M}")


def removed_words(removed_at: datetime) -> str:
    """Say since when a page is watched no more."""
    return f"No longer watched since {day_words(removed_at)}"


def day_words(moment: datetime, catalogue: Catalogue = ENGLISH) -> str:
    """Return the day of a time as a person reads it.

    >>> day_words(parse_moment("2026-03-03T08:00:00Z"))
    '3 March 2026'
    """
    return catalogue.day(moment)


def stated_words(iso: str, catalogue: Catalogue = ENGLISH) -> str:
    """Return a stated date at its own precision; what is no date comes back as it is.

    >>> stated_words("2022-02-25"), stated_words("2024-07"), stated_words("2023")
    ('25 February 2022', 'July 2024', '2023')
    """
    parts = iso.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) not in {2, 3}:
        return iso
    try:
        first = date(int(parts[0]), int(parts[1]), 1)
        return (
            catalogue.day(first.replace(day=int(parts[2])))
            if len(parts) == 3
            else catalogue.month(first.year, first.month)
        )
    except ValueError:
        return iso


def ago_words(then: datetime, now: datetime) -> str:
    """Return how long ago a time was, or how soon it will be.

    >>> now = parse_moment("2026-03-03T08:00:00Z")
    >>> ago_words(parse_moment("2026-03-01T07:00:00Z"), now), ago_words(parse_moment("2026-03-03T14:30:00Z"), now)
    ('2 days ago', 'in 6 hours')
    """
    seconds = int((now - then).total_seconds())
    distance = abs(seconds)
    if distance < _MINUTE:
        return "just now" if seconds >= 0 else "in a moment"
    size, unit = next(
        (pair for pair in _DISTANCES if distance >= (2 * pair[0] if pair[1] in {"month", "year"} else pair[0])),
        _DISTANCES[-1],
    )
    words = count_words(distance // size, unit)
    return f"{words} ago" if seconds >= 0 else f"in {words}"


def duration_words(start: datetime, end: datetime, catalogue: Catalogue = ENGLISH) -> str:
    """Return how long something lasted, in the largest unit that it filled.

    >>> start = parse_moment("2026-03-01T08:00:00Z")
    >>> duration_words(start, parse_moment("2026-03-03T09:00:00Z")), duration_words(start, start)
    ('2 days', 'less than a minute')
    """
    seconds = max(0, int((end - start).total_seconds()))
    if seconds >= _DAY:
        return catalogue.ngettext("%(count)s day", "%(count)s days", seconds // _DAY)
    if seconds >= _HOUR:
        return catalogue.ngettext("%(count)s hour", "%(count)s hours", seconds // _HOUR)
    if seconds >= _MINUTE:
        return catalogue.ngettext("%(count)s minute", "%(count)s minutes", seconds // _MINUTE)
    return catalogue.gettext("less than a minute")


TOPICS = {
    "first-party": N_("collection and use"),
    "third-party": N_("sharing with others"),
    "choice": N_("choice and control"),
    "access": N_("access, edit and deletion"),
    "retention": N_("retention"),
    "security": N_("security"),
    "policy-change": N_("policy change"),
    "do-not-track": N_("do not track"),
    "audiences": N_("particular audiences and places"),
    "contact": N_("contact"),
}


def topic_words(topic: str, catalogue: Catalogue = ENGLISH) -> str:
    """Return a topic's code as words.

    >>> topic_words("third-party"), topic_words("policy-change"), topic_words("third_party_sharing")
    ('sharing with others', 'policy change', 'third party sharing')
    """
    if topic not in TOPICS:
        return topic.replace("_", " ").replace("-", " ")
    return catalogue.gettext(TOPICS[topic])
