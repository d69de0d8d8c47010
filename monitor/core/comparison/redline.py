"""Word-level redlines that replay exactly, white space included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.comparison.sequences import common_runs
from monitor.core.records import Redline, RedlineOp
from monitor.core.text import alike, is_word, tokens

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

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
    compact = _compact(pieces)
    islands = {index for index in range(1, len(compact) - 1) if _is_island(compact, index)}
    return _compact(_flooded(compact, islands)) if islands else compact


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
    same: list[str] = []
    gone: list[str] = []
    come: list[str] = []
    for op, text in pieces:
        if not text:
            continue
        if op is _EQUAL:
            if gone:
                _move(_DELETE, gone, compact)
            if come:
                _move(_INSERT, come, compact)
            same.append(text)
        else:
            if same:
                _move(_EQUAL, same, compact)
            (gone if op is _DELETE else come).append(text)
    for op, texts in ((_EQUAL, same), (_DELETE, gone), (_INSERT, come)):
        if texts:
            _move(op, texts, compact)
    return tuple(compact)


def _move(op: RedlineOp, texts: list[str], compact: list[tuple[RedlineOp, str]]) -> None:
    """Put texts of one kind behind what is compact, joined, and leave nothing of them."""
    compact.append((op, "".join(texts)))
    texts.clear()


def _flooded(pieces: Redline, islands: Container[int]) -> Iterable[tuple[RedlineOp, str]]:
    """Turn stretches, by their index, into edits."""
    for index, (op, text) in enumerate(pieces):
        if index in islands:
            yield _DELETE, text
            yield _INSERT, text
        else:
            yield op, text


def _is_island(pieces: Redline, index: int) -> bool:
    """Tell whether a stretch without a word stands between two edits: nobody reads a lone shared space."""
    op, text = pieces[index]
    if op is not _EQUAL or is_word(text):
        return False
    near = {op for op, _ in pieces[max(0, index - 2) : index]} | {op for op, _ in pieces[index + 1 : index + 3]}
    return {_DELETE, _INSERT} <= near
