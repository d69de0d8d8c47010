"""A watch beside a variant of its document in another language: first what only one of them says, then both texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

from datasette.utils.asgi import NotFound
from datasette.views.base import DatasetteError

from storage.browse import asking
from storage.browse.compare_page import DEADLINE, WATCH
from storage.browse.page import fetch, fetch_one, number_of, render, text_of, uri_of
from storage.browse.version_page import page_of
from storage.variants import UNWATCHED, VARIANTS

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

TOO_LONG = "These variants are too long to be held against each other here; 'clausewatch variants' does it."

NUMBER = """
SELECT count(*) AS number FROM snapshots n JOIN snapshots s ON s.id = :id WHERE n.watch_id = s.watch_id AND n.id <= s.id
"""


async def variants_page(datasette: Datasette, request: Request) -> Response:
    """Return a watch beside one of its variants, by default the first."""
    slug = unquote(request.url_vars["slug"])
    watch = await fetch_one(datasette, "There is no such watch.", WATCH, slug=slug)
    own, *others = await fetch(datasette, VARIANTS, watch=watch["id"])
    wanted = text_of(request, "with")
    other = next((row for row in others if wanted in {"", row["slug"]}), None)
    if wanted and other is None:
        raise NotFound("That is no variant of this watch.")
    page = max(1, number_of(request, "page", 1))
    found = None
    if other and own["snapshot_id"] and other["snapshot_id"]:
        found = await _compared(datasette, own["snapshot_id"], other["snapshot_id"], page)
    return await render(
        datasette,
        request,
        "variants.html",
        watch=watch,
        own=own,
        other=other,
        others=others,
        numbers=[await _number(datasette, row["snapshot_id"]) if row else 0 for row in (own, other)],
        unwatched=await fetch(datasette, UNWATCHED, watch=watch["id"]),
        found=found,
        page=page,
        page_of=page_of,
    )


async def _compared(datasette: Datasette, one: int, other: int, page: int) -> object:
    question = {"uri": uri_of(datasette), "one": one, "other": other, "page": page}
    try:
        return json.loads(await asking.answer_of("storage.browse.drifting", question, deadline=DEADLINE))
    except asking.StoppedError as error:
        raise DatasetteError(TOO_LONG, status=413) from error


async def _number(datasette: Datasette, snapshot_id: int | None) -> int:
    return int((await fetch(datasette, NUMBER, id=snapshot_id or 0))[0]["number"])
