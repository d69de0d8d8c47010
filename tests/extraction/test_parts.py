"""The fragment of an address names a part of the page: that part is drawn, all of it, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.checking.judge import explain_body
from crawler.extraction.extract import extract
from crawler.extraction.policy.documents import documents_on
from crawler.extraction.reading.reading import Reading
from monitor.core.records import Body, Document, FailureKind, FetchFailure
from monitor.core.urls import with_part

OURS = "We keep your name and your address for two years, and then we delete them from all of our systems."
MORE = "If you object to that, write to us, and we delete both of them within the month that follows."
TERMS = "You may use our shop for your own ends only, and you may not sell on what you bought in it."
CRUMBS = "We set one cookie, which remembers what is in your basket for thirty days, and no other cookie."
LONG = " ".join(
    f"We keep the record of order {n} for {n + 2} months, and then we delete it for good." for n in range(20)
)


def page(body: str, *, head: str = "") -> bytes:
    """Return a page around a body, with a menu and a footer."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Legal | Shop</title>{head}</head><body>"
        f"<nav><a href='#privacy'>Privacy</a></nav><main>{body}</main><footer>© 2026 Shop</footer></body></html>"
    ).encode()


def drawn(body: bytes, part: str = "privacy", **by: str) -> Document | FetchFailure:
    """Draw a part of a page."""
    return extract(body, media_type="text/html", url=with_part("https://shop.example/legal", part), **by)


def texts(body: str, part: str = "privacy") -> list[str]:
    """Return the texts of a part of a page that are no headings."""
    found = drawn(page(body), part)
    assert isinstance(found, Document), found
    return [block.text for block in found.blocks if block.kind != "heading"]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Legal</h1><h2 id=privacy>Privacy</h2>{0}<h3>More</h3>{1}<h2 id=terms>Terms</h2>{2}",
        "<h1>Legal</h1><a name=privacy></a><h2>Privacy</h2>{0}<h3>More</h3>{1}<a name=terms></a><h2>Terms</h2>{2}",
        "<h1>Legal</h1><h2><span id=privacy>Privacy</span></h2>{0}<h3>More</h3>{1}<h2><i id=terms>Terms</i></h2>{2}",
        "<h1>Legal</h1><h2>Privacy</h2>{0}<h3>More</h3>{1}<h2>Terms</h2>{2}",
        "<aside><h4>Privacy</h4><a href=/p>Notice</a></aside><h2>Privacy</h2>{0}<h3>More</h3>{1}<h2>Terms</h2>{2}",
        "<h1>Legal</h1><div id=privacy class=anchor></div><h2>Privacy</h2>{0}<h3>More</h3>{1}<h2>Terms</h2>{2}",
        "<p><a name=privacy></a><b>Privacy</b></p>{0}<p><b>More</b></p>{1}<p><a name=terms></a><b>Terms</b></p>{2}",
        "<div><div id=privacy><h2>Privacy</h2></div>{0}{1}</div><div><div id=terms><h2>Terms</h2></div>{2}</div>",
        "<section id=privacy class=modal><h2>Privacy</h2>{0}{1}</section><section id=terms><h2>Terms</h2>{2}</section>",
        "<div id=onetrust-consent-sdk><section id=privacy>{0}{1}</section></div><section>{2}</section>",
        "<section id=privacy class=onetrust-consent>{0}{1}</section><section>{2}</section>",
        "<section id=privacy><h2>Privacy</h2>{0}<h2>More</h2>{1}</section><section><h2>Terms</h2>{2}</section>",
        "<details id=privacy><summary>Privacy</summary>{0}{1}</details><details><summary>Terms</summary>{2}</details>",
        "<details><summary id=privacy>Privacy</summary>{0}{1}</details><details><summary>Terms</summary>{2}</details>",
        "<details><summary id=privacy>Ours</summary>{0}<details><summary>More</summary>{1}</details></details>{2}",
        "<dl><dt id=terms>Terms<dd>{2}<dt id=privacy>Privacy<dd>{0}{1}</dl>{2}",
        (
            "<ul role=tablist><li role=tab id=privacy aria-controls=one>Privacy<li role=tab>Terms</ul>"
            "<div role=tabpanel id=one>{0}{1}</div><div role=tabpanel hidden>{2}</div>"
        ),
        (
            "<div role=tablist><button role=tab>Terms</button><button role=tab id=two>Privacy</button></div>"
            "<div role=tabpanel>{2}</div><div role=tabpanel aria-labelledby=two hidden>{0}{1}</div>"
        ),
        "<div role=tabpanel id=privacy><div role=tabpanel>{0}</div>{1}</div><div role=tabpanel id=terms>{2}</div>",
        "<span id=privacy>{0}{1}</span><div>{2}</div>",
        "<div id=privacy>{0}{1}</div><div id=privacy>{2}</div>",
    ],
)
def test_a_part_is_drawn_whole_and_alone(body: str) -> None:
    """An element, a panel, what unfolds, a heading with what follows, an anchor up to the next: all of it, no more."""
    assert texts(body.format(*(f"<p>{text}</p>" for text in (OURS, MORE, TERMS)))) == [OURS, MORE]


