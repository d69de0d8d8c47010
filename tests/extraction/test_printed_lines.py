"""Pages with an element a printed line: paragraphs and headings are put together again, and nothing else is."""

from __future__ import annotations

import textwrap

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import BlockKind

SECTIONS = {
    "1. What reaches us": "When you order we keep your name, the address we deliver to and what you bought, since the"
    " carrier and the tax office both ask for it. When you write to us we keep your letter until it is answered.",
    "2. For how long": "Invoices are kept for ten years because the law demands it; all else is erased twelve months"
    " after the last delivery, or sooner if you ask us to, unless a dispute about that delivery goes on.",
    "3. What you can ask for": "You may see, correct and erase what we hold about you, object to our use of it and take"
    " it elsewhere. Write to privacy@mill.example, and we will answer within one month at the latest.",
}
STYLED = '<div class="t{look}" style="position:absolute;left:72px;top:{at}px">{line}</div>'
CLASSED = '<div class="t m0 x1 {look} y{at}">{line}</div>'
PARAGRAPHS = '<p class="{look}" id="p{at}">{line}</p>'


def page(form: str, width: int) -> bytes:
    """Return a policy, each line of so many letters an element."""
    lines = [("h", "Privacy policy")]
    for title, text in SECTIONS.items():
        lines += [("h", title), *(("b", line) for line in textwrap.wrap(text, width, break_on_hyphens=False))]
    body = "".join(form.format(look=look, at=20 * at, line=line) for at, (look, line) in enumerate(lines))
    return f"<html lang=en><title>Mill</title><body><div class=sheet>{body}</div></body></html>".encode()


@pytest.mark.parametrize("form", [STYLED, CLASSED, PARAGRAPHS], ids=["styled", "classed", "paragraphs"])
@pytest.mark.parametrize("width", [60, 72, 90])
def test_printed_lines_are_paragraphs_under_headings(form, width):
    """Whatever elements hold the lines and however wide they are, the same paragraphs and headings come out."""
    drawn = extract(page(form, width))
    texts = [block.text for block in drawn.blocks if block.kind is BlockKind.PARAGRAPH]
    titles = [block.text for block in drawn.blocks if block.kind is BlockKind.HEADING]
    assert texts == [*SECTIONS.values()]
    assert titles[-len(SECTIONS) :] == [*SECTIONS]


def printed(*others: str, width: int = 72) -> list[str]:
    """Return what is drawn of a page of printed lines with others among them, each in a look of its own."""
    lines = [
        line for title, text in SECTIONS.items() for line in (f"<div class=h>{title}</div>", *wrapped(text, width))
    ]
    body = "".join([*lines, *others, *lines])
    drawn = extract(f"<html lang=en><body><div class=h>Policy</div>{body}</body></html>".encode())
    return [f"{block.kind.value}: {block.text}" for block in drawn.blocks]


def wrapped(text: str, width: int) -> list[str]:
    return [f"<div class=b>{line}</div>" for line in textwrap.wrap(text, width, break_on_hyphens=False)]


@pytest.mark.parametrize(
    "lines",
    [
        ("1 Mill Lane", "Hull HU1 1AA", "United Kingdom"),
        ("your name and your address", "your bank account", "your health data"),
        ("24 months",),
        ("Mill Ltd, Privacy policy, page 3",),
    ],
    ids=["an address", "items", "a cell", "a footer"],
)
def test_short_lines_in_another_look_stay_clauses_of_their_own(lines):
    """What is set apart is neither joined nor a heading, unless it stands alone with a capital as headings do."""
    name = "b" if "page" in lines[0] else "i"
    found = printed(*(f"<div class={name}>{line}</div>" for line in (*lines, *(lines if name == "b" else ()))))
    assert all(f"paragraph: {line}" in found for line in lines)
    assert sum(one.startswith("heading: ") for one in found) >= 2 * len(SECTIONS)


def test_georgian_paragraphs_are_no_lines():
    """A script that knows no capitals has no lines that go on with a small letter."""
    text = "ჩვენ ვაგროვებთ თქვენს სახელს და მისამართს, რომ შეკვეთა მოგიტანოთ. ამას სხვას არ ვუზიარებთ."
    blocks = [f"{text} {number}" for number in "აბგდევზთ"]
    body = "".join(f"<div class=b>{block}</div>" for block in blocks)
    drawn = extract(f"<html lang=ka><body><h1>Policy</h1><div>{body}</div></body></html>".encode())
    assert [block.text for block in drawn.blocks][-len(blocks) :] == blocks


ITEMS = {
    "paragraphs": [*SECTIONS.values()] * 3,
    "short items": [f"data of kind {number}, which you give us" for number in range(20)],
    "sentences": [f"the {name}, whose address stands in the list that we publish each year." for name in "abcdefghij"],
    "open items": [f"the {name}, whose address stands in the list that we publish each year" for name in "abcdefghij"],
    "items with semicolons": [
        f"ottenere la conferma di {name}, e.g. con lettera ai sensi dell'art. 15;" for name in "abcdefghij"
    ],
    "items with commas": [
        f"what you tell our {name} when you call them about an order of yours," for name in "abcdefghij"
    ],
}


@pytest.mark.parametrize("blocks", ITEMS.values(), ids=ITEMS)
def test_blocks_that_are_no_lines_stay_what_they_are(blocks):
    """Paragraphs, and items of a list without its marks, are not joined."""
    body = "".join(f"<div class=b>{block}</div>" for block in blocks)
    above = "".join(f"<h2>{title}</h2><p>{text}</p>" for title, text in SECTIONS.items())
    drawn = extract(f"<html lang=en><body><h1>Policy</h1>{above}<div>{body}</div></body></html>".encode())
    assert [block.text for block in drawn.blocks][-len(blocks) :] == blocks
