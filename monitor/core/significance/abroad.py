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
    from collections.abc import Collection, Iterator, Sequence

ABROAD = "transfer abroad"
_TOPIC = "audiences"
# What a sentence says of data that go to a country named in it, or are kept there.
_GOING = frozenset(["sharing", "recipient", "sale of data", ABROAD])
# ... or in any words: "the crash logs are kept on machines in Kenya".
_KEPT, _DATA = frozenset(["retention", "collection"]), frozenset(["data", "kind of data"])
_SAID_SHORTLY = frozenset(["data", "retention"])
_SHORT = 12  # words of a sentence on data that says little else than where they are
# What a country is named for besides: where the reader lives, and may complain; whose law counts, and whose courts.
_ELSE = frozenset(["dispute", "right", "rights", "audience", "contact", "legal basis", "consent"])
_OF_READERS = frozenset(["dispute", "right", "rights"])  # likewise where the sentence speaks of transfers as well
_RESIDENTS = "audience"
_BESIDE = 1  # words between "residents of" and their country


def with_countries(found: Sequence[Hit], text: str, languages: frozenset[str], *, is_edited: bool) -> list[Hit]:
    """Return the hits of a text with one for each country that its sentences on data name, in order.

    A country in a postal address is none, nor one whose residents are spoken of, or in one on disputes or rights.

    Args:
        found: the terms of the lexicon in it.
        text: what is read.
        languages: the codes of those it may be in.
        is_edited: another wording of it is there, so that another country is what was edited; else it has to say by
            words for it that data go there, or are kept.
    """
    named = countries(text, languages) if languages else ()
    if not named:
        return [*found]
    plain = words(text)
    taken = {place for hit in found if hit.category == ABROAD for place in range(hit.start, hit.end)}
    places = {place for country in named for place in range(country.start, country.end)}
    said = [hit for hit in found if hit.start not in places or hit.category == ABROAD]
    homes = [hit for hit in found if hit.category == _RESIDENTS]
    fresh = [
        _hit(country, plain)
        for start, end, sentence in _on_data(said, text, languages, is_edited=is_edited)
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


def _on_data(
    found: Sequence[Hit], text: str, languages: frozenset[str], *, is_edited: bool
) -> Iterator[tuple[int, int, str]]:
    """Yield the sentences that say where data go or are kept: the place of their first word, of the next, and each."""
    each = sentences(text)
    ends = [0, *accumulate(len(words(sentence)) for sentence in each)]
    for start, end, sentence in zip(ends, ends[1:], each, strict=False):
        about = {hit.category for hit in found if start <= hit.start < end}
        is_else = not about.isdisjoint(_OF_READERS if ABROAD in about else _ELSE)
        if not is_else and _says_where(about, sentence, languages, is_edited=is_edited):
            yield start, end, sentence


def _says_where(about: Collection[str], sentence: str, languages: frozenset[str], *, is_edited: bool) -> bool:
    """Tell whether a sentence says that data go somewhere or are kept there, where need be in any words for it."""
    if not _GOING.isdisjoint(about):
        return True
    said = {category for category, _ in said_in_any_form(sentence, languages)} | {*about}
    is_on_data, is_kept = not _DATA.isdisjoint(said), not _KEPT.isdisjoint(said)
    if ABROAD in said or (is_on_data and is_kept):
        return True
    if is_edited:
        return is_on_data or is_kept
    return len(words(sentence)) <= _SHORT and not said.isdisjoint(_SAID_SHORTLY)
