"""The hooks by which Datasette takes up our pages; they answer only for applications on a guarded store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from datasette import hookimpl
from datasette.utils.asgi import NotFound
from itsdangerous import BadSignature
from markupsafe import Markup

from storage.browse import filters
from storage.browse.admission import visitor
from storage.browse.border import Border
from storage.browse.errors import error_response, refusal_for
from storage.browse.forms import LOOKED_AT, TOKEN_FIELD
from storage.browse.guard import PUBLIC
from storage.browse.page import accounts_of, is_ours, site_of
from storage.browse.routes import ROUTES
from storage.browse.visitors import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

    from storage.browse.asgi import Message, Send
    from storage.browse.border import Refusal

_PAGES = {
    "change_id": "change",
    "snapshot_id": "version",
    "old_snapshot_id": "version",
    "new_snapshot_id": "version",
}


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """Add our pages."""
    return [(route.pattern, route.page) for route in ROUTES] if is_ours(datasette) else []


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Put our border before all pages."""
    if not is_ours(datasette):
        return lambda app: app

    async def tell(scope: Message, send: Send, refusal: Refusal) -> None:
        query = scope["query_string"].decode("latin-1")
        await (await error_response(datasette, scope["path"], refusal, query=query)).asgi_send(send)

    def is_signed(token: str) -> bool:
        try:
            datasette.unsign(token, TOKEN_FIELD)
        except BadSignature:
            return False
        return True

    site = site_of(datasette)
    return partial(
        Border,
        tell=tell,
        public_host=urlsplit(site.public_url).hostname or "",
        base=datasette.setting("base_url"),
        admission=site.admission,
        accounts=accounts_of(datasette),
        is_signed=is_signed,
    )


@hookimpl
def skip_csrf(datasette: Datasette, scope: Message) -> bool:
    """Leave out Datasette's own look at the token of a form after ours, which also reads those that bring a file."""
    return is_ours(datasette) and scope.get(LOOKED_AT) is True


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Give the templates our words."""
    if is_ours(datasette):
        filters.install(env, datasette.urls, site_of(datasette))
        env.globals["settings_of"] = datasette.setting
        env.globals["visitor"] = visitor.get


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


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Iterator[None]:
    """Tell an error in one line, in place of Datasette's own way, which prints every local variable to the terminal."""
    outcome: Any = yield
    if is_ours(datasette):
        outcome.force_result([_error_page(datasette, request, exception)])


def _error_page(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    async def answer() -> Response:
        refusal = refusal_for(exception, request.url_vars)
        return await error_response(datasette, request.path, refusal)

    return answer


@hookimpl
def forbidden(datasette: Datasette, request: Request) -> Callable[[], Awaitable[Response]] | None:
    """Answer for what is private as for what does not exist."""
    return _error_page(datasette, request, NotFound(UNKNOWN)) if is_ours(datasette) else None
