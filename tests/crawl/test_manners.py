from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from monitor.core.watchlist import make_spec
from storage.database import open_store
from storage.watches import add_all
from tests.policies import policy
from tests.product import Product
from tests.servers import Answer, Asked, Site, hanging, page, redirect, repeating, resetting, sending

if TYPE_CHECKING:
    from pathlib import Path

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


PASSING = {
    "503": page(TEXT, status=503),
    "500": page(TEXT, status=500),
    "408": page(TEXT, status=408),
    "reset": resetting(TEXT),
    "hang-up": sending(b""),
}
# what comes each time, and how often it is asked for
STANDING = {
    "404": (page(TEXT, status=404), 1),
    "403": (page(TEXT, status=403), 1),
    "429": (page(TEXT, status=429), 1),
    "501": (page(TEXT, status=501), 1),
    "503 that says when": (page(TEXT, status=503, Retry_After="120"), 1),
    "500": (page(TEXT, status=500), 3),
}
WHEN = datetime.now(UTC) + timedelta(hours=50)
LATER = {
    f"{status} {form}": page(TEXT, status=status, Retry_After=value)
    for status in (429, 503)
    for form, value in {"seconds": str(50 * 3600), "date": format_datetime(WHEN, usegmt=True)}.items()
}
# robots.txt, and the kind of failure it makes of a check
ROBOTS_THAT_FAIL = {
    "404": (page("", status=404), None),
    "403": (page("", status=403), None),
    "loop": (redirect(ROBOTS), None),
    "500": (page("Disallow: /", status=500), "robots"),
    "503": (page("", status=503, Retry_After="7200"), "robots"),
    "429": (page("", status=429), "rate_limited"),
    "hang-up": (sending(b""), "connection"),
    "hanging": (hanging(), "timeout"),
}


@contextmanager
def checked_apart(folder: Path, cases: dict[str, dict[str, Answer]], **environment: str):
    """Check the page /policy of a site for each case, and /ignoring whatever robots.txt says, in one round.

    Yields the site and the watches, by path, of each case; and the product.
    """
    with ExitStack() as stack:
        sites = {name: stack.enter_context(Site()) for name in cases}
        product = Product(folder, **environment)
        for name, answers in cases.items():
            for path, answer in answers.items():
                sites[name][path] = answer
        product.add(*(site.url("/policy") for site in sites.values()), every="1h")
        for name, answers in cases.items():
            if "/ignoring" in answers:
                ignoring_robots(product, sites[name].url("/ignoring"))
        product.quick("check", "--all")
        watches = product.watches()
        yield (
            {
                name: (site, {path: watches.get(site.url(path)) for path in ("/policy", "/ignoring")})
                for name, site in sites.items()
            },
            product,
        )


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """Check a page of each kind above, each on a site of its own, in one round; give what came of it by its name."""
    cases = {f"passing {name}": {"/policy": in_turn(one, one, page(TEXT))} for name, one in PASSING.items()}
    cases |= {f"standing {name}": {"/policy": one} for name, (one, _) in STANDING.items()}
    cases |= {f"later {name}": {"/policy": one} for name, one in LATER.items()}
    with checked_apart(tmp_path_factory.mktemp("answered") / "data", cases) as (found, _):
        yield found


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_tried_again_within_the_check(answered, name):
    """A server that errs twice and then answers is seen by the same check."""
    site, watches = answered[f"passing {name}"]
    assert (watches["/policy"]["last_check"]["outcome"], site.times_asked("/policy")) == ("new", 3)


@pytest.mark.parametrize("name", STANDING)
def test_what_does_not_pass_is_asked_once(answered, name):
    """An answer that means what it says is not asked for again; one that may pass, three times at most."""
    site, _ = answered[f"standing {name}"]
    assert site.times_asked("/policy") == STANDING[name][1]


def test_a_pause_lies_between_two_tries(product, site):
    """A retry waits, and the one after it waits longer."""
    times: list[float] = []

    async def failing(asked: Asked, writer: asyncio.StreamWriter) -> None:
        times.append(time.monotonic())
        await page(TEXT, status=500)(asked, writer)

    site["/policy"] = failing
    product.environment["CLAUSEWATCH_RETRY_DELAY"] = "0.5"
    product.add(site.url("/policy"))
    product.quick("check", "--all")
    first, second = times[1] - times[0], times[2] - times[1]
    assert first >= 0.4
    assert second >= 1.3


