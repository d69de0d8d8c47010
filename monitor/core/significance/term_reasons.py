"""Reasons of words: the terms that came or went, those that widen or narrow, and the subjects they stand with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.comparison.redline import redline
from monitor.core.languages import word_set
from monitor.core.policy_terms import is_policy_word
from monitor.core.records import Reason, RedlineOp, Rule
from monitor.core.significance.edits import MOST, edit_at, edits, one_sided, short
from monitor.core.significance.lexicon import Hit, hits, is_material
from monitor.core.significance.negations import NEGATION, turned_words
from monitor.core.text import as_written, fold_space, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# The categories of the lexicon as a reader wants to hear of them, the most telling first.
_TELLING = (
    "right",
    "sale of data",
    "recipient",
    "purpose",
    "kind of data",
    "transfer abroad",
    "legal basis",
    "consent",
    "opting out",
    "age",
    "dispute",
    "do not track",
    "money",
    "security",
    "retention",
    "contact",
)
_EXCEPTION = "exception"
# Of the words of scope, those that widen or narrow what is promised.
_LIMITS = frozenset(["only", "all", "some", "at least", "at most"])
_SUBJECTS = ("dispute", "legal basis", "contact")  # a clause on these is about them whatever words are exchanged
# What goes on after a term without a sign between: three words are the longest noun that ends one, "the personal data".
_FOLLOWING = re.compile(r"(?:\s+[^\W\d_][\w'-]*){1,3}")
_NAMED_SUBJECT = "contact"  # but of a contact only another name is another one


def telling(found: Iterable[Hit]) -> list[Hit]:
    """Return the hits of categories that matter, the most telling first.

    Neighbours are joined, a concept counts once, and words told as one thing ("advertisers": recipients) are not told
    as another ("advertising": a purpose).
    """
    material = [hit for hit in _joined(found) if is_material(hit.category) and hit.category != NEGATION]
    once = {(hit.category, hit.concept): hit for hit in reversed(material)}
    told: list[Hit] = []
    spoken: set[int] = set()
    for hit in sorted(once.values(), key=lambda hit: (_rank(hit.category), hit.start)):
        if spoken.isdisjoint(range(hit.start, hit.end)):
            told.append(hit)
            spoken.update(range(hit.start, hit.end))
    return told


def _rank(category: str) -> int:
    return _TELLING.index(category) if category in _TELLING else len(_TELLING)


def _joined(found: Iterable[Hit]) -> list[Hit]:
    """Return the hits, those of one category that stand side by side as one: "personalised", "advertising"."""
    joined: list[Hit] = []
    last: dict[str, int] = {}
    for hit in found:
        place = last.get(hit.category, -1)
        if place >= 0 and joined[place].end == hit.start:
            joined[place] = replace(joined[place], text=f"{joined[place].text} {hit.text}", end=hit.end)
        else:
            last[hit.category] = len(joined)
            joined.append(hit)
    return joined


def term_reasons(old: str, new: str) -> list[Reason]:
    """Return what terms came or went, the most telling first; a word turned round is no term that went."""
    before, after = set(words(old)), set(words(new))
    turned = turned_words(before - after, after - before)
    moves = [
        (_rank(hit.category), named(hit, text, added=added))
        for found, text, added in _moves(old, new)
        for hit in telling(found)
        if turned.isdisjoint(hit.text.split())
    ]
    return [reason for _, reason in sorted(moves, key=lambda move: move[0])][: 2 * MOST]


def shade_reasons(old: str, new: str) -> list[Reason]:
    """Return what words came or went that matter less than terms: obligation, scope, sharing."""
    return [named(hit, text, added=added) for found, text, added in _moves(old, new) for hit in found][:MOST]


def limit_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield words that widen or narrow what is said of data: "only" went, "unless" came."""
    if any(hit.topic or is_material(hit.category) for hit in (*hits(old), *hits(new))):
        for found, text, added in _moves(old, new):
            limits = [hit for hit in found if hit.category == _EXCEPTION or hit.concept in _LIMITS]
            yield from (named(hit, text, added=added) for hit in limits[:MOST])


def subject_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield the first edit of a clause on disputes or a legal basis in which no other rule finds a reason."""
    subjects = {hit.category for hit in hits(old)} & {hit.category for hit in hits(new)}
    subject = next((subject for subject in _SUBJECTS if subject in subjects), "")
    if subject:
        pieces = redline(old, new)
        found = (edit_at(pieces, index) for index in edits(pieces))
        edit = next((edit for edit in found if _tells(edit, subject)), None)
        if edit is None:
            return
        went, came = (fold_space(short(edit.get(op, ""))) for op in (RedlineOp.DELETE, RedlineOp.INSERT))
        yield Reason(rule=Rule.EDIT, subject=subject, went=went, came=came)


def _tells(edit: dict[RedlineOp, str], subject: str) -> bool:
    if subject == _NAMED_SUBJECT:
        return len(edit) > 1 and all(re.search(r"\b[^\W\d_a-z]", text) for text in edit.values())
    return bool(words("".join(edit.values())))


def named(hit: Hit, text: str, *, added: bool) -> Reason:
    """Return that a term of a text came or went, as the text has it: "recipient: Data Brokers added"."""
    return one_sided(Rule.TERM, _whole(hit.text, text), subject=hit.category, added=added)


def _whole(phrase: str, text: str) -> str:
    """Return a term as a text writes it, with the words that its last one wants after it: "sell your personal data"."""
    written = as_written(phrase, text)
    if not written:
        return phrase
    plain = fold_typography(text)
    last, following = phrase.rsplit(maxsplit=1)[-1], _FOLLOWING.match(plain, plain.index(written) + len(written))
    after = following.group().split() if following else []
    small = _small_words()
    wanted = 0
    if last in small and last != phrase:
        wanted = next((at for at, word in enumerate(after[:-1], 1) if word.casefold() not in small), len(after))
    if is_policy_word(" ".join([last, *after][wanted : wanted + 2])):
        wanted += 1
    return " ".join([written, *after[:wanted]])


@cache
def _small_words() -> frozenset[str]:
    """Return the words that end no term; a stop word of one language may be a noun of another, as "data" is."""
    return word_set("text", "stop_words") - word_set("text", "lookalikes")


def _moves(old: str, new: str) -> Iterator[tuple[list[Hit], str, bool]]:
    """Yield the terms that came, of the new text, and those that went, of the old one, with whether they came."""
    before, after = hits(old), hits(new)
    yield _extra(after, before), new, True
    yield _extra(before, after), old, False


def _extra(one: Sequence[Hit], other: Sequence[Hit]) -> list[Hit]:
    """Return the hits of concepts that one text names more often than the other, a concept once.

    Of several wordings of a concept the one that the other text has not, or has less often, is returned.
    """
    times = Counter((hit.category, hit.concept) for hit in one)
    times.subtract((hit.category, hit.concept) for hit in other)
    wordings = Counter(hit.text for hit in one)
    wordings.subtract(hit.text for hit in other)
    extra = []
    for hit in one:
        if times[hit.category, hit.concept] > 0 and wordings[hit.text] > 0:
            times[hit.category, hit.concept] = 0
            extra.append(hit)
    return extra
