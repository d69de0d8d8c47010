"""Sections of the policy in boxes that furniture stands in, short notices around one sentence, and strips that are none."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract

SAID = [
    f"We keep the records of order number {n} for {n + 2} months and then we delete them for good." for n in range(4)
]
BODY = "".join(f"<h2>Part {'ABCD'[n]}</h2><p>{text}</p>" for n, text in enumerate(SAID))


def texts(inner: str, title: str = "Privacy policy") -> list[str]:
    """Return what is drawn of a page with this in its article, below the title."""
    page = (
        f"<html lang='en'><title>Mill</title><body><header class=site><nav><a href=/a>Shop</a></nav></header><main>"
        f"<article><h1>{title}</h1>{inner}</article></main><footer>Mill Ltd</footer></body></html>"
    )
    return [block.text for block in extract(page.encode(), least=1).blocks]


def beside(box: str) -> list[str]:
    """Return what a box beside the sentences adds to what is drawn."""
    alone, both = texts(f"<div class=rte>{BODY}</div>"), texts(f"<div class=rte>{BODY}</div>{box}")
    assert both[: len(alone)] == alone
    return both[len(alone) :]


BOXES = [
    "aside class=legal-aside",
    "footer class=entry-footer",
    "div class=cookie-settings",
    "div class='contact widget'",
]
CONTROLS = [
    "",
    "<button>Print</button>",
    "<a href=/p.pdf download>Download as PDF</a>",
    "<select><option>2025</select>",
]


@pytest.mark.parametrize("tag", BOXES)
@pytest.mark.parametrize("control", CONTROLS, ids=["nothing", "button", "download", "field"])
@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Contact", ["Mill Ltd", "4 Boathouse Lane", "Kendal LA9 5QX"]),
        ("Who receives your data", ["Harrow Ltd", "Brill AG"]),
        ("Cookies", ["We keep your choice for six months."]),
    ],
    ids=["address", "list", "sentence"],
)
def test_a_section_is_one_in_whatever_box(tag, control, title, said):
    """A box under a heading of the policy's rank that speaks of its matter loses no more than its controls."""
    lines = "".join(f"<p>{line}</p>" for line in said)
    assert beside(f"<{tag}><h2>{title}</h2>{lines}{control}</{tag.partition(' ')[0]}>") == [title, *said]


@pytest.mark.parametrize(
    "box",
    [
        "<aside><h2>Join our newsletter</h2><p>Get news by e-mail once a month.</p><input type=email><button>Go</button></aside>",
        "<aside><h2>Related articles</h2><p><a href=/a>How we keep your data safe</a></p></aside>",
        "<aside><h4>Contact</h4><p>Mill Ltd, Kendal LA9 5QX</p><button>Call us</button></aside>",
        "<div class=widget><h2>Our shop</h2><p>Open every day.</p><button>Go</button></div>",
        "<div class=promo-box><h2>Cookies</h2><p>We use cookies.</p><button>Accept</button><button>Reject</button></div>",
    ],
    ids=["newsletter", "links", "another rank", "no matter of a policy", "a request for consent"],
)
def test_other_boxes_are_furniture_as_ever(box):
    """A prompt, links, another rank and what says nothing of a policy's matter make no section."""
    assert beside(box) == []


CLAUSES = [
    ("We process personal data on behalf of our customers under our agreement.", "Download our DPA"),
    ("You can withdraw your consent at any time with effect for the future.", "Manage preferences"),
    ("Sie können Ihre Einwilligung jederzeit mit Wirkung für die Zukunft widerrufen.", "Einstellungen verwalten"),
    ("Svůj souhlas můžete kdykoli odvolat s účinkem do budoucna a změnit své volby.", "Spravovat předvolby"),
    ("Vous pouvez retirer votre consentement à tout moment et modifier vos choix.", "Gérer mes préférences"),
]
BARE = ["aside", "form", "div class=banner", "div class=cta-box", "div class=box"]


def between(box: str) -> list[str]:
    """Return what a box between two sections adds to what is drawn."""
    parts = BODY.partition("<h2>Part C")
    alone, both = texts(BODY), texts(f"{parts[0]}{box}{parts[1]}{parts[2]}")
    assert [text for text in both if text in alone] == alone
    return [text for text in both if text not in alone]


