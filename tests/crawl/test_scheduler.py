from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from contextlib import closing, contextmanager

import pytest
from aiosmtpd.controller import Controller

from monitor.demo.sink import Keeper, Sink
from tests.policies import edited, policy
from tests.product import descendants, is_alive, wait_until
from tests.servers import PATIENCE_SECONDS, hanging, page, sending

READER = "reader@team.example"


def mailing_to(product, port):
    """Let the product mail to a server on loopback."""
    product.environment |= {
        "CLAUSEWATCH_SMTP_HOST": "127.0.0.1",
        "CLAUSEWATCH_SMTP_PORT": str(port),
        "CLAUSEWATCH_SMTP_SECURITY": "none",
    }


@contextmanager
def running(product, stdout=None):
    """Run the schedule with a short tick until the block ends; its log goes to a file, and so does what it says."""
    product.environment["CLAUSEWATCH_TICK"] = "0.3"
    with (product.folder / "run.log").open("w") as log:
        process = product.start("run", stdout=stdout or log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def log_of(product):
    """Return what the schedule has said."""
    return (product.folder / "run.log").read_text()


def fetches(product, path="%"):
    """Count the checks recorded for a path."""
    return product.query("SELECT count(*) FROM fetches WHERE url LIKE :path", path=f"%{path}")[0][0]


def schedule_in_doctor(product):
    """Return what `doctor` finds of the schedule."""
    found = json.loads(product.quick("doctor", "--format", "json", code=None).stdout)
    return next(one for one in found if one["subject"] == "schedule")


def make_due(product):
    """Make every watch due."""
    product.query("UPDATE watches SET next_check_at = '2026-01-01T00:00:00Z'")


def test_it_checks_what_is_due_and_mails_what_changed(product, site):
    """A due watch is checked without being asked, once; its change is looked at twice and mailed; the rest is quiet."""
    site["/watched"] = page(policy(1))
    product.add(site.url("/watched"), email=READER)
    with Sink() as sink:
        mailing_to(product, sink.port)
        with running(product) as process:
            wait_until(lambda: fetches(product) == 1)
            site["/watched"] = page(edited(1))
            make_due(product)
            wait_until(lambda: sink.messages)
            second = product.run("run", code=2)
            assert len(second.stderr.strip().splitlines()) == 1
            assert "another Clausewatch" in second.stderr
            wait_until(
                lambda: product.query("SELECT last_checks, last_failed, round_began_at FROM schedule") == [(1, 0, None)]
            )
            assert schedule_in_doctor(product)["fine"] is True
            # as if the next sign of life should have come long ago
            product.query("UPDATE schedule SET seen_at = '2026-01-01T00:00:00Z', due_by = '2026-01-01T00:01:00Z'")
            stuck = schedule_in_doctor(product)
            assert stuck["fine"] is False
            assert "restart it" in stuck["words"]
            assert "1 check" in stuck["words"]
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=PATIENCE_SECONDS) == 0
        assert [message["To"] for message in sink.messages] == [READER]
    assert fetches(product) == 3
    assert "Traceback" not in log_of(product)
    assert product.query("SELECT state FROM deliveries") == [("sent",)]
    assert product.query("SELECT due_by FROM schedule") == [(None,)]


def test_sigterm_stops_it_in_the_middle_of_a_hanging_page(product, site):
    """SIGTERM ends the schedule with code 0 long before a page that hangs is given up; no child stays."""
    site["/hang"] = hanging()
    product.environment |= {"CLAUSEWATCH_TIMEOUT": "600", "CLAUSEWATCH_CHECK_TIMEOUT": "3600"}
    product.add(site.url("/hang"))
    site.asked.clear()
    with running(product) as process:
        wait_until(lambda: site.times_asked("/hang"))
        children = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
    assert not any(is_alive(pid) for pid in children)
    assert log_of(product).rstrip().endswith("Stopped.")
    assert fetches(product) == 0


