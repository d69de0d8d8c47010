"""What the pages ask of a watch with thousands of versions, none of which was fetched."""

from __future__ import annotations

import sqlite3

import pytest

from storage.browse import changes_page, charts_page, clause_page, compare_page, version_page, watch_page
from tests.browse.sample import make_store

# versions in the place of the first of the sample's, each with a change, all of them supplied
MORE = """
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :more)
INSERT INTO snapshots (watch_id, place, captured_at, reason, url, title, language, extractor, text_digest, clause_count,
    word_count, body_sha256)
SELECT 1, i + 2, datetime('2010-01-01', i || ' hours'), 'changed', s.url, s.title, s.language, s.extractor, s.text_digest,
    s.clause_count, s.word_count, s.body_sha256
FROM n JOIN snapshots s ON s.id = 1
"""
CHANGES = """
INSERT INTO changes (watch_id, old_snapshot_id, new_snapshot_id, at, significance, silent)
SELECT 1, id - 1, id, captured_at, 'material', 0 FROM snapshots WHERE captured_at LIKE '2010%' OR captured_at LIKE '2011%'
"""
ASKED = {
    "the watch": (watch_page.VERSIONS, {"watch": 1, "before": "", "size": 51}),
    "its versions": (watch_page.ALL_VERSIONS, {"watch": 1}),
    "a version": (version_page.VERSION, {"id": 1}),
    "a version by number": (version_page.NUMBERED, {"slug": "lumen-cartography", "number": 100}),
    "where a clause stands": (clause_page.STANDS, {"watch": 1, "clause": 1}),
    "the comparison": (compare_page.VERSIONS, {"watch": 1}),
    "the charts' changes": (charts_page.CHANGES, {"tag": "", "since": "2010"}),
    "their topics": (charts_page.TOPICS, {"tag": "suppliers", "since": "2010", "most": 10_000}),
    "their ages": (charts_page.AGES, {"tag": ""}),
    "their failures": (charts_page.FAILURES, {"tag": "", "since": "2010", "most": 100_000}),
    "the changes": (changes_page.CHANGES, {"watch": None, "size": 51, "skip": 0}),
}


def steps(path, sql: str, values: dict[str, object]) -> int:
    """Return how many hundreds of steps SQLite takes for a statement."""
    conn, count = sqlite3.connect(path), [1]

    def counted() -> int:
        count[0] += 1
        return 0

    conn.set_progress_handler(counted, 100)
    assert conn.execute(sql, values).fetchall()
    conn.close()
    return count[0]


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """A store whose first watch has two hundred versions, and one with ten times as many."""
    paths = []
    for more in (200, 2_000):
        path = make_store(tmp_path_factory.mktemp("long"))
        conn = sqlite3.connect(path)
        conn.execute(MORE, {"more": more})
        conn.execute(CHANGES)
        conn.execute("INSERT INTO provenance (snapshot_id, kind, source) SELECT id, 'file', 'x' FROM snapshots")
        conn.commit()
        conn.close()
        paths.append(path)
    return paths


@pytest.mark.parametrize("name", ASKED)
def test_a_long_history_costs_no_more_than_its_length(stores, name) -> None:
    """Ten times as many versions take at most twelve times the steps, however they came."""
    few, many = (steps(path, *ASKED[name]) for path in stores)
    assert many <= 12 * few
