"""Edits of a redline, and reasons that have one side only: what the rules that find reasons share."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.core.records import Reason, RedlineOp, Rule
from monitor.core.text import head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.records import Redline

MOST = 8
"""Reasons that are given of one kind."""
QUOTED = 80
"""Characters of an edit, or of a text, that are quoted."""


def one_sided(rule: Rule, text: str, *, subject: str = "", added: bool) -> Reason:
    """Return the reason that something came, or went."""
    return Reason(rule=rule, subject=subject, came=text) if added else Reason(rule=rule, subject=subject, went=text)


def edits(pieces: Redline) -> Iterator[int]:
    """Yield the index of the first piece of each edit."""
    for index, (op, _) in enumerate(pieces):
        if op is not RedlineOp.EQUAL and (index == 0 or pieces[index - 1][0] is RedlineOp.EQUAL):
            yield index


def edit_at(pieces: Redline, start: int) -> dict[RedlineOp, str]:
    """Return what goes and what comes in the edit that begins with a piece."""
    return dict(takewhile(lambda piece: piece[0] is not RedlineOp.EQUAL, pieces[start : start + 2]))


def short(text: str, most: int = QUOTED) -> str:
    """Return a text, or the beginning of one of more than `most` characters; what would cut a few words cuts none."""
    return text if len(text) <= most + most // 4 else f"{head(text, most)} …"
