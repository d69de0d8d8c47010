"""What the columns of a list hold: by their names, in many languages, and by their cells where these say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.linkwords import folded, named, phrases_at
from monitor.core.lists.addresses import is_address, is_mail
from monitor.core.significance.phrase_search import Phrases
from monitor.core.watchlist import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.core.lists.tables import Row, Table

WEBSITE = "website"
"""The field of a site on which the page is to be found: what a row without a `url` has."""
ALIASES = {"email": "emails", "tag": "tags"}
_ABOVE = 10  # rows that may stand above the header: a title, a date; a guess
_SAMPLE = 200  # rows by which it is told what a column holds; a guess
_ENOUGH = 0.5  # of the cells that are not empty: most hold what the column is said to hold
_LONGEST_SHOWN = 40  # letters of a column's name, where it is told
_MOST_SHOWN = 20  # ignored columns that are named; more are counted
_MEANINGS = {
    "url": "the page to watch",
    WEBSITE: "the site to look at",
    "name": "the name",
    "emails": "who hears of changes",
    "tags": "tags",
}
# what the words of a column's name may say, the weightiest first: "vendor e-mail" is no name, an owner is one of ours
_SAID = (
    ("pages", "url"),
    ("owners", "emails"),
    ("emails", "emails"),
    ("websites", WEBSITE),
    ("tags", "tags"),
    ("names", "name"),
)
_HOLDS: dict[str, Callable[[str], bool]] = {"url": is_address, WEBSITE: is_address, "emails": is_mail}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of a list hold.

    Args:
        fields: the field of each column that is read, by its place.
        size: how many columns there are.
        guessed: the places of those that are not called by their field.
        remarks: what was guessed and what is not read, each a line for a person; none where nothing was.
    """

    fields: dict[int, str]
    size: int
    guessed: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()


def columns_of(table: Table) -> tuple[Columns, Sequence[Row]]:
    """Tell the columns of a list.

    Args:
        table: its rows.

    Returns:
        The columns, and the rows below the header, or all where there is none.

    Raises:
        InvalidInputError: no column holds addresses.
    """
    rows = table.rows
    if table.is_plain:
        return Columns(fields={0: "url"}, size=1), rows
    place = _named_header(rows)
    if place is None:
        place = _unnamed_header(rows)
    header, body = ((), rows) if place < 0 else (rows[place].cells, rows[place + 1 :])
    sample = body[:_SAMPLE]
    fields = _fields(header, sample)
    if not {"url", WEBSITE} & set(fields.values()):
        raise InvalidInputError("no column holds addresses of sites or pages; call the column of them url")
    size = len(header) or max(len(row.cells) for row in rows)
    exact = frozenset(p for p, cell in enumerate(header) if _exact(cell) == fields.get(p))
    guessed = frozenset(fields) - exact
    remarks = _remarks(header, fields, guessed, sample)
    if place > 0:
        above = rows[0].line, rows[place - 1].line
        remarks.insert(0, f"Above the header, {_lines(*above)} not read.")
    return Columns(fields=fields, size=size, guessed=guessed, remarks=tuple(remarks)), body


def _lines(first: int, last: int) -> str:
    return f"line {first} is" if first == last else f"lines {first} to {last} are"


def _exact(cell: str) -> str | None:
    name = cell.strip().lower()
    name = ALIASES.get(name, name)
    return name if name in {*COLUMNS, WEBSITE} else None


def _named_header(rows: Sequence[Row]) -> int | None:
    """Return the place of the row in which a cell names the column of the addresses, None where there is none."""
    for place, row in enumerate(rows[:_ABOVE]):
        if any(_exact(cell) == "url" for cell in row.cells):
            return place
        said = {field for cell in row.cells for _, field in _says(cell)}
        if {"url", WEBSITE} & said and not any(map(is_address, row.cells)) and _is_wide(rows, place):
            return place
    return None


def _unnamed_header(rows: Sequence[Row]) -> int:
    """Return the place of the row right above the first address, -1 where an address stands in the first row."""
    column = _fullest(rows[:_SAMPLE], is_address, frozenset())
    if column is None:
        return -1
    first = next(p for p, row in enumerate(rows) if column < len(row.cells) and is_address(row.cells[column]))
    return first - 1 if first <= _ABOVE and _is_wide(rows, first - 1) else -1


