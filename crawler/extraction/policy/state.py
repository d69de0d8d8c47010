"""Policies inside the state of a script application, for pages that hold them nowhere else."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from crawler.extraction.furniture.element_rules import pruned
from crawler.extraction.furniture.toggles import settled
from crawler.extraction.policy.belonging import policy_of
from crawler.extraction.policy.editions import PAGE_WORDS, Wanted, own_edition
from crawler.extraction.reading.flight import MAX_DEPTH, Element
from crawler.extraction.reading.html import bare_text, is_too_large, parse, strip_opaque
from crawler.extraction.reading.markdown import MAX_MARKDOWN, markdown_runs
from crawler.extraction.reading.tags import DROPPED
from crawler.extraction.reading.walk import walk
from monitor.core.likeness import topicality
from monitor.core.policy_terms import policy_words, speaks_of_policy
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.extraction.reading.reading import Reading
    from crawler.extraction.reading.runs import Run

FEW_WORDS = PAGE_WORDS
"""Words up to which what a page shows is no policy if its state holds one."""
_BEGINNING = 30_000  # characters of a page
_SHOWN_WORDS = 2_000  # words on a page beyond which its scripts are not read; a guess: so much may well be the policy
# different words of policies by which a text reads like one; a guess: halved or doubled, none of 338 real pages differs
_POLICY_WORDS = 5
_LIKE = 0.5  # likeness that does as well; a guess: no page at hand comes near it

_MAX_CHARS = 10_000_000  # letters of a page's state; all scripts of a real page, of 2,649, have 948,248 at most
_MAX_NODES = 60_000  # values of a page's state; a guess, three times the blocks that trafilatura is asked about
_MAX_LOOKED = 1_000_000  # fields of objects that are put in order; one that holds itself is met again and again
_HEADINGS = re.compile(
    r"(?:sub|section|page|block)?[-_ ]?(?:title|heading|headline|header|question|name)", re.IGNORECASE
)
_TEXTS = re.compile(
    r"(?:rich|raw|plain|body)?[-_]?(?:text|content|contents|value|body|html|children|answer|description|paragraphs?|copy|items?|markup|"
    r"details|label)",
    re.IGNORECASE,
)
# What editors of structured text call their nodes: ProseMirror, Slate, Contentful, Sanity, Draft.js, EditorJS.
_NODES = {
    **dict.fromkeys(("paragraph", "p", "block", "unstyled", "normal"), "p"),
    **dict.fromkeys(("text", "span", "link", "hyperlink", "a", "bold", "strong", "em", "leaf"), "span"),
    **dict.fromkeys(("listitem", "li", "bullet", "number"), "li"),
    **dict.fromkeys(("list", "bulletlist", "unorderedlist", "bulletedlist", "ul"), "ul"),
    **dict.fromkeys(("orderedlist", "numberedlist", "ol"), "ol"),
    **dict.fromkeys(("tablerow", "tr"), "tr"),
    **dict.fromkeys(("tablecell", "td"), "td"),
    "table": "table",
    "tableheadercell": "th",
    **{f"{name}{level}": f"h{level}" for name in ("heading", "h", "header") for level in range(1, 7)},
}
_HEADING_CHARS = 140  # letters of a heading in a page's state; halved or doubled, 2 and 0 of 338 real pages differ
_TAG = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|div|br|strong|b|em|table|tr|td|section|span|a)\b[^<>]{0,2000}>", re.IGNORECASE
)
_ESCAPED_TAG = re.compile(r"&(?:lt|#60|#x3c);/?(?:p|h[1-6]|ul|li|div|br|strong|table|section)\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table)\b", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^ {0,3}#{1,6} \S|^\s{0,8}(?:[-*+]|\d{1,3}\.) +\S|\*\*\S|\]\((?:https?:|mailto:|/|#)", re.MULTILINE
)
_CODE = re.compile(r"^\s*[\"']use strict|\bfunction\b[\w$ ]{0,60}\([\w$, ]{0,200}\)\s*\{|\)\s*=>\s*[{(]")
# letters of a text, not a label; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
_SAID_TWICE = 200
# Fields that say how something looks or where it leads.
_UNREAD = frozenset({
    "class", "className", "classes", "style", "styles", "css", "sx", "src", "srcSet", "sizes", "href", "rel", "d",
    "viewBox",
})  # fmt: skip
_VOID = frozenset({"br", "hr", "col", "wbr", "keygen", "param"})
_ATTRIBUTES = {
    "className": "class",
    "class": "class",
    "id": "id",
    "href": "href",
    "role": "role",
    "start": "start",
    "value": "value",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "aria-level": "aria-level",
    "aria-expanded": "aria-expanded",
    "aria-controls": "aria-controls",
}


def may_hold_policy(reading: Reading) -> bool:
    """Tell whether a page shows so few words that its policy may stand in the state of its scripts."""
    # most pages show more at their beginning already; there no tag is cut in two, so no word is counted that is none
    beginning = reading.visible[:_BEGINNING].rpartition(">")[0]
    return not (_says_much(bare_text(f"{beginning}>")) or _says_much(reading.bare))


def _says_much(text: str) -> bool:
    # where there are more, the rest are not parted to be counted
    return len(text.split(None, _SHOWN_WORDS)) > _SHOWN_WORDS


def state_markup(reading: Reading) -> str:
    """Return the state in a page's scripts as markup: an element for each object and list, its strings as text.

    Args:
        reading: the page.

    Returns:
        Markup with all that `state_runs` may choose from; "" where the scripts hold no state. At most 10,000,000
        characters, 60,000 values and 120 levels of it are written. Where that is not enough, the page itself follows.
    """
    writer = _Writer()
    for value in reading.state:
        writer.write(value)
    return "".join([*writer.parts, (reading.markup or "") if writer.is_full else ""])


def state_runs(state: Iterable[Any], wanted: Wanted = Wanted()) -> list[Run]:  # noqa: B008 - it is frozen
    """Return the runs of the policy in a page's state, none where nothing in it reads like one.

    Of several values in the scripts, the one that says most of a policy's matter is read, and of that the page's own
    edition.

    Args:
        state: the values in the page's scripts.
        wanted: what is known of the page.
    """
    best: list[Run] = []
    most = 0
    writer = _Writer()
    for value in state:
        writer.parts.clear()
        writer.said.clear()
        writer.write(own_edition(value, wanted))
        runs = _runs("".join(writer.parts))
        if (said := matter(runs)) > most:
            best, most = runs, said
    return best if reads_like_policy(best) else []


def value_runs(value: object, wanted: Wanted) -> list[Run]:
    """Return the runs of one value in a page's state, whatever it speaks of.

    Args:
        value: the value.
        wanted: what is known of the page; it tells the language of several.
    """
    writer = _Writer()
    writer.write(own_edition(value, wanted))
    return _runs("".join(writer.parts))


def matter(runs: Sequence[Run]) -> int:
    """Return how many words stand in sentences that speak of a policy's matter."""
    return sum(run.words for run in runs if run.is_sentence and speaks_of_policy(run.text))


