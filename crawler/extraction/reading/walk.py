"""One pass over a page's tree: every visible stretch of text becomes a run, in its place, with its structure."""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from crawler.extraction.reading.emails import contact_behind, decoded_email, shown_within
from crawler.extraction.reading.heads import (
    heading_of,
    heads_panel,
    is_around_fields,
    is_named_toggle,
    is_toggle,
    looks_like_heading,
)
from crawler.extraction.reading.letters import fold, folded, has_letter
from crawler.extraction.reading.lists import ItemNumbers
from crawler.extraction.reading.pictures import WORDLESS, asks, words_of
from crawler.extraction.reading.pieces import ANCHOR, BOLD, BREAK, BUTTON, LINES, LINK, Segment, pieces_of
from crawler.extraction.reading.preformatted import flags_of, headed, line_segments, shows_lines
from crawler.extraction.reading.runs import MAX_RUNS, Button, Node, Page, Run, Struck, TooCostlyError
from crawler.extraction.reading.tables import caption_of, is_data_table, table_rows
from crawler.extraction.reading.tags import BOLD_TAGS, DROPPED, FIELDS, INLINE, LISTS, STRUCK, is_helper, is_struck
from monitor.core.records import BlockKind
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
# What wikis and documentation put into headings beside their words.
_MARK = re.compile(
    r"(?<![a-z])(?:(?:mw-)?edit-?section|header-?link|heading-?(?:anchor|link)|anchor-?(?:link|icon)|hash-?link|"
    r"perma-?link)(?![a-z])",
    re.IGNORECASE,
)
# letters of a footnote's mark; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
_MARK_LENGTH = 12
_MOST_STRUCK = 1_000  # pieces of text of what is struck out; no page of 3,384 strikes out any
_SEGMENTS = 4  # a line and the breaks behind it
_LINKED = frozenset({"a", "button"})  # a heading that is pressed leads elsewhere
_LINKS = frozenset({"a", "label", "span"})  # what is made a button of
_ICON = re.compile(r"(?<![a-z])(?:material-(?:icons|symbols)[\w-]*|icon|glyphicon)(?![a-z])", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[•·▪◦●○■□‣⁃∙➢➤✓✔►▸\uf0b7\uf0a7]|[-–—*](?=\s))\s*")
# words of what is marked as a heading; halved or doubled, 19 of 210 and 14 of 338 real pages differ
_MAX_HEADING_WORDS = 30
# What is kept of names and of buttons; longer ones are somebody's mischief.
_NAME_LENGTH = 400
_BUTTON_LENGTH = 400  # likewise; those of 2,649 real pages have 86 at most


def walk(root: HtmlElement, *, is_parted: bool = False) -> Page:
    """Walk a page.

    Args:
        root: the tree's root, or any element to start from.
        is_parted: whether a blank parts elements side by side, as the entries of a menu: to show what is left out. In
            what is drawn they stand as they do on the page.

    Returns:
        All runs in reading order, with the nodes they stand in (node 0 is the root), and the buttons. Nothing is left
        out yet but what is never text: scripts, fields, most images, what is struck out. No word or name is judged.

    Raises:
        TooCostlyError: more blocks of text than any page has.
    """
    walker = _PartedWalker() if is_parted else _Walker()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            walker.end(element)
        elif walker.start(element):
            events.skip_subtree()
    walker.flush()
    walker.add_up()
    return walker.page


class _Mark(Enum):
    """How an open element was entered; one whose inside is left out has none."""

    INLINE = 1
    BLOCK = 2
    HEADING = 3


_INLINE, _BLOCK, _HEADING = _Mark  # asked a thousand times a page, where looking up the name would cost the most
_Open = tuple[str, _Mark | None, int, int]
"""An open element: its tag, how it was entered, and the node and the flags around it."""


