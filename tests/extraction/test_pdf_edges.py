"""What stands in the margins of a PDF, over its text, or around the end of a page, is told from the text."""

from __future__ import annotations

import pytest

from crawler.checking.judge import draw_body
from crawler.extraction.extract import extract
from crawler.extraction.reading.flow import flowed
from crawler.extraction.reading.pdf_lines import Line, Pages, lines_of
from crawler.extraction.reading.pdf_places import Letter, Rule
from crawler.extraction.reading.pdf_tables import across_of
from crawler.extraction.reading.pdf_words import Word, joined_words, words_of
from monitor.core.records import Body
from tests.extraction.pdfs import flow, pdf, wrapped
from tests.extraction.test_pdf import words

TITLE = "Privacy notice of Heron Ferries"
FIRST = "This notice says which personal data our ferry company keeps of its passengers, for how long, and who else may see them."
SECOND = "We pass the booking to the port authority and to nobody else, and never sell it. Records of calls are erased after ninety days unless a complaint is pending."
THIRD = "You may ask us for a copy of what we hold about you, have it corrected or erased, and complain to the authority of the land in which you live."
PARTS = [("h", TITLE), ("p", FIRST), ("h", "Recipients"), ("p", SECOND), ("p", THIRD)]


def draw(body):
    return draw_body(Body(content=body, media_type="application/pdf"))


def texts(body):
    """Return what is drawn from a PDF, block by block."""
    return [block.text for block in extract(body, media_type="application/pdf").blocks]


EDGES = {
    "title": lambda _: [(40, 580, 8, False, "Heron Ferries Ltd - Privacy notice")],
    "title and page": lambda n: [(40, 10, 8, False, "Privacy notice"), (300, 10, 8, False, f"Page {n}")],
    "browser": lambda _: [
        (40, 580, 8, False, "30/11/2026, 10:53"),
        (200, 580, 8, False, "Privacy notice of Heron Ferries"),
    ],
    "company and page": lambda _: [(40, 10, 7, False, "Registered in Hull 123456 - Page 1 of 1")],
}


@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES)
def test_one_page_grows_to_several(edge):
    """What a page has at its edge is no text where there is one page, as it is none where there are several."""
    one, several = flow(PARTS, furniture=edge), flow(PARTS, height=9, furniture=edge)
    assert texts(one) == texts(several) == texts(flow(PARTS))


@pytest.mark.parametrize("line", ["Never of the Heron Ferries", "We sell the notice.", "Valid for crew alone"])
def test_what_else_stands_at_the_edge_of_a_page(line):
    """A line that says more than the title is text, however small it is and wherever it stands."""
    assert line in texts(flow(PARTS, furniture=lambda _: [(40, 580, 8, False, line)]))


def test_left_and_right_pages():
    """What recurs on every other page is none of the text."""
    sides = "Second edition, reviewed by counsel", "Issued for the harbour office"
    more = [
        *PARTS,
        *[("p", f"{text.replace(' ', f' {land} ', 12)}.") for land in ("in", "to") for text in (FIRST, THIRD)],
    ]
    several = flow(more, height=6, furniture=lambda n: [(40, 580, 8, False, f"{n} {sides[n % 2]}")] if n > 1 else [])
    assert texts(several) == texts(flow(more))


def _numbered(every, *, left=20):
    """Set the lines of a text, with their numbers in the margin."""
    lines = [*wrapped(FIRST, 50), "", *wrapped(SECOND, 50)] * 2
    pages = []
    for start in range(0, len(lines), 9):
        at = [(540 - 14 * n, n + 1, line) for n, line in enumerate(lines[start : start + 9])]
        pages.append([(60, y, 10, False, line) for y, _, line in at if line])
        pages[-1] += [(left, y, 8, False, str(n)) for y, n, _ in at if n % every == 0]
    return pages


@pytest.mark.parametrize("every", [1, 2, 3])
def test_numbers_of_lines(every):
    """Numbers of lines in the margin are none of the text."""
    assert texts(pdf(_numbered(every))) == texts(pdf(_numbered(100)))


