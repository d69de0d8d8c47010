"""The JSON of `extract`, `compare`, `change` and reviews, key by key as it was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.core.records import reason_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from monitor.core.records import Clause, ClauseChange, Comparison, PolicyText, Review, Step


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
