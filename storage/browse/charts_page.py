"""Charts of all watches, or of those with a tag; each also as CSV."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import NotFound

from monitor.core import charts
from monitor.core.phrases import day_words, parse_moment
from storage.browse.accounts import read
from storage.browse.admission import visitor
from storage.browse.drawing import drawings_of
from storage.browse.page import fetch, number_of, render, site_of, text_of
from storage.reviews import days_to_decide

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from monitor.core.charts import Chart, Column

_TAGGED = "(:tag = '' OR watch_id IN (SELECT watch_id FROM watch_tags WHERE tag = :tag))"

CHANGES = f"""
SELECT substr(at, 1, 7) AS month, significance, silent, count(*) AS changes
FROM changes WHERE at >= :since AND {_TAGGED}
GROUP BY month, significance, silent
"""

# topics are split where they are few: a list of them stands in many rows
TOPICS = f"""
WITH looked AS MATERIALIZED (
    SELECT id, substr(at, 1, 7) AS month FROM changes
    WHERE at >= :since AND significance IN ('minor', 'material') AND {_TAGGED}
    ORDER BY at DESC, id DESC LIMIT :most
)
SELECT looked.month, k.topics, count(*) AS clauses
FROM looked JOIN clause_changes k ON k.change_id = looked.id
WHERE k.significance IN ('minor', 'material')
GROUP BY looked.month, k.topics
"""

AGES = """
SELECT coalesce(s.stated_date, '') AS stated, count(*) AS watches
FROM watches w JOIN snapshots s ON s.id = (
    SELECT id FROM snapshots WHERE watch_id = w.id ORDER BY place DESC, id DESC LIMIT 1
)
WHERE w.removed_at IS NULL AND (:tag = '' OR w.id IN (SELECT watch_id FROM watch_tags WHERE tag = :tag))
GROUP BY stated
"""

# no index leads to failed checks, so of all checks only so many are looked at
FAILURES = f"""
SELECT coalesce(kind, '') AS kind, sum(stands_for) AS checks, min(at) AS first_at
FROM fetches WHERE id > (SELECT max(id) FROM fetches) - :most AND at >= :since AND is_aside = 0 AND {_TAGGED}
GROUP BY kind
"""

TAGS = "SELECT tag, count(*) AS watches FROM watch_tags GROUP BY tag ORDER BY tag LIMIT 500"

MOST_CHANGES = 10_000  # newest of which the topics are counted; their clauses took 110 ms of processor time
MOST_CHECKS = 100_000  # newest that are looked at; they took 30 ms
SPANS = (12, 60)  # months


async def _by_month(datasette: Datasette, request: Request) -> tuple[tuple[Column, ...], dict[str, object]]:
    span = number_of(request, "months", SPANS[0])
    months = charts.months_until(site_of(datasette).clock(), span if span in SPANS else SPANS[0])
    return months, {"tag": text_of(request, "tag"), "since": months[0].key}


async def _changes(datasette: Datasette, request: Request) -> Chart:
    months, asked = await _by_month(datasette, request)
    found = Counter[tuple[str, str]]()
    for row in await fetch(datasette, CHANGES, **asked):
        found[row["month"], row["significance"]] += row["changes"]
    return charts.changes_chart(months, found)


async def _silent(datasette: Datasette, request: Request) -> Chart:
    months, asked = await _by_month(datasette, request)
    found = Counter[tuple[str, str]]()
    for row in await fetch(datasette, CHANGES, **asked):
        if row["significance"] in {"minor", "material"}:
            found[row["month"], "silent" if row["silent"] else "said"] += row["changes"]
    return charts.silent_chart(months, found)


async def _topics(datasette: Datasette, request: Request) -> Chart:
    months, asked = await _by_month(datasette, request)
    found = Counter[tuple[str, str]]()
    for row in await fetch(datasette, TOPICS, **asked, most=MOST_CHANGES):
        for topic in json.loads(row["topics"]):
            found[row["month"], topic] += row["clauses"]
    return charts.topics_chart(months, found, MOST_CHANGES)


async def _ages(datasette: Datasette, request: Request) -> Chart:
    rows = await fetch(datasette, AGES, tag=text_of(request, "tag"))
    return charts.ages_chart(site_of(datasette).clock(), ((row["stated"], row["watches"]) for row in rows))


async def _failures(datasette: Datasette, request: Request) -> Chart:
    _, asked = await _by_month(datasette, request)
    rows = await fetch(datasette, FAILURES, **asked, most=MOST_CHECKS)
    since = day_words(parse_moment(min(row["first_at"] for row in rows))) if rows else ""
    return charts.failures_chart([(row["kind"], row["checks"]) for row in rows if row["kind"]], since)


async def _reviews(datasette: Datasette, request: Request) -> Chart:
    months, asked = await _by_month(datasette, request)
    path = Path(str(datasette.get_database().path))
    since, tag = str(asked["since"]), str(asked["tag"])
    found = await asyncio.to_thread(read, path, lambda db: days_to_decide(db, since=since, tag=tag))
    return charts.reviews_chart(found, months[0].words)


_CHARTS: dict[str, Callable[[Datasette, Request], Awaitable[Chart]]] = {
    "changes": _changes,
    "silent": _silent,
    "topics": _topics,
    "ages": _ages,
    "failures": _failures,
}
_OF_MEMBERS = {"reviews": _reviews}


def _charts() -> dict[str, Callable[[Datasette, Request], Awaitable[Chart]]]:
    """Return the charts that the visitor may see: those of reviews are for members."""
    return {**_CHARTS, **(_OF_MEMBERS if visitor.get().is_member else {})}


async def charts_page(datasette: Datasette, request: Request) -> Response:
    """Return all charts, each with its table, of all watches or of those with a tag."""
    made = [await make(datasette, request) for make in _charts().values()]
    tag, tags = text_of(request, "tag"), await fetch(datasette, TAGS)
    return await render(
        datasette,
        request,
        "charts.html",
        charts=[(chart, drawings_of(chart)) for chart in made],
        tags=tags,
        tag=tag,
        is_known=not tag or tag in {row["tag"] for row in tags},
        months=len(made[0].columns),
        spans=SPANS,
    )


async def chart_as_csv(datasette: Datasette, request: Request) -> Response:
    """Return the numbers of one chart."""
    make = _charts().get(request.url_vars["name"])
    if make is None:
        raise NotFound("There is no such chart.")
    chart = await make(datasette, request)
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(chart.heads)
    table.writerows((column.key, *cells) for column, cells in chart.rows)
    name = f'attachment; filename="{chart.name}.csv"'
    return Response(written.getvalue(), headers={"content-disposition": name}, content_type="text/csv; charset=utf-8")
