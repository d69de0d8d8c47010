"""Plain words for the codes of the store (dates, intervals, failures, states), for pages, mails and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.core.records import (
    CheckOutcome,
    FailureKind,
    Significance,
    SnapshotReason,
    WatchState,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip  # strftime's names follow the machine's locale, these must not

_LEGAL_REASONS, _SERVER_ERROR = 451, 500
_MINUTE, _HOUR, _DAY, _WEEK = 60, 3_600, 86_400, 604_800
_UNITS = ((_WEEK, "week"), (_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"), (1, "second"))
# a distance is told in the largest unit of which there are two; a month is told from 60 days on
_DISTANCES = ((365 * _DAY, "year"), (30 * _DAY, "month"), (_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureWords:
    """A failed check in words.

    Args:
        what: what happened, a sentence without its full stop.
        advice: what a person can do about it, one or two whole sentences.
    """

    what: str
    advice: str


FAILURES: dict[FailureKind, FailureWords] = {
    FailureKind.DNS: FailureWords(
        what="The site's name was not found",
        advice="Check the address for a typing error; if the site moved, 'clausewatch edit W --url' takes its new one.",
    ),
    FailureKind.REFUSED: FailureWords(
        what="The site refused the connection",
        advice="It is probably down for a while; the next check tries again. "
        "If it lasts, see whether the page opens in a browser.",
    ),
    FailureKind.CONNECTION: FailureWords(
        what="The connection broke before the whole page had arrived",
        advice="This mostly passes; the next check tries again.",
    ),
    FailureKind.TIMEOUT: FailureWords(
        what="The site took too long to answer",
        advice="This mostly passes; the next check tries again. If it lasts, see whether the page opens in a browser.",
    ),
    FailureKind.TLS: FailureWords(
        what="The site's certificate or its encryption could not be trusted",
        advice="Open the page in a browser: if it warns too, only the site's owner can mend it.",
    ),
    FailureKind.REDIRECT_LOOP: FailureWords(
        what="The page forwards in a circle",
        advice="Open the page in a browser: 'clausewatch edit W --url' takes the address it ends at.",
    ),
    FailureKind.HTTP_ERROR: FailureWords(
        what="The site answered with an error instead of the page",
        advice="A status of 404 or 410 means the page has gone: find its new address for 'clausewatch edit W --url'. "
        "A status of 500 or more mostly passes.",
    ),
    FailureKind.RATE_LIMITED: FailureWords(
        what="The site asked for fewer requests",
        advice="The next check waits as long as the site asked. If it lasts, check this watch less often.",
    ),
    FailureKind.ROBOTS: FailureWords(
        what="The site's robots.txt does not allow this page to be fetched, or could not be had",
        advice="Watch another address of the document, or ask the site. Where you have the right to fetch it, "
        "'clausewatch edit W --ignore-robots' does.",
    ),
    FailureKind.BLOCKED: FailureWords(
        what="The site showed a wall against bots instead of the page",
        advice="Ask the site to let the monitor's user agent in, or watch another address of the document.",
    ),
    FailureKind.LOGIN: FailureWords(
        what="The page asks for a login",
        advice="Only public pages can be watched: look for a public address of the document.",
    ),
    FailureKind.CONSENT: FailureWords(
        what="The site showed only a request for consent instead of the page",
        advice="Look for an address of the document that opens without it, such as its printable or PDF version.",
    ),
    FailureKind.SOFT_404: FailureWords(
        what="The site answered with a page that says 'not found' or 'under maintenance', or with its home page",
        advice="Open the page in a browser; if the document moved, 'clausewatch edit W --url' takes its new address.",
    ),
    FailureKind.EMPTY: FailureWords(
        what="The page held no text",
        advice="Scripts may build it in the browser: let one do so with 'clausewatch edit' and --render, "
        "or look for a plain or PDF version of the document.",
    ),
    FailureKind.TOO_SHORT: FailureWords(
        what="The page held only a fraction of the text it had before",
        advice="An earlier version of the monitor said so. Now such a text is held, and told if it stays.",
    ),
    FailureKind.NOT_A_POLICY: FailureWords(
        what="The page does not read like a policy",
        advice="Open it in a browser; if the document moved, 'clausewatch edit W --url' takes its new address.",
    ),
    FailureKind.WRONG_LANGUAGE: FailureWords(
        what="The page came in another language than before",
        advice="An earlier version of the monitor said so. Now such a text is held, and told if it stays.",
    ),
    FailureKind.TOO_LARGE: FailureWords(
        what="The page is larger than the monitor accepts",
        advice="Look for a smaller address of the document, such as its printable version.",
    ),
    FailureKind.TOO_COSTLY: FailureWords(
        what="Reading the page took more work than any one page may cost",
        advice="Look for a simpler address of the document, such as its printable or PDF version. "
        "The page itself may be honest: its bounds are in docs/security.md.",
    ),
    FailureKind.CRASHED: FailureWords(
        what="The process that read the page died or hung",
        advice="The next check tries again. If it lasts, look for another address of the document, "
        "and report the page as a fault of the monitor.",
    ),
    FailureKind.UNSUPPORTED_TYPE: FailureWords(
        what="The address leads to a kind of file that cannot be read",
        advice="Web pages, PDF, plain text and Markdown can be watched: look for one of these.",
    ),
    FailureKind.UNDECODABLE: FailureWords(
        what="The page's characters or its compression could not be decoded",
        advice="Open it in a browser: if it is garbled there too, only the site's owner can mend it.",
    ),
    FailureKind.FORBIDDEN_ADDRESS: FailureWords(
        what="The address leads into a private network",
        advice="Such addresses are refused for safety; the owner of the monitor can allow a network "
        "with CLAUSEWATCH_ALLOW_NETWORKS.",
    ),
    FailureKind.SELECTOR: FailureWords(
        what="The page no longer has the part that the watch reads, or nothing that its selector finds",
        advice="The page was rebuilt, or holds the document no more: 'clausewatch edit W --url' takes the address "
        "or the part where it stands now, --include and --exclude other selectors.",
    ),
}

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
    SnapshotReason.REVERTED: "an earlier text returned",
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


def language_words(code: str) -> str:
    """Return a language's name, the code itself where it is not known.

    >>> language_words("it"), language_words("pt-BR"), language_words("xx")
    ('Italian', 'Portuguese', 'xx')
    """
    return LANGUAGES.get(code.lower().partition("-")[0], code)


SHELL = "no policy text in the page itself; it seems to need rendering"
"""The detail of a failure where a page is an empty shell for scripts."""
FRAMED = "its text stands in a frame of another address, "
"""How the detail of a failure begins where a page shows next to nothing but a frame; the frame's address follows."""