class _Walker:
    """The state of the walk: where we stand and what text has gathered since the last block boundary."""

    def __init__(self) -> None:
        self.page = Page(nodes=[Node(-1, "root")])
        self.nodes, self.runs = self.page.nodes, self.page.runs
        self.node = 0
        self.segments: list[Segment] = []
        self.last = 0  # the flags of the last of them that is more than white space
        self.flags = 0
        self.headings: list[tuple[int, str]] = []
        self.items = ItemNumbers()
        self.panels: dict[HtmlElement, bool] = {}
        self.open: list[_Open] = []

    def start(self, element: HtmlElement) -> bool:
        """Enter an element; tell whether to leave out what is in it."""
        tag = str(element.tag)
        said = dict(element.items())  # at once: to ask for each that is read takes four times as long
        style = said.get("style", "") if said else ""
        node, flags = self.node, self.flags
        if (said or tag == "pre") and not flags & LINES and shows_lines(said, tag):
            self.flags |= flags_of(element)
        mark = None
        if (style or tag in STRUCK) and is_struck(tag, style):
            self._strike(element)
        elif (
            tag in INLINE
            and not (style and _BLOCK_STYLE.search(style))
            and not (said and self._is_heading_by_role(tag, said))
        ):
            mark = self._start_inline(element, tag, said)
        elif tag not in DROPPED:
            mark = self._start_block(element, tag, said)
        elif tag in FIELDS:
            self._meet_field(element)
        elif tag in WORDLESS and (words := words_of(element, said, asked=self._asks())):
            self._say(f" {words} ")
        self.open.append((tag, mark, node, flags))
        if mark and (text := element.text):
            self._say(text)
        return not mark

    def end(self, element: HtmlElement) -> None:
        """Leave an element and take the text behind it."""
        tag, mark, node, flags = self.open.pop()
        if tag == "a" and mark and not self.headings and (contact := contact_behind(element)):
            self.segments.append((f" {contact}", self.flags))
        if mark and mark is not _INLINE:
            self._end_block(tag, mark)
        self.node, self.flags = node, flags
        if self.open and (text := element.tail):  # what follows the element we started from is not in it
            self._say(text)

    def _is_heading_by_role(self, tag: str, said: Mapping[str, str]) -> bool:
        """Tell a heading that only its role makes one, of text that else would go on in its line."""
        return said.get("role") == "heading" and tag not in _LINKED and not self.headings

    def _strike(self, element: HtmlElement) -> None:
        text = fold(" ".join(islice(element.itertext(), _MOST_STRUCK)))
        if has_letter(text):
            self.page.struck.append(Struck(text, len(self.runs)))

    def _asks(self) -> bool:
        """Tell whether the text before ends in what a picture may answer."""
        return bool(self.segments) and asks(self.segments[-1][0])

    def _meet_field(self, element: HtmlElement) -> None:
        self.nodes[self.node].controls += element.get("type") != "hidden"
        if element.get("type") in {"button", "submit"} and (text := element.get("value")):
            self._press(text)

    def _say(self, text: str) -> None:
        if not self.segments and text.isspace():
            return  # what indents a page's markup
        if self.flags & LINES and "\n" in text:
            self.segments += line_segments(text, self.flags)
        else:
            self.segments.append((text, self.flags))
        if (self.flags or self.last) and text and not text.isspace():
            self.last = self.flags

    def _start_inline(self, element: HtmlElement, tag: str, said: Mapping[str, str]) -> _Mark | None:
        if tag == "br":
            self.segments.append(("\n", BREAK))
            return _INLINE
        email = decoded_email(element, said) if said else ""
        if email:
            self.segments.append((email, self.flags))
            self.last = self.flags
            return None
        if said and is_helper(tag, said):
            return None
        names = said.get("class") if said else None
        if names and (
            (_ICON.search(names) and _is_icon(element))
            or (self.headings and _MARK.search(names) and _is_short(element))
        ):
            return None
        # nothing but white space stands between here and the button before: buttons are no sentence
        if tag == "button" and self.last & BUTTON:
            self.segments += [("\n", BREAK), ("\n", BREAK)]
        self.flags |= self._inline_flags(element, tag, said)
        return _INLINE

    def _inline_flags(self, element: HtmlElement, tag: str, said: Mapping[str, str]) -> int:
        if said and tag in _LINKS and heads_panel(said, tag):
            return BUTTON | BOLD
        if tag == "a":
            return self._link_flags(said.get("href"))
        if tag in BOLD_TAGS:
            return BOLD
        if tag == "button":
            if is_toggle(said) or self._is_in_toggle(element):
                return BUTTON | BOLD
            # What a heading has to press is about the heading: to copy its link, to fold its section.
            self.nodes[self.node].controls += not self.headings
            return BUTTON
        style = said.get("style")
        return BOLD if style and _BOLD_STYLE.search(style) else 0

    def _link_flags(self, target: str | None) -> int:
        if target is None or not target.startswith("#") or len(target) == 1:
            return 0 if target is None else LINK
        self.page.aims.setdefault(len(self.runs), unquote(target[1 : 1 + _NAME_LENGTH]))
        return LINK | ANCHOR

    def _is_in_toggle(self, button: HtmlElement) -> bool:
        """Tell whether the element around a button is named like a panel; many buttons may stand in one."""
        parent = button.getparent()
        if parent is None:
            return False
        if parent not in self.panels:
            self.panels[parent] = is_named_toggle(parent.get("class") or "")
        return self.panels[parent]

    def _start_block(self, element: HtmlElement, tag: str, said: Mapping[str, str]) -> _Mark | None:
        if self.segments:
            self.flush()
        nodes = self.nodes
        nodes.append(_node(said, tag, self.node) if said else Node(self.node, tag))
        self.node = len(nodes) - 1
        if tag == "table" and is_data_table(element):
            if has_letter(caption := caption_of(element)):
                self._emit(BlockKind.PARAGRAPH, caption, word_count(caption))
            for text in table_rows(element):
                self._emit(BlockKind.ROW, text, word_count(text))
            return None
        if (style := said.get("style")) and _BOLD_STYLE.search(style):
            self.flags |= BOLD
        heading = heading_of(said, tag)
        if heading and not (tag == "legend" and is_around_fields(element)):
            self.headings.append(heading)
            return _HEADING
        if tag in LISTS:
            self.items.open_list(said, tag)
        elif tag == "li":
            self.items.open_item(said)
        return _BLOCK

    def _end_block(self, tag: str, mark: _Mark) -> None:
        if self.segments:
            self.flush()
        if mark is _HEADING:
            self.headings.pop()
        elif tag in LISTS:
            self.items.close_list()
        elif tag == "li":
            self.items.close_item()

    def flush(self) -> None:
        """Make runs of the text gathered since the last block boundary."""
        segments, self.segments, self.last = self.segments, [], 0
        if len(segments) > _SEGMENTS * MAX_RUNS:
            raise TooCostlyError(f"more than {MAX_RUNS:,} lines in one block of text")
        if len(segments) == 1 and not segments[0][1]:  # plain text, as most is
            text, words = folded(segments[0][0])
            if text and has_letter(text):
                self._place(text, words)
            return
        pieces = [piece for piece in pieces_of(segments, whole=bool(self.headings)) if has_letter(piece.text)]
        is_listed = any(flags & LINES for _, flags in segments) and not (self.headings or self.items.is_open)
        heads = headed(pieces) if is_listed else []
        for at, piece in enumerate(pieces):
            if heads and heads[at]:
                self._emit(BlockKind.HEADING, piece.text, piece.words, style=heads[at])
                continue
            if piece.is_button and not self.headings:
                if piece.is_bold and piece.words <= _MAX_HEADING_WORDS:
                    self._emit(BlockKind.HEADING, piece.text, piece.words, style="button", pressed=True)
                else:
                    self._press(piece.text)
                continue
            self._place(piece.text, piece.words, piece.linked, anchored=piece.is_anchored, bold=piece.is_bold)

    def _place(self, text: str, words: int, linked: int = 0, *, anchored: bool = False, bold: bool = False) -> None:
        """Decide what a piece of text is: heading, item or paragraph."""
        if self.headings and words <= _MAX_HEADING_WORDS:
            level, style = self.headings[-1]
            self.items.saw_heading()
            self._emit(BlockKind.HEADING, text, words, linked, anchored=anchored, level=level, style=style)
            return
        bullet = None if text[0].isalnum() else _BULLET.match(text)
        if bullet:
            text = text[bullet.end() :]
        if self.items.is_open:
            label, depth = self.items.take_label(), self.items.depth
            self._emit(BlockKind.ITEM, text, words, linked, anchored=anchored, level=depth, label=label)
        elif bullet:
            self._emit(BlockKind.ITEM, text, words - 1, linked, anchored=anchored, level=1)
        elif style := looks_like_heading(text, words, bold=bold):
            self._emit(BlockKind.HEADING, text, words, linked, anchored=anchored, style=style)
        else:
            self._emit(BlockKind.PARAGRAPH, text, words, linked, anchored=anchored)

    def _emit(  # noqa: PLR0913 - what a run has
        self,
        kind: BlockKind,
        text: str,
        words: int,
        linked: int = 0,
        *,
        anchored: bool = False,
        level: int = 0,
        label: str = "",
        style: str = "",
        pressed: bool = False,
    ) -> None:
        if not text:
            return
        words = words or 1
        run = Run(kind, text, words, linked, anchored, self.node, level, label, style, pressed)
        self.runs.append(run)
        if len(self.runs) > MAX_RUNS:
            raise TooCostlyError(f"more than {MAX_RUNS:,} blocks of text")
        node = self.nodes[self.node]
        node.words += words
        node.linked += linked
        if run.is_sentence:
            node.mass += words

    def _press(self, text: str) -> None:
        self.page.buttons.append(Button(text[:_BUTTON_LENGTH], self.node, len(self.runs)))

    def add_up(self) -> None:
        """Add to each node what the nodes in it have; a node comes before those in it."""
        nodes = self.nodes
        for node in reversed(nodes[1:]):
            around = nodes[node.parent]
            around.words += node.words
            around.linked += node.linked
            around.mass += node.mass


class _PartedWalker(_Walker):
    """A walk that puts a blank between elements side by side."""

    has_ended = False

    def start(self, element: HtmlElement) -> bool:
        if self.has_ended and self.segments and element.tag != "br" and not self.segments[-1][1] & BREAK:
            self.segments.append((" ", self.segments[-1][1]))
        self.has_ended = False
        return super().start(element)

    def end(self, element: HtmlElement) -> None:
        super().end(element)
        self.has_ended = not element.tail


def _node(said: Mapping[str, str], tag: str, parent: int) -> Node:
    role, name, classes = said.get("role", ""), said.get("id", ""), said.get("class", "")
    return Node(parent, tag, role[:_NAME_LENGTH], name[:_NAME_LENGTH], classes[:_NAME_LENGTH])


def _is_short(element: HtmlElement) -> bool:
    text = shown_within(element)
    return text is not None and len(text) <= _MARK_LENGTH


def _is_icon(element: HtmlElement) -> bool:
    """Tell an icon drawn by a font from its name ("expand_more"), or by a sign ("+")."""
    text = (element.text or "").strip()
    return len(element) == 0 and (re.fullmatch(r"[a-z_]{2,30}", text) is not None or not has_letter(text))
