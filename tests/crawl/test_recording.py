from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.utils.test import get_crawler

from crawler.checking.judge import judge
from crawler.checking.pipeline import RecordPipeline
from crawler.spiders.policies import PoliciesSpider
from monitor.core.errors import StaleDecisionError, UnknownWatchError
from monitor.core.records import CheckOutcome, FailureKind, Fetched, FetchFailure, Held
from storage.addresses import put_address
from storage.checks import record
from storage.database import open_store, writing
from storage.known import baseline_of, known_of
from tests.policies import clauses, edited, html, policy
from tests.product import descendants, is_alive, wait_until
from tests.servers import PATIENCE_SECONDS, page

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://site.example/privacy"


def fetched(body, *, after=0, watch_id=1):
    """Return a page that was fetched so many seconds after noon."""
    at = NOON + timedelta(seconds=after)
    return Fetched(
        watch_id=watch_id, at=at, status=200, url=URL, body=body.encode(), media_type="text/html", etag=f'"{after}"'
    )


def checked(db, page_fetched, known=None):
    """Judge and record a page in this process, an edit by two looks."""
    known = known or known_of(db, page_fetched.watch_id)
    outcome = judge(known, baseline_of(db, known), page_fetched)
    record(db, page_fetched, outcome, known=known, next_check_at=NOON, mail_domain="watch.example")
    return checked(db, page_fetched) if isinstance(outcome, Held) and outcome.held.looks == 1 else outcome.kind


@pytest.fixture
def store(product):
    """Open a store with one watch."""
    product.add(URL, email="reader@team.example")
    db = open_store(product.folder)
    yield db
    db.close()


@pytest.fixture
def pipeline(product, store):
    """Open the pipeline of a crawl on the store."""
    settings = {"CLAUSEWATCH_DATA": str(product.folder), "CLAUSEWATCH_WORKERS": 1}
    crawler = get_crawler(PoliciesSpider, settings)
    crawler.spider = crawler._create_spider()
    opened = RecordPipeline(crawler)
    opened.open_spider()
    yield opened
    opened.close_spider()
    crawler.spider.closed("done")


def test_a_decision_on_an_old_state_is_refused_whole(store):
    """Who decided before another snapshot came is told to decide again, even with an earlier time, and writes nothing."""
    checked(store, fetched(policy(1)))
    known = known_of(store, 1)
    assert checked(store, fetched(edited(1), after=20)) is CheckOutcome.CHANGED
    before = list(store.conn.iterdump())
    for after in (10, 20, 30):
        with pytest.raises(StaleDecisionError):
            checked(store, fetched(edited(1), after=after), known)
    assert list(store.conn.iterdump()) == before


def test_an_answer_that_was_overtaken_is_noted_and_changes_nothing(store, pipeline):
    """An answer to a request from before the latest snapshot makes a row, and leaves history and schedule alone."""
    checked(store, fetched(policy(1)))
    seen = known_of(store, 1).seen
    checked(store, fetched(edited(1), after=60))
    state = [tuple(row) for row in store.conn.execute("SELECT * FROM watches")]
    late = html(clauses(1) | {"Contact": ["Write to the keeper of the lighthouse on the hill above the old harbour."]})
    # by its clock it came later
    asyncio.run(pipeline.process_item(replace(fetched(late, after=90), seen=seen)))
    failure = FetchFailure(kind=FailureKind.TIMEOUT)
    asyncio.run(pipeline.process_item(replace(fetched("", after=40), failure=failure, status=None, seen=seen)))
    assert [tuple(row) for row in store.conn.execute("SELECT * FROM watches")] == state
    assert store.conn.execute("SELECT count(*), (SELECT count(*) FROM fetches) FROM snapshots").fetchone()[:] == (2, 5)


def test_an_answer_from_an_address_given_up_meanwhile_changes_nothing(store, pipeline):
    """A page of the old address that comes after a watch was given another is noted; the new one is still due whole."""
    checked(store, fetched(policy(1)))
    known = known_of(store, 1)
    with writing(store) as conn:
        put_address(conn, 1, "https://site.example/moved", now=NOON)
    state = [tuple(row) for row in store.conn.execute("SELECT * FROM watches")]
    late = replace(fetched(edited(1), after=60), asked=URL, seen=known.seen)
    asyncio.run(pipeline.process_item(late))
    assert [tuple(row) for row in store.conn.execute("SELECT * FROM watches")] == state
    assert [tuple(row) for row in store.conn.execute("SELECT outcome, is_aside FROM fetches ORDER BY id")] == [
        ("new", 0),
        ("unchanged", 1),
    ]
    with pytest.raises(StaleDecisionError):  # nor one that was judged before
        checked(store, late, known)
    asyncio.run(
        pipeline.process_item(replace(fetched(policy(1), after=90), asked=known_of(store, 1).url, seen=known.seen))
    )
    assert known_of(store, 1).etag == '"90"'


