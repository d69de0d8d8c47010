"""Whether a text speaks of a policy's matter: one place that all ask."""

from __future__ import annotations

import pytest

from monitor.core.policy_terms import (
    denies,
    has_policy_word,
    invites,
    offers_choice,
    pitches,
    policy_words,
    speaks_of_policy,
)
from tests.core.helpers import worded_arrival
from tests.project import tree


@pytest.mark.parametrize(
    "text",
    [
        "We keep your personal data.",
        "Le sue informazioni e i suoi diritti.",
        "Wir verarbeiten Daten.",
        "Vaše osobní údaje.",
        "个人信息",
        "Kişisel verileriniz.",
    ],
)
def test_a_policy_word_is_enough(text) -> None:
    """A text with one of the stems of a policy's matter speaks of it, in capitals too, and is no pitch."""
    for written in (text, text.upper()):
        assert has_policy_word(written)
        assert speaks_of_policy(written)
        assert not pitches(written)
        assert not invites(written)


def test_words_are_found_one_by_one() -> None:
    """The words of a policy's matter are counted, not only noticed."""
    assert policy_words("Privacy rights and private data") == ["priva", "rights", "priva"]


@pytest.mark.parametrize(
    ("text", "speaks", "pitch", "invitation"),
    [
        ("Meet people around the corner.", False, True, True),
        ("We will delete backups after two years.", False, True, True),
        ("Payments go to our advertising partners.", True, False, False),
        ("The first month is free, then a subscription is due.", True, True, True),
        ("Get our marketing newsletter.", True, False, True),
        ("You must contact us about safety.", False, True, True),
    ],
)
def test_terms_decide_where_no_word_does(text, speaks, pitch, invitation) -> None:
    """Without such a word the terms decide: a price is no matter to a pitch, news none to an invitation."""
    assert not has_policy_word(text)
    assert (speaks_of_policy(text), pitches(text), invites(text)) == (speaks, pitch, invitation)


def test_how_long_an_offer_lasts_is_no_retention() -> None:
    """Beside a price or a discount "as long as" is no matter of a policy and no reason; without one it is."""
    offer = "Solange der Vorrat reicht: Laternen für 19 €."
    assert not speaks_of_policy(offer)
    assert pitches(offer)
    assert worded_arrival(offer, added=True)[1] == ("amount: 19 € added",)
    for text in ("Wir behalten sie, solange es nötig ist.", "Ihre Daten kosten 19 €, solange Sie Kunde sind."):
        assert speaks_of_policy(text)
        assert any("retention" in reason for reason in worded_arrival(text, added=True)[1])


def test_a_choice_is_offered() -> None:
    """What one may refuse or choose is told from what is merely said."""
    assert offers_choice("You can disable this in your settings.")
    assert not offers_choice("Meet people around the corner.")


def test_what_denies_is_told() -> None:
    """A sentence that says no is told from a label."""
    assert denies("We never sell it.")
    assert not denies("Our products")


def test_extraction_has_no_answer_of_its_own() -> None:
    """No module of the extraction asks the terms or the words of policies past this one."""
    others = tree.modules("crawler/extraction")
    sources = {path: path.read_text(encoding="utf-8") for path in others}
    assert sources
    assert [
        path for path, source in sources.items() if "significance.lexicon" in source or "policy.words" in source
    ] == []
