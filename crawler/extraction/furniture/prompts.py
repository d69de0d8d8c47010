"""What asks instead of tells: requests for consent and other boxes around buttons and fields, whatever their names."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from crawler.extraction.furniture.answers import answers, answers_in, rows_of_answers, said_before_answers
from crawler.extraction.furniture.blocks import may_be_clause
from crawler.extraction.furniture.element_names import tag_of
from crawler.extraction.furniture.furniture_words import CONSENT, PAY
from crawler.extraction.furniture.rules import Rule, Where, quoted
from crawler.extraction.furniture.scene import MASS_SHARE
from monitor.core.linkwords import DOCUMENTS, folded, named
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.reading.runs import Button, Page, Run

_COUNTED = re.compile(r"[(§]?\s?\d")  # a box has no title that would bear it out: "4.2 You may object" is a clause
_LABEL_WORDS = 6  # words of an answer; a guess: halved or doubled, none of 25 real pages and 24 of ours differs
# words of a request for consent; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
_PROMPT_WORDS = 150
# With an answer and its opposite on its buttons a box may be a whole sheet.
_SHEET_WORDS = 400
_SECTIONS = 3  # of a document, and sentences for each on consent; a guess: a sheet has parts too, all on consent
# words of a box around buttons; a guess: halved or doubled, none of 23 real pages and 111 of ours differs
_BOX_WORDS = 80
# of the page's sentences, which a sheet has at most; a quarter lower or higher, 1 and 0 of 111 of our pages differ
_SHEET_SHARE = 0.7


def _prompts(scene: Scene) -> dict[int, str]:
    """Take what asks for consent.

    It is known by its buttons and by what its sentences are about, so a clause on cookies with a button to change
    one's settings is none; and by more than one answer where it is short.
    """
    page = scene.page
    counts = answers(page, _LABEL_WORDS)
    if not any(counts):
        return {}
    sheets = _sheets(page, counts)
    asks = {
        index
        for index in _small(page)
        if counts[index] and page.nodes[index].words <= (_PROMPT_WORDS if counts[index] == 1 else _SHEET_WORDS)
    }
    questions = {index for index in asks if _is_question(page, index, counts[index])}
    about = _about(page, (asks | sheets) - questions, lambda run: run.is_sentence and bool(CONSENT.search(run.text)))
    found = about | questions
    labels = _labels(page) if found else {}
    return scene.whole(found, lambda at: f"it asks for consent: {quoted(labels.get(at, ''))} is an answer in it")


def _boxes(scene: Scene) -> dict[int, str]:
    """Take small boxes around buttons and fields that say nothing of a policy's matter."""
    page = scene.page
    boxes = {index for index in _small(page) if scene.controls[index] and page.nodes[index].words <= _BOX_WORDS}
    found = boxes - _about(page, boxes, lambda run: bool(_COUNTED.match(run.text)) or may_be_clause(run))
    return scene.whole(
        found,
        lambda at: f"{tag_of(page.nodes[at])} has something to press or to fill in, and no word of a policy's matter",
    )


def _small(page: Page) -> set[int]:
    most = page.nodes[0].mass * MASS_SHARE
    return {
        index
        for index, node in enumerate(page.nodes)
        if index and node.mass and node.mass < most and node.words <= _SHEET_WORDS
    }


def _labels(page: Page) -> dict[int, str]:
    """Return for each node the first answer to a request for consent in it."""
    found: dict[int, str] = {}
    texts: chain[Button | Run] = chain(page.buttons, page.runs)
    for said in texts:
        if said.node not in found and answers_in(said.text):
            found[said.node] = said.text
    for index in range(len(page.nodes) - 1, 0, -1):
        if index in found:
            found.setdefault(page.nodes[index].parent, found[index])
    return found


def _sheets(page: Page, counts: list[int]) -> set[int]:
    """Return the nodes with an answer and its opposite that say as much as a short policy beside them."""
    titled = page.around(run.node for run in page.runs if run.style == "h" and run.level == 1)
    most = page.nodes[0].mass * _SHEET_SHARE
    return {
        index
        for index, node in enumerate(page.nodes)
        if counts[index] > 1 and node.mass and node.mass < most and node.words <= _SHEET_WORDS and index not in titled
    }