@pytest.mark.drill
def test_it_goes_on_where_nobody_hears_it(product, site):
    """A schedule whose output is a closed pipe checks what is due as ever, and stops when it is told to."""
    site["/watched"] = page(policy(1))
    product.add(site.url("/watched"))
    heard, said = os.pipe()
    os.close(heard)
    with open(said, "w") as unheard, running(product, stdout=unheard) as process:  # noqa: PTH123 - no path but a pipe
        wait_until(lambda: fetches(product) == 1)
        make_due(product)
        wait_until(lambda: fetches(product) == 2)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE_SECONDS)
    assert product.query("SELECT due_by FROM schedule") == [(None,)]
    assert "Traceback" not in log_of(product)


@pytest.mark.drill
def test_no_empty_store_takes_the_place_of_one_that_went(product, site):
    """A store that goes away, as with its volume, is told and missed; what is due is checked when it is there again."""
    site["/watched"] = page(policy(1))
    product.add(site.url("/watched"))
    with running(product) as process:
        wait_until(lambda: fetches(product) == 1)
        files = [*product.folder.glob("clausewatch.sqlite*")]
        for file in files:
            file.rename(file.with_name(f"away.{file.name}"))
        wait_until(lambda: "there is no store" in log_of(product))
        assert not [*product.folder.glob("clausewatch.sqlite*")]
        assert product.quick("doctor", code=None).returncode != 0
        for file in files:
            file.with_name(f"away.{file.name}").rename(file)
        make_due(product)
        wait_until(lambda: fetches(product) == 2)
        assert process.poll() is None


def test_it_survives_bad_sites_and_a_locked_store(product, site):
    """A site that hangs, a page that is broken and a store that another process holds for seconds stop nothing."""
    site["/hang"] = hanging()
    site["/junk"] = sending(b"\x00\xff" * 500)
    site["/fine"] = page(policy(2))
    product.environment |= {"CLAUSEWATCH_TIMEOUT": "8", "CLAUSEWATCH_CHECK_TIMEOUT": "8"}
    product.add(site.url("/hang"), site.url("/junk"), site.url("/fine"))
    site.asked.clear()
    with running(product) as process:
        wait_until(lambda: site.times_asked("/hang"), pause=0.005)
        with closing(sqlite3.connect(product.folder / "clausewatch.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(3)
            other.execute("ROLLBACK")
        wait_until(lambda: fetches(product) == 3)
        make_due(product)
        wait_until(lambda: fetches(product, "/fine") == 2)
        assert process.poll() is None
    kinds = {url.removeprefix(site.url("")): watch["last_check"]["kind"] for url, watch in product.watches().items()}
    assert kinds == {"/hang": "timeout", "/junk": "connection", "/fine": None}
    assert "Traceback" not in log_of(product)
    assert product.problems() == []


@pytest.mark.drill
def test_it_survives_a_mail_server_that_is_down(product, site):
    """Mails wait while no server answers, and go out when it is back; SIGINT then ends the schedule with code 0."""
    site["/told"] = page(policy(3))
    product.add(site.url("/told"), email=READER)
    with Sink() as gone:
        mailing_to(product, gone.port)
    with running(product) as process:
        wait_until(lambda: fetches(product) == 1)
        site["/told"] = page(edited(3))
        make_due(product)
        wait_until(lambda: "the mail server is down" in log_of(product))
        keeper = Keeper()
        back = Controller(keeper, hostname="127.0.0.1", port=gone.port, server_hostname="localhost", ready_timeout=60)
        back.start()
        try:
            product.quick("outbox", "retry")
            wait_until(lambda: keeper.messages)
            wait_until(lambda: product.query("SELECT state FROM deliveries") == [("sent",)])
        finally:
            back.stop()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
    assert [message["To"] for message in keeper.messages] == [READER]
    assert "Traceback" not in log_of(product)
