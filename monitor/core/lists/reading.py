"""A watchlist as people keep it, CSV, JSON or one address a line, read into checked rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from monitor.core.discover import KINDS
from monitor.core.errors import InvalidInputError
from monitor.core.linkwords import named_in_path
from monitor.core.lists.addresses import in_full, is_address
from monitor.core.lists.columns import WEBSITE, columns_of
from monitor.core.lists.json_rows import json_fields, json_rows
from monitor.core.lists.tables import MOST_ROWS, swallowed, table_of
from monitor.core.naming import default_name
from monitor.core.urls import bare_site, normalise_url, site_of
from monitor.core.watchlist import DEFAULT_KIND, FOLLOWINGS, LISTS, followings, is_as_is, make_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.core.lists.columns import Columns
    from monitor.core.lists.tables import Row, Table
    from monitor.core.records import Entry, Following, WatchSpec

Fields = Mapping[str, str | list[str]]
_BETWEEN = re.compile(r"[;,\r\n]")  # what parts tags and addresses in columns that were not made for us
_BREAK = re.compile(r"\s*[\r\n]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchlistRow:
    """One row of a watchlist file.

    Args:
        line: its 1-based line in the file, as a spreadsheet counts.
        fields: what it says, by the names of the fields; those without a value are left out.
        entry: the watch, where the row is good; its address is that of the site as long as the page is to be found.
        homes: where its page is to be looked for, addresses to be tried in order; none where it names the page itself.
        is_exact: whether it could also be taken for the page itself: a home page, written in full, in the column `url`.
        followed: of a row that is no watch, who is to hear of what.
        problem: what is wrong with it, else "".
    """

    line: int
    fields: Fields = field(default_factory=dict)
    entry: Entry | None = None
    homes: tuple[str, ...] = ()
    is_exact: bool = False
    followed: tuple[Following, ...] = ()
    problem: str = ""

    @property
    def spec(self) -> WatchSpec | None:
        """The watch, where there is one."""
        return self.entry.spec if self.entry else None

    @property
    def said(self) -> str:
        """What it says of where its page is, in one line."""
        said = self.fields.get("url") or self.fields.get(WEBSITE) or self.fields.get("name") or ""
        return " ".join(said.split()) if isinstance(said, str) else ""

    @property
    def site(self) -> str:
        """The site on which its page is to be looked for, "" where that is known."""
        return site_of(self.homes[0]) if self.homes else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """What a file holds.

    Args:
        rows: one for each watch, good or bad, and for each that says who hears of what.
        remarks: what was guessed of it, each a line for a person.
        separator: what stands between its cells, where it has some.
    """

    rows: tuple[WatchlistRow, ...]
    remarks: tuple[str, ...] = ()
    separator: str = ","


def read_watchlist(text: str, *, check_selector: Callable[[str], str] = lambda text: text) -> Watchlist:
    """Read a watchlist, telling its format from its first character and lines.

    Args:
        text: CSV, its columns named as in `COLUMNS` or as people name them, or not at all; a JSON list of objects or
            addresses; or one address a line ("#" begins a comment).
        check_selector: raises InvalidInputError for a selector that does not parse.

    Returns:
        The rows; a page that stands twice is bad the second time, unless it is said to be that of a site.

    Raises:
        InvalidInputError: the text as a whole is none of these, or breaks their syntax; the line is named. What stands
            behind such a place cannot be told apart into rows, so no row of it is read.
    """
    text = text.removeprefix("\ufeff")
    start = text.lstrip()[:1]
    if not start:
        raise InvalidInputError("the file is empty")
    if start in "[{":
        return Watchlist(rows=_checked(json_rows(text), check_selector))
    table = table_of(text)
    if not table.rows:
        raise InvalidInputError("the file has no rows")
    columns, body = columns_of(table)
    rows = ((row.line, _fields_of(row, columns, table)) for row in body)
    return Watchlist(rows=_checked(rows, check_selector), remarks=columns.remarks, separator=table.separator)


def _checked(found: Iterator[tuple[int, Any]], check_selector: Callable[[str], str]) -> tuple[WatchlistRow, ...]:
    rows, seen = [], dict[str, int]()
    for line, said in islice(found, MOST_ROWS + 1):
        row = _row(line, said, check_selector)
        # the policy of a group is that of several of its sites
        is_page = row.spec and not row.homes and WEBSITE not in row.fields
        if row.spec and is_page and (first := seen.setdefault(row.spec.url, line)) != line:
            problem = f"{row.spec.url} stands on line {first} already"
            row = WatchlistRow(line=line, fields=row.fields, problem=problem)
        rows.append(row)
    if len(rows) > MOST_ROWS:
        raise InvalidInputError(f"the file has more than {MOST_ROWS:,} rows; split it")
    return tuple(rows)


def _fields_of(row: Row, columns: Columns, table: Table) -> Fields | str:
    """Return the fields of a row of cells, or what is wrong with it."""
    if row.problem:
        return row.problem
    if len(row.cells) > columns.size:
        return f"{len(row.cells)} cells, but the header has {columns.size}"
    place = min(place for place, name in columns.fields.items() if name in {"url", WEBSITE})
    if other := swallowed(row, place, table.separator):
        return f"a quoted cell goes on over what reads like another row, that of {other}"
    fields = {}
    for place, name in columns.fields.items():
        cell = row.cells[place].strip() if place < len(row.cells) else ""
        if name in LISTS and place in columns.guessed:
            cell = ";".join(part.strip() for part in _BETWEEN.split(cell) if part.strip())
        # a cell of a spreadsheet may be several lines
        fields[name] = cell if name in {"url", WEBSITE} else _BREAK.sub(" ", cell)
    return fields


def _row(line: int, said: Any, check_selector: Callable[[str], str]) -> WatchlistRow:  # noqa: ANN401 - whatever JSON has
    if isinstance(said, str):
        return WatchlistRow(line=line, problem=said)
    fields: Fields = {}
    try:
        fields = {name: value for name, value in json_fields(said).items() if value}
        if fields.get("kind") in FOLLOWINGS:
            return WatchlistRow(line=line, fields=fields, followed=followings(fields))
        url, homes, sites = _place(fields)
        entry = make_entry({**fields, "url": url, "sites": sites}, check_selector=check_selector)
        website = str(fields.get(WEBSITE, ""))
        if "name" not in fields and is_address(website):
            name = default_name(normalise_url(in_full(website)), entry.spec.kind)
            entry = replace(entry, spec=replace(entry.spec, name=name))
    except InvalidInputError as error:
        return WatchlistRow(line=line, fields=fields, problem=str(error))
    is_exact = bool(homes) and "://" in str(fields.get("url", ""))
    return WatchlistRow(line=line, fields=fields, entry=entry, homes=homes, is_exact=is_exact)


def _place(fields: Fields) -> tuple[str, tuple[str, ...], list[str]]:
    """Return the address of a row, where else its page is to be looked for, and the sites it stands for."""
    url, website = str(fields.get("url", "")), str(fields.get(WEBSITE, ""))
    kind = fields.get("kind") or DEFAULT_KIND
    is_looked_for = kind in KINDS and not is_as_is(fields)
    sites = fields.get("sites", [])
    sites = [site for site in (sites.split(";") if isinstance(sites, str) else sites) if site.strip()]
    if url:
        homes = bare_site(url) if is_looked_for else ()
        sites += [website] if is_address(website) and not homes else []
        return homes[0] if homes else in_full(url), homes, sites
    if not website:
        raise InvalidInputError("the row has no address of a site or a page")
    if not is_looked_for or _names(website, str(kind)):
        return in_full(website), (), sites
    homes = bare_site(website) or (normalise_url(in_full(website)),)
    return homes[0], homes, sites


def _names(website: str, kind: str) -> bool:
    """Tell whether the path of an address names the document: then it is the page itself."""
    path = urlsplit(normalise_url(in_full(website))).path
    segments = [unquote(part)[:200] for part in path.split("/") if part]
    return named_in_path(kind, reversed(segments)) is not None
