"""The process in which Apprise works: it reads what to send on standard input, and says in one line what went wrong.

Of addresses under `known` it says only which of them Apprise does not know, by their places. Nothing it says holds an
address: that has secrets in it.
"""

from __future__ import annotations

import json
import logging
import re
import socket
import sys
from ipaddress import ip_network
from itertools import islice
from typing import TYPE_CHECKING, Any

from monitor.core.networks import is_allowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.networks import Network

_STATUS = re.compile(r"\berror=(\d{3})\b")  # how Apprise logs what a service answered
_TAKEN, _NOT_TAKEN, _UNUSABLE = 0, 1, 2
_MOST_UNKNOWN = 400  # places that are said: what a command says is cut after 4,000 bytes


class _Judge:
    """Looks names up as the system does, and gives no address that may not be connected to.

    Args:
        networks: private networks that are allowed.

    Attributes:
        has_refused: whether a name had no other.
    """

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = networks
        self._look_up = socket.getaddrinfo
        self.has_refused = False

    def look_up(self, *args: Any, **kwargs: Any) -> list[Any]:  # noqa: ANN401 - those of `socket.getaddrinfo`
        """Return what `socket.getaddrinfo` does, without what is not allowed."""
        found = self._look_up(*args, **kwargs)
        allowed = [one for one in found if is_allowed(str(one[4][0]), self._networks)]
        if not allowed:
            self.has_refused = True
            raise socket.gaierror(socket.EAI_NONAME, "an address of a private network")
        return allowed


class _Statuses(logging.Handler):
    """Keeps the last status that a service answered."""

    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a line of the library's log."""
        if found := _STATUS.search(record.getMessage()):
            self.last = found[1]


def main() -> int:
    """Do what standard input says; return the exit code."""
    asked = json.load(sys.stdin)
    return _say_unknown(asked["known"]) if "known" in asked else _send(asked)


def _say_unknown(addresses: Sequence[str]) -> int:
    """Say which of some addresses are none that Apprise knows."""
    socket.getaddrinfo = _no_look_up
    try:
        import apprise  # noqa: PLC0415 - an optional extra
    except ImportError:
        sys.stdout.write("Apprise is not installed")
        return _NOT_TAKEN
    logging.getLogger("apprise").handlers = [logging.NullHandler()]
    logging.getLogger("apprise").propagate = False
    unknown = (
        at for at, one in enumerate(addresses) if apprise.Apprise.instantiate(one, suppress_exceptions=True) is None
    )
    sys.stdout.write(" ".join(map(str, islice(unknown, _MOST_UNKNOWN))))
    return _TAKEN


def _no_look_up(*_: Any, **__: Any) -> list[Any]:  # noqa: ANN401 - those of `socket.getaddrinfo`
    raise socket.gaierror(socket.EAI_NONAME, "nothing is to be looked up")


def _send(asked: dict[str, Any]) -> int:
    judge = _Judge([ip_network(network) for network in asked["networks"]])
    socket.getaddrinfo = judge.look_up
    try:
        import apprise  # noqa: PLC0415 - an optional extra
    except ImportError:
        sys.stdout.write("Apprise is not installed")
        return _NOT_TAKEN
    log, statuses = logging.getLogger("apprise"), _Statuses()
    log.handlers, log.propagate = [statuses], False
    log.setLevel(logging.DEBUG)
    # no thread, nothing kept on disk, nothing of a text read as an escape or a smiley
    asset = apprise.AppriseAsset(async_mode=False, interpret_escapes=False, interpret_emojis=False)
    sender = apprise.Apprise(asset=asset)
    if not sender.add(asked["address"]):
        sys.stdout.write("Apprise knows no service by this address")
        return _UNUSABLE
    if sender.notify(title=asked["title"], body=asked["body"], body_format=apprise.NotifyFormat.TEXT):
        return _TAKEN
    if judge.has_refused:
        sys.stdout.write("it leads to a private network, which allow_networks does not name")
    else:
        sys.stdout.write(f"the service answered {statuses.last}" if statuses.last else "the service was not reached")
    return _NOT_TAKEN


if __name__ == "__main__":
    sys.exit(main())
