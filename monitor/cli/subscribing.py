"""`subscribe`, `unsubscribe` and `subscriptions`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import format_option, one_of, say, say_json, with_app
from monitor.cli.consenting import confirmed_option, say_consent
from monitor.cli.receiving import check_receivers
from monitor.cli.tables import fitting, print_table
from monitor.cli.tagged import untagged
from monitor.core.errors import InvalidInputError
from monitor.core.notices.chosen import choice_fields, make_choice
from monitor.core.notices.following import choice_words, followed_words, sending_words
from monitor.core.notices.signing import hook_secret
from monitor.core.phrases import count_words, language_words, moment_words
from monitor.core.recipients import check_recipient, masked
from monitor.core.records import WATCH_KINDS, Way, way_of
from monitor.core.records.catalogues import LOCALES
from monitor.core.significance.lexicon import TOPICS
from monitor.core.watchlist import check_tag
from monitor.questions import consent_of
from storage.consents import Wanted
from storage.database import writing
from storage.keys import hook_key
from storage.rechosen import end_subscriptions, rechoose, waiting_by_subscription
from storage.subscriptions import put_subscription, speak_to, subscription_of, subscriptions
from storage.times import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.app import App
    from monitor.core.records import Choice, Subscription
    from storage.rechosen import Rechosen

_COLUMNS = {"Number": 0, "Address": 0, "Follows": 0, "How": 80, "Waiting": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Followed:
    """What is followed: a watch, a tag, or all.

    Args:
        watch_id: the number of the watch.
        watch: its short name.
        tag: the tag.
    """

    watch_id: int | None = None
    watch: str = ""
    tag: str | None = None

    def is_that_of(self, one: Subscription) -> bool:
        """Tell whether a subscription is to this."""
        return (one.watch, one.tag) == (self.watch, self.tag or "")


def followed_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says of which watches an address is to hear."""
    for decorate in (
        click.option("--all", "is_all", is_flag=True, help="All watches, now and later."),
        click.option("--tag", "tags", multiple=True, help="All watches with this tag, now and later."),
        click.argument("watches", metavar="[W]...", nargs=-1),
    ):
        command = decorate(command)
    return command


def _followed(app: App, words: Sequence[str], tags: Sequence[str], *, is_all: bool) -> list[_Followed]:
    found = [app.find(word) for word in words]
    return [
        *(_Followed(watch_id=watch.id, watch=watch.slug) for watch in found),
        *(_Followed(tag=check_tag(tag)) for tag in tags),
        *([_Followed()] if is_all else []),
    ]


