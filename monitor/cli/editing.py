"""`edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.adding import look_at
from monitor.cli.blanks import Clearable
from monitor.cli.common import WholeNumber, one_of, say, with_app
from monitor.cli.consenting import confirmed_option, say_consent
from monitor.cli.receiving import check_receivers
from monitor.cli.subscribing import say_rechosen
from monitor.cli.tagged import counted, tagged
from monitor.core.errors import InvalidInputError
from monitor.core.recipients import check_recipient, masked
from monitor.core.records import WATCH_KINDS
from monitor.core.restless.words import place_words, telling_words
from monitor.core.watchlist import check_tag
from monitor.described import edited
from monitor.edits import put_edit, redrawn, refuse_taken
from monitor.questions import consent_of
from storage.consents import Wanted
from storage.database import writing
from storage.rechosen import end_subscriptions
from storage.restless import restless_of
from storage.standing import forget_page
from storage.subscriptions import follow, tag_subscribers, tag_subscriptions, watch_subscriptions
from storage.watches import put_spec

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.app import App
    from monitor.core.records import Consent, Watch, WatchSpec
    from storage.rechosen import Rechosen


# what can be changed of one watch alone, and what of all watches of a tag
_OF_ONE = ("name", "url", "include", "exclude", "still", "restless", "variant_of")
_OF_ALL = ("kind", "every", "render", "ignore_robots", "accept_language", "untags")


@click.command()
@click.argument("watch", metavar="[W]", required=False)
@click.option("--name", default=None, help="What to call it.")
@click.option("--url", default=None, help="The address of its page from now on; the history goes on.")
@click.option("--kind", type=one_of(WATCH_KINDS), default=None, help="What the document is.")
@click.option(
    "--every", default=None, help="How often to check: 6h, 1d, 2w. Up to one and a half times as long may pass."
)
@click.option("--tag", "tags", multiple=True, help="Add a tag; without W, all watches with this tag.")
@click.option("--untag", "untags", multiple=True, help="Take a tag away.")
@click.option("--subscribe", "subscribe", multiple=True, metavar="ADDRESS", help="Let an address hear of changes.")
@click.option("--unsubscribe", "unsubscribe", multiple=True, metavar="ADDRESS", help="Stop that.")
@click.option(
    "--include",
    cls=Clearable,
    default=None,
    metavar="CSS|XPATH",
    help='Keep only what this finds; "" for the whole policy.',
)
@click.option(
    "--exclude",
    cls=Clearable,
    default=None,
    metavar="CSS|XPATH",
    help='Leave out what this finds; "" for nothing.',
)
@click.option("--render/--no-render", default=None, help="Build the page in a browser first, or no more.")
@click.option("--ignore-robots/--obey-robots", default=None, help="Fetch it whatever robots.txt says, or no more.")
@click.option(
    "--accept-language",
    cls=Clearable,
    default=None,
    metavar="LANGUAGES",
    help='In which languages to ask for it: cs, or de-AT,de;q=0.8; "" for the one its last version is in.',
)
@click.option(
    "--still", type=WholeNumber(min=1), multiple=True, metavar="N", help="Tell of restless place N as of any other."
)
@click.option(
    "--restless", type=WholeNumber(min=1), multiple=True, metavar="N", help="No more of place N while it varies."
)
@click.option(
    "--variant-of",
    cls=Clearable,
    default=None,
    metavar="W",
    help="Pair it with W, the same document in another language; \"\" for none. See 'variants'.",
)
@click.option("--no-trial", is_flag=True, default=None, help="Do not look at the page of --url now.")
@confirmed_option
@with_app
def edit_command(app: App, watch: str | None, *, confirmed: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Change a watch; or, without W, all watches with the tag that --tag names, and who hears of them.

    'show W' numbers the restless places of W, for --still and --restless; each may be given several times.

    Where the document has moved, --url says where: the page there is tried out as by 'add', and its text is compared
    with the last version at the next check.

    \b
    clausewatch edit example --every 12h --subscribe me@example.org
    clausewatch edit example --url https://example.org/legal#privacy
    clausewatch edit --tag vendor --every 1d
    clausewatch edit --tag vendor --subscribe legal@example.org
    """
    named = check_receivers(app, options["subscribe"])
    consent = consent_of(app, is_sure=confirmed)
    if watch is None:
        _edit_tagged(app, options, consent)
        return
    found = app.find(watch)
    if all(value in (None, ()) for name, value in options.items() if name != "no_trial"):
        raise InvalidInputError("say what to change; 'clausewatch edit --help' lists it")
    _refuse_strangers(app, found, options["unsubscribe"])
    if unknown := [tag for tag in map(check_tag, options["untags"]) if tag not in found.spec.tags]:
        raise InvalidInputError(f"{found.slug!r} is not tagged {unknown[0]!r}")
    spec, stills = edited(found.spec, options), _stills(options)
    if options["url"] is not None:
        refuse_taken(app, spec.url)
        if not options["no_trial"]:
            look_at(app, spec)
    pairing = _pairing(app, found, options["variant_of"])
    became = put_edit(
        app, found, spec, stills, named=named, ended=options["unsubscribe"], consent=consent, variant_of=pairing
    )
    _tell(app, found, spec, stills)
    say_rechosen(became)
    say_consent(app, [Wanted(email, found.id) for email in named], consent)


