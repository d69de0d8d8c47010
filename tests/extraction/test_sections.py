"""Sections of a policy that stand beside the element that holds its long sentences."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract

CLAUSES = [
    f"We keep the records of order number {n} for {n + 2} months and then we delete them for good." for n in range(5)
]
BODY = "".join(f"<h2>{n + 1}. Part</h2><p>{text}</p>" for n, text in enumerate(CLAUSES))
MARKED = {name: BODY.replace("<h2>", f"<h2>{name} ").replace(". Part", " Part") for name in ("§", "Article")}


def texts(inner: str) -> list[str]:
    """Return the texts of the blocks drawn from a page with this in its article."""
    page = (
        "<html lang='en'><title>Policy</title><body><header class='site'><nav><a href='/a'>Shop</a></nav></header>"
        f"<main><article><h1>Privacy policy</h1>{inner}</article></main><footer>Larkfield Ltd</footer></body></html>"
    )
    return [block.text for block in extract(page.encode()).blocks]


def beside(box: str, body: str = BODY) -> list[str]:
    """Return the texts drawn where a box follows the element that holds the sentences."""
    return texts(f"<div class='body'>{body}</div>{box}")


@pytest.mark.parametrize("said", ["Mill Lane 1, Hull", "No one under 13 may order."])
@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("div", ""),
        ("section", "wp-block-group"),
        ("div", "widget"),
        ("div", "cta"),
        ("aside", ""),
        ("footer", "footer-note"),
        ("address", ""),
    ],
)
def test_the_next_number_goes_on_with_the_policy(tag: str, name: str, said: str) -> None:
    """A box with the next number is a section, whatever it is called and however little it says."""
    found = beside(f"<{tag} class='{name}'><h2>6. Contact</h2><p>{said}</p></{tag}>")
    plain = texts(f"<div class='body'>{BODY}<h2>6. Contact</h2><p>{said}</p></div>")
    assert found == plain
    assert len(found) == len(beside("")) + 2


def test_the_section_is_all_that_stands_under_the_number() -> None:
    """Lists and rows of short entries are of the section as its sentences are."""
    said = (
        "<h2>6. Recipients</h2><ul><li>Harrow Ltd, Hull</li></ul><table><tr><td>Brill AG</td><td>Bern</td></tr></table>"
    )
    assert beside(f"<div class='widget'>{said}</div>") == texts(f"<div class='body'>{BODY}{said}</div>")


@pytest.mark.parametrize(("name", "title"), [("§", "§ 6 Contact"), ("Article", "Article 6 Contact")])
def test_the_count_has_a_spelling(name: str, title: str) -> None:
    """Headings count in whatever spelling they have; another spelling goes on with nothing."""
    box = "<footer><h2>{}</h2><p>Mill Lane 1, Hull</p></footer>"
    assert "Mill Lane 1, Hull" in beside(box.format(title), MARKED[name])
    assert "Mill Lane 1, Hull" not in beside(box.format("6. Contact"), MARKED[name])


@pytest.mark.parametrize("tag", ["footer", "aside class='widget'", "div class='contact-box'"])
@pytest.mark.parametrize(
    "control", ["<button>Accept</button>", "<a href='/p.pdf'>Download PDF</a>", "<select><option>EN</select>"]
)
def test_of_a_section_with_a_control_only_the_control_goes(tag: str, control: str) -> None:
    """A button, a field or a link that only does something takes the section it stands in nowhere."""
    box = f"<{tag}><h2>6. Contact</h2><p>Mill Lane 1, Hull</p>{control}</{tag.partition(' ')[0]}>"
    assert beside(box)[-2:] == ["6. Contact", "Mill Lane 1, Hull"]


@pytest.mark.parametrize(
    "box",
    [
        "<footer><h2>Contact</h2><p>Mill Lane 1, Hull</p></footer>",
        "<footer><h2>7. Contact</h2><p>Mill Lane 1, Hull</p></footer>",
        "<footer><h2>5. Part</h2><p>Mill Lane 1, Hull</p></footer>",
        "<footer><h3>6. Contact</h3><p>Mill Lane 1, Hull</p></footer>",
        "<nav><h2><a href='/c'>6. Contact</a></h2><p>Mill Lane 1, Hull</p></nav>",
        "<footer><h2>6/2024 Contact</h2><p>Mill Lane 1, Hull</p></footer>",
    ],
    ids=["no number", "a number left out", "a number that was there", "another rank", "a link", "a date"],
)
def test_what_does_not_go_on_with_the_count_is_furniture_as_ever(box: str) -> None:
    """Only the very next number, in a heading like the others, makes a footer a section of the policy."""
    assert beside(box) == beside("")


def test_another_heading_ends_the_section() -> None:
    """What follows in the box under a heading of the section's rank is not the section's."""
    box = "<footer><h2>6. Contact</h2><p>Mill Lane 1, Hull</p><h2>Our shops</h2><p>Hull and York</p></footer>"
    assert beside(box)[-2:] == ["6. Contact", "Mill Lane 1, Hull"]


def test_two_numbers_make_no_count() -> None:
    """The third of three numbered headings goes on with a count, the second of two may be a step of an offer."""
    two = "<h2>1. Part</h2><p>" + "</p><p>".join(CLAUSES) + "</p>"
    assert "Mill Lane 1, Hull" not in beside("<aside><h2>2. Contact</h2><p>Mill Lane 1, Hull</p></aside>", two)


def test_a_list_of_the_contents_does_not_hide_the_count() -> None:
    """Links in a list of contents bear the same numbers and count nothing."""
    links = "".join(f"<h2><a href='#{n}'>{n}. Part</a></h2>" for n in range(1, 7))
    box = "<footer><h2>6. Contact</h2><p>Mill Lane 1, Hull</p></footer>"
    assert beside(box, f"<div>{links}</div>{BODY}")[-2:] == ["6. Contact", "Mill Lane 1, Hull"]