@pytest.mark.parametrize("tag", BARE)
@pytest.mark.parametrize(("said", "label"), CLAUSES, ids=["en", "en consent", "de", "cs", "fr"])
def test_a_clause_in_a_box_without_a_heading_loses_only_its_button(tag, said, label):
    """Between two sections a sentence in the words of a policy is kept beside a button, and what that says is not."""
    end = f"</{tag.partition(' ')[0]}>"
    assert between(f"<{tag}><p>{said}</p><button>{label}</button>{end}") == [said]
    assert between(f"<{tag}>{said} <button><span>{label}</span></button>{end}") == [said]


@pytest.mark.parametrize("tag", BARE[:-1])
@pytest.mark.parametrize(
    "said",
    [
        "Get a privacy policy for your own website in minutes.",
        "Automate your GDPR compliance with our platform.",
        "We use cookies to give you the best of our site.",
        "Please enable cookies in your browser to use this site.",
        "Subscribe to our privacy newsletter to learn how personal data is protected.",
    ],
)
def test_what_sells_or_asks_between_two_sections_is_furniture_as_ever(tag, said):
    """A word of a policy's matter makes no clause of a pitch, nor of a notice that cookies are used or needed."""
    assert between(f"<{tag}><p>{said}</p><button>Go on</button></{tag.partition(' ')[0]}>") == []


def test_a_button_within_a_sentence_stays_in_it():
    """Only what stands behind the end of a sentence is the label of a button, and no word of it."""
    said = "To object, press <button>Settings</button> and then choose what we may do with your personal data."
    assert between(f"<p>{said}</p>") == [said.replace("<button>", "").replace("</button>", "")]


def test_a_text_that_unfolds_from_a_menu_is_kept():
    """Page builders put what unfolds into an element for menus; sentences of a policy without links are none."""
    parts = "".join(
        f"<div class=drop><div class=accordion>Part {n}</div><nav class=list><p>{SAID[n]}</p></nav></div>"
        for n in range(4)
    )
    assert [text for text in texts(parts) if text in SAID] == SAID


CARDS = [
    ("tb_session", "Keeps you logged in", "Session"),
    ("tb_lang", "Remembers a tongue", "6 months"),
    ("_stat", "Counts visits", "1 year"),
]


@pytest.mark.parametrize(
    "form",
    [
        "<div class=grid><div class=card><h4>{}</h4><p>{}</p><p>{}</p></div></div>",
        "<div class=row><div class=cell>{}</div><div class=cell>{}</div><div class=cell>{}</div></div>",
        "<ul><li>{}</li><li>{}</li><li>{}</li></ul>",
    ],
    ids=["cards", "rows of boxes", "list"],
)
@pytest.mark.parametrize("title", ["Cookies we set", "Our affiliates", "Data we keep"])
def test_a_table_below_a_heading_of_the_rank_is_kept(form, title):
    """Names and facts below a heading that names what policies list go on with the policy, whatever they say."""
    rows = "".join(form.format(*card) for card in CARDS)
    found = beside(f"<div class=extra><h2>{title}</h2><div class=inner>{rows}</div></div>")
    assert found == [title, *(cell for card in CARDS for cell in card)]


def test_steps_and_figures_are_no_section():
    """Entries below another heading have to speak of a policy's matter, as those of an offer do not."""
    steps = "".join(f"<div class=step><h3>Step {n}</h3><p>It is quick.</p></div>" for n in "ABC")
    assert beside(f"<div class=extra><h2>How it works</h2>{steps}</div>") == []
    facts = "".join(f"<div class=fact><p>{n}00</p><p>shops</p></div>" for n in range(1, 4))
    assert beside(f"<div class=extra><h2>Mill in figures</h2>{facts}</div>") == []


def test_recipients_may_be_links_alone():
    """Under a heading on who receives data links to others are recipients; under one on partners they lead away."""
    links = "<div><a href=https://a.example>Harrow Ltd</a></div><div><a href=https://b.example>Brill AG</a></div>"
    assert beside(f"<div><h2>Who receives your data</h2>{links}</div>") == [
        "Who receives your data",
        "Harrow Ltd",
        "Brill AG",
    ]
    assert beside(f"<div><h2>Our partners</h2>{links}</div>") == []


@pytest.mark.parametrize("code", ["79104 Freiburg", "2655-319 Ericeira", "602 00 Brno", "Kendal LA9 5QX"])
def test_an_address_right_below_is_the_policys(code):
    """A postal address alone below the sentences needs no heading; a line without a postal code is none."""
    assert beside(f"<address>Mill Ltd, Lane 4, {code}</address>") == [f"Mill Ltd, Lane 4, {code}"]
    assert beside("<address>Mill Ltd, Lane 4</address>") == []


