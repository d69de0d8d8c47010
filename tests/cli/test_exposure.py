from __future__ import annotations

import re
import signal

import pytest

from monitor.browsing import exposure_of, is_private
from monitor.config import Config
from tests.browse.sample import make_store
from tests.product import Product


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "pages.localhost"])
def test_this_machine_alone_is_no_news(host) -> None:
    """Nothing is said of an address that only this machine reaches."""
    assert exposure_of(Config(), host) == ""
    assert not is_private(Config(), host)


def test_what_a_web_server_forwards_is_private() -> None:
    """Pages that others reach by public_url ask to sign in, and its visitors are told apart once its proxy is known."""
    config = Config().model_copy(update={"public_url": "https://policies.example.org"})
    assert is_private(config, "127.0.0.1")
    assert "set trusted_proxies" in exposure_of(config, "127.0.0.1")
    assert exposure_of(config.model_copy(update={"trusted_proxies": ("127.0.0.1/32",)}), "127.0.0.1") == ""
    assert not is_private(config.model_copy(update={"public_pages": True}), "127.0.0.1")
    assert not is_private(config.model_copy(update={"public_url": "http://127.0.0.1:8001"}), "127.0.0.1")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "policies.example.org", ""])
def test_an_open_address_is_told(host) -> None:
    """An address others can reach is told in one line: whether readers sign in there, and what to do."""
    line = exposure_of(Config(), host)
    assert "ask to sign in" in line
    assert "Listen on 127.0.0.1" in line
    assert "are public" in exposure_of(Config().model_copy(update={"public_pages": True}), host)
    assert "\n" not in line


@pytest.mark.parametrize(
    ("host", "public_pages", "expected"),
    [
        ("127.0.0.1", None, False),
        ("127.0.0.1", False, True),
        ("127.0.0.1", True, False),
        ("0.0.0.0", None, True),
        ("0.0.0.0", False, True),
        ("0.0.0.0", True, False),
        ("::", None, True),
    ],
)
def test_pages_that_others_reach_are_private(host, public_pages, expected) -> None:
    """Where it is not set who may read, readers sign in wherever others than this machine reach the pages."""
    assert is_private(Config().model_copy(update={"public_pages": public_pages}), host) is expected


def test_browse_says_who_can_read(tmp_path) -> None:
    """`browse` says on standard error who can read an open address, before it listens there."""
    make_store(tmp_path)
    told = Product(tmp_path).quick("browse", "--host", "192.0.2.7", "--port", "0", code=2)
    assert "The pages at 192.0.2.7 ask to sign in" in told.stderr
    assert "cannot listen" in told.stderr


def test_browse_says_nothing_of_this_machine(tmp_path) -> None:
    """On its usual address `browse` warns of nothing, and says by which link somebody becomes the first owner."""
    make_store(tmp_path)
    process = Product(tmp_path).start("browse", "--port", "0")
    try:
        assert "Browse at" in process.stdout.readline()
        assert re.search(r"becomes the owner.*: http://127\.0\.0\.1:\d+/first/[\w-]{32}$", process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, err) == (0, "")


def test_a_proxy_that_names_users_has_an_address(tmp_path) -> None:
    """A header that signs users in is refused where it is not said from where it may come."""
    told = Product(tmp_path, CLAUSEWATCH_USER_HEADER="X-Remote-User").quick("list", code=2).stderr
    assert "CLAUSEWATCH_TRUSTED_PROXIES" in told
    Product(tmp_path, CLAUSEWATCH_USER_HEADER="X-Remote-User", CLAUSEWATCH_TRUSTED_PROXIES="127.0.0.1/32").quick("list")
