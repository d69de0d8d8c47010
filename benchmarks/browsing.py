"""Print what each of the pages costs on a store in which much has gathered; exit 1 when one is over its bound.

python benchmarks/browsing.py [--quick] [--only CHARS]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.gathered import (  # noqa: E402 - the tree is on the path now
    BUSIEST,
    COMMON,
    LARGE,
    LONGEST,
    NOW,
    SMALL,
    TAGS,
    TOKENS,
    slug_of,
    store_of,
)
from monitor.core.records import Role  # noqa: E402
from monitor.desk import OwnDesk  # noqa: E402
from monitor.previews import preview_of  # noqa: E402
from storage.browse.admission import COOKIE, Admission  # noqa: E402
from storage.browse.app import datasette_for  # noqa: E402
from storage.browse.routes import ROUTES, route_of  # noqa: E402
from storage.database import FILE_NAME  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from datasette.app import Datasette

MOST_MEDIAN = 0.1
MOST_P95 = 0.3
FACTS = ("retention", "transfer", "contact")  # that are asked for
PATHS = 20  # of a kind, where there are so many
UNKNOWN = "x" * 32  # a token that was never given


@dataclass(frozen=True, slots=True)
class Kind:
    """Requests that are measured together.

    Args:
        name: how the table calls them.
        paths: each is asked for once, after one of them was asked for in vain.
        status: of the answer.
        times: how many times as long as others they may take.
    """

    name: str
    paths: tuple[str, ...]
    status: int = 200
    times: int = 1


def kinds(folder: Path) -> list[Kind]:
    """Return what is asked for, each page by addresses as they come and by those that cost the most."""
    rng = random.Random(2)
    with closing(sqlite3.connect(folder / FILE_NAME)) as conn:

        def some(sql: str, *values: object) -> list[tuple]:
            rows = conn.execute(sql, values).fetchall()
            return rng.sample(rows, min(PATHS, len(rows)))

        told = "SELECT id FROM changes WHERE told_at IS NOT NULL"
        watches = [slug for (slug,) in some("SELECT slug FROM watches WHERE removed_at IS NULL")]
        changes = [number for (number,) in some(told)]
        versions = [number for (number,) in some("SELECT id FROM snapshots")]
        (longest_change,) = conn.execute(f"{told} AND watch_id = ? ORDER BY id DESC", [LONGEST]).fetchone()
        words = [text.split()[4] for (text,) in some("SELECT text FROM clauses WHERE id % 97 = 3")]
        last_page = 1 + conn.execute("SELECT count(*) FROM watches").fetchone()[0] // 60
        last_changes = 1 + conn.execute("SELECT count(*) FROM changes").fetchone()[0] // 70
        busiest = conn.execute("SELECT count(*) FROM snapshots WHERE watch_id = ?", [BUSIEST]).fetchone()[0]
    most, longest = slug_of(BUSIEST), slug_of(LONGEST)
    tags = [f"tag-{number:02}" for number in range(0, TAGS, 2)]
    again = range(5)
    return [
        Kind("/", ("/",) * 10),
        Kind("/ narrowed", ("/?state=blind", "/?state=removed", "/?q=supplier+77", "/?tag=all", f"/?page={last_page}")),
        Kind("/health.json", ("/health.json",) * 5),
        Kind("/metrics", ("/metrics",) * 5),
        Kind("/changes", ("/changes",) * 10),
        Kind("/changes, far back", tuple(f"/changes?page={last_changes - one}" for one in again)),
        Kind("/changes.atom", ("/changes.atom",) * 5),
        Kind("/tag/…/changes.atom", ("/tag/all/changes.atom", *(f"/tag/{tag}/changes.atom" for tag in tags))),
        Kind(
            "/topic/…/changes.atom",
            tuple(f"/topic/{one}/changes.atom" for one in ("retention", "security", "audiences")),
        ),
        Kind("/charts", ("/charts", "/charts?tag=tag-01", "/charts", "/charts?months=60", "/charts?months=60&tag=all")),
        Kind(
            "/charts/….csv",
            tuple(f"/charts/{one}.csv?months=60" for one in ("changes", "silent", "topics", "ages", "failures")),
        ),
        Kind("/search, nothing asked", ("/search",) * 3),
        Kind("/search, rare words", tuple(f"/search?q={word}" for word in words)),
        Kind("/search, common words", tuple(f"/search?q={word}" for word in COMMON[:5])),
        Kind("/search, two words", tuple(f"/search?q={COMMON[0]}+{word}" for word in words[:10])),
        Kind(
            "/search, a phrase",
            (f"/search?q=%22{COMMON[0]}+{COMMON[1]}%22", f"/search?q=%22{COMMON[2]}+{COMMON[3]}%22"),
        ),
        Kind(
            "/search in a watch",
            tuple(f"/search?q={COMMON[0]}&watch={slug}" for slug in (most, longest, *watches[:5])),
        ),
        Kind("/search in a tag", tuple(f"/search?q={word}&tag=tag-03" for word in (*words[:5], COMMON[0]))),
        Kind("/search in force", tuple(f"/search?q={word}&stands=now" for word in (*words[:5], COMMON[0]))),
        Kind(
            "/search on a day",
            tuple(f"/search?q={word}&stands=on&on=2025-03-01" for word in (*words[:5], COMMON[0])),
        ),
        Kind("/search, no space", ("/search?q=個人情報", "/search?q=個人")),
        Kind("/search, nothing found", ("/search?q=xyzzyx+data", "/search?q=xyzzyx&tag=all")),
        Kind("/watch/…", tuple(f"/watch/{slug}" for slug in watches)),
        Kind("/watch/…, the busiest", (f"/watch/{most}", f"/watch/{most}?before=2025-01-01") * 3),
        Kind(
            "/watch/…/compare",
            (*(f"/watch/{slug}/compare" for slug in watches[:6]), f"/watch/{most}/compare?old=1&new={busiest}"),
        ),
        # so long that a process of its own compares them, which takes half a second to begin
        Kind("/watch/…/compare, the longest", (f"/watch/{longest}/compare",) * 3, times=10),
        Kind("/watch/…/changes.atom", tuple(f"/watch/{slug}/changes.atom" for slug in (most, longest, *watches[:10]))),
        Kind("/watch/…/version/N", tuple(f"/watch/{slug}/version/1" for slug in (*watches, most))),
        Kind("/version/N", tuple(f"/version/{number}" for number in versions)),
        Kind(
            "/watch/…/version/N, worst",
            (f"/watch/{longest}/version/2?ages=1", f"/watch/{most}/version/{busiest}?ages=1") * 3,
        ),
        Kind("…/clause/N", tuple(f"/watch/{slug}/version/2/clause/{7 + one}" for one, slug in enumerate(watches))),
        Kind(
            "…/clause/N, worst",
            tuple(f"/watch/{slug}/version/2/clause/{one}" for one in again for slug in (most, longest)),
        ),
        Kind("/proof", ("/proof",) * 3),
        Kind("/change/N", tuple(f"/change/{number}" for number in (*changes, longest_change))),
        Kind(
            "/change/N, views",
            tuple(f"/change/{number}?view={view}" for number in changes[:5] for view in ("side", "before")),
        ),
        Kind("/change/N/mail", tuple(f"/change/{number}/mail" for number in changes[:6])),
        Kind("/change/N/mail.html", tuple(f"/change/{number}/mail.html" for number in changes[:3])),
        Kind("/sign-in", ("/sign-in",) * 3),
        Kind("/first/…", (f"/first/{UNKNOWN}",) * 3, status=404),
        Kind("/sign-out", ("/sign-out",) * 3, status=303),
        Kind("/account", ("/account",) * 3),
        Kind("/acts", ("/acts", "/acts?page=90") * 3),
        Kind("/add", ("/add",) * 3),
        Kind("/add/…", (f"/add/{UNKNOWN}",) * 3, status=404),
        Kind("/watch/…/manage", tuple(f"/watch/{slug}/manage" for slug in (most, longest, *watches[:8]))),
        Kind("/registers", ("/registers", *(f"/registers?fact={one}" for one in FACTS), "/registers?tag=all&q=ba")),
        Kind("/registers of a watch", tuple(f"/registers?watch={slug}" for slug in watches)),
        Kind("/registers.csv", ("/registers.csv?fact=retention", "/registers.csv?tag=tag-03") * 2, times=10),
        Kind("/registers/changes", ("/registers/changes", "/registers/changes?tag=tag-03") * 2),
        Kind("/watch/…/variants", tuple(f"/watch/{slug}/variants" for slug in watches[:10])),
        Kind("/review", ("/review", *(f"/review?view={one}" for one in ("overdue", "unassigned", "decided")))),
        Kind("/change/N/review", tuple(f"/change/{number}/review" for number in changes[:10])),
        Kind("/import", ("/import",) * 3),
        Kind("/import/…", (f"/import/{UNKNOWN}",) * 3, status=404),
        Kind("/phrases", ("/phrases",) * 3),
        Kind("/api/watches", ("/api/watches?limit=200", *(f"/api/watches/{one}" for one in watches[:5]))),
        Kind("/api/…/history", tuple(f"/api/watches/{slug}/history" for slug in (most, *watches[:5]))),
        Kind("/api/…/versions/N", tuple(f"/api/watches/{slug}/versions/1" for slug in (longest, *watches[:5]))),
        Kind("/api/…/diff", tuple(f"/api/watches/{slug}/diff" for slug in watches[:6])),
        # a process of its own reads it, which takes half a second to begin
        Kind("/api/…/register", tuple(f"/api/watches/{slug}/register" for slug in watches[:4]), times=10),
        Kind("/api/changes", ("/api/changes", *(f"/api/changes/{number}" for number in changes[:8]))),
        Kind("/api/search", tuple(f"/api/search?q={word}" for word in (*words[:5], COMMON[0]))),
        Kind("/api/openapi.json", ("/api/openapi.json",) * 3),
        Kind("tables of Datasette", ("/clausewatch", "/clausewatch/snapshots", "/clausewatch/watchlist")),
    ]  # fmt: skip


def spent() -> float:
    """Return the seconds of processor time of this process and of its children that have ended."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def forgotten(path: Path) -> None:
    """Let the system forget what it keeps in memory of a file."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@dataclass(frozen=True, slots=True)
class Cost:
    """What requests of a kind took, in seconds.

    Args:
        median: processor time.
        p95: the same of the costliest but for one in twenty.
        clock: the median on the clock.
        cold: on the clock, of one for which nothing was in memory.
        size: bytes of the longest answer.
        worst: which took longest.
    """

    median: float
    p95: float
    clock: float
    cold: float
    size: int
    worst: str


async def cost_of(make: Callable[[], Datasette], datasette: Datasette, kind: Kind, path: Path) -> Cost:
    """Ask for all of a kind.

    Raises:
        SystemExit: a page is not answered as it should be.
    """
    cookies = {COOKIE: TOKENS[Role.OWNER]}
    forgotten(path)
    fresh = make()
    await fresh.invoke_startup()
    began = time.perf_counter()
    await fresh.client.get(kind.paths[0], cookies=cookies)
    cold = time.perf_counter() - began
    closed(fresh)
    await datasette.client.get(kind.paths[-1], cookies=cookies)
    took: list[tuple[float, float, str]] = []
    size = 0
    for address in kind.paths:
        cpu, began = spent(), time.perf_counter()
        answer = await datasette.client.get(address, cookies=cookies)
        took.append((spent() - cpu, time.perf_counter() - began, address))
        size = max(size, len(answer.content))
        if answer.status_code != kind.status:
            raise SystemExit(f"{address} is answered with {answer.status_code}: {answer.text[-600:]}")
    ordered = sorted(took)
    return Cost(
        median=median(cpu for cpu, _, _ in took),
        p95=ordered[-1 - len(ordered) // 20][0],
        clock=median(clock for _, clock, _ in took),
        cold=cold,
        size=size,
        worst=ordered[-1][2],
    )


def closed(datasette: Datasette) -> None:
    """Let go of an application's threads and files."""
    datasette.executor.shutdown()
    for db in datasette.databases.values():
        db.close()


