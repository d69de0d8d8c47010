"""Commands killed at random moments, and what the store and the mailboxes hold when the work was then done again."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from monitor.demo.sink import Sink
from tests.policies import edited, policy
from tests.product import Product, descendants, is_alive, wait_until
from tests.servers import PATIENCE_SECONDS, Site, page

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

PAGES = 12
EDITED = range(0, PAGES, 2)
READERS = ("ada@reader.example", "bob@reader.example")
ROWS = 200
KINDS = ("check", "send", "import")

CHANGES = """
SELECT w.url, c.significance, c.silent, k.kind, k.significance, k.old_clauses, k.new_clauses, k.redline
FROM changes c JOIN watches w ON w.id = c.watch_id JOIN clause_changes k ON k.change_id = c.id
ORDER BY w.url, c.id, k.place
"""
SNAPSHOTS = """
SELECT w.url, s.reason, s.text_digest FROM snapshots s JOIN watches w ON w.id = s.watch_id
ORDER BY w.url, s.captured_at, s.id
"""
NOTICES = """
SELECT w.url, n.change_id, p.email, n.message_id, d.state
FROM notices n JOIN deliveries d ON d.notice_id = n.id JOIN subscribers p ON p.id = n.subscriber_id
JOIN changes c ON c.id = n.change_id JOIN watches w ON w.id = c.watch_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One kill to be.

    Args:
        kind: the command: check, send or import.
        moment: 0.0 to 1.0, where in the command's work it falls.
        is_early: count the moment from the command's start, not from where its work begins.
        is_alone: kill the command alone and let its children find out.
    """

    kind: str
    moment: float
    is_early: bool
    is_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a kill did.

    Args:
        seconds: when it came.
        in_time: whether the command was still at work.
        done: what it had finished: fetches recorded, mails handed over or rows imported.
        twice: mails that came twice.
        wrong: what was not as in an undisturbed run; empty where all is well.
    """

    seconds: float
    in_time: bool
    done: int
    twice: int
    wrong: tuple[str, ...]


def plans(count: int, *, seed: int, kinds: tuple[str, ...] = KINDS) -> list[Plan]:
    """Return so many kills, spread evenly over the commands' durations; the same seed gives the same kills."""
    rng = random.Random(seed)  # noqa: S311 - moments, not secrets
    found = []
    for place in range(count):
        of_kind, total = place // len(kinds), -(-count // len(kinds))
        found.append(
            Plan(
                kind=kinds[place % len(kinds)],
                moment=(of_kind + rng.random()) / total,
                is_early=of_kind % 3 == 2,
                is_alone=of_kind % 2 == 1,
            )
        )
    return found


