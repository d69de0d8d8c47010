"""Where a sentence ends, which figures belong together, what is denied: punctuation that says something."""

from __future__ import annotations

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.significance.verdict import of_rewording
from tests.core.helpers import drawn, heading, paragraph


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We do not sell notes. Without consent, photos are never shown.",
            "We do not sell notes without consent. Photos are never shown.",
        ),
        (
            "Wir löschen das Konto nach einem Jahr. Auf Wunsch behalten wir Statistiken.",
            "Wir löschen das Konto nach einem Jahr auf Wunsch. Behalten wir Statistiken.",
        ),
        ("我们保存记录。经同意拍照。", "我们保存记录经同意。拍照。"),
        ("Kept for 1-2 months.", "Kept for 12 months."),
        ("Alter 3-5 Jahre", "Alter 35 Jahre"),
        ("Art. 6-9 GDPR", "Art. 69 GDPR"),
        ("Kept 1 2 days", "Kept 12 days"),
        ("You have the rights under Articles 15–22 GDPR.", "You have the rights under Articles 15, 22 GDPR."),
        ("Ihnen stehen die Rechte aus Art. 15-22 DSGVO zu.", "Ihnen stehen die Rechte aus Art. 15, 22 DSGVO zu."),
        ("Sections 4 - 9 do not apply.", "Sections 4, 9 do not apply."),
        ("From Monday–Friday we answer.", "From Monday, Friday we answer."),
        ("Annexes I-IV apply.", "Annexes I, IV apply."),
        ("Members must be 18+.", "Members must be 18."),
        ("Cooled to -5 degrees.", "Cooled to 5 degrees."),
    ],
)
def test_a_stop_or_hyphen_that_says_something_is_told(old: str, new: str) -> None:
    """A phrase that went over to the next sentence, and figures that run together, are told both ways."""
    assert of_rewording(old, new)[0].is_told
    assert of_rewording(new, old)[0].is_told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep logs. We delete them.", "We keep logs; we delete them."),
        ("We keep logs. We delete them.", "We keep logs, we delete them"),
        ("We keep logs; we delete them; we say so.", "We keep logs. We delete them, we say so."),
        ("Kept 1 000 days", "Kept 1000 days"),
        ("Call 030 123456 or 01 23 45 67 89.", "Call 030123456 or 0123456789."),
        ("30-60 days", "30–60 days"),
        ("Write an e-mail.", "Write an email."),
        ("Since 2024-05 we log.", "Since 2024/05 we log."),
        ("Call +49 30 123456.", "Call 49-30-123456."),
        ("Up to date, well-kept lists.", "Up-to-date well kept lists."),
        ("Articles 15 – 22", "Articles 15-22"),
    ],
)
def test_a_stop_or_space_that_says_nothing_is_form(old: str, new: str) -> None:
    """Stops that come, go or become other signs, and groups of a number's figures, are form both ways."""
    assert not of_rewording(old, new)[0].is_told
    assert not of_rewording(new, old)[0].is_told


def test_a_phrase_that_went_to_the_next_paragraph_is_told() -> None:
    """A condition that left its paragraph for the one before is told, though all words stand where they stood."""
    old = drawn(heading("Film"), paragraph("We read your notes."), paragraph("With your consent we film you."))
    new = drawn(heading("Film"), paragraph("We read your notes with your consent."), paragraph("We film you."))
    assert compare(old, new).changed
    assert compare(new, old).changed


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "We delete, not keep, your data.", "We delete not, keep your data."),
        ("de", "Wir löschen, nicht speichern.", "Wir löschen nicht, speichern."),
        ("es", "No, vendemos sus datos.", "No vendemos sus datos."),
        ("pl", "Nie, sprzedajemy dane.", "Nie sprzedajemy dane."),
    ],
)
def test_a_comma_beside_a_negation_is_told(language: str, old: str, new: str) -> None:
    """A comma that comes, goes or moves beside a negation denies something else."""
    assert _compared(old, new, language)
    assert _compared(new, old, language)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not, at this time, sell your data.", "We do not at this time sell your data."),
        ("We never sell names, mails, or photos.", "We never sell names, mails or photos."),
    ],
)
def test_commas_around_a_phrase_are_form(old: str, new: str) -> None:
    """Two commas that enclose a phrase behind a negation, and one further off, may go."""
    assert not _compared(old, new, "en")
    assert not _compared(new, old, "en")


def _compared(old: str, new: str, language: str) -> bool:
    texts = (drawn(heading("Film"), paragraph(text), language=language) for text in (old, new))
    return compare(*texts).changed


@pytest.mark.parametrize("text", ["Transfers to the USA", "Your EU rights", "Übermittlung in die USA"])
def test_a_heading_in_capitals_has_no_words_in_capitals(text: str) -> None:
    """A heading with a short word in capitals that is all in capitals now says the same."""
    assert of_rewording(text, text.upper())[0].is_told is False
    assert of_rewording(text.upper(), text)[0].is_told is False


@pytest.mark.parametrize(
    ("old", "new", "went", "came"),
    [
        ("Under section 7(a) we may sell it.", "Under section 7(c) we may sell it.", "section 7(a)", "section 7(c)"),
        (
            "Vous pouvez résilier selon la clause 7(1).",
            "Vous pouvez résilier selon la clause 7(2).",
            "clause 7(1)",
            "clause 7(2)",
        ),
    ],
)
def test_a_reference_to_another_part_is_told(old: str, new: str, went: str, came: str) -> None:
    """The part in brackets of a section that a clause refers to is told, as the texts write it."""
    significance, reasons = of_rewording(old, new)
    assert significance.is_told
    assert [(reason.subject, reason.went, reason.came) for reason in reasons] == [("reference", went, came)]
