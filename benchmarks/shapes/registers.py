"""Texts whose facts cost as much to read as they can, by name and of so many clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable

_LENGTH = 40  # times that what a clause is full of stands in it


def _under(heading: str, kind: BlockKind, texts: list[str]) -> list[Block]:
    return [Block(BlockKind.HEADING, heading, 2), *(Block(kind, text) for text in texts)]


def _full_of(text: str, count: int, heading: str = "What we do") -> list[Block]:
    return _under(heading, BlockKind.PARAGRAPH, [f"{number} {text * _LENGTH}" for number in range(count // _LENGTH)])


REGISTERS: dict[str, Callable[[int], list[Block]]] = {
    "rows of processors": lambda n: _under(
        "Sub-processors",
        BlockKind.ROW,
        [f"Name: Firm {i} Ltd | Purpose: Work {i} | Country: Ireland" for i in range(n)],
    ),
    "rows without headings": lambda n: _under(
        "Sub-processors", BlockKind.ROW, [f"Firm {i} | Work {i} | Ireland" for i in range(n)]
    ),
    "entries": lambda n: _under("Sub-processors", BlockKind.ITEM, [f"Firm {i} - work {i} - Ireland" for i in range(n)]),
    "periods": lambda n: _under(
        "Retention", BlockKind.ITEM, [f"We keep item {i} for {i % 50} days." for i in range(n)]
    ),
    "contacts": lambda n: _under("Contact", BlockKind.PARAGRAPH, [f"Write to a{i}@example.org." for i in range(n)]),
    "transfers": lambda n: _under(
        "Transfers", BlockKind.PARAGRAPH, [f"{i} Data go to India and Peru under adequacy decisions." for i in range(n)]
    ),
    "headings": lambda n: [
        block
        for i in range(n // 2)
        for block in (
            Block(BlockKind.HEADING, f"Keeping {i}", 2),
            Block(BlockKind.PARAGRAPH, f"{i} For {i % 90} days."),
        )
    ],
    "lead-ins": lambda n: _under(
        "Processors", BlockKind.PARAGRAPH, [f"{i} These process data for us:" for i in range(n)]
    ),
    "clauses of periods": lambda n: _full_of("we keep it 3 days and delete it ", n),
    "clauses of countries": lambda n: _full_of("sent to Peru and India under adequacy decisions ", n, "Transfers"),
    "clauses of companies": lambda n: _full_of("shared with Firm Ltd and our provider ", n, "Recipients"),
    "clauses of courts": lambda n: _full_of("the courts of Leeds and the laws of Peru ", n, "Disputes"),
    "clauses of grounds": lambda n: _full_of("Article 6(1)(f) and legitimate interests ", n),
    "clauses of addresses": lambda n: _full_of("a@example.org +44 20 7946 0999 ", n, "Contact"),
}
