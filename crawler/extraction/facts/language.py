"""The language of a text, from its script and its commonest words; a page's own claim is checked against them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from monitor.core.languages import known

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ka", re.compile("[\u10d0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
_ANY_SCRIPT = re.compile(f"[{''.join(script.pattern.strip('[]') for _, script in _SCRIPTS)}]")
_ALIASES = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "bs": "hr",
    "cn": "zh",
    "jp": "ja",
    "cz": "cs",
    "gr": "el",
    "dk": "da",
    "se": "sv",
    "ua": "uk",
}
# below which letters of its own tell a language too; a guess: halved or doubled, none of 338 real pages differs
_SHORT_WORDS = 60
_WORD, _ASCII_WORD = re.compile(r"\w+"), re.compile(r"\w+", re.ASCII)  # the same, and faster
_SAMPLE_LENGTH = 5_000  # characters, some eight hundred words; more of them tell no more
# of common words; a quarter lower or higher, 0 of 338 and 3 of 28 real pages differ, 0 of 111 and 22 of 30 of ours
_MIN_SHARE = 0.08
# of the best score, to believe what is declared; a quarter lower or higher, none of 338 real pages differs
_CLOSE = 0.7


def language_of(text: str, declared: str = "") -> str:
    """Tell a text's language.

    Args:
        text: the document's words.
        declared: what the page says, e.g. "en-GB"; believed where the text does not contradict it.

    Returns:
        An ISO 639-1 code, "" where it cannot be told.
    """
    claim = language_code(declared)
    sample = text[:_SAMPLE_LENGTH]
    if script := _by_script(sample):
        return script
    words = (_ASCII_WORD if sample.isascii() else _WORD).findall(sample.casefold())
    counts = Counter(words)
    codes, common = _common_words()
    scores = dict.fromkeys(codes, 0)
    for word in counts.keys() & common.keys():
        for code in common[word]:
            scores[code] += counts[word]
    if len(words) < _SHORT_WORDS:
        for code, letters in _own_letters():
            scores[code] += sum(any(letter in word for letter in letters) for word in words)
    best = max(scores, key=lambda code: (scores[code], code))
    if not words or scores[best] < len(words) * _MIN_SHARE:
        return claim
    return claim if claim in scores and scores[claim] >= scores[best] * _CLOSE else best


def language_code(tag: str) -> str:
    """Return the ISO 639-1 code in a language tag like "en-GB", "" where there is none."""
    claim = _ALIASES.get(code := re.split(r"[-_,; ]", tag.strip().lower())[0], code)
    return claim if re.fullmatch(r"[a-z]{2}", claim) else ""


def is_language(tag: str) -> bool:
    """Tell a language tag like "en-GB" from other short words."""
    return (code := language_code(tag)) in _common_words()[0] or code in dict(_SCRIPTS)


@cache
def _common_words() -> tuple[frozenset[str], dict[str, list[str]]]:
    """Return the codes of the languages with stop words, and for each stop word those that use it."""
    found: dict[str, list[str]] = {}
    for language, words in known().words("text", "stop_words"):
        for word in words:
            found.setdefault(word, []).append(language.code)
    return frozenset(code for codes in found.values() for code in codes), found


@cache
def _own_letters() -> tuple[tuple[str, str], ...]:
    """Return letters that only one language writes: a short text may hold none of its commonest words."""
    return tuple((language.code, "".join(letters)) for language, letters in known().words("text", "letters"))


def _by_script(sample: str) -> str:
    if sample.isascii() or not _ANY_SCRIPT.search(sample):
        return ""
    letters = max(1, sum(map(str.isalpha, sample)))
    for code, script in _SCRIPTS:
        share = len(script.findall(sample)) / letters
        # Japanese mixes a third or so of its own letters into Chinese ones.
        if share > (0.1 if code == "ja" else 0.3):
            return code
    return ""
