"""Markdown to markup, and by the walk over that to runs; what templates and attribute lists put into it is left out."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from crawler.extraction.reading.html import MAX_TAGS, is_too_large, parse, strip_opaque
from crawler.extraction.reading.letters import clean
from crawler.extraction.reading.raised import as_raised
from crawler.extraction.reading.runs import TooCostlyError
from crawler.extraction.reading.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from crawler.extraction.reading.runs import Run

# The costliest takes twenty times as long as plain text; the longest of 2,649 real pages has 29,202 words.
MAX_MARKDOWN = 1_000_000
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
_MOST_PRINTED = 300  # letters of a placeholder; a guess
_BULLET = re.compile(r"^([ >]{0,20}+)\u2022[ ]+(?=\S)", re.MULTILINE)
_ITEM = re.compile(r"^([ >]{0,60}+(?:[-*+]|\d{1,4}[.)])) +(?=\S)", re.MULTILINE)
_TABLE_RULE = re.compile(r"^ {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:?)? *$")
_CELL_END = re.compile(r"(?<!\\)\|")
_MOST_COLUMNS = 60  # as of any table
_UNPAIRED = re.compile(r"\*{2,}|~~|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_MARKED = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\s^]{1,60})\]:[ \t]*", re.MULTILINE)
_NOTE_MARK = re.compile(r"(?:(?<=\S)[ \t])?\[\^([^\[\]\s^]{1,60})\]")
_EMPTY_LINES = re.compile(r"\n[ \n]*\n")
_HEADINGS = 3  # lines marked as headings by which a text is known as Markdown; a guess: no page at hand comes near it
# Lists and quotes within each other; an item counts twice. What stands deeper markdown-it would leave out. A bracket
# that is never closed costs in proportion to it: 50,000 of them half a second at this depth.
_DEEPEST = 24
# Each mark that may open or close something costs up to 25 microseconds, so that these take 2.5 s; of 92 policies in
# Markdown the densest has one to 40 characters, 25,000 in the longest text that is read.
_MOST_MARKS = 100_000
_MARKS = "[]\\<*_`!&~|"


def markdown_runs(text: str) -> list[Run]:
    """Return the runs of a Markdown text: headings, paragraphs, nested items, table rows, as of the page it makes.

    Raises:
        TooCostlyError: it has more tags than any page may.
    """
    markup = markdown_markup(text)
    if is_too_large(markup):
        raise TooCostlyError(f"more than {MAX_TAGS:,} tags")
    root = parse(strip_opaque(markup)) if markup.strip() else None
    return walk(root).runs if root is not None else []


def markdown_markup(text: str) -> str:
    """Return the markup a Markdown text (CommonMark with tables) stands for; of tags within a line only breaks stay.

    Where it nests deeper or holds more than anyone writes, its paragraphs as they are: nothing of it may be lost.

    >>> markdown_markup("See **our** [policy](https://example.org) \\* <b>here</b>")
    '<p>See <strong>our</strong> <a href="https://example.org">policy</a> * here</p>\n'
    """
    source = _as_meant(_with_raised_notes(_without_templates(clean_lines(text))))
    if sum(map(source.count, _MARKS)) > _MOST_MARKS:
        return _as_it_is(source)
    tokens = _parser().parse(source)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return _as_it_is(source)
    markup: str = _parser().renderer.render(tokens, _parser().options, {})
    return markup


def _with_raised_notes(source: str) -> str:
    """Return a text with the marks of its notes as a page shows them: numbered in order, raised, a note a paragraph.

    >>> _with_raised_notes("Kept for a year.[^law]\\n[^law]: By law.").splitlines()
    ['Kept for a year.¹', '', '¹ By law.']
    """
    noted = frozenset(_NOTE.findall(source))
    if not noted:
        return source
    numbers: dict[str, str] = {}

    def raised(mark: re.Match[str]) -> str:
        if mark[1] not in noted:
            return mark[0]
        return numbers.setdefault(mark[1], as_raised(str(len(numbers) + 1)))

    return _NOTE_MARK.sub(raised, _NOTE.sub(r"\n[^\1] ", source))


def _as_it_is(source: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in _EMPTY_LINES.split(source))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.disable("code")  # what policies indent is text
    parser.validateLink = _any_target  # type: ignore[method-assign]
    parser.core.ruler.before("text_join", "unpaired", _without_unpaired)
    parser.add_render_rule("html_inline", _inline_tag)
    parser.add_render_rule("fence", _fence)
    return parser


def _any_target(url: str) -> bool:  # noqa: ARG001 - nobody follows them, and what is refused would show as text
    return True


def _as_meant(source: str) -> str:
    """Return the text with what people and converters write and CommonMark knows otherwise.

    Printed bullets, and items whose text stands so far from the number that those within are taken for items beside it.
    """
    return "\n".join(_whole_tables(_ITEM.sub(r"\1 ", _BULLET.sub(r"\1- ", source)).split("\n")))


def _whole_tables(lines: list[str]) -> list[str]:
    """Give each table the columns of its widest row, for what stands in more than its first row has is left out."""
    at = 1
    while at < len(lines):
        head = at - 1
        at += 1
        if "|" not in lines[head] or not _TABLE_RULE.match(lines[head + 1]):
            continue
        while at < len(lines) and "|" in lines[at]:
            at += 1
        missing = max(map(_columns, lines[head:at])) - _columns(lines[head])
        lines[head] = f"|{lines[head].strip().removeprefix('|').removesuffix('|')}|{' |' * missing}"
        lines[head + 1] = f"|{'-|' * _columns(lines[head])}"
        at += 1
    return lines


def _columns(row: str) -> int:
    return min(_MOST_COLUMNS, len(_CELL_END.split(row.strip().removeprefix("|").removesuffix("|"))))


def _without_unpaired(state: StateCore) -> None:
    """Take out marks of emphasis that are no pair by CommonMark's rules, as in "**Who.**We"; escaped ones are words."""
    for token in state.tokens:
        for part in token.children or ():
            if part.type == "text":
                part.content = _UNPAIRED.sub("", part.content)


def _inline_tag(_: object, tokens: Sequence[Token], index: int, *__: Any) -> str:  # noqa: ANN401 - markdown-it's
    """Return a tag within a line: one that is never closed would take the rest of the text with it."""
    return "<br>" if _BREAK.match(tokens[index].content) else ""


def _fence(_: object, tokens: Sequence[Token], index: int, *__: Any) -> str:  # noqa: ANN401 - see above
    return f"<pre>{escape(tokens[index].content)}</pre>\n"


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
