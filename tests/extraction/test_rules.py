"""The rules of extraction as values: each is shown at work, and together they account for every block."""

from __future__ import annotations

import json
import pathlib

import pytest

from crawler.extraction.drawing import OTHER_VERDICTS, Drawing
from crawler.extraction.extract import drawing_of, extract
from crawler.extraction.furniture.toggles import settled
from crawler.extraction.reading.html import parse
from crawler.extraction.reading.reading import Reading
from crawler.extraction.reading.walk import walk
from crawler.extraction.rule_table import RULE_TABLE, rows
from monitor.core.records import Document, FetchFailure
from tests.policies import clauses

PAGES = pathlib.Path(__file__).parent / "pages"
TEXTS = [text for lines in clauses(3).values() for text in lines]
POLICY = "".join(
    f"<h2>{topic}</h2>" + "".join(f"<p>{text}</p>" for text in lines) for topic, lines in clauses(3).items()
)
TEASER = "Bring your whole team together and ship twice as fast with the workspace that thinks ahead of everyone."
OUR = "We share your personal data with carriers who bring your parcel, and with nobody else."


def page(inside: str = "", *, before: str = "", after: str = "", end: str = "", title: str = "Privacy policy") -> str:
    """Return a page: what stands before the policy's element, in it below the title, at its end, and after it."""
    return (
        f'<html lang="en"><body>{before}<main><div class="text"><h1>{title}</h1>{inside}{POLICY}{end}</div></main>'
        f"{after}</body></html>"
    )


def drawn_of(content: bytes, **declared: str) -> Drawing:
    """Return what is drawn of a body, with what became of each block."""
    return drawing_of(Reading(content=content, **declared))


# (rule, words that it decides about, the page)
CASES = [
    ("consent manager", TEASER, page(before=f'<div id="onetrust-banner-sdk"><p>{TEASER}</p></div>')),
    (
        "cookie prompt",
        "We and our partners use cookies to measure how our pages are read by people.",
        page(
            before="<div><p>We and our partners use cookies to measure how our pages are read by people.</p>"
            "<button>Accept all</button><button>Reject all</button></div>"
        ),
    ),
    ("menu", "Home", page(before="<nav><a href='/'>Home</a></nav>")),
    ("dialog", "Are you sure?", page(before="<dialog><p>Are you sure?</p></dialog>")),
    (
        "call to act",
        "Spring has come",
        page("<div class='promo'><p>Spring has come</p><a href='/x'>Look at it</a></div>"),
    ),
    ("advertisement", "Advertising", page("<div class='ad-slot'><span>Advertising</span></div>")),
    ("label of an advertisement", "Advertisement", page("<div><span>Advertisement</span></div>")),
    (
        "strip below the title",
        "BETA This is a new service; your feedback will help us improve it.",
        page("<div><p>BETA This is a new service; your <a href='/s'>feedback</a> will help us improve it.</p></div>"),
    ),
    ("box of links", "Berlin", page("<div class='sidebar'><a href='/b'>Berlin</a></div>")),
    ("box with controls", "Find a shop", page("<form><p>Find a shop</p><input name='q'></form>")),
    ("box to fill in", TEASER, page(f"<div><p>{TEASER}</p><input name='q'></div>")),
    (
        "menu before the title",
        TEASER,
        page(before=f"<div class='banner-area'><p>{TEASER}</p><p>{TEASER}</p></div>", title="Privacy policy"),
    ),
    (
        "widget",
        "Share this page",
        page(end="<div><p>Share this page</p><a href='/f'>By mail</a> <a href='/g'>By post</a></div>"),
    ),
    ("policy", TEXTS[0], page()),
    (
        "introduction",
        "Our policy in short",
        f"<html lang='en'><body><div><h1>Our policy in short</h1></div><div>{POLICY}</div></body></html>",
    ),
    (
        "section beside it",
        "Ada Flint",
        page("<h2>1. Aims</h2><h2>2. Data</h2>", after="<footer><h2>3. Contact</h2><p>Ada Flint</p></footer>"),
    ),
    ("promotion beside it", TEASER, page(after=f"<div class='sidebar'><p>{TEASER}</p></div>")),
    ("short part beside it", "You may object to this.", page(after="<div><p>You may object to this.</p></div>")),
    ("part beside it", OUR, page(after=f"<div><p>{OUR}</p></div>")),
    ("rest of a part beside it", "In short.", page(after=f"<div><p>In short.</p><p>{OUR}</p></div>")),
    ("elsewhere on the page", "Est. 1987", page(after="<div><p>Est. 1987</p></div>")),
    (
        "lines before the title",
        "Spring has come",
        f"<html lang='en'><body><div><p>Spring has come</p><h1>Privacy policy</h1>{POLICY}</div></body></html>",
    ),
    (
        "promotion at the end",
        "Parcels in winter",
        page(end="<h2>Related articles</h2><ul><li><a href='/w'>Parcels in winter</a></li></ul>"),
    ),
    (
        "title of the contents",
        "Contents",
        page("<h2>Contents</h2><nav><a href='/p#1'>First steps</a></nav>"),
    ),
    (
        "tracking pixel",
        '<img src="https://t.example/p.gif" width="1">',
        page("<p>&lt;img src=&quot;https://t.example/p.gif&quot; width=&quot;1&quot;&gt;</p>"),
    ),
    (
        "server message",
        "Warning: Undefined variable $x in /www/page.php on line 12",
        page("<p>Warning: Undefined variable $x in /www/page.php on line 12</p>"),
    ),
    ("one word again and again", " ".join(["word"] * 20), page(end=f"<div>{'word ' * 20}</div>")),
    ("last lines", "© 2026 Shop", page(end="<p>© 2026 Shop</p>")),
    (
        "first lines",
        "Skip to content",
        f"<div><p>Skip to content</p>{''.join(f'<p>{text}</p>' for text in TEXTS)}</div>",
    ),
    ("counter", "1,204 views", page("<p>1,204 views</p>")),
    (
        "recurring control",
        "Back to top",
        page().replace("<h2>", "<a href='/top'>Back to top</a><h2>"),
    ),
    (
        "recurring end of a section",
        "Was it of use?",
        page().replace("<h2>", "<p>Was it of use?</p><h2>"),
    ),
    ("control near the title", "Print", page("<p>We care.</p><p><a href='/print'>Print</a></p>")),
    ("menu entry near the title", "Contact us", page("<h2>Contact us</h2>")),
    (
        "table of contents",
        "First steps",
        page("<p><a href='#1'>First steps</a></p><p><a href='#2'>Next steps</a></p><p><a href='#3'>Last steps</a></p>"),
    ),
    ("button", "Order now", page("<button>Order now</button>")),
    ("struck out", "We sell your data.", page("<p>We share nothing. <del>We sell your data.</del></p>")),
    (
        "text not shown",
        TEXTS[0],
        f"<html lang='en'><body><p>Loading</p><textarea>{chr(10).join(TEXTS)}</textarea></body></html>",
    ),
    ("no policy", "Page not found", "<html lang='en'><title>404</title><body><h1>Page not found</h1></body></html>"),
]


