"""Web hooks, services and the hook, as the commands show them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from monitor.ways import services
from tests.policies import edited, policy
from tests.product import Product
from tests.servers import Site, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVICE = "apprise:json://127.0.0.1:1/s3cr3t"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Product, Site]]:
    """A store with the first version of a watch; only copied."""
    with Site() as site:
        site["/0"] = page(policy(0))
        product = Product(tmp_path_factory.mktemp("base") / "data")
        product.add(site.url("/0"), tags="vendor", name="Watch")
        product.quick("check", "--all")
        site["/0"] = page(edited(0))
        site["/in?key=s3cr3t"] = page("", status=204)
        yield product, site


@pytest.fixture
def product(base: tuple[Product, Site], tmp_path: Path) -> Product:
    """A copy of that store, of which the page has changed since."""
    return base[0].copied(tmp_path / "data")


def test_a_web_hook_is_told_as_an_address_is(base: tuple[Product, Site], product: Product) -> None:
    """A web hook is subscribed, told, shown and ended like a mail address; its secret is shown when it is new, and when asked for."""
    site = base[1]
    hook = site.url("/in?key=s3cr3t")
    first = product.quick("subscribe", hook, "--all", "--least", "material").stdout
    secret = first.split()[-1]
    assert secret.startswith("whsec_")
    assert "s3cr3t" not in first
    assert "whsec_" not in product.quick("subscribe", hook, "--all").stdout
    site.asked.clear()
    product.quick("check", "--all", "--send")
    (asked,) = [one for one in site.asked if one.path.startswith("/in")]
    (change,) = json.loads(asked.body)["data"]["changes"]
    history = product.json("history", "watch")[-1]["change"]
    assert change | history == change
    (delivery,) = product.json("outbox", "list")
    assert (delivery["state"], delivery["address"][:8]) == ("sent", site.url("")[:8])
    shown = product.quick("outbox", "show", str(delivery["id"])).stdout
    listed = product.quick("subscriptions").stdout
    assert "s3cr3t" not in json.dumps(delivery) + shown.splitlines()[0] + listed + product.quick("show", "watch").stdout
    assert asked.body.decode() in shown
    assert product.quick("subscriptions", "--secrets").stdout.split() == [hook, secret]
    (row,) = product.json("subscriptions")
    product.quick("unsubscribe", row["address"])
    assert product.json("subscriptions") == []


def test_what_is_exported_is_imported(product: Product, tmp_path: Path) -> None:
    """Export writes addresses whole, and a store that imports them tells the same receivers."""
    product.quick("subscribe", "https://hooks.example/in?key=1", "watch")
    product.quick("subscribe", SERVICE, "--tag", "vendor", "--when", "daily 08:00")
    (tmp_path / "list.csv").write_text(product.quick("export").stdout, encoding="utf-8")
    other = Product(tmp_path / "other")
    other.quick("import", str(tmp_path / "list.csv"), "--no-trial")
    assert "s3cr3t" in other.quick("subscriptions", "--secrets").stdout
    ways = {(one["way"], one["when"]) for one in other.json("subscriptions")}
    assert ways == {("web", "at once"), ("apprise", "daily 08:00")}


def test_the_hook_is_what_the_configuration_names(product: Product, tmp_path: Path) -> None:
    """The command comes from the configuration alone, so no list brings one in; it is run on what is told."""
    assert "no command is set" in product.quick("subscribe", "hook", "--all", code=2).stderr
    out = tmp_path / "out"
    code = f"import sys; open({str(out)!r}, 'a').write(sys.stdin.read()); print('noted')"
    product = Product(product.folder, CLAUSEWATCH_HOOK=f'{sys.executable} -c "{code}"')
    assert "a hook is set and told nothing" in product.quick("doctor", code=1).stdout
    product.quick("subscribe", "hook", "--all")
    told = product.quick("check", "--all", "--send").stdout
    assert "To web hooks, services and the hook: 1 handed over." in told
    assert json.loads(out.read_text())["data"]["changes"][0]["watch"]["slug"] == "watch"
    assert "noted" in product.quick("outbox", "show", "1").stdout
    without = Product(product.folder, CLAUSEWATCH_HOOK=None)
    assert "no command is set" in without.quick("doctor", code=1).stdout


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://user:hidden@hooks.example/", "without a password"),
        ("http://10.0.0.7/in", "allow_networks"),
        ("apprise:nonsense", "apprise:ntfy://topic"),
        ("apprise:ntfy://a;b", "%XX"),
        ("HTTPS://HOOKS.EXAMPLE/IN", "capitals alone"),
    ],
)
def test_addresses_that_cannot_be_used_are_refused(product: Product, address: str, words: str) -> None:
    """What could be told nothing, or would be taken for another, is one line with what to do, and no secret in it."""
    product.quick("subscribe", "https://hooks.example/in", "--all")
    told = product.quick("subscribe", address, "--all", code=2).stderr
    assert words in told
    assert "hidden" not in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("way", ["subscribe", "add", "edit", "edit tag"])
def test_a_service_that_apprise_does_not_know_is_refused(product: Product, way: str) -> None:
    """Whatever command names an address that Apprise does not know, it is one line without secrets, and nothing is written."""
    unknown = "apprise:nosuch://t0ken"
    words = {
        "subscribe": ("subscribe", unknown, "--all"),
        "add": ("add", "https://b.example/p", "--no-trial", "--email", "ada@reader.example", "--email", unknown),
        "edit": ("edit", "watch", "--every", "2d", "--subscribe", unknown),
        "edit tag": ("edit", "--tag", "vendor", "--every", "2d", "--subscribe", unknown),
    }[way]
    before = (product.json("list"), product.json("subscriptions"))
    told = product.quick(*words, code=2).stderr
    assert "Apprise knows no service by apprise:nosuch://…" in told
    assert (len(told.splitlines()), "t0ken" in told) == (1, False)
    assert (product.json("list"), product.json("subscriptions")) == before


def test_a_list_tells_each_service_that_apprise_does_not_know(product: Product, tmp_path: Path) -> None:
    """A row with such an address is bad, be it of a watch or of who hears of all; the others can be imported."""
    file = tmp_path / "list.csv"
    rows = ("https://b.example/p,apprise:nosuch://x,", f"https://c.example/p,{SERVICE},", ",apprise:tgram://x,all")
    file.write_text("\n".join(("url,emails,kind", *rows)), encoding="utf-8")
    told = product.quick("import", str(file), "--no-trial", code=2).stderr
    assert "line 2: Apprise knows no service by apprise:nosuch://…" in told
    assert "line 4: Apprise knows no service by apprise:tgram://…" in told
    product.quick("import", str(file), "--no-trial", "--skip-bad")
    assert [one["way"] for one in product.json("subscriptions")] == ["apprise"]


def test_the_hook_has_to_be_set_whatever_names_it(product: Product) -> None:
    """A watch that is added or edited names no command that the configuration does not."""
    for words in (
        ("add", "https://b.example/p", "--no-trial", "--email", "hook"),
        ("edit", "watch", "--subscribe", "hook"),
    ):
        assert "no command is set" in product.quick(*words, code=2).stderr
    assert product.json("subscriptions") == []


@pytest.mark.parametrize(
    "hook", ["/no/such/program --team legal", "nosuchprogram", "'' x", "no/such/program", "/etc/passwd"]
)
def test_a_hook_that_cannot_be_run_is_refused(product: Product, hook: str) -> None:
    """A command whose program is not there, or may not be run, is one line where it is to be told, and in `doctor`."""
    runs = Product(product.folder, CLAUSEWATCH_HOOK="  ")
    assert "no command is set" in runs.quick("subscribe", "hook", "--all", code=2).stderr
    product = Product(product.folder, CLAUSEWATCH_HOOK=hook)
    told = product.quick("subscribe", "hook", "--all", code=2).stderr
    assert ("is not there or may not be run" in told, len(told.splitlines())) == (True, 1)
    Product(product.folder, CLAUSEWATCH_HOOK="/bin/sh -c true").quick("subscribe", "hook", "--all")
    assert "is not there or may not be run" in " ".join(product.quick("doctor", code=1).stdout.split())


def test_a_service_needs_the_extra(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Apprise no service is subscribed, and doctor says of those that are what to install."""
    product.quick("subscribe", SERVICE, "--all")
    monkeypatch.setattr(services, "find_spec", lambda _: None)
    assert services.MISSING in product.quick("subscribe", "apprise:ntfy://topic", "--all", code=2).stderr
    assert services.MISSING in product.quick("doctor", code=1).stdout


def test_what_a_hook_is_stopped_by(product: Product) -> None:
    """Where a receiver is gone it is told so on sending, and its subscriptions are no more."""
    with Site() as site:
        site["/gone"] = page("", status=410)
        product.quick("subscribe", site.url("/gone"), "--all")
        product.quick("check", "--all")
        assert f"{site.url('/gone')} is gone, and is told nothing any more." in product.quick("outbox", "send").stdout
    assert product.json("subscriptions") == []


def test_only_mail_addresses_are_asked(product: Product) -> None:
    """Where new addresses are asked by mail, a web hook and the hook are not: whoever sets them up has them."""
    mails = {"CLAUSEWATCH_SMTP_HOST": "127.0.0.1", "CLAUSEWATCH_PUBLIC_URL": "https://watch.example"}
    product = Product(product.folder, CLAUSEWATCH_HOOK="true", **mails)
    assert "is to hear" in product.quick("subscribe", "ada@reader.example", "--all").stdout
    for address in ("https://hooks.example/in", "hook", SERVICE):
        assert "is to hear" not in product.quick("subscribe", address, "--all").stdout
    assert [one["way"] for one in product.json("subscriptions") if one["unconfirmed_since"]] == ["mail"]