def test_the_next_number_may_be_of_another_rank():
    """A heading that goes on with the count, each number of which stands once, heads a section whatever its rank."""
    counted = "".join(f"<h2>{n + 1}. Part</h2><p>{text}</p>" for n, text in enumerate(SAID))
    found = texts(f"<div class=rte>{counted}</div><div class=block><h4>5. Shops</h4><p>Hull and York</p></div>")
    assert found[-2:] == ["5. Shops", "Hull and York"]


@pytest.mark.parametrize("around", ["{}", "<div><h2>Notice</h2>{}</div>"], ids=["article", "below its heading"])
def test_what_stands_beside_one_sentence_is_of_the_notice(around):
    """A short notice whose only long sentence is a paragraph keeps its short ones, its lists and its tables."""
    said = ["Nobody else receives it.", "Your name", "Your message", "Mill Ltd, Boathouse Lane"]
    short = f"<p>{said[0]}</p><ul><li>{said[1]}</li><li>{said[2]}</li></ul><p>{said[3]}</p>"
    assert texts(around.format(f"<p>{SAID[0]}</p>{short}"))[-5:] == [SAID[0], *said]


STRIPS = [
    "<div><p>Meet us at the boat show in Kendal on 14 May. <a href=/show>Get a ticket</a></p></div>",
    "<div><a href=/fair>We wait for you at the fair in Hull, 14 to 18 May 2026, hall 7</a></div>",
    "<p>Policy · 5 min read</p>",
    "<div>Legal | 12 min read</div>",
]


@pytest.mark.parametrize("strip", STRIPS)
def test_strips_below_the_title_are_left_out(strip):
    """What bids to an event on a day, and a count with a label beside it, is none of the text."""
    assert texts(f"{strip}<p>{SAID[3]}</p>{BODY}") == texts(f"<p>{SAID[3]}</p>{BODY}")


@pytest.mark.parametrize(
    "line",
    [
        "<div><p>This text applies from 14 May. <a href=/old>Older texts</a></p></div>",
        "<div><p>We share your data with Harrow Ltd until 14 May. <a href=/h>Their policy</a></p></div>",
        "<p>The mill opens on 14 May.</p>",
        "<p>3 March 2025 · 5 min read</p>",
    ],
    ids=["from when on", "a clause", "no link", "a date"],
)
def test_other_lines_with_a_date_stay(line):
    """What dates the text, what speaks of a policy's matter and what leads nowhere is no strip."""
    assert len(texts(f"{line}<p>{SAID[3]}</p>{BODY}")) == len(texts(f"<p>{SAID[3]}</p>{BODY}")) + 1


def test_the_label_of_an_advertisement_stands_alone():
    """A label between sentences is left out without any name; as an entry among others it is one."""
    assert "Advertisement" not in texts(f"<p>{SAID[3]}</p><div>Advertisement</div>{BODY}")
    entries = "<ul><li>Orders</li><li>Advertisement</li><li>Letters</li></ul>"
    assert "Advertisement" in texts(f"<p>{SAID[3]}</p>{entries}{BODY}")


@pytest.mark.parametrize("wrap", ["main", "div class=container"])
@pytest.mark.parametrize("at", ["Part C", "the last"])
@pytest.mark.parametrize("tag", ["footer", "form", "aside"])
def test_a_clause_in_a_box_is_kept_in_any_section_and_on_any_page(tag, at, wrap):
    """The last section ends with its element; where a page has no main part, what holds its sentences is that."""
    said = "We keep the results of each race for ten years and erase all other records after two."
    field = "<input name='q'>" if tag == "form" else ""
    sections = [
        f"<section><h2>Part {part}</h2><p>We store what you write in part {part} for a year.</p></section>"
        for part in "ABCDE"
    ]
    place = 2 if at == "Part C" else 4
    sections[place] = sections[place].replace("</section>", f"<{tag}><p>{said}</p>{field}</{tag}></section>")
    end = wrap.partition(" ")[0]
    page = f"<html lang='en'><body><{wrap}><h1>Privacy</h1>{''.join(sections)}</{end}><p>Est. 1987</p></body></html>"
    assert said in [block.text for block in extract(page.encode()).blocks]
