"""How the monitor does, for those who watch the watcher: `/health.json`, and `/metrics` for Prometheus.

Both are numbers alone: no address, no name, no mail. They read the store by a connection of their own, since the
deliveries they count are closed to readers, and in a thread of their own, so that they answer while queries are slow.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Response
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlite_utils import Database

from monitor.core.errors import StoreError
from monitor.core.records import ScheduleState
from storage.browse.page import site_of
from storage.database import reading_uri
from storage.schedule import health_of

if TYPE_CHECKING:
    from datetime import datetime

    from datasette.app import Datasette

    from monitor.core.records import Health

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUSY_SECONDS = 5  # for a writer to finish; one who asks whether all is well is not kept waiting
_OK, _UNAVAILABLE = 200, 503


async def health_page(datasette: Datasette) -> Response:
    """Return how the monitor does; status 200 where its schedule runs, else 503."""
    now = site_of(datasette).clock()
    try:
        health = await asyncio.to_thread(_health, _path(datasette))
    except (StoreError, sqlite3.Error):
        return Response.json({"fine": False, "error": _trouble(_path(datasette))}, status=_UNAVAILABLE)
    body = health_json(health, now)
    return Response.json(body, status=_OK if body["fine"] else _UNAVAILABLE)


async def metrics_page(datasette: Datasette) -> Response:
    """Return the same numbers in the text format of Prometheus; 503 where the store cannot be read."""
    now = site_of(datasette).clock()
    try:
        health = await asyncio.to_thread(_health, _path(datasette))
    except (StoreError, sqlite3.Error):
        return Response.text(f"{_trouble(_path(datasette))}\n", status=_UNAVAILABLE)
    return Response(metrics_text(health, now), content_type=METRICS_TYPE)


def _path(datasette: Datasette) -> str:
    return str(datasette.get_database().path)


def _trouble(path: str) -> str:
    file = Path(path)
    if file.is_file():
        return f"{file.name} cannot be read; 'clausewatch doctor' says why"
    return f"{file.name} is not in the data folder any more; put it or a backup back, and start these pages again"


def _health(path: str) -> Health:
    with closing(sqlite3.connect(reading_uri(Path(path)), uri=True, timeout=_BUSY_SECONDS)) as conn:
        conn.row_factory = sqlite3.Row
        return health_of(Database(conn))


def health_json(health: Health, now: datetime) -> dict[str, Any]:
    """Return health as a plain value; `fine` says whether the schedule runs.

    Args:
        health: the numbers.
        now: UTC.
    """
    schedule = health.schedule
    state = schedule.state(now)
    return {
        "fine": state is ScheduleState.RUNNING,
        "schedule": {
            "state": state,
            "seen_at": _moment(schedule.seen_at),
            "due_by": _moment(schedule.due_by),
            "round_began_at": _moment(schedule.round_began_at),
            "last_round": schedule.last
            and asdict(schedule.last)
            | {"began_at": _moment(schedule.last.began_at), "ended_at": _moment(schedule.last.ended_at)},
        },
        "watches": dict(health.watches),
        "deliveries": dict(health.deliveries),
        "store_bytes": health.store_bytes,
    }


def _moment(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else None


def metrics_text(health: Health, now: datetime) -> str:
    """Return health in the text format of Prometheus.

    Args:
        health: the numbers.
        now: UTC.
    """
    registry = CollectorRegistry()
    schedule, last = health.schedule, health.schedule.last
    up = schedule.state(now) is ScheduleState.RUNNING
    single = {
        "clausewatch_schedule_up": ("Whether the schedule runs and its sign of life is not overdue.", float(up)),
        "clausewatch_schedule_seen_timestamp_seconds": (
            "Last sign of life of the schedule.",
            _seconds(schedule.seen_at),
        ),
        "clausewatch_round_began_timestamp_seconds": (
            "Begin of the last finished round.",
            _seconds(last.began_at if last else None),
        ),
        "clausewatch_round_ended_timestamp_seconds": (
            "End of the last finished round.",
            _seconds(last.ended_at if last else None),
        ),
        "clausewatch_round_checks": ("Checks of the last finished round.", last.checks if last else 0),
        "clausewatch_round_failed_checks": ("Failed checks of the last finished round.", last.failed if last else 0),
        "clausewatch_store_bytes": ("Size of the store's file.", health.store_bytes),
    }
    for name, (words, value) in single.items():
        Gauge(name, words, registry=registry).set(value)
    for name, words, counts in (
        ("clausewatch_watches", "Watches by state.", health.watches),
        ("clausewatch_deliveries", "Deliveries of notices by state.", health.deliveries),
    ):
        gauge = Gauge(name, words, ["state"], registry=registry)
        for state, count in counts.items():
            gauge.labels(state).set(count)
    return generate_latest(registry).decode()


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
