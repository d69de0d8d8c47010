"""Makes the pictures and the transcript of the README from a real run of the demo.

Usage: python docs/pictures.py. It needs Chromium (or Chrome) and writes docs/images/ and docs/transcript.txt.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
MAIN = "from monitor.cli.main import main; main()"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SECONDS = 60
START, END = "<!-- transcript -->\n", "<!-- end -->\n"


def command(*args: str, folder: Path) -> list[str]:
    """Return the product's command on a data folder."""
    return [sys.executable, "-c", MAIN, *args, "--data", str(folder)]


def browser() -> str:
    """Find a browser that takes screenshots."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        sys.exit("Chromium is needed to take the pictures")
    return found


def shoot(address: str, name: str, size: str) -> None:
    """Take a picture of a page."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser(), *QUIET, f"--user-data-dir={profile}", f"--screenshot={IMAGES / name}",
             f"--window-size={size}", address],
            check=True, timeout=SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    print(IMAGES / name)


def quote(transcript: str) -> None:
    """Put the transcript up to its first mail into the README."""
    first = "\n".join(line.rstrip() for line in "─".join(transcript.split("─" * 78)[:2]).splitlines())
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    body = first.replace("─", "─" * 78).strip()
    readme.write_text(f"{before}{START}```text\n$ make demo\n{body}\n```\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Run the demo, then look at one mail and two pages."""
    IMAGES.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "demo-data"
        done = subprocess.run(
            command("demo", folder=folder),
            check=True, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, timeout=SECONDS,
        )  # fmt: skip
        transcript = done.stdout.replace(f"{scratch}/", "")
        (ROOT / "docs" / "transcript.txt").write_text(transcript, encoding="utf-8")
        quote(transcript)
        mail = next(path for path in sorted((folder / "mail").glob("*.html")) if "brindlewick" in path.name)
        shoot(mail.as_uri(), "mail.png", "720,560")
        with subprocess.Popen(
            command("browse", "--port", "0", folder=folder), stdout=subprocess.PIPE, text=True, env=environment
        ) as pages:
            address = re.search(r"http://\S+", pages.stdout.readline() if pages.stdout else "")
            if not address:
                sys.exit("the pages could not be served")
            try:
                shoot(address[0], "watchlist.png", "1100,900")
                added = next((folder / "mail").glob("*lumenta*.html")).read_text(encoding="utf-8")
                number = re.search(r"/change/(\d+)", added)
                shoot(f"{address[0]}change/{number[1] if number else 1}", "change.png", "1100,680")
            finally:
                pages.terminate()


if __name__ == "__main__":
    main()
