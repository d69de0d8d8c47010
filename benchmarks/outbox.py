"""Empty an outbox to a mail server on loopback, beside a bare loop of smtplib: `python benchmarks/outbox.py --help`."""

from __future__ import annotations

import multiprocessing
import resource
import smtplib
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor.demo.sink import HOST, Keeper, Sink
from monitor.mail.compose import compose
from monitor.mail.delivery import Letterhead, send_due
from monitor.mail.transport import SmtpMailer, SmtpSecurity, SmtpServer
from storage.database import open_store, writing
from storage.enqueue import enqueue
from storage.keys import stop_key
from storage.notices import notice_content
from tests.mail.samples import put_change, put_watch

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from sqlite_utils import Database

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
URL = "https://watch.example"
LEAST = 0.6  # of what a bare loop sends in the same time
_NAMES = ("From", "Subject", "Date", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted")
MOST_GROWTH = 1.2  # of the memory after a tenth of the mails


class Counter(Keeper):
    """Counts messages and keeps none."""

    count = 0

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802  aiosmtpd's
        """Take a message."""
        self.count += 1
        return "250 OK"


def _serve(pipe: Connection) -> None:
    """Serve until something is said; answer with how many mails came."""
    with Sink(Counter()) as sink:
        pipe.send(sink.port)
        pipe.recv()
        pipe.send(sink.keeper.count)  # type: ignore[attr-defined]  # it is a Counter


def _filled(folder: Path, count: int) -> Database:
    db = open_store(folder)
    with writing(db) as conn:
        watch = put_watch(conn, emails=[f"reader{number}@reader.example" for number in range(count)])
        enqueue(conn, change_id=put_change(conn, watch), watch_id=watch, at=NOW, domain="watch.example")
    return db


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a plain script sends: a mail that is ready, and what it makes one of for each reader."""

    ready: bytes
    headers: dict[str, str]
    text: str
    html: str

    @classmethod
    def of(cls, message: EmailMessage) -> _Texts:
        """Take a mail apart."""
        text, html = (part.get_content() for part in message.iter_parts())
        return cls(message.as_bytes(), {name: str(message[name]) for name in _NAMES}, text, html)

    def made(self, number: int) -> EmailMessage:
        """Make the mail of a reader with the standard library."""
        made = EmailMessage()
        for name, value in self.headers.items():
            made[name] = value
        made["To"] = f"reader{number}@reader.example"
        made["Message-ID"] = f"<{number}@watch.example>"
        made.set_content(self.text)
        made.add_alternative(self.html, subtype="html")
        return made


def _bare(port: int, texts: _Texts, count: int, *, is_made: bool) -> float:
    """Send mails in a loop over one connection; return how many a second that was."""
    began = time.perf_counter()
    with smtplib.SMTP(HOST, port, "localhost.localdomain") as smtp:
        for number in range(count):
            if is_made:
                smtp.send_message(texts.made(number))
            else:
                smtp.sendmail("watch@watch.example", [f"reader{number}@reader.example"], texts.ready)
    return count / (time.perf_counter() - began)


def _send(db: Database, port: int, count: int) -> tuple[float, list[int]]:
    """Empty the outbox; return how many mails a second that was, and the resident memory at each tenth."""
    sizes: list[int] = []
    asked = 0

    def stopping() -> bool:
        nonlocal asked
        asked += 1
        if asked % max(1, count // 10) == 0:
            sizes.append(_resident())
        return False

    mailer = SmtpMailer(SmtpServer(host=HOST, port=port, security=SmtpSecurity.NONE))
    head = Letterhead(sender="watch@watch.example", public_url=URL, stop_key=stop_key(db))
    began = time.perf_counter()
    report = send_due(db, mailer, letterhead=head, now=lambda: NOW, stopping=stopping)
    seconds = time.perf_counter() - began
    if report.sent != count:
        raise SystemExit(f"of {count} mails {report.sent} were sent")
    return count / seconds, sizes


def _resident() -> int:
    """Return the resident memory in bytes; where the system does not tell, the most there ever was."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@click.command()
@click.option("--quick", is_flag=True, help="1,000 mails instead of 10,000.")
def main(*, quick: bool) -> None:
    """Print mails a second of both, and how memory grew; exit code 1 where it is too slow or grows."""
    count = 1_000 if quick else 10_000
    ours, theirs = multiprocessing.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        server = multiprocessing.Process(target=_serve, args=(theirs,), daemon=True)
        server.start()
        port = ours.recv()
        with closing(_filled(Path(folder), count)) as db:
            content = notice_content(db, 1)
            if content is None:
                raise SystemExit("the store has no notice")
            mail = compose(content, sender="watch@watch.example", public_url=URL, stop_key=stop_key(db))
            texts = _Texts.of(mail)
            quarter = count // 4
            before = {is_made: _bare(port, texts, quarter, is_made=is_made) for is_made in (True, False)}
            rate, sizes = _send(db, port, count)
            after = {is_made: _bare(port, texts, quarter, is_made=is_made) for is_made in (True, False)}
        ours.send("over")
        arrived = ours.recv()
        server.join()
    made, ready = ((before[is_made] + after[is_made]) / 2 for is_made in (True, False))
    growth = sizes[-1] / sizes[0]
    print(f"outbox send:        {rate:6.0f} mails/s of {len(texts.ready):,} bytes")
    print(f"smtplib, each made: {made:6.0f} mails/s; ours is {rate / made:.2f} of that, at least {LEAST}")
    print(f"smtplib, all ready: {ready:6.0f} mails/s, the same bytes to all; ours is {rate / ready:.2f} of that")
    print(f"memory: {sizes[0] / 1e6:.0f} MB after a tenth, {sizes[-1] / 1e6:.0f} MB at the end ({growth:.2f})")
    print(f"{arrived:,} of {2 * count:,} mails arrived")
    sys.exit(not (rate >= LEAST * made and growth <= MOST_GROWTH and arrived == 2 * count))


if __name__ == "__main__":
    main()
