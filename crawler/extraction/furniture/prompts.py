"""What asks instead of tells: requests for consent and other boxes around buttons and fields, whatever their names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extraction.furniture.edges import is_policy
from crawler.extraction.furniture.vocabulary import ANSWER, ANSWERS, CONSENT, PAY
from monitor.core.policy_terms import offers_choice, speaks_of_policy

if TYPE_CHECKING:
    from crawler.extraction.reading.runs import Page, Run

_LABEL_LENGTH = 80
_LABEL_WORDS = 6
_NUMBERED = re.compile(r"[(§]?\s?\d")
_PROMPT_WORDS = 150
# With an answer and its opposite on its buttons a box may be a whole sheet.
_SHEET_WORDS = 400
_BOX_WORDS = 80
_MASS_SHARE = 0.3
_SHEET_SHARE = 0.7


def answers_in(text: str) -> int:
    """Count the answers to a request for consent in a button's text, or in those of several that touch.

    "Accept all", "Got it" and "Only necessary cookies" are one; "Reject allAccept all" are two; a text that is no such
    label has none.
    """
    label = text.casefold().strip(" .!×✕✖›»>")
    return _answers_of(label) if len(label) <= _LABEL_LENGTH else 0


@lru_cache(maxsize=4096)  # the short texts of a page's menus come again and again, from check to check
def _answers_of(label: str) -> int:
    return sum(1 for _ in ANSWER.finditer(label)) if ANSWERS.fullmatch(label) else 0


def asking_nodes(page: Page) -> set[int]:
    """Return the nodes that ask for consent and the small boxes around buttons and fields that say nothing of policy.

    A request for consent is known by its buttons and by what its sentences are about, so a clause on cookies with a
    button to change one's settings is none.

    Args:
        page: the walked page.

    Returns:
        The nodes; never one that holds a good part of the page's sentences.
    """
    answers = _answers(page)
    if not any(answers) and not any(node.controls for node in page.nodes):
        return set()
    controls = [node.controls for node in page.nodes]
    page.add_up(controls)
    most = page.nodes[0].mass * _MASS_SHARE
    small = {
        index
        for index, node in enumerate(page.nodes)
        if index and node.mass and node.mass < most and node.words <= _SHEET_WORDS
    }
    asks = {
        index
        for index in small
        if answers[index] and page.nodes[index].words <= (_PROMPT_WORDS if answers[index] == 1 else _SHEET_WORDS)
    }
    sheets = _sheets(page, answers) - small
    asks |= sheets
    boxes = {index for index in small - asks if controls[index] and page.nodes[index].words <= _BOX_WORDS}
    if not asks and not boxes:
        return set()
    about, spoken = _said(page, asks | boxes)
    questions = {index for index in asks - sheets if _is_question(page, index, answers[index])}
    return (asks & about) | questions | (boxes - spoken)


def _sheets(page: Page, answers: list[int]) -> set[int]:
    """Return the nodes with an answer and its opposite that say as much as a short policy beside them."""
    titled = page.around(run.node for run in page.runs if run.style == "h" and run.level == 1)
    most = page.nodes[0].mass * _SHEET_SHARE
    return {
        index
        for index, node in enumerate(page.nodes)
        if answers[index] > 1 and node.mass and node.mass < most and node.words <= _SHEET_WORDS and index not in titled
    }


def only_asks(page: Page) -> bool:
    """Tell whether a page only asks for consent: a sheet with its answers, and hardly a sentence beside it.

    A request to consent or to pay is known by its words, for its answers may stand far apart.

    Args:
        page: the walked page.
    """
    whole = page.nodes[0].words
    if not whole or whole > _SHEET_WORDS:
        return False
    answers = _answers(page)
    if not answers[0] or not any(run.is_sentence and CONSENT.search(run.text) for run in page.runs):
        return False
    if any(PAY.search(run.text) for run in page.runs):
        return True
    # The sheet: the smallest node around an answer that says something, be it in few words.
    asked = [0] * len(page.nodes)
    for run in page.runs:
        asked[run.node] += run.words > _LABEL_WORDS and CONSENT.search(run.text) is not None
    page.add_up(asked)
    least = min(
        (
            node.mass
            for index, node in enumerate(page.nodes)
            if answers[index] and (node.mass or asked[index]) and (answers[index] > 1 or node.words <= _PROMPT_WORDS)
        ),
        default=0,
    )
    return least >= _SHEET_SHARE * page.nodes[0].mass > 0


def _is_question(page: Page, index: int, answers: int) -> bool:
    """Tell a short box that offers more than one answer: whatever it asks, it asks."""
    return answers > 1 and page.nodes[index].words <= _PROMPT_WORDS


def _answers(page: Page) -> list[int]:
    answers = [node.answers for node in page.nodes]
    for run in page.runs:
        if run.words <= _LABEL_WORDS:
            answers[run.node] += answers_in(run.text)
    page.add_up(answers)
    return answers


def _may_be_clause(run: Run) -> bool:
    if _NUMBERED.match(run.text) or is_policy(run.text) or speaks_of_policy(run.text):
        return True
    return run.is_sentence and offers_choice(run.text)


def _said(page: Page, candidates: set[int]) -> tuple[set[int], set[int]]:
    """Return the candidates with a sentence about consent, and those with a sentence about a policy's matter."""
    about: set[int] = set()
    spoken: set[int] = set()
    # where one candidate is settled, so are those around it
    nearest, beyond = _nearest(page, candidates)
    for run in page.runs:
        node = nearest[run.node]
        if node < 0:
            continue
        if node not in about and run.is_sentence and CONSENT.search(run.text):
            _settle(about, node, beyond)
        if node not in spoken and _may_be_clause(run):
            _settle(spoken, node, beyond)
    return about, spoken


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
