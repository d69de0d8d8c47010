"""Every page as axe-core sees it, by day and by night, and as those see it who may ask for it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browse.chromium import chromium, without_browser
from tests.browse.sample_pages import WHO, addresses_for, served, signed_in

pytestmark = [pytest.mark.drill, without_browser]
# how a page is seen: the whole by day; by night only the colours are others
DAY, NIGHT = {"resultTypes": ["violations"]}, {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
PHONE, TWO_ROWS = 375, 100  # pixels
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def places(store, tmp_path_factory):
    """Where the pages are."""
    with served(store, tmp_path_factory.mktemp("users") / "data") as found:
        yield found


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


def cut_on_a_phone(page):
    """Return how a page is too wide for a phone, or its head too high, as lines."""
    usual = page.viewport_size
    page.set_viewport_size({"width": PHONE, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    head = page.evaluate("document.querySelector('header.top')?.offsetHeight ?? 0")
    page.set_viewport_size(usual)
    return [f"{width} pixels wide"] * (width > PHONE) + [f"a head of {head} pixels"] * (head > TWO_ROWS)


def looked_at(page, address):
    """Return what keeps somebody out of the page at an address: by day, on a phone, and by night."""
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    if answer is None or "html" not in answer.headers.get("content-type", ""):
        return []
    by_day = [*seen(page, DAY), *cut_on_a_phone(page)]
    page.emulate_media(color_scheme="dark")
    return [*by_day, *seen(page, NIGHT)]


@pytest.mark.parametrize("who", WHO)
def test_no_page_keeps_anyone_out(places, browser, who) -> None:
    """No page has a serious fault for those who see little, use no mouse, hear pages read or hold a phone, day or night."""
    # axe-core is a script, which no page of ours may run
    with browser.new_context(bypass_csp=True) as context:
        signed_in(context, who, places[0])
        page = context.new_page()
        wrong = {address: found for address in addresses_for(who, places) if (found := looked_at(page, address))}
    assert not wrong, "\n".join(line for address, lines in wrong.items() for line in (address, *lines))
