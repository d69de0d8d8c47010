"""Crawls as child processes: a batch goes in as a file, one JSON line a page comes out."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.config import PREFIX
from monitor.core.errors import StoreError
from monitor.core.records import Candidate, Discovery, FailureKind, Fetched, FetchFailure, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from crawler.config import CrawlConfig

LONGEST_LOG = 5 * 1024 * 1024
SECONDS_TO_STOP = 30  # the child takes about 5 at most; see crawler/lifeline.py


@contextmanager
def crawling(
    spider: str, batch: dict[str, Any], *, folder: Path, config: CrawlConfig
) -> Iterator[subprocess.Popen[str]]:
    """Run a spider in a child process for as long as the block lasts.

    Leaving the block early lets the child finish what is in flight and stop; so does the death of this process.

    Args:
        spider: its name.
        batch: what to fetch, a plain value.
        folder: the data folder, for the store and the log.
        config: how to fetch.

    Yields:
        The process, its results to be read from its standard output.
    """
    with tempfile.TemporaryDirectory(prefix="clausewatch-") as scratch:
        path = Path(scratch) / "batch.json"
        path.write_text(json.dumps(batch), encoding="utf-8")
        with _log(folder, Path(scratch)) as log:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    sys.executable, "-m", "scrapy", "crawl", spider,
                    "-a", f"batch={path}", "-s", "CLAUSEWATCH_LIFELINE=1",
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env=_environment(folder, config),
                start_new_session=True,  # Ctrl-C is for us; the child learns of it by its standard input
            )  # fmt: skip
            try:
                yield process
            finally:
                _stop(process)


def _environment(folder: Path, config: CrawlConfig) -> dict[str, str]:
    code = str(Path(__file__).resolve().parent.parent)
    # what parses hostile pages is told what it needs of our settings, and no password
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {
        **inherited,
        **config.environment(),
        "CLAUSEWATCH_DATA": str(folder),
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, [code, os.environ.get("PYTHONPATH", "")])),
    }


def _log(folder: Path, scratch: Path) -> Any:  # noqa: ANN401 - an open file
    home = folder if folder.is_dir() else scratch
    path = home / "crawl.log"
    is_long = path.exists() and path.stat().st_size > LONGEST_LOG
    return path.open("w" if is_long else "a", encoding="utf-8")


def _let_go(process: subprocess.Popen[str]) -> None:
    """Close the child's standard input: it finishes what is in flight and stops."""
    if process.stdin and not process.stdin.closed:
        process.stdin.close()


def _is_let_go(process: subprocess.Popen[str]) -> bool:
    return process.stdin is None or process.stdin.closed


def _stop(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def check_watches(
    watch_ids: Sequence[int],
    *,
    folder: Path,
    config: CrawlConfig,
    tell: Callable[[dict[str, Any]], None],
    started: Callable[[Callable[[], None]], None] = lambda _: None,
) -> None:
    """Check watches in a child process; each check is recorded by the time it is told.

    Args:
        watch_ids: which.
        folder: the data folder.
        config: how to fetch.
        tell: called with {"watch", "outcome", "kind"} for each check that ended.
        started: called once with a function that ends the crawl early, from any thread.

    Raises:
        StoreError: the child could not write the store, or did not run at all.
    """
    if not watch_ids:
        return
    with crawling("policies", {"watches": list(watch_ids)}, folder=folder, config=config) as process:
        started(lambda: _let_go(process))
        told = 0
        for line in _lines(process):
            if "error" in line:
                raise StoreError(line["error"])
            told += 1
            tell(line)
        if process.wait() != 0 or not (told or _is_let_go(process)):
            raise StoreError(f"the crawl did not run; see {folder / 'crawl.log'}")


def fetch_pages(
    urls: Sequence[str],
    *,
    folder: Path,
    config: CrawlConfig,
    rendered: Collection[int] = (),
    unruled: Collection[int] = (),
) -> Iterator[Fetched]:
    """Fetch addresses that are on no watchlist.

    Args:
        urls: the addresses.
        folder: the data folder, for the log; it need not be there.
        config: how to fetch.
        rendered: the places of those that a browser builds first.
        unruled: the places of those that are fetched whatever robots.txt says.

    Yields:
        One result an address, as they come; its watch_id is the address's place.
    """
    missing = set(range(len(urls)))
    if urls:
        batch = {"urls": list(urls), "rendered": sorted(rendered), "unruled": sorted(unruled)}
        with crawling("pages", batch, folder=folder, config=config) as process:
            for line in _lines(process):
                missing.discard(line["place"])
                yield _fetched(line)
    for place in sorted(missing):
        yield _lost(place, urls[place])


def discover(homes: Sequence[str], *, kind: str, folder: Path, config: CrawlConfig) -> Discovery:
    """Look for a document of a site.

    Args:
        homes: the addresses of its home page, tried in order.
        kind: of document.
        folder: the data folder, for the log; it need not be there.
        config: how to fetch.

    Returns:
        What was found.
    """
    batch = {"sites": [{"homes": list(homes), "kind": kind}]}
    with crawling("discovery", batch, folder=folder, config=config) as process:
        for line in _lines(process):
            return discovery_of(line)
    return Discovery(url=homes[-1], failure=_lost(0, homes[-1]).failure)


def discovery_of(line: dict[str, Any]) -> Discovery:
    """Return what a line of the spider `discovery` says."""
    candidates = (
        Candidate(**{**one, "reasons": tuple(one["reasons"]), "standing": Standing(one["standing"])})
        for one in line["candidates"]
    )
    return Discovery(**{**line, "candidates": tuple(candidates), "failure": _failure(line["failure"])})


def _failure(value: dict[str, Any] | None) -> FetchFailure | None:
    if not value:
        return None
    return FetchFailure(kind=FailureKind(value["kind"]), status=value["status"], detail=value["detail"])


def _lines(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    for line in process.stdout:
        if line.startswith("{"):
            yield json.loads(line)


def _fetched(line: dict[str, Any]) -> Fetched:
    return Fetched(
        watch_id=line["place"],
        at=datetime.fromisoformat(line["at"]),
        status=line["status"],
        url=line["url"],
        body=base64.b64decode(line["body"]),
        media_type=line["media_type"],
        charset=line["charset"],
        etag=line["etag"],
        last_modified=line["last_modified"],
        milliseconds=line["milliseconds"],
        failure=_failure(line["failure"]),
    )


def _lost(place: int, url: str) -> Fetched:
    failure = FetchFailure(kind=FailureKind.CONNECTION, detail="the page was not fetched")
    return Fetched(watch_id=place, at=datetime.now(UTC), status=None, url=url, failure=failure)
