from __future__ import annotations

from contextlib import ExitStack

import pytest

from crawler.config import CrawlConfig
from crawler.messages import AskedSite, SiteBatch
from monitor.child import crawling
from monitor.core.discover import is_clear
from monitor.core.records import Standing
from tests.crawl.layouts import ELSEWHERE, LAYOUTS, home, text
from tests.policies import policy
from tests.servers import Site, page, redirect

MOST_REQUESTS = 8


@pytest.fixture(scope="module")
def looks(tmp_path_factory):
    """Look for the document of every layout in one crawl; return (site, what was found) by its name."""
    with ExitStack() as stack:
        sites = [stack.enter_context(Site()) for _ in LAYOUTS]
        for layout, site in zip(LAYOUTS, sites, strict=True):
            for path, body in layout.pages.items():
                site[path] = page(body)
        asked = [
            AskedSite(number=number, homes=(site.url("/"),), kind=one.kind)
            for number, (one, site) in enumerate(zip(LAYOUTS, sites, strict=True))
        ]
        config = CrawlConfig(allow_networks=("127.0.0.0/8",), host_delay=0, timeout=60)
        with crawling(
            "discovery", SiteBatch(sites=tuple(asked)), folder=tmp_path_factory.mktemp("data"), config=config
        ) as child:
            found = {line.number: line.found for line in child.results()}
        yield {LAYOUTS[number].name: (sites[number], found[number]) for number in sorted(found)}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_document_is_found(looks, layout) -> None:
    """The right page stands first and is clear, or nothing fits; with at most eight requests beside robots.txt."""
    site, found = looks[layout.name]
    fits = [one for one in found.candidates if one.standing is Standing.FITS]
    assert [one.url for one in fits[:1]] == ([site.url(layout.right)] if layout.right else []), found.candidates
    assert is_clear(found.candidates) is bool(layout.right), found.candidates
    assert all(one.reasons for one in found.candidates)
    assert sum(asked.path != "/robots.txt" for asked in site.asked) <= MOST_REQUESTS


def test_add_takes_what_is_clear(product) -> None:
    """`add` of a bare site shows what was found and why, and watches the page."""
    with Site() as site:
        site["/"] = page(home(("Privacy Policy", "/right")))
        site["/right"] = page(text())
        done = product.quick("add", site.url("").rstrip("/"))
        assert "in the footer" in done.stdout
        assert list(product.watches()) == [site.url("/right")]


def test_add_says_plainly_that_there_is_nothing(product) -> None:
    """A site without a policy is told in one line with exit code 2, and nothing is written."""
    with Site() as site:
        site["/"] = page(home(("About", "/about")))
        done = product.quick("add", site.url("/"), code=2)
    assert "no privacy policy was found" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (product.folder / "clausewatch.sqlite").exists()


def test_several_that_are_close_are_listed(product) -> None:
    """Without a terminal, candidates that are close are listed with exit code 2; --pick takes one."""
    with Site() as site:
        site["/"] = page(home(("Privacy policy", "/one"), ("Privacy policy", "/two")))
        site["/one"], site["/two"] = page(policy(1)), page(policy(2))
        done = product.quick("add", site.url("/"), code=2)
        assert "--pick" in done.stderr
        assert site.url("/two") in done.stdout
        product.quick("add", site.url("/"), "--pick", "2")
        assert set(product.watches()) == {site.url("/two")}


@pytest.mark.drill
def test_yes_takes_the_first_of_several(product) -> None:
    """Where candidates are close, --yes takes the one that is listed first."""
    with Site() as site:
        site["/"] = page(home(("Privacy policy", "/one"), ("Privacy policy", "/two")))
        site["/one"], site["/two"] = page(policy(1)), page(policy(2))
        product.quick("add", site.url("/"), "--yes")
        assert set(product.watches()) == {site.url("/one")}


def test_an_address_with_a_path_is_taken_as_it_is(product) -> None:
    """What has a path is watched as it stands, and so is a home page with --as-is."""
    with Site() as site:
        site["/"] = site["/here"] = page(policy())
        product.quick("add", site.url("/here"))
        product.quick("add", site.url("/"), "--as-is")
        assert set(product.watches()) == {site.url("/here"), site.url("/")}
        assert {asked.path for asked in site.asked} == {"/robots.txt", "/here", "/"}


def test_robots_are_obeyed(product) -> None:
    """A candidate that robots.txt forbids is not fetched."""
    with Site() as site:
        site["/robots.txt"] = page("User-agent: *\nDisallow: /right\n", media_type="text/plain")
        site["/"] = page(home(("Privacy Policy", "/right")))
        done = product.quick("add", site.url("/"), code=2)
        assert "robots.txt" in done.stdout
        assert site.times_asked("/right") == 0


def test_an_unstable_page_is_told(product) -> None:
    """A page whose text turns between two fetches is told with its places; both fetches are whole ones."""
    bodies = [policy(1), policy(1).replace("12 months", "13 months").replace("For ", "About ", 2)]
    with Site() as site:

        async def answer(asked, writer):
            await page(bodies[site.times_asked("/turning") % 2], ETag='"same"')(asked, writer)

        site["/turning"] = answer
        done = product.quick("add", site.url("/turning"))
        assert site.times_asked("/turning") == 2
        assert all("if-none-match" not in asked.headers for asked in site.asked)
    assert "vary from look to look, not told of meanwhile" in done.stdout
    assert "Warning" not in done.stderr


def test_an_import_sums_up(product, tmp_path) -> None:
    """`import` counts the kinds of trouble and lists each page once with its advice."""
    with Site() as site:
        site["/good"], site["/moved"] = page(policy()), redirect(f"{ELSEWHERE}/x")
        listing = tmp_path / "list.txt"
        listing.write_text("\n".join(site.url(path) for path in ("/good", "/moved", "/gone")))
        done = product.quick("import", str(listing))
    assert "1 of 3 pages could be read" in done.stdout
    assert "http error" in done.stdout
    assert done.stderr.count("/gone") == 1
