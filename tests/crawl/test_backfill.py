from __future__ import annotations

import gzip
import os
import shutil
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from crawler.checking.pool import Workers
from monitor.backfill import BackfillReport, backfill
from monitor.core.errors import InvalidInputError
from monitor.dated import look_into
from monitor.named_files import LARGEST
from monitor.supply import Supply
from storage.database import open_store
from storage.summaries import find_watch
from tests.policies import clauses, edited, html, policy
from tests.product import Product
from tests.servers import page

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SUPPLY = Supply(archive="", by="anna", at=NOW)
URL = "https://site.example/privacy"
A, B = policy(1), edited(1)
C = html(clauses(1) | {"Contact": ["Write to the keeper of the lighthouse on the hill above the old harbour."]})
SHORT = html({"Notice": ["We are at work on this page; please come back in a little while, thank you very much. " * 3]})
_RULES = {
    f"Rule {n}": [f"You may ask at any time which of your personal data under rule {n} we hold, and object to this."]
    for n in range(24)
}
OTHER, OTHER_EDITED = html(_RULES), html(_RULES | {"Added": ["We now keep a list of all lighthouses for ten years."]})
BOMB = gzip.compress(bytes(LARGEST + 1), 1)
BROKEN = "<h1>502 Bad Gateway</h1>"


@pytest.fixture
def past(product, tmp_path):
    """Take dated pages into the history of one watch; return what was done."""
    product.add(URL, email="reader@team.example")
    folder = tmp_path / "past"
    folder.mkdir()

    def take(pages: dict[str, str]):
        for day, text in pages.items():
            (folder / f"{day}T08-00-00Z.html.gz").write_bytes(gzip.compress(text.encode()))
        with closing(open_store(product.folder)) as db, Workers(is_forked=True) as workers:
            return backfill(db, find_watch(db, "1"), look_into(folder, now=NOW).pages, workers, supply=SUPPLY)

    return take


def history(product):
    """Return day, reason and whether a change leads to each snapshot, oldest first."""
    return product.query(
        "SELECT substr(s.captured_at, 1, 10), s.reason, c.significance FROM snapshots s"
        " LEFT JOIN changes c ON c.new_snapshot_id = s.id ORDER BY s.captured_at, s.id"
    )


def test_dated_pages_become_the_history_they_would_have_made(past, product):
    """Each new text makes a snapshot and a change at its date; the same text makes neither; nobody is mailed."""
    report = past({"2024-01-01": A, "2024-02-01": A, "2024-03-01": B})
    assert {kind.value: count for kind, count in report.outcomes.items()} == {"new": 1, "unchanged": 1, "changed": 1}
    assert history(product) == [("2024-01-01", "first", None), ("2024-03-01", "changed", "material")]
    assert product.query("SELECT count(*) FROM notices") == [(0,)]
    assert product.problems() == []


def test_a_version_of_the_past_has_what_was_left_out_of_its_page(past, product):
    """Of pages of the past it is recorded what was left out, as of pages that are fetched."""
    past({"2024-01-01": A, "2024-02-01": A, "2024-03-01": B})
    assert product.query("SELECT snapshot_id, blocks FROM left_out ORDER BY snapshot_id") == [(1, 1), (2, 1)]


def test_a_second_run_adds_nothing(past, product):
    """Taking the same pages again, or with a few new ones after them, records only what is new."""
    past({"2024-01-01": A, "2024-03-01": B})
    before = product.query("SELECT * FROM snapshots"), product.query("SELECT * FROM fetches")
    report = past({})
    assert (report.known, report.outcomes) == (2, {})
    assert (product.query("SELECT * FROM snapshots"), product.query("SELECT * FROM fetches")) == before
    report = past({"2024-04-01": C})
    assert (report.known, sum(report.outcomes.values())) == (2, 1)
    assert [day for day, *_ in history(product)] == ["2024-01-01", "2024-03-01", "2024-04-01"]


