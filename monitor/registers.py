"""Reading the registers of versions that have none yet, and keeping them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import FetchFailure
from monitor.core.register.register import RULES, facts_of
from storage.registers import KeptFact, put_register, unread
from storage.snapshots import drawn_of, snapshots_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from crawler.checking.pool import Workers
    from monitor.core.register.facts import Fact


def read_registers(db: Database, workers: Workers, *, is_enough: Callable[[], bool]) -> int:
    """Read the registers of versions that have none by the rules in force, those of a watch in their order.

    Args:
        db: the store.
        workers: where they are read.
        is_enough: asked before each; where it says so, the rest is left for the next time.

    Returns:
        How many were read.
    """
    count = 0
    for version in list(unread(db, RULES)):
        if is_enough():
            break
        for snapshot in snapshots_until(db, version.snapshot, limit=1):
            found = workers.run(facts_of, drawn_of(db, snapshot))
            if isinstance(found, FetchFailure) and is_enough():
                return count  # its worker was ended with the rest
            failure = found.kind if isinstance(found, FetchFailure) else None
            facts = () if isinstance(found, FetchFailure) else found
            put_register(db, version, RULES, [_kept(fact, snapshot.id) for fact in facts], failure=failure)
            count += 1
    return count


def _kept(fact: Fact, snapshot_id: int) -> KeptFact:
    return KeptFact(
        kind=fact.kind.value,
        subject=" ".join(fact.subject),
        fields=tuple((field.name, field.text, field.plain) for field in fact.fields),
        position=fact.position,
        since=snapshot_id,
    )
