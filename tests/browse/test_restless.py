"""What of a page is restless, on the page of its watch and in the text of its versions."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from typing import TYPE_CHECKING

import lxml.html
import pytest

from storage.browse.app import datasette_for
from storage.browse.version_page import MOST_CLAUSES, restless_of_page
from storage.restless import place_from
from tests.browse.conftest import closed
from tests.browse.sample import HOSTILE_TEXT, LUMEN_1, NOW, make_store

if TYPE_CHECKING:
    from pathlib import Path

AT = "2026-03-02T08:00:00Z"
OFFER = {"headings": ["4. Who else sees it"], "before": LUMEN_1[7][3], "after": LUMEN_1[9][3], "now": "Half the price."}
READ = {"pattern": "We keep account data for ⋯ months after your last visit and delete it afterwards."}


def _put(path: Path, watch: int, *places: dict) -> list:
    """Put restless places of a watch into a store; return their rows."""
    conn = sqlite3.connect(path)
    conn.row_factory = sqlite3.Row
    for number, place in enumerate(places, 1):
        values = {"headings": [], "before": "", "after": "", "pattern": "", "now": "", "is_set_still": 0} | place
        values["headings"] = json.dumps(values["headings"])
        values |= {"watch": watch, "number": number, "at": AT}
        conn.execute(
            "INSERT INTO restless (watch_id, number, headings, before, after, pattern, is_open, is_policy, texts, now,"
            " since, last_at, looks, is_waiting, is_set_still, found_at) VALUES (:watch, :number, :headings, :before, :after,"
            " :pattern, 1, 0, '[]', :now, :at, :at, 1, 0, :is_set_still, :at)",
            values,
        )
    conn.commit()
    rows = conn.execute("SELECT * FROM restless ORDER BY number").fetchall()
    conn.close()
    return rows


def _mains(path: Path, *addresses: str) -> list:
    datasette = datasette_for(path, clock=lambda: NOW)
    try:
        answers = [asyncio.run(datasette.client.get(address)) for address in addresses]
    finally:
        closed(datasette)
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    return [lxml.html.fromstring(answer.text).find(".//main") for answer in answers]


def _dimmed(main) -> list[str]:
    return [found.get("id") for found in main.xpath(".//p[contains(@class, 'clause-restless')]")]


def test_the_watch_lists_what_waits_to_be_told(tmp_path) -> None:
    """In plain sight stand the sentences that came or went where other words turn, the first that is told first."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    for text, gone, known, day in (
        ("We keep it.", 1, 1, 1),
        ("We sell your <b>data</b>.", 0, 0, 2),
        ("A " * 400, 0, 0, 3),
    ):
        conn.execute(
            "INSERT INTO untold (watch_id, text, headings, beside, is_gone, is_known, since, looks)"
            f" VALUES (1, ?, '[]', '[]', ?, ?, '2026-03-0{day}T08:00:00Z', 2)",
            [text, gone, known],
        )
    conn.commit()
    conn.close()
    _put(path, 1, OFFER, OFFER | {"after": "x", "now": "We sell your <b>data</b>."})
    (main,) = _mains(path, "/watch/lumen-cartography")
    sold, long, kept = main.xpath(".//section[@id='waiting']//li")
    assert sold.findtext("ins") == "We sell your <b>data</b>."
    assert sold.findtext("span") == "New since 2 March 2026 at place 2, told if it stays until 4 March 2026"
    assert long.findtext("ins").endswith("A…")
    assert len(long.findtext("ins")) <= 400
    assert kept.findtext("del") == "We keep it."
    assert kept.findtext("span") == "Gone since 1 March 2026, told if it stays until 8 March 2026"
    (link,) = main.xpath(".//a[@href='#waiting']")
    assert link.text == "3 sentences wait"


