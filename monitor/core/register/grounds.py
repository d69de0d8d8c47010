"""On what ground data are processed, and to where they are transferred under what safeguards."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from monitor.core.languages import LazyPattern, word_set
from monitor.core.register.facts import FactKind, make_fact
from monitor.core.register.passages import Passage
from monitor.core.significance.citations import cited_articles
from monitor.core.significance.lexicon import hits_in_any_form, small_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.register.cells import Cell
    from monitor.core.register.facts import Fact

_BASIS, _CONSENT = "legal basis", "consent"
# The letters of Article 6(1) of the GDPR.
_OF_LETTER = {
    "a": _CONSENT,
    "b": "contract",
    "c": "legal obligation",
    "d": "vital or public interest",
    "e": "vital or public interest",
    "f": "legitimate interest",
}
_ARTICLE_6 = re.compile(r"6 1 ([a-f])")
# As in "lit. b und f".
_FURTHER = LazyPattern(
    lambda: rf"[^\w]{{1,3}}(?:{'|'.join(map(re.escape, sorted(word_set('text', 'ands'))))})[^\w]{{1,3}}([a-f])(?!\w)"
)
_NEAR = 20  # characters in which a further letter stands
_ABROAD = "transfer abroad"
_SMALL = 2  # letters of words that belong to no term


def bases_in_row(cells: Sequence[Cell], languages: frozenset[str], position: int) -> Iterator[Fact]:
    """Yield the grounds that a row names, where it has a column for them."""
    column = next((cell for cell in cells if cell.role == "bases"), None)
    if column is None:
        return
    purpose = next(
        (cell.text for role in ("purposes", "matters", "names", "") for cell in cells if cell.role == role), ""
    )
    passage = Passage(column.text, languages)
    found = [*_bases(passage, position, purpose, has_consent=True)]
    yield from found or _bases_in_short(passage, position, purpose)


def _bases_in_short(passage: Passage, position: int, purpose: str) -> Iterator[Fact]:
    """Yield the grounds of a cell that has nothing else, in words that elsewhere may stand for anything: "contract"."""
    for form in hits_in_any_form(passage.text, passage.languages):
        if form.category == _BASIS:
            text = passage.written(form.start, form.end)
            yield make_fact(FactKind.BASIS, position, purpose, (text, form.concept))


def may_tell_bases(passage: Passage) -> bool:
    """Tell quickly whether a passage may name a ground."""
    return passage.may_say(*dict.fromkeys(_OF_LETTER.values())) or bool(_cited(passage.text))


def _cited(text: str) -> dict[str, str]:
    """Return the grounds that a text cites by their letters, each as it is written."""
    named: dict[str, str] = {}
    for place, written in cited_articles(text).items() if "6" in text else ():
        if letter := _ARTICLE_6.fullmatch(place):
            further = _FURTHER.match(text[text.find(written) + len(written) :][:_NEAR])
            for one in (letter[1], *(further.groups() if further else ())):
                named[_OF_LETTER[one]] = written
    return named


def bases_said(passage: Passage, position: int, *, label: str, is_on_bases: bool) -> Iterator[Fact]:
    """Yield the grounds that a sentence names; one on rights or on taking consent back tells of none.

    "On the basis of your consent, which you may withdraw" is on a ground all the same.

    Args:
        passage: the sentence.
        position: of its clause.
        label: what it is about, where it is an entry of a list that begins with that, else "".
        is_on_bases: whether it stands under a heading about that.
    """
    if not may_tell_bases(passage):
        return
    if passage.speaks_of("right") or passage.speaks_of("opting out") or _is_on_withdrawal(passage):
        return
    has_consent = bool(passage.cue("bases")) or (is_on_bases and bool(label))
    yield from _bases(passage, position, label, has_consent=has_consent)


def _is_on_withdrawal(passage: Passage) -> bool:
    """Tell whether a sentence is on taking consent back, and does not merely add it to a ground in a clause behind."""
    taken = [hit.start for hit in passage.hits if hit.category == _CONSENT and hit.concept == "withdrawal"]
    if not taken:
        return False
    grounds = [cue.start for cue in passage.cue("bases") if cue.start < taken[0]]
    return not grounds or passage.stretch_from(grounds[0]) > taken[0]


def _bases(passage: Passage, position: int, purpose: str, *, has_consent: bool) -> Iterator[Fact]:
    named = _cited(passage.text)
    for hit in passage.hits:
        if hit.category == _BASIS or (hit.category == _CONSENT == hit.concept and (has_consent or _CONSENT in named)):
            named[hit.concept] = passage.written(hit.start, hit.end)
    for concept, text in named.items():
        yield make_fact(FactKind.BASIS, position, purpose, (text, concept))


def transfers_said(passages: Sequence[Passage], position: int, *, is_on_transfers: bool) -> Iterator[Fact]:
    """Yield the countries to which a clause says that data go, each with the safeguards named in its sentence or after.

    Args:
        passages: its sentences.
        position: of the clause.
        is_on_transfers: whether it stands under a heading about that.
    """
    for at, passage in enumerate(passages):
        if not passage.countries or passage.speaks_of("negation") or passage.speaks_of("dispute"):
            continue
        is_safe = any(map(_safeguards, passages[at : at + 2]))
        if not (is_on_transfers or is_safe or passage.speaks_of(_ABROAD, "third countries")):
            continue
        for one in passage.countries:
            place = passage.written(one.start, one.end)
            yield make_fact(FactKind.TRANSFER, position, (place, one.code), _safeguard_of(one.code, passages[at:]))


def _safeguard_of(code: str, passages: Sequence[Passage]) -> str:
    """Return the safeguards named first for a country, those of a later sentence that names others alone at last."""
    own, *later = passages
    named = ({one.code for one in passage.countries} for passage in later)
    about = (passage for passage, codes in zip(later, named, strict=True) if not codes or code in codes)
    return next(filter(None, map(_safeguards, chain([own], about, later))), "")


def _safeguards(passage: Passage) -> str:
    found = [hit for hit in passage.hits if hit.category == _ABROAD and hit.concept == "safeguards"]
    return ", ".join(dict.fromkeys(_whole(passage, hit.start, hit.end) for hit in found))


def _whole(passage: Passage, start: int, end: int) -> str:
    """Return a term with the word behind it that goes with it: "clausole contrattuali tipo"."""
    is_more = (
        not passage.has_boundary(end) and len(passage.folded[end]) > _SMALL and passage.folded[end] not in small_words()
    )
    return passage.written(start, end + is_more)
