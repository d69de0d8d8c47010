"""Adding a watch: an address or a site, a look at what would be watched, and the button that does it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from datasette import Response
from datasette.utils.asgi import NotFound

from monitor.core.errors import DuplicateWatchError, MonitorError
from monitor.core.records import WATCH_KINDS
from storage.browse.manage_page import desk_of
from storage.browse.page import sentence, site_of, text_of

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

GONE = "This look is known no more: it is kept for an hour, for whoever began it. Begin another."


async def add_page(datasette: Datasette, request: Request) -> Response:
    """Return the form for a page to be watched; where it was sent, begin to look at it."""
    desk, user = desk_of(datasette)
    fields, said = {"url": text_of(request, "url", most=2000)}, ""
    if request.method == "POST":
        fields = await request.post_vars()
        try:
            async with site_of(datasette).deeds:
                token = await asyncio.to_thread(desk.look, fields, user)
        except MonitorError as error:
            said = sentence(error)
        else:
            return Response.redirect(datasette.urls.path(f"/add/{token}"), status=303)
    context = {"said": said, "typed": fields, "kinds": WATCH_KINDS}
    text = await datasette.render_template("add.html", context, request=request)
    return Response.html(text, status=400 if said else 200)


async def look_page(datasette: Datasette, request: Request) -> Response:
    """Return what a look has found so far; where the button was pressed, watch the page, once."""
    desk, user = desk_of(datasette)
    token, said = request.url_vars["token"], ""
    if request.method == "POST":
        try:
            async with site_of(datasette).deeds:
                slug = await asyncio.to_thread(desk.add, token, user)
        except DuplicateWatchError as error:
            # the button was pressed twice, or somebody else was quicker
            return Response.redirect(datasette.urls.path(f"/watch/{quote(error.slug)}/manage?known=1"), status=303)
        except MonitorError as error:
            said = sentence(error)
        else:
            return Response.redirect(datasette.urls.path(f"/watch/{quote(slug)}/manage?wait=1"), status=303)
    look = desk.look_of(token, user)
    if look is None:
        raise NotFound(GONE)
    text = await datasette.render_template("look.html", {"look": look, "said": said}, request=request)
    return Response.html(text, status=400 if said else 200)
