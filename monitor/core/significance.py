"""How much a change of words matters, by rules a person can read, each giving its reason.

The order of the rules is the order of the reasons. What says the same is cosmetic; what touches a figure, a negation or
a term of the lexicon is material; all else is minor, which is told.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.core.dates import is_date_line
from monitor.core.figures import addresses, cited_articles, figures
from monitor.core.lexicon import Hit, hits, is_material
from monitor.core.records import RedlineOp, Significance
from monitor.core.redline import redline
from monitor.core.sameness import sayings_same
from monitor.core.text import fold_space, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.records import Redline

Verdict = tuple[Significance, tuple[str, ...]]
"""A significance with its reasons, the most telling first."""

_MOST = 8  # reasons that are given of one kind
_QUOTED = 80  # characters of an edit that are quoted
_BEFORE = re.compile(r"(?:\S+\s+){0,3}\S*$")  # words quoted on each side of a negation that came or went
_AFTER = re.compile(r"\S*(?:\s+\S+){0,3}")
_NAME = re.compile(r"(?<=[\w,;:(/&] )[A-Z][\w&.-]*\w(?: [A-Z][\w&.-]*\w)*")
_COINED = re.compile(r"\b(?:[A-Z]{2,}[\w&-]*|[A-Z][a-z]+[A-Z]\w*)\b")
_GERMAN = frozenset(
    ["und", "der", "die", "das", "wir", "oder", "ihre", "ihrer", "mit", "nicht", "den", "dem", "von", "zur", "zum"]
)
_HUGE = 10_000  # characters beyond which only the surroundings of the edits are judged
_UNREAD = 20_000  # characters around the edits beyond which no rule but sameness of words is asked
_BESIDE = 400  # characters of them
_NEGATION = "negation"


def of_rewording(old: str, new: str, topics: Sequence[str] = ()) -> Verdict:
    """Judge a clause whose wording changed.

    Args:
        old: its text before.
        new: its text after.
        topics: what the clause is about, which names its figures ("retention: 5 years -> 10 years").
    """
    old, new = _around_edits(old, new)
    if max(len(old), len(new)) > _UNREAD:
        return (
            (Significance.COSMETIC, ("punctuation",))
            if words(old) == words(new)
            else (Significance.MINOR, ("wording",))
        )
    same = sayings_same(old, new)
    if same:
        return Significance.COSMETIC, (same,)
    reasons = list(
        dict.fromkeys([*_figures(old, new, topics), *_negation(old, new), *_terms(old, new), *_places(old, new)])
    )
    reasons.extend(_names(old, new, topics))
    if reasons:
        return Significance.MATERIAL, tuple(reasons)
    return Significance.MINOR, tuple(_shades(old, new)) or ("wording",)


def _around_edits(old: str, new: str) -> tuple[str, str]:
    """Return huge texts without what they begin and end with alike, but for some words beside the edits."""
    if max(len(old), len(new)) <= _HUGE:
        return old, new
    start = max(0, _alike(old, new) - _BESIDE)
    tail = _alike(old[:start:-1], new[:start:-1])
    end = max(0, tail - _BESIDE)
    return old[start : len(old) - end], new[start : len(new) - end]


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def of_arrival(text: str, *, added: bool) -> Verdict:
    """Judge a clause that was added or removed."""
    if not words(text):
        return Significance.COSMETIC, ("no words",)
    if is_date_line(text):
        return Significance.COSMETIC, ("stated date",)
    what = "clause added" if added else "clause removed"
    named = [hit for hit in hits(text[:_UNREAD]) if is_material(hit.category) and hit.category != _NEGATION]
    reasons = [what, *dict.fromkeys(f"{hit.category}: {hit.text}" for hit in named)]
    return (Significance.MATERIAL if named else Significance.MINOR), tuple(reasons[: _MOST + 1])


def _figures(old: str, new: str, topics: Sequence[str]) -> Iterator[str]:
    before, after = figures(old), figures(new)
    for kind in ("period", "amount", "number"):
        went, came = _gone(before, after, kind), _gone(after, before, kind)
        if went or came:
            yield f"{_title(kind, topics)}: {', '.join(went[:_MOST]) or 'none'} -> {', '.join(came[:_MOST]) or 'none'}"


def _gone(one: Counter[tuple[str, str, str]], other: Counter[tuple[str, str, str]], kind: str) -> list[str]:
    """Return the figures of a kind that one text has and the other has not, as written."""
    left = Counter(value for found, value, _ in other.elements() if found == kind)
    gone = []
    for found, value, written in one.elements():
        if found == kind and left[value] <= 0:
            gone.append(written)
        elif found == kind:
            left[value] -= 1
    return gone


def _title(kind: str, topics: Sequence[str]) -> str:
    if kind == "period" and "retention" in topics:
        return "retention"
    return kind


def _negation(old: str, new: str) -> Iterator[str]:
    """Yield the words around the first negation that came or went."""
    if _count(old, _NEGATION) == _count(new, _NEGATION):
        return
    pieces = redline(old, new)
    for index, (op, text) in enumerate(pieces):
        if op is not RedlineOp.EQUAL and _count(text, _NEGATION):
            yield _quoted(pieces, index)
            return


def _quoted(pieces: Redline, index: int) -> str:
    """Return the edit at `index` as both texts have it, with some words before and after."""
    start = index - (index > 0 and pieces[index - 1][0] is not RedlineOp.EQUAL)
    edit = dict(takewhile(lambda piece: piece[0] is not RedlineOp.EQUAL, pieces[start:]))
    before = _BEFORE.search(pieces[start - 1][1][-_QUOTED:]) if start else None
    after = _AFTER.match(pieces[start + len(edit)][1][:_QUOTED]) if start + len(edit) < len(pieces) else None
    old, new = (
        "".join([before.group() if before else "", _short(edit.get(op, "")), after.group() if after else ""]).strip()
        for op in (RedlineOp.DELETE, RedlineOp.INSERT)
    )
    return f'negation: "{fold_space(old)}" -> "{fold_space(new)}"'


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0] + " …"


def _count(text: str, category: str) -> int:
    return sum(hit.category == category for hit in hits(text))


def _terms(old: str, new: str) -> list[str]:
    """Return what terms of the lexicon came or went."""
    return [
        f"{hit.category}: {hit.text} {verb}"
        for hit, verb in _moves(old, new)
        if is_material(hit.category) and hit.category != _NEGATION
    ][: 2 * _MOST]


def _shades(old: str, new: str) -> list[str]:
    """Return what words came or went that matter less than terms: obligation, scope, sharing."""
    return [f"{hit.category}: {hit.text} {verb}" for hit, verb in _moves(old, new)][:_MOST]


def _moves(old: str, new: str) -> Iterator[tuple[Hit, str]]:
    before, after = hits(old), hits(new)
    yield from ((hit, "added") for hit in _extra(after, before))
    yield from ((hit, "removed") for hit in _extra(before, after))


def _extra(one: Sequence[Hit], other: Sequence[Hit]) -> Iterator[Hit]:
    """Yield the hits of concepts that one text names more often than the other, a concept once."""
    times = Counter((hit.category, hit.concept) for hit in one)
    times.subtract((hit.category, hit.concept) for hit in other)
    for hit in one:
        if times[hit.category, hit.concept] > 0:
            times[hit.category, hit.concept] = 0
            yield hit


def _places(old: str, new: str) -> Iterator[str]:
    """Yield addresses and cited articles that changed."""
    for title, find in (("contact", addresses), ("legal basis", cited_articles)):
        before, after = find(old), find(new)
        if before != after:
            went, came = (", ".join(some.elements()) for some in (before - after, after - before))
            yield f"{title}: {went or 'none'} -> {came or 'none'}"


def _names(old: str, new: str, topics: Sequence[str]) -> Iterator[str]:
    """Yield proper names that came or went in a clause about recipients, places or audiences."""
    if not {"third-party", "audiences"} & set(topics):
        return
    # German writes all nouns with capitals; there only names in capitals throughout or within can be told.
    pattern = _COINED if len(_GERMAN & set(words(new or old))) > 1 else _NAME
    before, after = (Counter(pattern.findall(text)) for text in (old, new))
    known = set(words(old)) & set(words(new))
    for names, verb in ((after - before, "added"), (before - after, "removed")):
        fresh = [name for name in names if not set(words(name)) <= known]
        yield from (f"name: {name} {verb}" for name in fresh[:_MOST])
