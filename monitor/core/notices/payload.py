"""The JSON of a notice, for programs: the body of a web hook and what the command of the configuration reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from monitor.core.contract import change_json, comparison_json
from monitor.core.notices.stopping import stop_token
from monitor.core.records import Comparison, DigestContent, HealthContent, NoticeContent, NoticeKind, ReviewContent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.records import HealthItem, ProgramContent

MOST_BYTES = 1_000_000
"""Of one; the clauses of changes that have no room are left out, and `whole` of these is false."""
_MOST_HEALTH = 200  # watches that went blind or see again, as many as a mail names
_LONGEST_NAME = 200  # characters of a watch's name, a title, what went wrong
_LONGEST_URL = 1_000  # characters; with names so short all but the clauses takes less than `MOST_BYTES`


def identifier_of(content: ProgramContent) -> str:
    """Return what names a notice in every repeat, and no other notice: the idempotency key."""
    return f"msg_{content.message_id.strip('<>').partition('@')[0]}"


def write_payload(content: ProgramContent, *, public_url: str = "", stop_key: bytes = b"") -> bytes:
    """Write a notice as JSON; the same content gives the same bytes.

    Args:
        content: what the store knows.
        public_url: where the browse pages are, "" for no links.
        stop_key: with which the link is signed that ends what caused the notice.

    Returns:
        UTF-8, no more than `MOST_BYTES`; its form is docs/ways-out.md's.
    """
    base = public_url.rstrip("/")
    others: dict[str, Any] = {}
    match content:
        case DigestContent():
            kind, changes, more, health = (
                content.kind,
                content.changes,
                content.count - len(content.changes),
                content.health,
            )
            if kind in {NoticeKind.DAILY, NoticeKind.WEEKLY}:
                states = ("same", "held", "failing", "blind")
                others = {"others": {state: getattr(content, state) for state in states}}
        case ReviewContent():
            return _bytes(_review(content, base, stop_key))
        case HealthContent():
            kind, changes, more, health = NoticeKind.HEALTH, (), 0, content.items
        case NoticeContent():
            kind, changes, more, health = NoticeKind.CHANGES, (content,), 0, ()
    token = stop_token(content.subscribed, content.address, stop_key)
    told = [_change(one, base) for one in changes]
    payload = {
        "id": identifier_of(content),
        "type": f"notice.{kind}",
        "timestamp": _moment(content.created_at),
        "data": {
            "changes": told,
            "more_changes": more,
            "health": [_health(one, base) for one in health[:_MOST_HEALTH]],
            "more_health": max(0, len(health) - _MOST_HEALTH),
            **others,
            "stop": f"{base}/stop/{token}" if base and token else None,
        },
    }
    _fill(told, changes, room=MOST_BYTES - len(_bytes(payload)))
    return _bytes(payload)


def _review(content: ReviewContent, base: str, stop_key: bytes) -> dict[str, Any]:
    review, watch = content.told["review"], content.told["watch"]
    token = stop_token(content.subscribed, content.address, stop_key)
    return {
        "id": identifier_of(content),
        "type": "review.changed",
        "timestamp": _moment(content.created_at),
        "data": {
            "review": review,
            "steps": content.told["steps"],
            "watch": _watch(watch["slug"], watch["name"], watch["url"], base),
            "link": f"{base}/change/{review['change']}" if base else None,
            "stop": f"{base}/stop/{token}" if base and token else None,
        },
    }


def _change(content: NoticeContent, base: str) -> dict[str, Any]:
    """Return a change as the contract has it but without its clauses, with where and when it was."""
    compared = Comparison(
        significance=content.significance,
        changes=(),
        stated_old=content.stated_old,
        stated_new=content.stated_new,
        language_old=content.language_old,
        language_new=content.language,
    )
    return {
        **comparison_json(compared, content.change_id),
        "whole": False,
        "clause_changes": len(content.changes),
        "watch": _watch(content.watch_slug, content.watch_name, content.watch_url, base),
        "versions": [
            {"snapshot": content.old_snapshot, "captured_at": _moment(content.old_at)},
            {"snapshot": content.snapshot, "captured_at": _moment(content.new_at)},
        ],
        "title": content.title[:_LONGEST_NAME],
        "language": content.language or None,
        "link": f"{base}/change/{content.change_id}" if base else None,
    }


def _fill(told: list[dict[str, Any]], changes: Sequence[NoticeContent], *, room: int) -> None:
    """Put the clauses into each change that has room for all of its own."""
    for one, content in zip(told, changes, strict=True):
        clauses = [change_json(change) for change in content.changes]
        size = len(_bytes(clauses))
        if size <= room:
            room -= size
            one |= {"changes": clauses, "whole": True}


def _watch(slug: str, name: str, url: str, base: str) -> dict[str, Any]:
    link = f"{base}/watch/{quote(slug, safe='')}" if base else None
    return {"slug": slug, "name": name[:_LONGEST_NAME], "url": url[:_LONGEST_URL], "link": link}


def _health(item: HealthItem, base: str) -> dict[str, Any]:
    return {
        "event": item.event.value,
        "watch": _watch(item.watch_slug, item.watch_name, item.watch_url, base),
        "since": _moment(item.since),
        "kind": item.kind,
        "status": item.status,
        "detail": item.detail[:_LONGEST_NAME],
        "ended_at": item.ended_at and _moment(item.ended_at),
        "ended_by": item.ended_by or None,
    }


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
