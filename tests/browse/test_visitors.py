"""Who may ask for what: other sites' pages, many at once, a folder nobody can write."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

import lxml.html
import pytest

from monitor.core.errors import StoreError
from storage.browse.app import datasette_for
from storage.browse.visitors import LONGEST_ADDRESS, MOST_FACETS, MOST_PARAMETERS
from storage.database import reading_uri
from tests.browse.conftest import closed
from tests.browse.sample import NOW, make_store

LINK = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
READ = [
    "/", "/changes", "/changes.atom", "/watch/hostile", "/watch/hostile/changes.atom", "/watch/hostile/version/1",
    "/version/1", "/change/1", "/proof",
]  # fmt: skip
COSTLY = [
    "/search?q=data",
    "/watch/lumen-cartography/compare",
    "/clausewatch",
    "/clausewatch?sql=select+1",
    "/clausewatch.json?sql=select+1",
    "/~63lausewatch.csv?sql=select+1",
    "/clausewatch/watches?_facet=kind",
    "/clausewatch/watches.csv?_stream=1",
    "/clausewatch/silent_changes",
    "/clausewatch/watches/1",
]
ASKS = ["image", "script", "style", "iframe", "object", "empty", "embed"]


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "same-origin"])
def test_links_lead_to_what_is_read(get, path, site) -> None:
    """A link in a mail, a feed or on another site leads to the pages that stand in mails."""
    assert get(path, headers={"sec-fetch-site": site, **LINK}).status_code == 200


@pytest.mark.parametrize("path", COSTLY)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_starts_what_costs(get, path, site) -> None:
    """A link from elsewhere to what costs work is answered by a page that offers to go on, to the same address."""
    answer = get(path, headers={"sec-fetch-site": site, **LINK})
    assert answer.status_code == 403
    if ".json" not in path:
        (link,) = lxml.html.fromstring(answer.text).xpath("//main//a[text()='Go on']/@href")
        assert link == f"?{path.partition('?')[2]}"
    assert get(path, headers={"sec-fetch-site": "same-origin", **LINK}).status_code == 200
    assert get(path).status_code == 200


@pytest.mark.parametrize("path", [*READ, *COSTLY])
@pytest.mark.parametrize("dest", ASKS)
def test_no_other_site_asks_behind_a_reader_s_back(get, path, dest) -> None:
    """What another site's page loads, frames or fetches from here is refused, whatever it is."""
    mode = "navigate" if dest in {"iframe", "object", "embed"} else "no-cors"
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    assert get(path, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost", 200),
        ("https://policies.example.org", 200),
        ("https://evil.example", 403),
        ("http://localhost:9999", 403),
        ("https://policies.example.org.evil.example", 403),
        ("null", 403),
        ("http://[::1", 403),
        ("", 403),
    ],
)
def test_a_foreign_origin_is_refused(get_under, origin, status) -> None:
    """A request that names another origin is refused, with browsers that say nothing else too."""
    assert get_under("https://policies.example.org", "/", headers={"origin": origin}).status_code == status


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/%2e%2e/", "/\\evil.example/", "///evil.example//"])
def test_no_redirect_leads_elsewhere(datasette, path) -> None:
    """No address of ours sends a reader on to another host."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(b"host", b"localhost")], "server": ("127.0.0.1", 8001), "scheme": "http",
    }  # fmt: skip
    asyncio.run(datasette.app()(scope, None, send))
    assert sent[0]["status"] == 404
    assert not [value for key, value in sent[0]["headers"] if key == b"location"]


@pytest.mark.parametrize(
    ("tail", "status"),
    [
        ("q=" + "a" * LONGEST_ADDRESS, 414),
        ("&".join(f"id__not={i}" for i in range(MOST_PARAMETERS + 1)), 400),
        ("&".join("_facet=kind" for _ in range(MOST_FACETS + 1)), 400),
        ("_where=1", 400),
        ("_trace=1", 400),
        ("_sort=nope", 400),
        ("_sort_desc=nope", 400),
        ("_sort=id&_sort_desc=id", 400),
        ("_facet=nope", 400),
        ("_col=nope", 400),
        ("_size=x", 400),
        ("_size=1001", 400),
        ("_next=x,y,z", 400),
        ("_timelimit=x", 400),
        ("_through=" + "[" * 3000, 400),
        ("_next=99999999999999999999999&_sort=id", 400),
    ],
)
@pytest.mark.parametrize("form", ["", ".json"])
def test_odd_parameters_are_told(get, caplog, tail, status, form) -> None:
    """A parameter that cannot be read is told in one line, and is no fault of ours."""
    answer = get(f"/clausewatch/watches{form}?{tail}")
    if answer.status_code == 200:
        assert "_next" in tail
        return
    assert answer.status_code == status
    line = answer.json()["error"] if form else lxml.html.fromstring(answer.text).find(".//main/p").text_content()
    assert 10 < len(line) < 200
    assert "\n" not in line
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    "path",
    [
        "/%ff", "/clausewatch/%00", "/watch/%ed%a0%80", "/clausewatch/watches/%ff", "/clausewatch/~00", "/~FF",
        "/clausewatch/snapshot_clauses/1", "/clausewatch/watches/x",
        "/clausewatch/watches/9999999999999999999999", "/-/static/app.css/x", f"/-/static/{'a' * 3000}",
        "/clausewatch/heading_paths.blob?_blob_column=id", "/clausewatch/watches.blob",
        "/version/999999999999999", "/clausewatch/watchlist?_next=99999999999999999999999",
    ],
)  # fmt: skip
def test_odd_paths_are_told(get, caplog, path) -> None:
    """A path that leads nowhere is told as one, with nothing of ours in the log."""
    answer = get(path)
    assert answer.status_code in {302, 400, 404}
    assert not [record for record in caplog.records if record.exc_info]


def test_cells_are_no_formulas(tmp_path) -> None:
    """What a spreadsheet would take for a formula has an apostrophe before it, in tables, questions and rows as CSV."""
    path = make_store(tmp_path)
    datasette = datasette_for(path, clock=lambda: NOW)
    sql = (
        "select '=1%2B1' as a, '@a, \"b\"' as b, '-2%2B3' as c, -5.5 as d, '%2B1' as e, char(9) || '=x' as f, "
        "char(13) || 'x' as g, 'a=b' as h, 'x' || char(10) || '=y' as i"
    )

    async def asked(path: str) -> str:
        return (await datasette.client.get(path)).text

    text = asyncio.run(asked(f"/clausewatch.csv?sql={sql}"))
    head, _, row = text.partition("\r\n")
    assert head == "a,b,c,d,e,f,g,h,i"
    assert row == '\'=1+1,"\'@a, ""b""",\'-2+3,-5.5,+1,\'\t\'=x,"\'\rx",a=b,"x\n=y"\r\n'
    plain = asyncio.run(asked("/clausewatch/watches.csv?_col=slug"))
    assert "'" not in plain
    closed(datasette)


