from __future__ import annotations

import json
from cProfile import Profile
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from time import process_time

import pytest

from crawler.checking.judge import judge
from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.reading import Reading
from monitor.core.records import (
    Baseline,
    Changed,
    Document,
    FailureKind,
    Fetched,
    Known,
    Snapshot,
    SnapshotReason,
    Unchanged,
)
from tests import costs
from tests.extraction.held import (
    FORMS,
    URL,
    assigned,
    element,
    flight_elements,
    lines_of,
    marked_up,
    noscript,
    paragraphs,
    policy,
    pushes,
    shell,
    template,
    text_field,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def texts_of(body, **options):
    """Return the texts drawn from a page."""
    document = extract(body.encode(), **options)
    assert isinstance(document, Document), document
    return [block.text for block in document.blocks]


def folded(lines):
    return [line.casefold() for line in lines]


NEW = Known(watch_id=1, url=URL), None


def judged(state, body):
    """Judge a page as one of the past, which needs no second look."""
    fetched = Fetched(watch_id=1, at=NOON, status=200, url=URL, body=body.encode(), media_type="text/html")
    return judge(*state, fetched, is_past=True)


def state_after(outcome):
    """Return what is known of a watch whose first check came out so."""
    document = outcome.drawn.document
    snapshot = Snapshot(
        id=1,
        captured_at=NOON,
        reason=SnapshotReason.FIRST,
        title=document.title,
        language=document.language,
        stated_date=document.stated_date,
        extractor=document.extractor,
        text_digest=outcome.drawn.text_digest,
        clause_count=len(outcome.drawn.clauses),
        body_sha256="x",
    )
    known = Known(watch_id=1, url=URL, visible_sha256=outcome.visible_sha256, latest=1)
    return known, Baseline(snapshot=snapshot, drawn=outcome.drawn)


def test_a_wordy_frame_hides_no_change_of_what_is_held():
    """However many words a frame of the page carries, a clause that changes in its scripts' state is told."""
    links = "".join(f"<li><a href=/{n}>Offer {n} of our shop</a></li>" for n in range(1_000))
    frame = f"<iframe srcdoc='{escape(f'<nav><ul>{links}</ul></nav>')}'></iframe>"
    first, second = (shell(assigned(policy(edit=edit))).replace("</body>", f"{frame}</body>") for edit in (False, True))
    assert isinstance(judged(state_after(judged(NEW, first)), second), Changed)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_policy_that_is_held_is_watched_like_one_that_is_shown(form):
    """It is drawn whole, in order and alone; an edited clause is one change, an edit beside it none."""
    first = shell(form(policy()))
    assert folded(texts_of(first, url=URL)) == folded(lines_of(policy()))
    state = state_after(judged(NEW, first))
    assert isinstance(judged(state, shell(form(policy(), noise="2"))), Unchanged)
    changed = shell(form(policy(edit=True), noise="2"))
    assert visible_digest(Reading(content=changed.encode())) != visible_digest(Reading(content=first.encode()))
    (change,) = judged(state, changed).comparison.changes
    assert change.kind == "modified"
    assert "years" in str(change.redline)


def test_a_changed_page_is_read_once():
    """Of a page that changed, the bytes are told and decoded once, the markup is stripped once and parsed once.

    The tree is walked once for the text, and once more for a new version, to tell what was left out of it.
    """
    first, second = (shell(f"<main>{marked_up(policy(edit=edit))}</main>") for edit in (False, True))
    state = state_after(judged(NEW, first))
    profile = Profile()
    assert isinstance(profile.runcall(judged, state, second), Changed)
    calls = {(Path(entry.code.co_filename).stem, entry.code.co_name): entry.callcount for entry in ours(profile)}
    reading = (("kinds", "kind_of"), ("decode", "decode"), ("mojibake", "mended"), ("html", "without_opaque"))
    assert [calls[one] for one in (*reading, ("html", "parse"))] == [1] * 5
    assert calls["walk", "walk"] == 2


def ours(profile):
    """Return what a profile says of the functions of extraction."""
    return [it for it in profile.getstats() if "/extraction/" in getattr(it.code, "co_filename", "")]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_is_shown_goes_before_what_is_held(form):
    """A page that shows its policy is read as it is shown, whatever else it holds."""
    shown = shell(f"<main>{marked_up(policy(2))}</main>{form(policy())}")
    assert texts_of(shown, url=URL) == lines_of(policy(2))


def test_elements_keep_their_kinds():
    """A heading is a heading and an item an item; a link within a text does not break it."""
    blocks = extract(shell(flight_elements(policy())).encode()).blocks
    assert [block.kind.value for block in blocks[:4]] == ["heading", "paragraph", "item", "paragraph"]


def test_a_row_named_before_it_is_sent_stands_in_its_place():
    """Rows come in any order, references lead into other rows, and a dollar sign may be text."""
    (first, second, *_), *_ = (lines for lines in policy().values())
    fee = f"A copy of your personal data costs $5 at most. {second}"
    main = element("main", ["$Lb", ["$", "p", None, "$c:props"], element("p", "$$5 at most is what a copy costs you.")])
    rows = [
        f"0:{json.dumps(main)}",
        f"c:{json.dumps(element('p', fee))}",
        f"b:{json.dumps([element('p', line) for line in [first, *lines_of(policy(2, topics=3))]])}",
        f"d:{json.dumps(element('p', 'Nothing leads here, so nobody sees it.'))}",
    ]
    texts = texts_of(shell(pushes("\n".join(rows), width=11)))
    assert texts[0] == first
    assert texts[-2:] == [fee, "$5 at most is what a copy costs you."]
    assert not any("Nothing leads here" in text for text in texts)


def state(value):
    return f"<script type='application/json'>{json.dumps(value)}</script>"


def body_of(seed, **fields):
    return {"body": marked_up(policy(seed)), **fields}


@pytest.mark.parametrize(
    ("url", "lang", "head", "held"),
    [
        (URL, "en", "", [body_of(2, slug="terms"), body_of(1, slug="privacy-policy"), body_of(3, slug="imprint")]),
        (URL, "en", "", [body_of(2, path="/legal/terms"), body_of(1, path="/de/legal/privacy-policy/")]),
        (URL, "en", "", {"/legal/terms": body_of(2), "/legal/privacy-policy": body_of(1), "/about": body_of(3)}),
        (URL, "en", "", {"Page:1": body_of(2, slug={"current": "terms"}), "Page:2": body_of(1, slug="privacy-policy")}),
        (URL, "en", "", {"terms": body_of(2), "privacyPolicy": body_of(1)}),
        ("", "en", "", [body_of(2, path="/about", alt="Terms"), body_of(1, path="/privacy", alt="Data")]),
        (
            "https://heron.example/x",
            "en",
            "<title>Data we hold | Heron</title>",
            [body_of(2, slug="b", name="Privacy at work"), body_of(1, slug="a", name="Data we hold")],
        ),
        (URL, "de-AT", "", {"en": body_of(2), "de": body_of(1), "fr": body_of(3)}),
        ("https://heron.example/de/privacy", "en", "", {"en": body_of(2), "de": body_of(1)}),
        ("https://heron.example/privacy?lang=de", "en", "", [body_of(2, locale="en"), body_of(1, locale="de_DE")]),
        (URL, "", "", {"fr": body_of(1), "de": body_of(2)}),
        (
            "https://heron.example/de/privacy",
            "",
            "",
            [
                body_of(number, locale=language, slug=slug)
                for number, language, slug in ((2, "en", "privacy"), (3, "de", "terms"), (1, "de", "privacy"))
            ],
        ),
    ],
)
def test_of_several_editions_the_pages_own_is_read(url, lang, head, held):
    """Of several pages or languages in one state, the one at the page's address is drawn, never a mixture."""
    page = shell(state({"data": {"all": held}}), head=head, lang=lang)
    assert [text for text in texts_of(page, url=url) if text != "Data we hold"] == lines_of(policy(1))


def test_of_several_states_the_policy_is_read():
    """What other scripts hold, a shop's texts among it, is no part of the policy."""
    texts = [f"Press the button to put thing {number} into the basket that you chose before." for number in range(90)]
    page = shell(state({"labels": texts}) + assigned(policy()) + state({"texts": texts}))
    assert texts_of(page, url=URL) == lines_of(policy())


def test_sections_with_addresses_are_no_editions():
    """Sections of one policy stay together: with anchors, with addresses below the page's, without any."""
    for address in (
        lambda at: {"slug": f"part-{at}"},
        lambda at: {"url": f"{URL}/{at}"},
        lambda at: {"url": f"{URL}#{at}"},
    ):
        sections = [
            {"title": topic, "text": "\n".join(lines), **address(at)}
            for at, (topic, lines) in enumerate(policy().items())
        ]
        assert texts_of(shell(state({"sections": sections})), url=URL) == lines_of(policy())


def test_words_in_several_languages_are_told_apart_wherever_they_stand():
    """A state that translates each text by itself gives the texts of one language."""
    sections = [
        {"title": {"en": topic, "it": f"({topic})"}, "body": {"en": paragraphs(lines), "it": "<p>Altro testo.</p>"}}
        for topic, lines in policy().items()
    ]
    page = shell(state({"page": sections}))
    assert texts_of(page, url=URL) == lines_of(policy())


HINT = "You need to enable JavaScript to run this app. "


@pytest.mark.parametrize(
    "inside",
    [
        f"<noscript>{HINT}</noscript>",
        f"<noscript><p>{HINT * 40}</p></noscript>",
        "<noscript><p>"
        + "To see our policy and terms, open the settings of your browser, choose privacy, and turn JavaScript on. "
        * 12
        + "</p></noscript>",
        "<noscript><iframe src='https://tags.example/ns.html?id=1'></iframe></noscript>",
        "<noscript><img src='https://track.example/p.gif' alt='We respect your privacy'></noscript>",
        "<textarea name=message placeholder='Your message'>Dear shop, I would like to know more.</textarea>",
        f"<textarea>{'What we sell is good and what we buy is better than that. ' * 30}</textarea>",
        f"<template><p>{'What we sell is good and what we buy is better than that. ' * 30}</p></template>",
    ],
)
def test_what_is_no_policy_never_becomes_one(inside):
    """Hints, pixels, fields to fill in and other texts are never drawn, nor added to a policy that is shown."""
    failure = extract(shell(inside).encode())
    assert not isinstance(failure, Document)
    assert failure.kind is FailureKind.EMPTY
    page = f"<main><h1>Policy</h1>{marked_up(policy())}</main>"
    assert texts_of(shell(page + inside)) == texts_of(shell(page))


def test_a_text_to_agree_to_is_read_though_the_page_says_more():
    """A page to sign up on is about the text in its field where that says far more than all around it."""
    offer = "<p>" + "Join us today and see what all the others have already seen for themselves. " * 12 + "</p>"
    assert folded(texts_of(shell(offer + text_field(policy())))) == folded(lines_of(policy()))


def test_the_first_place_that_holds_a_policy_is_read_alone():
    """Where several places hold one, what people can read goes before what only scripts can."""
    page = shell(template(policy(3)) + assigned(policy(2)) + noscript(policy(1)))
    assert texts_of(page, url=URL) == lines_of(policy(1))
    page = shell(template(policy(3)) + assigned(policy(2)))
    assert texts_of(page, url=URL) == lines_of(policy(2))


def test_code_in_a_state_is_no_text():
    """A page compiled to code is not drawn as code."""
    lines = "".join(f'_jsx(p, {{children: "{line}"}}),\n' for line in lines_of(policy()))
    code = f'"use strict";\nfunction _create(props) {{ return _jsxs(f, {{children: [{lines}]}}) }}'
    assert not isinstance(extract(shell(state({"source": code})).encode()), Document)


def _laughs(depth=40):
    rows = [f"{at:x}:{json.dumps([f'${at + 1:x}'] * 9)}" for at in range(depth)]
    return pushes("\n".join([*rows, f"{depth:x}:{json.dumps('We keep your personal data. ' * 90)}"]), width=9_999)


@pytest.mark.drill
@pytest.mark.parametrize(
    "script",
    [
        'self.__next_f.push([1,"' + "\\" * 1_000_001 + '"])',
        'self.__next_f.push([1,"0:' + "[" * 100_000 + '"])',
        'self.__next_f.push([1,"0:\\"$0\\"\\n1:T' + "f" * 200 + ',x\\n"])' * 20_000,
        "self.__next_f.push([" * 200_000,
        'self.__next_f.push([1,"' + "0:$1:" * 400_000 + '"])',
        "x=" + "{a:" * 100_000,
        "x=" + "[" * 100_000 + "]" * 100_000,
        "x={a:'" + "\\" * 1_000_001 + "'}",
        "x={a:'" + "\\u{ffffffff}\\xzz\\ud800" * 100_000 + "'}",
        "x=[" + "'a b'," * 900_000 + "]",
        "={a:" * 300_000,
        "={'" * 900_000,
        "JSON.parse('" * 200_000,
        "JSON.parse('" + "[" * 900_000 + "')",
        "function(a){return {" * 100_000,
        "(function(" + "a," * 400_000 + "){return {x:a}}(",
        "(function(a,b){a.a=b;a.b=a;b.a=a;b.b=b;b.c=a;return {x:a,y:b}}({},{}))",
        "y" * 9_000_000,
    ],
    ids=range(18),
)
def test_hostile_scripts_are_bounded(script):
    """Endless, deep, broken and circular scripts never raise and cost what some hundreds of honest pages do at most."""
    start = process_time()
    body = shell(f"<script>{script}</script>").encode()
    assert not isinstance(extract(body), Document)
    visible_digest(Reading(content=body))
    assert costs.fits(process_time() - start, pages=750)


@pytest.mark.drill
@pytest.mark.parametrize(
    "inside",
    [
        _laughs(),
        "<script id=__NUXT_DATA__>" + json.dumps([[1] * 9] + [[at + 1] * 9 for at in range(1, 300)]) + "</script>",
        '<script id=__NUXT_DATA__>[1,2,{}]</script><script id=__NUXT_DATA__>[["Ref",0]]</script>',
        f"<script id=__NUXT_DATA__>[{'[1,2],' * 300_000}-1]</script>",
        "<noscript>" * 200 + "<p>x",
        f"<textarea>{escape('<p>') * 300_000}",
        "<template>" * 50_000 + "x",
    ],
    ids=range(7),
)
def test_hostile_holders_are_bounded(inside):
    """What refers to itself again and again is looked at once or not at all."""
    start = process_time()
    extract(shell(inside).encode())
    visible_digest(Reading(content=shell(inside).encode()))
    assert costs.fits(process_time() - start, pages=750)
