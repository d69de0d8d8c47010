"""What is asked of crawls: checks of watches, pages by their address, a document of a site."""

from __future__ import annotations

import base64
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from monitor.core.errors import StoreError
from monitor.core.records import Candidate, CheckOutcome, Discovery, FailureKind, Fetched, FetchFailure, Standing
from monitor.lost import crashed_words, record_lost
from monitor.supervision import Crawl, Lost, supervised

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from crawler.config import CrawlConfig


def check_watches(
    watch_ids: Sequence[int],
    *,
    folder: Path,
    config: CrawlConfig,
    tell: Callable[[dict[str, Any]], None],
    started: Callable[[Callable[[], None]], None] = lambda _: None,
) -> None:
    """Check watches in a child process; each check is recorded by the time it is told.

    Args:
        watch_ids: which.
        folder: the data folder.
        config: how to fetch.
        tell: called with {"watch", "outcome", "kind"} for each check that ended.
        started: called with a function that ends the crawl early, from any thread, whenever a child has started.

    Raises:
        StoreError: a check could not be recorded, or a child did not run at all.
    """
    crawl = Crawl(
        spider="policies",
        batch_of=lambda ids: {"watches": list(ids)},
        folder=folder,
        config=config,
        started=started,
    )
    with closing(supervised(crawl, watch_ids)) as results:
        for found in results:
            if isinstance(found, Lost):
                if record_lost(found, folder=folder, config=config):
                    tell({"watch": found.number, "outcome": CheckOutcome.FAILED, "kind": FailureKind.CRASHED})
            elif "error" in found:
                raise StoreError(found["error"])
            else:
                tell(found)


def fetch_pages(
    urls: Sequence[str],
    *,
    folder: Path,
    config: CrawlConfig,
    rendered: Collection[int] = (),
    unruled: Collection[int] = (),
) -> Iterator[Fetched]:
    """Fetch addresses that are on no watchlist.

    Args:
        urls: the addresses.
        folder: the data folder, for the log; it need not be there.
        config: how to fetch.
        rendered: the places of those that a browser builds first.
        unruled: the places of those that are fetched whatever robots.txt says.

    Yields:
        One result an address, as they come; its watch_id is the address's place.
    """
    whole = {"urls": list(urls), "rendered": sorted(rendered), "unruled": sorted(unruled)}
    crawl = Crawl(
        spider="pages", batch_of=lambda places: whole | {"places": list(places)}, folder=folder, config=config
    )
    missing = set(range(len(urls)))
    with closing(supervised(crawl, range(len(urls)))) as results:
        for found in results:
            fetched = _lost(found, urls[found.number]) if isinstance(found, Lost) else _fetched(found)
            missing.discard(fetched.watch_id)
            yield fetched
    for place in sorted(missing):
        yield _unfetched(place, urls[place], FailureKind.CONNECTION, "the page was not fetched")


def discover(homes: Sequence[str], *, kind: str, folder: Path, config: CrawlConfig) -> Discovery:
    """Look for a document of a site.

    Args:
        homes: the addresses of its home page, tried in order.
        kind: of document.
        folder: the data folder, for the log; it need not be there.
        config: how to fetch.

    Returns:
        What was found.
    """
    batch = {"sites": [{"homes": list(homes), "kind": kind}]}
    crawl = Crawl(spider="discovery", batch_of=lambda _: batch, folder=folder, config=config)
    failure = _unfetched(0, homes[-1], FailureKind.CONNECTION, "the page was not fetched").failure
    with closing(supervised(crawl, [0])) as results:
        for found in results:
            if not isinstance(found, Lost):
                return discovery_of(found)
            failure = _lost(found, homes[-1]).failure
    return Discovery(url=homes[-1], failure=failure)


def discovery_of(line: dict[str, Any]) -> Discovery:
    """Return what a line of the spider `discovery` says."""
    candidates = (
        Candidate(**{**one, "reasons": tuple(one["reasons"]), "standing": Standing(one["standing"])})
        for one in line["candidates"]
    )
    return Discovery(**{**line, "candidates": tuple(candidates), "failure": _failure(line["failure"])})


def _failure(value: dict[str, Any] | None) -> FetchFailure | None:
    if not value:
        return None
    return FetchFailure(kind=FailureKind(value["kind"]), status=value["status"], detail=value["detail"])


def _fetched(line: dict[str, Any]) -> Fetched:
    return Fetched(
        watch_id=line["place"],
        at=datetime.fromisoformat(line["at"]),
        status=line["status"],
        url=line["url"],
        body=base64.b64decode(line["body"]),
        media_type=line["media_type"],
        charset=line["charset"],
        etag=line["etag"],
        last_modified=line["last_modified"],
        milliseconds=line["milliseconds"],
        failure=_failure(line["failure"]),
    )


def _unfetched(place: int, url: str, kind: FailureKind, detail: str) -> Fetched:
    failure = FetchFailure(kind=kind, detail=detail)
    return Fetched(watch_id=place, at=datetime.now(UTC), status=None, url=url, failure=failure)


def _lost(lost: Lost, url: str) -> Fetched:
    return _unfetched(lost.number, url, FailureKind.CRASHED, crashed_words(lost.why))
