"""Marks that lead to notes, and other figures that a page raises."""

from __future__ import annotations

from functools import cache

import pytest

from crawler.extraction.extract import extract
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Document, PolicyText, Significance
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
LETTERED = {
    "a raised letter": "<sup>{l}</sup>",
    "a raised letter behind a blank": " <sup>{l}</sup>",
    "a raised letter with a bracket": "<sup>{l})</sup>",
    "a raised letter in brackets": "<sup>[{l}]</sup>",
    "a link of a letter": '<sup><a href="#fn{l}">{l}</a></sup>',
    "a link of a letter in brackets": '<a class="footnote-ref" href="#fn{l}">[{l}]</a>',
    "a Roman numeral": "<sup>{r}</sup>",
    "two letters": '<sup><a href="#a">[a]</a></sup><sup><a href="#fn{l}">[{l}]</a></sup>',
    "a link in brackets behind a blank": ' <a class="footnote-ref" href="#fn{n}">[{n}]</a>',
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
        said, head, note = (
            text,
            title,
            mark.format(n=at, l="abcdef"[at], r=("i", "ii", "iii", "iv")[at % 4]) if at in {1, 3} else "",
        )
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


@cache
def without_notes(lang: str) -> PolicyText:
    """Return the policy that no mark of a note stands in."""
    return policy_text(drawn(sections(lang), lang))


def comes_in_silence(mark: str, place: str, lang: str) -> bool:
    """Tell whether nothing is told where a mark stands in a text that had none."""
    new = policy_text(drawn(sections(lang, mark, place), lang))
    return compare(without_notes(lang), new).significance in {Significance.NONE, Significance.COSMETIC}


@pytest.mark.parametrize("lang", CLUBS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("mark", MARKS)
def test_marks_of_notes_come_and_go_in_silence(mark: str, place: str, lang: str) -> None:
    """No word changes where only what leads to a note is new."""
    assert comes_in_silence(MARKS[mark], place, lang)


@pytest.mark.parametrize("lang", ["en", "fr", "cs"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("mark", LETTERED)
def test_letters_that_lead_to_notes_come_and_go_in_silence(mark: str, place: str, lang: str) -> None:
    """They are marks as figures are."""
    assert comes_in_silence(LETTERED[mark], place, lang)


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("Rooms of 20 m<sup>2</sup> are not filmed, and neither is the yard in front of them.", "20 m² are"),
        ("There are 10<sup>6</sup> records of visits in the archive of our club, all without names.", "10⁶ records"),
        ("As section <a href='#s4'>4</a> says, we keep the records for ten years after that.", "section 4 says"),
        ("On the 1<sup>st</sup> of May we erase all that is older than a year, and nothing else.", "1st of May"),
        ("Our services<sup>TM</sup> are offered to members of the club and to their guests only.", "servicesTM"),
        ("The records are kept<sup>*</sup> for ten years after that, and are then erased for good.", "kept*"),
        (
            "We sit in the house n<sup>o</sup> 4 and keep all the records of the races and the boats there.",
            "house no 4",
        ),
        ("Our rooms are those of a mill of the XIX<sup>e</sup> century, and no camera watches them at all.", "XIXe c"),
        (
            "As point <a href='#a'>a</a> says, we keep the records of races for ten years after that, no more.",
            "point a says",
        ),
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


@pytest.mark.parametrize(
    "shown", ["<sup>{m}</sup> ", "{m} ", "[{m}] ", "<sup>{m}</sup>", '<a href="#r{m}">{m}</a> ', "<sup>{m})</sup> "]
)
@pytest.mark.parametrize(("before", "after"), [("12", "23"), ("ab", "bc"), ("*†", "†‡")])
@pytest.mark.parametrize("lang", ["en", "pl"])
def test_notes_that_are_called_otherwise_are_silent_and_their_words_are_not(
    shown: str, before: str, after: str, lang: str
) -> None:
    """Another note before it gives a note another mark; what it says is policy."""
    club = CLUBS[lang]

    def text(marks: str, notes: tuple[str, ...]) -> str:
        body = "".join(
            f"<h2>{title}</h2><p>{said[:-1]}{f'<sup>{marks[at // 2]}</sup>' if at in {1, 3} else ''}.</p>"
            for at, (title, said) in enumerate(club.sections)
        )
        return body + "".join(f"<p>{shown.format(m=mark)}{note}</p>" for mark, note in zip(marks, notes, strict=True))

    old, other, new = (
        policy_text(drawn(text(marks, notes), lang))
        for marks, notes in (
            (before, club.details),
            (after, club.details),
            (before, (club.details[0], club.sections[0][1])),
        )
    )
    assert compare(old, other).significance is Significance.COSMETIC
    assert compare(old, new).significance not in {Significance.NONE, Significance.COSMETIC}


def test_letters_that_begin_the_points_of_a_list_are_no_notes() -> None:
    """Only blocks that have the marks of the text, each in its turn, are its notes."""
    body = sections("en", LETTERED["a raised letter"], "at the end")
    points = ("a copy of what we have of you", "b that it be erased", "c that it be corrected")
    document = drawn(body + "".join(f"<p>{point}</p>" for point in points))
    assert set(points) <= {block.text for block in document.blocks}


@pytest.mark.parametrize("labels", [("2", "3"), ("law", "bank"), ("b", "c")])
@pytest.mark.parametrize("lang", ["en", "pl"])
def test_notes_of_a_markdown_text_are_read_as_its_page_shows_them(lang: str, labels: tuple[str, str]) -> None:
    """They have numbers in their order, whatever the author calls them; one that is only an address is one too."""
    club = CLUBS[lang]

    def text(labels: tuple[str, str], notes: tuple[str, str]) -> Document:
        marks = {1: f"[^{labels[0]}]", 3: f" [^{labels[1]}]"}
        parts = [f"## {title}\n\n{said}{marks.get(at, '')}" for at, (title, said) in enumerate(club.sections)]
        lines = [f"[^{label}]: {note}" for label, note in zip(labels, notes, strict=True)]
        body = "\n\n".join([f"# {club.title}", *parts, "\n".join(lines)])
        found = extract(body.encode(), media_type="text/markdown")
        assert isinstance(found, Document), found
        return found

    notes = (club.details[0], "https://law.example/42")
    document = text(("1", "2"), notes)
    assert [block.text for block in document.blocks][-2:] == [f"¹ {notes[0]}", f"² {notes[1]}"]
    assert document == text(labels, notes)
    changed = compare(policy_text(document), policy_text(text(labels, (club.details[1], notes[1]))))
    assert changed.significance not in {Significance.NONE, Significance.COSMETIC}
