"""What somebody chose to hear, read from what they wrote and written so that it is read again."""

from __future__ import annotations

import re
from datetime import time
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from monitor.core.errors import InvalidInputError
from monitor.core.notices.following import WEEKDAYS
from monitor.core.notices.sought import phrase_words
from monitor.core.phrases import topic_words
from monitor.core.records import WATCH_KINDS, Choice, Pace, Significance
from monitor.core.records.catalogues import LOCALES
from monitor.core.significance.lexicon import TOPICS
from monitor.core.steering import STEERING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHOICE_FIELDS = (
    "when", "time_zone", "quiet", "least", "topics", "kinds", "silent_only", "health", "reviews", "phrases",
)  # fmt: skip
CHOICE_LISTS = frozenset({"topics", "kinds", "phrases"})
CHOICE_FLAGS = frozenset({"silent_only", "health", "reviews"})
MOST_PHRASES = 20  # of one subscription
LONGEST_PHRASE = 100  # characters
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?")
_TOLD = (Significance.MINOR, Significance.MATERIAL)


def make_choice(fields: Mapping[str, str | bool | Iterable[str]]) -> Choice:
    """Check what somebody chose.

    Args:
        fields: by the names in `CHOICE_FIELDS`; those without a value are as `Choice` has them. `when` is "at once",
            "daily 08:00" or "weekly monday 08:00", `quiet` "22:00-07:00", `silent_only`, `health` and `reviews` are
            truths, and `topics`, `kinds` and `phrases` are several texts.

    Returns:
        The choice.

    Raises:
        InvalidInputError: a field cannot be understood; it is named.
    """
    given = {name: value for name, value in fields.items() if value not in (None, "", (), [])}
    pace, weekday, at = _when(str(given.get("when", Pace.AT_ONCE)))
    quiet = _quiet(str(given["quiet"])) if "quiet" in given else None
    if quiet and pace is not Pace.AT_ONCE:
        raise InvalidInputError("quiet hours are for mails at once; a digest comes at the time it was asked for")
    return Choice(
        pace=pace,
        at=at,
        weekday=weekday,
        time_zone=_zone(str(given.get("time_zone", "UTC"))),
        quiet=quiet,
        least=_one_of("least significance", str(given.get("least", Significance.MINOR)), _TOLD),
        topics=tuple(sorted({_topic(text) for text in _texts(given.get("topics"))})),
        kinds=tuple(sorted({_one_of("kind", text, WATCH_KINDS) for text in _texts(given.get("kinds"))})),
        is_silent_only=bool(given.get("silent_only", False)),
        has_health=bool(given.get("health", True)),
        has_reviews=bool(given.get("reviews", False)),
        phrases=_phrases(_texts(given.get("phrases"))),
    )


def check_language(text: str) -> str:
    """Return the code of a language in which people can be told.

    Raises:
        InvalidInputError: nobody can be told in it; those that there are are named.
    """
    return str(_one_of("language of notices", text, tuple(LOCALES)))


def _texts(value: str | bool | Iterable[str] | None) -> tuple[str, ...]:  # noqa: FBT001 - a field has one of these
    return tuple(value) if value and not isinstance(value, (str, bool)) else ()


def _one_of(what: str, text: str, known: tuple[Any, ...]) -> Any:  # noqa: ANN401 - one of the known
    found = next((one for one in known if str(one) == text.strip().casefold()), None)
    if found is None:
        raise InvalidInputError(f"{text!r} is no {what}; known are {', '.join(map(str, known))}")
    return found


def _topic(text: str) -> str:
    """Return the code of a topic that is named by it or in words."""
    names = {topic: {topic, topic_words(topic)} for topic in TOPICS}
    wanted = " ".join(text.casefold().split())
    found = next((topic for topic, said in names.items() if wanted in said), None)
    if found is None:
        raise InvalidInputError(f"{text!r} is no topic; known are {', '.join(TOPICS)}")
    return found


