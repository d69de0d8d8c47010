from __future__ import annotations

import pytest

from tests.crawl.layouts import home
from tests.policies import policy
from tests.servers import Site, page

PRIVATE = ("http://10.0.0.1/privacy", "https://169.254.169.254/privacy", "http://0x7f000002/privacy",
           "http://[::1]/privacy", "http://[::ffff:10.0.0.1]/privacy", "http://192.168.1.1/privacy-policy")  # fmt: skip


@pytest.mark.parametrize("choice", [["--yes"], pytest.param(["--pick", "1"], marks=pytest.mark.drill)])
def test_a_link_inwards_is_no_candidate(product, choice):
    """A home page that links to private addresses, by number or through resolution, puts none on the watchlist."""
    with Site() as site:
        site["/"] = page(home(*(("Privacy Policy", url) for url in PRIVATE)))
        product.environment["CLAUSEWATCH_ALLOW_NETWORKS"] = "127.0.0.1/32"
        done = product.quick("add", site.url("/"), *choice, code=None)
        assert not any(url in done.stdout for url in PRIVATE)
        assert not set(PRIVATE) & set(product.watches())


@pytest.mark.drill
def test_beside_links_inwards_the_policy_is_found(product):
    """Private addresses among the links do not hide the policy itself."""
    with Site() as site:
        site["/"] = page(home(("Privacy Policy", PRIVATE[0]), ("Privacy Policy", "/privacy"), ("Privacy", PRIVATE[1])))
        site["/privacy"] = page(policy())
        product.environment["CLAUSEWATCH_ALLOW_NETWORKS"] = "127.0.0.1/32"
        product.quick("add", site.url("/"), "--yes")
        assert set(product.watches()) == {site.url("/privacy")}
