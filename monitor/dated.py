"""Files of the past: which of a folder hold dated pages, and whether each can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.core.errors import MOST_NAMED, InvalidInputError
from monitor.named_files import read_file

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T_ ](\d{2})[-:](\d{2})[-:](\d{2}).*?\.(html?|pdf|txt|md)(\.gz)?", re.IGNORECASE
)
_TYPES = {"html": "text/html", "htm": "text/html", "pdf": "application/pdf", "txt": "text/plain", "md": "text/markdown"}


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


def find_pages(folder: Path) -> list[Dated]:
    """List the dated pages of a folder in the order of their dates.

    Args:
        folder: holds files named like `2024-02-27T18-32-41Z.html.gz`; others are passed over.

    Returns:
        The pages; of two of the same second, the first by name.

    Raises:
        InvalidInputError: it is no folder, or has no dated page.
    """
    if not folder.is_dir():
        raise InvalidInputError(f"{folder} is not a folder that can be read")
    try:
        dated = [page for path in sorted(folder.iterdir()) if path.is_file() and (page := _dated(path))]
    except OSError as error:
        raise InvalidInputError(f"{folder} cannot be read: {error.strerror}") from error
    if not dated:
        raise InvalidInputError(f"{folder} holds no dated pages, such as 2024-02-27T18-32-41Z.html.gz")
    return sorted({page.at: page for page in reversed(dated)}.values(), key=lambda page: page.at)


def _dated(path: Path) -> Dated | None:
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    try:
        at = datetime.fromisoformat(f"{match[1]}T{match[2]}:{match[3]}:{match[4]}").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Dated(path=path, at=at, media_type=_TYPES[match[5].lower()])


def refuse_unreadable(pages: list[Dated]) -> None:
    """Look whether each page can be read, one in memory at a time.

    Args:
        pages: to be read later.

    Raises:
        InvalidInputError: files are missing, damaged or too large; they are named.
    """
    problems = list(filter(None, map(_problem, pages)))
    if problems:
        more = f"; and {len(problems) - MOST_NAMED:,} more" if len(problems) > MOST_NAMED else ""
        raise InvalidInputError(f"{'; '.join(problems[:MOST_NAMED])}{more} (nothing was recorded)")


def _problem(page: Dated) -> str:
    try:
        read_file(page.path)
    except InvalidInputError as error:
        return str(error)
    return ""
