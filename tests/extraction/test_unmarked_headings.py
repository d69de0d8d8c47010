"""Headings that no tag of a heading marks, text in lines, and lines of addresses that head nothing."""

from __future__ import annotations

import textwrap

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import BlockKind

SECTIONS = {
    "Which data we keep": "We keep your name, your address and what you ordered, because the courier asks for them.",
    "How long we keep them": "We delete your order two years after the last delivery, and invoices after ten years.",
    "What you may ask for": "You may see and correct what we hold about you, and you may object to our use of it.",
}
SAID = [*SECTIONS.values()]


def outline(inner: str, title: str = "Mill") -> list[tuple[str, str]]:
    """Return each clause's text under the heading right above it."""
    page = f"<html lang=en><title>{title}</title><body><main><h1>Privacy policy</h1>{inner}</main></body></html>"
    heading, found = "", []
    for block in extract(page.encode(), least=1).blocks:
        if block.kind is BlockKind.HEADING:
            heading = block.text
        else:
            found.append((heading, block.text))
    return found


@pytest.mark.parametrize(
    "form",
    [
        "<div class='box'><div role=button tabindex=0 aria-expanded=false>{h}</div><div>{p}</div></div>",
        "<div class=card><a data-toggle=collapse href=#c>{h}</a><div class=collapse>{p}</div></div>",
        "<div><a href=# aria-expanded=false aria-controls=p>{h}</a><div>{p}</div></div>",
        "<div class=t><input type=checkbox id=t><label for=t class=accordion-label>{h}</label><div>{p}</div></div>",
        "<div><div role=button aria-controls=x class=builder-tab-title><a tabindex=0>{h}</a></div><div>{p}</div></div>",
        "<div class=q><div class=question><span>{h}</span><span class=icon>+</span></div><div class=a>{p}</div></div>",
        "<div class=s><div class=section-title>{h}</div><div class=section-text>{p}</div></div>",
        "<div class='mt-8 text-xl font-semibold'>{h}</div><div class='mt-2 leading-7'>{p}</div>",
    ],
    ids=["role", "collapse", "expanded link", "label", "page builder", "icon", "classes", "utility classes"],
)
def test_what_opens_or_looks_like_a_heading_is_one(form):
    """Heads of accordions that are no buttons, and lines of one look above sentences of another, head these."""
    inner = "".join(form.format(h=title, p=f"<p>{text}</p>") for title, text in SECTIONS.items())
    assert outline(inner) == [*SECTIONS.items()]


@pytest.mark.parametrize(
    "strip",
    [
        "<a data-toggle=dropdown aria-expanded=false href=#>Choose a country</a>",
        "<div role=button aria-haspopup=menu aria-expanded=false>Choose a country</div>",
        "<div role=button>Choose a country</div>",
    ],
    ids=["menu", "role of a menu", "no panel"],
)
def test_what_opens_no_panel_heads_nothing(strip):
    """A link or a box that opens a menu, or nothing, is no heading of the text below it."""
    inner = "".join(f"<h2>{title}</h2><div>{strip}</div><p>{text}</p>" for title, text in SECTIONS.items())
    assert [head for head, text in outline(inner) if text in SAID] == [*SECTIONS]


@pytest.mark.parametrize(
    "rows",
    [
        [("Name", "Harrow Ltd"), ("Purpose", "Hosting"), ("Place", "Hull")],
        [("Purpose:", SAID[0]), ("Period:", SAID[1]), ("Rights:", SAID[2])],
        [("because the law asks", SAID[0]), ("where you agreed", SAID[1]), ("for as long as needed", SAID[2])],
    ],
    ids=["above no sentence", "a colon", "small letters"],
)
def test_lines_of_one_look_may_be_facts(rows):
    """A line above short lines, and one that leads into a sentence or goes on with one, stay text."""
    inner = "".join(f"<div class=a>{one}</div><div class=b>{other}</div>" for one, other in rows)
    found = [text for _, text in outline(f"<h2>Facts</h2><p>{SAID[0]}</p>{inner}")]
    assert found[1:] == [text for row in rows for text in row]


def test_the_first_line_of_a_box_is_its_heading_by_name():
    """A line whose element is called a heading heads what is below it in the box, and nothing where that is empty."""
    box = "<div class=note><div class='noteHeading_x1'>Children</div><div><p>We sell to adults.</p></div></div>"
    inner = "".join(f"<h2>{title}</h2><p>{text}</p>" for title, text in SECTIONS.items())
    assert outline(inner + box)[-1] == ("Children", "We sell to adults.")
    bare = box.replace("<div><p>We sell to adults.</p></div>", "")
    assert outline(inner + bare + f"<p>{SAID[0]}</p>")[-1] == ("What you may ask for", SAID[0])


