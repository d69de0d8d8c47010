"""Commands killed at random moments, and what the store and the mailboxes hold when the work was then done again."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from monitor.app import utc_now
from monitor.core.records import Consent
from monitor.demo.sink import Sink
from storage.database import open_store, writing
from storage.subscriptions import follow
from tests.policies import edited, policy
from tests.product import Product, descendants, is_alive, wait_until
from tests.servers import PATIENCE_SECONDS, Site, late, page

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping

    from tests.servers import Asked

PAGES = 12
EDITED = range(0, PAGES, 2)
READERS = ("ada@reader.example", "bob@reader.example")
DIGESTS = 40  # readers of digests: enough for their sending to be hit
ASKED = 60  # addresses that are asked whether they want mails
ROWS = 200
PAST = 24  # dated pages, every third of them with an edit
OLD_ROWS = 60_000  # of a store that is to be migrated: enough for the work to be hit
OLD_SCHEMA = Path(__file__).parent / "storage" / "schema_1.dump.sql"

CHANGES = """
SELECT w.url, c.significance, c.silent, k.kind, k.significance, k.old_clauses, k.new_clauses, k.redline
FROM changes c JOIN watches w ON w.id = c.watch_id JOIN clause_changes k ON k.change_id = c.id
ORDER BY w.url, c.id, k.place
"""
SNAPSHOTS = """
SELECT w.url, s.reason, s.text_digest FROM snapshots s JOIN watches w ON w.id = s.watch_id
ORDER BY w.url, s.captured_at, s.id
"""
FETCHES = """
SELECT f.outcome, f.kind, f.detail, f.is_aside, iif(f.is_aside, f.at, ''), s.text_digest
FROM fetches f LEFT JOIN snapshots s ON s.id = f.snapshot_id ORDER BY f.id
"""
NOTICES = """
SELECT w.url, i.change_id, p.email, n.message_id, d.state
FROM notices n JOIN deliveries d ON d.notice_id = n.id JOIN subscribers p ON p.id = n.subscriber_id
JOIN notice_changes i ON i.notice_id = n.id JOIN changes c ON c.id = i.change_id JOIN watches w ON w.id = c.watch_id
"""


DUE = """
UPDATE notices SET due_at = strftime('%Y-%m-%dT%H:%M:%SZ', due_at, '-2 days') WHERE kind = 'daily';
UPDATE deliveries SET next_attempt_at = (SELECT due_at FROM notices WHERE id = notice_id);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One kill to be.

    Args:
        kind: of work; a key of `WORKS`.
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
        done: how much it had finished.
        twice: mails and requests to web hooks that came twice.
        wrong: what was not as in an undisturbed run; empty where all is well.
    """

    seconds: float
    in_time: bool
    done: int
    twice: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A store at work: the command on it, its mail server, the site it reads and a folder for files."""

    product: Product
    sink: Sink
    site: Site
    files: Path

    def count(self, sql: str) -> int:
        """Return a number of the store; 0 where it has no such table yet."""
        if not (self.product.folder / "clausewatch.sqlite").exists():
            return 0
        try:
            found: int = self.product.query(sql)[0][0]
        except sqlite3.OperationalError:
            return 0
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A command that is killed, and what must be true afterwards.

    Args:
        source: the prepared store it begins from, "" for none.
        command: its arguments, given the folder with files.
        is_begun: whether it is at work.
        done: how much it has finished.
        again: the commands that do what a kill left undone.
        facts: everything that must be as in an undisturbed run.
        whole: what `done` may be where the work is done as a whole or not at all; empty where any part is fine.
    """

    source: str
    command: Callable[[Path], tuple[str, ...]]
    is_begun: Callable[[Scene], object]
    done: Callable[[Scene], int]
    again: Callable[[Path], tuple[tuple[str, ...], ...]]
    facts: Callable[[Scene], Mapping[str, Any]]
    whole: frozenset[int] = frozenset()


def _told(scene: Scene) -> dict[str, Any]:
    """Return the history, and what readers were told of it."""
    product = scene.product
    notices = product.query(NOTICES)
    order = {change: place for place, change in enumerate(sorted({change for _, change, *_ in notices}))}
    per_watch = Counter((url, email) for url, _, email, _, _ in notices)
    # of a digest, the first of its watches
    known = {message_id: (url, email) for url, _, email, message_id, _ in sorted(notices, reverse=True)}
    received = {message["Message-ID"]: message["To"] for message in scene.sink.messages}
    return {
        **_history(scene),
        "notices": sorted(per_watch.items()),
        "changes told": len(order),
        "deliveries": sorted(Counter(state for *_, state in notices).items()),
        "mails": sorted(Counter(known.get(message_id, ("", "")) for message_id in received).items()),
        "misdirected": sorted(m for m, to in received.items() if known.get(m, ("", ""))[1] not in to),
    }


def _gathered(scene: Scene) -> dict[str, Any]:
    """Return what readers of digests were told, and what their mails say they tell."""
    received = {message["Message-ID"]: message for message in scene.sink.messages}
    return {
        **_told(scene),
        "digests": sorted((str(mail["To"]), str(mail["Subject"]).partition(";")[0]) for mail in received.values()),
    }


def _hooked(scene: Scene) -> dict[str, Any]:
    """Return what a web hook was told, each notice once, and which repeats were not the same."""
    told = [(asked.headers["webhook-id"], asked.body) for asked in _posted(scene.site)]
    bodies = dict(told)
    changes = (change for body in bodies.values() for change in json.loads(body)["data"]["changes"])
    return {
        **_history(scene),
        "deliveries": scene.product.query("SELECT state, count(*) FROM deliveries GROUP BY state"),
        "told": sorted(change["watch"]["url"] for change in changes),
        "repeats that differ": [identifier for identifier, body in told if body != bodies[identifier]],
    }


def _posted(site: Site) -> Iterator[Asked]:
    return (asked for asked in [*site.asked] if "webhook-id" in asked.headers)


def _answered(scene: Scene) -> dict[str, Any]:
    """Return what mails went to whom, digests and questions, and who is still to confirm."""
    received = {message["Message-ID"]: message for message in scene.sink.messages}
    kinds = "SELECT n.kind, d.state, count(*) FROM notices n JOIN deliveries d ON d.notice_id = n.id GROUP BY 1, 2"
    waiting = "SELECT count(*), count(DISTINCT subscriber_id) FROM subscriptions WHERE unconfirmed_since IS NOT NULL"
    return {
        "deliveries": sorted(scene.product.query(kinds)),
        "mails": sorted((str(mail["To"]), str(mail["Subject"]).partition(";")[0]) for mail in received.values()),
        "strangers": sorted({*received} - {row[0] for row in scene.product.query("SELECT message_id FROM notices")}),
        "unconfirmed": scene.product.query(waiting),
    }


def _history(scene: Scene) -> dict[str, Any]:
    changes = scene.product.query(CHANGES)
    return {
        "snapshots": scene.product.query(SNAPSHOTS),
        "changes": [(*row[:5], *map(json.loads, row[5:])) for row in changes],
    }


def _past(scene: Scene) -> dict[str, Any]:
    """Return the history, and what became of each page it was made of."""
    return {**_history(scene), "fetches": scene.product.query(FETCHES)}


def _rows(scene: Scene) -> dict[str, Any]:
    """Return a digest of every table but that of the migrations, which holds when they ran, and of keys made by chance."""
    names = scene.product.query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%migrations' AND name <> 'keys'"
        " ORDER BY name"
    )
    return {
        name: hashlib.sha256(
            repr(sorted(map(repr, scene.product.query(f'SELECT * FROM "{name}"')))).encode()
        ).hexdigest()
        for (name,) in names
    }


def _watches(scene: Scene) -> dict[str, Any]:
    return {"watches": scene.product.query("SELECT count(*), count(DISTINCT url) FROM watches")}


def _is_written_to(scene: Scene) -> bool:
    log = scene.product.folder / "clausewatch.sqlite-wal"
    return log.exists() and log.stat().st_size > 0


def _taking(source: str) -> Work:
    """Return the work of taking the pages of the past into a store."""
    return Work(
        source=source,
        command=lambda files: ("backfill", "1", str(files / "past")),
        is_begun=_is_written_to,
        done=lambda scene: scene.count("SELECT count(*) FROM fetches WHERE is_aside"),
        again=lambda files: (("backfill", "1", str(files / "past")),),
        facts=_past,
    )


CHECK, SEND, REPROCESS = ("check", "--all"), ("outbox", "send"), ("reprocess",)
WORKS = {
    "check": Work(
        source="first",
        command=lambda _: CHECK,
        is_begun=lambda scene: scene.site.asked,
        done=lambda scene: scene.count("SELECT count(*) FROM fetches") - PAGES,
        again=lambda _: (CHECK, SEND),
        facts=_told,
    ),
    "send": Work(
        source="second",
        command=lambda _: SEND,
        is_begun=lambda scene: scene.sink.messages,
        done=lambda scene: len(scene.sink.messages),
        again=lambda _: (CHECK, SEND),
        facts=_told,
    ),
    "digest": Work(
        source="gathered",
        command=lambda _: SEND,
        is_begun=lambda scene: scene.sink.messages,
        done=lambda scene: len(scene.sink.messages),
        again=lambda _: (CHECK, SEND),
        facts=_gathered,
    ),
    "hooks": Work(
        source="hooked",
        command=lambda _: SEND,
        is_begun=lambda scene: any(_posted(scene.site)),
        done=lambda scene: sum(1 for _ in _posted(scene.site)),
        again=lambda _: (CHECK, SEND),
        facts=_hooked,
    ),
    "confirm": Work(
        source="asking",
        command=lambda _: SEND,
        is_begun=lambda scene: scene.sink.messages,
        done=lambda scene: len(scene.sink.messages),
        again=lambda _: (SEND,),
        facts=_answered,
    ),
    "import": Work(
        source="",
        command=lambda files: ("import", str(files / "rows.txt"), "--no-trial"),
        is_begun=lambda scene: scene.product.folder.exists(),
        done=lambda scene: scene.count("SELECT count(*) FROM watches"),
        again=lambda files: (("import", str(files / "rows.txt"), "--no-trial"),),
        facts=_watches,
        whole=frozenset({0, ROWS}),
    ),
    "backfill": _taking("unseen"),
    "backfill-live": _taking("live"),
    "reprocess": Work(
        source="excluding",
        command=lambda _: REPROCESS,
        is_begun=_is_written_to,
        done=lambda scene: scene.count("SELECT count(*) FROM snapshots WHERE reason = 'reprocessed'"),
        again=lambda _: (REPROCESS,),
        facts=_history,
    ),
    "migrate": Work(
        source="old",
        command=lambda _: ("list", "--format", "json"),
        is_begun=_is_written_to,
        done=lambda scene: scene.count("SELECT count(*) FROM sqlite_schema WHERE name = 'blind_spells'"),
        again=lambda _: (("list", "--format", "json"),),
        facts=_rows,
    ),
}
KINDS = tuple(WORKS)


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
        kinds: the works that will be killed.
    """

    def __init__(self, folder: Path, kinds: tuple[str, ...] = KINDS) -> None:
        self._folder = folder
        self._kinds = kinds
        self._stack = ExitStack()
        self._trials = 0
        self.durations: dict[str, tuple[float, float]] = {}
        self._wanted: dict[str, Mapping[str, Any]] = {}

    def __enter__(self) -> Self:
        self.site = self._stack.enter_context(Site())
        self._prepare()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _prepare(self) -> None:
        """Make the stores to begin from, then do each work once undisturbed, and measure it."""
        rows = [f"{self.site.url('/more')}/{number}" for number in range(ROWS)]
        (self._folder / "rows.txt").write_text("\n".join(rows), encoding="utf-8")
        if {"check", "send", "digest", "confirm", "hooks", "reprocess"} & {*self._kinds}:
            self._make_checked()
        if {"backfill", "backfill-live"} & {*self._kinds}:
            self._make_past()
        if "migrate" in self._kinds:
            make_old(self._folder / "old")
        for kind in self._kinds:
            with Sink() as sink:
                scene = self._scene(kind, f"whole-{kind}", sink)
                self._measure(kind, scene)
                for command in WORKS[kind].again(self._folder):
                    scene.product.run(*command)
                self._wanted[kind] = WORKS[kind].facts(scene)

    def _make_checked(self) -> None:
        """Make stores after a first check, after one that found edits, and after one whose selectors were changed."""
        for number in range(PAGES):
            self.site[f"/{number}"] = page(policy(number))
        first = Product(self._folder / "first")
        first.add(*(self.site.url(f"/{number}") for number in range(PAGES)), email=READERS[0])
        first.query(
            "INSERT INTO subscribers (email, added_at) VALUES (:email, '2026-01-01T00:00:00Z')", email=READERS[1]
        )
        first.query("INSERT INTO subscriptions (subscriber_id, watch_id) SELECT 2, id FROM watches")
        first.quick("subscribe", "cy@reader.example", "--all", "--when", "weekly")
        first.run(*CHECK)
        excluding = Product(Path(shutil.copytree(first.folder, self._folder / "excluding")))
        excluding.query("UPDATE watches SET exclude = 'p:nth-of-type(3)'")
        for number in EDITED:
            self.site[f"/{number}"] = page(edited(number))
        Product(Path(shutil.copytree(first.folder, self._folder / "second"))).run(*CHECK)
        self.site["/hook"] = late(page("", status=204), seconds=0.1)
        hooked = Product(Path(shutil.copytree(first.folder, self._folder / "hooked")))
        hooked.query("DELETE FROM subscriptions")
        hooked.quick("subscribe", self.site.url("/hook"), "--all")
        hooked.run(*CHECK)
        gathered = Product(Path(shutil.copytree(first.folder, self._folder / "gathered")))
        gathered.query("DELETE FROM subscriptions")
        for number in range(DIGESTS):
            gathered.quick("subscribe", f"reader{number}@reader.example", "--all", "--when", "daily")
        gathered.run(*CHECK)
        for statement in DUE.split(";")[:2]:
            gathered.query(statement)
        asking = shutil.copytree(gathered.folder, self._folder / "asking")
        with closing(open_store(Path(asking))) as db, writing(db) as conn:
            for number in range(ASKED):
                follow(conn, f"new{number}@reader.example", now=utc_now(), consent=Consent(is_asked=True))
                follow(conn, f"new{number}@reader.example", tag="eu", now=utc_now(), consent=Consent(is_asked=True))

    def _make_past(self) -> None:
        unseen = Product(self._folder / "unseen")
        unseen.add(self.site.url("/past"), email=READERS[0])
        self.site["/past"] = page(policy(PAST // 6))
        Product(Path(shutil.copytree(unseen.folder, self._folder / "live"))).run(*CHECK)
        past = self._folder / "past"
        past.mkdir()
        for day in range(PAST):
            text = policy(day // 6) if day % 3 else edited(day // 6)
            (past / f"2024-03-{day + 1:02}T08-00-00Z.html.gz").write_bytes(gzip.compress(text.encode()))

    def _scene(self, kind: str, name: str, sink: Sink) -> Scene:
        if source := WORKS[kind].source:
            shutil.copytree(self._folder / source, self._folder / name)
        mail = {"CLAUSEWATCH_SMTP_HOST": "127.0.0.1", "CLAUSEWATCH_SMTP_PORT": str(sink.port)}
        if kind == "confirm":
            mail["CLAUSEWATCH_PUBLIC_URL"] = "https://watch.example"
        product = Product(self._folder / name, CLAUSEWATCH_SMTP_SECURITY="none", **mail)
        self.site.asked.clear()
        return Scene(product=product, sink=sink, site=self.site, files=self._folder)

    def _measure(self, kind: str, scene: Scene) -> None:
        began = time.monotonic()
        with scene.product.start(*WORKS[kind].command(self._folder)) as process:
            wait_until(lambda: WORKS[kind].is_begun(scene), pause=0.005)
            work = time.monotonic() - began
            _, err = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, err
        self.durations[kind] = (work, time.monotonic() - began)

    def kill(self, plan: Plan) -> Result:
        """Kill a command as planned, do the work again, and compare with an undisturbed run."""
        self._trials += 1
        work = WORKS[plan.kind]
        with Sink() as sink:
            scene = self._scene(plan.kind, f"trial-{self._trials}", sink)
            process = scene.product.start(*work.command(self._folder))
            seconds, children = self._strike(plan, process, lambda: work.is_begun(scene))
            in_time = process.returncode == -signal.SIGKILL
            is_there = (scene.product.folder / "clausewatch.sqlite").exists()
            wrong = [f"the store: {problem}" for problem in scene.product.problems()] if is_there else []
            done = work.done(scene)
            if work.whole and done not in work.whole:
                wrong.append(f"half of it was done: {done}")
            for command in work.again(self._folder):
                scene.product.run(*command)
            wait_until(lambda: not any(is_alive(pid) for pid in children))
            facts, wanted = work.facts(scene), self._wanted[plan.kind]
            wrong += [f"{what}: {facts[what]} and not {wanted[what]}" for what in facts if facts[what] != wanted[what]]
            wrong += [f"the store: {problem}" for problem in scene.product.problems()]
            repeats = Counter(message["Message-ID"] for message in sink.messages)
            repeats.update(asked.headers["webhook-id"] for asked in _posted(self.site))
            shutil.rmtree(scene.product.folder)
        return Result(
            seconds=seconds, in_time=in_time, done=done, twice=sum(n > 1 for n in repeats.values()), wrong=tuple(wrong)
        )

    def _strike(
        self, plan: Plan, process: subprocess.Popen[str], is_begun: Callable[[], object]
    ) -> tuple[float, set[int]]:
        """Kill at the planned moment; return when that was, and the children the command had."""
        began = time.monotonic()
        work, end = self.durations[plan.kind]
        if not plan.is_early:
            wait_until(lambda: is_begun() or process.poll() is not None, pause=0.001)
        time.sleep(plan.moment * (end if plan.is_early else end - work))
        seconds = time.monotonic() - began
        children = descendants(process.pid)
        for pid in [process.pid, *(() if plan.is_alone else sorted(children))]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE_SECONDS)
        return seconds, children


def make_old(folder: Path, rows: int = OLD_ROWS) -> None:
    """Make a store of the first schema with many checks, notices and deliveries, which a migration has to take over."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "clausewatch.sqlite")) as db, db:
        db.executescript(OLD_SCHEMA.read_text(encoding="utf-8"))
        db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO fetches (watch_id, at, outcome, kind, detail, url, size, milliseconds)"
            " SELECT 1, strftime('%Y-%m-%dT%H:%M:%SZ', 1700000000 + 60 * i, 'unixepoch'), 'failed', 'timeout',"
            " 'no answer', 'https://example.org/privacy', 0, 1 FROM n",
            [rows],
        )
        db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO subscribers (email, added_at)"
            " SELECT 'reader' || i || '@reader.example', '2026-01-01T00:00:00Z' FROM n",
            [rows],
        )
        db.execute(
            "INSERT INTO notices (subscriber_id, change_id, message_id, created_at)"
            " SELECT id, 1, '<' || id || '@reader.example>', added_at FROM subscribers WHERE email LIKE 'reader%'"
        )
        db.execute(
            "INSERT INTO deliveries (notice_id, state, next_attempt_at) SELECT id, 'waiting', created_at"
            " FROM notices WHERE id NOT IN (SELECT notice_id FROM deliveries)"
        )
        db.execute("UPDATE watches SET failures = 5")
