"""What settles a check without a look at the page's text; apart from `judging`: fetching needs no extraction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import Failed, NotModified, Unchanged
from storage.bodies import body_digest

if TYPE_CHECKING:
    from monitor.core.records import Fetched, Known, Outcome


def glance(known: Known, fetched: Fetched) -> Outcome | None:
    """Settle a check without looking at the page's text, where that can be done.

    Args:
        known: the state of the watch; only its digests are read.
        fetched: what came.

    Returns:
        The outcome of a failure, of a 304 and of the same bytes again; None where the text must be looked at.
    """
    if fetched.failure is not None:
        return Failed(failure=fetched.failure)
    if fetched.status == 304:
        return NotModified()
    if known.body_sha256 and known.body_sha256 == body_digest(fetched.body):
        return Unchanged(visible_sha256=known.visible_sha256)
    return None
