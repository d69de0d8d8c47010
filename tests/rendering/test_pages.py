from __future__ import annotations

import json

import pytest

from tests.policies import clauses, edited, html, policy
from tests.product import Product
from tests.rendering.pages import BUILT, PATIENT, built
from tests.servers import Site, page, redirect, validated


def watch(product, *urls, plain=()):
    """Put pages on the watchlist, those of `urls` to be rendered."""
    product.add(*urls, render="yes")
    if plain:
        product.add(*plain)


def texts(product):
    """Return the clauses of the latest version of each watch, by the watch's URL."""
    rows = product.query(
        "SELECT w.url, c.text FROM watches w JOIN snapshots s ON s.watch_id = w.id"
        " JOIN snapshot_clauses sc ON sc.snapshot_id = s.id JOIN clauses c ON c.id = sc.clause_id ORDER BY s.id"
    )
    found: dict[str, list[str]] = {}
    for url, text in rows:
        found.setdefault(url, []).append(text)
    return found


FIRST, *REST = (line for lines in clauses(1).values() for line in lines)
SHADOW = (
    "const host = document.getElementById('root').attachShadow({mode: 'open'});"
    f"host.innerHTML = {json.dumps(f'<p>{FIRST}</p><div id=in></div>')};"
    "host.getElementById('in').attachShadow({mode: 'open'}).innerHTML = "
    f"{json.dumps(''.join(f'<p>{line}</p>' for line in REST))};"
)


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    """Render a built page, one with shadow trees and one whose script leads on, twice, with an edit in between.

    Yields the site, the product and the outcome of each check by path, those of the first round first.
    """
    product = Product(tmp_path_factory.mktemp("rounds") / "data", **PATIENT)
    with Site() as site:
        built(site)
        site["/old"] = page("<html><script>location.replace('/built')</script></html>")
        site["/shadow"] = page(
            f"<html lang=en><h1>Privacy policy</h1><main id=root></main><script>{SHADOW}</script></html>"
        )
        watch(product, *map(site.url, ("/built", "/old", "/shadow")))
        outcomes = []
        for _ in range(2):
            product.quick("check", "--all")
            watches = product.watches()
            outcomes.append(
                {path: watches[site.url(path)]["last_check"]["outcome"] for path in ("/built", "/old", "/shadow")}
            )
            site["/policy.json"] = page(json.dumps({"html": edited()}), media_type="application/json")
        yield site, product, outcomes


def test_a_page_built_by_scripts_is_watched_to_its_change(rounds):
    """A rendered watch reads what a script fetched, and a word edited there is one change of one clause."""
    site, product, outcomes = rounds
    assert [found["/built"] for found in outcomes] == ["new", "changed"]
    *_, last = product.json("history", site.url("/built"))
    (change,) = last["change"]["changes"]
    assert change["kind"] == "modified"
    assert "years after" in change["new"]["text"]


def test_a_version_says_that_a_browser_built_it(rounds):
    """A version of a rendered page says so, with the headers with which the page came before the browser had it."""
    _, product, _ = rounds
    rows = product.query("SELECT is_rendered, status, response_headers FROM provenance")
    assert {row[:2] for row in rows} == {(1, 200)}
    assert all("Content-Length" in row[2] for row in rows)


@pytest.mark.drill
def test_a_mixed_round(product, site):
    """Rendered and plain watches are checked in one round; a page that needs no scripts reads the same either way."""
    site["/plain"] = site["/both"] = page(policy())
    watch(product, built(site), site.url("/both"), plain=[site.url("/plain")])
    product.quick("check", "--all")
    assert {found["last_check"]["outcome"] for found in product.watches().values()} == {"new"}
    assert product.query("SELECT count(DISTINCT text_digest) FROM snapshots") == [(1,)]


def test_the_open_shadow_is_read(rounds):
    """Text in shadow trees a script attached, one within another, is read where it stands."""
    site, product, outcomes = rounds
    assert [found["/shadow"] for found in outcomes] == ["new", "unchanged"]
    assert [text for text in texts(product)[site.url("/shadow")] if text != "Privacy policy"] == [FIRST, *REST]


@pytest.mark.drill
def test_a_page_that_never_rests_is_read_as_it_stands(product, site):
    """A page that asks and changes for ever is read when its time is over."""
    url = built(site, script="let n = 0; setInterval(() => { document.title += n++; fetch('/policy.json'); }, 50);")
    product.environment["CLAUSEWATCH_TIMEOUT"] = "15"
    shown = json.loads(product.quick("extract", url, "--render", "--format", "json").stdout)
    assert len(shown["clauses"]) == sum(map(len, clauses(1).values()))


def test_what_a_script_forwards_to_is_read(rounds):
    """A page whose script leads elsewhere is followed as a redirect is, to its change."""
    assert [found["/old"] for found in rounds[2]] == ["new", "changed"]


@pytest.mark.drill
def test_a_page_that_forwards_in_a_circle_ends(product, site):
    """Two pages whose scripts lead to each other are a redirect loop; one that reloads itself is read."""
    site["/a"] = page("<html><script>location.replace('/b')</script></html>")
    site["/b"] = page("<html><script>location.replace('/a')</script></html>")
    url = built(site, script="setTimeout(() => location.reload(), 300);")
    watch(product, site.url("/a"), url)
    product.quick("check", "--all")
    checks = {found: watch["last_check"] for found, watch in product.watches().items()}
    assert checks[site.url("/a")]["kind"] == "redirect_loop"
    assert checks[url]["outcome"] == "new"


