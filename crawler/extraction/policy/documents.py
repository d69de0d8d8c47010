"""The documents that a page holds side by side: in tabs, under headings, or in the state of its scripts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.extraction.furniture.furniture_words import CONTROLS
from crawler.extraction.policy.editions import PAGE_WORDS
from crawler.extraction.policy.named_state import named_values, words_in
from crawler.extraction.policy.state import may_hold_policy
from crawler.extraction.reading.parts import heading_rank, said_in
from crawler.extraction.reading.tags import DROPPED
from monitor.core.linkwords import kind_of_title, named_kinds
from monitor.core.records import PagePart
from monitor.core.text import word_count
from monitor.core.urls import part_of, with_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from crawler.extraction.reading.reading import Reading

MOST_PARTS = 20
"""Documents of a page that are told; a guess: who has more gives each an address."""
_MOST_READ = 500  # headings, panels and named values whose words are looked at for the name of a document; a guess
_LONGEST_NAME = 100  # characters of an id that people are offered; a longer one is none that they could type


def documents_on(reading: Reading) -> tuple[PagePart, ...]:
    """Return the documents of a page that holds several side by side.

    A document calls itself one ("Privacy policy", "Terms of use") in the heading above it, in the label of its tab or
    in a link to it within the page, has as many words as a page has, and stands in no other; and they are of
    two kinds at least, for one policy may speak of itself in the headings of its sections.

    Args:
        reading: the page.

    Returns:
        Them in the page's order, 20 at most, each by the name that an address gives it; none where there are fewer
        than two.
    """
    tree = reading.tree
    if tree is None:
        return ()
    for found in (_headed(tree.root), _in_panels(tree.root), _linked(tree.root), _in_state(reading)):
        parts = {part.name: part for part in islice(found, _MOST_READ) if _may_be_given(part.name)}
        if len({part.kind for part in parts.values()}) > 1:
            return tuple(islice(parts.values(), MOST_PARTS))
    return ()


def _may_be_given(name: str) -> bool:
    """Tell whether an address can give a name, and a person type it."""
    return len(name) <= _LONGEST_NAME and name.isprintable() and part_of(with_part("", name)) == name


def kind_of_label(label: str, *, hints: bool = False) -> str:
    """Return the kind of document that a title or a label names, "" where it names none.

    What heads a box to set cookies ("Cookie settings") names no document.
    """
    return "" if CONTROLS.fullmatch(label.lower()) else kind_of_title(label, hints=hints)


def _is_of_several(title: str) -> bool:
    """Tell a title over terms and another document ("Terms & privacy"); "Privacy and cookie policy" is one document."""
    kinds = {kind for _, kind in named_kinds(title)}
    return "terms" in kinds and len(kinds) > 1


def _headed(root: HtmlElement) -> Iterator[PagePart]:
    """Yield the documents under headings; what stands under one of them is a section of it."""
    open_one: tuple[int, HtmlElement, int] | None = None
    words = looked = 0
    for element, text in _texts(root):
        rank = heading_rank(element) if text is None else 0
        if text is not None:
            words += word_count(text)
        elif rank and (open_one is None or rank <= open_one[0]) and looked < _MOST_READ:
            looked += 1
            yield from _ended(open_one, words)
            title = said_in(element)
            open_one = (rank, element, words) if kind_of_label(title) and not _is_of_several(title) else None
    yield from _ended(open_one, words)


def _texts(root: HtmlElement) -> Iterator[tuple[HtmlElement, str | None]]:
    """Yield each element as it begins, and each text with the element that it is in or behind."""
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if element.tag in DROPPED:
                events.skip_subtree()
                continue
            yield element, None
        text = element.text if event == "start" else element.tail
        if text and not text.isspace():
            yield element, text


def _ended(document: tuple[int, HtmlElement, int] | None, words: int) -> Iterator[PagePart]:
    if document and words - document[2] >= PAGE_WORDS:
        title = said_in(document[1])
        yield PagePart(
            name=_name(document[1]) or title, title=title, kind=kind_of_label(title), words=words - document[2]
        )


def _name(heading: HtmlElement) -> str:
    """Return by what an address names a heading: its id, or that of the anchor in it or the element it begins."""
    inner = next(heading.iter("a"), None)
    node = heading
    found = [heading.get("id"), *((inner.get("id"), inner.get("name")) if inner is not None else ())]
    while (around := node.getparent()) is not None and around[0] is node and not (around.text or "").strip():
        if around.tag in {"body", "html", "main"}:
            break
        found.append(around.get("id"))
        node = around
    return next((name for name in found if name and _may_be_given(name)), "")


def _in_panels(root: HtmlElement) -> Iterator[PagePart]:
    labels: dict[str, str] = {}
    for tab in islice(root.xpath("//*[@role='tab']"), _MOST_READ):
        names = [*(tab.get("aria-controls") or "").split()[:1], *([tab.get("id")] if tab.get("id") else [])]
        labels |= dict.fromkeys(names, said_in(tab))
    for panel in _outermost(root.xpath("//*[@role='tabpanel']")):
        name = panel.get("id") or ""
        label = labels.get(name) or labels.get((panel.get("aria-labelledby") or "").strip(), "")
        kind = kind_of_label(label, hints=True)
        words = sum(word_count(piece) for piece in panel.itertext()) if kind else 0
        if words >= PAGE_WORDS:
            yield PagePart(name=name or label, title=label, kind=kind, words=words)


def _linked(root: HtmlElement) -> Iterator[PagePart]:
    """Yield the elements to which links within the page lead by the name of a document, if they are most of the page.

    The table of contents of one policy names cookies or terms too, for some of its sections.
    """
    labels: dict[str, str] = {}
    for link in islice(root.xpath("//a[starts-with(@href, '#')]"), _MOST_READ):
        labels.setdefault(part_of(link.get("href") or ""), said_in(link))
    kinds = {name: kind for name, label in labels.items() if name and (kind := kind_of_label(label))}
    targets: dict[str, HtmlElement] = {}
    for element in root.xpath("//*[@id]") if len(kinds) > 1 else ():
        if (name := element.get("id") or "") in kinds:
            targets.setdefault(name, element)
    found = [
        PagePart(name=name, title=labels[name], kind=kinds[name], words=_words_in(target))
        for target in _outermost(targets.values())
        if (name := target.get("id") or "")
    ]
    if sum(part.words for part in found) * 2 > _words_in(root):
        yield from (part for part in found if part.words >= PAGE_WORDS)


def _words_in(element: HtmlElement) -> int:
    """Count the words that an element shows or hides, without those of its scripts and styles."""
    return sum(word_count(text) for _, text in _texts(element) if text is not None)


def _outermost(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    chosen = set(elements := list(elements))
    return (one for one in elements if chosen.isdisjoint(one.iterancestors()))


def _in_state(reading: Reading) -> Iterator[PagePart]:
    if not may_hold_policy(reading):
        return
    found = (one for one in named_values(reading.state) if kind_of_label(one.title or one.name))
    for one in reversed(list(islice(found, MOST_PARTS))):  # they come with the last one first
        if (words := words_in(one.value)) >= PAGE_WORDS:
            title = one.title or one.name
            yield PagePart(name=one.name, title=title, kind=kind_of_label(title), words=words)
