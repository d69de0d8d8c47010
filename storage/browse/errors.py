"""What a reader is told when there is no page: a status and one line, whatever went wrong."""

from __future__ import annotations

import json
import logging
import sqlite3
from http import HTTPStatus
from typing import TYPE_CHECKING

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from storage.browse.border import TOO_SLOW, Refusal
from storage.browse.statement import TooLargeError
from storage.browse.visitors import API, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Container

    from datasette.app import Datasette

log = logging.getLogger(__name__)

ODD = "This address asks for something the data does not have: look at what stands behind the question mark."
TOO_LARGE = "A text here is too large to be shown."
TOO_MUCH = "This would be too much for one answer. Ask for fewer rows (_size) or columns (_col)."

PROBLEM_TYPE = "application/problem+json"

# what Datasette says where no page fits an address: no more than the number, or that it is no database either
_DATASETTES_OWN = {"", "404", "Database not found"}
# how Datasette's pages of tables and rows end over a parameter they cannot read
_OVER_PARAMETERS = (ValueError, LookupError, OverflowError, AssertionError, RecursionError, TypeError, AttributeError)


def refusal_for(exception: Exception, parts: Container[str]) -> Refusal:
    """Return what is told of an exception; a fault of ours is logged.

    Args:
        exception: what a page raised.
        parts: the names of the parts of its address: Datasette's own pages, which take whatever parameters a reader
            writes, have a "database"; files have a "path".
    """
    is_data = "database" in parts
    status, message = _known(exception, is_data=is_data) or (0, "")
    if not status and "path" in parts and isinstance(exception, OSError | ValueError):
        status, message = 404, UNKNOWN
    if not status:
        log.error("a page failed", exc_info=exception)
        status, message = 500, "Something went wrong here. The log of the server says what."
    return Refusal(status=status, message=message)


def _known(exception: Exception, *, is_data: bool) -> tuple[int, str] | None:
    match exception:
        case QueryInterrupted():
            # asking for the same again does not help a reader who chose what to ask for
            return 400 if is_data else 503, TOO_SLOW
        case Base400():
            message = str(exception.args[0] if exception.args else "")
            return exception.status, UNKNOWN if message in _DATASETTES_OWN else message
        case DatasetteError():
            # 500 is what Datasette says where it names no other: of a column that cannot be sorted by, for one
            status = 400 if exception.status >= 500 else exception.status
            return status, TOO_SLOW if exception.title == "SQL Interrupted" else str(exception.message)
        case sqlite3.DataError() | TooLargeError():
            return 413, TOO_MUCH if is_data else TOO_LARGE
    if is_data and (isinstance(exception, _OVER_PARAMETERS) or _is_refused(exception)):
        log.info("no page for these parameters: %r", exception)
        return 400, ODD
    return None


def _is_refused(exception: Exception) -> bool:
    is_denied = getattr(exception, "sqlite_errorcode", 0) == sqlite3.SQLITE_AUTH
    is_misfit = isinstance(exception, sqlite3.ProgrammingError | sqlite3.IntegrityError)
    return is_misfit or (isinstance(exception, sqlite3.Error) and is_denied)


def is_for_programs(path: str, base: str) -> bool:
    """Tell whether an address is one of those where programs ask.

    Args:
        path: as it came.
        base: the path of the public address, with a slash at both ends; the web server may have taken it off.
    """
    return path.startswith((API, f"{base.rstrip('/')}{API}"))


async def error_response(datasette: Datasette, path: str, refusal: Refusal, *, query: str = "") -> Response:
    """Return a refusal as JSON where JSON was asked for, else as a page; to programs as RFC 9457 has it.

    Args:
        datasette: the application.
        path: what was asked for.
        refusal: what is told.
        query: what stood behind the question mark, for a page that may go on.
    """
    headers = dict(refusal.headers)
    if is_for_programs(path, datasette.setting("base_url")):
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(refusal.status).phrase,
            "status": refusal.status,
            "detail": refusal.message,
        }
        text = json.dumps(problem, ensure_ascii=False)
        return Response(text, status=refusal.status, headers=headers, content_type=PROBLEM_TYPE)
    if path.endswith(".json"):
        body = {"ok": False, "status": refusal.status, "error": refusal.message}
        return Response.json(body, status=refusal.status, headers=headers)
    await datasette.invoke_startup()
    context = {
        "status": refusal.status,
        "error": refusal.message,
        # relative to the page itself, so that no path leads to another host
        "go_on": f"?{query}" if refusal.may_go_on else "",
    }
    page = await datasette.render_template("error.html", context)
    return Response.html(page, status=refusal.status, headers=headers)
