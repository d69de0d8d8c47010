"""Lines that a page counts or stamps anew for each visit: views, votes, minutes to read, when it was generated."""

from __future__ import annotations

import re

from monitor.core.languages import LazyPattern, alternation, known, ungrouped

_MOMENT = r"(?=\D{0,20}\d)(?:[^.!?;。]|\.(?=\s?\d)){4,60}\.?"
_LINE = LazyPattern(lambda: _line().replace("#", _number()).replace("@", _MOMENT))
_ANSWERS = LazyPattern(lambda: rf"^(?:(?:{alternation('furniture.yes_no')})\W+){{1,2}}")
_DIGIT = re.compile(r"\d")
_PARTED = re.compile(r"\s+[·•|–—-]\s+|\s*[·|]\s*")
_LABEL_WORDS = 3  # words of a label beside a count; a guess
_SPACE = r"\s*"
_LENGTH = 100  # letters of a block; a guess: halved or doubled, none of 29 real pages and 24 of ours differs


def _line() -> str:
    """Return the counters of all languages as one pattern, "#" for a number and "@" for a moment.

    A number that opens them is read once for all.
    """
    forms = [ungrouped(form) for _, listed in known().words("furniture", "counters") for form in listed]
    after = [form[1:] for form in forms if form.startswith("#")]
    spaced = "|".join(form.removeprefix(_SPACE) for form in after if form.startswith(_SPACE))
    other = "|".join(form for form in after if not form.startswith(_SPACE))
    rest = "|".join(form for form in forms if not form.startswith("#"))
    return rf"#(?:{_SPACE}(?:{spaced})|{other})|{rest}"


def _number() -> str:
    return rf"\d(?:[\d٠-٩.,'’٬\s]{{0,12}}\d)?\s?(?:{alternation('numbers.thousands')}|%)?\+?"


def is_counter(text: str) -> bool:
    """Tell whether a block is nothing but a count or the moment the page was made: "1,204 views".

    The answers to a question ("Yes", "No") may stand before it, as they do once their buttons are gone, and labels
    without a figure beside it: "Policy · 5 min read".
    """
    if len(text) > _LENGTH or not _DIGIT.search(text):
        return False
    parts = [part for part in _PARTED.split(text) if _DIGIT.search(part)]
    if len(parts) == 1 and all(len(part.split()) <= _LABEL_WORDS for part in _PARTED.split(text) if part != parts[0]):
        text = parts[0]
    line = " ".join(text.casefold().split()).strip(" .•·|-–—()[]")
    return _LINE.fullmatch(line) is not None or (
        (rest := _ANSWERS.sub("", line)) != line and _LINE.fullmatch(rest) is not None
    )
