from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from monitor.core.watchlist import make_spec
from storage.database import open_store
from storage.watches import add_all
from tests.policies import policy
from tests.servers import Answer, Asked, Site, hanging, page, redirect, repeating, resetting, sending

if TYPE_CHECKING:
    from tests.product import Product

TEXT = policy(1)
ROBOTS = "/robots.txt"


@pytest.fixture
def site():
    """Serve pages on loopback, robots.txt anew for each test."""
    with Site() as running:
        yield running


def in_turn(*answers: Answer) -> Answer:
    """Answer with one after another, and with the last from then on."""
    left = list(answers)

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(asked, writer)

    return answer


def ignoring_robots(product: Product, url: str) -> None:
    """Put a page on the watchlist that is fetched whatever robots.txt says."""
    spec = make_spec({"url": url, "ignore_robots": "yes"})
    db = open_store(product.folder)
    try:
        add_all(db, [(spec, "ignoring")], now=datetime.now(UTC))
    finally:
        db.close()


def last(product: Product, url: str) -> dict:
    """Return how the latest check of a page ended."""
    return product.watches()[url]["last_check"]


@pytest.mark.parametrize(
    "passing",
    [page(TEXT, status=503), page(TEXT, status=500), page(TEXT, status=408), resetting(TEXT), sending(b"")],
    ids=["503", "500", "408", "reset", "hang-up"],
)
def test_what_passes_is_tried_again_within_the_check(product, site, passing):
    """A server that errs twice and then answers is seen by the same check."""
    site["/policy"] = in_turn(passing, passing, page(TEXT))
    product.add(site.url("/policy"))
    product.run("check", "--all")
    assert (last(product, site.url("/policy"))["outcome"], site.times_asked("/policy")) == ("new", 3)


@pytest.mark.parametrize(
    ("answer", "times"),
    [
        (page(TEXT, status=404), 1),
        (page(TEXT, status=403), 1),
        (page(TEXT, status=429), 1),
        (page(TEXT, status=501), 1),
        (page(TEXT, status=503, Retry_After="120"), 1),
        (page(TEXT, status=500), 3),
    ],
    ids=["404", "403", "429", "501", "503 that says when", "500"],
)
def test_what_does_not_pass_is_asked_once(product, site, answer, times):
    """An answer that means what it says is not asked for again; one that may pass, three times at most."""
    site["/policy"] = answer
    product.add(site.url("/policy"))
    product.run("check", "--all")
    assert site.times_asked("/policy") == times


def test_a_pause_lies_between_two_tries(product, site):
    """A retry waits, and the one after it waits longer."""
    times: list[float] = []

    async def failing(asked: Asked, writer: asyncio.StreamWriter) -> None:
        times.append(time.monotonic())
        await page(TEXT, status=500)(asked, writer)

    site["/policy"] = failing
    product.environment["CLAUSEWATCH_RETRY_DELAY"] = "0.5"
    product.add(site.url("/policy"))
    product.run("check", "--all")
    first, second = times[1] - times[0], times[2] - times[1]
    assert first >= 0.4
    assert second >= 1.3


def test_redirects_and_retries_share_the_time_of_one_check(product, site):
    """Slow hops, each within the time of a request, end together at the time of a check."""

    async def slow_hop(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2.1)
        await redirect(f"/hop{len(site.asked)}")(_asked, writer)

    for number in range(20):
        site[f"/hop{number}"] = slow_hop
    site["/hang"] = hanging()
    site["/drip"] = repeating(b"HTTP/1.1 200 OK\r\n\r\n", b"<p>", pause=0.2)
    product.environment["CLAUSEWATCH_CHECK_TIMEOUT"] = "6"
    product.add(*(site.url(path) for path in ("/hop0", "/hang", "/drip")))
    product.run("check", "--all")
    assert {watch["last_check"]["kind"] for watch in product.watches().values()} == {"timeout"}
    # with 3 seconds a request, 6 seconds hold two hops of 2.1 seconds and a third that is cut off
    assert sum(asked.path.startswith("/hop") for asked in site.asked) == 3
    assert site.times_asked("/hang") == site.times_asked("/drip") == 2


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_site_that_says_when_is_asked_no_sooner(product, site, status, form):
    """Retry-After moves the next check, in seconds and as a date, also beyond the interval."""
    wanted = datetime.now(UTC) + timedelta(hours=50)
    value = str(50 * 3600) if form == "seconds" else format_datetime(wanted, usegmt=True)
    site["/busy"] = page(TEXT, status=status, Retry_After=value)
    product.add(site.url("/busy"), every="1h")
    product.run("check", "--all")
    watch = product.watches()[site.url("/busy")]
    due = datetime.fromisoformat(watch["next_check_at"])
    assert wanted - timedelta(seconds=2) <= due <= wanted + timedelta(minutes=2)
    assert watch["last_check"]["kind"] == ("rate_limited" if status == 429 else "http_error")
    assert "left alone until" in watch["last_check"]["detail"]


