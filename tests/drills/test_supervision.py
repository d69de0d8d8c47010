"""Real crawls that hang or die, real mail servers that drip, and what the schedule makes of them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
from contextlib import contextmanager

import pytest

from crawler.config import CrawlConfig
from monitor.child import SECONDS_TO_STOP
from monitor.core.records import FailureKind
from monitor.crawl import discover, fetch_pages
from monitor.demo.sink import Keeper, Sink
from monitor.ending import LAST_SECONDS
from tests.crawls import crawls_of, striking
from tests.policies import edited, policy
from tests.product import Product, descendants, is_alive, wait_until
from tests.servers import Site, hanging, page, slow

pytestmark = [pytest.mark.drill, pytest.mark.timeout(1200)]

PAGES = 10
READER = "reader@team.example"
QUICK = {"CLAUSEWATCH_STALL_TIMEOUT": "20", "CLAUSEWATCH_TICK": "0.3", "CLAUSEWATCH_CONCURRENCY": "4"}
CONFIG = CrawlConfig(allow_networks=("127.0.0.0/8",), host_delay=0, timeout=3, stall_timeout=20, retry_delay=0.05)


@pytest.fixture
def site():
    """Serve pages on loopback."""
    with Site() as running:
        yield running


@pytest.fixture
def product(tmp_path):
    """Give the command with short bounds on a data folder of its own."""
    return Product(tmp_path / "data", **QUICK)


@contextmanager
def running(product):
    """Run the schedule until the block ends; its log goes to a file."""
    with (product.folder / "run.log").open("w") as log:
        process = product.start("run", stdout=log, stderr=log)
        try:
            yield process
        finally:
            children = descendants(process.pid)
            process.kill()
            process.wait()
            for pid in children:
                if is_alive(pid):
                    os.kill(pid, signal.SIGKILL)


def log_of(product):
    """Return what the schedule has said."""
    return (product.folder / "run.log").read_text()


def checks(product):
    """Return how each watch was checked: its path's last part, outcome and kind, in order of the watches."""
    return product.query(
        "SELECT replace(w.url, rtrim(w.url, replace(w.url, '/', '')), ''), f.outcome, f.kind"
        " FROM fetches f JOIN watches w ON w.id = f.watch_id ORDER BY w.id, f.id"
    )


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL])
@pytest.mark.parametrize("command", ["check", "run"])
def test_only_the_page_at_fault_pays_for_a_crawl_that_hangs_or_dies(product, site, number, command):
    """A page that stops or kills every crawl is one failed check of kind crashed; its neighbours are checked once each."""
    found = {}
    for place in range(PAGES):
        site[f"/{place}"] = slow(policy(place), seconds=0.3)
    site["/4"] = striking(number, lambda: found["process"].pid)
    product.add(*(site.url(f"/{place}") for place in range(PAGES)), email=READER)
    wanted = [(str(place), *(("failed", "crashed") if place == 4 else ("new", None))) for place in range(PAGES)]
    if command == "check":
        with product.start("check", "--all", "--format", "json") as process:
            found["process"] = process
            out, err = process.communicate(timeout=500)
        assert process.returncode == 0, err
        assert {one["last_check"]["kind"] for one in json.loads(out)} == {None, "crashed"}
        assert len(json.loads(out)) == PAGES
    else:
        with running(product) as process:
            found["process"] = process
            wait_until(lambda: len(checks(product)) == PAGES, seconds=500)
            wait_until(lambda: product.query("SELECT last_checks, last_failed FROM schedule") == [(PAGES, 1)])
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
        assert "Traceback" not in log_of(product)
    assert checks(product) == wanted
    ((failures, detail),) = product.query(
        "SELECT w.failures, f.detail FROM watches w JOIN fetches f ON f.watch_id = w.id WHERE f.kind = 'crashed'"
    )
    assert failures == 1
    assert ("no sign of life" if number == signal.SIGSTOP else "SIGKILL") in detail
    assert product.query("SELECT count(*) FROM watches WHERE next_check_at > '2026-01-02T00:00:00Z'") == [(PAGES,)]
    assert product.problems() == []


def test_pages_that_are_on_no_list_are_given_up_too(site, tmp_path):
    """Pages and looks for a document that stop their crawl end as failures of kind crashed; what stands beside is had."""
    site["/bad"] = striking(signal.SIGSTOP, os.getpid)
    site["/good"] = page(policy(1))
    pages = fetch_pages([site.url("/bad"), site.url("/good")], folder=tmp_path, config=CONFIG)
    kinds = {one.watch_id: one.failure and one.failure.kind for one in pages}
    assert kinds == {0: FailureKind.CRASHED, 1: None}
    ((_, found),) = discover([([site.url("/bad")], "privacy")], folder=tmp_path, config=CONFIG)
    assert found.failure
    assert found.failure.kind is FailureKind.CRASHED
    assert crawls_of(os.getpid()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("command", "code"), [("run", 0), ("check", 130)])
