"""Changes, notices and rows of the store to test with."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from monitor.core.records import (
    ChangeKind,
    Clause,
    ClauseChange,
    ClauseKind,
    NoticeContent,
    Reason,
    RedlineOp,
    Rule,
    Significance,
    SnapshotReason,
    reason_words,
)
from storage.changes import reasons_to_json
from storage.times import to_text

THEN = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def clause(text, *, path=("How long we keep data",), position=0, kind=ClauseKind.PARAGRAPH, label=""):
    """Make a clause."""
    return Clause(position=position, kind=kind, heading_path=tuple(path), label=label, text=text)


def reworded(**changes):
    """A material rewording, with fields replaced."""
    values = {
        "kind": ChangeKind.MODIFIED,
        "significance": Significance.MATERIAL,
        "topics": ("retention",),
        "reasons": (Reason(rule=Rule.PERIOD, went="12 months", came="36 months"),),
        "similarity": 0.9,
        "old": (clause("We keep server logs for 12 months.", label="4.2"),),
        "new": (clause("We keep server logs for 36 months.", label="4.2"),),
        "redline": (
            (RedlineOp.EQUAL, "We keep server logs for "),
            (RedlineOp.DELETE, "12"),
            (RedlineOp.INSERT, "36"),
            (RedlineOp.EQUAL, " months."),
        ),
    }
    return ClauseChange(**(values | changes))


def added(text, **changes):
    """Make an added clause, material, with fields replaced."""
    values = {
        "kind": ChangeKind.ADDED,
        "old": (),
        "new": (clause(text, path=changes.pop("path", ("Who receives data",))),),
        "redline": ((RedlineOp.INSERT, text),),
        "reasons": (),
        "topics": (),
    }
    return reworded(**(values | changes))


def content_of(*changes, **values):
    """Make what a notice tells, with fields replaced."""
    standard = {
        "message_id": "<0123456789abcdef@watch.example>",
        "address": "ada@reader.example",
        "created_at": NOW,
        "watch_slug": "acme-privacy",
        "watch_name": "Acme privacy policy",
        "watch_url": "https://acme.example/privacy",
        "change_id": 7,
        "reason": SnapshotReason.CHANGED,
        "significance": Significance.MATERIAL,
        "silent": True,
        "claim": None,
        "title": "Privacy | Acme",
        "language": "en",
        "language_old": "en",
        "snapshot": 12,
        "clauses": 1,
        "old_at": THEN,
        "new_at": NOW,
        "stated_old": "2024-02-25",
        "stated_new": "2024-02-25",
        "stated_words": "Last updated 25 February 2024",
        "changes": changes or (reworded(),),
    }
    return NoticeContent(**(standard | values))


def stored(clauses):
    """Write clauses as the store holds them."""
    return json.dumps(
        [
            {"position": c.position, "kind": c.kind, "heading_path": c.heading_path, "label": c.label, "text": c.text}
            for c in clauses
        ]
    )


def put_watch(conn, slug="acme", tags=(), emails=()):
    """Put a watch in the store; return its id."""
    conn.execute(
        "INSERT INTO watches (slug, url, name, kind, every_seconds, added_at, next_check_at)"
        " VALUES (?, ?, ?, 'privacy', 86400, ?, ?)",
        [slug, f"https://{slug}.example/privacy", f"{slug.title()} privacy policy", to_text(THEN), to_text(THEN)],
    )
    watch_id = conn.execute("SELECT max(id) FROM watches").fetchone()[0]
    conn.executemany("INSERT INTO watch_tags VALUES (?, ?)", [(watch_id, tag) for tag in tags])
    for email in emails:
        subscribe(conn, email, watch_id=watch_id)
    return watch_id


def subscribe(conn, email, *, watch_id=None, tag=None):
    """Subscribe an address to a watch or a tag."""
    conn.execute("INSERT OR IGNORE INTO subscribers (email, added_at) VALUES (?, ?)", [email, to_text(THEN)])
    conn.execute(
        "INSERT INTO subscriptions (subscriber_id, watch_id, tag) SELECT id, ?, ? FROM subscribers WHERE email = ?",
        [watch_id, tag, email],
    )


def put_change(conn, watch_id, changes=None, *, at=NOW):
    """A change between two snapshots, written as the store holds it; its id."""
    conn.execute(
        "INSERT OR IGNORE INTO bodies VALUES ('00', 'text/html', 'utf-8', 1, x'00')",
    )
    ids = []
    for place, (captured, reason) in enumerate(((THEN, "first"), (at, "changed")), 1):
        cursor = conn.execute(
            "INSERT INTO snapshots (watch_id, place, captured_at, reason, url, title, language, stated_date, stated_precision,"
            " stated_words, extractor, text_digest, clause_count, word_count, body_sha256)"
            " VALUES (?, ?, ?, ?, 'https://acme.example', 'Privacy', 'en', '2024-02', 'month', 'February 2024', 'x', 'd', 1, 7, '00')",
            [watch_id, place, to_text(captured), reason],
        )
        ids.append(cursor.lastrowid)
    change_id = conn.execute(
        "INSERT INTO changes (watch_id, old_snapshot_id, new_snapshot_id, at, significance, silent)"
        " VALUES (?, ?, ?, ?, 'material', 1)",
        [watch_id, *ids, to_text(at)],
    ).lastrowid
    for place, one in enumerate(changes or (reworded(),)):
        conn.execute(
            "INSERT INTO clause_changes (change_id, place, kind, significance, similarity, topics, reasons,"
            " reason_details, old_clauses, new_clauses, redline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                change_id,
                place,
                one.kind,
                one.significance,
                one.similarity,
                json.dumps(one.topics),
                json.dumps([reason_words(reason) for reason in one.reasons]),
                reasons_to_json(one.reasons),
                stored(one.old),
                stored(one.new),
                json.dumps(one.redline),
            ],
        )
    return change_id
