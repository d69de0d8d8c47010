"""The schedule with receivers that hang: none of them delays another, a mail or the end."""

from __future__ import annotations

import signal
import socket
import sys
from contextlib import contextmanager

import pytest

from monitor.demo.sink import Sink
from tests.policies import edited, policy
from tests.product import Product, is_alive, wait_until
from tests.servers import PATIENCE_SECONDS, Site, hanging, page


@pytest.fixture
def site():
    """A site with a policy, and receivers: one that takes what comes, one that hangs."""
    with Site() as served:
        served["/policy"] = page(policy(1))
        served["/quick"] = page("", status=204)
        served["/hangs"] = hanging()
        yield served


@contextmanager
def running(product):
    """Run the schedule with a short tick until the block ends."""
    product.environment["CLAUSEWATCH_TICK"] = "0.3"
    with (product.folder / "run.log").open("w") as log:
        process = product.start("run", stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def prepared(folder, site, *readers, **environment):
    """Return a store with a change that waits to be told to some."""
    product = Product(folder, CLAUSEWATCH_SMTP_SECURITY="none", **environment)
    site["/policy"] = page(policy(1))
    product.add(site.url("/policy"))
    product.quick("check", "--all")
    for reader in readers:
        product.quick("subscribe", reader, "--all")
    site["/policy"] = page(edited(1))
    product.quick("check", "--all")
    return product


def smtp(port):
    """The settings that name a mail server on loopback."""
    return {"CLAUSEWATCH_SMTP_HOST": "127.0.0.1", "CLAUSEWATCH_SMTP_PORT": str(port)}


def test_a_mail_server_that_hangs_delays_no_hook(site, tmp_path):
    """While the mail server says nothing, a web hook gets its notice."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        readers = ("ada@reader.example", site.url("/quick"))
        product = prepared(tmp_path / "data", site, *readers, **smtp(silent.getsockname()[1]))
        with running(product):
            wait_until(lambda: site.times_asked("/quick"))
            assert product.query("SELECT count(*) FROM deliveries WHERE state = 'sent'") in ([(0,)], [(1,)])


def test_receivers_that_hang_delay_no_mail_and_no_end(site, tmp_path):
    """While a web hook and the hook hang, mails go out; and asked to stop, the schedule ends well and leaves nothing running."""
    pids = tmp_path / "pid"
    code = f"import os, time; open({str(pids)!r}, 'w').write(str(os.getpid())); time.sleep(3600)"
    hook = f'{sys.executable} -c "{code}"'
    with Sink() as sink:
        readers = ("ada@reader.example", site.url("/hangs"), "hook")
        product = prepared(
            tmp_path / "data", site, *readers, CLAUSEWATCH_HOOK=hook, CLAUSEWATCH_HOOK_TIMEOUT="600", **smtp(sink.port)
        )
        with running(product) as process:
            wait_until(lambda: site.times_asked("/hangs") and pids.exists() and pids.read_text() and sink.messages)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=PATIENCE_SECONDS) == 0
        wait_until(lambda: not is_alive(int(pids.read_text())))
    states = product.query(
        "SELECT s.way, d.state, d.attempts FROM deliveries d JOIN notices n ON n.id = d.notice_id"
        " JOIN subscribers s ON s.id = n.subscriber_id ORDER BY s.way"
    )
    assert states[0] == ("hook", "waiting", 0)
    assert [(way, state) for way, state, _ in states] == [("hook", "waiting"), ("mail", "sent"), ("web", "waiting")]
