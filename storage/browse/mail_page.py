"""The mail about a change, as whoever follows its watch gets it: as text in a page, and as mail programs show it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import NotFound
from sqlite_utils import Database

from monitor.core.errors import MonitorError
from storage.browse.admission import visitor
from storage.browse.headers import MAIL_POLICY
from storage.browse.manage_page import desk_of
from storage.browse.page import fetch_one, render, sentence, site_of, text_of
from storage.notices import change_content

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from monitor.core.records import Preview

LONGEST = 3_000_000  # characters of what is compared: some 40 policies; to write the mail takes a second
MISSING = "There is no mail about this change: nobody is told of it."
TOO_LONG = "This change is too long for its mail to be written here; 'clausewatch notice preview {id}' writes it."

# what the mail is made of, see storage/notices.py: the clauses that changed, and of a rewritten policy both texts
SIZE = """
SELECT w.name, w.slug, c.id, (
    SELECT coalesce(sum(length(redline) + length(old_clauses) + length(new_clauses)), 0)
    FROM clause_changes WHERE change_id = c.id
) + (
    SELECT coalesce(sum(length(t.text)), 0) FROM snapshot_clauses p JOIN clauses t ON t.id = p.clause_id
    WHERE p.snapshot_id IN (c.old_snapshot_id, c.new_snapshot_id)
) AS size
FROM changes c JOIN watches w ON w.id = c.watch_id
WHERE c.id = :id AND c.significance IN ('minor', 'material')
"""


async def _mail_of(datasette: Datasette, change: sqlite3.Row) -> Preview | None:
    """Return the mail about a change, None where that is too long."""
    write = site_of(datasette).mail_of
    if change["size"] > LONGEST or write is None:
        return None

    def written(conn: sqlite3.Connection) -> Preview | None:
        # it is guarded already, and takes no pragma
        db = Database(conn, recursive_triggers=False, execute_plugins=False)
        content = change_content(db, change["id"])
        return write(content) if content else None

    mail: Preview | None = await datasette.get_database().execute_fn(written)
    return mail


async def _change(datasette: Datasette, request: Request) -> sqlite3.Row:
    if site_of(datasette).mail_of is None:
        raise NotFound(MISSING)
    return await fetch_one(datasette, MISSING, SIZE, id=int(request.url_vars["id"]))


async def _own(datasette: Datasette, change: sqlite3.Row) -> tuple[Preview | None, list[str]]:
    """Return the mail about a change as whoever asks would get it, None for none, and what there is to say of that."""
    desk, user = desk_of(datasette)
    if change["size"] > LONGEST:
        return None, [TOO_LONG.format(id=change["id"])]
    try:
        async with site_of(datasette).deeds:
            mail, remarks = await asyncio.to_thread(desk.mail_of, change["id"], user)
    except MonitorError as error:
        return None, [sentence(error)]
    return mail, [f"{remark}." for remark in remarks]


def _is_own(request: Request) -> bool:
    return text_of(request, "to") == "me"


async def mail_page(datasette: Datasette, request: Request) -> Response:
    """Return a page with the text of the mail, and a link to its HTML; with `to=me` as whoever asks would get it."""
    change = await _change(datasette, request)
    is_own = _is_own(request)
    mail, remarks = await _own(datasette, change) if is_own else (await _mail_of(datasette, change), [])
    if mail is None and not remarks:
        remarks = [TOO_LONG.format(id=change["id"])]
    context = {"change": change, "mail": mail, "remarks": remarks, "is_own": is_own}
    has_own = site_of(datasette).desk is not None and visitor.get().user is not None
    return await render(datasette, request, "mail.html", **context, has_own=has_own)


async def mail_as_html(datasette: Datasette, request: Request) -> Response:
    """Return the HTML of the mail alone: what stands in it is escaped, and it runs and loads nothing besides."""
    change = await _change(datasette, request)
    mail, remarks = await _own(datasette, change) if _is_own(request) else (await _mail_of(datasette, change), [])
    if mail is None:
        raise NotFound(" ".join(remarks) or TOO_LONG.format(id=change["id"]))
    return Response.html(mail.html, headers={"content-security-policy": MAIL_POLICY})
