"""Answers in CSV whose cells no spreadsheet takes for formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.spreadsheets import write_cell

if TYPE_CHECKING:
    from storage.browse.asgi import Message, Send

_CELL = re.compile(r'"([^"]*(?:""[^"]*)*)"|([^,"\r\n]+)')
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


def plain_cells(rows: str) -> str:
    """Return rows of CSV with an apostrophe before what looks like a formula and is no number.

    >>> plain_cells('=1+1,"@a, b",-5\\r\\n')
    '\\'=1+1,"\\'@a, b",-5\\r\\n'
    """
    return _CELL.sub(_plain, rows)


def _plain(cell: re.Match[str]) -> str:
    quoted, bare = cell.groups()
    if bare is None:
        return f'"{write_cell(quoted)}"'
    return bare if _NUMBER.fullmatch(bare) else write_cell(bare)


def with_plain_cells(send: Send) -> Send:
    """Return a way to send by which rows of CSV are made harmless; Datasette sends whole rows, never a part of one."""
    is_csv = False

    async def sent(message: Message) -> None:
        nonlocal is_csv
        if message["type"] == "http.response.start":
            kinds = [value for key, value in message["headers"] if key.lower() == b"content-type"]
            is_csv = any(kind.startswith((b"text/plain", b"text/csv")) for kind in kinds)
        elif is_csv:
            message = {**message, "body": plain_cells(message.get("body", b"").decode()).encode()}
        await send(message)

    return sent
