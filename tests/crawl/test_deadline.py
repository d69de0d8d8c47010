from __future__ import annotations

import pytest

from tests.policies import policy
from tests.product import Product
from tests.servers import Site, dripping, hanging, late, page, redirect

HOPS = 10


@pytest.fixture(scope="module")
def slow_checks(tmp_path_factory):
    """Check a slow chain of redirects, a chain that ends in a drip, and a good page whose robots.txt is slow."""
    with Site() as site:
        site["/robots.txt"] = late(page("", media_type="text/plain"), seconds=0.5)
        for number in range(HOPS):
            site[f"/chain/{number}"] = late(redirect(f"/chain/{number + 1}"), seconds=2)
        site[f"/chain/{HOPS}"] = page(policy())
        site["/drips"] = late(redirect("/drip"), seconds=0.5)
        site["/drip"] = dripping(policy())
        site["/good"] = page(policy())
        product = Product(
            tmp_path_factory.mktemp("deadline") / "data", CLAUSEWATCH_TIMEOUT="600", CLAUSEWATCH_CHECK_TIMEOUT="12"
        )
        product.add(site.url("/chain/0"), site.url("/drips"), site.url("/good"))
        product.quick("check", "--all")
        yield site, product, product.watches()


@pytest.mark.parametrize("path", ["/chain/0", "/drips"])
def test_a_check_ends_at_its_deadline_whatever_it_is_made_of(slow_checks, path):
    """Redirects, repeats and robots.txt share one deadline: no request gets time of its own beyond it."""
    site, product, watches = slow_checks
    watch = watches[site.url(path)]
    assert (watch["last_check"]["outcome"], watch["last_check"]["kind"]) == ("failed", "timeout")
    assert watch["snapshots"] == 0
    assert site.times_asked(f"/chain/{HOPS - 3}") == 0
    assert site.times_asked("/drip") == 1  # what is over is not tried again
    assert product.problems() == []


def test_what_is_quick_enough_is_kept(slow_checks):
    """A check that ends before the deadline knows nothing of it."""
    site, _, watches = slow_checks
    assert watches[site.url("/good")]["last_check"]["outcome"] == "new"


def test_waiting_for_ones_turn_is_not_counted(product, site):
    """A good page that stands behind hanging ones at its host is checked, however long that takes."""
    product = Product(
        product.folder,
        CLAUSEWATCH_HOST_CONCURRENCY="1",
        CLAUSEWATCH_TIMEOUT="8",
        CLAUSEWATCH_CHECK_TIMEOUT="8",
    )
    for number in range(2):
        site[f"/hang/{number}"] = hanging()
    site["/moved"], site["/policy"] = redirect("/policy"), page(policy())
    product.add(*(site.url(f"/hang/{number}") for number in range(2)), site.url("/moved"))
    product.quick("check", "--all")
    kinds = {url: watch["last_check"]["kind"] for url, watch in product.watches().items()}
    assert kinds.pop(site.url("/moved")) is None
    assert set(kinds.values()) == {"timeout"}
