"""Whether addresses can be told anything, asked before anything is written: web hooks, services and the command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.recipients import check_reachable, check_recipient, masked
from monitor.core.records import Way, way_of
from monitor.ways.command import trouble_with
from monitor.ways.post import allowed_networks
from monitor.ways.services import MISSING, is_installed, unknown_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.app import App
    from monitor.core.lists.reading import WatchlistRow


def check_receivers(app: App, texts: Iterable[str]) -> list[str]:
    """Return addresses in their normal form; refuse those to which nothing could be handed over as things stand.

    Raises:
        InvalidInputError: one is no address, or what it needs is not set, not installed, not known or not allowed; the
            message says what.
    """
    addresses = [*map(check_recipient, texts)]
    networks = allowed_networks(app.config)
    for address in addresses:
        check_reachable(address, networks)
        way = way_of(address)
        if way is Way.HOOK and (trouble := trouble_with(app.config.hook)):
            raise InvalidInputError(trouble)
        if way is Way.APPRISE and not is_installed():
            raise InvalidInputError(MISSING)
    for address in unknown_among(addresses):
        raise InvalidInputError(_unknown_words(address))
    return addresses


def with_unknown_told(rows: Sequence[WatchlistRow]) -> list[WatchlistRow]:
    """Return the rows of a list, those bad that name a service that Apprise does not know.

    Where Apprise is not installed that cannot be told, and `doctor` says so.
    """
    if not is_installed():
        return [*rows]
    unknown = {*unknown_among([address for row in rows for address in _addresses(row)])}
    return [_bad(row, unknown.intersection(_addresses(row))) for row in rows]


def _addresses(row: WatchlistRow) -> list[str]:
    return [*(row.entry.spec.emails if row.entry else ()), *(one.address for one in row.followed)]


def _bad(row: WatchlistRow, unknown: set[str]) -> WatchlistRow:
    if not unknown:
        return row
    return replace(row, entry=None, homes=(), followed=(), problem=_unknown_words(min(unknown)))


def _unknown_words(address: str) -> str:
    return f"Apprise knows no service by {masked(address)}; its pages say how an address of each is written"
