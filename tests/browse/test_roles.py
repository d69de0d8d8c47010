"""Who may ask for what: each route there is, by everyone who may come."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest

from monitor.desk import OwnDesk
from storage.browse.admission import Admission
from storage.browse.app import datasette_for
from storage.browse.routes import ROUTES, Access
from tests.browse.conftest import closed
from tests.browse.people import PASSWORD, Browser, cookie, with_users
from tests.browse.sample import NOW

# an address of each route of ours, by its pattern
OURS = {
    r"^/$": "/",
    r"^/health\.json$": "/health.json",
    r"^/metrics$": "/metrics",
    r"^/changes$": "/changes",
    r"^/changes\.atom$": "/changes.atom",
    r"^/tag/(?P<tag>[^/]+)/changes\.atom$": "/tag/suppliers/changes.atom",
    r"^/topic/(?P<topic>[^/]+)/changes\.atom$": "/topic/retention/changes.atom",
    r"^/charts$": "/charts",
    r"^/charts/(?P<name>[^/]+)\.csv$": "/charts/changes.csv",
    r"^/registers$": "/registers",
    r"^/registers\.csv$": "/registers.csv",
    r"^/registers/changes$": "/registers/changes",
    r"^/search$": "/search?q=data",
    r"^/watch/(?P<slug>[^/]+)$": "/watch/lumen-cartography",
    r"^/watch/(?P<slug>[^/]+)/compare$": "/watch/lumen-cartography/compare",
    r"^/watch/(?P<slug>[^/]+)/variants$": "/watch/lumen-cartography/variants",
    r"^/watch/(?P<slug>[^/]+)/changes\.atom$": "/watch/lumen-cartography/changes.atom",
    r"^/watch/(?P<slug>[^/]+)/version/(?P<number>\d{1,9})$": "/watch/lumen-cartography/version/1",
    r"^/watch/(?P<slug>[^/]+)/version/(?P<number>\d{1,9})/clause/(?P<position>\d{1,9})$": (
        "/watch/lumen-cartography/version/1/clause/1"
    ),
    r"^/version/(?P<id>\d{1,15})$": "/version/1",
    r"^/proof$": "/proof",
    r"^/change/(?P<id>\d{1,15})$": "/change/1",
    r"^/change/(?P<id>\d{1,15})/mail$": "/change/1/mail",
    r"^/change/(?P<id>\d{1,15})/mail\.html$": "/change/1/mail.html",
    r"^/sign-in$": "/sign-in",
    r"^/first/(?P<token>[\w-]{1,100})$": "/first/some-token",
    r"^/sign-out$": "/sign-out",
    r"^/account$": "/account",
    r"^/acts$": "/acts",
    r"^/add$": "/add",
    r"^/add/(?P<token>[\w-]{1,100})$": "/add/some-token",
    r"^/review$": "/review",
    r"^/change/(?P<id>\d{1,15})/review$": "/change/1/review",
    r"^/watch/(?P<slug>[^/]+)/manage$": "/watch/lumen-cartography/manage",
    r"^/import$": "/import",
    r"^/import/(?P<token>[\w-]{1,100})$": "/import/some-token",
    r"^/phrases$": "/phrases",
    r"^/api/watches$": "/api/watches",
    r"^/api/watches/(?P<slug>[^/]+)$": "/api/watches/lumen-cartography",
    r"^/api/watches/(?P<slug>[^/]+)/history$": "/api/watches/lumen-cartography/history",
    r"^/api/watches/(?P<slug>[^/]+)/versions/(?P<number>\d{1,9})$": "/api/watches/lumen-cartography/versions/1",
    r"^/api/watches/(?P<slug>[^/]+)/diff$": "/api/watches/lumen-cartography/diff",
    r"^/api/watches/(?P<slug>[^/]+)/register$": "/api/watches/nobody/register",
    r"^/api/changes$": "/api/changes",
    r"^/api/changes/(?P<id>\d{1,15})$": "/api/changes/1",
    r"^/api/search$": "/api/search?q=data",
    r"^/api/openapi\.json$": "/api/openapi.json",
}
# and of each of Datasette's, which readers may ask for unless it is closed to all, see below
DATASETTES = {
    r"/(\.(?P<format>jsono?))?$": "/.json",
    r"/favicon.ico": "/favicon.ico",
    r"/-/static/(?P<path>.*)$": "/-/static/app.css",
    r"/static/(?P<path>.*)$": "/static/clausewatch.css",
    r"/:memory:(?P<rest>.*)$": "/:memory:",
    r"/-/metadata(\.(?P<format>json))?$": "/-/metadata.json",
    r"/-/versions(\.(?P<format>json))?$": "/-/versions.json",
    r"/-/plugins(\.(?P<format>json))?$": "/-/plugins.json",
    r"/-/settings(\.(?P<format>json))?$": "/-/settings.json",
    r"/-/config.json": "/-/config.json",
    r"/-/config": "/-/config",
    r"/-/threads(\.(?P<format>json))?$": "/-/threads.json",
    r"/-/databases(\.(?P<format>json))?$": "/-/databases.json",
    r"/-/actor(\.(?P<format>json))?$": "/-/actor.json",
    r"/-/auth-token$": "/-/auth-token",
    r"/-/logout$": "/-/logout",
    r"/-/permissions$": "/-/permissions",
    r"/-/messages$": "/-/messages",
    r"/-/allow-debug$": "/-/allow-debug",
    r"/-/patterns$": "/-/patterns",
    r"/(?P<database>[^\/\.]+)\.db$": "/clausewatch.db",
    r"/(?P<database>[^\/\.]+)(\.(?P<format>\w+))?$": "/clausewatch",
    r"/(?P<database>[^\/\.]+)/(?P<table>[^\/\.]+)(\.(?P<format>\w+))?$": "/clausewatch/watches.json",
    r"/(?P<database>[^\/\.]+)/(?P<table>[^/]+?)/(?P<pks>[^/]+?)(\.(?P<format>\w+))?$": "/clausewatch/watches/1",
}
CLOSED = {
    path for path in DATASETTES.values() if path.startswith("/-/") and "static" not in path and "meta" not in path
}
# who may ask for more or less than what readers may
LEAST = {
    "/health.json": Access.ANYONE,
    "/metrics": Access.ANYONE,
    "/sign-in": Access.ANYONE,
    "/first/some-token": Access.ANYONE,
    "/sign-out": Access.USER,
    "/account": Access.USER,
    "/acts": Access.OWNER,
    "/add": Access.MEMBER,
    "/add/some-token": Access.MEMBER,
    "/review": Access.MEMBER,
    "/change/1/review": Access.MEMBER,
    "/watch/lumen-cartography/manage": Access.MEMBER,
    "/import": Access.MEMBER,
    "/import/some-token": Access.MEMBER,
    "/phrases": Access.MEMBER,
    "/favicon.ico": Access.ANYONE,
    "/static/clausewatch.css": Access.ANYONE,
}
TAKING = [OURS[route.pattern] for route in ROUTES if route.takes_forms]
PRIVATE = ("users", "sessions", "acts", "review_steps")
KNOWN = ("reader", "member", "owner")
STRANGERS = ("anonymous", "forged", "expired")
SIGNED_OUT = {401, 303, 403}


@pytest.fixture(scope="module")
def apps(store, tmp_path_factory):
    """The sample store with users, once for users alone and once open to all."""
    path = with_users(store, tmp_path_factory.mktemp("roles") / "data")
    made = {
        is_private: datasette_for(
            path, clock=lambda: NOW, admission=Admission(is_private=is_private), desk=OwnDesk(path.parent)
        )
        for is_private in (True, False)
    }
    yield made
    for one in made.values():
        closed(one)


def test_each_route_has_a_rule(apps) -> None:
    """Every route that is registered, ours or Datasette's, stands in the matrix of these tests, and no other does."""
    patterns = {pattern.pattern for pattern, _ in apps[True]._routes()}
    named = {pattern for pattern in patterns if "static-plugins" not in pattern}
    assert named == set(OURS) | set(DATASETTES)
    assert [route.pattern for route in ROUTES] == [*OURS]


