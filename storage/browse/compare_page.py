"""Any two versions of a watch, compared clause by clause when asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

from datasette.utils.asgi import NotFound
from datasette.views.base import DatasetteError

from storage.browse import asking
from storage.browse.page import fetch, fetch_one, number_of, render, uri_of
from storage.browse.shown import ShownChange

if TYPE_CHECKING:
    import sqlite3

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

# on the clock, with room for a busy machine; processor time is bounded in the process itself
DEADLINE = 30.0
TOO_LONG = "These versions are too long to be compared here; the page of the watch has each change as it was found."

WATCH = "SELECT id, slug, name, removed_at FROM watches WHERE slug = :slug"

VERSIONS = """
SELECT id, captured_at, reason, stated_date, language
FROM snapshots WHERE watch_id = :watch ORDER BY place DESC, id DESC
"""


def _chosen(request: Request, versions: list[sqlite3.Row]) -> tuple[sqlite3.Row, sqlite3.Row]:
    known = {row["id"]: row for row in versions}
    newest, before = versions[0]["id"], versions[min(1, len(versions) - 1)]["id"]
    old, new = number_of(request, "from", before), number_of(request, "to", newest)
    if not {old, new} <= set(known):
        raise NotFound("This watch has no such version.")
    return known[old], known[new]


async def compare_page(datasette: Datasette, request: Request) -> Response:
    """Return the comparison of two versions, by default of the last two."""
    slug = unquote(request.url_vars["slug"])
    watch = await fetch_one(datasette, "There is no such watch.", WATCH, slug=slug)
    versions = await fetch(datasette, VERSIONS, watch=watch["id"])
    if not versions:
        raise NotFound("Nothing has been kept of this watch yet, so there is nothing to compare.")
    old, new = _chosen(request, versions)
    page = max(1, number_of(request, "page", 1))
    question = {"uri": uri_of(datasette), "old": old["id"], "new": new["id"], "page": page}
    try:
        found = json.loads(await asking.answer_of("storage.browse.comparing", question, deadline=DEADLINE))
    except asking.StoppedError as error:
        raise DatasetteError(TOO_LONG, status=413) from error
    changes = [ShownChange(**change) for change in found["changes"]]
    return await render(
        datasette,
        request,
        "compare.html",
        watch=watch,
        versions=versions,
        old=old,
        new=new,
        significance=found["significance"],
        silent=found["silent"],
        page=page,
        has_more=found["has_more"],
        told=[change for change in changes if change.is_told],
        cosmetic=[change for change in changes if not change.is_told],
    )
