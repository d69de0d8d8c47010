"""What a policy speaks of: the one place that says whether a text, or a block in doubt, says anything of its matter.

Two vocabularies answer, both in the files of the languages: `policy.words`, stems by which a policy's matter is known
even where little else of a language is, and `terms`, the wordings of what a change may be about.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from monitor.core.languages import LazyPattern, alternation, word_set
from monitor.core.significance.lexicon import hits
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.significance.lexicon import Hit

_POLICY_WORDS = LazyPattern(
    lambda: alternation("policy.words")
)  # for lower case: to ignore case costs three times as much

# What a page's other sentences speak of too: safety, questions, what one may or must not.
_COMMON = frozenset(
    {"safety", "negation", "obligation", "scope", "exception", "choice", "contact", "reach us", "policy change"}
)
_REACHING = frozenset({"contact", "reach us"})
# What a pitch speaks of besides: what it costs.
_PITCHED = _COMMON | {"money"}
# What an announcement speaks of: none of those to whom a text applies, nor of whom to write to.
_ANNOUNCED = frozenset({"safety", "negation", "obligation", "choice", "money"})
# What an invitation to subscribe speaks of besides: the news one gets.
_INVITING = _PITCHED | {"purpose", "sharing"}

_COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)  # the word of all languages written in Latin letters

_LASTING = "as long as needed"

# What a policy lists under a heading that names it.
_LISTED = frozenset({"recipient", "sharing", "kind of data"})

_READ = 20_000  # letters of a block looked at; a longer one is no sentence


def _hits(text: str) -> Sequence[Hit]:
    return without_offers(hits(text), text)


def without_offers(found: Sequence[Hit], text: str) -> Sequence[Hit]:
    """Return the terms found in a text but those of how long an offer lasts: "solange der Vorrat reicht".

    An offer names a price or a discount, and no word of a policy's own matter.
    """
    if not any(hit.concept == _LASTING for hit in found) or has_policy_word(text) or not _is_priced(text):
        return found
    return [hit for hit in found if hit.concept != _LASTING]


def _is_priced(text: str) -> bool:
    """Tell whether a text names a sum of money or a percentage."""
    is_sign = any(unicodedata.category(sign) == "Sc" or sign == "%" for sign in text[:_READ])
    return is_sign or not word_set("numbers", "money").isdisjoint(words(text[:_READ]))


def policy_words(text: str) -> list[str]:
    """Return the words of a policy's own matter in a text."""
    return _POLICY_WORDS.findall(text.lower())


def has_policy_word(text: str) -> bool:
    """Tell whether a text has any word of a policy's own matter."""
    return _POLICY_WORDS.search(text.lower()) is not None


def is_policy_word(text: str) -> bool:
    """Tell whether a text is one word of a policy's own matter, or the words of one: "personal data"."""
    return _POLICY_WORDS.fullmatch(text.lower()) is not None


def speaks_of_policy(text: str) -> bool:
    """Tell whether a block speaks of a policy's matter: data, purposes, recipients, periods, rights."""
    text = text[:_READ]
    return has_policy_word(text) or any(hit.category not in _COMMON for hit in _hits(text))


def pitches(text: str) -> bool:
    """Tell whether a block speaks of nothing that a promotion does not speak of too: "The first month is free"."""
    return not has_policy_word(text) and all(hit.category in _PITCHED for hit in _hits(text))


def announces(text: str) -> bool:
    """Tell whether a block speaks of nothing that an announcement does not: not of whom or since when a text binds."""
    return not has_policy_word(text) and all(hit.category in _ANNOUNCED for hit in _hits(text))


def invites(text: str) -> bool:
    """Tell whether a block speaks of nothing that an invitation to subscribe does not speak of too."""
    return not has_policy_word(text) and all(hit.category in _INVITING for hit in _hits(text))


def states(text: str) -> bool:
    """Tell whether a block says what policies say in their wordings; a mere word of their matter is not enough."""
    return any(hit.category not in _INVITING for hit in _hits(text))


def grants(text: str) -> bool:
    """Tell whether a block speaks of a consent that is given or withdrawn, or of what one may choose."""
    return any(hit.category in {"consent", "choice"} for hit in _hits(text))


def offers_choice(text: str) -> bool:
    """Tell whether a block speaks of what one may refuse or choose, which a policy does beside a button."""
    return any(hit.category == "choice" for hit in _hits(text))


def touches_a_topic(text: str) -> bool:
    """Tell whether a block touches a topic of policies, were it how to reach someone, what law applies or changes."""
    return has_policy_word(text) or any(hit.topic or hit.category == "dispute" for hit in _hits(text))


def titles_topic(text: str) -> bool:
    """Tell whether a title names a topic of policies other than how to reach someone, which any page does."""
    return any(hit.topic and hit.category not in _REACHING for hit in _hits(text))


def names_others(text: str) -> bool:
    """Tell whether a block names what policies list: recipients, kinds of data, cookies."""
    return _COOKIES.search(text) is not None or any(hit.category in _LISTED for hit in _hits(text))


def shares(text: str) -> bool:
    """Tell whether a block speaks of who is given data."""
    return any(hit.category == "sharing" for hit in _hits(text))


def changes_policy(text: str) -> bool:
    """Tell whether a block speaks of how the text changes, or from when on it applies."""
    return any(hit.category == "policy change" for hit in _hits(text))


def denies(text: str) -> bool:
    """Tell whether a block denies something, as no title or label does."""
    return any(hit.category == "negation" for hit in _hits(text))
