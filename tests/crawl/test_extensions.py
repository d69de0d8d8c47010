"""What runs beside a crawl: what is named in the settings, and nothing that somebody could talk to."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from importlib import import_module

from scrapy.settings import Settings

from storage.database import open_store
from tests.product import ROOT

CRAWL = """
import sys
from scrapy.cmdline import execute
try:
    execute(["scrapy", "crawl", "policies"])
finally:
    print([name for name in ("aiohttp", "scrapy.extensions.remote_control", "twisted.conch") if name in sys.modules])
"""


def test_only_what_is_named_runs_beside_a_crawl():
    """None of Scrapy's own extensions and middlewares runs for being Scrapy's own."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    ours = vars(import_module("crawler.settings"))
    for name in ("EXTENSIONS", "SPIDER_MIDDLEWARES", "DOWNLOADER_MIDDLEWARES"):
        named = {**ours.get(f"{name}_BASE", {}), **ours.get(name, {})}
        assert set(settings.get_component_priority_dict_with_base(name)) == set(named)


def test_a_crawl_loads_nothing_that_runs_code_it_is_sent(tmp_path):
    """Scrapy's remote control and its console, and what serves them, are not even loaded."""
    with closing(open_store(tmp_path)):
        pass
    done = subprocess.run(
        [sys.executable, "-c", CRAWL],
        cwd=ROOT,
        env={**os.environ, "CLAUSEWATCH_DATA": str(tmp_path), "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
