"""Each version says how it came to us: real checks, pages of the past, and what shows them."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import pwd
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

import lxml.html
import pytest
import zstandard

from storage.browse.app import datasette_for
from storage.database import FILE_NAME
from tests.policies import clauses, edited, html, policy
from tests.product import ROOT, Product
from tests.servers import Site, page, redirect, validated

if TYPE_CHECKING:
    from asyncio import StreamWriter
    from pathlib import Path

    from tests.servers import Answer, Asked

A, B = policy(1), edited(1)
C = html(clauses(1) | {"Contact": ["Write to the keeper of the lighthouse on the hill above the old harbour."]})
OTHER = html(
    {
        f"Rule {n}": [
            f"You may ask at any time which of your personal data under rule {n} we hold, and object to this."
        ]
        for n in range(24)
    }
)
ARCHIVE = "https://archive.example/web/2024/https://site.example/privacy"
SECRETS = {"Set_Cookie": "visitor=hunter2", "X_Auth_Token": "hunter2"}
READER = "reader@team.example"
KEYS = ["snapshot", "captured_at", "told_at", "reason", "provenance", "stated_date", "clauses", "body_sha256", "change"]


def folder_of(path: Path, pages: dict[str, str]) -> Path:
    """Write pages into a folder under their days, with a note beside them that says otherwise."""
    path.mkdir()
    for day, text in pages.items():
        (path / f"{day}T08-00-00Z--fetched-by-clausewatch.html.gz").write_bytes(gzip.compress(text.encode()))
        (path / f"{day}T08-00-00Z.json").write_text('{"kind": "fetch", "by": "the site itself"}')
    return path


def shown(product: Product, *addresses: str) -> list[str]:
    """Return the words of pages in the browser."""
    datasette = datasette_for(product.folder / FILE_NAME)
    try:
        answers = [asyncio.run(datasette.client.get(address)) for address in addresses]
    finally:
        datasette.executor.shutdown()
        for db in datasette.databases.values():
            db.close()
    assert [answer.status_code for answer in answers] == [200] * len(addresses), addresses
    return [_words(answer.text) for answer in answers]


def _words(text: str) -> str:
    main = lxml.html.fromstring(text.encode()).find(".//main")
    return " ".join((text if main is None else main.text_content()).split())


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Give a watch with a version from an archive, two from files, and two that were fetched, of which one is told."""
    base = tmp_path_factory.mktemp("told")
    product = Product(base / "data")
    with Site() as site:
        site["/old"] = redirect("/privacy")
        site["/privacy"] = page(A, **SECRETS, X_Mill="heron")
        product.add("https://other.example/", site.url("/old"), email=READER)
        product.quick("check", "2")
        product.quick("backfill", "2", str(folder_of(base / "files", {"2024-01-01": A, "2024-02-01": A})))
        archived = folder_of(base / "archived", {"2023-01-01": C})
        product.quick("backfill", "2", str(archived), "--source", ARCHIVE, "--by", "Ada Lovelace")
        site["/privacy"] = page(B, X_Mill="stork")
        product.quick("check", "2")
        yield product, site.url("/old"), site.url("/privacy")


def test_history_has_what_the_contract_says_and_no_more(told):
    """Each entry has the keys of the contract in their order, and so has each provenance."""
    product, *_ = told
    history = product.json("history", "2")
    assert [list(entry) for entry in history] == [KEYS] * 4
    assert [list(entry["provenance"]) for entry in history] == [["kind", "source", "by", "at"]] * 4


def test_a_version_says_how_it_came(told):
    """An archive with its address, a file with its name, a fetch with the address that was asked; who, and when."""
    product, asked, _ = told
    came = [entry["provenance"] for entry in product.json("history", "2")]
    assert [one["kind"] for one in came] == ["archive", "file", "fetch", "fetch"]
    name = "2024-01-01T08-00-00Z--fetched-by-clausewatch.html.gz"
    assert [one["source"] for one in came] == [ARCHIVE, name, asked, asked]
    assert [one["by"] for one in came] == ["Ada Lovelace", pwd.getpwuid(os.getuid()).pw_name, None, None]
    assert all(one["at"] > "2025" for one in came), "when it came, not of when it is said to be"


