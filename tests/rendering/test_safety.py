from __future__ import annotations

import asyncio
import select
import signal
import socket
from contextlib import contextmanager

import pytest

from crawler.rendering.browser import launch_options
from tests.product import descendants, is_alive, wait_until
from tests.rendering.pages import built
from tests.servers import PATIENCE_SECONDS, endless, hanging, page, redirect

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


def probing(site, *targets, then=""):
    """Serve a page that tries to reach other addresses in every way it knows."""
    return built(site, script=PROBES % list(targets) + then)


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


def test_no_way_leads_into_the_private_network(product, site):
    """Whatever a page tries, by scripts, frames, sockets, workers or popups, a forbidden address is never spoken to."""
    product.environment["CLAUSEWATCH_ALLOW_NETWORKS"] = "127.0.0.1/32"
    with ears("127.0.0.2") as (port, heard):
        forbidden = [f"http://{host}:{port}/" for host in ("127.0.0.2", "0x7f.2", "2130706434")]
        site["/forward"] = redirect(forbidden[0])
        url = probing(site, *forbidden, "http://169.254.169.254/latest/meta-data", site.url("/forward"))
        assert kind_of(product, url) == ""
        assert heard() == []
    assert site.times_asked("/forward") > 0


def test_a_script_that_forwards_inwards_is_refused(product, site):
    """A page whose script leads to a private address fails as a redirect there does."""
    targets = ("http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://[::1]/")
    for number, target in enumerate(targets):
        site[f"/away/{number}"] = page(f"<html><script>location.href = {target!r}</script></html>")
    product.add(*(site.url(f"/away/{number}") for number in range(len(targets))), render="yes")
    product.quick("check", "--all")
    kinds = [watch["last_check"]["kind"] for watch in product.watches().values()]
    assert kinds == ["forbidden_address"] * len(targets)


def test_a_redirect_inwards_is_refused(product, site):
    """A rendered watch whose page is forwarded to a private address fails on that hop."""
    site["/away"] = redirect("http://169.254.169.254/")
    assert kind_of(product, site.url("/away")) == "forbidden_address"


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


def test_an_endless_answer_is_cut_off(product, site):
    """Scripts, frames and images without end neither fill the memory nor keep the page from being read."""
    site["/endless"], site["/hang"] = endless(), hanging()
    assert kind_of(product, probing(site, site.url("/endless"), site.url("/hang"))) == ""


@pytest.mark.parametrize(
    ("script", "kinds", "seconds"),
    [
        ("for (;;) {}", {"timeout"}, "20"),
        ("const all = []; for (;;) all.push(new Array(1e6).fill({a: 1}));", {"empty", "timeout"}, "20"),
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


def test_dialogs_and_downloads_hold_nothing_up(product, site):
    """Alerts, questions, a download, a print and a request for a permission do not keep a page from being read."""
    script = (
        "alert(1); confirm(2); prompt(3); window.print(); onbeforeunload = () => 'stay';"
        "navigator.geolocation.getCurrentPosition(() => 0); Notification.requestPermission();"
        "const a = document.createElement('a'); a.href = 'data:text/plain,x'; a.download = 'x'; a.click();"
    )
    assert kind_of(product, built(site, script=script)) == ""


def test_no_browser_is_left(product, site):
    """After a crawl, and after a crawl that was killed, no process of it is left."""
    url = built(site)
    site["/hang.js"] = hanging()
    site["/slow"] = page("<html><body><script src='/hang.js'></script></body></html>")
    for path, ending in ((url, None), (site.url("/slow"), signal.SIGKILL), (site.url("/slow"), signal.SIGTERM)):
        process = product.start("extract", path, "--render")
        seen: set[int] = set()

        def is_there(process=process, seen=seen):
            seen |= descendants(process.pid)
            return len(seen) > 5 or process.poll() is not None

        wait_until(is_there)
        if ending:
            process.send_signal(ending)
        process.communicate(timeout=PATIENCE_SECONDS)
        assert len(seen) > 5
        wait_until(lambda seen=seen: not any(map(is_alive, seen)))
