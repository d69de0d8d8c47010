"""Who processes data for whom a policy is: their names, what they do and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.languages import word_set
from monitor.core.policy_terms import has_policy_word
from monitor.core.register.cells import lines_of
from monitor.core.register.facts import FactKind, make_fact
from monitor.core.register.passages import Passage
from monitor.core.significance.lexicon import small_words
from monitor.core.significance.proper_names import companies
from monitor.core.text import fold_accents, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.register.cells import Cell
    from monitor.core.register.facts import Fact

_ADDRESS = re.compile(r"https?://|www\.|@")
_OF_POLICIES = frozenset(["purposes", "places", "periods", "matters", "bases", "parties", "keeping"])
_NAME_WORDS = 8  # of what is a name and no sentence; a guess
_NEAR = 12  # words after a name among which its place stands; a guess
_CLOSE = 3  # words between a name and what it is for, at most; a guess
_AIM = 14  # words of a purpose in a sentence, at most; a guess


def place_of(text: str, languages: frozenset[str]) -> str | tuple[str, str]:
    """Return a place with the countries it comes to, its words where it names none."""
    codes = {one.code for one in Passage(text, languages).countries}
    return (text, " ".join(sorted(codes))) if codes else text


def processor_in_row(
    cells: Sequence[Cell], languages: frozenset[str], position: int, *, is_among_them: bool
) -> Iterator[Fact]:
    """Yield the processors that a row names: one, or one a line, each with the lines beside it where they are as many.

    Args:
        cells: of the row.
        languages: the codes of those it may be in.
        position: of its clause.
        is_among_them: whether what stands above says that the table is of such.
    """
    roles = {cell.role for cell in cells}
    is_of_periods = "periods" in roles and "parties" not in roles
    if not (is_among_them or "parties" in roles or {"names", "places"} <= roles) or is_of_periods:
        return
    named = next((cell for role in ("parties", "names", "") for cell in cells if cell.role == role), None)
    if named is None:
        return
    rest = [cell for cell in cells if cell is not named]
    names = lines_of(named.text)
    is_list = len(names) > 1 and all(map(_begins_a_name, names))
    for at, line in enumerate(names if is_list else [named.text]):
        beside = ((cell, lines_of(cell.text)) for cell in rest)
        there = [cell._replace(text=some[at]) if is_list and len(some) == len(names) else cell for cell, some in beside]
        yield from _processor(line, there, languages, position)


def _begins_a_name(line: str) -> bool:
    return (line[:1].isupper() or line[:1].isdigit()) and bool(_name(line))


def _processor(line: str, rest: Sequence[Cell], languages: frozenset[str], position: int) -> Iterator[Fact]:
    """Yield the processor that a line of a cell names, with what stands beside it; none where it is no name."""
    name = _name(line)
    if not name:
        return
    place = next((cell.text for cell in rest if cell.role == "places"), "")
    if not place:
        place = next((cell.text for cell in rest if not cell.role and Passage(cell.text, languages).is_place), "")
    others = [cell for role in ("purposes", "") for cell in rest if cell.role == role and cell.text != place]
    # a cell under no heading may lead to the company's own policy
    purpose = next((cell.text for cell in others if cell.role or not has_policy_word(cell.text)), "")
    yield make_fact(FactKind.PROCESSOR, position, name, purpose, place_of(place, languages))


def processor_in_entry(parts: Sequence[str], languages: frozenset[str], position: int) -> Iterator[Fact]:
    """Yield the processor that an entry of a list of such names: "Name - purpose - place"."""
    name = _name(parts[0])
    if not name or not (name[0].isupper() or name[0].isdigit()) or any(map(_ADDRESS.search, parts)):
        return
    if not companies(name) and _is_of_a_policy(name, languages):
        return
    # "Acorn Ltd, Ireland - hosting"
    behind = parts[0].removeprefix(name).split(", ") if name != parts[0] else []
    place = next((part for part in [*parts[1:], *behind] if Passage(part, languages).is_place), "")
    purpose = next((part for part in parts[1:] if part != place), "")
    yield make_fact(FactKind.PROCESSOR, position, name, purpose, place_of(place, languages))


def _is_of_a_policy(text: str, languages: frozenset[str]) -> bool:
    """Tell whether a text names what policies speak of, and so no company: "Opt-out", "Cookie policy"."""
    passage = Passage(text, languages)
    return bool(passage.hits) or has_policy_word(text) or any(cue.name in _OF_POLICIES for cue in passage.cues)


def processors_said(passage: Passage, position: int, *, is_among_them: bool) -> Iterator[Fact]:
    """Yield the processors that a sentence names by their legal forms."""
    if not passage.companies:
        return
    gives = any(map(passage.speaks_of, ("recipient", "sharing"))) or bool(passage.cue("engaging"))
    # who answers for the data, or decides of them, is named with a form as well
    is_other = any(map(passage.speaks_of, ("contact", "dispute"))) or "@" in passage.text
    if is_other or not (gives or is_among_them):
        return
    placed = list(_placed(passage))
    for (name, _, end), (_, stop, _) in zip(placed, [*placed[1:], ("", len(passage.folded), 0)], strict=True):
        near = [one for one in passage.countries if end <= one.start < min(end + _NEAR, stop)]
        place = (passage.written(near[0].start, near[0].end), near[0].code) if near else ""
        purpose = _aim(passage, end, stop) or (_aim(passage, near[0].end, stop) if near else "")
        yield make_fact(FactKind.PROCESSOR, position, name, purpose, place)


def _placed(passage: Passage) -> Iterator[tuple[str, int, int]]:
    """Yield the companies of a sentence, with where each begins and ends."""
    end = 0
    for name in passage.companies:
        parts = tuple(map(fold_accents, words(name)))
        start = passage.find(parts, end)
        if start >= 0:
            end = start + len(parts)
            yield name, start, end


def _aim(passage: Passage, start: int, stop: int) -> str:
    """Return what someone does, as a sentence says it close behind the name: "for the delivery of parcels".

    Args:
        passage: the sentence.
        start: where the name ends.
        stop: where the next one begins; what leads to it is no part of this.
    """
    aim = next((cue for cue in passage.cue("aims") if start <= cue.start <= start + _CLOSE and cue.start < stop), None)
    if aim is None:
        return ""
    longest = max(cue.end for cue in passage.cue("aims") if cue.start == aim.start)
    end = min(passage.stretch_from(longest), longest + _AIM)
    if stop < end:
        end = stop
        while end > longest and _leads_on(passage.folded[end - 1]):
            end -= 1
    return passage.written(longest, end)


def _leads_on(word: str) -> bool:
    """Tell whether a word merely leads to a name: "and", "à la société"."""
    return any(word in some for some in (small_words(), word_set("text", "ands"), word_set("companies", "before")))


def _name(text: str) -> str:
    """Return the name in a cell, which may go on with an address; "" where it has none."""
    plain = fold_typography(text)
    named = next(iter(companies(plain).values()), "")
    if named and len(words(plain)) > len(words(named)):
        start = plain.find(named)
        whole = named + "." * plain.startswith(".", start + len(named))  # "Acme, Inc."
        return plain[:start] + whole if 0 <= start <= len(named) else whole
    if named:
        return plain.strip()
    short = re.split(r",\s|\s\(", plain, maxsplit=1)[0]
    return short if len(words(short)) <= _NAME_WORDS else ""