def test_our_own_first_version_stays_the_first(told):
    """Older pages with the same text make no empty change of it; a table and a page say that it was fetched first."""
    product, *_ = told
    history = product.json("history", "2")
    assert [entry["reason"] for entry in history] == ["first", "changed", "first", "changed"]
    assert [bool(entry["change"] and entry["change"]["changes"]) for entry in history] == [False, True, False, True]
    assert product.query("SELECT count(*) FROM changes") == [(2,)]
    words = "irst version fetched, same text as the one before"
    assert f"f{words}" in product.quick("history", "2").stdout
    (slug,) = (row[0] for row in product.query("SELECT slug FROM watches WHERE id = 2"))
    watch, version = shown(product, f"/watch/{slug}", f"/watch/{slug}/version/1")
    assert f"F{words}" in watch
    assert f"f{words}" in version


def test_it_is_the_same_whether_pages_are_supplied_before_or_after_the_first_check(product, site, tmp_path):
    """A first check that finds the text of a supplied version keeps its own, once; nobody is told, and nothing changed."""
    site["/privacy"] = validated(A, ETag='"1"')
    product.add(site.url("/privacy"), email=READER)
    folder = str(folder_of(tmp_path / "files", {"2024-01-01": C, "2024-02-01": A}))
    other = product.copied(tmp_path / "other")
    product.quick("backfill", "1", folder)
    product.quick("check", "1")
    other.quick("check", "1")
    other.quick("backfill", "1", folder)
    before, after = (
        [(one["reason"], one["provenance"]["kind"], one["body_sha256"], bool(one["change"])) for one in history]
        for history in (product.json("history", "1"), other.json("history", "1"))
    )
    assert before == after
    assert [row[:2] for row in before] == [("first", "file"), ("changed", "file"), ("first", "fetch")]
    for again in (product, other):
        again.quick("check", "1")
        again.quick("backfill", "1", folder)
        again.quick("check", "1")
        assert again.query("SELECT count(*) FROM snapshots") == [(3,)]
        assert again.query("SELECT count(*) FROM notices") == [(0,)]
        assert again.query("SELECT outcome FROM fetches ORDER BY id DESC LIMIT 1") == [("not_modified",)]
        assert again.problems() == []


def test_told_is_when_it_was_told(told):
    """What was fetched and mailed says when; pages of the past and first versions were told to nobody."""
    product, *_ = told
    assert [bool(entry["told_at"]) for entry in product.json("history", "2")] == [False, False, False, True]


def test_versions_are_numbered_by_watch(told, site):
    """Numbers begin at 1 for each watch in the order in which versions came, and stay as older pages come in."""
    product, *_ = told
    assert [entry["snapshot"] for entry in product.json("history", "2")] == [3, 2, 1, 4]
    other = Product(product.folder.parent / "both")
    site["/a"], site["/b"] = page(A), page(policy(2))
    other.add(site.url("/a"), site.url("/b"))
    other.quick("check", "--all")
    assert [[one["snapshot"] for one in other.json("history", number)] for number in "12"] == [[1], [1]]
    assert other.query("SELECT count(DISTINCT id) FROM snapshots") == [(2,)]
    assert "no version 2" in other.quick("diff", "2", "--from", "1", "--to", "2", code=2).stderr


def test_diff_takes_those_numbers(told):
    """`diff` names both versions by their numbers, with how they came, in each form."""
    product, *_ = told
    found = product.json("diff", "2", "--from", "3", "--to", "1")
    assert [found["versions"][side]["provenance"]["kind"] for side in ("old", "new")] == ["archive", "fetch"]
    assert [found["versions"][side]["snapshot"] for side in ("old", "new")] == [3, 1]
    head = "version 3 (1 January 2023, 08:00 UTC, archive, supplied by Ada Lovelace) to version 1 ("
    assert head in product.quick("diff", "2", "--from", "3", "--to", "1").stdout
    for form in ("markdown", "html"):
        said = product.quick("diff", "2", "--from", "3", "--to", "1", "--format", form).stdout
        assert "supplied by Ada Lovelace" in said.replace("\\", "")


