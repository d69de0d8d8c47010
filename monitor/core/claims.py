"""Plain words for what a text claims of its page: while it is held, and once it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.phrases import day_words, language_words
from monitor.core.records import Claim

if TYPE_CHECKING:
    from monitor.core.records import HeldText

# what is held, and what it says of the page once it is told
CLAIMS: dict[Claim, str] = {
    Claim.EDIT: "some clauses are others",
    Claim.DOUBTFUL: "something differs that says nothing of what a policy is about,",
    Claim.RETURNED: "an earlier text is back",
    Claim.ALTERNATES: "an earlier text is back, not for the first time,",
    Claim.LANGUAGE: "the page is in another language{language}",
    Claim.SHORTENED: "most of the text is gone",
    Claim.REPLACED: "most of the text is another",
}
CLAIMED: dict[Claim, str] = {
    Claim.RETURNED: "an earlier text returned and stayed",
    Claim.ALTERNATES: "an earlier text returned and stayed this time",
    Claim.LANGUAGE: "the page is in another language now",
    Claim.SHORTENED: "most of the text is gone",
    Claim.REPLACED: "the policy was replaced: most of its text is another",
}


def held_words(held: HeldText, language: str = "") -> str:
    """Return what is seen since when and until when it has to stay, in a line.

    Args:
        held: what is held.
        language: code of the language the page is in now, where that is the claim.
    """
    what = CLAIMS[held.claim].format(language=f" ({language_words(language)})" if language else "")
    return f"{what} since {day_words(held.since)}; told if it stays until {day_words(held.until)}"
