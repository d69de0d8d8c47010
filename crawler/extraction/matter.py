"""What a policy speaks of: whether a sentence that stands in doubt says anything of its matter."""

from __future__ import annotations

from crawler.extraction.lexicon import POLICY_WORDS
from monitor.core.lexicon import hits

# What a page's other sentences speak of too: safety, questions, what one may or must not.
_COMMON = frozenset({"safety", "negation", "obligation", "choice", "contact", "reach us", "policy change"})


_READ = 20_000  # letters of a block looked at; a longer one is no sentence


def speaks_of_policy(text: str) -> bool:
    """Tell whether a block speaks of a policy's matter: data, purposes, recipients, periods, rights."""
    text = text[:_READ]
    return bool(POLICY_WORDS.search(text)) or any(hit.category not in _COMMON for hit in hits(text))
