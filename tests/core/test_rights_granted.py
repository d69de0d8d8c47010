"""Rights that a sentence grants by a verb, and denials of which a part went."""

from __future__ import annotations

import pytest

from monitor.core.records import Rule, Significance
from monitor.core.significance.verdict import of_arrival, of_rewording


@pytest.mark.parametrize(
    "text",
    [
        "You have the right to request that we delete the notes we hold.",
        "You may ask us to correct what is wrong about you.",
        "You have the right to know what we hold about you.",
        "These rights may include the right to know, access, correct or obtain a copy of your notes.",
        "Sie können verlangen, dass wir Ihre Notizen löschen.",
        "Sie haben das Recht, Ihre Notizen in einem maschinenlesbaren Format zu erhalten.",
        "Vous pouvez nous demander de supprimer vos notes.",
        "Vous avez le droit de recevoir vos notes dans un format structuré et lisible par machine.",
        "Puede pedirnos que borremos sus notas.",
        "Può chiederci di cancellare le sue note.",
        "U kunt ons vragen uw notities te verwijderen.",
        "Mogą Państwo żądać, abyśmy usunęli notatki.",
        "Můžete nás požádat, abychom vymazali vaše poznámky, nebo je smazat sami.",
        "Pode pedir que apaguemos as suas notas.",
    ],
)
def test_a_right_is_known_by_its_verb(text: str) -> None:
    """A clause that grants a right by a verb is a right that went, or came."""
    for added in (True, False):
        significance, reasons = of_arrival(text, added=added)
        assert significance is Significance.MATERIAL
        assert "right" in {reason.subject for reason in reasons}


@pytest.mark.parametrize(
    "text",
    [
        "We reserve the right to restrict accounts that harm others.",
        "You cannot ask us to delete what the law makes us keep.",
        "Nach geltendem Recht löschen wir Rechnungen spät.",
        "The lights may be corrected by the staff.",
        "The library is entitled to offer its members paid access.",
        "Le droit d'auteur sur la structure du site est à nous.",
    ],
)
def test_what_grants_the_reader_nothing_is_no_right(text: str) -> None:
    """A right that we reserve, one that is denied, and what the staff does are no right that went."""
    assert "right" not in {reason.subject for reason in of_arrival(text, added=False)[1]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We do not share your notes with insurers, banks, employers or data brokers.",
            "We do not share your notes with insurers or banks.",
        ),
        (
            "Wir geben Ihre Notizen nicht an Versicherer, Banken oder Arbeitgeber weiter.",
            "Wir geben Ihre Notizen nicht an Versicherer oder Banken weiter.",
        ),
        (
            "Nous ne communiquons pas vos notes aux assureurs, banques ou employeurs.",
            "Nous ne communiquons pas vos notes aux assureurs ou banques.",
        ),
        ("We do not sell or rent your notes.", "We do not sell your notes."),
    ],
)
def test_a_denial_that_lost_one_of_a_list_is_told_as_such(old: str, new: str) -> None:
    """What denies less than before matters, and is told by both denials; one that denies more is told as another wording."""
    significance, reasons = of_rewording(old, new)
    assert significance is Significance.MATERIAL
    assert [(reason.rule, reason.went, reason.came) for reason in reasons] == [(Rule.NEGATION, old, new)]
    assert of_rewording(new, old)[0].is_told


def test_a_denial_in_fewer_words_is_as_it_was() -> None:
    """A denial that lost words of emphasis, and none of its list, is another wording."""
    old, new = "We do not sell your notes in any way.", "We do not sell your notes."
    assert Rule.NEGATION not in {reason.rule for reason in of_rewording(old, new)[1]}
