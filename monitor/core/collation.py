"""Names as they are looked for and put in order: without case and diacritics, the same on every machine."""

from __future__ import annotations

import re
import unicodedata

from monitor.core.text import without_piles

_PLAIN = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})(?: WITH .+)?")
_LATIN = range(0x80, 0x250)  # the blocks of Unicode with the letters of Europe beyond ASCII
_KATAKANA, _HIRAGANA = range(0x30A1, 0x30F7), 0x3041  # the same syllables, in the same order
_MARKED = range(0x300, 0x1E944)  # the code points among which there are marks that stand on others


def _bare_letters() -> dict[int, str | None]:
    """Return what stands for letters with a stroke, or two in one, which Unicode does not take apart, and for marks."""
    found = ((code, _PLAIN.fullmatch(unicodedata.name(chr(code), ""))) for code in _LATIN)
    latin = {code: match[1].lower() for code, match in found if match}
    syllables = {code: chr(_HIRAGANA + code - _KATAKANA.start) for code in _KATAKANA}
    return latin | syllables | {code: None for code in _MARKED if unicodedata.combining(chr(code))}


_BARE = _bare_letters()


def folded(text: str) -> str:
    """Return a text without case and diacritics, in letters by which it is looked for and sorted.

    Latin letters come first, accented ones at their plain ones; a syllable of Japanese stands at one place in either
    script. No locale has a say in it.

    >>> folded("ÉCOLE Łódź Straße")
    'ecole lodz strasse'
    >>> sorted(["Zebra", "さくら", "Émile", "Emma", "サカナ"], key=folded)
    ['Émile', 'Emma', 'Zebra', 'サカナ', 'さくら']
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", without_piles(text.casefold())).translate(_BARE)
