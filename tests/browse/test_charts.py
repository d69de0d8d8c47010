from __future__ import annotations

import csv
import doctest
import io

import lxml.html
import pytest

from monitor.core.charts import changes_chart, months_until, silent_chart, topics_chart
from storage.browse import drawing
from storage.browse.drawing import drawings_of
from tests.browse.sample import NOW

MONTHS = months_until(NOW, 12)
NAMES = ["changes", "silent", "topics", "ages", "failures"]


def _table(get, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(get(address).text)))


def test_doctests() -> None:
    """The examples in the docstrings are what the functions return."""
    assert doctest.testmod(drawing).failed == 0


def test_columns_are_as_high_as_their_counts() -> None:
    """Series stand on top of each other from the base line up, each as high as its count, within the picture."""
    found = {("2026-03", "material"): 3, ("2026-03", "minor"): 1, ("2026-02", "minor"): 2}
    (picture,) = drawings_of(changes_chart(MONTHS, found))
    one, *last = picture.boxes
    assert (one.height, last[0].height, last[1].height) == (70.0, 105.0, 35.0)
    assert last[1].y + last[1].height == last[0].y
    assert {box.y + box.height for box in (one, last[0])} == {max(picture.lines)}
    assert all(box.x >= 0 and box.x + box.width <= 100 and box.y >= min(picture.lines) for box in picture.boxes)


def test_columns_of_shares_are_whole() -> None:
    """A month with changes fills its column, however few they are."""
    (picture,) = drawings_of(silent_chart(MONTHS, {("2026-03", "silent"): 1, ("2026-03", "said"): 3}))
    assert [box.height for box in picture.boxes] == [35.0, 105.0]
    assert picture.boxes[0].says == "March 2026: 1 of 4 silent"


def test_only_topics_that_changed_are_drawn() -> None:
    """Of the topics those have a picture of which something was counted."""
    pictures = drawings_of(topics_chart(MONTHS, {("2026-03", "retention"): 2, ("2026-01", "security"): 1}, 10))
    assert [(picture.title, picture.number) for picture in pictures] == [("retention", "2"), ("security", "1")]


@pytest.mark.parametrize("name", NAMES)
def test_table_and_csv_say_what_is_drawn(get, name) -> None:
    """Below each chart stand its numbers, and the link beside them leads to the same as CSV."""
    (section,) = lxml.html.fromstring(get("/charts").text).xpath("//section[@aria-labelledby=$name]", name=name)
    (address,) = section.xpath(".//a/@href")
    head, *rows = _table(get, address)
    assert head == section.xpath(".//thead//th/text()")
    assert [row[1:] for row in rows] == [
        [cell.text or "" for cell in row.xpath("./td")] for row in section.xpath(".//tbody/tr")
    ]
    assert all(picture.get("aria-label") for picture in section.xpath(".//svg"))


def test_charts_count_the_store(get) -> None:
    """Changes, silent ones, topics, ages and failures are those of the store."""
    assert _table(get, "/charts/changes.csv")[-1] == ["2026-03", "1", "1", "0"]
    assert _table(get, "/charts/silent.csv")[-1] == ["2026-03", "1", "1", "50 %"]
    topics = _table(get, "/charts/topics.csv")
    assert dict(zip(topics[0], topics[-1], strict=True))["sharing with others"] == "2"
    assert ["3 to 6 months", "1"] in _table(get, "/charts/ages.csv")
    assert ["blocked", "4"] in _table(get, "/charts/failures.csv")


def test_charts_of_a_tag(get) -> None:
    """A tag narrows every chart; of one that no watch has the page says so and leads back."""
    assert _table(get, "/charts/changes.csv?tag=maps")[-1] == ["2026-03", "1", "0", "0"]
    assert sum(int(row[1]) for row in _table(get, "/charts/ages.csv?tag=maps")[1:]) == 1
    assert len(_table(get, "/charts/failures.csv?tag=maps")) == 1
    page = lxml.html.fromstring(get("/charts?tag=%3Cb%3E").text)
    assert page.xpath("//p[@class='notice']/a/@href") == ["/charts"]
    assert not page.xpath("//svg")


def test_charts_over_years(get) -> None:
    """Over five years there are sixty months; any other number of them is the usual one."""
    assert len(_table(get, "/charts/changes.csv?months=60")) == 61
    assert len(_table(get, "/charts/changes.csv?months=9999999")) == 13


def test_unknown_chart(get) -> None:
    """A chart that does not exist is told as a page."""
    answer = get("/charts/secrets.csv")
    assert answer.status_code == 404
    assert "There is no such chart." in answer.text
