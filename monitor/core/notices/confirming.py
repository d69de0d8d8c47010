"""The mail that asks whether whoever has an address wants its mails, and the link by which they confirm."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.notices.consent import LAPSE
from monitor.core.notices.following import choice_words, followed_words
from monitor.core.notices.shorten import plain
from monitor.core.phrases import day_words
from monitor.core.records.catalogues import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.records import ConfirmContent, Subscription
    from monitor.core.records.catalogues import Catalogue

MOST_NAMED = 20  # subscriptions that a link names; it stays shorter than a line of a mail may be
MOST_SHOWN = 50  # subscriptions that a mail names
LONGEST_TOKEN = 1_000  # characters

_ALL = "~"  # before them: and all others of the same address that wait
_TOKEN = re.compile(r"~?[1-9]\d{0,11}-[0-9a-f]{24}(?:\.[1-9]\d{0,11}-[0-9a-f]{24})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLetter:
    """The question ready to be laid out.

    Args:
        subject: one line.
        title: the same.
        followed: what the address is to hear of, each in words, with how.
        more: how many of these had no room.
        until: the day on which the question ends.
    """

    subject: str
    title: str
    followed: tuple[tuple[str, str], ...]
    more: int
    until: str


def write_question(content: ConfirmContent, catalogue: Catalogue = ENGLISH) -> ConfirmLetter:
    """Decide what the mail says that asks whether somebody wants mails."""
    shown = content.asked[:MOST_SHOWN]
    title = catalogue.gettext("Please confirm that you want mails from Clausewatch")
    return ConfirmLetter(
        subject=title,
        title=title,
        followed=tuple(
            (
                plain(followed_words(one, content.names.get(one.watch, ""), catalogue)),
                choice_words(one.choice, catalogue),
            )
            for one in shown
        ),
        more=content.count - len(shown),
        until=day_words(content.created_at + LAPSE, catalogue),
    )


def confirm_token(asked: Sequence[Subscription], key: bytes) -> str:
    """Return what a link says that confirms subscriptions.

    Args:
        asked: the subscriptions, of one address.
        key: known to the store alone.

    Returns:
        Their numbers, of very many the first, each signed with whose it is and what it is to; "" where there are
        none, or no key.
    """
    if not (asked and key):
        return ""
    every = sorted(asked, key=lambda one: one.id)
    has_all = len(every) > MOST_NAMED
    named = (f"{one.id}-{_signature(one, key, has_all=has_all)}" for one in every[:MOST_NAMED])
    return _ALL * has_all + ".".join(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirming:
    """What a link says.

    Args:
        signatures: by the number of each subscription that it names; none where it is no good one.
        has_all: whether all others that wait of the same address belong to it.
    """

    signatures: Mapping[int, str]
    has_all: bool = False


def confirming_by(token: str) -> Confirming:
    """Read a link; whose it is decides `is_confirming`."""
    if len(token) > LONGEST_TOKEN or not _TOKEN.fullmatch(token):
        return Confirming(signatures={})
    parts = (part.split("-") for part in token.removeprefix(_ALL).split("."))
    return Confirming(signatures={int(number): signed for number, signed in parts}, has_all=token.startswith(_ALL))


def is_confirming(link: Confirming, subscription: Subscription, key: bytes) -> bool:
    """Tell whether a link was made with this key for a subscription: for this address, and for what it is to."""
    wanted = _signature(subscription, key, has_all=link.has_all)
    return bool(key) and hmac.compare_digest(link.signatures.get(subscription.id, ""), wanted)


def _signature(one: Subscription, key: bytes, *, has_all: bool) -> str:
    # a store from a backup may give a number again, to another address or for something else
    said = ("confirm", str(one.id), one.address.casefold(), one.watch, one.tag, *one.choice.phrases, _ALL * has_all)
    return hmac.new(key, "\n".join(said).encode(), hashlib.sha256).hexdigest()[:24]
