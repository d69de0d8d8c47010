"""Plain words for what a text claims of its page: while it is held, and once it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.phrases import day_words, language_words
from monitor.core.records import Claim, is_another_language
from monitor.core.records.catalogues import ENGLISH, N_, Catalogue

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.records import HeldText

# what is held, and what it says of the page once it is told; an edit says nothing of the page as a whole
_HELD: dict[Claim, str] = {
    Claim.EDIT: "an edit seen since {since}, told if a second look finds it too",
    Claim.DOUBTFUL: "an edit seen since {since} that may be none of the policy; told if it stays until {until}",
    Claim.RETURNED: "an earlier text is back since {since}; told if it stays until {until}",
    Claim.ALTERNATES: "an earlier text is back, not for the first time, since {since}; told if it stays until {until}",
    Claim.LANGUAGE: "the page is in another language{language} since {since}; told if it stays until {until}",
    Claim.SHORTENED: "most of the text is gone since {since}; told if it stays until {until}",
    Claim.REPLACED: "most of the text is another since {since}; told if it stays until {until}",
}
# the same in few words, for a list
_HELD_IN_SHORT: dict[Claim, str] = {
    Claim.EDIT: "edit held for a second look",
    Claim.DOUBTFUL: "edit held until {until}",
    Claim.RETURNED: "earlier text held until {until}",
    Claim.ALTERNATES: "earlier text held until {until}",
    Claim.LANGUAGE: "other language held until {until}",
    Claim.SHORTENED: "shorter text held until {until}",
    Claim.REPLACED: "another text held until {until}",
}
_TOLD: dict[Claim, str] = {
    Claim.RETURNED: N_("an earlier text returned and stayed"),
    Claim.ALTERNATES: N_("an earlier text returned and stayed this time"),
    Claim.LANGUAGE: N_("the page is in another language now"),
    Claim.SHORTENED: N_("most of the text is gone"),
    # translators: what stands before the colon is also said alone
    Claim.REPLACED: N_("the policy was replaced: most of its text is another"),
}
# what is told once of a clause that varies as a whole, see decide.py
_VARIES = N_("a clause of the policy varies from look to look, which is told once")


def held_words(held: HeldText, language: str = "") -> str:
    """Return what is seen since when and until when it has to stay, in a line.

    Args:
        held: what is held.
        language: code of the language the page is in now, where that is the claim.
    """
    return claim_words(held.claim, held.since, held.until, language)


def claim_words(claim: Claim, since: datetime, until: datetime, language: str = "") -> str:
    """Return the words of `held_words` for the parts of what is held."""
    named = f" ({language_words(language)})" if language else ""
    return _HELD[claim].format(since=day_words(since), until=day_words(until), language=named)


def held_in_short(claim: Claim, until: datetime) -> str:
    """Return in few words what is held, and until when it has to stay: "other language held until 5 March 2026"."""
    return _HELD_IN_SHORT[claim].format(until=day_words(until))


def turned_words(before: str, now: str, catalogue: Catalogue = ENGLISH) -> str:
    """Return that a page has turned to another language, naming both; "" where it has not, or one is not known.

    >>> turned_words("en", "fr"), turned_words("en", ""), turned_words("en", "en")
    ('the page is now in French; before, it was in English', '', '')
    """
    if not is_another_language(before, now):
        return ""
    return catalogue.gettext(
        "the page is now in %(now)s; before, it was in %(before)s",
        now=language_words(now, catalogue),
        before=language_words(before, catalogue),
    )


def told_as(
    claim: Claim | None, before: str, now: str, *, is_return: bool = True, catalogue: Catalogue = ENGLISH
) -> str:
    """Return what a change that was told says of the page as a whole, "" for an edit.

    Args:
        claim: what was held until then, None for an edit.
        before: code of the language of the old text, "" where it is not known.
        now: likewise of the new text.
        is_return: whether the new text is one that the page had before.
        catalogue: the language of the words.
    """
    if claim is Claim.ALTERNATES and not is_return:
        return catalogue.gettext(_VARIES)
    told = _TOLD.get(claim, "") if claim else ""
    return turned_words(before, now, catalogue) or catalogue.gettext(told)
