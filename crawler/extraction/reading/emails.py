"""E-mail addresses that a page hides from robots, as the reader sees them, and those behind the words of links."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_PATH = "/cdn-cgi/l/email-protection#"
_MAX_HEX = 512  # letters of a protected address; those of 2,649 real pages have 64 at most
_MAX_WRITES = 50  # scripts on a page that write something; 2,649 real pages have 2 at most
_MAX_INSIDE = 50  # elements in one that hides an address
_MAX_STYLE = 300  # letters of a style in which text may be turned round; a guess
_HOLDERS = frozenset({"a", "b", "bdo", "code", "em", "i", "span", "strong"})
_MAX_SCRIPT = 2_000  # letters of a script that writes an address; a guess
_WRITE = re.compile(r"document\.write(?:ln)?\s*\(")
_SCRIPT_END = re.compile(r"</script[^>]{0,20}>", re.IGNORECASE)
# An address that is not spelled out stands in one of these attributes, or in that of a link.
_TELLING = frozenset({"data-cfemail", "data-domain", "data-host", "dir", "style"})
_ASSIGNED = re.compile(r"\b(\w{1,40})\s*=\s*(['\"])([^'\"<>\n]{0,200})\2")
_PIECE = re.compile(r"'([^'\n]{0,300})'|\"([^\"\n]{0,300})\"|\b([A-Za-z_]\w{0,40})\b")
_TAG = re.compile(r"<[^<>]{0,400}>")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NAME = re.compile(r"\w+")
_NOT_DIALLED = re.compile(r"[^\d+]")
_MAX_TARGET = 500  # letters of a link's target that are looked at; a guess
_SAME_END = 5  # figures at the end by which a number is one that is shown without its prefix; a guess
_MASK = re.compile(r"\[\s*email\s*protected\s*\]", re.IGNORECASE)


def decoded_email(element: HtmlElement, said: Mapping[str, str]) -> str:
    """Return the address an element shows but does not spell out, "" where there is none.

    It may be under Cloudflare's e-mail protection, written backwards and shown from right to left, or in pieces in the
    attributes of an empty element.

    Args:
        element: any.
        said: its attributes.
    """
    if _TELLING.isdisjoint(said) and _PATH not in said.get("href", ""):  # as most
        return ""
    address = _protected(element, said)
    return address or (_backwards(element, said) or _in_pieces(element, said) if element.tag in _HOLDERS else "")


def _backwards(element: HtmlElement, said: Mapping[str, str]) -> str:
    style = said.get("style", "")[:_MAX_STYLE].lower()
    if not ("bidi-override" in style and "rtl" in style) and not (
        element.tag == "bdo" and said.get("dir", "").lower() == "rtl"
    ):
        return ""
    text = (shown_within(element) or "").strip()[::-1]
    return text if _ADDRESS.fullmatch(text) else ""


def shown_within(element: HtmlElement, *, most: int = _MAX_INSIDE) -> str | None:
    """Return the text in an element; None where it holds more elements than what is asked about here ever does.

    Who asks this of elements in one another would else read the innermost again for each.
    """
    return None if next(islice(element.iter(), most, None), None) is not None else "".join(element.itertext())


def _in_pieces(element: HtmlElement, said: Mapping[str, str]) -> str:
    domain = said.get("data-domain") or said.get("data-host")
    user = said.get("data-user") or said.get("data-name") or said.get("data-local")
    if not domain or not user or len(element) or (element.text or "").strip():
        return ""
    top = said.get("data-tld")
    address = f"{user}@{domain}.{top}" if top else f"{user}@{domain}"
    return address if _ADDRESS.fullmatch(address) else ""


def _protected(element: HtmlElement, said: Mapping[str, str]) -> str:
    code = said.get("data-cfemail")
    if code is None and element.tag == "a":
        _, found, code = said.get("href", "").partition(_PATH)
        if not found or not _MASK.search(shown_within(element) or ""):
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


def address_in_link(target: str) -> str:
    """Return the address that a link under Cloudflare's protection leads to, "" for any other link."""
    _, found, code = target.partition(_PATH)
    return decode_cfemail(code) if found else ""


def contact_of(target: str) -> str:
    """Return the address or number that a link leads to, "mailto:dpo@example.org" or "tel:+4930123456", or ""."""
    if ":" not in target and _PATH not in target:  # as most links within a site
        return ""
    if _PATH in target:
        address = address_in_link(target)
        return f"mailto:{address}" if _ADDRESS.fullmatch(address) else ""
    scheme, _, rest = target[:_MAX_TARGET].strip().partition(":")
    if scheme.lower() == "tel":
        number = _NOT_DIALLED.sub("", unquote(rest))
        return f"tel:{number}" if len(number) > _SAME_END else ""
    address = unquote(rest.partition("?")[0]).strip() if scheme.lower() == "mailto" else ""
    return f"mailto:{address}" if _ADDRESS.fullmatch(address) else ""


def contact_behind(element: HtmlElement) -> str:
    """Return the address or number that a link has behind its words, in angle brackets as in RFC 3986, or "".

    There is none where the link shows it, in whatever spelling, or has no words: "write to us <mailto:a@example.org>".
    """
    contact = contact_of(element.get("href") or "")
    if not contact:
        return ""
    shown = shown_within(element) or ""
    if not any(map(str.isalnum, shown)) or _MASK.search(shown):
        return ""
    scheme, _, address = contact.partition(":")
    if scheme == "tel":
        is_shown = address[-_SAME_END:] in _NOT_DIALLED.sub("", shown)
    else:
        said = set(_NAME.findall(shown.casefold()))
        user, _, domain = address.casefold().partition("@")
        is_shown = said.issuperset(_NAME.findall(f"{user} {domain.partition('.')[0]}"))
    return "" if is_shown else f"<{contact}>"


def written_out(markup: str) -> str:
    """Return the markup with scripts that write an address in pieces replaced by the address."""
    if "document.write" not in markup:
        return markup
    kept: list[str] = []
    at = 0
    for call in islice(_WRITE.finditer(markup), _MAX_WRITES):
        start = markup.rfind("<script", max(at, call.start() - _MAX_SCRIPT), call.start())
        end = _SCRIPT_END.search(markup, call.end(), call.end() + _MAX_SCRIPT)
        if start < 0 or end is None:
            continue
        address = _address(markup[start : end.start()])
        if address:
            kept += [markup[at:start], address]
            at = end.end()
    return "".join([*kept, markup[at:]])


def _address(script: str) -> str:
    """Put together what a script writes; "" where that is no address."""
    known = {name: text for name, _, text in _ASSIGNED.findall(script)}
    pieces = _PIECE.findall(script.partition("document.write")[2])
    said = _TAG.sub(" ", "".join(single or double or known.get(name, "") for single, double, name in pieces))
    found = _ADDRESS.search(unescape(said))
    return found.group() if found else ""
