"""The seat of a company that moved from one country to another: other laws bind those who have the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.clauses import sentence_places
from monitor.core.languages import word_set
from monitor.core.records import Reason, Rule
from monitor.core.significance.abroad import ABROAD, homes_of_people
from monitor.core.significance.countries import Named, countries
from monitor.core.significance.lexicon import named_in, told_hits
from monitor.core.text import as_written, key, words, written_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DISPUTE = "dispute"
_SEATS = "seats"


def seat_reasons(old: str, new: str, languages: frozenset[str]) -> Iterator[Reason]:
    """Yield that a company has its seat in another country: "with its registered office in Cork, Ireland".

    Both texts have to speak of a seat, each country that is told in a sentence that does, and one that either text
    names for anything else is none. Where a text names no country, another town has to stand in it.

    Args:
        old: the text before.
        new: the text after.
        languages: the codes of those they may be in.
    """
    seats = [_seats(text, languages) for text in (old, new)]
    if not all(found for found, _ in seats):
        return
    codes = [{country.code for country in countries(text, languages)} for text in (old, new)]
    went, came = (
        [country for country in named if country.code not in other]
        for (_, named), other in zip(seats, reversed(codes), strict=True)
    )
    if (went and came) or (went and _has_other_names(new, old)) or (came and _has_other_names(old, new)):
        yield Reason(rule=Rule.TERM, subject=ABROAD, went=_written(went, old), came=_written(came, new))


def is_said_of_seat(reason: Reason, seats: Iterable[Reason]) -> bool:
    """Tell whether a reason names a country as one that came or went, which a reason of a seat says already."""
    said = [side for seat in seats for side in (seat.went, seat.came) if side]
    named = key(reason.went or reason.came or "")
    return reason.subject == ABROAD and any(f" {named} " in f" {key(side)} " for side in said)


def _seats(text: str, languages: frozenset[str]) -> tuple[bool, Sequence[Named]]:
    """Return whether a text speaks of a seat, and the countries that its sentences on one name."""
    said = [hit.start for hit in named_in("homes", text, languages) if hit.category == _SEATS]
    if not said:
        return False, ()
    courts = word_set("register", "courts")
    disputed = [hit.start for hit in told_hits(text, languages) if hit.category == _DISPUTE]
    disputed += [at for at, word in enumerate(words(text)) if word in courts]
    places = [
        (start, end)
        for start, end in sentence_places(text)
        if any(start <= at < end for at in said) and not any(start <= at < end for at in disputed)
    ]
    people = homes_of_people(text, languages)
    named = [country for country in countries(text, languages) if country not in people]
    return bool(places), [one for one in named if any(start <= one.start < end for start, end in places)]


def _has_other_names(one: str, other: str) -> bool:
    """Tell whether a text has words with a capital that another has not, but for those of a country of it."""
    known = set(words(other))
    return any(word[0].isupper() and word.casefold() not in known for word in written_words(one)[1:])


def _written(found: Sequence[Named], text: str) -> str | None:
    plain = words(text)
    each = dict.fromkeys(" ".join(plain[one.start : one.end]) for one in found)
    return ", ".join(as_written(name, text) or name for name in each) or None