async def measured(folder: Path, only: str) -> int:
    """Print the table, and return how many kinds are over their bound."""
    path = folder / FILE_NAME
    make = partial(
        datasette_for,
        path,
        clock=lambda: NOW,
        mail_of=partial(preview_of, public_url=""),
        admission=Admission(first_token="t" * 32),
        desk=OwnDesk(folder),
    )
    datasette = make()
    await datasette.invoke_startup()
    asked = kinds(folder)
    seen = {route_of(address.partition("?")[0]) for kind in asked for address in kind.paths}
    if missing := [route.pattern for route in ROUTES if route not in seen]:
        raise SystemExit(f"not measured: {', '.join(missing)}")
    over = 0
    print(f"{'milliseconds':30} {'median':>7} {'p95':>7} {'clock':>7} {'cold':>7} {'KB':>6}  the costliest")
    for kind in asked:
        if only not in kind.name:
            continue
        cost = await cost_of(make, datasette, kind, path)
        is_over = cost.median > MOST_MEDIAN * kind.times or cost.p95 > MOST_P95 * kind.times
        over += is_over
        figures = "".join(f" {1000 * one:7.1f}" for one in (cost.median, cost.p95, cost.clock, cost.cold))
        print(f"{kind.name:30}{figures} {cost.size / 1000:6.0f}  {cost.worst}{'  over' * is_over}", flush=True)
    closed(datasette)
    return over


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a twentieth of the watches")
    parser.add_argument("--only", default="", help="kinds whose names hold these characters")
    options = parser.parse_args()
    size = SMALL if options.quick else LARGE
    print(f"{size.watches:,} watches, {size.versions:,} versions; processor time of one request", flush=True)
    sys.exit(1 if asyncio.run(measured(store_of(size), options.only)) else 0)


if __name__ == "__main__":
    main()
