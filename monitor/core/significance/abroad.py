"""Countries to which data go, or in which they are kept: each is told as a transfer abroad."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.postal import addresses_within
from monitor.core.significance.countries import Named, countries
from monitor.core.significance.lexicon import Hit, said_in_any_form
from monitor.core.text import key, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ABROAD = "transfer abroad"
_TOPIC = "audiences"
# What a sentence says of data that go to a country named in it, or are kept there.
_DEEDS = frozenset(["sharing", "retention", "collection", "recipient", "sale of data", ABROAD])
# ... or in any words: "the crash logs are kept on machines in Kenya".
_MAY_SAY = frozenset(["data", "kind of data", "retention", "collection", ABROAD])
# What a country is named for besides: whose courts decide, who lives there.
_ELSE = frozenset(["dispute"])
_RESIDENTS = "audience"
_BESIDE = 1  # words between "residents of" and their country


def with_countries(found: Sequence[Hit], text: str, languages: frozenset[str]) -> list[Hit]:
    """Return the hits of a text with one for each country that its sentences on data name, in order.

    A country in a postal address is none, nor one whose residents are spoken of, or in a sentence on disputes.

    Args:
        found: the terms of the lexicon in it.
        text: what is read.
        languages: the codes of those it may be in.
    """
    named = countries(text, languages) if languages else ()
    if not named:
        return [*found]
    plain = words(text)
    taken = {place for hit in found if hit.category == ABROAD for place in range(hit.start, hit.end)}
    homes = [hit for hit in found if hit.category == _RESIDENTS]
    fresh = [
        _hit(country, plain)
        for start, end, sentence in _on_data(found, text, languages)
        for country in named
        if start <= country.start < end
        and country.start not in taken
        and not any(0 <= country.start - home.end <= _BESIDE for home in homes)
        and not _is_in_address(" ".join(plain[country.start : country.end]), sentence)
    ]
    return sorted([*found, *fresh], key=lambda hit: hit.start)


def without_known(found: Sequence[Hit], other: str, languages: frozenset[str]) -> list[Hit]:
    """Return the hits of a text without the countries that another one names too, whatever it says of them.

    Args:
        found: in the text.
        other: the other text.
        languages: the codes of those they may be in.
    """
    if not any(hit.concept.isupper() for hit in found):
        return [*found]
    codes = {country.code for country in countries(other, languages)}
    return [hit for hit in found if hit.concept not in codes]


def _hit(country: Named, plain: Sequence[str]) -> Hit:
    said = " ".join(plain[country.start : country.end])
    return Hit(category=ABROAD, concept=country.code, topic=_TOPIC, text=said, start=country.start, end=country.end)


def _is_in_address(name: str, sentence: str) -> bool:
    """Tell whether a country stands in a postal address, or right after one."""
    said = key(sentence)
    places = (key(address) for address in addresses_within(sentence))
    return any(f" {name} " in f" {place} " or f" {place} {name} " in f" {said} " for place in places)


def _on_data(found: Sequence[Hit], text: str, languages: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the sentences that say what is done with data: the place of their first word, of the next, and each."""
    each = sentences(text)
    ends = [0, *accumulate(len(words(sentence)) for sentence in each)]
    for start, end, sentence in zip(ends, ends[1:], each, strict=False):
        about = {hit.category for hit in found if start <= hit.start < end}
        if about.isdisjoint(_ELSE) and (about & _DEEDS or _may_be_on_data(sentence, languages)):
            yield start, end, sentence


def _may_be_on_data(sentence: str, languages: frozenset[str]) -> bool:
    return any(category in _MAY_SAY for category, _ in said_in_any_form(sentence, languages))
