"""The facts of two versions, beside each other: what became of them from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.register.changes import changes_of
from monitor.core.register.facts import Fact, FactKind, Field
from monitor.core.register.worded import fact_words
from storage.browse.page import fetch
from storage.registers import facts_from

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from datasette.app import Datasette

    from monitor.core.register.changes import FactChange

# whose registers are kept: one that could not be read says nothing of what went or came
_FACTS = """
SELECT r.snapshot_id AS register, f.* FROM registers r LEFT JOIN facts f ON f.snapshot_id = r.snapshot_id
WHERE r.failure = '' AND r.snapshot_id IN (SELECT value FROM json_each(:ids)) ORDER BY f.id
"""


@dataclass(frozen=True, slots=True)
class FactLine:
    """What became of a fact.

    Args:
        kind: what it is about, "processor".
        went: what was said of it, "" for nothing.
        came: what is said of it now, "" for nothing.
    """

    kind: str
    went: str
    came: str

    @property
    def what(self) -> str:
        """What became of it, in a word."""
        if self.went and self.came:
            return "changed"
        return "added" if self.came else "removed"


async def fact_lines(datasette: Datasette, pairs: Iterable[tuple[int, int]]) -> list[list[FactLine]]:
    """Return what became of the facts from one version to another, for several pairs of them.

    Args:
        datasette: the application.
        pairs: numbers of versions in the store, the older first.

    Returns:
        For each pair its lines; none where one of its registers is not read.
    """
    pairs = list(pairs)
    ids = sorted({one for pair in pairs for one in pair})
    kept: dict[int, list[sqlite3.Row]] = {}
    for row in await fetch(datasette, _FACTS, ids=str(ids)):
        rows = kept.setdefault(row["register"], [])
        if row["id"] is not None:
            rows.append(row)
    read = {number: _facts(rows) for number, rows in kept.items()}
    return [
        [*map(_line, changes_of(read[old], read[new]))] if old in read and new in read else [] for old, new in pairs
    ]


def _facts(rows: Sequence[sqlite3.Row]) -> list[Fact]:
    return [
        Fact(kind=FactKind(one.kind), fields=tuple(Field(*field) for field in one.fields), position=one.position)
        for one in facts_from(rows)
    ]


def _line(change: FactChange) -> FactLine:
    went, came = (fact_words(fact) if fact else "" for fact in (change.went, change.came))
    return FactLine(kind=change.kind.value, went=went, came=came)
