"""Lines of postal addresses in bold or capitals: they look like headings and head nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.reading.paragraphs import NUMBER
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extraction.reading.runs import Run

_WORDS = 8  # of a line; as in comparison/addresses.py
_LINES = 8  # of an address, with what stands above it; a guess
_ENDS = ("!", "?", ":", ";", "。")
_NAME_WORDS = 5  # words of a line that may end in a stop, as the names of companies do; a guess
# of Germany and many others, of Poland, of Portugal, of Czechia and Sweden, of the United Kingdom
_CODE = re.compile(
    r"(?<![\d/.-])\d{4,6}(?:\s[A-Z]{2})?,?\s[^\W\d]|(?<!\d)(?:\d{2}|\d{4})-\d{3}\s[^\W\d]|"
    r"(?<!\d)\d{3} \d{2} [^\W\d_a-z]|"
    r"\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b"
)
_LOOKS = frozenset({"bold", "caps"})


def has_postal_code(text: str) -> bool:
    """Tell whether a line gives a postal code with its town, or one that only addresses have."""
    return _CODE.search(text) is not None


def address_lines(runs: Sequence[Run]) -> set[int]:
    """Return the places of lines of addresses that only look like headings.

    An address is a few short lines that follow one another, one of them with a postal code. Its first line may head
    the others; below it, a line with a figure heads nothing.

    Args:
        runs: in reading order.
    """
    found: set[int] = set()
    for start, end in _stretches(runs):
        lines = runs[start:end]
        if any(has_postal_code(line.text) for line in lines):
            found |= {start + at for at, line in enumerate(lines) if at and line.style in _LOOKS and _has_figure(line)}
    return found


def _stretches(runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yield where a few short lines begin and end."""
    start = 0
    for at, run in enumerate(runs):
        if not _is_line(run):
            if 1 < at - start <= _LINES:
                yield start, at
            start = at + 1
    if 1 < len(runs) - start <= _LINES:
        yield start, len(runs)


def _is_line(run: Run) -> bool:
    if run.words > _WORDS or not (run.kind is BlockKind.PARAGRAPH or run.style in _LOOKS):
        return False
    return not (run.text.endswith(_ENDS) or (run.text.endswith(".") and run.words > _NAME_WORDS))


def _has_figure(run: Run) -> bool:
    return any(map(str.isdigit, run.text)) and not NUMBER.match(run.text)