@pytest.mark.parametrize("other", [(20, 300, 10, False, "Annex"), (20, 300, 10, False, "17")])
def test_numbers_that_are_text(other):
    """Numbers at the margin are text where something else stands there, or they do not rise evenly."""
    pages = _numbered(1)
    drawn = " ".join(texts(pdf([[*pages[0], other], *pages[1:]])))
    assert all(str(number) in drawn.split() for number in range(1, 10))


def test_numbers_of_sections():
    """Sections whose numbers hang in the margin keep them."""
    shown = [(20, 540 - 60 * n, 10, False, f"{n}") for n in (1, 2, 3)]
    shown += [
        (60, 540 - 60 * n - 12 * at, 10, False, line)
        for n in (1, 2, 3)
        for at, line in enumerate(wrapped(SECOND, 50)[: 2 + n % 2])
    ]
    assert [text.split()[0] for text in texts(pdf([shown]))] == ["1", "2", "3"]


def test_a_word_laid_over_pages():
    """A word in huge letters over the text is none of it, on whatever page, and breaks no line."""
    laid = flow(PARTS, height=12, furniture=lambda _: [(60, 380, 90, True, "DRAFT")])
    assert texts(laid) == texts(flow(PARTS))
    assert texts(flow(PARTS, furniture=lambda _: [(60, 100, 90, True, "1999")]))[-1] == "1999"


def _row(cells, y):
    """Set the cells of a row, each of lines and in bold or not, of a table whose columns begin at even distances."""
    return [
        (40 + 120 * n, y - 12 * at, 10, bold, line)
        for n, (cell, bold) in enumerate(cells)
        for at, line in enumerate(cell)
    ]


def test_a_row_goes_on_under_the_head():
    """A table's row that breaks over a page goes on below the head, which the next page has again."""
    head = [(["Purpose"], True), (["Basis"], True), (["Kept for"], True)]
    cells = [("Booking", "Contract", "Two years"), ("Letters", "Consent", "A year"), ("Crew", "Law", "Ten days")]
    rows = [shown for n, row in enumerate(cells) for shown in _row([([cell], False) for cell in row], 500 - 22 * n)]
    intro = [(40, 560, 10, False, FIRST[:60])]
    last = _row([(["Complaints of"], False), (["Interests in a"], False), (["Six months"], False)], 434)
    rest = _row([(["our passengers"], False), (["safe service"], False)], 520)
    foot = [(40, 440 - 12 * n, 10, False, line) for n, line in enumerate(wrapped(SECOND, 60))]
    pages = [[*intro, *_row(head, 522), *rows, *last], [*_row(head, 540), *rest, *foot]]
    assert texts(pdf(pages))[-2:] == [
        "Purpose: Complaints of our passengers | Basis: Interests in a safe service | Kept for: Six months",
        SECOND,
    ]


def test_a_table_in_larger_letters():
    """The last line of a cell belongs to its row, also where a table is set in larger letters than the text."""
    lines = wrapped(f"{SECOND} {FIRST} {SECOND} {FIRST}", 70)
    text = [(40, 280 - 11 * n, 9, False, line) for n, line in enumerate(lines)]
    cells = [
        ("Booking", "Contract", "7 years"),
        ("Letters", "Consent", "2 years"),
        ("Calls of", "Interests", "90 days"),
    ]
    table = [
        (40 + 130 * n, 540 - 30 * at, 14, False, cell) for at, row in enumerate(cells) for n, cell in enumerate(row)
    ]
    table.append((40, 540 - 60 - 15.5, 14, False, "passengers"))
    assert "Calls of passengers | Interests | 90 days" in texts(pdf([[*table, *text]]))


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("我们不会出售您", "的个人信息", "我们不会出售您的个人信息"),
        ("第三者に提", "供しません", "第三者に提供しません"),
        ("우리는 정보를", "팔지 않습니다", "우리는 정보를 팔지 않습니다"),
    ],
)
def test_lines_without_spaces(one, other, joined):
    """Between lines of Chinese and Japanese no space stands, between those of Korean it does."""
    lines = [Line(text=text, x=0, end=200, y=100 - 12 * n, size=10, bold=False) for n, text in enumerate([one, other])]
    (run,) = flowed(Pages(columns=[lines], notes=[]))
    assert run.text == joined


