from __future__ import annotations

import pytest

from tests.policies import edited, policy
from tests.servers import page, redirect

TEXT = policy(1)


@pytest.fixture
def paths(site):
    """A page that has moved for good, by two hops, from /old to /new."""
    site["/old"] = redirect("/between", status=301)
    site["/between"] = redirect("/new", status=308)
    site["/new"] = page(TEXT)
    site.asked.clear()
    return site


def detail(product) -> str:
    """Return what the latest check said."""
    return product.query("SELECT detail FROM fetches ORDER BY id DESC LIMIT 1")[0][0]


def checked(product, site) -> list[str]:
    """Check all watches and return the paths that were asked for, robots.txt aside."""
    site.asked.clear()
    product.quick("check", "--all")
    return [asked.path for asked in site.asked if asked.path != "/robots.txt"]


def test_a_page_that_moved_for_good_is_remembered_and_reported(product, paths):
    """Permanent redirects are followed, told in the record and by `show`, and the new address is asked directly."""
    product.add(paths.url("/old"))
    assert checked(product, paths) == ["/old", "/between", "/new"]
    assert detail(product) == f"this policy moved to {paths.url('/new')}"
    shown = product.json("show", "1")
    assert (shown["url"], shown["moved_to"]) == (paths.url("/old"), paths.url("/new"))
    assert shown["moved_at"]
    assert f"this policy moved to {paths.url('/new')}" in product.quick("show", "1").stdout
    assert "moved_to" not in product.json("list")[0]
    assert checked(product, paths) == ["/new"]
    assert detail(product) == ""
    assert product.json("show", "1")["moved_at"] == shown["moved_at"]


@pytest.mark.drill
def test_a_chain_with_a_temporary_hop_moves_nothing(product, paths):
    """A page has moved only if every hop says so."""
    paths["/between"] = redirect("/new", status=302)
    product.add(paths.url("/old"))
    for _ in range(2):
        assert checked(product, paths) == ["/old", "/between", "/new"]
    assert product.json("show", "1")["moved_to"] == ""


@pytest.mark.drill
def test_where_the_new_address_fails_the_old_is_tried_in_turns(product, paths):
    """A mistaken redirect does not make a watch blind, nor an old address that was given up."""
    product.add(paths.url("/old"))
    checked(product, paths)
    paths["/new"] = page("", status=404)
    assert checked(product, paths) == ["/new"]
    paths["/old"] = page("", status=404)
    assert checked(product, paths) == ["/old"]
    paths["/new"] = page(TEXT)
    assert checked(product, paths) == ["/new"]
    assert product.json("show", "1")["state"] == "fine"


@pytest.mark.drill
def test_a_page_that_comes_back_is_asked_at_home_again(product, paths):
    """An old address that has the page again is the watch's only one again."""
    product.add(paths.url("/old"))
    checked(product, paths)
    paths["/new"] = page("", status=410)
    paths["/old"] = page(TEXT)
    checked(product, paths)
    assert checked(product, paths) == ["/old"]
    assert detail(product) == "this policy is back at its own address"
    shown = product.json("show", "1")
    assert (shown["moved_to"], shown["moved_at"]) == ("", None)


def test_a_move_to_a_page_that_is_no_policy_is_not_remembered(product, paths):
    """What could not be read at the new address is no move."""
    product.add(paths.url("/old"))
    paths["/new"] = page("")
    checked(product, paths)
    assert product.json("show", "1")["moved_to"] == ""


def test_a_change_at_the_new_address_is_a_change(product, paths):
    """The history goes on where the page went."""
    product.add(paths.url("/old"))
    checked(product, paths)
    paths["/new"] = page(edited(1))
    checked(product, paths)
    assert [row[0] for row in product.query("SELECT reason FROM snapshots ORDER BY id")] == ["first", "changed"]


def test_a_redirect_to_another_domain_is_flagged(product, site):
    """A page that answers from another registered domain is read, and each check says so."""
    site["/away"] = redirect(site.url("/policy", host="localhost"), status=302)
    site["/policy"] = page(TEXT)
    product.add(site.url("/away"))
    for _ in range(2):
        checked(product, site)
        assert "another domain than the watch's: localhost" in detail(product)
    assert "another domain" in product.quick("show", "1").stdout


def test_credentials_in_a_redirect_are_neither_sent_nor_written_down(product, site):
    """User name and password of an address stay out of requests, records and the log."""
    secret = site.url("/policy").replace("http://", "http://someone:hush@")
    site["/policy"] = page(TEXT)
    site["/in"] = redirect(secret, status=301)
    site["/broken-in"] = redirect(secret.replace("/policy", "/reset"), status=301)
    site["/reset"] = page(TEXT, status=500)
    product.add(site.url("/in"), site.url("/broken-in"))
    site.asked.clear()
    product.quick("check", "--all")
    assert product.watches()[site.url("/in")]["last_check"]["outcome"] == "new"
    assert not any("authorization" in asked.headers for asked in site.asked)
    written = (product.folder / "crawl.log").read_text() + repr(product.query("SELECT url, detail FROM fetches"))
    written += repr(product.query("SELECT moved_to FROM watches"))
    assert "hush" not in written