@pytest.mark.drill
def test_other_answers_pass_by_the_browser(product, site):
    """An error, a forward, and a text that is no web page come out as of a plain check."""
    text = "\n\n".join(line for lines in clauses(1).values() for line in lines)
    site["/text"] = page(text, media_type="text/plain; charset=utf-8")
    site["/moved"] = redirect("/built")
    built(site)
    watch(product, *(site.url(path) for path in ("/gone", "/text", "/moved")))
    product.quick("check", "--all")
    checks = {url.removeprefix(site.url("")): watch["last_check"] for url, watch in product.watches().items()}
    assert (checks["/gone"]["kind"], checks["/gone"]["status"]) == ("http_error", 404)
    assert [checks[path]["outcome"] for path in ("/text", "/moved")] == ["new", "new"]


@pytest.mark.drill
def test_a_rendered_watch_asks_for_the_whole_page(product, site):
    """The page's own validator says nothing of what scripts fetch: the request names none, and none is kept."""
    built(site)
    site["/built"] = validated(BUILT % "", ETag='"1"')
    watch(product, site.url("/built"))
    for outcome in ("new", "unchanged"):
        product.quick("check", "--all")
        assert product.watches()[site.url("/built")]["last_check"]["outcome"] == outcome
    assert [asked for asked in site.asked if "if-none-match" in asked.headers] == []


@pytest.mark.drill
def test_the_browser_says_who_asks(product, site):
    """Every request, of the page and of its scripts, has the crawl's own user agent; the page's scripts see the same."""
    product.environment["CLAUSEWATCH_CONTACT"] = "https://example.org/us"
    url = built(site, script="document.title = navigator.userAgent;")
    shown = json.loads(product.quick("extract", url, "--render", "--format", "json").stdout)
    agents = {asked.headers["user-agent"] for asked in site.asked}
    assert len(agents) == 1
    assert all(agent.startswith("Clausewatch/") and "example.org/us" in agent for agent in agents)
    assert shown["clauses"]


def test_robots_txt_is_obeyed(product, site):
    """What robots.txt forbids is fetched neither as a page nor by a page's scripts."""
    with Site() as other:
        forbidden = ((site, "/built"), (other, "/policy.json"))
        urls = [built(one) for one, _ in forbidden]
        for one, path in forbidden:
            one["/robots.txt"] = page(f"User-agent: *\nDisallow: {path}\n", media_type="text/plain")
        done = product.quick("extract", *urls, "--render", "--format", "json", code=1)
        assert [one.times_asked(path) for one, path in forbidden] == [0, 0]
        assert other.times_asked("/built") == 1
    assert ["error" in json.loads(line) for line in done.stdout.splitlines()] == [True, True]


def test_the_trial_renders(product, site):
    """`add --render` shows the built page and the address that answered."""
    built(site)
    site["/old"] = page("<html><script>location.replace('/built')</script></html>")
    shown = product.quick("add", site.url("/old"), "--render").stdout
    assert "18 clauses" in shown
    assert f"Page:         {site.url('/built')}\n" in shown


@pytest.mark.drill
def test_the_trial_advises(product, site):
    """`add` of a page that is empty until scripts have run says what would help."""
    assert "--render" in product.quick("add", built(site)).stderr


ROUTED = """<!DOCTYPE html><html lang="en"><head><title>Legal</title></head><body><div id="root"></div><script>
const pages = %s;
document.getElementById("root").innerHTML = pages[location.hash] || "<p>Choose a page from the menu above.</p>";
</script></body></html>"""
_RETURNS = "You may return what you bought within two weeks, and we pay you back in full, whatever the reason is."
TERMS = html({f"Terms of use, part {n}": [f"{_RETURNS} This holds for lot {n}."] for n in range(1, 9)})


def test_a_fragment_reaches_the_scripts(product, site):
    """A fragment by which scripts choose what to show is the browser's, and what they show is the document, whole."""
    pages = {"#privacy": policy(1), "#/terms": TERMS}
    site["/app"] = page(ROUTED % json.dumps(pages))
    addresses = [site.url(f"/app{fragment}") for fragment in pages]
    watch(product, *addresses)
    product.quick("check", "--all")
    found = texts(product)
    assert set(found) == set(addresses)
    assert FIRST in found[addresses[0]]
    assert "two weeks" in found[addresses[1]][0]
    assert product.query("SELECT DISTINCT url FROM snapshots") == [(site.url("/app"),)]
    assert [one["provenance"]["source"] for one in product.json("history", "2")] == addresses[1:]
    site["/app"] = page(ROUTED % json.dumps(pages | {"#privacy": edited(1)}))
    product.quick("check", "--all")
    assert [len(product.json("history", watch)) for watch in ("1", "2")] == [2, 1]


def test_a_fragment_that_names_a_part_keeps_to_it(product, site):
    """Of a page in which the fragment names a part, only that is read; where it goes, the check fails as ever."""
    parts = f'<div id="privacy">{policy(1)}</div><div id="terms">{TERMS}</div>'
    address = site.url("/app#terms")
    site["/app"] = page(BUILT % "")
    site["/policy.json"] = page(json.dumps({"html": parts}), media_type="application/json")
    watch(product, address)
    product.quick("check", "--all")
    assert len(texts(product)[address]) == 8
    site["/policy.json"] = page(json.dumps({"html": policy(1)}), media_type="application/json")
    product.quick("check", "--all")
    assert product.watches()[address]["last_check"]["kind"] == "selector"
