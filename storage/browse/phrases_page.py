"""Phrases that somebody is told of when clauses say them newly, or no longer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from datasette import Response

from monitor.core.errors import MonitorError
from storage.browse.manage_page import desk_of
from storage.browse.page import fetch, sentence, site_of, text_of
from storage.browse.search_words import phrase_of

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from monitor.core.records import User
    from storage.browse.desk import Desk

WATCH = "SELECT slug, name FROM watches WHERE slug = :slug AND removed_at IS NULL"


async def phrases_page(datasette: Datasette, request: Request) -> Response:
    """Return the phrases that a user hears of, and the form for one; where a form was sent, do it first."""
    desk, user = desk_of(datasette)
    said = ""
    fields = {name: text_of(request, name) for name in ("watch", "tag")} | {"phrase": phrase_of(text_of(request, "q"))}
    if request.method == "POST":
        fields = await request.post_vars()
        try:
            async with site_of(datasette).deeds:
                await asyncio.to_thread(_do, desk, fields, user)
        except MonitorError as error:
            said = sentence(error)
        else:
            return Response.redirect(datasette.urls.path("/phrases"), status=303)
    context = {
        "said": said,
        "typed": fields,
        "user": user,
        "watches": await fetch(datasette, WATCH, slug=fields.get("watch", "")),
        "heard": await asyncio.to_thread(desk.phrases, user),
    }
    text = await datasette.render_template("phrases.html", context, request=request)
    return Response.html(text, status=400 if said else 200)


def _do(desk: Desk, fields: dict[str, str], user: User) -> None:
    number = fields.get("end", "")
    if number.isascii() and number.isdigit() and len(number) <= 15:
        desk.unfollow_phrase(int(number), user)
    else:
        desk.follow_phrase(fields, user)
