"""The numbers a browser draws before the items of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STYLES = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I",
}  # fmt: skip
_DECLARED = re.compile(rf"(?<!-)list-style(?:-type)?\s*:[^;]{{0,40}}?(?<![\w-])({'|'.join(_STYLES)})(?![\w-])")
_MAX_ROMAN = 3999  # MMMCMXCIX, the last that its letters can write


@dataclass(slots=True)
class _List:
    ordered: bool
    style: str = "1"
    step: int = 1
    next: int = 1


@dataclass(slots=True)
class _Item:
    label: str = ""
    has_heading: bool = False


class ItemNumbers:
    """Where the walk stands in nested lists, and the label the next text of an item gets."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._items: list[_Item] = []

    @property
    def depth(self) -> int:
        """How many lists are open, at least 1."""
        return max(1, len(self._lists))

    @property
    def is_open(self) -> bool:
        """Whether text belongs to an item: it does until a heading opens a section inside it."""
        return bool(self._items) and not self._items[-1].has_heading

    def open_list(self, said: Mapping[str, str], tag: str) -> None:
        """Enter a list with these attributes."""
        start = _integer(said.get("start"), 1)
        down = "reversed" in said
        style = _style(said) or "1"
        self._lists.append(_List(ordered=tag == "ol", style=style, step=-1 if down else 1, next=start))

    def close_list(self) -> None:
        """Leave a list."""
        self._lists.pop()

    def open_item(self, said: Mapping[str, str]) -> None:
        """Enter an item with these attributes and number it."""
        label = ""
        if self._lists and self._lists[-1].ordered:
            around = self._lists[-1]
            value = _integer(said.get("value"), around.next)
            around.next = value + around.step
            label = ordinal(value, _style(said) or around.style)
        self._items.append(_Item(label=label))

    def close_item(self) -> None:
        """Leave an item."""
        self._items.pop()

    def saw_heading(self) -> None:
        """Note that the item is a section of its own."""
        if self._items:
            self._items[-1].has_heading = True

    def take_label(self) -> str:
        """Return the item's label the first time, "" afterwards."""
        item = self._items[-1]
        label, item.label = item.label, ""
        return label


def _style(said: Mapping[str, str]) -> str:
    """Return the kind of numbers a list or an item declares, "" where it declares none."""
    found = _DECLARED.search(said["style"].lower()) if "list-style" in said.get("style", "") else None
    return _STYLES[found[1]] if found else said.get("type") or ""


def _integer(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and text.isascii() and len(text) < 7 else default


def ordinal(value: int, style: str) -> str:
    """Return the label of a list item.

    >>> ordinal(4, "1"), ordinal(4, "a"), ordinal(4, "I")
    ('4.', 'd.', 'IV.')
    """
    if style in {"a", "A"} and value > 0:
        letters = ""
        while value:
            value, rest = divmod(value - 1, 26)
            letters = chr(97 + rest) + letters
        return f"{letters.upper() if style == 'A' else letters}."
    if style in {"i", "I"} and 0 < value <= _MAX_ROMAN:
        roman = ""
        for worth, sign in _ROMAN:
            roman += sign * (value // worth)
            value %= worth
        return f"{roman.upper() if style == 'I' else roman}."
    return f"{value}."
