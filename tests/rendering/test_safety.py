from __future__ import annotations

import asyncio
import select
import signal
import socket
from contextlib import contextmanager

import pytest

from crawler.rendering.browser import launch_options
from tests.product import Product, descendants, is_alive, wait_until
from tests.rendering.pages import PATIENT, built
from tests.servers import PATIENCE_SECONDS, Site, endless, hanging, page, redirect

PROBES = """
for (const url of %s) {
  fetch(url, {mode: 'no-cors'}).catch(() => 0);
  for (const [name, at] of [['img', 'src'], ['iframe', 'src'], ['script', 'src'], ['video', 'src'], ['object', 'data']]) {
    const one = document.createElement(name); one[at] = url; document.body.append(one);
  }
  for (const rel of ['stylesheet', 'preload', 'prefetch', 'preconnect', 'icon', 'manifest']) {
    const link = document.createElement('link'); link.rel = rel; link.href = url; link.as = 'fetch'; document.head.append(link);
  }
  try { new WebSocket(url.replace('http', 'ws')); } catch { }
  try { new EventSource(url); } catch { }
  try { new Worker(URL.createObjectURL(new Blob([`fetch("${url}"); importScripts("${url}")`]))); } catch { }
  try { navigator.sendBeacon(url, 'x'); } catch { }
  try { navigator.serviceWorker.register('/policy.json'); } catch { }
  try { window.open(url); } catch { }
  try { new RTCPeerConnection({iceServers: [{urls: 'stun:' + new URL(url).host}]}).createDataChannel('x'); } catch { }
}
"""


def probing(site, *targets, path):
    """Serve a page that tries to reach other addresses in every way it knows."""
    return built(site, path, script=PROBES % list(targets))


@contextmanager
def ears(host):
    """Listen on a port of an address; give the port, and what tells of every connection and packet that came."""
    with socket.create_server((host, 0)) as calls, socket.socket(type=socket.SOCK_DGRAM) as packets:
        port = calls.getsockname()[1]
        packets.bind((host, port))

        def heard():
            return select.select([calls, packets], [], [], 0)[0]

        yield port, heard


def kind_of(product, url):
    """Render a page and return the kind of failure, "" for a text."""
    product.add(url, render="yes")
    product.quick("check", "--all")
    return product.watches()[url]["last_check"]["kind"] or ""


DIALOGS = (
    "alert(1); confirm(2); prompt(3); window.print(); onbeforeunload = () => 'stay';"
    "navigator.geolocation.getCurrentPosition(() => 0); Notification.requestPermission();"
    "const a = document.createElement('a'); a.href = 'data:text/plain,x'; a.download = 'x'; a.click();"
)
AWAY = ("http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://[::1]/")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """Render pages that mean harm in one round, one address of loopback allowed.

    Yields the site, the kind of failure by path, and whether any forbidden address was spoken to.
    """
    folder = tmp_path_factory.mktemp("safety") / "data"
    with Site() as site, ears("127.0.0.2") as (port, heard):
        forbidden = [f"http://{host}:{port}/" for host in ("127.0.0.2", "0x7f.2", "2130706434")]
        site["/forward"] = redirect(forbidden[0])
        probing(site, *forbidden, AWAY[0], site.url("/forward"), path="/probing")
        site["/endless"], site["/hang"] = endless(), hanging()
        probing(site, site.url("/endless"), site.url("/hang"), path="/unending")
        built(site, "/dialogs", script=DIALOGS)
        site["/forwarded"] = redirect(AWAY[0])
        for number, target in enumerate(AWAY):
            site[f"/away/{number}"] = page(f"<html><script>location.href = {target!r}</script></html>")
        paths = ["/probing", "/unending", "/dialogs", "/forwarded", *(f"/away/{number}" for number in range(len(AWAY)))]
        product = Product(folder, CLAUSEWATCH_ALLOW_NETWORKS="127.0.0.1/32", **PATIENT)
        product.add(*map(site.url, paths), render="yes")
        product.quick("check", "--all")
        watches = product.watches()
        yield site, {path: watches[site.url(path)]["last_check"]["kind"] for path in paths}, heard() != []


