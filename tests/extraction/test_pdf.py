"""PDFs set in many ways: what is a heading, a paragraph, a row is told by place and look, and pages leave no trace."""

from __future__ import annotations

from time import process_time

import pytest

from crawler.checking.judge import draw_body
from crawler.extraction.extract import extract
from crawler.extraction.reading.pdf_places import placed_pages
from crawler.extraction.reading.pdf_words import words_of
from monitor.core.comparison.compare import compare
from monitor.core.records import BlockKind, Body, FailureKind
from tests import bombs, costs
from tests.extraction.pdfs import flow, pdf, wrapped

INTRO = "This notice says which personal data our ferry company keeps of its passengers, for how long, and who else may see them."
SECOND = "We pass the booking to the port authority and to nobody else, and never sell it. Records of calls are erased after ninety days unless a complaint is pending."


def blocks(body):
    """Return (kind, text) of what is drawn from a PDF."""
    return [(block.kind, block.text) for block in extract(body, media_type="application/pdf").blocks]


def words(body):
    """Return the words of the first page of a PDF as they stand there."""
    sheet, *_ = placed_pages(body, most_pages=1, most_letters=1_000)
    return list(words_of(sheet.letters))


H, P, R = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ROW


@pytest.mark.parametrize("kind", ["h", "b"])
def test_headings_by_look(kind):
    """What is larger than the text, or bold, and short, is a heading."""
    body = flow([("h", "Privacy notice"), ("p", INTRO), (kind, "Who receives your data"), ("p", SECOND)])
    assert blocks(body) == [(H, "Privacy notice"), (P, INTRO), (H, "Who receives your data"), (P, SECOND)]


@pytest.mark.parametrize("heading", ["4. Recipients", "§ 4 Empfänger", "Article 4 – Destinataires", "OUR PARTNERS"])
def test_headings_by_number(heading):
    """A short line that begins with a section's number, or is in capitals, is a heading in whatever type."""
    assert blocks(flow([("p", INTRO), ("p", heading), ("p", SECOND)])) == [(P, INTRO), (H, heading), (P, SECOND)]


FURNITURE = {
    "Page 2 of 9": lambda n: [(40, 20, 8, False, f"Page {n} of 9")],
    "- 2 -": lambda n: [(200, 20, 8, False, f"- {n} -")],
    "2/9": lambda n: [(200, 20, 8, False, f"{n}/9")],
    "ii": lambda n: [(200, 20, 8, False, "i" * n)],
    "header": lambda n: [(40, 575, 8, False, "Heron Group - Documents"), (300, 575, 8, False, f"Page {n}")],
    "footer": lambda n: [(40, 30, 7, False, "Heron Ltd, 1 Quay Street"), (40, 20, 7, False, f"Register 1234, p. {n}")],
}


@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE)
@pytest.mark.parametrize("height", [7, 9, 12])
def test_pages_leave_no_trace(furniture, height):
    """The same text on pages of another height, with other furniture, is no change to tell."""
    parts = [("h", "Privacy notice"), ("p", INTRO), ("h", "1. Recipients"), ("p", SECOND)]
    old, new = (
        draw_body(Body(content=body, media_type="application/pdf"))
        for body in (flow(parts), flow(parts, width=44, height=height, furniture=furniture))
    )
    assert not compare(old, new).changed


def test_lone_numbers():
    """A number that ends a sentence at the foot of a page is no page's number, nor a line that recurs among others."""
    texts = [*wrapped(f"{INTRO} {SECOND}", 60), "It is of June", "2022."], wrapped(f"{SECOND} {INTRO}", 60)
    pages = [[(40, 540 - 12 * n, 10, False, line) for n, line in enumerate(lines)] for lines in texts]
    text = " ".join(text for _, text in blocks(pdf(pages)))
    assert (text.count(INTRO), text.count(SECOND), "June 2022." in text) == (2, 2, True)