def test_the_watchlist_says_what_waits(tmp_path) -> None:
    """In place of "nothing new" stands how many sentences wait and until when, or what is held, which comes first."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    for text, known, looks in (("We sell data.", 1, 2), ("We keep it.", 0, 1), ("Seen no more.", 0, 0)):
        conn.execute(
            "INSERT INTO untold (watch_id, text, headings, beside, is_gone, is_known, since, looks)"
            " VALUES ((SELECT id FROM watches WHERE slug = 'lumen-cartography'), ?, '[]', '[]', 0, ?,"
            " '2026-03-02T08:00:00Z', ?)",
            [text, known, looks],
        )
    conn.commit()
    cell = ".//tr[.//a[contains(@href, '/watch/lumen-cartography')]]/td[@data-label='Last check']"
    (waits,) = _mains(path, "/")[0].xpath(f"{cell}/span")
    assert waits.text_content() == "2 sentences wait until 4 March 2026"
    conn.execute(
        "INSERT INTO held SELECT id, 'language', 'x', '2026-03-02T09:20:00Z', '2026-03-02T09:20:00Z', 1,"
        " '2026-03-05T09:20:00Z', url, (SELECT max(sha256) FROM bodies) FROM watches WHERE slug = 'lumen-cartography'"
    )
    conn.commit()
    conn.close()
    (waits,) = _mains(path, "/")[0].xpath(f"{cell}/span")
    assert waits.text_content() == "other language held until 5 March 2026"


def test_the_watch_lists_its_restless_places(tmp_path) -> None:
    """Folded away, each place stands under its number with where it is, what stands there, and whether it is told of."""
    path = make_store(tmp_path)
    _put(path, 1, OFFER, READ | {"is_set_still": 1})
    (main,) = _mains(path, "/watch/lumen-cartography")
    (section,) = main.xpath(".//details[@class='restless']")
    assert section.get("open") is None
    assert section.findtext("summary") == "Restless: 2 places vary from look to look"
    first, second = (" ".join(item.text_content().split()) for item in section.xpath(".//ol/li"))
    assert first.startswith("in '4. Who else sees it', between 'We do not sell personal data.")
    assert first.endswith("varies since 2 March 2026, now 'Half the price.'; not told of while it varies")
    assert "for ⋯ months" in second
    assert "told of as any other place (set still)" in second
    advice = main.xpath("string(.//details[@class='restless']/p/code)")
    assert advice == "clausewatch edit lumen-cartography --still 1"


def test_a_place_that_is_set_still_is_not_to_be_set_so(tmp_path) -> None:
    """Where all places are told of, the page of the watch names no command that would have one told."""
    path = make_store(tmp_path)
    _put(path, 1, OFFER | {"is_set_still": 1}, READ | {"is_set_still": 1})
    (main,) = _mains(path, "/watch/lumen-cartography")
    (section,) = main.xpath(".//details[@class='restless']")
    assert "--still" not in section.text_content()


def test_a_still_watch_has_no_such_section(get) -> None:
    """Where nothing varies, neither the page of the watch nor that of a version speaks of it."""
    for address in ("/watch/lumen-cartography", "/version/1"):
        main = lxml.html.fromstring(get(address).text).find(".//main")
        assert not main.xpath(".//*[contains(@class, 'restless')]")


def test_a_version_dims_what_varies(tmp_path) -> None:
    """The clauses at restless places are dimmed, with a note of what that means; those set still are not."""
    path = make_store(tmp_path)
    _put(path, 1, OFFER, READ)
    both, later, foreign = _mains(path, "/version/1", "/version/2", "/version/3")
    assert _dimmed(both) == ["c5", "c8"]
    note = both.xpath(".//p[contains(@class, 'restless-note')]")[0].text_content()
    assert note.startswith("2 clauses below are dimmed, for the page varies there from look to look.")
    # the neighbours of the offer are others there, and nothing is guessed
    assert _dimmed(later) == ["c5"]
    assert _dimmed(foreign) == []
    conn = sqlite3.connect(path)
    conn.execute("UPDATE restless SET is_set_still = 1 WHERE number = 2")
    conn.commit()
    conn.close()
    assert _dimmed(_mains(path, "/version/1")[0]) == ["c8"]


def test_hostile_places_are_shown_as_text(tmp_path) -> None:
    """Markup at a restless place is shown as the characters it is made of."""
    path = make_store(tmp_path)
    hostile = {"headings": [HOSTILE_TEXT], "before": HOSTILE_TEXT, "after": HOSTILE_TEXT, "now": HOSTILE_TEXT}
    _put(path, 1, hostile, {"pattern": f"{HOSTILE_TEXT} ⋯"})
    (main,) = _mains(path, "/watch/lumen-cartography")
    (section,) = main.xpath(".//details[@class='restless']")
    assert not section.xpath(".//script | .//img")
    assert "<script>alert(1)</script>" in section.text_content()


def _rows(start: int, texts: list[str]) -> list[dict]:
    return [
        {"position": start + at, "kind": "paragraph", "label": "", "text": text, "path": "[]"}
        for at, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("start", "has_more", "place", "positions"),
    [
        (0, False, {"after": "b"}, {0}),
        (0, False, {"before": "b"}, {2}),
        (0, True, {"before": "b"}, set()),
        (MOST_CLAUSES, False, {"after": "b"}, set()),
        (MOST_CLAUSES, False, {"before": "b"}, {MOST_CLAUSES + 2}),
        (MOST_CLAUSES, True, {"before": "a", "after": "c"}, {MOST_CLAUSES + 1}),
    ],
)
def test_the_ends_of_a_page_are_no_ends_of_the_text(tmp_path, start, has_more, place, positions) -> None:
    """A place at the beginning or end of the text is looked for only on the page that has it."""
    (row,) = _put(make_store(tmp_path), 1, place)
    assert restless_of_page(_rows(start, ["a", "b", "c"]), [place_from(row)], has_more=has_more) == positions


def test_a_held_edit_reads_as_one(tmp_path) -> None:
    """The page of a watch says of an edit that waits for its second look that it is one."""
    path = make_store(tmp_path)
    conn = sqlite3.connect(path)
    conn.execute(
        "INSERT INTO held SELECT id, 'edit', 'x', '2026-03-10T09:20:00Z', '2026-03-10T09:20:00Z', 1,"
        " '2026-03-10T09:30:00Z', url, (SELECT max(sha256) FROM bodies) FROM watches WHERE id = 1"
    )
    conn.commit()
    conn.close()
    (main,) = _mains(path, "/watch/lumen-cartography")
    words = " ".join(main.text_content().split())
    assert "An edit seen since 10 March 2026, told if a second look finds it too. One look has found it, on" in words
