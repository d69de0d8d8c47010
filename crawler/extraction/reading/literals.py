"""Values that scripts write out as JavaScript spells them, read without running anything."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_DEPTH = 60  # values within each other, where Python ends at a thousand calls; the deepest at hand are 5
_MAX_TOKENS = 400_000  # of a page; a guess: scripts of 2,649 real pages have 948,248 letters at most
_QUOTES = frozenset("\"'`")
_A_TOKEN = 50  # characters that cost as much to look through as a token to read
_TOKEN = re.compile(
    r"\s*+(?:(?P<string>\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|`(?:[^`\\]|\\.)*+`)|(?P<name>[A-Za-z_$][\w$]*+)|"
    r"(?P<number>\d[\w.]*+)|(?P<mark>.))",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " ", "v": " ", "0": "", "\n": "", "\r\n": ""}
_WRAPPER = re.compile(r"function\s*\(([\w$\s,]{0,20000})\)\s*\{")


@dataclass(frozen=True, slots=True)
class _Name:
    """What a name stands for is known once the arguments are read, which come last."""

    name: str


class _Stop(Exception):  # noqa: N818 - no error: what was read so far counts
    pass


class Literals:
    """Reads values out of scripts.

    Args:
        tokens: how many words of script may be read in all.
    """

    def __init__(self, tokens: int = _MAX_TOKENS) -> None:
        self.left = tokens
        self._source = ""
        self._at = 0
        self._peeked: tuple[str, str] | None = None

    def read(self, source: str, at: int) -> tuple[Any, int]:
        """Read the value that starts at a place.

        Args:
            source: the script.
            at: where the value starts.

        Returns:
            (the value as far as it could be read, None where nothing could; where reading ended).
        """
        return self._run(source, at, lambda put: self._value(put, 0))

    def read_call(self, source: str, at: int) -> tuple[Any, int]:
        """Read what a function called on the spot returns: `function(a, b) {a.x = 1; return {y: a, z: b}}({}, 2)`.

        Args:
            source: the script.
            at: where "function" stands.

        Returns:
            (the returned value with the arguments in their places, None where there is none; where reading ended).
        """
        found = _WRAPPER.match(source, at)
        if found is None:
            return None, at + 1
        names = [name.strip() for name in found.group(1).split(",")]
        return self._run(source, found.end(), lambda put: self._call(put, names))

    def _run(self, source: str, at: int, step: Callable[[Callable[[Any], None]], None]) -> tuple[Any, int]:
        held: list[Any] = []
        self._source, self._at, self._peeked = source, at, None
        with suppress(_Stop):
            step(held.append)
        return (held[0] if held else None), max(self._at, at + 1)

    def _next(self) -> tuple[str, str]:
        if self._peeked is not None:
            token, self._peeked = self._peeked, None
            return token
        found = _TOKEN.match(self._source, self._at)
        self.left -= 1
        if found is None or self.left < 0:
            raise _Stop
        self._at = found.end()
        if found["mark"] and found["mark"] in _QUOTES:
            # a text that never closes was looked for to the end
            self.left -= (len(self._source) - self._at) // _A_TOKEN
        return str(found.lastgroup), found[str(found.lastgroup)]

    def _peek(self) -> str:
        self._peeked = self._next()
        return self._peeked[1]

    def _expect(self, mark: str) -> None:
        if self._next()[1] != mark:
            raise _Stop

    def _value(self, put: Callable[[Any], None], depth: int) -> None:
        kind, text = self._next()
        if depth > _MAX_DEPTH:
            raise _Stop
        if kind == "string":
            put(unescaped(text[1:-1]))
        elif text == "{":
            inside: dict[str, Any] = {}
            put(inside)
            self._object(inside, depth)
        elif text == "[":
            items: list[Any] = []
            put(items)
            self._list(items, depth)
        elif text in {"!", "-", "+", "void", "new"}:
            self._value(lambda _: put(None), depth + 1)
        elif kind == "number":
            put(int(text) if text.isdecimal() and len(text) < 10 else None)
        elif kind == "name":
            put(_Name(text))
            self._arguments(depth)
        else:
            raise _Stop

    def _arguments(self, depth: int) -> None:
        """Step over the arguments of a call like `Date("2024")`; its outcome is not known here."""
        if self._peek() == "(":
            self._next()
            self._list([], depth, close=")")

    def _object(self, inside: dict[str, Any], depth: int) -> None:
        while self._peek() != "}":
            kind, text = self._next()
            if text == ",":
                continue
            if kind == "mark":
                raise _Stop
            key = unescaped(text[1:-1]) if kind == "string" else text
            self._expect(":")
            self._value(lambda value, key=key: inside.__setitem__(key, value), depth + 1)  # type: ignore[misc]
            if self._peek() not in {",", "}"}:
                raise _Stop
        self._next()

    def _list(self, items: list[Any], depth: int, *, close: str = "]") -> None:
        while self._peek() != close:
            if self._peek() == ",":
                self._next()
                continue
            self._value(items.append, depth + 1)
            if self._peek() not in {",", close}:
                raise _Stop
        self._next()

    def _call(self, put: Callable[[Any], None], names: list[str]) -> None:
        assigned: list[tuple[str, str, Any]] = []
        while self._peek() != "return":
            self._assignment(assigned)
        self._next()
        held: list[Any] = []
        arguments: list[Any] = []
        try:
            self._value(held.append, 0)
            while self._peek() in {"}", ")", ";"}:
                self._next()
            self._expect("(")
            self._list(arguments, 0, close=")")
        finally:
            if held:
                values = dict(zip(names, arguments, strict=False))
                _assign(values, assigned)
                put(_resolved(held[0], values))

    def _assignment(self, assigned: list[tuple[str, str, Any]]) -> None:
        """Read `a.key = value;` and `a[0] = value;`."""
        kind, name = self._next()
        opened = self._next()[1]
        part, key = self._next()
        if kind != "name" or opened not in {".", "["}:
            raise _Stop
        if opened == "[":
            self._expect("]")
        self._expect("=")
        self._value(lambda value: assigned.append((name, unescaped(key[1:-1]) if part == "string" else key, value)), 1)
        while self._peek() in {";", ","}:
            self._next()


def _assign(values: dict[str, Any], assigned: list[tuple[str, str, Any]]) -> None:
    for name, key, value in assigned:
        owner = values.get(name)
        if isinstance(owner, dict):
            owner[key] = value
        elif isinstance(owner, list):
            owner.append(value)
        else:
            values[name] = {key: value}


def _resolved(root: Any, values: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the script holds
    """Put arguments where their names stand. Each container is visited once: they may hold one another."""
    first = [root]
    waiting: list[Any] = [first]
    seen: set[int] = set()
    while waiting:
        inside = waiting.pop()
        if id(inside) in seen:
            continue
        seen.add(id(inside))
        for key, value in list(inside.items() if isinstance(inside, dict) else enumerate(inside)):
            if isinstance(value, _Name):
                value = inside[key] = values.get(value.name)  # noqa: PLW2901 - the name gives way to its value
            if isinstance(value, dict | list):
                waiting.append(value)
    return first[0]


def unescaped(text: str) -> str:
    r"""Return the text of a string literal.

    >>> unescaped("caf\\u00e9\\x21 \\'a\\'")
    "café! 'a'"
    """
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_character, text)
    # Escapes spell what is beyond the first plane as two halves.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(found: re.Match[str]) -> str:
    if code := found[1] or found[2] or found[3]:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
    return _CONTROLS.get(found[4], found[4])
