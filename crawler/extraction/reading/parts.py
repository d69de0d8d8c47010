"""Parts of a page: what the fragment of an address names, cut out of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.extraction.reading.letters import fold, squash
from crawler.extraction.reading.runs import SENTENCE_WORDS
from crawler.extraction.reading.tags import DROPPED, HEADINGS, INLINE
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

_MOST_NAMESAKES = 20  # headings of the same words, or elements of one id, that are looked at; a guess: few lead to one
_MOST_PIECES = 40  # pieces of text of a heading or a label; see `crawler/extraction/links.py`
_LONGEST = 300  # characters of a heading or a label by which it is known
_TERM = 7  # the rank of what heads without being a heading: a term, a summary; below h6
_KEPT = ("lang", "dir", "xml:lang")  # of what stands around a part: how it looks and is called says nothing of the part
_Event = tuple[str, "HtmlElement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Where a part begins and ends.

    Args:
        start: its first element.
        end: the element before which it ends; None where it is the first element alone.
        is_open: whether it goes to the end of the page instead.
    """

    start: HtmlElement
    end: HtmlElement | None = None
    is_open: bool = False


def cut_out(root: HtmlElement, name: str, *, is_bare: bool = True) -> list[HtmlElement] | None:
    """Leave of a page only the part of a name.

    It is the element with that id, or the anchor of that name, else the heading, the summary or the tab with these
    words, of several the one with most text: menus have headings too. A tab means its panel, a summary what it unfolds;
    a heading, or what stands right before one or around it, means all up to the next heading of its level; an anchor in
    running text all up to the next one, or to the end of its section; anything else means itself. Where nothing stands
    between a heading and the next of its rank, its box is meant, if others beside it begin so. Of several with one
    id the first counts, as in browsers, those that are only entries of a menu last.

    Args:
        root: the page; all else is taken out of it.
        name: the fragment, decoded.
        is_bare: whether what stands around the part loses its names and roles, which say nothing of the part.

    Returns:
        What was taken out, in the page's order; None where the page has no such part, which is then left as it is.
    """
    events = list(etree.iterwalk(root, events=("start", "end")))
    span = _named(root, name, events) or _worded(root, name, events) or _named(root, name, events, entries=True)
    if span is None:
        return None
    taken = [*_taken_before(span.start), *_taken_behind(span)]
    if is_bare:
        for around in span.start.iterancestors():
            _strip(around)
        if span.end is None and not span.is_open:
            _strip(span.start)
    return taken


def heading_rank(element: HtmlElement) -> int:
    """Return the level of a heading, 7 for a term or a summary, 0 for what heads nothing."""
    if level := HEADINGS.get(str(element.tag)):
        return level
    if element.get("role") == "heading":
        level_said = element.get("aria-level") or ""
        return int(level_said) if level_said in {"1", "2", "3", "4", "5", "6"} else 2
    return _TERM if element.tag in {"dt", "summary"} else 0


def said_in(element: HtmlElement) -> str:
    """Return the words of a heading or a label, cut where they are long."""
    pieces = (piece[:_LONGEST] for piece in islice(element.itertext(), _MOST_PIECES))
    return fold(" ".join(pieces))[:_LONGEST]


def _named(root: HtmlElement, name: str, events: Sequence[_Event], *, entries: bool = False) -> _Span | None:
    found = chain(
        (element for element in root.iter(etree.Element) if element.get("id") == name),
        (element for element in root.iter("a") if element.get("name") == name),
    )
    target = next((one for one in islice(found, _MOST_NAMESAKES) if _is_entry(one) is entries), None)
    return None if target is None else _span(root, target, events, name)


