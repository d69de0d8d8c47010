"""An address or number that a link has behind other words is drawn beside these, so that its change is one of contact."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.emails import contact_behind
from crawler.extraction.reading.reading import Reading
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Rule, Significance
from monitor.core.significance.verdict import of_form

CLAUSES = [
    "We collect your name and your address when you register with us, and keep both for five years.",
    "We share these data with nobody but the courier who brings what you have ordered from us.",
]
# The key, and each letter XORed with it, as Cloudflare writes "dpo@mill.example".
PROTECTED = "/cdn-cgi/l/email-protection#01" + "".join(f"{ord(letter) ^ 1:02x}" for letter in "dpo@mill.example")


def _page(body):
    clauses = "".join(f"<p>{clause}</p>" for clause in CLAUSES)
    return f"<html lang=en><body><main><h1>Privacy policy</h1>{clauses}{body}</main>".encode()


def _drawn(body):
    return policy_text(extract(_page(body), media_type="text/html"))


def _digest(body):
    return visible_digest(Reading(content=_page(body), media_type="text/html"))


@pytest.mark.parametrize(
    ("link", "contact"),
    [
        ("<a href='mailto:dpo@mill.example'>write to us</a>", "<mailto:dpo@mill.example>"),
        ("<a href='MAILTO:dpo@mill.example?subject=Data%20please'>write to us</a>", "<mailto:dpo@mill.example>"),
        ("<a href=' mailto:dpo%40mill.example'><b>write</b> to us</a>", "<mailto:dpo@mill.example>"),
        ("<a href='mailto:dpo@mill.example'>info@mill.example</a>", "<mailto:dpo@mill.example>"),
        (f"<a href='{PROTECTED}'>write to us</a>", "<mailto:dpo@mill.example>"),
        ("<a href='tel:+44-20-1234-5678'>call us</a>", "<tel:+442012345678>"),
        ("<a href='tel:+442012345678'>0800 555 000</a>", "<tel:+442012345678>"),
        # shown, in one spelling or another
        ("<a href='mailto:dpo@mill.example'>dpo@mill.example</a>", ""),
        ("<a href='mailto:DPO@mill-lane.example'>dpo (at) mill-lane (dot) example</a>", ""),
        (f"<a href='{PROTECTED}'>[email protected]</a>", ""),
        ("<a href='tel:+442012345678'>020 / 1234 5678</a>", ""),
        # no words, no contact
        ("<a href='mailto:dpo@mill.example'><img src=x></a>", ""),
        ("<a href='mailto:?subject=Read%20this'>share it</a>", ""),
        ("<a href='mailto:nobody'>write to us</a>", ""),
        ("<a href='https://mill.example/dpo@mill.example'>write to us</a>", ""),
        ("<a>write to us</a>", ""),
    ],
)
def test_what_a_link_has_behind_its_words(link, contact):
    """It is an address or a number where the words do not show it themselves."""
    assert contact_behind(fragment_fromstring(link)) == contact


@pytest.mark.parametrize(
    ("target", "other"),
    [("mailto:dpo@mill.example", "mailto:ads@broker.example"), ("tel:+442012345678", "tel:+442087654321")],
)
@pytest.mark.parametrize(
    "body",
    [
        "<p>Ask for a copy of your data: <a href='{}'>write to us</a> at any time.</p>",
        "<ul><li>Ask us: <a href='{}'><b>contact</b></a></li><li>Complain to the office.</li></ul>",
        "<table><tr><th>Who<th>How<tr><td>We<td><a href='{}'>contact</a><tr><td>The office<td>by letter</table>",
        "<p>Ask for a copy of your data at <a href='{}'>info@mill.example</a> at any time.</p>",
    ],
)
def test_another_contact_behind_the_same_words_is_told(body, target, other):
    """It is told as a change of contact, and no shortcut takes the page for the same."""
    before, after = (body.replace("{}", one) for one in (target, other))
    (change,) = compare(_drawn(before), _drawn(after)).changes
    assert change.significance is Significance.MATERIAL
    assert [reason.rule.value for reason in change.reasons] == ["contact"]
    assert _digest(before) != _digest(after)


def test_what_leads_elsewhere_is_no_contact():
    """Links to pages, and what a mail is to begin with, may change without a word."""
    body = "<p>Ask for a copy of your data: <a href='{}'>write to us</a> at any time.</p>"
    for one, other in (
        ("https://mill.example/a", "https://broker.example/b"),
        ("mailto:dpo@mill.example?subject=a", "mailto:dpo@mill.example?subject=b"),
    ):
        before, after = body.replace("{}", one), body.replace("{}", other)
        assert _drawn(before).clauses == _drawn(after).clauses
        assert _digest(before) == _digest(after)


def test_a_contact_that_came_or_went_behind_the_same_words_is_a_change_of_form():
    """A link that was put behind words, or taken away, is recorded and not told; what else changed there is."""
    shown, linked = (
        f"<p>Ask for a copy of your data: {each} at any time.</p>"
        for each in ("write to us", "<a href='mailto:dpo@mill.example'>write to us</a>")
    )
    for one, other in ((shown, linked), (linked, shown)):
        (change,) = compare(_drawn(one), _drawn(other)).changes
        assert (change.significance, change.reasons) == of_form("link address")
        (change,) = compare(_drawn(one), _drawn(other.replace("at any time", "within five years"))).changes
        assert change.significance.is_told
        assert not any(reason.rule is Rule.CONTACT for reason in change.reasons)


def test_a_heading_stays_as_it_is_shown():
    """The target of a link in a heading is no part of a section's name."""
    text = _drawn(
        "<h2><a href='mailto:dpo@mill.example'>Your rights</a></h2><p>You may ask us for your personal data.</p>"
    )
    assert text.clauses[-1].heading_path[-1] == "Your rights"
