"""Letters by their place to words, and words to rows in the order in which they are read, from whichever side."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from crawler.extraction.reading.raised import as_raised, is_figure, is_letter, may_be_marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extraction.reading.pdf_places import Letter, Rule

_LEVEL = 0.5  # of the size, by which what stands in one row is raised or lowered at most, such as the sign of a note
_BASE = 0.1  # likewise within a word
_SPACE = 0.15  # of the size, between words; the narrowest of a justified line is more
_RAISED = 0.9  # of the size; smaller letters before a word are the sign of a note
_HIGH = 0.3  # of the size, by which the sign of a note is raised at least where it is as large as the text
_SHOWN_SPACE = 0.03  # likewise where the page shows a space there
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
_KEPT_ORDER = re.compile(r"[^\W_\u0590-\u08ff](?:[^\s\u0590-\u08ff]*[^\W_\u0590-\u08ff])?%?")
_BULLET = 0.6  # of the size of the text, that a bullet is wide at most
_BULLET_GAP = 3.0  # times the size, that it stands from its text at most
_SIGNS = ".,:;!?()[]"
_BRACKETS = str.maketrans("()[]", ")(][")


class Word(NamedTuple):
    """A word of a page, in points as its letters.

    Args:
        text: it, as it is spelled.
        x: where it begins.
        end: where it ends.
        y: its baseline.
        size: the height of its letters.
        bold: whether all of it is set in bold.
        slanted: whether all of it is set in italics.
    """

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool
    slanted: bool = False


Placed = TypeVar("Placed", "Letter", Word)


def rows_of(things: Sequence[Placed], level: float = _LEVEL) -> Iterator[list[Placed]]:
    """Yield what stands in one row, row by row from the top, each from left to right.

    Args:
        things: letters or words, in any order.
        level: of their size, by which they are raised or lowered at most.
    """
    if len(things) == 1:  # as in most cells of tables
        yield list(things)
        return
    row: list[Placed] = []
    base = size = 0.0
    for thing in sorted(things, key=lambda it: -it.y):
        if row and base - thing.y > level * max(size, thing.size):
            yield sorted(row, key=attrgetter("x"))
            row, size = [], 0.0
        row.append(thing)
        if thing.size > size:
            base, size = thing.y, thing.size
    if row:
        yield sorted(row, key=attrgetter("x"))


def words_of(letters: Sequence[Letter]) -> Iterator[Word]:
    """Yield the words that letters make; what is raised is a word of its own."""
    for row in rows_of(letters, _BASE):
        word: list[Letter] = []
        end, spaced = 0.0, False
        for letter in row:
            if letter.text.isspace():
                end, spaced = min(end, letter.x), True  # a box may reach further than the next letter begins
                continue
            gap = letter.x - end
            if word and gap > (_SHOWN_SPACE if spaced else _SPACE) * letter.size:
                yield _word(word, end)
                word = []
            end, spaced = max(end, letter.end) if word else letter.end, False
            word.append(letter)
        if word:
            yield _word(word, end)


def _word(letters: Sequence[Letter], end: float) -> Word:
    text = _spelled(letters)
    is_joined = _FROM_RIGHT.search(text) is not None  # such letters reach into one another
    return Word(
        text=text,
        x=letters[0].x,
        end=max(letter.end for letter in letters) if is_joined else max(end, letters[0].x),
        y=letters[0].y,
        size=max(letter.size for letter in letters),
        bold=all(letter.bold for letter in letters),
        slanted=all(letter.slanted for letter in letters),
    )


def with_bullets(words: list[Word], dots: Sequence[Rule]) -> list[Word]:
    """Return the words of a page with those dots as bullets beside which a row begins or, from the right, ends.

    Args:
        words: of the page.
        dots: small shapes drawn on it.
    """
    rows = [(row[0].y, row) for row in rows_of(words)][::-1] if dots else []
    heights = [y for y, _ in rows]
    bullets = []
    for dot in dots:
        middle = (dot.y + dot.top) / 2
        at = bisect_right(heights, middle) - 1
        row = rows[at][1] if at >= 0 else []
        if not row or middle - row[0].y > row[0].size or dot.end - dot.x > _BULLET * row[0].size:
            continue
        before, after = row[0].x - dot.end, dot.x - row[-1].end
        if 0 < max(before, after) < _BULLET_GAP * row[0].size:
            bullets.append(row[0]._replace(text="•", x=dot.x, end=dot.end))
    return words + bullets


def joined_words(row: Sequence[Word], *, from_right: bool) -> list[Word]:
    """Return the words of a row, the signs of notes and whatever else stands close made one with what is before it."""
    groups: list[list[Word]] = []
    end = 0.0
    for word in _with_raised(row):
        last = groups[-1][-1] if groups else None
        if last is None or word.x - end > _SPACE * word.size or last.size < _RAISED * word.size:
            groups.append([word])
        else:
            groups[-1].append(word)
        end = word.end if len(groups[-1]) == 1 else max(end, word.end)
    return [group[0] if len(group) == 1 else _made_one(group, from_right=from_right) for group in groups]


def _with_raised(row: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a row with marks that stand above its line as raised ones."""
    raised = [
        lifted and (is_figure(word.text) or (is_letter(word.text) and may_be_marked(row[at - 1].text if at else "")))
        for at, (word, lifted) in enumerate(zip(row, lifted_of(row), strict=True))
    ]
    if not any(raised):
        return row
    return [word._replace(text=as_raised(word.text)) if it else word for word, it in zip(row, raised, strict=True)]