def test_an_address_broken_within_a_word():
    """A hyphen at a line's end within an address goes where the document has the word whole."""
    lines = ["Our privacy notice is found below, write to pri-", "vacy@heron.example"]
    shown = [(40, 540 - 12 * n, 10, False, line) for n, line in enumerate([*lines, *wrapped(SECOND, 60)])]
    assert "privacy@heron.example" in texts(pdf([shown]))[0]


def test_entries_at_the_end_of_a_page():
    """An entry of a table of contents goes on in no line of the next page."""
    pages = [
        [(40, 540, 10, False, "1 Recipients ................ 2")],
        [(40, 540 - 12 * n, 10, False, line) for n, line in enumerate(wrapped(SECOND, 60))],
    ]
    assert texts(pdf(pages))[-1] == SECOND


def test_letters_that_reach_over_a_space():
    """A letter may be wider than the place it takes: where the page shows a space behind it words end there."""
    letters = [
        Letter(text, x, end, 0, 10, bold=False)
        for text, x, end in [("o", 0, 5), ("f", 5, 9.4), (" ", 8.1, 10.6), ("u", 10, 15), ("s", 15, 19)]
    ]
    assert [word.text for word in joined_words(list(words_of(letters)), from_right=False)] == ["of", "us"]


def _cells(rows, places, top, *, gap=22):
    """Set rows of cells at these places, each a line; None is no cell."""
    return [
        (place, top - gap * at, 10, bold, cell)
        for at, (bold, *cells) in enumerate(rows)
        for place, cell in zip(places, cells, strict=True)
        if cell
    ]


HEAD = (True, "Purpose", "Basis", "Kept for")
INTRO = [(40, 560, 10, False, FIRST[:60])]
FOOT = [(40, 400 - 12 * n, 10, False, line) for n, line in enumerate(wrapped(SECOND, 60))]


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        ((None, "Consent", None), ("Letters", None, "A year"), ["Letters | Consent | A year"]),
        (("Letters of", "Consent", "A year"), ("passengers", None, None), ["Letters of passengers | Consent | A year"]),
        (("Letters", "Consent", "A year"), ("Crew", None, None), ["Letters | Consent | A year", "Crew"]),
        (("Letters", "Consent", "A year"), (None, "Contract", None), ["Letters | Consent | A year", "Contract"]),
    ],
)
def test_rows_that_break_over_a_page(before, after, rows):
    """What goes on in small letters, or stands in the cells the other page left empty, is of the same row."""
    columns = [
        [tuple((Line(text=cell, x=0, end=9, y=9, size=10, bold=False),) if cell else () for cell in row)]
        for row in (before, after)
    ]
    assert [run.text for run in flowed(Pages(columns=columns, notes=[]))] == rows


def test_a_row_of_its_own_on_the_next_page():
    """A row that begins a page, whole, is the rest of none."""
    old = _cells(
        [HEAD, (False, "Booking", "Contract", "Two years"), (False, "Letters", "Consent", "A year")],
        [40, 160, 280],
        520,
    )
    new = _cells([HEAD, (False, "Crew", "Law", "Ten days"), (False, "Calls", "Consent", "A week")], [40, 160, 280], 520)
    assert [text for text in texts(pdf([[*INTRO, *old], [*new, *FOOT]])) if text.startswith("Purpose")] == [
        "Purpose: Booking | Basis: Contract | Kept for: Two years",
        "Purpose: Letters | Basis: Consent | Kept for: A year",
        "Purpose: Crew | Basis: Law | Kept for: Ten days",
        "Purpose: Calls | Basis: Consent | Kept for: A week",
    ]