def test_redirects_and_retries_share_the_time_of_one_check(product, site):
    """Slow hops, each within the time of a request, end together at the time of a check."""

    async def slow_hop(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(4.2)
        await redirect(f"/hop{len(site.asked)}")(_asked, writer)

    for number in range(20):
        site[f"/hop{number}"] = slow_hop
    site["/hang"] = hanging()
    site["/drip"] = repeating(b"HTTP/1.1 200 OK\r\n\r\n", b"<p>", pause=0.2)
    product.environment |= {"CLAUSEWATCH_TIMEOUT": "6", "CLAUSEWATCH_CHECK_TIMEOUT": "12"}
    product.add(*(site.url(path) for path in ("/hop0", "/hang", "/drip")))
    product.quick("check", "--all")
    assert {watch["last_check"]["kind"] for watch in product.watches().values()} == {"timeout"}
    # with 6 seconds a request, 12 seconds hold at most two hops of 4.2 seconds and a third that is cut off
    assert 1 < sum(asked.path.startswith("/hop") for asked in site.asked) <= 3
    assert site.times_asked("/hang") == site.times_asked("/drip") == 2


@pytest.mark.parametrize("name", LATER)
def test_a_site_that_says_when_is_asked_no_sooner(answered, name):
    """Retry-After moves the next check, in seconds and as a date, also beyond the interval."""
    _, watches = answered[f"later {name}"]
    watch = watches["/policy"]
    at = datetime.fromisoformat(watch["last_check"]["at"])
    due = datetime.fromisoformat(watch["next_check_at"])
    latest = at + timedelta(hours=50) if name.endswith("seconds") else WHEN
    # the answer came after WHEN was chosen and, on a busy machine, well before its check was over
    assert WHEN - timedelta(seconds=2) <= due <= latest + timedelta(minutes=2)
    assert watch["last_check"]["kind"] == ("rate_limited" if name.startswith("429") else "http_error")
    assert "left alone until" in watch["last_check"]["detail"]


def test_robots_are_obeyed_unless_the_watch_says_otherwise(product, site):
    """A page robots.txt forbids is fetched for the watch alone that ignores it, and its record says so."""
    site[ROBOTS] = page("User-agent: *\nDisallow: /secret/\n", media_type="text/plain")
    site["/secret/a"] = site["/secret/b"] = page(TEXT)
    product.add(site.url("/secret/a"))
    ignoring_robots(product, site.url("/secret/b"))
    product.quick("check", "--all")
    assert last(product, site.url("/secret/a"))["kind"] == "robots"
    seen = last(product, site.url("/secret/b"))
    assert (seen["outcome"], seen["detail"]) == ("new", "fetched whatever robots.txt says")
    assert "fetched whatever robots.txt says" in product.quick("show", "ignoring").stdout


@pytest.fixture(scope="module")
def without_robots(tmp_path_factory):
    """Check a page of a site for each robots.txt above in one round; the one that never comes, in a round of its own."""
    pages = {"/policy": page(TEXT), "/ignoring": page(TEXT)}
    cases = {name: {ROBOTS: answer, **pages} for name, (answer, _) in ROBOTS_THAT_FAIL.items()}
    slow = {"hanging": cases.pop("hanging")}
    folder = tmp_path_factory.mktemp("robots")
    little = {"CLAUSEWATCH_TIMEOUT": "8", "CLAUSEWATCH_CHECK_TIMEOUT": "8"}
    with (
        checked_apart(folder / "data", cases) as (found, _),
        checked_apart(folder / "slow", slow, **little) as (stuck, _),
    ):
        yield found | stuck, "".join(log.read_text() for log in folder.glob("*/crawl.log"))


@pytest.mark.parametrize("name", ROBOTS_THAT_FAIL)
def test_robots_that_cannot_be_had(without_robots, name):
    """A robots.txt that is not there forbids nothing; one the site fails to give forbids all, in one plain line."""
    found, log = without_robots
    site, watches = found[name]
    kind = ROBOTS_THAT_FAIL[name][1]
    assert watches["/policy"]["last_check"]["kind"] == kind
    assert watches["/ignoring"]["last_check"]["kind"] is None
    assert site.times_asked("/policy") == (0 if kind else 1)
    assert "Traceback" not in log


def test_one_request_at_a_time_goes_to_a_host(product, site):
    """However many watches a host has, and whoever forwards to it, requests to it do not overlap and keep apart."""
    spans: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def timed(answer: Answer) -> Answer:
        async def timing(asked: Asked, writer: asyncio.StreamWriter) -> None:
            began = time.monotonic()
            await asyncio.sleep(0.15)
            spans[asked.headers["host"]].append((began, time.monotonic()))
            await answer(asked, writer)

        return timing

    site[ROBOTS] = timed(page("", status=404))
    for number in range(3):
        site[f"/{number}"] = timed(page(policy(number)))
        site[f"/away{number}"] = timed(redirect(site.url(f"/{number}", host="localhost")))
    product.environment |= {"CLAUSEWATCH_HOST_DELAY": "0.5", "CLAUSEWATCH_HOST_CONCURRENCY": "1"}
    product.add(*(site.url(f"/away{n}") for n in range(3)), *(site.url(f"/{n}", host="localhost") for n in range(3)))
    product.quick("check", "--all")
    assert {host.partition(":")[0]: len(times) for host, times in spans.items()} == {"127.0.0.1": 4, "localhost": 7}
    for times in spans.values():
        times.sort()
        assert all(later >= ended for (_, ended), (later, _) in pairwise(times))
        # when a request was sent is not known here, only that the one before it had been answered by then
        assert all(later - ended >= 0.45 for (_, ended), (later, _) in zip(times, times[2:], strict=False))
