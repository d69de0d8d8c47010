"""Lists that somebody gives on the pages: looked at in a thread beside them, kept in memory, taken in when wanted."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.app import App
from monitor.core.errors import InvalidInputError, MonitorError
from monitor.core.lists.findings import Finding, FindingKind, at_hand, in_need_first, settled
from monitor.core.phrases import count_words
from monitor.core.records import Way, way_of
from monitor.lists import count_sites, look_for, parsed_list, watched_of
from monitor.trial import remarks_on, try_out
from storage.browse.desk import Listed, ListedRow

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.lists.reading import Watchlist, WatchlistRow
    from monitor.core.records import RestlessPlace

logger = logging.getLogger("clausewatch")

MOST_ROWS = 500  # of a list on the pages: some minutes of looking; longer ones are for the command
MOST_PAGES = 6  # a person is asked to choose from; the others score less
MOST_KEPT = 20  # lists
KEPT_SECONDS = 3600.0  # after the look, within which somebody makes up their mind
BUSY = "a list is being looked at already; try again when that is done"


@dataclass(kw_only=True)
class Kept:
    """A list that is kept.

    Args:
        owner: the number of the user who gave it.
        kept_at: since when, in seconds of a clock that only goes forwards.
        listed: how it stands.
        findings: what is to become of each row.
        restless: by the address of a page that was looked at, the places at which two looks differed.
    """

    owner: int
    kept_at: float
    listed: Listed
    findings: tuple[Finding, ...] = ()
    restless: dict[str, tuple[RestlessPlace, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Imports:
    """The lists of one data folder's pages; any thread may use them.

    Args:
        folder: the data folder.
    """

    folder: Path
    _kept: OrderedDict[str, Kept] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, content: bytes, owner: int) -> str:
        """Begin to look what is to become of the rows of a list.

        Args:
            content: the list, as a file has it.
            owner: the number of the user who gives it.

        Returns:
            Its token.

        Raises:
            InvalidInputError: it is no list, too long, or another one is being looked at.
        """
        listing = parsed_list(content, name="this list")
        if len(listing.rows) > MOST_ROWS:
            raise InvalidInputError(
                f"this list has {len(listing.rows):,} rows; up to {MOST_ROWS} are taken here, 'clausewatch import'"
                " takes more"
            )
        kept = Kept(owner=owner, kept_at=time.monotonic(), listed=Listed(doing="The list is read"))
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._forget()
            if any(one.listed.doing for one in self._kept.values()):
                raise InvalidInputError(BUSY)
            self._kept[token] = kept
        threading.Thread(target=self._work, args=(kept, listing), name="import", daemon=True).start()
        return token

    def get(self, token: str, owner: int) -> Kept | None:
        """Return a list that a user has given, None where there is none of theirs."""
        with self._lock:
            self._forget()
            kept = self._kept.get(token)
        return kept if kept and kept.owner == owner else None

    def _forget(self) -> None:
        end = time.monotonic() - KEPT_SECONDS
        for token in [token for token, one in self._kept.items() if one.kept_at < end and not one.listed.doing]:
            del self._kept[token]
        while len(self._kept) >= MOST_KEPT:
            self._kept.popitem(last=False)

    def _work(self, kept: Kept, listing: Watchlist) -> None:
        try:
            self._look(kept, listing)
        except MonitorError as error:
            kept.listed = replace(kept.listed, problem=f"{error}.")
        except Exception:
            logger.exception("a look at a list failed")
            kept.listed = replace(kept.listed, problem="Something went wrong here. The log of the server says what.")
        finally:
            kept.kept_at = time.monotonic()
            kept.listed = replace(kept.listed, doing="")

    def _look(self, kept: Kept, listing: Watchlist) -> None:
        app = App(folder=self.folder)
        try:
            watched, config = watched_of(app.view), app.config
        finally:
            app.close()
        known = [refused(row) or at_hand(row, urls=watched.urls, sites=watched.sites) for row in listing.rows]
        findings = [one for one in known if one]
        unknown = [row for row, one in zip(listing.rows, known, strict=True) if one is None]
        total = count_sites(unknown)
        looks = look_for(unknown, folder=self.folder, config=config) if unknown else ()
        for count, some in enumerate(looks, 1):
            findings += some
            kept.listed = replace(kept.listed, doing=f"{count} of {count_words(total, 'site')} looked at")
        kept.findings = settled(findings, watched.urls, watched.removed)
        remarks: dict[str, tuple[str, ...]] = {}
        added = [one.entry.spec for one in kept.findings if one.entry and one.is_added]
        for trial in try_out(added, folder=self.folder, config=config, is_forked=False) if added else ():
            remarks[trial.spec.url] = tuple(one.text for one in remarks_on(trial))
            kept.restless[trial.spec.url] = trial.restless
            doing = f"{len(remarks)} of {count_words(len(added), 'page')} looked at, twice each"
            kept.listed = replace(kept.listed, doing=doing)
        counts = Counter(one.kind for one in kept.findings)
        kept.listed = replace(
            kept.listed,
            rows=tuple(_row(one, remarks) for one in in_need_first(kept.findings)),
            counts=tuple((kind.value, counts[kind]) for kind in FindingKind if counts[kind]),
            remarks=tuple(listing.remarks),
            added=len(added),
        )


def refused(row: WatchlistRow) -> Finding | None:
    """Say that a row asks for what only the command does, None where it does not."""
    receivers = row.entry.spec.emails if row.entry else ()
    if row.followed:
        why = "who hears of a tag, of all or of one otherwise is for 'clausewatch import'"
    elif any(way_of(address) is not Way.MAIL for address in receivers):
        why = "other receivers than mail addresses are for 'clausewatch import'"
    else:
        return None
    return Finding(row=row, kind=FindingKind.BAD, why=why)


def _row(one: Finding, remarks: dict[str, tuple[str, ...]]) -> ListedRow:
    url = one.entry.spec.url if one.entry else ""
    is_asked = one.kind is FindingKind.DOUBTFUL
    return ListedRow(
        line=one.row.line,
        finding=one.kind.value,
        said=one.row.said,
        url=url,
        why=one.why,
        pages=tuple(page.url for page in one.pages[:MOST_PAGES]) if is_asked else (),
        remarks=remarks.get(url, ()) if one.is_added else (),
    )
