"""Addresses that a policy showed before it hid them: what shows another one in their place is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.significance.hidden_addresses import addresses_in, hides_address
from storage.snapshots import texts_with_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from monitor.core.records import Baseline, PolicyText

_VERSIONS = 20  # that are looked through for what is hidden now; a guess


def with_addresses(db: Database, baseline: Baseline | None, looks: Sequence[PolicyText] = ()) -> Baseline | None:
    """Return a baseline with the addresses that earlier versions showed, where a clause that is another now hides one.

    Args:
        db: the store; it is only read.
        baseline: as the store has it.
        looks: the texts that are compared with its own; without any, any clause may be another.
    """
    if baseline is None:
        return None
    shown = [{clause.text for clause in look.clauses} for look in looks] or [set[str]()]
    others = (one.text for one in baseline.drawn.clauses if any(one.text not in some for some in shown))
    if not any(map(hides_address, others)):
        return baseline
    texts = texts_with_addresses(db, baseline.snapshot.id, versions=_VERSIONS)
    return replace(baseline, addresses=addresses_in(texts))
