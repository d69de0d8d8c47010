from __future__ import annotations

import socket
from contextlib import closing

import pytest

from monitor.browsing import address_of, listening_on
from monitor.core.errors import InvalidInputError
from tests.browse.sample import make_store
from tests.product import Product


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