def only_asks(page: Page) -> bool:
    """Tell whether a page only asks for consent: a sheet with its answers, and hardly a sentence beside it.

    A request to consent or to pay is known by its words, for its answers may stand far apart. One that names neither
    cookies nor consent is known by its answers alone, where it is short and bears no name of a document.

    Args:
        page: the walked page.
    """
    whole = page.nodes[0].words
    if not whole or whole > _SHEET_WORDS:
        return False
    counts = [max(pair) for pair in zip(answers(page, _LABEL_WORDS), rows_of_answers(page), strict=True)]
    if not counts[0] or not (any(map(_is_about_consent, page.runs)) or _may_ask(page)):
        return False
    if any(PAY.search(run.text) for run in page.runs):
        return True
    if _has_sections(page):
        return False
    # The sheet: the smallest node around an answer that says something, be it in few words.
    asked = [0] * len(page.nodes)
    for run in page.runs:
        asked[run.node] += CONSENT.search(said_before_answers(run)) is not None
    page.add_up(asked)
    least = min(
        (
            node.mass
            for index, node in enumerate(page.nodes)
            if counts[index] and (node.mass or asked[index]) and (counts[index] > 1 or node.words <= _PROMPT_WORDS)
        ),
        default=0,
    )
    return least >= _SHEET_SHARE * page.nodes[0].mass > 0


def _is_about_consent(run: Run) -> bool:
    return run.is_sentence and CONSENT.search(run.text) is not None


def _may_ask(page: Page) -> bool:
    """Tell a page as short as a request, of which no heading is the name of a document: "Privacy policy"."""
    if page.nodes[0].words > _PROMPT_WORDS:
        return False
    heads = (folded(run.text) for run in page.runs if run.kind is BlockKind.HEADING)
    found = (named(kind, head) for head in heads for kind in DOCUMENTS)
    return not any(hit and hit.is_name and not hit.extra for hit in found)


def _has_sections(page: Page) -> bool:
    """Tell a document of sections few sentences of which are about consent; a button may stand in one of them."""
    above = Counter(
        (head.style, head.level) for head, said in pairwise(page.runs) if head.style == "h" and said.is_sentence
    )
    sentences = [run for run in page.runs if run.is_sentence]
    about = sum(CONSENT.search(run.text) is not None for run in sentences)
    return max(above.values(), default=0) >= _SECTIONS and about * _SECTIONS <= len(sentences)


def _is_question(page: Page, index: int, count: int) -> bool:
    """Tell a short box that offers more than one answer: whatever it asks, it asks."""
    return count > 1 and page.nodes[index].words <= _PROMPT_WORDS


def _about(page: Page, candidates: set[int], is_meant: Callable[[Run], bool]) -> set[int]:
    """Return the candidates with a run that is meant."""
    about: set[int] = set()
    if not candidates:
        return about
    # where one candidate is settled, so are those around it
    nearest, beyond = _nearest(page, candidates)
    for run in page.runs:
        node = nearest[run.node]
        if node >= 0 and node not in about and is_meant(run):
            _settle(about, node, beyond)
    return about


def _nearest(page: Page, candidates: set[int]) -> tuple[list[int], dict[int, int]]:
    """Return the innermost candidate around each node (itself counted), and around each candidate; -1 for none."""
    nearest: list[int] = []
    beyond: dict[int, int] = {}
    for index, node in enumerate(page.nodes):
        outer = nearest[node.parent] if node.parent >= 0 else -1
        if index in candidates:
            beyond[index] = outer
        nearest.append(index if index in candidates else outer)
    return nearest, beyond


def _settle(settled: set[int], node: int, beyond: dict[int, int]) -> None:
    while node >= 0 and node not in settled:
        settled.add(node)
        node = beyond[node]


PROMPTS = Rule(
    name="cookie prompt",
    where=Where.NODE,
    takes="a box that asks for consent: its sentences speak of cookies or consent, and its buttons answer",
    judge=_prompts,
)
BOXES = Rule(
    name="box to fill in",
    where=Where.NODE,
    takes="a small box with buttons or fields that says nothing of a policy's matter",
    judge=_boxes,
)
