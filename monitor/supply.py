"""Pages that somebody supplies: where they are said to come from, by whom, and when; no file is asked for that."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.errors import InvalidInputError
from monitor.core.records import Provenance, ProvenanceKind
from monitor.core.urls import normalise_url
from monitor.named_files import shown_name

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.dated import Dated

_LONGEST_NAME = 100  # characters; a guess at a long name with an office


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What is said of pages that somebody supplies.

    Args:
        archive: the address of the archive they come from, "" for files.
        by: who supplies them.
        at: when, UTC.
    """

    archive: str
    by: str
    at: datetime

    def of(self, page: Dated) -> Provenance:
        """Return how a page came to us."""
        kind = ProvenanceKind.ARCHIVE if self.archive else ProvenanceKind.FILE
        return Provenance(kind=kind, source=self.archive or shown_name(page.path), by=self.by, at=self.at)


def make_supply(*, source: str, by: str, now: datetime) -> Supply:
    """Check what is said of pages that somebody supplies.

    Args:
        source: the address of the archive, "" for files.
        by: who supplies them, "" for the user that runs the command.
        now: UTC.

    Returns:
        The same in one spelling.

    Raises:
        InvalidInputError: the source is no web address, or the name is none.
    """
    name = by.strip() or _user()
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidInputError(f"--by takes a name of at most {_LONGEST_NAME} characters, in one line")
    return Supply(archive=normalise_url(source) if source.strip() else "", by=name, at=now)


def _user() -> str:
    """Return who runs the command; the account counts, which no variable of the environment can change."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