def lifted_of(row: Sequence[Word]) -> list[bool]:
    """Tell of each word of a row whether it stands above its line, as the sign of a note does.

    Such a word is smaller than the others; or it stands high, and right beside one of them or first of all.
    """
    size = max(word.size for word in row)
    base = min(word.y for word in row if word.size >= _RAISED * size)
    highs = [(word.y - base) / size for word in row]
    lifted = [high > _BASE and word.size < _RAISED * size for word, high in zip(row, highs, strict=True)]
    for at, (word, high) in enumerate(zip(row, highs, strict=True)):
        if high > _HIGH and not lifted[at]:
            lifted[at] = not at or word.x - row[at - 1].end < _SPACE * size
    return lifted


def _made_one(group: Sequence[Word], *, from_right: bool) -> Word:
    texts = [word.text for word in group]
    if from_right is not any(map(_FROM_RIGHT.search, texts)):  # they stand the other way round than they are read
        texts.reverse()
    larger = max(group, key=attrgetter("size"))
    return larger._replace(text="".join(texts), x=group[0].x, end=max(word.end for word in group))


def _spelled(letters: Sequence[Letter]) -> str:
    text = "".join(letter.text for letter in letters)
    if _FROM_RIGHT.search(text) is None:
        return text
    shapes = [[it.text for it in at] for _, at in groupby(sorted(letters, key=lambda it: -it.x), key=attrgetter("x"))]
    text = "".join("".join(reversed(shape) if shape[-1:] == ["ل"] else shape) for shape in shapes)  # lam before alef
    text = _FORMS.sub(lambda it: unicodedata.normalize("NFKC", it[0]), text)
    text = _KEPT_ORDER.sub(lambda it: it[0][::-1], text)
    return text.translate(_BRACKETS) if text[0] in ")]" or text[-1] in "([" else text


def is_from_right(text: str) -> bool:
    """Tell whether most of the letters of a text are of a script that is written from the right."""
    return 2 * len(_FROM_RIGHT.findall(text)) > sum(map(str.isalpha, text))


def in_order(words: Sequence[Word], *, from_right: bool) -> list[str]:
    """Return the words of a row in the order in which they are read.

    Args:
        words: as they stand, the first where a line begins.
        from_right: whether lines begin at the right.
    """
    ordered: list[str] = []
    for goes_on, run in groupby(_signs(words, from_right=from_right), key=lambda it: it[1]):
        texts = [text for text, _ in run]
        if goes_on:
            ordered += texts
            continue
        texts.reverse()
        ordered += _with_signs(texts) if from_right else texts
    return ordered


def _with_signs(texts: list[str]) -> list[str]:
    """Return words from the left among those from the right with the signs around them where they belong.

    What stands to the left of the first is after the last, turned round; what stands to the right is before the first.
    """
    first, last = texts[0], texts[-1]
    after = first[: len(first) - len(first.lstrip(_SIGNS))]
    if len(after) == len(first) or (after and after[-1] in "([" and any(it in first[1:] + last for it in ")]")):
        after = after.rstrip("([") if len(after) < len(first) else ""
    texts = [first[len(after) :], *texts[1:]]
    last = texts[-1]
    before = last[len(last.rstrip("([)]")) :]
    if len(before) == len(last) or any(it in texts[0] + last[: -len(before) or None] for it in "(["):
        before = ""
    texts[-1] = last[: len(last) - len(before)]
    opening, closing = str.maketrans(")]", "(["), str.maketrans("([", ")]")
    texts[0] = before.translate(opening) + texts[0]
    texts[-1] += after[::-1].translate(closing)
    return texts


def _signs(words: Sequence[Word], *, from_right: bool) -> list[tuple[str, bool]]:
    """Return each word and whether it is of the direction of the line; a sign between two others is as they are."""
    ways = [
        None if not any(map(str.isalnum, word.text)) else (_FROM_RIGHT.search(word.text) is not None) is from_right
        for word in words
    ]
    signs: list[tuple[str, bool]] = []
    for at, word in enumerate(words):
        way = ways[at]
        if way is None:
            before = next((it for it in reversed(ways[max(0, at - 3) : at]) if it is not None), True)
            after = next((it for it in ways[at + 1 : at + 4] if it is not None), True)
            way = before or after
        signs.append((word.text, way))
    return signs