def test_columns():
    """Text goes on from the foot of one column to the head of the next."""
    lines = [f"the booking number {number} of our" for number in range(40)]
    shown = [(40 + 180 * (n // 20), 540 - 12 * (n % 20), 10, False, line) for n, line in enumerate(lines)]
    assert blocks(pdf([shown])) == [(P, " ".join(lines))]


def test_tables():
    """Cells beside each other make one row, under the bold heads of their columns, whatever lines they take."""
    rows = [("Purpose", "Basis", "Kept for"), ("Booking", "Contract", "7 years"), ("Letters", "Consent", "2 years")]
    shown = [(40, 560, 10, False, line) for line in [INTRO[:60]]]
    for number, row in enumerate(rows):
        shown += [(40 + 110 * n, 520 - 20 * number, 10, number == 0, cell) for n, cell in enumerate(row)]
    shown += [(40, 440 - 12 * n, 10, False, line) for n, line in enumerate(wrapped(SECOND, 60))]
    assert blocks(pdf([shown]))[1:] == [
        (R, "Purpose: Booking | Basis: Contract | Kept for: 7 years"),
        (R, "Purpose: Letters | Basis: Consent | Kept for: 2 years"),
        (P, SECOND),
    ]


def _word_by_word(text, *, y, gap, bold=()):
    """Set each word by an operation of its own, so far from the last; some letters are wider than others."""
    x, shown = 40.0, []
    for word in text.split():
        width = words(pdf([[(0, 0, 10, word in bold, word)]]))[0].end
        shown.append((round(x, 2), y, 10, word in bold, word))
        x += width + gap
    return shown


@pytest.mark.parametrize("gap", [2.4, 3.5, 5.0])
def test_words_set_one_by_one(gap):
    """Words that are shown one by one, some of them bold, in rows that happen to align, are sentences and no cells."""
    lines = [
        "Kept until 2031 by our ferry",
        "Kept until 2032 by our crew,",
        "Kept until 2033 by our bank",
        "and then erased.",
    ]
    shown = [
        word
        for number, line in enumerate(lines)
        for word in _word_by_word(line, y=540 - 12 * number, gap=gap, bold={"2032", "ferry"})
    ]
    rest = [(40, 440 - 12 * n, 10, False, line) for n, line in enumerate(wrapped(SECOND, 60))]
    assert blocks(pdf([[*shown, *rest]])) == [(P, " ".join(lines)), (P, SECOND)]


def test_what_stands_where():
    """Each word of a page says its letters, place, width, size and weight."""
    thin, bold = page = words(pdf([[(40, 500, 10, False, "Fee"), (90, 500, 20, True, "Fee")]]))
    assert [(word.text, word.x, word.y, word.size, word.bold) for word in page] == [
        ("Fee", 40, 500, 10, False),
        ("Fee", 90, 500, 20, True),
    ]
    assert 16 < thin.end - thin.x < 18
    assert 33 < bold.end - bold.x < 38


def test_pages_and_letters_are_bounded():
    """Of more pages, and behind more letters, nothing is read; what is no PDF has no pages."""
    body = pdf([[(40, 500, 10, False, "Fee")]] * 9)
    assert len(list(placed_pages(body, most_pages=4, most_letters=1_000))) == 4
    assert len(list(placed_pages(body, most_pages=9, most_letters=10))) == 3
    assert placed_pages(b"%PDF-1.4 nothing", most_pages=9, most_letters=9) is None


@pytest.mark.parametrize("leader", [" .......... ", " . . . . . . ", " ... ... ", "   "])
def test_contents(leader):
    """A table of contents with page numbers is structure, as it is on a page."""
    heads = ["1. Who we are", "2. What we keep", "3. Who receives it"]
    entries = [("p", f"{head}{leader}{number}") for number, head in enumerate(heads, 2)]
    body = flow([("h", "Privacy notice"), *entries, *[part for head in heads for part in (("h", head), ("p", SECOND))]])
    assert blocks(body) == [(H, "Privacy notice"), *[part for head in heads for part in ((H, head), (P, SECOND))]]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["We keep infor-", "mation of passen-", "gers for a year"], "We keep information of passengers for a year"),
        (["Ask our co-worker, her co-owner or a co-", "worker"], "Ask our co-worker, her co-owner or a co-worker"),
        (["Write to data-", "office@heron.example"], "Write to data-office@heron.example"),
    ],
)
def test_hyphens(lines, expected):
    """A hyphen at a line's end is taken back, unless it is the word's own."""
    shown = [(40, 500 - 12 * n, 10, False, line) for n, line in enumerate(lines)]
    rest = [(40, 440 - 12 * n, 10, False, line) for n, line in enumerate(wrapped(SECOND, 60))]
    assert blocks(pdf([[*shown, *rest]]))[0][1] == expected


def test_page_counts():
    """A file of more pages than any policy has is refused for that, before its pages are read."""
    body = pdf([[(40, 500, 10, False, INTRO)]]).replace(b"/Count 1 ", b"/Count 9999 ")
    failure = extract(body, media_type="application/pdf")
    assert (failure.kind, "9,999 pages" in failure.detail) == (FailureKind.TOO_COSTLY, True)


@pytest.mark.drill
@pytest.mark.parametrize("line", ["." * 80, "-" * 80, "@ " * 40, "1." * 40])
def test_lines_without_end(line):
    """Thousands of lines that end no sentence take time in proportion."""
    shown = [(40, 590 - n / 10, 10, False, line) for n in range(2_000)]
    begin = process_time()
    extract(pdf([[(40, 600, 10, False, INTRO), *shown]]), media_type="application/pdf")
    assert costs.fits(process_time() - begin, pages=500)


@pytest.mark.parametrize("name", [name for name in bombs.BOMBS if name != "flate twice"])
def test_files_that_expand(name):
    """A small file that unpacks to more than is read is refused as a whole, for what it is."""
    failure = extract(bombs.BOMBS[name](), media_type="application/pdf")
    assert (failure.kind, "more than is read" in failure.detail) == (FailureKind.TOO_COSTLY, True)


@pytest.mark.parametrize(
    ("last", "left"),
    [
        (["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], []),
        (["7", "8", "9"], []),
        (["#privacy", "#data", "#rights"], ["#privacy", "#data", "#rights"]),
        (["2019", "2022", "2024"], ["2019", "2022", "2024"]),
    ],
)
def test_page_numbers_right_below_the_text(last, left):
    """Numbers that rise by one from page to page are page numbers where each page's text ends; any other line is text."""
    pages = [
        [
            (40, 540 - 14 * at, 10, False, f"{line} of page {'abc'[page]}.")
            for at, line in enumerate([INTRO[:60]] * (3 + page))
        ]
        for page in range(3)
    ]
    sheets = [[*page, (40, page[-1][1] - 14, 10, False, line)] for page, line in zip(pages, last, strict=True)]
    drawn = " ".join(text for _, text in blocks(pdf(sheets)))
    assert [line for line in last if line in drawn] == left
