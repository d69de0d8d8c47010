"""Texts cut down for reading: what a mail shows of a long clause, path or name, with nothing in it that misleads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.records import RedlineOp
from monitor.core.steering import STEERING
from monitor.core.text import head

if TYPE_CHECKING:
    from monitor.core.records import Redline

GAP = "[…]"

_USERINFO = re.compile(r"(?<=://)[^/?#\s\"'<>]*@")
_LEVELS = 4  # headings above a clause that are shown
_LONGEST_HEADING = 70  # characters of each


def plain(text: str) -> str:
    """Make one line of a text from outside: white space folded, no controls, no user name or password in an address.

    Args:
        text: anything.

    Returns:
        The line.
    """
    return _USERINFO.sub("", STEERING.sub("", " ".join(text.split())))


def tail(text: str, limit: int) -> str:
    """Return the end of a text, at most `limit` characters, whole words where there are words."""
    return head(text[::-1], limit)[::-1]


def line(text: str, limit: int) -> str:
    """Return a text as one safe line of at most `limit` characters, with an ellipsis where it was cut."""
    whole = plain(text)
    return whole if len(whole) <= limit else head(whole, limit - 1).rstrip(" ,;:-") + "…"


def fold_path(path: tuple[str, ...]) -> str:
    """Write the place of a clause in one line.

    Args:
        path: the headings above it, outermost first.

    Returns:
        The headings joined by "›", each cut to 70 characters; of more than four the first and the last two.
    """
    shown = [line(heading, _LONGEST_HEADING) for heading in path]
    if len(shown) > _LEVELS:
        shown = [shown[0], "…", *shown[-2:]]
    return " › ".join(filter(None, shown))


def elide(redline: Redline, *, context: int = 90, longest: int = 1500, room: int = 4000, most: int = 120) -> Redline:
    """Leave out what a reader of a redline does not need.

    Args:
        redline: any.
        context: characters of equal text kept on each side of an edit.
        longest: characters kept of one deletion or insertion.
        room: characters kept in all, but for the last piece.
        most: pieces kept.

    Returns:
        Pieces in the same order, safe to show, with "[…]" where something is left out. An unedited text keeps its
        beginning. What is no longer than that beginning is shown whole: to leave a few words out saves nothing.
    """
    pieces = [(op, _safe(text)) for op, text in redline]
    if all(op is RedlineOp.EQUAL for op, _ in pieces):
        whole = "".join(text for _, text in pieces)
        return ((RedlineOp.EQUAL, _cut(whole, 4 * context)),) if whole else ()
    if sum(len(text) for _, text in pieces) <= min(4 * context, longest, room) and len(pieces) <= most:
        return tuple(pieces)
    shown: list[tuple[RedlineOp, str]] = []
    for place, (op, text) in enumerate(pieces):
        if room <= 0 or place == most:
            return (*shown, (RedlineOp.EQUAL, f" {GAP}"))
        is_end = (place == 0, place == len(pieces) - 1)
        shown.append((op, _shortened(text, context, is_end) if op is RedlineOp.EQUAL else _cut(text, longest)))
        room -= len(shown[-1][1])
    return tuple(shown)


def _shortened(text: str, context: int, is_end: tuple[bool, bool]) -> str:
    """Shorten equal text towards the edits beside it."""
    is_first, is_last = is_end
    if is_first:
        return _start(text, context)
    return _cut(text, context) if is_last else _middle(text, context)


def _safe(text: str) -> str:
    # the white space at the ends holds the words of neighbouring pieces apart
    inner = plain(text)
    return f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}" if inner else " " * bool(text)


def _start(text: str, context: int) -> str:
    return text if len(text) <= context + len(GAP) + 1 else f"{GAP} {tail(text, context).lstrip()}"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit + len(GAP) + 1 else f"{head(text, limit).rstrip()} {GAP}"


def _middle(text: str, context: int) -> str:
    if len(text) <= 2 * context + len(GAP) + 2:
        return text
    return f"{head(text, context).rstrip()} {GAP} {tail(text, context).lstrip()}"
