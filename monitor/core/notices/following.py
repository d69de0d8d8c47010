"""What somebody follows and chose, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.notices.shorten import line
from monitor.core.phrases import topic_words
from monitor.core.records import Pace, Significance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from monitor.core.records import Choice, Subscription

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONGEST = 60  # characters of a name, a tag or a phrase
_MOST = 3  # of several that are named


def followed_words(subscription: Subscription, name: str = "") -> str:
    """Say what a subscription is to: "“model training” in every watch tagged “retail”".

    Args:
        subscription: any.
        name: of the watch, where it is to one; else its short name.
    """
    what = name or subscription.watch
    if subscription.tag:
        what = f"every watch tagged “{line(subscription.tag, _LONGEST)}”"
    elif not subscription.watch:
        what = "all watches"
    phrases = subscription.choice.phrases
    return f"{_quoted(phrases, 'or')} in {what}" if phrases else what


def choice_words(choice: Choice) -> str:
    """Say what somebody chose, without the phrases: "daily at 08:00 (Europe/Prague), material changes only"."""
    parts = [_pace_words(choice)]
    if choice.least is not Significance.MINOR:
        parts.append(f"{choice.least} changes only")
    if choice.is_silent_only:
        parts.append("silent changes only")
    if choice.topics:
        parts.append(f"only {', '.join(map(topic_words, choice.topics))}")
    if choice.kinds:
        parts.append(f"only {', '.join(choice.kinds)}")
    if not choice.has_health:
        parts.append("not of blind watches")
    return ", ".join(parts)


def _pace_words(choice: Choice) -> str:
    match choice.pace:
        case Pace.AT_ONCE:
            if not choice.quiet:
                return "at once"
            start, end = map(_clock, choice.quiet)
            return f"at once, but not from {start} to {end} ({choice.time_zone})"
        case Pace.DAILY:
            return f"daily at {_clock(choice.at)} ({choice.time_zone})"
        case Pace.WEEKLY:
            return f"weekly on {WEEKDAYS[choice.weekday]} at {_clock(choice.at)} ({choice.time_zone})"


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M")


def sending_words(count: int) -> str:
    """Say what becomes of mails that are being sent and that nobody wants any more."""
    if count == 1:
        return "1 mail is being sent and may still come; it is not tried again where that fails"
    return f"{count:,} mails are being sent and may still come; none is tried again where that fails"


def said_words(said: dict[str, tuple[bool, bool]]) -> str:
    """Say which phrases clauses newly say, and which no longer, "" for none; see `said_of`."""
    came = [phrase for phrase, (comes, _) in said.items() if comes]
    went = [phrase for phrase, (_, goes) in said.items() if goes]
    parts = [f"newly says {_quoted(came, 'and')}"] if came else []
    parts += [f"no longer says {_quoted(went, 'and')}"] if went else []
    return " and ".join(parts)


def _quoted(phrases: Iterable[str], last: str) -> str:
    return joined([f"“{line(phrase, _LONGEST)}”" for phrase in phrases], last)


def joined(parts: list[str], last: str = "and") -> str:
    """Join words as a sentence does, of very many the first: "Acme, Brill and 2 more"."""
    shown = parts if len(parts) <= _MOST else [*parts[:_MOST], f"{len(parts) - _MOST} more"]
    return f" {last} ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
