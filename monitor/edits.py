"""Changing a watch, as commands and pages do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.checking.pool import Workers
from monitor.core.errors import InvalidInputError
from monitor.reprocess import reprocess
from storage.addresses import put_address
from storage.database import writing
from storage.rechosen import end_subscriptions
from storage.restless import set_still
from storage.standing import forget_page
from storage.subscriptions import follow, watch_subscriptions
from storage.summaries import refuse_duplicates, removed_watch
from storage.variants import pair, unpair
from storage.watches import put_spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.app import App
    from monitor.core.records import Consent, Watch, WatchSpec
    from storage.rechosen import Rechosen


def put_edit(  # noqa: PLR0913 - all that can be changed
    app: App,
    before: Watch,
    spec: WatchSpec,
    stills: dict[int, bool],
    *,
    named: Sequence[str],
    ended: Sequence[str],
    consent: Consent,
    variant_of: int | None = None,
) -> Rechosen:
    """Write what somebody changed of a watch: all of it, or nothing.

    Args:
        app: the data folder at work, whose store is there.
        before: the watch as it was.
        spec: as it is to be.
        stills: which restless places are set still (True) or left restless again, by their numbers.
        named: addresses that are to hear of it from now on; they stand in the description.
        ended: addresses that are to hear of it no more.
        consent: what is known of whether the new ones want that.
        variant_of: the number of the watch with which it is paired from now on, 0 for none, None where that stays.

    Returns:
        What became of changes that waited.
    """
    old, now = before.spec, app.clock()
    with writing(app.existing_db) as conn:
        theirs = [number for email in ended for number in watch_subscriptions(conn, before.id, email=email)]
        became = end_subscriptions(conn, theirs, now=now)
        if spec.url != old.url:
            put_address(conn, before.id, spec.url, now=now)
        put_spec(conn, before.id, spec, now=now, consent=consent)
        for email in {*named} & {*spec.emails}:
            follow(conn, email, watch_id=before.id, now=now, consent=consent)
        for number, is_still in stills.items():
            set_still(conn, before.id, number, is_still=is_still)
        if variant_of:
            pair(conn, before.id, variant_of)
        elif variant_of is not None:
            unpair(conn, before.id)
        drawn_by = (spec.include, spec.exclude, spec.accept_language)
        if stills or drawn_by != (old.include, old.exclude, old.accept_language):
            forget_page(conn, before.id)
    return became


def refuse_taken(app: App, url: str) -> None:
    """Raise InvalidInputError where a watch has an address, or had it until it was removed."""
    refuse_duplicates(app.existing_db, [url])
    if gone := removed_watch(app.existing_db, url):
        raise InvalidInputError(
            f"{url} was watched as {gone.slug!r}, whose history is kept; 'clausewatch remove {gone.slug} --purge'"
            " deletes that and sets the address free"
        )


def redrawn(app: App, watch_id: int, *, is_forked: bool = False) -> bool:
    """Draw the latest version of a watch again; tell whether another text came of it. `is_forked` see `Workers`."""
    with Workers(is_forked=is_forked) as workers:
        return reprocess(app.existing_db, watch_id, workers, now=app.clock())
