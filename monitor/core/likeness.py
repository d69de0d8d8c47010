"""Whether a text reads like a policy at all: a grade from how much of it speaks of a policy's matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.significance.lexicon import hits
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOPICS = 5  # of the ten of OPP-115, a policy of any length touches these many
_DENSITY = 0.05  # terms of the lexicon a word; real policies have .04 to .12, home pages half of that
_WORDS = 150  # shorter texts are graded down: there is too little to tell by
_READ = 100_000  # characters looked at; a long policy shows what it is long before


def likeness(texts: Iterable[str]) -> float:
    """Grade how much a text reads like a policy.

    Three parts are multiplied, each at most 1: topics it touches, how densely it uses the words that matter in
    policies (in the languages of the lexicon), and its length.

    Args:
        texts: the text, clause by clause.

    Returns:
        0.0 to 1.0; 1.0 for every policy of usual form in a language of the lexicon, 0.0 for a text in any other.
    """
    text = "\n".join(texts)[:_READ]
    count = len(words(text))
    if not count:
        return 0.0
    found = hits(text)
    touched = len({hit.topic for hit in found if hit.topic})
    return min(1.0, touched / _TOPICS) * min(1.0, len(found) / count / _DENSITY) * min(1.0, count / _WORDS)
