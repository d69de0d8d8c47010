from __future__ import annotations

import asyncio
import json

import lxml.html
import pytest

from storage.browse.app import datasette_for
from storage.browse.shown import ShownChange
from storage.browse.weaving import woven
from storage.database import FILE_NAME
from tests.browse.conftest import closed
from tests.browse.sample import LUMEN_2, NOW, Writer, _change

A, B, C, D, E = ((["One"], "paragraph", "", f"Clause {letter} of the policy.") for letter in "ABCDE")


def _shown(number: int, kind: str, old: list[int], new: list[int]) -> ShownChange:
    sides = ([{"position": position} for position in positions] for positions in (old, new))
    before, after = map(tuple, sides)
    return ShownChange(
        number=number, kind=kind, significance="minor", topics=(), reasons=(), old=before, new=after, redline=()
    )


def _woven(old: str, new: str, *changes: ShownChange) -> list[str]:
    text = [{"clause_id": ord(one), "path": json.dumps(["One"]), "kind": "paragraph"} for one in new]
    told = []
    for entry in woven(text, [ord(one) for one in old], changes):
        change = entry.change or entry.went_to
        told.append(f"{'from ' if entry.went_to else ''}{change.number}" if change else chr(entry.clause["clause_id"]))
    return told


@pytest.mark.parametrize(
    ("old", "new", "changes", "told"),
    [
        ("abc", "abc", [], ["a", "b", "c"]),
        ("abc", "ac", [("removed", [1], [])], ["a", "1", "c"]),
        ("abc", "bc", [("removed", [0], [])], ["1", "b", "c"]),
        ("abc", "abxc", [("added", [], [2])], ["a", "b", "1", "c"]),
        ("abc", "axc", [("modified", [1], [1])], ["a", "1", "c"]),
        ("abcd", "acdb", [("moved", [1], [3])], ["a", "from 1", "c", "d", "1"]),
        ("abcd", "axyd", [("split", [1], [1, 2]), ("removed", [2], [])], ["a", "1", "2", "d"]),
        ("aab", "aab", [], ["a", "a", "b"]),
        ("aabx", "aab", [("removed", [3], [])], ["a", "a", "b", "1"]),
        ("ab", "", [("removed", [0, 1], [])], ["1"]),
    ],
)
def test_changes_stand_in_their_places(old, new, changes, told) -> None:
    """In the whole text what changed stands where it is, what went where it was, and the other clauses in their order."""
    assert _woven(old, new, *(_shown(number, *one) for number, one in enumerate(changes, 1))) == told


def test_both_texts_stand_side_by_side(get) -> None:
    """Side by side, the text before has nothing of what is new, and the text after nothing of what went."""
    page = lxml.html.fromstring(get("/change/1?view=side").text)
    before, after = page.xpath("(//article)[1]//div[@class='sides']/div")
    assert (before.xpath(".//del/text()"), before.xpath(".//ins")) == (["12"], [])
    assert (after.xpath(".//ins/text()"), after.xpath(".//del")) == (["36"], [])
    assert "was not there" in page.xpath("//article[contains(@class, 'change-added')]")[0].text_content()
    compared = lxml.html.fromstring(get("/watch/lumen-cartography/compare?view=side").text)
    assert len(compared.xpath("//div[@class='sides']")) == len(compared.xpath("//article"))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("topic=retention", ["k1"]),
        ("significance=cosmetic", ["k4"]),
        ("significance=material&topic=third-party", ["k2", "k3"]),
        ("topic=%27%3Cb%3E", []),
        ("significance=minor&page=1", []),
    ],
)
def test_a_change_can_be_narrowed(get, query, numbers) -> None:
    """Significance and topic narrow what is shown of a change, and of nothing left the page says so."""
    answer = get(f"/change/1?{query}")
    page = lxml.html.fromstring(answer.text)
    assert page.xpath("//article/@id") == numbers
    assert ("No clause change is of this kind" in answer.text) == (not numbers)


def test_what_is_one_is_not_narrowed(get) -> None:
    """A change of one clause offers nothing to narrow it by."""
    narrowing = "//nav[@aria-label='Clause changes by significance and topic']"
    assert [len(lxml.html.fromstring(get(path).text).xpath(narrowing)) for path in ("/change/1", "/change/2")] == [1, 0]


def test_the_whole_text_is_there(get) -> None:
    """The whole text has every clause of the version once, changed or not."""
    text = lxml.html.fromstring(get("/change/1?whole=1").text).xpath("//div[@class='in-context']")[0].text_content()
    assert [text.count(clause[3]) for clause in LUMEN_2[:5]] == [1] * 5
    assert text.count(LUMEN_2[8][3]) == 1


def test_what_moved_is_linked_both_ways(tmp_path) -> None:
    """In the whole text a clause that moved leads to where it stood, and that place to where it stands."""
    store = Writer(tmp_path)
    store.conn.execute("BEGIN")
    watch = store.watch("moving", "Moving", "https://moving.example/privacy")
    old, new = store.snapshot(watch, 2, [A, B, C, D, E]), store.snapshot(watch, 1, [A, C, D, E, B], reason="changed")
    store.change(watch, old, new, "minor", 0, [_change("moved", "minor", B, B, [["equal", B[3]]])])
    store.conn.execute("COMMIT")
    store.conn.close()
    datasette = datasette_for(tmp_path / FILE_NAME, clock=lambda: NOW)
    page = lxml.html.fromstring(asyncio.run(datasette.client.get("/change/1?whole=1")).text)
    closed(datasette)
    assert page.xpath("//p[@id='w1']/a/@href") == ["#k1"]
    assert page.xpath("//article[@id='k1']//a/@href") == [
        "#k1",
        "/watch/moving/version/1#c1",
        "/watch/moving/version/2#c4",
        "/watch/moving/version/2/clause/4",
        "#w1",
    ]
    assert [p.text for p in page.xpath("//div[@class='in-context']/p[contains(@class, 'clause')]")] == [
        one[3] for one in (A, C, D, E)
    ]
