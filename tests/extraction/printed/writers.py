"""PDFs as several programs write them, operation by operation; the fonts are named only, with widths and meanings."""

from __future__ import annotations

import random
import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from tests.extraction.printed import policies

_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 "
    "584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 "
    "611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 "
    "722 500 500 500 334 260 334 584"
)  # of Helvetica, as Adobe's metrics give them from the space on
WIDTH = dict(zip(map(chr, range(32, 127)), map(int, _WIDTHS.split()), strict=True))
SPACE = 0.278
FORMS = {}
for _code in range(0xFE70, 0xFEFD):
    _parts = unicodedata.decomposition(chr(_code)).split()
    if len(_parts) == 2:
        FORMS[chr(int(_parts[1], 16)), _parts[0]] = chr(_code)
_JOINED = {(0, 0): "<isolated>", (0, 1): "<initial>", (1, 0): "<final>", (1, 1): "<medial>"}
_WIDE = set("שسشصضط")


def width(letter, bold):
    """Return the width of a letter in thousandths of its size."""
    base = unicodedata.normalize("NFKD", letter)[0]
    if base in _WIDE:
        return 1000
    return WIDTH.get(base, {"•": 350, "’": 222}.get(letter, 620)) + 20 * bold


def measure(text, size, bold):
    return sum(width(letter, bold) for letter in shaped(text)) * size / 1000


def shaped(word):
    """Return a word in the presentation forms of its script."""
    found = []
    for at, letter in enumerate(word):
        before = at > 0 and (word[at - 1], "<initial>") in FORMS and (letter, "<final>") in FORMS
        after = at + 1 < len(word) and (letter, "<initial>") in FORMS and (word[at + 1], "<final>") in FORMS
        found.append(FORMS.get((letter, _JOINED[before, after]), letter))
    return "".join(found)


@dataclass(kw_only=True)
class Placed:
    """A word where it stands on a page."""

    x: float
    y: float
    size: float
    bold: bool
    text: str
    spaced: bool = False  # whether a space follows
    cell: bool = False


@dataclass(kw_only=True)
class Sheet:
    words: list[Placed] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    head: list[Placed] = field(default_factory=list)
    foot: list[Placed] = field(default_factory=list)


