"""Marks that lead to notes, and other figures that a page raises."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Document, Significance
from tests.extraction.clubs import CLUBS, page

MARKS = {
    "raised": "<sup>{n}</sup>",
    "a raised link": '<sup><a href="#fn{n}" id="r{n}">{n}</a></sup>',
    "a link that is raised": '<a href="#fn{n}"><sup>{n}</sup></a>',
    "in brackets": "<sup>[{n}]</sup>",
    "a raised link in brackets": '<sup><a href="#fn{n}">[{n}]</a></sup>',
    "behind a blank": " <sup>{n}</sup>",
    "with a bracket": "<sup>{n})</sup>",
    "two": "<sup>1, {n}</sup>",
    "by a style": '<span class="ref" style="font-size:70%; vertical-align:super">{n}</span>',
    "a link": '<a href="#fn{n}">{n}</a>',
    "a link in brackets": '<a href="#fn{n}">[{n}]</a>',
    "text": "[{n}]",
}
PLACES = ("in the middle", "before the end", "at the end", "on the heading")


def drawn(body: str, lang: str = "en") -> Document:
    found = extract(page(lang, body))
    assert isinstance(found, Document), found
    return found


def sections(lang: str, mark: str = "", place: str = "") -> str:
    """Return the sections of a policy, with the mark of a note in two of them."""
    body = ""
    for at, (title, text) in enumerate(CLUBS[lang].sections):
        said, head, note = text, title, mark.format(n=at) if at in {1, 3} else ""
        if place == "in the middle":
            word = max(text.split(), key=len).strip(".,")
            said = text.replace(word, f"{word}{note}", 1)
        elif place == "before the end":
            said = f"{text[:-1]}{note}{text[-1]}"
        elif place == "at the end":
            said = text + note
        else:
            head = title + note
        body += f"<h2>{head}</h2><p>{said}</p>"
    return body


@pytest.mark.parametrize("lang", CLUBS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("mark", MARKS)
def test_marks_of_notes_come_and_go_in_silence(mark: str, place: str, lang: str) -> None:
    """No word changes where only what leads to a note is new."""
    old, new = (policy_text(drawn(sections(lang, *with_mark), lang)) for with_mark in ((), (MARKS[mark], place)))
    assert compare(old, new).significance in {Significance.NONE, Significance.COSMETIC}


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("Rooms of 20 m<sup>2</sup> are not filmed, and neither is the yard in front of them.", "20 m² are"),
        ("There are 10<sup>6</sup> records of visits in the archive of our club, all without names.", "10⁶ records"),
        ("As section <a href='#s4'>4</a> says, we keep the records for ten years after that.", "section 4 says"),
        ("On the 1<sup>st</sup> of May we erase all that is older than a year, and nothing else.", "1st of May"),
        ("Our services<sup>TM</sup> are offered to members of the club and to their guests only.", "servicesTM"),
        ("The records are kept<sup>*</sup> for ten years after that, and are then erased for good.", "kept*"),
    ],
)
def test_other_figures_are_read_as_they_stand(markup: str, said: str) -> None:
    """A power stays one, and what is no figure or leads to a section is text like any other."""
    assert any(said in block.text for block in drawn(sections("en") + f"<p>{markup}</p>").blocks)


def test_marks_are_raised_in_tables_too() -> None:
    """A cell is read like a sentence."""
    table = "<table><tr><th>Data</th><th>Kept</th></tr><tr><td>Results</td><td>10 years<sup>1</sup></td></tr></table>"
    assert [block.text for block in drawn(sections("en") + table).blocks][-1] == "Data: Results | Kept: 10 years¹"


def test_a_period_beside_a_mark_is_told() -> None:
    """The figure of the sentence still counts."""
    old, new = (
        policy_text(drawn(sections("en") + f"<p>We keep what you write for {years} years<sup>1</sup> after that.</p>"))
        for years in (10, 12)
    )
    assert compare(old, new).significance is Significance.MATERIAL
