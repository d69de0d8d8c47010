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


def test_what_counts_anew_goes_on_with_nothing() -> None:
    """Where the numbers stand twice, as on a page with a form for phones of its own, none of them is the next."""
    box = "<footer><h2>6. Contact</h2><p>Mill Lane 1, Hull</p></footer>"
    again = "".join(f"<h2>{n}. Part</h2>" for n in range(1, 7))
    assert "Mill Lane 1, Hull" not in texts(f"{box}<div class='body'>{BODY}{again}</div>")
    assert "Mill Lane 1, Hull" not in beside(box.replace("6.", "8."))


def test_two_numbers_make_no_count() -> None:
    """The third of three numbered headings goes on with a count, the second of two may be a step of an offer."""
    two = "<h2>1. Part</h2><p>" + "</p><p>".join(CLAUSES) + "</p>"
    assert "Mill Lane 1, Hull" not in beside("<aside><h2>2. Contact</h2><p>Mill Lane 1, Hull</p></aside>", two)


@pytest.mark.parametrize(("tag", "body"), [("h3", "counted"), ("h2", "plain")])
def test_a_count_that_is_not_the_policys_goes_on_with_nothing(tag: str, body: str) -> None:
    """The steps of an offer beside the policy count as well, and none of them is a section of it."""
    steps = "".join(f"<div><{tag}>{n}. Sign up</{tag}><p>It is free.</p></div>" for n in range(1, 6))
    sections = BODY if body == "counted" else PLAIN
    assert beside(f"<section><h2>How it works</h2>{steps}</section>", sections) == beside("", sections)


@pytest.mark.parametrize("said", ["Last updated: 1 May 2026", "Effective 1 May 2026", "Stand: 1. Mai 2026"])
def test_a_date_right_below_is_the_policys(said: str) -> None:
    """A line that labels the date of the text above it belongs to it, in whatever plain element it stands."""
    assert beside(f"<div><p>{said}</p></div>")[-1:] == [said]


@pytest.mark.parametrize(
    "box",
    [
        "<p>1 May 2026</p>",
        "<h3>Updated 3 May 2026</h3><p>New shop opens</p>",
        "<p><a href='/x'>Updated 3 May 2026</a></p>",
        "<p>New shop opens</p><p>Updated 3 May 2026</p>",
    ],
    ids=["no label", "a heading", "a link", "something between"],
)
def test_another_date_is_none_of_the_policys(box: str) -> None:
    """A bare date, a heading, a link and what does not stand right below date something else."""
    assert beside(f"<div>{box}</div>") == beside("")


@pytest.mark.parametrize("title", ["Our processors", "Third parties", "Service providers"])
def test_recipients_may_link_to_their_own_policies(title: str) -> None:
    """A list under a heading that names recipients leads nowhere else by linking what each says of privacy."""
    names = ["Harrow Ltd (privacy policy)", "Brill AG (privacy notice)"]
    entries = "".join(
        f"<li>{name.replace('(', '(<a href=https://a.example/p>').replace(')', '</a>)')}</li>" for name in names
    )
    assert beside(f"<div><h2>{title}</h2><ul>{entries}</ul></div>", PLAIN)[-3:] == [title, *names]


@pytest.mark.parametrize(
    "box",
    [
        "<h2>More on privacy</h2><ul><li><a href=/p>How to guard your privacy</a> by Ann</li></ul>",
        "<h2>Our partners</h2><ul><li><a href=https://a.example>Harrow Ltd</a></li><li><a href=https://b.example>Brill</a></li></ul>",
        "<h2>Third parties</h2><ul><li><a href=/p>Privacy policy</a></li><li><a href=/t>Terms of use</a></li></ul>",
    ],
    ids=["reading on", "names alone", "a menu"],
)
def test_a_list_of_links_leads_elsewhere(box: str) -> None:
    """What is links alone, or links under a heading that names no recipients, is no section of the policy."""
    assert beside(f"<div>{box}</div>", PLAIN) == beside("", PLAIN)