class Layout:
    """Sets a version of a policy on pages."""

    def __init__(
        self,
        name,
        *,
        new,
        wide=420,
        high=595,
        margin=48,
        size=10,
        lead=1.3,
        justify=False,
        columns=1,
        ruled=True,
        number="{}",
        headed=True,
    ):
        self.wide, self.high, self.margin, self.size, self.lead = wide, high, margin, size, lead
        self.justify, self.columns, self.ruled = justify, columns, ruled
        self.from_right = policies.is_from_right(name)
        self.room = (wide - 2 * margin - 24 * (columns - 1)) / columns
        self.sheets = []
        self._turn()
        parts = policies.parts(name, new=new)
        self.notes = dict(value for kind, value in parts if kind == "note")
        for kind, values in groupby(parts, key=lambda part: part[0]):
            self._set(kind, [value for _, value in values])
        for count, sheet in enumerate(self.sheets, 1):
            self._finish(sheet, policies.running(name) if headed else "", number.format(count, len(self.sheets)))

    def _turn(self):
        self.sheets.append(Sheet())
        self.column, self.y, self.floor = 0, self.high - self.margin - 14, self.margin + 10

    @property
    def left(self):
        column = self.columns - 1 - self.column if self.from_right else self.column
        return self.margin + column * (self.room + 24)

    def _need(self, height):
        if self.y - height < self.floor:
            if self.column + 1 < self.columns:
                self.column, self.y = self.column + 1, self.high - self.margin - 14
            else:
                self._turn()

    def _set(self, kind, values):
        if kind == "row":
            self._table(values)
        for value in values if kind not in {"row", "running"} else ():
            if kind in {"title", "heading"}:
                self._need(60)
                self._flow(value, size=17 if kind == "title" else 12, bold=True, justify=False)
            elif kind == "paragraph":
                self._flow(value)
            elif kind in {"item", "numbered"}:
                mark, text = ("•", value) if kind == "item" else (f"{value[0]}.", value[1])
                self._flow(text, mark=mark, after=0.2)
            elif kind == "address":
                self._need(80)
                for line in value:
                    self._flow(line, justify=False, after=0)
                self.y -= 6
            elif self.columns > 1:  # a note
                self._flow(" ".join(value), size=7.5)

    def _flow(self, text, *, size=None, bold=False, justify=None, mark="", after=0.5):
        size, justify = size or self.size, self.justify if justify is None else justify
        indent = 16 if mark else 0
        lines = self._broken(text, size, bold, self.room - indent)
        if self.columns == 1 and re.search(r"\[\d\]", text):  # its note needs room on the page
            self._need(len(lines) * size * self.lead + 34)
        for at, line in enumerate(lines):
            if self.columns == 1:
                for sign in re.findall(r"\[(\d)\]", " ".join(text for text, _, _ in line)):
                    self.sheets[-1].notes.append(sign)
                    self.floor += 30
            self._need(size * self.lead)
            self.y -= size * self.lead
            if at == 0 and mark:
                x = self.left + self.room - 13 if self.from_right else self.left
                shown = mark[::-1] if self.from_right else mark
                self.sheets[-1].words.append(Placed(x=x, y=self.y, size=size, bold=False, text=shown, spaced=True))
            x = self.left if self.from_right else self.left + indent
            self._line(line, x, size, self.room - indent, justify=justify and at < len(lines) - 1)
        self.y -= after * size

    def _broken(self, text, size, bold, room):
        """Return the lines of a text, each of words with their weight and whether a space follows."""
        words, is_bold = [], bold
        for piece in re.split(r"(\*\*|\s+)", text):
            if piece == "**":
                is_bold = not is_bold
            elif piece.strip():
                words.append([piece, is_bold, False])
            elif piece and words:
                words[-1][2] = True
        lines, x = [[]], 0.0
        for word, weight, spaced in words:
            long = measure(re.sub(r"\[(\d)\]", r"\1", word), size, weight)
            if lines[-1] and x + long > room:
                lines.append([])
                x = 0.0
            lines[-1].append((word, weight, spaced))
            x += long + SPACE * size * spaced
        return lines

    def _line(self, line, x, size, room, *, justify=False, cell=False, sheet_words=None):
        placed, start = [], x
        total = sum(measure(re.sub(r"\[(\d)\]", r"\1", word), size, bold) for word, bold, _ in line)
        gaps = sum(spaced for _, _, spaced in line[:-1])
        space = max(SPACE * size, (room - total) / max(1, gaps)) if justify else SPACE * size
        for word, bold, spaced in line:
            for at, piece in enumerate(re.split(r"\[(\d)\]", word)):
                high = 0.6 if at % 2 else 1
                if piece:
                    y = self.y + (0.35 * size if at % 2 else 0)
                    placed.append(Placed(x=x, y=y, size=size * high, bold=bold, text=piece, cell=cell))
                    x += measure(piece, size * high, bold)
            placed[-1].spaced = spaced
            x += space if spaced else 0
        words = self._turned(placed, start, start + room) if self.from_right else placed
        (self.sheets[-1].words if sheet_words is None else sheet_words).extend(words)

    def _turned(self, placed, start, end):
        """Return words from the right: each mirrored, but those from the left among them in their own order."""
        found = []
        for is_left, run in groupby(placed, key=_is_from_left):
            words = list(run)
            last = words[-1]
            stop = last.x + measure(last.text, last.size, last.bold)
            for word in words:
                long = measure(word.text, word.size, word.bold)
                if not is_left:
                    word.x, word.text = end - (word.x - start) - long, _shown(word.text)
                    found.append(word)
                    continue
                sign = word.text[-1] if word is last and word.text[-1] in ".,:;)" else ""
                wide = measure(last.text[-1], last.size, last.bold) if last.text[-1] in ".,:;)" else 0
                word.x = end - (stop - start) + (word.x - words[0].x) + wide
                if sign:
                    word.text = word.text[:-1]
                    at = end - (stop - start)
                    turned = {")": "("}.get(sign, sign)
                    found.append(
                        Placed(
                            x=at,
                            y=word.y,
                            size=word.size,
                            bold=word.bold,
                            text=turned,
                            spaced=word.spaced,
                            cell=word.cell,
                        )
                    )
                    word.spaced = False
                found.append(word)
        return found

    def _table(self, rows):
        wide, lead = self.room / len(rows[0]), self.size * self.lead
        size = self.size if self.columns == 1 else 6.5
        for at, row in enumerate(rows):
            cells = [self._broken(cell, size, at == 0, wide - 10) for cell in row]
            height = max(map(len, cells)) * lead + 6
            self._need(height)
            top = self.y
            for number, lines in enumerate(cells):
                column = len(row) - 1 - number if self.from_right else number
                for count, line in enumerate(lines, 1):
                    self.y = top + 1 - count * lead
                    self._line(line, self.left + column * wide + 5, size, wide - 10, cell=True)
                if self.ruled:
                    self.sheets[-1].boxes.append((self.left + number * wide, top - height, wide, height))
            self.y = top - height
        self.y -= 10

    def _finish(self, sheet, title, number):
        self.y = self.margin + 24
        for sign in sheet.notes:
            sheet.words.append(Placed(x=self.margin, y=self.y + 2.5, size=5, bold=False, text=sign, spaced=True))
            for line in self._broken(self.notes[sign], 7.5, bold=False, room=self.room - 8):
                self._line(line, self.margin + 6, 7.5, self.room - 8, sheet_words=sheet.words)
                self.y -= 9
        self.y = self.high - 30
        if title:
            (line,) = self._broken(title, 8, bold=False, room=999)
            self._line(line, self.margin, 8, self.wide - 2 * self.margin, sheet_words=sheet.head)
        sheet.foot = [Placed(x=self.wide / 2 - 4, y=24, size=8, bold=False, text=number)]


