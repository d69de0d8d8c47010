"""Lists of suppliers: read from files, compared with what is watched, their sites looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.extraction.reading.decode import decode
from crawler.extraction.reading.selectors import check_selector
from monitor.core.errors import InvalidInputError
from monitor.core.lists.findings import Finding, FindingKind, found_on
from monitor.core.lists.reading import read_watchlist
from monitor.core.naming import told_apart
from monitor.crawl import discover
from monitor.described import slug_for
from monitor.named_files import read_file
from storage.addresses import moved_addresses
from storage.intake import Changed, Intake
from storage.sites import sites_of_watches
from storage.summaries import all_watches, removed_watches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from crawler.config import CrawlConfig
    from monitor.core.lists.reading import Watchlist, WatchlistRow
    from monitor.core.lists.updates import Update
    from monitor.core.records import Entry, Following, RestlessPlace, Watch

# how files begin that spreadsheets keep for themselves: zip archives (.xlsx, .ods, .numbers), compound files (.xls)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_list(file: Path) -> Watchlist:
    """Read a watchlist from a file, whatever encoding a spreadsheet gave it.

    Raises:
        InvalidInputError: it cannot be read, is a workbook, no text, or no list.
    """
    return parsed_list(read_file(file), name=str(file))


def parsed_list(content: bytes, *, name: str) -> Watchlist:
    """Read a watchlist from the bytes of a file, whatever encoding a spreadsheet gave it.

    Args:
        content: the bytes.
        name: of the file, for people.

    Raises:
        InvalidInputError: it is a workbook, no text, or no list.
    """
    if content.startswith(_WORKBOOKS):
        raise InvalidInputError(f"{name} is a workbook; save its sheet as CSV and import that (nothing was imported)")
    text = decode(content)
    if text is None:
        raise InvalidInputError(f"{name} is no text; save it as CSV in UTF-8 (nothing was imported)")
    try:
        return read_watchlist(text, check_selector=check_selector)
    except InvalidInputError as error:
        raise InvalidInputError(f"{name}: {error} (nothing was imported)") from error


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


def intake_of(
    findings: Sequence[Finding],
    watched: Watched,
    *,
    updates: Sequence[Update] = (),
    followed: Sequence[Following] = (),
    is_update: bool = False,
    restless: Mapping[str, tuple[RestlessPlace, ...]] | None = None,
) -> Intake:
    """Return what is to be written of a list.

    Args:
        findings: what is to become of each row, settled.
        watched: what is watched.
        updates: what is changed of it.
        followed: who is to hear of what beside the addresses of the watches.
        is_update: whether rows change what is watched already.
        restless: by the address of a page that was looked at, the places at which two looks differed.
    """
    entries = named_apart([one for one in findings if one.is_added], watched)
    again = [one.entry for one in findings if one.kind is FindingKind.AGAIN and one.entry]
    known = [one.entry for one in findings if one.kind is FindingKind.KNOWN and one.entry]
    return Intake(
        added=[(entry, entry.slug or slug_for(entry.spec)) for entry in [*entries, *again]],
        changed=[*map(_changed, updates)],
        sites=[(watched.watches[entry.spec.url].id, entry.sites) for entry in known],
        followed=followed,
        languages=_languages(findings, followed, of_known=is_update),
        # of a watch that is taken up again more is known than one look can tell
        restless={entry.spec.url: (restless or {}).get(entry.spec.url, ()) for entry in entries},
    )


def named_apart(findings: Sequence[Finding], watched: Watched) -> list[Entry]:
    """Return the watches of rows, those that nobody has named called by names of their own."""
    entries = [one.entry for one in findings if one.entry]
    unnamed = [place for place, one in enumerate(findings) if "name" not in one.row.fields]
    taken = {watch.spec.name for watch in watched.watches.values()}
    taken |= {entry.spec.name for place, entry in enumerate(entries) if place not in set(unnamed)}
    for place, spec in zip(unnamed, told_apart([entries[place].spec for place in unnamed], taken), strict=True):
        entries[place] = replace(entries[place], spec=spec)
    return entries


def _changed(update: Update) -> Changed:
    is_paused = update.is_paused if update.is_paused != update.watch.is_paused else None
    return Changed(watch_id=update.watch.id, spec=update.spec, is_paused=is_paused, is_redrawn=update.is_redrawn)


def _languages(findings: Sequence[Finding], followed: Sequence[Following], *, of_known: bool) -> dict[str, str]:
    """Return in which language addresses are to be told, as far as rows that change something say so."""
    kinds = {FindingKind.AGAIN, *([FindingKind.KNOWN] if of_known else [])}
    taken = sorted((one for one in findings if one.is_added or one.kind in kinds), key=lambda one: one.row.line)
    entries = [one.entry for one in taken if one.entry]
    found = {email: entry.language for entry in entries for email in entry.spec.emails if entry.language}
    return found | {one.address: one.language for one in followed if one.language}
