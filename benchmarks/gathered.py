"""A store in which much has gathered, for the benchmarks of its pages; it is made once and kept outside the tree."""

from __future__ import annotations

import hashlib
import json
import os
import random
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import zstandard

from monitor.core.records import Role
from monitor.core.register.facts import FIELDS, FactKind
from monitor.core.register.register import RULES
from storage.database import FILE_NAME, known_migrations, open_store, problems, tidy, unsynced, writing
from storage.sessions import begin_session
from storage.users import add_user
from storage.written import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
MADE = 2  # of what is written below: a store made by another number is made anew
TOKENS = {role: f"token-of-the-{role}-of-a-benchmark" for role in Role}
KINDS = ("privacy", "terms", "cookies", "subprocessors")
LANGUAGES = ("en", "en", "en", "de", "fr", "it", "es")
TAGS = 40
CLAUSES = 60  # of a version
EDITED = 13  # of them in each change
CHECKS = 100  # of a watch, those that found nothing
BUSIEST = 1  # the watch with the most versions
LONGEST = 2  # the watch with the longest version
HEADINGS = 1200
FACTS = 20  # of a register
READERS = 40
ACTS = 5000
COMMON = (
    "data", "personal", "information", "policy", "services", "account",
    "retention", "consent", "partners", "provider", "security", "contact",
)  # fmt: skip
_LETTERS = ("ba", "co", "di", "fe", "ga", "hu", "ja", "ko", "li", "mo", "nu", "pe", "qui", "ra", "so", "ti", "ur", "ve")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is in the store.

    Args:
        watches: how many.
        versions: of all of them.
        busiest: of one of them.
        longest: clauses of the longest version.
    """

    watches: int
    versions: int
    busiest: int
    longest: int


LARGE = Size(watches=2000, versions=20_000, busiest=600, longest=3000)
SMALL = Size(watches=100, versions=600, busiest=40, longest=400)


def store_of(size: Size) -> Path:
    """Return the folder of a store of this size, made where it is not there yet; sessions of all roles begin in it."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "clausewatch-benchmarks"
    kind = hashlib.sha256("\n".join([repr(size), str(MADE), *sorted(known_migrations())]).encode()).hexdigest()[:8]
    folder = cache / f"{size.watches}-watches-{kind}"
    if not (folder / FILE_NAME).exists():
        partial = folder.with_name(f"{folder.name}.{os.getpid()}")
        fill(partial, size)
        partial.rename(folder)
    with closing(open_store(folder)) as db, writing(db) as conn:
        for number, token in enumerate(TOKENS.values(), 1):
            conn.execute("DELETE FROM sessions WHERE user_id = ?", [number])
            begin_session(conn, number, token, now=datetime.now(UTC))
    return folder


def fill(folder: Path, size: Size) -> None:
    """Write a store.

    Args:
        folder: where there is none.
        size: how much is to be in it.
    """
    with closing(open_store(folder)) as db:
        with unsynced(db), writing(db) as conn:
            _People(conn).write()
            writer = _Writer(conn, size)
            for watch in range(1, size.watches + 1):
                writer.watch(watch)
            registers(conn)
        tidy(db)
        if found := problems(db):
            raise SystemExit("the store that was made is not sound: " + "; ".join(found))


def registers(conn: sqlite3.Connection) -> None:
    """Write the registers of the two newest versions of each watch, which state nearly the same."""
    rng = random.Random(3)
    names = [f"{_word(rng).title()} {_word(rng).title()} Ltd" for _ in range(300)]
    newest = conn.execute("""
        SELECT id, before_id, clause_count FROM (
            SELECT id, watch_id, clause_count, lag(id) OVER watch AS before_id,
                row_number() OVER (PARTITION BY watch_id ORDER BY place DESC, id DESC) AS back
            FROM snapshots WINDOW watch AS (PARTITION BY watch_id ORDER BY place, id)
        ) WHERE back <= 2 ORDER BY watch_id, back DESC
    """).fetchall()
    stated: dict[int, list[tuple[str, str, str]]] = {}
    for snapshot, before, clauses in newest:
        facts = list(stated.pop(before or 0, [])) or [_fact(rng, rng.choice(names)) for _ in range(FACTS)]
        facts[rng.randrange(FACTS)] = _fact(rng, rng.choice(names))
        stated[snapshot] = facts
        conn.execute("INSERT INTO registers VALUES (?, ?, ?, '')", [snapshot, before, RULES])
        conn.executemany(
            "INSERT INTO facts (snapshot_id, kind, subject, fields, position, since_id) VALUES (?, ?, ?, ?, ?, ?)",
            [(snapshot, *fact, place % clauses, before or snapshot) for place, fact in enumerate(facts)],
        )


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(_LETTERS, k=3))


