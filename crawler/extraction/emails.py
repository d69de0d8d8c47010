"""E-mail addresses that a page hides from robots, as the reader sees them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PATH = "/cdn-cgi/l/email-protection#"
_MAX_HEX = 512
_MASK = re.compile(r"\[\s*email\s*protected\s*\]", re.IGNORECASE)
_CODES = re.compile(r"(?:data-cfemail\s*=\s*[\"']?|/cdn-cgi/l/email-protection#)([0-9a-fA-F]{4,512})", re.IGNORECASE)


def decoded_email(element: HtmlElement) -> str:
    """Return the address Cloudflare's e-mail protection hides in an element, "" where it hides none."""
    code = element.get("data-cfemail")
    if code is None and element.tag == "a":
        _, found, code = (element.get("href") or "").partition(_PATH)
        if not found or not _MASK.search("".join(element.itertext())):
            return ""
        if len(element) and any(child.get("data-cfemail") for child in element):
            return ""
    return decode_cfemail(code) if code else ""


def decode_cfemail(code: str) -> str:
    """Decode Cloudflare's hexadecimal form: the first byte is the key the others are XORed with.

    >>> decode_cfemail("7b0b1e14110b171e3b1e031a160b171e5514091c")
    'peojple@example.org'
    """
    try:
        data = bytes.fromhex(code[:_MAX_HEX])
    except ValueError:
        return ""
    address = bytes(byte ^ data[0] for byte in data[1:]).decode("utf-8", "replace") if data else ""
    return address.partition("?")[0]


def hidden_addresses(markup: str) -> list[str]:
    """Return the addresses Cloudflare's protection hides anywhere in a page: its key differs with every answer."""
    return [decode_cfemail(code) for code in _CODES.findall(markup)]
