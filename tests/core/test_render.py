from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.comparison.redline import redline
from monitor.core.comparison.render import (
    comparison_html,
    comparison_markdown,
    comparison_text,
    elided,
    redline_html,
    shown,
)
from monitor.core.contract import comparison_json, document_json
from monitor.core.records import RedlineOp
from tests.core.helpers import document, drawn, edited, heading, item, paragraph

OLD = drawn(
    heading("Storage"), item("4.2 We keep invoices for 5 years.", ""), paragraph("We like  trees."), stated="2024-05-01"
)
NEW = drawn(
    heading("Storage"), item("4.2 We keep invoices for 10 years.", ""), paragraph("We like trees."), stated="2024-06-01"
)


def test_text_shows_where_what_and_why():
    """A terminal reads the place, the kind, the reasons and the marked words; cosmetic changes only on request."""
    assert comparison_text(compare(OLD, NEW)) == (
        "1 material clause change, 1 cosmetic; stated date 1 May 2024 -> 1 June 2024.\n\n"
        "Reworded (material)  Storage > 4.2\n"
        "  why: retention: 5 years -> 10 years\n"
        "  4.2 We keep invoices for [-5-]{+10+} years.\n"
    )
    assert "why: white space" in comparison_text(compare(OLD, NEW), cosmetic=True)
    assert comparison_text(compare(OLD, OLD)) == "No change.\n"


def test_a_change_of_language_is_said_first():
    """One line names both languages, and a date that stayed makes nothing of it silent."""
    old = drawn(heading("Storage"), paragraph("We keep invoices for 5 years."), stated="2024-05-01", language="en")
    new = drawn(heading("Stockage"), paragraph("Les factures sont gardées 5 ans."), stated="2024-05-01", language="fr")
    first = comparison_text(compare(old, new)).splitlines()[0]
    assert first.startswith("The page is now in French; before, it was in English (")
    assert "silent" not in first
    assert comparison_json(compare(old, new), None)["silent"] is False


def test_a_heading_that_came_is_named_once():
    """The place of a heading is its path, which ends in it; its number stands there already."""
    said = paragraph("We set two cookies.")
    new = drawn(heading("Policy", 1), heading("2. Cookies"), said)
    text = comparison_text(compare(drawn(heading("Policy", 1), said), new))
    assert "Heading added (minor)  Policy > 2. Cookies\n" in text
    assert "Cookies > 2." not in text


def test_the_gravest_change_is_shown_first():
    """A terminal and a page of its own show changes in the order of mails: the gravest first, then as on the page."""
    sentences = ("We like trees.", "Invoices are kept for 5 years.", "We like birds,", "We like ponds.")
    others = ("We like bees.", "Invoices are kept for 9 years.", "We like birds.", "We like lakes.")
    blocks = [[heading("About"), *map(paragraph, texts)] for texts in (sentences, others)]
    comparison = compare(*(drawn(*each) for each in blocks))
    new = ["Invoices are kept for 9 years.", "We like bees.", "We like lakes.", "We like birds."]
    assert [one.new[0].text for one in shown(comparison.changes, cosmetic=True)] == new
    assert [one.new[0].text for one in shown(comparison.changes)] == new[:3]
    assert [one["new"]["text"] for one in comparison_json(comparison, None)["changes"]] == list(others)
    html = comparison_html(comparison)
    assert html.index("years") < html.index("bees") < html.index("lakes")


def test_colour_comes_only_when_asked_for():
    """No escape sequence without the flag, balanced ones with it."""
    assert "\x1b" not in comparison_text(compare(OLD, NEW))
    coloured = comparison_text(compare(OLD, NEW), colour=True)
    assert "\x1b[31m[-5-]\x1b[0m\x1b[32m{+10+}\x1b[0m" in coloured


def test_markdown_marks_words_not_spaces():
    """Struck and bold marks sit at the words, or Markdown would not read them; what a page wrote is no markup."""
    old, new = drawn(paragraph("We keep *all* of it")), drawn(paragraph("We keep *all* of it, and more"))
    assert "> We keep \\*all\\* of it**, and more**" in comparison_markdown(compare(old, new))
    old, new = drawn(paragraph("We keep it")), drawn(paragraph("We gladly keep it"))
    assert "> We **gladly** keep it" in comparison_markdown(compare(old, new))


def test_html_escapes_everything_of_the_page():
    """No markup of a page survives in headings, texts or reasons."""
    nasty = '<img src=x onerror=alert(1)>"&'
    html = comparison_html(
        compare(drawn(heading("H")), drawn(heading(nasty), paragraph(f"{nasty} {nasty}@example.org")))
    )
    assert "<img" not in html
    assert "&lt;img" in html


