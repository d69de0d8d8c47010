"""Where a page is asked for, and what is said of the way there: pure decisions over what was known and what came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.domains import is_elsewhere, registered_domain
from monitor.core.phrases import moment_words
from monitor.core.records import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.records import Fetched, Known, Outcome, Snapshot


def address_to_ask(known: Known) -> str:
    """Return the address a check begins with.

    A page that moved for good is asked at its new address. After a failure there the old one is tried, and so on in
    turns: neither a mistaken redirect nor an old address given up makes the watch blind.

    Args:
        known: the state of the watch.

    Returns:
        The new address or the watch's own.
    """
    return known.moved_to if known.moved_to and known.failures % 2 == 0 else known.url


def address_after(known: Known, fetched: Fetched) -> str:
    """Return the address to which a page has moved for good, as of a check that saw it.

    Args:
        known: the state before.
        fetched: what came.

    Returns:
        The new address, "" for the watch's own.
    """
    began_at_own = fetched.asked in {"", known.url}
    moved_to = fetched.moved_to or ("" if began_at_own else known.moved_to)
    return "" if moved_to == known.url else moved_to


def at_address_of(snapshot: Snapshot, known: Known) -> Known:
    """Return the state of a watch with the address that answered with a snapshot's page.

    By that address the page is read again, and the part of it that is meant: the watch may have another by now.
    """
    return replace(known, url=snapshot.url or known.url)


def remarked(outcome: Outcome, known: Known, fetched: Fetched) -> Outcome:
    """Add to an outcome what the way to the page says: that it moved, left its domain, or was fetched unasked.

    Args:
        outcome: what was decided of the page.
        known: the state before.
        fetched: what came.

    Returns:
        The outcome with its detail extended and, where the page was seen, the address to remember.
    """
    if isinstance(outcome, Failed):
        detail = _joined(outcome.failure.detail, _remarks(known, fetched, known.moved_to))
        return replace(outcome, failure=replace(outcome.failure, detail=detail))
    moved_to = address_after(known, fetched)
    return replace(outcome, detail=_joined(outcome.detail, _remarks(known, fetched, moved_to)), moved_to=moved_to)


def _joined(detail: str, remarks: Iterator[str]) -> str:
    return "; ".join(filter(None, [detail, *remarks]))


def _remarks(known: Known, fetched: Fetched, moved_to: str) -> Iterator[str]:
    failure = fetched.failure
    if failure and failure.retry_at:
        yield f"it asks to be left alone until {moment_words(failure.retry_at)}"
    if moved_to and moved_to != known.moved_to:
        yield f"this policy moved to {moved_to}"
    if known.moved_to and not moved_to:
        yield "this policy is back at its own address"
    if is_elsewhere(known.url, fetched.url):
        yield f"this is another domain than the watch's: {registered_domain(fetched.url)}"
    if known.ignores_robots:
        yield "fetched whatever robots.txt says"
