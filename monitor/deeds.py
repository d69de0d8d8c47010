"""What members do to one watch by the pages, each deed inside the transaction that it is handed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.notices.chosen import make_choice
from monitor.core.notices.following import choice_words
from monitor.core.phrases import day_words
from monitor.core.records import Deed
from monitor.described import edited
from monitor.edits import put_edit, refuse_taken
from monitor.questions import consent_of
from storage.due import make_due
from storage.rechosen import end_subscriptions, rechoose
from storage.subscriptions import put_subscription, subscription_of, watch_subscriptions
from storage.watches import add_all, remove_watch, set_paused

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from monitor.app import App
    from monitor.core.records import User, Watch

_TEXTS = ("name", "url", "kind", "every", "include", "exclude", "accept_language")
_FLAGS = ("render", "ignore_robots")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be done, inside a write transaction.

    Args:
        app: the data folder at work.
        conn: the transaction.
        watch: to which.
        fields: of the form.
        user: who asks.
    """

    app: App
    conn: sqlite3.Connection
    watch: Watch
    fields: Mapping[str, str]
    user: User


def _pause(wish: Wish) -> str:
    set_paused(wish.conn, wish.watch.id, since=wish.app.clock())
    return ""


def _resume(wish: Wish) -> str:
    set_paused(wish.conn, wish.watch.id, since=None)
    return ""


def _check(wish: Wish) -> str:
    if wish.watch.is_paused:
        raise InvalidInputError("a paused watch is not checked; resume it first")
    make_due(wish.conn, wish.watch.id, now=wish.app.clock())
    return ""


def _remove(wish: Wish) -> str:
    remove_watch(wish.conn, wish.watch.id, now=wish.app.clock())
    return ""


def _take_up(wish: Wish) -> str:
    watch, app = wish.watch, wish.app
    consent = consent_of(app, is_sure=False, is_direct=False)
    add_all(app.existing_db, [(watch.spec, watch.slug)], now=app.clock(), consent=consent)
    return f"it was off since {day_words(watch.removed_at)}" if watch.removed_at else ""


def _edit(wish: Wish) -> str:
    old, fields = wish.watch.spec, wish.fields
    tags = [tag.strip() for tag in fields.get("tags", "").replace(";", ",").split(",") if tag.strip()]
    wished = {name: fields[name].strip() for name in _TEXTS if name in fields}
    flags = {name: name in fields for name in _FLAGS}
    spec = edited(old, {**wished, **flags, "tags": tags, "untags": [tag for tag in old.tags if tag not in tags]})
    if spec.url != old.url:
        refuse_taken(wish.app, spec.url)
    changed = {
        "name": spec.name != old.name,
        "address": spec.url != old.url,
        "kind": spec.kind != old.kind,
        "interval": spec.every_seconds != old.every_seconds,
        "tags": {*spec.tags} != {*old.tags},
        "include": spec.include != old.include,
        "exclude": spec.exclude != old.exclude,
        "render": spec.is_rendered != old.is_rendered,
        "robots": spec.ignores_robots != old.ignores_robots,
        "languages": spec.accept_language != old.accept_language,
    }
    put_edit(wish.app, wish.watch, spec, {}, named=(), ended=(), consent=consent_of(wish.app, is_sure=False))
    return ", ".join(name for name, is_changed in changed.items() if is_changed) or "nothing"


def _follow(wish: Wish) -> str:
    choice = make_choice({name: wish.fields.get(name, "") for name in ("when", "least", "time_zone")})
    consent = consent_of(wish.app, is_sure=False)
    number, before = put_subscription(
        wish.conn,
        email=email_of(wish.user),
        watch_id=wish.watch.id,
        tag=None,
        choice=choice,
        now=wish.app.clock(),
        consent=consent,
    )
    if before:
        rechoose(wish.conn, number, now=wish.app.clock())
    return choice_words(choice)


def _unfollow(wish: Wish) -> str:
    found = watch_subscriptions(wish.conn, wish.watch.id, email=email_of(wish.user))
    # those to phrases have a page of their own
    theirs = [one.id for one in map(partial(subscription_of, wish.conn), found) if one and not one.choice.phrases]
    if not theirs:
        raise InvalidInputError("you do not follow this watch by itself; what is followed by a tag, 'unsubscribe' ends")
    end_subscriptions(wish.conn, theirs, now=wish.app.clock())
    return ""


def email_of(user: User) -> str:
    """Return the mail address of a user.

    Raises:
        InvalidInputError: none is known.
    """
    if not user.email:
        raise InvalidInputError(
            f"no mail address is known of you; 'clausewatch user edit {user.name} --email ADDRESS' sets it"
        )
    return user.email


DEEDS: dict[Deed, Callable[[Wish], str]] = {
    Deed.PAUSE: _pause,
    Deed.RESUME: _resume,
    Deed.CHECK: _check,
    Deed.REMOVE: _remove,
    Deed.TAKE_UP: _take_up,
    Deed.EDIT: _edit,
    Deed.FOLLOW: _follow,
    Deed.UNFOLLOW: _unfollow,
}
"""What is done to a watch, and what of it is noted; it may raise InvalidInputError."""
