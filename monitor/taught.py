"""What the pages of the past that were judged so far have taught, for the page that is judged next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from monitor.core.records import Changed, Failed, First, Held, HeldText, Look, NotModified, Unchanged

if TYPE_CHECKING:
    from monitor.core.records import Fetched, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What the pages before have taught; the watch's own state belongs to the live page.

    Args:
        visible_sha256: digest of the visible text that was accepted last, "" before the first.
        held: a text that is told only if it stays.
        look: the page that first showed it.
    """

    visible_sha256: str = ""
    held: HeldText | None = None
    look: Look | None = None

    def after(self, outcome: Outcome, fetched: Fetched) -> Taught:
        """Return what is known after another page."""
        match outcome:
            case Failed():
                return self
            case Held():
                is_first = outcome.held.looks == 1
                return replace(self, held=outcome.held, look=_look(fetched) if is_first else self.look)
            case NotModified():
                return replace(self, held=None, look=None)
            case Changed() if outcome.is_of_the_past:
                return Taught()
            case First() | Unchanged() | Changed():
                return Taught(visible_sha256=outcome.visible_sha256 or self.visible_sha256)
            case _:
                assert_never(outcome)


def _look(fetched: Fetched) -> Look:
    return Look(at=fetched.at, url=fetched.url, body=fetched.as_body(), provenance=fetched.provenance)
