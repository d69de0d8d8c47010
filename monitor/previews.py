"""The mail about changes without its being sent: made as mails are, and recorded nowhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.notices.choosing import is_wanted, tellings
from monitor.core.notices.following import choice_words, followed_words
from monitor.core.records import DigestContent, NoticeKind, Pace, Preview, Significance
from monitor.core.records.catalogues import ENGLISH
from monitor.mail.compose import compose
from storage.enqueue import news_of
from storage.gists import last_told_change
from storage.notices import SAMPLE_ADDRESS, change_content
from storage.subscriptions import subscriptions_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.app import App
    from monitor.core.records import AnyContent, NoticeContent, Subscription
    from monitor.core.records.catalogues import Catalogue

_SAMPLE_SENDER = "clausewatch@example.org"
_SAMPLE_KEY = b"preview"  # whoever follows a link that is signed with it reads that it is no link of ours


def preview_of(
    content: AnyContent, *, public_url: str, sender: str = _SAMPLE_SENDER, catalogue: Catalogue = ENGLISH
) -> Preview:
    """Return the mail that a notice would be; its link to stop what caused it is a sample and stops nothing.

    Args:
        content: what the notice would tell.
        public_url: where the browse pages are, "" for nowhere.
        sender: the From address.
        catalogue: the language of our words.

    Raises:
        InvalidInputError: an address is none.
    """
    mail = compose(
        replace(content, subscribed=(1,)),
        sender=sender,
        public_url=public_url,
        stop_key=_SAMPLE_KEY,
        catalogue=catalogue,
    )
    parts = {part.get_content_subtype(): part.get_content() for part in mail.iter_parts()}
    return Preview(subject=str(mail["Subject"]), text=parts["plain"], html=parts["html"])


def previewed_changes(app: App, words: Sequence[str]) -> tuple[int, ...]:
    """Return the changes that somebody names by their numbers, or by their watches: of each the last that is told.

    Args:
        app: the data folder at work.
        words: numbers of changes, short names of watches or their URLs.

    Raises:
        UnknownWatchError: there is no such watch.
        InvalidInputError: nothing of a watch was told yet.
    """
    return tuple(dict.fromkeys(_change(app, word) for word in words))


def _change(app: App, word: str) -> int:
    if word.isascii() and word.isdigit():
        return min(int(word), 2**62)
    watch = app.find_ever(word)
    found = last_told_change(app.view, watch.id)
    if found is None:
        advice = f"'clausewatch history {watch.slug}' shows its versions"
        raise InvalidInputError(f"nothing of {watch.slug!r} has been told yet, so there is no mail; {advice}")
    return found


def contents_of(app: App, changes: Sequence[int], *, address: str, now: datetime) -> tuple[NoticeContent, ...]:
    """Read what notices of some changes would tell somebody.

    Args:
        app: the data folder at work.
        changes: their numbers.
        address: who would be told, as they chose; "" for a reader who chose nothing.
        now: UTC.

    Raises:
        InvalidInputError: there is no such change, it is one of form that nobody is told of, or the address does not
            follow its watch.
    """
    return tuple(_content(app, number, address, now) for number in changes)


def _content(app: App, number: int, address: str, now: datetime) -> NoticeContent:
    content = change_content(app.view, number, address=address or SAMPLE_ADDRESS)
    if content is None:
        advice = "'clausewatch history W --format json' gives their numbers"
        raise InvalidInputError(f"there is no change {number}; {advice}")
    if not content.significance.is_told:
        raise InvalidInputError(f"change {number} is one of form only; nobody is mailed about it")
    if not address:
        return content
    by = _subscription(app, content, now)
    return replace(content, subscription=by, address=by.address, told_in=by.language)


def _subscription(app: App, content: NoticeContent, now: datetime) -> Subscription:
    """Return because of which subscription its reader would be told, be it that they want to hear of other changes."""
    conn, address = app.view.conn, content.address.casefold()
    watch = app.find_ever(content.watch_slug)
    theirs = [one for one in subscriptions_to(conn, watch.id) if one.address.casefold() == address]
    if not theirs:
        advice = "'clausewatch subscriptions' shows who does"
        raise InvalidInputError(f"{content.address} does not follow {content.watch_slug!r}; {advice}")
    wanted = tellings(theirs, news_of(conn, content.change_id, theirs), now)
    return wanted[0].subscription if wanted else theirs[0]


def unwanted(app: App, contents: Sequence[NoticeContent]) -> list[str]:
    """Say of which changes their reader chose not to hear, a line each."""
    found = []
    for one in contents:
        if (by := one.subscription) and not is_wanted(by.choice, news_of(app.view.conn, one.change_id, [by])):
            chosen = choice_words(by.choice)
            if by.choice.phrases:
                chosen = f"{chosen}, {followed_words(by, one.watch_slug)}"
            found.append(f"{by.address} is not mailed about change {one.change_id}: they chose {chosen}")
    return found


def gathered(contents: Sequence[NoticeContent], *, is_digest: bool) -> AnyContent:
    """Return what one notice of several changes tells.

    Args:
        contents: of one or more changes.
        is_digest: whether they are told in a digest, of the pace that the reader chose; of a day where they chose none.
    """
    first = contents[0]
    if len(contents) == 1 and not is_digest:
        return first
    is_weekly = first.subscription is not None and first.subscription.choice.pace is Pace.WEEKLY
    kind = NoticeKind.WEEKLY if is_weekly else NoticeKind.DAILY
    return DigestContent(
        message_id=first.message_id,
        address=first.address,
        told_in=first.told_in,
        created_at=first.created_at,
        kind=kind if is_digest else NoticeKind.CHANGES,
        due_at=first.created_at,
        changes=tuple(replace(one, texts=((), ())) for one in contents),
        count=len(contents),
        material=sum(one.significance is Significance.MATERIAL for one in contents),
        watches=len({one.watch_slug for one in contents}),
    )
