"""Importing a list: a file or pasted text, the table of what would become of each row, and the button that does it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import NotFound

from monitor.core.errors import InvalidInputError, MonitorError
from storage.browse import uploads
from storage.browse.manage_page import desk_of
from storage.browse.page import PAGE_SIZE, number_of, sentence, site_of

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

GONE = "This list is known no more: it is kept for an hour, for whoever gave it. Give it again."


async def import_page(datasette: Datasette, request: Request) -> Response:
    """Return the form for a list; where it was sent, begin to look what is to become of its rows."""
    desk, user = desk_of(datasette)
    text, said = "", ""
    if request.method == "POST":
        try:
            parts = uploads.parts_of(request.headers.get("content-type", ""), await request.post_body())
            text = parts.get("text", b"").decode("utf-8", "replace")
            content = parts.get("file") or text.strip().encode()
            if not content:
                raise InvalidInputError("choose a file, or paste a list")
            async with site_of(datasette).deeds:
                token = await asyncio.to_thread(desk.read_list, content, user)
        except MonitorError as error:
            said = sentence(error)
        except ValueError:
            said = "No list came with this form. Choose a file, or paste a list."
        else:
            return Response.redirect(datasette.urls.path(f"/import/{token}"), status=303)
    context = {"said": said, "pasted": text, "most": uploads.LONGEST}
    shown = await datasette.render_template("import.html", context, request=request)
    return Response.html(shown, status=400 if said else 200)


async def list_page(datasette: Datasette, request: Request) -> Response:
    """Return what is to become of the rows of a list; where the button was pressed, do it first."""
    desk, user = desk_of(datasette)
    token, said = request.url_vars["token"], ""
    if request.method == "POST":
        try:
            async with site_of(datasette).deeds:
                await asyncio.to_thread(desk.take_in, token, user)
        except MonitorError as error:
            said = sentence(error)
        else:
            return Response.redirect(datasette.urls.path(f"/import/{token}"), status=303)
    listed = desk.list_of(token, user)
    if listed is None:
        raise NotFound(GONE)
    page = max(1, number_of(request, "page", 1, most=10_000))
    rows = listed.rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    context = {
        "listed": listed,
        "said": said,
        "rows": rows,
        "page": page,
        "has_more": len(listed.rows) > page * PAGE_SIZE,
        "token": token,
    }
    shown = await datasette.render_template("list.html", context, request=request)
    return Response.html(shown, status=400 if said else 200)
