"""`extract --explain`: what became of each block of a page, and why."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text

from monitor.cli.common import console, say_json
from monitor.core.contract import document_json
from monitor.core.left_out import excerpt, left_out_of
from monitor.core.phrases import count_words, left_out_words
from monitor.core.records import FetchFailure
from monitor.core.steering import printable

if TYPE_CHECKING:
    from monitor.core.records import Explanation, JudgedBlock


def show_explanation(source: str, explanation: Explanation, form: str) -> None:
    """Print what became of each block of a page.

    Args:
        source: the path or address that was read.
        explanation: of it.
        form: "text", "markdown" or "json".
    """
    if form == "json":
        say_json(_json(source, explanation), indent=None)
        return
    out, is_markdown = console(), form == "markdown"

    def tell(text: str, style: str = "") -> None:
        line = printable(text).replace("<", "\\<") if is_markdown else printable(text)
        out.print(Text(line, style=style), soft_wrap=True)

    blocks = explanation.blocks
    kept = sum(block.kept for block in blocks)
    others = left_out_words(left_out_of(blocks).counts) or "nothing"
    tell(f"{'## ' if is_markdown else ''}{source}: {count_words(kept, 'block')} kept; left out: {others}", "bold")
    for (is_kept, rule, because), group in groupby(blocks, key=lambda block: block[1:]):
        verb = "Kept" if is_kept else "Left out"
        tell(f"\n{verb}, {rule}: {because}" + ("\n" if is_markdown else ""), "green" if is_kept else "yellow")
        for block in group:
            tell(_line(block, is_markdown=is_markdown), "" if is_kept else "dim")


def _line(block: JudgedBlock, *, is_markdown: bool) -> str:
    mark = "-" if is_markdown else "  +" if block.kept else "  -"
    return f"{mark} {excerpt(block.text)}"


def _json(source: str, explanation: Explanation) -> dict[str, Any]:
    result = explanation.result
    if isinstance(result, FetchFailure):
        told = {"source": source, "error": result.kind.value, "detail": result.detail}
    else:
        told = document_json(source, result)
    return {**told, "blocks": [block._asdict() for block in explanation.blocks]}
