"""Words that vary within a clause: a pattern of what stays, with a hole for each run of words that does not."""

from __future__ import annotations

import re

from monitor.core.clauses import sentences
from monitor.core.comparison.redline import redline
from monitor.core.comparison.sequences import common_runs
from monitor.core.records import RedlineOp
from monitor.core.text import words

HOLE = "⋯"
# The share of a text's letters that has to stay for the rest to be words that vary; below it, the text varies whole.
STAYS = 0.5
# Letters that may stand in all holes of a pattern, and the most of what stays that may: more is an edit.
NARROW, WIDEST = 60, 400
_HOLES = re.compile(rf"{HOLE}(?:[\s\W]{{0,3}}{HOLE})+")


def pattern_of(one: str, other: str) -> str | None:
    """Return what two texts share, a hole wherever they differ.

    Sentences are paired first: one of which less than half stays is a hole as a whole.

    >>> pattern_of("You stay here. Read 12 times today.", "You stay here. Read 3,456 times today.")
    'You stay here. Read ⋯ times today.'

    Args:
        one: a clause, as a look had it.
        other: the clause in its place, as another look had it.

    Returns:
        The pattern; None where less than half of either text stays, or nothing differs.
    """
    if one == other or HOLE in one or HOLE in other:
        return None
    before, after = sentences(one), sentences(other)
    pieces: list[str] = []
    i = j = 0
    for next_i, next_j, length in [*common_runs(before, after), (len(before), len(after), 0)]:
        pieces += _between(before[i:next_i], after[j:next_j])
        i, j = next_i + length, next_j + length
        pieces += before[next_i:i]
    found = _HOLES.sub(HOLE, " ".join(pieces))
    return found if _letters(found) >= STAYS * max(_letters(one), _letters(other)) else None


def _between(before: list[str], after: list[str]) -> list[str]:
    """Return what sentences that differ share, one by one where as many stand on both sides."""
    if not before and not after:
        return []
    if len(before) != len(after):
        return [HOLE]
    return [_shared(one, other) for one, other in zip(before, after, strict=True)]


def _shared(one: str, other: str) -> str:
    if one == other:
        return one
    found = "".join(text if op is RedlineOp.EQUAL else HOLE for op, text in redline(one, other))
    found = _HOLES.sub(HOLE, found)
    return found if _letters(found) >= STAYS * max(_letters(one), _letters(other)) else HOLE


def _letters(text: str) -> int:
    return sum(map(len, words(text)))


def fills(pattern: str, text: str) -> tuple[str, ...] | None:
    """Return what stands in a pattern's holes, None where the text does not fit it; linear in the text.

    >>> fills("Read ⋯ times.", "Read 7 times.")
    ('7',)
    """
    first, *rest = pattern.split(HOLE)
    if not rest or not text.startswith(first):
        return None
    found: list[str] = []
    at = len(first)
    for place, part in enumerate(rest, 1):
        is_last = place == len(rest)
        end = len(text) - len(part) if is_last else text.find(part, at)
        if end < at or not text.startswith(part, end):
            return None
        found.append(text[at:end])
        at = end + len(part)
    return tuple(found) if sum(map(len, found)) <= _room(pattern) else None


def _room(pattern: str) -> int:
    """Return how many letters may stand in the holes of a pattern: as many as stay, as half of the text did."""
    return max(NARROW, min(WIDEST, len(pattern)))


def holed(pattern: str, text: str) -> str | None:
    """Return a text with the holes of a pattern that it does not fit: words beside them were edited.

    >>> holed("Kept 12 months. Read ⋯ times.", "Kept 24 months. Read 7 times.")
    'Kept 24 months. Read ⋯ times.'

    Returns:
        The text with holes; None where an edit and what varies cannot be told apart.
    """
    found: list[str] = []
    went = came = ""
    for op, piece in [*redline(pattern, text), (RedlineOp.EQUAL, "")]:
        if op is RedlineOp.DELETE:
            went += piece
        elif op is RedlineOp.INSERT:
            came += piece
        else:
            if HOLE in went:
                if words(went.replace(HOLE, " ")) or len(came) > _room(pattern):
                    return None
                came = went
            found += [came, piece]
            went = came = ""
    return "".join(found)


def varying(pattern: str, text: str) -> str:
    """Return the sentences of a text in which a pattern has its holes: what varies, with the words around it."""
    known = set(sentences(pattern))
    return " ".join(sentence for sentence in sentences(text) if sentence not in known)
