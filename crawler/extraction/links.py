"""The links of a page, each with its words and its place; what a page says of its language and its name."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from crawler.extraction.decode import decode
from crawler.extraction.html import is_too_large, parse, strip_opaque
from crawler.extraction.kinds import Kind, kind_of
from crawler.extraction.language import declared_language, language_of
from crawler.extraction.text import fold
from monitor.core.errors import InvalidInputError
from monitor.core.records import Link, PageLinks, Part
from monitor.core.urls import LONGEST, normalise_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from monitor.core.records import Body

MOST_LINKS = 5_000
_MOST_TEXT = 300
_MOST_PIECES = 40
_MOST_ELEMENTS = 200  # of a link, that are looked at
_MOST_BYTES = 5_000_000
_TAGS = {"footer": Part.FOOTER, "nav": Part.MENU, "header": Part.MENU, "dialog": Part.DIALOG, "article": Part.MAIN}
_ROLES = {
    "contentinfo": Part.FOOTER, "navigation": Part.MENU, "banner": Part.MENU, "dialog": Part.DIALOG,
    "alertdialog": Part.DIALOG,
}  # fmt: skip
_DIALOG = re.compile(r"cookie|consent|modal|popup|gdpr|cmp(?![a-z])", re.IGNORECASE)
_FOOTER = re.compile(r"foot(?:er)?(?![a-z])|(?<![a-z])(?:colophon|bottom|fuss|pie(?:-de)?-pagina)", re.IGNORECASE)
_NO_BASE = ("http://", "https://")


def read_links(body: Body, *, url: str) -> PageLinks:
    """Read the links of a page.

    Args:
        body: the page's bytes.
        url: its address, against which links are resolved.

    Returns:
        Its links to http and https addresses, at most 5,000; none where it is no page.
    """
    empty = PageLinks(url=url)
    if len(body.content) > _MOST_BYTES or kind_of(body.content, body.media_type, url) is not Kind.HTML:
        return empty
    markup = decode(body.content, body.charset)
    if markup is None or is_too_large(markup := strip_opaque(markup)):
        return empty
    root = parse(markup)
    if root is None:
        return empty
    return PageLinks(
        url=url,
        language=_language(root),
        names=tuple(_names(root)),
        links=tuple(islice(_links(root, _base(root, url)), MOST_LINKS)),
    )


def _language(root: HtmlElement) -> str:
    """Return what the page declares: a home page has many words of other languages and few of its own."""
    declared = declared_language(root)
    return language_of("", declared) or language_of(fold(" ".join(islice(root.itertext(), 2_000))))


def _base(root: HtmlElement, url: str) -> str:
    found = root.find(".//base[@href]")
    base = _joined(url, (found.get("href") or "") if found is not None else "")
    return base if base.startswith(_NO_BASE) and len(base) <= LONGEST else url


def _joined(base: str, href: str) -> str:
    if len(href) > 2 * LONGEST:
        return ""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def _names(root: HtmlElement) -> Iterator[str]:
    for meta in islice(root.iter("meta"), 200):
        if (meta.get("property") or meta.get("name") or "").lower() in {"og:site_name", "application-name"}:
            yield fold(meta.get("content") or "")[:100]
    title = root.find(".//title")
    if title is not None:
        yield from (fold(part)[:100] for part in re.split(r"\s[|–—·:-]\s", title.text or "")[:6])


def _links(root: HtmlElement, base: str) -> Iterator[Link]:
    parts: dict[HtmlElement, Part] = {}
    for element in root.iter():
        parent = element.getparent()
        above = parts[parent] if parent is not None else Part.MAIN
        parts[element] = _part(element, above)
        if element.tag in {"a", "area", "link"} and (link := _link(element, base, parts[element])):
            yield link


def _part(element: HtmlElement, above: Part) -> Part:
    if element.tag == "head":
        return Part.HEAD
    if element.tag in {"html", "body"} or not isinstance(element.tag, str):
        return Part.MAIN
    if found := _TAGS.get(element.tag) or _ROLES.get(element.get("role") or ""):
        return found if above in {Part.MAIN, Part.MENU} else above
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_MOST_TEXT]
    if above is Part.MAIN and element.tag in {"div", "section", "aside", "ul", "table", "p"} and names.strip():
        return Part.FOOTER if _FOOTER.search(names) else Part.DIALOG if _DIALOG.search(names) else above
    return above


def _link(element: HtmlElement, base: str, part: Part) -> Link | None:
    href = (element.get("href") or "").strip()
    rel = frozenset((element.get("rel") or "").lower().split())
    if (
        not href
        or href == "#"
        or (element.tag == "link" and not rel & {"alternate", "privacy-policy", "terms-of-service"})
    ):
        return None
    address, fragment = urldefrag(_joined(base, href))
    try:
        url = normalise_url(address)
    except InvalidInputError:
        return None
    return Link(
        url=url,
        text=_text(element),
        rel=rel,
        language=(element.get("hreflang") or "").lower()[:10],
        part=part,
        fragment=fragment[:100],
    )


def _texts(near: list[HtmlElement], *, is_whole: bool) -> Iterator[str]:
    """Yield the texts in an element of which the first elements are given, all or many more than a link has."""
    if is_whole:
        yield from near[0].itertext()
    else:
        yield from (one.text for one in near if one.text)


def _text(element: HtmlElement) -> str:
    near = list(islice(element.iter(), _MOST_ELEMENTS))
    said = (part[: 2 * _MOST_TEXT] for part in islice(_texts(near, is_whole=len(near) < _MOST_ELEMENTS), _MOST_PIECES))
    text = fold(" ".join(said)[: 2 * _MOST_TEXT])
    if not text:
        image = next((one for one in near if one.tag == "img" and one.get("alt") is not None), None)
        text = (
            element.get("aria-label") or element.get("title") or (image.get("alt") if image is not None else "") or ""
        )
    return fold(text)[:_MOST_TEXT]
