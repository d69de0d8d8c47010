"""Lists of suppliers: read from files, compared with what is watched, their sites looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extraction.reading.decode import decode
from crawler.extraction.reading.selectors import check_selector
from monitor.core.errors import InvalidInputError
from monitor.core.lists.findings import Finding, found_on
from monitor.core.lists.reading import read_watchlist
from monitor.crawl import discover
from monitor.named_files import read_file
from storage.addresses import moved_addresses
from storage.sites import sites_of_watches
from storage.summaries import all_watches, removed_watches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from crawler.config import CrawlConfig
    from monitor.core.lists.reading import Watchlist, WatchlistRow
    from monitor.core.records import Watch

# how files begin that spreadsheets keep for themselves: zip archives (.xlsx, .ods, .numbers), compound files (.xls)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_list(file: Path) -> Watchlist:
    """Read a watchlist from a file, whatever encoding a spreadsheet gave it.

    Raises:
        InvalidInputError: it cannot be read, is a workbook, no text, or no list.
    """
    content = read_file(file)
    if content.startswith(_WORKBOOKS):
        raise InvalidInputError(f"{file} is a workbook; save its sheet as CSV and import that (nothing was imported)")
    text = decode(content)
    if text is None:
        raise InvalidInputError(f"{file} is no text; save it as CSV in UTF-8 (nothing was imported)")
    try:
        return read_watchlist(text, check_selector=check_selector)
    except InvalidInputError as error:
        raise InvalidInputError(f"{file}: {error} (nothing was imported)") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is watched, as lists ask for it.

    Args:
        watches: by their addresses.
        urls: the address of each, by itself and by those that it had before.
        sites: the address that is watched, by a site for which it stands and its kind.
        sites_of: the sites of each watch that has some, by its number.
        removed: what was watched until it was removed, by its address.
    """

    watches: Mapping[str, Watch]
    urls: Mapping[str, str]
    sites: Mapping[tuple[str, str], str]
    sites_of: Mapping[int, tuple[str, ...]]
    removed: Mapping[str, Watch]


def watched_of(db: Database) -> Watched:
    """Return what a store watches."""
    sites_of = sites_of_watches(db)
    urls = moved_addresses(db)
    watches = {watch.spec.url: watch for watch in all_watches(db)}
    urls |= {url: url for url in watches}
    sites = {(site, watch.spec.kind): url for url, watch in watches.items() for site in sites_of.get(watch.id, ())}
    removed = {watch.spec.url: watch for watch in removed_watches(db)}
    return Watched(watches=watches, urls=urls, sites=sites, sites_of=sites_of, removed=removed)


def look_for(rows: Sequence[WatchlistRow], *, folder: Path, config: CrawlConfig) -> Iterator[tuple[Finding, ...]]:
    """Look for the pages of rows on their sites, each site once for each kind of document.

    Args:
        rows: good ones, each with a site.
        folder: the data folder.
        config: how to fetch.

    Yields:
        The findings of the rows of one site, as the looks end.
    """
    alike: dict[tuple[str, str], list[WatchlistRow]] = {}
    for row in rows:
        if row.spec:
            alike.setdefault((row.site, row.spec.kind), []).append(row)
    groups = list(alike.items())
    asked = [(same[0].homes, kind) for (_, kind), same in groups]
    for place, found in discover(asked, folder=folder, config=config):
        yield tuple(found_on(row, found) for row in groups[place][1])


def count_sites(rows: Sequence[WatchlistRow]) -> int:
    """Return how many looks `look_for` makes for rows."""
    return len({(row.site, row.spec.kind) for row in rows if row.spec})
