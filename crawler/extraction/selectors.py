"""CSS selectors of a watch: which part of the page to read, and which to leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from monitor.core.errors import InvalidInputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAX_LENGTH = 1_000


def check_selector(selector: str) -> str:
    """Return a CSS selector that parses.

    Args:
        selector: as a person typed it; "" selects nothing and is fine.

    Raises:
        InvalidInputError: it does not parse, in one line that says why.
    """
    selector = selector.strip()
    if selector:
        _compiled(selector)
    return selector


def _compiled(selector: str) -> CSSSelector:
    if len(selector) > _MAX_LENGTH:
        raise InvalidInputError(f"a CSS selector may have {_MAX_LENGTH} characters, this one has {len(selector)}")
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, ValueError, RecursionError) as error:
        raise InvalidInputError(
            f"not a CSS selector: {selector!r} ({error}); try for example 'main' or '#policy'"
        ) from error


def excluded(root: HtmlElement, selector: str) -> None:
    """Take what the selector matches out of the tree, keeping the text behind it."""
    for element in _compiled(selector)(root):
        if element is not root and element.getparent() is not None:
            element.drop_tree()


def included(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return what the selector matches, in document order, none inside another."""
    matched = _compiled(selector)(root)
    chosen = set(matched)
    return [element for element in matched if chosen.isdisjoint(element.iterancestors())]
