"""The queue of reviews, and what members say of one: how it stands, who looks at it, by when."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette import Response
from datasette.utils.asgi import NotFound

from monitor.core.errors import InvalidInputError, MonitorError
from monitor.core.records import WATCH_KINDS, Queue, ReviewState
from monitor.core.review import QUEUE_FIELDS, VIEWS, queue_of
from monitor.core.significance.lexicon import TOPICS
from storage.browse.admission import visitor
from storage.browse.gists import gists_of
from storage.browse.headers import KEYS_POLICY
from storage.browse.manage_page import desk_of
from storage.browse.page import PAGE_SIZE, fetch, fetch_one, number_of, sentence, site_of, text_of
from storage.browse.reviewing import Reviews
from storage.browse.search_page import TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from storage.browse.desk import Desk

MISSING = "There is no such change, or nobody was told of it; only what was told is reviewed."
MOST_STEPS = 100  # of a review that its page shows, the newest first
LONGEST_QUEUE = 500  # characters by which the address of a change names a queue
NAME = "SELECT c.id, w.name, w.slug FROM changes c JOIN watches w ON w.id = c.watch_id WHERE c.id = :id"


async def reviews_of(datasette: Datasette, desk: Desk) -> Reviews:
    """Return the reviews of the store that an application serves, by the rule of the desk."""
    path = Path(str(datasette.get_database().path))
    days = await asyncio.to_thread(desk.review_days)
    return Reviews(path=path, days=days, today=site_of(datasette).clock().date())


async def review_page(datasette: Datasette, request: Request) -> Response:
    """Return a part of the queue that is asked for, the most urgent first, and how many there are of each kind."""
    desk, user = desk_of(datasette)
    asked = {name: text_of(request, name) for name in QUEUE_FIELDS}
    page = max(1, number_of(request, "page", 1, most=100_000))
    said = ""
    try:
        queue = queue_of(asked, user=user.name)
    except InvalidInputError as error:
        said, asked, queue = sentence(error), dict.fromkeys(QUEUE_FIELDS, ""), Queue()
    kept = await reviews_of(datasette, desk)
    found, counts = await asyncio.to_thread(
        kept.page, queue, user=user.name, size=PAGE_SIZE + 1, skip=(page - 1) * PAGE_SIZE
    )
    shown = found[:PAGE_SIZE]
    given = {name: value for name, value in asked.items() if value}
    narrowed = {name: value for name, value in given.items() if name != "view"}
    whole = {"": counts.open, **{view: getattr(counts, view) for view in VIEWS if view}}
    context = {
        "said": said,
        "asked": asked,
        "given": given,
        "narrowed": narrowed,
        "queue": urlencode(given),
        "page": page,
        "has_more": len(found) > PAGE_SIZE,
        "reviews": shown,
        "counts": whole,
        "today": kept.today,
        "gists": await gists_of(datasette, (one.change_id for one in shown)),
        "people": await asyncio.to_thread(kept.people),
        "states": [*ReviewState],
        "topics": TOPICS,
        "kinds": WATCH_KINDS,
        "tags": [row["tag"] for row in await fetch(datasette, TAGS)],
    }
    return await _page(datasette, request, "reviews.html", context, status=400 if said else 200)


async def change_review_page(datasette: Datasette, request: Request) -> Response:
    """Return the review of one change; where a form was sent, do that first and lead back to the change."""
    desk, user = desk_of(datasette)
    number = int(request.url_vars["id"])
    fields = await request.post_vars() if request.method == "POST" else {}
    asked = fields.get("queue", "") if fields else text_of(request, "queue", most=LONGEST_QUEUE)
    before = await review_context(datasette, number, asked, then="")
    if before is None:
        raise NotFound(MISSING)
    said = ""
    if request.method == "POST":
        try:
            async with site_of(datasette).deeds:
                await asyncio.to_thread(desk.review, number, fields, user)
        except MonitorError as error:
            said = sentence(error)
        else:
            # what came next before it was done: by its new state or day it may stand elsewhere
            then = {"queue": before["queue"], "then": before["after"] or 0}
            path = datasette.urls.path(f"/change/{number}?{urlencode(then)}")
            return Response.redirect(path, status=303)
    review = (await review_context(datasette, number, asked, then="")) or before
    change = await fetch_one(datasette, MISSING, NAME, id=number)
    context = {"change": change, "review": {**review, "said": said, "typed": fields if said else {}}}
    return await _page(datasette, request, "review.html", context, status=400 if said else 200)


async def review_context(datasette: Datasette, change: int, asked: str, *, then: str) -> dict[str, Any] | None:
    """Return what a template shows of the review of a change.

    Args:
        datasette: the application.
        change: the number of the change.
        asked: the queue from which somebody comes, as an address names it; one that is none is all that is open.
        then: the number of the change that came next before something was said, "0" for none; "" where nothing was.

    Returns:
        None where nobody may see it who asks, or the change was not told.
    """
    who, desk = visitor.get(), site_of(datasette).desk
    if not who.is_member or who.user is None or desk is None:
        return None
    queue, given = _queue(asked, who.user.name)
    kept = await reviews_of(datasette, desk)
    shown = await asyncio.to_thread(kept.shown, change, queue)
    if shown is None:
        return None
    is_done = then.isascii() and then.isdigit() and len(then) < 16
    return {
        "of": shown.review,
        "seen": len(shown.steps),
        "steps": shown.steps[: -MOST_STEPS - 1 : -1],
        "people": shown.people,
        "beside": shown.beside,
        "after": (int(then) or None) if is_done else shown.beside.after,
        "is_done": is_done,
        "queue": urlencode(given),
        "given": given,
        "today": kept.today,
        "states": [*ReviewState],
        "said": "",
        "typed": {},
    }


def _queue(asked: str, user: str) -> tuple[Queue, Mapping[str, str]]:
    try:
        fields = dict(parse_qsl(asked[:LONGEST_QUEUE], max_num_fields=2 * len(QUEUE_FIELDS)))
        given = {name: fields[name] for name in QUEUE_FIELDS if fields.get(name)}
        return queue_of(given, user=user), given
    except (InvalidInputError, ValueError):
        return Queue(), {}


async def _page(
    datasette: Datasette, request: Request, template: str, context: dict[str, Any], *, status: int
) -> Response:
    text = await datasette.render_template(template, context, request=request)
    return Response.html(text, status=status, headers={"content-security-policy": KEYS_POLICY})
