from __future__ import annotations

import signal

import pytest

from monitor.browsing import exposure_of
from tests.browse.sample import make_store
from tests.product import Product


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "pages.localhost"])
def test_this_machine_alone_is_no_news(host) -> None:
    """Nothing is said of an address that only this machine reaches."""
    assert exposure_of(host) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "policies.example.org", ""])
def test_an_open_address_is_told(host) -> None:
    """An address others can reach is told in one line: what can be read there, and what to do."""
    line = exposure_of(host)
    assert "no login" in line
    assert "Listen on 127.0.0.1" in line
    assert "\n" not in line


def test_browse_says_who_can_read(tmp_path) -> None:
    """`browse` says on standard error who can read an open address, before it listens there."""
    make_store(tmp_path)
    told = Product(tmp_path).quick("browse", "--host", "192.0.2.7", "--port", "0", code=2)
    assert "The pages at 192.0.2.7 have no login" in told.stderr
    assert "cannot listen" in told.stderr


def test_browse_says_nothing_of_this_machine(tmp_path) -> None:
    """On its usual address `browse` warns of nothing."""
    make_store(tmp_path)
    process = Product(tmp_path).start("browse", "--port", "0")
    try:
        assert "Browse at" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, err) == (0, "")
