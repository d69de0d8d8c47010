"""`edit`, `pause`, `resume` and `remove`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from crawler.checking.pool import Workers
from crawler.extraction.reading.selectors import check_selector
from monitor.cli.common import say, with_app
from monitor.core.errors import InvalidInputError
from monitor.core.records import WATCH_KINDS
from monitor.core.restless.words import place_words, telling_words
from monitor.core.schedule import format_interval
from monitor.core.watchlist import check_email, check_tag, make_spec
from monitor.reprocess import reprocess
from storage.database import writing
from storage.restless import restless_of, set_still
from storage.standing import forget_page
from storage.subscriptions import subscribe_tag, unsubscribe_tag
from storage.watches import purge_watch, put_spec, remove_watch, set_paused

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.core.records import WatchSpec


_FIELDS = ("name", "kind", "every", "include", "exclude", "render", "ignore_robots")


@click.command()
@click.argument("watch", metavar="[W]", required=False)
@click.option("--name", default=None, help="What to call it.")
@click.option("--kind", type=click.Choice(WATCH_KINDS), default=None, help="What the document is.")
@click.option("--every", default=None, help="How often to check: 6h, 1d, 2w.")
@click.option("--tag", "tags", multiple=True, help="Add a tag; without W, the tag to subscribe to.")
@click.option("--untag", "untags", multiple=True, help="Take a tag away.")
@click.option("--subscribe", "subscribe", multiple=True, metavar="ADDRESS", help="Let an address hear of changes.")
@click.option("--unsubscribe", "unsubscribe", multiple=True, metavar="ADDRESS", help="Stop that.")
@click.option(
    "--include", default=None, metavar="CSS|XPATH", help='Keep only what this finds; "" for the whole policy.'
)
@click.option("--exclude", default=None, metavar="CSS|XPATH", help='Leave out what this finds; "" for nothing.')
@click.option("--render/--no-render", default=None, help="Build the page in a browser first, or no more.")
@click.option("--ignore-robots/--obey-robots", default=None, help="Fetch it whatever robots.txt says, or no more.")
@click.option(
    "--still", type=click.IntRange(min=1), multiple=True, metavar="N", help="Tell of restless place N as of any other."
)
@click.option(
    "--restless", type=click.IntRange(min=1), multiple=True, metavar="N", help="No more of place N while it varies."
)
@with_app
def edit_command(app: App, watch: str | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Change a watch, or who hears of all watches of a tag.

    'show W' numbers the restless places of W, for --still and --restless; each may be given several times.

    \b
    clausewatch edit example --every 12h --subscribe me@example.org
    clausewatch edit --subscribe legal@example.org --tag vendor
    """
    if watch is None:
        _edit_tags(app, options)
        return
    found = app.find(watch)
    if all(value in (None, ()) for value in options.values()):
        raise InvalidInputError("say what to change; 'clausewatch edit --help' lists it")
    spec = _edited(found.spec, options)
    redraws = (spec.include, spec.exclude) != (found.spec.include, found.spec.exclude)
    stills = _stills(options)
    with writing(app.existing_db) as conn:
        put_spec(conn, found.id, spec, now=app.clock())
        for number, is_still in stills.items():
            set_still(conn, found.id, number, is_still=is_still)
        if redraws or stills:
            forget_page(conn, found.id)
    say(f"Changed {found.slug!r}.")
    for number, place in enumerate(restless_of(app.existing_db, found.id), 1):
        if number in stills:
            say(f"Restless place {number}, {place_words(place)}: {telling_words(place)}.")
    if redraws and _redrawn(app, found.id):
        say("Its latest version was drawn again with the new selectors; that is no change and mails nobody.")


def _stills(options: dict[str, Any]) -> dict[int, bool]:
    """Return which restless places are to be set still (True) or left restless again, by their numbers."""
    both = set(options["still"]) & set(options["restless"])
    if both:
        raise InvalidInputError(f"place {min(both)} cannot be still and restless at once")
    return dict.fromkeys(options["still"], True) | dict.fromkeys(options["restless"], False)


