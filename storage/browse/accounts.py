"""Users, sessions and tokens as the pages need them, by connections of their own: readers' cannot see these tables."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from sqlite_utils import Database

from monitor.core.errors import InvalidInputError, StoreError
from monitor.core.passwords import check_name, check_password, hashed, is_password
from monitor.core.records import Act, Role, User
from storage.acts import acts, acts_on, note_act
from storage.database import open_store, reading_uri, writing
from storage.sessions import begin_session, end_session, user_of_session
from storage.tokens import is_to_be_noted, note_use, token_of
from storage.users import add_user, change_user, has_owner, has_password, user_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

_BUSY_SECONDS = 5  # for a writer to finish
_NOTE_MILLISECONDS = 50  # for the same where little hangs on it


def kept_of(password: str) -> str:
    """Return what is kept of a password that somebody chose; raise InvalidInputError where it is not usable."""
    return hashed(check_password(password), secrets.token_bytes(16))


def read(path: Path, ask: Callable[[Database], T]) -> T:
    """Return what is asked of a store that may be read whole, what is private with it."""
    with closing(sqlite3.connect(reading_uri(path), uri=True, timeout=_BUSY_SECONDS)) as conn:
        conn.row_factory = sqlite3.Row
        return ask(Database(conn, recursive_triggers=False, execute_plugins=False))


def _now() -> datetime:
    return datetime.now(UTC)


def _begun(conn: sqlite3.Connection, user: User, deed: str) -> str:
    token = secrets.token_urlsafe(32)
    begin_session(conn, user.id, token, now=_now())
    note_act(conn, Act(at=_now(), who=user.name, deed=deed))
    return token


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a store; each call opens it and closes it, and may be made in any thread.

    Args:
        path: the store's file.
    """

    path: Path

    def user_of_session(self, token: str) -> User | None:
        """Return whose session a token is of, None for nobody's."""
        return self._read(lambda db: user_of_session(db, token, now=_now()))

    def program_of(self, token: str) -> str:
        """Return the name of the token that a program shows, "" for none that counts; now and then note its use."""
        now = _now()
        found = self._read(lambda db: token_of(db, token, now=now))
        if found is None:
            return ""
        if is_to_be_noted(found, now):
            # where nothing can be written, or somebody else writes, it is read all the same
            with suppress(StoreError, sqlite3.Error), closing(open_store(self.path.parent, create=False)) as db:
                db.conn.execute(f"PRAGMA busy_timeout = {_NOTE_MILLISECONDS}")
                with writing(db) as conn:
                    note_use(conn, found.name, now=now)
        return found.name

    def user_named(self, name: str) -> User | None:
        """Return the user of a name, None where there is none."""
        return self._read(lambda db: user_named(db, name))

    def has_owner(self) -> bool:
        """Tell whether there is an owner."""
        return self._read(has_owner)

    def acts(self, *, limit: int, skip: int) -> list[Act]:
        """Return what was done, the newest first."""
        return self._read(lambda db: acts(db, limit=limit, skip=skip))

    def acts_on(self, watch: str, *, limit: int) -> list[Act]:
        """Return what was done to a watch, the newest first."""
        return self._read(lambda db: acts_on(db, watch, limit=limit))

    def sign_in(self, name: str, password: str) -> str:
        """Begin a session for whoever knows the password of a name.

        Returns:
            The token of the session; "" where there is no such user, or the password is another.

        Raises:
            StoreError: the store cannot be read or written.
        """
        user = self.user_named(name)
        if not is_password(password, user.password if user else "") or user is None:
            return ""
        with closing(open_store(self.path.parent, create=False)) as db, writing(db) as conn:
            # an owner may have given them another meanwhile, or removed them
            return _begun(conn, user, "sign in") if has_password(conn, user.id, user.password) else ""

    def sign_out(self, token: str) -> None:
        """End a session."""
        with closing(open_store(self.path.parent, create=False)) as db, writing(db) as conn:
            end_session(conn, token)

    def make_first_owner(self, name: str, password: str) -> str:
        """Make the first owner and begin a session for them.

        Returns:
            The token of the session.

        Raises:
            InvalidInputError: there is an owner already, or name or password cannot be used.
        """
        checked, kept = check_name(name), kept_of(password)
        with closing(open_store(self.path.parent, create=False)) as db, writing(db) as conn:
            if has_owner(db):
                raise InvalidInputError("there is an owner already; sign in")
            add_user(conn, checked, Role.OWNER, password=kept, email="", now=_now())
            user = user_named(db, checked)
            if user is None:
                raise LookupError(checked)
            return _begun(conn, user, "become owner")

    def change_password(self, user: User, old: str, new: str) -> str:
        """Give a user another password; all their sessions end but a new one.

        Returns:
            The token of that.

        Raises:
            InvalidInputError: the old password is not theirs, or the new one cannot be used.
        """
        if not is_password(old, user.password):
            raise InvalidInputError("the old password is another")
        kept = kept_of(new)
        with closing(open_store(self.path.parent, create=False)) as db, writing(db) as conn:
            if not has_password(conn, user.id, user.password):
                raise InvalidInputError("your account was changed meanwhile; sign in again")
            change_user(conn, user.id, password=kept)
            return _begun(conn, user, "change password")

    def _read(self, ask: Callable[[Database], T]) -> T:
        return read(self.path, ask)