def _is_from_left(word):
    return word.text.strip(".,:;•()") != "" and not any(
        unicodedata.bidirectional(it) in {"R", "AL"} for it in word.text
    )


def _shown(text):
    turned = shaped(text)[::-1].translate(str.maketrans("()", ")("))
    return re.sub(r"[0-9A-Za-z@.\-]*[0-9A-Za-z][0-9A-Za-z@.\-]*", lambda it: it[0][::-1], turned)


class Font:
    """A font whose letters have codes of its own; whether it says what they mean: "yes", "no", "private"."""

    def __init__(self, *, bold, says="yes"):
        self.bold, self.says, self.codes = bold, says, {}

    def codes_of(self, text):
        return "".join(f"{self.codes.setdefault(letter, len(self.codes) + 3):04x}" for letter in text)

    def advance(self, text, size):
        return sum(width(letter, self.bold) for letter in text) * size / 1000

    def objects(self, at):
        """Return what describes the font, the first of it as object number at."""
        name = f"ABCDEF+Sans{'-Bold' * self.bold}"
        widths = " ".join(f"{code} [{width(letter, self.bold)}]" for letter, code in self.codes.items())
        means = {"ﬁ": "fi"}
        pairs = [
            f"<{code:04x}> <{''.join(f'{ord(it):04X}' for it in (chr(0xE000 + code) if self.says == 'private' else means.get(letter, letter)))}>"
            for letter, code in self.codes.items()
        ]
        told = f"{len(pairs[:100])} beginbfchar {' '.join(pairs[:100])} endbfchar\n"
        told += f"{len(pairs[100:])} beginbfchar {' '.join(pairs[100:])} endbfchar\n" if pairs[100:] else ""
        table = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def /CMapType 2 def "
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{told}endcmap end end"
        )
        meaning = "" if self.says == "no" else f"/ToUnicode {at + 3} 0 R"
        return [
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{at + 1} 0 R] {meaning} >>".encode(),
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
            f" /Supplement 0 >> /FontDescriptor {at + 2} 0 R /DW 500 /W [{widths}] >>".encode(),
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 900] /Ascent 900 /Descent -200"
            " /CapHeight 700 /ItalicAngle 0 /StemV 80 >>".encode(),
            _stream(table),
        ]


