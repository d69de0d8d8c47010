from __future__ import annotations

import json
from time import process_time

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.reading import Reading
from monitor.core.records import Document, FailureKind
from tests import costs

SENTENCES = [
    "We collect your name and your address when you register with us, and we keep these personal data for five years.",
    "We share these personal data with nobody but the courier who brings what you have ordered from our shop to you.",
    "You have the right to ask us at any time which personal data we hold about you, and to receive a copy of these.",
] * 4
PAGE = "<html><head><meta charset=utf-8>{head}</head><body><main><h1>Policy</h1>{body}</main></body></html>"
KEY = 0x42


def protected(address):
    """Return an address as Cloudflare hides it."""
    return bytes([KEY, *(ord(char) ^ KEY for char in address)]).hex()


def drawn(body):
    """Return the words drawn from a page."""
    return " ".join(block.text for block in extract(body.encode()).blocks)


@pytest.mark.parametrize(
    "hidden",
    [
        lambda a: (
            f"<a href='/cdn-cgi/l/email-protection' class='__cf_email__' data-cfemail='{protected(a)}'>[email&#160;protected]</a>"
        ),
        lambda a: f"<a href='/cdn-cgi/l/email-protection#{protected(a)}'>[email protected]</a>",
        lambda a: "".join(f"&#{ord(char)};" for char in a),
        lambda a: "".join(f"&#x{ord(char):x};" for char in a),
        lambda a: (
            f"<script>var u='{a.partition('@')[0]}';var d = \"{a.partition('@')[2]}\";document.write(u + '@' + d);</script>"
        ),
        lambda a: f"<script>document.write('<a href=\"mailto:x\">' + '{a[:3]}' + '{a[3:]}' + '</a>')</script>",
        lambda a: f"{a[:2]}<span>{a[2:4]}</span>&shy;&#8203;{a[4:]}",
    ],
)
def test_hidden_addresses(hidden):
    """An address hidden from robots is read as a reader sees it, and its change moves the digest."""
    text = "".join(f"<p>{said}</p>" for said in SENTENCES)
    first, second = (
        PAGE.format(head="", body=f"{text}<p>Write to {hidden(address)} about your data.</p>")
        for address in ("privacy@heron.example", "dpo@heron.example")
    )
    assert "Write to privacy@heron.example about your data." in drawn(first)
    assert visible_digest(Reading(content=first.encode())) != visible_digest(Reading(content=second.encode()))


def shell(state):
    """Return the page of a script application with this state."""
    script = f"<script id=__NEXT_DATA__ type=application/json>{json.dumps(state)}</script>"
    return f"<html><body><div id=__next></div>{script}</body></html>"


def test_structured_text_keeps_its_blocks():
    """Nodes of an editor become the blocks they are: headings, joined spans, items."""
    spans = [{"type": "text", "text": part} for part in (SENTENCES[0][:20], SENTENCES[0][20:])]
    nodes = [
        {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "What we collect"}]},
        {"type": "paragraph", "content": spans},
        {
            "type": "bulletList",
            "content": [{"type": "listItem", "content": [{"type": "text", "text": said}]} for said in SENTENCES[1:]],
        },
    ]
    blocks = extract(shell({"doc": {"type": "doc", "content": nodes}}).encode()).blocks
    assert [(block.kind.value, block.text) for block in blocks] == [
        ("heading", "What we collect"),
        ("paragraph", SENTENCES[0]),
        *(("item", said) for said in SENTENCES[1:]),
    ]


def test_state_is_read_only_where_the_page_holds_no_policy():
    """What the page shows goes before what its scripts know; a state that is no policy is none."""
    text = "".join(f"<p>{said}</p>" for said in SENTENCES)
    state = shell({"paragraphs": [said.replace("five", "nine") for said in SENTENCES]})
    assert "nine" not in drawn(state.replace("<div id=__next>", f"<div id=__next>{text}"))
    assert "nine" in drawn(state)
    labels = {"labels": ["Press this button to put the thing that you see into the basket of your choice"] * 40}
    assert extract(shell(labels).encode()).kind is FailureKind.EMPTY


@pytest.mark.drill
@pytest.mark.parametrize(
    "state", ["[" * 200_000, '{"a":' * 100_000, "={" * 300_000, "[" + '{"text":"a b"},' * 200_000 + "1]"]
)
def test_hostile_state_is_bounded(state):
    """Deep, endless and broken state costs what some hundreds of honest pages do at most."""
    start = process_time()
    body = f"<html><body><div id=root></div><script>window.state = {state};</script></body></html>".encode()
    assert not isinstance(extract(body), Document)
    visible_digest(Reading(content=body))
    assert costs.fits(process_time() - start, pages=750)


def test_markdown_in_a_state_is_read_as_far_as_of_a_file():
    """Markdown is read as such up to what is read of a file that is Markdown; what follows is text as any other."""
    texts = [f"## Part {number}\n\n- {SENTENCES[0]}\n- {'word ' * 60_000}" for number in range(5)]
    blocks = extract(shell({"texts": texts}).encode()).blocks
    assert [block.text for block in blocks if "Part" in block.text] == [
        *[f"Part {number}" for number in range(3)],
        *[f"## Part {number}" for number in range(3, 5)],
    ]


@pytest.mark.parametrize(
    "head", ["<meta http-equiv=Content-Language content=cs-CZ>", "<meta property=og:locale content=cs_CZ>"]
)
def test_the_head_may_declare_the_language(head):
    """Without a lang attribute the head's word counts, where the text does not contradict it."""
    assert extract(PAGE.format(head=head, body="<p>" + "Zzz qqq xxx " * 40).encode()).language == "cs"
    assert extract(PAGE.format(head=head, body="".join(f"<p>{said}" for said in SENTENCES)).encode()).language == "en"
