"""Words of a PDF that a line or a cell breaks, and signs of notes that push a line down."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.reading.paragraphs import ends_in_hyphen
from monitor.core.records import BlockKind, Document
from tests.extraction.pdfs import pdf

BEFORE = (
    "We keep the records of our readers in a list of our own, and nobody",
    "else may read them but those who lend the books at the desk there.",
)
ROWS = {
    "de": [
        ("Ausleihverzeichnis", "Bibliothek", "10 Jahre"),
        ("Mahnbriefe", "Bibliothek", "6 Jahre"),
        ("Benutzungsordnung", "Verein", "2 Jahre"),
        ("Mitgliederliste", "Verein", "5 Jahre"),
    ],
    "es": [
        ("Inscripciones", "Biblioteca", "10 meses"),
        ("Devoluciones", "Biblioteca", "6 meses"),
        ("Videovigilancia", "Ayuntamiento", "2 meses"),
        ("Comunicaciones", "Ayuntamiento", "5 meses"),
    ],
}
SPACED = [
    ("list of all\nreaders now", "Library", "10 years"),
    ("letters to\nreaders", "Library", "6 years"),
    ("rules that\nhold", "Society", "2 years"),
    ("names of our\nreaders", "Society", "5 years"),
]


def blocks(page):
    found = extract(pdf([page]), media_type="application/pdf")
    assert isinstance(found, Document), found
    return found.blocks


def set_table(rows, top=440.0):
    """Set a table below a paragraph, lines of its cells parted by line ends."""
    yield from ((40, 540 - at * 14, 10, False, line) for at, line in enumerate(BEFORE))
    y = top
    for row in [("Data", "Held by", "Kept for"), *rows]:
        cells = [cell.split("\n") for cell in row]
        for x, lines in zip((40, 120, 240), cells, strict=True):
            for at, line in enumerate(lines):
                yield (x, y - at * 12, 10, row[0] == "Data", line)
        y -= 12 * max(map(len, cells)) + 14


def width_of(text):
    """Return how wide a text is in Helvetica, in thousandths of its size."""
    wide = {"i": 222, "j": 222, "l": 222, "f": 278, "t": 278, " ": 278, ",": 278, "r": 333, "m": 833, "w": 722}
    wide |= (
        dict.fromkeys("cksvxyz", 500) | dict.fromkeys("ABEV", 667) | {"C": 722, "D": 722, "M": 833, "I": 278, "T": 611}
    )
    return sum(wide.get(letter, 556) for letter in text)


def by_letters(word, width):
    """Return a word broken where its next letter has no room in so many points."""
    lines = [""]
    for letter in word:
        if width_of(lines[-1] + letter) > 100 * width:
            lines.append("")
        lines[-1] += letter
    return "\n".join(lines)


@pytest.mark.parametrize("width", [35, 45])
@pytest.mark.parametrize("lang", ROWS)
def test_words_that_a_cell_breaks_by_letters_are_whole(lang, width):
    """A cell that is narrower than its words fills its lines, and shows no hyphen."""
    page = set_table([(by_letters(word, width), *rest) for word, *rest in ROWS[lang]])
    said = [block.text for block in blocks([*page]) if block.kind is BlockKind.ROW]
    assert said == [f"Data: {word} | Held by: {by} | Kept for: {kept}" for word, by, kept in ROWS[lang]]


def test_words_that_a_cell_wraps_stay_apart():
    """A line that ends before a word is seldom full, and its words stand elsewhere as well."""
    said = [block.text for block in blocks([*set_table(SPACED)]) if block.kind is BlockKind.ROW]
    assert said == [
        f"Data: {what.replace(chr(10), ' ')} | Held by: {by} | Kept for: {kept}" for what, by, kept in SPACED
    ]


@pytest.mark.parametrize("size", [10, 9.7])
@pytest.mark.parametrize("sign", ["1", "12", "a"])
def test_a_sign_as_large_as_the_text_that_pushes_its_line_down_ends_no_paragraph(sign, size):
    """A program may raise the sign of a note and leave its size; the line that has it stands lower."""
    lines = [*BEFORE, "The list is kept for the time that the law demands of us"]
    page = [(40, 540 - at * 12, 10, False, line) for at, line in enumerate(lines)]
    page[-1] = (40, 510, 10, False, lines[-1])
    page.append((40 + width_of(lines[-1]) / 100, 515, size, False, sign))
    found = blocks(page)
    assert len(found) == 1
    raised = {"1": "¹", "12": "¹²", "a": "ᵃ"}[sign]
    assert found[0].text == f"{' '.join(lines)}{raised}"


@pytest.mark.parametrize("sign", "-\u2010")
def test_either_hyphen_breaks_a_word(sign):
    """Programs that break words write the hyphen of the keyboard or the one that is nothing else."""
    assert ends_in_hyphen(f"have it cor{sign}")
    assert not ends_in_hyphen(f"from 1 to 3 {sign}")