def _may(access: Access, who: str, *, is_private: bool) -> bool:
    level = {"reader": 1, "member": 2, "owner": 3}.get(who, 0)
    least = {Access.ANYONE: 0, Access.READER: int(is_private), Access.USER: 1, Access.MEMBER: 2, Access.OWNER: 3}
    return level >= least[access]


@pytest.mark.parametrize("is_private", [True, False], ids=["private", "open"])
@pytest.mark.parametrize("who", [*STRANGERS, *KNOWN])
def test_each_role_gets_what_it_may(apps, who, is_private) -> None:
    """Each route answers whom its rule admits; others are led to sign in or told whom to ask, and learn nothing else."""

    async def asked() -> dict[str, int]:
        browser = Browser(apps[is_private], **cookie(who))
        return {path: (await browser.get(path)).status_code for path in [*OURS.values(), *DATASETTES.values()]}

    rules = {path: LEAST.get(path, Access.READER) for path in [*OURS.values(), *DATASETTES.values()]}
    found = asyncio.run(asked())
    for path, access in rules.items():
        if path in CLOSED:
            assert found[path] == 404 or found[path] in SIGNED_OUT, path
        elif _may(access, who, is_private=is_private):
            assert found[path] not in {401, 403}, path
            assert found[path] != 303 or path == "/sign-out", path
        elif who in KNOWN:
            assert found[path] == 403, path
        else:
            assert found[path] in SIGNED_OUT, path