@click.command()
@click.argument("address", metavar="ADDRESS")
@followed_options
@click.option(
    "--when",
    default="at once",
    show_default=True,
    help="'at once', 'daily 08:00' or 'weekly mon 08:00': all of a day or a week in one mail.",
)
@click.option("--time-zone", default="", metavar="ZONE", help="Of these times, as Europe/Prague. [default: UTC]")
@click.option("--quiet", default="", metavar="HOURS", help="22:00-07:00: what is at once waits for their end.")
@click.option(
    "--least",
    type=one_of(("minor", "material")),
    default="minor",
    show_default=True,
    help="What is worth a mail.",
)
@click.option("--topic", "topics", multiple=True, help=f"Only clauses on this: {', '.join(TOPICS)}.")
@click.option(
    "--kind", "kinds", type=one_of(WATCH_KINDS), multiple=True, help="Only documents of this kind; of several."
)
@click.option("--silent-only", is_flag=True, help="Only changes under a stated date that did not move.")
@click.option("--no-health", is_flag=True, help="Not of watches that went blind or see again.")
@click.option("--reviews", is_flag=True, help="Also what is said of reviews of these; for a web hook or the command.")
@click.option(
    "--phrase",
    "phrases",
    multiple=True,
    metavar="WORDS",
    help="Only where a clause newly says this, or no longer. The ends of words may differ; 'train*' has any.",
)
@click.option(
    "--language",
    type=one_of(LOCALES),
    default=None,
    help="In which language ADDRESS is told, of all it hears.",
)
@confirmed_option
@with_app
def subscribe_command(
    app: App,
    address: str,
    *,
    language: str | None,
    confirmed: bool,
    **given: Any,  # noqa: ANN401 - click's options
) -> None:
    """Let ADDRESS hear of watches W, of all of a tag, or of all there are.

    Where mails leave by a mail server and public_url is set, an address that is new is asked by mail first, and hears
    of nothing until whoever has it confirms; --confirmed leaves that out.

    To say it again with other options changes how the address hears of these; with other phrases it is a subscription
    beside the first. Of a change that several of them want, an address hears once, as soon as the first of them says.
    --topic, --kind and --phrase may be given several times.

    \b
    clausewatch subscribe me@example.org --tag vendor --when "daily 08:00" --time-zone Europe/Prague
    clausewatch subscribe me@example.org --all --phrase "model training"
    clausewatch subscribe legal@example.org example --least material --topic retention --topic third-party

    ADDRESS may also be a web hook (https://...), "apprise:" with what Apprise reads (apprise:ntfy://topic), or "hook",
    which is the command of the configuration. What signs a web hook is shown when that is new, and by
    'subscriptions --secrets'.
    """
    (email,) = check_receivers(app, [address])
    is_new = not subscriptions(app.db, email=email, ever=True)
    if given["reviews"] and way_of(email) not in {Way.WEB, Way.HOOK}:
        raise InvalidInputError("only a web hook and the command of the configuration can be told of reviews")
    choice = make_choice({**given, "health": not given["no_health"]})
    followed = _followed(app, given["watches"], given["tags"], is_all=given["is_all"])
    if not followed:
        raise InvalidInputError("say of what: name a watch, --tag TAG for all of a tag, or --all for all there are")
    now, told, consent = app.clock(), [], consent_of(app, is_sure=confirmed)
    with writing(app.db) as conn:
        for one in followed:
            number, before = put_subscription(
                conn, email=email, watch_id=one.watch_id, tag=one.tag, choice=choice, now=now, consent=consent
            )
            became = rechoose(conn, number, now=now) if before else None
            told.append((subscription_of(conn, number), before, became))
        before_it = speak_to(conn, email, language) if language else None
    for subscription, before, became in told:
        if subscription:
            was = f", no longer {choice_words(before)}" if before and before != choice else ""
            what, how = followed_words(subscription), choice_words(choice) + _review_words(choice)
            hears = "is to hear" if subscription.unconfirmed_since else "hears"
            say(f"{masked(subscription.address)} {hears} of {what}, {how}{was}.")
        say_rechosen(became)
    if language and before_it != language:
        was = f", no longer in {language_words(before_it)}" if before_it else ""
        say(f"{masked(email)} is told in {language_words(language)}{was}.")
    say_consent(app, [Wanted(email, one.watch_id, one.tag or "", choice.phrases) for one in followed], consent)
    if is_new and way_of(email) is Way.WEB:
        say(f"Its requests are signed (Standard Webhooks) with the secret {hook_secret(email, hook_key(app.db))}")
    for tag in given["tags"]:
        if missing := untagged(app, [tag]):
            say(f"No watch is tagged so yet: {missing}.")


def say_rechosen(became: Rechosen | None) -> None:
    """Say what becomes of changes that waited because of a choice that is another now; nothing where none did."""
    if became and became.due:
        go = "1 change that waits is told" if became.waiting == 1 else f"{became.waiting:,} changes that wait are told"
        say(f"{go} by {moment_words(became.due)}.")
    if became and became.dropped:
        one = became.dropped == 1
        say(f"{count_words(became.dropped, 'change')} that waited {'is' if one else 'are'} told no more.")
    if became and became.sending:
        say(f"{sending_words(became.sending)}.")


@click.command()
@click.argument("address", metavar="ADDRESS")
@followed_options
@click.option(
    "--number",
    "numbers",
    type=click.IntRange(min=1),
    multiple=True,
    help="One subscription, as 'subscriptions' has it.",
)
@with_app
def unsubscribe_command(
    app: App, address: str, watches: tuple[str, ...], tags: tuple[str, ...], numbers: tuple[int, ...], *, is_all: bool
) -> None:
    """Let ADDRESS hear no more: of what is named, or of anything.

    What waits to be mailed and no other subscription of the address wants is told no more; a mail that is being sent
    may still come, and is not tried again where that fails.

    \b
    clausewatch unsubscribe me@example.org
    clausewatch unsubscribe me@example.org --tag vendor
    """
    email = _named(app, address)
    theirs = subscriptions(app.existing_db, email=email, ever=True)
    followed = _followed(app, watches, tags, is_all=is_all)
    ended = [one for one in theirs if one.id in numbers or any(what.is_that_of(one) for what in followed)]
    if not (followed or numbers):
        ended = [*theirs]
    missing = [str(number) for number in numbers if number not in {one.id for one in theirs}]
    missing += [what.tag or what.watch or "--all" for what in followed if not any(map(what.is_that_of, theirs))]
    if missing or not ended:
        what = f"is not subscribed to {missing[0]!r}" if missing else "is subscribed to nothing"
        raise InvalidInputError(f"{masked(email)} {what}; 'clausewatch subscriptions' shows who hears of what")
    with writing(app.existing_db) as conn:
        became = end_subscriptions(conn, [one.id for one in ended], now=app.clock())
    for one in ended:
        say(f"{masked(one.address)} hears no more of {followed_words(one)}.")
    say_rechosen(became)


