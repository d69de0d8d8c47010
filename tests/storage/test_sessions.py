"""Sessions end, and are not known by what the store holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.records import Role
from storage.database import open_file, writing
from storage.sessions import LASTS, MOST, begin_session, end_session, user_of_session
from storage.users import add_user

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def db():
    """A store with one user, who has one session."""
    db = open_file(":memory:")
    with writing(db) as conn:
        user = add_user(conn, "anna", Role.OWNER, password="", email="", now=NOW)
        begin_session(conn, user, "token", now=NOW)
    yield db
    db.close()


@pytest.mark.parametrize(
    ("later", "is_known"),
    [(timedelta(0), True), (LASTS - timedelta(seconds=1), True), (LASTS, False), (-LASTS * 2, False)],
)
def test_a_session_ends_by_itself(db, later, is_known) -> None:
    """A session lasts a week, and one that a wrong clock began in the future is none."""
    assert bool(user_of_session(db, "token", now=NOW + later)) is is_known


def test_what_the_store_holds_is_no_token(db) -> None:
    """Who reads the store can sign in with nothing of it."""
    ((kept,),) = db.conn.execute("SELECT token_sha256 FROM sessions").fetchall()
    assert user_of_session(db, kept, now=NOW) is None
    assert user_of_session(db, "", now=NOW) is None


def test_signing_out_ends_a_session(db) -> None:
    """A session that was ended is known no more, also where its token was copied."""
    with writing(db) as conn:
        end_session(conn, "token")
    assert user_of_session(db, "token", now=NOW) is None


def test_sessions_are_bounded(db) -> None:
    """Of many sessions of one user the newest stay, and those that are over are forgotten."""
    with writing(db) as conn:
        for number in range(MOST):
            begin_session(conn, 1, f"token {number}", now=NOW + timedelta(seconds=number + 1))
    assert user_of_session(db, "token", now=NOW) is None
    assert user_of_session(db, f"token {MOST - 1}", now=NOW)
    with writing(db) as conn:
        begin_session(conn, 1, "later", now=NOW + 2 * LASTS)
    assert db.conn.execute("SELECT count(*) FROM sessions").fetchone()[0] == 1
