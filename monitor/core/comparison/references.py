"""References of a text to its own sections, which follow where these get other numbers: "see Section 4 and 5"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.languages import LazyPattern, alternation
from monitor.core.significance.citations import has_parts
from monitor.core.significance.figures import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_HAN = "[一二三四五六七八九十]"
_ORDINALS = ("第", "제")  # before a number, "the" and its ending
_NUMERAL = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:\.\d{1,3}){0,4}|[ivxl]{1,7}|[^\W\d_])(?!\w|[.,]\d)"
    rf"|(?<=[{''.join(_ORDINALS)}])(?:{_HAN}{{1,3}}|\d{{1,3}})",
    re.IGNORECASE,
)
_LEAD = LazyPattern(
    lambda: (
        rf"(?P<word>[^\s\d(){{}}\[\]§]{{0,20}}?)\.?\s?(?:(?:{alternation('citations.numbers')})\s?)?"
        r"(?P<open>[\[({（【§#\"“„«']{0,2})\s?$"
    ),
    re.IGNORECASE,
)
# What a number stands behind that is a clause's own: nothing, or the word it is named by.
_OPENS = re.compile(r"\n(?:[^\W\d_]{1,20}\.?[^\S\n])?[^\w\n]{0,4}$")
_REACH = 30  # characters before a number in which the word for what it counts stands, or behind one its unit
_NEAR = 300  # characters on either side in which the rest of its sentence is read
_NAME = re.compile(rf"(?:(?!{_HAN})[^\W\d_]){{2,20}}")
_MANY = 1_000  # numerals of a clause beyond which none is looked at
_NEXT = re.compile(r"[\])}）】]?(?:\s?[,;/&–—-]\s?|[,;]?\s[^\W\d_]{1,4}\s)(?:[^\W\d_]{3,20}\s)?[\[({（【§]?\s?")
_PART = LazyPattern(
    lambda: f"{alternation('policy.parts')}|{alternation('citations.labels')}|{alternation('citations.references')}",
    re.IGNORECASE,
)
_SEE = LazyPattern(lambda: alternation("citations.see"), re.IGNORECASE)
_ARTICLE = LazyPattern(lambda: alternation("citations.articles"), re.IGNORECASE)
_LAW = LazyPattern(lambda: alternation("policy.laws", before=r"\b", after=r"\b"), re.IGNORECASE)
_OF_LAW = LazyPattern(
    lambda: (
        r"[\])]?(?:\s?\([a-z0-9]{1,4}\)){0,4},?\s?"
        rf"(?:(?i:{alternation('citations.of')})\s(?:(?:[^\W\d_]{{1,4}}|[A-Z]\w{{0,20}})\s){{0,6}})?(?i:{_LAW.compiled.pattern})"
    )
)
_OF = LazyPattern(lambda: rf"[\])]?,?\s(?:{alternation('citations.of')})\s", re.IGNORECASE)
_AFTER_LAW = LazyPattern(lambda: rf"(?i:{_LAW.compiled.pattern}),?\s?[({''.join(_ORDINALS)}]?\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How the sections of a text were numbered anew.

    Args:
        numbers: of a section before and after, those that are others now.
        names: what the sections call themselves: "chapter".
        brackets: what opens their numbers: "[".
    """

    numbers: Mapping[str, str]
    names: frozenset[str]
    brackets: frozenset[str]

    def of(self, number: str) -> str:
        """Return what became of a number; of one that is not known, what became of those it stands below."""
        parts = number.split(".")
        for length in range(len(parts), 0, -1):
            if moved := self.numbers.get(".".join(parts[:length])):
                return ".".join([moved, *parts[length:]])
        return number


@dataclass(frozen=True, slots=True)
class _Reference:
    start: int
    end: int
    number: str
    word: str  # before it, or before the first of "Sections 4, 5 and 6"
    first: int  # where the first of these starts