@pytest.mark.parametrize(("rule", "words", "markup"), CASES, ids=[rule for rule, *_ in CASES])
def test_each_rule_is_shown_at_work(rule: str, words: str, markup: str) -> None:
    """On a page made for it, the rule of that name decides about the words, and says why."""
    found = [block for block in drawn_of(markup.encode(), media_type="text/html").blocks() if block.text == words]
    assert {block.rule for block in found} == {rule}, found
    assert all(block.because for block in found)
    keeps = {one.name for one in RULE_TABLE if one.keeps} | {"text not shown"}
    assert all(block.kept == (rule in keeps) for block in found)


def test_no_rule_is_without_a_page() -> None:
    """Each rule of the table has a page that shows it at work, a name of its own, and stands in the table for people."""
    names = [rule.name for rule in RULE_TABLE]
    assert len(set(names)) == len(names)
    asked_for = {"your selector", "part of the page", "rest of the page"}  # by who watches it, not by a page
    assert {rule for rule, *_ in CASES} | asked_for == {*names, *OTHER_VERDICTS}
    assert [name for name, *_ in rows()] == [*names, *OTHER_VERDICTS]


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_the_kept_blocks_are_the_document(path: pathlib.Path) -> None:
    """What the verdicts keep is word for word what is drawn, in its order, and every other run of the page is told too."""
    drawn = drawn_of(path.read_bytes())
    blocks = drawn.blocks()
    assert isinstance(drawn.result, Document)
    assert [block.text for block in blocks if block.kept] == [block.text for block in drawn.result.blocks]
    assert all(block.rule and block.because for block in blocks)
    assert drawn.result == extract(path.read_bytes())


@pytest.mark.parametrize(
    ("beside", "text"),
    [
        ("<nav><a href='/'>Home</a><a href='/p'>Prices</a><a href='/a'>About</a></nav>", "Home Prices About"),
        ("<nav><a href='/'>Ho<b>me</b></a><span>Prices</span></nav>", "Home Prices"),
        ("<button><span>Order</span><span>now</span></button>", "Order now"),
    ],
)
def test_entries_side_by_side_are_told_apart(beside: str, text: str) -> None:
    """What is left out is told with a blank between elements side by side, and word for word within them."""
    told = [block.text for block in drawn_of(page(before=beside).encode()).blocks() if not block.kept]
    assert told == [text]