def test_pages_older_than_the_first_are_linked_to_it(past, product):
    """What was the first snapshot becomes a change from the older ones that were found."""
    past({"2024-03-01": B})
    past({"2023-12-01": A, "2024-01-01": A})
    assert history(product) == [("2023-12-01", "first", None), ("2024-03-01", "changed", "material")]
    past({"2023-06-01": C})
    assert [(day, reason) for day, reason, _ in history(product)] == [
        ("2023-06-01", "first"), ("2023-12-01", "changed"), ("2024-03-01", "changed"),
    ]  # fmt: skip
    assert product.query("SELECT count(*), count(DISTINCT new_snapshot_id) FROM changes") == [(2, 2)]


def test_the_past_goes_before_what_is_there_whatever_the_clock_said(past, product):
    """Pages of the past stand before a version that a wrong clock dated; they are no check, and no next one is due."""
    past({"2024-03-01": B})
    product.query("UPDATE snapshots SET captured_at = '1999-01-01T00:00:00Z'")
    past({"1998-01-01": A, "1998-02-01": C})
    found = product.query(
        "SELECT s.place, substr(s.captured_at, 1, 4), s.reason, o.place FROM snapshots s"
        " LEFT JOIN changes c ON c.new_snapshot_id = s.id LEFT JOIN snapshots o ON o.id = c.old_snapshot_id"
        " ORDER BY s.place"
    )
    assert found == [(1, "1998", "first", None), (2, "1998", "changed", 1), (3, "1999", "changed", 2)]
    assert past({"1998-01-01": A, "1998-02-01": C}).outcomes == {}
    assert [watch["last_check"] for watch in product.watches().values()] == [None]


def test_a_page_dated_in_the_future_is_named_and_not_taken(product, site, tmp_path):
    """A page dated later than the clock makes nothing; what was fetched stays the newest version."""
    site["/privacy"] = page(A)
    product.add(site.url("/privacy"))
    product.quick("check")
    (tmp_path / "past").mkdir()
    for name, text in {"2024-02-01T08-00-00Z.html": C, "2199-02-01T08-00-00Z.html": B}.items():
        (tmp_path / "past" / name).write_text(text)
    said = product.quick("backfill", "1", str(tmp_path / "past")).stdout
    assert "Passed over: 2199-02-01T08-00-00Z.html: dated in the future: it is " in said
    assert [reason for _, reason, _ in history(product)] == ["first", "changed"]
    assert product.query("SELECT count(*) FROM fetches WHERE at > '2199'") == [(0,)]
    assert product.problems() == []


def test_a_page_dated_before_our_own_look_at_the_newest_version_is_left_out(product, site, tmp_path):
    """What a check found unchanged stays the newest version, whatever a page dated before that check says."""
    site["/privacy"] = page(A)
    product.add(site.url("/privacy"))
    product.quick("check")
    product.query("UPDATE snapshots SET captured_at = '2024-01-01T00:00:00Z'")
    product.query("UPDATE fetches SET at = '2024-01-01T00:00:00Z'")
    product.quick("check", "1")
    report = product.json("backfill", "1", str(written(tmp_path / "past", {"2024-02-01": B})))
    assert (report["skipped"], report["outcomes"]) == (1, {})
    assert [reason for _, reason, _ in history(product)] == ["first"]


def test_all_that_is_passed_over_is_named(product, tmp_path):
    """Whatever a folder holds beside its pages is named with why, in text and in JSON."""
    product.add(URL)
    folder = written(tmp_path / "past", {"2024-01-01": A, "2024-03-01": B})
    (folder / "2024-01-01T08-00-00Z.html").write_text(A)
    (folder / "2024-03-01T08-00-00Z-b.html").write_text(C)
    (folder / "2024-04-01T08-00-00Z.html").mkdir()
    (folder / "2024-04-02T08-00-00Z.html").symlink_to("nowhere")
    os.mkfifo(folder / "2024-04-03T08-00-00Z.html")
    for name in ("2024-02-30T08-00-00Z.html", "2024-05-01.html", "2024-06-01T08-00-00Z.docx", "caf\udce9 \x1b[1m.txt"):
        (folder / name).write_text(B)
    report = product.json("backfill", "1", str(folder))
    assert report["pages"] == 2
    assert {one["file"]: one["why"] for one in report["passed_over"]} == {
        "2024-01-01T08-00-00Z.html.gz": "the same page of the same second as 2024-01-01T08-00-00Z.html, which is taken",
        "2024-03-01T08-00-00Z.html.gz": "another page of the same second as 2024-03-01T08-00-00Z-b.html, which is taken",
        "2024-04-01T08-00-00Z.html": "a folder, and folders within are not looked into",
        "2024-04-02T08-00-00Z.html": "no file that could be read",
        "2024-04-03T08-00-00Z.html": "no file that could be read",
        "2024-02-30T08-00-00Z.html": "there is no such time",
        "2024-05-01.html": "no time such as 2024-02-27T18-32-41Z begins its name",
        "2024-06-01T08-00-00Z.docx": "its name ends in none of html, htm, pdf, txt, md, or one of these and gz",
        "caf\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}[1m.txt": "no time such as 2024-02-27T18-32-41Z begins its name",
    }
    said = product.quick("backfill", "1", str(folder)).stdout
    assert said.count("Passed over: ") == len(report["passed_over"])


