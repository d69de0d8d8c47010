"""What a sentence says is not done with data: by whom it is not done, and which things it names."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.languages import known, word_set
from monitor.core.records import rank_of
from monitor.core.significance.negations import DENIED, NEGATION
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.significance.lexicon import Hit

DEEDS = frozenset(["collection", "sharing", "retention", "transfer abroad", "sale of data", "keeping time"])
"""Categories of words for what is done with data."""

_NEAR = 3  # words between a deed and what denies it, where nothing else is named; a guess
_BETWEEN = 5  # words before a denial among which its subject stands, "Sie dürfen Ihre Daten nicht"; a guess
# Categories by which two denials may be one: whoever shares nothing shares it with nobody.
_ALIKE = {"sharing": "recipient", "collection": "kind of data", "keeping time": "retention"}


def things_not_done(sentence: str, found: Sequence[Hit], languages: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what a sentence says is not done, of each word that denies something the gravest thing that it names.

    Args:
        sentence: what is read.
        found: the terms in it.
        languages: the codes of those the text is in.

    Yields:
        The category and the concept of the thing, and the word that denies it. Nothing of what the reader is not to do,
        of what a text does not apply to, of what nobody is liable for, or what is done "without your consent".
    """
    half = _listed("half_denials", languages)
    denying = [hit for hit in found if hit.category == NEGATION and hit.text not in half]
    last = len(words(sentence))
    starts = [0, *(hit.start for hit in denying[1:]), last]
    for hit, (start, end) in zip(denying, pairwise(starts), strict=False):
        if _is_another_choice(hit, found) or _promises_nothing(sentence, hit, languages):
            continue
        within = [other for other in found if start <= other.start < end]
        deeds = (other for other in within if other.category in DEEDS and _gap(other, hit) < _NEAR)
        is_liability = any(other.category == "dispute" for other in within) and not any(map(_is_sharing, within))
        things = [other for other in within if other.category in DENIED and not is_liability] or list(deeds)
        if things:
            gravest = min(things, key=lambda other: rank_of(other.category))
            yield gravest.category, gravest.concept, hit.text


def _is_sharing(hit: Hit) -> bool:
    return hit.category in {"sharing", "sale of data"}


def is_same_denial(category: str, other: str) -> bool:
    """Tell whether denials of two categories may be one in other words."""
    return _ALIKE.get(category, category) == _ALIKE.get(other, other)


def asserted(sentence: str, found: Sequence[Hit]) -> str:
    """Return a sentence without a condition at its beginning that denies something: "If you do not want to, ..."."""
    opening, sign, rest = sentence.partition(",")
    length = len(words(opening))
    is_condition = not word_set("text", "conditions").isdisjoint(words(opening)[:1])
    denies = any(hit.category == NEGATION and hit.start < length for hit in found)
    return rest if sign and is_condition and denies else sentence


def _is_another_choice(denying: Hit, found: Sequence[Hit]) -> bool:
    """Tell whether a denial is part of what the reader chooses: "without your consent", "your rights not to"."""
    return any(
        (hit.category == "consent" and 0 <= hit.start - denying.end < _NEAR)
        or (hit.category in {"right", "rights"} and 0 <= denying.start - hit.end < _BETWEEN)
        for hit in found
    )


def _promises_nothing(sentence: str, denying: Hit, languages: frozenset[str]) -> bool:
    """Tell whether a denial is no word on what we do: "you should not", "or not", "does not apply", "non-public"."""
    plain = words(sentence)
    before, after = " ".join(["", *plain[: denying.start]]), " ".join([*plain[denying.end :], ""])
    near = " ".join(["", *plain[max(0, denying.start - _BETWEEN) : denying.start], ""])
    return (
        f"{denying.text}-" in sentence.casefold()
        or before.rpartition(" ")[2] in _listed("ors", languages)
        or any(
            before.endswith(f" {phrase}") or after.startswith(f"{phrase} ")
            for phrase in _listed("no_promises", languages)
        )
        or any(
            f" {phrase.removesuffix(' *')} " in near for phrase in _listed("no_promises", languages) if "*" in phrase
        )
    )


@lru_cache(maxsize=64)
def _listed(section: str, languages: frozenset[str]) -> frozenset[str]:
    texts = (language.table("text") for language in known().each if language.code in languages)
    phrases = (phrase for of_text in texts for phrase in of_text.get(section, ()))
    return frozenset(" ".join(words(phrase.removesuffix("*"))) + " *" * phrase.endswith("*") for phrase in phrases)


def _gap(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end)
