"""Reasons of lists: what joined, or left, those that get data, kinds of data, purposes or rights, in whatever words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.comparison.redline import redline
from monitor.core.languages import known
from monitor.core.records import Reason, RedlineOp, Rule
from monitor.core.significance.edits import MOST, edit_at, edits, one_sided
from monitor.core.significance.lexicon import said_in_any_form, small_words, told_hits
from monitor.core.significance.negations import NEGATION
from monitor.core.text import as_written, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

_RIGHT, _RECIPIENT, _SHARING = "right", "recipient", "sharing"
_LISTED = frozenset([_RECIPIENT, "kind of data", "purpose"])
_RIGHTS = frozenset([_RIGHT, "rights"])
_DEEDS = frozenset(["collection", _SHARING, "sale of data"])
_DATA = ("data", "data")  # a concept of which forms alone are known
_MOST = 6  # words of what joins a list; more are a sentence
_BEFORE, _BEHIND = 1, 2  # words that may stand between it and the neighbour it joins: "and to debt collectors"
_MATTER = 4  # letters of a word that says something
_ENDS = frozenset('.;:!?()"')  # of a sentence; quoted words are terms that are defined


def listing_reasons(old: str, new: str, told: Container[str], languages: frozenset[str]) -> Iterator[Reason]:
    """Yield what came or went beside a recipient, a kind of data, a purpose or a right with no more than an "and".

    Args:
        old: the text before.
        new: the text after.
        told: categories of which other rules have said what came or went.
        languages: the codes of those they may be in.
    """
    joining, towards = _words_of("ands", "ors", languages=languages), _words_of("towards", languages=languages)
    pieces = redline(old, new)
    joined = 0
    for index in edits(pieces):
        edit = edit_at(pieces, index)
        if len(edit) != 1 or joined == MOST:
            continue
        ((op, text),) = edit.items()
        added = op is RedlineOp.INSERT
        phrase = _joined(text, pieces[index + 1][1] if index + 1 < len(pieces) else "", joining, towards)
        if not phrase:
            continue
        joined += 1
        start = len(words("".join(piece for other, piece in pieces[:index] if other in {RedlineOp.EQUAL, op})))
        place = range(start, start + len(words(text)))
        with_it, without = (new, old) if added else (old, new)
        if _times(phrase, without) >= _times(phrase, with_it):
            continue  # it has another place in the list
        if _is_right(phrase, with_it, place, without, languages):
            category = _RIGHT
        elif any(hit.category not in _LISTED for hit in told_hits(phrase, languages)):
            continue
        else:
            category = _category(with_it, place, languages) or _led_to(with_it, place, languages)
        if category and category not in told:
            yield one_sided(Rule.TERM, as_written(phrase, text) or phrase, subject=category, added=added)


@lru_cache(maxsize=64)
def _words_of(*sections: str, languages: frozenset[str]) -> frozenset[str]:
    texts = [one.table("text") for one in known().each if one.code in languages]
    return frozenset(word for of_text in texts for section in sections for word in of_text.get(section, ()))


def _joined(text: str, rest: str, joining: Container[str], towards: Container[str]) -> str:
    """Return what an "and", or a comma among others, joins to a list: "debt collectors" of "and to debt collectors"."""
    if not _ENDS.isdisjoint(fold_typography(text)):
        return ""
    said = [*words(text)]
    follows = rest.lstrip()[:1] == "," or "".join(words(rest)[:1]) in joining
    if said and said[0] in joining:
        said = said[1:]
    elif said and said[-1] in joining:
        said = said[:-1]
    elif not (text.lstrip().startswith(",") and follows):
        return ""
    while said and (said[0] in small_words() or said[0] in towards):
        said = said[1:]
    is_thing = 0 < len(said) <= _MOST and said[-1] not in small_words() and not set(said).intersection("&,")
    return " ".join(said) if is_thing and any(len(word) >= _MATTER for word in said) else ""


def _times(phrase: str, text: str) -> int:
    return f" {' '.join(words(text))} ".count(f" {phrase} ")


def _is_right(phrase: str, text: str, place: range, other: str, languages: frozenset[str]) -> bool:
    """Tell whether what joins a list is a right, in any form, beside another, which the other text has in none."""
    rights = {said for said in said_in_any_form(phrase, languages) if said[0] == _RIGHT}
    beside = (hit for hit in told_hits(text, languages) if hit.end <= place.start or hit.start >= place.stop)
    return (
        bool(rights - said_in_any_form(other, languages))
        and any(hit.category in _RIGHTS for hit in beside)
        and not any(hit.category == _RIGHT for hit in told_hits(phrase, languages))
    )


def _category(text: str, place: range, languages: frozenset[str]) -> str:
    """Return the category of the neighbour that words of a text join, "" for none.

    A text that denies something, or says nothing of data, has none.
    """
    found = told_hits(text, languages)
    categories = {hit.category for hit in found}
    is_on_data = not _DEEDS.isdisjoint(categories) or _DATA in said_in_any_form(text, languages)
    if NEGATION in categories or not is_on_data:
        return ""
    beside: Sequence[str] = [
        hit.category
        for hit in found
        if hit.category in _LISTED
        and (place.start - _BEFORE <= hit.end <= place.start or place.stop <= hit.start <= place.stop + _BEHIND)
    ]
    return beside[0] if beside else ""


def _led_to(text: str, place: range, languages: frozenset[str]) -> str:
    """Return "recipient" where words name one more of those to whom data go: "with our printer and with astrologers".

    The text has to speak of sharing, and the same kind of word has to lead to the one before them.
    """
    towards, joining = _words_of("towards", languages=languages), _words_of("ands", "ors", languages=languages)
    plain = words(text)
    lead = next((word for word in plain[place.start : place.stop] if word not in joining), "")
    if lead not in towards or towards.isdisjoint(plain[: place.start]):
        return ""
    categories = {hit.category for hit in told_hits(text, languages) if not place.start <= hit.start < place.stop}
    return _RECIPIENT if _SHARING in categories and NEGATION not in categories else ""
