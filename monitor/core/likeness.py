"""Whether a text reads like a policy: by what it speaks of, and by what its sentences do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.bearing import bearing
from monitor.core.significance.lexicon import hits
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.significance.lexicon import Hit

_TOPICS = 5  # of the ten of OPP-115, a policy of any length touches these many
_DENSITY = 0.05  # terms of the lexicon a word; real policies have .04 to .12, home pages half of that
_WORDS = 150  # shorter texts are graded down: there is too little to tell by
_READ = 100_000  # characters looked at; a long policy shows what it is long before


def likeness(texts: Iterable[str]) -> float:
    """Grade how much a text reads like a policy, and not like a page that only speaks of a policy's matters.

    How much it speaks of them (`topicality`) times what its sentences do: 1 where enough of them inform about data,
    oblige or permit, 0 where they praise, ask and sell (`bearing`).

    Args:
        texts: the text, clause by clause.

    Returns:
        0.0 to 1.0; 1.0 for every policy of usual form in a language of the lexicon, 0.0 for a text in any other.
    """
    text = _beginning(texts)
    found = hits(text)
    grade = _topicality(text, found)
    return grade * bearing(text, found) if grade else 0.0


def topicality(texts: Iterable[str]) -> float:
    """Grade how much a text speaks of a policy's matters; a shop that praises its privacy does so too.

    Three parts are multiplied, each at most 1: topics it touches, how densely it uses the words that matter in
    policies (in the languages of the lexicon), and its length.

    Args:
        texts: the text, clause by clause.

    Returns:
        0.0 to 1.0; 0.0 for a text in a language that the lexicon lacks.
    """
    text = _beginning(texts)
    return _topicality(text, hits(text))


def _beginning(texts: Iterable[str]) -> str:
    return "\n".join(texts)[:_READ]


def _topicality(text: str, found: tuple[Hit, ...]) -> float:
    if not found:
        return 0.0
    count = len(words(text))
    touched = len({hit.topic for hit in found if hit.topic})
    return min(1.0, touched / _TOPICS) * min(1.0, len(found) / count / _DENSITY) * min(1.0, count / _WORDS)
