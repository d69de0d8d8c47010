from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from ipaddress import ip_network

import pytest

from crawler.network.resolver import look_up
from monitor.core.networks import is_allowed
from tests.crawls import crawls_of, ports_of
from tests.policies import policy
from tests.product import Product
from tests.servers import Site, page, redirect

INWARD_HOSTS = (
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "0",
    "0.0.0.0",
    "localhost",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
)
# spellings that resolvers and parsers may take for no host at all
NOBODYS = {"127.0.0.2.", "127.0.0.1\\@127.0.0.2", "%31%32%37.0.0.2", "127.0.0.2%2e", "①②⑦.⓪.⓪.②", "１２７.0.0.2", "127。0。0。2",
           "127.0.0.2#@127.0.0.1", "127.0.0.2?@127.0.0.1"}  # fmt: skip
LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """Check every spelling of loopback with no private network allowed."""
    with Site() as site:
        site["/policy"] = page(policy())
        product = Product(tmp_path_factory.mktemp("addresses") / "data", CLAUSEWATCH_ALLOW_NETWORKS=None)
        urls = {host: site.url("/policy", host=host) for host in INWARD_HOSTS}
        product.add(*urls.values())
        product.quick("check", "--all")
        listed = product.query(
            "SELECT w.url, f.outcome, f.kind, f.detail FROM watches w LEFT JOIN fetches f ON w.id = f.watch_id"
        )
        yield site, listed


def test_no_spelling_of_a_private_address_is_fetched(refused):
    """Loopback is refused in every spelling and by name, and the server there is never spoken to."""
    site, listed = refused
    assert len(listed) == len(INWARD_HOSTS)
    assert {url: kind for url, _, kind, _ in listed if kind != "forbidden_address"} == {}
    assert site.asked == []


def test_a_refusal_says_what_it_is_about(refused):
    """The detail of a refusal names the host."""
    _, listed = refused
    assert all("private network" in detail for _, _, _, detail in listed)


def test_a_redirect_inwards_is_refused(product, site):
    """A page within an allowed network that forwards out of it is refused on that hop."""
    for path, host in {"/a": "[::1]", "/b": "localhost", "/c": "127.0.0.2", "/d": "0"}.items():
        site[path] = redirect(site.url("/policy", host=host))
    site["/policy"] = page(policy())
    product.environment["CLAUSEWATCH_ALLOW_NETWORKS"] = "127.0.0.1/32"
    product.add(*(site.url(path) for path in ["/a", "/b", "/c", "/d"]), site.url("/policy"))
    product.quick("check", "--all")
    kinds = {url.removeprefix(site.url("")): watch["last_check"]["kind"] for url, watch in product.watches().items()}
    # localhost has an allowed address besides ::1, and only that is used
    assert kinds == {
        "/a": "forbidden_address",
        "/b": None,
        "/c": "forbidden_address",
        "/d": "forbidden_address",
        "/policy": None,
    }


INWARD_HOPS = [
        "[::1]", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "0",
        "10.0.0.1", "169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "127.0.0.2.", "①②⑦.⓪.⓪.②", "１２７.0.0.2",
        "127。0。0。2", "0X7F.0.0.2", "0177.0.2", "017700000002", "127.0.2", "%31%32%37.0.0.2", "127.0.0.2%2e",
        "127.0.0.1@127.0.0.2", "127.0.0.1\\@127.0.0.2", "[::1%25lo]", "[::ffff:0:7f00:2]", "[64:ff9b::7f00:2]",
        "[2002:7f00:2::]", "0.0.0.0", "127.0.0.2#@127.0.0.1", "127.0.0.2?@127.0.0.1", "[0:0:0:0:0:ffff:127.0.0.2]",
    ]  # fmt: skip


def test_no_hop_leads_inwards(product):
    """The second hop of a redirect is judged as the first is, in every spelling of a private address."""
    with Site() as site:
        for place, host in enumerate(INWARD_HOPS):
            site[f"/start{place}"] = redirect(f"/next{place}", status=301)
            site[f"/next{place}"] = redirect(site.url("/policy", host=host).encode().decode("latin-1"), status=301)
        site["/policy"] = page(policy())
        product.environment["CLAUSEWATCH_ALLOW_NETWORKS"] = "127.0.0.1/32"
        product.add(*(site.url(f"/start{place}") for place in range(len(INWARD_HOPS))))
        product.quick("check", "--all")
        assert site.times_asked("/policy") == 0
        told = {url: watch["last_check"]["kind"] for url, watch in product.watches().items()}
        kinds = {host: told[site.url(f"/start{place}")] for place, host in enumerate(INWARD_HOPS)}
    assert {host: kind for host, kind in kinds.items() if kind != "forbidden_address" and host not in NOBODYS} == {}
    # before a backslash, the allowed 127.0.0.1 is the host, and nobody is at its port 80
    assert set(kinds.values()) <= {"dns", "http_error", "forbidden_address", "connection", "refused"}


IMPOSSIBLE_HOSTS = ("a..b", f"{'x' * 64}.com", ".example.com")


