"""A watchlist as text: CSV, JSON or one URL a line, read into checked watches and written back."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from email_validator import EmailNotValidError, validate_email

from monitor.core.accept_language import check_accept_language
from monitor.core.errors import InvalidInputError
from monitor.core.naming import default_name
from monitor.core.records import WATCH_KINDS, WatchSpec
from monitor.core.schedule import format_interval, parse_interval
from monitor.core.spreadsheets import read_cell, separator_of, write_cell
from monitor.core.steering import STEERING
from monitor.core.urls import normalise_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

COLUMNS = ("url", "name", "kind", "every", "tags", "emails", "include", "exclude", "render", "ignore_robots")
_ALIASES = {"email": "emails", "tag": "tags"}
_YES, _NO = frozenset({"yes", "true", "1", "on"}), frozenset({"", "no", "false", "0", "off"})
DEFAULT_EVERY = "1d"
DEFAULT_KIND = "privacy"
FORMATS = ("csv", "json", "urls")
LONGEST_TEXT = 500  # characters of a name, a tag or a selector; addresses have a bound of their own
MOST_ROWS = 200_000  # twice as many watches as a store is made for


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchlistRow:
    """One row of a watchlist file.

    Args:
        line: its 1-based line in the file.
        spec: the watch, where the row is good.
        problem: what is wrong with it, else "".
    """

    line: int
    spec: WatchSpec | None = None
    problem: str = ""


def make_spec(
    fields: Mapping[str, str | Iterable[str]], *, check_selector: Callable[[str], str] = lambda text: text
) -> WatchSpec:
    """Check the fields of a watch.

    Args:
        fields: by the names in `COLUMNS`, and accept_language; tags and addresses as a list or separated by ";"; "yes"
            or "no" for render and ignore_robots. Missing ones take defaults.
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
        emails=tuple(dict.fromkeys(check_email(e) for e in _several(fields, "emails"))),
        include=_selector(fields, "include", check_selector),
        exclude=_selector(fields, "exclude", check_selector),
        is_rendered=_flag(fields, "render"),
        ignores_robots=_flag(fields, "ignore_robots"),
        accept_language=check_accept_language(_text(fields, "accept_language")),
    )


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


def check_email(text: str) -> str:
    """Return an e-mail address in its normal form; raise InvalidInputError where it is none."""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise InvalidInputError(f"{text!r} is not an e-mail address: {error}") from error


def read_watchlist(text: str, *, check_selector: Callable[[str], str] = lambda text: text) -> tuple[WatchlistRow, ...]:
    """Read a watchlist, telling its format from its first character and line.

    Args:
        text: CSV with a header that has `url` (commas, semicolons or tabs between the cells); a JSON list of objects
            or URLs; or one URL a line ("#" begins a comment).
        check_selector: raises InvalidInputError for a selector that does not parse.

    Returns:
        A row for each watch, good or bad; a URL that stands twice is bad the second time.

    Raises:
        InvalidInputError: the text as a whole is none of these, or breaks their syntax; the line is named. What stands
            behind such a place cannot be told apart into rows, so no row of it is read.
    """
    text = text.removeprefix("\ufeff")
    start = text.lstrip()[:1]
    if not start:
        raise InvalidInputError("the file is empty")
    rows = _json_rows(text) if start in "[{" else _csv_rows(text) if _has_header(text) else _url_rows(text)
    checked, seen = [], dict[str, int]()
    for line, fields in rows:
        row = _checked(line, fields, check_selector)
        if row.spec and (first := seen.setdefault(row.spec.url, line)) != line:
            row = WatchlistRow(line=line, problem=f"{row.spec.url} stands on line {first} already")
        checked.append(row)
        if len(checked) > MOST_ROWS:
            raise InvalidInputError(f"the file has more than {MOST_ROWS:,} rows; split it")
    return tuple(checked)


def _checked(line: int, fields: object, check_selector: Callable[[str], str]) -> WatchlistRow:
    if isinstance(fields, str):
        return WatchlistRow(line=line, problem=fields)
    try:
        return WatchlistRow(line=line, spec=make_spec(_fields(fields), check_selector=check_selector))
    except InvalidInputError as error:
        return WatchlistRow(line=line, problem=str(error))