def _fact(rng: random.Random, name: str) -> tuple[str, str, str]:
    """Return the kind of a fact, what it is of, and its fields."""
    kind = rng.choice(list(FactKind))
    texts = [name, *(_word(rng) for _ in FIELDS[kind][1:])]
    fields = [(field, text, text.casefold()) for field, text in zip(FIELDS[kind], texts, strict=True)]
    return kind.value, name.casefold(), to_json(fields)


def at(days: float) -> str:
    """Return the time so many days ago, as the store has it."""
    return (NOW - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def slug_of(watch: int) -> str:
    """Return the short name of a watch."""
    return f"supplier-{watch}-privacy"


class _People:
    """Users, what they did, and who is told.

    Args:
        conn: inside a write transaction.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def write(self) -> None:
        """Write them."""
        for role in Role:
            add_user(self.conn, role.value, role, password="", email=f"{role}@example.org", now=NOW)
        self.conn.executemany(
            "INSERT INTO subscribers (email, added_at, confirmed_at) VALUES (?1, ?2, ?2)",
            [(f"reader-{number}@example.org", at(900)) for number in range(READERS)],
        )
        self.conn.executemany(
            "INSERT INTO acts (at, who, deed, watch, detail) VALUES (?, 'member', 'edit', ?, 'every')",
            [(at(900 - number / 10), slug_of(1 + number % 50)) for number in range(ACTS)],
        )
        self.conn.execute(
            "INSERT INTO schedule (id, seen_at, due_by, last_began_at, last_ended_at, last_checks, last_failed)"
            " VALUES (1, ?, ?, ?, ?, 40, 2)",
            [at(0.001), at(-1), at(0.01), at(0.005)],
        )


class _Writer:
    """Writes watches with all that belongs to them, by chance that is the same each time.

    Args:
        conn: inside a write transaction.
        size: how much is to be written.
    """

    def __init__(self, conn: sqlite3.Connection, size: Size) -> None:
        self.conn, self.size, self.rng = conn, size, random.Random(1)
        rare = ["".join(self.rng.choices(_LETTERS, k=self.rng.randint(2, 4))) for _ in range(4000)]
        self.words = [*COMMON, *rare]
        # as in any text, few words make up most of it
        self.weights = [*accumulate(1 / (rank + 3) for rank in range(len(self.words)))]
        self.texts: dict[int, str] = {}
        self.common = [self._clause() for _ in range(3 * CLAUSES)]
        paths = [[f"{1 + number % 12}. {self._sentence(3)}"] for number in range(HEADINGS)]
        paths[:12] = [[f"{number}. {word.capitalize()}"] for number, word in enumerate(COMMON, 1)]
        self.paths = paths
        conn.executemany(
            "INSERT INTO heading_paths (id, path) VALUES (?, ?)", [(n, json.dumps(p)) for n, p in enumerate(paths, 1)]
        )

    def _sentence(self, words: int) -> str:
        return " ".join(self.rng.choices(self.words, cum_weights=self.weights, k=words)).capitalize()

    def _clause(self) -> int:
        number = len(self.texts) + 1
        text = f"{self._sentence(18)}. {self._sentence(20)} {number} days."
        self.texts[number] = text
        self.conn.execute(
            "INSERT INTO clauses (id, sha256, text) VALUES (?, ?, ?)",
            [number, hashlib.sha256(text.encode()).hexdigest(), text],
        )
        return number

    def watch(self, watch: int) -> None:
        """Write one watch."""
        rng, conn = self.rng, self.conn
        state = rng.choices(("fine", "removed", "paused", "blind", "failing"), (90, 4, 2, 2, 2))[0]
        if watch in {BUSIEST, LONGEST}:
            state = "fine"
        failures = {"blind": 9, "failing": 1}.get(state, 0)
        conn.execute(
            "INSERT INTO watches (id, slug, url, name, kind, every_seconds, added_at, next_check_at, paused_at,"
            " removed_at, failures, failing_since) VALUES (?, ?, ?, ?, ?, 86400, ?, ?, ?, ?, ?, ?)",
            [
                watch, slug_of(watch), f"https://supplier-{watch}.example/privacy", f"Supplier {watch}",
                KINDS[watch % len(KINDS)], at(900), at(-1 + rng.random()), at(5) if state == "paused" else None,
                at(4) if state == "removed" else None, failures, at(3) if failures else None,
            ],
        )  # fmt: skip
        tags = {f"tag-{rng.randrange(TAGS):02}" for _ in range(2)} | {"all"}
        conn.executemany("INSERT INTO watch_tags VALUES (?, ?)", [(watch, tag) for tag in tags])
        conn.execute("INSERT INTO subscriptions (subscriber_id, watch_id) VALUES (?, ?)", [1 + watch % READERS, watch])
        others = (self.size.versions - self.size.busiest) / (self.size.watches - 1)
        count = self.size.busiest if watch == BUSIEST else int(others * watch) - int(others * (watch - 1))
        self._versions(watch, count)
        self._checks(watch, failures)
        if state == "blind":
            conn.execute(
                "INSERT INTO blind_spells (watch_id, since, found_at, kind, status) VALUES (?, ?, ?, 'blocked', 403)",
                [watch, at(3), at(2)],
            )
        if watch % 5 == 0:
            conn.execute(
                "INSERT INTO restless VALUES (?, 1, '[]', '', '', '', 1, 0, ?, ?, ?, ?, 9, 0, 0, ?)",
                [watch, json.dumps([self._sentence(9)]), self._sentence(9), at(90), at(1), at(80)],
            )

    def _checks(self, watch: int, failures: int) -> None:
        insert = (
            "INSERT INTO fetches (watch_id, at, outcome, kind, status, detail, url, size, milliseconds)"
            " VALUES (?, ?, ?, ?, ?, ?, 'https://supplier.example/privacy', 48123, 412)"
        )
        failed = ("failed", "blocked", 403, "a wall against bots answered instead of the page")
        rows = [
            (watch, at(CHECKS - day), *(failed if number % 33 == 9 else ("unchanged", None, 200, "")))
            for number, day in enumerate(range(CHECKS - failures))
        ]
        rows += [(watch, at(day), *failed) for day in range(failures, 0, -1)]
        self.conn.executemany(insert, rows)

    def _versions(self, watch: int, count: int) -> None:
        length = self.size.longest if watch == LONGEST else CLAUSES
        language = LANGUAGES[watch % len(LANGUAGES)]
        own = [(1 + number % 12 if number < CLAUSES else self.rng.randint(1, HEADINGS)) for number in range(length)]
        clauses = [
            (path, self.rng.choice(self.common) if number % 5 < 2 else self._clause())
            for number, path in enumerate(sorted(own))
        ]
        before = None
        for number in range(count):
            days = 900 * (count - number) / count
            edits: list[tuple[int, int, int]] = []
            if number:
                for place in sorted(self.rng.sample(range(length), EDITED)):
                    new = self._clause()
                    edits.append((place, clauses[place][1], new))
                    clauses[place] = (clauses[place][0], new)
            snapshot = self._snapshot(watch, number, days, language, clauses)
            if before:
                self._change(watch, (before, snapshot), days, edits, clauses)
            before = snapshot

    def _snapshot(self, watch: int, number: int, days: float, language: str, clauses: Sequence[tuple[int, int]]) -> int:
        conn, page = self.conn, f"<p>{watch} {number}</p>".encode()
        digest = hashlib.sha256(page).hexdigest()
        conn.execute(
            "INSERT INTO bodies VALUES (?, 'text/html', 'utf-8', ?, ?)", [digest, len(page), zstandard.compress(page)]
        )
        snapshot = conn.execute(
            "INSERT INTO snapshots (watch_id, place, captured_at, reason, url, title, language, stated_date,"
            " stated_precision, stated_words, extractor, text_digest, clause_count, word_count, body_sha256) VALUES ("
            "?, ?, ?, ?, 'https://supplier.example/privacy', 'Privacy policy', ?, ?, 'day', ?, 'e', ?, ?, ?, ?)",
            [
                watch, number + 1, at(days), "changed" if number else "first", language, at(days)[:10], at(days)[:10],
                digest, len(clauses), 40 * len(clauses), digest,
            ],
        ).lastrowid  # fmt: skip
        conn.executemany(
            "INSERT INTO snapshot_clauses (snapshot_id, position, clause_id, heading_path_id, kind)"
            " VALUES (?, ?, ?, ?, 'paragraph')",
            [(snapshot, place, clause, path) for place, (path, clause) in enumerate(clauses)],
        )
        conn.execute(
            "INSERT INTO provenance (snapshot_id, kind, source, at, status) VALUES (?, 'fetch', ?, ?, 200)",
            [snapshot, "https://supplier.example/privacy", at(days)],
        )
        conn.execute("INSERT INTO left_out VALUES (?, 'e', 1, '[]')", [snapshot])
        conn.execute(
            "INSERT INTO fetches (watch_id, at, outcome, status, url, snapshot_id, is_aside) VALUES"
            " (?, ?, ?, 200, ?, ?, ?)",
            [
                watch,
                at(days),
                "changed" if number else "new",
                "https://supplier.example/privacy",
                snapshot,
                days > CHECKS,
            ],
        )
        return int(snapshot or 0)

    def _change(
        self,
        watch: int,
        snapshots: tuple[int, int],
        days: float,
        edits: Sequence[tuple[int, int, int]],
        clauses: Sequence[tuple[int, int]],
    ) -> None:
        conn, rng = self.conn, self.rng
        significance = rng.choices(("cosmetic", "minor", "material"), (15, 35, 50))[0]
        is_told = significance != "cosmetic"
        change = conn.execute(
            "INSERT INTO changes (watch_id, old_snapshot_id, new_snapshot_id, at, significance, silent, told_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                watch,
                *snapshots,
                at(days),
                significance,
                int(is_told and rng.random() < 0.2),
                at(days) if is_told else None,
            ],
        ).lastrowid
        reason = {"rule": "period", "subject": "retention", "went": "12 months", "came": "36 months"}
        reasons = ('["retention: 12 months -> 36 months"]', json.dumps([reason])) if is_told else ("[]", "[]")
        rows = []
        for number, (place, old, new) in enumerate(edits):
            sides = [
                json.dumps(
                    [
                        {
                            "position": place,
                            "kind": "paragraph",
                            "heading_path": self.paths[clauses[place][0] - 1],
                            "label": "",
                            "text": self.texts[clause],
                        }
                    ]
                )
                for clause in (old, new)
            ]
            redline = json.dumps([["delete", self.texts[old]], ["insert", self.texts[new]]])
            topics = json.dumps([rng.choice(("retention", "third-party", "security", "contact"))])
            rows.append((change, number, significance, topics, *reasons, *sides, redline))
        conn.executemany(
            "INSERT INTO clause_changes (change_id, place, kind, significance, similarity, topics, reasons,"
            " reason_details, old_clauses, new_clauses, redline) VALUES (?, ?, 'modified', ?, 0.5, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        if is_told:
            self._told(int(change or 0), days)

    def _told(self, change: int, days: float) -> None:
        """Write who was told of a change, and how its review went."""
        conn, when = self.conn, at(days)
        subscriber = 1 + change % READERS
        notice = conn.execute(
            "INSERT INTO notices (subscriber_id, kind, message_id, created_at, due_at) VALUES (?, 'changes', ?, ?, ?)",
            [subscriber, f"<{change}@example.org>", when, when],
        ).lastrowid
        conn.execute("INSERT INTO notice_changes VALUES (?, ?, ?, NULL)", [subscriber, change, notice])
        conn.execute(
            "INSERT INTO deliveries (notice_id, state, attempts, next_attempt_at, sent_at) VALUES (?, 'sent', 1, ?, ?)",
            [notice, when, when],
        )
        steps = [("assignee", "member"), ("state", "in review"), ("comment", self._sentence(12)), ("state", "accepted")]
        conn.executemany(
            "INSERT INTO review_steps (change_id, at, who, what, value) VALUES (?, ?, 'member', ?, ?)",
            [(change, when, *step) for step in steps[: self.rng.randint(0, len(steps))]],
        )
