"""Tables: which hold data and which only lay out a page; rows with their column headers."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.reading.emails import contact_behind, decoded_email
from crawler.extraction.reading.letters import fold, has_letter
from crawler.extraction.reading.pictures import WORDLESS, asks, words_in, words_of
from crawler.extraction.reading.tags import DROPPED, INLINE, is_helper, is_struck
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

_MAX_ROWS = 5_000  # of a table; on 2,649 real pages none has more than 30
_MAX_COLUMNS = 60  # of a table; on 2,649 real pages none has more than 7
# words of a cell beyond which a table only places parts of a page; halved or doubled, 10 and 4 of 338 real pages differ
_LONG_CELL = 200
# where a block begins or ends within a cell, and where a line is broken; neither is a character of a page's
_BLOCK, _BREAK = "\0", "\1"
_BETWEEN = re.compile(f"([{_BLOCK}{_BREAK}]+)")
_BETWEEN_LINES = "; "
_CLOSING = ")]%\"'\u2019\u201d\u00bb"  # with which a line may end that is no sentence, beside letters and figures
_JOINING = "([,.;:!?)/&+"  # with which no line begins
_LAYOUT_TAGS = ("table", "h1", "h2", "h3", "form", "nav", "main", "article", "header", "footer")


def is_data_table(table: HtmlElement) -> bool:
    """Tell a table of facts from one that only places parts of the page side by side."""
    if (table.get("role") or "") in {"presentation", "none"}:
        return False
    if next(table.iterdescendants(*_LAYOUT_TAGS), None) is not None:
        return False
    rows = [_cells(row) for row in islice(table.iter("tr"), 200)]
    wide = [cells for cells in rows if len(cells) >= 2]
    if len(wide) < 2:
        return False
    return not any(word_count(cell_text(cell)) > _LONG_CELL for cells in wide[:6] for cell in cells)


def caption_of(table: HtmlElement) -> str:
    """Return what a table's caption says, "" where it has none or only screen readers say it."""
    caption = table.find("caption")
    return "" if caption is None or is_helper("span", dict(caption.items())) else cell_text(caption)


def table_rows(table: HtmlElement) -> Iterator[str]:
    """Yield each row's text: the cells in order, each after its column's header where there is one.

    A cell that reaches over all columns is the title of the table, or of the rows below it, and has no header; nor is
    it one.
    """
    headers: list[str] = []
    body_seen = False
    rows = list(islice(table.iter("tr"), _MAX_ROWS))
    columns = max((sum(map(_span, _cells(row))) for row in rows), default=0)
    for row in rows:
        cells = _cells(row)
        is_header = not body_seen and not headers and _is_header(row, cells)
        texts = [cell_text(cell) if is_header or cell.tag == "th" else _listed_text(cell) for cell in cells]
        if not any(map(has_letter, texts)):
            continue
        if len(cells) == 1 < columns <= _span(cells[0]):
            yield texts[0]
            continue
        if is_header:
            headers = _spread(cells, texts)
            continue
        body_seen = True
        yield _row_text(_named(cells, texts, headers))
    if headers and not body_seen:
        yield _row_text(headers)


def row_text(texts: Sequence[str], headers: Sequence[str]) -> str:
    """Return a row's cells on one line, each after its column's header where there are as many."""
    if len(headers) != len(texts):
        return _row_text(texts)
    return _row_text([_under(header, text) for header, text in zip(headers, texts, strict=True)])


def _is_header(row: HtmlElement, cells: list[HtmlElement]) -> bool:
    parent = row.getparent()
    return all(cell.tag == "th" for cell in cells) or (parent is not None and parent.tag == "thead")


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in islice(row, _MAX_COLUMNS) if cell.tag in {"td", "th"}]


def _spread(cells: list[HtmlElement], texts: list[str]) -> list[str]:
    spread: list[str] = []
    for cell, text in zip(cells, texts, strict=True):
        spread += [text] * _span(cell)
    return spread[:_MAX_COLUMNS]


def _span(cell: HtmlElement) -> int:
    span = cell.get("colspan") or "1"
    return min(_MAX_COLUMNS, int(span)) if span.isdecimal() and span.isascii() and len(span) < 4 and span != "0" else 1


def _named(cells: list[HtmlElement], texts: list[str], headers: list[str]) -> list[str]:
    named: list[str] = []
    # A row shorter than the header has cells that reach down from above: they stand to the left.
    column = max(0, len(headers) - sum(map(_span, cells))) if headers else 0
    for cell, text in zip(cells, texts, strict=True):
        header = headers[column] if column < len(headers) else ""
        named.append(_under(header, text))
        column += _span(cell)
    return named


def _under(header: str, text: str) -> str:
    return f"{header}: {text}" if header and text and header != text else text


def _row_text(cells: Iterable[str]) -> str:
    return " | ".join(cell for cell in cells if cell)


def cell_text(cell: HtmlElement) -> str:
    """Return a cell's text on one line, block boundaries as spaces; of one without text, what its pictures say."""
    return fold(_BETWEEN.sub(" ", _whole(cell))) or words_in(cell)


def _listed_text(cell: HtmlElement) -> str:
    """Return the same with a semicolon between two lines: "Hosting; Profiling".

    There is none behind a line that ends in a sign, nor where one that was broken goes on in small letters.
    """
    said: list[str] = []
    between = ""
    for piece in _BETWEEN.split(_whole(cell)):
        if piece[:1] in {_BLOCK, _BREAK}:
            between += piece
        elif line := fold(piece):
            if said:
                said.append(_BETWEEN_LINES if _is_another(said[-1], line, is_block=_BLOCK in between) else " ")
            said.append(line)
            between = ""
    return "".join(said) or words_in(cell)


def _is_another(before: str, line: str, *, is_block: bool) -> bool:
    """Tell whether a line of a cell does not go on with the one before it."""
    last, first = before[-1:], line[:1]
    if not (last.isalnum() or last in _CLOSING) or first in _JOINING:
        return False
    return not first.islower() or (is_block and not last.isdigit())


def _whole(element: HtmlElement) -> str:
    parts: list[str] = []
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        node, done = stack.pop()
        if done:
            if node.tag == "a" and (contact := contact_behind(node)):
                parts.append(f" {contact}")
            parts.append(_BLOCK if node.tag not in INLINE else "")
            parts.append(node.tail or "" if node is not element else "")
            continue
        stack.append((node, True))
        tag, said = str(node.tag), dict(node.items())
        email = decoded_email(node, said)
        if node.tag in WORDLESS:
            email = words_of(node, said, asked=asks(_BETWEEN.sub(" ", "".join(part[-9:] for part in parts[-3:]))))
        if node.tag in DROPPED or email or is_helper(tag, said) or is_struck(tag, said.get("style", "")):
            parts.append(email)
            continue
        between = _BREAK if node.tag == "br" else "" if node.tag in INLINE else _BLOCK
        parts.append(between + (node.text or ""))
        stack.extend((child, False) for child in reversed(node))
    return "".join(parts)
