"""The process that holds two variants against each other and ends: `python -m storage.browse.drifting`.

It is bounded as the one that compares two versions, and for the same reasons; see `storage.browse.comparing`.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from typing import TYPE_CHECKING, Any

from monitor.core.variants.drift import compare_variants
from monitor.core.variants.words import said_words
from storage.browse import guard
from storage.browse.comparing import CPU_SECONDS, MEMORY, version_of
from storage.browse.own_sql import limit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.records import Clause
    from monitor.core.variants.drift import Comparison
    from monitor.core.variants.sayings import Saying
    from monitor.core.variants.sections import Section

MOST_DRIFT = 200  # differences that are shown; two documents with more are hardly one
MOST_SECTIONS = 30  # pairs of sections on a page
MOST_CLAUSES = 60  # of a section that are shown
LONGEST = 3_000  # characters of a clause that are shown


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Hold two variants against each other.

    Args:
        question: `uri` of the store, `one` and `other`, numbers of versions in it, and the `page` of sections, from 1.

    Returns:
        The `drift`, each with `aspect` and both sides in words; how much is `alike` and `not_compared`; the `sections`
        of the page side by side, and whether it `has_more`.
    """
    conn = guard.guard(sqlite3.connect(question["uri"], uri=True))
    conn.row_factory = sqlite3.Row
    try:
        one, other = version_of(conn, question["one"]), version_of(conn, question["other"])
    finally:
        conn.close()
    found = compare_variants(one, other)
    places = [{clause.position: clause for clause in text.clauses} for text in (one, other)]
    return {
        "drift": [
            {"aspect": drift.aspect.value, "one": _side(drift.one, places[0]), "other": _side(drift.other, places[1])}
            for drift in found.drift[:MOST_DRIFT]
        ],
        "more_drift": max(0, len(found.drift) - MOST_DRIFT),
        "alike": found.both,
        "not_compared": sum(map(len, found.not_compared)),
        **_sections(found, question["page"]),
    }


def _side(saying: Saying | None, clauses: Mapping[int, Clause]) -> dict[str, Any]:
    clause = clauses.get(saying.position) if saying else None
    return {
        "words": said_words(saying),
        "is_said": saying is not None,
        "path": list(clause.heading_path) if clause else [],
        "position": clause.position if clause else None,
    }


def _sections(found: Comparison, page: int) -> dict[str, Any]:
    start = (page - 1) * MOST_SECTIONS
    shown = found.sections[start : start + MOST_SECTIONS]
    sections = [{"one": _section(pair.one), "other": _section(pair.other)} for pair in shown]
    return {"sections": sections, "has_more": len(found.sections) > start + MOST_SECTIONS}


def _section(section: Section | None) -> dict[str, Any] | None:
    if section is None:
        return None
    texts = [clause.text for clause in section.clauses[:MOST_CLAUSES]]
    return {
        "path": list(section.path),
        "clauses": [text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for text in texts],
        "more": max(0, len(section.clauses) - MOST_CLAUSES),
    }


if __name__ == "__main__":
    limit(MEMORY, CPU_SECONDS)
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
