"""The browser that builds rendered pages: where it is, how it is started, what is missing. It imports no library."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_EXTRA = "scrapy_playwright"
# what a browser needs of its surroundings; everything else, passwords among it, stays with us
_KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "XDG_RUNTIME_DIR")

# The browser has no network of its own: no name resolves, no address is reached, nothing is sent around a proxy.
# What a page asks for is fetched by the crawl and handed over.
_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-pings",
    "--dns-prefetch-disable",
    "--js-flags=--max-old-space-size=512",
)


def find_browser(named: str) -> str:
    """Find the browser on this machine.

    Args:
        named: a name or a path from the configuration, "" for the first Chromium on the path.

    Returns:
        Its path, "" where there is none.
    """
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), "")


def what_is_missing(named: str) -> str:
    """Say why pages cannot be rendered here, and what to do about it.

    Args:
        named: a name or a path from the configuration, "" for the first Chromium on the path.

    Returns:
        One line; "" where nothing is missing.
    """
    if find_spec(_EXTRA) is None:
        return "rendering needs an extra: pip install 'clausewatch[render]'"
    if not find_browser(named):
        return (
            f"there is no browser {named}: correct CLAUSEWATCH_BROWSER"
            if named
            else "rendering needs Chromium: install it, or name the browser in CLAUSEWATCH_BROWSER"
        )
    return ""


def is_sandboxed() -> bool:
    """Tell whether the browser runs in its sandbox: Chromium refuses one to root."""
    return not hasattr(os, "geteuid") or os.geteuid() != 0


def launch_options(named: str) -> dict[str, Any]:
    """Return how the browser is started.

    Args:
        named: a name or a path from the configuration, "" for the first Chromium on the path.

    Returns:
        Options of playwright's `launch`.
    """
    return {
        "executable_path": find_browser(named),
        "chromium_sandbox": is_sandboxed(),
        "args": list(_ARGUMENTS),
        "env": {name: os.environ[name] for name in _KEPT if name in os.environ},
        "handle_sigint": False,
    }