def test_no_way_leads_into_the_private_network(rendered):
    """Whatever a page tries, by scripts, frames, sockets, workers or popups, a forbidden address is never spoken to."""
    site, kinds, is_heard = rendered
    assert kinds["/probing"] is None
    assert not is_heard
    assert site.times_asked("/forward") > 0


@pytest.mark.parametrize("number", range(len(AWAY)), ids=AWAY)
def test_a_script_that_forwards_inwards_is_refused(rendered, number):
    """A page whose script leads to a private address fails as a redirect there does."""
    assert rendered[1][f"/away/{number}"] == "forbidden_address"


def test_a_redirect_inwards_is_refused(rendered):
    """A rendered watch whose page is forwarded to a private address fails on that hop."""
    assert rendered[1]["/forwarded"] == "forbidden_address"


def test_an_endless_answer_is_cut_off(rendered):
    """Scripts, frames and images without end neither fill the memory nor keep the page from being read."""
    assert rendered[1]["/unending"] is None


def test_dialogs_and_downloads_hold_nothing_up(rendered):
    """Alerts, questions, a download, a print and a request for a permission do not keep a page from being read."""
    assert rendered[1]["/dialogs"] is None


def test_the_browser_alone_reaches_nothing():
    """Even with nothing in between, the browser as it is started opens no connection, not to a literal address either."""
    from playwright.async_api import Error, async_playwright  # noqa: PLC0415 - the extra may be missing

    async def visit(port):
        urls = [f"http://{host}:{port}/" for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]")]
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**launch_options(""))
            tab = await browser.new_page()
            for url in urls:
                with pytest.raises(Error):
                    await tab.goto(url, timeout=60_000)
            tab = await browser.new_page()
            script = f"() => {{ {PROBES % urls} }}"
            await tab.evaluate(script)
            await asyncio.sleep(1)
            await browser.close()

    with ears("127.0.0.1") as (port, heard):
        asyncio.run(visit(port))
        assert heard() == []


@pytest.mark.drill
def test_a_flood_of_requests_is_cut_off(product, site):
    """A page that asks without end gets so many answers and no more: it is read, or its time is over."""
    url = built(
        site,
        "/flood.html",
        script="let n = 0; setInterval(() => { for (let i = 0; i < 50; i++) fetch('/flood?' + n++); }, 20);",
    )
    assert kind_of(product, url) in {"", "timeout"}
    assert sum(asked.path.startswith("/flood?") for asked in site.asked) <= 200


@pytest.mark.parametrize(
    ("script", "kinds", "seconds"),
    [
        pytest.param("for (;;) {}", {"timeout"}, "20", marks=pytest.mark.drill),
        pytest.param(
            "const all = []; for (;;) all.push(new Array(1e6).fill({a: 1}));",
            {"empty", "timeout"},
            "20",
            marks=pytest.mark.drill,
        ),
        ("document.body.append('word '.repeat(3e6));", {"too_large"}, "120"),
    ],
)
def test_a_page_that_does_harm_fails_and_the_round_goes_on(product, site, script, kinds, seconds):
    """A script that never ends, eats memory or grows the page is a failure with its kind; the next page is read."""
    site["/bad"] = page(f"<html><body><script>{script}</script></body></html>")
    product.environment["CLAUSEWATCH_TIMEOUT"] = seconds
    product.add(built(site), render="yes")
    assert kind_of(product, site.url("/bad")) in kinds
    assert product.watches()[site.url("/built")]["last_check"]["outcome"] == "new"


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        pytest.param("/built", None, marks=pytest.mark.drill),
        ("/slow", signal.SIGKILL),
        pytest.param("/slow", signal.SIGTERM, marks=pytest.mark.drill),
    ],
)
def test_no_browser_is_left(product, site, path, ending):
    """After a crawl, and after a crawl that was killed, no process of it is left."""
    built(site)
    site["/hang.js"] = hanging()
    site["/slow"] = page("<html><body><script src='/hang.js'></script></body></html>")
    process = product.start("extract", site.url(path), "--render")
    seen: set[int] = set()

    def is_there():
        seen.update(descendants(process.pid))
        return len(seen) > 5 or process.poll() is not None

    wait_until(is_there)
    if ending:
        process.send_signal(ending)
    process.communicate(timeout=PATIENCE_SECONDS)
    assert len(seen) > 5
    wait_until(lambda: not any(map(is_alive, seen)))
