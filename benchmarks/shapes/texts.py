"""Markdown, plain text and lines of PDFs that cost as much as they can, by name and of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.shapes.filling import SENTENCE, filled, numbered
from crawler.extraction.reading.pdf_words import Word

if TYPE_CHECKING:
    from collections.abc import Callable

MARKDOWN: dict[str, Callable[[int], str]] = {
    "a heading of spaces": lambda size: f"# a{' ' * size}b",
    "a heading of marks": lambda size: f"# a {'#' * size}b",
    "a heading of marks and spaces": lambda size: f"# a {filled('# ', size)}b",
    "marks": lambda size: "#" * size,
    "lines of marks": lambda size: filled("###### \n", size),
    "headings in Markdown": lambda size: filled("## Your rights\n\n", size),
    "headings and paragraphs in Markdown": lambda size: filled(f"## Your rights\n\n{SENTENCE}\n\n", size),
    "headings underlined": lambda size: filled("Rights\n===\n", size),
    "equal signs": lambda size: f"x\n{'=' * size}x",
    "dashes": lambda size: f"x\n{'-' * size}x",
    "a rule of dashes and spaces": lambda size: f"{filled('- ', size)}x",
    "a rule of tabs": lambda size: f"*{' ' * size}x",
    "a table's rule": lambda size: f"|a|b|\n|{filled('-|', size)}x",
    "a table's rule of dashes": lambda size: f"|a|b|\n|{'-' * size}x",
    "a table's rule of spaces": lambda size: f"|a|b|\n|{filled('- ', size)}x",
    "a table's rule of spaces alone": lambda size: f"|a|b|\n|-{' ' * size}x",
    "a table of Markdown": lambda size: f"|a|b|\n|-|-|\n{filled('|x|y|' + chr(10), size)}",
    "cells of Markdown": lambda size: f"|a|b|\n|-|-|\n{filled('|x', size)}",
    "escaped brackets": lambda size: filled("\\[", size),
    "links of escapes without end": lambda size: filled("[a](\\)", size),
    "attribute lists of colons": lambda size: filled("{::}", size) + "x",
    "a long heading above many clauses": lambda size: (
        f"# {'a' * (size // 2)}\n\n{filled('word' + chr(10) * 2, size // 2)}"
    ),
    "opening links": lambda size: "[" * size,
    "links without target": lambda size: filled("[a](", size),
    "links of Markdown": lambda size: filled("[a](b) ", size),
    "a link of escapes": lambda size: f"[{filled(chr(92) + 'a', size)}",
    "a target of brackets": lambda size: f"[a]({filled('(b)', size)}",
    "a target of quotes": lambda size: f"[a](b{filled(' ' + chr(34) + 'c' + chr(34), size)}",
    "links in one another in Markdown": lambda size: "[" * (size // 8) + "a" + "](b)" * (size // 8),
    "references": lambda size: filled("[a]: b\n", size),
    "a reference without end": lambda size: f"[{'a' * size}",
    "automatic links": lambda size: filled("<http:", size),
    "one automatic link": lambda size: f"<{filled('a.', size)}",
    "tags in Markdown": lambda size: filled("<a", size),
    "asterisks": lambda size: "*" * size,
    "underscores": lambda size: "_" * size,
    "asterisks and words": lambda size: filled("*a ", size),
    "bold lines": lambda size: filled("**Rights**\n\n", size),
    "a bold line without end": lambda size: f"**{'a' * size}",
    "backticks": lambda size: "`" * size,
    "backslashes in Markdown": lambda size: "\\" * size,
    "quotes": lambda size: f"{'>' * size} x",
    "quotes and spaces": lambda size: f"{filled('> ', size)}x",
    "items of Markdown": lambda size: filled("- You may object\n", size),
    "items deeper and deeper": lambda size: "".join(f"{' ' * (number % 300)}- x\n" for number in range(size // 150)),
    "lines of one paragraph": lambda size: filled("we share data\n", size),
    "braces": lambda size: "{" * size,
    "opening templates": lambda size: filled("{{ ", size),
    "templates of spaces": lambda size: f"{{{{{' ' * size}x",
    "templates again and again": lambda size: filled("{{ a }}", size),
    "steering": lambda size: filled("{% if ", size),
    "steering that ends": lambda size: filled("{% if a %}", size),
    "comments of templates": lambda size: filled("{% comment %}", size),
    "attribute lists": lambda size: filled("{: #a}", size),
    "attribute lists without end": lambda size: filled("{: a", size),
    "spaces before attribute lists": lambda size: f"x{filled(' ' * 500 + '{', size)}",
    "attribute lines": lambda size: f"{filled('{: #a} ', size)}x",
    "attribute lines of quotes": lambda size: f"{filled('> ', size)}{{x",
    "front matter without end": lambda size: f"---\n{filled('a: b' + chr(10), size)}",
    "front matter that nearly ends": lambda size: f"---\n{filled('---' + chr(10) + '-', size)}",
    "comments of Markdown": lambda size: filled("<!--", size),
    "blocks of HTML": lambda size: filled("<div>\nx\n\n", size),
    "a block of HTML in one another": lambda size: filled("<div>", size),
    "a table that never ends": lambda size: f"<table>\n{filled('<tr><td>x' + chr(10), size)}",
    "tabs": lambda size: "\t" * (size // 4) + "x",
    "fences": lambda size: filled("```\n", size),
    "empty lines": lambda size: "\n" * size,
    "spaces in Markdown": lambda size: f"x{' ' * size}x",
}

PLAIN: dict[str, Callable[[int], str]] = {
    "lines": lambda size: filled("word\n", size),
    "lines of sentences": lambda size: filled(f"{SENTENCE}\n", size),
    "one line": lambda size: filled(SENTENCE, size),
    "a paragraph of wrapped lines": lambda size: filled("we collect data and share them with partners of ours\n", size),
    "hyphens at ends of lines": lambda size: filled("we collect data and share them with partners of ou-\n", size),
    "numbered lines": lambda size: numbered("#. You may object\n", size),
    "bulleted lines": lambda size: filled("• You may object\n", size),
    "hollow bullets": lambda size: filled("o You may object\n", size),
    "lines in capitals": lambda size: filled("YOUR RIGHTS\nYou may object to it.\n", size),
    "rules": lambda size: filled("----------\n", size),
    "one rule": lambda size: "-" * size + "x",
    "spaces of plain text": lambda size: f"x{' ' * size}x",
    "empty lines of plain text": lambda size: "x" + "\n" * size,
    "tabs of plain text": lambda size: "\t" * (size // 8) + "x",
    "one word": lambda size: "a" * size,
    "form feeds": lambda size: "\f" * size,
}


def lines(size: int, form: str) -> list[list[Word]]:
    """Return words as pages of a PDF have them, about so many letters, a line in each, laid out in one of `LINES`."""

    def line(number: int, text: str = "We share data", x: float = 50.0, y: float = 0.0, size: float = 10.0) -> Word:
        top = y or 800 - number * 12.0
        return Word(text=text, x=x, end=x + size * len(text) / 2, y=top, size=size, bold=form == "bold lines")

    count = max(2, size // 14)
    made = {
        "lines of a page": line,
        "bold lines": line,
        "lines side by side": lambda n: line(n, x=50.0 + n, y=700.0),
        "lines going up": lambda n: line(n, y=100.0 + n * 12),
        "lines to and fro": lambda n: line(n, x=50.0 + 200 * (n % 2), y=700.0 - (n // 2) * 12 + 0.1 * (n % 2)),
        "lines down and one beside": lambda n: line(
            n, x=50.0 + 300 * (n % 9 == 8), y=700.0 - n % 9 * 12 if n % 9 < 8 else 650.0
        ),
        "lines at one place": lambda n: line(n, y=700.0),
        "lines of many sizes": lambda n: line(n, size=10 + n % 90),
        "numbered lines of a page": lambda n: line(n, text=f"{n}. We share data"),
        "lines that end in hyphens": lambda n: line(n, text="we share da-" if n % 2 else "ta with partners-"),
        "lines of dots": lambda n: line(n, text="." * 14),
        "stacks that are cells": lambda n: line(n, x=50.0 if n % 50 < 49 else 300.0, y=9000.0 - n * 3),
        "columns upon columns": lambda n: line(n, x=50.0 + 90 * (n % 20), y=9000.0 - n // 20 * 12),
        "tables one below another": lambda n: line(n, x=50.0 + 90 * (n % 3) + n // 12 % 40, y=9000.0 - n // 3 * 12),
        "signs of notes": lambda n: line(n, text="1 We share data", size=10 - 4 * (n % 2)),
        "letters from the right": lambda n: line(n, text="אנו (1)", x=50.0 + 20 * (n % 9), y=900.0 - n // 9 * 12),
    }[form]
    return [[made(number) for number in range(count)]]


LINES = (
    "lines of a page", "bold lines", "lines side by side", "lines going up", "lines to and fro",
    "lines down and one beside", "lines at one place", "lines of many sizes", "numbered lines of a page",
    "lines that end in hyphens", "lines of dots", "stacks that are cells", "columns upon columns",
    "tables one below another", "signs of notes", "letters from the right",
)  # fmt: skip
