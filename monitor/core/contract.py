"""The JSON of watches, versions, texts, changes and reviews, key by key, as commands and pages give it to machines."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from monitor.core.records import reason_words
from monitor.core.schedule import format_interval

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from monitor.core.records import (
        Claim,
        Clause,
        ClauseChange,
        Comparison,
        HeldText,
        LastCheck,
        PolicyText,
        Provenance,
        Review,
        Snapshot,
        Step,
        WatchSummary,
    )


def moment_json(at: datetime | None) -> str | None:
    """Return a time as JSON has it, "2026-03-01T08:00:00Z"; null for none."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def summary_json(summary: WatchSummary) -> dict[str, Any]:
    """Return one watch of `list`."""
    watch = summary.watch
    return {
        "id": watch.id,
        "slug": watch.slug,
        "url": watch.spec.url,
        "name": watch.spec.name,
        "kind": watch.spec.kind,
        "tags": list(watch.spec.tags),
        "every": format_interval(watch.spec.every_seconds),
        "language": summary.language,
        "state": summary.state.value,
        "snapshots": summary.snapshots,
        "last_check": summary.last_check and _check_json(summary.last_check),
        "held": watch.held and _held_json(watch.held),
        "last_change_at": moment_json(summary.last_change_at),
        "next_check_at": moment_json(watch.next_check_at),
        "subscribers": summary.subscribers,
    }


def removed_json(summary: WatchSummary) -> dict[str, Any]:
    """Return the same with the time since when it is watched no more."""
    return {**summary_json(summary), "removed_at": moment_json(summary.watch.removed_at)}


def _check_json(check: LastCheck) -> dict[str, Any]:
    return {
        "at": moment_json(check.at),
        "outcome": check.outcome.value,
        "kind": check.kind and check.kind.value,
        "status": check.status,
        "detail": check.detail,
    }


def _held_json(held: HeldText) -> dict[str, Any]:
    return {
        "since": moment_json(held.since),
        "until": moment_json(held.until),
        "claim": held.claim.value,
        "looks": held.looks,
    }


def entry_json(
    snapshot: Snapshot, *, claim: Claim | None, told_at: datetime | None, change: dict[str, Any] | None
) -> dict[str, Any]:
    """Return one version of `history`.

    Args:
        snapshot: the version.
        claim: what its change was held for, None for an edit that was told at once, or no change.
        told_at: when that was told, UTC.
        change: the change as JSON, None for none.
    """
    return {
        "snapshot": snapshot.number,
        "captured_at": moment_json(snapshot.captured_at),
        "told_at": moment_json(told_at),
        # of a page whose text as a whole is another, that it was replaced
        "reason": "replaced" if claim and claim.is_large else snapshot.reason.value,
        "provenance": provenance_json(snapshot.provenance),
        "stated_date": snapshot.stated_date.iso if snapshot.stated_date else None,
        "clauses": snapshot.clause_count,
        "body_sha256": snapshot.body_sha256,
        "change": change,
    }


def provenance_json(came: Provenance) -> dict[str, Any]:
    """Return how a version came to us; null for what is not known."""
    return {
        "kind": came.kind.value,
        "source": came.source or None,
        "by": came.by or None,
        "at": moment_json(came.at),
    }


def version_json(snapshot: Snapshot) -> dict[str, Any]:
    """Return which version it is, of when, and how it came to us."""
    return {
        "snapshot": snapshot.number,
        "captured_at": moment_json(snapshot.captured_at),
        "provenance": provenance_json(snapshot.provenance),
    }


def clause_json(clause: Clause) -> dict[str, Any]:
    """Return one clause of `extract`."""
    return {
        "position": clause.position,
        "kind": clause.kind.value,
        "heading_path": list(clause.heading_path),
        "label": clause.label,
        "text": clause.text,
    }


def document_json(source: str, drawn: PolicyText) -> dict[str, Any]:
    """Return one line of `extract`; `source` is the path or URL that was read."""
    document = drawn.document
    return {
        "source": source,
        "title": document.title,
        "language": document.language,
        "stated_date": document.stated_date.iso if document.stated_date else None,
        "extractor": document.extractor,
        "clauses": [clause_json(clause) for clause in drawn.clauses],
    }


def comparison_json(comparison: Comparison, identifier: object) -> dict[str, Any]:
    """Return one comparison; `identifier` is a pair's id, a change's number, or None."""
    return {
        "id": identifier,
        "changed": comparison.changed,
        "significance": comparison.significance.value,
        "stated_date": {"old": comparison.stated_old, "new": comparison.stated_new},
        "silent": comparison.silent,
        "changes": [change_json(change) for change in comparison.changes],
    }


def change_json(change: ClauseChange) -> dict[str, Any]:
    """Return one clause change."""
    return {
        "kind": change.kind.value,
        "significance": change.significance.value,
        "topics": list(change.topics),
        "reasons": [reason_words(reason) for reason in change.reasons],
        "reason_details": [
            {"rule": reason.rule, "subject": reason.subject, "went": reason.went, "came": reason.came}
            for reason in change.reasons
        ],
        "similarity": change.similarity,
        "old": _side_json(change.old),
        "new": _side_json(change.new),
        "redline": [[op.value, text] for op, text in change.redline],
    }


def _side_json(clauses: Sequence[Clause]) -> dict[str, Any] | None:
    """Return the place of the first clause with the texts of all, or None for a side without any."""
    if not clauses:
        return None
    first = clauses[0]
    return {
        "position": first.position,
        "heading_path": list(first.heading_path),
        "text": "\n".join(clause.text for clause in clauses),
    }


def review_json(review: Review, today: date) -> dict[str, Any]:
    """Return a review as `review list` has it, without what weighs most of its change; `today` says what is overdue."""
    return {
        "change": review.change_id,
        "watch": review.watch,
        "significance": review.significance.value,
        "silent": review.is_silent,
        "told_at": _moment(review.told_at),
        "state": review.state.value,
        "assignee": review.assignee or None,
        "due": review.due and review.due.isoformat(),
        "overdue": review.is_overdue(today),
        "ticket": review.ticket or None,
        "comments": review.comments,
    }


def step_json(step: Step) -> dict[str, Any]:
    """Return a step of a review; `who` is null for the command line, and a value of "" takes back."""
    return {"at": _moment(step.at), "who": step.who or None, "what": step.what.value, "value": step.value}


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
