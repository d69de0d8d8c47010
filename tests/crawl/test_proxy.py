from __future__ import annotations

import pytest

from tests.policies import policy
from tests.servers import HOST, Site, page, redirect

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
PRIVATE = ("http://10.0.0.1/policy", "https://10.0.0.1/policy", "http://169.254.169.254/policy", "http://[::1]/policy",
           "http://0x0a000001/policy", "https://localhost/policy", "http://127.0.0.2/policy")  # fmt: skip


@pytest.fixture
def proxy():
    """Serve as a proxy on loopback: what it is asked for are whole addresses, or hosts to open a way to."""
    with Site() as running:
        yield running


def test_the_proxies_of_the_environment_are_not_asked(product, site, proxy):
    """Proxy variables are ignored: pages are fetched directly, and no private address is asked of anybody."""
    product.environment |= dict.fromkeys(VARIABLES, proxy.url("")) | {"no_proxy": ""}
    product.environment["CLAUSEWATCH_ALLOW_NETWORKS"] = f"{HOST}/32"
    site["/policy"] = page(policy())
    product.add(site.url("/policy"), *PRIVATE)
    product.quick("check", "--all")
    kinds = {url: watch["last_check"]["kind"] for url, watch in product.watches().items()}
    assert kinds.pop(site.url("/policy")) is None
    assert set(kinds.values()) <= {"forbidden_address", "refused"}  # localhost is allowed here, and nobody is there
    assert {url for url in PRIVATE if "localhost" not in url} <= {
        u for u, k in kinds.items() if k == "forbidden_address"
    }
    assert proxy.asked == []


def test_a_configured_proxy_is_asked_for_what_may_be_fetched(product, site, proxy):
    """Pages come through the proxy, though it stands in a private network; what is private is never asked of it."""
    product.environment["CLAUSEWATCH_PROXY"] = proxy.url("")
    product.environment["CLAUSEWATCH_ALLOW_NETWORKS"] = f"{HOST}/32"
    start = site.url("/start")
    proxy[site.url("/policy")] = page(policy())
    proxy[start] = redirect("http://10.0.0.1/policy")
    product.add(site.url("/policy"), start, *(url for url in PRIVATE if "localhost" not in url))
    product.quick("check", "--all")
    kinds = {url: watch["last_check"]["kind"] for url, watch in product.watches().items()}
    assert kinds.pop(site.url("/policy")) is None
    assert set(kinds.values()) == {"forbidden_address"}
    assert site.asked == []
    assert {asked.path for asked in proxy.asked} == {site.url(path) for path in ("/robots.txt", "/policy", "/start")}


def test_the_proxys_own_host_is_allowed_for_the_proxy_alone(product, proxy):
    """A watch at the proxy's own private address is refused like any other."""
    product.environment["CLAUSEWATCH_PROXY"] = proxy.url("")
    product.environment["CLAUSEWATCH_ALLOW_NETWORKS"] = "10.0.0.0/8"
    proxy[proxy.url("/policy")] = proxy["/policy"] = page(policy())
    proxy["http://10.0.0.1/robots.txt"] = page("", status=404)
    proxy["http://10.0.0.1/policy"] = page(policy())
    product.add(proxy.url("/policy"), "http://10.0.0.1/policy")
    product.quick("check", "--all")
    kinds = {url: watch["last_check"]["kind"] for url, watch in product.watches().items()}
    assert kinds == {proxy.url("/policy"): "forbidden_address", "http://10.0.0.1/policy": None}
    assert {asked.path for asked in proxy.asked} == {"http://10.0.0.1/robots.txt", "http://10.0.0.1/policy"}


@pytest.mark.parametrize(
    "value", ["proxy.example.org", "https://proxy.example.org:3128", "http://user:hush@proxy.example.org:3128",
              "http://proxy.example.org", "socks5://proxy.example.org:1080", "http://proxy.example.org:3128/path"],
)  # fmt: skip
def test_what_is_no_proxy_is_told(product, value):
    """A setting that is no http address with a port is refused in one line that says how to write it."""
    product.environment["CLAUSEWATCH_PROXY"] = value
    done = product.quick("check", "--all", code=2)
    assert "CLAUSEWATCH_PROXY" in done.stderr
    assert "http://proxy.example.org:3128" in done.stderr
    assert "hush" not in done.stderr
