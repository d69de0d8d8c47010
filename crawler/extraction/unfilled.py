"""Pages that were read before their text was there: headings with nothing, or the same few words, under each."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.runs import Page, Run

_SECTIONS = 3  # sections that tell a document from a box with a title; a guess
_OTHERS = 4  # sections to one text of another kind, such as a date or a copyright; a guess
# words of "could not be loaded" under each heading; in nine languages it has eight, with "please try again" fifteen
_MOST = 15
_BRACKETS = ("[", "(", "【", "（")
_LONG = 20  # words beyond which a heading is a sentence; a guess: "What personal data do we ... ?" has a dozen
# what a template has where its text goes, and what a script writes for what it does not know
_MARK = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{%[^{}%]*%\}|<%[^<>%]*%>|\[object \w+\]")
# of a post code, a telephone or an e-mail address, not the number of a section
_ADDRESS = re.compile(r"\d{3}|@")


def is_unfilled(page: Page, drawn: Sequence[Run]) -> bool:
    """Tell headings whose text is still to come from a document of few words.

    No word list says so but sameness: what a script puts under each heading until the text arrives, or when it does
    not, is one text. What a person leaves to be filled in stands in brackets.

    Args:
        page: the walked page.
        drawn: what was drawn from it, in its order; its foot is there before its text.
    """
    foot = page.under([index for index, node in enumerate(page.nodes) if node.tag == "footer"])
    runs = [run for run in drawn if run.node not in foot]
    if any(run.words > _MOST and run.style != "h" and run.is_sentence and not _is_mark(run.text) for run in runs):
        return False  # as of most documents, whatever else they say
    sections = [run for run in runs if run.style == "h"][1:]
    if len(sections) < _SECTIONS or any(map(_is_read, sections)):
        return False
    under = Counter(text.text for head, text in pairwise(runs) if head.style == "h" and _may_repeat(text))
    said, times = next(iter(under.most_common(1)), ("", 0))
    repeated = {said} if times > 1 else set()
    texts = [run for run in runs if run.style != "h" and run.text not in repeated and not _is_mark(run.text)]
    return not any(run.is_sentence for run in texts) and len(texts) * _OTHERS <= len(sections)


def _may_repeat(run: Run) -> bool:
    return run.style != "h" and run.words <= _MOST and not run.text.lstrip().startswith(_BRACKETS)


def _is_mark(text: str) -> bool:
    return not _MARK.sub("", text).strip()


def _is_read(heading: Run) -> bool:
    """Tell a heading that is read for itself: a sentence, or the line of an address, that is set as a heading."""
    text = heading.text.rstrip()
    is_sentence = heading.is_sentence and (text.endswith((".", ";", "。")) or heading.words > _LONG)
    return is_sentence or (not _is_mark(text) and _ADDRESS.search(text) is not None)