def test_a_stream_is_whole(get) -> None:
    """A table streamed as CSV has all its rows, page by page."""
    rows = get("/clausewatch/snapshot_clauses.csv?_stream=1").text.count("\r\n") - 1
    assert rows == get("/clausewatch/snapshot_clauses.json?_size=0").json()["filtered_table_rows_count"]


@pytest.fixture
def closed_folder():
    """The sample store in a folder nobody can write; not root either, while the test runs."""
    folder = Path(tempfile.mkdtemp())
    path = make_store(folder)
    path.chmod(0o444)
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield path
    os.seteuid(user)
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_folder_that_cannot_be_written_is_read(closed_folder, caplog) -> None:
    """A store nobody can write is browsed as it lies, and the log says so once."""
    datasette = datasette_for(closed_folder, clock=lambda: NOW)
    answers = [asyncio.run(datasette.client.get(path)) for path in ("/", "/version/1", "/clausewatch/watches")]
    closed(datasette)
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(re.findall("it is read as it is now", caplog.text)) == 1


def test_a_log_is_never_left_out(closed_folder) -> None:
    """Where writers have left a log, the store is not read as if it had none."""
    assert "immutable" in reading_uri(closed_folder)
    user = os.geteuid()
    os.seteuid(os.getuid())
    closed_folder.parent.chmod(0o755)
    Path(f"{closed_folder}-wal").write_bytes(b"what was written last")
    closed_folder.parent.chmod(0o555)
    os.seteuid(user)
    with pytest.raises(StoreError, match="what was written last"):
        reading_uri(closed_folder)


def test_a_folder_that_can_be_written_is_shared(store) -> None:
    """A store in an ordinary folder is read beside its writers."""
    assert "immutable" not in reading_uri(store)
