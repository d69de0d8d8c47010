"""What spreadsheets make of the cells of CSV: formulas of whatever looks like one."""

from __future__ import annotations

import re

_SEPARATORS = ";\t"
# as they are, in full width, and small: what East Asian keyboards write, and spreadsheets read as the plain ones
_FORMULA = "[-=+@\uff0d\uff1d\uff0b\uff20\ufe63\ufe66\ufe62\ufe6b]"
# what is skipped before a formula, or taken off: quotation marks, blanks, bytes of control, a byte order mark
_BLANKS = r"'\"\x00-\x08\x0a-\x20\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_AT_START = re.compile(rf"[{_BLANKS}\t]*+{_FORMULA}|'*[\t\r\n]")
# a cell of ours is several to what parts cells at these
_WITHIN = re.compile(rf"[{_SEPARATORS}](?=[{_BLANKS}]*+{_FORMULA})")
_WRITTEN_WITHIN = re.compile(rf"([{_SEPARATORS}])'(?=[{_BLANKS}]*+{_FORMULA})")


def write_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, nor any part that it takes for a cell.

    An apostrophe stands before what looks like one: at the start, and after a semicolon or a tab.

    >>> write_cell("=1+1"), write_cell("a;=1+1"), write_cell("Example; of a well-known kind")
    ("'=1+1", "a;'=1+1", 'Example; of a well-known kind')
    """
    within = _WITHIN.sub(r"\g<0>'", text)
    return f"'{within}" if _AT_START.match(text) else within


def read_cell(text: str) -> str:
    """Return what `write_cell` was given."""
    whole = text[1:] if text.startswith("'") and _AT_START.match(text) else text
    return _WRITTEN_WITHIN.sub(r"\1", whole)
