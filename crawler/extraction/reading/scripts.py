"""The state of script applications: values that a page's scripts are, assign, parse, return or push."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from crawler.extraction.reading.devalue import unflattened
from crawler.extraction.reading.flight import flight_value, pushed
from crawler.extraction.reading.literals import Literals, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_CHARS = 5_000_000  # letters of a page's scripts; those of 2,649 real pages have 948,248 at most
_MAX_STARTS = 200  # values that one script assigns; a guess
_MAX_VALUES = 2_000  # values of all scripts of a page; a guess
_MAX_IN_VAIN = 20_000_000  # characters of a page that are read to no end: values that never close
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_MOST_ATTRIBUTES = 2_000  # characters
_OPENING = len("<script")
_END = re.compile(r"</script", re.IGNORECASE)
_NO_STATE = re.compile(r"ld\+json|importmap|speculationrules|\bsrc\s*=", re.IGNORECASE)
_FLAT = re.compile(r"__NUXT_DATA__|\bdata-nuxt-data\b")
_START = re.compile(
    r"[=(:]\s*+(?=[{\[])|(?P<quoted>\bJSON\s*\.\s*parse\s*\(\s*)(?=[\"'`])|"
    r"(?P<wrapped>)(?=\bfunction\s*\([\w$\s,]{0,20000}\)\s*\{\s*(?:return\s*[{\[]|[\w$]{1,40}[.\[]))"
)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|`(?:[^`\\]|\\.)*+`", re.DOTALL)


def script_values(markup: str) -> Iterator[Any]:
    """Yield the values in a page's scripts, in order.

    Args:
        markup: the page with its scripts.

    Yields:
        Objects, lists and strings as JSON has them, and `Element` among them. At most 5,000,000 characters of script
        are read, and at most 2,000 values.
    """
    room = _MAX_CHARS
    reader = _Reader()
    left = _MAX_VALUES
    for attributes, source in _scripts(markup):
        if _NO_STATE.search(attributes) or len(source) > room:
            continue
        room -= len(source)
        if "__next_f" in source:
            reader.pushed.append(pushed(source))
        else:
            for value in reader.values(source, is_flat=_FLAT.search(attributes) is not None):
                if left <= 0:
                    break
                left -= 1
                yield value
    if text := "".join(reader.pushed):
        yield flight_value(text)


def _scripts(markup: str) -> Iterator[tuple[str, str]]:
    at = 0
    while found := _SCRIPT.search(markup, at):
        begin = markup.find(">", found.end())
        if begin - found.end() > _MOST_ATTRIBUTES:
            # the tag that ends there may begin later
            at = max(found.end(), begin - _MOST_ATTRIBUTES - _OPENING)
            continue
        end = _END.search(markup, begin) if begin >= 0 else None
        if end is None:
            return
        yield markup[found.end() : begin], markup[begin + 1 : end.start()]
        at = end.end()


class _Reader:
    """What the scripts of one page have in common."""

    def __init__(self) -> None:
        self.decoder = json.JSONDecoder()
        self.literals = Literals()
        self.left = _MAX_IN_VAIN
        self.pushed: list[str] = []

    def values(self, source: str, *, is_flat: bool) -> Iterator[Any]:
        """Yield what a script is, or what it assigns."""
        stripped = source.strip()
        if stripped[:1] in {"{", "["} and (whole := self._json(stripped, 0)) is not None:
            value = whole[0]
            yield unflattened(value) if is_flat and isinstance(value, list) else value
            return
        at = 0
        for _ in range(_MAX_STARTS):
            found = _START.search(source, at)
            if found is None:
                return
            value, at = self._at(source, found)
            if value is not None:
                yield value

    def _at(self, source: str, found: re.Match[str]) -> tuple[Any, int]:
        """Read the value at a place; return it, None where there is none, and where to go on."""
        at = found.end()
        if found["wrapped"] is not None:
            return self.literals.read_call(source, at)
        if found["quoted"]:
            return self._quoted(source, at)
        return self._json(source, at) or self.literals.read(source, at)

    def _quoted(self, source: str, at: int) -> tuple[Any, int]:
        found = _QUOTED.match(source, at)
        if found is None:
            return None, len(source)
        nested = self._json(unescaped(found[0][1:-1]), 0)
        return (nested[0] if nested else None), found.end()

    def _json(self, source: str, at: int) -> tuple[Any, int] | None:
        if self.left < 0:
            return None
        try:
            return self.decoder.raw_decode(source, at)
        except json.JSONDecodeError as error:
            self.left -= error.pos - at
            if error.msg.startswith("Unterminated"):
                self.left -= len(source) - error.pos
        except (ValueError, RecursionError):
            self.left -= len(source) - at
        return None
