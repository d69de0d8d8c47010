"""The keys of the queue of reviews, pressed in a real browser under the policy that the pages send."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest
import uvicorn

from crawler.rendering.browser import find_browser, is_sandboxed, what_is_missing
from monitor.browsing import address_of, listening_on
from monitor.desk import OwnDesk
from storage.browse.admission import COOKIE
from storage.browse.app import datasette_for
from storage.database import open_store
from tests.browse.conftest import closed
from tests.browse.people import with_users
from tests.browse.sample import NOW, make_store, told_all
from tests.servers import HOST, PATIENCE_SECONDS

pytestmark = pytest.mark.skipif(bool(what_is_missing("")), reason="a browser to look at pages with is missing")


@pytest.fixture
def at(tmp_path):
    """Serve the sample store, its changes told; yields where, without a slash at its end."""
    (tmp_path / "store").mkdir()
    path = with_users(make_store(tmp_path / "store"), tmp_path / "data")
    with closing(open_store(path.parent)) as db:
        told_all(db.conn)
    made = datasette_for(path, clock=lambda: NOW, desk=OwnDesk(path.parent))
    with closing(listening_on(HOST, 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(made.app(), log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield address_of(listening).rstrip("/")
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)
    closed(made)


@pytest.fixture
def page(at):
    """A page of a member's browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the extra may be missing

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(""), chromium_sandbox=is_sandboxed(), args=["--disable-gpu"]
        )
        with browser.new_context() as context:
            context.add_cookies([{"name": COOKIE, "value": "token-of-the-member", "url": at}])
            yield context.new_page()
        browser.close()


def test_keys_lead_through_the_queue(page, at) -> None:
    """Keys lead from row to row and from change to change, after a decision too; not while one types, and not where they are off."""

    def press(key: str) -> str:
        with page.expect_navigation():
            page.keyboard.press(key)
        return page.url.removeprefix(at)

    page.goto(f"{at}/review?view=unassigned")
    rows = page.eval_on_selector_all("[data-item]", "all => all.map(one => one.getAttribute('href'))")
    assert len(rows) == 4
    for key in ("j", "n", "k"):
        page.keyboard.press(key)
    assert press("Enter") == rows[0]
    assert press("n") == rows[1]
    assert press("p") == rows[0]
    page.fill("#comment", "")
    page.type("#comment", "jkn")
    assert page.input_value("#comment") == "jkn"
    with page.expect_navigation():
        page.click("text=Accept")
    assert "Noted: accepted" in page.inner_text("[role=status]")
    assert press("j") == rows[1]
    page.click("text=Turn keys off")
    page.keyboard.press("k")
    page.reload()
    assert page.inner_text("[data-keys] button") == "Turn keys on"
    assert page.url.removeprefix(at) == rows[1]
