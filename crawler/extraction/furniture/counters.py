"""Lines that a page counts or stamps anew for each visit: views, votes, minutes to read, when it was generated."""

from __future__ import annotations

import re

from monitor.core.languages import LazyPattern, alternation

_MOMENT = r"(?=\D{0,20}\d)(?:[^.!?;。]|\.(?=\s?\d)){4,60}\.?"
_LINE = LazyPattern(lambda: alternation("furniture.counters").replace("#", _number()).replace("@", _MOMENT))
_ANSWERS = LazyPattern(lambda: rf"^(?:(?:{alternation('furniture.yes_no')})\W+){{1,2}}")
_DIGIT = re.compile(r"\d")
_LENGTH = 100  # letters of a block; a guess: halved or doubled, none of 29 real pages and 24 of ours differs


def _number() -> str:
    return rf"\d(?:[\d٠-٩.,'’٬\s]{{0,12}}\d)?\s?(?:{alternation('numbers.thousands')}|%)?\+?"


def is_counter(text: str) -> bool:
    """Tell whether a block is nothing but a count or the moment the page was made: "1,204 views".

    The answers to a question ("Yes", "No") may stand before it, as they do once their buttons are gone.
    """
    if len(text) > _LENGTH or not _DIGIT.search(text):
        return False
    line = " ".join(text.casefold().split()).strip(" .•·|-–—()[]")
    return _LINE.fullmatch(line) is not None or (
        (rest := _ANSWERS.sub("", line)) != line and _LINE.fullmatch(rest) is not None
    )
