"""What keeps pages quick where much has gathered: indices that lead to what they ask for, and what is not ranked."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from monitor.core import text
from storage.browse import charts_page, searching
from storage.database import reading_uri

_PARTS = {"watch": "", "tag": "", "kind": "", "language": "", "until": "", "best": 9, "size": 9, "skip": 0}


@pytest.mark.parametrize(
    ("sql", "values", "index"),
    [
        (searching.HOLDING, _PARTS | {"parts": "[]"}, "clauses_unspaced"),
        (charts_page.TOPICS, {"tag": "", "since": "", "most": 9}, "COVERING INDEX clause_changes_topics"),
    ],
)
def test_pages_that_read_much_are_led_by_an_index(store, sql, values, index) -> None:
    """Charts read no whole clauses, and a search for Chinese words none without a Chinese letter."""
    with closing(sqlite3.connect(reading_uri(store), uri=True)) as conn:
        plan = "\n".join(row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert index in plan


def test_the_index_of_unspaced_letters_knows_all_that_the_core_knows() -> None:
    """At either end of each range of letters the condition of the index and the core agree."""
    letters = [
        chr(point)
        for end in re.sub("-", "", text._UNSPACED.encode().decode("unicode_escape"))
        for point in (ord(end) - 1, ord(end), ord(end) + 1)
    ]
    with closing(sqlite3.connect(":memory:")) as conn:
        told = [
            conn.execute(f"SELECT {searching._UNSPACED} FROM (SELECT ? AS text)", [f"words {letter} words"]).fetchone()
            for letter in letters
        ]
    assert told == [(text.has_unspaced(letter),) for letter in letters]
    assert {bool(one) for (one,) in told} == {True, False}


def test_words_of_very_many_clauses_are_ranked_in_one_watch_alone(get, monkeypatch) -> None:
    """Beyond so many hits the newest are shown, and that is said; those of one watch are ranked among themselves."""
    monkeypatch.setattr(searching, "MOST_RANKED", 1)
    assert "very many clauses" in get("/search?q=data").text
    narrowed = get("/search?q=data&watch=lumen-cartography").text
    assert "very many clauses" not in narrowed
    assert 'class="hit"' in narrowed


def test_sections_are_found_in_a_watch(get) -> None:
    """A heading is looked for in all versions of the watch that is asked for."""
    page = get("/search?q=Location&watch=lumen-cartography").text
    assert "Sections called so" in page
    assert "Sections called so" not in get("/search?q=Location&watch=velo-lagune").text