def _is_entry(target: HtmlElement) -> bool:
    """Tell whether an element is an entry of a menu: it says nothing but a link, heads nothing and opens nothing."""
    if target.get("role") == "tab" or target.get("aria-controls") is not None:
        return False
    if any(heading_rank(one) for one in target.iterancestors()):
        return False
    if target.tag == "a":
        return bool(target.get("href")) and any(not text.isspace() for text in target.itertext())
    is_linked = False
    events = etree.iterwalk(target, events=("start", "end"))
    for event, element in events:
        if heading_rank(element):
            return False
        text = element.text if event == "start" else element.tail if element is not target else None
        if event == "start" and element.tag == "a" and element.get("href"):
            is_linked |= any(not text.isspace() for text in element.itertext())
            events.skip_subtree()
        elif text and not text.isspace():
            return False
    return is_linked


def _worded(root: HtmlElement, name: str, events: Sequence[_Event]) -> _Span | None:
    spans = (_span(root, target, events, name) for target in islice(_saying(root, name), _MOST_NAMESAKES))
    return max(spans, key=lambda span: _words(events, span), default=None)


def _saying(root: HtmlElement, name: str) -> Iterator[HtmlElement]:
    words = squash(name)
    for element in root.iter(etree.Element) if words else ():
        if (heading_rank(element) or element.get("role") == "tab") and squash(said_in(element)) == words:
            yield element


def _words(events: Sequence[_Event], span: _Span) -> int:
    end = ("start", span.end) if span.end is not None else ("end", span.start)
    words = 0
    for kind, element in islice(events, events.index(("start", span.start)), None):
        if (kind, element) == end and not span.is_open:
            break
        words += word_count((element.text if kind == "start" else element.tail) or "")
    return words


def _span(root: HtmlElement, target: HtmlElement, events: Sequence[_Event], name: str) -> _Span:
    target = _opened(root, target)
    at = events.index(("start", target))
    heading = next((one for one in (target, *target.iterancestors()) if heading_rank(one)), None)
    if heading is None:
        behind = _heading_at(events, at)
        # builders put an empty block with the id above the block with the heading
        says_name = behind is not None and squash(name) in squash(said_in(behind))
        heading = behind if says_name or _leads_on(target) else None
    if heading is None or _goes_on(events, heading, target):
        is_mark = target.tag in INLINE and all(inner.tag in INLINE for inner in target.iterdescendants(etree.Element))
        rank = _rank_before(events, at)
        return _to_next(events, target, rank, mark=str(target.tag)) if is_mark else _Span(start=target)
    around = heading.getparent()
    if heading.tag == "summary" and around is not None:
        return _Span(start=around)
    span = _to_next(events, heading, heading_rank(heading), limit=around if heading.tag == "dt" else None)
    if span.end is None or _words(events, span) - word_count(said_in(heading)) >= SENTENCE_WORDS:
        return span
    # a title over no more than a date: the sections below have headings of its rank, and its box tells where it ends
    box = _box(heading)
    return span if box is None else _Span(start=box)


def _box(heading: HtmlElement) -> HtmlElement | None:
    """Return the innermost box around a heading and its text, one of several: another beside it begins like it."""
    rank = heading_rank(heading)
    node = heading
    while (around := node.getparent()) is not None and _is_first(node):
        node = around
        beside = chain(node.itersiblings(str(node.tag)), node.itersiblings(str(node.tag), preceding=True))
        if any(one.get("class") == node.get("class") and _rank_in(one) == rank for one in beside):
            return node
    return None


def _is_first(element: HtmlElement) -> bool:
    """Tell whether no text stands before an element in the one around it."""
    around = element.getparent()
    pieces = chain([around.text if around is not None else None], _texts_before(element))
    return all(not piece or piece.isspace() for piece in pieces)


def _texts_before(element: HtmlElement) -> Iterator[str | None]:
    for one in element.itersiblings(etree.Element, preceding=True):
        yield from one.itertext()
        yield one.tail


def _rank_in(element: HtmlElement) -> int:
    return next(filter(None, map(heading_rank, element.iter(etree.Element))), 0)


def _leads_on(target: HtmlElement) -> bool:
    """Tell whether the text of an element may begin behind it: not of a block that is empty and waits for scripts."""
    if target.tag in INLINE or any(not piece.isspace() for piece in target.itertext() if piece):
        return True
    behind = target.getnext()
    return behind is not None and heading_rank(behind) > 0