def test_columns_as_close_as_words():
    """A bold head shows the columns of a table that stand as close as words, also right below a heading."""
    rows = [
        HEAD,
        (False, "Bookings of crew", "Law of the ship", "Two years"),
        (False, "Letters by ferries", "A wish of crew", "A year"),
    ]
    rows += [(False, "Calls from a crew", "A wish of mine", "A week")]
    shown = [(40, 560, 16, True, "Periods"), *_cells(rows, [40, 119, 280], 530, gap=13), *FOOT]
    assert "Purpose: Letters by ferries | Basis: A wish of crew | Kept for: A year" in texts(pdf([shown]))


def test_a_justified_cell_on_the_next_page():
    """The words of a justified cell may stand as far apart as cells: they are one where the table's columns are known."""
    old = _cells(
        [HEAD, (False, "Booking", "Contract", "Two years"), (False, "Letters", "Consent", "A year")],
        [40, 160, 280],
        520,
    )
    new = _cells(
        [(False, "Lists of", "Law of ships", "Ten"), (False, "passengers", None, "days")], [40, 160, 280], 540, gap=12
    )
    new += [(100, 540, 10, False, "our")]
    assert "Purpose: Lists of our passengers | Basis: Law of ships | Kept for: Ten days" in texts(
        pdf([[*INTRO, *old], [*new, *FOOT]])
    )


def test_a_heading_broken_within_a_word():
    """A line that ends in a hyphen goes on in the next one, wherever that begins."""
    heading = [(100, 560, 16, True, "Privacy of the har-"), (150, 541, 16, True, "bour of Hull")]
    assert texts(pdf([[*heading, *FOOT]]))[0] == "Privacy of the harbour of Hull"


def test_a_title_over_columns():
    """A title over columns of text is one line, also where a space of it stands above the gutter."""
    left = [f"the booking {word} of our" for word in ("list", "book", "desk", "card", "sheet", "note", "form")]
    title = words(pdf([[(0, 0, 16, True, "Privacy of Hull")]]))[-1].end
    shown = [(220 - title - 4, 560, 16, True, "Privacy of Hull"), (220, 560, 16, True, "and Cork")]
    shown += [(x, 530 - 12 * n, 10, False, line) for x in (40, 220) for n, line in enumerate(left)]
    assert texts(pdf([shown]))[0] == "Privacy of Hull and Cork"


def test_a_line_of_text_beside_a_known_table():
    """A line of a paragraph whose words happen to stand at a table's columns is none of its rows."""
    rows = [HEAD, (False, "Booking", "Contract", "Two years"), (False, "Letters", "Consent", "A year")]
    start, end, *_ = wrapped(FIRST, 60)
    lines = [
        (40, 528, 10, False, start),
        (40, 516, 10, False, "We pass it"),
        (160, 516, 10, False, "to the port and"),
    ]
    lines += [(280, 516, 10, False, "to nobody, so"), (40, 504, 10, False, end)]
    drawn = texts(
        pdf([[*INTRO, *_cells(rows, [40, 160, 280], 520)], [(40, 560, 16, True, "Recipients"), *lines, *FOOT]])
    )
    assert f"{start} We pass it to the port and to nobody, so {end}" in drawn


def test_the_rest_of_a_cell_alone():
    """The rest of a table's first cell may stand alone at the head of a page, before further rows under the same head."""
    old = _cells(
        [HEAD, (False, "Booking", "Contract", "Two years"), (False, "Letters of", "Consent", "A year")],
        [40, 160, 280],
        520,
    )
    new = _cells(
        [(False, "passengers", None, None), (False, "Crew", "Law", "Ten days"), (False, "Calls", "Consent", "A week")],
        [40, 160, 280],
        540,
    )
    assert [text for text in texts(pdf([[*INTRO, *old], [*new, *FOOT]])) if text.startswith("Purpose")][1:] == [
        "Purpose: Letters of passengers | Basis: Consent | Kept for: A year",
        "Purpose: Crew | Basis: Law | Kept for: Ten days",
        "Purpose: Calls | Basis: Consent | Kept for: A week",
    ]


