"""Where a sentence ends, and which figures belong together: a stop or a hyphen that says something."""

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
