"""A batch worked off whatever becomes of the crawl: its suspects are tried again apart, and the rest is taken up.

See docs/decisions/0010-who-watches-the-crawl.md.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.child import Child, crawling
from monitor.core.errors import StoreError
from monitor.core.phrases import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from crawler.config import CrawlConfig
    from crawler.messages import Batch, GaveUp, Result

logger = logging.getLogger("clausewatch")

MOST_STARTS = 3  # of crawls that end before they ask for a page: somebody's kill, or the same fault each time


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
    batch_of: Callable[[Sequence[int]], Batch]
    folder: Path
    config: CrawlConfig
    started: Callable[[Callable[[], None]], None] = lambda _: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Something that has no result: its crawl hung or died more than once, the last time with nothing else in it.

    Args:
        number: what.
        why: what became of the crawl, one line.
    """

    number: int
    why: str


def supervised(crawl: Crawl, numbers: Sequence[int]) -> Generator[Result | GaveUp | Lost]:
    """Crawl numbers, each until it has a result or is lost; what is asked to stop in the middle has neither.

    Args:
        crawl: how.
        numbers: what, each once.

    Yields:
        The results of the spider, what was lost, and why the spider gave up.

    Raises:
        StoreError: a crawl did not run at all, so that no page can be blamed.
    """
    groups = [list(numbers)] if numbers else []
    suspected: set[int] = set()
    starts = MOST_STARTS
    while groups:
        group = groups.pop(0)
        with _started(crawl, group) as child:
            yield from child.results()
        if child.is_let_go:
            return
        if not (child.told or child.under_way):
            starts -= 1
            if not child.trouble or not starts:
                raise _did_not_run(crawl, child)
            logger.warning("a crawl ended before it began: %s; starting another", child.trouble)
            groups.insert(0, group)
            continue
        if not child.trouble:
            continue
        suspects = [number for number in group if number in child.under_way]
        if len(group) == 1 and suspected.issuperset(suspects):
            yield from (Lost(number=number, why=child.trouble) for number in suspects)
            continue
        _tell_given_up(child, suspects)
        suspected.update(suspects)
        rest = [number for number in group if number not in child.told and number not in child.under_way]
        groups = [*_parts(suspects, has_hung=child.has_hung), *([rest] if rest else []), *groups]


def _parts(suspects: Sequence[int], *, has_hung: bool) -> list[list[int]]:
    """Return the groups in which suspects are tried again.

    Each hang costs a whole silence, so after one each is tried alone; a death is seen at once, so after one halves find
    the page at fault in the fewest crawls.
    """
    size = 1 if has_hung else max(1, (len(suspects) + 1) // 2)
    return [list(suspects[start : start + size]) for start in range(0, len(suspects), size)]


def _tell_given_up(child: Child, suspects: Sequence[int]) -> None:
    logger.warning(
        "a crawl was given up: %s; what was under way is tried again: %s",
        child.trouble,
        count_words(len(suspects), "page"),
    )


@contextmanager
def _started(crawl: Crawl, numbers: Sequence[int]) -> Iterator[Child]:
    with crawling(crawl.spider, crawl.batch_of(numbers), folder=crawl.folder, config=crawl.config) as child:
        crawl.started(child.let_go)
        yield child


def _did_not_run(crawl: Crawl, child: Child) -> StoreError:
    why = f": {child.trouble}" if child.trouble else ""
    return StoreError(f"the crawl did not run{why}; see {crawl.folder / 'crawl.log'}")