def test_pages_that_are_no_version_are_named(product, tmp_path):
    """`backfill` names each file that does not show the policy, with why, again when it is run again; so does its JSON."""
    product.add(URL)
    (tmp_path / "past").mkdir()
    bad = [f"2024-02-{day:02}T08-00-00Z.html" for day in range(1, 24)]
    for name in bad:
        (tmp_path / "past" / name).write_text(BROKEN)
    (tmp_path / "past" / "2024-01-01T08-00-00Z.html").write_text(A)
    for _ in range(2):
        lines = product.quick("backfill", "1", str(tmp_path / "past")).stdout.splitlines()
        named = [line for line in lines if line.startswith("No version: ")]
        assert [line.split(": ")[1] for line in named[:-1]] == bad[:20]
        assert "not found" in named[0]
        assert named[-1] == "No version: 3 more pages, which --format json names."
    report = product.json("backfill", "1", str(tmp_path / "past"))
    assert (report["pages"], report["known"], report["outcomes"]) == (24, 24, {})
    assert [one["file"] for one in report["failed"]] == bad
    assert {one["kind"] for one in report["failed"]} == {"soft_404"}


def test_pages_between_recorded_snapshots_are_left_out(past, product):
    """A recorded history is not rewritten: a page dated inside it is counted as skipped."""
    past({"2024-01-01": A, "2024-03-01": B})
    report = past({"2024-02-01": C})
    assert (report.skipped, report.outcomes) == (1, {})
    assert [day for day, *_ in history(product)] == ["2024-01-01", "2024-03-01"]


@pytest.mark.parametrize("bad", [SHORT, BROKEN, ""], ids=["too short", "broken", "empty"])
def test_a_broken_page_leaves_no_trace(past, product, bad):
    """Neither a broken page nor the page's return makes a snapshot."""
    report = past({"2024-01-01": A, "2024-02-01": bad, "2024-03-01": A, "2024-04-01": bad, "2024-05-01": B})
    assert {kind.value: count for kind, count in report.outcomes.items()} == {
        "new": 1, "failed": 2, "unchanged": 1, "changed": 1,
    }  # fmt: skip
    assert [day for day, *_ in history(product)] == ["2024-01-01", "2024-05-01"]


def test_alternating_texts_are_held(past, product):
    """A text that was in force days before and comes back for one look is held; the next text ends that."""
    past({"2024-01-01": A, "2024-01-02": B, "2024-01-03": A, "2024-01-04": B, "2024-01-05": A, "2024-01-06": B})
    assert [(day, reason) for day, reason, _ in history(product)] == [
        ("2024-01-01", "first"),
        ("2024-01-02", "changed"),
    ]


def test_a_text_that_stays_back_is_a_reversion(past, product):
    """A text that comes back and is found three times in a row is a reversion, dated from its return."""
    past({"2024-01-01": A, "2024-01-02": B, "2024-01-03": A, "2024-01-04": A, "2024-01-05": A})
    assert [(day, reason) for day, reason, _ in history(product)] == [
        ("2024-01-01", "first"), ("2024-01-02", "changed"), ("2024-01-03", "reverted"),
    ]  # fmt: skip


