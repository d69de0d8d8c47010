"""What spreadsheets make of CSV: a separator of their own, and formulas of whatever looks like one."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SEPARATORS = ";\t"


def separator_of(header: str) -> str:
    """Return what separates the cells of a file: the comma, or what spreadsheets of other countries write.

    >>> separator_of("url,name"), separator_of("url;name"), separator_of("url")
    (',', ';', ',')
    """
    return next((char for char in _SEPARATORS if char in header and "," not in header), ",")


def write_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before what looks like one.

    >>> write_cell("=1+1"), write_cell("Example")
    ("'=1+1", 'Example')
    """
    return f"'{text}" if _looks_like_formula(text) else text


def read_cell(text: str) -> str:
    """Return what `write_cell` was given."""
    return text[1:] if text.startswith("'") and _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)