def test_a_page_cannot_steer_the_terminal():
    """Control and direction characters are shown as replacement characters."""
    text = comparison_text(compare(drawn(), drawn(paragraph("a\x1b[2Jb\u202ec\x07d"))))
    assert "a\ufffd[2Jb\ufffdc\ufffdd" in text


def test_long_unchanged_stretches_are_elided_in_the_middle():
    """Only the words near the edits are shown of a long clause; the record keeps them all."""
    old = "word " * 400 + "here " + "word " * 400
    made = redline(old, old.replace("here", "there"))
    shown = list(elided(made))
    assert sum(len(text) for _, text in shown) < 400
    assert [op for op, _ in shown] == [op for op, _ in made]
    assert shown[0][1].startswith("…")
    assert shown[-1][1].endswith("…")


class _Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, _attrs):
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@settings(max_examples=100)
@given(edited())
def test_every_comparison_renders(pair):
    """Whatever changed, all forms come out: HTML balanced, JSON serialisable with the keys of the contract."""
    comparison = compare(*map(policy_text, pair))
    comparison_text(comparison, cosmetic=True)
    comparison_markdown(comparison, cosmetic=True)
    parser = _Balanced()
    parser.feed(comparison_html(comparison, cosmetic=True))
    assert parser.open == []
    value = json.loads(json.dumps(comparison_json(comparison, "x")))
    assert list(value) == ["id", "changed", "significance", "stated_date", "silent", "changes"]
    for change in value["changes"]:
        assert list(change) == [
            "kind",
            "significance",
            "topics",
            "reasons",
            "reason_details",
            "similarity",
            "old",
            "new",
            "redline",
        ]
        texts = ["".join(text for op, text in change["redline"] if op != other) for other in ("insert", "delete")]
        assert texts == [side["text"] if side else "" for side in (change["old"], change["new"])]


def test_the_contract_of_a_comparison():
    """The JSON of one changed clause, key by key."""
    value = comparison_json(compare(OLD, NEW), 7)
    assert value["changes"][0] == {
        "kind": "modified",
        "significance": "material",
        "topics": ["retention"],
        "reasons": ["retention: 5 years -> 10 years"],
        "reason_details": [{"rule": "period", "subject": "retention", "went": "5 years", "came": "10 years"}],
        "similarity": 0.857,
        "old": {"position": 0, "heading_path": ["Storage"], "text": "4.2 We keep invoices for 5 years."},
        "new": {"position": 0, "heading_path": ["Storage"], "text": "4.2 We keep invoices for 10 years."},
        "redline": [
            ["equal", "4.2 We keep invoices for "],
            ["delete", "5"],
            ["insert", "10"],
            ["equal", " years."],
        ],
    }
    assert (value["id"], value["changed"], value["significance"], value["silent"]) == (7, True, "material", False)
    assert value["stated_date"] == {"old": "2024-05-01", "new": "2024-06-01"}


def test_the_contract_of_a_document():
    """The JSON of an extracted document."""
    assert document_json("a.html", policy_text(document(heading("A"), item("x", "1.")))) == {
        "source": "a.html",
        "title": "",
        "language": "en",
        "stated_date": None,
        "extractor": "test",
        "clauses": [{"position": 0, "kind": "item", "heading_path": ["A"], "label": "1.", "text": "x"}],
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("we keep it", "we keep it", [("equal", "we keep it")]),
        ("", "new", [("insert", "new")]),
        (
            "我们收集信息",
            "我们保存信息",
            [("equal", "我们"), ("delete", "收集"), ("insert", "保存"), ("equal", "信息")],
        ),
        ("one two three", "uno dos tres", [("delete", "one two three"), ("insert", "uno dos tres")]),
        ("हम डेटा रखते हैं", "हम डेटा बेचते हैं", [("equal", "हम डेटा "), ("delete", "रखते"), ("insert", "बेचते"), ("equal", " हैं")]),
    ],
)
def test_redlines_go_by_word(old, new, expected):
    """Whole words are exchanged, characters in scripts without spaces, and lone shared spaces are not kept."""
    assert [(op.value, text) for op, text in redline(old, new)] == expected


def test_a_redline_in_html():
    """Edits are <ins> and <del>."""
    html = redline_html(((RedlineOp.EQUAL, "a "), (RedlineOp.DELETE, "<b>"), (RedlineOp.INSERT, "c")))
    assert html.startswith("a <del ")
    assert ">&lt;b&gt;</del><ins " in html
