"""Real commands while the clock is a year ahead, right again and a day behind, by way of libfaketime."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.policies import clauses, html
from tests.product import Product, wait_until
from tests.servers import Site, page

pytestmark = [pytest.mark.drill, pytest.mark.timeout(900)]

READER = "reader@team.example"
LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
NEEDED = pytest.mark.skipif(
    LIBRARY is None, reason="sets the clock with libfaketime (Debian: faketime), which is not there"
)
PATIENCE = 90  # seconds; a check takes about two on an ordinary machine
QUIET = 3  # seconds, ten looks of the schedule


def edition(number):
    """Return the policy; each number tells another period."""
    return page(
        html(clauses(1) | {"Logs": [f"We keep the logs of our servers for {number + 2} months and no longer."]})
    )


@pytest.fixture
def site():
    """Serve pages on loopback."""
    with Site() as running:
        yield running


@pytest.fixture
def clock(tmp_path):
    """Give a product whose clock is set by writing to a file, and the file."""
    file = tmp_path / "clock"
    file.write_text("+0")
    product = Product(
        tmp_path / "data",
        LD_PRELOAD=str(LIBRARY),
        FAKETIME_TIMESTAMP_FILE=str(file),
        FAKETIME_NO_CACHE="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
        CLAUSEWATCH_TICK="0.3",
        CLAUSEWATCH_TIMEOUT="20",
    )
    return product, file


def mails(product):
    """Return the mails that were written."""
    return list((product.folder / "mail").glob("*.eml"))


def fetches(product):
    """Count the checks."""
    return product.query("SELECT count(*) FROM fetches")[0][0]


@NEEDED
def test_every_check_tells_its_edit_whatever_the_clock_says(clock, site):
    """Of checks made by a clock that is ahead, right, behind and right again, each tells its edit once; doctor ends fine."""
    product, file = clock
    site["/policy"] = edition(0)
    product.add(site.url("/policy"), email=READER)
    for number, offset in enumerate(("+0", "+365d", "+0", "-1d", "+1h")):
        file.write_text(offset)
        site["/policy"] = edition(number)
        product.run("check", "--all")
        assert product.query("SELECT count(*) FROM snapshots") == [(number + 1,)]
    product.run("outbox", "send")
    assert len(mails(product)) == 4
    assert [entry["snapshot"] for entry in product.json("history", "1")] == [1, 2, 3, 4, 5]
    told = product.run("doctor", "--format", "json", code=None).stdout
    found = {one["subject"]: one for one in json.loads(told)}
    assert found["clock"]["fine"], found["clock"]
    assert "1 version (kept as recorded" in found["clock"]["words"]


@NEEDED
def test_a_running_schedule_survives_steps_of_the_clock(clock, site):
    """While the clock jumps a year ahead, back, on and a day behind, each edit is told once and no check is made twice."""
    product, file = clock
    site["/policy"] = edition(0)
    product.add(site.url("/policy"), email=READER, every="5m")
    with (product.folder / "run.log").open("w") as log, product.start("run", stdout=log, stderr=log) as process:
        try:
            wait_until(lambda: fetches(product) == 1, seconds=PATIENCE)
            # each step makes the watch due: its time has come, or lies further ahead than its interval allows
            for number, offset in enumerate(("+365d", "+0", "+10m", "-1d", "-1430m"), 1):
                site["/policy"] = edition(number)
                file.write_text(offset)
                wait_until(lambda number=number: len(mails(product)) == number, seconds=PATIENCE)
                time.sleep(QUIET)
                assert (fetches(product), len(mails(product))) == (2 * number + 1, number)  # an edit takes two looks
        finally:
            process.terminate()
            process.wait(PATIENCE)
    assert "Traceback" not in (product.folder / "run.log").read_text()
    assert product.query("SELECT count(*), count(DISTINCT new_snapshot_id) FROM changes") == [(5, 5)]
    assert product.query("SELECT DISTINCT state, attempts FROM deliveries") == [("sent", 1)]
    assert product.problems() == []
