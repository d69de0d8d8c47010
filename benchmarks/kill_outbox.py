"""Kill a sender again and again while notices of all kinds go out: `python benchmarks/kill_outbox.py --help`."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor.app import utc_now
from monitor.core.records import Choice, Consent, Failed, FailureKind, Fetched, FetchFailure, Pace
from monitor.demo.sink import Keeper, Sink
from storage.checks import record
from storage.database import open_store, writing
from storage.enqueue import enqueue
from storage.keys import stop_key
from storage.known import known_of
from storage.questions import ask
from storage.subscriptions import follow, put_subscription
from storage.times import to_text
from tests.mail.samples import put_change, put_watch
from tests.product import Product, descendants, is_alive, wait_until
from tests.servers import PATIENCE_SECONDS, Site, late, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from aiosmtpd.smtp import SMTP, Envelope, Session
    from sqlite_utils import Database

URL = "https://watch.example"
DOMAIN = "watch.example"
CHANGES = 40  # each told to readers at once, to the web hooks, to the command and to the service: a notice each
READERS, WEB_HOOKS, DIGESTS, ASKED, OF_HEALTH = 4, 3, 60, 60, 40
SLOW_SECONDS = 0.02  # that a receiver takes, so that kills fall while it is at it
MOMENT_SECONDS = 0.1  # within which a kill falls when enough has gone out
OPEN = "SELECT count(*) FROM deliveries WHERE state <> 'sent'"
KEYS = """
SELECT n.kind, s.way, n.message_id FROM notices n JOIN subscribers s ON s.id = n.subscriber_id
"""


class Arrived(NamedTuple):
    """Something that a receiver was handed.

    Args:
        receiver: whose kills count together: "mail", the path of a web hook, "hook" or "service".
        key: by which a repeat is known.
        digest: of what it says.
    """

    receiver: str
    key: str
    digest: str


class Slow(Keeper):
    """Takes its time over each message."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Keep a message as it came."""
        taken = await super().handle_DATA(server, session, envelope)
        time.sleep(SLOW_SECONDS)  # noqa: ASYNC251 - of its own thread, which has one connection
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Receivers:
    """All that notices go to, and what has arrived."""

    sink: Sink
    site: Site
    file: Path

    def count(self) -> int:
        """Return how much came."""
        ran = self.file.read_bytes().count(b"\n") if self.file.exists() else 0
        return len(self.sink.keeper.messages) + len(self.site.asked) + ran

    def arrived(self) -> list[list[Arrived]]:
        """Return what came, by each way in the order in which it came."""
        mails = [Arrived("mail", str(mail["Message-ID"]), _digest(mail.as_bytes())) for mail in self.sink.messages]
        return [mails, [*self._posted()], [*self._run()]]

    def _posted(self) -> Iterator[Arrived]:
        for asked in [*self.site.asked]:
            if key := asked.headers.get("webhook-id"):
                yield Arrived(asked.path, key, _digest(asked.body))
            else:
                told = json.loads(asked.body)
                # a service gets a title and a text, and no key: they are the same in a repeat
                yield Arrived("service", told["title"] + told["message"], _digest(asked.body))

    def _run(self) -> Iterator[Arrived]:
        lines = self.file.read_text(encoding="ascii").splitlines() if self.file.exists() else []
        yield from (Arrived("hook", *line.split(" ")) for line in lines)


def _digest(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()


def fill(folder: Path, site: Site) -> int:
    """Make a store with notices of all kinds that are due; return how many."""
    now = utc_now() - timedelta(days=3)
    with closing(open_store(folder)) as db:
        stop_key(db)
        with writing(db) as conn:
            everybody = [*(f"reader{number}@reader.example" for number in range(READERS))]
            everybody += [site.url(f"/hook/{number}") for number in range(WEB_HOOKS)]
            everybody += ["hook", f"apprise:json://127.0.0.1:{site.port}/service"]
            for address in everybody:
                follow(conn, address, now=now)
            for number in range(DIGESTS):
                choice = Choice(pace=Pace.DAILY)
                email = f"digest{number}@reader.example"
                put_subscription(conn, email=email, watch_id=None, tag=None, choice=choice, now=now)
            for number in range(ASKED):
                follow(conn, f"new{number}@reader.example", now=now, consent=Consent(is_asked=True))
            blind = put_watch(conn, "blind", emails=[f"owner{number}@reader.example" for number in range(OF_HEALTH)])
            for number in range(CHANGES):
                watch = put_watch(conn, f"watch-{number}")
                change = put_change(conn, watch, at=now)
                enqueue(conn, change_id=change, watch_id=watch, at=now, domain=DOMAIN)
        _go_blind(db, blind, now)
        with writing(db) as conn:
            ask(conn, now=now, domain=DOMAIN)
            conn.execute("UPDATE notices SET due_at = :due WHERE kind = 'daily'", {"due": to_text(now)})
            conn.execute("UPDATE deliveries SET next_attempt_at = (SELECT due_at FROM notices WHERE id = notice_id)")
            return int(conn.execute("SELECT count(*) FROM deliveries").fetchone()[0])


def _go_blind(db: Database, watch: int, now: datetime) -> None:
    failed = Failed(failure=FetchFailure(kind=FailureKind.TIMEOUT, detail="no answer"))
    fetched = Fetched(watch_id=watch, at=now, status=None, url="https://blind.example/privacy")
    known = known_of(db, watch)
    record(db, fetched, failed, known=known, next_check_at=now, mail_domain=DOMAIN, blind_after=1)


def strike(product: Product, receivers: Receivers, *, after: int, seconds: float, is_alone: bool) -> None:
    """Start a sender and kill it so many seconds after so much arrived, with its children or alone."""
    enough = receivers.count() + after
    process = product.start("outbox", "send")
    wait_until(lambda: receivers.count() >= enough or process.poll() is not None, pause=0.002)
    time.sleep(seconds)
    children = descendants(process.pid)
    for pid in [process.pid, *(() if is_alone else sorted(children))]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=PATIENCE_SECONDS)
    # what a child of it still hands over belongs to this kill
    wait_until(lambda: not any(map(is_alive, children)))


