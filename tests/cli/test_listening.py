from __future__ import annotations

import socket
from contextlib import closing

import httpx
import pytest

from monitor.browsing import address_of, listening_on
from monitor.core.errors import InvalidInputError
from monitor.core.notices.stopping import stop_token
from storage.database import open_store
from storage.keys import stop_key
from storage.subscriptions import subscriptions
from tests.browse.sample import make_store
from tests.product import Product, wait_until
from tests.servers import PATIENCE_SECONDS


def test_a_port_is_taken_once_and_for_all():
    """From the moment a port is asked for it is held: what connects waits there, and nobody else gets it."""
    with closing(listening_on("127.0.0.1", 0)) as ours:
        port = ours.getsockname()[1]
        assert address_of(ours) == f"http://127.0.0.1:{port}/"
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        with pytest.raises(InvalidInputError, match=f"port {port}: Address already in use"):
            listening_on("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.7", "é" * 80, "a:b"])
def test_an_address_of_nowhere_is_said_so(host):
    """An address that is none of this machine, or none at all, is bad input and no fault of the program's."""
    with pytest.raises(InvalidInputError, match="cannot listen on"):
        listening_on(host, 0)


@pytest.mark.parametrize("command", ["browse", "serve"])
def test_a_port_in_use_is_one_line(tmp_path, command):
    """Where another process has the port, the command says so in one line, ends with 2, and no schedule has begun."""
    make_store(tmp_path)
    with closing(listening_on("127.0.0.1", 0)) as theirs:
        port = theirs.getsockname()[1]
        told = Product(tmp_path).quick(command, "--port", str(port), code=2)
    assert told.stderr.splitlines() == [f"clausewatch: cannot listen on 127.0.0.1, port {port}: Address already in use"]
    assert told.stdout == ""


def test_a_link_of_a_mail_is_served_with_the_pages(tmp_path):
    """`browse` shows what a link would stop and stops it by a click; all other pages can only be read, as before."""
    address = "https://policies.example.org"
    product = Product(tmp_path, CLAUSEWATCH_PUBLIC_URL=address, CLAUSEWATCH_PUBLIC_PAGES="true")
    make_store(tmp_path)
    product.quick("subscribe", "ada@reader.example", "--all")
    with closing(open_store(tmp_path)) as db:
        number = next(one.id for one in subscriptions(db, email="ada@reader.example"))
        path = "/stop/" + stop_token([number], "ada@reader.example", stop_key(db))
    with closing(listening_on("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with product.start("browse", "--port", str(port)) as serving:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as site:
                wait_until(lambda: _answers(site))
                assert "<bdi>all watches</bdi>, at once" in site.get(path).text
                assert product.json("subscriptions", "--address", "ada@reader.example")
                assert site.post("/changes", data={"wish": "stop"}).status_code == 405
                click = {"List-Unsubscribe": "One-Click"}
                assert "These mails have been stopped" in site.post(path, data=click).text
        finally:
            serving.terminate()
    assert product.json("subscriptions", "--address", "ada@reader.example") == []


def _answers(site):
    try:
        return site.get("/").status_code == 200
    except httpx.TransportError:
        return False