def reads_like_policy(runs: Sequence[Run]) -> bool:
    """Tell whether the sentences in some runs speak of a policy's matter often enough, for their length at least."""
    said = [run.text for run in runs if run.is_sentence]
    return len(policy_words("\n".join(said))) >= _POLICY_WORDS or topicality(said) >= _LIKE


def _runs(markup: str) -> list[Run]:
    source = strip_opaque(markup)
    root = None if is_too_large(source) or not source else parse(source)
    if root is None:
        return []
    page = settled(walk(root))
    return policy_of(pruned(page), lambda: set().__contains__).runs


class _Writer:
    """Writes values as markup, within bounds that hold for a whole page."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.nodes = 0
        self.chars = 0
        self.marked = 0
        self.looked = 0
        self.is_full = False
        self.said: set[str] = set()

    def write(self, value: object, key: str = "", *, depth: int = 0, inline: bool = False) -> None:
        if not self._has_room(depth):
            return
        if isinstance(value, Element):
            self._element(value, depth)
        elif isinstance(value, dict):
            self._object(value, key, depth, inline=inline)
        elif isinstance(value, list):
            self._list(value, key, depth, inline=inline)
        elif isinstance(value, str) and key not in _UNREAD:
            self._text(value, key, inline=inline)

    def _has_room(self, depth: int) -> bool:
        self.nodes += 1
        self.is_full |= depth > MAX_DEPTH or self.nodes > _MAX_NODES or self.chars > _MAX_CHARS
        return depth <= MAX_DEPTH and self.nodes <= _MAX_NODES and self.chars <= _MAX_CHARS

    def _goes_on(self, _: object) -> bool:
        """Tell whether there is room for another value, whatever that is."""
        has_room = self.nodes <= _MAX_NODES and self.chars <= _MAX_CHARS
        self.is_full |= not has_room
        return has_room

    def _in_order(self, value: dict[str, Any]) -> list[tuple[str, Any]]:
        """Return the fields of an object, its titles first: serialisers sort keys, and would put a body before them."""
        self.looked += len(value)
        self.is_full |= self.looked > _MAX_LOOKED
        if self.looked > _MAX_LOOKED:
            return []
        return sorted(value.items(), key=lambda item: not _HEADINGS.fullmatch(item[0]))

    def _say(self, markup: str) -> None:
        self.chars += len(markup)
        self.parts.append(markup)

    def _element(self, element: Element, depth: int) -> None:
        props = element.props
        html = props.get("dangerouslySetInnerHTML")
        raw = html.get("__html") if isinstance(html, dict) else None
        if element.tag in _VOID or element.tag in DROPPED:
            self._say("<br>" if element.tag == "br" else "")
            return
        tag = element.tag or ("a" if isinstance(props.get("href"), str) else "")
        tag = "div" if tag in {"html", "body"} else tag
        self._say(f"<{tag}{_attributes(props)}>" if tag else "")
        if not element.tag and tag != "a":
            self._props(props, depth)
        self._say(raw if isinstance(raw, str) else "")
        self._children(props.get("children"), depth + 1, is_given=not element.tag)
        self._say(f"</{tag}>" if tag else "")

    def _props(self, props: dict[str, Any], depth: int) -> None:
        """Write what a component is given, but for what it only decorates its children with."""
        is_around = "children" in props
        for name, value in self._in_order(props):
            if name in {"children", "dangerouslySetInnerHTML"}:
                continue
            if not isinstance(value, str) or not is_around or (_HEADINGS.fullmatch(name) and name != "name"):
                self.write(value, name, depth=depth + 1)

    def _children(self, value: object, depth: int, *, is_given: bool = False) -> None:
        """Write what stands in an element, as it stands; only what a component is given may be markup."""
        if not self._has_room(depth):
            return
        if isinstance(value, list):
            for inner in takewhile(self._goes_on, value):
                self._children(inner, depth + 1, is_given=is_given)
        elif isinstance(value, Element):
            self._element(value, depth)
        elif isinstance(value, str) and is_given and (_TAG.search(value) or _is_markdown(value)):
            self._text(value, "children", inline=False)
        elif isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
            self._say(escape(str(value)))
        elif isinstance(value, dict):
            self.write(value, depth=depth)

    def _object(self, value: dict[str, Any], key: str, depth: int, *, inline: bool) -> None:
        tag = _tag_of(value)
        # What a text is marked with ("bold", "link") breaks no line.
        is_bare = inline and tag == "div"
        if not is_bare:
            self._say(f"<{tag} class='{escape(key[:60])}'>" if tag == "div" else f"<{tag}>")
        for name, inner in self._in_order(value):
            self.write(inner, name, depth=depth + 1, inline=inline or tag != "div")
        self._say("" if is_bare else f"</{tag}>")

    def _list(self, value: list[Any], key: str, depth: int, *, inline: bool) -> None:
        self._say("" if inline else f"<div class='{escape(key[:60])}'>")
        for inner in takewhile(self._goes_on, value):
            self.write(inner, key, depth=depth + 1, inline=inline)
        self._say("" if inline else "</div>")

    def _text(self, text: str, key: str, *, inline: bool) -> None:
        # A text that many places name is read each time.
        self.chars += len(text)
        if _CODE.search(text) or text.startswith("__"):
            return
        if _ESCAPED_TAG.search(text):
            text = unescape(text)
        if not inline and self._is_markdown(text):
            self._say(_from_markdown(text) if self._is_new(text) else "")
        elif _TAG.search(text):
            if self._is_new(text):
                self._say(f"<div>{text}</div>")
        elif inline:
            self._say(escape(text) if _TEXTS.fullmatch(key) else "")
        elif _HEADINGS.fullmatch(key) and len(text) <= _HEADING_CHARS:
            self._say(f"<h3>{escape(text)}</h3>")
        elif (_TEXTS.fullmatch(key) or " " in text.strip() or not text.isascii()) and self._is_new(text):
            self._say("".join(f"<p>{escape(line)}</p>" for line in text.splitlines()))

    def _is_markdown(self, text: str) -> bool:
        """Tell whether to read a text as Markdown: of one page as much as of a text that is."""
        if not _is_markdown(text) or self.marked + len(text) > MAX_MARKDOWN:
            return False
        self.marked += len(text)
        return True

    def _is_new(self, text: str) -> bool:
        """Tell a long text from its copy: caches hold what properties hold too."""
        if len(text) < _SAID_TWICE:
            return True
        if text in self.said:
            return False
        self.said.add(text)
        return True


def _is_markdown(text: str) -> bool:
    return len(text) >= _SAID_TWICE and len(_MARKDOWN.findall(text)) >= 2 and not _BLOCK_TAG.search(text)


def _from_markdown(text: str) -> str:
    return "".join(_as_markup(run) for run in markdown_runs(text))


def _as_markup(run: Run) -> str:
    text = escape(run.text)
    if run.kind is BlockKind.HEADING:
        return f"<h{run.level or 3}>{text}</h{run.level or 3}>"
    if run.kind is BlockKind.ITEM:
        depth = max(1, run.level)
        opened, closed = (f"<ol start='{run.label}'>", "</ol>") if run.label.isdecimal() else ("<ul>", "</ul>")
        return f"{'<ul>' * (depth - 1)}{opened}<li>{text}</li>{closed}{'</ul>' * (depth - 1)}"
    return f"<p>{text}</p>"


def _attributes(props: dict[str, Any]) -> str:
    kept = [(name, props.get(prop)) for prop, name in _ATTRIBUTES.items()]
    return "".join(
        f' {name}="{escape(value if isinstance(value, str) else str(value))[:400]}"'
        for name, value in kept
        if isinstance(value, str | int)
    )


def _tag_of(value: dict[str, Any]) -> str:
    """Return the tag of a node of structured text, "div" for any other object."""
    if not any(isinstance(value.get(name), str | list) for name in ("text", "value", "content", "children")):
        return "div"
    kinds = [_squashed(value.get(name)) for name in ("style", "listItem", "nodeType", "type", "_type", "tag")]
    if "heading" in kinds:
        around = value.get("attrs")
        level = around.get("level") if isinstance(around, dict) else value.get("level")
        return f"h{level}" if level in range(1, 7) else "h3"
    return next((_NODES[kind] for kind in kinds if kind in _NODES), "div")


def _squashed(kind: object) -> str:
    return re.sub(r"[^a-z0-9]", "", kind[:40].lower()) if isinstance(kind, str) else ""
