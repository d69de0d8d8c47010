"""Signing in: by a password, by a proxy, and as the first owner."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import closing
from ipaddress import ip_network

import pytest

from storage.browse.account_page import local_path
from storage.browse.admission import COOKIE, Admission, address_of_visitor
from storage.browse.app import datasette_for
from storage.browse.attempts import MOST_BY_ADDRESS, MOST_BY_NAME, MOST_KEPT, WINDOW, Attempts
from storage.database import FILE_NAME, open_store
from tests.browse.conftest import closed
from tests.browse.people import PASSWORD, Browser, cookie, with_users
from tests.browse.sample import NOW

PROXY = Admission(
    is_private=True, user_header="X-Remote-User", proxies=(ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"))
)


@pytest.fixture(scope="module")
def path(store, tmp_path_factory):
    """The sample store with users."""
    return with_users(store, tmp_path_factory.mktemp("people") / "data")


@pytest.fixture
def app(path):
    """The pages, for users alone."""
    made = datasette_for(path, clock=lambda: NOW, admission=Admission(is_private=True))
    yield made
    closed(made)


def test_a_password_leads_back(app) -> None:
    """Who is sent to sign in comes back to what they asked for, as themselves, until they sign out."""

    async def asked() -> None:
        browser = Browser(app)
        sent = await browser.get("/watch/hostile?before=2026")
        assert sent.headers["location"] == "/sign-in?next=%2Fwatch%2Fhostile%3Fbefore%3D2026"
        form = await browser.get(sent.headers["location"])
        assert 'value="/watch/hostile?before=2026"' in form.text
        done = await browser.send("/sign-in", name="Member", password=PASSWORD, next="/watch/hostile?before=2026")
        assert (done.status_code, done.headers["location"]) == (303, "/watch/hostile?before=2026")
        held = next(line for line in done.headers.get_list("set-cookie") if line.startswith(COOKIE))
        assert all(part in held for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=604800"))
        page = await browser.get("/watch/hostile")
        assert page.status_code == 200
        assert ">member</a>" in page.text
        assert page.headers["cache-control"] == "private, no-store"
        copied = dict(browser.cookies)
        await browser.send("/sign-out", "/account")
        assert COOKIE not in browser.cookies
        browser.cookies = copied
        assert (await browser.get("/watch/hostile")).status_code == 303

    asyncio.run(asked())


def test_a_form_says_where_it_comes_from(app) -> None:
    """Pages let browsers say that a form is our own, which counts; one that comes from nowhere does not."""

    async def sent(origin: str) -> int:
        browser = Browser(app)
        assert (await browser.get("/sign-in")).headers["referrer-policy"] == "same-origin"
        token = browser.cookies["ds_csrftoken"]
        browser.headers = {"origin": origin, "sec-fetch-site": "same-origin"}
        return (await browser.post("/sign-in", csrftoken=token, name="reader", password=PASSWORD)).status_code

    origins = ("http://localhost", "null", "http://evil.example")
    assert [asyncio.run(sent(origin)) for origin in origins] == [303, 403, 403]


def test_who_is_signed_in_is_not_asked_to(app) -> None:
    """What is refused to anyone, before it is known who asks, invites nobody to sign in."""
    refused = asyncio.run(Browser(app, **cookie("reader")).get("/-/versions"))
    assert refused.status_code == 404
    assert "Sign in" not in refused.text


@pytest.mark.parametrize(
    ("name", "password"),
    [("member", "wrong"), ("nobody", PASSWORD), ("", ""), ("member", ""), ("' OR 1=1 --", PASSWORD)],
)
def test_what_is_wrong_is_told_alike(app, name, password) -> None:
    """A wrong password and an unknown name get the same answer, which leads in nowhere."""

    async def asked() -> None:
        browser = Browser(app)
        answer = await browser.send("/sign-in", name=name, password=password)
        assert answer.status_code == 403
        assert "No user has this name and password." in answer.text
        assert COOKIE not in browser.cookies

    asyncio.run(asked())


def test_guesses_run_out(app) -> None:
    """After some wrong guesses from one address even the right password has to wait, whatever the name."""

    async def asked() -> None:
        browser = Browser(app)
        for name in ["reader", "member"] * (MOST_BY_ADDRESS // 2):
            assert (await browser.send("/sign-in", name=name, password="x")).status_code == 403  # noqa: S106
        answer = await browser.send("/sign-in", name="owner", password=PASSWORD)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= WINDOW + 1
        assert COOKIE not in browser.cookies

    asyncio.run(asked())


def test_attempts_are_counted_within_bounds() -> None:
    """Attempts count by address and by name for a while, those that succeeded do not, and few are kept."""
    attempts = Attempts()
    for second in range(MOST_BY_ADDRESS):
        attempts.note("192.0.2.1", "anna", now=second)
    assert attempts.seconds_to_wait("192.0.2.1", "bert", now=20) > 0
    assert attempts.seconds_to_wait("192.0.2.2", "anna", now=20) == 0
    assert attempts.seconds_to_wait("192.0.2.1", "bert", now=20 + WINDOW) == 0
    attempts.forgive("192.0.2.1", "anna")
    assert attempts.seconds_to_wait("192.0.2.1", "anna", now=20) == 0
    for number in range(MOST_BY_NAME):
        attempts.note(f"198.51.100.{number}", "Carl", now=30)
    assert attempts.seconds_to_wait("192.0.2.9", "carl", now=31) > 0
    for number in range(MOST_KEPT):
        attempts.note(f"address {number}", "x", now=40)
    assert len(attempts._times) == MOST_KEPT


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/search?q=a", "/search?q=a"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/a\r\nset-cookie: x", "/"),
        ("", "/"),
        ("/" + "a" * 3000, "/"),
    ],
)
def test_signing_in_leads_nowhere_else(text, path) -> None:
    """Where somebody is led after signing in is a path of ours, whatever the link said."""
    assert local_path(text) == path


def test_an_address_under_https_keeps_its_cookie_there(path) -> None:
    """With a public address under https the cookie is sent over https alone, and to its path."""
    app = datasette_for(path, public_url="https://policies.example.org/watched", clock=lambda: NOW)

    async def asked() -> list[str]:
        browser = Browser(app, host="policies.example.org")
        done = await browser.send("/sign-in", name="reader", password=PASSWORD, next="/proof")
        assert done.headers["location"] == "/watched/proof"
        return [line for line in done.headers.get_list("set-cookie") if line.startswith(COOKIE)]

    try:
        (held,) = asyncio.run(asked())
    finally:
        closed(app)
    assert "Secure" in held
    assert "Path=/watched/" in held


def test_another_password_ends_other_sessions(store, tmp_path) -> None:
    """Who changes the password stays signed in, and is signed in nowhere else; the old one has to be known."""
    app = datasette_for(with_users(store, tmp_path / "data"), clock=lambda: NOW)

    async def asked() -> None:
        browser = Browser(app)
        await browser.send("/sign-in", name="reader", password=PASSWORD)
        new = {"new": "another horse battery", "again": "another horse battery"}
        assert "old password is another" in (await browser.send("/account", old="wrong", **new)).text
        assert "differ" in (await browser.send("/account", old=PASSWORD, new="x", again="y")).text
        assert (await browser.send("/account", old=PASSWORD, **new)).status_code == 303
        assert (await browser.get("/account")).status_code == 200
        assert (await Browser(app, **cookie("reader")).get("/account")).status_code == 303

    try:
        asyncio.run(asked())
    finally:
        closed(app)


def test_without_its_store_nobody_signs_in(store, tmp_path) -> None:
    """Where sessions cannot be kept, as the store is gone or cannot be written, that is told and nobody is let in."""
    path = with_users(store, tmp_path / "data")
    app = datasette_for(path, clock=lambda: NOW, admission=Admission(is_private=True))
    path.unlink()

    async def asked() -> tuple[int, str, int]:
        browser = Browser(app)
        answer = await browser.send("/sign-in", name="owner", password=PASSWORD)
        return answer.status_code, answer.text, (await Browser(app, **cookie("owner")).get("/")).status_code

    try:
        status, text, known = asyncio.run(asked())
    finally:
        closed(app)
    assert (status, known) == (503, 503)
    assert "Nobody can sign in at the moment" in text


def test_the_first_owner_comes_by_the_link(store, tmp_path) -> None:
    """The link of the first start makes an owner and signs in; a second time, or another link, it is unknown."""
    shutil.copytree(store.parent, tmp_path / "data")
    app = datasette_for(tmp_path / "data" / FILE_NAME, clock=lambda: NOW, admission=Admission(first_token="abc"))  # noqa: S106

    async def asked() -> None:
        browser = Browser(app)
        assert (await browser.get("/first/abd")).status_code == 404
        word = {"password": PASSWORD, "again": PASSWORD}
        assert "10 to 256" in (await browser.send("/first/abc", name="anna", password="x", again="x")).text  # noqa: S106
        assert "differ" in (await browser.send("/first/abc", name="anna", password=PASSWORD, again="x")).text
        assert (await browser.send("/first/abc", name="anna", **word)).status_code == 303
        acts = (await browser.get("/acts")).text
        assert "become owner" in acts
        assert PASSWORD not in acts
        assert (await browser.get("/first/abc")).status_code == 404

    try:
        asyncio.run(asked())
    finally:
        closed(app)
    with closing(open_store(tmp_path / "data")) as db:
        assert [tuple(row) for row in db.conn.execute("SELECT name, role FROM users")] == [("anna", "owner")]


@pytest.mark.parametrize(
    ("client", "headers", "is_known"),
    [
        ("127.0.0.1", [("x-remote-user", "owner")], True),
        ("10.1.2.3", [("x-remote-user", "owner")], True),
        ("192.0.2.1", [("x-remote-user", "owner")], False),
        ("127.0.0.1", [("x-remote-user", "nobody")], False),
        ("127.0.0.1", [("x-remote-user", "reader"), ("x-remote-user", "owner")], False),
        ("127.0.0.1", [("x-remote-user", "")], False),
        ("127.0.0.1", [], False),
    ],
)
def test_only_a_known_proxy_is_believed(path, client, headers, is_known) -> None:
    """A header signs in whom it names where it comes from the proxy that was set, once, and is a user's name."""
    app = datasette_for(path, clock=lambda: NOW, admission=PROXY)
    statuses = []

    async def send(message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/acts", "raw_path": b"/acts",
        "query_string": b"", "client": (client, 1234), "server": ("127.0.0.1", 8001),
        "headers": [(b"host", b"localhost"), *((name.encode(), value.encode()) for name, value in headers)],
    }  # fmt: skip
    try:
        asyncio.run(app.app()(scope, receive, send))
    finally:
        closed(app)
    assert statuses == [200 if is_known else 303]


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
    ],
)
def test_guesses_count_where_they_come_from(client, forwarded, address) -> None:
    """Behind a proxy that is believed a guess counts for the address that the proxy saw, not for one that a guesser wrote."""
    scope = {"client": (client, 1), "headers": [(b"x-forwarded-for", forwarded.encode())]}
    assert address_of_visitor(scope, PROXY) == address


def test_a_network_of_ipv6_is_one_address() -> None:
    """Addresses of the same /64 count as one: whoever has one of them has all."""
    one, other, third = (
        address_of_visitor({"client": (text, 1), "headers": []}, PROXY)
        for text in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert one == other != third
