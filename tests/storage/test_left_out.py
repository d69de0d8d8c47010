from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.errors import StoreError
from monitor.core.records import First, LeftOut, LeftOutBlocks, LeftOutBy, PolicyText
from storage.backups import back_up
from storage.checks import record
from storage.database import open_file, problems, writing
from storage.known import known_of
from storage.left_out import left_out_of_snapshot, renew_left_out
from storage.pruning import prune
from storage.watches import purge_watch
from tests.storage.test_store import NOW, add, fetch, paragraphs

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

TEXT = paragraphs("We keep logs for 6 months.")
MENU = LeftOut(rules=(LeftOutBy("menu", 2, (LeftOutBlocks("it is <nav>", ("Home", "Jobs")),)),))
lines = st.text(max_size=40)
reasons = st.builds(LeftOutBlocks, lines, st.lists(lines, max_size=3).map(tuple))
found = st.builds(
    LeftOut, rules=st.lists(st.builds(LeftOutBy, lines, st.integers(1, 9), st.tuples(reasons)), max_size=4).map(tuple)
)


def kept(db: Database, text: PolicyText) -> int:
    """Record a first version and return its number."""
    watch_id = add(db)
    known = known_of(db, watch_id)
    record(db, fetch(watch_id, b"x"), First(drawn=text), known=known, next_check_at=NOW, mail_domain=None)
    return 1


@given(found)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_was_left_out_reads_back_as_it_was(left_out: LeftOut) -> None:
    """What was left out of a page comes back from the store as it went in, with its snapshot and under its number."""
    db = open_file(":memory:")
    number = kept(db, replace(TEXT, left_out=left_out))
    assert left_out_of_snapshot(db, number) == left_out
    row = db.conn.execute("SELECT extractor, blocks FROM left_out").fetchone()
    assert tuple(row) == ("r1", left_out.blocks)
    db.close()


def test_what_nobody_asked_is_not_taken_for_nothing(db: Database) -> None:
    """A text of which it is not known what was left out has no row; one of which nothing was left out has one."""
    number = kept(db, TEXT)
    assert left_out_of_snapshot(db, number) is None
    renew_left_out(db, number, replace(TEXT, left_out=LeftOut()))
    assert left_out_of_snapshot(db, number) == LeftOut()


def test_what_newer_rules_leave_out_takes_its_place(db: Database) -> None:
    """Where the text stays the same, what is left out is kept anew, with the rules that say so; where it is gone, not."""
    number = kept(db, replace(TEXT, left_out=MENU))
    newer = replace(TEXT, document=replace(TEXT.document, extractor="r2"), left_out=LeftOut())
    renew_left_out(db, number, newer)
    assert left_out_of_snapshot(db, number) == LeftOut()
    assert db.conn.execute("SELECT extractor FROM left_out").fetchone()[0] == "r2"
    renew_left_out(db, number + 1, newer)
    assert db.conn.execute("SELECT count(*) FROM left_out").fetchone()[0] == 1
    assert problems(db) == []


def test_it_goes_where_its_snapshot_goes(db: Database, tmp_path: Path) -> None:
    """A backup has it, `prune` leaves it, and with the last of its watch it is gone."""
    number = kept(db, replace(TEXT, left_out=MENU))
    prune(db, stopping=lambda _: False)
    back_up(db, tmp_path / "copy.sqlite")
    with writing(db) as conn:
        purge_watch(conn, 1)
    assert left_out_of_snapshot(db, number) is None
    assert problems(db) == []
    copy = open_file(tmp_path / "copy.sqlite")
    assert left_out_of_snapshot(copy, number) == MENU
    copy.close()


@pytest.mark.parametrize("rules", ["[1]", '[{"rule":"menu"}]', '[{"rule":"menu","blocks":1,"shown":7}]', "7"])
def test_what_cannot_be_is_damage(db: Database, rules: str) -> None:
    """JSON of another form than ours is told as damage of the store, in one line."""
    number = kept(db, replace(TEXT, left_out=MENU))
    db.conn.execute("UPDATE left_out SET rules = ?", [rules])
    with pytest.raises(StoreError, match="the store is damaged") as raised:
        left_out_of_snapshot(db, number)
    assert len(str(raised.value).splitlines()) == 1
