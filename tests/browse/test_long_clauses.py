from __future__ import annotations

import asyncio

import lxml.html

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


def test_of_a_long_clause_the_part_that_changed_stands_open(tmp_path) -> None:
    """A change shows as much of a clause as the mail does, the whole of it folded; a short clause stands whole alone."""
    long = " ".join(f"We keep record {number} of each voyage with great care." for number in range(60))
    before, after = f"{long} We keep it for a year. {long}", f"{long} We keep it for two years. {long}"
    redline = [
        ["equal", f"{long} We keep it for "],
        ["delete", "a year"],
        ["insert", "two years"],
        ["equal", f". {long}"],
    ]
    writer = Writer(tmp_path)
    watch = writer.watch("lumen", "Lumen", "https://lumen.example/privacy")
    old, new = (
        [(["Privacy"], "paragraph", "", text), (["Privacy"], "paragraph", "", short)]
        for text, short in ((before, "Bread."), (after, "Butter."))
    )
    versions = writer.snapshot(watch, 2, old), writer.snapshot(watch, 1, new, reason="changed")
    changes = [
        {"kind": "modified", "significance": "material", "similarity": 0.9, "old": one, "new": two, "topics": [],
         "reasons": [], "redline": pieces}
        for one, two, pieces in (
            (old[0], new[0], redline), (old[1], new[1], [["delete", "Bread."], ["insert", "Butter."]])
        )
    ]  # fmt: skip
    change = writer.change(watch, *versions, "material", 0, changes)
    writer.conn.close()
    datasette = datasette_for(tmp_path / "clausewatch.sqlite", clock=lambda: NOW)
    first, second = lxml.html.fromstring(asyncio.run(datasette.client.get(f"/change/{change}")).text).xpath("//article")
    closed(datasette)
    (brief,) = first.xpath("./p[@class='redline']")
    assert brief.text_content().startswith("[…] ")
    assert (brief.xpath("./del/text()"), brief.xpath("./ins/text()")) == (["a year"], ["two years"])
    assert len(brief.text_content()) < 300
    (whole,) = first.xpath("./details[not(@open)]/p[@class='redline']")
    assert whole.text_content() == f"{long} We keep it for a yeartwo years. {long}"
    assert (len(second.xpath(".//p[@class='redline']")), second.xpath("./details")) == (1, [])
