"""What a robots.txt says to us: RFC 9309, of one file only the groups that speak to us, in linear time and memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 500 * 1024
"""Bytes of a file that are read, as section 2.5 has it; what follows is ignored."""

_BOM = b"\xef\xbb\xbf"
# The fields that matter, as sites spell them; others, Sitemap and Crawl-delay among them, end no group.
_AGENT = (b"user-agent", b"useragent", b"user agent")
_DISALLOW = (b"disallow", b"dissallow", b"dissalow", b"disalow", b"diasllow", b"disallaw")
_LINE = re.compile(rb"\s*(" + b"|".join((*_AGENT, b"allow", *_DISALLOW)) + rb")(?:[ \t]*:|[ \t])([^#]*)", re.IGNORECASE)
_TOKEN = re.compile(rb"[a-z_-]+", re.IGNORECASE)
_ESCAPE = re.compile(rb"%([0-9a-f]{2})", re.IGNORECASE)
# An escaped one of these is not the bare one: what parts a path, what escapes, what stands for anything, what ends.
_APART = b"/%*$"
_OVERHEAD = 41  # bytes an empty bytes object and its place in a tuple take


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one site for us.

    Args:
        allowed: patterns of paths that may be fetched, the longest first, their escapes resolved.
        forbidden: patterns of those that may not, likewise.
    """

    allowed: tuple[bytes, ...] = ()
    forbidden: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of memory they take, roughly."""
        return sum(len(pattern) + _OVERHEAD for pattern in (*self.allowed, *self.forbidden))

    def allow(self, url: str) -> bool:
        """Tell whether an address may be fetched: the longest pattern that matches decides, and Allow among equals.

        Args:
            url: an http or https address.

        Returns:
            True where no pattern matches; always for /robots.txt itself.
        """
        path = _path(url)
        if path == b"/robots.txt":
            return True
        against = _longest(self.forbidden, path)
        return against < 0 or _longest(self.allowed, path) >= against


def read_rules(body: bytes, *, agent: str) -> Rules:
    """Read what a robots.txt says to a crawler.

    Args:
        body: the file; of more than 500 KiB, the whole lines of the first 500 KiB.
        agent: the crawler's product token.

    Returns:
        The rules of all groups that name the crawler, whatever the case of its letters; where none does, of all groups
        for any crawler, "*".
    """
    token = agent.lower().encode()
    ours: dict[bool, set[bytes]] = {True: set(), False: set()}
    anyones: dict[bool, set[bytes]] = {True: set(), False: set()}
    is_named = names_us = names_all = False
    is_in_rules = True
    for field, value in _lines(body):
        if field in _AGENT:
            if is_in_rules:  # a new group
                names_us = names_all = is_in_rules = False
            names_us |= _names(value, token)
            names_all |= value.split()[:1] == [b"*"]
            is_named |= names_us
            continue
        is_in_rules = True
        if value:
            for rules in (ours,) * names_us + (anyones,) * names_all:
                rules[field == b"allow"].add(_resolved(value))
    found = ours if is_named else anyones
    return Rules(allowed=_ordered(found[True]), forbidden=_ordered(found[False]))


def _lines(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (field, value) of the lines that matter."""
    if len(body) > MOST_BYTES:
        body = body[:MOST_BYTES]
        body = body[: 1 + max(body.rfind(b"\n"), body.rfind(b"\r"))]
    for line in body.removeprefix(_BOM).splitlines():
        if found := _LINE.match(line):
            yield found.group(1).lower(), found.group(2).strip()


def _names(value: bytes, token: bytes) -> bool:
    found = _TOKEN.match(value)
    return found is not None and found.group().lower() == token


def _ordered(patterns: set[bytes]) -> tuple[bytes, ...]:
    return tuple(sorted(patterns, key=lambda pattern: (-len(pattern), pattern)))


def _resolved(text: bytes) -> bytes:
    """Return a path or a pattern with its escapes resolved, so that all spellings of it are one (section 2.2.2)."""
    return _ESCAPE.sub(_unescaped, text) if b"%" in text else text


def _unescaped(escape: re.Match[bytes]) -> bytes:
    byte = bytes.fromhex(escape.group(1).decode())
    return escape.group().upper() if byte in _APART else byte


def _path(url: str) -> bytes:
    parts = urlsplit(url.partition("#")[0])
    path = (parts.path or "/") + ("?" + parts.query if "?" in url else "")
    return _resolved(path.encode("utf-8", "replace").replace(b"*", b"%2A").replace(b"$", b"%24"))


def _longest(patterns: tuple[bytes, ...], path: bytes) -> int:
    """Return the length of the longest pattern that matches, -1 where none does."""
    return next((len(pattern) for pattern in patterns if _matches(pattern, path)), -1)


def _matches(pattern: bytes, path: bytes) -> bool:
    """Tell whether a pattern matches the start of a path, or all of it where it ends with "$".

    The first place of each piece between two "*" is as good as any other, so that nothing is ever tried twice.
    """
    is_whole = pattern.endswith(b"$")
    first, *pieces = (pattern[:-1] if is_whole else pattern).replace(b"$", b"%24").split(b"*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = pieces.pop() if pieces else None
    for piece in pieces:
        at = path.find(piece, at) + len(piece)
        if at < len(piece):
            return False
    if last is None:
        return not is_whole or at == len(path)
    return path.endswith(last) and len(path) - len(last) >= at if is_whole else path.find(last, at) >= 0
