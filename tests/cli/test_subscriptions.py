"""`subscribe`, `unsubscribe` and `subscriptions`, and what other commands say of what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.policies import edited, policy
from tests.product import Product
from tests.servers import Site, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADA, BOB = "ada@reader.example", "bob@reader.example"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Product, Site]]:
    """A store with the first versions of two watches of a tag; only copied."""
    with Site() as site:
        for number in (0, 1):
            site[f"/{number}"] = page(policy(number))
        product = Product(tmp_path_factory.mktemp("base") / "data")
        for number in (0, 1):
            product.add(site.url(f"/{number}"), tags="vendor", name=f"Watch {number}")
        product.quick("check", "--all")
        for number in (0, 1):
            site[f"/{number}"] = page(edited(number))
        yield product, site


@pytest.fixture
def product(base: tuple[Product, Site], tmp_path: Path) -> Product:
    """A copy of that store, of which both pages have changed since."""
    return base[0].copied(tmp_path / "data")


def said(product: Product, *words: str, code: int = 0) -> list[str]:
    """Run a command; return the lines of what it said."""
    ended = product.quick(*words, code=code)
    return (ended.stdout if code == 0 else ended.stderr).splitlines()


def mails(product: Product) -> list[str]:
    """Send what is due; return the subjects of all mails there are."""
    product.quick("outbox", "send")
    listed = product.json("outbox", "list")
    return sorted(f"{one['kind']} {one['changes']} {one['address']}" for one in listed if one["state"] == "sent")


def test_who_hears_of_what_is_said_and_shown(product: Product) -> None:
    """Each subscription is said as it is made, listed for people and machines, and changed by saying it again."""
    daily = ("--when", "daily 08:00", "--time-zone", "Europe/Prague")
    assert said(product, "subscribe", ADA, "--tag", "vendor", *daily) == [
        f"{ADA} hears of every watch tagged “vendor”, daily at 08:00 (Europe/Prague)."
    ]
    assert said(product, "subscribe", BOB, "watch-0", "--all", "--phrase", "voice", "--no-health") == [
        f"{BOB} hears of “voice” in watch-0, at once, not of blind watches.",
        f"{BOB} hears of “voice” in all watches, at once, not of blind watches.",
    ]
    assert said(product, "subscribe", ADA, "--tag", "vendor", "--least", "material") == [
        (
            f"{ADA} hears of every watch tagged “vendor”, at once, material changes only, no longer daily at 08:00"
            " (Europe/Prague)."
        )
    ]
    listed = product.json("subscriptions")
    assert [(one["address"], one["watch"], one["tag"], one["phrases"], one["health"]) for one in listed] == [
        (ADA, None, "vendor", [], True),
        (BOB, None, None, ["voice"], False),
        (BOB, "watch-0", None, ["voice"], False),
    ]
    table = "\n".join(said(product, "subscriptions", "--address", BOB))
    assert "“voice” in all watches" in table
    assert ADA not in table


def test_an_address_is_told_in_its_language(product: Product) -> None:
    """`--language` holds for all that an address hears, also for what waits; who chose none has that of the settings."""
    product.environment["CLAUSEWATCH_NOTICE_LANGUAGE"] = "de"
    product.quick("subscribe", ADA, "watch-0", "--language", "CS")
    product.quick("subscribe", BOB, "watch-0")
    product.quick("check", "--all")
    assert said(product, "subscribe", ADA, "watch-1", "--language", "it")[1:] == [
        f"{ADA} is told in Italian, no longer in Czech."
    ]
    assert said(product, "subscribe", ADA, "watch-1", "--language", "it")[1:] == []
    assert {one["watch"]: one["language"] for one in product.json("subscriptions", "--address", ADA)} == {
        "watch-0": "it",
        "watch-1": "it",
    }
    assert "at once, in Italian" in "\n".join(said(product, "subscriptions", "--address", ADA))
    (row,) = [one for one in product.quick("export").stdout.splitlines() if one.endswith(",it") and "/0" in one]
    assert ADA in row
    numbers = {one["address"]: str(one["id"]) for one in product.json("outbox", "list")}
    shown = {address: "\n".join(said(product, "outbox", "show", number)) for address, number in numbers.items()}
    assert "Per interrompere o ricevere meno avvisi" in shown[ADA] or "Riceve questo avviso" in shown[ADA]
    assert "Sie erhalten diese Mitteilung" in shown[BOB]


def test_a_preview_speaks_any_language(product: Product) -> None:
    """`notice preview` takes the language of whom it is for, or any other that is asked for."""
    product.quick("subscribe", ADA, "--all", "--language", "fr")
    product.quick("check", "--all")
    preview = ("notice", "preview", "watch-0")
    assert "Vous recevez cet avis" in "\n".join(said(product, *preview, "--to", ADA))
    assert "Recibe este aviso" in "\n".join(said(product, *preview, "--to", ADA, "--language", "es"))
    assert "You get this because" in "\n".join(said(product, *preview))
    assert "'xx' is not one of" in said(product, *preview, "--language", "xx", code=2)[-1]


def test_several_changes_of_one_check_are_one_mail(product: Product) -> None:
    """Within the window all changes are one mail; to one who asked for a digest they wait for its time."""
    product.environment["CLAUSEWATCH_GROUP_WINDOW"] = "600"
    product.quick("subscribe", ADA, "--all")
    product.quick("subscribe", BOB, "--all", "--when", "weekly")
    product.quick("check", "--all")
    assert mails(product) == [f"changes 2 {ADA}"]
    (waiting,) = product.json("outbox", "list", "--state", "waiting")
    assert (waiting["kind"], waiting["changes"], waiting["change"]) == ("weekly", 2, None)
    shown = "\n".join(said(product, "outbox", "show", str(waiting["id"])))
    assert "Subject: Weekly digest: 2 changes; Watch " in shown
    assert "weekly: 2 changes" in "\n".join(said(product, "outbox", "list", "--state", "waiting"))
    assert [one["waiting"] for one in product.json("subscriptions", "--address", BOB)] == [2]


def test_a_changed_choice_says_what_becomes_of_what_waits(product: Product) -> None:
    """What waits goes when the new choice says, or is told no more; both are said."""
    product.quick("subscribe", ADA, "--all", "--when", "weekly")
    product.quick("check", "--all")
    assert mails(product) == []
    at_once = said(product, "subscribe", ADA, "--all")
    assert at_once[1].startswith("2 changes that wait are told by ")
    assert said(product, "subscribe", ADA, "--all", "--when", "daily", "--topic", "do-not-track")[1:] == [
        "2 changes that waited are told no more."
    ]
    assert mails(product) == []


def test_what_is_not_sent_yet_is_said_to_wait(product: Product) -> None:
    """Where nothing is sent, or to be retried, it is said how many notices wait and until when."""
    product.quick("subscribe", ADA, "--all", "--when", "weekly")
    product.quick("check", "--all")
    for verb, begin in (("send", "0 notices sent."), ("retry", "Nothing failed or is due.")):
        (line,) = said(product, "outbox", verb)
        assert line.startswith(f"{begin} 1 notice waits until ")


def test_whoever_unsubscribes_hears_no_more(product: Product) -> None:
    """All subscriptions of an address end, or those that are named, and what waits because of them is told no more."""
    product.quick("subscribe", ADA, "--tag", "vendor")
    product.quick("subscribe", ADA, "watch-0", "--when", "daily")
    product.quick("subscribe", BOB, "--all", "--when", "weekly")
    product.quick("check", "--all")
    first = said(product, "unsubscribe", ADA, "--tag", "vendor")
    assert first[0] == f"{ADA} hears no more of every watch tagged “vendor”."
    assert first[1].startswith("1 change that waits is told by ")
    assert first[2] == "1 change that waited is told no more."
    assert said(product, "unsubscribe", ADA) == [
        f"{ADA} hears no more of watch-0.",
        "1 change that waited is told no more.",
    ]
    assert [one["address"] for one in product.json("outbox", "list")] == [BOB]
    (number,) = [str(one["id"]) for one in product.json("subscriptions")]
    assert said(product, "unsubscribe", BOB, "--number", number)[1:] == ["2 changes that waited are told no more."]
    assert said(product, "subscriptions") == ["Nobody hears of anything; 'clausewatch subscribe' lets somebody."]


def test_edit_and_remove_say_what_becomes_of_what_waits(product: Product) -> None:
    """To take an address from a watch drops what waits for it; a removed watch is told of to the end, a purged one not."""
    product.quick("subscribe", ADA, "watch-0", "--when", "weekly")
    product.quick("subscribe", BOB, "--all", "--when", "weekly")
    product.quick("check", "--all")
    assert said(product, "edit", "watch-0", "--unsubscribe", ADA) == [
        "Changed 'watch-0'.",
        "1 change that waited is told no more.",
    ]
    assert said(product, "remove", "watch-0")[1:] == ["1 change of it that waits to be mailed is told all the same."]
    assert said(product, "remove", "watch-1", "--purge")[1:] == [
        "1 change of it that waits to be mailed is told no more."
    ]
    assert [(one["address"], one["changes"]) for one in product.json("outbox", "list")] == [(BOB, 1)]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("subscribe", ADA), "say of what: name a watch, --tag TAG for all of a tag, or --all for all there are"),
        (("subscribe", "ada", "--all"), "'ada' is not an e-mail address"),
        (("subscribe", ADA, "nowhere"), "address 'nowhere'"),
        (("subscribe", ADA, "--all", "--when", "hourly"), "'hourly' is no time for mails"),
        (("subscribe", ADA, "--all", "--topic", "shoes"), "'shoes' is no topic; known are first-party"),
        (("subscribe", ADA, "--all", "--time-zone", "Mars"), "'Mars' is no time zone"),
        (("subscribe", ADA, "--all", "--reviews"), "only a web hook and the command of the configuration"),
        (("subscribe", ADA, "--all", "--phrase", "?"), "'?' cannot be looked for"),
        (("unsubscribe", ADA), f"{ADA} is subscribed to nothing; 'clausewatch subscriptions' shows who hears of what"),
        (("unsubscribe", ADA, "--tag", "vendor"), f"{ADA} is not subscribed to 'vendor'"),
        (("unsubscribe", ADA, "--number", "7"), f"{ADA} is not subscribed to '7'"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(product: Product, words: tuple[str, ...], error: str) -> None:
    """Bad input is one line, and nothing is written."""
    (line,) = said(product, *words, code=2)
    assert error in line
    assert product.json("subscriptions") == []


def test_a_tag_that_no_watch_has_yet_is_told(product: Product) -> None:
    """Who follows a tag may write it before any watch has it; that none has is said, with those there are."""
    assert said(product, "subscribe", ADA, "--tag", "vendr", "--tag", "vendor") == [
        f"{ADA} hears of every watch tagged “vendr”, at once.",
        f"{ADA} hears of every watch tagged “vendor”, at once.",
        "No watch is tagged so yet: 'vendr'; there are 'vendor'.",
    ]
