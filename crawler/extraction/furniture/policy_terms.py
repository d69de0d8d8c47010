"""What a policy speaks of: whether a sentence that stands in doubt says anything of its matter."""

from __future__ import annotations

from crawler.extraction.furniture.vocabulary import has_policy_word
from monitor.core.significance.lexicon import hits

# What a page's other sentences speak of too: safety, questions, what one may or must not.
_COMMON = frozenset(
    {"safety", "negation", "obligation", "scope", "exception", "choice", "contact", "reach us", "policy change"}
)
# What a pitch speaks of besides: what it costs.
_PITCHED = _COMMON | {"money"}
# What an invitation to subscribe speaks of besides: the news one gets.
_INVITING = _PITCHED | {"purpose", "sharing"}


_READ = 20_000  # letters of a block looked at; a longer one is no sentence


def speaks_of_policy(text: str) -> bool:
    """Tell whether a block speaks of a policy's matter: data, purposes, recipients, periods, rights."""
    text = text[:_READ]
    return has_policy_word(text) or any(hit.category not in _COMMON for hit in hits(text))


def pitches(text: str) -> bool:
    """Tell whether a block speaks of nothing that a promotion does not speak of too: "The first month is free"."""
    return not has_policy_word(text) and all(hit.category in _PITCHED for hit in hits(text))


def invites(text: str) -> bool:
    """Tell whether a block speaks of nothing that an invitation to subscribe does not speak of too."""
    return not has_policy_word(text) and all(hit.category in _INVITING for hit in hits(text))


def offers_choice(text: str) -> bool:
    """Tell whether a block speaks of what one may refuse or choose, which a policy does beside a button."""
    return any(hit.category == "choice" for hit in hits(text))
