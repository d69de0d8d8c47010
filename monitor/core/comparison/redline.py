"""Word-level redlines that replay exactly, white space included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.comparison.sequences import common_runs
from monitor.core.records import Redline, RedlineOp
from monitor.core.text import alike, is_word, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACED_END = re.compile(r".*\S(?=\s)", re.DOTALL)
_EQUAL, _DELETE, _INSERT = RedlineOp.EQUAL, RedlineOp.DELETE, RedlineOp.INSERT
_FLIP = {_EQUAL: _EQUAL, _DELETE: _INSERT, _INSERT: _DELETE}


def redline(old: str, new: str) -> Redline:
    """Return what turns the old text into the new one, word by word (by character in unspaced scripts).

    Deletions stand before the insertions that replace them. `redline(b, a)` mirrors `redline(a, b)`.
    Time and memory are bounded, see `sequences.common_runs`.
    """
    if old > new:
        return _compact((_FLIP[op], text) for op, text in redline(new, old))
    if not old:
        return ((_INSERT, new),) if new else ()
    start, end = _ends(old, new)
    before, after = tokens(old[start : len(old) - end]), tokens(new[start : len(new) - end])
    pieces: list[tuple[RedlineOp, str]] = [(_EQUAL, old[:start])]
    i = j = 0
    for next_i, next_j, length in [*common_runs(before, after), (len(before), len(after), 0)]:
        pieces.append((_DELETE, "".join(before[i:next_i])))
        pieces.append((_INSERT, "".join(after[j:next_j])))
        i, j = next_i + length, next_j + length
        pieces.append((_EQUAL, "".join(before[next_i:i])))
    pieces.append((_EQUAL, old[len(old) - end :]))
    return _compact(_without_islands(_compact(pieces)))


def _ends(old: str, new: str) -> tuple[int, int]:
    """Return how many characters both texts begin and end with, up to a space between words, where tokens part."""
    start = _SPACED_END.match(old[: alike(old, new)])
    head = start.end() if start else 0
    left, right = old[head:][::-1], new[head:][::-1]
    end = _SPACED_END.match(left[: alike(left, right)])
    return head, end.end() if end else 0


def replay(old: str, redline: Redline) -> str:
    """Return the new text a redline makes of the old one.

    Raises:
        ValueError: if the redline was not made from this text.
    """
    if "".join(text for op, text in redline if op is not _INSERT) != old:
        raise ValueError("the redline does not fit the text")
    return "".join(text for op, text in redline if op is not _DELETE)


def _compact(pieces: Iterable[tuple[RedlineOp, str]]) -> Redline:
    """Join neighbours of one kind, each deletion before the insertion beside it."""
    compact: list[tuple[RedlineOp, str]] = []
    sides: dict[RedlineOp, list[str]] = {_EQUAL: [], _DELETE: [], _INSERT: []}
    same, gone, come = sides.values()
    for op, text in pieces:
        if not text:
            continue
        if op is _EQUAL:
            if gone or come:
                compact += _taken(sides)
            same.append(text)
        else:
            if same:
                compact += _taken(sides)
            (gone if op is _DELETE else come).append(text)
    return (*compact, *_taken(sides))


def _taken(sides: dict[RedlineOp, list[str]]) -> list[tuple[RedlineOp, str]]:
    """Return what stands on each side, joined, and leave nothing there."""
    taken = [(op, "".join(texts)) for op, texts in sides.items() if texts]
    for texts in sides.values():
        texts.clear()
    return taken


def _without_islands(pieces: Redline) -> Iterable[tuple[RedlineOp, str]]:
    """Turn stretches without a word between two edits into edits: nobody reads a lone shared space."""
    for index, (op, text) in enumerate(pieces):
        inside = 0 < index < len(pieces) - 1
        if op is _EQUAL and inside and not is_word(text) and _replaces(pieces, index):
            yield _DELETE, text
            yield _INSERT, text
        else:
            yield op, text


def _replaces(pieces: Redline, index: int) -> bool:
    """Tell whether deletions and insertions stand on both sides of a stretch."""
    near = {op for op, _ in pieces[max(0, index - 2) : index]} | {op for op, _ in pieces[index + 1 : index + 3]}
    return {_DELETE, _INSERT} <= near