def shift(openings: Iterable[tuple[int, str, str]]) -> Shift:
    """Return how sections were numbered anew.

    Args:
        openings: of each section that stands in both texts its depth and what it opened with, and opens with now. Of a
            number that several have, the one of the least depth is meant; where several of one depth have become
            different ones, nobody can say which. What one alone is called is no name of sections.
    """
    both = [(depth, old, new) for depth, old, new in openings if old.strip() and new.strip()]
    names = Counter(name for _, old, _ in both for name in _names(old))
    levels: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    brackets: set[str] = set()
    for depth, old, new in both:
        # A sentence may begin so: "Section 4 does not apply".
        if all(names[name] > 1 for name in _names(old)):
            levels[depth][number_of(old)].add(number_of(new))
            brackets.update(set("[({（【") & set(old))
    settled: dict[str, str] = {}
    for _, level in sorted(levels.items()):
        for number, became in level.items():
            settled.setdefault(number, became.pop() if len(became) == 1 else number)
    moved = {number: became for number, became in settled.items() if number != became}
    shared = frozenset(name for name, count in names.items() if count > 1)
    return Shift(numbers=moved, names=shared, brackets=frozenset(brackets))


def _names(opening: str) -> set[str]:
    """Return what a section calls itself: "chapter" of "Chapter 4: "; a number may be of letters too, as "IV"."""
    return {word.casefold() for word in _NAME.findall(opening)} - {number_of(opening)}


def number_of(opening: str) -> str:
    """Return the number within what a section opens with: "4" of "Chapter 4: ", "iv" of "IV.", "四" of "第四条"."""
    found = (
        re.findall(r"\d+(?:\.\d+)*", opening) or re.findall(f"{_HAN}+", opening) or re.findall(r"[^\W\d_]+", opening)
    )
    return found[-1].casefold() if found else ""


def followed(old: str, new: str, moved: Shift) -> str:
    """Return a text with those of its references that moved as their sections did put as its new form has them.

    Where the two have not as many, or where a law may be cited, a reference stays.
    """
    before, after = list(_references(old, moved)), list(_references(new, moved))
    if len(before) != len(after):
        return old
    of_law = _of_laws(old, before, moved) | _of_laws(new, after, moved)
    pieces: list[str] = []
    end = 0
    for index, (one, other) in enumerate(zip(before, after, strict=True)):
        has_followed = one.number != other.number and moved.of(one.number) == other.number
        if has_followed and one.word == other.word and index not in of_law:
            pieces += [old[end : one.start], new[other.start : other.end]]
            end = one.end
    return "".join([*pieces, old[end:]])


def strayed(old: str, new: str, moved: Shift) -> tuple[str, str] | None:
    """Return the first reference of a text to another section than before, as both forms of the text write it.

    None where each followed its section, or the texts have not as many.
    """
    before, after = list(_references(old, moved)), list(_references(new, moved))
    if len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            if one.number != other.number != moved.of(one.number):
                return _written(old, one), _written(new, other)
    return None


def stayed(text: str, moved: Shift) -> tuple[str, str] | None:
    """Return the first reference of a text that kept its number though its section got another: as written, and that.

    One that may be to a law, or to a section of something else ("section 4 of the terms"), is none.
    """
    if not moved.numbers or not any(map(str.isdigit, text)):
        return None
    found = list(_references(text, moved))
    of_law = _of_laws(text, found, moved)
    for index, one in enumerate(found):
        is_of_another = _OF.match(text[one.end : one.end + _REACH]) is not None
        if one.number in moved.numbers and one.word and not is_of_another and index not in of_law:
            return _written(text, one), one.number
    return None


def _written(text: str, reference: _Reference) -> str:
    """Return a reference with the word before it."""
    start = max(0, reference.start - _REACH)
    lead = _LEAD.search(text[start : reference.start])
    return text[start + lead.start() if lead else reference.start : reference.end].strip()


