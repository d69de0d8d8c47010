"""The process that compares two versions and ends: `python -m storage.browse.comparing`.

How much there is to compare a reader decides, and a hostile page; so the kernel ends the process at its limits, and who
started it may kill it at any time. A question in JSON comes by standard input, the answer leaves by standard output.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from monitor.core.comparison.compare import compare
from monitor.core.contract import comparison_json
from monitor.core.records import (
    Clause,
    ClauseChange,
    ClauseKind,
    Document,
    PolicyText,
    Precision,
    StatedDate,
    reason_words,
)
from storage.browse import guard
from storage.browse.own_sql import limit
from storage.browse.shown import MOST_CHANGES, ShownChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.records import Comparison

MEMORY = 512 * 1024 * 1024  # bytes of address space; two versions of 94,000 clauses held 240 MB when their time was up
CPU_SECONDS = 6  # two texts of 300,000 letters took 2 s in English; of letters drawn by lot, up to 7

VERSION = """
SELECT stated_date, stated_precision, stated_words, title, language, extractor, text_digest
FROM snapshots WHERE id = :id
"""

CLAUSES = """
SELECT p.position, p.kind, p.label, p.depth, c.text, h.path
FROM snapshot_clauses p
JOIN clauses c ON c.id = p.clause_id
JOIN heading_paths h ON h.id = p.heading_path_id
WHERE p.snapshot_id = :id
ORDER BY p.position
"""


def _drawn(version: sqlite3.Row, clauses: Iterable[sqlite3.Row]) -> PolicyText:
    stated = version["stated_date"] and StatedDate(
        iso=version["stated_date"],
        precision=Precision(version["stated_precision"] or Precision.DAY),
        words=version["stated_words"] or "",
    )
    document = Document(
        title=version["title"],
        language=version["language"],
        stated_date=stated or None,
        extractor=version["extractor"],
        blocks=(),
    )
    return PolicyText(document=document, clauses=tuple(map(_clause, clauses)), text_digest=version["text_digest"])


def _clause(row: sqlite3.Row) -> Clause:
    return Clause(
        position=row["position"],
        kind=ClauseKind(row["kind"]),
        heading_path=tuple(json.loads(row["path"])),
        label=row["label"],
        text=row["text"],
        depth=row["depth"],
    )


def shown(number: int, change: ClauseChange) -> ShownChange:
    """Make of a clause change what the template shows, with its number in the comparison."""
    return ShownChange(
        number=number,
        kind=change.kind,
        significance=change.significance,
        topics=change.topics,
        reasons=tuple(map(reason_words, change.reasons)),
        old=tuple(clause._asdict() for clause in change.old),
        new=tuple(clause._asdict() for clause in change.new),
        redline=change.redline,
    )


def version_of(conn: sqlite3.Connection, wanted: int) -> PolicyText:
    """Read the text of a version by its number in the store."""
    row = conn.execute(VERSION, {"id": wanted}).fetchone()
    return _drawn(row, conn.execute(CLAUSES, {"id": wanted}))


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Compare two versions.

    Args:
        question: `uri` of the store, `old` and `new`, numbers of versions, the `kind` of document; and the `page` of
            the answer, from 1, or for a program `after` how many clause changes it goes on, how many it gives at
            `most`, and the `room` for them in characters.

    Returns:
        For a page `significance`, whether the change is `silent`, the `changes` of the page as `ShownChange` takes
        them, the gravest first, and whether it `has_more`; for a program the `comparison`, and whether it `has_more`.
    """
    conn = guard.guard(sqlite3.connect(question["uri"], uri=True))
    conn.row_factory = sqlite3.Row
    try:
        comparison = compare(
            version_of(conn, question["old"]), version_of(conn, question["new"]), kind=question["kind"]
        )
    finally:
        conn.close()
    if "page" not in question:
        return _for_program(comparison, question)
    changes = sorted(enumerate(comparison.changes, 1), key=lambda pair: -pair[1].significance.rank)
    start = (question["page"] - 1) * MOST_CHANGES
    return {
        "significance": comparison.significance,
        "silent": comparison.silent,
        "changes": [asdict(shown(*pair)) for pair in changes[start : start + MOST_CHANGES]],
        "has_more": len(changes) > start + MOST_CHANGES,
    }


def _for_program(comparison: Comparison, question: dict[str, Any]) -> dict[str, Any]:
    start, room = question["after"], question["room"]
    part: list[ClauseChange] = []
    for change in comparison.changes[start : start + question["most"]]:
        texts = [clause.text for clause in (*change.old, *change.new)] + [text for _, text in change.redline]
        room -= sum(map(len, texts))
        if room < 0 and part:
            break
        part.append(change)
    told = comparison_json(replace(comparison, changes=tuple(part)), None)
    return {
        "comparison": {**told, "silent": comparison.silent},
        "has_more": len(comparison.changes) > start + len(part),
    }


if __name__ == "__main__":
    limit(MEMORY, CPU_SECONDS)
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
