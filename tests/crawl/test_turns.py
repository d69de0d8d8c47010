"""Turns at the workers: pages of megabytes hold up few others, and wait for ever themselves never."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.core.scraper import Slot
from scrapy.http import Request, Response

from crawler import settings
from crawler.checking.pool import Workers
from crawler.checking.turns import LARGE, MOST_SECONDS, Row, place
from tests import bombs
from tests.product import wait_until

SIZES = st.integers(0, 20 * LARGE)
TIMES = st.floats(0, 1e6)


@given(small=SIZES, large=SIZES, since=TIMES)
def test_the_smaller_of_two_goes_first(small, large, since):
    """Of two pages that began to wait at once, the larger one is never before the smaller."""
    small, large = sorted((small, large))
    assert place(small, since=since) <= place(large, since=since)
    assert place(0, since=since) < place(LARGE, since=since)


@given(size=SIZES, later=SIZES, since=TIMES)
def test_nobody_waits_for_ever(size, later, since):
    """Who comes a minute after another does not go before it, be the one ever so large and the other ever so small."""
    assert place(size, since=since) <= place(later, since=since + MOST_SECONDS)


def test_a_row_is_worked_off_by_size():
    """What waits is done smallest first, of equal size in the order in which it came, errors among it."""
    row, done = Row(), []
    sizes = [3 * LARGE, 90_000, LARGE // 2, 0, 4 * LARGE, 90_000]
    waiting = [row.put(partial(done.append, number), size=size) for number, size in enumerate(sizes)]
    failing = row.put(partial(int, "no number"), size=1)
    for _ in (*waiting, failing):
        row.do_next()
    assert done == [3, 1, 5, 2, 0, 4]
    with pytest.raises(ValueError, match="no number"):
        failing.result(0)


def test_what_nobody_waits_for_is_not_done():
    """Work whose caller has gone is left out."""
    row, done = Row(), []
    gone, other = row.put(partial(done.append, "gone"), size=0), row.put(partial(done.append, "other"), size=1)
    gone.cancel()
    row.do_next()
    row.do_next()
    assert (done, other.done()) == (["other"], True)


def test_a_worker_that_is_free_takes_the_smallest():
    """Pages wait for a worker by size: a small one that comes last is read before the large ones."""

    async def main(workers):
        keeper = workers._idle.get()  # the only worker is busy
        order = []

        async def read(name, size):
            order.append(await workers.run_async(bombs.echo, name, size=size))

        first = asyncio.ensure_future(read("first", 0))
        await asyncio.get_running_loop().run_in_executor(None, wait_until, workers._row._waiting.empty)
        others = [asyncio.ensure_future(read(name, size)) for name, size in sizes.items()]
        await asyncio.sleep(0)
        workers._idle.put(keeper)
        await asyncio.gather(first, *others)
        return order

    sizes = {"huge": 15 * LARGE, "large": LARGE // 2, "small": 20_000}
    with Workers(1, is_forked=True) as workers:
        order = asyncio.run(main(workers))
    assert order == ["first", "small", "large", "huge"]


def test_closing_tells_those_who_wait():
    """Whoever waits for a turn when the workers are closed is told that nothing comes."""

    async def main(workers):
        busy = asyncio.ensure_future(workers.run_async(bombs.sleep, size=0))
        pending = asyncio.ensure_future(workers.run_async(bombs.echo, 1, size=0))
        await asyncio.sleep(0)
        await asyncio.get_running_loop().run_in_executor(None, wait_until, lambda: workers._keepers[0]._task > 0)
        await asyncio.get_running_loop().run_in_executor(None, workers.close)
        await busy
        with pytest.raises(asyncio.CancelledError):
            await pending

    asyncio.run(main(Workers(1, is_forked=True)))


def test_a_large_page_that_waits_stops_no_fetching():
    """While one page of the largest size that is read stands back, small ones are fetched as ever; two are enough."""
    slot, pages = Slot(settings.SCRAPER_SLOT_MAX_ACTIVE_SIZE), [bytes(settings.DOWNLOAD_MAXSIZE), *[bytes(90_000)] * 50]
    for body in pages:
        slot.add_response_request(Response("http://a.example/", body=body), Request("http://a.example/"))
    assert not slot.needs_backout()
    slot.add_response_request(Response("http://a.example/", body=pages[0]), Request("http://a.example/"))
    assert slot.needs_backout()
