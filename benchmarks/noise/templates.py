"""Three ways in which sites put a text on a page; noise wears the same clothes as the policy."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.noise.policies import Block

    Template = Callable[[tuple[Block, ...], str], str]

MENU = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")  # of every page, and the same in every look
_LISTED = {"item": "ul", "row": "table"}


def _text(block: Block) -> str:
    return escape(" ".join(block.texts), quote=False)


def _cells(block: Block) -> str:
    return "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in block.texts)


def _body(blocks: tuple[Block, ...], forms: dict[str, str]) -> str:
    """Return blocks one after the other, items and rows held together.

    Args:
        blocks: in order.
        forms: how each kind of block is written; `ul` and `table` are what holds items and rows.
    """
    parts: list[str] = []
    for outer, group in groupby(blocks, key=lambda block: _LISTED.get(block.kind, "")):
        inner = [forms[b.kind].format(_cells(b) if b.kind == "row" else _text(b)) for b in group]
        parts += [forms[outer].format("".join(inner))] if outer else inner
    return "\n".join(parts)


def _links() -> str:
    return "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in MENU)


def _page(code: str, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body>\n{body}\n</body></html>"
    )


def article(blocks: tuple[Block, ...], code: str) -> str:
    """Return an article with headings."""
    forms = {
        "title": "<h1>{}</h1>",
        "heading": "<h2>{}</h2>",
        "subheading": "<h3>{}</h3>",
        "paragraph": "<p>{}</p>",
        "quote": "<blockquote><p>{}</p></blockquote>",
        "item": "<li>{}</li>",
        "row": "<tr>{}</tr>",
        "ul": "<ul>{}</ul>",
        "table": "<table>{}</table>",
    }
    frame = "<header><nav><ul>{0}</ul></nav></header><main><article>{1}</article></main><footer><ul>{0}</ul></footer>"
    return _page(code, _title(blocks), frame.format(_links(), _body(blocks, forms)))


def builder(blocks: tuple[Block, ...], code: str) -> str:
    """Return the nested boxes of a site builder, each block in boxes of its own."""
    cell = '<div class="k-41 k-7"><div class="k-42"><div class="k-9">{}</div></div></div>'
    forms = {
        "title": cell.format("<h1><span>{}</span></h1>"),
        "heading": cell.format("<h3><span>{}</span></h3>"),
        "subheading": cell.format("<h5><span>{}</span></h5>"),
        "paragraph": cell.format('<p class="f-8"><span class="c-18">{}</span></p>'),
        "quote": cell.format('<p class="f-8"><em>{}</em></p>'),
        "item": '<li><p class="f-8">{}</p></li>',
        "row": "<tr>{}</tr>",
        "ul": cell.format('<ul class="f-8">{}</ul>'),
        "table": cell.format("<table><tbody>{}</tbody></table>"),
    }
    frame = '<div id="r-1"><div class="k-2"><ul>{0}</ul></div><div class="k-3"><div class="k-4">{1}</div></div></div>'
    return _page(code, _title(blocks), frame.format(_links(), _body(blocks, forms)))


def columns(blocks: tuple[Block, ...], code: str) -> str:
    """Return an older page that a table lays out, with bold lines for headings and the menu in the left cell."""
    forms = {
        "title": '<font size="5"><b>{}</b></font><br><br>',
        "heading": "<p><b>{}</b></p>",
        "subheading": "<p><b>{}</b></p>",
        "paragraph": "<p>{}</p>",
        "quote": "<p><i>{}</i></p>",
        "item": "<li>{}</li>",
        "row": "<tr>{}</tr>",
        "ul": "<ul>{}</ul>",
        "table": '<table border="1">{}</table>',
    }
    frame = (
        '<table width="960"><tr><td width="180" valign="top"><ul>{0}</ul></td>'
        '<td valign="top">{1}</td></tr></table><p align="center">{2}</p>'
    )
    return _page(code, _title(blocks), frame.format(_links(), _body(blocks, forms), " | ".join(MENU)))


def _title(blocks: tuple[Block, ...]) -> str:
    return next(_text(block) for block in blocks if block.kind == "title")


TEMPLATES: tuple[Template, ...] = (article, builder, columns)
