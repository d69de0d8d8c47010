"""How often something is done, in words: "weekly", "twice a year"; a period for those with whose data it is done."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.languages import known
from monitor.core.significance.phrase_search import Phrases
from monitor.core.text import fold_accents, fold_typography, placed_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

OFTEN = {
    "hour": "1 hour",
    "day": "1 day",
    "week": "7 day",
    "month": "1 month",
    "quarter": "3 month",
    "half-year": "6 month",
    "year": "12 month",
}
"""What a language's file may say that something is done by, each with the period between, in its plainest form."""

ONCE = "1"
"""What a language's file lists its words for "once" under, beside those for more times."""

_TELLING = 4  # letters of a word of which it is worth while to look for more; a guess: "once", "each", "cada"


class Frequency(NamedTuple):
    """Words that say how often something is done.

    Args:
        value: the period between, in its plainest form, "12 month", or in which it is done some times, "12 month / 2".
        written: the words without case, "once a year".
        start: of them in the text, its typography plain, in characters.
        stop: where they end.
    """

    value: str
    written: str
    start: int
    stop: int


def frequencies(text: str, languages: frozenset[str]) -> Iterator[Frequency]:
    """Yield what says how often something is done, in order, of words that overlap the longest.

    >>> [one.value for one in frequencies("Deleted weekly, and archived once a year.", frozenset({"en"}))]
    ['7 day', '12 month']

    Args:
        text: what is read.
        languages: the codes of those it may be in.
    """
    placed = placed_words(fold_typography(text))
    found = (
        (at, phrase, meant) for at, phrase, meant in _phrases().placed([fold_accents(word) for word, _, _ in placed])
    )
    end = 0
    for at, phrase, meant in sorted(found, key=lambda one: (one[0], -len(one[1]))):
        value = next((period for code, period in meant if code in languages), "")
        if value and at >= end:
            end = at + len(phrase)
            written = " ".join(word for word, _, _ in placed[at:end])
            yield Frequency(value, written, placed[at][1], placed[end - 1][2])


def without_frequencies(text: str, languages: frozenset[str]) -> str:
    """Return a text without what says how often something is done, the typography of what is left plain."""
    found = [*frequencies(text, languages)]
    if not found:
        return text
    plain = fold_typography(text)
    ends = zip([0, *(one.stop for one in found)], [*(one.start for one in found), len(plain)], strict=True)
    return "".join(plain[start:stop] for start, stop in ends)


def may_be_often(folded: Iterable[str]) -> bool:
    """Tell quickly whether words, in small letters without accents, may say how often something is done."""
    return not _starts().isdisjoint(folded)


@cache
def _starts() -> frozenset[str]:
    """Return the words that begin a phrase for how often, but those that begin most others too: "a diario"."""
    listed = (phrase for one in known().each for some in one.table("numbers", "often").values() for phrase in some)
    return frozenset(word for phrase in listed for word in map(fold_accents, words(phrase)) if len(word) >= _TELLING)


@cache
def _phrases() -> Phrases[list[tuple[str, str]]]:
    table: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for language in known().each:
        for unit, phrases in language.table("numbers", "often").items():
            for phrase in phrases:
                for times, said in _repeated(phrase, language.table("numbers", "repeated")):
                    value = OFTEN[unit] if times == ONCE else f"{OFTEN[unit]} / {times}"
                    meant = table.setdefault(tuple(map(fold_accents, words(said))), [])
                    if (language.code, value) not in meant:
                        meant.append((language.code, value))
    return Phrases(table)


def _repeated(phrase: str, repeated: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield a phrase, and for one that begins with a word for "once" those in which it is done more times."""
    once = next((word for word in repeated.get(ONCE, ()) if phrase.startswith(f"{word} ")), "")
    yield ONCE, phrase
    if once:
        yield from ((times, said + phrase.removeprefix(once)) for times, some in repeated.items() for said in some)
