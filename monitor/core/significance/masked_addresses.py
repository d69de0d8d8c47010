"""E-mail addresses that a page shows in part, so that no machine reads them: "jo...@example.org"."""

from __future__ import annotations

import re

_LEAST = 3  # letters and figures of an address that have to be shown to tell whose it is; a guess
_MASK = re.compile(r"\.{3,64}|…{1,64}|\*{1,64}|•{1,64}")
# From the edge of a run on, and bounded in length, so that no text makes it run away.
_ADDRESS = re.compile(r"(?<![\w.+*•…-])[\w.+*•…-]{1,64}@[\w.*•…-]{1,253}[\w*•…]")


def unmasked(text: str, other: str) -> str:
    """Return a text whose masked addresses are written out, where those of the other text fit them.

    Args:
        text: in which an address may be masked by dots or stars.
        other: another wording of it, whose addresses stand in the same order.
    """
    addresses = list(_ADDRESS.finditer(text))
    others = _ADDRESS.findall(other)
    if len(addresses) != len(others):
        return text
    parts, end = [], 0
    for found, address in zip(addresses, others, strict=True):
        is_masked = _MASK.search(found.group()) and not _MASK.search(address)
        parts += [text[end : found.start()], address if is_masked and _fits(found.group(), address) else found.group()]
        end = found.end()
    return "".join([*parts, text[end:]])


def _fits(masked: str, address: str) -> bool:
    """Tell whether an address begins, ends and goes on as far as the masked one shows."""
    first, *middle = _MASK.split(masked.casefold())
    address = address.casefold()
    if not address.startswith(first) or sum(map(str.isalnum, _MASK.sub("", masked))) < _LEAST:
        return False
    place = len(first)
    for piece in middle[:-1]:
        place = address.find(piece, place) + len(piece)
        if place < len(piece):
            return False
    return address.endswith(middle[-1]) and place + len(middle[-1]) <= len(address)
