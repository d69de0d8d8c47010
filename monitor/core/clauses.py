"""From the blocks of a document to its clauses: headings become places, long paragraphs sentences."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING

from monitor.core.dates.forms import starts_with_month
from monitor.core.languages import LazyPattern, alternation
from monitor.core.records import Block, BlockKind, Clause, ClauseKind, Document, PolicyText
from monitor.core.text import is_blank, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KINDS = {kind: ClauseKind(kind.value) for kind in BlockKind}
LONG_PARAGRAPH = 1500
"""Characters beyond which a paragraph is cited sentence by sentence."""

_ROMAN = r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_LABEL = LazyPattern(
    lambda: (
        rf"""
    (?: §{{1,2}}\s?\d+[a-z]?\.?                                            # § 3
      | (?:{alternation("citations.labels").replace(" ", "[ ]")})\.?\s+\d+(?:\.\d+)*[a-z]?\b[.):]?
      | 第[0-9一二三四五六七八九十百]+[条章节節項]
      | \(\s?(?:\d{{1,3}}|[a-z]{{1,2}}|{_ROMAN})\s?\)                      # (a) (iv) (1)
      | (?:\d{{1,3}}|[a-z]|{_ROMAN})\)                                     # a) 1) iv)
      | \d{{1,3}}(?:\.\d{{1,3}})+\.?                                       # 4.2
      | (?:\d{{1,3}}|[a-z]|{_ROMAN})\.(?!\s?\d{{1,2}}\.\s?\d{{4}})         # 1. a. IV. but not 25. 2. 2022
    )
    (?=\s+\S | (?<=[条章节節項])\S)
    (?![^.:;]{{0,60}}\b(?:{alternation("citations.codes").replace(" ", "[ ]")})\b)  # "Art. 6 GDPR" cites a law
    """
    ),
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"""(?<=[.!?؟।]["'”’»)\]])\s+|(?<=[.!?؟।])\s+|(?<=[。！？])(?=[^。！？」』”’）])|(?<=[。！？][」』”’）])(?=[^。！？」』”’）])"""
)
_LONG_PATH = 4_000  # characters
_AHEAD = 20  # characters in which the name of a month would stand
_DAY = re.compile(r"\b\d{1,2}\.$")
_ABBREVIATED = LazyPattern(lambda: rf"\b(?:{alternation('text.abbreviations')}|\w)\.$", re.IGNORECASE)


_ENDING = 10  # characters in which the longest of them stands
_COUNTED = re.compile(r"\W*\d+\.$")


def printed_label(text: str) -> str:
    """Return the label a text opens with ("4.2", "(a)", "§ 3", "IV."), or ""."""
    found = _LABEL.match(text)
    return found.group() if found else ""


def without_label(text: str) -> str:
    """Return the text after its printed label."""
    return text[len(printed_label(text)) :].lstrip()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; joined by the white space between them they are the text.

    Abbreviations, initials and numbers do not end a sentence, nor does what goes on with a small letter or, after the
    number of a day, with a month.
    """
    pieces: list[str] = []
    start = 0
    has_capitals = not text.islower()
    for end in _SENTENCE_END.finditer(text):
        tail, rest = text[max(start, end.start() - 24) : end.start()], text[end.end() : end.end() + _AHEAD]
        if tail.strip() and not _is_abbreviated(tail) and not (has_capitals and _goes_on(tail, rest)):
            pieces.append(text[start : end.start()])
            start = end.end()
    return [*pieces, text[start:]] if text[start:].strip() else pieces


def sentence_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield of each sentence of a text the index of its first word among the text's, and that of the word after it."""
    yield from pairwise([0, *accumulate(len(words(sentence)) for sentence in sentences(text))])


def _is_abbreviated(tail: str) -> bool:
    """Tell whether what stands before a full stop ends no sentence: an abbreviation, an initial, a number alone."""
    return _ends_abbreviated(tail[-_ENDING:]) or _COUNTED.match(tail) is not None


@lru_cache(maxsize=4096)  # "Art." and the like stand in a text again and again
def _ends_abbreviated(ending: str) -> bool:
    return _ABBREVIATED.search(ending) is not None


def _goes_on(piece: str, rest: str) -> bool:
    return rest[:1].islower() or (bool(_DAY.search(piece[-4:])) and starts_with_month(rest))


def segment(document: Document) -> tuple[Clause, ...]:
    """Return the clauses of a document in reading order.

    A heading stands in the path of what is under it; with nothing under it, it is a clause of kind heading.
    A paragraph longer than `LONG_PARAGRAPH` characters becomes one clause a sentence. No word is lost; a block of
    invisible characters is no clause.
    """
    return tuple(Clause(position, *placed) for position, placed in enumerate(_placed(document.blocks)))


def _placed(blocks: Sequence[Block]) -> Iterator[tuple[ClauseKind, tuple[str, ...], str, str, int]]:
    """Yield kind, heading path, label, text and depth of each clause."""
    path: list[tuple[int, str]] = []
    above: tuple[str, ...] = ()
    bare = False
    for block in blocks:
        text = block.text
        if is_blank(text):
            continue
        if block.kind is BlockKind.HEADING:
            if bare and block.level <= path[-1][0]:
                yield _bare_heading(above)
            while path and path[-1][0] >= block.level:
                path.pop()
            path.append((block.level, text))
            above = tuple(heading for _, heading in path)
            bare = True
            continue
        bare = False
        label = block.label or printed_label(text)
        depth = block.level - 1 if block.kind is BlockKind.ITEM and block.level else 0
        if len(text) <= LONG_PARAGRAPH or block.kind is BlockKind.ROW:
            yield _KINDS[block.kind], above, label, text, depth
        else:
            for number, sentence in enumerate(sentences(text)):
                yield _KINDS[block.kind], above, "" if number else label, sentence, depth
    if bare:
        yield _bare_heading(above)


def _bare_heading(path: tuple[str, ...]) -> tuple[ClauseKind, tuple[str, ...], str, str, int]:
    return ClauseKind.HEADING, path, printed_label(path[-1]), path[-1], 0


def text_digest(clauses: Sequence[Clause]) -> str:
    """Return the SHA-256 hex digest over heading path, label, text and depth of the clauses in their order."""
    written = cache(_written)  # the clauses under one heading share its path, and few have a label
    lines = [
        f"[{written(path)}, {written(label)}, {encode_basestring_ascii(text)}]{depth or ''}"
        for _, _, path, label, text, depth in clauses
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _written(part: tuple[str, ...] | str) -> str:
    """Return a path or a label as JSON, a digest of it where it is long: each clause under a heading bears its path."""
    text = json.dumps(part)
    return text if len(text) <= _LONG_PATH else hashlib.sha256(text.encode()).hexdigest()


def policy_text(document: Document) -> PolicyText:
    """Return the document with its clauses and their digest."""
    clauses = segment(document)
    return PolicyText(document=document, clauses=clauses, text_digest=text_digest(clauses))