@pytest.mark.parametrize("title", ["Privacy notice - Mill", "Mill | Privacy notice", "Privacy notice"])
def test_the_line_that_says_the_title_is_one(title):
    """Where no heading of level 1 is on the page, the line that says what the page calls itself is."""
    inner = "".join(f"<h2>{head}</h2><p>{text}</p>" for head, text in SECTIONS.items())
    page = f"<html lang=en><title>{title}</title><body><div>Mill</div><div>Privacy notice</div><div>{inner}</div></body></html>"
    first = extract(page.encode()).blocks[0]
    assert (first.kind, first.level, first.text) == (BlockKind.HEADING, 1, "Privacy notice")


WRAPS = {
    "style": "<div style='white-space: pre-line'>{}</div>",
    "class": "<div class='text-base md:whitespace-pre-wrap'>{}</div>",
    "span": "<p><span class=pre-line>{}</span></p>",
    "around": "<div class=whitespace-pre-line><p>{}</p></div>",
    "break-spaces": "<section style='color:red;white-space:break-spaces'>{}</section>",
    "pre": "<pre>{}</pre>",
}


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["a line each", "empty lines"])
def test_text_whose_lines_a_page_shows_is_read_line_by_line(wrap, gap):
    """Lines that a style or a class makes a page show are paragraphs, and short ones between sentences head these."""
    text = gap.join(["This is what we do with data of yours.", *(line for pair in SECTIONS.items() for line in pair)])
    assert outline(wrap.format(text))[1:] == [*SECTIONS.items()]


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
def test_lines_broken_at_a_column_are_put_together(wrap):
    """Where such lines are full, as in a mail, a line is no paragraph, whatever letter it begins with."""
    text = "\n\n".join("\n".join(textwrap.wrap(f"{said} {said}", 60)) for said in SAID)
    assert [text for _, text in outline(wrap.format(text))] == [f"{said} {said}" for said in SAID]


@pytest.mark.parametrize("name", ["pre-wrapper", "prewrap-x", "precise"])
def test_other_names_show_no_lines(name):
    """A class that only begins like the one that shows line breaks lets lines be wrapped as ever."""
    text = "we keep your name\nand what you ordered for\ntwo years after the last delivery."
    assert [said for _, said in outline(f"<p class={name}>{text}</p>")] == [" ".join(text.split())]


def test_numbers_and_items_of_such_lines_keep_their_place():
    """A numbered title heads what follows it, a numbered or bulleted line of a list does not."""
    lines = [
        "1. Orders",
        SAID[0],
        "1) your name and address",
        "2) what you ordered",
        "- your number",
        "2. Letters",
        SAID[1],
    ]
    found = outline("<div style='white-space:pre-wrap'>" + "\n".join(lines) + "</div>")
    assert [head for head, _ in found] == ["1. Orders"] * 4 + ["2. Letters"]


@pytest.mark.parametrize(
    "address",
    [
        "<p><b>Mill Ltd</b><br><b>Lindenweg 8</b><br><b>79104 Freiburg</b></p>",
        "<div><b>Mill SAS</b></div><div><b>12 rue des Tilleuls</b></div><div><b>44000 NANTES</b></div>",
        "<p>MILL SP. Z O.O.<br>UL. LIPOWA 6<br>30-702 KRAKÓW</p>",
        "<p>Mill Ltd</p><p>4 Boathouse Lane</p><p>KENDAL LA9 5QX</p>",
        "<p>Mill Lda</p><p><b>Rua do Mar 3</b></p><p><b>2655-319 Ericeira</b></p>",
        "<p>Mill s.r.o.</p><p><b>Skalní 14</b></p><p><b>602 00 Brno</b></p>",
    ],
    ids=["bold", "boxes", "capitals", "British", "Portuguese", "Czech"],
)
def test_lines_of_an_address_head_nothing(address):
    """What stands below an address stands under the section's heading, or the name that opens the address."""
    found = outline(f"<h2>Contact</h2>{address}<p>{SAID[0]}</p>")
    assert found[-1][1] == SAID[0]
    assert found[-1][0] == "Contact" or found[-1][0].startswith("M")


def test_a_heading_below_an_address_is_one():
    """Bold lines without a figure head what follows them, also right below an address."""
    found = outline(f"<p>Mill Ltd<br>Lindenweg 8<br>79104 Freiburg</p><p><b>Register</b></p><p>{SAID[0]}</p>")
    assert found[-1] == ("Register", SAID[0])