def test_blame_says_how_the_version_came_that_a_clause_stands_since(told):
    """The date of a clause that a supplied version was the first to have says so; in JSON it has the provenance."""
    product, *_ = told
    kinds = [line["provenance"]["kind"] for line in product.json("blame", "2")]
    assert sorted(set(kinds)) == ["archive", "fetch", "file"]
    said = product.quick("blame", "2").stdout
    assert "1 January 2023     (archive, supplied by Ada Lovelace)  For letters" in said
    assert said.count("  (archive") == kinds.count("archive")


def test_what_was_asked_and_answered_is_kept(told):
    """The headers of the request and of the answer are kept with the status, without what lets anybody in."""
    product, asked, answered = told
    newest = product.json("show", "2")["newest"]
    assert (newest["snapshot"], newest["status"], newest["url"]) == (4, 200, answered)
    assert newest["provenance"]["source"] == asked
    assert dict(newest["response_headers"])["X-Mill"] == "stork"
    assert "lausewatch" in dict(newest["request_headers"])["User-Agent"]
    (first,) = product.query("SELECT response_headers FROM provenance WHERE snapshot_id = 1")[0]
    assert dict(json.loads(first)) | {"Set-Cookie": None, "X-Auth-Token": None, "X-Mill": "heron"} == dict(
        json.loads(first)
    )
    assert not [row for row in product.query("SELECT * FROM provenance") if "hunter2" in str(row)]
    assert "fetched by Clausewatch" in product.quick("show", "2").stdout


def test_pages_say_how_each_version_came(told):
    """Version, change, comparison, watch and feed say of each version how it came, also at older addresses."""
    product, _, answered = told
    slug = product.query("SELECT slug FROM watches WHERE id = 2")[0][0]
    addresses = ("version/3", "version/2", "version/4", "compare?old=3&new=1", "compare?from=3&to=1", "changes.atom")
    old, filed, own, compared, by_id, feed = shown(product, *(f"/watch/{slug}/{one}" for one in addresses))
    assert "Clausewatch did not fetch this version: it came from an archive, supplied by Ada Lovelace on" in old
    assert ARCHIVE in old
    assert "The bytes that were supplied" in old
    assert "as they were fetched" not in old
    assert "from a file, supplied by" in filed
    assert "The page's bytes as they were fetched" in own
    assert f"fetched from {answered}" in re.sub(r"(?<=from)(?=http)", " ", own.lower())
    assert "X-Mill: stork" in own
    assert compared == by_id, "links of before name ids in the store"
    assert "archive, supplied by Ada Lovelace" in compared
    assert "(archive, supplied by Ada Lovelace)" in feed
    same, watch, change = shown(product, "/version/4", f"/watch/{slug}", "/change/1")
    assert same == own
    assert "archive, supplied by Ada Lovelace" in watch
    assert "archive, supplied by Ada Lovelace" in change
    assert "Version 3" in change


def test_mail_says_how_both_versions_came(told):
    """A notice names the versions it compares by their numbers and how they came."""
    product, *_ = told
    product.quick("outbox", "send")
    (mail,) = [path.read_text() for path in (product.folder / "mail").glob("*.eml")]
    words = " ".join(mail.replace("=\n", "").split())
    assert re.search(r"Version 4, fetched \d+ \w+ 20\d\d, \d\d:\d\d UTC, compared with version 1, fetched", words)


def test_a_second_backfill_adds_nothing(told, tmp_path):
    """The same pages, supplied again by another, leave every row as it is."""
    product = told[0].copied(tmp_path / "again")
    before = product.query("SELECT * FROM provenance"), product.query("SELECT * FROM snapshots")
    folder = folder_of(tmp_path / "files", {"2024-01-01": A, "2024-02-01": A})
    product.quick("backfill", "2", str(folder), "--by", "another")
    assert (product.query("SELECT * FROM provenance"), product.query("SELECT * FROM snapshots")) == before


