"""Documents beside the one that is watched, which leave its page, or come to it, as a whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.patience import claim_of
from monitor.core.records import Block, Claim, Significance, UntoldSentence
from monitor.core.untold import without_told
from tests.core.helpers import drawn, heading, paragraph, said

PRIVACY = [
    "We collect your name and your e-mail address when you order a boat.",
    "We keep invoices for seven years because tax law asks for it.",
    "Our carrier receives your address and nothing else.",
    "You may ask us for a copy of your data at any time.",
]
DATED = "Last updated: 3 May 2025"


def privacy(*, level: int = 1, retention: str = PRIVACY[1]) -> list[Block]:
    texts = [PRIVACY[0], retention, *PRIVACY[2:]]
    return written("Privacy Policy", texts, about="your data and the harbour office", level=level)


def terms(title: str = "Terms of Use", *, level: int = 1) -> list[Block]:
    texts = ["You must be eighteen to rent a boat.", "We may end your rental if you sail at night."]
    return written(title, texts, about="rentals, moorings and the deposit", level=level)


def cookies(title: str = "Cookie Policy", *, level: int = 1) -> list[Block]:
    return written(title, ["A cookie is a small file.", "We set a cookie for the basket."], about="files", level=level)


def written(title: str, texts: list[str], *, about: str, level: int = 1, date: str = DATED) -> list[Block]:
    """Return a document of 150 words and more, with a date of its own."""
    found = [heading(title, level), paragraph(date)] if date else [heading(title, level)]
    for number in range(1, 5):
        found.append(heading(f"Part {number} of {about}", level + 1))
        found += map(paragraph, texts if number == 1 else [])
        found.append(paragraph(f"This part speaks of {about}, number {number} of the {title.lower()}. " * 4))
    return found


def told(*, before: list[Block], after: list[Block], kind: str = "privacy") -> list[tuple[Significance, str]]:
    found = compare(drawn(*before), drawn(*after), kind=kind).changes
    return [(change.significance, said(change)[0]) for change in found]


LEFT = 'another document left the page: "Terms of Use"'


def test_documents_that_left_the_page_are_recorded_and_not_told() -> None:
    """Of a page that held several documents and holds the watched one now, nothing is told, and each is recorded."""
    before = [*terms(), *privacy(), *cookies()]
    cookie = 'another document left the page: "Cookie Policy"'
    assert told(before=before, after=privacy()) == [(Significance.COSMETIC, LEFT), (Significance.COSMETIC, cookie)]


def test_documents_that_come_are_recorded_and_not_told() -> None:
    """A page that holds terms beside the watched policy now is the same the other way round."""
    came = 'another document came to the page: "Terms of Use"'
    assert told(before=privacy(), after=[*privacy(), *terms()]) == [(Significance.COSMETIC, came)]


def test_an_edit_of_the_watched_document_is_told_alone() -> None:
    """What changed in the document that stayed is judged as ever, while others leave."""
    after = privacy(retention="We keep invoices for ten years because tax law asks for it.")
    assert told(before=[*terms(), *privacy()], after=after) == [
        (Significance.COSMETIC, LEFT),
        (Significance.MATERIAL, "retention: seven years -> ten years"),
    ]


def test_nothing_is_claimed_of_the_page_when_others_left_it() -> None:
    """Most of a page may leave with other documents, without any claim that most of the policy is gone."""
    old, new = drawn(*terms(), *cookies(), *privacy()), drawn(*privacy())
    assert claim_of(old, new, compare(old, new, kind="privacy").changes) is None
    assert claim_of(old, new, compare(old, new).changes) is Claim.SHORTENED


def test_documents_may_stand_below_the_title_of_the_page() -> None:
    """A title above all documents, with a word of welcome, is theirs and goes with them."""
    above = [heading("Our legal centre", 1), paragraph("All our documents in one place.")]
    before = [*above, *privacy(level=2), *terms(level=2)]
    title = (Significance.COSMETIC, "title")
    assert told(before=before, after=privacy()) == [(Significance.COSMETIC, LEFT), title]


def test_documents_are_known_in_any_language() -> None:
    """What names a document, and states its date, stands in the files of the languages."""
    own, other = (
        written(title, [f"Das ist {title}."], about=about, date="Stand: 3. Mai 2025")
        for title, about in (("Datenschutzerklärung", "Ihre Daten"), ("Allgemeine Geschäftsbedingungen", "Boote"))
    )
    left = 'another document left the page: "Allgemeine Geschäftsbedingungen"'
    assert told(before=[*other, *own], after=own) == [(Significance.COSMETIC, left)]


def test_without_a_kind_one_line_tells_of_a_document_that_left() -> None:
    """Where nobody said what is watched, each document that left is told, as one minor change."""
    for kind in ("", "other"):
        assert told(before=[*privacy(), *terms()], after=privacy(), kind=kind) == [(Significance.MINOR, LEFT)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        pytest.param([*privacy(), *terms()], terms(), "privacy", id="the one that is watched left"),
        pytest.param([*privacy(), *cookies(), *terms()], cookies(), "privacy", id="it left with another"),
        pytest.param(
            [*privacy(), *written("Privacy Notice for California", PRIVACY[:1], about="Californians"), *terms()],
            [*privacy(), *terms()],
            "privacy",
            id="a second one of its kind",
        ),
        pytest.param([*privacy(), *cookies(level=2)], privacy(), "privacy", id="a section of it with a date"),
        pytest.param(
            [heading("What we do with data", 1), *map(paragraph, PRIVACY), *cookies(level=2), *terms(level=2)],
            [heading("What we do with data", 1), *map(paragraph, PRIVACY), *terms(level=2)],
            "privacy",
            id="a section of a policy whose title names no kind",
        ),
        pytest.param(
            [*privacy(), *written("Your rights", ["You may complain."], about="complaints", date=""), *terms()],
            privacy(),
            "privacy",
            id="sections stand among the documents",
        ),
        pytest.param(
            [*privacy(), heading("Terms of Use", 1), *map(paragraph, PRIVACY[:1])],
            privacy(),
            "privacy",
            id="a few words",
        ),
        pytest.param(
            [*privacy(), *written("Terms of Use", ["You must be eighteen."], about="boats")],
            [*privacy(), *written("Terms of Rental and Use", ["You must be twenty."], about="moorings")],
            "privacy",
            id="another of the kind that left came",
        ),
    ],
)
def test_what_may_be_a_part_of_the_policy_is_told(before, after, kind) -> None:
    """An annex, a section, a second policy and the watched document itself are told when they go."""
    found = compare(drawn(*before), drawn(*after), kind=kind)
    assert found.changed
    assert not any(change.is_of_document for change in found.changes)


@pytest.mark.parametrize(
    ("annex", "kind"),
    [
        ("Data Processing Agreement", "terms"),
        ("Sub-processors", "dpa"),
        ("Cookie Policy", "privacy"),
        ("Annex A: recipients", "privacy"),
    ],
)
def test_what_may_be_an_annex_is_told_in_a_line(annex: str, kind: str) -> None:
    """A document that is mostly an annex to the watched one, and leaves alone, is one minor change."""
    own = {"terms": terms(), "dpa": written("Data Processing Agreement", PRIVACY, about="orders"), "privacy": privacy()}
    beside = written(annex, ["Our bank receives invoices."], about="banks")
    further = terms() if kind == "privacy" else privacy()  # which stays
    found = told(before=[*own[kind], *beside, *further], after=[*own[kind], *further], kind=kind)
    assert found == [(Significance.MINOR, f'another document left the page: "{annex}"')]


def test_a_document_that_the_watched_one_names_is_told_in_a_line() -> None:
    """What the policy refers to by its name may be a part of it, also where a collection is taken apart."""
    own = privacy(retention="Our Cookie Policy says what we keep in your browser.")
    assert (Significance.MINOR, 'another document left the page: "Cookie Policy"') in told(
        before=[*own, *terms(), *cookies()], after=own
    )


def test_what_left_with_another_document_waits_for_no_notice() -> None:
    """Sentences of a document that left are not told later, as gone from the one that is watched."""
    old, new = drawn(*terms(), *privacy()), drawn(*privacy())
    gone = UntoldSentence(
        text="You must be eighteen to rent a boat.",
        headings=("Terms of Use",),
        beside=(),
        is_gone=True,
        is_known=False,
        since=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert without_told([gone], compare(old, new, kind="privacy").changes) == ()
