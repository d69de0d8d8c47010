from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.policies import policy
from tests.product import ROOT, descendants, is_alive, wait_until
from tests.servers import hanging, slow

PAGES = 40


@pytest.fixture
def checking(product, site):
    """Begin to check 40 slow pages, four at a time and more waiting their turn, until some are on their way."""
    for number in range(PAGES):
        site[f"/slow/{number}"] = slow(policy(number), seconds=0.8)
    site.asked.clear()
    product.add(*(site.url(f"/slow/{number}") for number in range(PAGES)))
    product.environment |= {"CLAUSEWATCH_CONCURRENCY": "16", "CLAUSEWATCH_HOST_CONCURRENCY": "4"}
    process = product.start("check", "--all")
    wait_until(lambda: any(asked.path.startswith("/slow/") for asked in site.asked))
    yield process
    process.kill()
    process.communicate()


def test_a_broken_store_ends_the_run(product, site):
    """When checks cannot be recorded, the command says so in one line and asks for no more pages."""
    for number in range(PAGES):
        site[f"/slow/{number}"] = slow(policy(number), seconds=0.5)
    site.asked.clear()
    product.add(*(site.url(f"/slow/{number}") for number in range(PAGES)))
    product.query("ALTER TABLE fetches RENAME TO lost")
    product.environment |= {"CLAUSEWATCH_CONCURRENCY": "2", "CLAUSEWATCH_HOST_CONCURRENCY": "2"}
    err = product.run("check", "--all", code=2).stderr
    assert "no such table" in err
    assert len(err.strip().splitlines()) == 1
    assert pages_asked(site) < PAGES


def test_four_commands_may_make_the_store_at_once(product):
    """Commands that find no store at the same time make one between them, and each does its work."""
    started = [product.start("add", f"https://site-{n}.example/privacy", "--no-trial") for n in range(4)]
    ends = [(process.communicate(timeout=60), process.returncode) for process in started]
    assert [code for _, code in ends] == [0] * 4, ends
    assert product.query("SELECT count(*) FROM watches") == [(4,)]
    assert product.problems() == []


def pages_asked(site) -> int:
    """Count the pages that were asked for."""
    return len({asked.path for asked in site.asked if asked.path.startswith("/slow/")})


def test_ctrl_c_finishes_what_is_in_flight(checking, product, site):
    """SIGINT ends a check within seconds: what was asked for is recorded, the rest stays due, no child stays."""
    children = descendants(checking.pid)
    assert children
    checking.send_signal(signal.SIGINT)
    out, err = checking.communicate(timeout=20)
    assert checking.returncode == 130
    assert err.strip() == "stopped"
    assert "Traceback" not in out
    assert 0 < pages_asked(site) < PAGES
    assert product.query("SELECT count(*), sum(outcome = 'new') FROM fetches") == [(pages_asked(site),) * 2]
    assert product.problems() == []
    wait_until(lambda: not any(is_alive(pid) for pid in children), seconds=5)


def test_a_crawl_ends_when_its_parent_is_killed(checking, product, site):
    """SIGKILL of the command leaves no child behind for long, and what was in flight is recorded."""
    children = descendants(checking.pid)
    assert children
    checking.kill()
    checking.wait(timeout=5)
    wait_until(lambda: not any(is_alive(pid) for pid in children), seconds=15)
    assert product.query("SELECT count(*) FROM fetches") == [(pages_asked(site),)]
    assert pages_asked(site) < PAGES
    assert product.problems() == []


def test_a_crawl_whose_parent_died_before_it_began_ends_too(product, site):
    """A crawl that finds its lifeline cut when it starts asks for hardly a page."""
    for number in range(PAGES):
        site[f"/slow/{number}"] = slow(policy(number), seconds=1)
    site.asked.clear()
    product.add(*(site.url(f"/slow/{number}") for number in range(PAGES)))
    command = [sys.executable, "-m", "scrapy", "crawl", "policies", "-s", "CLAUSEWATCH_LIFELINE=1"]
    settings = product.environment | {"CLAUSEWATCH_CONCURRENCY": "4"}
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as crawl:
        crawl.stdin.close()
        assert crawl.wait(timeout=30) == 0
        assert b"Traceback" not in crawl.stderr.read()
    assert pages_asked(site) <= 4
    assert product.query("SELECT count(*) FROM fetches") == [(pages_asked(site),)]


def test_killed_workers_and_crawls_leave_no_orphans(checking):
    """When the crawl itself is killed, its workers end too, and the command says in one line that it did not run."""
    wait_until(lambda: len(descendants(checking.pid)) > 2)
    time.sleep(0.5)
    children = descendants(checking.pid)
    crawl = min(children)

    os.kill(crawl, signal.SIGKILL)
    _, err = checking.communicate(timeout=20)
    assert checking.returncode == 2
    assert len(err.strip().splitlines()) == 1
    wait_until(lambda: not any(is_alive(pid) for pid in children), seconds=5)


def test_a_hanging_page_does_not_hold_up_ctrl_c(product, site):
    """A page that never answers is given up some seconds after SIGINT, and stays due."""
    site["/never"] = hanging()
    product.environment["CLAUSEWATCH_TIMEOUT"] = "60"
    product.add(site.url("/never"))
    with product.start("check") as process:
        wait_until(lambda: site.times_asked("/never"))
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        process.communicate(timeout=20)
    assert process.returncode == 130
    assert time.monotonic() - began < 12
    assert product.query("SELECT count(*) FROM fetches") == [(0,)]
