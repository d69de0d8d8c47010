"""Selectors of a watch, CSS or XPath: which part of the page to read, and which to leave out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, document_fromstring

from monitor.core.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# libxml2 takes about a second at these sizes, and from there on grows with the square or the cube.
_MAX_WORK = 800_000
_MAX_SIBLINGS = 1_500  # likewise: elements beside each other, where a selector asks for siblings
_SIBLINGS = re.compile(r"~|sibling")
_MAX_LENGTH = 1_000  # letters of a selector
_MAX_SWEEPS = 6  # steps of an XPath that each look through the whole page
_PREFIX = "xpath:"
_SWEEP = re.compile(r"//|\b(?:descendant|following|preceding|ancestor)[\w-]*::")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
# Inside a predicate each of these looks through the whole page again for every element.
_SLOW = re.compile(r"(?<![\w.*)\]])//|\b(?:following|preceding)::|\(\s*/\s*[,)]|,\s*/\s*[,)]")
_ACROSS = re.compile(r"\b(?:following|preceding)::")
_SAMPLE = "<html><head><title>t</title></head><body><div id=a class=b>t<p>t<a href=x>x</a></p></div></body></html>"


def check_selector(selector: str) -> str:
    """Return a selector that parses.

    Args:
        selector: as a person typed it, CSS, or XPath where it begins with "/", "(" or "xpath:"; "" selects nothing and
            is fine.

    Raises:
        InvalidInputError: it does not parse, or cannot be evaluated in bounded time, in one line that says why.
    """
    selector = selector.strip()
    if selector:
        found = _compiled(selector)(document_fromstring(_SAMPLE))
        if not isinstance(found, list) or not all(isinstance(part, HtmlElement) for part in found):
            raise InvalidInputError(f"the XPath {selector!r} finds text or numbers; it must find elements")
    return selector


def _compiled(selector: str) -> Callable[[HtmlElement], object]:
    if len(selector) > _MAX_LENGTH:
        raise InvalidInputError(f"a selector may have {_MAX_LENGTH} characters, this one has {len(selector)}")
    if selector.startswith(("/", "(", _PREFIX)):
        return _xpath(selector.removeprefix(_PREFIX).strip())
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, ValueError, RecursionError) as error:
        raise InvalidInputError(
            f"not a CSS selector: {selector!r} ({error}); try for example 'main' or '#policy'"
        ) from error


def _xpath(expression: str) -> Callable[[HtmlElement], object]:
    _refuse_slow(expression)
    try:
        compiled = etree.XPath(expression, regexp=False)
        # Unknown functions and variables show only when it runs.
        compiled(document_fromstring(_SAMPLE))
    except (etree.XPathError, ValueError) as error:
        raise InvalidInputError(
            f"not an XPath expression: {expression!r} ({error}); try for example '//main' or '//*[@id=\"policy\"]'"
        ) from error
    return compiled


def _refuse_slow(expression: str) -> None:
    bare = _QUOTED.sub("''", expression)
    if len(_SWEEP.findall(bare)) > _MAX_SWEEPS:
        raise InvalidInputError(f"the XPath looks through the page more than {_MAX_SWEEPS} times; make it simpler")
    if len(_ACROSS.findall(bare)) > 1:
        raise InvalidInputError("the XPath goes through all that follows or precedes more than once; make it simpler")
    while inner := _PREDICATE.search(bare):
        if _SLOW.search(inner.group()) or len(_SWEEP.findall(inner.group())) > 1:
            raise InvalidInputError(f"the condition {inner.group()} would search the whole page for each element")
        # What an inner condition looks through counts for the one around it.
        bare = bare[: inner.start()] + "".join(_SWEEP.findall(inner.group())).replace("//", ".//") + bare[inner.end() :]


def _matched(root: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        found = _compiled(selector)(root)
    except etree.XPathError:
        return []
    return [part for part in found if isinstance(part, HtmlElement)] if isinstance(found, list) else []


def excluded(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Take what the selector matches out of the tree, keeping the text behind it; return what was taken."""
    found = [element for element in _matched(root, selector) if element is not root]
    take_out(found)
    return found


def take_out(elements: Iterable[HtmlElement]) -> None:
    """Take elements out of their tree, keeping the text behind them."""
    gone = set(elements)
    parents = dict.fromkeys(parent for element in gone if (parent := element.getparent()) is not None)
    for parent in parents:
        _remove(parent, gone)


def _remove(parent: HtmlElement, gone: set[HtmlElement]) -> None:
    """Take children out, all at once: one by one, each would write all the text behind it again."""
    said = [parent.text or ""]
    before: HtmlElement | None = None
    for child in [*parent, None]:
        if child is not None and child in gone:
            said.append(child.tail or "")
            parent.remove(child)
            continue
        if len(said) > 1:
            text = "".join(said)
            if before is None:
                parent.text = text
            else:
                before.tail = text
        if child is not None:
            before, said = child, [child.tail or ""]


def included(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return what the selector matches, in document order, none inside another."""
    matched = _matched(root, selector)
    chosen = set(matched)
    return [element for element in matched if chosen.isdisjoint(element.iterancestors())]


def is_too_hard(root: HtmlElement, *selectors: str) -> bool:
    """Tell a page on which selectors could take minutes: for its elements, their depth or siblings."""
    siblings = any(map(_SIBLINGS.search, selectors))
    work = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        work += depth
        if work > _MAX_WORK or (siblings and len(element) > _MAX_SIBLINGS):
            return True
    return False
