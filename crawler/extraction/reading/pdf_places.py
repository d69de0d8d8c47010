"""What stands where on the pages of a PDF, as pdfium sets it: letters with place and look, and rules."""

from __future__ import annotations

import re
from ctypes import byref, c_double, c_float, c_void_p, cast, create_string_buffer
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOLD = re.compile(r"bold|black|heavy|demi|bx\d", re.IGNORECASE)  # CMBX10 is bold
_PLAIN = re.compile(r"regular|roman|book|light|medium|normal", re.IGNORECASE)  # whatever its weight is said to be
_SLANTED = 0x40  # of the flags of a font, in ISO 32000
_BOLD_WEIGHT = 600  # of a font: semi-bold as CSS counts, where 400 is normal
_NAME_BYTES = 200  # of a font's name, which ISO 32000 ends at 127; there may be more, which is cut
_SURROGATES, _CODES, _UNKNOWN = (0xD800, 0xE000), 0x110000, "\ufffd"
_PRIVATE = (0xE000, 0xF900)  # codes of which only the font knows what they are
_HYPHENS = frozenset("\x02\ufffe")  # what pdfium makes of a hyphen at the end of a line
_READABLE = 2.0  # points that letters are high at least; some programs sign in smaller ones
_EDGE = 20_000.0  # points from the corner, in which a page ends: ISO 32000 has 14,400
_SLANT = 0.02  # sine, from which text stands aslant, as a stamp across the page does
_MOST_STROKES = 20_000  # of a page that are looked at for rules; a guess: tables of pages have hundreds
_DOT = (1.5, 7.0)  # points that a bullet is wide
_ROUND = 0.2  # of that, by which it is higher or lower at most
_THIN = 2.0  # points that a rule is thick at most
_LONG = 4.0  # points that a rule is long at least


class Letter(NamedTuple):
    """A letter of a page, in points from its left and from its bottom, turned upright.

    Args:
        text: what it says; a space where there is none to see.
        x: where it begins.
        end: where the next one would begin.
        y: its baseline.
        size: its height.
        bold: whether it is set in bold.
        slanted: whether it is set in italics.
    """

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool
    slanted: bool = False


class Rule(NamedTuple):
    """A straight line drawn on a page, from its left and lower end; level or upright, as one number recurs."""

    x: float
    y: float
    end: float
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a page shows.

    Args:
        letters: in no order that means anything.
        rules: likewise.
        dots: small round or square shapes drawn on it, which may be bullets, each as the box around it.
        unknown: how many of the letters have a shape but no known meaning.
    """

    letters: list[Letter]
    rules: list[Rule]
    dots: list[Rule]
    unknown: int


def placed_pages(body: bytes, *, most_pages: int, most_letters: int) -> Iterator[Sheet] | None:
    """Return what stands on each page.

    Args:
        body: the file, see `bounded_pdf`: what it unpacks to is bounded before it comes here.
        most_pages: how many of its pages are read.
        most_letters: the page on which their number passes this, and those behind it, are left out.

    Returns:
        The pages, each read when it is asked for; None where the file cannot be read.
    """
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError:
        return None
    return _sheets(document, most_pages, most_letters)


def _sheets(document: pdfium.PdfDocument, most_pages: int, most_letters: int) -> Iterator[Sheet]:
    letters = 0
    try:
        for number in range(min(len(document), most_pages)):
            page = document[number]
            text = page.get_textpage()
            count = text.count_chars()
            letters += count
            if letters > most_letters:
                break
            yield _sheet(page.raw, text.raw, count)
            text.close()
            page.close()
    except pdfium.PdfiumError:
        return
    finally:
        document.close()


def _sheet(page: Any, text: Any, count: int) -> Sheet:  # noqa: ANN401 - handles of pdfium
    """Return what a page shows that has so many letters; those of another direction than most are left out."""
    looks, measure = _Looks(text), _Measure(text)
    turned: dict[int, list[Letter]] = {}
    unknown = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code < 0x20 and chr(code) not in _HYPHENS and raw.FPDFText_HasUnicodeMapError(text, index) != 1:
            continue
        if code <= 0x20 and raw.FPDFText_IsGenerated(text, index) == 1:
            continue  # only spaces and line ends are
        look = looks.of(index)
        letter = measure.letter(index, _character(code), look) if look.turn is not None else None
        if look.turn is not None and letter is not None:
            turned.setdefault(look.turn, []).append(letter)
            unknown += code < 0x20 or _PRIVATE[0] <= code < _PRIVATE[1] or code in {0xFFFD, 0xFFFF}
    turn = max(turned, key=lambda it: len(turned[it]), default=0)
    rules, dots = _drawn(page)
    return Sheet(
        letters=turned.get(turn, []),
        rules=[_turned(it, turn) for it in rules],
        dots=[_turned(it, turn) for it in dots],
        unknown=unknown,
    )


def _character(code: int) -> str:
    if code in {0x02, 0xFFFE}:
        return "-"
    return chr(code) if code < _SURROGATES[0] or _SURROGATES[1] <= code < _CODES else _UNKNOWN


class _Look(NamedTuple):
    size: float
    bold: bool
    slanted: bool
    turn: int | None


class _Measure:
    """Measures letters of a page, each with the same few variables: there may be a million."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401 - see above
        self._text = text
        self._x, self._y, self._box = c_double(), c_double(), raw.FS_RECTF()
        self._at = byref(self._x), byref(self._y), byref(self._box)

    def letter(self, index: int, shown: str, look: _Look) -> Letter | None:
        """Return a letter, None where it stands on no page there may be."""
        at_x, at_y, at_box = self._at
        raw.FPDFText_GetCharOrigin(self._text, index, at_x, at_y)
        raw.FPDFText_GetLooseCharBox(self._text, index, at_box)
        turn, box = look.turn or 0, self._box
        far = (box.right, box.top, -box.left, -box.bottom)[turn]
        across, up = _upright(self._x.value, self._y.value, turn)
        if not (abs(across) < _EDGE and abs(up) < _EDGE and abs(far) < _EDGE and look.size < _EDGE):
            return None
        return Letter(shown, across, max(across, far), up, look.size, look.bold, look.slanted)


