"""The registers of watches: the facts of their newest versions, each with its clause and since when that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.contract import clause_json, provenance_json
from monitor.core.register.facts import FactKind
from monitor.core.register.register import facts_of
from storage.since import since_of
from storage.snapshots import drawn_of, snapshots_of
from storage.times import to_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database

    from monitor.core.records import Clause, Snapshot, Watch
    from monitor.core.register.facts import Fact

_ORDER = list(FactKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a register.

    Args:
        watch: whose policy says it.
        fact: what it says.
        clause: the clause that says it.
        since: the version since which that clause has stood there.
    """

    watch: Watch
    fact: Fact
    clause: Clause
    since: Snapshot


def register_of(db: Database, watch: Watch, kinds: Collection[FactKind] = ()) -> list[Entry]:
    """Return the register of the newest version of a watch, by kind and then in the order of its clauses.

    Args:
        db: the store.
        watch: whose.
        kinds: of the facts that are wanted, all where none is named.
    """
    versions = list(snapshots_of(db, watch.id))
    if not versions:
        return []
    drawn = drawn_of(db, versions[-1])
    facts = [fact for fact in facts_of(drawn) if not kinds or fact.kind in kinds]
    clauses = {clause.position: clause for clause in drawn.clauses}
    since = since_of(db, watch.id, versions, (fact.position for fact in facts))
    return [
        Entry(watch=watch, fact=fact, clause=clauses[fact.position], since=since[fact.position])
        for fact in sorted(facts, key=lambda fact: _ORDER.index(fact.kind))
    ]


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return a row of a register as `register --format json` has it."""
    return {
        "watch": entry.watch.slug,
        "fact": entry.fact.kind.value,
        "fields": {field.name: field.text for field in entry.fact.fields},
        "comes_to": {field.name: field.plain for field in entry.fact.fields},
        "clause": clause_json(entry.clause),
        "since": to_text(entry.since.captured_at),
        "snapshot": entry.since.number,
        "provenance": provenance_json(entry.since.provenance),
    }
