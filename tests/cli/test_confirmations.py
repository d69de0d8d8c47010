"""Commands that name addresses: who is asked by mail first, who stays stopped, and what is said of that."""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from monitor.app import utc_now
from monitor.demo.sink import Sink
from monitor.linked import LinkPages
from storage.consents import LINK, remember_stop
from storage.database import open_store, writing
from storage.rechosen import end_subscriptions
from storage.subscriptions import subscriptions
from tests.product import Product

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADA, BOB = "ada@reader.example", "bob@reader.example"
PAGE = "https://a.example/privacy"
ASKED = (
    "has to confirm by a mail, within 30 days. Until then nothing else goes there, and what changes meanwhile is not"
    " mailed later; --confirmed asks nobody."
)
IN_OUTBOX = "The question is in the outbox, and sent by the schedule ('run' or 'serve') or 'clausewatch outbox send'."
REFUSED = "Answered not to be asked again, and no list asks; 'subscribe' asks anew by mail, --confirmed lets them hear:"


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server."""
    with Sink() as sink:
        yield sink


@pytest.fixture
def product(tmp_path: Path, sink: Sink) -> Product:
    """A store whose mails leave by that server, with pages for links."""
    return Product(
        tmp_path / "data",
        CLAUSEWATCH_SMTP_HOST="127.0.0.1",
        CLAUSEWATCH_SMTP_PORT=str(sink.port),
        CLAUSEWATCH_SMTP_SECURITY="none",
        CLAUSEWATCH_PUBLIC_URL="https://watch.example",
        CLAUSEWATCH_CONTACT="owner@watch.example",
    )


def unconfirmed(product: Product) -> list[tuple[str, bool]]:
    """Return whose subscriptions there are, and whether each waits to be confirmed."""
    return [(one["address"], bool(one["unconfirmed_since"])) for one in product.json("subscriptions")]


def press(product: Product, sink: Sink, kind: str, wish: str, *, site: str = "same-origin") -> int:
    """Press a button of the page to which the newest mail links, or of one that another site made; return the status."""
    text = sink.messages[-1].get_body(("plain",)).get_content()
    path, received = re.search(rf"/{kind}/[0-9a-f.~-]+", text)[0], [{"body": f"wish={wish}".encode()}]  # type: ignore[index]
    statuses = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", **received.pop(0)}

    async def send(message: dict[str, object]) -> None:
        statuses.append(message.get("status"))

    scope = {"type": "http", "method": "POST", "path": path, "headers": [(b"sec-fetch-site", site.encode())]}
    asyncio.run(LinkPages(None, product.folder)(scope, receive, send))  # type: ignore[arg-type]
    assert isinstance(statuses[0], int)
    return statuses[0]


@pytest.mark.parametrize("how", ["subscribe", "add", "edit", "edit tag", "import"])
def test_each_command_asks_a_new_address(product: Product, sink: Sink, tmp_path: Path, how: str) -> None:
    """Whatever command names a new address has it asked, says so and ends well; with --confirmed nobody is asked."""
    if how != "import":
        product.quick("add", "https://b.example/p", "--no-trial", "--name", "B", "--tag", "eu")

    def name(address: str, *more: str) -> str:
        file = tmp_path / "list.csv"
        file.write_text(f"url,emails\n{PAGE}-{address[:3]},{address}\n", encoding="utf-8")
        words = {
            "subscribe": ("subscribe", address, "--all"),
            "add": ("add", f"{PAGE}-{address[:3]}", "--no-trial", "--email", address),
            "edit": ("edit", "b", "--subscribe", address),
            "edit tag": ("edit", "--tag", "eu", "--subscribe", address),
            "import": ("import", str(file), "--no-trial"),
        }[how]
        return product.quick(*words, *more).stdout

    assert name(ADA).endswith(f"{ADA} {ASKED}\n{IN_OUTBOX}\n")
    assert "confirm" not in name(BOB, "--confirmed")
    assert "confirm" not in name("owner@watch.example")
    assert dict(unconfirmed(product)) == {ADA: True, BOB: False, "owner@watch.example": False}
    assert [one["tells"] for one in product.json("outbox", "list")] == ["please confirm"]
    product.quick("outbox", "send")
    assert [(str(mail["To"]), str(mail["Subject"])) for mail in sink.messages] == [
        (ADA, "Please confirm that you want mails from Clausewatch")
    ]


@pytest.mark.parametrize("missing", ["CLAUSEWATCH_SMTP_HOST", "CLAUSEWATCH_PUBLIC_URL"])
def test_nobody_is_asked_where_no_mail_can_ask(product: Product, missing: str) -> None:
    """Without a mail server, or pages for the link, addresses count as confirmed at once."""
    product.environment[missing] = ""
    product.quick("subscribe", ADA, "--all")
    assert unconfirmed(product) == [(ADA, False)]
    assert product.json("outbox", "list") == []


@pytest.mark.parametrize("missing", ["smtp_host", "public_url"])
def test_it_is_said_what_is_missing_to_ask(product: Product, missing: str) -> None:
    """Where one thing is not set, commands say that new addresses are not asked; with both or neither there is nothing to say."""
    name = f"CLAUSEWATCH_{missing.upper()}"
    product.environment[name] = ""
    told = f"New addresses are not asked whether they want mails, for {missing} is not set."
    assert told in product.quick("subscribe", ADA, "--all").stdout
    assert told not in product.quick("subscribe", BOB, "--all", "--confirmed").stdout
    assert told not in product.quick("subscribe", "https://hooks.example/in", "--all").stdout


def test_it_is_said_where_a_question_is(product: Product) -> None:
    """In the outbox, sent, given up, for another day, or kept until pages are set: whatever names the address says which."""
    assert IN_OUTBOX in product.quick("subscribe", ADA, "--all").stdout
    product.environment["CLAUSEWATCH_PUBLIC_URL"] = ""
    waits = "No question goes out while public_url is not set; it waits for that."
    assert waits in product.quick("subscribe", ADA, "--all").stdout
    product.environment["CLAUSEWATCH_PUBLIC_URL"] = "https://watch.example"
    product.query("UPDATE deliveries SET state = 'failed'")
    assert "The question is given up; 'clausewatch outbox list" in product.quick("subscribe", ADA, "--all").stdout
    product.quick("outbox", "retry")
    product.quick("outbox", "send")
    assert "The question is sent already." in product.quick("subscribe", ADA, "--all").stdout
    assert "The question is written on another day" in product.quick("subscribe", ADA, "--tag", "eu").stdout


def test_a_question_without_pages_is_not_late(product: Product) -> None:
    """While no pages are set it waits for them, however long, and nothing names a time that is over."""
    product.quick("subscribe", ADA, "--all")
    product.query("UPDATE notices SET due_at = '2026-01-01T00:00:00Z', created_at = '2026-01-01T00:00:00Z'")
    product.query("UPDATE deliveries SET next_attempt_at = '2026-01-01T00:00:00Z'")
    product.environment["CLAUSEWATCH_PUBLIC_URL"] = ""
    assert product.quick("outbox", "send").stdout == "0 notices sent. 1 question waits until public_url is set.\n"
    doctor = product.quick("doctor", code=1).stdout
    assert "should have gone out" not in doctor
    assert "nobody can confirm while public_url is not set" in " ".join(doctor.split())
    product.environment["CLAUSEWATCH_PUBLIC_URL"] = "https://watch.example"
    assert "should have gone out since 1 January 2026" in " ".join(product.quick("doctor", code=1).stdout.split())
    assert product.quick("outbox", "send").stdout == "1 notice sent.\n"


def test_who_waits_is_shown(product: Product) -> None:
    """`subscriptions`, `show` and `doctor` say who has not confirmed; `list` counts who hears."""
    product.quick("add", PAGE, "--no-trial", "--name", "A", "--email", ADA)
    assert "waits for confirmation since" in product.quick("subscriptions").stdout
    assert f"to be confirmed: {ADA}" in product.quick("show", "a").stdout
    assert [one["subscribers"] for one in product.json("list")] == [0]
    doctor = product.quick("doctor", code=1).stdout
    assert re.search(r"fine +confirmations: +1 subscription waits to be confirmed, the first until", doctor)


def test_who_confirms_is_asked_no_more(product: Product, sink: Sink) -> None:
    """An address that has confirmed by the link hears of what is asked for later at once."""
    product.quick("subscribe", ADA, "--all")
    product.quick("outbox", "send")
    assert press(product, sink, "confirm", "confirm") == 200
    assert "confirm" not in product.quick("subscribe", ADA, "--tag", "eu").stdout
    assert unconfirmed(product) == [(ADA, False), (ADA, False)]


def test_a_list_brings_nobody_back_who_stopped(product: Product, sink: Sink, tmp_path: Path) -> None:
    """Who stopped by a link stays so, of both kinds of rows, and is named; --confirmed brings them back."""
    file = tmp_path / "list.csv"
    file.write_text(f"url,emails,kind\n{PAGE},{ADA},\n,{ADA},all\n", encoding="utf-8")
    product.quick("import", str(file), "--no-trial")
    product.quick("outbox", "send")
    assert press(product, sink, "confirm", "confirm") == 200
    assert press(product, sink, "stop", "stop") == 200
    assert unconfirmed(product) == []
    for more in ((), ("--update",)):
        out = product.quick("import", str(file), "--no-trial", *more).stdout
        assert f"Stopped by a link in a mail, and stays so; --confirmed overrules that: {ADA} (on " in out
        assert "hear of more" not in out
        assert out.count("Stopped by a link") == 1
        assert "changed" not in out
    assert (unconfirmed(product), product.json("outbox", "list", "--state", "waiting")) == ([], [])
    product.quick("import", str(file), "--no-trial", "--update", "--confirmed")
    assert unconfirmed(product) == [(ADA, False), (ADA, False)]


def test_who_stopped_all_of_a_watch_stopped_phrases_in_it_too(product: Product, tmp_path: Path) -> None:
    """A list brings nobody back by asking for less of what they stopped."""
    product.quick("add", PAGE, "--no-trial", "--name", "A", "--email", ADA, "--confirmed")
    product.quick("subscribe", ADA, "--tag", "eu", "--confirmed")
    stop(product, ADA, "a")
    file = tmp_path / "list.csv"
    file.write_text(f"url,emails,mail_phrases\n{PAGE},{ADA},model training\n", encoding="utf-8")
    out = product.quick("import", str(file), "--no-trial", "--update").stdout
    assert out.count(f"Stopped by a link in a mail, and stays so; --confirmed overrules that: {ADA} (on ") == 1
    assert unconfirmed(product) == [(ADA, False)]
    product.quick("subscribe", ADA, "a", "--phrase", "voice", "--confirmed")
    assert "is to hear of" in product.quick("subscribe", ADA, "a").stdout


def test_a_person_may_ask_again_who_stopped(product: Product, sink: Sink) -> None:
    """`subscribe` asks them anew by mail; where no mail can ask it says that they stay stopped."""
    product.quick("subscribe", ADA, "--all", "--confirmed")
    product.quick("subscribe", BOB, "--all")
    product.quick("outbox", "send")
    assert press(product, sink, "confirm", "refuse") == 200
    product.environment["CLAUSEWATCH_SMTP_HOST"] = ""
    out = product.quick("subscribe", BOB, "--all").stdout
    assert out.startswith(f"{REFUSED} {BOB} (on ")
    product.environment["CLAUSEWATCH_SMTP_HOST"] = "127.0.0.1"
    assert f"{BOB} {ASKED}\n" in product.quick("subscribe", BOB, "--all").stdout
    assert unconfirmed(product) == [(ADA, False), (BOB, True)]


def test_no_page_of_another_site_confirms(product: Product, sink: Sink) -> None:
    """A request that a browser sends for the page of another site confirms nothing, whatever link it has."""
    product.quick("subscribe", ADA, "--all")
    product.quick("outbox", "send")
    assert press(product, sink, "confirm", "confirm", site="cross-site") == 405
    assert unconfirmed(product) == [(ADA, True)]


def test_who_stopped_is_asked_once_whatever_names_them_again(product: Product, sink: Sink, tmp_path: Path) -> None:
    """Whoever stopped one watch of several waits for their answer, by `edit`, `subscribe` and a list alike."""
    for name in ("cedar", "dogwood"):
        product.quick("add", f"https://{name}.example/privacy", "--no-trial", "--name", name)
    product.quick("subscribe", ADA, "dogwood", "--confirmed")
    for ask in (("edit", "cedar", "--subscribe", ADA), ("subscribe", ADA, "cedar"), ("subscribe", ADA, "cedar")):
        if ask[0] == "edit":
            product.quick("subscribe", ADA, "cedar", "--confirmed")
            stop(product, ADA, "cedar")
        assert f"{ADA} {ASKED}" in product.quick(*ask).stdout
        assert sorted(unconfirmed(product)) == [(ADA, False), (ADA, True)]
    file = tmp_path / "out.csv"
    file.write_text(product.quick("export").stdout, encoding="utf-8")
    product.quick("import", str(file), "--update", "--yes", "--no-trial")
    assert sorted(unconfirmed(product)) == [(ADA, False), (ADA, True)]


def test_a_list_asks_nobody_who_refused(product: Product, sink: Sink, tmp_path: Path) -> None:
    """Who answered not to be asked again is named by a list that asks for anything else, and is mailed nothing."""
    product.quick("add", PAGE, "--no-trial", "--name", "A")
    product.quick("subscribe", ADA, "--all")
    product.quick("outbox", "send")
    assert press(product, sink, "confirm", "refuse") == 200
    file = tmp_path / "list.csv"
    file.write_text(f"url,emails\n{PAGE},{ADA}\nhttps://b.example/privacy,{ADA}\n", encoding="utf-8")
    for said in ("Added 1 watch, 1 is watched already.", "Added 0 watches, 2 are watched already."):
        out = product.quick("import", str(file), "--update", "--yes", "--no-trial").stdout
        assert said in out
        assert out.count(f"{REFUSED} {ADA} (on ") == 1
        assert unconfirmed(product) == []
    assert f"{ADA} {ASKED}\n" in product.quick("subscribe", ADA, "a").stdout


def stop(product: Product, address: str, slug: str) -> None:
    """Stop a subscription as the link of a mail does."""
    with closing(open_store(product.folder, create=False)) as db, writing(db) as conn:
        (number,) = (one.id for one in subscriptions(db, email=address) if one.watch == slug)
        remember_stop(conn, number, LINK, now=utc_now())
        end_subscriptions(conn, [number], now=utc_now())
