"""A mail as it is read, without what carries it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The mail that a notice would be.

    Args:
        subject: one line.
        text: for a terminal.
        html: for a mail program: a whole page, with nothing in it that runs or loads anything.
    """

    subject: str
    text: str
    html: str
