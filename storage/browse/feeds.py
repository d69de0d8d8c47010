"""Atom feeds (RFC 4287) of changes, with their redlines: of all watches, of one, of a tag, of a topic.

Entries stand in the order in which changes were told: what was held for days and is dated back is new to a reader all
the same.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound

from monitor.core.phrases import parse_moment, topic_words
from monitor.core.significance.lexicon import TOPICS
from storage.browse.change_page import shown
from storage.browse.changes_page import PICKED
from storage.browse.gists import gists_of
from storage.browse.headers import has_tag
from storage.browse.page import PAGE_SIZE, address_of, fetch, fetch_one, site_of
from storage.browse.statement import TooLargeError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from storage.browse.shown import ShownChange

MOST_CLAUSES = 40
"""Clause changes of one entry, as many as a mail has."""
ENTRY_ROOM, FEED_ROOM = 60_000, 600_000
"""Characters of the redlines of one entry, and of all; of those that have no room the number is said."""
_LOOKED = 2_000  # newest changes among which those on a topic are looked for; a guess at a year of a thousand watches
_SETTLED = timedelta(seconds=60)  # after which no other change can bear the same second; a check is recorded sooner
_NEVER = "1970-01-01T00:00:00Z"  # when a feed without entries changed last

_CHANGES = f"""
WITH recent AS MATERIALIZED (
    SELECT id, coalesce(told_at, at) AS told FROM changes
    WHERE significance IN ('minor', 'material') AND (:watch IS NULL OR watch_id = :watch)
    AND (:tag IS NULL OR watch_id IN (SELECT watch_id FROM watch_tags WHERE tag = :tag))
    ORDER BY coalesce(told_at, at) DESC, id DESC LIMIT iif(:topic IS NULL, :size, :looked)
), picked AS MATERIALIZED (
    SELECT id, told FROM recent WHERE :topic IS NULL OR EXISTS (
        SELECT 1 FROM clause_changes k JOIN json_each(k.topics) t
        WHERE k.change_id = recent.id AND k.significance IN ('minor', 'material') AND t.value = :topic
    )
    ORDER BY told DESC, id DESC LIMIT :size
)
{PICKED.replace("l.*,", "l.*, picked.told,")}
ORDER BY picked.told DESC, l.id DESC
"""
# the gravest first, as many as have room; only these are read whole
_CLAUSES = """
SELECT c.* FROM clause_changes c JOIN (
    SELECT id, row_number() OVER gravest AS number, sum(length(redline)) OVER gravest AS size FROM clause_changes
    WHERE change_id = :id AND significance IN ('minor', 'material')
    WINDOW gravest AS (ORDER BY significance <> 'material', place)
) n ON n.id = c.id
WHERE n.number <= :most AND n.size <= :room ORDER BY n.number
"""
# of all entries at once: each question waits for a thread, where many read at once longer than for its answer
_TOLD = """
SELECT change_id, count(*) AS told FROM clause_changes
WHERE change_id IN (SELECT value FROM json_each(:ids)) AND significance IN ('minor', 'material') GROUP BY change_id
"""
_WATCH = "SELECT id, slug, name FROM watches WHERE slug = :slug"
_TAG = "SELECT tag FROM watch_tags WHERE tag = :tag LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """What a feed is of.

    Args:
        name: its title.
        path: its address.
        page: the address of the page that shows the same, or what is nearest.
        watch: the number of the watch, None for all.
        tag: of the watches, None for all.
        topic: of a clause change, None for any.
    """

    name: str
    path: str
    page: str
    watch: int | None = None
    tag: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One change as the template shows it.

    Args:
        address: of its page; it names the entry for ever.
        clauses: the clause changes that are shown.
        more: how many more are told.
    """

    address: str
    clauses: tuple[ShownChange, ...] = ()
    more: int = 0


async def changes_feed(datasette: Datasette, request: Request) -> Response:
    """Return the newest changes of all watches."""
    return await _answer(datasette, request, _Feed(name="Changed policies", path="/changes.atom", page="/changes"))