@pytest.mark.parametrize("who", ["anonymous", "owner"])
def test_nobody_reads_accounts_by_a_query(apps, who) -> None:
    """Whatever the role, users, sessions, acts and reviews are in no table, no question, no facet and no order of the data."""
    paths = [
        *(f"/clausewatch.json?sql=select+*+from+{table}" for table in PRIVATE),
        *(f"/clausewatch/{table}{form}" for table, form in product(PRIVATE, ("", ".json", "/1"))),
        "/clausewatch/users.csv?_facet=name",
        "/clausewatch/changes.json?_sort=(select+value+from+review_steps)",
        "/clausewatch/watches.json?_sort=(select+name+from+users)",
        "/clausewatch.csv?sql=select+name+from+watches+order+by+(select+password+from+users)",
        "/clausewatch",
        "/clausewatch.json",
    ]

    async def asked() -> list[str]:
        browser = Browser(apps[False], **cookie(who))
        return [(await browser.get(path)).text for path in paths]

    told = " ".join(asyncio.run(asked()))
    for secret in ("scrypt", "reader@example.org", "token-of", "add user"):
        assert secret not in told


@pytest.mark.parametrize("who", ["anonymous", "reader", "owner"])
def test_no_form_counts_without_its_token(apps, who) -> None:
    """What is sent without the token of a form, with another or by another site's page does nothing, whoever sends it."""

    async def asked(path: str) -> set[int]:
        browser = Browser(apps[False], **cookie(who))
        made = {"csrftoken": "ImFhYSI.x", "name": "owner", "password": PASSWORD}
        elsewhere = Browser(apps[False], **cookie(who), origin="https://evil.example")
        bearer = Browser(apps[False], **cookie(who), authorization="Bearer x")
        tries = [await browser.post(path), await browser.post(path, **made), await bearer.post(path, **made)]
        tries += [await elsewhere.send(path, "/sign-in", name="owner", password=PASSWORD)]
        return {one.status_code for one in tries}

    async def all_asked() -> dict[str, set[int]]:
        return {path: await asked(path) for path in TAKING}

    assert asyncio.run(all_asked()) == {path: {403} for path in TAKING}


def test_what_is_read_takes_no_form(apps) -> None:
    """A page without a form can only be read, by owners too."""

    async def asked() -> set[int]:
        browser = Browser(apps[False], **cookie("owner"))
        return {(await browser.send(path, "/account")).status_code for path in {*OURS.values()} - {*TAKING}}

    assert asyncio.run(asked()) == {405}


@pytest.mark.parametrize("who", ["anonymous", "owner"])
def test_no_other_name_leads_here(apps, who) -> None:
    """A request to this machine under another site's name is refused, with a session or without."""

    async def asked() -> set[int]:
        browser = Browser(apps[True], **cookie(who), host="evil.example")
        return {(await browser.get(path)).status_code for path in [*OURS.values(), *DATASETTES.values()]}

    assert asyncio.run(asked()) == {421}
