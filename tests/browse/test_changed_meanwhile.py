"""What an owner changes of an account holds at once, whatever that account was about to do."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest

from monitor.app import utc_now
from monitor.core.errors import InvalidInputError, StoreError
from monitor.core.passwords import hashed
from monitor.core.records import Deed, Role
from monitor.desk import OwnDesk
from monitor.imports import Kept
from storage.browse.accounts import Accounts
from storage.browse.app import datasette_for
from storage.browse.attempts import MOST_BY_ADDRESS
from storage.browse.desk import Listed
from storage.browse.site import DEEDS_AT_ONCE
from storage.database import open_store, writing
from storage.summaries import find_watch
from storage.users import change_user, remove_user
from tests.browse.conftest import closed
from tests.browse.people import PASSWORD, Browser, cookie, with_users

SLUG = "lumen-cartography"
PAGE = f"/watch/{SLUG}/manage"
ANOTHER = "another horse battery"


@pytest.fixture
def path(store, tmp_path):
    """A copy of the sample store with users."""
    return with_users(store, tmp_path / "data")


@pytest.fixture
def accounts(path) -> Accounts:
    """Its accounts."""
    return Accounts(path)


def _demoted(path, user, *, password: str | None = None) -> None:
    kept = None if password is None else hashed(password, b"salt", cost=2)
    with closing(open_store(path.parent)) as db, writing(db) as conn:
        change_user(conn, user.id, role=Role.READER, password=kept)


def _removed(path, user) -> None:
    with closing(open_store(path.parent)) as db, writing(db) as conn:
        remove_user(conn, user.id)


def test_another_password_gives_no_role_back(path, accounts) -> None:
    """Who changes the password has the role that an owner has given them since they asked."""
    member = accounts.user_named("member")
    _demoted(path, member)
    token = accounts.change_password(member, PASSWORD, ANOTHER)
    assert accounts.user_of_session(token).role is Role.READER


def test_a_password_that_an_owner_has_set_stays(path, accounts) -> None:
    """A change of password that was begun before an owner set another one comes too late, and so does signing in."""
    member = accounts.user_named("member")
    _demoted(path, member, password=ANOTHER)
    became = accounts.user_named("member")
    with pytest.raises(InvalidInputError, match="changed meanwhile"):
        accounts.change_password(member, PASSWORD, "one more horse battery")
    assert accounts.user_named("member") == became
    assert accounts.sign_in("member", ANOTHER)


def test_who_signs_in_while_the_password_changes_stays_outside(path, accounts, monkeypatch) -> None:
    """A password that is another once it was looked at begins no session."""
    member = accounts.user_named("member")
    monkeypatch.setattr(Accounts, "user_named", lambda *_: member)
    _demoted(path, member, password=ANOTHER)
    assert accounts.sign_in("member", PASSWORD) == ""


@pytest.mark.parametrize("became", [_demoted, _removed])
@pytest.mark.parametrize("deed", [Deed.PAUSE, Deed.TELL])
def test_who_may_no_more_does_nothing(path, accounts, became, deed) -> None:
    """A deed of somebody whose account was changed since they asked is not done, and not noted."""
    member = accounts.user_named("member")
    became(path, member)
    with pytest.raises(InvalidInputError, match="any more"):
        OwnDesk(path.parent).do(deed, SLUG, {}, member)
    assert accounts.acts(limit=9, skip=0) == []
    with closing(open_store(path.parent)) as db:
        assert not find_watch(db, SLUG).is_paused


@pytest.mark.parametrize("became", [_demoted, _removed])
def test_who_may_no_more_takes_no_list_in_and_follows_nothing(path, accounts, became) -> None:
    """Nor is a list taken in or a phrase followed for them, however long before they gave it."""
    member, desk = accounts.user_named("member"), OwnDesk(path.parent)
    desk.imports._kept["token"] = Kept(owner=member.id, kept_at=time.monotonic(), listed=Listed(added=1))
    became(path, member)
    with pytest.raises(InvalidInputError, match="any more"):
        desk.take_in("token", member)
    with pytest.raises(InvalidInputError, match="any more"):
        desk.follow_phrase({"phrase": "model training"}, member)
    assert accounts.acts(limit=9, skip=0) == []


def test_a_form_that_comes_after_the_session_has_ended_is_refused(path, accounts) -> None:
    """Who begins to send a form and ends after an owner has ended the session is signed out by then."""
    member = accounts.user_named("member")
    app = datasette_for(path, clock=utc_now, desk=OwnDesk(path.parent))

    async def asked():
        browser = Browser(app, **cookie("member"))
        token = re.search(r'name="csrftoken" value="([^"]+)"', (await browser.get("/account")).text)
        form = urlencode({"csrftoken": token[1], "deed": "pause"}).encode()

        async def slowly():
            yield form[:10]
            await asyncio.to_thread(_demoted, path, member)
            yield form[10:]

        kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"cookie": kept, "content-type": "application/x-www-form-urlencoded"}
        return await app.client.post(PAGE, headers=headers, content=slowly())

    try:
        assert asyncio.run(asked()).status_code == 403
    finally:
        closed(app)
    assert accounts.acts(limit=9, skip=0) == []


class _Held:
    """A desk at which each deed waits until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.begun = 0

    def do(self, *_: object) -> None:
        self.begun += 1
        self.let_go.wait(60)

    def hears(self, *_: object) -> str:
        return ""


def test_deeds_that_wait_hold_up_no_reader(path) -> None:
    """However many deeds of members wait for the store, others are known and read on."""
    desk = _Held()
    app = datasette_for(path, clock=utc_now, desk=desk)

    async def asked():
        browser = Browser(app, **cookie("member"))
        deeds = [asyncio.create_task(browser.send(PAGE, "/account", deed="pause")) for _ in range(12)]
        while desk.begun < DEEDS_AT_ONCE:  # noqa: ASYNC110 - the desk is in other threads
            await asyncio.sleep(0.01)
        read = [(await Browser(app, **cookie("reader")).get("/account")).status_code for _ in range(3)]
        begun = desk.begun
        desk.let_go.set()
        return read, begun, [(await deed).status_code for deed in deeds]

    try:
        read, begun, done = asyncio.run(asked())
    finally:
        closed(app)
    assert read == [200] * 3
    assert begun == DEEDS_AT_ONCE
    assert done == [303] * 12


def test_a_store_that_cannot_be_written_is_no_guess(path, monkeypatch) -> None:
    """Who cannot sign in for a fault of the store may go on trying."""

    def faulty(*_: object) -> str:
        raise StoreError("the store is locked")

    monkeypatch.setattr(Accounts, "sign_in", faulty)
    app = datasette_for(path, clock=utc_now)

    async def asked():
        browser = Browser(app)
        sent = [await browser.send("/sign-in", name="member", password=PASSWORD) for _ in range(MOST_BY_ADDRESS + 2)]
        return {answer.status_code for answer in sent}

    try:
        assert asyncio.run(asked()) == {503}
    finally:
        closed(app)