@pytest.mark.parametrize(("begin", "heights"), [(200, []), (40, [490, 466])])
def test_rules_that_hang_into_the_gutter(begin, heights):
    """The rules of a table in one column of text, which begin a little before it, are drawn across no gutter."""
    columns = (40, 180, "the booking number of our"), (206, 240, "Booking"), (270, 310, "Contract")
    rows = [[Word(text, x, end, 500 - 12 * n, size=10, bold=False) for x, end, text in columns] for n in range(4)]
    assert across_of(rows, [206], [Rule(begin, y, 330, y) for y in (490, 466)]) == heights


def test_numbers_of_items_from_the_right():
    """Where lines begin at the right an item's number may touch its text; each item is one, as its sentence ends."""
    items = ["1.לעיין בנתונים;", "2.לבקש תיקון."]
    words_ = [
        Word(part, 300 - 60 * at - 50, 300 - 60 * at, 500 - 12 * n, size=10, bold=False)
        for n, item in enumerate(items)
        for at, part in enumerate(item.split())
    ]
    assert [run.text for run in flowed(lines_of([(words_, [])]))] == [item.replace(".", ". ", 1) for item in items]


@pytest.mark.parametrize("end", ["؛", "؟", "।"])
def test_ends_of_sentences_in_other_scripts(end):
    """A sentence ends with the signs of its script."""
    lines = [
        Line(text=text, x=0, end=150, y=100 - 12 * n, size=10, bold=False, first=30)
        for n, text in enumerate([f"نعم{end}", "لا"])
    ]
    wide = Line(text="نعم", x=0, end=200, y=0, size=10, bold=False)
    assert next(run.text for run in flowed(Pages(columns=[[*lines, wide]], notes=[]))) == f"نعم{end}"


@pytest.mark.parametrize("is_left", [True, False], ids=["left", "right"])
def test_a_grid_in_one_of_two_columns_of_text(is_left):
    """What stands beside a table beyond its border is a column of text, on a page of which the table is most as well."""
    prose = wrapped(f"{SECOND} {THIRD}", 30)
    cells = [
        ("Booking", "to let you aboard"),
        ("Letters", "to answer you"),
        ("Calls", "to answer you"),
        ("Crew", "by law"),
    ]
    lines = [
        ("We keep these", ""),
        ("of passengers:", ""),
        *(line for cell in cells for line in (cell, ("", "and after"))),
    ]
    text, table = (240, 40) if is_left else (40, 240)
    places = [(text, 500 - 12 * n, line) for n, line in enumerate(prose)]
    places += [
        (x, 500 - 12 * n, said)
        for n, line in enumerate(lines)
        for x, said in zip((table, table + 50), line, strict=True)
    ]
    words_ = [
        Word(
            word,
            x + 5 * len(" ".join(said.split()[:at])) + 5 * (at > 0),
            x + 5 * len(" ".join(said.split()[: at + 1])),
            y,
            10,
            bold=False,
        )
        for x, y, said in places
        for at, word in enumerate(said.split())
    ]
    words_ += [
        Word(said, x, x + 8 * len(said), 520, 14, bold=True) for x, said in ((text, "Recipients"), (table, "Periods"))
    ]
    heights = [485 - 24 * n for n in range(len(cells) + 1)]
    rules = [
        Rule(left, y, right, y) for y in heights for left, right in ((table - 3, table + 47), (table + 47, table + 145))
    ]
    rules += [Rule(x, heights[-1], x, heights[0]) for x in (table - 3, table + 47, table + 145)]
    drawn = [run.text for run in flowed(lines_of([(words_, rules)]))]
    assert " ".join(prose) in " ".join(drawn)
    assert "Letters | to answer you and after" in drawn
