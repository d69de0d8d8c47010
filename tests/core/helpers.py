"""Small builders of documents for the tests of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from monitor.core.clauses import policy_text
from monitor.core.records import (
    Block,
    BlockKind,
    Document,
    PolicyText,
    Precision,
    Reason,
    Rule,
    StatedDate,
    reason_words,
)
from monitor.core.significance.verdict import of_arrival, of_rewording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import ClauseChange, Significance


def said(change: ClauseChange) -> tuple[str, ...]:
    """Return the reasons of a change in words."""
    return tuple(map(reason_words, change.reasons))


def worded_rewording(old: str, new: str, topics: Sequence[str] = ()) -> tuple[Significance, tuple[str, ...]]:
    """Return the verdict on a rewording, its reasons in words."""
    significance, reasons = of_rewording(old, new, topics)
    return significance, tuple(map(reason_words, reasons))


def worded_arrival(text: str, topics: Sequence[str] = (), *, added: bool) -> tuple[Significance, tuple[str, ...]]:
    """Return the verdict on a clause that came or went, its reasons in words."""
    significance, reasons = of_arrival(text, topics, added=added)
    return significance, tuple(map(reason_words, reasons))


def in_words(*words: str) -> tuple[Reason, ...]:
    """Return reasons that have these words."""
    return tuple(Reason(rule=Rule.TOLD, subject=one) for one in words)


def heading(text: str, level: int = 2) -> Block:
    """Return a heading."""
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def paragraph(text: str) -> Block:
    """Return a paragraph."""
    return Block(kind=BlockKind.PARAGRAPH, text=text)


def item(text: str, label: str = "") -> Block:
    """Return a list item."""
    return Block(kind=BlockKind.ITEM, text=text, level=1, label=label)


def document(*blocks: Block, stated: str = "", language: str = "en") -> Document:
    """Return a document of blocks."""
    date = StatedDate(iso=stated, precision=Precision.DAY, words=stated) if stated else None
    return Document(title="", language=language, stated_date=date, extractor="test", blocks=blocks)


def drawn(*blocks: Block, stated: str = "", language: str = "en") -> PolicyText:
    """Return a drawn document of blocks."""
    return policy_text(document(*blocks, stated=stated, language=language))


_WORDS = st.sampled_from(
    [
        "we",
        "collect",
        "sell",
        "share",
        "your",
        "data",
        "with",
        "partners",
        "for",
        "5",
        "years",
        "10",
        "months",
        "not",
        "never",
        "consent",
        "e-mail",
        "cookies",
        "我们",
        "收集",
        "信息",
        "Art.",
        "§",
        "(a)",
        "1.",
        "données",
        "souhlas.",
        "privacy@example.org",
        "https://example.org/a?b=c",
        "Stand:",
        "Mai",
        "2024",
    ]
)
_sides = st.none() | st.text()
reasons = st.builds(Reason, rule=st.sampled_from(Rule), subject=st.text(), went=_sides, came=_sides)
texts = st.one_of(st.lists(_WORDS, min_size=1, max_size=30).map(" ".join), st.text(max_size=60))
blocks = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    text=texts,
    level=st.integers(1, 6),
    label=st.sampled_from(["", "", "1.", "(a)"]),
)
documents = st.lists(blocks, max_size=14).map(lambda found: document(*found))


@st.composite
def edited(draw_from: st.DrawFn) -> tuple[Document, Document]:
    """Return a document and an edited self: blocks dropped, doubled, swapped or reworded."""
    old = draw_from(documents)
    new = list(old.blocks)
    for _ in range(draw_from(st.integers(0, 4))):
        place = draw_from(st.integers(0, len(new)))
        action = draw_from(st.sampled_from(["drop", "insert", "swap"]))
        if action == "drop":
            del new[place : place + 1]
        elif action == "insert":
            new.insert(place, draw_from(blocks))
        else:
            new[place:], new[:place] = new[:place], new[place:]
    return old, document(*new)
