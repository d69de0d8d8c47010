from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from crawler.checking.pool import Workers
from crawler.discovering import Look
from crawler.spiders.discovery import DiscoverySpider
from monitor.core.records import FailureKind, Fetched, FetchFailure, Standing
from tests.crawl.layouts import home, text

HOMES = ("https://acme.example/", "http://acme.example/")
PAGES = {
    HOMES[0]: home(("Privacy policy", "/one"), ("Privacy policy", "/two"), ("Privacy", "/three")),
    f"{HOMES[0]}one": text(),
    f"{HOMES[0]}two": text(),
}


def look(count: int, *, is_up: bool = True):
    """Look at a site for as long as it takes to fetch so many pages."""
    asked: list[str] = []

    async def fetch(url: str) -> Fetched | None:
        if len(asked) == count:
            return None
        asked.append(url)
        failure = None if is_up else FetchFailure(kind=FailureKind.TIMEOUT, detail="nothing came")
        body = b"" if failure else PAGES[url].encode()
        return Fetched(watch_id=0, at=datetime.now(UTC), status=200, url=url, asked=url, body=body, failure=failure)

    async def at() -> object:
        with Workers() as workers:
            return await Look(fetch, workers, "privacy").at(HOMES)

    return asyncio.run(at())


@pytest.mark.parametrize(("count", "standing"), [(1, Standing.UNSEEN), (2, Standing.FITS)])
def test_what_was_found_by_then_is_told(count, standing) -> None:
    """A look whose time is over tells what it has found, looked at or not."""
    found = look(count)
    assert found.failure is None
    assert {one.url for one in found.candidates} >= {f"{HOMES[0]}one", f"{HOMES[0]}two"}
    assert found.candidates[0].standing is standing


def test_a_silent_site_is_told_as_that() -> None:
    """Where there is no time for the second address of a silent home page, the failure of the first is told."""
    assert look(1, is_up=False).failure == FetchFailure(kind=FailureKind.TIMEOUT, detail="nothing came")
    assert look(2, is_up=False).requests == 2


def test_no_page_is_asked_for_when_the_time_is_over() -> None:
    """A spider asks for nothing more of a site whose time is over."""
    assert asyncio.run(DiscoverySpider(batch="").fetched(HOMES[0], number=0, until=0.0)) is None
