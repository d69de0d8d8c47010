from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.app import utc_now
from monitor.cli.exporting import exported
from monitor.cli.reviewing import write_review
from monitor.core.accept_language import check_accept_language
from monitor.core.lists.findings import found_on
from monitor.core.lists.reading import read_watchlist
from monitor.core.notices.chosen import make_choice
from monitor.core.records import WATCH_KINDS, Candidate, Choice, Discovery, Entry, Following, Standing, WatchSpec
from monitor.core.records.catalogues import LOCALES
from storage.database import open_store
from storage.intake import Intake, take_in
from tests.conftest import Command

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "utf-8": "Süßwaren Čapek & Łódź",
    "utf-8-sig": "Süßwaren Čapek & Łódź",
    "utf-16": "Süßwaren Čapek & Łódź",
    "cp1252": "Müller & Söhne, Café Crème",
    "cp1250": "Příbram: Žluťoučký kůň, Łódź",
}


def listed(command: Command) -> dict[str, dict[str, object]]:
    return {watch["url"]: watch for watch in json.loads(command.quick("list", "--format", "json").stdout)}


@pytest.mark.parametrize("encoding", NAMES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_of_spreadsheets_are_read(command: Command, tmp_path: Path, encoding: str, end: str) -> None:
    """A list is read in each encoding and with each line end that spreadsheets write, and its names come out right."""
    file = tmp_path / "list.csv"
    file.write_bytes(f"Vendor;Policy URL{end}{NAMES[encoding]};https://a.example/p{end}".encode(encoding))
    command.quick("import", file, "--no-trial")
    assert listed(command)["https://a.example/p"]["name"] == NAMES[encoding]


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_is_refused_with_what_to_do(command: Command, tmp_path: Path, start: bytes) -> None:
    """A file in a spreadsheet's own form is refused in one line that says to save it as CSV."""
    file = tmp_path / "list.xlsx"
    file.write_bytes(start + bytes(100))
    done = command.quick("import", file, code=2)
    assert len(done.stderr.splitlines()) == 1
    assert "save its sheet as CSV" in done.stderr


def test_what_is_guessed_is_said(command: Command, tmp_path: Path) -> None:
    """Columns that are guessed and those that are not read are named; of a list in our own columns nothing is said."""
    file = tmp_path / "list.csv"
    file.write_text("Supplier,Privacy policy,Country\nAcme,https://a.example/p,DE\n")
    out = command.quick("import", file, "--no-trial").stdout
    assert out.splitlines() == [
        "Columns: “Supplier” is the name, “Privacy policy” is the page to watch.",
        "Not read: “Country”.",
        "Added 1 watch.",
    ]


def test_many_bad_rows_are_all_named(command: Command, tmp_path: Path) -> None:
    """Of a list with more bad rows than a line holds each is named with its line, and nothing is written."""
    file = tmp_path / "list.csv"
    file.write_text("url\n" + "".join(f"nowhere {n}\n" for n in range(30)) + "https://a.example/p\n")
    done = command.quick("import", file, "--no-trial", code=2)
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [f"line {n}" for n in range(2, 32)]
    assert len(done.stderr.splitlines()) == 1
    assert listed(command) == {}


def test_a_site_is_no_page_where_nothing_is_looked_at(command: Command, tmp_path: Path) -> None:
    """With --no-trial a mere site is a bad row; a home page written in full in the column url is watched as it is."""
    file = tmp_path / "list.csv"
    file.write_text("url\nhttps://a.example/\nb.example\n")
    assert "line 3" in command.quick("import", file, "--no-trial", code=2).stderr
    command.quick("import", file, "--no-trial", "--skip-bad")
    assert list(listed(command)) == ["https://a.example/"]


def test_update_changes_what_a_row_names(command: Command, tmp_path: Path) -> None:
    """--update changes the fields that a row gives, says so, and leaves the others; without it nothing is changed."""
    file = tmp_path / "list.csv"
    file.write_text(
        "url,name,every,tags,email,exclude\nhttps://a.example/p,A,6h,x;y,a@example.org,.ad\nhttps://b.example/p,B,1d,,,\n"
    )
    command.quick("import", file, "--no-trial")
    before = command.quick("export").stdout
    file.write_text("url,name,every,tags,paused\nhttps://a.example/p,,2w,y;z,yes\nhttps://b.example/p,B,1d,,\n")
    assert "2 are watched already" in command.quick("import", file, "--no-trial").stdout
    assert command.quick("export").stdout == before
    out = command.quick("import", file, "--no-trial", "--update").stdout.splitlines()
    assert out == [
        "a: every: 6h -> 2w; tags: x;y -> y;z; paused",
        "Added 0 watches, changed 1, 1 is watched already.",
    ]
    a, b = csv.DictReader(io.StringIO(command.quick("export").stdout))
    assert (a["name"], a["every"], a["tags"], a["emails"], a["exclude"], a["paused"]) == (
        "A", "2w", "y;z", "a@example.org", ".ad", "yes",
    )  # fmt: skip
    assert (b["every"], b["paused"]) == ("1d", "")
    assert "changed" not in command.quick("import", file, "--no-trial", "--update").stdout


def test_a_watch_that_has_moved_is_known_by_its_old_address(command: Command, tmp_path: Path) -> None:
    """A list that names the address that a watch had before changes nothing, and updates the watch at its new one."""
    file = tmp_path / "list.csv"
    file.write_text("url,every\nhttps://a.example/old,2d\n")
    command.quick("import", file, "--no-trial")
    command.quick("edit", "1", "--url", "https://a.example/new")
    file.write_text("url,every\nhttps://a.example/old,1w\n")
    assert command.quick("import", file, "--no-trial").stdout == "Added 0 watches, 1 is watched already.\n"
    command.quick("import", file, "--no-trial", "--update")
    assert {url: watch["every"] for url, watch in listed(command).items()} == {"https://a.example/new": "1w"}


def test_a_dry_run_writes_nothing(command: Command, tmp_path: Path) -> None:
    """--dry-run says what would be changed, and neither a store nor a watch comes of it."""
    file = tmp_path / "list.csv"
    file.write_text("url\nhttps://a.example/p\n")
    said = command.quick("import", file, "--no-trial", "--dry-run").stdout
    assert said == "Nothing was added: this was --dry-run. Without it: Added 1 watch.\n"
    assert not command.folder.exists()


def test_a_review_is_no_list_of_its_own(command: Command, tmp_path: Path) -> None:
    """A review that would take the place of the list, or cannot be written, is refused before anything is done."""
    file = tmp_path / "list.csv"
    file.write_text("url\nhttps://a.example/p\n")
    for review in (file, tmp_path, tmp_path / "missing" / "review.csv"):
        done = command.quick("import", file, "--no-trial", "--review", review, code=2)
        assert len(done.stderr.splitlines()) == 1
    assert file.read_text() == "url\nhttps://a.example/p\n"
    assert listed(command) == {}


def test_no_words_of_a_page_steer_who_reads_a_review(tmp_path: Path) -> None:
    """What a review quotes from pages is neither a formula nor anything that steers a terminal."""
    (row,) = read_watchlist("acme.example\n").rows
    page = Candidate(url="https://acme.example/p", score=90, standing=Standing.FITS, reasons=("=1+1 \x1b[31mred",))
    finding = found_on(row, Discovery(url="https://acme.example/", candidates=(page,)))
    write_review([finding], tmp_path / "review.csv", separator=",")
    text = (tmp_path / "review.csv").read_text(encoding="utf-8-sig")
    assert "\x1b" not in text
    (told,) = csv.DictReader(io.StringIO(text))
    assert told["why"].startswith("'=1+1")
    assert told["url"] == "https://acme.example/p"


words = st.text("abcdefgh ÄÖß中文'\"&<,:=+-|;", min_size=1, max_size=20).map(str.strip).filter(bool)
tags = st.text("abcdefgh-", min_size=1, max_size=10)
mails = st.text("abcdefgh", min_size=1, max_size=5).map("{}@example.org".format)
paths = st.sampled_from(["", "p", "p#part", "legal/privacy?x=1,2;3"])
specs = st.builds(
    WatchSpec,
    url=st.tuples(st.integers(0, 99), paths).map(lambda one: f"https://{one[0]}.example/{one[1]}"),
    name=words | st.just("1.example privacy"),
    kind=st.sampled_from(WATCH_KINDS),
    every_seconds=st.sampled_from([300, 3600, 86_400, 604_800]),
    tags=st.lists(tags, max_size=3, unique=True).map(tuple),
    emails=st.lists(mails, max_size=3, unique=True).map(tuple),
    include=st.sampled_from(["", "main", "#a > p, .b"]),
    exclude=st.sampled_from(["", ".ad[data-x='1;2']", "//div[@id='=x']"]),
    is_rendered=st.booleans(),
    ignores_robots=st.booleans(),
    accept_language=st.sampled_from(["", "de", "de-AT,de;q=0.8"]).map(check_accept_language),
)
sites = st.integers(0, 99).map("{}.test:8080".format) | st.just("a.test/en")
choices = st.none() | st.sampled_from(
    [
        Choice(),
        make_choice({"when": "weekly fri 17:30", "time_zone": "Europe/Prague", "health": False}),
        make_choice({"phrases": ["=model training", "voz*"], "quiet": "22-7"}),
        make_choice({"least": "material", "topics": ["retention"], "kinds": ["dpa"], "silent_only": True}),
    ]
)
entries = st.builds(
    Entry,
    spec=specs,
    is_paused=st.booleans(),
    sites=st.lists(sites, max_size=2, unique=True).map(tuple),
    choice=choices,
)
slugs = st.text("abc1", min_size=1, max_size=6).map("x-{}".format)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(entries, slugs), max_size=5, unique_by=(lambda one: one[0].spec.url, lambda one: one[1])),
    st.lists(st.builds(Following, address=mails, tag=tags | st.just(""), choice=choices), max_size=4),
    st.dictionaries(mails, st.sampled_from([*LOCALES]), max_size=3),
    st.sampled_from(["csv", "json"]),
)
def test_what_is_exported_builds_the_same_watchlist(tmp_path_factory, taken, followed, languages, form) -> None:
    """An export that is imported into an empty store gives an equal export, whatever the watches and who follows what."""
    folder = tmp_path_factory.mktemp("stores")
    with closing(open_store(folder / "one")) as db:
        take_in(db, Intake(added=taken, followed=followed, languages=languages), now=utc_now())
        before = exported(db, form)
    file = folder / f"list.{form}"
    file.write_text(before, encoding="utf-8")
    other = Command(folder / "other")
    other.quick("import", file, "--no-trial")
    assert other.quick("export", "--format", form).stdout == before
    assert other.quick("import", file, "--no-trial").stdout.startswith("Added 0 watches")
    assert other.quick("import", file, "--no-trial", "--update").stdout.count("->") == 0
    assert other.quick("export", "--format", form).stdout == before


