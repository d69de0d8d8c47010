"""Figures that stand above the line, as those that lead to notes: how they are written where they are drawn."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "[]() \t\n")
_FIGURE = r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}\)?)"
_FIGURES = re.compile(rf"\s*{_FIGURE}(?:\s*,\s*{_FIGURE}){{0,5}}\s*", re.ASCII)


def is_figure(text: str) -> bool:
    """Tell a figure of up to three digits, in brackets or not, or several with commas between them."""
    return _FIGURES.fullmatch(text) is not None


def as_raised(text: str) -> str:
    """Return figures as raised ones, without their brackets.

    >>> as_raised("[12], 3")
    '¹²,³'
    """
    return text.translate(_RAISED)
