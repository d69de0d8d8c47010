"""Which mails a mail program shows as one conversation: those to one reader about one watch."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from monitor.core.records import DigestContent, HealthContent, NoticeContent, NoticeKind

if TYPE_CHECKING:
    from monitor.core.records import AnyContent

_DOMAIN = "threads.clausewatch.invalid"  # no host (RFC 2606): a thread outlives another public address


def thread_of(content: AnyContent) -> str:
    """Return what the thread of a notice is about, the same for all that belong together.

    Args:
        content: what the notice tells.

    Returns:
        "watch acme", for whatever is told of one watch; "daily digest", "weekly digest"; "" where several watches are
        told of at once outside a digest: such a mail begins no thread and joins none.
    """
    if isinstance(content, DigestContent) and content.kind is not NoticeKind.CHANGES:
        return f"{content.kind} digest"
    slug = only_watch(content)
    return f"watch {slug}" if slug else ""


def only_watch(content: AnyContent) -> str:
    """Return the short name of the watch that a notice tells of, "" where it tells of several."""
    if isinstance(content, NoticeContent):
        return content.watch_slug
    if isinstance(content, HealthContent):
        slugs = {item.watch_slug for item in content.items}
    elif isinstance(content, DigestContent) and content.watches <= 1:  # of very many changes only the first are read
        slugs = {one.watch_slug for one in content.changes} | {item.watch_slug for item in content.health}
    else:
        slugs = set()
    return slugs.pop() if len(slugs) == 1 else ""


def thread_id(thread: str, address: str, key: bytes) -> str:
    """Return the message id to which all mails of a thread refer; no mail has it.

    Args:
        thread: what it is about, "" for none.
        address: the reader's.
        key: known to the store alone, so that two monitors of one watch make two threads.

    Returns:
        "<...@...>" (RFC 5322, section 3.6.4), "" for no thread.
    """
    if not thread:
        return ""
    told = f"thread {thread}\n{address.casefold()}"
    return f"<{hmac.new(key, told.encode(), hashlib.sha256).hexdigest()[:32]}@{_DOMAIN}>"
