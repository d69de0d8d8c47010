"""Dialogs that stand at the end of a page and belong to the text that opens them."""

from __future__ import annotations

import pytest

from crawler.extraction.extract import drawing_of, extract
from crawler.extraction.reading.reading import Reading
from monitor.core.records import Document
from tests.extraction.clubs import CLUBS, FRAMES, page

OPENED = {  # what opens a dialog, and the dialog, as libraries and browsers have them
    "by a target": (
        '<button class="btn" data-bs-toggle="modal" data-bs-target="#more">{more}</button>',
        (
            '<div class="modal fade" id="more" aria-hidden="true"><div class="modal-dialog"><div class="modal-content">'
            '<div class="modal-header"><h5 class="modal-title">{detail}</h5><button aria-label="{close}"></button></div>'
            '<div class="modal-body">{text}</div><div class="modal-footer"><button>{close}</button></div></div></div></div>'
        ),
    ),
    "by a link": (
        '<a href="#more" data-toggle="modal" role="button">{more}</a>',
        (
            '<div class="modal" id="more" role="dialog"><div class="modal-dialog" role="document">'
            '<button class="close">&times;</button><h4>{detail}</h4>{text}</div></div>'
        ),
    ),
    "by its role": (
        '<button aria-controls="more" aria-haspopup="dialog">{more}</button>',
        '<div id="more" role="dialog" aria-modal="true" hidden><h3>{detail}</h3>{text}<button>{close}</button></div>',
    ),
    "by a script": (
        "<button onclick=\"document.getElementById('more').showModal()\">{more}</button>",
        '<dialog id="more"><h3>{detail}</h3>{text}<form method="dialog"><button>{close}</button></form></dialog>',
    ),
    "as a popover": (
        '<button popovertarget="more">{more}</button>',
        '<div id="more" popover><h3>{detail}</h3>{text}</div>',
    ),
    "as hidden text": (
        '<p><a data-src="#more" href="javascript:;">{more}</a></p>',
        '<div id="more" style="display:none"><h3>{detail}</h3>{text}</div>',
    ),
    "as a layer": (
        '<p><a data-trigger="more" href="javascript:;">{more}</a></p>',
        (
            '<div class="modal" id="more" aria-hidden="true"><div class="modal__overlay"><div role="dialog">'
            '<header class="modal__header"><h2>{detail}</h2><button aria-label="{close}"></button></header>'
            '<div class="modal__content">{text}</div></div></div></div>'
        ),
    ),
}


def texts(body: bytes) -> list[str]:
    drawn = extract(body)
    assert isinstance(drawn, Document), drawn
    return [block.text for block in drawn.blocks]


def sections(lang: str, opener: str, at: int = 2) -> str:
    """Return the sections of a policy, one of them with what opens a dialog."""
    return "".join(
        f"<section><h2>{title}</h2><p>{text}</p>{opener if index == at else ''}</section>"
        for index, (title, text) in enumerate(CLUBS[lang].sections)
    )


def dialog(lang: str, form: str) -> str:
    club = CLUBS[lang]
    return form.format(text="".join(f"<p>{text}</p>" for text in club.details), **club._asdict())


def said_in_policy(lang: str) -> list[str]:
    return [CLUBS[lang].title, *(said for section in CLUBS[lang].sections for said in section)]


@pytest.mark.parametrize("lang", CLUBS)
@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("way", OPENED)
def test_what_the_policy_opens_is_read_where_it_is_opened(way: str, frame: str, lang: str) -> None:
    """The text of a dialog that a section opens is drawn in that section, wherever on the page it stands."""
    opener, form = OPENED[way]
    club = CLUBS[lang]
    drawn = texts(page(lang, sections(lang, opener.format(**club._asdict())), frame=frame, end=dialog(lang, form)))
    expected = said_in_policy(lang)
    at = expected.index(club.sections[3][0])
    expected[at:at] = [club.detail, *club.details]
    assert [text for text in drawn if text != club.more] == expected


@pytest.mark.parametrize(
    ("opener", "form"),
    [
        ('<button data-target="#more">Write</button>', '<div class="modal" id="more">{text}<input name="mail"></div>'),
        (
            '<button data-target="#more">Settings</button>',
            '<div class="modal" id="more">{text}<button>Accept all</button><button>Reject all</button></div>',
        ),
        ('<a href="#more">Settings</a>', '<div class="cookie-consent-modal" id="more">{text}</div>'),
        (
            '<a href="#more">Share</a>',
            '<div class="modal" id="more"><p>Send the page to your friends in the club.</p></div>',
        ),
        ('<nav><a href="#more">Cookies</a></nav>', '<dialog id="more">{text}</dialog>'),
        ('<a href="#other">Beside</a>', '<dialog id="more">{text}</dialog>'),
        (
            '<a href="#more">Terms</a>',
            '<dialog id="more"><h2>Terms of use</h2>'
            + "<p>You agree to share no password with others.</p>" * 25
            + "</dialog>",
        ),
    ],
    ids=["a form", "answers", "a consent manager", "to share", "a menu", "opened by nothing", "another document"],
)
def test_other_dialogs_stay_out(opener: str, form: str) -> None:
    """A dialog to fill in, to consent or to share, one that the text does not open and another document are no part."""
    drawn = texts(page("en", sections("en", opener), end=dialog("en", form)))
    assert [text for text in drawn if text in said_in_policy("en")] == said_in_policy("en")
    assert len(drawn) <= len(said_in_policy("en")) + 1, drawn


@pytest.mark.parametrize(
    "opener",
    [
        'We keep <button data-target="#more">some of them</button> for a year.',
        '<p>We keep <a href="#more">some of them</a> for a year.</p>',
        '<table><tr><th>What</th><th>Until</th></tr><tr><td>Ours</td><td><a href="#more">a year</a></td></tr></table>',
        '<ul><li>We keep <a href="#more">some of them</a> for a year.</li><li>Others for two.</li></ul>',
    ],
)
def test_a_dialog_breaks_no_sentence_that_opens_it(opener: str) -> None:
    """What a sentence, an item or a cell opens is drawn behind it; all of the section is drawn as it is without it."""
    form = '<div class="modal" id="more">{text}</div>'
    drawn = texts(page("en", sections("en", opener), end=dialog("en", form)))
    details = CLUBS["en"].details
    assert drawn[drawn.index(details[0]) + 1] == details[1]
    assert [text for text in drawn if text not in details] == texts(page("en", sections("en", opener)))


def test_a_dialog_is_a_part_of_its_own_where_it_is_named() -> None:
    """A part that an address names is read where it stands, and what the part opens with it."""
    form = '<dialog id="more"><h3>{detail}</h3>{text}</dialog>'
    club = CLUBS["en"]
    opener = '<button aria-controls="more">More</button>'
    body = page("en", sections("en", opener).replace("<section>", '<section id="s">', 3), end=dialog("en", form))
    drawn = drawing_of(Reading(content=body, url="https://club.example/privacy#more")).result
    assert isinstance(drawn, Document)
    assert [block.text for block in drawn.blocks] == [club.detail, *club.details]


def test_the_page_that_others_read_is_left_as_it_is() -> None:
    """To draw a page changes nothing of its reading."""
    opener, form = OPENED["by a target"]
    reading = Reading(content=page("en", sections("en", opener), end=dialog("en", form)))
    assert reading.tree is not None
    before = [(element.tag, dict(element.attrib)) for element in reading.tree.root.iter()]
    drawing_of(reading)
    assert [(element.tag, dict(element.attrib)) for element in reading.tree.root.iter()] == before
