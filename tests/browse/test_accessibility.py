"""Every page as axe-core sees it, by day and by night, and as those see it who may ask for it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from monitor.core.records import Role
from monitor.desk import OwnDesk
from monitor.linked import LinkPages
from monitor.previews import preview_of
from storage.browse.admission import COOKIE, Admission
from storage.browse.app import datasette_for
from storage.browse.desk import Look
from storage.browse.routes import Access
from tests.browse.chromium import chromium, serving, without_browser
from tests.browse.conftest import closed
from tests.browse.every_page import addresses
from tests.browse.people import with_users
from tests.browse.sample import NOW

pytestmark = [pytest.mark.drill, without_browser]
URL = "https://novy-obchod.example"
LOOKS = {
    "token": Look(url=URL, kind="privacy", is_over=True, rows=(("Title", "Soukromí"),), remarks=("It is short.",)),
    "choice": Look(url=URL, kind="privacy", is_over=True, candidates=((f"{URL}/a", ("its name",)), (URL, ("link",)))),
    "failed": Look(url=URL, kind="privacy", is_over=True, problem="no answer within 60 seconds"),
}
# how a page is seen: the whole by day; by night only the colours are others
DAY, NIGHT = {"resultTypes": ["violations"]}, {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
FIRST, STOP = "/first/token", "/stop/1-0"
GRAVE = {"serious", "critical"}
WHO = {"signed out": (Access.ANYONE, Access.READER), Role.READER: (Access.USER,), Role.OWNER: tuple(Access)}


class Desk(OwnDesk):
    """A desk that has looked at some pages."""

    def look_of(self, token, _user):
        """Return one of the looks."""
        return LOOKS.get(token)


@pytest.fixture(scope="module")
def pages(store, tmp_path_factory):
    """Serve the sample store with users, and as it is before there is any; yields where."""
    path = with_users(store, tmp_path_factory.mktemp("users") / "data")

    def mail_of(content):
        return preview_of(content, public_url="")

    used = datasette_for(path, clock=lambda: NOW, desk=Desk(path.parent), mail_of=mail_of)
    fresh = datasette_for(store, clock=lambda: NOW, admission=Admission(first_token="token"))  # noqa: S106
    with serving(LinkPages(used.app(), path.parent)) as at, serving(fresh.app()) as first:
        yield at, first
    closed(used)
    closed(fresh)


@pytest.fixture(scope="module")
def browser():
    """Chromium."""
    with chromium() as started:
        yield started


def seen(page, options):
    """Return what keeps somebody out of a page, as lines."""
    found = Axe().run(page, options=options).response["violations"]
    grave = [one for one in found if one["impact"] in GRAVE]
    return [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in grave for node in one["nodes"]]


def looked_at(page, address):
    """Return what keeps somebody out of the page at an address, by day and by night."""
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    if answer is None or "html" not in answer.headers.get("content-type", ""):
        return []
    by_day = seen(page, DAY)
    page.emulate_media(color_scheme="dark")
    return [*by_day, *seen(page, NIGHT)]


@pytest.mark.parametrize("who", WHO)
def test_no_page_keeps_anyone_out(pages, browser, who) -> None:
    """No page has a serious fault for those who see little, use no mouse or hear pages read, neither by day nor by night."""
    at, first = pages
    paths = [path for path, access in addresses() if access in WHO[who] and path != FIRST]
    known = [*(at + path for path in paths), *([f"{at}{STOP}", f"{first}{FIRST}"] if who == "signed out" else [])]
    if who == Role.OWNER:
        known += [f"{at}/add/{token}" for token in LOOKS]
    # axe-core is a script, which no page of ours may run
    with browser.new_context(bypass_csp=True) as context:
        if isinstance(who, Role):
            context.add_cookies([{"name": COOKIE, "value": f"token-of-the-{who}", "url": at}])
        page = context.new_page()
        wrong = {address: found for address in known if (found := looked_at(page, address))}
    assert not wrong, "\n".join(line for address, lines in wrong.items() for line in (address, *lines))
