"""Whom to write to, and which courts and laws a contract names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.languages import known, word_set
from monitor.core.register.facts import FactKind, make_fact
from monitor.core.significance.countries import is_of_country
from monitor.core.significance.figures import written_addresses
from monitor.core.significance.lexicon import small_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.register.facts import Fact
    from monitor.core.register.passages import Cue, Passage

ROLES = ("data protection officer", "representative", "controller")
"""Whose addresses are told as theirs, the most telling first."""
_CONTACT, _DISPUTE = "contact", "dispute"
_BRACKETED = re.compile(r"\s?\([^()]{1,80}\)")
_REACH = 8  # words from one for courts to their place; a guess
_LAW_REACH = 4  # likewise, from one for a law


def contacts_said(passages: Sequence[Passage], above: str, position: int) -> Iterator[Fact]:
    """Yield the addresses of a clause, each with whose they are.

    Args:
        passages: the sentences of the clause.
        above: the role that its headings or what stands before it name, "" if none.
        position: of the clause.
    """
    if not any(any(written_addresses(passage.text)) for passage in passages):
        return
    role, is_reached = "", False  # of the sentences before, and whether they have an address of it
    for passage in passages:
        addresses = list(written_addresses(passage.text))
        roles = _roles_beside(passage, [written for _, written in addresses])
        for (plain, written), own in zip(addresses, roles, strict=True):
            if own or (is_reached and "@" in plain):
                role, is_reached = own, False
            whose = role or above
            # a number of digits alone may be that of a register of companies
            is_phone = not written.isdecimal() and bool(whose or passage.speaks_of("reach us"))
            if "@" in plain or is_phone:
                yield make_fact(FactKind.CONTACT, position, whose, (written, plain))
        named = role_of(passage)
        is_reached = any("@" in plain for plain, _ in addresses) or (is_reached and not named)
        role = named or role


def _roles_beside(passage: Passage, written: Sequence[str]) -> Iterator[str]:
    """Yield for each address of a sentence the role that the words before it name, "" where they name none.

    Of one alone that is whatever role its sentence names. What stands in brackets behind an address is of that one.
    """
    start = 0
    for at, address in enumerate(written):
        end = passage.text.find(address, start)
        if len(written) == 1 or end < 0:
            yield role_of(passage)
            continue
        behind = _BRACKETED.match(passage.text, end + len(address))
        stop = behind.end() if behind else end + len(address)
        if at == len(written) - 1:
            stop = len(passage.text)
        yield next(iter(_roles_within(passage, start, stop)), "")
        start = stop


def controllers_in(passages: Sequence[Passage], above: str) -> Iterator[str]:
    """Yield the companies that a clause names as those who answer for the data.

    Args:
        passages: the sentences of the clause.
        above: the role that its headings name.
    """
    for passage in passages:
        if passage.companies and (role_of(passage) or above) == "controller":
            yield from passage.companies


def role_of(passage: Passage) -> str:
    """Return whose address may stand in a passage: of a data protection officer, a representative, the controller."""
    return next(iter(roles_of(passage)), "")


def roles_of(passage: Passage) -> list[str]:
    """Return all of them, the most telling first."""
    return _roles_within(passage, 0, len(passage.text))


def _roles_within(passage: Passage, start: int, stop: int) -> list[str]:
    """Return those that are named from one letter of a passage to another."""
    found = {
        hit.concept for hit in passage.hits if hit.category == _CONTACT and start <= passage.spans[hit.start][0] < stop
    }
    return [role for role in ROLES if role in found]


def forum_said(passages: Sequence[Passage], position: int, *, is_on_disputes: bool) -> Iterator[Fact]:
    """Yield the courts and the law that a clause names by their place.

    Args:
        passages: the sentences of the clause.
        position: of the clause.
        is_on_disputes: whether it stands under a heading about that.
    """
    of_laws, of_courts = ([one for one in passages if one.may_say(name)] for name in ("laws", "courts"))
    some = [one for one in passages if one in of_laws or one in of_courts]
    has_both = of_laws and of_courts and any(one.cue("laws") for one in some) and any(one.cue("courts") for one in some)
    if not (is_on_disputes or has_both or any(one.speaks_of(_DISPUTE, "governing law") for one in some)):
        return
    for passage in some:
        laws = (_law(passage, cue) for cue in passage.cue("laws"))
        courts = (_place(passage, cue.end, _REACH) for cue in passage.cue("courts"))
        if law := next(filter(None, laws), ""):
            yield make_fact(FactKind.FORUM, position, "law", law)
        if place := next(filter(None, courts), None):
            yield make_fact(FactKind.FORUM, position, "courts", passage.written(*place))


def _law(passage: Passage, cue: Cue) -> str:
    """Return a law with what it is of: "laws of Ireland", "English law", "droit français"; "" where nothing says."""
    place = _place(passage, cue.end, _LAW_REACH)
    if place and (not _has_capital_nouns(passage) or _names_country(passage, *place)):
        return passage.written(cue.start, place[1])
    before, after = cue.start - 1, cue.end
    if before >= 0 and not passage.has_boundary(cue.start) and _is_of_place(passage, before):
        return passage.written(before, cue.end)
    if not passage.has_boundary(after) and is_of_country(passage.written(after, after + 1), passage.languages):
        return passage.written(cue.start, after + 1)
    return ""


def _is_of_place(passage: Passage, at: int) -> bool:
    """Tell whether a word says of where a law is: "English", "österreichisches"."""
    is_name = at > 0 and passage.is_capital(at) and not _has_capital_nouns(passage)
    written = passage.written(at, at + 1)
    return (is_name and passage.folded[at] not in small_words()) or is_of_country(written, passage.languages)


def _place(passage: Passage, start: int, most: int) -> tuple[int, int] | None:
    """Return where a name with capitals begins and ends that follows within a few words, None where none does.

    Where all nouns have capitals it is the last of its stretch, and none that has an article.
    """
    end = passage.stretch_from(start) if not passage.has_boundary(start) else start
    found = [at for at in range(start, min(end, start + most)) if passage.is_capital(at)]
    if not found:
        return None
    has_nouns = _has_capital_nouns(passage)
    at = _first_of_run(found) if has_nouns else found[0]
    stop = at + 1
    while stop < end and (passage.is_capital(stop) or _goes_on(passage, stop, end)):
        stop += 1
    stop = max([stop, *(one.end for one in passage.countries if at <= one.start < stop)])  # "České republiky"
    is_noun = has_nouns and passage.folded[at - 1] in word_set("companies", "before")
    return None if is_noun and not _names_country(passage, at, stop) else (at, stop)


def _first_of_run(capitals: Sequence[int]) -> int:
    """Return where the last words with capitals side by side begin."""
    at = capitals[-1]
    while at - 1 in capitals:
        at -= 1
    return at


def _goes_on(passage: Passage, at: int, end: int) -> bool:
    """Tell whether a small word stands within a name: "State of Delaware"."""
    return at + 1 < end and passage.folded[at] in small_words() and passage.is_capital(at + 1)


def _names_country(passage: Passage, start: int, end: int) -> bool:
    return any(start <= one.start < end for one in passage.countries)


def _has_capital_nouns(passage: Passage) -> bool:
    return not _capital().isdisjoint(passage.languages)


@cache
def _capital() -> frozenset[str]:
    """Return the languages whose nouns have capitals."""
    return frozenset(one.code for one in known().each if one.table("text").get("capital_nouns"))
