"""One change: clause by clause, with redlines."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.records import Significance, reason_words
from storage.browse.facts import fact_lines
from storage.browse.gists import gists_of
from storage.browse.headers import KEYS_POLICY
from storage.browse.page import fetch, fetch_one, number_of, render, site_of, text_of
from storage.browse.review_page import LONGEST_QUEUE, review_context
from storage.browse.shown import MOST_CHANGES, ShownChange
from storage.browse.version_page import MOST_CLAUSES, page_of
from storage.browse.weaving import woven
from storage.changes import reasons_from_json

if TYPE_CHECKING:
    import sqlite3

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from storage.browse.weaving import Entry

CHANGE = """
SELECT
    c.*, w.slug, w.name, w.url, w.removed_at, o.language AS old_language, n.language, n.title, n.clause_count,
    o.captured_at AS old_at, n.captured_at AS new_at, n.reason,
    o.stated_date AS old_stated, n.stated_date AS new_stated,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = c.watch_id AND v.id <= o.id) AS old_number,
    (SELECT count(*) FROM snapshots v WHERE v.watch_id = c.watch_id AND v.id <= n.id) AS new_number,
    coalesce(p.kind, 'fetch') AS old_kind, coalesce(p.supplied_by, '') AS old_by,
    coalesce(q.kind, 'fetch') AS new_kind, coalesce(q.supplied_by, '') AS new_by,
    (SELECT max(id) FROM changes p WHERE p.watch_id = c.watch_id AND p.id < c.id) AS previous_id,
    o.clause_count AS old_clause_count,
    (SELECT min(id) FROM changes p WHERE p.watch_id = c.watch_id AND p.id > c.id) AS next_id
FROM changes c
JOIN watches w ON w.id = c.watch_id
JOIN snapshots o ON o.id = c.old_snapshot_id
JOIN snapshots n ON n.id = c.new_snapshot_id
LEFT JOIN provenance p ON p.snapshot_id = o.id
LEFT JOIN provenance q ON q.snapshot_id = n.id
WHERE c.id = :id
"""

# the gravest comes first, as in the mail; only what is shown is read whole
CLAUSE_CHANGES = """
SELECT c.* FROM clause_changes c
JOIN (
    SELECT id, row_number() OVER (
        ORDER BY CASE significance WHEN 'material' THEN 0 WHEN 'minor' THEN 1 ELSE 2 END, place
    ) AS number
    FROM clause_changes WHERE change_id = :id
    AND (:significance = '' OR significance = :significance)
    AND (:topic = '' OR EXISTS (SELECT 1 FROM json_each(topics) WHERE value = :topic))
) n ON n.id = c.id
WHERE n.number > :start AND n.number <= :start + :most
ORDER BY n.number
"""

# what can be asked for: a list of topics stands in many rows
KINDS = """
SELECT significance, topics, count(*) AS found FROM clause_changes WHERE change_id = :id GROUP BY significance, topics
"""

# the whole text with its changes is one page, so both versions have to be short enough for one
TEXT = """
SELECT p.position, p.clause_id, p.kind, p.label, c.text, h.path
FROM snapshot_clauses p
JOIN clauses c ON c.id = p.clause_id
JOIN heading_paths h ON h.id = p.heading_path_id
WHERE p.snapshot_id = :id ORDER BY p.position
"""
OLD_TEXT = "SELECT clause_id FROM snapshot_clauses WHERE snapshot_id = :id ORDER BY position"
VIEWS = ("side",)


def shown(row: sqlite3.Row) -> ShownChange:
    """Make of a row of clause_changes what the template shows."""
    return ShownChange(
        number=row["place"] + 1,
        kind=row["kind"],
        significance=row["significance"],
        topics=tuple(json.loads(row["topics"])),
        reasons=tuple(map(reason_words, reasons_from_json(row["reason_details"]))),
        old=tuple(json.loads(row["old_clauses"])),
        new=tuple(json.loads(row["new_clauses"])),
        redline=tuple((operation, text) for operation, text in json.loads(row["redline"])),
    )


async def _woven(datasette: Datasette, change: sqlite3.Row) -> list[Entry]:
    """Return the whole text of the version after, with the changes of its clauses in their places."""
    text = await fetch(datasette, TEXT, id=change["new_snapshot_id"])
    old = [row["clause_id"] for row in await fetch(datasette, OLD_TEXT, id=change["old_snapshot_id"])]
    everything = {"start": 0, "most": 2 * MOST_CLAUSES, "significance": "", "topic": ""}
    items = [shown(row) for row in await fetch(datasette, CLAUSE_CHANGES, id=change["id"], **everything)]
    return woven([dict(row) for row in text], old, items)


async def _kinds(datasette: Datasette, change: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many clause changes there are of each significance, the gravest first, and of each topic."""
    grades, topics = Counter[str](), Counter[str]()
    for row in await fetch(datasette, KINDS, id=change):
        grades[row["significance"]] += row["found"]
        for topic in json.loads(row["topics"]):
            topics[topic] += row["found"]
    order = [one for one in reversed(Significance) if one in grades]
    return {one: grades[one] for one in order}, dict(sorted(topics.items(), key=lambda pair: (-pair[1], pair[0])))


async def change_page(datasette: Datasette, request: Request) -> Response:
    """Return one change with its clause changes, so many a page, cosmetic ones folded away; or in the whole text.

    The query string chooses: `view=side` for both texts beside each other, `whole=1` for the whole text,
    `significance` and `topic` for clause changes of these alone.
    """
    wanted = int(request.url_vars["id"])
    change = await fetch_one(datasette, "There is no such change.", CHANGE, id=wanted)
    asked = {name: text_of(request, name) for name in ("significance", "topic")}
    view = text_of(request, "view") if text_of(request, "view") in VIEWS else ""
    page = max(1, number_of(request, "page", 1))
    can_be_whole = max(change["old_clause_count"], change["clause_count"]) <= MOST_CLAUSES
    is_whole = can_be_whole and bool(number_of(request, "whole", 0))
    part = {"start": (page - 1) * MOST_CHANGES, "most": MOST_CHANGES + 1}
    rows = [] if is_whole else await fetch(datasette, CLAUSE_CHANGES, id=wanted, **part, **asked)
    clauses = [shown(row) for row in rows[:MOST_CHANGES]]
    grades, topics = await _kinds(datasette, wanted)
    asked_queue = text_of(request, "queue", most=LONGEST_QUEUE)
    review = await review_context(datasette, wanted, asked_queue, then=text_of(request, "then"))
    answer = await render(
        datasette,
        request,
        "change.html",
        change=change,
        review=review,
        queue=review["queue"] if review else "",
        has_mail=site_of(datasette).mail_of is not None and Significance(change["significance"]).is_told,
        gist=(await gists_of(datasette, [wanted]))[wanted],
        page=page,
        has_more=len(rows) > MOST_CHANGES,
        told=[clause for clause in clauses if clause.is_told],
        cosmetic=[clause for clause in clauses if not clause.is_told],
        asked=asked,
        view=view,
        can_be_whole=can_be_whole,
        facts=(await fact_lines(datasette, [(change["old_snapshot_id"], change["new_snapshot_id"])]))[0],
        entries=await _woven(datasette, change) if is_whole else None,
        grades=grades,
        topics=topics,
        page_of=page_of,
    )
    if review:
        answer.headers["content-security-policy"] = KEYS_POLICY
    return answer
