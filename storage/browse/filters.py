"""The words of the templates: store codes in, text for people out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from monitor.core import phrases
from monitor.core.claims import claim_words, held_in_short, told_as, turned_words
from monitor.core.failure_words import failure_words
from monitor.core.notices.shorten import line
from monitor.core.provenance_words import came_in_short, came_words, kept_words
from monitor.core.records import (
    CheckOutcome,
    Claim,
    Provenance,
    ProvenanceKind,
    Significance,
    SnapshotReason,
    WatchState,
)
from monitor.core.restless.words import place_words, restless_words, state_words, untold_in_short
from storage.untold import count_from

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from jinja2 import Environment

    from storage.browse.site import Site

_LONGEST_SENTENCE = 400  # characters of a sentence that waits: four lines
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_UNFIT_FOR_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def safe_url(url: str) -> str:
    """Return an address that may become a link, "" for every scheme but http and https.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)"), safe_url(" https://example.org")
    ('https://example.org/a', '', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_plain = url.isprintable() and not url[:1].isspace()
    return url if is_plain and parts.scheme in {"http", "https"} and parts.hostname else ""


def host_of(url: str) -> str:
    """Return the host of an address, the whole text where it has none."""
    return urlsplit(url).hostname or url if safe_url(url) else url


def language_tag(language: str) -> str:
    """Return a language for a lang attribute, "" where it is none."""
    return language if _LANGUAGE.fullmatch(language) else ""


def for_xml(text: str) -> str:
    r"""Leave out the characters XML cannot hold.

    >>> for_xml("a\x00b\ufffe")
    'ab'
    """
    return _UNFIT_FOR_XML.sub("", text)


def _worded(table: dict[Any, str], codes: Any) -> Any:  # noqa: ANN401 - one table for each kind of code
    def worded(code: str) -> str:
        return table[codes(code)] if code in set(codes) else code

    return worded


def _timed(say: Callable[[datetime], str]) -> Callable[[str], str]:
    def worded(text: str) -> str:
        try:
            return say(phrases.parse_moment(text))
        except ValueError:
            return text

    return worded


moment = _timed(phrases.moment_words)
day = _timed(phrases.day_words)


def held(claim: str, since: str, until: str) -> str:
    """Return what is held, in words; "" where it is a claim that a later version wrote."""
    try:
        return claim_words(Claim(claim), phrases.parse_moment(since), phrases.parse_moment(until))
    except ValueError:
        return ""


def in_short(claim: str | None, held_until: str, untold: Sequence[Mapping[str, Any]]) -> str:
    """Return in few words what of a watch waits to be told, "" for nothing, or for what no words are known of.

    Args:
        claim: what is held, None for nothing.
        held_until: until when it has to stay, as the store has it.
        untold: counts of sentences that wait, likewise.
    """
    try:
        if claim:
            return held_in_short(Claim(claim), phrases.parse_moment(held_until))
        return untold_in_short(tuple(map(count_from, untold)))
    except ValueError:
        return ""


def _told_as(claim: str, before: str, now: str, reason: str) -> str:
    known = Claim(claim) if claim in set(Claim) else None
    return told_as(known, before, now, is_return=reason == SnapshotReason.REVERTED)


def came(kind: str, by: str, at: str | None = None, source: str = "") -> str:
    """Return how a version came to us, in words; the kind itself where a later version wrote it.

    Args:
        kind: of its provenance.
        by: who supplied it, "" for nobody.
        at: when, as the store has it, None where it is not known.
        source: the address or the file, "" to leave it out.
    """
    try:
        when = phrases.parse_moment(at) if at else None
        return came_words(Provenance(kind=ProvenanceKind(kind), source=source, by=by, at=when))
    except ValueError:
        return kind


def _came_in_short(kind: str, by: str) -> str:
    return came_in_short(ProvenanceKind(kind), by) if kind in set(ProvenanceKind) else kind


def _kept(reason: str, *, has_before: bool, is_first_fetch: bool) -> str:
    if reason not in set(SnapshotReason):
        return reason
    return kept_words(SnapshotReason(reason), has_before=has_before, is_first_fetch=is_first_fetch)


def version_path(slug: str, number: int) -> str:
    """Return the path of a version's page."""
    return f"/watch/{slug}/version/{number}"


def install(env: Environment, urls: Any, site: Site) -> None:  # noqa: ANN401 - datasette ships no types
    """Add the filters and globals of our templates to an environment."""

    def link(path: str, **query: object) -> str:
        tail = urlencode({name: value for name, value in query.items() if value not in {"", None}})
        return f"{urls.path(quote(path))}{'?' if tail else ''}{tail}"

    env.filters |= {
        "ago": _timed(lambda then: phrases.ago_words(then, site.clock())),
        "past": _timed(lambda then: "past" if then <= site.clock() else ""),
        "moment": moment,
        "moment_of": phrases.moment_words,
        "day": day,
        "stated": phrases.stated_words,
        "every": phrases.interval_words,
        "topic": phrases.topic_words,
        "state": _worded(phrases.STATES, WatchState),
        "outcome": _worded(phrases.OUTCOMES, CheckOutcome),
        "significance": _worded(phrases.SIGNIFICANCES, Significance),
        "capital": phrases.capital,
        "line": lambda text: line(text, _LONGEST_SENTENCE),
        "language": phrases.language_words,
        "fromjson": json.loads,
        "safe_url": safe_url,
        "host": host_of,
        "language_tag": language_tag,
        "for_xml": for_xml,
    }
    env.globals |= {
        "link": link,
        "tag_feed": lambda tag: urls.path(f"/tag/{quote(tag, safe='')}/changes.atom"),
        "came": came,
        "came_in_short": _came_in_short,
        "kept": _kept,
        "version_path": version_path,
        "failure": failure_words,
        "counted": phrases.count_words,
        "held": held,
        "in_short": in_short,
        "place_words": place_words,
        "restless_words": restless_words,
        "state_words": state_words,
        "told_as": _told_as,
        "turned": turned_words,
    }
