"""Markup to a tree, bounded in depth, attributes and memory, whatever the bytes."""

from __future__ import annotations

import re
from html import unescape
from itertools import dropwhile

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.extraction.reading.tags import BREAKING

MAX_TAGS = 200_000  # of a page; 2,649 real ones have 7,672 at most
# forms and fields are no classes of their own here: to look that up for each element costs more than to parse it
_ALIKE = etree.ElementDefaultClassLookup(element=HtmlElement)
_METADATA = frozenset({"title", "meta", "link", "base", "script", "style", "noscript", "template"})
_NAME_ENDS = r"(?=[\s/>])"  # <style-guide> is no <style>
_OPAQUE = re.compile(rf"<!--|<(script|style){_NAME_ENDS}", re.IGNORECASE)
_CLOSE = {name: re.compile(rf"</{name}{_NAME_ENDS}", re.IGNORECASE) for name in ("script", "style")}
_NEAR = 20  # characters; with no more than white space in so many before it, a quotation mark may open anything
# A tag as a browser takes it (HTML Standard, 13.2.5.8 and on), to the end of the page where it does not end.
_WHOLE_TAG = re.compile(
    r"</?[a-zA-Z][^>=]*+(?:=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?[^>=]*+)*+(>?)"
)
_END_OF_COMMENT = re.compile(r"--!?>")
_AT_ONCE = len("<!--")  # "<!-->" ends where it begins, "<!--!>" does not (HTML Standard, 13.2.5.43)
# libxml2, which knows HTML 4, does not know that these have no end: all that follows would stand in them.
_ENDLESS = re.compile(r"</?(?:source|track)\b[^<>]*>", re.IGNORECASE)
# libxml2 compares each attribute with all others of its tag: a tag of a million costs minutes. The look ahead settles
# the tags of honest pages, of a few attributes, at a twentieth of the time.
_FEW_ATTRIBUTES = r"(?!(?:[^\"'<>]{0,100}+(?:\"[^\"]*\"|'[^']*')){0,20}+[^\"'<>]{0,100}+[<>])"
_PART = r"[^\"'<>]|\"[^\"]*\"|'[^']*'"
# Whatever it is, a tag is taken whole: one that is looked through in vain is not looked through again from its middle.
_LONG_TAG = re.compile(rf"<{_FEW_ATTRIBUTES}([a-zA-Z][\w:-]{{0,60}})((?:{_PART})*+)>?")
_PARTS = re.compile(_PART)
_MOST_PARTS = 6_000  # letters and quoted values of a tag; a guess: honest ones have some dozens
_TAGS = re.compile(r"<[^>]*>")
_TAG = re.compile(r"</?([a-zA-Z][\w:-]{0,60})\b[^>]*>")


def strip_opaque(markup: str) -> str:
    """Return the markup without comments, scripts and styles, in linear time."""
    return without_opaque(markup)[0]


def without_opaque(markup: str) -> tuple[str, list[str]]:
    """Return the markup without comments, scripts and styles, and what its style elements hold, in linear time."""
    kept: list[str] = []
    styles: list[str] = []
    at = sought = 0
    while found := _OPAQUE.search(markup, sought):
        if sought := _end_of_tag_around(markup, max(at, sought), found.start()):
            continue
        name = (found.group(1) or "").lower()
        end = _end_of_comment(markup, found.start()) if not name else _end_of_element(markup, found.end(), name)
        if end < 0:
            break
        kept.append(markup[at : found.start()])
        if name == "style":
            styles.append(markup[found.end() : end].partition(">")[2].rpartition("</")[0])
        at = sought = end
    kept.append(markup[at:])
    return "".join(kept), styles