def _stream(text):
    data = zlib.compress(text.encode(), 9)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def written(layout, program, *, says="yes"):
    """Return a PDF of a layout as a program would write it."""
    fonts = [Font(bold=bold, says=says) for bold in (False, True)]
    shown = [program(sheet, fonts, layout) for sheet in layout.sheets]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *fonts[0].objects(3), *fonts[1].objects(7)]
    kids = []
    for content in shown:
        objects.append(_stream(content))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {layout.wide} {layout.high}] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F0 3 0 R /F1 7 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % it for it in places
    )
    return out + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def _boxes(sheet):
    return "".join(f"{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re S\n" for x, y, wide, high in sheet.boxes)


def _all(sheet):
    return [*sheet.head, *sheet.words, *sheet.foot]


def _lines(words):
    """Return words that go on to the right at one height, together."""
    lines = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if last and abs(last.y - word.y) < 0.1 and last.cell == word.cell and last.x < word.x:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def docs(sheet, fonts, layout):
    """Google Docs: axes turned over, each letter placed by itself, spaces are letters."""
    found = [_boxes(sheet), f"q 1 0 0 -1 0 {layout.high} cm"]
    for word in _all(sheet):
        font = fonts[word.bold]
        found.append(f"BT /F{int(word.bold)} {word.size} Tf 1 0 0 -1 {word.x:.3f} {layout.high - word.y:.3f} Tm")
        found += [
            f"<{font.codes_of(it)}> Tj {font.advance(it, word.size):.3f} 0 Td" for it in word.text + " " * word.spaced
        ]
        found.append("ET")
    return "\n".join([*found, "Q"])


def word(sheet, fonts, layout):
    """Word: a few letters by an operation, tagged; a space by one of its own; the header an artefact, last."""
    found = []
    for tag, words in (
        ("/P <</MCID 0>>", sheet.words),
        ("/Artifact <</Type /Pagination>>", [*sheet.head, *sheet.foot]),
    ):
        for it in words:
            font, x = fonts[it.bold], it.x
            cut = 2 if len(it.text) > 4 and random.Random(it.text).random() < 0.5 else len(it.text)  # noqa: S311
            for piece in filter(None, (it.text[:cut], it.text[cut:])):
                codes = f"<{font.codes_of(piece[:1])}> -3 <{font.codes_of(piece[1:])}>"
                found.append(
                    f"{tag} BDC q BT /F{int(it.bold)} {it.size:.2f} Tf 1 0 0 1 {x:.2f} {it.y:.2f} Tm [{codes}] TJ ET Q EMC"
                )
                x += font.advance(piece, it.size)
            if it.spaced:
                found.append(
                    f"{tag} BDC BT /F0 {it.size:.2f} Tf 1 0 0 1 {x:.2f} {it.y:.2f} Tm <{fonts[0].codes_of(' ')}> Tj ET EMC"
                )
    return "\n".join([*found, _boxes(sheet)])


def mac(sheet, fonts, layout):
    """Word for Mac: the size in the matrix, what looks the same in a line by one operation with kerning, header last."""
    found = [_boxes(sheet)]
    for line in _lines([*sheet.words, *sheet.foot, *sheet.head]):
        for _, run in groupby(line, key=lambda it: (it.bold, it.size, it.y)):
            words = list(run)
            first, font = words[0], fonts[words[0].bold]
            pieces, x = [], first.x
            for it in words:
                text = it.text + " " * it.spaced
                pieces.append(f"{(x - it.x) / it.size * 1000:.1f} <{font.codes_of(text)}>")
                x = it.x + font.advance(text, it.size)
            size = f"{first.size} 0 0 {first.size} {first.x:.3f} {first.y:.3f}"
            found.append(f"q BT {size} Tm /F{int(first.bold)} 1 Tf [{' '.join(pieces)}] TJ ET Q")
    return "\n".join(found)


