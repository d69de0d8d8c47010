"""Chat and push services, which the library Apprise reaches: an optional extra, at work in a process of its own.

The library is told addresses by their owner, and yet kept apart: what hangs is ended, what it reads of its environment
is not there, and it connects to no address of a private network that is not allowed (`apprise_child.py`).
"""

from __future__ import annotations

import asyncio
import json
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.notices.brief import write_brief
from monitor.core.notices.resending import SendFailure, Trouble
from monitor.core.notices.shorten import line
from monitor.core.recipients import masked
from monitor.core.records import APPRISE, ReviewContent, Way, way_of
from monitor.ways.command import run
from monitor.ways.receivers import LONGEST_DETAIL, Handed
from monitor.wording import catalogue_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.networks import Network
    from monitor.core.records import ProgramContent
    from monitor.ways.receivers import Pages

SECONDS = 60.0
"""That handing one over may take, with starting the process; a service may ask for several requests."""
MISSING = "Apprise is not installed: pip install 'clausewatch[apprise]'"
_CHILD = (sys.executable, "-I", "-m", "monitor.ways.apprise_child")
_UNUSABLE = 2  # the exit code where the address is none that Apprise knows


def is_installed() -> bool:
    """Tell whether the extra is there."""
    return find_spec("apprise") is not None


def unknown_among(addresses: Iterable[str]) -> list[str]:
    """Return of some addresses those that are for Apprise and that it does not know, some hundreds at most.

    Nothing is sent, and no name looked up.

    Args:
        addresses: of any way, in their normal form. Apprise has to be installed if one is for it.

    Raises:
        InvalidInputError: Apprise could not be asked.
    """
    asked = [*dict.fromkeys(one for one in addresses if way_of(one) is Way.APPRISE)]
    if not asked:
        return []
    given = json.dumps({"known": [one[len(APPRISE) :] for one in asked]}).encode("ascii")
    try:
        ran = asyncio.run(run(_CHILD, given=given, seconds=SECONDS))
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"Apprise cannot be asked: {sys.executable} cannot be run: {error}") from error
    if ran.code != 0:
        why = line(ran.output, LONGEST_DETAIL) or "it did not answer"
        raise InvalidInputError(f"Apprise cannot be asked whether it knows {masked(asked[0])}: {why}")
    return [asked[int(place)] for place in ran.output.split()]


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

    async def hand_over(self, content: ProgramContent) -> Handed:
        """Send the title and a short text of a notice; see `Receiver`."""
        if not is_installed():
            return _not_taken(MISSING)
        if isinstance(content, ReviewContent):
            return _not_taken("only programs are told of reviews", Trouble.REFUSED)
        brief = write_brief(
            content,
            public_url=self._pages.public_url,
            stop_key=self._pages.stop_key,
            catalogue=catalogue_of(content.told_in or self._pages.language),
        )
        asked = {
            "address": content.address[len(APPRISE) :],
            "title": brief.title,
            "body": brief.text,
            "networks": [str(network) for network in self._networks],
        }
        try:
            # on its standard input: what stands in a command line is seen by all of the machine
            ran = await run(_CHILD, given=json.dumps(asked).encode("ascii"), seconds=self._seconds)
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