def _when(text: str) -> tuple[Pace, int, time]:
    words = text.casefold().replace(",", " ").split()
    standard = Choice()
    if words in (["at", "once"], ["once"]):
        return Pace.AT_ONCE, standard.weekday, standard.at
    pace = next((pace for pace in (Pace.DAILY, Pace.WEEKLY) if words[:1] == [pace.value]), None)
    rest = [word for word in words[1:] if word not in {"at", "on"}]
    day = _weekday(rest.pop(0)) if pace is Pace.WEEKLY and rest and rest[0][0].isalpha() else standard.weekday
    if pace is None or day is None or len(rest) > 1:
        raise InvalidInputError(f"{text!r} is no time for mails; write 'at once', 'daily 08:00' or 'weekly mon 08:00'")
    return pace, day, clock(rest[0]) if rest else standard.at


def _weekday(word: str) -> int | None:
    known = [number for number, day in enumerate(WEEKDAYS) if len(word) > 1 and day.casefold().startswith(word)]
    return known[0] if len(known) == 1 else None


def clock(text: str) -> time:
    """Read a time of day: "8", "08:30".

    Raises:
        InvalidInputError: it is none.
    """
    found = _CLOCK.fullmatch(text.strip())
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else time.fromisoformat("")
    except ValueError as error:
        raise InvalidInputError(f"{text!r} is no time of day; write it as 08:00") from error


def _quiet(text: str) -> tuple[time, time]:
    start, dash, end = text.replace("–", "-").partition("-")
    if not dash:
        raise InvalidInputError(f"{text!r} are no quiet hours; write them as 22:00-07:00")
    hours = clock(start), clock(end)
    if hours[0] == hours[1]:
        raise InvalidInputError(f"quiet hours from {text} would never end, or never begin")
    return hours


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def _zone(text: str) -> str:
    name = "UTC" if text.strip().casefold() == "utc" else _zones().get(text.strip().casefold())
    if name is None:
        raise InvalidInputError(f"{text!r} is no time zone; write one as Europe/Prague")
    return name


def _phrases(texts: Iterable[str]) -> tuple[str, ...]:
    found = sorted({" ".join(text.split()) for text in texts})
    for phrase in found:
        if not phrase_words(phrase) or len(phrase) > LONGEST_PHRASE or STEERING.search(phrase) or ";" in phrase:
            shown = phrase[:LONGEST_PHRASE]
            raise InvalidInputError(
                f"{shown!r} cannot be looked for; a phrase is up to {LONGEST_PHRASE} letters of words"
            )
    if len(found) > MOST_PHRASES:
        raise InvalidInputError(f"{len(found)} phrases are too many for one subscription; {MOST_PHRASES} are the most")
    return tuple(found)


def choice_fields(choice: Choice) -> dict[str, Any]:
    """Return the fields that `make_choice` makes this of, those alone that are not as `Choice` has them."""
    standard = Choice()
    when = {
        Pace.AT_ONCE: "",
        Pace.DAILY: f"daily {_written(choice.at)}",
        Pace.WEEKLY: f"weekly {WEEKDAYS[choice.weekday].lower()} {_written(choice.at)}",
    }[choice.pace]
    fields = {
        "when": when,
        "time_zone": choice.time_zone if choice.time_zone != standard.time_zone else "",
        "quiet": "-".join(map(_written, choice.quiet)) if choice.quiet else "",
        "least": str(choice.least) if choice.least is not standard.least else "",
        "topics": choice.topics,
        "kinds": choice.kinds,
        "silent_only": choice.is_silent_only,
        "health": "" if choice.has_health else False,
        "reviews": choice.has_reviews,
        "phrases": choice.phrases,
    }
    return {name: value for name, value in fields.items() if value or (value is False and name == "health")}


def _written(moment: time) -> str:
    return moment.strftime("%H:%M")