def repeats(runs: list[list[list[Arrived]]]) -> list[Counter[str]]:
    """Return for each kill how many notices of each receiver had gone out without a mark, and came again later."""
    found: list[Counter[str]] = [Counter() for _ in runs]
    last: dict[tuple[str, str], int] = {}
    before = [0, 0, 0]
    for number, run in enumerate(runs):
        for ways, start in zip(run, before, strict=True):
            for one in ways[start:]:
                known = (one.receiver, one.key)
                if known in last:
                    found[last[known]][one.receiver] += 1
                last[known] = number
        before = [len(ways) for ways in run]
    return found


def faults(product: Product, receivers: Receivers, again: list[Counter[str]]) -> list[str]:
    """Return in words what is not as it should be."""
    arrived = [one for ways in receivers.arrived() for one in ways]
    told = {}
    for one in arrived:
        told.setdefault((one.receiver.rstrip("0123456789"), one.key), set()).add(one.digest)
    wanted = Counter((way, kind) for kind, way, _ in product.query(KEYS))
    came = Counter(receiver for receiver, _ in told)
    by_key = {"mail": "mail", "/hook/": "web", "hook": "hook", "service": "apprise"}
    wrong = []
    for receiver, way in by_key.items():
        due = sum(count for (of, _), count in wanted.items() if of == way)
        if came[receiver] != due:
            wrong.append(f"{receiver}: {came[receiver]} of {due} arrived")
    ids = {message_id for _, way, message_id in product.query(KEYS) if way == "mail"}
    if {key for receiver, key in told if receiver == "mail"} != ids:
        wrong.append("the mails are not those of the store")
    wrong += [f"{receiver}: a repeat says something else" for (receiver, _), said in told.items() if len(said) > 1]
    wrong += [
        f"kill {number}: {count} of {receiver} came again"
        for number, counts in enumerate(again, 1)
        for receiver, count in counts.items()
        if count > 1
    ]
    if product.query(OPEN) != [(0,)]:
        wrong.append("some are not marked as sent")
    return [*wrong, *(f"the store: {problem}" for problem in product.problems())]


@click.command()
@click.option("--kills", default=50, show_default=True, help="How many.")
@click.option("--seed", default=1, show_default=True, help="Another seed, other moments.")
def main(kills: int, seed: int) -> None:
    """Send some 500 notices of all kinds with a sender that is killed again and again, until all have gone out.

    Exit code 1 where one did not arrive, a repeat was not the same, or a receiver had more than one again after a kill.
    """
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name, Site() as site, Sink(Slow()) as sink:
        folder = Path(name)
        for path in (*(f"/hook/{number}" for number in range(WEB_HOOKS)), "/service"):
            site[path] = late(page("", status=200), seconds=SLOW_SECONDS)
        script, file = folder / "hook.sh", folder / "ran"
        script.write_text(f'said=$(sha256sum | cut -c1-64)\necho "$NOTICE_ID $said" >> {file}\n', encoding="ascii")
        product = Product(
            folder / "data",
            CLAUSEWATCH_SMTP_HOST="127.0.0.1",
            CLAUSEWATCH_SMTP_PORT=str(sink.port),
            CLAUSEWATCH_SMTP_SECURITY="none",
            CLAUSEWATCH_PUBLIC_URL=URL,
            CLAUSEWATCH_HOOK=f"/bin/sh {script}",
        )
        print(f"{fill(product.folder, site)} notices wait.")
        receivers = Receivers(sink=sink, site=site, file=file)
        runs, struck = [], 0
        for number in range(kills):
            left = product.query(OPEN)[0][0]
            if not left:
                break
            # what is left is spread over the kills that are to come
            after = rng.randint(0, 2 * left // (kills - number + 1))
            strike(
                product,
                receivers,
                after=after,
                seconds=rng.random() * MOMENT_SECONDS,
                is_alone=number % 2 == 1,
            )
            runs.append(receivers.arrived())
            struck += 1
            print(f"kill {struck} after {after:2}: {left} were open, {product.query(OPEN)[0][0]} are", flush=True)
        product.run("outbox", "send")
        runs.append(receivers.arrived())
        again = repeats(runs)
        wrong = faults(product, receivers, again)
        for (way, kind), count in sorted(Counter((way, kind) for kind, way, _ in product.query(KEYS)).items()):
            print(f"{count:4} {way} {kind}")
        most = dict(sorted(Counter(map(Counter.total, again)).items()))
        print(f"{struck} kills; {sum(map(Counter.total, again))} came again; kills by how many: {most}")
        print("\n".join(wrong) or "Each arrived; each repeat was the same, and each receiver had one at most a kill.")
        sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
