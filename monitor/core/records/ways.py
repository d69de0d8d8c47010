"""The ways by which a notice leaves, each known by the form of the address it goes to."""

from __future__ import annotations

from enum import StrEnum

HOOK = "hook"
"""The address of the command that the configuration names."""
APPRISE = "apprise:"
"""How an address begins that Apprise reads."""
WEB = ("https://", "http://")
"""How that of a web hook does."""


class Way(StrEnum):
    """How a notice leaves."""

    MAIL = "mail"
    WEB = "web"
    """To a web hook, as a signed request."""
    HOOK = "hook"
    """To the command of the configuration, on its standard input."""
    APPRISE = "apprise"
    """To a chat or push service, by Apprise."""


def way_of(address: str) -> Way:
    """Return the way to an address; the column `subscribers.way` says the same in SQL."""
    folded = address.casefold()
    if folded == HOOK:
        return Way.HOOK
    if folded.startswith(WEB):
        return Way.WEB
    return Way.APPRISE if folded.startswith(APPRISE) else Way.MAIL
