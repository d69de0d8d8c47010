from __future__ import annotations

import json
import subprocess
import sys

from tests.policies import policy
from tests.product import ROOT
from tests.servers import page


def test_a_missing_browser_fails_its_watches_alone(product, site):
    """Without browser or extra, trial, check and doctor say in one line what to install; plain watches go on."""
    site["/plain"] = site["/built"] = page(policy())
    product.environment["CLAUSEWATCH_BROWSER"] = "no-such-browser"
    told = product.quick("add", site.url("/built"), "--render").stderr
    assert "CLAUSEWATCH_BROWSER" in told or "clausewatch[render]" in told
    assert len(told.strip().splitlines()) == 1
    product.add(site.url("/plain"))
    site.asked.clear()
    product.quick("check", "--all")
    checks = {url: watch["last_check"] for url, watch in product.watches().items()}
    assert checks[site.url("/plain")]["outcome"] == "new"
    assert checks[site.url("/built")]["kind"] == "empty"
    assert checks[site.url("/built")]["detail"] in told
    assert site.times_asked("/built") == 0
    assert checks[site.url("/built")]["detail"] in product.quick("doctor", code=1).stdout


def test_doctor_asks_for_no_browser_that_nothing_needs(product, site):
    """Where no watch is rendered, a missing browser is nothing to look at."""
    product.environment["CLAUSEWATCH_BROWSER"] = "no-such-browser"
    product.add(site.url("/plain"))
    found = {one["subject"]: one for one in json.loads(product.quick("doctor", "--format", "json", code=None).stdout)}
    assert found["browser"]["fine"]


def test_a_plain_crawl_loads_no_browser():
    """Settings, spiders and middlewares load nothing of the extra, and need it not."""
    names = "crawler.settings, crawler.spiders.policies, crawler.spiders.pages, crawler.middlewares.rendering"
    code = f"import sys, {names}; print([n for n in sys.modules if 'playwright' in n])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
