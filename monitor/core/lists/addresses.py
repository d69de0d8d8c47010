"""Cells that hold the address of a page or a site, as people write them into lists."""

from __future__ import annotations

import re

from monitor.core.urls import LONGEST

# "example.org", "www.example.org/en", "https://example.org/privacy", "203.0.113.7:8080"; its last label has two letters
_ADDRESS = re.compile(
    r"(?:https?://)?(?:localhost|(?:[\w-]{1,63}\.){1,10}(?:[^\W\d_]{2,63}|xn--[\w-]{1,59})|\d{1,3}(?:\.\d{1,3}){3})\.?"
    r"(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[^\s@,;]{1,64}@[^\s@,;]{1,255}\.[^\s@,;]{2,63}")
_BETWEEN = re.compile(r"[;,\s]+")


def is_address(cell: str) -> bool:
    """Tell whether a cell holds the address of a site or a page, and nothing else.

    >>> is_address("Acme.example"), is_address("https://acme.example/privacy"), is_address("S.p.A."), is_address("v1.2")
    (True, True, False, False)
    """
    text = cell.strip()
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def is_mail(cell: str) -> bool:
    """Tell whether a cell holds addresses of e-mail, however they are separated, and nothing else."""
    parts = [part for part in _BETWEEN.split(cell.strip()) if part]
    return bool(parts) and all(map(_MAIL.fullmatch, parts))


def in_full(cell: str) -> str:
    """Return an address with its scheme, where that is all it lacks; anything else as it is.

    >>> in_full("acme.example/privacy"), in_full("acme")
    ('https://acme.example/privacy', 'acme')
    """
    text = cell.strip()
    return f"https://{text}" if "://" not in text and is_address(text) else text
