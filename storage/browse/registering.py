"""The process that reads the register of a watch and ends: `python -m storage.browse.registering`.

How much there is to read a hostile page decides; so the kernel ends the process at its limits, as that which compares.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from typing import Any

from sqlite_utils import Database

from monitor.core.register.facts import FactKind
from storage.browse import guard
from storage.browse.comparing import CPU_SECONDS, MEMORY
from storage.browse.own_sql import limit
from storage.browse.registers import entry_json, register_of
from storage.summaries import PUBLIC_SUMMARIES, summary_from


def answer(question: dict[str, Any]) -> list[dict[str, Any]]:
    """Read the register of the newest version of a watch.

    Args:
        question: `uri` of the store, the `slug` of a watch that there is, and the `kinds` of facts that are wanted.

    Returns:
        Its rows as JSON.
    """
    conn = guard.guard(sqlite3.connect(question["uri"], uri=True))
    conn.row_factory = sqlite3.Row
    try:
        row = conn.execute(f"{PUBLIC_SUMMARIES} WHERE l.slug = :slug", {"slug": question["slug"]}).fetchone()
        db = Database(conn, recursive_triggers=False, execute_plugins=False)
        return [*map(entry_json, register_of(db, summary_from(row).watch, [*map(FactKind, question["kinds"])]))]
    finally:
        conn.close()


if __name__ == "__main__":
    limit(MEMORY, CPU_SECONDS)
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