def failure_words(kind: str, status: int | None = None) -> FailureWords:
    """Say what a failed check met and what to do about it.

    Args:
        kind: a `FailureKind`, or a value a later version wrote.
        status: the HTTP status where there was one; for an HTTP error it is named, and the advice is for it.
    """
    try:
        words = FAILURES[FailureKind(kind)]
    except ValueError:
        return FailureWords(what=f"The check failed ({kind})", advice="Open the page in a browser to see why.")
    if status is not None and kind == FailureKind.HTTP_ERROR:
        return FailureWords(what=f"{words.what} (HTTP status {status})", advice=_status_advice(status, words.advice))
    return words


def met_words(kind: str, status: int | None, detail: str) -> str:
    """Say what a failed check met, with the detail where that adds anything to it."""
    what = failure_words(kind, status).what
    return what if kind == FailureKind.HTTP_ERROR and status is not None else f"{what} ({detail})"


def _status_advice(status: int, otherwise: str) -> str:
    if status in {404, 410}:
        return "The page has gone: find its new address for 'clausewatch edit W --url'."
    if status == _LEGAL_REASONS:
        return "The site does not show the page where the monitor runs: watch another address of the document."
    if status in {403, 406}:
        return "The site refuses the monitor: ask it to let the monitor in, or watch another address of the document."
    if status >= _SERVER_ERROR:
        return "This mostly passes; the next check tries again. If it lasts, see whether the page opens in a browser."
    return otherwise


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


def moment_words(moment: datetime) -> str:
    """Return a time as a person reads it.

    >>> moment_words(parse_moment("2026-03-03T08:00:00Z"))
    '3 March 2026, 08:00 UTC'
    """
    moment = moment.astimezone(UTC)
    return f"{day_words(moment)}, {moment:%H:%M} UTC"


def removed_words(removed_at: datetime) -> str:
    """Say since when a page is watched no more."""
    return f"No longer watched since {day_words(removed_at)}"


def day_words(moment: datetime) -> str:
    """Return the day of a time as a person reads it.

    >>> day_words(parse_moment("2026-03-03T08:00:00Z"))
    '3 March 2026'
    """
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def stated_words(iso: str) -> str:
    """Return a stated date at its own precision; what is no date comes back as it is.

    >>> stated_words("2022-02-25"), stated_words("2024-07"), stated_words("2023")
    ('25 February 2022', 'July 2024', '2023')
    """
    parts = iso.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) not in {2, 3}:
        return iso
    month = int(parts[1])
    if not 1 <= month <= len(MONTHS):
        return iso
    day = f"{int(parts[2])} " if len(parts) == 3 else ""
    return f"{day}{MONTHS[month - 1]} {parts[0]}"


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


def duration_words(start: datetime, end: datetime) -> str:
    """Return how long something lasted, in the largest unit that it filled.

    >>> start = parse_moment("2026-03-01T08:00:00Z")
    >>> duration_words(start, parse_moment("2026-03-03T09:00:00Z")), duration_words(start, start)
    ('2 days', 'less than a minute')
    """
    seconds = max(0, int((end - start).total_seconds()))
    found = next((pair for pair in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")) if seconds >= pair[0]), None)
    return count_words(seconds // found[0], found[1]) if found else "less than a minute"


TOPICS = {
    "first-party": "collection and use",
    "third-party": "sharing with others",
    "choice": "choice and control",
    "access": "access, edit and deletion",
    "audiences": "particular audiences and places",
}  # the rest of the taxonomy reads well as it is


def topic_words(topic: str) -> str:
    """Return a topic's code as words.

    >>> topic_words("third-party"), topic_words("policy-change"), topic_words("third_party_sharing")
    ('sharing with others', 'policy change', 'third party sharing')
    """
    return TOPICS.get(topic, topic.replace("_", " ").replace("-", " "))
