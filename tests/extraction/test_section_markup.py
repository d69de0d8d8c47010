"""Sections by other markup than headings: groups of a form, roles, lists of terms, slots, and what opens by a style."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import BlockKind, Document
from tests.extraction.clubs import CLUBS, page

SECTIONS = {
    "groups": "<fieldset><legend>{title}</legend><p>{text}</p></fieldset>",
    "groups in boxes": "<div><fieldset class=s><legend><b>{title}</b></legend><div>{text}</div></fieldset></div>",
    "a role": '<div role="heading" aria-level="2">{title}</div><p>{text}</p>',
    "a role in a paragraph": '<p><span role="heading" aria-level="2">{title}</span></p><p>{text}</p>',
    "a role in the line": '<span role="heading" aria-level="3">{title}</span><p>{text}</p>',
    "a role of bold words": '<div><strong role="heading" aria-level="2">{title}</strong>{text}</div>',
    "a box to tick": "<div class=s><input type=checkbox id=s{at}><label for=s{at}>{title}</label><div>{text}</div></div>",
    "a box to choose": "<input type=radio name=s id=s{at}><label for=s{at}>{title}</label><div><p>{text}</p></div>",
    "terms": "<dl><dt>{title}</dt><dd>{text}</dd></dl>",
    "details with a heading": "<details><h3>{title}</h3><p>{text}</p></details>",
    "slots": "<x-part><template shadowrootmode=open><h2><slot name=t></slot></h2><div><slot></slot></div></template>"
    "<span slot=t>{title}</span>{text}</x-part>",
    "slots the other way": "<x-part><template shadowrootmode=open><h2><slot></slot></h2><p><slot name=t></slot></p></template>"
    "{title}<span slot=t>{text}</span></x-part>",
}


def said(lang: str, body: str) -> list[tuple[bool, str]]:
    """Return what is drawn, each block with whether it is a heading."""
    found = extract(page(lang, body))
    assert isinstance(found, Document), found
    return [(block.kind is BlockKind.HEADING, block.text) for block in found.blocks]


def sections(lang: str, section: str) -> str:
    return "".join(
        section.format(at=at, title=title, text=text) for at, (title, text) in enumerate(CLUBS[lang].sections)
    )


@pytest.mark.parametrize("lang", ["en", "de", "cs"])
@pytest.mark.parametrize("markup", SECTIONS)
def test_sections_are_the_same_whatever_marks_them(markup: str, lang: str) -> None:
    """A page that is built anew changes nothing: each section has its heading and its text."""
    assert said(lang, sections(lang, SECTIONS[markup])) == said(lang, sections(lang, "<h2>{title}</h2><p>{text}</p>"))


STRIPS = {
    "fields and labels first": "<div class=tabs>{pairs}{panels}</div>",
    "labels in an element": "<div class=tabs>{fields}<div class=strip>{labels}</div>{panels}</div>",
    "panels in an element": "<div class=tabs>{pairs}<div class=all>{panels}</div></div>",
    "labels and panels apart": "{fields}<div class=strip>{labels}</div><div class=all>{panels}</div>",
}


@pytest.mark.parametrize("lang", ["en", "de", "cs"])
@pytest.mark.parametrize("strip", STRIPS)
def test_labels_of_fields_in_a_row_are_tabs(strip: str, lang: str) -> None:
    """Each heads its text, but for the first, which stands under what is above the tabs."""
    club = CLUBS[lang].sections
    fields = [f"<input type=radio name=t id=t{at}>" for at in range(len(club))]
    labels = [f"<label for=t{at}>{title}</label>" for at, (title, _) in enumerate(club)]
    body = STRIPS[strip].format(
        pairs="".join(map("".join, zip(fields, labels, strict=True))),
        fields="".join(fields),
        labels="".join(labels),
        panels="".join(f"<section><p>{text}</p></section>" for _, text in club),
    )
    flat = f"<p>{club[0][1]}</p>" + "".join(f"<h2>{title}</h2><p>{text}</p>" for title, text in club[1:])
    assert said(lang, body) == said(lang, flat)


@pytest.mark.parametrize(
    "asked",
    [
        "<fieldset><legend>Statistics</legend><label><input type=checkbox> Count my visits to this page.</label></fieldset>",
        "<p>Statistics</p><input type=radio name=q id=y><label for=y>Yes</label><input type=radio name=q id=n><label for=n>No</label>",
    ],
)
def test_what_is_to_be_filled_in_has_no_headings(asked: str) -> None:
    """The answers to a question, and what is ticked, are no sections."""
    before = sections("en", "<h2>{title}</h2><p>{text}</p>")
    heads = [text for is_heading, text in said("en", before + asked + before) if is_heading]
    assert not {"Statistics", "Yes", "No", "Yes No"} & set(heads)


@pytest.mark.parametrize("lang", ["en", "de", "cs"])
@pytest.mark.parametrize("word", ["word ", "Lorem ", "m\u2009"])
def test_a_word_said_again_and_again_is_no_text(word: str, lang: str) -> None:
    """A script that measures letters leaves them on the page."""
    body = sections(lang, "<h2>{title}</h2><p>{text}</p>")
    assert said(lang, f"{body}<div>{word * 40}</div>") == said(lang, body)


def test_a_text_without_spaces_is_no_word_said_again() -> None:
    """Of scripts that write no spaces a sentence is many words."""
    text = "我们只为您请求的目的处理您的个人数据，并在合同结束两年后将其全部删除。"
    body = sections("en", "<h2>{title}</h2><p>{text}</p>")
    assert (False, text) in said("en", f"{body}<p>{text}</p>")


@pytest.mark.parametrize("lang", CLUBS)
def test_the_lines_of_a_paragraph_right_below_the_policy_stay_together(lang: str) -> None:
    """Where one of them belongs to the policy, so does the name above it, and the address below."""
    club = CLUBS[lang]
    body = sections(lang, "<h2>{title}</h2><p>{text}</p><p>{text} ({title})</p><p>{title}: {text}</p>")
    lines = ["Brackwater RC", club.details[0], "club@brackwater.example", "+44 1482 555 010"]
    found = said(
        lang, f"<main><div class=r>{body}</div><p>{'<br><br>'.join(lines)}</p><div><a href=/>Home</a></div></main>"
    )
    assert [text for _, text in found][-len(lines) :] == lines
