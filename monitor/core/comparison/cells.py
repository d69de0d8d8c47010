"""Rows of a table that say the same in another order: of the sentences in a cell, or of the columns."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.ordering import says_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Clause

_BAR = " | "  # between the cells of a row, each after its column's header: "Why: To answer you."
_BREAK = "; "  # between the lines of a cell
_HEADER = 100  # characters of a header at most; a guess


def is_reordered(old: Clause, new: Clause) -> bool:
    """Tell whether a row says the same as before in an order that says nothing.

    Its columns may have changed places, each with its header; so may the lines of a cell, where no other cell may have
    several: each of its sentences stands behind the same one as before, or is one that has been the first. Where others
    have as many lines, each is of those beside it, and only all of them together may stand elsewhere.

    Args:
        old: the row before.
        new: the row after.
    """
    before, after = old.text.split(_BAR), new.text.split(_BAR)
    if len(before) != len(after):
        return False
    headers = [*map(_header, before)]
    if all(headers) and len(set(headers)) == len(headers) and {*headers} == {*map(_header, after)}:
        before.sort(key=_header)
        after.sort(key=_header)
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    if not changed:
        return True
    stayed = [one for one, other in zip(before, after, strict=True) if one == other]
    beside = [*old.heading_path[-1:], *new.heading_path[-1:], *stayed]
    if says_order(beside):
        return False
    if len(changed) > 1:
        return not any(len(_lines(cell)) > 1 for cell in stayed) and _is_together(changed)
    return all(map(_is_one_line, stayed)) and _is_shuffled(*changed[0])


def _is_together(changed: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the lines of several cells stand elsewhere, each still beside the same ones of the others."""
    sides = [(_lines(old), _lines(new)) for old, new in changed]
    before, after = (Counter(zip(*some, strict=False)) for some in zip(*sides, strict=True))
    return (
        len({len(lines) for some in sides for lines in some}) == 1
        and all(_header(old) == _header(new) for old, new in changed)
        and not says_order(
            [text for cells, (lines, _) in zip(changed, sides, strict=True) for text in (_header(cells[0]), *lines)]
        )
        and all(_stand_alike(*lines) for cells, lines in zip(changed, sides, strict=True) if _BREAK not in cells[0])
        and before == after
    )


def _lines(cell: str) -> list[str]:
    """Return the lines of a cell where their breaks are known, else its sentences."""
    said = cell[len(_header(cell)) :]
    return said.split(_BREAK) if _BREAK in said else sentences(said)


def _is_one_line(cell: str) -> bool:
    """Tell a cell in which no word but the first begins as a line may: with a capital or a figure."""
    said = cell[len(_header(cell)) :].split()
    return all(word[:1].islower() for word in said[1:])


def _header(cell: str) -> str:
    before, colon, _ = cell[:_HEADER].partition(": ")
    return before + colon if colon else ""


def _is_shuffled(old: str, new: str) -> bool:
    header = _header(old) if _header(old) == _header(new) else ""
    old, new = old[len(header) :], new[len(header) :]
    if says_order([header, *sentences(old), *sentences(new)]):
        return False
    before, after = sentences(old), sentences(new)
    if _BREAK in old and len(before) == 1:
        return Counter(old.split(_BREAK)) == Counter(new.split(_BREAK))
    if len(before) > 1:
        return Counter(before) == Counter(after) and _stand_alike(before, after)
    return _is_turned(old.split(), new.split())


def _stand_alike(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether each sentence stands behind the same one, but for those that can do without one before them."""
    alone = {old[0], new[0]}
    moved = {*pairwise(old)} ^ {*pairwise(new)}
    return all(sentence in alone for _, sentence in moved)


def _is_turned(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether the end of a text without sentences stands before its beginning now, both as lines begin."""
    if len(old) != len(new):
        return False
    whole = "\n".join(["", *old, *old, ""])
    at = whole.find("\n".join(["", *new, ""]))
    return at >= 0 and all(said[0][0].isalpha() and not said[0][0].islower() for said in (old, new))
