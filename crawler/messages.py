"""What is asked of a crawl and what it says: typed values, each one line of JSON between two processes.

The law: what is decoded is what was encoded, whole. Only a letter that no text can have (a lone surrogate) becomes "?".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Discriminator, TypeAdapter, ValidationError

from monitor.core.errors import InvalidInputError
from monitor.core.records import CheckOutcome, Discovery, FailureKind, Fetched  # noqa: TC001 - pydantic reads the types

_LONGEST_EXCERPT = 80  # letters of what could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchBatch:
    """Watches to check.

    Args:
        watches: their numbers.
    """

    asks: Literal["watches"] = "watches"
    watches: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPage:
    """A page that is on no watchlist.

    Args:
        number: what its result is known by.
        url: its address.
        is_rendered: whether a browser builds it first.
        ignores_robots: whether it is fetched whatever robots.txt says.
        accept_language: in which languages it is asked for, "" for English.
    """

    number: int
    url: str
    is_rendered: bool = False
    ignores_robots: bool = False
    accept_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBatch:
    """Pages to fetch.

    Args:
        pages: each with a number of its own.
    """

    asks: Literal["pages"] = "pages"
    pages: tuple[AskedPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSite:
    """A site on which a document is looked for.

    Args:
        number: what its result is known by.
        homes: the addresses of its home page, tried in order.
        kind: of document.
    """

    number: int
    homes: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteBatch:
    """Sites to look at.

    Args:
        sites: each with a number of its own; many at a time, each site one request after the other.
    """

    asks: Literal["sites"] = "sites"
    sites: tuple[AskedSite, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A sign of life, one a second.

    Args:
        moves: how many requests have begun or ended; it stands still where nothing moves.
    """

    says: Literal["beat"] = "beat"
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Something that was asked for is under way.

    Args:
        numbers: of watches, pages or sites.
    """

    says: Literal["begun"] = "begun"
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check is recorded.

    Args:
        watch: the watch's number.
        outcome: how it ended.
        kind: why it failed, None where it did not.
    """

    says: Literal["checked"] = "checked"
    watch: int
    outcome: CheckOutcome
    kind: FailureKind | None = None

    @property
    def number(self) -> int:
        """The number by which it was asked for."""
        return self.watch


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFetched:
    """A page was fetched, or could not be.

    Args:
        fetched: what came; its watch_id is the number by which the page was asked for.
    """

    says: Literal["fetched"] = "fetched"
    fetched: Fetched

    @property
    def number(self) -> int:
        """The number by which it was asked for."""
        return self.fetched.watch_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSearched:
    """A site was looked at.

    Args:
        site: its number.
        found: what was found there.
    """

    says: Literal["found"] = "found"
    site: int
    found: Discovery

    @property
    def number(self) -> int:
        """The number by which it was asked for."""
        return self.site


@dataclass(frozen=True, slots=True, kw_only=True)
class GaveUp:
    """The crawl cannot go on.

    Args:
        error: why, one line.
    """

    says: Literal["gave_up"] = "gave_up"
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line that is none of these.

    Args:
        why: what is wrong with it, and how it begins; one line.
    """

    why: str


Batch = WatchBatch | PageBatch | SiteBatch
Result = Checked | PageFetched | SiteSearched
Line = Beat | Begun | Result | GaveUp

_CONFIG = ConfigDict(strict=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64", defer_build=True)
_BATCHES: TypeAdapter[Batch] = TypeAdapter(Annotated[Batch, Discriminator("asks")], config=_CONFIG)
_LINES: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Discriminator("says")], config=_CONFIG)


def encode(value: Batch | Line) -> bytes:
    """Return a value as JSON in UTF-8, in one line without its end."""
    if isinstance(value, Batch):
        plain = _BATCHES.dump_python(value, mode="json")
    else:
        plain = _LINES.dump_python(value, mode="json")
    return json.dumps(plain, ensure_ascii=False).encode(errors="replace")


def decode(line: bytes) -> Line | Unreadable:
    """Return what a line of a crawl says.

    Args:
        line: as it came, without its end.

    Returns:
        The value; Unreadable for whatever is none.
    """
    try:
        return _LINES.validate_json(line)
    except ValidationError as error:
        return Unreadable(why=_why(error, line))


def decode_batch(content: bytes) -> Batch:
    """Return the batch that a file holds.

    Args:
        content: of the file.

    Returns:
        The batch.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        return _BATCHES.validate_json(content)
    except ValidationError as error:
        raise InvalidInputError(f"this is no batch: {_why(error, content)}") from None


def _why(error: ValidationError, line: bytes) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    begins = ascii(line[:_LONGEST_EXCERPT].decode(errors="replace"))
    return f"{where + ': ' if where else ''}{first['msg']} in {begins}"
