"""Documents inside a page: frames that carry their page in `srcdoc`, and declarative shadow trees."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.extraction.reading.html import MAX_TAGS, is_too_large, parse, strip_opaque

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_MAX_FRAMES = 30  # of a page; 2,649 real ones have 11 at most
_MAX_SLOTS = 5_000  # of a page's shadow trees; a guess: 2,649 real pages have none
_MAX_CHARS = 3_000_000  # letters of the pages that its frames hold; a guess: 2,649 real pages have none
_SRCDOC = re.compile(r"""\bsrcdoc\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'<>]+))""", re.IGNORECASE)


def unfold(root: HtmlElement, *, depth: int = 2) -> None:
    """Put what frames and shadow trees hold in their place in the tree, as a browser shows it.

    Args:
        root: the page; it is changed.
        depth: how many frames within frames are opened.
    """
    shadows = [
        template
        for template in root.iter("template")
        if template.get("shadowrootmode") is not None or template.get("shadowroot") is not None
    ]
    for template in shadows:
        template.tag = "div"
    _fill_slots(root, shadows)
    room, tags = _MAX_CHARS, MAX_TAGS
    for frame in list(root.iter("iframe"))[:_MAX_FRAMES]:
        source = frame.get("srcdoc") or ""
        room -= len(source)
        tags -= source.count("<")
        if source.strip() and room > 0 and tags > 0:
            _open(frame, source, depth)


def _fill_slots(root: HtmlElement, shadows: list[HtmlElement]) -> None:
    """Put the children of shadow trees' hosts where the trees show them: a heading stands above its section again."""
    trees = set(shadows)
    slots: dict[tuple[HtmlElement, str], HtmlElement] = {}
    for slot in islice(root.iter("slot"), _MAX_SLOTS if trees else 0):
        tree = next((around for around in slot.iterancestors() if around in trees), None)
        if tree is not None:
            slots.setdefault((tree, slot.get("name") or ""), slot)
    hosts: dict[HtmlElement, HtmlElement] = {}
    for tree, _ in slots:
        if (host := tree.getparent()) is not None:
            hosts.setdefault(host, tree)  # the first tree of a host is its tree
    for host, tree in hosts.items():
        _fill(host, tree, slots)


def _fill(host: HtmlElement, tree: HtmlElement, slots: Mapping[tuple[HtmlElement, str], HtmlElement]) -> None:
    rest = slots.get((tree, ""))
    if rest is not None:
        host.text = _put(rest, host.text)
    for child in list(host):
        place = slots.get((tree, child.get("slot") or ""))
        if rest is not None:  # the text behind an element does not go with it
            child.tail = _put(rest, child.tail)
        if place is None or child is tree:
            continue
        if place.get("filled") is None:
            _empty(place)
        place.append(child)


def _put(slot: HtmlElement, text: str | None) -> str | None:
    """Put a text that says something into a slot; return what stays where it stands."""
    if not (text or "").strip():
        return text
    if slot.get("filled") is None:
        _empty(slot)
    etree.SubElement(slot, "span").text = text
    return None


def _empty(slot: HtmlElement) -> None:
    """Take out what a slot shows only while nothing is put into it."""
    tail = slot.tail
    name = slot.get("name") or ""
    slot.clear()
    slot.tail = tail
    slot.set("name", name)
    slot.set("filled", "filled")


def _open(frame: HtmlElement, source: str, depth: int) -> None:
    visible = strip_opaque(source)
    inner = None if is_too_large(visible) else parse(visible)
    if inner is None:
        return
    if depth > 1:
        unfold(inner, depth=depth - 1)
    body = inner.find("body")
    tail = frame.tail
    frame.clear()
    frame.tail = tail
    frame.tag = "div"
    for node in [inner] if body is None else [body]:
        node.tag = "div"
        node.tail = None
        frame.append(node)


def framed_markup(markup: str) -> str:
    """Return what the frames of a page carry, without looking at the page itself: for its digest."""
    if "srcdoc" not in markup.lower():
        return ""
    sources = _sources(markup)
    return " ".join([*sources, *(inner for source in sources for inner in _sources(source))])


def _sources(markup: str) -> list[str]:
    return [unescape(found[1] or found[2] or found[3]) for found in _SRCDOC.finditer(markup)]