def test_a_list_says_in_which_language_addresses_are_told(command: Command, tmp_path: Path) -> None:
    """A column says it for the addresses of a row; of a watch that is on the list only where it is updated."""
    file = tmp_path / "list.csv"
    file.write_text("url,emails,mail_language\nhttps://one.example/p,a@example.org,it\n", encoding="utf-8")
    command.quick("import", file, "--no-trial")
    file.write_text(
        "url,emails,kind,mail_language\nhttps://one.example/p,a@example.org,,cs\n,b@example.org,all,de\n",
        encoding="utf-8",
    )
    told = []
    for words in ([], ["--update"]):
        command.quick("import", file, "--no-trial", *words)
        listed = json.loads(command.quick("subscriptions", "--format", "json").stdout)
        told.append({one["address"]: one["language"] for one in listed})
    assert told == [
        {"a@example.org": "it", "b@example.org": "de"},
        {"a@example.org": "cs", "b@example.org": "de"},
    ]
    file.write_text(
        "url,emails,kind,mail_language\n,b@example.org,all,IT\nhttps://two.example/p,b@example.org,,fr\n",
        encoding="utf-8",
    )
    done = command.quick("import", file, "--no-trial")
    assert "b@example.org is to be told in French (line 3), Italian (line 2)" in done.stderr
    assert "Told in another language from now on: b@example.org in Italian, no longer in German." in done.stdout
    file.write_text("url,emails,mail_language\nhttps://two.example/p,a@example.org,klingon\n", encoding="utf-8")
    assert (
        "'klingon' is no language of notices; known are en, it"
        in command.quick("import", file, "--no-trial", code=2).stderr
    )


