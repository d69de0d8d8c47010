"""Small builders of documents for the tests of the core."""

from __future__ import annotations

from hypothesis import strategies as st

from monitor.core.clauses import draw
from monitor.core.records import Block, BlockKind, Document, Drawn, Precision, StatedDate


def heading(text: str, level: int = 2) -> Block:
    """Return a heading."""
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def paragraph(text: str) -> Block:
    """Return a paragraph."""
    return Block(kind=BlockKind.PARAGRAPH, text=text)


def item(text: str, label: str = "") -> Block:
    """Return a list item."""
    return Block(kind=BlockKind.ITEM, text=text, level=1, label=label)


def document(*blocks: Block, stated: str = "") -> Document:
    """Return a document of blocks."""
    date = StatedDate(iso=stated, precision=Precision.DAY, words=stated) if stated else None
    return Document(title="", language="en", stated_date=date, extractor="test", blocks=blocks)


def drawn(*blocks: Block, stated: str = "") -> Drawn:
    """Return a drawn document of blocks."""
    return draw(document(*blocks, stated=stated))


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
