"""A day of `serve` in minutes: a wall clock that runs fast and is set twice, a mail server that fails, readers."""

from __future__ import annotations

import os
import re
import signal
import statistics
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from benchmarks.clock import Clock
from benchmarks.measure import Watcher
from monitor.demo.sink import Keeper, Sink
from tests.policies import edited, policy
from tests.product import Product
from tests.servers import Site, page

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

SPEED = 60.0
SITES = 10
SECONDS_BETWEEN_SAMPLES = 2.0
SHARE_WITH_EDITS = 2 / 3
SECONDS_TO_READ = 10.0
READ = ("/", "/changes", "/health.json", "/metrics")
# a sign of life is overdue after minutes of the wall clock, which here are seconds, and no time where it is set ahead
FINE = {"200", "503 /health.json"}


class Moody(Keeper):
    """Takes messages but for the times it is told to fail."""

    is_failing = False
    refused = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        """Keep a message, or say that it has to come again."""
        if self.is_failing:
            self.refused += 1
            return "451 4.3.0 try again later"
        return await super().handle_DATA(server, session, envelope)


@dataclass(kw_only=True)
class Day:
    """What a day of `serve` came to.

    Args:
        checks: requests for watched pages.
        longest_gap: between two checks of one watch, in intervals of the watch.
        edits: pages that were edited.
        told: mails by page, of those that arrived.
        repeats: mails that came twice.
        refused: messages the mail server did not take at first.
        reads: answers that readers got, by status.
        memory: resident bytes of the serving process, in order of time.
        whole_memory: the same with its children.
        code: exit code after SIGTERM.
        seconds_to_stop: from SIGTERM to the end.
        wrong: what went wrong, one line each.
    """

    checks: int = 0
    longest_gap: float = 0.0
    edits: int = 0
    told: Counter[str] = field(default_factory=Counter)
    repeats: int = 0
    refused: int = 0
    reads: Counter[str] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)
    whole_memory: list[int] = field(default_factory=list)
    code: int | None = None
    seconds_to_stop: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """By how much the serving process grew from the second fifth of the day to the last, as a share."""
        fifth = max(1, len(self.memory) // 5)
        return statistics.median(self.memory[-fifth:]) / statistics.median(self.memory[fifth : 2 * fifth]) - 1


def live(folder: Path, *, watches: int, hours: float, every_minutes: int, edits: int) -> Day:
    """Let `serve` live through a day.

    Args:
        folder: an empty folder.
        watches: how many.
        hours: of its own clock, `SPEED` times as fast as the true one.
        every_minutes: the interval of every watch.
        edits: pages that are edited once, spread over the first two thirds of the day: a last one has time to be seen and seen again.

    Returns:
        What came of it.
    """
    day = Day(edits=edits)
    with ExitStack() as stack:
        sites = [stack.enter_context(Site()) for _ in range(SITES)]
        keeper = Moody()
        sink = stack.enter_context(Sink(keeper))
        clock = Clock(folder, speed=SPEED)
        urls = [sites[n % SITES].url(f"/policy/{n}") for n in range(watches)]
        for number in range(watches):
            sites[number % SITES][f"/policy/{number}"] = page(policy(number))
        product = Product(
            folder / "data",
            CLAUSEWATCH_TICK="2",
            CLAUSEWATCH_SMTP_HOST="127.0.0.1",
            CLAUSEWATCH_SMTP_PORT=str(sink.port),
            CLAUSEWATCH_SMTP_SECURITY="none",
            CLAUSEWATCH_WORKERS="2",
            CLAUSEWATCH_CONCURRENCY="16",
            CLAUSEWATCH_TIMEOUT="30",
        )
        product.add(*urls, email="reader@reader.example", every=f"{every_minutes}m")
        product.environment |= clock.environment()
        # the first texts are there before the day begins
        product.run("check", "--all", seconds=600)
        for site in sites:
            site.asked.clear()
        with _serving(product, day) as process:
            port = _port_of(process)
            slug = product.query("SELECT slug FROM watches WHERE id = 1")[0][0]
            readers = stack.enter_context(_reading(port, (*READ, f"/watch/{slug}"), day))
            sampler = stack.enter_context(_sampling(process.pid, day))
            asked = _pass(day, sites, keeper, clock, seconds=hours * 3600 / SPEED, edits=edits)
            readers.set()
            sampler.set()
        day.refused = keeper.refused
        _sum_up(day, product, sink, urls, asked, every_seconds=60 * every_minutes / SPEED)
    return day


def _pass(
    day: Day, sites: list[Site], keeper: Moody, clock: Clock, *, seconds: float, edits: int
) -> dict[str, list[float]]:
    """Let the day pass, with all that happens on it; return when each page was asked for, in true seconds."""
    began = time.monotonic()
    asked: dict[str, list[float]] = {}
    edited_at = {number: seconds * SHARE_WITH_EDITS * (number + 0.5) / edits for number in range(edits)}
    steps = [(0.3, 3 * 86_400), (0.55, -3 * 86_400)]
    while (now := time.monotonic() - began) < seconds:
        for number in [one for one, at in edited_at.items() if at <= now]:
            sites[number % SITES][f"/policy/{number}"] = page(edited(number))
            del edited_at[number]
        keeper.is_failing = 0.2 < now / seconds < 0.4
        if steps and now / seconds >= steps[0][0]:
            clock.step(steps.pop(0)[1])
        for site in sites:
            while site.asked:
                path = site.asked.pop(0).path
                if path.startswith("/policy/"):
                    asked.setdefault(site.url(path), []).append(time.monotonic() - began)
        time.sleep(0.05)
    day.checks = sum(map(len, asked.values()))
    for times in asked.values():
        times.append(seconds)
    return asked


def _sum_up(
    day: Day, product: Product, sink: Sink, urls: list[str], asked: dict[str, list[float]], *, every_seconds: float
) -> None:
    gaps = [b - a for url in urls for a, b in zip([0.0, *asked.get(url, [])], asked.get(url, [1e9]), strict=False)]
    day.longest_gap = max(gaps) / every_seconds
    ids = Counter(message["Message-ID"] for message in sink.messages)
    day.repeats = sum(count - 1 for count in ids.values())
    changes = product.query(
        "SELECT w.url, count(*) FROM changes c JOIN watches w ON w.id = c.watch_id GROUP BY w.url ORDER BY w.id"
    )
    wanted = [(url, 1) for url in urls[: day.edits]]
    if changes != wanted:
        day.wrong.append(f"changes recorded otherwise than made: {sorted(set(changes) ^ set(wanted))}")
    states = product.query("SELECT state, count(*) FROM deliveries GROUP BY state")
    if states != [("sent", day.edits)]:
        day.wrong.append(f"deliveries: {states}")
    day.told = Counter(message["Subject"] for message in {m["Message-ID"]: m for m in sink.messages}.values())
    if len(ids) != day.edits:
        day.wrong.append(f"{len(ids)} mails, {day.edits} edits")
    failed = product.query("SELECT kind, count(*) FROM fetches WHERE outcome = 'failed' GROUP BY kind")
    if failed:
        day.wrong.append(f"failed checks: {failed}")
    day.wrong += [f"the store: {problem}" for problem in product.problems()]


@contextmanager
def _serving(product: Product, day: Day) -> Iterator[subprocess.Popen[str]]:
    log = (product.folder.parent / "serve.log").open("w")
    with log, product.start("serve", "--port", "0", stderr=log) as process:
        try:
            yield process
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
            day.seconds_to_stop = time.monotonic() - began
        finally:
            process.kill()
        day.code = process.returncode
    text = Path(log.name).read_text()
    day.wrong += [f"in the log: {line}" for line in text.splitlines() if "Traceback" in line or "unexpected" in line]


def _port_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return int(found[1])
    raise AssertionError("serve ended before its pages answered")


@contextmanager
def _looping(work: Any, pause: float) -> Iterator[threading.Event]:
    stop = threading.Event()

    def loop() -> None:
        while not stop.wait(pause):
            work()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(2 * SECONDS_TO_READ)


def _reading(port: int, paths: tuple[str, ...], day: Day) -> Any:
    opener = build_opener(ProxyHandler({}))
    turn = iter(range(10**9))

    def read() -> None:
        path = paths[next(turn) % len(paths)]
        try:
            with opener.open(f"http://127.0.0.1:{port}{path}", timeout=SECONDS_TO_READ) as answer:
                answer.read()
                day.reads[str(answer.status)] += 1
        except HTTPError as error:
            day.reads[f"{error.code} {path}"] += 1
        except (URLError, OSError) as error:
            day.reads[f"{type(error).__name__} {path}"] += 1

    return _looping(read, 0.5)


def _sampling(pid: int, day: Day) -> Any:
    def sample() -> None:
        watcher = Watcher(root=pid)
        watcher.look()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        day.memory.append(pages * os.sysconf("SC_PAGE_SIZE"))
        day.whole_memory.append(watcher.peak)

    return _looping(sample, SECONDS_BETWEEN_SAMPLES)
