"""Reasons of lists: what joined, or left, those that get data, the kinds of data or the purposes, in whatever words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.comparison.redline import redline
from monitor.core.languages import known
from monitor.core.records import Reason, RedlineOp, Rule
from monitor.core.significance.edits import MOST, edit_at, edits, one_sided
from monitor.core.significance.lexicon import said_in_any_form, small_words, told_hits
from monitor.core.significance.negations import NEGATION
from monitor.core.significance.spoken import spoken
from monitor.core.text import as_written, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

_LISTED = frozenset(["recipient", "kind of data", "purpose"])
_DEEDS = frozenset(["collection", "sharing", "sale of data"])
_DATA = ("data", "data")  # a concept of which forms alone are known
_MOST = 6  # words of what joins a list; more are a sentence
_BEFORE, _BEHIND = 1, 2  # words that may stand between it and the neighbour it joins: "and to debt collectors"
_MATTER = 4  # letters of a word that says something
_ENDS = frozenset('.;:!?()"')  # of a sentence; quoted words are terms that are defined


def listing_reasons(old: str, new: str, told: Container[str]) -> Iterator[Reason]:
    """Yield what came or went beside a recipient, a kind of data or a purpose with no more than an "and".

    Args:
        old: the text before.
        new: the text after.
        told: categories of which other rules have said what came or went.
    """
    languages = spoken(old, new)
    texts = [one.table("text") for one in known().each if one.code in languages]
    joining = {word for of_text in texts for place in ("ands", "ors") for word in of_text.get(place, ())}
    pieces = redline(old, new)
    joined = 0
    for index in edits(pieces):
        edit = edit_at(pieces, index)
        if len(edit) != 1 or joined == MOST:
            continue
        ((op, text),) = edit.items()
        added = op is RedlineOp.INSERT
        phrase = _joined(text, pieces[index + 1][1] if index + 1 < len(pieces) else "", joining)
        if not phrase or any(hit.category not in _LISTED for hit in told_hits(phrase, languages)):
            continue
        joined += 1
        start = len(words("".join(piece for other, piece in pieces[:index] if other in {RedlineOp.EQUAL, op})))
        category = _category(new if added else old, range(start, start + len(words(text))), languages)
        if category and category not in told:
            yield one_sided(Rule.TERM, as_written(phrase, text) or phrase, subject=category, added=added)


def _joined(text: str, rest: str, joining: Container[str]) -> str:
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
    while said and said[0] in small_words():
        said = said[1:]
    is_thing = 0 < len(said) <= _MOST and said[-1] not in small_words() and not set(said).intersection("&,")
    return " ".join(said) if is_thing and any(len(word) >= _MATTER for word in said) else ""


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