def test_a_list_says_how_addresses_hear(command: Command, tmp_path: Path) -> None:
    """Columns choose for the addresses of a row, of a tag, of all, and of a watch that is on the list; bad ones are told."""
    file = tmp_path / "list.csv"
    file.write_text(
        "url,kind,tags,emails,mail_when,mail_topics,mail_phrases,mail_health\n"
        "https://one.example/p,privacy,,a@example.org;b@example.org,daily 08:00,retention;access,,\n"
        "https://two.example/p,,,a@example.org,,,,\n"
        "https://one.example/p,reader,,c@example.org,,,voice;model training,no\n"
        ",tag,eu,c@example.org,weekly fri 9,,,\n"
        ",all,,d@example.org,at once,,,\n",
        encoding="utf-8",
    )
    assert "3 subscriptions made or changed" in command.quick("import", file, "--no-trial").stdout
    listed = json.loads(command.quick("subscriptions", "--format", "json").stdout)
    told = {(one["address"], one["watch"], one["tag"]): (one["when"], one["topics"], one["phrases"]) for one in listed}
    assert told == {
        ("a@example.org", "one-example-privacy", None): ("daily 08:00", ["access", "retention"], []),
        ("b@example.org", "one-example-privacy", None): ("daily 08:00", ["access", "retention"], []),
        ("a@example.org", "two-example-privacy", None): ("at once", [], []),
        ("c@example.org", "one-example-privacy", None): ("at once", [], ["model training", "voice"]),
        ("c@example.org", None, "eu"): ("weekly friday 09:00", [], []),
        ("d@example.org", None, None): ("at once", [], []),
    }
    file.write_text("url,emails,mail_when\nhttps://two.example/p,a@example.org,weekly\n", encoding="utf-8")
    command.quick("import", file, "--no-trial")
    assert json.loads(command.quick("subscriptions", "--format", "json").stdout) == listed
    assert "1 subscription made or changed" in command.quick("import", file, "--no-trial", "--update").stdout
    for text, error in (
        ("url,emails,mail_when\nhttps://x.example/p,a@example.org,hourly\n", "'hourly' is no time for mails"),
        ("url,kind,emails\n,reader,a@example.org\n", "a row of kind 'reader' says in url and emails"),
        ("url,kind,emails,tags\n,all,a@example.org,eu\n", "a row of kind 'all' has no tags"),
        ("url,kind,emails\nhttps://x.example/p,reader,a@example.org\n", "https://x.example/p is not watched"),
    ):
        file.write_text(text, encoding="utf-8")
        assert error in command.quick("import", file, "--no-trial", code=2).stderr


