"""A text whose letters beyond ASCII were lost on the way: the page says the same, and its server garbles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.records import PolicyText

# Clauses that have to differ by nothing else, and letters that they have to have lost; fewer may be an edit. Guesses.
_LEAST_CLAUSES, _LEAST_LETTERS = 4, 10
_IN_THEIR_PLACE = "?"  # what many servers put for a letter that they cannot write


def lost_letters(old: PolicyText, new: PolicyText) -> FetchFailure | None:
    """Say that a text is another one without its letters beyond ASCII, None where anything else differs.

    Args:
        old: the text before.
        new: the text now.
    """
    before, after = ({clause.text for clause in text.clauses} for text in (old, new))
    went, came = before - after, after - before
    if len(came) < _LEAST_CLAUSES or len(went) != len(came) or set(map(_rest, went)) != set(map(_rest, came)):
        return None
    known, left = _letters(went), _letters(came)
    # of a text in another script too little is left to tell that it is the same
    is_latin = sum(map(len, map(_rest, went))) > known
    if not is_latin or known < _LEAST_LETTERS or 2 * left > known:
        return None
    return FetchFailure(
        kind=FailureKind.UNDECODABLE, detail="the page says the same, but its accented letters are lost or replaced"
    )


def _rest(text: str) -> str:
    """Return what is left of a text whose letters beyond ASCII are lost, whatever stands in their place."""
    return "".join(one for one in text if one.isascii() and one != _IN_THEIR_PLACE and not one.isspace())


def _letters(texts: Iterable[str]) -> int:
    return sum(one.isalpha() and not one.isascii() for text in texts for one in text)
