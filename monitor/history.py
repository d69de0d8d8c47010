"""The history of a watch: its snapshots with what changed, any two compared, and each clause with its date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.comparison.compare import compare
from monitor.core.contract import comparison_json, entry_json
from monitor.core.errors import InvalidInputError
from monitor.core.records import ClauseKind
from monitor.core.restless.positions import restless_positions
from storage.changes import changes_of
from storage.restless import restless_of
from storage.snapshots import clauses_of, drawn_of, snapshots_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from monitor.core.records import Clause, Comparison, Snapshot, Watch
    from storage.changes import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A version in the history of its watch.

    Args:
        snapshot: the version.
        change: the change that led to it, None where there was none.
        has_before: whether another version stands before it.
        is_first_fetch: whether it is the first that we fetched.
    """

    snapshot: Snapshot
    change: Change | None
    has_before: bool
    is_first_fetch: bool


def entries(db: Database, watch: Watch) -> Iterator[Entry]:
    """Stream the history of a watch, oldest first.

    Args:
        db: the store.
        watch: whose history.

    Yields:
        Each version.
    """
    changes = {change.snapshot: change for change in changes_of(db, watch.id)}
    has_before = has_fetch = False
    for snapshot in snapshots_of(db, watch.id):
        is_ours = snapshot.provenance.is_ours
        yield Entry(
            snapshot=snapshot,
            change=changes.get(snapshot.id),
            has_before=has_before,
            is_first_fetch=is_ours and not has_fetch,
        )
        has_before, has_fetch = True, has_fetch or is_ours


def history_json(db: Database, watch: Watch) -> list[dict[str, Any]]:
    """Return the history of a watch as the contract of `history --format json` has it."""
    return list(map(_entry_json, entries(db, watch)))


def _entry_json(entry: Entry) -> dict[str, Any]:
    change = entry.change
    if change is None:
        return entry_json(entry.snapshot, claim=None, told_at=None, change=None)
    told = comparison_json(change.comparison, change.id)
    return entry_json(entry.snapshot, claim=change.claim, told_at=change.told_at, change=told)


def pick(db: Database, watch: Watch, *, old: int | None, new: int | None) -> tuple[Snapshot, Snapshot]:
    """Choose two snapshots of a watch.

    Args:
        db: the store.
        watch: whose.
        old: a snapshot's number among those of the watch, None for the one before `new`.
        new: likewise, None for the latest.

    Returns:
        The two, in the order asked for.

    Raises:
        InvalidInputError: the watch has no such snapshot, or fewer than two.
    """
    known = list(snapshots_of(db, watch.id))
    if len(known) < 2 and (old is None or new is None):
        have = "one version" if known else "no version"
        raise InvalidInputError(f"{watch.slug!r} has {have}; there is nothing to compare yet")
    places = {snapshot.number: place for place, snapshot in enumerate(known)}
    for number in (old, new):
        if number is not None and number not in places:
            there = f"'clausewatch history {watch.slug}' lists them"
            raise InvalidInputError(f"{watch.slug!r} has no version {number}; {there}")
    newer = len(known) - 1 if new is None else places[new]
    if old is None and newer == 0:
        raise InvalidInputError(f"version {known[0].number} of {watch.slug!r} is the oldest; nothing stands before it")
    older = newer - 1 if old is None else places[old]
    return known[older], known[newer]


def compare_snapshots(db: Database, watch: Watch, old: Snapshot, new: Snapshot) -> Comparison:
    """Compare any two snapshots of a watch clause by clause."""
    return compare(drawn_of(db, old), drawn_of(db, new), kind=watch.spec.kind)


def blame(db: Database, watch: Watch) -> list[tuple[Clause, Snapshot, bool]]:
    """Say of each clause of the latest snapshot since which one it has stood there, and whether its place is restless.

    A clause that went and came back counts from its return.

    Args:
        db: the store.
        watch: whose.

    Returns:
        (clause, the first snapshot of the unbroken run that has its text, whether it stands at a place that is not told
        of while it varies), in order.
    """
    since: dict[str, Snapshot] = {}
    clauses: tuple[Clause, ...] = ()
    for snapshot in snapshots_of(db, watch.id):
        clauses = clauses_of(db, snapshot.id)
        since = {c.text: since.get(c.text, snapshot) for c in clauses}
    restless = restless_positions(clauses, restless_of(db, watch.id))
    return [
        (clause, since[clause.text], index in restless and clause.kind is not ClauseKind.HEADING)
        for index, clause in enumerate(clauses)
    ]
