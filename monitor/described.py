"""The description of a watch as somebody changes it, and the short name that is wished for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.extraction.reading.selectors import check_selector
from monitor.core.recipients import check_recipient
from monitor.core.schedule import format_interval
from monitor.core.urls import host_of, slugify
from monitor.core.watchlist import check_tag, make_spec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.records import WatchSpec


def edited(spec: WatchSpec, options: Mapping[str, Any]) -> WatchSpec:
    """Return a description with what somebody asks for changed in it.

    Args:
        spec: the description as it is.
        options: by the names of the columns of a watchlist, what is to be instead, None or nothing where it stays; tags
            and subscribers come to those there are, `untags` and `unsubscribe` take some away.

    Returns:
        The description as it is to be.

    Raises:
        InvalidInputError: an option is not usable.
    """
    wished = {name: value for name, value in options.items() if value not in (None, ())}
    gone_tags = {check_tag(t) for t in wished.get("untags", ())}
    gone_emails = {check_recipient(e).casefold() for e in wished.get("unsubscribe", ())}
    emails = [*spec.emails, *wished.get("subscribe", ())]
    fields = {
        "url": wished.get("url", spec.url),
        "name": wished.get("name", spec.name),
        "kind": wished.get("kind", spec.kind),
        "every": wished.get("every") or format_interval(spec.every_seconds),
        "tags": [t for t in [*spec.tags, *wished.get("tags", ())] if t not in gone_tags],
        "emails": [e for e in emails if e.casefold() not in gone_emails],
        "include": wished.get("include", spec.include),
        "exclude": wished.get("exclude", spec.exclude),
        "render": _flag(wished.get("render", spec.is_rendered)),
        "ignore_robots": _flag(wished.get("ignore_robots", spec.ignores_robots)),
        "accept_language": wished.get("accept_language", spec.accept_language),
    }
    found = make_spec(fields, check_selector=check_selector)
    return found if wished.get("every") else replace(found, every_seconds=spec.every_seconds)


def slug_for(spec: WatchSpec) -> str:
    """Return the short name wished for a watch; never a mere number, which would hide the watch of that number."""
    slug = slugify(spec.name) or slugify(f"{host_of(spec.url)} {spec.kind}") or "watch"
    return f"{slug}-{spec.kind}" if slug.isdigit() else slug


def _flag(wish: bool) -> str:  # noqa: FBT001 - as it stands in the watchlist
    return "yes" if wish else "no"
