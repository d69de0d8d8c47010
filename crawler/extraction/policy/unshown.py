"""Policies in elements that a reader with scripts does not see as text: noscript, fields of text, templates."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extraction.furniture.element_rules import pruned
from crawler.extraction.furniture.toggles import settled
from crawler.extraction.policy.belonging import policy_of
from crawler.extraction.policy.state import matter, reads_like_policy
from crawler.extraction.reading.plain import text_runs
from crawler.extraction.reading.walk import walk

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.extraction.reading.runs import Run

_MAX_ELEMENTS = 200  # of one tag; 2,649 real pages have 50 <noscript> at most, and fewer of the others
_FIELD_CHARS = 1_000_000  # letters of a text field; those of 2,649 real pages are empty
# Hints on how to turn scripts on say so again and again; a policy that names them does so in passing.
_WORDS_A_HINT = 100
_SCRIPTING = re.compile(r"javascript", re.IGNORECASE)


def element_runs(root: HtmlElement, tag: str) -> list[Run]:
    """Return the runs of the policy in the element of a tag that says most of a policy's matter.

    Args:
        root: the page.
        tag: "noscript", "textarea" or "template".

    Returns:
        The runs, none where no such element reads like a policy. Several elements are never put together.
    """
    best: list[Run] = []
    most = 0
    for element in islice(root.iter(tag), _MAX_ELEMENTS):
        runs = _field(element) if tag == "textarea" else _hidden(element)
        if (said := matter(runs)) > most:
            best, most = runs, said
    hints = sum(len(_SCRIPTING.findall(run.text)) for run in best)
    return best if reads_like_policy(best) and sum(run.words for run in best) > _WORDS_A_HINT * hints else []


def _field(element: HtmlElement) -> list[Run]:
    text = "".join(element.itertext())
    return text_runs(text[:_FIELD_CHARS])


def _hidden(element: HtmlElement) -> list[Run]:
    tag, element.tag = element.tag, "div"
    try:
        page = settled(walk(element))
    finally:
        element.tag = tag
    return policy_of(pruned(page), lambda: set().__contains__).runs