def _fields(value: object) -> dict[str, str | list[str]]:
    if not isinstance(value, dict):
        raise InvalidInputError("this is not an object with a url")
    named = {_ALIASES.get(str(name), str(name)): content for name, content in value.items()}
    if unknown := sorted(set(named) - set(COLUMNS)):
        raise InvalidInputError(f"unknown field {unknown[0]!r}; known are {', '.join(COLUMNS)}")
    for name, content in named.items():
        is_list = name in {"tags", "emails"} and isinstance(content, list) and all(isinstance(c, str) for c in content)
        is_flag = name in {"render", "ignore_robots"} and isinstance(content, bool)
        if content is not None and not isinstance(content, str) and not is_list and not is_flag:
            raise InvalidInputError(f"{name} is not a text")
    return {k: ("yes" if v else "no") if isinstance(v, bool) else v for k, v in named.items() if v is not None}


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _header(text: str) -> list[str]:
    first = _first_line(text)
    try:
        names = next(csv.reader([first], delimiter=separator_of(first)), [])
    except csv.Error:
        return []  # no header has a cell so long
    return [_ALIASES.get(name, name) for name in (name.strip().lower() for name in names)]


def _has_header(text: str) -> bool:
    return "url" in _header(text)


def _csv_rows(text: str) -> Iterator[tuple[int, object]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator_of(_first_line(text)))
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:  # where the next row begins cannot be told
            raise InvalidInputError(f"line {line}: this is not CSV: {error}") from error
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(text)
            if unknown := [name for name in header if name not in COLUMNS]:
                raise InvalidInputError(f"unknown column {unknown[0]!r}; known are {', '.join(COLUMNS)}")
        elif len(cells) > len(header):
            yield line, f"{len(cells)} cells, but the header has {len(header)}"
        elif any(char in cell.strip() for cell in cells for char in "\r\n"):
            # two stray quotes make one cell of all that stands between them
            yield line, f"control characters: a quoted cell goes on to line {reader.line_num}"
        else:
            yield line, dict(zip(header, map(read_cell, cells), strict=False))


def _url_rows(text: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.splitlines(), 1):
        url = line.strip()
        if url and not url.startswith("#"):
            yield number, {"url": url}


def _json_rows(text: str) -> Iterator[tuple[int, object]]:
    decoder, place, line, counted = json.JSONDecoder(), len(text) - len(text.lstrip()), 1, 0
    if text[place] != "[":
        raise InvalidInputError("the JSON is not a list of watches")
    while True:
        place = _skip(text, place + 1)
        if text[place : place + 1] == "]":
            break
        line, counted = line + text.count("\n", counted, place), place
        value, place = _json_value(decoder, text, place, line)
        yield line, {"url": value} if isinstance(value, str) else value
        place = _skip(text, place)
        if text[place : place + 1] == "]":
            break
        if text[place : place + 1] != ",":
            line += text.count("\n", counted, place)
            raise InvalidInputError(f"line {line}: this is not JSON: expected ',' or ']'")
    if text[place + 1 :].strip():
        line += text.count("\n", counted, _skip(text, place + 1))
        raise InvalidInputError(f"line {line}: this is not JSON: the list has ended already")


def _json_value(decoder: json.JSONDecoder, text: str, place: int, line: int) -> tuple[object, int]:
    try:
        value, end = decoder.raw_decode(text, place)
    except json.JSONDecodeError as error:
        raise InvalidInputError(f"line {error.lineno}: this is not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:  # a number may be longer than Python reads
        raise InvalidInputError(f"line {line}: this is not JSON: {error}") from error
    return value, end


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def write_watchlist(specs: Iterable[WatchSpec], form: str) -> str:
    """Write a watchlist that `read_watchlist` reads back.

    Args:
        specs: the watches.
        form: "csv", "json" or "urls" (which keeps the addresses alone).

    Returns:
        The text.
    """
    if form == "urls":
        return "".join(f"{spec.url}\n" for spec in specs)
    if form == "json":
        rows = [_row(spec, joined=False) for spec in specs]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: write_cell(v) for k, v in _row(spec, joined=True).items()} for spec in specs)
    return out.getvalue()


def _row(spec: WatchSpec, *, joined: bool) -> dict[str, Any]:
    return {
        "url": spec.url,
        "name": spec.name,
        "kind": spec.kind,
        "every": format_interval(spec.every_seconds),
        "tags": ";".join(spec.tags) if joined else list(spec.tags),
        "emails": ";".join(spec.emails) if joined else list(spec.emails),
        "include": spec.include,
        "exclude": spec.exclude,
        "render": ("yes" if spec.is_rendered else "") if joined else spec.is_rendered,
        "ignore_robots": ("yes" if spec.ignores_robots else "") if joined else spec.ignores_robots,
    }
