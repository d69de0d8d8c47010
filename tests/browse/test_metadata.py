from __future__ import annotations

import sqlite3
from importlib.resources import files

import pytest
from datasette.utils import parse_metadata

from storage.browse import guard

METADATA = parse_metadata(files("storage.browse").joinpath("metadata.yaml").read_text(encoding="utf-8"))
STORE = METADATA["databases"]["clausewatch"]


def _columns(store, table: str) -> set[str]:
    conn = sqlite3.connect(store)
    try:
        return {row[1] for row in conn.execute(f"PRAGMA table_info({table})")}
    finally:
        conn.close()


def test_every_table_is_described() -> None:
    """The metadata describes the public tables and views, all of them and no other."""
    assert set(STORE["tables"]) == guard.PUBLIC
    assert METADATA["title"]
    assert METADATA["description"]


@pytest.mark.parametrize("table", sorted(guard.PUBLIC))
def test_every_column_is_described(store, table) -> None:
    """Each column is described in a sentence, and none that does not exist."""
    described = STORE["tables"][table]
    assert set(described["columns"]) == _columns(store, table)
    assert set(described.get("units", {})) <= set(described["columns"])
    sentences = [described["description"], *described["columns"].values()]
    assert all(sentence.endswith(".") and len(sentence) > 8 for sentence in sentences)


@pytest.mark.parametrize("name", sorted(STORE["queries"]))
def test_canned_query(get, name) -> None:
    """Each ready-made query has a title and a description, and finds something in the sample."""
    assert STORE["queries"][name]["title"]
    assert STORE["queries"][name]["description"].endswith(".")
    answer = get(f"/clausewatch/{name}.json?_shape=objects&days=36500&words=data&topic=retention")
    assert answer.status_code == 200
    assert answer.json()["rows"]


@pytest.mark.parametrize("words", ['"', "NEAR(", "data AND", "*", ""])
def test_canned_search_takes_anything(get, words) -> None:
    """The ready-made search takes any words without an error."""
    assert get("/clausewatch/clauses_mentioning.json", params={"words": words}).status_code == 200