def test_a_host_that_cannot_be_is_not_found(product, site):
    """A name no host can have is told as such, not waited for: of a redirect, and of a redirect of robots.txt."""
    product.environment["CLAUSEWATCH_TIMEOUT"] = "5"
    urls = []
    with ExitStack() as running:
        for place, host in enumerate(IMPOSSIBLE_HOSTS):
            other = running.enter_context(Site())
            other["/robots.txt"] = redirect(f"http://{host}/robots.txt")
            other["/policy"] = page(policy())
            site[f"/page{place}"] = redirect(f"http://{host}/x")
            urls += [site.url(f"/page{place}"), other.url("/policy")]
        product.add(*urls)
        product.quick("check", "--all")
    assert {url: watch["last_check"]["kind"] for url, watch in product.watches().items()} == dict.fromkeys(urls, "dns")


@pytest.mark.parametrize(
    ("host", "port"),
    [("a..b", 0), ("x" * 64, 0), ("a\0b", 0), ("127.0.0.1", 2**80)],
    ids=["no label", "long label", "nul", "port"],
)
def test_every_failure_to_look_up_is_one_that_is_heeded(host, port):
    """Whatever stands in the way of asking for a name, who waits for its addresses is told that there are none."""
    with pytest.raises(socket.gaierror):
        look_up(host, port)


def test_a_trial_is_no_way_around(product, site):
    """`add` looks at the page under the same rule."""
    site["/policy"] = page(policy())
    site.asked.clear()
    product.environment.pop("CLAUSEWATCH_ALLOW_NETWORKS")
    shown = product.quick("add", site.url("/policy"), code=None)
    assert "private network" in shown.stdout + shown.stderr
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
        "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::1", "64:ff9b::a9fe:a9fe", "2001:db8::1",
        # IPv4 within IPv6: translated (RFC 2765), NAT64 of a private address and of a multicast one, 6to4, Teredo with a
        # private server or client, ISATAP with and without the bit for unique addresses
        "::ffff:0:7f00:1", "::ffff:0:0a00:1", "64:ff9b::a00:1", "64:ff9b::e000:1", "2002:a00:1::", "2002:c0a8:101::1",
        "2001:0:a00:1::f5ff:fffe", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "2606:2800::5efe:7f00:1",
        "2606:2800::200:5efe:a00:1",
        # outside the one block of the public internet, or reserved within it
        "100::1", "200::1", "400::1", "4000::1", "5f00::1", "8000::1", "e000::1", "fb00::1", "fd20:ce::254", "2001:2::1",
        "2001:10::1", "2001:20::1", "2001:1ff::1", "3ffe::1", "3fff::1",
        "0.1.2.3", "100.127.255.254", "100.100.100.200", "198.18.0.1", "198.19.255.254", "192.0.0.9", "192.88.99.1",
        "198.51.100.1", "203.0.113.1", "240.0.0.1", "239.255.255.250", "232.1.1.1",
        "::7f00:1", "::10.0.0.1", "64:ff9b:1::7f00:1", "fec0::1", "192.0.0.192", "168.63.129.16",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address):
    """Private, loopback, link-local, shared, multicast, metadata and reserved addresses are refused, also when wrapped."""
    assert not is_allowed(address, ())


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "2606:2800:21f:cb07::1",
        "::ffff:93.184.215.14",
        "64:ff9b::5db8:d70e",
        "2002:5db8:d70e::1",
        "2a00:1450::5efe:1",
        "192.31.196.1",
        "100.63.255.255",
        "198.20.0.1",
        "2400:cb00::1",
        "2c0f:f248::1",
    ],
)
def test_public_addresses_are_allowed(address):
    """Public addresses need no permission."""
    assert is_allowed(address, ())


@pytest.mark.parametrize(
    ("address", "allowed"), [("127.0.0.1", True), ("::ffff:127.0.0.9", True), ("10.0.0.1", False), ("::1", False)]
)
def test_an_allowed_network_allows_no_other(address, allowed):
    """A network of the configuration is allowed, mapped into IPv6 too, and nothing else is."""
    assert is_allowed(address, LOOPBACK) is allowed


def test_an_inward_redirect_of_robots_is_told_as_what_it_is(product, site):
    """A robots.txt that forwards to a private address fails the check as forbidden_address, not as an unknown name."""
    site["/robots.txt"] = redirect("http://10.0.0.1/robots.txt")
    site["/policy"] = page(policy())
    product.add(site.url("/policy"))
    product.quick("check", "--all")
    site["/robots.txt"] = page("", status=404)
    last = product.watches()[site.url("/policy")]["last_check"]
    assert last["kind"] == "forbidden_address"
    assert "robots.txt could not be had" in last["detail"]
    assert "10.0.0.1 is an address of a private network" in last["detail"]


def test_a_crawl_listens_nowhere(product, site):
    """While it fetches, a crawl has no port open at which anybody could ask something of it."""
    found = {}

    async def answer(asked, writer):
        found.update({pid: ports_of(pid) for pid in crawls_of(os.getpid())})
        await page(policy(1))(asked, writer)

    site["/policy"] = answer
    product.add(site.url("/policy"))
    product.quick("check", "--all")
    assert list(found.values()) == [set()]