def test_what_a_crawl_records_is_one_transaction(store):
    """When anything in recording a check fails, nothing of it is in the store."""
    checked(store, fetched(policy(1)))
    before = list(store.conn.iterdump())
    store.conn.execute(
        "CREATE TEMP TRIGGER refuse BEFORE UPDATE ON watches BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    with pytest.raises(Exception, match="the disk is full"):
        checked(store, fetched(edited(1), after=60))
    assert list(store.conn.iterdump()) == before


def test_each_check_tells_the_process_that_waits(store, pipeline, capsys):
    """A JSON line with watch, outcome and kind follows each check once it is recorded."""
    asyncio.run(pipeline.process_item(fetched(policy(1))))
    assert capsys.readouterr().out == '{"says": "checked", "watch": 1, "outcome": "new", "kind": null}\n'
    assert store.conn.execute("SELECT count(*) FROM snapshots").fetchone()[0] == 1


def test_a_watch_removed_meanwhile_is_passed_over(store, pipeline, capsys):
    """A page of a watch that was purged during the crawl is recorded nowhere and ends nothing."""
    with writing(store) as conn:
        conn.execute("DELETE FROM watches")
    asyncio.run(pipeline.process_item(fetched(policy(1))))
    assert capsys.readouterr().out == ""
    assert store.conn.execute("SELECT count(*) FROM fetches").fetchone()[0] == 0


def test_a_watch_removed_before_it_is_recorded_is_said_so(store):
    """A watch that was purged while its page was judged is refused as unknown, not as a broken store."""
    known = known_of(store, 1)
    with writing(store) as conn:
        conn.execute("DELETE FROM watches")
    with pytest.raises(UnknownWatchError):
        checked(store, fetched(policy(1)), known)


def worker_pids():
    """Return the processes below this one that draw texts: children of the fork server."""
    mine = descendants(os.getpid())
    return {pid for child in mine for pid in descendants(child)}


def test_a_page_that_kills_its_worker_is_a_failed_check(store, pipeline):
    """When a page's worker is killed, and killed again when the page is tried once more, the check fails as crashed."""
    done = threading.Event()

    def kill_them():
        while not done.wait(0.005):
            for pid in worker_pids():
                with suppress(ProcessLookupError):  # it has ended since it was found
                    os.kill(pid, signal.SIGKILL)

    # large enough that none is drawn before it is noticed
    large = html({str(seed): [line for lines in clauses(seed).values() for line in lines] for seed in range(1500)})
    killer = threading.Thread(target=kill_them)
    killer.start()
    try:
        asyncio.run(pipeline.process_item(fetched(large)))
    finally:
        done.set()
        killer.join()
    rows = store.conn.execute("SELECT outcome, kind, detail, snapshot_id FROM fetches").fetchall()
    assert [tuple(row) for row in rows] == [("failed", "crashed", "the process that drew its text was ended", None)]
    asyncio.run(pipeline.process_item(fetched(policy(1), after=60)))
    assert [row["outcome"] for row in store.conn.execute("SELECT outcome FROM fetches ORDER BY at")] == [
        "failed",
        "new",
    ]


@pytest.mark.drill
def test_a_worker_that_dies_between_pages_is_replaced(product, site):
    """When idle workers are killed in the middle of a round, every page is still checked."""
    for number in range(60, 72):
        site[f"/worked/{number}"] = page(policy(number))
    product.add(*(site.url(f"/worked/{number}") for number in range(60, 72)))
    product.environment |= {"CLAUSEWATCH_HOST_CONCURRENCY": "1", "CLAUSEWATCH_HOST_DELAY": "1"}
    product.environment |= {"CLAUSEWATCH_TIMEOUT": "60"}
    with product.start("check", "--all") as process:
        wait_until(lambda: product.query("SELECT 1 FROM fetches WHERE outcome = 'new'"), seconds=100)
        started = descendants(process.pid)
        crawl = next(pid for pid in started if started == {pid} | descendants(pid))  # the one that started the others
        killed = {pid for child in descendants(crawl) for pid in descendants(child)}
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert killed
    assert not any(is_alive(pid) for pid in killed)
    assert product.query("SELECT outcome, count(*) FROM fetches GROUP BY outcome") == [("new", 12)]
