"""An edit is confirmed by a second look, and what varies between looks is remembered: real checks of pages on loopback."""

from __future__ import annotations

import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests import forked
from tests.policies import edited, policy
from tests.product import Product
from tests.servers import PATIENCE_SECONDS, Site, page, slow, validated

if TYPE_CHECKING:
    from asyncio import StreamWriter

    from tests.servers import Answer, Asked

READER = "reader@team.example"
LINES = (
    "The heron dances beside the old mill.",
    "A kettle whistles under seven lanterns.",
    "Nobody baked plum bread before dawn.",
    "Snow geese rehearse their second waltz.",
)


def with_line(line: str, *, body: str = "") -> str:
    """Return a policy with a line in its middle that says nothing of its matter."""
    parts = (body or policy(1)).split("<h2>")
    middle = len(parts) // 2
    return "<h2>".join([*parts[:middle], f"{parts[middle]}<p>{line}</p>", *parts[middle + 1 :]])


def turning(*, body: str = "") -> Answer:
    """Return what serves another line at every request."""
    number = count()

    async def answer(request: Asked, writer: StreamWriter) -> None:
        await page(with_line(LINES[next(number) % len(LINES)], body=body))(request, writer)

    return answer


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Watch a page that was read once; yield the site and the product."""
    product = Product(tmp_path_factory.mktemp("read") / "data")
    with Site() as site:
        site["/privacy"] = validated(policy(1), ETag='"1"')
        product.add(site.url("/privacy"), email=READER)
        product.quick("check", "--all")
        yield site, product


@pytest.fixture
def site(read):
    """Serve the page that was read."""
    return read[0]


@pytest.fixture
def watched(read, tmp_path):
    """Give the product after that, on a folder of its own."""
    return read[1].copied(tmp_path / "watched")


def crawl(product) -> None:
    """Check the watch as the schedule does, which does not wait for a second look."""
    product.query("UPDATE watches SET next_check_at = '2026-01-01T00:00:00Z'")
    command = [sys.executable, "-P", "-m", "crawler", "scrapy", "crawl", "policies"]
    pipe, settings = forked.PIPE, product.environment
    with (product.folder / "crawl.log").open("a") as log:
        crawl = forked.Popen(command, stdin=pipe, stdout=pipe, stderr=log, env=settings, start_new_session=True)
        with crawl.stdin, crawl.stdout:
            crawl.stdout.read()
    assert crawl.wait(PATIENCE_SECONDS) == 0


def outcomes(product) -> list[str]:
    """Return how the looks ended, in their order."""
    return [outcome for (outcome,) in product.query("SELECT outcome FROM fetches ORDER BY id")]


def test_an_edit_costs_a_second_request_past_all_caches(watched, site):
    """The second look is whole: without validators, and every cache on the way is asked to ask the site itself."""
    answers = iter([page(edited(1)), slow(edited(1), seconds=1.1)])  # moments are kept to the second

    async def answer(request, writer) -> None:
        await next(answers)(request, writer)

    site["/privacy"] = answer
    del site.asked[:]
    watched.quick("check", "--all")
    assert outcomes(watched) == ["new", "held", "changed"]
    first, second = (asked.headers for asked in site.asked if asked.path == "/privacy")
    assert "if-none-match" in first
    assert "if-none-match" not in second
    assert second["cache-control"] == "no-cache"
    assert watched.query("SELECT count(*) FROM notices") == [(1,)]
    (told,) = watched.query("SELECT c.at < c.told_at, c.claim FROM changes c")
    assert told == (1, "")


def test_a_page_without_an_edit_is_fetched_once(watched, site):
    """Where nothing differs, a check is one request."""
    site["/privacy"] = page(policy(1) + "<!-- built again -->")
    before = site.times_asked("/privacy")
    watched.quick("check", "--all")
    assert site.times_asked("/privacy") == before + 1


def test_a_line_that_turns_is_remembered_and_never_told(watched, site):
    """After the check that saw it turn, such a page costs one request a check, and nobody hears of it."""
    site["/privacy"] = turning()
    for _ in range(3):
        watched.quick("check", "--all")
    assert outcomes(watched) == ["new", "held", "unchanged", "unchanged", "unchanged"]
    assert watched.query("SELECT count(*) FROM restless") == [(1,)]
    assert watched.query("SELECT count(*) FROM notices") == [(0,)]
    assert watched.problems() == []


def test_an_edit_beside_a_line_that_turns_is_told_alone(watched, site):
    """What turns is no part of what is told, in the store and in the mail."""
    site["/privacy"] = turning()
    watched.quick("check", "--all")
    site["/privacy"] = turning(body=edited(1))
    watched.quick("check", "--all")
    watched.quick("outbox", "send")
    (mail,) = (watched.folder / "mail").glob("*.eml")
    assert not any(line.split()[1] in mail.read_text() for line in LINES)
    assert watched.query("SELECT count(*) FROM notices") == [(1,)]


def test_what_turned_is_no_part_of_a_diff(watched, site):
    """Of neighbouring versions `diff` shows the change that was told, and in the other order all that differs."""
    site["/privacy"] = turning()
    watched.quick("check", "--all")
    site["/privacy"] = turning(body=edited(1))
    watched.quick("check", "--all")
    told, apart = watched.json("diff", "1"), watched.json("diff", "1", "--from", "2", "--to", "1")
    assert (told["id"], apart["id"]) == (1, None)
    shown, all_shown = (str([change["redline"] for change in one["changes"]]) for one in (told, apart))
    assert not any(line in shown for line in LINES)
    assert any(line in all_shown for line in LINES)


def test_the_looks_of_the_trial_count(product, site):
    """What differs between the two fetches at `add` is known from the first day."""
    site["/privacy"] = turning()
    product.quick("add", site.url("/privacy"), "--email", READER)
    assert product.query("SELECT count(*) FROM restless") == [(1,)]
    for _ in range(3):
        product.quick("check", "--all")
    assert outcomes(product) == ["new", "unchanged", "unchanged"]


def test_a_second_look_that_fails_leaves_the_edit_held(watched, site):
    """What one look saw is not lost when the second finds the site in trouble; the next check goes on from there."""
    answers = iter([page(edited(1)), page("", status=500), page("", status=500), page("", status=500)])

    async def answer(request, writer) -> None:
        await next(answers)(request, writer)

    site["/privacy"] = answer
    watched.quick("check", "--all")
    assert outcomes(watched)[:2] == ["new", "held"]
    assert outcomes(watched)[-1] == "failed"
    assert watched.query("SELECT claim FROM held") == [("edit",)]
    site["/privacy"] = page(edited(1))
    watched.quick("check", "--all")
    assert outcomes(watched)[-1] == "changed"


def test_the_schedule_comes_back_for_the_second_look(watched, site):
    """In the schedule an edit is held, and the page is due again after `confirm_after`, however long its interval."""
    site["/privacy"] = page(edited(1))
    watched.environment |= {"CLAUSEWATCH_CONFIRM_AFTER": "900"}
    crawl(watched)
    assert outcomes(watched) == ["new", "held"]
    ((seconds,),) = watched.query(
        "SELECT round((julianday(w.next_check_at) - julianday(h.since)) * 86400) FROM watches w, held h"
    )
    assert seconds == 900
    crawl(watched)
    assert outcomes(watched) == ["new", "held", "held"]
    watched.query("UPDATE held SET since = strftime('%Y-%m-%dT%H:%M:%SZ', since, '-900 seconds')")
    crawl(watched)
    assert outcomes(watched)[-1] == "changed"
