"""The cells of a row and the parts of an entry, each with what it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.records import Rule
from monitor.core.register.passages import Passage
from monitor.core.significance.measured import measures
from monitor.core.text import fold_typography

if TYPE_CHECKING:
    from collections.abc import Sequence

_CELLS = " | "
_LINES = "; "  # between the lines of a cell
_HEADED = re.compile(r"([^:|]{1,60}?)\s?:\s+(\S.*)", re.DOTALL)
_WORDS = 6  # of the heading of a column, at most; a guess
_MOST = 30  # cells of a row that are read
_PARTS = re.compile(r"\s+-\s+|\s?:\s+")
_BRACKETED = re.compile(r"([^()]{1,80}?)\s\(([^()]{1,200})\)[.;]?$")
_ENTRY = 6  # words with which an entry may begin before its first sign; a guess
# What a column is for, by the first of these that its heading speaks of: "data retention" is a period.
_ROLES = ("periods", "bases", "purposes", "places", "parties", "matters", "names")


class Cell(NamedTuple):
    """A cell of a row, or a part of an entry.

    Args:
        role: what it holds, one of the cues "periods", "bases", "purposes", "places", "parties", "matters", "names";
            "" where nothing says.
        text: its words.
    """

    role: str
    text: str


def lines_of(text: str) -> list[str]:
    """Return the lines of a cell."""
    return text.split(_LINES, _MOST)


def is_row(text: str) -> bool:
    """Tell whether a text has several cells."""
    return _CELLS in text


def role_of(heading: str, languages: frozenset[str]) -> str:
    """Return what the heading of a column says that is in it, "" if nothing."""
    passage = Passage(heading, languages)
    if not 0 < len(passage.folded) <= _WORDS:
        return ""
    found = {cue.name for cue in passage.cues}
    return next((role for role in _ROLES if role in found), "")


def headings(text: str, below: str, languages: frozenset[str]) -> tuple[str, ...]:
    """Return what the columns of a table hold, by a first row of nothing but their headings; none where it is no such.

    Two of three cells have to say it, and the first of them; or one says it, and the cell below holds what it says.

    Args:
        text: the row.
        below: the next row of the table, "" for none.
        languages: the codes of those it may be in.
    """
    cells = text.split(_CELLS, _MOST)
    if any(_HEADED.fullmatch(cell) for cell in cells):
        return ()
    roles = tuple(role_of(cell, languages) for cell in cells)
    if roles[0] and 3 * sum(map(bool, roles)) >= 2 * len(roles) > len(roles):
        return roles
    under = below.split(_CELLS, _MOST)
    if len(under) != len(cells):
        return ()
    columns = zip(roles, cells, under, strict=True)
    is_borne_out = any(_holds(role, held, languages) > _holds(role, cell, languages) for role, cell, held in columns)
    return roles if is_borne_out else ()


def _holds(role: str, text: str, languages: frozenset[str]) -> bool:
    """Tell whether a cell is seen to hold what its column is for."""
    passage = Passage(text, languages)
    match role:
        case "places":
            return passage.is_place
        case "periods":
            return any(measure.rule is Rule.PERIOD for measure in measures(passage.text, languages, ()))
        case "parties" | "names":
            return bool(passage.companies)
        case _:
            return False


def cells_of(text: str, columns: Sequence[str], languages: frozenset[str]) -> list[Cell]:
    """Return the cells of a row.

    Args:
        text: the row, each cell after its column's heading or without.
        columns: what the columns hold, as `headings` found it above.
        languages: the codes of those it may be in.
    """
    pieces = fold_typography(text).split(_CELLS, _MOST)
    if len(pieces) == len(columns):
        return [Cell(role, piece) for role, piece in zip(columns, pieces, strict=True)]
    headed = [_HEADED.fullmatch(piece) for piece in pieces]
    roles = [role_of(one[1], languages) if one else "" for one in headed]
    # where most cells stand after the heading of their column, so do those whose heading says nothing known
    is_headed = 2 * sum(map(bool, roles)) > len(pieces)
    return [
        Cell(role, one[2] if one and (role or is_headed) else piece)
        for piece, one, role in zip(pieces, headed, roles, strict=True)
    ]


def entry_of(text: str) -> list[str]:
    """Return the parts of an entry of a list, of which the first is short: "Name - purpose - place", "Name (place)".

    None where it has but one.
    """
    plain = fold_typography(text)
    bracketed = _BRACKETED.fullmatch(plain)
    parts = _PARTS.split(plain)
    if bracketed and not _PARTS.search(bracketed[1]):
        parts = [bracketed[1], *re.split(r"[,;]\s", bracketed[2])]
    is_entry = len(parts) > 1 and 0 < len(parts[0].split()) <= _ENTRY
    # the full stop of a name is its own: "Acme, Inc. - hosting"
    return [parts[0].strip(" ;"), *(part.strip(" .;") for part in parts[1:])] if is_entry else []
