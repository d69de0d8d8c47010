"""What stands where on the pages of a PDF, as pdfium sets it: pieces of text with place, width, size and weight."""

from __future__ import annotations

import re
from ctypes import byref, c_double, c_void_p, cast, create_string_buffer
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600  # of a font: semi-bold as CSS counts, where 400 is normal
_NAME_BYTES = 200  # of a font's name, which ISO 32000 ends at 127; there may be more, which is cut
_SURROGATES, _CODES, _UNKNOWN = (0xD800, 0xE000), 0x110000, "\ufffd"
_BREAKS = frozenset("\r\n\x00")
_HYPHENS = frozenset("\x02\ufffe")  # what pdfium makes of a hyphen at the end of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one operation of a page shows: a line, a part of one, or a single letter.

    Args:
        text: its letters; a space at its end where the next piece of the line stands apart.
        x: where it begins, in points from the left.
        end: where it ends.
        y: its baseline, in points from the bottom.
        size: the height of its letters in points.
        bold: whether it is set in bold.
    """

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool


def placed_pages(body: bytes, *, most_pages: int, most_letters: int) -> list[list[Piece]] | None:
    """Return the pieces of each page in the order in which it shows them.

    Args:
        body: the file, see `bounded_pdf`: what it unpacks to is bounded before it comes here.
        most_pages: how many of its pages are read.
        most_letters: the page on which their number passes this, and those behind it, are left out.

    Returns:
        The pages, None where not one can be read.
    """
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError:
        return None
    pages: list[list[Piece]] = []
    letters = 0
    try:
        for number in range(min(len(document), most_pages)):
            page = document[number]
            text = page.get_textpage()
            count = text.count_chars()
            letters += count
            if letters > most_letters:
                break
            pages.append(list(_pieces(text.raw, count)))
            text.close()
            page.close()
    except pdfium.PdfiumError:
        return pages or None
    finally:
        document.close()
    return pages


def _pieces(page: Any, count: int) -> Iterator[Piece]:  # noqa: ANN401 - a handle of pdfium
    """Yield the pieces of a page that has so many letters."""
    looks = _Looks()
    shown, first, last, letters = None, 0, 0, ""
    for index in range(count):
        letter = _letter(raw.FPDFText_GetUnicode(page, index))
        if letter in _BREAKS:
            continue
        by = cast(raw.FPDFText_GetTextObject(page, index), c_void_p).value
        if raw.FPDFText_IsGenerated(page, index) == 1 or (by == shown and letter.isspace()):
            letters += letter
            continue
        if by != shown:
            if letters.strip():
                yield _piece(page, looks, letters, (first, last))
            shown, first, letters = by, index, ""
        last = index
        letters += "-" if letter in _HYPHENS else letter
    if letters.strip():
        yield _piece(page, looks, letters, (first, last))


def _letter(code: int) -> str:
    return chr(code) if code < _SURROGATES[0] or _SURROGATES[1] <= code < _CODES else _UNKNOWN


def _piece(page: Any, looks: _Looks, text: str, ends: tuple[int, int]) -> Piece:  # noqa: ANN401 - see above
    """Return the piece whose first and last letters these are."""
    first, last = ends
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(page, first, byref(x), byref(y))
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    raw.FPDFText_GetLooseCharBox(page, last, byref(box))
    raw.FPDFText_GetMatrix(page, first, byref(matrix))
    size = raw.FPDFText_GetFontSize(page, first) * hypot(matrix.c, matrix.d)
    end = max(x.value, box.right)
    return Piece(text=text, x=x.value, end=end, y=y.value, size=size, bold=looks.is_bold(page, first))


class _Looks:
    """Knows which fonts of a page are bold."""

    def __init__(self) -> None:
        self._bold: dict[int | None, bool] = {}

    def is_bold(self, page: Any, index: int) -> bool:  # noqa: ANN401 - see above
        """Tell whether a letter is set in bold: its font says so by name or weight."""
        font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(page, index))
        key = cast(font, c_void_p).value
        if key not in self._bold:
            name = create_string_buffer(_NAME_BYTES)
            raw.FPDFFont_GetBaseFontName(font, name, _NAME_BYTES)
            weight = raw.FPDFText_GetFontWeight(page, index)
            self._bold[key] = _BOLD.search(name.value.decode("latin-1")) is not None or weight >= _BOLD_WEIGHT
        return self._bold[key]
