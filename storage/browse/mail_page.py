"""The mail about a change, as whoever follows its watch gets it: as text in a page, and as mail programs show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import NotFound
from sqlite_utils import Database

from storage.browse.headers import MAIL_POLICY
from storage.browse.page import fetch_one, render, site_of
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


async def mail_page(datasette: Datasette, request: Request) -> Response:
    """Return a page with the text of the mail, and a link to its HTML."""
    change = await _change(datasette, request)
    mail = await _mail_of(datasette, change)
    too_long = TOO_LONG.format(id=change["id"])
    return await render(datasette, request, "mail.html", change=change, mail=mail, too_long=too_long)


async def mail_as_html(datasette: Datasette, request: Request) -> Response:
    """Return the HTML of the mail alone: what stands in it is escaped, and it runs and loads nothing besides."""
    change = await _change(datasette, request)
    mail = await _mail_of(datasette, change)
    if mail is None:
        raise NotFound(TOO_LONG.format(id=change["id"]))
    return Response.html(mail.html, headers={"content-security-policy": MAIL_POLICY})