def office(sheet, fonts, layout):
    """LibreOffice: a portion of a line by an operation, its letters spaced by kerning."""
    found = [_boxes(sheet)]
    for it in _all(sheet):
        codes = "-1".join(f"<{fonts[it.bold].codes_of(letter)}>" for letter in it.text + " " * it.spaced)
        found.append(f"q BT {it.x:.1f} {it.y:.1f} Td /F{int(it.bold)} {it.size} Tf[{codes}]TJ ET Q")
    return "\n".join(found)


def tcpdf(sheet, fonts, layout):
    """TCPDF: a line in one text object, spaces made by kerning."""
    found = [_boxes(sheet)]
    for line in _lines(_all(sheet)):
        found.append("BT")
        for before, it in pairwise([None, *line]):
            x, y = (it.x - before.x, it.y - before.y) if before else (it.x, it.y)
            kern = " -278" if it.spaced else ""
            found.append(
                f"/F{int(it.bold)} {it.size} Tf {x:.2f} {y:.2f} Td [<{fonts[it.bold].codes_of(it.text)}>{kern}] TJ"
            )
        found.append("ET")
    return "\n".join(found)


def indesign(sheet, fonts, layout):
    """InDesign: no spaces but kerning, ligatures, what every page has first, then the text, tables last."""
    found = []
    body = sorted(_lines(sheet.words), key=lambda line: line[0].cell)
    for line in [*_lines([*sheet.foot, *sheet.head]), *body]:
        for _, run in groupby(line, key=lambda it: (it.bold, it.size, it.y)):
            words = list(run)
            first, font = words[0], fonts[words[0].bold]
            pieces, x = [], first.x
            for it in words:
                text = it.text.replace("fi", "ﬁ")
                pieces.append(f"{(x - it.x) / it.size * 1000:.0f}<{font.codes_of(text)}>")
                x = it.x + font.advance(text, it.size)
            size = f"{first.size} 0 0 {first.size} {first.x:.3f} {first.y:.3f}"
            found.append(f"BT /F{int(first.bold)} 1 Tf {size} Tm [{''.join(pieces)}] TJ ET")
    return "\n".join([_boxes(sheet), *found])


def scattered(sheet, fonts, layout):
    """A program that shows word by word, in no order, without spaces."""
    found = [
        f"BT /F{int(it.bold)} {it.size} Tf {it.x:.2f} {it.y:.2f} Td <{fonts[it.bold].codes_of(it.text)}> Tj ET"
        for it in _all(sheet)
    ]
    random.Random(3).shuffle(found)  # noqa: S311
    return "\n".join([_boxes(sheet), *found])


def letters(sheet, fonts, layout):
    """A program that shows letter by letter, without spaces."""
    found = [_boxes(sheet)]
    for it in _all(sheet):
        font, x = fonts[it.bold], it.x
        for letter in it.text:
            found.append(f"BT /F{int(it.bold)} {it.size} Tf {x:.2f} {it.y:.2f} Td <{font.codes_of(letter)}> Tj ET")
            x += font.advance(letter, it.size)
    return "\n".join(found)


PROGRAMS = {
    "docs": (docs, {"wide": 612, "high": 792, "margin": 90, "size": 11, "lead": 1.15}),
    "word": (word, {"number": "Page {} of {}"}),
    "mac": (mac, {"wide": 595, "high": 842, "margin": 110, "justify": True, "size": 12}),
    "office": (office, {"justify": True, "ruled": False}),
    "tcpdf": (tcpdf, {"justify": True, "size": 9, "number": "{}/{}"}),
    "indesign": (indesign, {"wide": 440, "high": 460, "columns": 2, "justify": True, "size": 9}),
    "scattered": (scattered, {"ruled": False}),
    "letters": (letters, {"size": 9, "lead": 1.5, "headed": False}),
    "columns": (scattered, {"wide": 440, "high": 460, "columns": 2, "size": 9, "ruled": False, "number": "- {} -"}),
}
"""How each program writes, and how what it writes is set."""


def pdf(name, program, *, new):
    """Return a version of a policy as one of the programs writes it."""
    write, setting = PROGRAMS[program]
    return written(Layout(name, new=new, **setting), write)
