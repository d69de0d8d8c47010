"""How much a change of words matters, by rules a person can read, each giving its reason."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.clauses import without_label
from monitor.core.lexicon import hits, is_material
from monitor.core.records import Significance
from monitor.core.text import fold_space, fold_typography, key, words

if TYPE_CHECKING:
    from collections.abc import Callable

Verdict = tuple[Significance, tuple[str, ...]]
"""A significance with its reasons, the most telling first."""

_NUMBER = re.compile(r"\d")

_LADDER: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("white space", fold_space),
    ("typography", fold_typography),
    ("letter case", lambda text: fold_typography(text).casefold()),
    ("punctuation", key),
    ("renumbering", lambda text: key(without_label(text))),
)


def of_rewording(old: str, new: str) -> Verdict:
    """Judge a clause whose words changed."""
    for reason, form in _LADDER:
        if form(old) == form(new):
            return Significance.COSMETIC, (reason,)
    reasons = [*_numbers(old, new), *_terms(old, new)]
    return (Significance.MATERIAL, tuple(reasons)) if reasons else (Significance.MINOR, ("wording",))


def of_arrival(text: str, *, added: bool) -> Verdict:
    """Judge a clause that was added or removed."""
    if not words(text):
        return Significance.COSMETIC, ("no words",)
    reasons = _terms("", text) if added else _terms(text, "")
    return (Significance.MATERIAL if reasons else Significance.MINOR), (
        *reasons,
        "clause added" if added else "clause removed",
    )


def _numbers(old: str, new: str) -> list[str]:
    before = Counter(word for word in words(old) if _NUMBER.search(word))
    after = Counter(word for word in words(new) if _NUMBER.search(word))
    if before == after:
        return []
    went, came = " ".join((before - after).elements()), " ".join((after - before).elements())
    return [f"number: {went or 'none'} -> {came or 'none'}"]


def _terms(old: str, new: str) -> list[str]:
    before, after = hits(old), hits(new)
    text = {(hit.category, hit.concept): hit.text for hit in (*before, *after)}
    times_old = Counter((hit.category, hit.concept) for hit in before)
    times_new = Counter((hit.category, hit.concept) for hit in after)
    came = [(pair, "added") for pair in times_new - times_old]
    went = [(pair, "removed") for pair in times_old - times_new]
    return [f"{pair[0]}: {text[pair]} {verb}" for pair, verb in (*came, *went) if is_material(pair[0])]
