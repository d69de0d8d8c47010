"""Pages in a real browser: an application served on loopback, and Chromium that looks at it."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from crawler.rendering.browser import find_browser, is_sandboxed
from monitor.browsing import address_of, listening_on
from tests.servers import HOST, PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

without_browser = pytest.mark.skipif(not find_browser(""), reason="no Chromium is installed to look at pages with")


@contextmanager
def serving(app) -> Iterator[str]:
    """Serve an application in a thread for as long as the block lasts; yields where, without a slash at its end."""
    with closing(listening_on(HOST, 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield address_of(listening).rstrip("/")
        finally:
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of this machine, for as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(""),
            chromium_sandbox=is_sandboxed(),
            args=["--disable-gpu", "--disable-dev-shm-usage"],
        )
        try:
            yield browser
        finally:
            browser.close()
