"""Text that was UTF-8, was read as Latin-1 and written as UTF-8 again, by the server itself: "policyâ€™s"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

# what a byte that follows is taken for: as Windows-1252, or as Latin-1, which has a control character for it
_FOLLOWING = "".join(
    sorted({one for byte in range(0x80, 0xC0) for one in (bytes([byte]).decode("cp1252", "ignore"), chr(byte)) if one})
)
_TWICE = re.compile(
    rf"[\u00c2-\u00df][{re.escape(_FOLLOWING)}]|[\u00e0-\u00ef][{re.escape(_FOLLOWING)}]{{2}}"
    rf"|[\u00f0-\u00f4][{re.escape(_FOLLOWING)}]{{3}}"
)
_ASCII = bytes(range(0x80))
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
# places where letters read as encoded twice; a guess: halved or doubled, none of 25 real pages and 25 of ours differs
_LEAST = 3
_NEARLY_ALL = 0.9  # of what is not ASCII that has to read so; a guess: no page at hand comes near it


def mended(text: str) -> str:
    """Return a text as it was before it was encoded twice; the text itself where that did not happen.

    Only where nearly all that is not ASCII reads so: a page that shows an example of it is left alone.
    """
    if text.isascii():
        return text
    # all that is not ASCII in a row: hardly any page has such letters side by side even then, and this is soon found
    packed = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if sum(1 for _ in islice(_TWICE.finditer(packed), _LEAST)) < _LEAST:
        return text
    foreign = "\n".join(_FOREIGN.findall(text))
    twice = _TWICE.findall(foreign)
    if len(twice) < _LEAST or sum(map(len, twice)) < _NEARLY_ALL * (len(foreign) - foreign.count("\n")):
        return text
    return _TWICE.sub(lambda found: _once(found.group()), text)


@lru_cache(maxsize=4096)  # a language has some hundred such letters
def _once(letters: str) -> str:
    raw = b"".join(_byte(letter) for letter in letters)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return letters


def _byte(letter: str) -> bytes:
    return letter.encode("cp1252") if ord(letter) > 0xFF else letter.encode("latin-1")
