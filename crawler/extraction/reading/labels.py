"""Labels of fields that only show a text: tabs and panels that open without scripts, by what is ticked."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.runs import SENTENCE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

_FEWEST = 2  # labels; one alone chooses nothing
_MOST = 500  # fields of a page that may be a tab or a panel's; a guess
_NEAR = 4  # elements for each label, in which fields, labels and texts stand; a guess
_MOST_PIECES = 200  # of the text of a panel that are looked through for a sentence; a guess
_TICKED = frozenset({"radio", "checkbox"})
_NO_PANELS = frozenset({"input", "label", "br", "style", "script", "button", "select", "textarea"})


def open_labels(root: HtmlElement) -> None:
    """Say of labels what a page does with them: one right above a text opens it, those of a row open those below.

    A field that is ticked shows and hides what stands behind it by a style alone. Its label heads a text that is the
    next element; labels of fields of one name are tabs where as many texts, side by side, stand behind the last. Labels
    of anything else, such as the answers to a question, stay what they are.

    Args:
        root: the page; labels and texts get the roles that pages give to what scripts open.
    """
    fields = [field for field in islice(root.iter("input"), _MOST) if field.get("type") in _TICKED and field.get("id")]
    if not fields:
        return
    labels = {label.get("for"): label for label in root.iter("label") if label.get("for")}
    for name, group in groupby(fields, key=lambda field: field.get("name") or field.get("id")):
        said = [labels[field.get("id")] for field in group if field.get("id") in labels]
        panels = _panels(said) if name and len(said) >= _FEWEST else []
        if panels:
            _as_tabs(said, panels)
            continue
        for label in said:
            if _is_panel(label.getnext()):
                _as_block(label).set("role", "button")
                label.set("aria-expanded", "false")


def _panels(labels: Sequence[HtmlElement]) -> Sequence[HtmlElement]:
    """Return the texts that labels in a row choose from, none where there is not one for each."""
    row = labels[-1]
    for _ in range(2):  # the labels may stand in an element of their own
        near = islice(row.itersiblings(), _NEAR * len(labels))
        behind = [element for element in near if element.tag not in _NO_PANELS]
        for found in (behind, list(behind[0]) if len(behind) == 1 else []):
            if len(found) == len(labels) and all(map(_is_panel, found)):
                return found
        around = row.getparent()
        if around is None or any(around is not label.getparent() for label in labels):
            return ()
        row = around
    return ()


def _is_panel(element: HtmlElement | None) -> bool:
    """Tell an element that holds a sentence."""
    if element is None or element.tag in _NO_PANELS:
        return False
    return len(" ".join(islice(element.itertext(), _MOST_PIECES)).split()) >= SENTENCE_WORDS


def _as_tabs(labels: Sequence[HtmlElement], panels: Iterable[HtmlElement]) -> None:
    row = labels[0].makeelement("div", {"role": "tablist"})
    labels[0].addprevious(row)
    for label in labels:
        row.append(_as_block(label))
        label.set("role", "tab")
    for panel in panels:
        panel.set("role", "tabpanel")


def _as_block(label: HtmlElement) -> HtmlElement:
    label.tag = "div"
    return label
