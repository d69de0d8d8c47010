"""Tables of a PDF that no rule shows: which row is their head, and what belongs to which row, also over a page's end."""

from __future__ import annotations

import pytest

from crawler.extraction.reading.flow import flowed
from crawler.extraction.reading.pdf_lines import lines_of
from crawler.extraction.reading.pdf_words import Word

PLACES = (40, 160, 280)
HEAD = ("Provider", "Purpose", "Country")
ROWS = [("Northgate", "Hosting of pages", "Ireland"), ("Lantern", "Sending of mail", "France")]
NAMED = [
    "Provider: Northgate | Purpose: Hosting of pages | Country: Ireland",
    "Provider: Lantern | Purpose: Sending of mail | Country: France",
]
TEXT = "We pass the booking to the port authority and to nobody else, and never sell it, whatever is offered to us."


def placed(text, x, y, *, size=10, **look):
    """Return the words of a text from a place on, each letter half as wide as it is high."""
    words = []
    for word in text.split():
        end = x + len(word) * size / 2
        words.append(Word(word, x, end, y, size, **{"bold": False, **look}))
        x = end + 0.3 * size
    return words


def row(cells, y, **look):
    return [word for x, cell in zip(PLACES, cells, strict=True) for word in placed(cell, x, y, **look)]


def prose(y):
    half = len(TEXT) // 2
    return [*placed(TEXT[:half], 40, y), *placed(TEXT[half:], 40, y - 12)]


def table(top, rows, *, gap=20, **look):
    """Return the words of rows, the first of which looks so."""
    return [word for at, cells in enumerate(rows) for word in row(cells, top - gap * at, **(look if not at else {}))]


def texts(*pages):
    return [run.text for run in flowed(lines_of([(words, []) for words in pages]))]


@pytest.mark.parametrize("look", [{"bold": True}, {"slanted": True}], ids=["bold", "italics"])
def test_a_head_looks_otherwise(look):
    """The first row heads the others where it alone is bold or in italics."""
    assert texts([*prose(560), *table(500, [HEAD, *ROWS], **look)])[1:] == NAMED


def test_rows_that_look_alike_have_no_head():
    """Where all rows are in italics each says what it says."""
    words = [word._replace(slanted=True) for word in table(500, [HEAD, *ROWS])]
    assert texts([*prose(560), *words])[1:] == [" | ".join(cells) for cells in (HEAD, *ROWS)]


def test_a_head_with_nothing_below_it_is_kept():
    """A bold row with no row below it, as where the others are on no page, says what it says."""
    shown = [*table(520, [HEAD, *ROWS], bold=True), *row(("Total", "All of them", "Two"), 480, bold=True), *prose(440)]
    other = [*prose(560), *row(("Controller", "Heron Ferries", "Hull"), 500, bold=True), *prose(460)]
    assert "Controller | Heron Ferries | Hull" in texts(shown, other)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_row_of_lines_alone_on_its_page(is_first):
    """A row whose cells have several lines, centred beside one another, is one row also where it is alone on a page."""
    lines = [*placed("United", 280, 508), *placed("Paywell", 40, 500), *placed("Handling", 160, 500)]
    lone = [*lines, *placed("Kingdom", 280, 492)] if is_first else [*lines[:1], *row(("Paywell", "Handling", ""), 500)]
    lone += [] if is_first else placed("Kingdom", 280, 492)
    drawn = texts([*prose(560), *table(500, [HEAD, *ROWS], bold=True)], [*lone, *prose(460)])
    assert drawn[1:4] == [*NAMED, "Provider: Paywell | Purpose: Handling | Country: United Kingdom"]


def test_a_cell_alone_on_the_next_page():
    """A cell that did not stand on the page with its row is of it, where the page begins with that at its column."""
    rows = [*table(500, [HEAD, *ROWS], bold=True), *placed("letters", 160, 448), *row(("Paywell", "Handling", ""), 420)]
    drawn = texts([*prose(560), *rows], [*placed("United Kingdom", 280, 560), *prose(520)])
    assert drawn[3:4] == ["Provider: Paywell | Purpose: Handling | Country: United Kingdom"]


@pytest.mark.parametrize("at", [0, 2])
def test_cells_as_wide_as_their_columns(at):
    """A row whose words stand no further apart than in a line is of the table whose step and columns it keeps."""
    rows = [*ROWS, ("Parcel", "Delivery of it", "Germany"), ("Paywell", "Handling", "Spain")]
    rows.insert(at and len(rows), ("Northern Lights of Bergen", "Reading all we ever write", "Norway"))
    assert " | ".join(rows[0 if not at else -1]) in texts(table(560, rows, gap=30), prose(560), prose(560))


def test_a_title_over_two_lines():
    """A line of large print that had no room for the next word goes on in the next one, however far below."""
    title = [*placed("Privacy notice of Heron", 40, 560, size=24), *placed("Ferries", 40, 516, size=24)]
    lines = [word for y in (480, 440, 400) for word in prose(y)]
    assert texts([*title, *lines])[0] == "Privacy notice of Heron Ferries"
