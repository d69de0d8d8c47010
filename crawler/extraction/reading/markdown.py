"""Markdown to runs, with what templates and attribute lists put into it left out."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from crawler.extraction.reading.html import is_too_large, parse, strip_opaque
from crawler.extraction.reading.letters import clean, fold, has_letter, word_count
from crawler.extraction.reading.plain import HEADING_WORDS, made
from crawler.extraction.reading.walk import walk
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extraction.reading.runs import Run

_FRONT_MATTER = re.compile(r"\A(?:---\n.*?\n(?:---|\.\.\.)|\+\+\+\n.*?\n\+\+\+)[ ]*\n", re.DOTALL)
_COMMENTS = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"\{%-?\s{0,9}comment\s{0,9}-?%\}"), re.compile(r"\{%-?\s{0,9}endcomment\s{0,9}-?%\}")),
)
# Attribute lists of kramdown and Pandoc ("{: #id .class key="x"}", "{#id}"); on a line of their own the line goes too.
_ATTRIBUTES = r"\{(?::[^{}\n]{0,501}+|[#.][A-Za-z][\w.# =\"-]{0,200}+)\}"
_ATTRIBUTE_LINE = re.compile(rf"^[ \t>]*+(?:{_ATTRIBUTES}[ \t]*+)++\n", re.MULTILINE)
_ATTRIBUTE = re.compile(rf"(?<![ \t])[ \t]*{_ATTRIBUTES}")
# Liquid and Jinja tags that steer and print nothing. What prints ("{{ site.name }}") stays: its value may be policy.
_STEERING = re.compile(
    r"\{%-?\s*(?:if|ifversion|ifchanged|unless|else|elsif|elif|case|when|for|tablerow|break|continue|assign|capture|"
    r"increment|decrement|raw|set|block|layout|with|extends|load|note|tip|warning|end[a-z]+)\b[^{}\n]{0,500}%\}"
)
_PRINTING = re.compile(r"\{\{-?+([^{}]*+)\}\}")
_MOST_PRINTED = 300
_HTML_BLOCK = re.compile(
    r"^ {0,3}</?(?:address|article|aside|blockquote|body|center|details|dd|div|dl|dt|fieldset|figcaption|figure|footer|"
    r"form|h[1-6]|header|hr|html|iframe|li|link|main|menu|meta|nav|ol|p|pre|script|section|style|summary|table|tbody|td|"
    r"tfoot|th|thead|title|tr|ul)(?=[\s/>]|$)",
    re.IGNORECASE,
)
_ATX = re.compile(r"^ {0,3}(#{1,6})\s(.*)$", re.DOTALL)
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_ITEM = re.compile(r"^(\s*)([-*+•]|\d{1,4}[.)])\s+(?=\S)")
_RULE = re.compile(r"^ {0,3}([-*_])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*(?:\|\s*)?(?::?-+:?\s*\|\s*)+(?::?-+:?\s*)?$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.)*+)"
    # no link within a target: else each of many that never end would be looked through to the end of all
    r"(\](?:\((?:[^()\\\s\]]|\](?!\()|\\.|\([^()\s]{0,500}+\)|\s\"[^\"]{0,300}+\"){0,2000}+\)|\[[^\]]{0,200}+\]))?+"
)
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s+\S+.*$")
_AUTO_LINK = re.compile(r"<((?:https?:|mailto:)?([^\s<>]{5,601}+))>")
_WITHIN = re.compile(r"[@.:]")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|~~|`+)|(?<![\w\\])_{1,3}(?=\S)|(?<=\S)(?<!\\)_{1,3}(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD_LINE = re.compile(r"^(?:\*\*(?!\*)[^*]+\*\*|__[^_]+__):?\s*$")
_QUOTE = re.compile(r"^(?: {0,3}>)+ ?")
_MARKED = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_HEADINGS = 3
_SPACES_PER_LEVEL = 2


def markdown_runs(text: str) -> list[Run]:
    """Return the runs of a Markdown text: headings, paragraphs, nested items, table rows; links by their text alone."""
    return list(_Markdown().runs(_without_templates(clean_lines(text)).split("\n")))


def is_markdown(text: str) -> bool:
    """Tell whether a text that does not say so is Markdown: by three headings marked as its."""
    return sum(1 for _ in islice(_MARKED.finditer(text), _HEADINGS)) == _HEADINGS


def _without_templates(text: str) -> str:
    """Leave out what a site generator reads and no reader sees."""
    text = _FRONT_MATTER.sub("", text)
    for opening, closing in _COMMENTS:
        text = _without_comments(text, opening, closing)
    if "{" not in text:
        return text
    text = _PRINTING.sub(_printed, _STEERING.sub("", text))
    return _ATTRIBUTE.sub("", _ATTRIBUTE_LINE.sub("", text))


def _printed(found: re.Match[str]) -> str:
    """Return what prints in one spelling, where it is no more than a line."""
    said = found.group(1).strip().removesuffix("-").rstrip()
    return found.group() if "\n" in said or len(said) > _MOST_PRINTED else f"{{{{ {said} }}}}"


def _without_comments(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """Take comments out; one that is never closed is none."""
    kept: list[str] = []
    at = 0
    while (begin := opening.search(text, at)) and (end := closing.search(text, begin.end())):
        kept.append(text[at : begin.start()])
        at = end.end()
    return "".join([*kept, text[at:]])


def clean_lines(text: str) -> str:
    """Return the text clean, line by line, with line ends of one kind."""
    return "\n".join(clean(line) for line in text.expandtabs(4).splitlines())


def inline(text: str) -> str:
    """Return what a reader sees of inline Markdown.

    >>> inline("See **our** [policy](https://example.org/a_(b)) \\\\* `here`")
    'See our policy * here'
    """
    for _ in range(3):
        before, text = text, _LINK.sub(_shown_link, text)
        if text == before:
            break
    text = _TAG.sub(" " if "<br" in text.lower() else "", _AUTO_LINK.sub(_shown_address, text))
    return fold(unescape(_ESCAPE.sub(r"\1", _EMPHASIS.sub("", text))))


def _shown_link(found: re.Match[str]) -> str:
    """Return the words of a link, nothing of a picture; brackets that lead nowhere stay."""
    if not found.group(3):
        return found.group()
    return "" if found.group(1) else found.group(2)


def _shown_address(found: re.Match[str]) -> str:
    """Return an address without its angle brackets; what has no sign of one in it stays as it is."""
    return found.group(1) if any(map(_is_address, found.groups())) else found.group()


def _is_address(text: str) -> bool:
    """Tell a text with a sign of an address in it, and at most 300 letters on each side of that."""
    return _WITHIN.search(text, max(3, len(text) - 301), min(301, len(text) - 1)) is not None


class _Markdown:
    """The state of a pass over Markdown lines: the block that is open, and the indents of open lists."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.kind = BlockKind.PARAGRAPH
        self.label = ""
        self.indents: list[int] = []
        self.header: list[str] = []
        self.markup: list[str] = []
        self.in_table = False

    def runs(self, lines: list[str]) -> Iterator[Run]:
        lines = [_QUOTE.sub("", line) for line in lines]
        for line, after in pairwise([*lines, "", ""]):
            if self.markup or _HTML_BLOCK.match(line):
                yield from self._close()
                yield from self._markup_line(line)
            else:
                yield from self._line(line, after)
        yield from self._close_markup()

    def _markup_line(self, line: str) -> Iterator[Run]:
        """Gather a block of HTML: it ends with an empty line, a table with its own end."""
        self.markup.append(line)
        tags = line.lower()
        self.in_table = ("<table" in tags or self.in_table) and "</table" not in tags
        if not (line.strip() or self.in_table):
            yield from self._close_markup()

    def _close_markup(self) -> Iterator[Run]:
        source, self.markup = strip_opaque("\n".join(self.markup)), []
        root = parse(source) if source.strip() and not is_too_large(source) else None
        yield from walk(root).runs if root is not None else ()

    def _line(self, line: str, after: str) -> Iterator[Run]:
        if heading := _ATX.match(line):
            yield from self._close()
            yield from _heading(_without_closing(heading.group(2)), len(heading.group(1)))
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
        elif (item := _ITEM.match(line)) and not self._is_wrapped(item):
            yield from self._close()
            self._item(item)
            self.open.append(line[item.end() :])
        else:
            if not self.open and not line.startswith(" "):
                self.indents = []
            self.open.append(line)
            if line.endswith(("  ", "\\")):
                yield from self._close()

    def _is_wrapped(self, item: re.Match[str]) -> bool:
        """Tell a wrapped line that happens to start with a number: within a paragraph a list starts with 1."""
        return bool(self.open) and self.kind is BlockKind.PARAGRAPH and item.group(2)[:-1] not in {"", "1"}

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
        elif _BOLD_LINE.match(source.strip()) and word_count(text) <= HEADING_WORDS:
            yield made(BlockKind.HEADING, text, style="bold")
        else:
            yield made(kind, text)


def _without_closing(source: str) -> str:
    """Return a heading without the marks that may close it."""
    return source.strip().rstrip("#").rstrip()


def _heading(source: str, level: int) -> Iterator[Run]:
    text = inline(source)
    if has_letter(text):
        yield made(BlockKind.HEADING, text, level=level, style="h")
