"""How a watch stands after a check: when it is due, how often it failed, and what its page was when last seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from monitor.core.records import Changed, Failed, First, Held, NotModified, Unchanged
from storage.bodies import body_digest
from storage.held import drop_held, put_held
from storage.restless import put_restless
from storage.surroundings import put_surroundings
from storage.times import to_text
from storage.untold import put_untold

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from monitor.core.records import Fetched, Outcome, Seen


def put_places(conn: sqlite3.Connection, watch_id: int, outcome: Seen) -> None:
    """Keep the restless places of a watch and its untold sentences as an outcome leaves them."""
    if outcome.restless is not None:
        put_restless(conn, watch_id, outcome.restless)
    if outcome.untold is not None:
        put_untold(conn, watch_id, outcome.untold)


def put_standing(conn: sqlite3.Connection, fetched: Fetched, outcome: Outcome, *, next_check_at: datetime) -> None:
    """Write how a watch stands after a check.

    Args:
        conn: inside the transaction that records the check.
        fetched: what the request brought.
        outcome: what was decided.
        next_check_at: when the watch is due again, UTC.
    """
    match outcome:
        case Failed():
            _put_failed(conn, fetched, next_check_at=next_check_at)
        case NotModified():
            _put_seen(conn, fetched, outcome, next_check_at=next_check_at)
            drop_held(conn, fetched.watch_id)
        case Held():
            _put_seen(conn, fetched, outcome, next_check_at=next_check_at)
            put_held(conn, fetched, outcome.held)
            # a held text is not accepted yet: the next check must look at the page whole
            forget_page(conn, fetched.watch_id)
        case First() | Unchanged() | Changed():
            _put_seen(conn, fetched, outcome, next_check_at=next_check_at)
            drop_held(conn, fetched.watch_id)
            if outcome.is_waited_for or (isinstance(outcome, Changed) and outcome.is_of_the_past):
                forget_page(conn, fetched.watch_id)
            else:
                _put_page(conn, fetched, visible_sha256=outcome.visible_sha256)
            if isinstance(outcome, Unchanged) and outcome.surroundings:
                put_surroundings(conn, fetched.watch_id, outcome.surroundings)
        case _:
            assert_never(outcome)


def _put_failed(conn: sqlite3.Connection, fetched: Fetched, *, next_check_at: datetime) -> None:
    conn.execute(
        "UPDATE watches SET next_check_at = :next, failures = failures + 1,"
        " failing_since = min(coalesce(failing_since, :at), :at) WHERE id = :id",
        {"id": fetched.watch_id, "next": to_text(next_check_at), "at": to_text(fetched.at)},
    )
    # a text cannot have been seen after the present check: a clock that was ahead wrote so
    conn.execute(
        "UPDATE held SET since = min(since, :at), last_at = min(last_at, :at) WHERE watch_id = :id",
        {"id": fetched.watch_id, "at": to_text(fetched.at)},
    )


def _put_seen(conn: sqlite3.Connection, fetched: Fetched, outcome: Seen, *, next_check_at: datetime) -> None:
    put_places(conn, fetched.watch_id, outcome)
    conn.execute(
        "UPDATE watches SET next_check_at = :next, failures = 0, failing_since = NULL,"
        " moved_to = coalesce(:moved_to, moved_to), moved_at = CASE coalesce(:moved_to, moved_to)"
        " WHEN '' THEN NULL WHEN moved_to THEN moved_at ELSE :at END WHERE id = :id",
        {
            "id": fetched.watch_id,
            "next": to_text(next_check_at),
            "at": to_text(fetched.at),
            "moved_to": outcome.moved_to,
        },
    )


def _put_page(conn: sqlite3.Connection, fetched: Fetched, *, visible_sha256: str) -> None:
    conn.execute(
        "UPDATE watches SET etag = :etag, last_modified = :last_modified, last_body_sha256 = :body,"
        " last_visible_sha256 = :visible WHERE id = :id",
        {
            "id": fetched.watch_id,
            "etag": fetched.etag,
            "last_modified": fetched.last_modified,
            "body": body_digest(fetched.body),
            "visible": visible_sha256,
        },
    )


def forget_page(conn: sqlite3.Connection, watch_id: int) -> None:
    """Make the next check fetch and draw the page anew, whatever is known of it."""
    conn.execute(
        "UPDATE watches SET etag = '', last_modified = '', last_body_sha256 = '', last_visible_sha256 = ''"
        " WHERE id = ?",
        [watch_id],
    )
