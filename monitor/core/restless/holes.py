"""Words that vary within a clause: a pattern of what stays, with a hole for each run of words that does not."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.core.clauses import sentences
from monitor.core.comparison.redline import redline
from monitor.core.comparison.sequences import common_runs
from monitor.core.dates.forms import find_dates
from monitor.core.records import RedlineOp
from monitor.core.significance.numerals import is_unit, number_starts
from monitor.core.text import fold_accents, words

HOLE = "⋯"
# The share of a text's letters that has to stay for the rest to be words that vary; below it, the text varies whole.
STAYS = 0.5
# Letters that may stand in all holes of a pattern, and the most of what stays that may: more is an edit.
NARROW, WIDEST = 60, 400
_HOLES = re.compile(rf"{HOLE}(?:[\s\W]{{0,3}}{HOLE})+")
# Stands for a date that is another, while the words around it are compared; pages print no such character.
_DATE = "\ue000"
# The word before a hole or after it, with the space between.
_WORD_BEFORE, _WORD_AFTER = (
    re.compile(r"(?<!\S)[\w.,:'\u2019]+\s+$"),
    re.compile(r"^\s+([\w.,:'\u2019]*\w)(?!\S)(\s+\w+)?"),
)
_NO_NUMBERS = frozenset({"a", "an"})
# The rest of a number of which a hole is a part: of "1'234'567" the last group may turn alone.
_FIGURES_BEFORE, _FIGURES_AFTER = (
    re.compile(r"(?<![\w.,'\u2019·])\d[\d.,'\u2019·]*$"),
    re.compile(r"^['\u2019·.,]\d[\d.,'\u2019·]*(?!\w)"),
)
_SHORTENED = re.compile(r"(\d[\d.,]*)[kKMB]\W*")  # "12.3M" users
_WORD = re.compile(r"\S*\w")
# "two hundred and fifty-three thousand one hundred and four" has no more beside the one that turns
_WORDS_OF_NUMBER = 8


def pattern_of(one: str, other: str) -> str | None:
    """Return what two texts share, a hole wherever they differ.

    Sentences are paired first: one of which less than half stays is a hole as a whole.

    >>> pattern_of("You stay here. Read 12 times today.", "You stay here. Read 3,456 times today.")
    'You stay here. Read ⋯ times today.'

    Args:
        one: a clause, as a look had it.
        other: the clause in its place, as another look had it.

    Returns:
        The pattern; None where less than half of either text stays, or nothing differs.
    """
    if one == other or HOLE in one or HOLE in other:
        return None
    before, after = sentences(one), sentences(other)
    pieces: list[str] = []
    i = j = 0
    for next_i, next_j, length in [*common_runs(before, after), (len(before), len(after), 0)]:
        pieces += _between(before[i:next_i], after[j:next_j])
        i, j = next_i + length, next_j + length
        pieces += before[next_i:i]
    found = _HOLES.sub(HOLE, " ".join(pieces))
    return found if _letters(found) >= STAYS * max(_letters(one), _letters(other)) else None


def _between(before: list[str], after: list[str]) -> list[str]:
    """Return what sentences that differ share, one by one where as many stand on both sides."""
    if not before and not after:
        return []
    if len(before) != len(after):
        return [HOLE]
    return [_shared(one, other) for one, other in zip(before, after, strict=True)]


def _shared(one: str, other: str) -> str:
    if one == other:
        return one
    pieces = redline(*_undated(one, other))
    found = "".join(text if op is RedlineOp.EQUAL else HOLE for op, text in pieces).replace(_DATE, HOLE)
    found = _HOLES.sub(HOLE, found)
    turning = [word for op, text in pieces if op is not RedlineOp.EQUAL for word in text.split()]
    if turning and all(map(_is_figure, turning)):
        found = _widened(found, is_spelt=not any(map(_has_digit, turning)))
    return found if _letters(found) >= STAYS * max(_letters(one), _letters(other)) else HOLE


def _undated(one: str, other: str) -> tuple[str, str]:
    """Return two sentences with a sign for each date that is another: next month its other words are others as well."""
    dates = [*find_dates(one)], [*find_dates(other)]
    texts = [one, other]
    if len(dates[0]) == len(dates[1]) and _DATE not in one + other:
        for first, second in zip(*map(reversed, dates), strict=True):
            if one[first.start : first.end] != other[second.start : second.end]:
                for side, found in enumerate((first, second)):
                    texts[side] = f"{texts[side][: found.start]}{_DATE}{texts[side][found.end :]}"
    return texts[0], texts[1]


def _widened(pattern: str, *, is_spelt: bool) -> str:
    """Return a pattern whose holes take in the rest of a number: of "1 204" or "twenty four" more may turn later."""

    def is_of_it(word: str) -> bool:
        # a number in letters is none beside digits: "12 to" is no "12 two" in Danish
        return _is_figure(word) and _has_digit(word) is not is_spelt

    first, *rest = pattern.split(HOLE)
    parts = [first]
    for part in rest:
        if not is_spelt:
            parts[-1] = _FIGURES_BEFORE.sub("", parts[-1])
            part = _FIGURES_AFTER.sub("", part)  # noqa: PLW2901 - what is left of it
        for _ in range(_WORDS_OF_NUMBER):
            if (before := _WORD_BEFORE.search(parts[-1])) and is_of_it(before.group()):
                parts[-1] = parts[-1][: before.start()]
            if (after := _WORD_AFTER.match(part)) and is_of_it(after[1]) and not is_unit(_folded(after[2] or "")):
                part = part[after.end(1) :]  # noqa: PLW2901 - what is left of it
        parts.append(part)
    return HOLE.join(parts)


def _is_figure(word: str) -> bool:
    """Tell whether a word is a number, in digits or in letters; a code of both ("7k3f") is none, but "12k" is one."""
    folded = _folded(_SHORTENED.sub(r"\1", word) if _SHORTENED.fullmatch(word) else word)
    return "".join(filter(str.isalnum, folded)).isdigit() or (folded in number_starts() and folded not in _NO_NUMBERS)


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _folded(word: str) -> str:
    return fold_accents("".join(words(word)))


def _letters(text: str) -> int:
    return sum(map(len, words(text)))


def fills(pattern: str, text: str, *, figures: bool = False) -> tuple[str, ...] | None:
    """Return what stands in a pattern's holes, None where the text does not fit it; linear in the text.

    Args:
        pattern: of a clause or a sentence.
        text: that may fit it.
        figures: whether nothing but numbers and dates may stand in the holes.

    >>> fills("Read ⋯ times.", "Read 7 times.")
    ('7',)
    """
    first, *rest = pattern.split(HOLE)
    if not rest or not text.startswith(first):
        return None
    found: list[str] = []
    at = len(first)
    for place, part in enumerate(rest, 1):
        is_last = place == len(rest)
        end = len(text) - len(part) if is_last else text.find(part, at)
        if end < at or not text.startswith(part, end):
            return None
        found.append(text[at:end])
        at = end + len(part)
    if sum(map(len, found)) > _room(pattern):
        return None
    return tuple(found) if not figures or all(_without_figures(one) == "" for one in found) else None


@lru_cache(maxsize=4096)
def still_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that are neither numbers nor dates, nor in holes: those it is known by for long.

    >>> still_words("As of 5 March 2026, 12 readers") == still_words("As of ⋯, ⋯ readers") == ("as", "of", "readers")
    True
    """
    rest = _without_figures(text).replace(HOLE, " ")
    return words(rest)