def _references(text: str, moved: Shift) -> Iterator[_Reference]:
    last: _Reference | None = None
    for found in islice(_NUMERAL.finditer(text), _MANY):
        number = found.group().casefold()
        word, opened = _lead(text[max(0, found.start() - _REACH) : found.start()])
        is_named = word in moved.names or any(_is_one(pattern, word) for pattern in (_PART, _SEE))
        is_cited = is_named or "§" in opened or word.endswith(_ORDINALS) or opened[-1:] in moved.brackets
        is_cited = is_cited or ("." in number and number in moved.numbers)
        if last and _goes_on(text, last, found):
            last = _Reference(found.start(), found.end(), number, last.word, last.first)
        elif is_cited and not ((not word or word in moved.names) and _opens(text, found.start())):
            last = _Reference(found.start(), found.end(), number, "§" if "§" in opened else word, found.start())
        else:
            continue
        yield last


def _is_one(pattern: LazyPattern, word: str) -> bool:
    return bool(pattern.fullmatch(word) or pattern.fullmatch(f"{word}."))


def _opens(text: str, at: int) -> bool:
    """Tell whether what stands at a place of a text is the number of a clause, which is no reference to another."""
    return _OPENS.search("\n" + text[max(0, at - _REACH) : at] if at <= _REACH else text[at - _REACH : at]) is not None


def _lead(before: str) -> tuple[str, str]:
    """Return the word that stands right before a number, and the brackets."""
    found = _LEAD.search(before.rpartition("\n")[2])
    return (found["word"].casefold(), found["open"]) if found else ("", "")


def _goes_on(text: str, last: _Reference, found: re.Match[str]) -> bool:
    """Tell whether a numeral is the next of a list that a reference begins, as 5 is in "Sections 4 and 5"."""
    is_alike = found.group()[0].isdecimal() == last.number[0].isdecimal()
    between = text[last.end : min(found.start(), last.end + 2 * _REACH)]
    is_far = found.start() > last.end + 2 * _REACH or "\n" in between
    if not is_alike or is_far or not _NEXT.fullmatch(between):
        return False
    return not _is_measure(text[found.start() : found.end() + _REACH])


def _is_measure(text: str) -> bool:
    """Tell whether a text opens with a period or an amount."""
    return any(kind != "number" and text.casefold().startswith(written) for kind, _, written in figures(text))


def _of_laws(text: str, references: Sequence[_Reference], moved: Shift) -> set[int]:
    """Return which references may be to a law.

    That are those to articles in a sentence that speaks of one, where the text has no articles of its own; of others
    those with its name right beside them.
    """
    ends = {one.first: one.end for one in references}  # of lists, since the last of each counts
    found = {one.first for one in references if _is_of_law(text, one, ends[one.first], moved)}
    return {index for index, one in enumerate(references) if one.first in found}


def _is_of_law(text: str, one: _Reference, end: int, moved: Shift) -> bool:
    at = max(0, one.first - _REACH)
    if has_parts(text[at : one.end + _REACH]) or _OF_LAW.match(text[end : end + _NEAR]):
        return True
    if one.word == "§" or _ARTICLE.match(one.word):
        sentence, before = _sentence(text, one.first)
        return _LAW.search(sentence[:before] if one.word in moved.names else sentence) is not None
    # "by law, see 4" refers to the text itself
    return not _is_one(_SEE, one.word) and _AFTER_LAW.search(_before_word(text[at : one.first])) is not None


def _sentence(text: str, at: int) -> tuple[str, int]:
    """Return the sentence at a place of a text, as far as it is near, and where in it that is."""
    begin = max(0, at - _NEAR)
    near = text[begin : at + _NEAR]
    start = 0
    for sentence in sentences(near):
        start = near.index(sentence, start)
        if at - begin < start + len(sentence):
            return sentence, max(0, at - begin - start)
        start += len(sentence)
    return near, at - begin


def _before_word(text: str) -> str:
    """Return what stands before the word of the reference that a text ends before."""
    return text if text.endswith(_ORDINALS) else text.rstrip(" [(§#").rpartition(" ")[0]
