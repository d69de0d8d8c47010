"""Plain words for what happened to clauses, and for how many of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.records import ChangeKind, Significance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHANGES: dict[ChangeKind, str] = {
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.MODIFIED: "reworded",
    ChangeKind.MOVED: "moved",
    ChangeKind.SPLIT: "split in several",
    ChangeKind.MERGED: "merged into one",
}


def happened_words(kind: ChangeKind, *, is_heading: bool, is_edited: bool) -> str:
    """Return what happened to a clause.

    Args:
        kind: of the clause change.
        is_heading: whether it is a heading.
        is_edited: whether any of its words changed.

    >>> happened_words(ChangeKind.MOVED, is_heading=False, is_edited=True)
    'Moved and reworded'
    """
    words = CHANGES[kind]
    if kind is ChangeKind.MOVED and is_edited:
        words = f"{words} and {CHANGES[ChangeKind.MODIFIED]}"
    return f"Heading {words}" if is_heading else words.capitalize()


def told_words(significances: Iterable[Significance]) -> str:
    """Return how many of some clause changes are told, the most significant first.

    >>> told_words([Significance.MINOR, Significance.MATERIAL, Significance.COSMETIC, Significance.MINOR])
    '1 material and 2 minor clause changes'
    """
    counts = Counter(one for one in significances if one.is_told)
    parts = [f"{counts[one]:,} {one}" for one in (Significance.MATERIAL, Significance.MINOR) if counts[one]]
    return f"{' and '.join(parts) or 'no'} clause change{'' if counts.total() == 1 else 's'}"


def changes_words(counts: Mapping[Significance, int]) -> str:
    """Return how many clause changes a change has, those that are told by their significance, and the others.

    >>> changes_words({Significance.MATERIAL: 1, Significance.COSMETIC: 2}), changes_words({Significance.COSMETIC: 1})
    ('1 material clause change, 2 cosmetic', 'no change of substance, 1 cosmetic')
    """
    told = Counter({one: count for one, count in counts.items() if one.is_told})
    rest = sum(counts.values()) - told.total()
    parts = [told_words(told.elements()) if told else "no change of substance" if rest else "no change"]
    return ", ".join([*parts, f"{rest:,} cosmetic"] if rest else parts)