def _tell(app: App, before: Watch, spec: WatchSpec, stills: dict[int, bool]) -> None:
    """Say what was changed, and draw the latest version again where other selectors are to draw it."""
    old = before.spec
    say(f"Changed {before.slug!r}.")
    if spec.url != old.url:
        say(f"Its page is {spec.url} now, no longer {old.url}; 'clausewatch check {before.slug}' reads it.")
    for number, place in enumerate(restless_of(app.existing_db, before.id), 1):
        if number in stills:
            say(f"Restless place {number}, {place_words(place)}: {telling_words(place)}.")
    if (spec.include, spec.exclude) != (old.include, old.exclude) and redrawn(app, before.id, is_forked=True):
        say("Its latest version was drawn again with the new selectors; that is no change and mails nobody.")


def _pairing(app: App, watch: Watch, word: str | None) -> int | None:
    """Return the number of the watch of which one becomes a variant, 0 for none, None where that stays."""
    if not word:
        return None if word is None else 0
    other = app.find(word)
    if other.id == watch.id:
        raise InvalidInputError(f"{watch.slug!r} cannot be a variant of itself")
    return other.id


def _stills(options: dict[str, Any]) -> dict[int, bool]:
    """Return which restless places are to be set still (True) or left restless again, by their numbers."""
    both = set(options["still"]) & set(options["restless"])
    if both:
        raise InvalidInputError(f"place {min(both)} cannot be still and restless at once")
    return dict.fromkeys(options["still"], True) | dict.fromkeys(options["restless"], False)


def _edit_tagged(app: App, options: dict[str, Any], consent: Consent) -> None:
    """Change all watches of some tags, and who hears of them: all of it, or nothing."""
    tags = [check_tag(t) for t in options["tags"]]
    if not tags:
        raise InvalidInputError("name a watch to change, or --tag TAG for all of a tag")
    if alone := next((name for name in _OF_ONE if options[name] not in (None, ())), ""):
        raise InvalidInputError(f"--{alone.replace('_', '-')} is for one watch; name it, without --tag")
    wished = {name: options[name] for name in _OF_ALL if options[name] not in (None, ())}
    if not (wished or options["subscribe"] or options["unsubscribe"]):
        raise InvalidInputError("say what to change of all watches with this tag; 'clausewatch edit --help' lists it")
    found = tagged(app, tags) if wished else []
    changed = [(watch, spec) for watch in found if (spec := edited(watch.spec, wished)) != watch.spec]
    with writing(app.db) as conn:
        for watch, spec in changed:
            put_spec(conn, watch.id, spec, now=app.clock())
            if spec.accept_language != watch.spec.accept_language:
                forget_page(conn, watch.id)
        became = [_put_readers(conn, tag, options, now=app.clock(), consent=consent) for tag in tags]
    if wished:
        say(f"Changed {counted(len(changed), len(found), tags)}.")
    for tag in tags if options["subscribe"] or options["unsubscribe"] else ():
        say(f"Changed who hears of every watch tagged {tag!r}.")
    for one in became:
        say_rechosen(one)
    named = [*map(check_recipient, options["subscribe"])]
    say_consent(app, [Wanted(email, tag=tag) for email in named for tag in tags], consent)


def _put_readers(
    conn: sqlite3.Connection, tag: str, options: dict[str, Any], *, now: datetime, consent: Consent
) -> Rechosen:
    for email in map(check_recipient, options["subscribe"]):
        follow(conn, email, tag=tag, now=now, consent=consent)
    ended: list[int] = []
    for email in map(check_recipient, options["unsubscribe"]):
        theirs = tag_subscriptions(conn, email=email, tag=tag)
        if not theirs:
            raise InvalidInputError(f"{masked(email)} does not hear of every watch tagged {tag!r}")
        ended += theirs
    return end_subscriptions(conn, ended, now=now)


def _refuse_strangers(app: App, watch: Watch, emails: Sequence[str]) -> None:
    """Raise InvalidInputError where an address that is to hear of a watch no more does not hear of it by itself."""
    known = {email.casefold() for email in watch.spec.emails}
    for email in map(check_recipient, emails):
        if email.casefold() not in known and not watch_subscriptions(app.view.conn, watch.id, email=email):
            by_tag = email.casefold() in map(str.casefold, tag_subscribers(app.view, watch.id))
            end = f"'clausewatch unsubscribe {masked(email)} --tag TAG', or --all, ends that"
            why = f"; it hears of all watches of a tag, or of all there are: {end}" if by_tag else ""
            raise InvalidInputError(f"{masked(email)} is no subscriber of {watch.slug!r}{why}")
