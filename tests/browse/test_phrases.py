"""What members have themselves told of by phrases, on the pages."""

from __future__ import annotations

import asyncio
from contextlib import closing
from functools import partial

import pytest

from monitor.app import utc_now
from monitor.desk import OwnDesk
from monitor.previews import preview_of
from storage.browse.app import datasette_for
from storage.database import open_store
from storage.subscriptions import subscriptions
from tests.browse.conftest import closed
from tests.browse.people import Browser, cookie, with_users


@pytest.fixture
def path(store, tmp_path):
    """A copy of the sample store with users."""
    return with_users(store, tmp_path / "data")


@pytest.fixture
def app(path):
    """Its pages, whose acts are done."""
    made = datasette_for(path, clock=utc_now, desk=OwnDesk(path.parent), mail_of=partial(preview_of, public_url=""))
    yield made
    closed(made)


def _heard(path, email: str = "member@example.org") -> list[tuple[str, str, str, tuple[str, ...]]]:
    with closing(open_store(path.parent)) as db:
        return [
            (one.watch, one.tag, str(one.choice.pace), one.choice.phrases) for one in subscriptions(db, email=email)
        ]


def test_a_search_becomes_what_one_is_told_of(app, path) -> None:
    """From a search a member comes to be told of its words, in what was searched; ends that; and nobody sees which words."""

    async def asked() -> list[str]:
        browser = Browser(app, **cookie("member"))
        found = (await browser.get('/search?q="account+data"&watch=lumen-cartography')).text
        assert "/phrases?q=" in found
        form = (await browser.get('/phrases?q="account+data"&watch=lumen-cartography')).text
        assert 'value="account data"' in form
        assert "Lumen Cartography" in form
        told = [
            (await browser.send("/phrases", phrase="account data", watch="lumen-cartography", when="daily 08:00")).text
        ]
        await browser.send("/phrases", phrase="advert*", tag="suppliers", when="at once")
        await browser.send("/phrases", phrase="model training", when="at once", least="material")
        assert _heard(path) == [
            ("", "", "at once", ("model training",)),
            ("", "suppliers", "at once", ("advert*",)),
            ("lumen-cartography", "", "daily", ("account data",)),
        ]
        # nor does it end with what is followed as a whole
        assert (await browser.send("/watch/lumen-cartography/manage", deed="follow no more")).status_code == 400
        page = (await browser.get("/phrases")).text
        with closing(open_store(path.parent)) as db:
            numbers = [one.id for one in subscriptions(db, email="member@example.org")]
        assert "model training" in page
        for number in numbers:
            assert f'value="{number}"' in page
            assert (await browser.send("/phrases", end=str(number))).status_code == 303
        assert (await browser.send("/phrases", end=str(numbers[0]))).status_code == 400
        told.append((await Browser(app, **cookie("owner")).get("/acts")).text)
        return told

    told = " ".join(asyncio.run(asked()))
    assert _heard(path) == []
    assert "follow a phrase no more" in told
    assert "model training" not in told


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"phrase": "  "}, "which words"),
        ({"phrase": "x" * 200}, "letters of words"),
        ({"phrase": "a", "watch": "nobody"}, "nobody"),
        ({"phrase": "a", "when": "soon"}, "soon"),
    ],
)
def test_what_cannot_be_told_of_is_refused(app, path, form, told) -> None:
    """Words that are none, a watch nobody knows and a time that is none are told in one line; nothing is written."""

    async def asked():
        return await Browser(app, **cookie("member")).send("/phrases", **form)

    answer = asyncio.run(asked())
    assert answer.status_code == 400
    assert told in answer.text
    assert _heard(path) == []


def test_nobody_ends_what_another_hears_of(app, path) -> None:
    """A subscription of somebody else, and one's own that is to no phrase, cannot be ended by its number."""

    async def asked() -> set[int]:
        browser = Browser(app, **cookie("member"))
        await browser.send("/phrases", phrase="model training")
        with closing(open_store(path.parent)) as db:
            numbers = [one.id for one in subscriptions(db) if one.address != "member@example.org"]
        assert numbers
        return {(await browser.send("/phrases", end=str(number))).status_code for number in [*numbers, 999]}

    assert asyncio.run(asked()) == {400}


def test_who_has_no_address_hears_how_to_get_one(app, path) -> None:
    """A member whose mail address is not known reads what sets it, and is told of nothing."""
    with closing(open_store(path.parent)) as db:
        db.conn.execute("UPDATE users SET email = '' WHERE name = 'member'")

    async def asked():
        browser = Browser(app, **cookie("member"))
        return await browser.get("/phrases"), await browser.send("/phrases", "/account", phrase="a")

    page, answer = asyncio.run(asked())
    assert "--email ADDRESS" in page.text
    assert answer.status_code == 400


def test_one_sees_the_mail_as_one_would_get_it(app, path) -> None:
    """The mail about a change is shown by one's own choices, and where one does not get it, why; nobody else sees it."""

    async def asked() -> dict[str, str]:
        browser, found = Browser(app, **cookie("member")), {}
        found["nobody"] = (await browser.get("/change/1/mail?to=me")).text
        await browser.send("/watch/lumen-cartography/manage", deed="follow", when="daily 08:00", least="minor")
        found["daily"] = (await browser.get("/change/1/mail?to=me")).text
        found["html"] = (await browser.get("/change/1/mail.html?to=me")).text
        await browser.send("/watch/lumen-cartography/manage", deed="follow no more")
        await browser.send("/phrases", phrase="model training", watch="lumen-cartography")
        found["phrase"] = (await browser.get("/change/1/mail?to=me")).text
        found["sample"] = (await browser.get("/change/1/mail")).text
        for who in ("anonymous", "owner"):
            answer = await Browser(app, **cookie(who)).get("/change/1/mail?to=me")
            assert "member@example.org" not in answer.text
        assert (await Browser(app).get("/change/1/mail?to=me")).status_code == 404
        return found

    found = asyncio.run(asked())
    assert "does not follow" in found["nobody"]
    assert "36" in found["daily"]
    assert "member@example.org" in found["daily"]
    assert "<html" in found["html"]
    assert "is not mailed about change 1" in found["phrase"]
    assert "member@example.org" not in found["sample"]
    assert "As I would get it" in found["sample"]
