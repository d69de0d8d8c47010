"""Lines that a page counts or stamps anew for each visit: views, votes, minutes to read, when it was generated."""

from __future__ import annotations

import re

from crawler.extraction.wordlists import lines_of

_NUMBER = r"\d(?:[\d٠-٩.,'’٬\s]{0,12}\d)?\s?(?:[km]\b|万|萬|千|tsd\.?|mil\b|%)?\+?"
_MOMENT = r"(?=\D{0,20}\d)(?:[^.!?;。]|\.(?=\s?\d)){4,60}\.?"
_LINES = "|".join(f"(?:{line})" for line in lines_of("counters.txt"))
_LINE = re.compile(_LINES.replace("#", _NUMBER).replace("@", _MOMENT))
_ANSWERS = re.compile(
    r"^(?:(?:yes|no|ja|nein|nee|sì|si|sí|oui|non|sim|não|tak|nie|ano|ne|áno|nej|nei|igen|nem|da|nu|evet|hayır|да|нет|"
    r"так|ні|ναι|όχι|是|否|有|没有|はい|いいえ|네|아니요|نعم|لا|כן|לא)\W+){1,2}"
)
_DIGIT = re.compile(r"\d")
_LENGTH = 100


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