def _is_wide(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a row has so many cells that it may be the header of those below; a title has one."""
    return 2 * len(rows[place].cells) >= max((len(row.cells) for row in rows[place + 1 : place + _SAMPLE]), default=0)


def _says(cell: str) -> Iterator[tuple[int, str]]:
    """Yield the fields of which the name of a column speaks, each with its rank, the weightiest first."""
    words = folded(cell)
    if named("privacy", words):
        yield 0, "url"
    for rank, (place, field) in enumerate(_SAID, 1):
        if any(True for _ in _phrases(place).found(words)):
            yield rank, field


@cache
def _phrases(place: str) -> Phrases[frozenset[str]]:
    return Phrases(phrases_at("columns", place))


def _fields(header: Sequence[str], sample: Sequence[Row]) -> dict[int, str]:
    """Return the field of each column: by its exact name, by what its name says and its cells hold, by its cells."""
    fields: dict[int, str] = {}
    for place, cell in enumerate(header):
        if (name := _exact(cell)) and name not in fields.values():
            fields[place] = name
    settled = set(fields.values())
    for _, place, field in sorted((rank, p, field) for p, cell in enumerate(header) for rank, field in _says(cell)):
        if place not in fields and field not in fields.values() and _bears_out(field, place, sample):
            fields[place] = field
    # a column that has a name holds neither names nor the addresses of those who are mailed, unless it says so
    for field in (WEBSITE,) if header else (WEBSITE, "emails", "name"):
        if field not in fields.values() and not (field == WEBSITE and "url" in settled):
            found = _fullest(sample, _HOLDS.get(field, _is_words), frozenset(fields))
            if found is not None:
                fields[found] = field
    return dict(sorted(fields.items()))


def _bears_out(field: str, place: int, sample: Sequence[Row]) -> bool:
    holds = _HOLDS.get(field)
    cells = [row.cells[place] for row in sample if place < len(row.cells) and row.cells[place].strip()]
    return holds is None or (bool(cells) and sum(map(holds, cells)) >= _ENOUGH * len(cells))


def _is_words(cell: str) -> bool:
    return any(char.isalpha() for char in cell)


def _fullest(sample: Sequence[Row], holds: Callable[[str], bool], taken: frozenset[int]) -> int | None:
    """Return the place of the column of which most cells hold something, the first of several; None where none does."""
    size = max((len(row.cells) for row in sample), default=0)
    counts = dict.fromkeys((place for place in range(size) if place not in taken), 0)
    for place, cell in chain.from_iterable(enumerate(row.cells) for row in sample):
        if place in counts and cell.strip():
            counts[place] += holds(cell)
    best = max(counts, key=lambda place: (counts[place], -place), default=None)
    filled = sum(best < len(row.cells) and bool(row.cells[best].strip()) for row in sample) if best is not None else 0
    return best if best is not None and counts[best] and counts[best] >= _ENOUGH * filled else None


def _remarks(
    header: Sequence[str], fields: dict[int, str], guessed: frozenset[int], sample: Sequence[Row]
) -> list[str]:
    def called(place: int) -> str:
        name = " ".join(header[place].split()) if place < len(header) else ""
        short = name if len(name) <= _LONGEST_SHOWN else f"{name[: _LONGEST_SHOWN - 1]}…"
        return f"“{short}”" if name else f"column {place + 1}"

    found = []
    if guessed:
        listed = (f"{called(place)} is {_MEANINGS.get(name, name)}" for place, name in fields.items())
        found.append(f"{'Columns' if header else 'There is no header; columns'}: {', '.join(listed)}.")
    size = len(header) or max(len(row.cells) for row in sample)
    others = [called(place) for place in range(size) if place not in fields]
    if others:
        more = f" and {len(others) - _MOST_SHOWN} more" if len(others) > _MOST_SHOWN else ""
        found.append(f"Not read: {', '.join(others[:_MOST_SHOWN])}{more}.")
    return found
