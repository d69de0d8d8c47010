"""Negations that came or went, and sentences that say what is not done with data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.redline import redline
from monitor.core.languages import word_set
from monitor.core.records import Reason, RedlineOp, Rule
from monitor.core.significance.edits import QUOTED, edit_at, edits, short
from monitor.core.significance.lexicon import Hit, hits, is_material
from monitor.core.text import fold_space, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.records import Redline

NEGATION = "negation"

# words quoted before and after a negation that came or went; what it governs is a verb with its object
_BEFORE = re.compile(r"(?:\S+\s+){0,3}\S*$")
_AFTER = re.compile(r"\S*(?:\s+\S+){0,4}")
_DEEDS = frozenset(["collection", "sharing", "retention", "transfer abroad"])
_SALE = "resale"
_SCOPE = "scope"
_NEAR = 3  # words between a deed and what denies it
# What a negation further off may govern, and among how many first words it then stands: "None of them is used for ads".
_GOVERNED = frozenset(["kind of data", "purpose", "recipient"])
_EARLY = 5  # words; halved or doubled, 11 of 35 and 6 of 42 verdicts differ
_PART_END = re.compile(r"[,;:(，；：（]|\s[–—-]\s")
_TURNED = 4  # letters of a word that may be turned round


def negation_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield the words around the first negation that came or went, also where another went or came elsewhere."""
    before, after = set(words(old)), set(words(new))
    turned = turned_words(before - after, after - before)
    if not (turned or _count(old) or _count(new)):
        return
    pieces = redline(old, new)
    for index in edits(pieces):
        edit = edit_at(pieces, index)
        went, came = (edit.get(op, "") for op in (RedlineOp.DELETE, RedlineOp.INSERT))
        if _count(went) != _count(came) or turned & {*words(went), *words(came)}:
            yield _quoted(pieces, index, edit)
            return
    # One may end within an edit and begin outside it: "Personne n'" of "Personne n'a".
    first = next(edits(pieces), None)
    if first is not None and _count(old) != _count(new):
        yield _quoted(pieces, first, edit_at(pieces, first))


def turned_words(went: set[str], came: set[str]) -> set[str]:
    """Return the words that stand on one side as they are and on the other with a syllable that turns them round."""
    return {
        form
        for plain, other in ((went, came), (came, went))
        for word in plain
        for prefix in word_set("text", "turning")
        if len(word) >= _TURNED and prefix + word in other
        for form in (word, prefix + word)
    }


def _quoted(pieces: Redline, start: int, edit: dict[RedlineOp, str]) -> Reason:
    """Return the edit as both texts have it, with some words of its sentence before and after."""
    before = _BEFORE.search(_last_sentence(pieces[start - 1][1][-QUOTED:])) if start else None
    after = _AFTER.match(pieces[start + len(edit)][1][:QUOTED]) if start + len(edit) < len(pieces) else None
    old, new = (
        "".join([before.group() if before else "", short(edit.get(op, "")), after.group() if after else ""]).strip()
        for op in (RedlineOp.DELETE, RedlineOp.INSERT)
    )
    return Reason(rule=Rule.NEGATION, went=fold_space(old), came=fold_space(new))


def _count(text: str) -> int:
    return sum(hit.category == NEGATION for hit in hits(text))


def _last_sentence(text: str) -> str:
    """Return how the sentence begins in which a text ends, all of the text where it ends between two."""
    last = (sentences(text) or [text])[-1]
    return last if text.endswith(last) else text


def denials(text: str) -> list[str]:
    """Return the sentences of a text that say what is not done with data: "None of them is given to third parties."."""
    return [sentence for sentence in sentences(text) if _denies(sentence)] if _count(text) else []


def _denies(sentence: str) -> bool:
    """Tell whether a negation stands beside a word for what may be done with data, or governs it.

    It governs what comes after it in its part of the sentence where it stands among the first words, unless a right or
    a consent is spoken of there, or a condition made: "if you do not agree you may object" denies nothing.
    """
    found = hits(sentence)
    if not any(hit.category == NEGATION for hit in found):
        return False
    deeds = [hit for hit in found if _is_deed(hit)]
    if any(max(hit.start - no.end, no.start - hit.end) < _NEAR for hit in deeds for no in _negations(found)):
        return True
    opening = _PART_END.split(sentence, maxsplit=1)[0]
    part = hits(opening)
    if word_set("text", "conditions") & set(words(opening)[:1]):
        return False
    early = [no.end for no in _negations(part) if no.start < _EARLY]
    spoken = [hit for hit in part if hit.category != NEGATION and (is_material(hit.category) or _is_deed(hit))]
    if not all(_is_deed(hit) or hit.category in _GOVERNED for hit in spoken):
        return False
    return bool(early) and any(hit.start >= early[0] for hit in spoken)


def _is_deed(hit: Hit) -> bool:
    return hit.category in _DEEDS or hit.concept == _SALE


def _negations(found: Sequence[Hit]) -> list[Hit]:
    """Return the negations but those that only limit what is said: "not only", "not always"."""
    limits = {hit.start for hit in found if hit.category == _SCOPE}
    return [hit for hit in found if hit.category == NEGATION and hit.end not in limits]