def _named(app: App, address: str) -> str:
    """Return the address that somebody names, be it as it is shown: without what may be a secret."""
    shown = {masked(one.address): one.address for one in subscriptions(app.view, ever=True)}
    return shown.get(address.strip()) or check_recipient(address)


@click.command()
@click.option("--address", default="", help="Only of this one.")
@click.option(
    "--secrets", is_flag=True, help="Show the secrets of web hooks and the whole of addresses, and nothing else."
)
@format_option("table", "json")
@with_app
def subscriptions_command(app: App, address: str, form: str, *, secrets: bool) -> None:
    """Show who hears of what, and how. 'export' writes it with the watches, for 'import'."""
    found = subscriptions(app.view, email=_named(app, address) if address else "")
    if secrets:
        _say_secrets(app, found, form)
        return
    waiting = waiting_by_subscription(app.view)
    if form == "json":
        say_json([_json(one, waiting.get(one.id, 0)) for one in found])
    elif not found:
        say("Nobody hears of anything; 'clausewatch subscribe' lets somebody.")
    else:
        columns = fitting(_COLUMNS, right=("Number", "Waiting"))
        rows = (_cells(one, waiting.get(one.id, 0)) for one in found)
        print_table(columns, ([row[column.name] for column in columns] for row in rows))


def _say_secrets(app: App, found: Sequence[Subscription], form: str) -> None:
    key = hook_key(app.existing_view)
    every = dict.fromkeys(one.address for one in found if way_of(one.address) in {Way.WEB, Way.APPRISE})
    secrets = {one: hook_secret(one, key) if way_of(one) is Way.WEB else "" for one in every}
    if form == "json":
        say_json([{"address": one, "secret": secret or None} for one, secret in secrets.items()])
        return
    for one, secret in secrets.items():
        say(f"{one} {secret}".rstrip())
    if not secrets:
        say("No web hook or service hears of anything.")


def unconfirmed_words(one: Subscription) -> str:
    """Say that a subscription waits to be confirmed, as what follows other words; "" where it does not."""
    return f"; waits for confirmation since {moment_words(one.unconfirmed_since)}" if one.unconfirmed_since else ""


def _json(one: Subscription, waiting: int) -> dict[str, object]:
    fields = choice_fields(one.choice)
    return {
        "id": one.id,
        "address": masked(one.address),
        "way": way_of(one.address),
        "watch": one.watch or None,
        "tag": one.tag or None,
        "when": fields.get("when", "at once"),
        "time_zone": one.choice.time_zone,
        "quiet": fields.get("quiet"),
        "least": one.choice.least,
        "topics": list(one.choice.topics),
        "kinds": list(one.choice.kinds),
        "silent_only": one.choice.is_silent_only,
        "health": one.choice.has_health,
        "reviews": one.choice.has_reviews,
        "phrases": list(one.choice.phrases),
        "language": one.language or None,
        "waiting": waiting,
        "unconfirmed_since": one.unconfirmed_since and to_text(one.unconfirmed_since),
    }


def _review_words(choice: Choice) -> str:
    return ", and of reviews at once" if choice.has_reviews else ""


def _language_words(one: Subscription) -> str:
    return f", in {language_words(one.language)}" if one.language else ""


def _cells(one: Subscription, waiting: int) -> dict[str, str]:
    return {
        "Number": str(one.id),
        "Address": masked(one.address),
        "Follows": followed_words(one),
        "How": choice_words(one.choice) + _review_words(one.choice) + _language_words(one) + unconfirmed_words(one),
        "Waiting": str(waiting) if waiting else "",
    }