def test_a_list_of_the_contents_does_not_hide_the_count() -> None:
    """Links in a list of contents bear the same numbers and count nothing."""
    links = "".join(f"<h2><a href='#{n}'>{n}. Part</a></h2>" for n in range(1, 7))
    box = "<footer><h2>6. Contact</h2><p>Mill Lane 1, Hull</p></footer>"
    assert beside(box, f"<div>{links}</div>{BODY}")[-2:] == ["6. Contact", "Mill Lane 1, Hull"]


PLAIN = BODY.replace("1. ", "").replace("2. ", "").replace("3. ", "").replace("4. ", "").replace("5. ", "")


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ("<div class='note'><h2>Contact</h2><p>Mill Lane 1, Hull</p></div>", ["Contact", "Mill Lane 1, Hull"]),
        ("<section><h2>Your wishes</h2><p>+44 1482 100200</p></section>", ["Your wishes", "+44 1482 100200"]),
        ("<div><p>Children under 13 may not order.</p></div>", ["Children under 13 may not order."]),
        (
            "<address><p>Questions? Just write to ada@larkfield.example.</p></address>",
            ["Questions? Just write to ada@larkfield.example."],
        ),
        (
            "<div><h2>Our partners</h2><table><tr><td>Brill AG</td><td>Bern</td></tr><tr><td>Orb</td><td>Rome</td></tr></table></div>",
            ["Our partners", "Brill AG | Bern", "Orb | Rome"],
        ),
        (
            "<section><h2>Complaints</h2><p>Ask us first.</p><h3>In Wales</h3><p>Ask in Cardiff.</p></section>",
            ["Complaints", "Ask us first.", "In Wales", "Ask in Cardiff."],
        ),
    ],
)
def test_a_short_part_close_by_is_kept_for_what_it_touches(box: str, said: list[str]) -> None:
    """Without a number, a section of the policy's rank or a sentence of its own touches a topic or gives an address."""
    assert beside(box, PLAIN)[11:] == said


@pytest.mark.parametrize(
    "box",
    [
        "<section><h2>Our bakery</h2><p>We bake all night.</p></section>",
        "<section><h2>Contact</h2><p>Mill Lane 1, Hull</p><p><a href='/b'>Our bakers</a></p></section>",
        "<section><h4>Contact</h4><p>Mill Lane 1, Hull</p></section>",
        "<section class='sidebar'><h2>Contact</h2><p>Mill Lane 1, Hull</p></section>",
        "<section><h2>Contact</h2><p>Mill Lane 1, Hull</p><button>Send</button></section>",
        "<div><p>Fresh bread is on its way.</p></div>",
        "<div><p>Children and young people: our picks</p></div>",
        "<div><ul><li>Free bags</li><li>Open daily</li><li>Fresh bread</li></ul></div>",
    ],
    ids=["no topic", "a link", "another rank", "a name", "a button", "a slogan", "no sentence", "a list of praise"],
)
def test_what_touches_nothing_close_by_stays_out(box: str) -> None:
    """What stands close to the policy and says nothing of its topics, or leads elsewhere, is none of it."""
    assert beside(box, PLAIN) == beside("", PLAIN)


ENTRIES = ["Harrow Ltd", "Hosting", "Hull", "Brill AG", "Mail", "Bern", "Orb SAS", "Logs", "Rome"]


@pytest.mark.parametrize(
    ("entry", "around"),
    [
        ("<li>{}</li><li>{}</li><li>{}</li>", "<div><ul>{}</ul></div>"),
        ("<div><h3>{}</h3><p>{}</p><p>{}</p></div>", "<section><div class='grid'>{}</div></section>"),
        ("<div role='row'><div>{}</div><div>{}</div><div>{}</div></div>", "<div role='table'>{}</div>"),
    ],
    ids=["a list", "cards", "rows"],
)
@pytest.mark.parametrize("title", ["Subprocessors", "Unterauftragsverarbeiter", "Our partners"])
def test_a_list_right_below_is_what_the_heading_names(title: str, entry: str, around: str) -> None:
    """Where the heading above names recipients, entries of one form beside the sentences are the list of them."""
    said = "".join(f"<p>{text}</p>" for text in CLAUSES)
    rows = "".join(entry.format(*ENTRIES[at : at + 3]) for at in (0, 3, 6))
    page = f"<html lang='en'><body><main><div class='text'><h1>{{}}</h1>{said}</div>{around.format(rows)}</main></body></html>"
    drawn = [block.text for block in extract(page.format(title).encode()).blocks]
    assert drawn == [title, *CLAUSES, *ENTRIES]
    assert [block.text for block in extract(page.format("About us").encode()).blocks] == ["About us", *CLAUSES]


