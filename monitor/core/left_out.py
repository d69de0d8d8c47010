"""From what became of each block of a page to what was left out of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.records import LeftOut, LeftOutBlocks, LeftOutBy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.records import JudgedBlock

# Of 1,912 real pages, none had more than 372 blocks that were left out (half of them 48 or fewer) ...
MOST_SHOWN = 500
# ... 19 in 20 of these blocks had at most 73 characters ...
LONGEST_EXCERPT = 160
# ... and the longest reason had 171.
_LONGEST_REASON = 200


def excerpt(text: str, length: int = LONGEST_EXCERPT) -> str:
    """Return how a text begins, in one line, with a sign that more follows where it is longer.

    >>> excerpt("All  our\\npartners", 9)
    'All our…'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def left_out_of(blocks: Iterable[JudgedBlock]) -> LeftOut:
    """Gather what was left out of a page.

    Args:
        blocks: of the page, in reading order.

    Returns:
        Counts of all of it, and how the first `MOST_SHOWN` blocks begin.
    """
    counts = Counter[str]()
    shown: dict[str, dict[str, list[str]]] = {}
    for place, block in enumerate(block for block in blocks if not block.kept):
        counts[block.rule] += 1
        if place < MOST_SHOWN:
            reasons = shown.setdefault(block.rule, {})
            reasons.setdefault(excerpt(block.because, _LONGEST_REASON), []).append(excerpt(block.text))
    return LeftOut(
        rules=tuple(
            LeftOutBy(
                rule=rule,
                blocks=count,
                shown=tuple(
                    LeftOutBlocks(because=because, texts=tuple(texts)) for because, texts in shown.get(rule, {}).items()
                ),
            )
            for rule, count in counts.most_common()
        )
    )