async def watch_feed(datasette: Datasette, request: Request) -> Response:
    """Return the newest changes of one watch."""
    slug = unquote(request.url_vars["slug"])
    watch = await fetch_one(datasette, "There is no such watch.", _WATCH, slug=slug)
    path = f"/watch/{watch['slug']}"
    feed = _Feed(name=f"Changes of {watch['name']}", path=f"{path}/changes.atom", page=path, watch=watch["id"])
    return await _answer(datasette, request, feed)


async def tag_feed(datasette: Datasette, request: Request) -> Response:
    """Return the newest changes of the watches with a tag."""
    asked = unquote(request.url_vars["tag"])
    tag = (await fetch_one(datasette, "No watch has this tag.", _TAG, tag=asked))["tag"]
    named = quote(tag, safe="")
    feed = _Feed(name=f"Changes in {tag}", path=f"/tag/{named}/changes.atom", page=f"/?tag={named}", tag=tag)
    return await _answer(datasette, request, feed)


async def topic_feed(datasette: Datasette, request: Request) -> Response:
    """Return the newest changes in which a clause speaks of a topic."""
    topic = unquote(request.url_vars["topic"])
    if topic not in TOPICS:
        raise NotFound(f"There is no such topic; there are {', '.join(TOPICS)}.")
    name = f"Changes on {topic_words(topic)}"
    feed = _Feed(name=name, path=f"/topic/{topic}/changes.atom", page="/changes", topic=topic)
    return await _answer(datasette, request, feed)


async def _answer(datasette: Datasette, request: Request, feed: _Feed) -> Response:
    """Write a feed, or say that it is the one the reader has."""
    asked = {"watch": feed.watch, "tag": feed.tag, "topic": feed.topic, "size": PAGE_SIZE, "looked": _LOOKED}
    rows = await fetch(datasette, _CHANGES, **asked)
    entries = await _entries(datasette, request, rows)
    updated = rows[0]["told"] if rows else _NEVER
    context = {
        "name": feed.name,
        "page": address_of(datasette, request, feed.page),
        "feed": address_of(datasette, request, feed.path),
        "updated": updated,
        "entries": list(zip(rows, entries, strict=True)),
        "gists": await gists_of(datasette, (row["id"] for row in rows)),
    }
    text = await datasette.render_template("feed.xml", context, request=request)
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    changed = parse_moment(updated)
    # where another change may still come in the same second, a date says too little
    is_settled = changed + _SETTLED < site_of(datasette).clock()
    if is_settled:
        headers["last-modified"] = format_datetime(changed, usegmt=True)
    if _has(request, tag, changed if is_settled else None):
        return Response("", status=304, headers=headers)
    return Response(text, headers=headers, content_type="application/atom+xml; charset=utf-8")


def _has(request: Request, tag: str, changed: datetime | None) -> bool:
    """Tell whether a reader has what is there (RFC 9110 section 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return has_tag(tags, tag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since") or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
    since = since.replace(tzinfo=UTC) if since.tzinfo is None else since
    return changed is not None and changed <= since


async def _entries(datasette: Datasette, request: Request, rows: Sequence[sqlite3.Row]) -> list[_Entry]:
    """Return what is shown of each change; where the clauses take too long or too much, no more of them are read."""
    room, found = FEED_ROOM, []
    try:
        counts = await fetch(datasette, _TOLD, ids=json.dumps([row["id"] for row in rows]))
        told_of = {row["change_id"]: row["told"] for row in counts}
    except QueryInterrupted:
        room, told_of = 0, {row["id"]: row["clause_changes"] for row in rows}
    for row in rows:
        address = address_of(datasette, request, f"/change/{row['id']}")
        try:
            most = {"most": MOST_CLAUSES, "room": min(room, ENTRY_ROOM)}
            clauses = [shown(one) for one in await fetch(datasette, _CLAUSES, id=row["id"], **most)] if room else []
        except (QueryInterrupted, TooLargeError):
            room, clauses = 0, []
        room = max(0, room - sum(len(text) for one in clauses for _, text in one.redline))
        found.append(_Entry(address=address, clauses=tuple(clauses), more=told_of.get(row["id"], 0) - len(clauses)))
    return found
