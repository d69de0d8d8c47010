"""Files of the past: which of a folder hold dated pages, why others are passed over, and whether each can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.core.errors import MOST_NAMED, InvalidInputError
from monitor.core.phrases import moment_words
from monitor.named_files import read_file, shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NAME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T_ ](?P<hour>\d{2})[-:](?P<minute>\d{2})[-:](?P<second>\d{2})"
    r".*?\.(?P<type>html?|pdf|txt|md)(\.gz)?",
    re.IGNORECASE,
)
_TYPES = {"html": "text/html", "htm": "text/html", "pdf": "application/pdf", "txt": "text/plain", "md": "text/markdown"}
_NO_TYPE = f"its name ends in none of {', '.join(_TYPES)}, or one of these and gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A page of the past.

    Args:
        path: its file.
        at: when it was fetched, UTC.
        media_type: by its name.
    """

    path: Path
    at: datetime
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Something in a folder that is not taken as a page of the past.

    Args:
        name: of the file, as it can be shown.
        why: in words, to follow a colon.
    """

    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What a folder holds.

    Args:
        pages: in the order of their dates, no two of one second.
        passed_over: all else, by name.
    """

    pages: list[Dated]
    passed_over: tuple[PassedOver, ...]


def look_into(folder: Path, *, now: datetime) -> Folder:
    """List what a folder holds.

    Args:
        folder: holds files named like `2024-02-27T18-32-41Z.html.gz`.
        now: UTC; a page dated later is passed over, for it would stand before what is fetched until then.

    Returns:
        The pages, of those of one second the first by name, and what is passed over.

    Raises:
        InvalidInputError: it is no folder, or has no page that can be taken.
    """
    if not folder.is_dir():
        raise InvalidInputError(f"{folder} is not a folder that can be read")
    try:
        found = [_dated(path, now) for path in sorted(folder.iterdir())]
    except OSError as error:
        raise InvalidInputError(f"{folder} cannot be read: {error.strerror}") from error
    pages: dict[datetime, Dated] = {}
    passed_over: list[PassedOver] = []
    for one in found:
        if isinstance(one, PassedOver):
            passed_over.append(one)
        elif pages.setdefault(one.at, one) is not one:
            passed_over.append(PassedOver(name=shown_name(one.path), why=_why_not_both(one, pages[one.at])))
    if not pages:
        such = f"; {_few(passed_over)}" if passed_over else ""
        raise InvalidInputError(f"{folder} holds no dated pages, such as 2024-02-27T18-32-41Z.html.gz{such}")
    return Folder(pages=sorted(pages.values(), key=lambda page: page.at), passed_over=tuple(passed_over))


def _few(passed_over: list[PassedOver]) -> str:
    return _listed([f"{one.name}: {one.why}" for one in passed_over])


def _dated(path: Path, now: datetime) -> Dated | PassedOver:
    match = _NAME.fullmatch(path.name)
    if path.is_dir():
        why = "a folder, and folders within are not looked into"
    elif not path.is_file():
        why = "no file that could be read"
    elif not match:
        is_typed = path.name.lower().removesuffix(".gz").endswith(tuple(f".{name}" for name in _TYPES))
        why = "no time such as 2024-02-27T18-32-41Z begins its name" if is_typed else _NO_TYPE
    elif not (at := _moment(match)):
        why = "there is no such time"
    elif at > now:
        why = f"dated in the future: it is {moment_words(now)} by the clock here"
    else:
        return Dated(path=path, at=at, media_type=_TYPES[match["type"].lower()])
    return PassedOver(name=shown_name(path), why=why)


def _moment(match: re.Match[str]) -> datetime | None:
    try:
        return datetime.fromisoformat("{day}T{hour}:{minute}:{second}".format_map(match.groupdict())).replace(
            tzinfo=UTC
        )
    except ValueError:
        return None


def _why_not_both(page: Dated, taken: Dated) -> str:
    try:
        is_same = read_file(page.path) == read_file(taken.path)
    except InvalidInputError as error:
        return str(error)
    of_it = "the same page" if is_same else "another page"
    return f"{of_it} of the same second as {shown_name(taken.path)}, which is taken"


def refuse_unreadable(pages: Iterable[Dated]) -> None:
    """Look whether each page can be read, one in memory at a time.

    Args:
        pages: to be read later.

    Raises:
        InvalidInputError: files are missing, damaged or too large; they are named.
    """
    problems = list(filter(None, map(_problem, pages)))
    if problems:
        raise InvalidInputError(f"{_listed(problems)} (nothing was recorded)")


def _listed(problems: list[str]) -> str:
    more = f"; and {len(problems) - MOST_NAMED:,} more" if len(problems) > MOST_NAMED else ""
    return f"{'; '.join(problems[:MOST_NAMED])}{more}"


def _problem(page: Dated) -> str:
    try:
        read_file(page.path)
    except InvalidInputError as error:
        return str(error)
    return ""
