"""What programs read under /api/: described by a document, bounded, and no more than the pages show."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from monitor.app import utc_now
from monitor.history import history_json
from storage.browse.admission import Admission
from storage.browse.api.catalogue import OPERATIONS
from storage.browse.api.parameters import Parameter
from storage.browse.app import datasette_for
from storage.browse.rates import MOST, MOST_KEPT, WINDOW, Rates
from storage.browse.routes import ROUTES, Access
from storage.database import open_store, writing
from storage.summaries import find_watch
from storage.tokens import add_token, tokens
from tests.browse.conftest import closed
from tests.browse.people import Browser, cookie, with_users
from tests.browse.sample import ADDRESS, NOW

TOKEN = "cw_of-a-program"  # noqa: S105 - of nobody
LUMEN, FORNO = "/api/watches/lumen-cartography", "/api/watches/forno-digitale"
# questions of every kind, each with what it is a question of
ASKED = {
    "/api/watches": "listWatches",
    "/api/watches?state=blind": "listWatches",
    "/api/watches?state=removed": "listWatches",
    "/api/watches?tag=suppliers&limit=1": "listWatches",
    LUMEN: "getWatch",
    "/api/watches/hostile": "getWatch",
    "/api/watches/novy-obchod": "getWatch",
    f"{LUMEN}/history": "getHistory",
    "/api/watches/novy-obchod/history": "getHistory",
    f"{FORNO}/history?limit=1&after=1": "getHistory",
    f"{LUMEN}/versions/2": "getVersion",
    f"{LUMEN}/versions/1?start=3": "getVersion",
    f"{LUMEN}/register?fact=retention&limit=1": "getRegister",
    f"{LUMEN}/diff": "getDiff",
    f"{FORNO}/diff?from=1&to=4": "getDiff",
    "/api/changes": "listChanges",
    "/api/changes?after=1": "listChanges",
    "/api/changes?significance=material&watch=lumen-cartography&tag=suppliers&before=9": "listChanges",
    "/api/changes/1": "getChange",
    "/api/changes/1?after=2": "getChange",
    "/api/search?q=data": "search",
    "/api/search?q=account+data&stands=now&tag=suppliers&language=en&kind=privacy": "search",
    "/api/search?q=%22%22": "search",
}


def _asked(datasette, paths, **headers):
    async def all_asked():
        browser = Browser(datasette, **headers)
        return {path: await browser.get(path) for path in paths}

    return asyncio.run(all_asked())


@pytest.fixture(scope="module")
def description(datasette):
    """The description, as it is served."""
    (answer,) = _asked(datasette, ["/api/openapi.json"]).values()
    return answer.json()


@pytest.fixture(scope="module")
def private(store, tmp_path_factory):
    """The pages for users and programs alone; a program has a token, another one that has ended."""
    path = with_users(store, tmp_path_factory.mktemp("api") / "data")
    with closing(open_store(path.parent)) as db, writing(db) as conn:
        add_token(conn, "crm", TOKEN, user_id=1, ends_at=None, now=utc_now())
        add_token(conn, "old", "cw_ended", user_id=None, ends_at=utc_now(), now=utc_now())
    made = datasette_for(path, clock=lambda: NOW, admission=Admission(is_private=True))
    yield made
    closed(made)


def test_the_description_is_openapi(description) -> None:
    """/api/openapi.json is a document of OpenAPI 3.1 that describes each route under /api/, and no other."""
    validate(description)
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert list(description["paths"]) == [one.path for one in OPERATIONS]
    routes = [route for route in ROUTES if route.pattern.startswith("^/api/")]
    assert [route.pattern for route in routes] == [one.pattern for one in OPERATIONS]
    assert {route.access for route in routes} == {Access.READER}


def test_answers_are_as_described(datasette, description) -> None:
    """Each answer has the form that the description gives it, no key more and none less."""
    registry = Registry().with_resource("urn:api", DRAFT202012.create_resource(description))
    forms = {
        one["get"]["operationId"]: one["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for one in description["paths"].values()
    }
    assert set(ASKED.values()) == set(forms) - {"getDescription"}
    for path, answer in _asked(datasette, ASKED).items():
        assert answer.status_code == 200, (path, answer.text)
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        schema = {"$ref": f"urn:api{forms[ASKED[path]]['$ref']}"}
        checker = Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)
        errors = [f"{path}: {error.json_path}: {error.message}" for error in checker.iter_errors(answer.json())]
        assert errors == []


def test_answers_say_what_the_commands_say(datasette, store) -> None:
    """The history of a watch is that of `history --format json`, but for where the rest of a change stands."""
    (answer,) = _asked(datasette, [f"{FORNO}/history"]).values()
    with closing(open_store(store.parent)) as db:
        told = history_json(db, find_watch(db, "forno-digitale"))
    found = answer.json()["history"]
    for entry in found:
        assert entry["change"] is None or entry["change"].pop("next") is None
    assert found == json.loads(json.dumps(told))


@pytest.mark.parametrize(
    ("path", "rows", "key"),
    [
        ("/api/watches?limit=2", "watches", "slug"),
        (f"{FORNO}/history?limit=1", "history", "snapshot"),
        ("/api/changes?limit=1", "changes", "id"),
        ("/api/changes?after=1&limit=1", "changes", "id"),
    ],
)
def test_pages_follow_one_another(datasette, path, rows, key) -> None:
    """Who follows `next` to its end gets each row once, in the order of one long answer."""

    async def all_pages():
        browser, found, following = Browser(datasette), [], path
        while following:
            answer = (await browser.get(following)).json()
            assert len(answer[rows]) <= 2
            found += answer[rows]
            following = answer["next"]
        whole = (await browser.get(path.replace("limit=1", "limit=50").replace("limit=2", "limit=50"))).json()
        assert whole["next"] is None
        return found, whole[rows]

    found, whole = asyncio.run(all_pages())
    assert len(found) > 1
    assert [one[key] for one in found] == [one[key] for one in whole]


def test_a_change_is_as_silent_as_it_was_told(datasette) -> None:
    """Whether a change was silent is what was recorded of all of it, whichever part of it is given."""
    (answer,) = _asked(datasette, ["/api/changes"]).values()
    listed = {f"/api/changes/{one['id']}": one["silent"] for one in answer.json()["changes"]}
    assert {*listed.values()} == {True, False}
    assert {path: one.json()["silent"] for path, one in _asked(datasette, listed).items()} == listed


def test_a_long_change_comes_in_parts(datasette, monkeypatch) -> None:
    """A change or text that has no room in one answer goes on where `next` says, and nothing of it is lost."""
    (whole,) = _asked(datasette, ["/api/changes/1"]).values()
    monkeypatch.setattr("storage.browse.api.changes.MOST_CHANGES", 3)
    parts = []
    following = "/api/changes/1"
    while following:
        (answer,) = _asked(datasette, [following]).values()
        parts.append(answer.json())
        following = parts[-1]["next"]
    assert [len(part["changes"]) for part in parts] == [3, 1]
    assert [one for part in parts for one in part["changes"]] == whole.json()["changes"]
    assert {part["silent"] for part in parts} == {True}
    monkeypatch.setattr("storage.browse.api.versions.ROOM", 1)
    (answer,) = _asked(datasette, [f"{LUMEN}/versions/1"]).values()
    assert len(answer.json()["clauses"]) == 1
    assert answer.json()["next"] == f"{LUMEN}/versions/1?start=1"
    (answer,) = _asked(datasette, [f"{FORNO}/history"]).values()
    assert len(answer.json()["history"]) == 1
    assert answer.json()["next"] == f"{FORNO}/history?after=1&limit=20"


def test_a_register_says_what_a_clause_says(datasette) -> None:
    """The register of a watch has the facts of its newest version, so many at once, and says where the rest stands."""
    (answer,) = _asked(datasette, [f"{LUMEN}/register?fact=retention&limit=1"]).values()
    (fact,) = answer.json()["facts"]
    assert fact["fields"]["period"] in fact["clause"]["text"]
    assert answer.json()["next"] == f"{LUMEN}/register?fact=retention&after=1&limit=1"


def test_what_is_known_already_is_not_sent(datasette) -> None:
    """An answer has an ETag, by which a program hears that it has it already; another question has another."""
    (answer,) = _asked(datasette, [LUMEN]).values()
    tag = answer.headers["etag"]
    (again,) = _asked(datasette, [LUMEN], **{"if-none-match": f'"x", W/{tag}'}).values()
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    (other,) = _asked(datasette, [FORNO], **{"if-none-match": tag}).values()
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/api/watches?tags=suppliers", 400, "no parameter 'tags'"),
        ("/api/watches?limit=0", 400, "from 1 to 200"),
        ("/api/watches?limit=many", 400, "whole number"),
        ("/api/watches?limit=1&limit=2", 400, "more than once"),
        ("/api/watches?state=well", 400, "blind"),
        ("/api/watches?tag=", 400, "1 to 200"),
        ("/api/search", 400, "q is needed"),
        ("/api/search?q=a&on=yesterday", 400, "2026-03-09"),
        ("/api/changes?after=1&before=2", 400, "one of both"),
        (f"{LUMEN}?x=1", 400, "there is none"),
        (f"{LUMEN}/history?after=99", 400, "no version 99"),
        (f"{LUMEN}/diff?from=99", 400, "no version 99"),
        ("/api/watches/novy-obchod/diff", 400, "no version before"),
        ("/api/watches/nobody", 404, "/api/watches"),
        ("/api/watches/nobody/history", 404, "/api/watches"),
        (f"{LUMEN}/versions/99", 404, "history"),
        ("/api/changes/999", 404, "/api/changes"),
        ("/api/nothing/here", 404, "not known"),
        ("/api/watches?_where=1", 400, "_where"),
    ],
)
def test_what_is_wrong_is_a_problem(datasette, path, status, told) -> None:
    """What cannot be answered is told as RFC 9457 has it, with what was wrong; nothing is passed over."""
    (answer,) = _asked(datasette, [path]).values()
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert told in problem["detail"]


def test_a_token_lets_a_program_read(private) -> None:
    """Where the pages are private a program reads by its token alone; without, or with another, it hears how."""
    paths = ["/api/openapi.json", LUMEN, "/api/changes/1", "/api/search?q=data"]
    for headers, status, told in (
        ({"authorization": f"Bearer {TOKEN}"}, 200, ""),
        ({"authorization": f"bearer  {TOKEN} "}, 200, ""),
        (cookie("reader"), 200, ""),
        ({}, 401, "token add"),
        ({"authorization": "Basic Y3c6Y3c="}, 401, "token add"),
        ({"authorization": "Bearer"}, 401, "token add"),
        ({"authorization": "Bearer cw_of-nobody"}, 401, "none that counts"),
        ({"authorization": "Bearer cw_ended"}, 401, "none that counts"),
        # a wrong token is told, whoever else the program may be
        (cookie("owner") | {"authorization": "Bearer cw_of-nobody"}, 401, "none that counts"),
    ):
        for answer in _asked(private, paths if status == 200 else paths[:2], **headers).values():
            assert answer.status_code == status, headers
            if status == 200:
                assert answer.headers["cache-control"] == "private, no-cache"
            else:
                assert answer.headers["www-authenticate"].startswith("Bearer")
                assert told in answer.json()["detail"]


def test_a_token_is_for_programs_alone(private) -> None:
    """A token opens no page, no feed and no query, and changes nothing: it reads under /api/."""
    elsewhere = [
        "/",
        "/account",
        "/acts",
        "/add",
        "/changes.atom",
        "/clausewatch.json?sql=select+1",
        "/charts/topics.csv",
    ]
    found = _asked(private, elsewhere, authorization=f"Bearer {TOKEN}")
    assert {answer.status_code for answer in found.values()} <= {303, 401, 403}

    async def sent():
        browser = Browser(private, authorization=f"Bearer {TOKEN}")
        return {(await browser.post(path)).status_code for path in ("/api/watches", LUMEN)}

    assert asyncio.run(sent()) == {405}


def test_the_use_of_a_token_is_noted(private) -> None:
    """When a token was used stands in the list of tokens."""
    _asked(private, [LUMEN], authorization=f"Bearer {TOKEN}")
    with closing(open_store(Path(private.get_database().path).parent)) as db:
        assert [bool(token.used_at) for token in tokens(db)] == [True, False]


def test_nothing_of_people_is_told(private) -> None:
    """No answer names who hears of what, how many do, users, their tokens or what was done."""
    answers = _asked(private, [*ASKED, "/api/search?q=secret+plans"], authorization=f"Bearer {TOKEN}")
    told = " ".join(answer.text for answer in answers.values())
    for secret in (ADDRESS, "subscribers", "secret plans", "reader@example.org", "crm", 'sha256": "scrypt'):
        assert secret not in told


def test_hostile_texts_stay_texts(datasette) -> None:
    """What a page wrote into its policy comes as text of JSON that no browser takes for anything else."""
    (answer,) = _asked(datasette, ["/api/watches/hostile/versions/1"]).values()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>" in answer.json()["clauses"][0]["text"]


def test_programs_are_slowed_down(private, monkeypatch) -> None:
    """Who asks too often is told when to go on; others, and the pages, are answered all the same."""
    monkeypatch.setattr("storage.browse.rates.MOST", 0)
    (answer,) = _asked(private, [LUMEN], authorization=f"Bearer {TOKEN}").values()
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) in range(1, WINDOW + 2)
    assert answer.headers["content-type"] == "application/problem+json"
    (page,) = _asked(private, ["/"], **cookie("reader")).values()
    assert page.status_code == 200


def test_requests_are_counted_by_who_makes_them() -> None:
    """So many requests are answered in a window, and in the next as many again; only so many programs are remembered."""
    rates = Rates()
    assert {rates.seconds_to_wait("a", now=5.0) for _ in range(MOST)} == {0}
    assert rates.seconds_to_wait("a", now=5.0) == WINDOW - 5 + 1
    assert rates.seconds_to_wait("b", now=5.0) == 0
    assert rates.seconds_to_wait("a", now=WINDOW + 1.0) == 0
    for number in range(MOST_KEPT + 10):
        rates.seconds_to_wait(str(number), now=5.0)
    assert len(rates._counts) == MOST_KEPT


def test_addresses_stand_under_the_public_one(get_under) -> None:
    """Behind a public address with a path, `next` and the description lead there, and problems are problems too."""
    public = "https://policies.example.org/watch"
    assert get_under(public, "/api/watches?limit=1").json()["next"].startswith("/watch/api/watches?after=")
    assert get_under(public, "/api/openapi.json").json()["servers"] == [{"url": public}]
    assert get_under(public, "/api/changes/999").headers["content-type"] == "application/problem+json"


def test_a_parameter_is_described_as_it_is_read() -> None:
    """What the description says a parameter may be is what is taken."""
    for one in (
        Parameter(name="n", about="", default=3, least=1, most=9),
        Parameter(name="c", about="", choices=("a",)),
    ):
        schema = one.described()["schema"]
        for value in (schema.get("minimum", "a"), schema.get("maximum", "a")):
            assert one.value_of(str(value)) == value
