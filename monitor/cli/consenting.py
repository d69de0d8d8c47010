"""Whether addresses are asked before mails go to them, as commands that name addresses have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from monitor.cli.common import say
from monitor.core.errors import MOST_NAMED
from monitor.core.notices.consent import LAPSE, MOST_ASKED
from monitor.core.phrases import count_words, day_words
from monitor.core.recipients import masked
from monitor.core.records import Way, way_of
from monitor.questions import ask_now, missing_words
from storage.consents import stopped_among, unconfirmed_among
from storage.questions import questions_to

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.app import App
    from monitor.core.records import Consent
    from storage.consents import Stop, Wanted

# By the state of its delivery, "" where none is written yet.
_QUESTION_WORDS = {
    "": f"{{}} written on another day: an address is asked once a day, and {MOST_ASKED} addresses in all.",
    "waiting": "{} in the outbox, and sent by the schedule ('run' or 'serve') or 'clausewatch outbox send'.",
    "sending": "{} being sent.",
    "sent": "{} sent already.",
    "failed": "{} given up; 'clausewatch outbox list --state failed' says why.",
}
P = ParamSpec("P")
R = TypeVar("R")


def confirmed_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add `--confirmed`."""
    return click.option(
        "--confirmed",
        is_flag=True,
        help="The addresses want these mails: ask none of them, also where it had stopped.",
    )(command)


def say_consent(app: App, wanted: Sequence[Wanted], consent: Consent) -> None:
    """Have those asked who are to confirm what a command wants for them, and say who is and who stays without."""
    ask_now(app)
    say_asked(app, unconfirmed_among(app.db, wanted))
    say_stopped(stopped_among(app.db, wanted))
    mails = [one for one in wanted if way_of(one.address) is Way.MAIL]
    if mails and not consent.is_sure:
        say_unasked(app)


def say_unasked(app: App) -> None:
    """Say why new addresses are not asked, where that was meant to be: one of two things is set, and the other not."""
    config = app.config
    if bool(config.smtp_host) != bool(config.public_url):
        say(f"New addresses are not asked whether they want mails, for {missing_words(config)} not set.")


def say_asked(app: App, addresses: Sequence[str]) -> None:
    """Say who is asked by mail, where the question is and what happens next; nothing where nobody is asked."""
    if not addresses:
        return
    have = "has" if len(addresses) == 1 else "have"
    say(
        f"{_named(addresses)} {have} to confirm by a mail, within {LAPSE.days} days. Until then nothing else goes"
        " there, and what changes meanwhile is not mailed later; --confirmed asks nobody."
    )
    if missing := missing_words(app.config):
        say(f"No question goes out while {missing} not set; it waits for that.")
        return
    for state, count in sorted(questions_to(app.existing_db, addresses).items()):
        say(_QUESTION_WORDS[state].format("The question is" if count == 1 else f"{count:,} questions are"))


def say_stopped(stops: Sequence[Stop]) -> None:
    """Say who stays without what was asked for them; nothing where nobody does."""
    refused = {one.address: _dated(one) for one in stops if one.is_refused}
    if refused:
        say(
            "Answered not to be asked again, and no list asks; 'subscribe' asks anew by mail, --confirmed lets them"
            f" hear: {_named([*refused.values()])}."
        )
    stops = [one for one in stops if not one.is_refused]
    by_link = {one.address: _dated(one) for one in stops if not one.is_lapsed}
    if by_link:
        say(f"Stopped by a link in a mail, and stays so; --confirmed overrules that: {_named([*by_link.values()])}.")
    lapsed = sorted({masked(one.address) for one in stops if one.is_lapsed})
    if lapsed:
        say(f"Never confirmed, and not asked again by a list; --confirmed lets them hear: {_named(lapsed)}.")


def _dated(one: Stop) -> str:
    return f"{masked(one.address)} (on {day_words(one.at)})"


def _named(addresses: Sequence[str]) -> str:
    more = len(addresses) - MOST_NAMED
    return ", ".join(addresses[:MOST_NAMED]) + (f" and {count_words(more, 'more', 'more')}" if more > 0 else "")
