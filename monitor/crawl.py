"""What is asked of crawls: checks of watches, pages by their address, a document of a site."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from crawler.messages import (
    AskedPage,
    AskedSite,
    Checked,
    GaveUp,
    PageBatch,
    PageFetched,
    Result,
    SiteBatch,
    SiteSearched,
    WatchBatch,
)
from monitor.core.errors import StoreError
from monitor.core.records import CheckOutcome, Discovery, FailureKind, Fetched, FetchFailure
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
    tell: Callable[[Checked], None],
    started: Callable[[Callable[[], None]], None] = lambda _: None,
) -> None:
    """Check watches in a child process; each check is recorded by the time it is told.

    Args:
        watch_ids: which.
        folder: the data folder.
        config: how to fetch.
        tell: called with each check that ended.
        started: called with a function that ends the crawl early, from any thread, whenever a child has started.

    Raises:
        StoreError: a check could not be recorded, or a child did not run at all.
    """
    crawl = Crawl(
        spider="policies",
        batch_of=lambda ids: WatchBatch(watches=tuple(ids)),
        folder=folder,
        config=config,
        started=started,
    )
    with closing(supervised(crawl, watch_ids)) as results:
        for found in results:
            match found:
                case Checked():
                    tell(found)
                case Lost():
                    if record_lost(found, folder=folder, config=config):
                        tell(Checked(watch=found.number, outcome=CheckOutcome.FAILED, kind=FailureKind.CRASHED))
                case _:
                    _refuse(found)


def at_once(config: CrawlConfig) -> CrawlConfig:
    """Return how to fetch where a person waits: what was seen is looked at once more in the same run."""
    return config.model_copy(update={"confirm_after": 0.0})


def fetch_pages(
    urls: Sequence[str],
    *,
    folder: Path,
    config: CrawlConfig,
    rendered: Collection[int] = (),
    unruled: Collection[int] = (),
    languages: Sequence[str] = (),
) -> Iterator[Fetched]:
    """Fetch addresses that are on no watchlist.

    Args:
        urls: the addresses.
        folder: the data folder, for the log; it need not be there.
        config: how to fetch.
        rendered: the places of those that a browser builds first.
        unruled: the places of those that are fetched whatever robots.txt says.
        languages: in which each is asked for, "" for English; of all of them, or none.

    Yields:
        One result an address, as they come; its watch_id is the address's place.
    """
    asked = [
        AskedPage(
            number=place,
            url=url,
            is_rendered=place in rendered,
            ignores_robots=place in unruled,
            accept_language=languages[place] if languages else "",
        )
        for place, url in enumerate(urls)
    ]
    crawl = Crawl(
        spider="pages",
        batch_of=lambda places: PageBatch(pages=tuple(asked[place] for place in places)),
        folder=folder,
        config=config,
    )
    missing = set(range(len(urls)))
    with closing(supervised(crawl, range(len(urls)))) as results:
        for found in results:
            match found:
                case PageFetched():
                    missing.discard(found.number)
                    yield found.fetched
                case Lost():
                    missing.discard(found.number)
                    yield _lost(found, urls[found.number])
                case _:
                    _refuse(found)
    for place in sorted(missing):
        yield _unfetched(place, urls[place], FailureKind.CONNECTION, "the page was not fetched")


def discover(
    sites: Sequence[tuple[Sequence[str], str]], *, folder: Path, config: CrawlConfig
) -> Iterator[tuple[int, Discovery]]:
    """Look for a document on each of several sites, many sites at a time.

    Args:
        sites: of each the addresses of its home page, tried in order, and the kind of document.
        folder: the data folder, for the log; it need not be there.
        config: how to fetch; its concurrency is also how many sites are looked at together.

    Yields:
        The place of a site among these and what was found there, each site once, as the looks end.
    """
    asked = [AskedSite(number=n, homes=tuple(homes), kind=kind) for n, (homes, kind) in enumerate(sites)]
    crawl = Crawl(
        spider="discovery",
        batch_of=lambda places: SiteBatch(sites=tuple(asked[place] for place in places)),
        folder=folder,
        config=config,
    )
    missing = {one.number: one.homes[-1] for one in asked}
    with closing(supervised(crawl, tuple(missing))) as results:
        for found in results:
            match found:
                case SiteSearched():
                    missing.pop(found.number, None)
                    yield found.number, found.found
                case Lost():
                    url = missing.pop(found.number)
                    yield found.number, Discovery(url=url, failure=_lost(found, url).failure)
                case _:
                    _refuse(found)
    for place, url in missing.items():
        failure = _unfetched(place, url, FailureKind.CONNECTION, "the page was not fetched").failure
        yield place, Discovery(url=url, failure=failure)


def _refuse(found: Result | GaveUp) -> NoReturn:
    """Raise what a crawl says that cannot go on, or that says what it was not asked for."""
    raise StoreError(
        found.error if isinstance(found, GaveUp) else f"a crawl brought what nobody asked for: {found.says}"
    )


def _unfetched(place: int, url: str, kind: FailureKind, detail: str) -> Fetched:
    failure = FetchFailure(kind=kind, detail=detail)
    return Fetched(watch_id=place, at=datetime.now(UTC), status=None, url=url, failure=failure)


def _lost(lost: Lost, url: str) -> Fetched:
    return _unfetched(lost.number, url, FailureKind.CRASHED, crashed_words(lost.why))
