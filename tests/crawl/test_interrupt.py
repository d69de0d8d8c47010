from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.policies import policy
from tests.product import ROOT, descendants, is_alive, wait_until
from tests.servers import PATIENCE_SECONDS, hanging, slow

PAGES = 80
# a slow machine may need longer than the product grants to end what is in flight while it still starts
PATIENT_CRAWL = (
    "import crawler.lifeline, scrapy.cmdline; crawler.lifeline.GRACE_SECONDS = 120; scrapy.cmdline.execute()"
)


@pytest.fixture
def checking(product, site):
    """Begin to check very many slow pages, four at a time, until one is recorded."""
    for number in range(PAGES):
        site[f"/slow/{number}"] = slow(policy(number), seconds=0.8)
    site.asked.clear()
    product.add(*(site.url(f"/slow/{number}") for number in range(PAGES)))
    product.environment |= {"CLAUSEWATCH_CONCURRENCY": "4", "CLAUSEWATCH_HOST_CONCURRENCY": "4"}
    process = product.start("check", "--all")
    wait_until(lambda: product.query("SELECT 1 FROM fetches"))  # what comes now is not held up by a worker that starts
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
    err = product.quick("check", "--all", code=2).stderr
    assert "no such table" in err
    assert len(err.strip().splitlines()) == 1
    assert pages_asked(site) < PAGES


@pytest.mark.drill
def test_four_commands_may_make_the_store_at_once(product):
    """Commands that find no store at the same time make one between them, and each does its work."""
    started = [product.start("add", f"https://site-{n}.example/privacy", "--no-trial") for n in range(4)]
    ends = [(process.communicate(timeout=PATIENCE_SECONDS), process.returncode) for process in started]
    assert [code for _, code in ends] == [0] * 4, ends
    assert product.query("SELECT count(*) FROM watches") == [(4,)]
    assert product.problems() == []


def pages_asked(site) -> int:
    """Count the pages that were asked for."""
    return len({asked.path for asked in site.asked if asked.path.startswith("/slow/")})


def test_ctrl_c_finishes_what_is_in_flight(checking, product, site):
    """SIGINT ends a check early: what was asked for is recorded, the rest stays due, no child stays."""
    children = descendants(checking.pid)
    assert children
    checking.send_signal(signal.SIGINT)
    out, err = checking.communicate(timeout=PATIENCE_SECONDS)
    assert checking.returncode == 130
    assert err.strip() == "stopped"
    assert "Traceback" not in out
    assert 0 < pages_asked(site) < PAGES
    assert product.query("SELECT count(*), sum(outcome = 'new') FROM fetches") == [(pages_asked(site),) * 2]
    assert product.problems() == []
    wait_until(lambda: not any(is_alive(pid) for pid in children))


def test_a_crawl_ends_when_its_parent_is_killed(checking, product, site):
    """SIGKILL of the command leaves no child behind for long, and what was in flight is recorded."""
    children = descendants(checking.pid)
    assert children
    checking.kill()
    checking.wait(timeout=PATIENCE_SECONDS)
    wait_until(lambda: not any(is_alive(pid) for pid in children))
    assert product.query("SELECT count(*) FROM fetches") == [(pages_asked(site),)]
    assert pages_asked(site) < PAGES
    assert product.problems() == []


def test_a_crawl_whose_parent_died_before_it_began_ends_too(product, site):
    """A crawl that finds its lifeline cut when it starts asks for hardly a page."""
    for number in range(PAGES):
        site[f"/slow/{number}"] = slow(policy(number), seconds=1)
    site.asked.clear()
    product.add(*(site.url(f"/slow/{number}") for number in range(PAGES)))
    command = [sys.executable, "-c", PATIENT_CRAWL, "crawl", "policies", "-s", "CLAUSEWATCH_LIFELINE=1"]
    settings = product.environment | {"CLAUSEWATCH_CONCURRENCY": "4"}
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as crawl:
        crawl.stdin.close()
        assert crawl.wait(timeout=PATIENCE_SECONDS) == 0
        assert b"Traceback" not in crawl.stderr.read()
    assert pages_asked(site) <= 4
    assert product.query("SELECT count(*) FROM fetches") == [(pages_asked(site),)]


@pytest.mark.drill
def test_a_killed_crawl_is_taken_up_again_and_leaves_no_orphans(checking, product):
    """When the crawl itself is killed, its workers end too, and another does what is left: each watch has one check."""
    wait_until(lambda: len(descendants(checking.pid)) > 2)
    wait_until(lambda: product.query("SELECT count(*) FROM fetches")[0][0])
    children = descendants(checking.pid)

    os.kill(min(children), signal.SIGKILL)
    _, err = checking.communicate(timeout=PATIENCE_SECONDS)
    assert checking.returncode == 0
    assert "it was ended by SIGKILL" in err
    assert len(err.strip().splitlines()) == 1
    wait_until(lambda: not any(is_alive(pid) for pid in children))
    assert product.query("SELECT count(*), count(DISTINCT watch_id), sum(outcome = 'new') FROM fetches") == [
        (PAGES, PAGES, PAGES)
    ]


def test_a_hanging_page_does_not_hold_up_ctrl_c(product, site):
    """A page that never answers is given up after SIGINT, long before its time is over, and stays due."""
    site["/never"] = hanging()
    product.environment |= {"CLAUSEWATCH_TIMEOUT": "600", "CLAUSEWATCH_CHECK_TIMEOUT": "3600"}
    product.add(site.url("/never"))
    with product.start("check") as process:
        wait_until(lambda: site.times_asked("/never"))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 130
    assert product.query("SELECT count(*) FROM fetches") == [(0,)]
