"""Telling by hand what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.checking import tasks
from crawler.checking.covered import with_addresses
from crawler.extraction.policy.assembly import RULES
from monitor.core.errors import InvalidInputError
from monitor.core.records import FetchFailure
from monitor.core.untold import number_of_place
from storage.checks import record_told
from storage.known import baseline_of, known_of
from storage.restless import restless_of
from storage.untold import untold_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from crawler.checking.pool import Workers
    from monitor.core.records import Changed, Watch


def tell(db: Database, watch: Watch, workers: Workers, *, now: datetime, domain: str) -> Changed:
    """Make what is held of a watch a change, with its notices.

    Args:
        db: the store.
        watch: whose text is held.
        workers: where it is drawn.
        now: when, UTC.
        domain: the right-hand side of the message ids.

    Returns:
        The change.

    Raises:
        InvalidInputError: nothing is held, or nothing can be drawn from it any more; nothing was written.
        StaleDecisionError: another check came in between; nothing was written.
        StoreError: the store cannot be read or written.
    """
    known = known_of(db, watch.id)
    baseline = with_addresses(db, baseline_of(db, known, rules=RULES))
    if known.held is None or baseline is None:
        raise InvalidInputError(f"nothing is held of {watch.slug!r}; {_what_to_do(db, watch)}")
    change = workers.run(tasks.tell_held, known, baseline)
    if change is None or isinstance(change, FetchFailure):
        raise InvalidInputError(
            f"no text can be drawn from what is held of {watch.slug!r}; 'clausewatch check {watch.slug}' looks again"
        )
    record_told(db, known, change, now=now, mail_domain=domain)
    return change


def _what_to_do(db: Database, watch: Watch) -> str:
    """Say what to do where nothing is held: what waits at a place that varies is told with the page as it is then."""
    waiting, places = [one for one in untold_of(db, watch.id) if one.looks], restless_of(db, watch.id)
    numbers = sorted({number_of_place(one, places) for one in waiting} - {0})
    if not numbers:
        return f"'clausewatch show {watch.slug}' says {'what waits, and until when' if waiting else 'how it stands'}"
    stills = " ".join(f"--still {number}" for number in numbers)
    edit, check = f"'clausewatch edit {watch.slug} {stills}'", f"'clausewatch check {watch.slug}'"
    return f"something waits where words turn; after {edit} it is told by {check}"
