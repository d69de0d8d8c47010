"""What somebody follows and chose, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.notices.shorten import line
from monitor.core.phrases import topic_words
from monitor.core.records import Pace, Significance
from monitor.core.records.catalogues import ENGLISH, N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from monitor.core.records import Choice, Subscription
    from monitor.core.records.catalogues import Catalogue

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_KINDS = {
    "privacy": N_("privacy policies"),
    "terms": N_("terms"),
    "cookies": N_("cookie notices"),
    "subprocessors": N_("lists of sub-processors"),
    "dpa": N_("data-processing agreements"),
    "other": N_("other documents"),
}
_LONGEST = 60  # characters of a name, a tag or a phrase
_MOST = 3  # of several that are named


def followed_words(subscription: Subscription, name: str = "", catalogue: Catalogue = ENGLISH) -> str:
    """Say what a subscription is to: "“model training” in every watch tagged “retail”".

    Args:
        subscription: any.
        name: of the watch, where it is to one; else its short name.
        catalogue: the language of the words.
    """
    what = name or subscription.watch
    if subscription.tag:
        what = catalogue.gettext("every watch tagged “%(tag)s”", tag=line(subscription.tag, _LONGEST))
    elif not subscription.watch:
        what = catalogue.gettext("all watches")
    phrases = subscription.choice.phrases
    if not phrases:
        return what
    return catalogue.gettext(
        "%(phrases)s in %(what)s", phrases=either(_quoted(phrases, catalogue), catalogue), what=what
    )


def choice_words(choice: Choice, catalogue: Catalogue = ENGLISH) -> str:
    """Say what somebody chose, without the phrases: "daily at 08:00 (Europe/Prague), material changes only"."""
    parts = [_pace_words(choice, catalogue)]
    if choice.least is not Significance.MINOR:
        parts.append(catalogue.gettext("material changes only"))
    if choice.is_silent_only:
        parts.append(catalogue.gettext("silent changes only"))
    if choice.topics:
        topics = ", ".join(topic_words(topic, catalogue) for topic in choice.topics)
        parts.append(catalogue.gettext("only %(topics)s", topics=topics))
    if choice.kinds:
        kinds = ", ".join(catalogue.gettext(_KINDS.get(kind, kind)) for kind in choice.kinds)
        parts.append(catalogue.gettext("only %(kinds)s", kinds=kinds))
    if not choice.has_health:
        parts.append(catalogue.gettext("not of blind watches"))
    return ", ".join(parts)


def _pace_words(choice: Choice, catalogue: Catalogue) -> str:
    at, zone = _clock(choice.at), choice.time_zone
    match choice.pace:
        case Pace.AT_ONCE:
            if not choice.quiet:
                return catalogue.gettext("at once")
            start, end = map(_clock, choice.quiet)
            return catalogue.gettext(
                "at once, but not from %(start)s to %(end)s (%(zone)s)", start=start, end=end, zone=zone
            )
        case Pace.DAILY:
            return catalogue.gettext("daily at %(time)s (%(zone)s)", time=at, zone=zone)
        case Pace.WEEKLY:
            day = catalogue.gettext(WEEKDAYS[choice.weekday])
            return catalogue.gettext("weekly on %(day)s at %(time)s (%(zone)s)", day=day, time=at, zone=zone)


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M")


def sending_words(count: int, catalogue: Catalogue = ENGLISH) -> str:
    """Say what becomes of mails that are being sent and that nobody wants any more."""
    return catalogue.ngettext(
        "%(count)s mail is being sent and may still come; it is not tried again where that fails",
        "%(count)s mails are being sent and may still come; none is tried again where that fails",
        count,
    )


def said_words(said: dict[str, tuple[bool, bool]], catalogue: Catalogue = ENGLISH) -> str:
    """Say which phrases clauses newly say, and which no longer, "" for none; see `said_of`."""
    came = joined(_quoted((phrase for phrase, (comes, _) in said.items() if comes), catalogue), catalogue)
    went = joined(_quoted((phrase for phrase, (_, goes) in said.items() if goes), catalogue), catalogue)
    if came and went:
        return catalogue.gettext("it newly says %(came)s and no longer says %(went)s", came=came, went=went)
    if came:
        return catalogue.gettext("it newly says %(came)s", came=came)
    return catalogue.gettext("it no longer says %(went)s", went=went) if went else ""


def _quoted(phrases: Iterable[str], catalogue: Catalogue) -> list[str]:
    return [catalogue.gettext("“%(words)s”", words=line(phrase, _LONGEST)) for phrase in phrases]


def joined(parts: list[str], catalogue: Catalogue = ENGLISH) -> str:
    """Join words as a sentence does, of very many the first: "Acme, Brill and 2 more"."""
    shown = _first(parts, catalogue)
    if len(shown) < 2:
        return "".join(shown)
    return catalogue.gettext("%(others)s and %(last)s", others=", ".join(shown[:-1]), last=shown[-1])


def either(parts: list[str], catalogue: Catalogue = ENGLISH) -> str:
    """Join words of which one will do, likewise: "Acme or Brill"."""
    shown = _first(parts, catalogue)
    if len(shown) < 2:
        return "".join(shown)
    return catalogue.gettext("%(others)s or %(last)s", others=", ".join(shown[:-1]), last=shown[-1])


def _first(parts: list[str], catalogue: Catalogue) -> list[str]:
    if len(parts) <= _MOST:
        return parts
    more = len(parts) - _MOST
    return [*parts[:_MOST], catalogue.ngettext("%(count)s more", "%(count)s more", more)]