@pytest.mark.parametrize("part", ["§ 3", "a b", "100%", 'x"]/*', "größe", "a#b", "it's", "\\", "<b>"])
def test_a_name_may_be_any_text(part: str) -> None:
    """What an id holds is compared letter for letter, never read as a selector."""
    said = part.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    assert texts(f'<div id="{said}"><p>{OURS}</p></div><div id=other><p>{TERMS}</p></div>', part) == [OURS]


def test_a_part_is_titled_by_its_own_heading() -> None:
    """A part bears the title of its heading; one without any that of the page."""
    found = drawn(page(f"<h2 id=privacy>Our privacy policy</h2><p>{OURS}</p><h2>Terms</h2><p>{TERMS}</p>"))
    bare = drawn(page(f"<div id=privacy><p>{OURS}</p></div>"))
    assert isinstance(found, Document)
    assert isinstance(bare, Document)
    assert (found.title, bare.title) == ("Our privacy policy", "Legal | Shop")


def test_furniture_in_a_part_goes_as_on_any_page() -> None:
    """A part is read as a page that holds nothing else would be, so what is no policy is left out of it too."""
    box = "<div><span>Share this page</span><ul><li><a href=/f>Facebook</a></li><li><a href=/x>X</a></li></ul></div>"
    body = f"<section id=privacy>{box}<p>{OURS}</p>{box}<p>{MORE}</p>{box}</section><section><p>{TERMS}</p></section>"
    assert texts(body) == [OURS, MORE]


def test_selectors_work_within_a_part() -> None:
    """What to keep and what to leave out is looked for in the part, with selectors that may begin outside."""
    body = page(
        f"<div class=all><div id=privacy><p class=a>{OURS}</p><p class=b>{MORE}</p></div></div><p class=a>{TERMS}</p>"
    )
    kept, left = drawn(body, include=".all p.a"), drawn(body, exclude=".all .a")
    assert isinstance(kept, Document)
    assert isinstance(left, Document)
    assert [[block.text for block in found.blocks] for found in (kept, left)] == [[OURS], [MORE]]


@pytest.mark.parametrize("missing", ["contact", "Privacy2", "/privacy", "!/contact"])
def test_a_part_that_is_not_there_is_a_failure_never_the_whole(missing: str) -> None:
    """Where the page has no part of that name, no text is drawn, and the failure names the part."""
    found = drawn(page(f"<h2 id=private>Private</h2><p>{OURS}</p><p>{MORE}</p><p>{TERMS}</p><p>{CRUMBS}</p>"), missing)
    assert isinstance(found, FetchFailure)
    assert found.kind is FailureKind.SELECTOR
    assert missing in found.detail


@pytest.mark.parametrize("behind", ["<div id=terms>", "<aside><h2>Terms</h2>"])
def test_a_part_without_text_is_a_failure(behind: str) -> None:
    """An empty element is not filled from its neighbours."""
    found = drawn(page(f"<div id=privacy></div>{behind}<p>{TERMS}</p><p>{OURS}</p>"))
    assert isinstance(found, FetchFailure)
    assert found.kind is FailureKind.SELECTOR


