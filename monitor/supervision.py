"""A batch that is worked off whatever becomes of the crawl: its suspects are tried alone, the rest is taken up again.

See docs/decisions/0010-who-watches-the-crawl.md.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.child import Child, crawling
from monitor.core.errors import StoreError
from monitor.core.words import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from crawler.config import CrawlConfig

logger = logging.getLogger("clausewatch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """What is to be crawled, and how.

    Args:
        spider: the spider's name.
        batch_of: makes the batch of some of the numbers.
        folder: the data folder, for the store and the log.
        config: how to fetch.
        started: called with a function that ends the crawl early, from any thread, whenever a child has started.
    """

    spider: str
    batch_of: Callable[[Sequence[int]], dict[str, Any]]
    folder: Path
    config: CrawlConfig
    started: Callable[[Callable[[], None]], None] = lambda _: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Something that has no result: alone in a crawl of its own it hung or killed that too.

    Args:
        number: what.
        why: what became of the crawl, one line.
    """

    number: int
    why: str


def supervised(crawl: Crawl, numbers: Sequence[int]) -> Generator[dict[str, Any] | Lost]:
    """Crawl numbers, each until it has a result or is lost; what is asked to stop in the middle has neither.

    Args:
        crawl: how.
        numbers: what, each once.

    Yields:
        The lines of the spider, and what was lost.

    Raises:
        StoreError: a crawl did not run at all, so that no page can be blamed.
    """
    rest = list(numbers)
    while rest:
        with _started(crawl, rest) as child:
            yield from child.results()
        if child.is_let_go:
            return
        if not (child.told or child.under_way):
            raise _did_not_run(crawl, child)
        if not child.trouble:
            return
        suspects = [number for number in rest if number in child.under_way]
        rest = [number for number in rest if number not in child.told and number not in child.under_way]
        logger.warning(
            "a crawl was given up: %s; %s under way, each is tried alone",
            child.trouble,
            count_words(len(suspects), "page was", "pages were"),
        )
        for number in suspects:
            alone = yield from _alone(crawl, number)
            if alone.is_let_go:
                return


def _alone(crawl: Crawl, number: int) -> Generator[dict[str, Any] | Lost, None, Child]:
    with _started(crawl, [number]) as child:
        yield from child.results()
    if child.trouble and not child.is_let_go:
        if number in child.under_way:
            yield Lost(number=number, why=child.trouble)
        elif not child.told:
            raise _did_not_run(crawl, child)
    return child


@contextmanager
def _started(crawl: Crawl, numbers: Sequence[int]) -> Iterator[Child]:
    with crawling(crawl.spider, crawl.batch_of(numbers), folder=crawl.folder, config=crawl.config) as child:
        crawl.started(child.let_go)
        yield child


def _did_not_run(crawl: Crawl, child: Child) -> StoreError:
    why = f": {child.trouble}" if child.trouble else ""
    return StoreError(f"the crawl did not run{why}; see {crawl.folder / 'crawl.log'}")