def _upright(x: float, y: float, turn: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _turned(rule: Rule, turn: int) -> Rule:
    one, other = _upright(rule.x, rule.y, turn), _upright(rule.end, rule.top, turn)
    (x, end), (y, top) = (sorted(pair) for pair in zip(one, other, strict=True))
    return Rule(x, y, end, top)


class _Looks:
    """Knows the looks of the letters of a page: what one operation shows looks the same throughout."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401 - see above
        self._text = text
        self._looks: dict[int | None, _Look] = {}
        self._fonts: dict[int | None, tuple[bool, bool]] = {}

    def of(self, index: int) -> _Look:
        """Return the look of a letter."""
        key = cast(raw.FPDFText_GetTextObject(self._text, index), c_void_p).value
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._new(index)
        return look

    def _new(self, index: int) -> _Look:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, index, byref(matrix))
        size = raw.FPDFText_GetFontSize(self._text, index) * hypot(matrix.c, matrix.d)
        length = hypot(matrix.a, matrix.b) or 1.0
        across, up = matrix.a / length, matrix.b / length
        is_hidden = size < _READABLE or min(abs(across), abs(up)) > _SLANT
        turn = None if is_hidden else _TURNS[round(across), round(up)]
        bold, slanted = self._font(index)
        return _Look(size=size, bold=bold, slanted=slanted, turn=turn)

    def _font(self, index: int) -> tuple[bool, bool]:
        """Tell whether a letter is set in bold, and whether in italics: its font says so by name, weight or flag."""
        font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(self._text, index))
        key = cast(font, c_void_p).value
        if key not in self._fonts:
            name = create_string_buffer(_NAME_BYTES)
            raw.FPDFFont_GetBaseFontName(font, name, _NAME_BYTES)
            weight = raw.FPDFText_GetFontWeight(self._text, index)
            named = name.value.decode("latin-1")
            is_heavy = weight >= _BOLD_WEIGHT and _PLAIN.search(named) is None
            is_bold = is_heavy or _BOLD.search(named) is not None
            flags = raw.FPDFFont_GetFlags(font)
            self._fonts[key] = is_bold, flags > 0 and bool(flags & _SLANTED)
        return self._fonts[key]


_TURNS = {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3, (0, 0): 0}


def _drawn(page: Any) -> tuple[list[Rule], list[Rule]]:  # noqa: ANN401 - see above
    """Return the lines of a page, level and upright, and its dots; none of a page that is full of strokes."""
    rules: list[Rule] = []
    dots: list[Rule] = []
    left = _MOST_STROKES
    for number in range(min(raw.FPDFPage_CountObjects(page), _MOST_STROKES)):
        shape = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(shape) != raw.FPDF_PAGEOBJ_PATH:
            continue
        strokes = raw.FPDFPath_CountSegments(shape)
        left -= strokes
        if left < 0:
            return [], []
        for figure in _figures(shape, strokes):
            xs, ys = [x for x, _ in figure], [y for _, y in figure]
            box = Rule(min(xs), min(ys), max(xs), max(ys))
            if not all(abs(it) < _EDGE for it in box):
                continue
            if _is_dot(box):
                dots.append(box)
            else:
                rules += _edges(figure, box)
    return rules, dots


def _is_dot(box: Rule) -> bool:
    wide, high = box.end - box.x, box.top - box.y
    return _DOT[0] <= wide <= _DOT[1] and abs(wide - high) <= _ROUND * wide


def _figures(shape: Any, strokes: int) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401 - see above
    """Yield the corners of each figure of a path."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(shape, byref(matrix))
    corners: list[tuple[float, float]] = []
    x, y = c_float(), c_float()
    for number in range(strokes):
        stroke = raw.FPDFPath_GetPathSegment(shape, number)
        raw.FPDFPathSegment_GetPoint(stroke, byref(x), byref(y))
        if raw.FPDFPathSegment_GetType(stroke) == raw.FPDF_SEGMENT_MOVETO and corners:
            yield corners
            corners = []
        corners.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
        if raw.FPDFPathSegment_GetClose(stroke):
            corners.append(corners[0])
    if corners:
        yield corners


def _edges(corners: Sequence[tuple[float, float]], box: Rule) -> Iterator[Rule]:
    if min(box.end - box.x, box.top - box.y) <= _THIN:  # a line, or a box that is as thin as one
        corners = ((box.x, box.y), (box.end, box.top))
    for (x, y), (end, top) in pairwise(corners):
        if abs(top - y) <= _THIN and abs(end - x) >= _LONG:
            yield Rule(min(x, end), (y + top) / 2, max(x, end), (y + top) / 2)
        elif abs(end - x) <= _THIN and abs(top - y) >= _LONG:
            yield Rule((x + end) / 2, min(y, top), (x + end) / 2, max(y, top))
