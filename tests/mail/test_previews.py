"""The mail about a change, seen without being sent, and that all who tell of a change say the same."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from functools import partial

import lxml.etree
import lxml.html
import pytest

from monitor.core.notices.gist import facts_of, gist_of, gist_words
from monitor.core.records import Comparison, Significance, SnapshotReason
from monitor.core.steering import STEERING
from monitor.previews import preview_of
from storage.browse.app import datasette_for
from storage.browse.headers import MAIL_POLICY
from storage.changes import put_change
from storage.database import FILE_NAME, open_store, writing
from storage.enqueue import enqueue
from tests.browse.conftest import closed
from tests.mail import samples
from tests.mail.samples import NOW, added, reworded
from tests.mail.test_mail import HOSTILE, Tags
from tests.product import Product

PUBLIC = "https://policies.example.org"
ADDRESS = "ada.secret@reader.example"
COSMETIC = reworded(significance=Significance.COSMETIC)
SOLD = added("We sell your voice.", path=("Privacy", "4. Who <b>else</b>"))


def put(conn, slug, changes, **more):
    """Put a watch with a change in the store; its number."""
    watch = samples.put_watch(conn, slug, **more)
    samples.put_change(conn, watch)
    conn.execute("DELETE FROM changes WHERE watch_id = ?", [watch])
    old, new = (row[0] for row in conn.execute("SELECT id FROM snapshots WHERE watch_id = ? ORDER BY id", [watch]))
    most = max((change.significance for change in changes), key=lambda one: one.rank)
    comparison = Comparison(significance=most, changes=changes, stated_old="2024-02", stated_new="2024-02")
    number = put_change(conn, watch_id=watch, snapshots=(old, new), at=NOW, comparison=comparison, told_at=NOW)
    enqueue(conn, change_id=number, watch_id=watch, at=NOW, domain="policies.example.org")
    return number


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """A store with a told change of each of three watches, one of a hostile name, and one of form."""
    folder = tmp_path_factory.mktemp("previews") / "data"
    with closing(open_store(folder)) as db, writing(db) as conn:
        put(conn, "acme", (COSMETIC, reworded(), SOLD), emails=[ADDRESS])
        put(conn, "brill", (SOLD,), tags=["retail"], emails=["bob@reader.example"])
        put(conn, "form", (COSMETIC,))
        put(conn, "foe", (added(HOSTILE * 20, path=(HOSTILE, HOSTILE)),))
        conn.execute("UPDATE watches SET name = ? WHERE slug = 'foe'", [f"\u202e{HOSTILE}"])
    return Product(folder, CLAUSEWATCH_PUBLIC_URL=PUBLIC, CLAUSEWATCH_MAIL_FROM="watch@team.example")


@pytest.fixture
def get(product):
    """Ask for a page of that store as `browse` serves it."""
    mail_of = partial(preview_of, public_url=PUBLIC)
    datasette = datasette_for(product.folder / FILE_NAME, public_url=PUBLIC, clock=lambda: NOW, mail_of=mail_of)
    yield lambda path: asyncio.run(datasette.client.get(path))
    closed(datasette)


def told(product, *words):
    """What a preview says: its subject and its text."""
    head, _, text = product.quick("notice", "preview", *words).stdout.partition("\n\n")
    return head.partition("Subject: ")[2], text


def test_a_preview_is_the_mail_that_is_sent(product):
    """But for who gets it, and the link that stops it, the preview reads as the mail in the outbox does."""
    sent = product.quick("outbox", "show", "1").stdout.replace(ADDRESS, "reader@example.org")
    shown = product.quick("notice", "preview", "acme")
    assert "reader@example.org stands for a reader who chose nothing" in shown.stderr
    seen = shown.stdout
    words, others = (re.sub(r"/stop/\S+", "/stop/", text).split() for text in (seen, sent))
    assert words == others
    assert sent != seen


def test_a_preview_is_recorded_nowhere(product, tmp_path):
    """Whatever is previewed, the store stays as it was, and no mail is written."""
    before = list(sqlite3.connect(product.folder / FILE_NAME).iterdump())
    for words in (["acme"], ["1", "2", "--digest"], ["acme", "--to", ADDRESS], ["acme", "--html", tmp_path / "m.html"]):
        product.quick("notice", "preview", *words)
    assert list(sqlite3.connect(product.folder / FILE_NAME).iterdump()) == before
    assert not (product.folder / "mail").exists()


def test_a_change_is_named_by_its_number_or_its_watch(product):
    """The number of a change, and the name and the address of its watch, lead to one mail."""
    assert told(product, "1") == told(product, "acme") == told(product, "https://acme.example/privacy")


def test_several_are_one_mail(product):
    """Two changes are told together, and in a digest as the digest tells them; of one a digest can be made too."""
    assert told(product, "acme", "brill")[0].startswith("2 changes; Acme")
    assert told(product, "acme", "brill", "--digest")[0].startswith("Daily digest: 2 changes; Acme")
    assert told(product, "acme", "acme", "--digest")[0].startswith("Daily digest: 1 change; Acme")


def test_a_preview_is_told_as_somebody_chose(product, tmp_path):
    """For an address the mail says what it follows, at the pace it chose; what it chose not to hear is said."""
    mine = product.copied(tmp_path / "data")
    mine.quick("subscribe", "eve@reader.example", "--tag", "retail", "--when", "weekly mon 08:00", "--phrase", "voice")
    subject, text = told(mine, "brill", "--digest", "--to", "Eve@reader.example")
    assert subject.startswith("Weekly digest: 1 change; Brill")
    assert "newly says “voice”" in " ".join(text.split())
    assert "eve@reader.example follows “voice” in every watch tagged “retail”" in " ".join(text.split())
    mine.quick("subscribe", "eve@reader.example", "acme", "--topic", "retention", "--silent-only", "--kind", "terms")
    said = mine.quick("notice", "preview", "acme", "--to", "eve@reader.example")
    assert "is not mailed about change 1: they chose at once, silent changes only, only retention" in said.stderr


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["99"], "there is no change 99; 'clausewatch history W"),
        (["9" * 30], "there is no change"),
        (["3"], "change 3 is one of form only; nobody is mailed about it"),
        (["form"], "nothing of 'form' has been told yet"),
        (["nothing"], "nothing"),
        (["acme", "--to", "bob@reader.example"], "bob@reader.example does not follow 'acme'; 'clausewatch subscript"),
        (["acme", "--to", "bob"], "bob"),
        (["acme", "--html", "/no/such/folder/x.html"], "cannot be written"),
        ([], "W|CHANGE"),
    ],
)
def test_what_cannot_be_previewed_is_said_in_a_line(product, words, advice):
    """Bad input is one line on standard error, exit code 2."""
    ended = product.quick("notice", "preview", *words, code=2)
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert advice in ended.stderr


def test_all_say_the_same_of_a_change(product, get):
    """Mail, digest, list, history, pages and feed have one line for what weighs most, and one count."""
    changes = (COSMETIC, reworded(), SOLD)
    facts = facts_of(changes, claim=None, reason=SnapshotReason.CHANGED, language_old="en", language="en")
    gist = gist_words(gist_of(facts))
    title = f"Acme privacy policy: {gist}"
    assert gist == "period: 12 months -> 36 months (How long we keep data); 1 more clause change"
    assert told(product, "acme")[0] == title
    assert told(product, "acme", "--digest")[0].startswith(f"Daily digest: 1 change; {title.partition(' keep')[0]}")
    assert gist in product.quick("list").stdout
    assert f"{gist}. 2 material clause changes, 1 cosmetic" in product.quick("history", "acme").stdout
    for path in ("/", "/changes", "/watch/acme", "/change/1"):
        assert gist in lxml.html.fromstring(get(path).text).text_content(), path
    for path in ("/watch/acme", "/change/1"):
        assert "2 material clause changes, 1 cosmetic" in lxml.html.fromstring(get(path).text).text_content(), path
    assert lxml.html.fromstring(get("/change/1").text).findtext(".//title").startswith(title)
    feed = lxml.etree.fromstring(get("/watch/acme/changes.atom").content)
    assert [one.text for one in feed.iterfind("{*}entry/{*}title")] == [title]


def test_all_name_what_happened_alike(product, get):
    """What happened to a clause has one word in mail, page and command; JSON has its own."""
    page = lxml.html.fromstring(get("/change/1").text)
    assert [heading.text_content().split()[0] for heading in page.iterfind(".//article//h2")][:2] == [
        "Reworded",
        "Added",
    ]
    assert {"Reworded 4.2 (material; retention)", "Added (material)"} <= set(told(product, "acme")[1].splitlines())
    for form, mark in (
        ("markdown", "Reworded, material"),
        ("html", "<p>Reworded, <strong>material"),
        ("text", "Reworded ("),
    ):
        assert mark in product.quick("diff", "acme", "--format", form).stdout
    assert product.json("diff", "acme")["changes"][1]["kind"] == "modified"


def test_the_page_of_a_change_leads_to_its_mail(get):
    """Its text stands in a page of ours, its HTML alone under a policy that runs and loads nothing, in no frame."""
    assert "/change/1/mail" in get("/change/1").text
    page = lxml.html.fromstring(get("/change/1/mail").text)
    assert "We sell your voice." in page.findtext(".//pre")
    answer = get("/change/1/mail.html")
    assert answer.headers["content-security-policy"] == MAIL_POLICY
    assert answer.headers["x-frame-options"] == "DENY"
    assert "sandbox;" in MAIL_POLICY
    assert "<ins " in answer.text
    assert "script" not in MAIL_POLICY


@pytest.mark.parametrize("path", ["/change/3/mail", "/change/3/mail.html", "/change/99/mail", "/change/99/mail.html"])
def test_what_nobody_is_told_of_has_no_mail(get, path):
    """A change of form has no mail, and its page leads to none."""
    assert get(path).status_code == 404
    assert "/change/3/mail" not in get("/change/3").text


def test_a_mail_on_a_page_tells_of_no_subscriber(get):
    """No address, and no link that would stop anything, stands in what anybody may read."""
    for path in ("/change/1/mail", "/change/1/mail.html", "/change/2/mail"):
        shown = get(path).text
        assert "secret" not in shown
        assert "bob@" not in shown
        assert "watch@team.example" not in shown
        assert "reader@example.org" in shown


def test_a_hostile_page_stays_text_in_the_mail_that_is_shown(get):
    """Whatever a policy or a name holds, nothing of it becomes an element of the page or of the mail."""
    for path in ("/change/4/mail", "/change/4/mail.html", "/change/4", "/changes", "/", "/watch/foe"):
        tags = Tags(get(path).text).tags
        assert not {tag for tag, _ in tags} & {"script", "img", "iframe"}, path
        assert not [name for _, attrs in tags for name in attrs if name.startswith("on")], path
    feed = lxml.etree.fromstring(get("/changes.atom").content)
    titles = [one.text for one in feed.iterfind("{*}entry/{*}title")]
    assert any("<script>" in title for title in titles)
    assert not any(STEERING.search(title) for title in titles)


def test_a_very_long_change_is_not_written_for_visitors(product, tmp_path):
    """What would take long to write is refused with what writes it, and costs nothing."""
    mine = product.copied(tmp_path / "data")
    mine.query("UPDATE clause_changes SET redline = json_array(json_array('insert', :text))", text="x" * 3_000_001)
    datasette = datasette_for(mine.folder / FILE_NAME, mail_of=partial(preview_of, public_url=""))
    try:
        page = asyncio.run(datasette.client.get("/change/1/mail"))
        assert "'clausewatch notice preview 1'" in lxml.html.fromstring(page.text).text_content()
        assert asyncio.run(datasette.client.get("/change/1/mail.html")).status_code == 404
    finally:
        closed(datasette)