def test_a_wall_in_place_of_the_page_is_told_as_a_wall() -> None:
    """Where the page itself is none, the failure says what it is, not that a part is missing."""
    wall = (
        b"<html><title>Just a moment...</title><body><script>_cf_chl_opt={}</script>Checking your browser</body></html>"
    )
    found = drawn(wall)
    assert isinstance(found, FetchFailure)
    assert found.kind is FailureKind.BLOCKED


@pytest.mark.parametrize(("media_type", "body"), [("text/plain", OURS * 3), ("text/markdown", f"# privacy\n\n{OURS}")])
def test_only_web_pages_have_parts(media_type: str, body: str) -> None:
    """Plain text and Markdown are not drawn whole where a part was asked for."""
    found = extract(body.encode(), media_type=media_type, url="https://shop.example/legal.md#privacy.txt")
    assert isinstance(found, FetchFailure)
    assert found.kind is FailureKind.SELECTOR
    assert "Markdown" in found.detail


STATES = {
    "listed": [{"slug": "privacy", "title": "Our privacy", "body": f"<p>{OURS}</p><p>{MORE}</p>"},
               {"slug": "terms", "title": "Our terms", "body": f"<p>{TERMS}</p>"}],
    "by key": {"privacy": f"<p>{OURS}</p><p>{MORE}</p>", "terms": f"<p>{TERMS}</p>"},
    "by address": [{"path": "/en/privacy", "html": f"<p>{OURS}</p><p>{MORE}</p>"},
                   {"path": "/en/terms", "html": f"<p>{TERMS}</p>"}],
    "led to": [{"id": "privacy", "label": "Privacy"}, {"id": "privacy", "text": [OURS, MORE]}],
    "led back to": [{"id": "privacy", "text": [OURS, MORE]}, {"id": "privacy", "label": "Privacy"}],
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("part", ["privacy", "/privacy"])
def test_a_document_in_the_state_of_scripts_is_a_part(state: str, part: str) -> None:
    """What the scripts hold under a key, an identifier or an address is drawn by that name, and no other document."""
    body = f"<div id=root></div><script type='application/json'>{json.dumps({'docs': STATES[state]})}</script>"
    found = drawn(f"<html lang=en><title>Shop</title><body>{body}</body></html>".encode(), part)
    assert isinstance(found, Document), found
    assert [block.text for block in found.blocks if block.kind != "heading"] == [OURS, MORE]


def test_a_part_that_is_shown_is_read_from_the_page() -> None:
    """However short it is, and whatever scripts there are, what the page shows counts; an empty element is filled."""
    state = json.dumps({"privacy": [MORE, TERMS, CRUMBS, LONG], "terms": [TERMS, LONG]})
    scripts = f"<script>1</script><script>2</script><script type='application/json'>{state}</script>"
    found = [drawn(page(f"<div id=privacy>{shown}</div>", head=scripts)) for shown in (f"<p>{OURS}</p>", "")]
    assert all(isinstance(one, Document) for one in found), found
    assert [one.blocks[0].text for one in found] == [OURS, MORE]


SAME = "<h2{0}>{1}</h2><p>Last updated: 1 May 2026</p><h2>Our part</h2>{2}<h2>Your part</h2>{3}"


@pytest.mark.parametrize(
    "box",
    [
        "<section>{}</section>",
        "<div class=item>{}</div>",
        "<div class=item><div class=body>{}</div></div>",
    ],
)
def test_a_heading_over_sections_of_its_own_rank_means_its_box(box: str) -> None:
    """Where the headings of a document have the rank of its title, the box it stands in tells where it ends."""
    ours = SAME.format(" id=privacy", "Privacy", f"<p>{OURS}</p>", f"<p>{MORE}</p>")
    terms = SAME.format("", "Terms", f"<p>{TERMS}</p>", f"<p>{CRUMBS}</p>")
    assert texts(box.format(ours) + box.format(terms)) == ["Last updated: 1 May 2026", OURS, MORE]


@pytest.mark.parametrize(
    "body",
    [
        "<h2 id=privacy>Privacy</h2><h2>Our part</h2><p>{0}</p><h2>Terms</h2><p>{1}</p>",
        "<p id=privacy>Privacy</p><p>{0}</p><p id=terms>Terms</p><p>{1}</p>",
        "<p id=privacy><b>Privacy</b></p><p>{0}</p><p id=terms><b>Terms</b></p><p>{1}</p>",
        "<div id=privacy></div><div><h2>Terms</h2><p>{1}</p></div><p>{0}</p>",
    ],
)
def test_a_title_alone_is_no_part(body: str) -> None:
    """Of what nothing but a title can be told, the check fails; a watch of one word would never hear of a change."""
    found = drawn(page(body.format(OURS, TERMS)))
    assert isinstance(found, FetchFailure)
    assert found.kind is FailureKind.SELECTOR


@pytest.mark.parametrize(
    "entry",
    [
        "<ul><li id=privacy><a href=/p>Privacy</a></li></ul>",
        "<p>See our <a id=privacy href=/p>notice</a>.</p>",
        "<ul><li id=privacy><a href=/p>Privacy</a><ul><li><a href=/c>Cookies</a></li></ul></li></ul>",
    ],
)
@pytest.mark.parametrize("heading", ["<h2 id=privacy>Our notice</h2>", "<h2>Privacy</h2>"])
def test_an_entry_of_a_menu_is_the_part_only_if_nothing_else_is(entry: str, heading: str) -> None:
    """The id of a link in a menu names no part where another element has it, or a heading has the words."""
    assert texts(f"{entry}{heading}<p>{OURS}</p><h2>Terms</h2><p>{TERMS}</p>") == [OURS]


def test_an_empty_block_with_the_id_means_the_block_below_that_bears_the_name() -> None:
    """Builders put the id into an empty block of its own, some elements above the heading that it is for."""
    anchor = "<div class=widget><div class=inner><div class=menu-anchor id={}></div></div></div>"
    text = "<div class=widget><div class=inner><h2>{} policy</h2><p>{}</p></div></div>"
    body = (
        anchor.format("privacy") + text.format("Privacy", OURS) + anchor.format("terms") + text.format("Terms", TERMS)
    )
    assert texts(body) == [OURS]


def test_what_stands_outside_a_part_is_told() -> None:
    """Each block that is left out for standing elsewhere names that as the reason, and none is passed over."""
    body = page(f"<h2>Terms</h2><p>{TERMS}</p><h2 id=privacy>Privacy</h2><p>{OURS}</p><h2>Cookies</h2><p>{CRUMBS}</p>")
    blocks = explain_body(Body(content=body, media_type="text/html"), url="https://shop.example/legal#privacy").blocks
    outside = [block.text for block in blocks if block.rule == "rest of the page"]
    assert outside == ["Privacy", "Terms", TERMS, "Cookies", CRUMBS, "© 2026 Shop"]
    assert [block.text for block in blocks if block.kept] == ["Privacy", OURS]


@given(st.lists(st.sampled_from(["h1", "h2", "h3", "p", "a", "li", "section", "/section"]), max_size=12), st.data())
def test_a_part_has_only_text_of_its_page_in_its_order(tags: list[str], data: st.DataObject) -> None:
    """Whatever stands around whatever id, what is drawn is text of the page, each once, in the page's order."""
    at = data.draw(st.integers(0, max(0, len(tags) - 1)))
    markup = "".join(
        f"<{tag} id={'privacy' if n == at else f'n{n}'}>{n}: {OURS}" if tag[0] != "/" else f"<{tag}>"
        for n, tag in enumerate(tags)
    )
    found = drawn(page(markup))
    numbers = [int(block.text.split(":")[0]) for block in found.blocks] if isinstance(found, Document) else []
    assert numbers == sorted(set(numbers))


TABBED = (
    "<ul role=tablist><li role=tab aria-controls=one>Privacy<li role=tab aria-controls=two>Cookies</ul>"
    "<div role=tabpanel id=one>{0}</div><div role=tabpanel id=two hidden>{0}</div>"
)
STORED = (
    '<script type="application/json">[{{"slug": "pp", "title": "Privacy policy", "body": "{0}"}},'
    '{{"slug": "tt", "title": "Terms of use", "body": "{0}"}}]</script>'
)
HEADED = (
    "<h1>Legal</h1><h2 id=pp>Privacy policy</h2><p>{0}</p><h3>Cookies</h3><p>{0}</p><h2>Terms of use</h2><p>{0}</p>"
)
LED = (
    "<ul><li><a href='#{0}'>{1}</a><li><a href='#{2}'>{3}</a></ul>"
    "<div id={0}><div class=title><p>{1}</p></div><p>{4}</p></div><div id={2}><div><p>{3}</p></div><p>{4}</p></div>"
)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (HEADED, ["pp", "Terms of use"]),
        ("<section id=a><h1>Privacy policy</h1><p>{0}</p></section><h1><a id=b></a>Terms of use</h1><p>{0}</p>", ["a", "b"]),
        (TABBED, ["one", "two"]),
        ("<details id=a><summary>Privacy policy</summary>{0}</details><details id=b><summary>Terms of use</summary>{0}", ["a", "b"]),
        (STORED, ["pp", "tt"]),
        (STORED.replace("pp", "a\\u0007b"), []),
        (HEADED.replace("id=pp", "id=top"), ["Privacy policy", "Terms of use"]),
        ("<h1>Terms & privacy</h1><h2 id=a>Terms of use</h2><p>{0}</p><h2 id=b>Privacy policy</h2><p>{0}</p>", ["a", "b"]),
        ("<h1>AGB und Datenschutz</h1><h2 id=a>AGB</h2><p>{0}</p><h2 id=b>Datenschutz</h2><p>{0}</p>", ["a", "b"]),
        ("<h1>Privacy and cookie policy</h1><h2 id=a>Privacy policy</h2><p>{0}</p><h2 id=b>Cookies</h2><p>{0}</p>", []),
        (LED.format("a", "Privacy policy", "b", "Terms of use", "{0}"), ["a", "b"]),
        (LED.format("a", "Informativa sulla privacy", "b", "Cookie policy", "{0}"), ["a", "b"]),
        (LED.format("a", "Zásady ochrany osobních údajů", "b", "Obchodní podmínky", "{0}"), ["a", "b"]),
        (LED.format("a", "Privacy policy", "b", "How we reach you", "{0}"), []),
        (LED.format("a", "Privacy policy", "b", "Cookies", "{0}") + "<p>{0}</p>" * 3, []),
        (LED.format("a", "Privacy policy", "b", "Terms of use", "Soon."), []),
        ("<h2 id=a>Privacy policy</h2><p>{0}</p><div class=modal><h2 id=b>Paramètres des cookies</h2><p>{0}</p></div>", []),
        ("<h1>Privacy policy</h1><h2 id=a>Cookies</h2><p>{0}</p><h2 id=b>Terms of use</h2><p>{0}</p>", []),
        ("<h2 id=a>Privacy policy</h2><p>{0}</p><h2 id=b>Changes to this privacy policy</h2><p>{0}</p>", []),
        ("<h2 id=a>Privacy policy</h2><p>Soon.</p><h2 id=b>Terms of use</h2><p>{0}</p>", []),
        ("<p>{0}</p>", []),
    ],
)  # fmt: skip
def test_the_documents_of_a_page_are_found(body: str, names: list[str]) -> None:
    """Documents side by side are told by name; sections of one policy, and what is short, are none."""
    reading = Reading(content=page(body.format(LONG)), media_type="text/html", url="https://shop.example/legal")
    found = documents_on(reading)
    assert [one.name for one in found] == names
    for one in found:
        assert isinstance(drawn(reading.content, one.name), Document)
