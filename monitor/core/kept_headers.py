"""Which HTTP headers are kept with a version: few, short, and none that lets anybody in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.steering import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.records.provenance import Headers

# guesses, far above what is common: 20 to 40 headers in 1 to 3 KB; a content security policy alone may have 8 KB
MOST_HEADERS = 80
LONGEST_VALUE = 1_000  # characters of one value
MOST_CHARACTERS = 8_000  # of names and values together

_LONGEST_NAME = 100  # likewise
# whatever a server or a proxy calls what it knows a visitor by; a name too many costs nothing but its value
_SECRET = re.compile(r"cookie|auth|token|secret|session|passw|credential|csrf|xsrf|api-?key|signature", re.IGNORECASE)


def kept_headers(pairs: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Choose what is kept of the headers of a request or an answer.

    Args:
        pairs: names and values in their order, as they came.

    Returns:
        At most 80 of them in at most 8,000 characters, the first that have room; of a long value its beginning, with
        "…" at its end. The value of what may be a credential (RFC 6265, RFC 9110 section 11) is None.

    >>> kept_headers([(b"Server", b"mill"), (b"Set-Cookie", b"id=1"), (b"X-Note", b"a" * 2000)])[:2]
    (('Server', 'mill'), ('Set-Cookie', None))
    """
    kept: list[tuple[str, str | None]] = []
    room = MOST_CHARACTERS
    for raw_name, raw_value in pairs:
        name = _text(raw_name, _LONGEST_NAME)
        value = None if _is_secret(name) else _text(raw_value, LONGEST_VALUE)
        room -= len(name) + len(value or "")
        if room < 0 or len(kept) == MOST_HEADERS:
            break
        kept.append((name, value))
    return tuple(kept)


@lru_cache(maxsize=1_000)  # names; every answer has the same few, and asking costs half of all that is done here
def _is_secret(name: str) -> bool:
    return _SECRET.search(name) is not None


def _text(raw: bytes, most: int) -> str:
    # RFC 9110 section 5.5: whatever is outside ASCII is opaque; latin-1 loses none of it
    text = raw[: most + 1].decode("latin-1")
    if not text.isprintable():
        text = printable(text).replace("\n", " ").replace("\t", " ")
    return text if len(text) <= most else f"{text[: most - 1]}…"