def test_what_is_drawn_stands_as_on_the_page() -> None:
    """No blank parts elements side by side in the policy."""
    drawn = drawn_of(page("<p><span>We keep</span><b>its</b> <i>data</i>.</p>").encode())
    assert any(block.kept and block.text == "We keepits data." for block in drawn.blocks())


def test_selectors_are_told_as_such() -> None:
    """What a person pointed at is kept by the selector; what stands outside it, or was excluded, is left out by it."""
    markup = page("<p class='no'>Spring has come</p>", before="<p>Est. 1987</p>").encode()
    blocks = {
        block.text: block for block in drawing_of(Reading(content=markup), include="main", exclude=".no").blocks()
    }
    told = {text: (blocks[text].kept, blocks[text].rule) for text in ("Spring has come", "Est. 1987", TEXTS[0])}
    assert told == {
        "Spring has come": (False, "your selector"),
        "Est. 1987": (False, "your selector"),
        TEXTS[0]: (True, "your selector"),
    }


def test_nothing_is_kept_of_what_is_no_policy() -> None:
    """A page that is refused as a whole shows no block as kept, and names the kind of failure."""
    drawn = drawn_of(b"<html><body><h1>Page not found</h1><p>The page you look for is gone.</p></body></html>")
    assert isinstance(drawn.result, FetchFailure)
    assert [block.kept for block in drawn.blocks()] == [False, False]
    assert all(drawn.result.kind.value.replace("_", " ") in block.because for block in drawn.blocks())


def test_the_text_of_a_file_is_told_as_well() -> None:
    """Plain text, which no region is looked for in, says of each line what became of it."""
    message = "Warning: Undefined variable $x in /www/page.php on line 12"
    pixel = '<img src="https://t.example/p.gif">'
    text = "\n\n".join([pixel, message, "Privacy policy", *TEXTS, "© 2026 Shop"])
    blocks = drawn_of(text.encode(), media_type="text/plain", url="a.txt").blocks()
    left_out = [(block.text, block.rule) for block in blocks if not block.kept]
    assert left_out == [(pixel, "tracking pixel"), (message, "server message"), ("© 2026 Shop", "last lines")]


def test_a_long_block_is_told_in_part() -> None:
    """However long a block is, what is told of it stays a thousand characters, and so is what names it."""
    markup = page(before=f"<nav class='{'n' * 5000}'><a href='/'>{'word ' * 2000}</a></nav>").encode()
    block = next(block for block in drawn_of(markup).blocks() if not block.kept)
    assert len(block.text) == 1000
    assert len(block.because) < 200


def test_a_heading_that_only_unfolds_is_a_button() -> None:
    """After the walk, "Expand all" is no heading: its words count nowhere, and the other buttons keep their places."""
    toggle = "<div class='accordion'><button aria-expanded='false'>{}</button>{}</div>"
    body = toggle.format("Expand all", "") + "<button>Order</button>" + toggle.format("Refunds", "<p>We pay back.</p>")
    walked = walk(parse(f"<html><body><p>Above</p>{body}</body></html>"))
    page = settled(walked)
    assert [run.text for run in walked.runs] == ["Above", "Expand all", "Refunds", "We pay back."]
    assert [run.text for run in page.runs] == ["Above", "Refunds", "We pay back."]
    assert sorted((button.text, button.at) for button in page.buttons) == [("Expand all", 1), ("Order", 1)]
    assert page.nodes[0].words == walked.nodes[0].words - 2 == 5


def test_a_summary_that_only_unfolds_is_a_button() -> None:
    """The line that opens a panel heads what is in it, but for one that only bids to open it."""
    panel = "<details><summary>{}</summary><p>We pay back.</p></details>"
    walked = walk(parse(f"<html><body>{panel.format('See details')}{panel.format('Refunds')}</body></html>"))
    assert [run.text for run in settled(walked).runs] == ["We pay back.", "Refunds", "We pay back."]


@pytest.mark.parametrize("name", ["feedback", "how-we-share-data", "cookies", "your-account"])
def test_the_anchor_of_a_heading_is_no_name_of_furniture(name: str) -> None:
    """A heading that links to itself bears its own words as an identifier, and stays whatever they are."""
    found = drawn_of(page(f"<h2 id='{name}'><a href='#{name}'>Of our shop</a></h2><p>{OUR}</p>").encode()).blocks()
    assert any(block.text == "Of our shop" and block.kept for block in found)


def test_verdicts_are_plain_values() -> None:
    """What a worker hands back of a page is text and flags alone, which any program can read."""
    blocks = drawn_of(page().encode()).blocks()
    assert json.loads(json.dumps([block._asdict() for block in blocks]))[0].keys() == {
        "text",
        "kept",
        "rule",
        "because",
    }
