"""Makes the pictures and the transcript of the README from a real run of the demo.

Usage: python docs/pictures.py [FOLDER]. It needs Chromium (or Chrome) and the extra "render", and writes docs/images/
and docs/transcript.txt. Mails of every kind and the page that stops them are taken on a phone and in a window, by day
and by night; all of these are left in FOLDER, to be looked at.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402 - the product is found beside this folder

from monitor.app import App  # noqa: E402
from monitor.config import Config  # noqa: E402
from monitor.core.records import HealthContent, HealthEvent, HealthItem  # noqa: E402
from monitor.previews import contents_of, gathered, preview_of, previewed_changes  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Literal

    from playwright.sync_api import Browser, FloatRect

    from monitor.core.records import AnyContent

    Scheme = Literal["light", "dark"]

IMAGES = ROOT / "docs" / "images"
MAIN = "from monitor.cli.main import main; main()"
SECONDS = 60
START, END = "<!-- transcript -->\n", "<!-- end -->\n"
READER = "reader@example.org"
PUBLIC = "https://policies.example.org"
PHONE, WINDOW, WIDE = 375, 800, 1100
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
MOST_HEIGHT = 2_400  # pixels of a picture; of a longer page its beginning tells enough
WATCHES = ("brindlewick", "lumenta", "zelenohrad", "quillhaven")
# of all pictures those that stand in the documentation; the others are for whoever changes mails and pages
SHOWN = ("watchlist", "mail", "digest")


def command(*args: str, folder: Path) -> list[str]:
    """Return the product's command on a data folder."""
    return [sys.executable, "-c", MAIN, *args, "--data", str(folder)]


@dataclass(frozen=True, slots=True)
class Camera:
    """A browser that leaves its pictures in a folder."""

    browser: Browser
    folder: Path

    def shoot(self, address: str, name: str, *, width: int, scheme: Scheme = "light", height: int = 0) -> None:
        """Take a picture of a page, of a height, or of all of it."""
        page = self.browser.new_page(viewport={"width": width, "height": height or 600}, color_scheme=scheme)
        try:
            page.goto(address)
            whole = page.evaluate("document.documentElement.scrollHeight")
            clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height or min(whole, MOST_HEIGHT)}
            page.screenshot(path=self.folder / f"{name}.png", full_page=True, clip=clip)
        finally:
            page.close()

    def shoot_all(self, address: str, name: str) -> None:
        """Take a page on a phone and in a window, by day and by night."""
        for width in (PHONE, WINDOW):
            for scheme in SCHEMES:
                self.shoot(address, f"{name}-{width}-{scheme}", width=width, scheme=scheme)


def quote(transcript: str) -> None:
    """Put the transcript up to its first mail into the README."""
    first = "\n".join(line.rstrip() for line in "─".join(transcript.split("─" * 78)[:2]).splitlines())
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    body = first.replace("─", "─" * 78).strip()
    readme.write_text(f"{before}{START}```text\n$ make demo\n{body}\n```\n{END}{after}", encoding="utf-8")


def mails(folder: Path) -> Iterator[tuple[str, AnyContent]]:
    """Yield what each kind of mail tells, with a name for its pictures: of the demo, and of more than it has."""
    app = App(folder=folder, given=Config.model_construct(public_url=PUBLIC, mail_from="clausewatch@example.org"))
    try:
        told = contents_of(app, previewed_changes(app, WATCHES), address=READER, now=app.clock())
    finally:
        app.close()
    many = [
        replace(one, watch_name=f"{one.watch_name} {number}", watch_slug=f"{one.watch_slug}-{number}")
        for number in range(1, 11)
        for one in told
    ]
    yield "mail", told[0]
    yield "mail-of-3", gathered(told[:3], is_digest=True)
    yield "mail-of-40", gathered(many, is_digest=True)
    yield "mail-blind", blind(told[0].created_at)


def blind(now: datetime) -> HealthContent:
    """Return a notice of watches that went blind and of one that sees again."""
    facts = (
        ("lumenta", "Officina Lumenta", HealthEvent.BLIND, "blocked", 403),
        ("zelenohrad", "Půjčovna kol Zelenohrad", HealthEvent.BLIND, "http_error", 404),
        ("quillhaven", "Quillhaven", HealthEvent.SEES, "timeout", None),
    )
    items = tuple(
        HealthItem(
            event=event,
            watch_slug=slug,
            watch_name=name,
            watch_url=f"https://{slug}.example/privacy",
            since=now - timedelta(days=2),
            kind=kind,
            status=status,
            ended_at=now if event is HealthEvent.SEES else None,
            ended_by="unchanged" if event is HealthEvent.SEES else "",
        )
        for slug, name, event, kind, status in facts
    )
    return HealthContent(message_id="<1@clausewatch.invalid>", address=READER, created_at=now, items=items)


@contextmanager
def served(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Serve the pages of a data folder for as long as the block lasts; yields where."""
    with subprocess.Popen(
        command("browse", "--port", "0", folder=folder), stdout=subprocess.PIPE, text=True, env=environment
    ) as pages:
        try:
            address = re.search(r"http://\S+", pages.stdout.readline() if pages.stdout else "")
            if not address:
                sys.exit("the pages could not be served")
            yield address[0].rstrip("/")
        finally:
            pages.terminate()


def take(camera: Camera, folder: Path, environment: dict[str, str]) -> None:
    """Take all pictures of what the demo left."""
    page = folder / "mail.html"
    for name, content in mails(folder):
        page.write_text(preview_of(content, public_url=PUBLIC).html, encoding="utf-8")
        camera.shoot_all(page.as_uri(), name)
        if name == "mail":
            camera.shoot(page.as_uri(), "mail", width=WINDOW)
        elif name == "mail-of-3":
            camera.shoot(page.as_uri(), "digest", width=PHONE, scheme="dark", height=900)
    sent = next((folder / "mail").glob("*lumenta*.html")).read_text(encoding="utf-8")
    change, stop = re.search(r"/change/\d+", sent), re.search(r"/stop/[\w.~-]+", sent)
    if not (change and stop):
        sys.exit("the mail of the demo has no links")
    with served(folder, environment) as address:
        camera.shoot(f"{address}/", "watchlist", width=WIDE, height=900)
        camera.shoot(f"{address}{change[0]}", "change", width=WIDE, height=760)
        for name, path in {
            "charts": "/charts",
            "side": f"{change[0]}?view=side",
            "whole": f"{change[0]}?whole=1",
            "ages": "/watch/brindlewick/version/2?ages=1",
            "clause": "/watch/brindlewick/version/2/clause/0",
            "search": "/search?q=data",
        }.items():
            camera.shoot_all(f"{address}{path}", name)
        camera.shoot_all(f"{address}{change[0]}/mail", "mail-page")
        camera.shoot_all(f"{address}{stop[0]}", "stop")


def main() -> None:
    """Run the demo, then look at its mails and pages."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        sys.exit("Chromium is needed to take the pictures")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "demo-data"
        done = subprocess.run(
            command("demo", folder=folder),
            check=True, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, timeout=SECONDS,
        )  # fmt: skip
        transcript = done.stdout.replace(f"{scratch}/", "")
        (ROOT / "docs" / "transcript.txt").write_text(transcript, encoding="utf-8")
        quote(transcript)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
            try:
                pictures = Path(sys.argv[1] if sys.argv[1:] else scratch)
                pictures.mkdir(parents=True, exist_ok=True)
                take(Camera(browser, pictures), folder, environment)
                for name in SHOWN:
                    shutil.copy(pictures / f"{name}.png", IMAGES)
            finally:
                browser.close()


if __name__ == "__main__":
    main()
