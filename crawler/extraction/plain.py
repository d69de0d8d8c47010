"""Plain text and Markdown to runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extraction.lines import BULLET, NUMBER, is_wrapped, paragraphs
from crawler.extraction.runs import Run
from crawler.extraction.text import clean, fold, has_letter, word_count
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEADING_WORDS = 14


def text_runs(text: str) -> list[Run]:
    """Return the runs of a plain text: paragraphs, bulleted items, and lines that look like headings."""
    lines = [clean(line) for line in text.expandtabs(4).splitlines()]
    return line_runs(lines, wrapped=is_wrapped(lines))


def line_runs(lines: Iterable[str], *, wrapped: bool) -> list[Run]:
    """Return the runs of lines, see `crawler.extraction.lines.paragraphs`."""
    return [run for paragraph in paragraphs(lines, wrapped=wrapped) if (run := _run(paragraph)) is not None]


def _run(paragraph: str) -> Run | None:
    bullet = BULLET.match(paragraph)
    text = fold(paragraph[bullet.end() :] if bullet else paragraph)
    if not has_letter(text):
        return None
    if bullet:
        return made(BlockKind.ITEM, text, level=1)
    style = _heading_style(text)
    return made(BlockKind.HEADING if style else BlockKind.PARAGRAPH, text, style=style)


def made(kind: BlockKind, text: str, *, level: int = 0, label: str = "", style: str = "") -> Run:
    """Return a run that stands in no tree."""
    return Run(kind=kind, text=text, words=max(1, word_count(text)), level=level, label=label, style=style)


def _heading_style(text: str) -> str:
    words = len(text.split())
    if words > _HEADING_WORDS or text.endswith((".", ",", ";")):
        return ""
    letters = sum(map(str.isalpha, text))
    if text.isupper() and letters >= 4:
        return "caps"
    number = NUMBER.match(text)
    return (
        "numbered"
        if number and text[number.end() :].strip()[:1].isupper() and not text.endswith(":") and text[0].isdigit()
        else ""
    )


_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ATX = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_ITEM = re.compile(r"^(\s*)([-*+•]|\d{1,4}[.)])\s+(?=\S)")
_RULE = re.compile(r"^ {0,3}([-*_])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.){0,2000})\](?:\((?:[^()\\\s]|\\.|\([^()\s]{0,500}\)|\s\"[^\"]{0,300}\"){0,2000}\)|\[[^\]]{0,200}\])"
)
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s+\S+.*$")
_AUTO_LINK = re.compile(r"<((?:https?:|mailto:)?[^\s<>]{3,300}[@.:][^\s<>]{1,300})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|~~|`+)|(?<![\w\\])_{1,3}(?=\S)|(?<=\S)(?<!\\)_{1,3}(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD_LINE = re.compile(r"^(?:\*\*(?!\*)[^*]+\*\*|__[^_]+__):?\s*$")
_SPACES_PER_LEVEL = 2


def markdown_runs(text: str) -> list[Run]:
    """Return the runs of a Markdown text: headings, paragraphs, nested items, table rows; links by their text alone."""
    text = _COMMENT.sub("", _FRONT_MATTER.sub("", clean_lines(text)))
    return list(_Markdown().runs(text.split("\n")))


def clean_lines(text: str) -> str:
    """Return the text clean, line by line, with line ends of one kind."""
    return "\n".join(clean(line) for line in text.expandtabs(4).splitlines())


def inline(text: str) -> str:
    """Return what a reader sees of inline Markdown.

    >>> inline("See **our** [policy](https://example.org/a_(b)) \\\\* `here`")
    'See our policy * here'
    """
    for _ in range(3):
        text, count = _LINK.subn(lambda found: "" if found.group(1) else found.group(2), text)
        if not count:
            break
    text = _TAG.sub(" " if "<br" in text.lower() else "", _AUTO_LINK.sub(r"\1", text))
    return fold(_ESCAPE.sub(r"\1", _EMPHASIS.sub("", text)))


class _Markdown:
    """The state of a pass over Markdown lines: the block that is open, and the indents of open lists."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.kind = BlockKind.PARAGRAPH
        self.label = ""
        self.indents: list[int] = []
        self.header: list[str] = []

    def runs(self, lines: list[str]) -> Iterator[Run]:
        for index, line in enumerate([*lines, ""]):
            after = lines[index + 1] if index + 1 < len(lines) else ""
            yield from self._line(re.sub(r"^(?: {0,3}>)+ ?", "", line), after)

    def _line(self, line: str, after: str) -> Iterator[Run]:
        if heading := _ATX.match(line):
            yield from self._close()
            yield from _heading(heading.group(2), len(heading.group(1)))
            self.indents = []
        elif self.open and self.kind is BlockKind.PARAGRAPH and (rule := _SETEXT.match(line)):
            yield from _heading(" ".join(self.open), 1 if "=" in rule.group(1) else 2)
            self.open = []
        elif not line.strip() or _FENCE.match(line) or _RULE.match(line) or _REFERENCE.match(line):
            yield from self._close()
            self.header = []
        elif "|" in line and (self.header or _TABLE_RULE.match(after) or _TABLE_RULE.match(line)):
            yield from self._close()
            yield from self._row(line)
        elif item := _ITEM.match(line):
            yield from self._close()
            self._item(item)
            self.open.append(line[item.end() :])
        else:
            if not self.open and not line.startswith(" "):
                self.indents = []
            self.open.append(line)
            if line.endswith(("  ", "\\")):
                yield from self._close()

    def _item(self, item: re.Match[str]) -> None:
        indent = len(item.group(1))
        while self.indents and self.indents[-1] > indent:
            self.indents.pop()
        if not self.indents or indent >= self.indents[-1] + _SPACES_PER_LEVEL:
            self.indents.append(indent)
        self.kind = BlockKind.ITEM
        mark = item.group(2)
        self.label = f"{mark[:-1]}." if mark[0].isdigit() else ""

    def _row(self, line: str) -> Iterator[Run]:
        if _TABLE_RULE.match(line):
            return
        cells = [inline(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if not self.header:
            self.header = cells
            return
        named = [
            f"{head}: {cell}" if head and cell else cell
            for head, cell in zip([*self.header, *[""] * len(cells)], cells, strict=False)
        ]
        text = " | ".join(cell for cell in named if cell)
        if has_letter(text):
            yield made(BlockKind.ROW, text)

    def _close(self) -> Iterator[Run]:
        source, self.open = " ".join(line.strip().rstrip("\\") for line in self.open), []
        kind, label = self.kind, self.label
        self.kind, self.label = BlockKind.PARAGRAPH, ""
        text = inline(source)
        if not has_letter(text):
            return
        if kind is BlockKind.ITEM:
            yield made(kind, text, level=max(1, len(self.indents)), label=label)
        elif _BOLD_LINE.match(source.strip()) and word_count(text) <= _HEADING_WORDS:
            yield made(BlockKind.HEADING, text, style="bold")
        else:
            yield made(kind, text)


def _heading(source: str, level: int) -> Iterator[Run]:
    text = inline(source)
    if has_letter(text):
        yield made(BlockKind.HEADING, text, level=level, style="h")
