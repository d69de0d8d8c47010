"""Whether a text still has a sentence, in whatever words: a witness that knows no vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from monitor.core.comparison.align import SIMILAR_AFAR, similarity
from monitor.core.significance.lexicon import told_hits
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.notices.facts import Fact, Said


def counterpart(plain: tuple[str, ...], other: Said) -> tuple[str, ...]:
    """Return the sentence of another text that is most like the words of one, () where none is one of its forms."""
    mine = set(plain)
    best: tuple[str, ...] = ()
    most = SIMILAR_AFAR
    for one in other.sentences:
        short, long = sorted((len(plain), len(one)))
        if 2 * short < most * (short + long) or 2 * len(mine.intersection(one)) < most * (len(mine) + len(set(one))):
            continue
        alike = similarity(plain, one)
        if alike >= most:
            best, most = one, alike
    return best


def is_reworded(matter: str, fact: Fact, other: Said) -> bool:
    """Tell whether another text says in its own words what a fact says.

    It does where it has a form of the sentence in which other words stand in the place of the fact's, and these speak
    of nothing else of the matter.
    """
    plain, phrase = words(fact.sentence), words(fact.phrase)
    same = counterpart(plain, other)
    start = next((at for at in range(len(plain)) if plain[at : at + len(phrase)] == phrase), -1)
    if not same or start < 0:
        return False
    touched = [
        (gone, fresh)
        for at, gone, fresh in _exchanged(plain, same)
        if at < start + len(phrase) and at + max(1, len(gone)) > start
    ]
    fresh = [word for _, some in touched for word in some]
    return bool(fresh) and all(hit.category != matter for hit in told_hits(" ".join(fresh), other.languages))


def _exchanged(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, Sequence[str], Sequence[str]]]:
    """Yield what stands in the place of what, with the index of its first word among the old ones."""
    i = j = 0
    for block in Indel.opcodes(old, new):
        if block.tag == "equal":
            if i < block.src_start or j < block.dest_start:
                yield i, old[i : block.src_start], new[j : block.dest_start]
            i, j = block.src_end, block.dest_end
    if i < len(old) or j < len(new):
        yield i, old[i:], new[j:]
