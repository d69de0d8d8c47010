"""Chat and push services, which the library Apprise reaches: an optional extra, at work in a process of its own.

The library is told addresses by their owner, and yet kept apart: what hangs is ended, what it reads of its environment
is not there, and it connects to no address of a private network that is not allowed (`apprise_child.py`).
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from monitor.core.notices.brief import write_brief
from monitor.core.notices.resending import SendFailure, Trouble
from monitor.core.notices.shorten import line
from monitor.core.records import APPRISE
from monitor.ways.command import run
from monitor.ways.receivers import LONGEST_DETAIL, Handed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.networks import Network
    from monitor.core.records import ToldContent
    from monitor.ways.receivers import Pages

SECONDS = 60.0
"""That handing one over may take, with starting the process; a service may ask for several requests."""
MISSING = "Apprise is not installed: pip install 'clausewatch[apprise]'"
_UNUSABLE = 2  # the exit code where the address is none that Apprise knows


def is_installed() -> bool:
    """Tell whether the extra is there."""
    return find_spec("apprise") is not None


class Services:
    """Hands notices to services.

    Args:
        pages: what is said of the pages to browse.
        networks: private networks that are allowed.
        seconds: that one may take.
    """

    def __init__(self, *, pages: Pages, networks: Sequence[Network] = (), seconds: float = SECONDS) -> None:
        self._pages = pages
        self._networks = networks
        self._seconds = seconds

    async def hand_over(self, content: ToldContent) -> Handed:
        """Send the title and a short text of a notice; see `Receiver`."""
        if not is_installed():
            return _not_taken(MISSING)
        brief = write_brief(content, public_url=self._pages.public_url, stop_key=self._pages.stop_key)
        asked = {
            "address": content.address[len(APPRISE) :],
            "title": brief.title,
            "body": brief.text,
            "networks": [str(network) for network in self._networks],
        }
        words = (sys.executable, "-I", "-m", "monitor.ways.apprise_child")
        try:
            # on its standard input: what stands in a command line is seen by all of the machine
            ran = await run(words, given=json.dumps(asked).encode("ascii"), seconds=self._seconds)
        except (OSError, ValueError) as error:
            return _not_taken(f"{sys.executable} cannot be run: {error}")
        if ran.code == 0:
            return Handed()
        if ran.code is None:
            return _not_taken(f"the service took longer than {self._seconds:g} seconds")
        trouble = Trouble.REFUSED if ran.code == _UNUSABLE else Trouble.PASSING
        return _not_taken(ran.output or f"Apprise ended with exit code {ran.code}", trouble)


def _not_taken(words: str, trouble: Trouble = Trouble.PASSING) -> Handed:
    return Handed(failure=SendFailure(trouble=trouble, detail=line(words, LONGEST_DETAIL)))
