"""A watchlist of which a part is hostile, checked in one run beside the same list without that part."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measure import Watcher
from tests.hostile import WAYS
from tests.policies import policy
from tests.product import Product
from tests.servers import Site, page

if TYPE_CHECKING:
    from pathlib import Path

SITES = 12  # that hold the honest pages
SETTINGS = {"CLAUSEWATCH_WORKERS": "2", "CLAUSEWATCH_CONCURRENCY": "16", "CLAUSEWATCH_TIMEOUT": "10"}
_DONE = "SELECT count(DISTINCT watch_id) FROM fetches WHERE outcome = 'new' AND url LIKE '%/honest/%'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One `check --all`.

    Args:
        honest_seconds: until the last honest watch was recorded; infinite where one never was.
        seconds: until the command ended.
        peak_bytes: the largest sum of the resident sets of all its processes.
        code: its exit code.
        told: of each hostile watch, its way and the kind it was told as.
        wrong: what was told wrong, one line each.
    """

    honest_seconds: float
    seconds: float
    peak_bytes: int
    code: int
    told: tuple[tuple[str, str | None], ...]
    wrong: tuple[str, ...]


def siege(folder: Path, *, honest: int, hostile: int) -> tuple[Round, Round]:
    """Check honest pages alone, then the same with hostile ones among them.

    Args:
        folder: an empty folder.
        honest: how many honest watches.
        hostile: how many hostile ones, of all ways in turn, each on a site of its own.

    Returns:
        (the round without the hostile ones, the round with them).
    """
    with ExitStack() as stack:
        sites = [stack.enter_context(Site()) for _ in range(SITES)]
        pages = []
        for number in range(honest):
            site = sites[number % SITES]
            site[f"/honest/{number}"] = page(policy(number))
            pages.append(site.url(f"/honest/{number}"))
        ways = {}
        for number in range(hostile):
            name, way = list(WAYS.items())[number % len(WAYS)]
            site = stack.enter_context(Site())
            site["/hostile"] = way.page()
            if way.robots:
                site["/robots.txt"] = way.robots()
            ways[site.url("/hostile")] = name
        alone = _check(Product(folder / "alone", **SETTINGS), pages, {})
        return alone, _check(Product(folder / "besieged", **SETTINGS), pages, ways)


def _check(product: Product, pages: list[str], ways: dict[str, str]) -> Round:
    product.add(*_mixed(pages, list(ways)))
    began = time.monotonic()
    output, honest_seconds = [""], float("inf")
    with product.start("check", "--all") as process:
        watcher, stop = Watcher(root=process.pid), threading.Event()
        threads = (
            threading.Thread(target=watcher.follow, args=(stop,)),
            threading.Thread(target=lambda: output.append("".join(process.communicate()))),
        )
        for thread in threads:
            thread.start()
        while process.poll() is None:
            if honest_seconds == float("inf") and product.query(_DONE) == [(len(pages),)]:
                honest_seconds = time.monotonic() - began
            time.sleep(0.1)
        seconds = time.monotonic() - began
        stop.set()
        for thread in threads:
            thread.join()
    if product.query(_DONE) == [(len(pages),)]:
        honest_seconds = min(honest_seconds, seconds)
    watches = product.watches()
    wrong = [f"{url}: {watches[url]['last_check']}" for url in pages if not _is_new(watches[url])]
    told = []
    for url, name in ways.items():
        check = watches[url]["last_check"]
        kind = check["kind"] if check else "never checked"
        told.append((name, kind))
        if kind not in WAYS[name].kinds:
            wrong.append(f"{name}: told as {kind}: {check and check['detail']}")
    wrong += [f"a traceback in the output: {output[-1][-300:]}"] if "Traceback" in output[-1] else []
    return Round(
        honest_seconds=honest_seconds,
        seconds=seconds,
        peak_bytes=watcher.peak,
        code=process.returncode,
        told=tuple(told),
        wrong=tuple(wrong),
    )


def _mixed(pages: list[str], hostile: list[str]) -> list[str]:
    """Spread the hostile ones evenly among the others."""
    every = len(pages) // len(hostile) if hostile else 1
    mixed = []
    for place, url in enumerate(pages):
        mixed.append(url)
        if hostile and place % every == 0 and place // every < len(hostile):
            mixed.append(hostile[place // every])
    return mixed


def _is_new(watch: dict[str, object]) -> bool:
    check = watch["last_check"]
    return isinstance(check, dict) and check["outcome"] == "new"