def test_alternation_is_told_once(past, product):
    """A page known to alternate is told no more of its flips; a text that then stays for a week is."""
    past({
        "2024-01-01": A, "2024-01-02": B, "2024-01-03": A, "2024-01-04": A, "2024-01-09": B, "2024-01-12": B,
        "2024-01-13": A, "2024-02-01": B, "2024-02-05": B, "2024-02-09": B, "2024-02-10": B,
    })  # fmt: skip
    assert [(day, reason) for day, reason, _ in history(product)] == [
        ("2024-01-01", "first"), ("2024-01-02", "changed"), ("2024-01-13", "reverted"), ("2024-02-01", "reverted"),
    ]  # fmt: skip


def test_live_checks_go_on_where_the_past_ends(product, site, past):
    """The first live check compares with the newest page of the past, and a change is mailed."""
    site["/privacy"] = page(B)
    product.query("UPDATE watches SET url = :url", url=site.url("/privacy"))
    past({"2024-01-01": A})
    product.quick("check")
    assert [reason for _, reason, _ in history(product)] == ["first", "changed"]
    assert product.query("SELECT count(*) FROM notices") == [(1,)]


def test_only_dated_files_are_pages(tmp_path):
    """Files are taken by name in the order of their dates; others are passed over; of one second, one is taken."""
    for name in [
        "2024-02-27T18-32-41Z.html", "2024-02-27_18-32-41-again.html.gz", "2023-01-01T00-00-00Z--copy.pdf",
        "2024-13-01T00-00-00Z.html", "notes.txt", "2024-02-27.html", "2022-05-05T05-05-05.md", "2024-03-01T00-00-00Z.exe",
    ]:  # fmt: skip
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "2021-01-01T00-00-00Z.html").mkdir()
    found = look_into(tmp_path, now=NOW)
    assert [(one.at, one.media_type) for one in found.pages] == [
        (datetime(2022, 5, 5, 5, 5, 5, tzinfo=UTC), "text/markdown"),
        (datetime(2023, 1, 1, tzinfo=UTC), "application/pdf"),
        (datetime(2024, 2, 27, 18, 32, 41, tzinfo=UTC), "text/html"),
    ]


def test_a_folder_without_dated_pages_is_refused(tmp_path):
    """A folder that is missing, a file, or without dated pages is one clear error."""
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path, tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(InvalidInputError, match=str(folder)):
            look_into(folder, now=NOW)


@pytest.mark.parametrize(
    "content", [gzip.compress(b"x" * 1000)[:-9], BOMB, b"<p>"], ids=["damaged", "a bomb", "not packed"]
)
def test_a_file_that_cannot_be_read_is_named_before_anything_is_recorded(past, product, tmp_path, content):
    """Files that are damaged or too large are all named, and nothing is recorded; all follows once they are gone."""
    pages = {"2024-01-01": A, "2024-02-01": A, "2024-03-01": B}
    bad = [tmp_path / "past" / f"2024-02-0{day}T08-00-00Z.html.gz" for day in (2, 3)]
    for path in bad:
        path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=f"{bad[0].name}.*{bad[1].name}.*nothing was recorded"):
        past(pages)
    assert product.query("SELECT count(*) FROM fetches") == [(0,)]
    for path in bad:
        path.unlink()
    past({})
    assert [day for day, *_ in history(product)] == ["2024-01-01", "2024-03-01"]


class Interrupted(Workers):
    """Workers whose owner is stopped when so many tasks were done, wherever that is."""

    def __init__(self, left: int) -> None:
        super().__init__(is_forked=True)
        self.left = left

    def run(self, *args):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return super().run(*args)


MANY = {
    "2024-01-01": A, "2024-01-02": B, "2024-01-03": A, "2024-01-04": A, "2024-01-05": A,  # an earlier text that stays
    "2024-01-20": BROKEN, "2024-01-21": A,
    "2024-02-01": OTHER, "2024-02-02": BROKEN, "2024-02-20": OTHER_EDITED, "2024-02-21": OTHER_EDITED,  # a replacement
    "2024-03-01": A, "2024-03-20": A,  # and another, which is borne out as it was
    "2024-04-01": C, "2024-04-02": C,
    "2024-04-03": A, "2024-04-04": C,  # a flip
    "2024-05-01": OTHER, "2024-05-04": OTHER_EDITED, "2024-05-12": OTHER_EDITED,  # borne out by one that alternates
    "2024-05-20": A, "2024-05-21": B, "2024-05-22": C, "2024-05-28": C,  # edited before it is borne out, and by that
    "2024-06-01": A, "2024-06-02": A, "2024-06-03": OTHER_EDITED,  # gone back within the three days
    "2024-07-01": A,  # held for good
}  # fmt: skip


