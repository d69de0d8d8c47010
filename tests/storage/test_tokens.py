"""Tokens end, and are not known by what the store holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.errors import InvalidInputError
from monitor.core.records import Role
from monitor.core.tokens import end_of
from storage.database import open_file, writing
from storage.tokens import MOST, NOTED_EVERY, add_token, is_to_be_noted, note_use, revoke_token, token_of, tokens
from storage.users import add_user, remove_user

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
LASTS = timedelta(days=30)


@pytest.fixture
def db():
    """A store with a user, and two tokens: one of theirs that never ends, one of nobody's that does."""
    db = open_file(":memory:")
    with writing(db) as conn:
        user = add_user(conn, "anna", Role.OWNER, password="", email="", now=NOW)
        add_token(conn, "crm", "secret", user_id=user, ends_at=None, now=NOW)
        add_token(conn, "sheet", "other", user_id=None, ends_at=NOW + LASTS, now=NOW)
    yield db
    db.close()


def test_a_token_counts_until_it_ends(db) -> None:
    """A token counts to its end, for ever where it has none, and no more when it was revoked or its user is gone."""
    later = NOW + LASTS
    assert token_of(db, "other", now=later - timedelta(seconds=1)).name == "sheet"
    assert token_of(db, "other", now=later) is None
    assert token_of(db, "secret", now=later).user == "anna"
    with writing(db) as conn:
        assert revoke_token(conn, "SHEET")
        assert not revoke_token(conn, "sheet")
        remove_user(conn, 1)
    assert token_of(db, "other", now=NOW) is None
    assert token_of(db, "secret", now=NOW) is None
    assert tokens(db) == []


def test_what_the_store_holds_is_no_token(db) -> None:
    """Who reads the store can read by nothing of it, and nothing is no token."""
    kept = [value for row in db.conn.execute("SELECT * FROM tokens") for value in row if isinstance(value, str)]
    assert "secret" not in kept
    assert [token_of(db, value, now=NOW) for value in ["", *kept]] == [None] * (len(kept) + 1)


def test_a_use_is_noted_now_and_then(db) -> None:
    """The first use of a token is noted, and then one an hour: reading does not write each time."""
    assert is_to_be_noted(token_of(db, "secret", now=NOW), NOW)
    with writing(db) as conn:
        note_use(conn, "crm", now=NOW)
    found = token_of(db, "secret", now=NOW)
    assert found.used_at == NOW
    assert not is_to_be_noted(found, NOW + NOTED_EVERY - timedelta(seconds=1))
    assert is_to_be_noted(found, NOW + NOTED_EVERY)


def test_names_and_numbers_of_tokens_are_bounded(db) -> None:
    """A name is given once whatever its letter case, and so many tokens are enough."""
    with writing(db) as conn:
        more = {"user_id": None, "ends_at": None, "now": NOW}
        with pytest.raises(InvalidInputError, match="already"):
            add_token(conn, "CRM", "third", **more)
        for number in range(MOST - 2):
            add_token(conn, f"t{number}", f"token {number}", **more)
        with pytest.raises(InvalidInputError, match="revoke"):
            add_token(conn, "one-more", "last", **more)


@pytest.mark.parametrize(
    ("text", "end"),
    [("90d", "2026-05-30T08:00:00"), ("2026-03-01", "2026-03-02T00:00:00"), ("9999-12-31", "9999-12-31T00:00:00")],
)
def test_an_end_is_a_day_or_an_interval(text, end) -> None:
    """A token counts for so long from now on, or to the end of a day."""
    assert end_of(text, NOW) == datetime.fromisoformat(end).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-02-28", "soon", "", "1s", "99w", "2026-13-01"])
def test_what_is_no_end_is_refused(text) -> None:
    """A day that is over, an interval out of bounds and what is neither are refused."""
    with pytest.raises(InvalidInputError):
        end_of(text, NOW)
