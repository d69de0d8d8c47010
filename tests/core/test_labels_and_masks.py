"""Labels of a text's version, masked addresses and stray letters: form where nothing else changed, told where it did."""

from __future__ import annotations

import pytest

from monitor.core.comparison.clause_changes import of_heading
from monitor.core.records import Clause, ClauseKind, Significance
from monitor.core.significance.verdict import of_arrival, of_rewording

FORM = [
    ("E-mail: office@larkfield.example", "E-mail: office@lark.....ld.example", "e-mail obfuscation"),
    ("Schreiben Sie an dpo@larkfield.example.", "Schreiben Sie an d•••@larkfield.example.", "e-mail obfuscation"),
    ("joan@larkfield.example or its clerk", "j***@larkfield.example or its clerk", "e-mail obfuscation"),
    ("Courriel : bureau@larkfield.example", "Courriel : bur…@lark…example", "e-mail obfuscation"),
    ("Courriel: mailto:bureau@larkfield.example", "Courriel: bureau@larkfield.example", "e-mail obfuscation"),
    ("Mail (MAILTO: joan@larkfield.example)", "Mail (joan@larkfield.example)", "e-mail obfuscation"),
    ("Mail: joan@larkfield.example.", "Mail: joan @ larkfield . example.", "e-mail obfuscation"),
    ("Mail: joan@larkfield.example", "Mail: <joan@larkfield.example>", "e-mail obfuscation"),
    ("Write to joan@larkfield.example. Then wait.", "Write to joan@larkfield.example, then wait.", "punctuation"),
    ("Version 2.0", "Version 3.0", "version number"),
    ("Fassung Nr. 2", "Fassung Nr. 3", "version number"),
    ("Versie 2", "versie 2.1", "version number"),
    ("Terms of Service v3.2", "Terms of service v3.3", "version number"),
    ("Datenschutzerklärung (Version 1.4)", "Datenschutzerklärung (Version 2.0)", "version number"),
    ("Obowiązuje od: [data publikacji]", "Obowiązuje od: 13 czerwca 2026 r.", "stated date"),
    ("Gültig ab [Datum der Veröffentlichung]", "Gültig ab 13.6.2026", "stated date"),
    ("Effective [date of entry into force]", "Effective 13 June 2026", "stated date"),
]
TOLD = [
    ("E-mail: office@larkfield.example", "E-mail: office@harr.....gate.example"),
    ("joan@larkfield.example", "a***@larkfield.example"),
    ("joan@larkfield.example", "***@***"),  # shows nothing of an address, which may be another
    ("office@larkfield.example, dpo@larkfield.example", "d•••@larkfield.example, o•••@larkfield.example"),
    ("mailto:bureau@larkfield.example", "office@larkfield.example"),
    ("We use mailto: links.", "We use links."),
    ("joan @ larkfield . example", "joan @ larkfield . test"),
    ("Version 2.1 of the EU standard contractual clauses", "Version 2.2 of the EU standard contractual clauses"),
    ("We follow TCF version 2.0", "We follow TCF version 2.2"),
    ("Terms of Service v3.2", "Privacy Policy v3.2"),
    ("Version 3 days", "Version 5 days"),
    ("Orders end on [date of delivery].", "Orders end on 13 June 2026."),
]
LABELS = ["Version 3.0", "Versie 3.0", "Fassung 2", "v2.1", "(Wersja 1.2)", "版本 2.0", "Privacy Policy, version 2.1"]
SAYINGS = [
    "Version 2.1 of the EU standard contractual clauses",
    "TCF v2.2",
    "Versions 3 and 4",
    "Google Analytics version 4",
]


@pytest.mark.parametrize(("old", "new", "what"), FORM)
def test_what_only_labels_or_masks_is_form(old: str, new: str, what: str) -> None:
    """A version's number, a date filled in and an address that is masked or written out say nothing new."""
    for before, after in ((old, new), (new, old)):
        significance, reasons = of_rewording(before, after)
        assert (significance, [reason.subject for reason in reasons]) == (Significance.COSMETIC, [what])


@pytest.mark.parametrize(("old", "new"), TOLD)
def test_what_may_be_another_is_told(old: str, new: str) -> None:
    """An address that does not fit the mask, the version of another text and a deadline are told."""
    for before, after in ((old, new), (new, old)):
        assert of_rewording(before, after)[0].is_told


@pytest.mark.parametrize("added", [True, False])
@pytest.mark.parametrize("text", [*LABELS, "w", "Ж"])
def test_labels_and_letters_alone_are_form(text: str, added: bool) -> None:  # noqa: FBT001 - parametrized
    """A line with nothing but the version of its text, or a letter, is no news where it comes or goes."""
    assert of_arrival(text, added=added)[0] is Significance.COSMETIC


@pytest.mark.parametrize("text", [*SAYINGS, "無", "no", "3", "w or x"])
def test_what_says_more_is_told(text: str) -> None:
    """A word, a figure and the version of something else are told."""
    assert of_arrival(text, added=True)[0].is_told


@pytest.mark.parametrize(("text", "is_told"), [("Version 3.0", False), ("TCF v2.2", True)])
def test_a_version_may_be_a_heading(text: str, is_told: bool) -> None:  # noqa: FBT001 - parametrized
    """So it is where the label is set as a heading."""
    head = Clause(position=1, kind=ClauseKind.HEADING, heading_path=(text,), label="", text=text)
    assert of_heading(None, head, Significance.MINOR).significance.is_told is is_told
    assert of_heading(head, None, Significance.MINOR).significance.is_told is is_told
