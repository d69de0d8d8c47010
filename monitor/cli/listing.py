"""`list` and `show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import format_option, one_of, say, say_json, with_app
from monitor.cli.tables import Column, print_table, terminal_width
from monitor.cli.tagged import tag_option, tagged
from monitor.core.claims import held_in_short, held_words
from monitor.core.collation import folded
from monitor.core.contract import removed_json, summary_json, version_json
from monitor.core.failure_words import failure_words, met_words
from monitor.core.notices.gist import gist_of, gist_words
from monitor.core.phrases import STATES, ago_words, day_words, interval_words, moment_words, removed_words, stated_words
from monitor.core.provenance_words import NOT_FETCHED, came_words
from monitor.core.recipients import masked
from monitor.core.records import WatchState
from monitor.core.restless.words import (
    place_words,
    restless_words,
    state_words,
    untold_in_short,
    untold_words,
    waiting_words,
)
from monitor.core.schedule import format_interval
from monitor.core.untold import until
from monitor.core.watchlist import check_tag
from storage.addresses import past_addresses_of
from storage.consents import Wanted, unconfirmed_among
from storage.gists import last_gist_facts
from storage.provenance import provenance_of
from storage.restless import restless_of
from storage.snapshots import latest_snapshot
from storage.subscriptions import tag_subscribers
from storage.summaries import summaries
from storage.times import to_text
from storage.untold import untold_of, waiting_by_watch
from storage.variants import unwatched_of, variants_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.app import App
    from monitor.core.records import (
        GistFacts,
        Provenance,
        RestlessPlace,
        Snapshot,
        UntoldCount,
        UntoldSentence,
        WatchSummary,
    )

MOST_OFFERED = 5  # variants that nobody watches; --format json has all
MOST_UNTOLD = 10  # sentences shown; a screen has some 25 lines
STYLES: dict[str, dict[str, Any]] = {
    WatchState.FINE: {"fg": "green"},
    WatchState.NEW: {"fg": "cyan"},
    WatchState.FAILING: {"fg": "yellow"},
    WatchState.BLIND: {"fg": "red"},
    WatchState.PAUSED: {"dim": True},
    WatchState.REMOVED: {"dim": True},
}
# each column with the width of a terminal below which it is left out, so that the name of the watch stays readable
_COLUMNS = {
    "Watch": 0,
    "State": 0,
    "Versions": 95,
    "Last check": 55,
    "Last change": 75,
    "Next check": 120,
    "Every": 100,
}
# likewise of those that were removed
_REMOVED = {"Watch": 0, "Removed": 0, "Versions": 55, "Last change": 75}
# what else there is to know of a watch: on a terminal in a line of its own, else in columns
_NAMED = ("Name", "Kind", "Tags")
_TOLD = ("What changed", "Address")


@click.command()
@format_option("table", "json")
@tag_option("Only watches with this tag; may be given several times.")
@click.option(
    "--state",
    type=one_of(s.value for s in WatchState if s is not WatchState.REMOVED),
    default=None,
    help="Only watches that stand so.",
)
@click.option("--removed", is_flag=True, help="Those that were removed, instead; their history is kept.")
@with_app
def list_command(app: App, form: str, *, tags: tuple[str, ...], state: str | None, removed: bool) -> None:
    """Show the watchlist, by name."""
    if tags and not removed:
        tagged(app, tags)  # a tag that no watch has is told, as by every other command
    wanted = set(map(check_tag, tags))
    found = [
        s
        for s in summaries(app.view, removed=removed)
        if (not wanted or wanted.intersection(s.watch.spec.tags)) and (state is None or s.state == state)
    ]
    found.sort(key=lambda s: (folded(s.watch.spec.name), s.watch.slug))
    if form == "json":
        say_json([removed_json(s) if removed else summary_json(s) for s in found])
    elif found:
        _print(app, found, removed=removed)
    elif tags or state:
        say("No watch is like that.")
    else:
        say("No watch was removed." if removed else "Nothing is watched. 'clausewatch add URL' begins.")


def _print(app: App, found: Sequence[WatchSummary], *, removed: bool) -> None:
    width = terminal_width()
    columns = columns_for(width, removed=removed)
    waiting, now = waiting_by_watch(app.view), app.clock()
    gists = last_gist_facts(app.view)
    rows = [cells_of(summary, now, waiting.get(summary.watch.id, ()), gists.get(summary.watch.id)) for summary in found]
    below = [] if width is None else [[cells[name] for name in (*_NAMED, *_TOLD) if cells[name]] for cells in rows]
    print_table(columns, ([cells[column.name] for column in columns] for cells in rows), below=below)


def columns_for(width: int | None, *, removed: bool = False) -> list[Column]:
    """Return the columns of the watchlist, or of the removed watches, that a terminal of some width has room for."""
    known = _REMOVED if removed else _COLUMNS
    names = [name for name, least in known.items() if width is None or width >= least]
    return [
        Column(
            name=name,
            is_right=name == "Versions",
            is_cut=name != "Watch",
            styles=STYLES if name == "State" else None,
        )
        for name in (names if width is not None else [*names[:1], *_NAMED, *names[1:], *_TOLD])
    ]


def cells_of(
    summary: WatchSummary, now: datetime, untold: Sequence[UntoldCount] = (), last: GistFacts | None = None
) -> dict[str, str]:
    """Return what the watchlist shows of a watch, by column.

    Args:
        summary: how it stands.
        now: the time, UTC.
        untold: how many of its sentences wait to be told.
        last: what the gist of its last told change is made of, None where there was none.
    """
    watch = summary.watch
    return {
        "Watch": watch.slug,
        "Name": watch.spec.name,
        "Kind": watch.spec.kind,
        "Tags": ", ".join(watch.spec.tags),
        "Address": watch.spec.url,
        "State": summary.state.value,
        "Removed": day_words(watch.removed_at) if watch.removed_at else "",
        "Versions": str(summary.snapshots),
        "Last check": _last_check(summary, now, untold),
        "Last change": ago_words(summary.last_change_at, now) if summary.last_change_at else "none yet",
        "What changed": gist_words(gist_of(last)) if last else "",
        "Next check": "-" if watch.is_paused else _due(watch.next_check_at, now),
        "Every": format_interval(watch.spec.every_seconds),
    }


def _last_check(summary: WatchSummary, now: datetime, untold: Sequence[UntoldCount] = ()) -> str:
    check, held = summary.last_check, summary.watch.held
    if check is None:
        return "not yet checked"
    waits = held_in_short(held.claim, held.until) if held else untold_in_short(untold)
    what = f"{check.kind.value}; {waits}" if check.kind and waits else waits
    return f"{ago_words(check.at, now)}: {what or (check.kind or check.outcome).value.replace('_', ' ')}"


def _due(at: datetime, now: datetime) -> str:
    return "now" if at <= now else moment_words(at)


@click.command()
@click.argument("watch", metavar="W")
@format_option("text", "json")
@with_app
def show_command(app: App, watch: str, form: str) -> None:
    """Show all there is to know of a watch."""
    found = app.find_ever(watch)
    summary = next(iter(summaries(app.view, [found.id])))
    tagged = tag_subscribers(app.view, found.id)
    restless = restless_of(app.view, found.id)
    past = past_addresses_of(app.view, found.id)
    # of a page that nobody looks at, nothing waits to be told any more
    untold = sorted((s for s in untold_of(app.view, found.id) if s.looks and not found.removed_at), key=until)
    newest = latest_snapshot(app.view, found.id)
    variants = [row["slug"] for row in variants_of(app.view, found.id)[1:]]
    unwatched = unwatched_of(app.view, found.id)
    to_confirm = unconfirmed_among(app.view, [Wanted(email, found.id) for email in found.spec.emails])
    if form == "json":
        places = [_place_json(number, place) for number, place in enumerate(restless, 1)]
        came = newest and _newest_json(newest, provenance_of(app.view, newest.id))
        more = {
            "newest": came,
            "restless": places,
            "untold": [_untold_json(one) for one in untold],
            "unconfirmed": list(to_confirm),
            "past_addresses": [{"url": one.url, "until": to_text(one.until)} for one in past],
            "variants": variants,
            "unwatched_variants": [one._asdict() for one in unwatched],
        }
        say_json({**removed_json(summary), **_more_json(summary, tagged), **more})
        return
    waiting = waiting_by_watch(app.view).get(found.id, ()) if untold else ()
    facts = _facts(summary, tagged, waiting, app.clock())
    facts["Subscribers"] += f"; to be confirmed: {', '.join(to_confirm)}" if to_confirm else ""
    facts["Variants"] = ", ".join(
        [*variants, *(f"{one.url} ({one.language}, not watched)" for one in unwatched[:MOST_OFFERED])]
    )
    facts["Newest"] = _newest_words(newest) if newest else ""
    facts["Address"] += "".join(f"; until {moment_words(one.until)} {one.url}" for one in reversed(past))
    for label, value in facts.items():
        if value:
            say(f"{label + ':':14} {value}")
    if restless:
        advice = f"; 'clausewatch edit {found.slug} --still N' has one told"
        is_told = found.removed_at or all(place.is_set_still for place in restless)
        say(f"{'Restless:':14} {restless_words(restless)}{'' if is_told else advice}")
    for number, place in enumerate(restless, 1):
        say(f"{number:12}.  {place_words(place)}")
        say(f"{'':14} {state_words(place)}")
    if untold:
        say(f"{'Waiting:':14} {waiting_words(untold)}")
    for one in untold[:MOST_UNTOLD]:
        say(f"{'':14} {untold_words(one, restless)}")
    if len(untold) > MOST_UNTOLD:
        say(f"{'':14} and {len(untold) - MOST_UNTOLD} more; --format json has all")


def _newest_words(newest: Snapshot) -> str:
    came = newest.provenance
    supplied = "" if came.is_ours else f" ({NOT_FETCHED})"
    of = "" if came.at == newest.captured_at else f" of {moment_words(newest.captured_at)}"
    return f"version {newest.number}{of}, {came_words(came)}{supplied}"


def _newest_json(newest: Snapshot, came: Provenance) -> dict[str, Any]:
    """Return the newest version with all that is known of how it came, headers among it."""
    headers = {"status": came.status, "request_headers": came.request, "response_headers": came.response}
    headers["rendered"] = came.is_rendered
    return {**version_json(newest), "url": newest.url, **headers}


def _untold_json(one: UntoldSentence) -> dict[str, Any]:
    return {
        "text": one.text,
        "headings": list(one.headings),
        "gone": one.is_gone,
        "since": to_text(one.since),
        "until": to_text(until(one)),
        "looks": one.looks,
    }


def _place_json(number: int, place: RestlessPlace) -> dict[str, Any]:
    return {
        "number": number,
        "headings": list(place.headings),
        "before": place.before,
        "after": place.after,
        "pattern": place.pattern,
        "now": place.now,
        "texts": [text for text in place.texts if text],
        "since": place.found_at and to_text(place.found_at),
        "waiting": place.is_waiting,
        "told": place.is_set_still,
    }


def _more_json(summary: WatchSummary, tagged: list[str]) -> dict[str, Any]:
    spec = summary.watch.spec
    return {
        "title": summary.title,
        "stated_date": summary.stated_date,
        "include": spec.include,
        "exclude": spec.exclude,
        "render": spec.is_rendered,
        "ignore_robots": spec.ignores_robots,
        "accept_language": spec.accept_language,
        "emails": [*map(masked, spec.emails)],
        "tag_emails": [*map(masked, tagged)],
        "moved_to": summary.watch.moved_to,
        "moved_at": summary.watch.moved_at and to_text(summary.watch.moved_at),
        "failures": summary.watch.failures,
        "blind_since": summary.watch.blind_since and to_text(summary.watch.blind_since),
        "failing_since": summary.watch.failing_since and to_text(summary.watch.failing_since),
    }


def _facts(summary: WatchSummary, tagged: list[str], waiting: Sequence[UntoldCount], now: datetime) -> dict[str, str]:
    watch, check = summary.watch, summary.last_check
    spec = watch.spec
    words = failure_words(check.kind, check.status) if check and check.kind else None
    return {
        "Watch": f"{watch.slug} (number {watch.id})",
        "Name": spec.name,
        "Address": spec.url,
        "Moved": f"this policy moved to {watch.moved_to}, noticed {moment_words(watch.moved_at)}"
        if watch.moved_at
        else "",
        "Kind": spec.kind,
        "State": f"{removed_words(watch.removed_at)}; 'clausewatch add {spec.url} --again' takes it up again"
        if watch.removed_at
        else STATES[summary.state],
        "Blind since": moment_words(watch.blind_since) if watch.blind_since else "",
        "Failing since": moment_words(watch.failing_since) if watch.failing_since and not watch.blind_since else "",
        "Trouble": f"{met_words(check.kind, check.status, check.detail)}." + f" {words.advice}" * (not watch.removed_at)
        if words and check and check.kind
        else "",
        "Checked": ("" if watch.removed_at else f"{interval_words(spec.every_seconds)}, ")
        + f"{'last ' * bool(check)}{_last_check(summary, now, waiting)}",
        "Held": f"{held_words(watch.held)}; 'clausewatch tell {watch.slug}' tells it now"
        if watch.held and not watch.removed_at
        else "",
        "It said": check.detail if check and not check.kind and not watch.held else "",
        "Next check": "" if watch.is_paused or watch.removed_at else moment_words(max(watch.next_check_at, now)),
        "Versions": f"{summary.snapshots}"
        + (f", last change {ago_words(summary.last_change_at, now)}" if summary.last_change_at else ""),
        "Title": summary.title,
        "Language": summary.language,
        "Stated date": stated_words(summary.stated_date) if summary.stated_date else "",
        "Tags": ", ".join(spec.tags),
        "Subscribers": ", ".join([*map(masked, spec.emails), *(f"{masked(email)} (by tag)" for email in tagged)]),
        "Include": spec.include,
        "Exclude": spec.exclude,
        "Render": "built in a browser first" if spec.is_rendered else "",
        "Asked for in": spec.accept_language,
        "Robots": "fetched whatever robots.txt says" if spec.ignores_robots else "",
    }
