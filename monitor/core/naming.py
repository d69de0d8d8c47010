"""What a watch is called where nobody says: its host and kind, the part of the page, and what tells it from others."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from monitor.core.steering import printable
from monitor.core.urls import host_of, page_of, part_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from monitor.core.records import WatchSpec

_LONGEST_PART = 60  # characters of a part's name, or of an address, in the name of a watch, as of a tag; a guess
_ENDING = re.compile(r"\.[a-z]{2,5}$")  # ".html", ".pdf", which say nothing of the document
_GAP = re.compile(r"[\W_]+")


def default_name(url: str, kind: str) -> str:
    """Return the name of a watch that nobody has named.

    >>> default_name("https://example.org/legal#cookies", "cookies"), default_name("https://example.org/", "terms")
    ('example.org cookies cookies', 'example.org terms')

    Args:
        url: its normalised address.
        kind: what the document is.
    """
    return f"{host_of(url)} {kind} {printable(part_of(url))[:_LONGEST_PART]}".rstrip()


def told_apart(specs: Sequence[WatchSpec], taken: Collection[str]) -> list[WatchSpec]:
    """Return watches of which none that nobody has named is called as another: by words of its address, or by a number.

    Args:
        specs: in the order in which they are added.
        taken: the names of the watches that there are.
    """
    unnamed = [spec.name == default_name(spec.url, spec.kind) for spec in specs]
    names = {*taken, *(spec.name for spec, is_unnamed in zip(specs, unnamed, strict=True) if not is_unnamed)}
    found: list[WatchSpec] = []
    for spec, is_unnamed in zip(specs, unnamed, strict=True):
        name = spec.name
        if is_unnamed and name in names:
            free = (f"{name} {words}" for words in chain(_words_of(spec), map(str, count(2))))
            name = next(one for one in free if one not in names)
        names.add(name)
        found.append(replace(spec, name=name))
    return found


def _words_of(spec: WatchSpec) -> Iterator[str]:
    """Yield the last words of the address of a watch, more and more of its path, then its query, at last its port.

    What its name says already is none of them.
    """
    address = urlsplit(page_of(spec.url))
    port = "" if address.port is None else str(address.port)
    segments = [port, unquote(address.query), *_ENDING.sub("", unquote(address.path)).split("/")]
    said = set(_GAP.split(spec.name.lower()))
    words: list[str] = []
    for segment in reversed(segments):
        words[:0] = [word for word in _GAP.split(segment.lower()) if word and word not in said]
        if words:
            yield printable(" ".join(words))[:_LONGEST_PART].rstrip()
