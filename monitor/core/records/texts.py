"""Texts: the blocks of a document, its clauses, its stated date."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from monitor.core.records.checks import FetchFailure
    from monitor.core.records.left_out import LeftOut


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class Block(NamedTuple):
    """One block of a document in reading order; a tuple, for texts have thousands and it is quickly made.

    Args:
        kind: heading, paragraph, list item or table row.
        text: the words as the page shows them, white space folded to single spaces.
        level: 1 to 6 for a heading; nesting depth from 1 for an item; else 0.
        label: a number the page generates for it ("1." of an ordered list), else "".
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str = ""


class Precision(StrEnum):
    """How exact a stated date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """The "last updated" date the page itself claims.

    Args:
        iso: ISO 8601 at its precision: "2022-02-25", "2024-07" or "2023".
        precision: day, month or year.
        words: the words on the page it was read from.
    """

    iso: str
    precision: Precision
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The policy text drawn from a body.

    Args:
        title: the page's title, "" where there is none.
        language: ISO 639-1 code, "" where it cannot be told.
        stated_date: the date the page claims, if it does.
        extractor: which way the text was drawn, with the rules' version.
        blocks: the text in reading order.
    """

    title: str
    language: str
    stated_date: StatedDate | None
    extractor: str
    blocks: tuple[Block, ...]


class ClauseKind(StrEnum):
    """What a clause is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    HEADING = "heading"


class Clause(NamedTuple):
    """One block of a document in its place: what a lawyer would cite; a tuple, like `Block`.

    Args:
        position: 0-based place in the document.
        kind: paragraph, item, row; or heading, for a heading with nothing under it.
        heading_path: the headings above it, outermost first (for a heading clause, itself last).
        label: "4.2", "(a)", "1." where the clause has one, else "". A label printed in the text stays in the text too.
        text: the words.
        depth: in how many items of lists an item stands: 0 for one of an outermost list, and for all else.
    """

    position: int
    kind: ClauseKind
    heading_path: tuple[str, ...]
    label: str
    text: str
    depth: int = 0


class Alternate(NamedTuple):
    """A page that another declares to be the same document in a language (rel="alternate" hreflang).

    Args:
        language: as declared, in lower case: "de", "pt-br"; "x-default" for readers of any other.
        url: its address, normalised.
    """

    language: str
    url: str


class JudgedBlock(NamedTuple):
    """One block of a page, and what became of it.

    Args:
        text: its words, the first thousand characters.
        kept: whether it is part of the policy.
        rule: the name of the rule that decided, as docs/extraction.md lists them.
        because: what the rule saw, in words for people.
    """

    text: str
    kept: bool
    rule: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    """What extraction and segmentation made of one body.

    Args:
        document: the text with its title, language and stated date.
        clauses: the same text clause by clause.
        text_digest: SHA-256 over the clauses in their places; equal digests mean equal texts.
        left_out: what was left out of the body, None where nobody asked or it is not known.
        alternates: the pages that the body's page declares to be the same in other languages, None likewise.
    """

    document: Document
    clauses: tuple[Clause, ...]
    text_digest: str
    left_out: LeftOut | None = None
    alternates: tuple[Alternate, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A text that was drawn, and what became of each block on the way.

    Args:
        result: the text, or why there is none.
        blocks: in reading order; none where the body could not be read at all.
    """

    result: PolicyText | FetchFailure
    blocks: tuple[JudgedBlock, ...]