def test_a_stop_ends_the_process_though_its_crawl_is_stopped(product, site, number, command, code):
    """With a crawl that no longer runs, SIGTERM and SIGINT end the process by its own bounds, and the crawl with it."""
    assert SECONDS_TO_STOP < LAST_SECONDS < 20
    product.environment["CLAUSEWATCH_STALL_TIMEOUT"] = "3600"
    product.environment["CLAUSEWATCH_TIMEOUT"] = "600"
    site["/hang"] = hanging()
    product.add(site.url("/hang"))
    with (product.folder / "out.log").open("w") as log, product.start(command, stdout=log, stderr=log) as process:
        wait_until(lambda: site.times_asked("/hang"), seconds=60)
        (crawl,) = crawls_of(process.pid)
        os.kill(crawl, signal.SIGSTOP)
        try:
            process.send_signal(number)
            assert process.wait(timeout=120) == code
        finally:
            process.kill()
    wait_until(lambda: not is_alive(crawl), seconds=5)
    assert checks(product) == []


class Dripping:
    """A mail server that greets and then answers a byte at a time, never idle for long, never done; a context manager."""

    def __enter__(self):
        self.asked = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._is_ready = threading.Event()
        self._thread.start()
        assert self._is_ready.wait(10)
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    async def _serve(self):
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._is_ready.set()
        await self._stopping.wait()
        server.close()

    async def _answer(self, reader, writer):
        try:
            writer.write(b"220 localhost\r\n")
            await reader.readline()
            self.asked.set()
            while not self._stopping.is_set():
                writer.write(b"2")
                await writer.drain()
                await asyncio.sleep(0.5)
        except ConnectionError:
            pass
        finally:
            writer.close()


def changed(product, site, port):
    """Watch a page that is about to change, with a reader on a mail server."""
    product.environment |= {
        "CLAUSEWATCH_SMTP_HOST": "127.0.0.1",
        "CLAUSEWATCH_SMTP_PORT": str(port),
        "CLAUSEWATCH_SMTP_SECURITY": "none",
    }
    site["/told"] = page(policy(3))
    product.add(site.url("/told"), email=READER)
    product.run("check", "--all")
    site["/told"] = page(edited(3))


def make_due(product):
    """Make every watch due."""
    product.query("UPDATE watches SET next_check_at = '2026-01-01T00:00:00Z'")


def test_a_stop_ends_the_process_though_a_mail_server_drips(product, site):
    """While a mail is handed over to a server that never finishes an answer, SIGTERM ends the schedule; the mail waits."""
    with Dripping() as server:
        changed(product, site, server.port)
        make_due(product)
        with running(product) as process:
            assert server.asked.wait(60)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=120) == 0
        assert "something did not end within 15 seconds" in log_of(product)
    with Sink() as sink:
        product.environment["CLAUSEWATCH_SMTP_PORT"] = str(sink.port)
        product.run("outbox", "send")
        assert [message["To"] for message in sink.messages] == [READER]
    assert product.query("SELECT state FROM deliveries") == [("sent",)]
    assert product.problems() == []


class Slow(Keeper):
    """Takes a message only when it may."""

    def __init__(self):
        super().__init__()
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  the name is aiosmtpd's
        self.has_begun.set()
        await asyncio.to_thread(self.may_end.wait, 100)
        return await super().handle_DATA(server, session, envelope)


def test_checks_go_on_while_a_mail_is_on_its_way(product, site):
    """While a mail server takes its time over the first mail, five more rounds are checked; then the mail is sent once."""
    keeper = Slow()
    with Sink(keeper) as sink:
        changed(product, site, sink.port)
        make_due(product)
        with running(product) as process:
            assert keeper.has_begun.wait(60)
            for _ in range(5):
                before = len(checks(product))
                make_due(product)
                wait_until(lambda before=before: len(checks(product)) > before, seconds=60)
            assert keeper.messages == []
            keeper.may_end.set()
            wait_until(lambda: product.query("SELECT state FROM deliveries") == [("sent",)], seconds=60)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
    assert len(keeper.messages) == 1
    assert "Traceback" not in log_of(product)
