"""Looks at pages that somebody on the pages may want to watch: in threads beside them, kept in memory for a while."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.extraction.reading.selectors import check_selector
from monitor.app import App
from monitor.core.discover import KINDS, is_clear
from monitor.core.errors import InvalidInputError, MonitorError
from monitor.core.failure_words import met_words
from monitor.core.lists.findings import was_watched
from monitor.core.phrases import count_words
from monitor.core.records import Standing
from monitor.core.urls import bare_site, site_of
from monitor.core.watchlist import make_spec
from monitor.crawl import discover
from monitor.trial import missing_part, remarks_on, try_out
from monitor.trial_words import trial_rows
from storage.browse.desk import Look
from storage.summaries import refuse_duplicates, removed_watch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from monitor.core.records import Discovery, RestlessPlace, WatchSpec

logger = logging.getLogger("clausewatch")

MOST_SHOWN = 6  # pages a person is asked to choose from; the others score less
MOST_AT_ONCE = 2  # looks; each is a crawl, with a process for the text
MOST_KEPT = 50  # looks; each is a few kilobytes of words
KEPT_SECONDS = 3600.0  # within which somebody makes up their mind
_WISHED = ("name", "every", "tags")
_TEXTS = ("kind", *_WISHED)


@dataclass(kw_only=True)
class Kept:
    """A look that is kept.

    Args:
        owner: the number of the user who began it.
        spec: the watch that would be.
        began: when, in seconds of a clock that only goes forwards.
        look: how it stands.
        restless: the places at which two looks differed.
        sites: on which the page was found.
    """

    owner: int
    spec: WatchSpec
    began: float
    look: Look
    restless: tuple[RestlessPlace, ...] = ()
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looks:
    """The looks of one data folder's pages; any thread may use them.

    Args:
        folder: the data folder.
    """

    folder: Path
    _kept: OrderedDict[str, Kept] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, fields: Mapping[str, str], owner: int) -> str:
        """Begin a look.

        Args:
            fields: `url`, which may be a bare site; `as_is` where it is to be watched itself all the same; `name`,
                `kind`, `every` and `tags`, as in a watchlist.
            owner: the number of the user who asks.

        Returns:
            Its token.

        Raises:
            InvalidInputError: a field cannot be used, the page is watched already, or too many looks are under way.
        """
        url = fields.get("url", "").strip()
        kind = fields.get("kind", "")
        homes = bare_site(url) if kind in KINDS and not fields.get("as_is") else ()
        texts = {name: fields.get(name, "").replace(",", ";" if name == "tags" else ",") for name in _TEXTS}
        spec = make_spec({"url": homes[0] if homes else url, **texts}, check_selector=check_selector)
        wished = tuple((name, fields[name]) for name in _WISHED if fields.get(name))
        look = Look(url=spec.url, kind=spec.kind, wished=wished)
        kept = Kept(owner=owner, spec=spec, began=time.monotonic(), look=look)
        if not homes:
            self._refuse_known(spec.url)
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._forget()
            if sum(not one.look.is_over for one in self._kept.values()) >= MOST_AT_ONCE:
                raise InvalidInputError(f"{MOST_AT_ONCE} looks are under way already; try again in a minute")
            self._kept[token] = kept
        # a name that was only made up of the home page's address is made up anew of the page's
        named = {"url": url, **texts}
        threading.Thread(target=self._work, args=(kept, homes, named), name="look", daemon=True).start()
        return token

    def get(self, token: str, owner: int) -> Kept | None:
        """Return a look that a user has begun, None where there is none of theirs."""
        with self._lock:
            self._forget()
            kept = self._kept.get(token)
        return kept if kept and kept.owner == owner else None

    def _forget(self) -> None:
        over = [token for token, one in self._kept.items() if one.began < time.monotonic() - KEPT_SECONDS]
        for token in over:
            del self._kept[token]
        while len(self._kept) >= MOST_KEPT:
            self._kept.popitem(last=False)

    def _refuse_known(self, url: str) -> None:
        app = App(folder=self.folder)
        try:
            refuse_duplicates(app.existing_db, [url])
            if gone := removed_watch(app.existing_db, url):
                raise InvalidInputError(f"{url}: {was_watched(gone)}; take it up again on its page, /watch/{gone.slug}")
        finally:
            app.close()

    def _work(self, kept: Kept, homes: tuple[str, ...], fields: dict[str, str]) -> None:
        try:
            self._look(kept, homes, fields)
        except MonitorError as error:
            kept.look = replace(kept.look, problem=f"{error}.")
        except Exception:
            logger.exception("a look at a page failed")
            kept.look = replace(kept.look, problem="Something went wrong here. The log of the server says what.")
        finally:
            kept.look = replace(kept.look, is_over=True)

    def _look(self, kept: Kept, homes: tuple[str, ...], fields: dict[str, str]) -> None:
        config = App(folder=self.folder).config
        if homes:
            ((_, found),) = discover([(homes, kept.spec.kind)], folder=self.folder, config=config)
            usable = [one for one in found.candidates if one.standing is not Standing.UNFIT][:MOST_SHOWN]
            if not usable:
                raise InvalidInputError(nothing_words(found, kept.spec.kind))
            if not is_clear(found.candidates):
                kept.look = replace(kept.look, candidates=tuple((one.url, one.reasons) for one in usable))
                return
            kept.spec = make_spec({**fields, "url": usable[0].url}, check_selector=check_selector)
            kept.sites = (site_of(homes[0]),)
            kept.look = replace(kept.look, url=kept.spec.url, rows=(("Found", "; ".join(usable[0].reasons)),))
            self._refuse_known(kept.spec.url)
        (trial,) = try_out([kept.spec], folder=self.folder, config=config, is_forked=False)
        if problem := missing_part(trial):
            raise InvalidInputError(problem)
        kept.restless = trial.restless
        rows, remarks = trial_rows(trial), remarks_on(trial)
        kept.look = replace(kept.look, rows=(*kept.look.rows, *rows), remarks=tuple(one.text for one in remarks))


def nothing_words(found: Discovery, kind: str) -> str:
    """Say that no document was found on a site, and why."""
    if found.failure is not None:
        met = met_words(found.failure.kind, found.failure.status, found.failure.detail)
        return f"{found.url}: {met[0].lower()}{met[1:]}, and no {KINDS[kind]} was found"
    return (
        f"no {KINDS[kind]} was found on {found.url} ({count_words(found.requests, 'page')} looked at);"
        f" if you know where it is, add it by its whole address"
    )
