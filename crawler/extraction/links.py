"""The links of a page, each with its words and its place; what a page says of its language and its name."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from crawler.extraction.facts.language import language_of
from crawler.extraction.reading.kinds import Kind
from crawler.extraction.reading.letters import fold
from monitor.core.errors import InvalidInputError
from monitor.core.records import Link, PageLinks, Part
from monitor.core.urls import LONGEST, normalise_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from crawler.extraction.reading.reading import Reading, Tree

MOST_LINKS = 5_000  # of a page; of 2,649 real ones none has more than 557
_MOST_TEXT = 300  # letters of an attribute that are looked at; a guess: longer ones are cut, and real pages have some
_MOST_PIECES = 40  # pieces of text in a link; on 2,649 real pages none has more than 36
_MOST_TITLE = 2_000  # letters of a page's title; of 2,649 real ones none has more than 84
_MOST_LANGUAGE = 100_000  # letters by which a language is told
_MOST_BYTES = 5_000_000  # of a page whose links are read; the largest of 2,649 real ones has 1.3 MB
_TAGS = {"footer": Part.FOOTER, "nav": Part.MENU, "header": Part.MENU, "dialog": Part.DIALOG, "article": Part.MAIN}
_ROLES = {
    "contentinfo": Part.FOOTER, "navigation": Part.MENU, "banner": Part.MENU, "dialog": Part.DIALOG,
    "alertdialog": Part.DIALOG,
}  # fmt: skip
_DIALOG = re.compile(r"cookie|consent|modal|popup|gdpr|cmp(?![a-z])", re.IGNORECASE)
_FOOTER = re.compile(r"foot(?:er)?(?![a-z])|(?<![a-z])(?:colophon|bottom|fuss|pie(?:-de)?-pagina)", re.IGNORECASE)
_NO_BASE = ("http://", "https://")


def read_links(reading: Reading) -> PageLinks:
    """Read the links of a page.

    Args:
        reading: the page; links are resolved against its address.

    Returns:
        Its links to http and https addresses, of the first 5,000 of any kind; none where it is no page.
    """
    url = reading.url
    is_page = len(reading.content) <= _MOST_BYTES and reading.kind is Kind.HTML
    tree = reading.tree if is_page else None
    if tree is None:
        return PageLinks(url=url)
    return PageLinks(
        url=url,
        language=_language(tree),
        names=tuple(_names(tree.root)),
        links=tuple(filter(None, islice(_links(tree.root, base_of(tree.root, url)), MOST_LINKS))),
    )


def _language(tree: Tree) -> str:
    """Return what the page declares: a home page has many words of other languages and few of its own."""
    said = islice(tree.root.itertext(), 2_000)
    return language_of("", tree.language) or language_of(fold(" ".join(said)[:_MOST_LANGUAGE]))


def base_of(root: HtmlElement, url: str) -> str:
    """Return the address that a page's links are resolved against.

    Args:
        root: the page.
        url: its own address.
    """
    found = root.find(".//base[@href]")
    base = joined(url, (found.get("href") or "")[: LONGEST + 1] if found is not None else "")
    return base if base.startswith(_NO_BASE) and len(base) <= LONGEST else url


def joined(base: str, href: str) -> str:
    """Return where a link leads, "" where that is no address at all."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def _names(root: HtmlElement) -> Iterator[str]:
    for meta in islice(root.iter("meta"), 200):
        if (meta.get("property") or meta.get("name") or "").lower() in {"og:site_name", "application-name"}:
            yield fold((meta.get("content") or "")[:_MOST_TEXT])[:100]
    title = root.find(".//title")
    if title is not None:
        yield from (fold(part)[:100] for part in re.split(r"\s[|–—·:-]\s", (title.text or "")[:_MOST_TITLE])[:6])


def _links(root: HtmlElement, base: str) -> Iterator[Link | None]:
    parts: dict[HtmlElement, Part] = {}
    for element in root.iter():
        parent = element.getparent()
        above = parts[parent] if parent is not None else Part.MAIN
        parts[element] = _part(element, above)
        if element.tag in {"a", "area", "link"} and element.get("href"):
            yield _link(element, base, parts[element])


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
    rel = frozenset((element.get("rel") or "")[:_MOST_TEXT].lower().split())
    if (
        not 0 < len(href) <= LONGEST
        or href == "#"
        or (element.tag == "link" and not rel & {"alternate", "privacy-policy", "terms-of-service"})
    ):
        return None
    address, fragment = urldefrag(joined(base, href))
    try:
        url = normalise_url(address)
    except InvalidInputError:
        return None
    return Link(
        url=url,
        text=_text(element),
        rel=rel,
        language=(element.get("hreflang") or "")[:10].lower(),
        part=part,
        fragment=fragment[:100],
    )


def _text(element: HtmlElement) -> str:
    pieces = (piece[: 2 * _MOST_TEXT] for piece in islice(element.itertext(), _MOST_PIECES))
    text = fold(" ".join(pieces)[: 2 * _MOST_TEXT])
    if not text:
        image = element.find(".//img[@alt]")
        text = (
            element.get("aria-label") or element.get("title") or (image.get("alt") if image is not None else "") or ""
        )
    return fold(text[: 2 * _MOST_TEXT])[:_MOST_TEXT]
