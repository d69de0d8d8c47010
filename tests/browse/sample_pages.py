"""All pages of the sample store, served on loopback: with users of every role, and before there is any."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from monitor.core.records import Role
from monitor.desk import OwnDesk
from monitor.linked import LinkPages
from monitor.previews import preview_of
from monitor.scheduler import Scheduler
from storage.browse.admission import COOKIE, Admission
from storage.browse.app import datasette_for
from storage.browse.desk import Look
from storage.browse.routes import Access
from storage.database import open_store
from tests.browse.chromium import serving
from tests.browse.conftest import closed
from tests.browse.every_page import addresses
from tests.browse.people import with_users
from tests.browse.sample import NOW, told_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext

URL = "https://novy-obchod.example"
LOOKS = {
    "token": Look(
        url=f"{URL}/soukromi",
        kind="privacy",
        is_over=True,
        rows=(("Found", "the footer calls it so"), ("Title", "Ochrana soukromí"), ("Clauses", "18"), ("Date", "none")),
        remarks=("The page states no date, so every change of it is a silent one.",),
    ),
    "choice": Look(
        url=URL,
        kind="privacy",
        is_over=True,
        candidates=((f"{URL}/soukromi", ("called so in the footer",)), (f"{URL}/privacy", ("a usual path",))),
    ),
    "failed": Look(url=URL, kind="privacy", is_over=True, problem="no answer within 60 seconds."),
}
WHO = {"signed out": (Access.ANYONE, Access.READER), Role.READER: (Access.USER,), Role.OWNER: tuple(Access)}
_FIRST, _STOP = "/first/token", "/stop/1-0"


class _Desk(OwnDesk):
    """A desk that has looked at some pages."""

    def look_of(self, token: str, _user: object) -> Look | None:
        """Return one of the looks."""
        return LOOKS.get(token)


@contextmanager
def served(store: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Serve a sample store for as long as the block lasts.

    Args:
        store: its file, which is only read.
        folder: for a copy of it with users.

    Yields:
        Where the copy is served, and the store itself, which invites a first owner.
    """
    path = with_users(store, folder)
    with closing(open_store(path.parent)) as db:
        told_all(db.conn)
    Scheduler(folder=path.parent, tick_seconds=1).read_registers()
    used = datasette_for(
        path, clock=lambda: NOW, desk=_Desk(path.parent), mail_of=lambda content: preview_of(content, public_url="")
    )
    fresh = datasette_for(store, clock=lambda: NOW, admission=Admission(first_token="token"))  # noqa: S106
    try:
        with serving(LinkPages(used.app(), path.parent)) as at, serving(fresh.app()) as first:
            yield at, first
    finally:
        closed(used)
        closed(fresh)


def addresses_for(who: str, places: tuple[str, str], kinds: tuple[Access, ...] = tuple(Access)) -> list[str]:
    """Return where pages are.

    Args:
        who: sees them, a role or "signed out".
        places: where the store is served with users, and without any.
        kinds: of the pages that somebody sees otherwise than others do, those wanted.
    """
    at, first = places
    mine = [path for path, access in addresses() if access in WHO[who] and access in kinds and path != _FIRST]
    if who == Role.OWNER:
        mine += [f"/add/{token}" for token in LOOKS if token != "token"]  # noqa: S105 - "token" is among the addresses
    more = [f"{at}{_STOP}", f"{first}{_FIRST}"] if who == "signed out" else []
    return [*(f"{at}{path}" for path in mine), *more]


def signed_in(context: BrowserContext, who: str, at: str) -> None:
    """Let a browser be somebody's."""
    if isinstance(who, Role):
        context.add_cookies([{"name": COOKIE, "value": f"token-of-the-{who}", "url": at}])
