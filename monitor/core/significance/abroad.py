"""Countries to which data go, or in which they are kept: each is told as a transfer abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.clauses import sentence_places, sentences
from monitor.core.postal import addresses_within, streets_within
from monitor.core.significance.countries import Named, countries
from monitor.core.significance.lexicon import Hit, hits_in_any_form, named_in, said_in_any_form
from monitor.core.significance.spoken import is_common
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
_PEOPLE, _COMPANIES, _BASED, _DWELLERS = "people", "companies", "based", "dwellers"
_LIVING = frozenset([_PEOPLE, _COMPANIES, _BASED])
_DWELL = 5  # words from those who live somewhere to what says so: "Nutzer, die sich in Japan befinden"; a guess
_SAID_OF = 2  # words between what lives somewhere and the word for that: "data that will reside"; a guess
_NEAR = 2  # usual words between "live" and the country, as in "live in the"
_BESIDE = 1  # words between "residents of" and their country


def with_countries(found: Sequence[Hit], text: str, languages: frozenset[str], *, is_edited: bool) -> list[Hit]:
    """Return the hits of a text with one for each country that its sentences on data name, in order.

    A country in a postal address is none, nor one whose residents are spoken of, where people live or a company is
    registered, or in a sentence on disputes or rights.

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
    residents = [hit for hit in found if hit.category == _RESIDENTS]
    homes = {*_homes(named, _at_home(text, languages), plain, languages)}
    fresh = [
        _hit(country, plain)
        for start, end, sentence in _on_data(said, text, languages, is_edited=is_edited)
        for country in named
        if start <= country.start < end
        and country.start not in taken
        and country not in homes
        and not any(0 <= country.start - home.end <= _BESIDE for home in residents)
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


def homes_of_people(text: str, languages: frozenset[str]) -> set[Named]:
    """Return the countries of which a text says that people live there.

    Args:
        text: what is read.
        languages: the codes of those it may be in.
    """
    living = [hit for hit in _at_home(text, languages) if hit.category != _COMPANIES]
    return {*_homes(countries(text, languages), living, words(text), languages)}


def _hit(country: Named, plain: Sequence[str]) -> Hit:
    said = " ".join(plain[country.start : country.end])
    return Hit(category=ABROAD, concept=country.code, topic=_TOPIC, text=said, start=country.start, end=country.end)


def _at_home(text: str, languages: frozenset[str]) -> list[Hit]:
    """Return the words by which people live somewhere, or a company is registered there.

    They are none where they may say it of data, as "your data reside in" does: where data are named right before them,
    or what is recorded is called like what is registered ("enregistrées"), anywhere before them in the sentence. What
    may be said of anything, as "based in", tells of people right behind a word for them: "users based in".
    """
    said = [*named_in("homes", text, languages)]
    living = [hit for hit in said if hit.category in _LIVING]
    data = [hit.end for hit in hits_in_any_form(text, languages) if hit.category in _DATA] if living else []
    places = [*sentence_places(text)] if living else []
    starts = {hit: next((start for start, end in places if start <= hit.start < end), 0) for hit in living}
    dwellers = [hit.end for hit in said if hit.category == _DWELLERS]
    first = {hit: hit.start - _SAID_OF if hit.category == _PEOPLE else starts[hit] for hit in living}
    return [
        hit
        for hit in living
        if not any(first[hit] <= end <= hit.start for end in data)
        and (hit.category != _BASED or any(max(starts[hit], hit.start - _DWELL) < end <= hit.start for end in dwellers))
    ]


def _homes(
    named: Sequence[Named], living: Sequence[Hit], plain: Sequence[str], languages: frozenset[str]
) -> Iterator[Named]:
    """Yield the countries of which a text says that people live there, or that a company is registered there.

    Between the two stand usual words alone, or others of these countries: "who live in Norway or in Sweden".
    """
    at_home: list[tuple[int, int]] = [(hit.start, hit.end) for hit in living]
    for country in named if living else ():
        if any(_is_beside(plain, country, start, end, languages) for start, end in at_home):
            at_home.append((country.start, country.end))
            yield country


def _is_beside(plain: Sequence[str], country: Named, start: int, end: int, languages: frozenset[str]) -> bool:
    between = plain[end : country.start] if end <= country.start else plain[country.end : start]
    return len(between) <= _NEAR and all(is_common(word, languages) for word in between)


def _is_in_address(name: str, sentence: str) -> bool:
    """Tell whether a country stands in a postal address, or right after one, be it without a postcode."""
    said = key(sentence)
    places = (key(address) for address in [*addresses_within(sentence), *streets_within(sentence)])
    return any(f" {name} " in f" {place} " or f" {place} {name} " in f" {said} " for place in places)


def _on_data(
    found: Sequence[Hit], text: str, languages: frozenset[str], *, is_edited: bool
) -> Iterator[tuple[int, int, str]]:
    """Yield the sentences that say where data go or are kept: the place of their first word, of the next, and each."""
    for (start, end), sentence in zip(sentence_places(text), sentences(text), strict=True):
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