def _redrawn(app: App, watch_id: int) -> bool:
    with Workers(is_forked=True) as workers:
        return reprocess(app.existing_db, watch_id, workers, now=app.clock())


def _edited(spec: WatchSpec, options: dict[str, Any]) -> WatchSpec:
    gone_tags = {check_tag(t) for t in options["untags"]}
    gone_emails = {check_email(e).casefold() for e in options["unsubscribe"]}
    emails = [*spec.emails, *options["subscribe"]]
    fields = {
        "url": spec.url,
        "name": spec.name if options["name"] is None else options["name"],
        "kind": options["kind"] or spec.kind,
        "every": options["every"] or format_interval(spec.every_seconds),
        "tags": [t for t in [*spec.tags, *options["tags"]] if t not in gone_tags],
        "emails": [e for e in emails if e.casefold() not in gone_emails],
        "include": spec.include if options["include"] is None else options["include"],
        "exclude": spec.exclude if options["exclude"] is None else options["exclude"],
        "render": _flag(spec.is_rendered, options["render"]),
        "ignore_robots": _flag(spec.ignores_robots, options["ignore_robots"]),
    }
    edited = make_spec(fields, check_selector=check_selector)
    return edited if options["every"] else replace(edited, every_seconds=spec.every_seconds)


def _flag(before: bool, wish: bool | None) -> str:  # noqa: FBT001 - two of a kind, as they stand in the call
    return "yes" if (before if wish is None else wish) else "no"


def _edit_tags(app: App, options: dict[str, Any]) -> None:
    others = [name for name in _FIELDS if options[name] is not None]
    others += [name for name in ("untags", "still", "restless") if options[name]]
    if others or not options["tags"] or not (options["subscribe"] or options["unsubscribe"]):
        raise InvalidInputError("name a watch to change; or give --subscribe ADDRESS --tag TAG for all of a tag")
    tags = [check_tag(t) for t in options["tags"]]
    joining = [check_email(e) for e in options["subscribe"]]
    leaving = [check_email(e) for e in options["unsubscribe"]]
    with writing(app.db) as conn:
        for tag in tags:
            for email in joining:
                subscribe_tag(conn, email=email, tag=tag, now=app.clock())
            for email in leaving:
                unsubscribe_tag(conn, email=email, tag=tag)
    for tag in tags:
        say(f"Changed who hears of every watch tagged {tag!r}.")


@click.command()
@click.argument("watches", metavar="W...", nargs=-1, required=True)
@with_app
def pause_command(app: App, watches: tuple[str, ...]) -> None:
    """Suspend the checks of watches; their history stays."""
    found = [app.find(word) for word in watches]
    with writing(app.existing_db) as conn:
        for watch in found:
            set_paused(conn, watch.id, since=app.clock())
    for watch in found:
        say(f"Paused {watch.slug!r}.")


@click.command()
@click.argument("watches", metavar="W...", nargs=-1, required=True)
@with_app
def resume_command(app: App, watches: tuple[str, ...]) -> None:
    """Take up the checks of paused watches again."""
    found = [app.find(word) for word in watches]
    with writing(app.existing_db) as conn:
        for watch in found:
            set_paused(conn, watch.id, since=None)
    for watch in found:
        say(f"Resumed {watch.slug!r}.")


@click.command()
@click.argument("watches", metavar="W...", nargs=-1, required=True)
@click.option("--purge", is_flag=True, help="Delete the history too. This cannot be undone.")
@with_app
def remove_command(app: App, watches: tuple[str, ...], *, purge: bool) -> None:
    """Take watches off the list. Their history is kept, unless --purge."""
    found = [app.find(word) for word in watches]
    with writing(app.existing_db) as conn:
        for watch in found:
            if purge:
                purge_watch(conn, watch.id)
            else:
                remove_watch(conn, watch.id, now=app.clock())
    for watch in found:
        say(
            f"Removed {watch.slug!r}"
            + (" with its history." if purge else "; adding it again brings its history back.")
        )
