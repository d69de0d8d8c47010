"""What servers and scripts leave in the text of a page: escaped tracking pixels, messages of a server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.furniture.rules import Rule, Text, Where
from crawler.extraction.reading.letters import has_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.runs import Run

_PIXEL = re.compile(
    r"<(?:img|iframe|script|noscript)\b([^<>]{0,1200}+)>(?:\s?</(?:iframe|script|noscript)>)?", re.IGNORECASE
)
_SOURCE = re.compile(r"\bsrc\s?=", re.IGNORECASE)
_AGAIN = 10  # words that are all the same in what is no text; a guess
_READ = 1_000  # words of such a block that are looked at
_SERVER_MESSAGE = re.compile(
    r"(?:PHP )?(?:Warning|Notice|Deprecated|(?:Fatal|Parse|Catchable fatal) error|Strict standards)\s?:\s.{1,2000}"
    r"\bin\s+\S+(?:\s+on line\s+|:)\d+\.?(?:\sStack trace:\s.{1,2000})?",
    re.IGNORECASE,
)


def without_pixels(runs: Sequence[Run]) -> list[Run]:
    """Return the runs with the tracking pixels out of their texts that a page shows because it escaped their tags."""
    return [run._replace(text=_without_pixels(run.text)) if "<" in run.text else run for run in runs]


def _without_pixels(text: str) -> str:
    return _PIXEL.sub(_unless_pixel, text).strip()


def _unless_pixel(tag: re.Match[str]) -> str:
    return " " if _SOURCE.search(tag.group(1)) else tag.group()


def _pixels(text: Text) -> dict[int, str]:
    return {
        at: "its tag stands as text on the page, and nothing else does"
        for at, run in enumerate(text.runs)
        if not has_letter(run.text)
    }


def _messages(text: Text) -> dict[int, str]:
    return {
        at: "a server says it of its own scripts"
        for at, run in enumerate(text.runs)
        if _SERVER_MESSAGE.fullmatch(run.text)
    }


def _measures(text: Text) -> dict[int, str]:
    return {
        at: "it says one word again and again, as a script does that measures letters"
        for at, run in enumerate(text.runs)
        if run.words >= _AGAIN and _is_one_word(run.text)
    }


def _is_one_word(text: str) -> bool:
    """Tell whether a text is one word many times; a text without spaces is no word."""
    first, second, *_ = *text.split(maxsplit=2), "", ""
    if second and first.casefold() != second.casefold():  # as of most
        return False
    words = text.casefold().split(maxsplit=_READ)[:_READ]
    return len(words) >= _AGAIN and len(set(words)) == 1


MEASURES = Rule(
    name="one word again and again",
    where=Where.BETWEEN,
    takes="a block that says one word ten times or more and nothing else",
    judge=_measures,
)
PIXELS = Rule(
    name="tracking pixel",
    where=Where.BETWEEN,
    takes="the tag of an image or script that a page shows as text",
    judge=_pixels,
)
MESSAGES = Rule(
    name="server message",
    where=Where.BETWEEN,
    takes="what a server says of its own scripts: “Warning: ... on line 12”",
    judge=_messages,
)