def test_a_page_drawn_again_came_as_it_came(told, tmp_path):
    """`reprocess` and a backup keep how a version came."""
    product = told[0].copied(tmp_path / "redrawn")
    before = product.query(
        "SELECT kind, source, supplied_by, at, response_headers FROM provenance WHERE snapshot_id = 4"
    )
    product.query("UPDATE snapshots SET text_digest = 'of older rules' WHERE id = 4")
    product.quick("reprocess", "2")
    restored = Product(tmp_path / "restored")
    restored.folder.mkdir()
    product.quick("backup", str(restored.folder / FILE_NAME))
    again = restored.query(
        "SELECT kind, source, supplied_by, at, response_headers FROM provenance WHERE snapshot_id = 5"
    )
    assert again == before
    history = restored.json("history", "2")
    assert history == product.json("history", "2")
    assert history[-1]["reason"] == "reprocessed"


def counting(body: str) -> Answer:
    """Return what serves a page with the number of the request in a header."""
    number = count(1)

    async def answer(request: Asked, writer: StreamWriter) -> None:
        await page(body, X_Look=str(next(number)))(request, writer)

    return answer


def test_the_page_on_proof_shows_how_to_check_hashes(told, tmp_path):
    """What docs/proof.md has people run passes on a backup, and fails where a byte of a page was changed."""
    told[0].quick("backup", str(tmp_path / "backup.sqlite"))
    text = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
    code = text.partition("<<'END'\n")[2].partition("\nEND\n")[0]
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
    with closing(sqlite3.connect(tmp_path / "backup.sqlite")) as store, store:
        store.execute("UPDATE bodies SET zstd = ? WHERE rowid = 1", [zstandard.compress(b"another page")])
    assert b"AssertionError" in subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).stderr


def test_a_held_text_came_with_the_look_that_first_saw_it(product, site):
    """What is told after a second look keeps the headers of the first, whose page it is; so does what is held anew."""
    site["/privacy"] = page(A)
    product.add(site.url("/privacy"))
    product.quick("check")
    site["/privacy"] = counting(B)
    product.quick("check", "1")
    assert product.query("SELECT count(*) FROM snapshots") == [(2,)]
    assert '["X-Look","1"]' in product.query("SELECT response_headers FROM provenance WHERE snapshot_id = 2")[0][0]
    assert product.query("SELECT count(*) FROM held_provenance") == [(0,)]
    for body in (A, OTHER):  # an earlier text, then another one
        site["/privacy"] = counting(body)
        product.quick("check", "1")
        assert '["X-Look","1"]' in product.query("SELECT response_headers FROM held_provenance")[0][0]


@pytest.mark.parametrize(
    "said", [("--source", "ftp://archive.example/"), ("--source", "an archive"), ("--by", "a\nb"), ("--by", "x" * 101)]
)
def test_what_is_said_of_pages_is_checked(product, tmp_path, said):
    """A source that is no web address, and a name of several lines or without end, are refused; nothing is written."""
    product.add("https://site.example/privacy")
    folder = folder_of(tmp_path / "files", {"2024-01-01": A})
    refused = product.quick("backfill", "1", str(folder), *said, code=2)
    assert len(refused.stderr.splitlines()) == 1
    assert product.query("SELECT count(*) FROM fetches") == [(0,)]


def test_pages_of_the_past_are_no_checks(product, tmp_path):
    """The page of a watch counts no supplied page as a check, and says of one that could not be read that it was supplied."""
    product.add("https://site.example/privacy")
    folder = folder_of(tmp_path / "files", {"2024-01-01": A, "2024-02-01": "<h1>502 Bad Gateway</h1>", "2024-03-01": B})
    product.quick("backfill", "1", str(folder))
    slug = product.query("SELECT slug FROM watches")[0][0]
    (watch,) = shown(product, f"/watch/{slug}")
    assert "0 checks." in watch
    assert "1 page of the past, supplied and not taken as a version." in watch
    assert "One check" not in watch
