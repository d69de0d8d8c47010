from __future__ import annotations

import asyncio

from storage.browse.app import datasette_for
from tests.browse.conftest import closed
from tests.browse.sample import NOW, Writer

LONG = "a@" * 200_000
HONEST = "We keep a record of each voyage for a year."


def test_a_clause_of_any_length_is_found_by_its_start(tmp_path) -> None:
    """Search shows the start of a clause in which its best place would be looked for without end, and all others."""
    writer = Writer(tmp_path)
    watch = writer.watch("lumen", "Lumen", "https://lumen.example/privacy")
    writer.snapshot(watch, 1, [(["Privacy"], "paragraph", "", LONG), (["Privacy"], "paragraph", "", HONEST)])
    writer.conn.close()
    datasette = datasette_for(tmp_path / "clausewatch.sqlite", clock=lambda: NOW)
    answer = asyncio.run(datasette.client.get("/search?q=a"))
    closed(datasette)
    assert answer.status_code == 200
    assert f"{LONG[:400]} …" in answer.text
    assert "record of each voyage" in answer.text
