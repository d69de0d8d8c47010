"""Of changes in the store what their gists are made of, for lists of many: no clause is read whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.records import ChangeKind, Claim, GistFacts, RedlineOp, Rule, Significance, SnapshotReason
from storage.changes import reasons_from_json
from storage.database import reading
from storage.faults import decoded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from sqlite_utils import Database

_LONGEST_SECTION = 400  # characters of a heading; a gist shows far fewer
_LONGEST_REDLINE = 100_000  # characters; of a longer one the gist quotes nothing

# The gravest clause change as `gravest_of` has it. Of its texts only what a gist may show leaves SQLite: the heading,
# and where no rule knows what changed words mean, the words.
GISTS = f"""
SELECT c.id AS change_id, coalesce(c.claim, '') AS claim, n.reason, o.language AS language_old, n.language,
    (
        SELECT json_group_object(significance, found) FROM (
            SELECT significance, count(*) AS found FROM clause_changes WHERE change_id = c.id GROUP BY significance
        )
    ) AS counts,
    k.kind, coalesce(k.reason_details, '[]') AS reason_details,
    substr(coalesce(coalesce(nullif(k.new_clauses, '[]'), k.old_clauses) ->> iif(
        coalesce(nullif(k.new_clauses, '[]'), k.old_clauses) ->> '$[0].kind' = 'heading',
        '$[0].heading_path[#-2]', '$[0].heading_path[#-1]'
    ), ''), 1, {_LONGEST_SECTION}) AS section,
    iif(instr(k.reason_details, '"{Rule.WORDING}"') AND length(k.redline) < {_LONGEST_REDLINE}, k.redline, '[]')
        AS redline
FROM changes c
JOIN snapshots o ON o.id = c.old_snapshot_id
JOIN snapshots n ON n.id = c.new_snapshot_id
LEFT JOIN clause_changes k ON k.id = (
    SELECT g.id FROM clause_changes g WHERE g.change_id = c.id AND g.significance IN ('minor', 'material')
    ORDER BY g.significance <> 'material', g.reason_details = '[]', g.gravity, g.place LIMIT 1
)
WHERE c.id IN (SELECT value FROM json_each(:changes))
"""

_LAST_TOLD = """
SELECT w.id AS watch_id, (
    SELECT c.id FROM changes c JOIN snapshots n ON n.id = c.new_snapshot_id
    WHERE c.watch_id = w.id AND c.significance IN ('minor', 'material') ORDER BY n.place DESC, n.id DESC LIMIT 1
) AS change_id
FROM watches w
"""


def last_told_change(db: Database, watch_id: int) -> int | None:
    """Return the number of the last change of a watch that is told, None where there is none."""
    row = next(reading(db, f"{_LAST_TOLD} WHERE w.id = :id", {"id": watch_id}), None)
    return row["change_id"] if row else None


@decoded
def gist_facts_from(row: sqlite3.Row) -> GistFacts:
    """Return of a row of `GISTS` what a gist is made of."""
    return GistFacts(
        counts={Significance(name): count for name, count in json.loads(row["counts"]).items()},
        claim=Claim(row["claim"]) if row["claim"] else None,
        reason=SnapshotReason(row["reason"]),
        language_old=row["language_old"],
        language=row["language"],
        kind=ChangeKind(row["kind"]) if row["kind"] else None,
        reasons=reasons_from_json(row["reason_details"]),
        section=row["section"],
        redline=tuple((RedlineOp(op), text) for op, text in json.loads(row["redline"])),
    )


def gist_facts(db: Database, changes: Sequence[int]) -> dict[int, GistFacts]:
    """Return what the gists of changes are made of, by their numbers."""
    rows = reading(db, GISTS, {"changes": json.dumps(list(changes))})
    return {row["change_id"]: gist_facts_from(row) for row in rows}


def last_gist_facts(db: Database) -> dict[int, GistFacts]:
    """Return what the gist of the last told change of each watch that has one is made of, by the watches' numbers."""
    last = {row["watch_id"]: row["change_id"] for row in reading(db, _LAST_TOLD) if row["change_id"] is not None}
    found = gist_facts(db, list(last.values()))
    return {watch: found[change] for watch, change in last.items() if change in found}
