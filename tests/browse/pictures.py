"""Takes a picture of every page, on a phone and in a window, by day and by night.

Usage: python -m tests.browse.pictures [FOLDER], as `make pictures` does. The four pictures of a page become one in
docs/images/pages; in FOLDER each stands by itself as well, to be looked at closely.
"""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.records import Role
from storage.browse.routes import Access
from tests.browse.chromium import chromium
from tests.browse.sample import make_store
from tests.browse.sample_pages import addresses_for, served, signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# of the pages that all may read, whoever is signed in sees the same with more in their head
TAKEN = {
    "signed out": (Access.ANYONE, Access.READER),
    Role.OWNER: (Access.USER, Access.MEMBER, Access.OWNER),
}
SHEETS = Path(__file__).parents[2] / "docs" / "images" / "pages"
WIDTHS, SCHEMES = (375, 1400), ("light", "dark")
MOST_HEIGHT = 1600  # pixels of a picture; of a longer page its beginning tells enough
SHOWN_WIDTHS = (300, 700)  # pixels of each on its sheet
QUALITY = 45  # percent, of WebP: letters stay sharp, and a sheet has some 60 kB
SHEET = "<body style='margin:0;padding:12px;display:inline-flex;gap:12px;align-items:start;background:#888'>{}</body>"


def name_of(address: str, who: str) -> str:
    """Return what the pictures of a page are called."""
    parts = urlsplit(address)
    words = re.sub(r"\W+", "-", f"{parts.path}-{parts.query}").strip("-") or "watchlist"
    return words if who == "signed out" else f"{words}-{who}"


def taken(page: Page, address: str) -> dict[tuple[int, str], bytes]:
    """Return the pictures of a page by width and scheme, none where the address leads to no page."""
    pictures = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            answer = page.goto(address)
            if answer is None or "html" not in answer.headers.get("content-type", ""):
                return {}
            height = min(page.evaluate("document.documentElement.scrollHeight"), MOST_HEIGHT)
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            pictures[width, scheme] = page.screenshot(full_page=True, clip=clip)
    return pictures


def sheet_of(browser: Browser, pictures: dict[tuple[int, str], bytes]) -> bytes:
    """Return one picture of several, as WebP."""
    shown = "".join(
        f"<img width={SHOWN_WIDTHS[WIDTHS.index(width)]} src='data:image/png;base64,{base64.b64encode(data).decode()}'>"
        for (width, _), data in pictures.items()
    )
    page = browser.new_page(viewport={"width": 2072, "height": 600})
    try:
        page.set_content(SHEET.format(shown))
        page.wait_for_function("[...document.images].every(image => image.complete)")
        asked = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": True}
        width, height = page.evaluate("[document.body.offsetWidth, document.body.offsetHeight]")
        asked["clip"] = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        found = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    finally:
        page.close()
    return base64.b64decode(found["data"])


def main() -> None:
    """Take the pictures of all pages."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if sys.argv[1:] else scratch)
        SHEETS.mkdir(parents=True, exist_ok=True)
        for old in SHEETS.glob("*.webp"):
            old.unlink()
        with served(make_store(Path(scratch) / "store"), Path(scratch) / "users") as places, chromium() as browser:
            for who, kinds in TAKEN.items():
                with browser.new_context() as context:
                    signed_in(context, who, places[0])
                    page = context.new_page()
                    for address in addresses_for(who, places, kinds):
                        name, pictures = name_of(address, who), taken(page, address)
                        for (width, scheme), data in pictures.items():
                            (folder / f"{name}-{width}-{scheme}.png").write_bytes(data)
                        if pictures:
                            (SHEETS / f"{name}.webp").write_bytes(sheet_of(browser, pictures))


if __name__ == "__main__":
    main()