def _without_figures(text: str) -> str:
    """Return what else than numbers and dates a text has, holes in their places; "" where it has nothing else."""
    for date in reversed([*find_dates(text)]):
        text = f"{text[: date.start]}{HOLE}{text[date.end :]}"
    found = _HOLES.sub(HOLE, _WORD.sub(lambda word: HOLE if _is_figure(word[0]) else word[0], text))
    return found if words(found.replace(HOLE, " ")) else ""


def _room(pattern: str) -> int:
    """Return how many letters may stand in the holes of a pattern: as many as stay, as half of the text did."""
    return max(NARROW, min(WIDEST, len(pattern)))


def holed(pattern: str, text: str, *, figures: bool = False) -> str | None:
    """Return a text with the holes of a pattern that it does not fit: words beside them were edited.

    Arguments as those of `fills`.

    >>> holed("Kept 12 months. Read ⋯ times.", "Kept 24 months. Read 7 times.")
    'Kept 24 months. Read ⋯ times.'

    Returns:
        The text with holes; None where an edit and what varies cannot be told apart.
    """
    found: list[str] = []
    went = came = ""
    for op, piece in [*redline(pattern, text), (RedlineOp.EQUAL, "")]:
        if op is RedlineOp.DELETE:
            went += piece
        elif op is RedlineOp.INSERT:
            came += piece
        else:
            if HOLE in went:
                if words(went.replace(HOLE, " ")) or len(came) > _room(pattern):
                    return None
                came = (figures and _without_figures(came)) or went
            found += [came, piece]
            went = came = ""
    return "".join(found)


def varying(pattern: str, text: str) -> str:
    """Return the sentences of a text in which a pattern has its holes: what varies, with the words around it."""
    known = set(sentences(pattern))
    return " ".join(sentence for sentence in sentences(text) if sentence not in known)
