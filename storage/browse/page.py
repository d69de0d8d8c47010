"""What every page does: ask the store, fill a template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from datasette import Response
from datasette.utils.asgi import NotFound

from monitor.core.phrases import capital
from storage.browse.accounts import Accounts
from storage.browse.database import GuardedDatabase

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from monitor.core.errors import MonitorError
    from storage.browse.site import Site

PAGE_SIZE = 50  # rows on a page


def _guarded(datasette: Datasette) -> GuardedDatabase | None:
    return next((db for db in datasette.databases.values() if isinstance(db, GuardedDatabase)), None)


def sentence(error: MonitorError) -> str:
    """Return what was wrong as a sentence on a page."""
    return f"{capital(str(error)).removesuffix('.')}."


def is_ours(datasette: Datasette) -> bool:
    """Tell whether an application serves a guarded store; plugins are global to the process."""
    return _guarded(datasette) is not None


def site_of(datasette: Datasette) -> Site:
    """Return what the pages of an application need to know."""
    db = _guarded(datasette)
    if db is None:
        raise LookupError("this application has no guarded store")
    return db.site


def uri_of(datasette: Datasette) -> str:
    """Return how SQLite opens the store that an application serves."""
    db = _guarded(datasette)
    if db is None:
        raise LookupError("this application has no guarded store")
    return db.uri


def accounts_of(datasette: Datasette) -> Accounts:
    """Return the accounts of the store that an application serves."""
    return Accounts(Path(str(datasette.get_database().path)))


async def fetch(datasette: Datasette, sql: str, **values: object) -> list[sqlite3.Row]:
    """Return all rows of a query on the store, with its named parameters."""
    found = await datasette.get_database().execute(sql, values)
    return list(found.rows)


async def fetch_one(datasette: Datasette, missing: str, sql: str, **values: object) -> sqlite3.Row:
    """Return the one row of a query.

    Raises:
        NotFound: there is none; `missing` says so to the reader.
    """
    rows = await fetch(datasette, sql, **values)
    if not rows:
        raise NotFound(missing)
    return rows[0]


async def render(datasette: Datasette, request: Request, template: str, **context: object) -> Response:
    """Return a page made of a template."""
    return Response.html(await datasette.render_template(template, context, request=request))


def number_of(request: Request, name: str, default: int, *, most: int = 2**31) -> int:
    """Return a whole number of the query string, the default where it is missing or none."""
    text = request.args.get(name) or ""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 12 else default


def text_of(request: Request, name: str, *, most: int = 200) -> str:
    """Return a text of the query string, cut at a length, without characters that cannot be shown."""
    return "".join(c for c in (request.args.get(name) or "")[:most] if c.isprintable()).strip()


def address_of(datasette: Datasette, request: Request, path: str) -> str:
    """Return the full address of one of our pages, for readers elsewhere."""
    public = site_of(datasette).public_url
    if public:
        return f"{public}{path}"
    here: Any = urlsplit(request.url)
    return f"{here.scheme}://{here.netloc}{datasette.urls.path(path)}"
