from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request

import pytest
from lxml import html

from monitor.demo.pages import load_pages, render
from monitor.demo.server import DemoSite
from tests.servers import PATIENCE_SECONDS

PAGES = {page.slug: page for page in load_pages()}
EDITED = {"brindlewick", "lumenta", "zelenohrad", "quillhaven"}


@pytest.fixture
def site():
    """The demo's site on a free port."""
    with DemoSite() as running:
        yield running


def get(url, **headers):
    """Fetch a page; return status, headers and body."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  loopback
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def words(text):
    """The words of a page without its markup, scripts and marks of typography."""
    tree = html.fromstring(text)
    for node in tree.xpath("//script|//style|//comment()"):
        node.drop_tree()
    return re.findall(r"\w+", " ".join(tree.itertext()))


def test_the_site_has_the_languages_it_promises():
    """Six policies: Italian, Czech, German, French and two English."""
    assert sorted(page.language for page in PAGES.values()) == ["cs", "de", "en", "en", "fr", "it"]
    for page in PAGES.values():
        assert html.fromstring(page.rounds[0]).get("lang")[:2] == page.language


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_each_policy_is_long_enough_to_be_real(page):
    """A policy has at least 25 paragraphs, items and rows."""
    assert len(html.fromstring(page.rounds[0]).xpath("//p|//li|//tr")) >= 25
    assert len(words(page.rounds[0])) > 300


@pytest.mark.parametrize(
    "feature",
    [
        "accordion",
        "<table",
        "<ul>\n          ",
        "pixel.gif",
        "account-widget",
        "messenger",
        "cookie-banner",
        "<details",
        "<!--visitors-->",
        "<!--promo-->",
        "<!--related-->",
    ],
)
def test_the_site_has_what_makes_real_pages_hard(feature):
    """Accordions, tables, nested lists, pixels, widgets, prompts, banners and noise all occur."""
    assert any(feature in page.rounds[0] for page in PAGES.values())


@pytest.mark.parametrize("slug", sorted(EDITED))
def test_an_edit_changes_words(slug):
    """The second round of an edited page has other words."""
    first, second = map(words, PAGES[slug].rounds)
    assert first != second


def test_the_moved_sentence_is_only_moved():
    """One page keeps every word and changes their order alone."""
    first, second = map(words, PAGES["quillhaven"].rounds)
    assert sorted(first) == sorted(second)


def test_the_touch_up_changes_no_word():
    """One page changes its marks, and not one word."""
    page = PAGES["coquelune"]
    assert page.rounds[0] != page.rounds[1]
    assert words(page.rounds[0]) == words(page.rounds[1])


def test_the_noisy_page_is_not_edited():
    """One page is the same in both rounds, and yet differs from visit to visit."""
    page = PAGES["nordlicht"]
    assert page.rounds[0] == page.rounds[1]
    assert render(page, published=1, visit=0) != render(page, published=1, visit=1)


def test_pages_are_served_as_published(site):
    """The edited page appears when its round is published, and not before."""
    url = site.url_of(PAGES["brindlewick"])
    assert b"after 12 months" in get(url)[2]
    site.publish(2)
    assert b"after 36 months" in get(url)[2]
    with pytest.raises(ValueError, match="no round 3"):
        site.publish(3)


def test_noise_turns_with_every_visit(site):
    """Two visits to a noisy page differ; nothing of the marks is left in it."""
    first, second = (get(site.url_of(PAGES["nordlicht"]))[2] for _ in range(2))
    assert first != second
    assert b"<!--" not in first


def test_steady_pages_answer_conditional_requests(site):
    """A page without noise has an ETag that holds until it is edited; a noisy one has none."""
    url = site.url_of(PAGES["coquelune"])
    _, headers, _ = get(url)
    status, _, body = get(url, **{"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")
    site.publish(2)
    assert get(url, **{"If-None-Match": headers["ETag"]})[0] == 200
    assert get(site.url_of(PAGES["brindlewick"]))[1]["ETag"] is None


def test_the_rest_of_a_site_is_there(site):
    """Robots are let in, the start page links every policy, the pixel is an image, and nothing else is found."""
    assert b"Allow: /" in get(f"{site.url}/robots.txt")[2]
    index = get(f"{site.url}/")[2].decode()
    assert all(page.path in index for page in PAGES.values())
    assert get(f"{site.url}/pixel.gif")[1]["Content-Type"] == "image/gif"
    assert get(f"{site.url}/nothing")[0] == 404


def test_a_visitor_who_hangs_up_breaks_nothing(site, capfd):
    """A connection that is reset is no news to anybody."""
    host, port = site.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as visitor:
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        visitor.sendall(b"GET /brindlewick/privacy HTTP/1.1\r\n")
    assert get(f"{site.url}/")[0] == 200
    assert capfd.readouterr().err == ""


def test_the_port_is_free_again_afterwards():
    """When the block ends nobody listens any more."""
    with DemoSite() as running:
        url = running.url
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url, timeout=2)  # noqa: S310  loopback
