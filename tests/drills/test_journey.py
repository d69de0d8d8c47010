"""One person's way through the pages in a real browser, from an empty folder to mails that have been stopped."""

from __future__ import annotations

import email
import re
import signal
from contextlib import contextmanager
from email.policy import default

from playwright.sync_api import expect

from tests.browse.chromium import chromium, without_browser
from tests.crawl.layouts import home
from tests.policies import clauses, edited, policy
from tests.product import Product, wait_until
from tests.servers import PATIENCE_SECONDS, Site, page

pytestmark = without_browser
NAME, PASSWORD = "anna", "correct horse battery"
EDITED = clauses(1)["How long we keep it"][1]
PERIOD = re.search(r"\d+ months", EDITED)[0]
expect.set_options(timeout=PATIENCE_SECONDS * 1000)


@contextmanager
def serve(product):
    """Serve the pages and run the schedule; yields the address and the link for the first owner."""
    with (product.folder.parent / "log").open("w") as log, product.start("serve", "--port", "0", stderr=log) as process:
        try:
            address, link = (re.search(r"http://\S+", process.stdout.readline())[0] for _ in range(2))
            yield address.rstrip("/"), link
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            process.kill()


@contextmanager
def opened(browser, **options):
    """Open a window that waits for what is to be shown as long as a busy machine may take."""
    with browser.new_context(**options) as context:
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        yield context.new_page()


def press(window, name):
    """Press a button."""
    window.get_by_role("button", name=name, exact=True).first.click()


def follow(window, name):
    """Follow a link."""
    window.get_by_role("link", name=name).first.click()


def see(window, *texts):
    """Wait until a page shows each of some texts; a page that waits for something looks again by itself."""
    for text in texts:
        expect(window.locator("main")).to_contain_text(text)


def become_owner(window, link):
    """Become the first owner, and sign out."""
    window.goto(link)
    window.get_by_label("Name").fill(NAME)
    window.get_by_label("Password, of").fill(PASSWORD)
    window.get_by_label("The same").fill(PASSWORD)
    press(window, "Become the owner")
    see(window, "Nothing is watched yet")
    follow(window, NAME)
    press(window, "Sign out")
    expect(window.get_by_role("link", name="Sign in")).to_be_visible()


def sign_in(window, then):
    """Sign in on the way to a page."""
    window.goto(then)
    window.get_by_label("Name").fill(NAME)
    window.get_by_label("Password").fill(PASSWORD)
    press(window, "Sign in")


def add(window, site):
    """Name a site, choose of its candidates, see the trial and have it watched; a second press changes nothing."""
    window.get_by_label("Site or address").fill(site)
    window.get_by_label("Name, where").fill("Acme")
    press(window, "Look at it")
    see(window, "Which of these?")
    expect(window.get_by_role("button", name="Look at this")).to_have_count(2)
    press(window, "Look at this")
    see(window, "What would be watched", "18")
    trial = window.url
    press(window, "Watch it")
    see(window, "first version kept")
    where = window.url.partition("?")[0]
    window.goto(trial)
    press(window, "Watch it")
    see(window, "was on the watchlist already")
    return where


def subscribe(window, where):
    """Follow the watch by mail."""
    window.goto(where)
    window.get_by_label("of", exact=True).select_option("material")
    press(window, "Follow")
    see(window, "at once")


def check(window, where):
    """Ask for a check and wait until it was made."""
    window.goto(where)
    press(window, "Check now")
    expect(window.get_by_text("A check is asked for")).to_have_count(0)


def read(window, at):
    """Read the watchlist, the change and the version behind it, and find the new words."""
    window.goto(at)
    follow(window, "Changes")
    see(window, PERIOD)
    window.locator(".change-row a").first.click()
    see(window, "What changed", "material")
    expect(window.locator("article del").first).to_contain_text("months")
    expect(window.locator("article ins").first).to_contain_text("years")
    follow(window, "Side by side")
    see(window, "Before", "After")
    follow(window, "Version 2")
    see(window, EDITED.replace(" months", " years"))
    follow(window, "Search")
    window.get_by_label("Words of a clause").fill(f'"{PERIOD.replace("months", "years")}"')
    press(window, "Search")
    expect(window.locator("mark").first).to_be_visible()


def review(window, at):
    """Take what waits for a review, and accept it."""
    window.goto(f"{at}/review")
    window.locator("main a[href*='/change/']").first.click()
    press(window, "Take it")
    see(window, f"Noted: in review, for {NAME}")
    press(window, "Accept")
    see(window, f"Noted: accepted, for {NAME}", "That was the last of this queue")


def stop_link(product):
    """Return where the mail about the change leads to stop such mails."""
    found = []

    def has_come():
        found[:] = [
            email.message_from_bytes(path.read_bytes(), policy=default) for path in product.folder.glob("mail/*.eml")
        ]
        return found

    wait_until(has_come)
    (mail,) = found
    assert mail["To"] == "anna@example.org"
    return re.search(r"/stop/[\w.~-]+", mail.get_body(("plain",)).get_content())[0]


PAGES = {"CLAUSEWATCH_PUBLIC_URL": "http://policies.example.org", "CLAUSEWATCH_PUBLIC_PAGES": "true"}


def test_a_person_does_it_all_on_the_pages(tmp_path) -> None:
    """From an empty folder on, a browser is enough to watch, to be told, to read with or without scripts, and to stop."""
    product = Product(tmp_path / "data", CLAUSEWATCH_TICK="0.5", **PAGES)
    with Site() as site, serve(product) as (at, link), chromium() as browser, opened(browser) as window:
        site["/"] = page(home(("Privacy policy", "/one"), ("Privacy policy", "/two")))
        site["/one"], site["/two"] = page(policy(1)), page(policy(2))
        become_owner(window, link)
        product.run("user", "edit", NAME, "--email", "anna@example.org")
        sign_in(window, f"{at}/add")
        where = add(window, site.url("/").rstrip("/"))
        follow(window, "Acme")
        see(window, "First version")
        subscribe(window, where)
        site["/one"], site["/two"] = page(edited(1)), page(edited(2))
        check(window, where)
        read(window, at)
        review(window, at)
        assert product.json("review", "list") == []
        with opened(browser, java_script_enabled=False) as other:
            read(other, at)
        window.goto(f"{at}{stop_link(product)}")
        press(window, "Stop these mails")
        expect(window.locator("h1")).to_contain_text("have been stopped")
        window.goto(where)
        see(window, "not by itself")