@pytest.mark.parametrize("phrases", ["", "model training"])
def test_the_same_list_twice_changes_no_subscription(command: Command, tmp_path: Path, phrases: str) -> None:
    """What a list chose for its addresses it only chooses again, also where they look for phrases."""
    file = tmp_path / "list.csv"
    file.write_text(f"url,emails,mail_when,mail_phrases\nhttps://a.example/p,a@example.org,daily 08:00,{phrases}\n")
    command.quick("import", file, "--no-trial")
    before = command.quick("subscriptions").stdout
    out = command.quick("import", file, "--no-trial", "--update").stdout
    assert out == "Added 0 watches, 1 is watched already.\n"
    assert command.quick("subscriptions").stdout == before


def test_an_update_names_whom_it_tells_again(command: Command, tmp_path: Path) -> None:
    """Whose subscription was ended by a command, a list brings back and names, of both kinds of rows."""
    file = tmp_path / "list.csv"
    file.write_text(
        "url,emails,mail_when\nhttps://a.example/p,a@example.org,weekly\nhttps://b.example/p,b@example.org,\n"
    )
    assert "hear of more" not in command.quick("import", file, "--no-trial").stdout
    for address in ("a@example.org", "b@example.org"):
        command.quick("unsubscribe", address)
    assert "hear of more" not in command.quick("import", file, "--no-trial").stdout
    out = command.quick("import", file, "--no-trial", "--update").stdout
    assert "hear of more than before: a@example.org, b@example.org." in out


def test_a_choice_for_nobody_is_told(command: Command, tmp_path: Path) -> None:
    """Columns that say how mails come say nothing in rows without addresses; one warning names their lines."""
    file = tmp_path / "list.csv"
    file.write_text("url,emails,mail_when\nhttps://a.example/p,,weekly\nhttps://b.example/p,b@example.org,weekly\n")
    error = command.quick("import", file, "--no-trial").stderr
    assert error.count("line 2: the mail_ columns change nothing where it names no address") == 1
