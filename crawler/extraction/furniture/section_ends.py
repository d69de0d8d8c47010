"""What ends section after section in the same words: a question to vote on, a link that bids to act."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from crawler.extraction.furniture.rules import Rule, Text, Where
from crawler.extraction.reading.letters import squash
from monitor.core.policy_terms import has_policy_word, speaks_of_policy, titles_topic
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extraction.reading.runs import Run

_OFTEN = 3  # sections that end so; a guess
_ASKED = 12  # words of such a question with its answers; a guess
_BIDS = 5  # words of such a link; a guess
_ANSWERS = 4  # blocks of answers below a question; a guess
_NUMBER = re.compile(r"\d+")
_QUESTION = re.compile(r".*[?？؟]")


def _section_ends(text: Text) -> dict[int, str]:
    """Take what ends three sections or more in the same words, counts aside, and states nothing.

    A question of a policy ("Do we share it?") speaks of its matter, or has an answer that is no link.
    """
    runs = text.runs
    ends = {at: end for at, run in enumerate(runs) if _is_asked(run) and (end := _end(runs, at))}
    often = Counter(_key(runs[at]) for at in ends)
    found: dict[int, str] = {}
    for at, end in ends.items():
        if (count := often[_key(runs[at])]) >= _OFTEN:
            found |= dict.fromkeys(range(at, end), f"it ends {count} sections in the same words, and states nothing")
    return found


def _key(run: Run) -> str:
    return _NUMBER.sub("0", run.text)


def _is_asked(run: Run) -> bool:
    """Tell a question without an answer that is more than a link or a count, or a link that bids to act."""
    if _is_link(run):
        return run.words <= _BIDS and not (has_policy_word(run.text) or titles_topic(run.text))
    question = _QUESTION.match(run.text) if run.words <= _ASKED else None
    if question is None or not squash(question[0]) or speaks_of_policy(run.text):
        return False
    answers = squash(_NUMBER.sub("", run.text[question.end() :]))
    # words of links are told by their share of the letters, see `pieces.py`
    return not answers or 0 < round(run.words * len(answers) / len(run.text)) <= run.linked


def _end(runs: Sequence[Run], at: int) -> int:
    """Return where the section ends of which a block and links below it are the last, 0 where more is said there."""
    for end in range(at + 1, min(at + 2 + _ANSWERS, len(runs))):
        if runs[end].kind is BlockKind.HEADING:
            return end
        if not _is_link(runs[end]):
            return 0
    return len(runs) if len(runs) <= at + 1 + _ANSWERS else 0


def _is_link(run: Run) -> bool:
    return run.linked >= run.words


SECTION_ENDS = Rule(
    name="recurring end of a section",
    where=Where.BETWEEN,
    takes="a question or a link that ends three sections or more and states nothing: “Was this helpful?”",
    judge=_section_ends,
)