def _end_of_tag_around(markup: str, outside: int, place: int) -> int:
    """Return where the tag ends in which a "<" stands, in the value of an attribute or for the name of one, else 0.

    Args:
        markup: the page.
        outside: a place before it that is in no tag.
        place: where the "<" stands.
    """
    # What stands in a tag stands behind a "<" without its ">", or behind ="; to be sure is dear, so it is asked last.
    may_be = (
        markup.rfind("<", outside, place) > markup.rfind(">", outside, place)
        or _may_open(markup, markup.rfind('"', outside, place))
        or _may_open(markup, markup.rfind("'", outside, place))
    )
    tags = _WHOLE_TAG.finditer(markup, outside, place) if may_be else ()
    around = next((tag for tag in tags if tag.end() == place and not tag[1]), None)
    return next(_WHOLE_TAG.finditer(markup, around.start())).end() if around else 0


def _may_open(markup: str, place: int) -> bool:
    """Tell whether the quotation mark at a place, -1 for none, may open the value of an attribute."""
    if place < 1 or not (markup[place - 1] == "=" or markup[place - 1].isspace()):
        return False  # as most
    before = markup[max(0, place - _NEAR) : place].rstrip()
    return not before or before.endswith("=")


def _end_of_comment(markup: str, start: int) -> int:
    found = _END_OF_COMMENT.search(markup, start + 2)
    if found and found[0] == "--!>" and found.start() < start + _AT_ONCE:
        found = _END_OF_COMMENT.search(markup, start + _AT_ONCE)
    return found.end() if found else -1


def _end_of_element(markup: str, start: int, name: str) -> int:
    found = _CLOSE[name].search(markup, start)
    return markup.find(">", found.end()) + 1 or -1 if found else -1


def bare_text(markup: str) -> str:
    """Return the text of markup without its tags."""
    end = markup.rfind(">") + 1
    # Behind the last ">" no tag ends, and looking for one from each "<" would take forever.
    return unescape(_TAGS.sub(" ", markup[:end]) + markup[end:])


def is_too_large(markup: str) -> bool:
    """Tell a page with more tags than any real one: walking it would take minutes."""
    return markup.count("<") > MAX_TAGS


def parse(markup: str) -> HtmlElement | None:
    """Parse a page.

    Args:
        markup: the page's text, see `strip_opaque`.

    Returns:
        The root element, or None where nothing of it is a document. Nesting beyond libxml2's 256 levels is flattened
        so that the text in it is not lost.
    """
    markup = _LONG_TAG.sub(_without_monster, _ENDLESS.sub("", markup))
    root, too_deep = _parse(markup)
    if too_deep:
        root = _parse(_flatten(markup))[0]
    if root is not None:
        _empty_head(root)
    return root


def _without_monster(tag: re.Match[str]) -> str:
    """Return a tag without its attributes where it has more than any honest one."""
    attributes = tag.group(2)
    is_monster = len(attributes) >= _MOST_PARTS and sum(1 for _ in _PARTS.finditer(attributes)) >= _MOST_PARTS
    return f"<{tag.group(1)}>" if is_monster else tag.group()


def _empty_head(root: HtmlElement) -> None:
    """Move what is no metadata from the head to the body.

    HTML lets a page leave out the tags of both, and libxml2, which knows HTML 4, then takes <main> for metadata.
    """
    head = root.find("head")
    strays = [] if head is None else list(dropwhile(lambda child: child.tag in _METADATA, head))
    if not strays:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    strays[-1].tail = (strays[-1].tail or "") + (body.text or "")
    body.text = None
    body[:0] = strays


def _parse(markup: str) -> tuple[HtmlElement | None, bool]:
    parser = HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(_ALIKE)
    try:
        root = document_fromstring(markup.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        root = None
    met = {error.type_name for error in parser.error_log}
    if "ERR_NO_MEMORY" in met:
        raise MemoryError  # libxml2 goes on with what it has, or with nothing
    return root, "ERR_RESOURCE_LIMIT" in met


def _flatten(markup: str) -> str:
    """Keep the breaks between blocks and drop every other tag."""
    end = markup.rfind(">") + 1  # behind it no tag ends, and each would be looked through to the end of the page
    return _TAG.sub(lambda tag: "<p>" if tag.group(1).lower() in BREAKING else "", markup[:end]) + markup[end:]
