"""Lists that members import on the pages: looked at first, then taken in as the command does it."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import closing

import pytest

from monitor import child
from monitor.app import utc_now
from monitor.core.errors import InvalidInputError
from monitor.desk import OwnDesk
from monitor.imports import MOST_ROWS, Imports
from storage.browse import uploads
from storage.browse.app import datasette_for
from storage.database import open_store
from storage.summaries import all_watches, find_watch
from tests import forked
from tests.browse.conftest import closed
from tests.browse.people import Browser, cookie, with_users
from tests.policies import policy
from tests.servers import Site
from tests.servers import page as served

KNOWN = "https://lumen-cartography.example/privacy"


@pytest.fixture
def path(store, tmp_path):
    """A copy of the sample store with users."""
    return with_users(store, tmp_path / "data")


@pytest.fixture
def app(path):
    """Its pages, whose acts are done."""
    made = datasette_for(path, clock=utc_now, desk=OwnDesk(path.parent))
    yield made
    closed(made)


async def _sent(browser: Browser, *, text: str = "", file: bytes | None = None, token: str | None = None):
    """Send the form of the page, as a browser does."""
    form = await browser.get("/import")
    found = re.search(r'name="csrftoken" value="([^"]+)"', form.text)
    fields = {"csrftoken": (None, found[1] if token is None and found else token or ""), "text": (None, text)}
    sent = {**fields, "file": ("list.csv", file or b"", "text/csv")}
    kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return await browser.datasette.client.post("/import", files=sent, headers={"cookie": kept})


async def _looked(browser: Browser, at: str) -> str:
    end = time.monotonic() + 120
    while 'http-equiv="refresh"' in (page := (await browser.get(at)).text):
        assert time.monotonic() < end
        await asyncio.sleep(0.1)
    return page


def test_a_list_is_looked_at_and_taken_in(app, path, monkeypatch) -> None:
    """A member gives a list, sees what becomes of each row, and a second press adds what is clear, and nothing before it."""
    monkeypatch.setenv("CLAUSEWATCH_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("CLAUSEWATCH_HOST_DELAY", "0")
    monkeypatch.setenv("CLAUSEWATCH_RETRY_DELAY", "0")
    monkeypatch.setattr(child, "subprocess", forked)  # as tests/within.py has it: a crawl that begins sooner

    def watched() -> set[str]:
        with closing(open_store(path.parent)) as db:
            return {watch.spec.url for watch in all_watches(db)}

    async def asked(site: Site) -> str:
        browser, before = Browser(app, **cookie("member")), watched()
        rows = [
            "url,name,tags,emails",
            f"{site.url('/privacy')},Fresh,new,friend@example.org",
            f"{KNOWN},,,",
            "ftp://nowhere,,,",
            f"{site.url('/privacy')},Twice,,",
            "https://example.org/hook,,,hook",
        ]
        at = (await _sent(browser, file="\n".join(rows).encode())).headers["location"]
        assert (await Browser(app, **cookie("owner")).get(at)).status_code == 404
        page = await _looked(browser, at)
        assert watched() == before
        for finding in ("3 bad", "1 given", "1 known", "Watch this page", "other receivers than mail"):
            assert finding in page
        assert "friend@example.org" not in page
        assert (await browser.send(at)).status_code == 303
        assert watched() == before | {site.url("/privacy")}
        assert "Added 1 watch, left out 3." in (await browser.get(at)).text
        assert (await browser.send(at, "/account")).status_code == 400
        return (await Browser(app, **cookie("owner")).get("/acts")).text

    with Site() as site:
        site["/privacy"] = served(policy())
        acts = asyncio.run(asked(site))
        with closing(open_store(path.parent)) as db:
            watch = find_watch(db, "fresh")
    assert (watch.spec.tags, watch.spec.emails) == (("new",), ("friend@example.org",))
    assert "1 of 5 rows" in acts
    assert "friend@example.org" not in acts


@pytest.mark.parametrize(
    ("text", "file", "status", "told"),
    [
        ("", b"", 400, "choose a file"),
        ("", b"PK\x03\x04 workbook", 400, "save its sheet as CSV"),
        ("", b"\xff\xfe\x00", 400, "list"),
        ("\n".join(f"https://example.org/{n}" for n in range(MOST_ROWS + 1)), b"", 400, "takes more"),
        ("<script>alert(1)</script>", b"PK\x03\x04", 400, "&lt;script&gt;"),
        ("", b"x" * (uploads.LONGEST + 1), 413, "1,000,000 bytes"),
    ],
)
def test_what_is_no_list_is_told(app, text, file, status, told) -> None:
    """What is empty, a workbook, too long or too large is told in one line; what was pasted is there to be mended."""
    answer = asyncio.run(_sent(Browser(app, **cookie("member")), text=text, file=file))
    assert answer.status_code == status
    assert told.casefold() in answer.text.casefold()


def test_no_list_comes_without_its_token(app) -> None:
    """A form with a file counts only with the token of a page of ours, and only for its own page."""

    async def asked() -> list[int]:
        browser = Browser(app, **cookie("member"))
        tries = [await _sent(browser, text="https://example.org/a", token=token) for token in ("", "ImFhYSI.x")]
        kept = {"cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
        token = browser.cookies["ds_csrftoken"]
        files = {"csrftoken": (None, token), "text": (None, "https://example.org/a")}
        tries.append(await app.client.post("/add", files=files, headers=kept))
        typed = {"csrftoken": token, "text": "https://example.org/a"}
        tries.append(await app.client.post("/import", data=typed, headers=kept))
        damaged = {**kept, "content-type": "multipart/form-data; boundary=x"}
        tries.append(await app.client.post("/import", content=b"--x\r\nnonsense", headers=damaged))
        return [one.status_code for one in tries]

    assert asyncio.run(asked()) == [403, 403, 403, 400, 403]


def test_one_list_is_looked_at_at_a_time(path, monkeypatch) -> None:
    """While a list is looked at another one has to wait; afterwards it is kept for whoever gave it."""
    imports = Imports(path.parent)
    monkeypatch.setattr(Imports, "_work", lambda *_: None)
    token = imports.begin(b"https://example.org/a\n", 1)
    with pytest.raises(InvalidInputError, match="already"):
        imports.begin(b"https://example.org/b\n", 2)
    assert imports.get(token, 1)
    assert imports.get(token, 2) is None


def test_a_form_gives_its_parts() -> None:
    """Each field and file of a form is read byte for byte; of several of a name the first counts; others are refused."""
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n2\r\n'
    body += b'--b\r\nContent-Disposition: form-data; name="f"; filename="x.csv"\r\n\r\n\xff\n\r\n\x00\r\n--b--\r\n'
    assert uploads.parts_of("multipart/form-data; boundary=b", body) == {"a": b"1", "f": b"\xff\n\r\n\x00"}
    for content_type in ("text/plain", "multipart/form-data", ""):
        with pytest.raises(ValueError, match="form"):
            uploads.parts_of(content_type, body)