class Ground:
    """Where the kills happen: pages, a mail server, and stores to begin from; a context manager.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._trials = 0
        self.durations: dict[str, tuple[float, float]] = {}

    def __enter__(self) -> Self:
        self.site = self._stack.enter_context(Site())
        self._prepare()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _prepare(self) -> None:
        """Make the first round, then the second one undisturbed, and measure it."""
        for number in range(PAGES):
            self.site[f"/{number}"] = page(policy(number))
        first = Product(self._folder / "first")
        first.add(*(self.site.url(f"/{number}") for number in range(PAGES)), email=READERS[0])
        first.query(
            "INSERT INTO subscribers (email, added_at) VALUES (:email, '2026-01-01T00:00:00Z')", email=READERS[1]
        )
        first.query("INSERT INTO subscriptions (subscriber_id, watch_id) SELECT 2, id FROM watches")
        first.run("check", "--all")
        for number in EDITED:
            self.site[f"/{number}"] = page(edited(number))
        rows = [f"{self.site.url('/more')}/{number}" for number in range(ROWS)]
        (self._folder / "rows.txt").write_text("\n".join(rows), encoding="utf-8")
        with Sink() as sink:
            self._measure("check", self._copy("first", "second", sink.port), lambda: self.site.asked)
            second = self._copy("second", "whole", sink.port)
            self._measure("send", second, lambda: sink.messages)
            self.wanted = _facts(second, sink)
        fresh = Product(self._folder / "fresh")
        self._measure("import", fresh, fresh.folder.exists)

    def _measure(self, kind: str, product: Product, is_at_work: Callable[[], object]) -> None:
        self.site.asked.clear()
        began = time.monotonic()
        with product.start(*self._command(kind)) as process:
            wait_until(is_at_work)
            work = time.monotonic() - began
            process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0
        self.durations[kind] = (work, time.monotonic() - began)

    def _command(self, kind: str) -> tuple[str, ...]:
        return {
            "check": ("check", "--all"),
            "send": ("outbox", "send"),
            "import": ("import", str(self._folder / "rows.txt"), "--no-trial"),
        }[kind]

    def _copy(self, source: str, target: str, port: int) -> Product:
        shutil.copytree(self._folder / source, self._folder / target)
        mail = {"CLAUSEWATCH_SMTP_HOST": "127.0.0.1", "CLAUSEWATCH_SMTP_PORT": str(port)}
        return Product(self._folder / target, CLAUSEWATCH_SMTP_SECURITY="none", **mail)

    def kill(self, plan: Plan) -> Result:
        """Kill a command as planned, do the work again, and compare with an undisturbed run."""
        self._trials += 1
        name = f"trial-{self._trials}"
        with Sink() as sink:
            if plan.kind == "import":
                product = Product(self._folder / name)
                is_at_work: Callable[[], object] = product.folder.exists
            else:
                product = self._copy("first" if plan.kind == "check" else "second", name, sink.port)
                is_at_work = (lambda: self.site.asked) if plan.kind == "check" else (lambda: sink.messages)
            self.site.asked.clear()
            process = product.start(*self._command(plan.kind))
            seconds, children = self._strike(plan, process, is_at_work)
            in_time = process.returncode == -signal.SIGKILL
            wrong = [f"the store: {problem}" for problem in product.problems()] if _has_store(product) else []
            done = _done(plan.kind, product, sink)
            if plan.kind == "import":
                wrong += _import_again(product, self._command("import"))
                return Result(seconds=seconds, in_time=in_time, done=done, twice=0, wrong=tuple(wrong))
            product.run("check", "--all")
            product.run("outbox", "send")
            wait_until(lambda: not any(is_alive(pid) for pid in children))
            facts = _facts(product, sink)
            wrong += [
                f"{what}: {facts[what]} and not {self.wanted[what]}"
                for what in facts
                if facts[what] != self.wanted[what]
            ]
            wrong += [f"the store: {problem}" for problem in product.problems()]
            repeats = Counter(message["Message-ID"] for message in sink.messages)
        return Result(
            seconds=seconds, in_time=in_time, done=done, twice=sum(n > 1 for n in repeats.values()), wrong=tuple(wrong)
        )

    def _strike(
        self, plan: Plan, process: subprocess.Popen[str], is_at_work: Callable[[], object]
    ) -> tuple[float, set[int]]:
        """Kill at the planned moment; return when that was, and the children the command had."""
        began = time.monotonic()
        work, end = self.durations[plan.kind]
        if not plan.is_early:
            wait_until(lambda: is_at_work() or process.poll() is not None, pause=0.001)
        time.sleep(plan.moment * (end if plan.is_early else end - work))
        seconds = time.monotonic() - began
        children = descendants(process.pid)
        for pid in [process.pid, *(() if plan.is_alone else sorted(children))]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE_SECONDS)
        return seconds, children


def _has_store(product: Product) -> bool:
    return (product.folder / "clausewatch.sqlite").exists()


def _done(kind: str, product: Product, sink: Sink) -> int:
    if kind == "send":
        return len(sink.messages)
    table = {"check": "fetches", "import": "watches"}[kind]
    if not _has_store(product) or not product.query("SELECT 1 FROM sqlite_schema"):
        return 0
    count: int = product.query(f"SELECT count(*) FROM {table}")[0][0]
    return count - PAGES if kind == "check" else count


def _import_again(product: Product, command: tuple[str, ...]) -> list[str]:
    """Import what is not there; say what is wrong afterwards."""
    half = _done("import", product, None)  # type: ignore[arg-type]  # it has no mails
    if half not in {0, ROWS}:
        return [f"half an import: {half} rows"]
    if not half:
        product.run(*command)
    after = product.query("SELECT count(*), count(DISTINCT url) FROM watches")
    return [f"the store: {problem}" for problem in product.problems()] + (
        [] if after == [(ROWS, ROWS)] else [str(after)]
    )


def _facts(product: Product, sink: Sink) -> dict[str, Any]:
    """Return everything that must be as in an undisturbed run."""
    notices = product.query(NOTICES)
    order = {change: place for place, change in enumerate(sorted({change for _, change, *_ in notices}))}
    per_watch = Counter((url, email) for url, _, email, _, _ in notices)
    known = {message_id: (url, email) for url, _, email, message_id, _ in notices}
    received = {message["Message-ID"]: message["To"] for message in sink.messages}
    return {
        "snapshots": product.query(SNAPSHOTS),
        "changes": [(*row[:5], *map(json.loads, row[5:])) for row in product.query(CHANGES)],
        "notices": sorted(per_watch.items()),
        "changes told": len(order),
        "deliveries": sorted(Counter(state for *_, state in notices).items()),
        "mails": sorted(Counter(known.get(message_id, ("", "")) for message_id in received).items()),
        "misdirected": sorted(m for m, to in received.items() if known.get(m, ("", ""))[1] not in to),
    }
