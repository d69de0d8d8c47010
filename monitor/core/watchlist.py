"""The fields of a watchlist: checked, and written as CSV, JSON or one URL a line; `monitor/core/lists/` reads them."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from monitor.core.accept_language import check_accept_language
from monitor.core.errors import InvalidInputError
from monitor.core.naming import default_name
from monitor.core.notices.chosen import (
    CHOICE_FIELDS,
    CHOICE_FLAGS,
    CHOICE_LISTS,
    check_language,
    choice_fields,
    make_choice,
)
from monitor.core.recipients import check_recipient
from monitor.core.records import WATCH_KINDS, Choice, Entry, Following, WatchSpec
from monitor.core.schedule import format_interval, parse_interval
from monitor.core.spreadsheets import write_cell
from monitor.core.steering import STEERING
from monitor.core.urls import bare_site, normalise_url, site_of, slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

LANGUAGE = "mail_language"
"""The field of the language in which addresses are told."""
COLUMNS = (
    "url", "name", "kind", "every", "tags", "emails", "include", "exclude", "render", "ignore_robots",
    "accept_language", "as_is", "paused", "slug", "sites", *(f"mail_{name}" for name in CHOICE_FIELDS),
    LANGUAGE,
)  # fmt: skip
LISTS = frozenset({"tags", "emails", "sites", *(f"mail_{name}" for name in CHOICE_LISTS)})
FLAGS = frozenset({"render", "ignore_robots", "as_is", "paused", *(f"mail_{name}" for name in CHOICE_FLAGS)})
TAG, ALL, READER = "tag", "all", "reader"
"""The kinds of rows that are no watches: who hears of every watch of a tag, of all there are, or of one by its page."""
_FOLLOWINGS = {
    TAG: "tags and emails who hears of every watch of a tag",
    ALL: "emails who hears of all watches",
    READER: "url and emails who hears of a watch",
}
FOLLOWINGS = frozenset(_FOLLOWINGS)
_YES, _NO = frozenset({"yes", "true", "1", "on"}), frozenset({"", "no", "false", "0", "off"})
_WORDS: dict[Any, str] = {True: "yes", False: "no"}
DEFAULT_EVERY = "1d"
DEFAULT_KIND = "privacy"
FORMATS = ("csv", "json", "urls")
LONGEST_TEXT = 500  # characters of a name, a tag or a selector; addresses have a bound of their own


def make_spec(
    fields: Mapping[str, str | Iterable[str]], *, check_selector: Callable[[str], str] = lambda text: text
) -> WatchSpec:
    """Check the fields of a watch.

    Args:
        fields: by the names in `COLUMNS`; tags and addresses as a list or separated by ";"; "yes" or "no" for render
            and ignore_robots. Missing ones take defaults.
        check_selector: raises InvalidInputError for a selector that does not parse.

    Returns:
        The watch.

    Raises:
        InvalidInputError: a field is not usable; the first one is named.
    """
    url = normalise_url(_text(fields, "url"))
    kind = _text(fields, "kind") or DEFAULT_KIND
    if kind not in WATCH_KINDS:
        raise InvalidInputError(f"{kind!r} is not a kind of document; it may be {', '.join(WATCH_KINDS)}")
    return WatchSpec(
        url=url,
        name=_text(fields, "name") or default_name(url, kind),
        kind=kind,
        every_seconds=parse_interval(_text(fields, "every") or DEFAULT_EVERY),
        tags=tuple(dict.fromkeys(check_tag(t) for t in _several(fields, "tags"))),
        emails=tuple(dict.fromkeys(check_recipient(e) for e in _several(fields, "emails"))),
        include=_selector(fields, "include", check_selector),
        exclude=_selector(fields, "exclude", check_selector),
        is_rendered=_flag(fields, "render"),
        ignores_robots=_flag(fields, "ignore_robots"),
        accept_language=check_accept_language(_text(fields, "accept_language")),
    )


def make_entry(
    fields: Mapping[str, str | Iterable[str]], *, check_selector: Callable[[str], str] = lambda text: text
) -> Entry:
    """Check the fields of a watch and of its place on a list; see `make_spec`."""
    slug = _text(fields, "slug")
    if slug and (slugify(slug) != slug or slug.isdigit()):
        raise InvalidInputError(f"{slug!r} is not a short name; use a-z, 0-9 and hyphens, and not figures alone")
    return Entry(
        spec=make_spec(fields, check_selector=check_selector),
        slug=slug,
        is_paused=_flag(fields, "paused"),
        sites=tuple(sorted({site_of(site) for site in _several(fields, "sites")})),
        choice=_choice(fields),
        language=_language(fields),
    )


def _language(fields: Mapping[str, str | Iterable[str]]) -> str:
    """Return the language that a row chooses, "" where it says nothing of that."""
    text = _text(fields, LANGUAGE)
    return check_language(text) if text else ""


def _choice(fields: Mapping[str, str | Iterable[str]]) -> Choice | None:
    """Return what a row chooses, None where it says nothing of that."""
    chosen: dict[str, str | bool | Iterable[str]] = {}
    for name in CHOICE_FIELDS:
        field = f"mail_{name}"
        if not _text(fields, field):
            continue
        if name in CHOICE_LISTS:
            chosen[name] = tuple(_several(fields, field))
        else:
            chosen[name] = _flag(fields, field) if name in CHOICE_FLAGS else _text(fields, field)
    return make_choice(chosen) if chosen else None


def followings(fields: Mapping[str, str | Iterable[str]]) -> tuple[Following, ...]:
    """Check the fields of a row of one of the kinds `FOLLOWINGS`; return who is to hear of what.

    Raises:
        InvalidInputError: a tag or an address is not usable or missing, or another field has a value.
    """
    kind = _text(fields, "kind")
    emails = [*map(check_recipient, _several(fields, "emails"))]
    tags = [*map(check_tag, _several(fields, "tags"))] if kind == TAG else [""]
    url = normalise_url(_text(fields, "url")) if kind == READER and _text(fields, "url") else ""
    if not (emails and tags and (url or kind != READER)):
        raise InvalidInputError(f"a row of kind {kind!r} says in {_FOLLOWINGS[kind]}")
    own = {"kind", "emails", *{TAG: ["tags"], READER: ["url"], ALL: []}[kind]}
    mail = {LANGUAGE, *(f"mail_{name}" for name in CHOICE_FIELDS)}
    if others := sorted(name for name in set(fields) - own - mail if _text(fields, name)):
        raise InvalidInputError(f"a row of kind {kind!r} has no {others[0]}")
    one = Following(address="", url=url, choice=_choice(fields), language=_language(fields))
    return tuple(replace(one, address=email, tag=tag) for tag in tags for email in emails)


def _followed_rows(followed: Iterable[Following]) -> Iterator[dict[str, Any]]:
    """Yield the fields that `followings` makes these of, a row for those who follow the same and chose alike."""
    emails: dict[Following, list[str]] = {}
    for one in followed:
        emails.setdefault(replace(one, address=""), []).append(one.address)
    for one, addresses in emails.items():
        chosen = choice_fields(one.choice) if one.choice else {}
        yield {
            **({"url": one.url} if one.url else {}),
            "kind": READER if one.url else TAG if one.tag else ALL,
            **({"tags": (one.tag,)} if one.tag else {}),
            "emails": (*addresses,),
            # an empty cell says nothing, so what is off has a word
            **{f"mail_{name}": _WORDS.get(value, value) for name, value in chosen.items()},
            **({LANGUAGE: one.language} if one.language else {}),
        }


def is_as_is(fields: Mapping[str, str | Iterable[str]]) -> bool:
    """Tell whether a row asks to watch the page at its address itself, also where that is a home page."""
    return _flag(fields, "as_is")


def _text(fields: Mapping[str, str | Iterable[str]], name: str) -> str:
    value = fields.get(name) or ""
    text = value.strip() if isinstance(value, str) else ";".join(value)
    if len(text) > LONGEST_TEXT and name != "url":
        raise InvalidInputError(f"{name} is longer than {LONGEST_TEXT} characters")
    if name != "url" and (STEERING.search(text) or any(unicodedata.category(c) in {"Cc", "Cs"} for c in text)):
        raise InvalidInputError(f"{name} holds control characters")
    return text


def _several(fields: Mapping[str, str | Iterable[str]], name: str) -> Iterator[str]:
    value = fields.get(name) or ""
    parts = value.split(";") if isinstance(value, str) else value
    return (part.strip() for part in parts if part.strip())


def _selector(fields: Mapping[str, str | Iterable[str]], name: str, check_selector: Callable[[str], str]) -> str:
    text = _text(fields, name)
    return check_selector(text) if text else ""


def _flag(fields: Mapping[str, str | Iterable[str]], name: str) -> bool:
    text = _text(fields, name).casefold()
    if text not in _YES | _NO:
        raise InvalidInputError(f"{name} is {text!r}; it may be yes or no")
    return text in _YES


def check_tag(text: str) -> str:
    """Return a tag without the white space around it; raise InvalidInputError where it cannot be one."""
    tag = text.strip()
    if not tag or len(tag) > 60 or any(c in ";," or not c.isprintable() for c in tag):
        raise InvalidInputError(f"{text!r} is not a tag; use up to 60 letters, without commas and semicolons")
    return tag


def write_watchlist(entries: Iterable[Entry], form: str, *, followed: Iterable[Following] = ()) -> str:
    """Write a watchlist that `monitor.core.lists.reading` reads back.

    Args:
        entries: the watches.
        form: "csv", "json" or "urls" (which keeps the addresses alone).
        followed: who hears of tags and of all, and of a watch otherwise than at once; they stand last, a row each.

    Returns:
        The text.
    """
    if form == "urls":
        return "".join(f"{entry.spec.url}\n" for entry in entries)
    rows = [*map(fields_of, entries), *_followed_rows(followed)]
    if form == "json":
        listed = [{k: [*v] if isinstance(v, tuple) else v for k, v in row.items()} for row in rows]
        return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    return write_csv(COLUMNS, rows)


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, separator: str = ",") -> str:
    """Write rows of fields as CSV that no spreadsheet takes for formulas.

    Args:
        columns: the header; fields that are not in it are left out.
        rows: texts, truths (yes or nothing), or tuples, which are joined by semicolons.
        separator: between the cells.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n", delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: write_cell(_cell(value)) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: str | bool | tuple[str, ...]) -> str:  # noqa: FBT001 - one of three
    if isinstance(value, bool):
        return "yes" if value else ""
    return value if isinstance(value, str) else ";".join(value)


def fields_of(entry: Entry) -> dict[str, Any]:
    """Return the fields that `make_entry` makes this of."""
    spec = entry.spec
    return {
        "url": spec.url,
        "name": spec.name,
        "kind": spec.kind,
        "every": format_interval(spec.every_seconds),
        "tags": spec.tags,
        "emails": spec.emails,
        "include": spec.include,
        "exclude": spec.exclude,
        "render": spec.is_rendered,
        "ignore_robots": spec.ignores_robots,
        "accept_language": spec.accept_language,
        # else its document would be looked for
        "as_is": bool(bare_site(spec.url)),
        "paused": entry.is_paused,
        "slug": entry.slug,
        "sites": entry.sites,
    }
