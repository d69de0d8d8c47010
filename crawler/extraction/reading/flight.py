"""Pages that a server sends to scripts as rows of elements, in strings that scripts push one after the other."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.extraction.reading.literals import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DEPTH = 120  # values within each other, where Python ends at a thousand calls; the deepest at hand are 20
_MAX_VALUES = 200_000  # that are put in their places; a guess, as in policy/editions.py
_PUSH = re.compile(
    r"__next_f\s*+(?:\|\|\s*+\[\]\s*+\)?+\s*+)?+\.\s*+push\s*+\(\s*+\[\s*+1\s*+,\s*+\"((?:[^\"\\]|\\.)*+)\"", re.DOTALL
)
_ROW = re.compile(rb"([0-9a-f]{0,16}):([A-Za-z]?)")
_LENGTH = re.compile(rb"([0-9a-f]{1,8}),")
# React's rows of bytes say how many follow; all others end with their line.
_MEASURED = frozenset(b"TAOoUSsLlGgMmVb")
_REFERENCE = re.compile(r"\$[L@QWi]?([0-9a-f]{1,16})((?::[^:]{1,100}){0,20})")
_PARTS = {"type": 1, "key": 2, "props": 3}
_TAG = re.compile(r"[a-z][a-z0-9-]{0,30}")
# What stands in for a page that is missing, broken or on its way.
_STAND_INS = frozenset({
    "notFound", "not-found", "forbidden", "unauthorized", "error", "errorStyles", "errorScripts", "loading",
    "fallback", "template", "templateStyles", "templateScripts",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element of such a page.

    Args:
        tag: its tag, "" for a component that scripts draw.
        props: what it is given, its children among it.
    """

    tag: str
    props: dict[str, Any] = field(default_factory=dict)


def pushed(source: str) -> str:
    """Return the text that a script pushes, "" where it pushes none."""
    return "".join(unescaped(found[1]) for found in _PUSH.finditer(source))


def flight_value(text: str) -> Any:  # noqa: ANN401 - whatever the page holds
    """Return the page that rows of text stand for: lists, objects, strings and elements.

    Args:
        text: all that the page's scripts pushed, joined.

    Returns:
        The value of row 0, or all rows in order where there is none; at most 200,000 values, 120 levels deep.
    """
    rows = _rows(text)
    maker = _Maker(rows)
    return maker.row("0") if "0" in rows else [maker.row(name) for name in rows]


def _rows(text: str) -> dict[str, Any]:
    data = text.encode("utf-8", "replace")
    rows: dict[str, Any] = {}
    at = 0
    while at < len(data):
        head = _ROW.match(data, at)
        size = _LENGTH.match(data, head.end()) if head and head[2] and head[2][0] in _MEASURED else None
        if head and size:
            at = size.end() + int(size[1], 16)
            if head[2] == b"T":
                rows[head[1].decode()] = _Text(data[size.end() : at].decode("utf-8", "replace"))
            continue
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if head and not head[2].isupper():
            start = head.end() - len(head[2])
            with suppress(ValueError, RecursionError):
                rows[head[1].decode()] = json.loads(data[start:end])
        at = end + 1
    return rows


class _Text(str):
    """A row of text: it is no reference, whatever it starts with."""

    __slots__ = ()


class _Maker:
    """Makes values of rows, each row once: rows may name one another in circles."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows = rows
        self.made: dict[str, Any] = {}
        self.left = _MAX_VALUES

    def row(self, name: str, depth: int = 0) -> Any:  # noqa: ANN401
        if name not in self.made:
            self.made[name] = None
            self.made[name] = self.value(self.rows.get(name), depth)
        return self.made[name]

    def value(self, raw: object, depth: int) -> Any:  # noqa: ANN401
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            return None
        if isinstance(raw, _Text):
            return str(raw)
        if isinstance(raw, str):
            return self._string(raw, depth) if raw.startswith("$") else raw
        if isinstance(raw, list):
            if len(raw) >= 4 and raw[0] == "$" and isinstance(raw[1], str) and isinstance(raw[3], dict):
                return Element(tag=raw[1] if _TAG.fullmatch(raw[1]) else "", props=self._props(raw[3], depth))
            return [self.value(inner, depth + 1) for inner in raw]
        return self._props(raw, depth) if isinstance(raw, dict) else raw

    def _props(self, raw: dict[str, Any], depth: int) -> dict[str, Any]:
        return {key: self.value(inner, depth + 1) for key, inner in raw.items() if key not in _STAND_INS}

    def _string(self, raw: str, depth: int) -> Any:  # noqa: ANN401
        if raw.startswith("$$"):
            return raw[1:]
        found = _REFERENCE.fullmatch(raw)
        if found is None:
            return None
        if not found[2]:
            return self.row(found[1], depth + 1)
        return self.value(_part(self.rows.get(found[1]), found[2].split(":")[1:]), depth + 1)


def _part(raw: object, path: Iterable[str]) -> Any:  # noqa: ANN401
    """Follow a path like `props:children:0` into a row."""
    for step in path:
        if isinstance(raw, dict):
            raw = raw.get(step)
        elif isinstance(raw, list):
            at = _PARTS.get(step, -1) if raw[:1] == ["$"] else int(step) if step.isdecimal() else -1
            raw = raw[at] if 0 <= at < len(raw) else None
        else:
            return None
    return raw
