"""Whether words that came or went may be the policy's: by what they speak of, and by how much they speak as it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.policy_terms import speaks_of_policy
from monitor.core.text import words

if TYPE_CHECKING:
    from monitor.core.records import PolicyText

_MAIL = re.compile(r"\w@\w")
# Letters from which on a word counts: shorter ones stand in any text.
LEAST_LETTERS = 5
# The share of such words that the rest of a policy has to have as well. Of the sentences of real policies nine in ten
# have more, of promotion on the same pages one in twenty.
SHARED = 0.6
# Words that have to be shared at least: one may be chance.
LEAST_SHARED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a policy speaks of.

    Args:
        words: its longer words, folded.
    """

    words: frozenset[str]

    @classmethod
    def shared_by(cls, one: PolicyText, other: PolicyText) -> Matter:
        """Return the matter of the clauses that stand in two texts of a policy: none of it is what differs."""
        texts = {clause.text for clause in one.clauses} & {clause.text for clause in other.clauses}
        return cls(words=frozenset(word for text in texts for word in _long_words(text)))

    def has(self, text: str) -> bool:
        """Tell whether a text may be the policy's: it speaks of its matter, names an address, or shares its words."""
        if speaks_of_policy(text) or _MAIL.search(text):
            return True
        own = set(_long_words(text))
        shared = len(own & self.words)
        return shared >= LEAST_SHARED and shared >= SHARED * len(own)

    def of_policy(self, text: str) -> str:
        """Return the sentences of a text that may be the policy's, "" for none.

        One that stays is not to be hidden by a number that turns beside it.
        """
        return " ".join(one for line in text.split("\n") for one in sentences(line) if self.has(one))


def _long_words(text: str) -> list[str]:
    return [word for word in words(text) if len(word) >= LEAST_LETTERS]
