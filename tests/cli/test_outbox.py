from __future__ import annotations

import json
import re
import shutil
import socket
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import Command
from tests.policies import edited, policy
from tests.product import Product
from tests.servers import Site, page
from tests.terminals import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """A watch with a change whose mail waits; no mail server is set."""
    command = Command(tmp_path_factory.mktemp("outbox") / "data")
    with Site() as site:
        site["/privacy"] = page(policy())
        command.quick("add", site.url("/privacy"), "--no-trial", "--name", "Acme", "--email", "reader@example.org")
        command.quick("check")
        site["/privacy"] = page(edited())
        command.quick("check", "acme")
        yield command


def test_a_mail_can_be_read_before_it_is_sent(waiting: Command) -> None:
    """`outbox show` prints whom a mail goes to, its subject and its text; a number that is none is one line."""
    lines = waiting.quick("outbox", "show", "1").stdout.splitlines()
    assert lines[0] == "To: reader@example.org"
    assert lines[1].startswith("Subject: Acme: ")
    assert "ACME" in lines
    assert waiting.quick("outbox", "show", "9", code=2).stderr.count("\n") == 1


def test_a_narrow_terminal_breaks_no_word_of_the_outbox(waiting: Command) -> None:
    """At 60 columns the table leaves columns out, and shows state, address and watch whole."""
    _, shown = on_terminal(waiting, "outbox", "list", width=60)
    assert re.search(r"(waiting|sent) +reader@example\.org acme", shown)
    assert "Attempts" not in shown


def test_what_was_only_written_to_a_folder_is_said_so(waiting: Command) -> None:
    """Without a mail server `outbox send` says where the mails are, of one that was dropped once it is retried."""
    assert waiting.quick("outbox", "drop", "1").stdout == "1 delivery dropped.\n"
    assert waiting.quick("outbox", "send").stdout == "0 notices sent.\n"
    assert waiting.quick("outbox", "retry", "1").stdout.startswith("1 delivery is due now")
    said = waiting.quick("outbox", "send").stdout
    assert said == f"1 notice written to {waiting.folder / 'mail'}, for no mail server is set.\n"
    assert waiting.quick("outbox", "retry").stdout == "No delivery waits or failed.\n"
    assert waiting.quick("outbox", "send").stdout == "0 notices sent.\n"


def test_mails_that_are_late_are_told_by_doctor(waiting: Command, tmp_path: Path) -> None:
    """What should have gone out hours ago is trouble, though nothing was given up; a digest before its time is none."""
    late = Command(tmp_path / "data")
    shutil.copytree(waiting.folder, late.folder)
    _write(late, "UPDATE deliveries SET state = 'waiting', attempts = 2, last_error = 'the server hung up'")
    assert _outbox_in_doctor(late)["fine"] is True
    _write(late, "UPDATE notices SET due_at = '2026-01-01T00:00:00.000Z'")
    told = _outbox_in_doctor(late)
    assert told["fine"] is False
    assert "1 January 2026" in told["words"]
    assert "the server hung up" in told["words"]
    _write(late, "UPDATE notices SET due_at = '2126-01-01T00:00:00.000Z'")
    assert _outbox_in_doctor(late)["fine"] is True


def _write(command: Command, sql: str) -> None:
    with closing(sqlite3.connect(command.folder / "clausewatch.sqlite")) as db, db:
        db.execute(sql)


def _outbox_in_doctor(command: Command) -> dict[str, Any]:
    found = json.loads(command.quick("doctor", "--format", "json", code=None).stdout)
    return next(one for one in found if one["subject"] == "outbox")


def test_a_server_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    """Where no mail can be sent, `outbox send` says why, what looks into it and until when the mails wait; it ends with 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    server = {
        "CLAUSEWATCH_SMTP_HOST": "127.0.0.1",
        "CLAUSEWATCH_SMTP_PORT": str(port),
        "CLAUSEWATCH_SMTP_SECURITY": "none",
    }
    product = Product(tmp_path / "data", CLAUSEWATCH_PUBLIC_URL="https://watch.example", **server)
    product.quick("subscribe", "ada@reader.example", "--all")
    said = product.quick("outbox", "send", code=1).stdout
    assert said.startswith(
        f"0 notices sent, 1 will be tried again. No mail can be sent now: mail server 127.0.0.1:{port}: Connection refused;"
        " 'clausewatch doctor --mail ADDRESS' looks step by step. 1 notice waits until "
    )
    product.environment["CLAUSEWATCH_SMTP_HOST"] = ""
    assert product.quick("outbox", "retry").stdout.startswith("1 delivery is due now")
