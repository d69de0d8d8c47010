"""Any two versions of a watch, compared clause by clause when asked for."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound
from datasette.views.base import DatasetteError

from storage.browse import asking, comparing
from storage.browse.page import fetch, fetch_one, number_of, render, text_of, uri_of
from storage.browse.shown import ShownChange
from storage.browse.version_page import page_of

if TYPE_CHECKING:
    import sqlite3

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

# on the clock, with room for a busy machine; processor time is bounded in the process itself
DEADLINE = 30.0
# Characters of both versions up to which they are compared by a thread of ours: a process of its own takes half a
# second to begin. A policy that was edited takes 20 ms there, two texts of letters drawn by lot took up to 1.4 s.
LONGEST_HERE = 100_000
TOO_LONG = "These versions are too long to be compared here; the page of the watch has each change as it was found."

WATCH = "SELECT id, slug, name, kind, removed_at FROM watches WHERE slug = :slug"

VERSIONS = """
SELECT
    s.id, row_number() OVER (ORDER BY s.id) AS number, s.captured_at, s.stated_date, s.language,
    coalesce(p.kind, 'fetch') AS came_kind, coalesce(p.supplied_by, '') AS came_by
FROM snapshots s LEFT JOIN provenance p ON p.snapshot_id = s.id
WHERE s.watch_id = :watch ORDER BY s.place DESC, s.id DESC
"""


LENGTH = """
SELECT coalesce(sum(length(c.text)), 0) AS length
FROM snapshot_clauses p JOIN clauses c ON c.id = p.clause_id WHERE p.snapshot_id IN (:old, :new)
"""


def _chosen(request: Request, versions: list[sqlite3.Row]) -> tuple[sqlite3.Row, sqlite3.Row]:
    """Return the versions that are asked for by their numbers as `old` and `new`; older links have ids in the store."""
    sides = (("old", "from", versions[min(1, len(versions) - 1)]), ("new", "to", versions[0]))
    old, new = (_asked_for(request, versions, number, by_id) or otherwise for number, by_id, otherwise in sides)
    return old, new


def _asked_for(request: Request, versions: list[sqlite3.Row], number: str, by_id: str) -> sqlite3.Row | None:
    for name, column in ((number, "number"), (by_id, "id")):
        if wanted := number_of(request, name, 0):
            found = next((row for row in versions if row[column] == wanted), None)
            if found is None:
                raise NotFound("This watch has no such version.")
            return found
    return None


async def _answer(datasette: Datasette, question: dict[str, Any]) -> bytes | str:
    """Return the answer of `comparing`, as JSON; a reader or a hostile page decides how long the texts are."""
    length = (await fetch(datasette, LENGTH, old=question["old"], new=question["new"]))[0]["length"]
    if length > LONGEST_HERE:
        return await asking.answer_of("storage.browse.comparing", question, deadline=DEADLINE)
    return json.dumps(await asyncio.to_thread(comparing.answer, question))


async def compare_page(datasette: Datasette, request: Request) -> Response:
    """Return the comparison of two versions, by default of the last two."""
    slug = unquote(request.url_vars["slug"])
    watch = await fetch_one(datasette, "There is no such watch.", WATCH, slug=slug)
    versions = await fetch(datasette, VERSIONS, watch=watch["id"])
    if not versions:
        raise NotFound("Nothing has been kept of this watch yet, so there is nothing to compare.")
    old, new = _chosen(request, versions)
    page = max(1, number_of(request, "page", 1))
    question = {"uri": uri_of(datasette), "old": old["id"], "new": new["id"], "kind": watch["kind"], "page": page}
    try:
        found = json.loads(await _answer(datasette, question))
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
        view="side" if text_of(request, "view") == "side" else "",
        page_of=page_of,
        told=[change for change in changes if change.is_told],
        cosmetic=[change for change in changes if not change.is_told],
    )
