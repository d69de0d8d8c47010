"""Whether words that came or went may be the policy's: by what they speak of, and by how much they speak as it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.policy_terms import speaks_of_policy
from monitor.core.records import Rule
from monitor.core.significance.lexicon import hits
from monitor.core.significance.verdict import of_arrival
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from monitor.core.significance.lexicon import Hit

_MAIL = re.compile(r"\w@\w")
# Letters from which on a word counts: shorter ones stand in any text.
LEAST_LETTERS = 5
# The share of such words that the rest of a policy has to have as well; a guess: of the edits and of the noise of
# benchmarks/restless.py none is between .4 and .8.
SHARED = 0.6
# Words that have to be shared at least: one may be chance.
LEAST_SHARED = 2
# The share of a policy's clauses that has to speak of its matter; where fewer do, its language is one whose words are
# hardly known, and any edit may be about it. Of the policies at hand in known languages none is below .4.
KNOWN_SHARE = 0.2
_SAMPLE = 60  # clauses looked at for that, evenly spread
# Rules whose reasons no noise gives; a number turns in counters, a name in quotes, an amount in offers.
WEIGHTY = frozenset({Rule.PERIOD, Rule.NEGATION, Rule.COMPANY, Rule.CONTACT, Rule.CITATION})
# Terms that sentences of any kind have ("all lamps", "you can win"), or that are grammar in another language ("alle" in
# Italian); a duty is none. Of 9,390 sentences on 40 real pages 22 weigh by nothing else, most of them dates and asides.
_COMMON = frozenset({"scope", "obligation"})
_DUTY = "must"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a policy speaks of.

    Args:
        words: its longer words, folded.
        is_known: whether the words of a policy's matter are known in its language.
    """

    words: frozenset[str]
    is_known: bool = True

    @classmethod
    def of(cls, texts: Collection[str]) -> Matter:
        """Return the matter of clauses: of those that two looks share, so that none of it is what differs."""
        some = sorted(texts)[:: max(1, len(texts) // _SAMPLE)]
        return cls(
            words=frozenset(word for text in texts for word in _long_words(text)),
            is_known=sum(map(speaks_of_policy, some)) >= KNOWN_SHARE * len(some),
        )

    def has(self, text: str) -> bool:
        """Tell whether a text may be the policy's: it speaks of its matter, names an address, or shares its words."""
        if not text:
            return False
        if not self.is_known or speaks_of_policy(text) or _MAIL.search(text):
            return True
        own = set(_long_words(text))
        shared = len(own & self.words)
        return shared >= LEAST_SHARED and shared >= SHARED * len(own)

    def weighs(self, text: str) -> bool:
        """Tell whether a text that stays says anything a policy says, be it what other texts say too."""
        return bool(text) and (self.has(text) or any(map(_is_matter, hits(text))) or _is_weighty(text))

    def of_policy(self, text: str) -> str:
        """Return the sentences of a text that weigh, a line each, "" for none.

        One that stays is not to be hidden by a number that turns beside it.
        """
        return "\n".join(one for line in text.split("\n") for one in sentences(line) if self.weighs(one))


def _is_matter(hit: Hit) -> bool:
    return hit.category not in _COMMON or hit.concept == _DUTY


def _is_weighty(text: str) -> bool:
    _, reasons = of_arrival(text, added=True)
    return any(reason.rule in WEIGHTY for reason in reasons)


def _long_words(text: str) -> Iterable[str]:
    return [word for word in words(text) if len(word) >= LEAST_LETTERS]
