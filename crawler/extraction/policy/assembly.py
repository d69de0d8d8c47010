"""From runs to a document: edges trimmed, contents out, outline, language, stated date."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from crawler.extraction.facts.language import language_of
from crawler.extraction.facts.stated_date import stated_date
from crawler.extraction.furniture.edges import AD_LABELS, COUNTERS, LEADING, MENU_HEADS, RECURRING, TOP, TRAILING
from crawler.extraction.furniture.escaped import MEASURES, MESSAGES, PIXELS, without_pixels
from crawler.extraction.furniture.rules import Rule, Sifted, Text, sift
from crawler.extraction.furniture.section_ends import SECTION_ENDS
from crawler.extraction.policy.contents import CONTENTS
from crawler.extraction.policy.heading_levels import outlined
from crawler.extraction.policy.recurring_lines import with_recurring_headings
from monitor.core.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.extraction.reading.runs import Run

RULES = f"clausewatch-13/trafilatura-{version('trafilatura')}"
"""The rules that draw a text: a version drawn by others is drawn again before it is compared.

Whatever changes what is drawn raises the number; `tests/extraction/test_golden.py` knows when that was forgotten.
"""
_TITLE_LENGTH = 300  # letters; titles of 2,649 real pages have 84 at most
TEXT_RULES: tuple[Rule[Text], ...] = (
    PIXELS,
    MESSAGES,
    MEASURES,
    TRAILING,
    LEADING,
    COUNTERS,
    AD_LABELS,
    RECURRING,
    SECTION_ENDS,
    TOP,
    MENU_HEADS,
    CONTENTS,
)
"""What is left out of any text, in this order, however its runs were found."""


def sifted(runs: Sequence[Run]) -> Sifted:
    """Return what the rules for any text leave of some runs, and what they say of the others."""
    return sift(TEXT_RULES, Text(runs=without_pixels(runs)))


def document(text: Sifted, *, title: str = "", declared: str = "", beside: Iterable[str] = (), way: str) -> Document:
    """Make a document.

    Args:
        text: what stands in it, furniture already out.
        title: the title, "" to take the first heading.
        declared: the language the page claims, "" where it does not.
        beside: texts next to the policy where a date may stand, nearest first.
        way: how the runs were found: "html", "selector", "text" or "pdf".
    """
    blocks = outlined(with_recurring_headings(text.runs))
    texts = [block.text for block in blocks]
    language = language_of("\n".join(texts), declared)
    heading = next((run.text for run in text.runs if run.style), "")
    return Document(
        title=(title or heading)[:_TITLE_LENGTH],
        language=language,
        stated_date=stated_date(texts, language, declared=declared, beside=beside),
        extractor=f"{RULES}/{way}",
        blocks=blocks,
    )
