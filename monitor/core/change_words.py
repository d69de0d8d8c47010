"""Plain words for what happened to clauses, and for how many of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.records import ChangeKind, Significance
from monitor.core.records.catalogues import ENGLISH, N_, Catalogue

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
_SIGNIFICANCES: dict[Significance, str] = {
    Significance.NONE: N_("none"),
    Significance.COSMETIC: N_("cosmetic"),
    Significance.MINOR: N_("minor"),
    Significance.MATERIAL: N_("material"),
}
# a language may say it otherwise of a clause and of a heading
_CLAUSE: dict[ChangeKind, str] = {
    ChangeKind.ADDED: N_("Added"),
    ChangeKind.REMOVED: N_("Removed"),
    ChangeKind.MODIFIED: N_("Reworded"),
    ChangeKind.MOVED: N_("Moved"),
    ChangeKind.SPLIT: N_("Split in several"),
    ChangeKind.MERGED: N_("Merged into one"),
}
_HEADING: dict[ChangeKind, str] = {
    ChangeKind.ADDED: N_("Heading added"),
    ChangeKind.REMOVED: N_("Heading removed"),
    ChangeKind.MODIFIED: N_("Heading reworded"),
    ChangeKind.MOVED: N_("Heading moved"),
    ChangeKind.SPLIT: N_("Heading split in several"),
    ChangeKind.MERGED: N_("Heading merged into one"),
}
_MOVED = {False: N_("Moved and reworded"), True: N_("Heading moved and reworded")}
ONE_CLAUSE: dict[ChangeKind, str] = {
    ChangeKind.ADDED: N_("clause added"),
    ChangeKind.REMOVED: N_("clause removed"),
    ChangeKind.MODIFIED: N_("clause reworded"),
    ChangeKind.MOVED: N_("clause moved"),
    ChangeKind.SPLIT: N_("clause split in several"),
    ChangeKind.MERGED: N_("clause merged into one"),
}


def happened_words(kind: ChangeKind, *, is_heading: bool, is_edited: bool, catalogue: Catalogue = ENGLISH) -> str:
    """Return what happened to a clause.

    Args:
        kind: of the clause change.
        is_heading: whether it is a heading.
        is_edited: whether any of its words changed.
        catalogue: the language of the words.

    >>> happened_words(ChangeKind.MOVED, is_heading=False, is_edited=True)
    'Moved and reworded'
    """
    if kind is ChangeKind.MOVED and is_edited:
        return catalogue.gettext(_MOVED[is_heading])
    return catalogue.gettext((_HEADING if is_heading else _CLAUSE)[kind])


def significance_words(significance: Significance, catalogue: Catalogue = ENGLISH) -> str:
    """Return a significance in a word."""
    return catalogue.gettext(_SIGNIFICANCES[significance])


def told_words(significances: Iterable[Significance], catalogue: Catalogue = ENGLISH) -> str:
    """Return how many of some clause changes are told, the most significant first.

    >>> told_words([Significance.MINOR, Significance.MATERIAL, Significance.COSMETIC, Significance.MINOR])
    '1 material and 2 minor clause changes'
    """
    counts = Counter(one for one in significances if one.is_told)
    material, minor = counts[Significance.MATERIAL], counts[Significance.MINOR]
    if material and minor:
        return catalogue.gettext(
            "%(material)s and %(minor)s clause changes",
            material=catalogue.npgettext("clause changes", "%(count)s material", "%(count)s material", material),
            minor=catalogue.npgettext("clause changes", "%(count)s minor", "%(count)s minor", minor),
        )
    if material:
        return catalogue.ngettext("%(count)s material clause change", "%(count)s material clause changes", material)
    if minor:
        return catalogue.ngettext("%(count)s minor clause change", "%(count)s minor clause changes", minor)
    return catalogue.gettext("no clause changes")


def changes_words(counts: Mapping[Significance, int]) -> str:
    """Return how many clause changes a change has, those that are told by their significance, and the others.

    >>> changes_words({Significance.MATERIAL: 1, Significance.COSMETIC: 2}), changes_words({Significance.COSMETIC: 1})
    ('1 material clause change, 2 cosmetic', 'no change of substance, 1 cosmetic')
    """
    told = Counter({one: count for one, count in counts.items() if one.is_told})
    rest = sum(counts.values()) - told.total()
    parts = [told_words(told.elements()) if told else "no change of substance" if rest else "no change"]
    return ", ".join([*parts, f"{rest:,} cosmetic"] if rest else parts)