def everything(product):
    """Return the rows of every table."""
    names = product.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%migrations'")
    return {name: sorted(map(repr, product.query(f'SELECT * FROM "{name}"'))) for (name,) in names}


@pytest.fixture
def seen(product, site, tmp_path):
    """Take folders into copies of a store that has a live version; return what does that with so many tasks left."""
    site["/privacy"] = page(C)
    product.add(site.url("/privacy"), email="reader@team.example")
    product.quick("check")

    def take(copy: Product, folder: Path, left: int = 10_000) -> BackfillReport | None:
        with closing(open_store(copy.folder)) as db, Interrupted(left) as workers:
            try:
                return backfill(db, find_watch(db, "1"), look_into(folder, now=NOW).pages, workers, supply=SUPPLY)
            except KeyboardInterrupt:
                return None

    def copied(name: str) -> Product:
        return Product(Path(shutil.copytree(product.folder, tmp_path / name)))

    return take, copied


def written(folder, pages):
    """Write pages into a folder under their days."""
    folder.mkdir()
    for day, text in pages.items():
        (folder / f"{day}T08-00-00Z.html.gz").write_bytes(gzip.compress(text.encode()))
    return folder


@pytest.mark.drill
def test_a_run_cut_short_anywhere_is_finished_by_the_next(seen, tmp_path):
    """Cut short after any step, and run again: every table is as after one run, also where a live version is there."""
    take, copied = seen
    folder = written(tmp_path / "many", MANY)
    clean = copied("clean")
    take(clean, folder)
    wanted = everything(clean)
    assert [reason for _, reason, _ in history(clean)].count("first") == 1
    assert {"new", "changed", "unchanged", "held", "failed"} == {
        row[0] for row in clean.query("SELECT outcome FROM fetches")
    }
    assert clean.query("SELECT count(*) - count(DISTINCT at) FROM fetches") == [(4,)], "four are looked at twice"
    for left in count():
        cut = copied(f"cut-{left}")
        if take(cut, folder, left):
            break
        assert take(cut, folder)
        assert everything(cut) == wanted, left
        assert cut.problems() == []
    assert left > len(MANY), "some pages are judged twice"


def test_a_run_cut_short_twice_is_finished_by_the_third(seen, tmp_path):
    """What was taken up once and cut short again is finished all the same, and then closed."""
    take, copied = seen
    folder = written(tmp_path / "many", dict(list(MANY.items())[:11]))
    clean, cut = copied("clean"), copied("cut")
    take(clean, folder)
    assert (take(cut, folder, 4), take(cut, folder, 6)) == (None, None)
    take(cut, folder)
    assert everything(cut) == everything(clean)
    report = take(cut, written(tmp_path / "late", {"2024-02-25": C}))
    assert (report.skipped, report.outcomes) == (1, {}), "a history that is told is not rewritten"
    assert everything(cut) == everything(clean)


def test_another_folder_leaves_the_rest_of_a_run_that_was_cut_short(seen, tmp_path):
    """Older pages that are taken in between do not close the place where the others still belong."""
    take, copied = seen
    folder, older = (
        written(tmp_path / "many", {"2024-01-01": A, "2024-02-01": B}),
        written(tmp_path / "older", {"2023-01-01": C}),
    )
    product = copied("cut")
    assert take(product, folder, 1) is None
    take(product, older)
    take(product, folder)
    assert [reason for _, reason, _ in history(product)] == ["first", "changed", "changed", "changed"]
    assert [day for day, *_ in history(product)][:3] == ["2023-01-01", "2024-01-01", "2024-02-01"]


def test_a_folder_that_grows_tells_as_one_run_would(past, product):
    """What the last page of a run only held is told when pages that are added later bear it out."""
    past({"2024-01-01": A, "2024-02-01": OTHER})
    past({"2024-03-01": OTHER})
    assert [day for day, *_ in history(product)] == ["2024-01-01", "2024-02-01"]


