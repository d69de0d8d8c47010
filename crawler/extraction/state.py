"""Policies inside the state of a script application, for pages that hold them nowhere else."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from crawler.extraction.html import is_too_large, parse, strip_opaque
from crawler.extraction.lexicon import POLICY_WORDS
from crawler.extraction.pruning import pruned_nodes
from crawler.extraction.region import policy_runs
from crawler.extraction.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extraction.runs import Run

FEW_WORDS = 150
"""Words up to which what a page shows is no policy if its state holds one."""
_POLICY_WORDS = 5

_MAX_CHARS = 5_000_000
_MAX_NODES = 60_000
_MAX_DEPTH = 60
_MAX_STARTS = 40
_SCRIPT = re.compile(r"<script\b([^>]{0,2000})>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_NO_STATE = re.compile(r"ld\+json|importmap|speculationrules|\bsrc\s*=", re.IGNORECASE)
_START = re.compile(r"[=(:]\s*(?=[{\[])|(?P<quoted>\bJSON\.parse\(\s*)(?=\")")
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
_HEADING_CHARS = 140
_TAG = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|div|br|strong|b|em|table|tr|td|section|span|a)\b[^<>]{0,2000}>", re.IGNORECASE
)
_ESCAPED_TAG = re.compile(r"&(?:lt|#60|#x3c);/?(?:p|h[1-6]|ul|li|div|br|strong|table|section)\b", re.IGNORECASE)
_SAID_TWICE = 200


def state_markup(markup: str) -> str:
    """Return the state in a page's scripts as markup: an element for each object and list, its strings as text.

    Args:
        markup: the page with its scripts.

    Returns:
        Markup in which a policy can be looked for like in any page; "" where the scripts hold no state. At most
        5,000,000 characters, 60,000 values and 60 levels of it are read.
    """
    writer = _Writer()
    for value in _values(markup):
        writer.write(value)
    return "".join(writer.parts)


def state_runs(markup: str) -> list[Run]:
    """Return the runs of the policy in a page's state, none where nothing in it reads like one."""
    source = strip_opaque(state_markup(markup))
    root = None if is_too_large(source) or not source else parse(source)
    if root is None:
        return []
    page = walk(root)
    runs = policy_runs(page, pruned_nodes(page), lambda: set().__contains__)
    said = len(POLICY_WORDS.findall("\n".join(run.text for run in runs if run.is_sentence)))
    return runs if said >= _POLICY_WORDS else []


def _values(markup: str) -> Iterator[Any]:
    room = _MAX_CHARS
    for attributes, source in _scripts(markup):
        if _NO_STATE.search(attributes) or len(source) > room:
            continue
        room -= len(source)
        yield from _decoded(source)


def _scripts(markup: str) -> Iterator[tuple[str, str]]:
    at = 0
    while found := _SCRIPT.search(markup, at):
        end = _END.search(markup, found.end())
        if end is None:
            return
        yield found.group(1), markup[found.end() : end.start()]
        at = end.end()


def _decoded(source: str) -> Iterator[Any]:
    """Decode the JSON that a script is, or that it assigns."""
    decoder = json.JSONDecoder()
    stripped = source.strip()
    if stripped[:1] in {"{", "["} and (value := _at(decoder, stripped, 0)) is not None:
        yield value[0]
        return
    at = tries = 0
    while tries < _MAX_STARTS and (found := _START.search(source, at)):
        tries += 1
        at = found.end()
        value = _at(decoder, source, at)
        if value is not None:
            at = value[1]
            nested = _at(decoder, value[0], 0) if found["quoted"] and isinstance(value[0], str) else value
            if nested is not None:
                yield nested[0]


def _at(decoder: json.JSONDecoder, source: str, at: int) -> tuple[Any, int] | None:
    try:
        return decoder.raw_decode(source, at)
    except (ValueError, RecursionError):
        return None


class _Writer:
    """Writes values as markup, within bounds."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.nodes = 0
        self.said: set[str] = set()

    def write(self, value: object, key: str = "", *, depth: int = 0, inline: bool = False) -> None:
        self.nodes += 1
        if depth > _MAX_DEPTH or self.nodes > _MAX_NODES:
            return
        if isinstance(value, dict):
            self._object(value, key, depth)
        elif isinstance(value, list):
            self._list(value, key, depth, inline=inline)
        elif isinstance(value, str):
            self._text(value, key, inline=inline)

    def _object(self, value: dict[str, Any], key: str, depth: int) -> None:
        tag = _tag_of(value)
        self.parts.append(f"<{tag} class='{escape(key[:60])}'>" if tag == "div" else f"<{tag}>")
        # Serialisers sort keys, and would put a body before its title.
        for name, inner in sorted(value.items(), key=lambda item: not _HEADINGS.fullmatch(item[0])):
            self.write(inner, name, depth=depth + 1, inline=tag != "div")
        self.parts.append(f"</{tag}>")

    def _list(self, value: list[Any], key: str, depth: int, *, inline: bool) -> None:
        self.parts.append("" if inline else f"<div class='{escape(key[:60])}'>")
        for inner in value:
            self.write(inner, key, depth=depth + 1, inline=inline)
        self.parts.append("" if inline else "</div>")

    def _text(self, text: str, key: str, *, inline: bool) -> None:
        if _ESCAPED_TAG.search(text):
            text = unescape(text)
        if _TAG.search(text):
            if self._is_new(text):
                self.parts.append(f"<div>{text}</div>")
        elif inline:
            self.parts.append(escape(text) if _TEXTS.fullmatch(key) else "")
        elif _HEADINGS.fullmatch(key) and len(text) <= _HEADING_CHARS:
            self.parts.append(f"<h3>{escape(text)}</h3>")
        elif (_TEXTS.fullmatch(key) or " " in text.strip() or not text.isascii()) and self._is_new(text):
            self.parts.append("".join(f"<p>{escape(line)}</p>" for line in text.splitlines()))

    def _is_new(self, text: str) -> bool:
        """Tell a long text from its copy: caches hold what properties hold too."""
        if len(text) < _SAID_TWICE:
            return True
        if text in self.said:
            return False
        self.said.add(text)
        return True


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