def _opened(root: HtmlElement, target: HtmlElement) -> HtmlElement:
    """Return the panel that a tab shows or a button unfolds, the element itself where it does neither."""
    if target.get("role") != "tab" and target.get("aria-controls") is None:
        return target
    panel = next(iter((target.get("aria-controls") or "").split()), "")
    own = target.get("id") or ""
    for element in root.iter(etree.Element):
        if (panel and element.get("id") == panel) or (own and own in (element.get("aria-labelledby") or "").split()):
            return element
    return target


def _heading_at(events: Sequence[_Event], at: int) -> HtmlElement | None:
    """Return the heading in which the first text from here on stands, None where that stands in none."""
    for kind, element in islice(events, at, None):
        text = element.text if kind == "start" else element.tail
        if not text or text.isspace():
            continue
        holder = element if kind == "start" else element.getparent()
        if holder is None or holder.tag in DROPPED:
            continue
        return next((one for one in (holder, *holder.iterancestors()) if heading_rank(one)), None)
    return None


def _goes_on(events: Sequence[_Event], heading: HtmlElement, target: HtmlElement) -> bool:
    """Tell whether an element has more text than the heading it begins with."""
    if heading is target or target not in set(heading.iterancestors()):
        return False
    for kind, element in islice(events, events.index(("end", heading)), None):
        if kind == "end" and element is target:
            return False
        text = element.text if kind == "start" else element.tail
        if text and not text.isspace():
            return True
    return False


def _rank_before(events: Sequence[_Event], at: int) -> int:
    ranks = (heading_rank(element) for kind, element in reversed(events[:at]) if kind == "start")
    return next(filter(None, ranks), 0)


def _to_next(
    events: Sequence[_Event], start: HtmlElement, rank: int, *, mark: str = "", limit: HtmlElement | None = None
) -> _Span:
    """Return what goes from an element to the next heading of a rank or a higher one, to the next mark, or a limit."""
    is_over = False
    for kind, element in islice(events, events.index(("end", start)), None):
        is_over |= kind == "end" and element is limit
        if kind == "start" and (
            is_over
            or (0 < heading_rank(element) <= rank and _has_words(element))
            or (mark and element.tag == mark and not element.get("href") and (element.get("id") or element.get("name")))
        ):
            return _Span(start=start, end=element)
    return _Span(start=start, is_open=True)


def _has_words(heading: HtmlElement) -> bool:
    return bool(squash(said_in(heading)))


def _taken_before(start: HtmlElement) -> list[HtmlElement]:
    """Take out what stands before an element, the outermost first."""
    found: list[HtmlElement] = []
    node = start
    while (parent := node.getparent()) is not None:
        found.append(_wrapped(parent, parent.text, parent[: parent.index(node)]))
        parent.text = None
        node = parent
    return found[::-1]


def _taken_behind(span: _Span) -> list[HtmlElement]:
    """Take out what stands behind a part, the innermost first."""
    found: list[HtmlElement] = []
    node = span.start if span.end is None else span.end
    if span.is_open:
        return found
    if span.end is not None and (parent := node.getparent()) is not None:
        # the element before which it ends goes too
        found.append(_wrapped(parent, None, parent[parent.index(node) :]))
        node = parent
    while (parent := node.getparent()) is not None:
        text, node.tail = node.tail, None
        found.append(_wrapped(parent, text, parent[parent.index(node) + 1 :]))
        node = parent
    return found


def _wrapped(around: HtmlElement, text: str | None, elements: Sequence[HtmlElement]) -> HtmlElement:
    """Move some text and elements, with the text behind them, into an element of their own."""
    wrapper: HtmlElement = around.makeelement("div")
    wrapper.text = text
    wrapper.extend(elements)
    return wrapper


def _strip(element: HtmlElement) -> None:
    for name in [name for name in element.attrib if name not in _KEPT]:
        del element.attrib[name]
