"""Addresses that a policy showed before it hid them: what shows another one in their place is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.significance.hidden_addresses import addresses_in, hides_address
from storage.snapshots import texts_with_addresses

if TYPE_CHECKING:
    from sqlite_utils import Database

    from monitor.core.records import Baseline

_VERSIONS = 20  # that are looked through for what is hidden now; a guess


def with_addresses(db: Database, baseline: Baseline | None) -> Baseline | None:
    """Return a baseline with the addresses that earlier versions showed, where its own text hides one.

    Args:
        db: the store; it is only read.
        baseline: as the store has it.
    """
    if baseline is None or not any(hides_address(clause.text) for clause in baseline.drawn.clauses):
        return baseline
    texts = texts_with_addresses(db, baseline.snapshot.id, versions=_VERSIONS)
    return replace(baseline, addresses=addresses_in(texts))
