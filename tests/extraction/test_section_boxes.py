"""Sections that stand each in a box of its own, with something to press or to vote on, in many languages."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import extract
from monitor.core.records import Document
from tests.extraction.clubs import CLUBS, FRAMES, page

BOXES = {
    "forms": "<form><h2>{title}</h2><p>{text}</p><button>{contact}</button></form>",
    "dialogs": "<dialog><h2>{title}</h2><p>{text}</p><button>{close}</button></dialog>",
    "forms in dialogs": (
        '<dialog><form method="dialog"><h2>{title}</h2><p>{text}</p><button>{close}</button></form></dialog>'
    ),
    "dialogs below headings": (
        "<section><h2>{title}</h2><button>{more}</button><dialog><p>{text}</p><button>{close}</button></dialog></section>"
    ),
    "modals": '<div class="section-modal"><h2>{title}</h2><p>{text}</p><button>x</button></div>',
    "calls": '<div class="cta"><h2>{title}</h2><p>{text}</p><a href="/c">{contact}</a></div>',
    "widgets": '<div class="widget"><h2>{title}</h2><p>{text}</p>{form}</div>',
    "articles": "<article><h3>{title}</h3><div><p>{text}</p>{form}</div></article>",
    "sections": "<section><h2>{title}</h2><p>{text}</p>{form}</section>",
    "dialogs to write": "<section><h2>{title}</h2><p>{text}</p><dialog>{form}</dialog></section>",
    "details": '<details class="widget"><summary>{title}</summary><p>{text}</p><dialog>{form}</dialog></details>',
}
FORM = (
    "<form><h3>{contact}</h3><label>{labels[0]} <input></label><label>{labels[1]} <input type='email'></label>"
    "<label>{labels[2]} <textarea></textarea></label><button>{labels[3]}</button></form>"
)
VOTES = {
    "a question": "<p>{vote[0]}</p>",
    "links": '<p>{vote[0]} <a href="#">{vote[1]}</a> <a href="#">{vote[2]}</a></p>',
    "a list of links": (
        '<div><p>{vote[0]}</p><ul><li><a href="#y">{vote[1]}</a></li><li><a href="#n">{vote[2]}</a></li></ul></div>'
    ),
    "counts": "<div><span>{vote[0]}</span><span>👍 1{n}</span><span>👎 {n}</span></div>",
    "buttons": "<div>{vote[0]} <button>{vote[1]}</button> <button>{vote[2]}</button></div>",
}


def texts(body: bytes) -> list[str]:
    drawn = extract(body)
    assert isinstance(drawn, Document), drawn
    return [block.text for block in drawn.blocks]


def expected(lang: str) -> list[str]:
    club = CLUBS[lang]
    return [club.title, *(said for section in club.sections for said in section)]


@pytest.mark.parametrize("lang", CLUBS)
@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("box", BOXES)
def test_no_section_is_lost_to_the_box_it_stands_in(box: str, frame: str, lang: str) -> None:
    """Boxes that look alike and hold a section each are the policy, however short and whatever they are called."""
    club = CLUBS[lang]._asdict()
    form = FORM.format(**club)
    body = "".join(
        BOXES[box].format(title=title, text=text, form=form, **_without_title(club)) for title, text in club["sections"]
    )
    assert texts(page(lang, body, frame=frame)) == expected(lang)


@pytest.mark.parametrize("lang", CLUBS)
@pytest.mark.parametrize("vote", VOTES)
def test_a_vote_below_each_section_is_left_out(vote: str, lang: str) -> None:
    """What asks the same below section after section, and has no answer but links and counts, is no clause."""
    club = CLUBS[lang]
    sections = (
        f"<h2>{title}</h2><p>{text}</p>{VOTES[vote].format(n=at, **club._asdict())}"
        for at, (title, text) in enumerate(club.sections)
    )
    assert texts(page(lang, "".join(sections))) == expected(lang)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Do we share it? No.</p>",
        "<p>Required? Yes</p>",
        "<p>Do we sell your data to anyone?</p>",
        "<p>Is it needed?</p><p>You can leave it out.</p>",
        '<p><a href="/o">Opt out</a></p>',
    ],
)
def test_what_answers_below_each_section_stays(line: str) -> None:
    """A question with an answer of words, or on a policy's matter, is a clause, and so is a link to object."""
    sections = (f"<h2>{title}</h2><p>{text}</p>{line}" for title, text in CLUBS["en"].sections)
    drawn = texts(page("en", "".join(sections)))
    assert len(drawn) == len(expected("en")) + line.count("<p>") * len(CLUBS["en"].sections)


def test_two_votes_are_no_habit() -> None:
    """What stands below two sections may be anything."""
    sections = [f"<h2>{title}</h2><p>{text}</p>" for title, text in CLUBS["en"].sections]
    sections[1] += "<p>Is the river cold?</p>"
    sections[3] += "<p>Is the river cold?</p>"
    assert texts(page("en", "".join(sections))).count("Is the river cold?") == 2


def _without_title(club: dict[str, object]) -> dict[str, object]:
    return {name: said for name, said in club.items() if name not in {"title", "sections"}}