def test_half_a_page_is_told_only_if_it_stays(past, product):
    """A page that broke off makes no snapshot and its return no change; what stays cut is told, dated from its first day."""
    whole = html(clauses(1) | clauses(2))
    cut = whole[: len(whole) * 2 // 3]
    past({"2024-01-01": whole, "2024-01-02": cut, "2024-01-03": whole, "2024-01-20": cut, "2024-01-21": whole})
    assert [day for day, *_ in history(product)] == ["2024-01-01"]
    past({"2024-02-01": cut, "2024-02-05": cut, "2024-02-09": cut, "2024-02-10": cut})
    assert [(day, reason) for day, reason, _ in history(product)] == [
        ("2024-01-01", "first"), ("2024-02-01", "changed"),
    ]  # fmt: skip
    assert product.query("SELECT claim, told_at FROM changes") == [("shortened", None)]


def test_each_edit_before_a_replacement_is_borne_out_is_a_version(past, product):
    """What pages show between the first of a replacement and the one that bears it out is told at their dates."""
    twice = OTHER_EDITED.replace("ten years", "twenty years")
    past({"2024-01-01": A, "2024-02-01": OTHER, "2024-02-02": OTHER_EDITED, "2024-02-03": twice, "2024-02-09": twice})
    assert [day for day, *_ in history(product)] == ["2024-01-01", "2024-02-01", "2024-02-02", "2024-02-03"]
    assert product.query("SELECT claim FROM changes ORDER BY id") == [("replaced",), ("",), ("",)]


def test_a_replacement_that_is_edited_meanwhile_is_two_changes(past, product):
    """What was seen first is told as the replacement, at its date; the page that bears it out is the edit after it."""
    past({"2024-01-01": A, "2024-02-01": OTHER, "2024-03-01": OTHER_EDITED, "2024-04-01": OTHER_EDITED})
    assert [day for day, *_ in history(product)] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert product.query("SELECT claim FROM changes ORDER BY id") == [("replaced",), ("",)]


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({"02-01": OTHER, "02-02": OTHER, "02-03": A, "02-20": A}, []),
        ({"02-01": OTHER, "02-02": OTHER, "02-03": A, "02-05": OTHER, "02-06": OTHER, "02-08": OTHER}, ["02-05"]),
        ({"02-01": OTHER, "02-02": OTHER_EDITED, "02-03": OTHER_EDITED, "02-20": OTHER_EDITED}, ["02-01", "02-02"]),
        ({"02-01": OTHER, "02-02": OTHER, "02-20": A, "02-21": A}, ["02-01", "02-20"]),
        ({"02-01": OTHER, "02-02": OTHER}, ["02-01"]),
        ({"02-01": OTHER, "02-02": OTHER, "02-03": BROKEN, "02-04": OTHER}, ["02-01"]),
    ],
    ids=["gone back", "by turns", "edited", "gone later", "the last", "behind a wall"],
)
def test_a_replacement_that_goes_back_within_three_days_is_none(past, product, pages, told):
    """Where the next page comes within the three days of the live page, it is heard before the claim is told."""
    past({f"2024-{day}": text for day, text in {"01-01": A, **pages}.items()})
    assert [day for day, *_ in history(product)] == [f"2024-{day}" for day in ("01-01", *told)]


def test_a_replacement_is_contradicted_by_no_page_beyond_a_version_that_is_there(past, product):
    """What is claimed before a version that was there is told without the pages after it: they speak of that one."""
    past({"2024-02-03": B})
    past({"2024-01-01": A, "2024-02-01": OTHER, "2024-02-02": OTHER, "2024-02-04": B})
    assert [day for day, *_ in history(product)] == ["2024-01-01", "2024-02-01", "2024-02-03"]


def test_the_last_large_claim_of_a_folder_stays_held(past, product):
    """A large claim that no later page bears out makes no version."""
    report = past({"2024-01-01": A, "2024-02-01": html(clauses(1))[:900]})
    assert {kind.value: count for kind, count in report.outcomes.items()}.get("changed", 0) == 0
    assert [day for day, *_ in history(product)] == ["2024-01-01"]
