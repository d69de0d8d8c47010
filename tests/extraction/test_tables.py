"""Tables of facts: their captions, the titles of their parts, and the heads of their columns."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import Document

KEPT = "<p>We keep the records of each order for ten years, and erase whatever else we hold.</p>"
HEAD = "<tr><th>Name</th><th>Until</th></tr>"
ROWS = "<tr><td>sid</td><td>the end of the session</td></tr><tr><td>lang</td><td>12 months</td></tr>"
DRAWN = ["Name: sid | Until: the end of the session", "Name: lang | Until: 12 months"]


def rows_of(table: str) -> list[str]:
    """Return what is drawn of a table between sentences."""
    page = f"<html lang='en'><body><main><h1>Privacy policy</h1>{KEPT}<table>{table}</table>{KEPT}</main></body></html>"
    drawn = extract(page.encode())
    assert isinstance(drawn, Document), drawn
    return [block.text for block in drawn.blocks][2:-1]


def test_a_caption_is_read_before_its_table() -> None:
    """What a table says of itself is text."""
    assert rows_of(f"<caption>Cookies that we set</caption>{HEAD}{ROWS}") == ["Cookies that we set", *DRAWN]


def test_a_caption_for_screen_readers_is_not_read() -> None:
    """What no reader sees of a table is no text."""
    assert rows_of(f"<caption class='visually-hidden'>Cookies that we set</caption>{HEAD}{ROWS}") == DRAWN


def test_a_title_over_all_columns_is_no_head_of_any() -> None:
    """It stands once, and the heads of the columns below it are theirs: a word of it that changes is one change."""
    table = f"<thead><tr><th colspan='2'>Cookies that we set</th></tr>{HEAD}</thead><tbody>{ROWS}</tbody>"
    assert rows_of(table) == ["Cookies that we set", *DRAWN]


def test_a_title_within_a_table_has_no_head() -> None:
    """A cell over all columns parts the rows; it is in no column."""
    assert rows_of(f"{HEAD}{ROWS}<tr><td colspan='2'>Set by others</td></tr>{ROWS}") == [
        *DRAWN,
        "Set by others",
        *DRAWN,
    ]


def test_a_head_over_some_columns_is_one() -> None:
    """A cell over two of three columns heads both."""
    table = "<tr><th>Name</th><th colspan='2'>Kept</th></tr><tr><td>sid</td><td>a day</td><td>here</td></tr>"
    assert (
        rows_of(f"{table}<tr><td>lang</td><td>a year</td><td>there</td></tr>")[0]
        == "Name: sid | Kept: a day | Kept: here"
    )


@pytest.mark.parametrize(
    ("cell", "drawn"),
    [
        ("Hosting<br>Profiling", "Hosting; Profiling"),
        ("<p>Hosting</p><p>Profiling</p>", "Hosting; Profiling"),
        ("<div>Hosting</div><div>Profiling</div>", "Hosting; Profiling"),
        ("<ul><li>your name<li>your address</ul>", "your name; your address"),
        ("<b>Gull</b> Ltd (UK)<br/><br/>Harrow Inc.<br>Mill Ltd", "Gull Ltd (UK); Harrow Inc. Mill Ltd"),
        ("Legitimate<br>interest", "Legitimate interest"),
        ("Orders:<br>Name<br>(of the firm)", "Orders: Name (of the firm)"),
        ("<p>We keep it.</p><p>We erase it.</p>", "We keep it. We erase it."),
        ("<div>30</div><div>days</div>", "30 days"),
        ("<p>Data of <span>orders</span> <a>here</a></p>", "Data of orders here"),
    ],
)
def test_lines_of_a_cell_are_drawn_apart(cell: str, drawn: str) -> None:
    """A semicolon stands between two lines of a cell, so that two names are not one; none where a sentence goes on."""
    assert rows_of(f"{HEAD}<tr><td>sid</td><td>{cell}</td></tr>{ROWS}")[0] == f"Name: sid | Until: {drawn}"


def test_lines_of_a_head_are_one() -> None:
    """What heads a column or a row is no list."""
    head = "<tr><th>Name</th><th>Kept<br>Until</th></tr><tr><th>Session<br>Cookie</th><td>a day</td></tr>"
    assert rows_of(head + ROWS)[0] == "Name: Session Cookie | Kept Until: a day"