def test_robots_are_obeyed_unless_the_watch_says_otherwise(product, site):
    """A page robots.txt forbids is fetched for the watch alone that ignores it, and its record says so."""
    site[ROBOTS] = page("User-agent: *\nDisallow: /secret/\n", media_type="text/plain")
    site["/secret/a"] = site["/secret/b"] = page(TEXT)
    product.add(site.url("/secret/a"))
    ignoring_robots(product, site.url("/secret/b"))
    product.run("check", "--all")
    assert last(product, site.url("/secret/a"))["kind"] == "robots"
    seen = last(product, site.url("/secret/b"))
    assert (seen["outcome"], seen["detail"]) == ("new", "fetched whatever robots.txt says")
    assert "fetched whatever robots.txt says" in product.run("show", "ignoring").stdout


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (page("", status=404), None),
        (page("", status=403), None),
        (redirect(ROBOTS), None),
        (page("Disallow: /", status=500), "robots"),
        (page("", status=503, Retry_After="7200"), "robots"),
        (page("", status=429), "rate_limited"),
        (sending(b""), "connection"),
        (hanging(), "timeout"),
    ],
    ids=["404", "403", "loop", "500", "503", "429", "hang-up", "hanging"],
)
def test_robots_that_cannot_be_had(product, site, answer, kind):
    """A robots.txt that is not there forbids nothing; one the site fails to give forbids all, in one plain line."""
    site[ROBOTS] = answer
    site["/a"] = site["/b"] = page(TEXT)
    product.add(site.url("/a"))
    ignoring_robots(product, site.url("/b"))
    product.run("check", "--all")
    assert last(product, site.url("/a"))["kind"] == kind
    assert last(product, site.url("/b"))["kind"] is None
    assert site.times_asked("/a") == (0 if kind else 1)
    assert "Traceback" not in (product.folder / "crawl.log").read_text()


def test_one_request_at_a_time_goes_to_a_host(product, site):
    """However many watches a host has, and whoever forwards to it, requests to it do not overlap and keep apart."""
    spans: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def timed(answer: Answer) -> Answer:
        async def timing(asked: Asked, writer: asyncio.StreamWriter) -> None:
            began = time.monotonic()
            await asyncio.sleep(0.15)
            await answer(asked, writer)
            spans[asked.headers["host"]].append((began, time.monotonic()))

        return timing

    site[ROBOTS] = timed(page("", status=404))
    for number in range(3):
        site[f"/{number}"] = timed(page(policy(number)))
        site[f"/away{number}"] = timed(redirect(site.url(f"/{number}", host="localhost")))
    product.environment |= {"CLAUSEWATCH_HOST_DELAY": "0.5", "CLAUSEWATCH_HOST_CONCURRENCY": "1"}
    product.add(*(site.url(f"/away{n}") for n in range(3)), *(site.url(f"/{n}", host="localhost") for n in range(3)))
    product.run("check", "--all")
    assert {host.partition(":")[0]: len(times) for host, times in spans.items()} == {"127.0.0.1": 4, "localhost": 7}
    for times in spans.values():
        times.sort()
        for (began, ended), (later, _) in pairwise(times):
            assert later >= ended
            assert later - began >= 0.3
