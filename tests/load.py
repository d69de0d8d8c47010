"""Readers and members at the pages while `serve` checks: what they were answered, and whether anything was lost."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median
from typing import TYPE_CHECKING

import httpx

from monitor.app import utc_now
from monitor.core.records import Role
from storage.browse.admission import COOKIE
from storage.browse.border import BUSY
from storage.database import open_store, writing
from storage.sessions import begin_session
from storage.users import add_user
from tests.day import _port_of
from tests.policies import edited, policy
from tests.product import Product
from tests.servers import Site, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS_TO_READ = 60.0
READ = (
    "/", "/changes", "/search?q=data", "/watch/{slug}", "/charts", "/changes.atom", "/watch/{slug}/compare", "/?q=127",
    "/watch/{slug}/version/1", "/metrics", "/watch/{slug}/version/1/clause/1", "/health.json", "/watch/{slug}/changes.atom",
)  # fmt: skip
DEEDS = ("pause", "resume", "check", "edit")


@dataclass(kw_only=True)
class Load:
    """What came of it.

    Args:
        answers: how often each status was answered, with the address where it was none of those that are expected.
        busy: how often somebody was asked to come again, since others asked for much.
        seconds: of each answer, by the address without the watch.
        acts: of each member, how many forms were answered as done.
        checks: that were recorded.
        changes: that were recorded.
        wrong: what should not have been, one line each.
    """

    answers: Counter[str] = field(default_factory=Counter)
    busy: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    checks: int = 0
    changes: int = 0
    wrong: list[str] = field(default_factory=list)

    def median_of(self, address: str) -> float:
        """Return the median of the seconds that an address took."""
        return median(self.seconds[address])


def under_load(
    folder: Path,
    *,
    seconds: float,
    watches: int,
    readers: int = 10,
    members: int = 2,
    pause: float = 0.2,
    prepared: Callable[[Path], None] | None = None,
) -> Load:
    """Let people read and manage while a schedule runs.

    Args:
        folder: an empty folder.
        seconds: for how long.
        watches: how many pages are checked, each once a minute; one of them is edited every second.
        readers: who read, one page after another.
        members: who pause, resume, have checked and rename, each watches of their own.
        pause: seconds between an answer and the next thing somebody asks for.
        prepared: makes the store in which it begins; an empty one, where that is not said.

    Returns:
        What came of it.
    """
    load, stop = Load(), threading.Event()
    product = Product(folder / "data", CLAUSEWATCH_CONCURRENCY="8", CLAUSEWATCH_HOST_CONCURRENCY="8")
    if prepared:
        prepared(product.folder)
    with Site() as site:
        for number in range(watches):
            site[f"/policy/{number}"] = page(policy(number))
        product.add(
            *(site.url(f"/policy/{number}") for number in range(watches)), email="reader@example.org", every="5m"
        )
        # sooner than anybody may wish for, so that much is written
        product.query("UPDATE watches SET every_seconds = 60 WHERE paused_at IS NULL")
        product.run("check", seconds=600)
        # all are due as it begins
        product.query("UPDATE watches SET next_check_at = added_at WHERE paused_at IS NULL")
        managed = product.query("SELECT slug, url FROM watches WHERE paused_at IS NULL ORDER BY id")
        slugs = [slug for slug, _ in managed]
        with closing(open_store(product.folder)) as db, writing(db) as conn:
            for number in range(members):
                name = f"visitor-{number}"
                user = add_user(conn, name, Role.MEMBER, password="", email=f"{name}@example.org", now=utc_now())
                begin_session(conn, user, f"token-of-{name}", now=utc_now())
        before = product.query("SELECT count(*) FROM fetches")[0][0]
        log = folder / "serve.log"
        with log.open("w") as errors, product.start("serve", "--port", "0", stderr=errors) as process:
            try:
                base = f"http://127.0.0.1:{_port_of(process)}"
                people = [
                    threading.Thread(target=_read, args=(load, stop, base, slugs[number:], number, pause))
                    for number in range(readers)
                ]
                people += [
                    threading.Thread(target=_manage, args=(load, stop, base, managed[number::members], number, pause))
                    for number in range(members)
                ]
                for person in people:
                    person.start()
                ends = time.monotonic() + seconds
                for number in cycle(range(watches)):
                    if time.monotonic() > ends:
                        break
                    site[f"/policy/{number}"] = page(edited(number) if number % 2 else policy(number + watches))
                    time.sleep(1)
                stop.set()
                for person in people:
                    person.join(2 * SECONDS_TO_READ)
                process.terminate()
                process.communicate(timeout=60)
            finally:
                stop.set()
                process.kill()
        text = log.read_text()
    load.wrong += [
        f"in the log: {line}" for line in text.splitlines() if re.search(r"Traceback|unexpected|locked|Error", line)
    ]
    load.checks = product.query("SELECT count(*) FROM fetches")[0][0] - before
    load.changes = product.query("SELECT count(*) FROM changes WHERE told_at IS NOT NULL")[0][0]
    kept = Counter(dict(product.query("SELECT who, count(*) FROM acts WHERE who LIKE 'visitor-%' GROUP BY who")))
    if kept != load.acts:
        load.wrong.append(f"acts that were answered as done: {load.acts}, those that are noted: {kept}")
    load.wrong += [f"the store: {problem}" for problem in product.problems()]
    return load


def _read(load: Load, stop: threading.Event, base: str, slugs: list[str], start: int, pause: float) -> None:
    paths, watches = cycle(READ[start % len(READ) :] + READ[: start % len(READ)]), cycle(slugs)
    with httpx.Client(base_url=base, timeout=SECONDS_TO_READ, trust_env=False) as client:
        while not stop.wait(pause):
            path = next(paths)
            _asked(load, path, lambda path=path: client.get(path.format(slug=next(watches))), expected=200)


def _manage(
    load: Load, stop: threading.Event, base: str, watches: list[tuple[str, str]], number: int, pause: float
) -> None:
    who = f"visitor-{number}"
    deeds = cycle((*watch, deed) for watch in watches for deed in DEEDS)
    with httpx.Client(base_url=base, timeout=SECONDS_TO_READ, trust_env=False) as client:
        client.cookies.set(COOKIE, f"token-of-{who}")
        while not stop.wait(pause):
            slug, url, deed = next(deeds)
            path = f"/watch/{slug}/manage"
            form = _asked(load, "the form of a watch", lambda path=path: client.get(path), expected=200)
            token = re.search(r'name="csrftoken" value="([^"]+)"', form.text) if form is not None else None
            if token is None:
                continue
            fields = {"csrftoken": token[1], "deed": deed}
            if deed == "edit":
                name = f"Renamed {load.acts[who]}"
                fields |= {"name": name, "url": url, "kind": "privacy", "every": "5m"}
            done = _asked(
                load, f"{deed} a watch", lambda path=path, fields=fields: client.post(path, data=fields), expected=303
            )
            load.acts[who] += done is not None


def _asked(load: Load, what: str, ask: Callable[[], httpx.Response], *, expected: int) -> httpx.Response | None:
    """Ask for something, and return the answer where it is as expected."""
    began = time.monotonic()
    try:
        answer = ask()
    except httpx.HTTPError as error:
        load.wrong.append(f"{what}: {error!r}")
        return None
    if answer.status_code == expected:
        load.seconds.setdefault(what, []).append(time.monotonic() - began)
        load.answers[str(expected)] += 1
        return answer
    if answer.status_code == 503 and BUSY in answer.text:
        load.busy += 1
    elif not (answer.status_code == 503 and what == "/health.json"):
        load.answers[f"{answer.status_code} {what}"] += 1
        load.wrong.append(f"{what}: {answer.status_code} {' '.join(answer.text.split())[-300:]}")
    return None
