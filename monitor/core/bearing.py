"""What a text's sentences do: inform about data, oblige and permit like a policy's, or praise, ask and sell."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from monitor.core.significance.lexicon import speech
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.significance.lexicon import Hit

# A sentence that speaks of one of these says what is done with data, or what one may do or must. A kind of data or a
# recipient alone does not: a running app names the heart rate, a shop its partners.
_INFORMS = frozenset(
    {
        *("collection", "sharing", "retention", "keeping time", "rights", "right", "consent", "opting out"),
        *("legal basis", "transfer abroad", "contact", "dispute", "rules"),
    }
)
# In the row of a table and behind a label it is what they inform about: a list of cookies, of data and their purposes.
_INFORMS_IN_ROWS = _INFORMS | {"kind of data", "recipient", "purpose"}
_CELLS = " | "
_LABEL = re.compile(r"[^:.!?]{1,40}: ")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”“»’)]{0,2}\s+|(?<=[。！？])|\n")
_ASKS_OR_CALLS = re.compile(r"[!?！？][\"”“»’)]{0,2}\s*$")
_PRICE = re.compile(r"\d\s?(?:[€$£¥]|(?:kč|zł|euros?|dollars?|pounds?)\b)|[€$£¥]\s?\d", re.IGNORECASE)
# Someone's own words, a customer's or a director's; what a contract puts in quotes is the few words of a name.
_QUOTE = re.compile(r"[\"“„«][^\"“”„«»\n]{30,600}[\"”“»]")
_LONG = 20  # words of a sentence that lays something down; slogans, steps and stories have 5 to 12

# What half of the services of the histories and half of our own pages of other kinds were weighed by, in shares of a
# text's words (of its sentences for those that ask): policies and terms come to .3 to 1.5, other pages to -.6 to .2.
_LONG_WEIGHT = 0.4  # of the words in long sentences
_PITCH_WEIGHT = -0.5  # of the words that praise and sell
_QUOTE_WEIGHT = -0.5  # of the words that are someone's own
_ASK_WEIGHT = -1.0  # of the sentences that ask or call
_NONE = 0.15  # at this balance and below a text is no policy
_FULL = 0.3  # from here on it does what a policy does


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What the sentences of a text do, each as a share of its words, `asks` of its sentences.

    Args:
        informs: inform about data, oblige or permit.
        lengthy: are long.
        pitches: praise, call to buy or to begin, name a price.
        quoted: are someone's own words.
        asks: end as a question or a call.
    """

    informs: float
    lengthy: float
    pitches: float
    quoted: float
    asks: float


def bearing(text: str, found: Sequence[Hit]) -> float:
    """Grade how much the sentences of a text do what those of a policy do, more than those of other pages.

    Args:
        text: the text, a block a line.
        found: the lexicon's terms in it.

    Returns:
        0.0 to 1.0.
    """
    shares = shares_of(text, found)
    balance = (
        shares.informs
        + _LONG_WEIGHT * shares.lengthy
        + _PITCH_WEIGHT * shares.pitches
        + _QUOTE_WEIGHT * shares.quoted
        + _ASK_WEIGHT * shares.asks
    )
    return min(1.0, max(0.0, (balance - _NONE) / (_FULL - _NONE)))


def shares_of(text: str, found: Sequence[Hit]) -> Shares:
    """Return what the sentences of a text do.

    Args:
        text: the text, a block a line.
        found: the lexicon's terms in it.
    """
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    counts = [len(words(sentence)) for sentence in sentences]
    total = max(1, sum(counts))
    ends = list(accumulate(counts))
    said = speech(text)
    in_rows = {at for at, sentence in enumerate(sentences) if _CELLS in sentence or _LABEL.match(sentence)}
    informing = _sentences(ends, (hit for hit in (*found, *said) if hit.category in _INFORMS))
    informing |= in_rows & _sentences(ends, (hit for hit in found if hit.category in _INFORMS_IN_ROWS))
    pitching = _sentences(ends, (hit for hit in said if hit.category == "pitches"))
    pitching |= {at for at, sentence in enumerate(sentences) if _PRICE.search(sentence)}
    return Shares(
        informs=sum(counts[at] for at in informing) / total,
        lengthy=sum(count for count in counts if count >= _LONG) / total,
        pitches=sum(counts[at] for at in pitching) / total,
        quoted=sum(len(words(quote)) for quote in _QUOTE.findall(text)) / total,
        asks=sum(bool(_ASKS_OR_CALLS.search(sentence)) for sentence in sentences) / max(1, len(sentences)),
    )


def _sentences(ends: Sequence[int], found: Iterable[Hit]) -> set[int]:
    """Return the sentences in which terms stand, by the numbers of the words with which each sentence ends."""
    return {at for hit in found if (at := bisect_right(ends, hit.start)) < len(ends)}
