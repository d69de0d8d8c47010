"""The hooks by which Datasette takes up our pages; they answer only for applications on a guarded store."""

from __future__ import annotations

import logging
import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from datasette import Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, NotFound
from datasette.views.base import DatasetteError
from markupsafe import Markup

from storage.browse import filters
from storage.browse.guard import PUBLIC
from storage.browse.headers import guarded
from storage.browse.page import is_ours, site_of
from storage.browse.routes import ROUTES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

log = logging.getLogger(__name__)

_PAGES = {
    "change_id": "change",
    "snapshot_id": "version",
    "old_snapshot_id": "version",
    "new_snapshot_id": "version",
}

# what Datasette says where no page fits an address: no more than the number, or that it is no database either
_DATASETTES_OWN = {"", "404", "Database not found"}
UNKNOWN = "This address is not known here."
TOO_SLOW = "This took too long and was stopped. Ask for less: fewer rows, one watch, a rarer word."


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """Add our pages."""
    return list(ROUTES) if is_ours(datasette) else []


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Refuse what would write, and send the headers that keep hostile text inert."""
    if not is_ours(datasette):
        return lambda app: app
    return partial(guarded, public_host=urlsplit(site_of(datasette).public_url).hostname or "")


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Give the templates our words."""
    if is_ours(datasette):
        filters.install(env, datasette.urls, site_of(datasette))
        env.globals["settings_of"] = datasette.setting


@hookimpl
def render_cell(value: object, column: str, table: str | None, datasette: Datasette) -> Markup | None:
    """Lead from the rows of a query to our page of the version or change they name."""
    page = _PAGES.get(column)
    if page is None or table is not None or not isinstance(value, int) or not is_ours(datasette):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/{page}/{value}"), value)


@hookimpl
def permission_allowed(datasette: Datasette, action: str, resource: Any) -> bool | None:  # noqa: ANN401 - Datasette passes what it likes
    """Show only public tables, to anyone; no download, no debugging."""
    if not is_ours(datasette):
        return None
    if action == "view-table":
        return None if resource[1] in PUBLIC else False
    return False if action in {"view-database-download", "debug-menu", "permissions-debug"} else None


def _told(exception: Exception) -> tuple[int, str]:
    if isinstance(exception, QueryInterrupted):
        return 503, TOO_SLOW
    if isinstance(exception, Base400):
        message = str(exception.args[0] if exception.args else "")
        return exception.status, UNKNOWN if message in _DATASETTES_OWN else message
    if isinstance(exception, DatasetteError):
        return exception.status, TOO_SLOW if exception.title == "SQL Interrupted" else str(exception.message)
    if isinstance(exception, sqlite3.DataError):
        return 500, "A text here is too large to be shown."
    log.error("a page failed", exc_info=exception)
    return 500, "Something went wrong here. The log of the server says what."


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Iterator[None]:
    """Tell an error in one line, in place of Datasette's own way, which prints every local variable to the terminal."""
    outcome: Any = yield
    if is_ours(datasette):
        outcome.force_result([_error_page(datasette, request, exception)])


def _error_page(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    async def answer() -> Response:
        status, message = _told(exception)
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "status": status, "error": message}, status=status)
        context = {"status": status, "error": message}
        return Response.html(await datasette.render_template("error.html", context, request=request), status=status)

    return answer


@hookimpl
def forbidden(datasette: Datasette, request: Request) -> Callable[[], Awaitable[Response]] | None:
    """Answer for what is private as for what does not exist."""
    return _error_page(datasette, request, NotFound(UNKNOWN)) if is_ours(datasette) else None
