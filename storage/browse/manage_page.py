"""Managing one watch: what can be done to it, by buttons and a form, and what was done lately."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from datasette import Response
from datasette.utils.asgi import NotFound

from monitor.core.errors import MonitorError
from monitor.core.phrases import parse_moment
from monitor.core.records import WATCH_KINDS, Deed
from monitor.core.schedule import format_interval
from storage.browse.admission import visitor
from storage.browse.page import accounts_of, fetch, fetch_one, sentence, site_of
from storage.browse.watch_page import WATCH

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from monitor.core.records import Act, User
    from storage.browse.desk import Desk

NOTHING = "Nothing can be managed here."
MOST_ACTS = 5  # of a watch that its page names; /acts has all
SCHEDULE = "SELECT due_by FROM schedule"


def desk_of(datasette: Datasette) -> tuple[Desk, User]:
    """Return who does what the user of this request asks for, and that user.

    Raises:
        NotFound: there is nobody who does, or asks.
    """
    desk, user = site_of(datasette).desk, visitor.get().user
    if desk is None or user is None:
        raise NotFound(NOTHING)
    return desk, user


async def manage_page(datasette: Datasette, request: Request) -> Response:
    """Return what can be done to a watch; where a form was sent, do it first."""
    desk, user = desk_of(datasette)
    slug = unquote(request.url_vars["slug"])
    said, fields = "", {}
    here = datasette.urls.path(f"/watch/{quote(slug)}/manage")
    if request.method == "POST":
        fields = await request.post_vars()
        try:
            async with site_of(datasette).deeds:
                await asyncio.to_thread(desk.do, Deed(fields.get("deed", "")), slug, fields, user)
        except MonitorError as error:
            said = sentence(error)
        except ValueError:
            said = "It was not said what to do."
        else:
            return Response.redirect(f"{here}?wait=1" if fields["deed"] == Deed.CHECK else here, status=303)
    watch = await fetch_one(datasette, "There is no such watch.", WATCH, slug=slug)
    acts = await asyncio.to_thread(accounts_of(datasette).acts_on, slug, limit=MOST_ACTS)
    asked, is_scheduled = _asked(watch, acts), await _is_scheduled(datasette)
    context = {
        "watch": watch,
        "said": said,
        "acts": acts,
        "asked": asked,
        "is_scheduled": is_scheduled,
        "is_known": "known" in request.args,
        # apart from the forms, which somebody may be filling in
        "is_waiting": asked is not None and is_scheduled and "wait" in request.args,
        "every": format_interval(watch["every_seconds"]),
        "kinds": WATCH_KINDS,
        "hears": await asyncio.to_thread(desk.hears, slug, user),
        "user": user,
        "typed": fields if said else {},
    }
    text = await datasette.render_template("manage.html", context, request=request)
    return Response.html(text, status=400 if said else 200)


def _asked(watch: sqlite3.Row, acts: Sequence[Act]) -> Act | None:
    """Return the wish for a check, the first one too, that waits for the schedule; None where none does."""
    wish = next((act for act in acts if act.deed in {Deed.CHECK, Deed.ADD}), None)
    if wish is None or watch["paused_at"] or watch["removed_at"]:
        return None
    is_done = watch["last_check_at"] and parse_moment(watch["last_check_at"]) >= wish.at
    return None if is_done else wish


async def _is_scheduled(datasette: Datasette) -> bool:
    """Tell whether a schedule runs that does what is wished for."""
    rows = await fetch(datasette, SCHEDULE)
    due = rows[0]["due_by"] if rows else None
    return due is not None and parse_moment(due) > site_of(datasette).clock()