@pytest.mark.parametrize("control", ["<button>Print</button>", "<a class='btn' href='/p.pdf'>Download PDF</a>"])
@pytest.mark.parametrize("tag", ["header", "div class='hero'", "div class='banner'"])
@pytest.mark.parametrize("said", ["We may sell your data.", "This applies in Hull only.", "Effective 1 May 2025"])
def test_of_a_header_with_a_control_only_the_control_goes(said: str, tag: str, control: str) -> None:
    """The title of the article and what it says below stay, whatever stands there to press."""
    header = f"<{tag}><h1>Our policy</h1><p>{said}</p>{control}</{tag.partition(' ')[0]}>"
    page = f"<html lang='en'><body><main><article>{header}<div class='body'>{BODY}</div></article></main></body></html>"
    assert [block.text for block in extract(page.encode()).blocks][:3] == ["Our policy", said, "1. Part"]


def test_the_few_words_beside_a_button_in_a_header_are_none_of_the_policy() -> None:
    """Who wrote a page and how long ago, beside a button, is no text of it."""
    header = "<header><h1>Privacy</h1><span>By Dana</span> <p>3 months ago</p><button>Follow</button></header>"
    page = f"<html lang='en'><body><article>{header}<div class='body'>{BODY}</div></article></body></html>"
    assert [block.text for block in extract(page.encode()).blocks][:2] == ["Privacy", "1. Part"]


@pytest.mark.parametrize(
    "header",
    [
        "<header><h1>Larkfield</h1><p>Bread and more for all of Hull</p><form><input name='q'></form></header>",
        "<div class='cookie-banner'><h1>Privacy choices</h1><p>Choose what we store.</p><button>OK</button></div>",
        "<nav><h1>Privacy</h1><p>All of our shops in one place</p><button>Menu</button></nav>",
    ],
    ids=["of the site", "a request for consent", "a menu"],
)
def test_a_header_that_is_not_the_policys_goes_whole(header: str) -> None:
    """The name of the site heads no article, and neither does a title in a menu or a request for consent."""
    page = f"<html lang='en'><body>{header}<div><div class='body'>{BODY}</div></div></body></html>"
    assert extract(page.encode()).blocks[0].text == "1. Part"


@pytest.mark.parametrize("title", ["Table of contents", "On this page", "Inhaltsverzeichnis"])
def test_the_title_of_contents_that_went_goes_with_them(title: str) -> None:
    """Where the entries of a table of contents are left out as a menu, no heading of theirs stays above the text."""
    links = "".join(f"<li><a href='/p#{n}'>Part</a></li>" for n in range(5))
    nav = f"<div><h2>{title}</h2><nav><ul>{links}</ul></nav></div>"
    assert texts(f"<div class='body'>{nav}{BODY}</div>") == texts(f"<div class='body'>{BODY}</div>")
    kept = texts(f"<div class='body'><h2>{title}</h2><p>{CLAUSES[0]}</p>{BODY}</div>")
    assert kept[1:3] == [title, CLAUSES[0]]


def test_contents_between_a_title_and_its_text_take_no_title_away() -> None:
    """Links within the page stand between the title and the element of the text, and the title stays."""
    links = "".join(f"<p><a href='#{n}'>{n}. Part</a></p>" for n in range(1, 6))
    assert texts(f"{links}<div class='body'>{BODY}</div>")[:2] == ["Privacy policy", "1. Part"]
