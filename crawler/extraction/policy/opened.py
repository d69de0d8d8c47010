"""Dialogs that the text itself opens: "Read more about cookies" is read where it stands, wherever the dialog does."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from crawler.extraction.furniture.answers import answers_in
from crawler.extraction.furniture.element_names import called
from crawler.extraction.policy.documents import kind_of_label
from crawler.extraction.policy.editions import PAGE_WORDS
from crawler.extraction.reading.parts import said_in
from crawler.extraction.reading.runs import SENTENCE_WORDS, Node
from crawler.extraction.reading.tags import FIELDS, HEADINGS, INLINE
from monitor.core.policy_terms import speaks_of_policy
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

_MOST = 100  # dialogs of a page that are looked at; a guess
_MOST_OPENERS = 500  # elements that may open one; a guess
_MOST_INSIDE = 5  # elements around what opens a dialog, right before it; a guess
_LETTERS = 20_000  # of a dialog that are read
_VALUE = 300  # characters of an attribute in which an identifier is looked for
_WORD = re.compile(r"[\w-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIALOG = re.compile(
    r"(?<![a-z])(?:modal|dialog|pop-?up|pop-?over|light-?box|off-?canvas|drawer|overlay|reveal|fly-?out|bottom-?sheet|"
    r"side-?panel|mfp-hide)(?![a-z])"
)
_LIKELY = re.compile("modal|dialog|pop|light|canvas|drawer|overlay|reveal|fly|sheet|panel|hide", re.IGNORECASE)
_NO_DIALOGS = frozenset({"body", "html", "main", "article"})
_ROLES = frozenset({"dialog", "alertdialog"})
_ASKING = frozenset({"consent", "notice"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OPENERS = frozenset({"a", "button", "label", "span"})
# Attributes that name no element to open; all others may, for each library has its own.
_NOT_NAMING = frozenset({
    "id", "class", "style", "name", "type", "title", "rel", "lang", "value", "tabindex", "src", "for", "role", "target",
    "aria-label", "aria-labelledby", "aria-describedby",
})  # fmt: skip
_AROUND = frozenset({"nav", "footer"})  # what opens from there is the site's
_ARTICLES = frozenset({"main", "article"})
# In these no box stands beside the text: it is put behind them.
_CLOSED = frozenset({"p", "dt", "summary", "caption", "td", "th", "tr", "tbody", "thead", "tfoot", "table", *HEADINGS})
_NAMING = ("id", "class", "role", "style", "hidden", "open", "popover", "aria-modal", "aria-hidden")
_BOXES = frozenset({"dialog", "header", "footer", "aside", "form", "section"})  # within a dialog they are its layout
# Of a page on one of these, a dialog on another is a part; terms are a document of their own.
_OF_PRIVACY = frozenset({"privacy", "cookies", "subprocessors"})


class _Move(NamedTuple):
    dialog: HtmlElement
    opener: HtmlElement


def with_opened(root: HtmlElement, *, title: str = "", part: str = "") -> HtmlElement:
    """Return a page on which the dialogs that its text opens stand behind the block that opens them.

    Such a dialog says something of a policy's matter, has nothing to fill in, asks for no consent, and is no other
    document. There it is a box like others: it and what lays it out lose the names that call it a dialog.

    Args:
        root: the page; it is left as it is, and given back where nothing is to be moved.
        title: what the page calls itself.
        part: the part of the page that is read, "" for the whole: what holds it stays where it is.
    """
    if not any(True for _ in _moves(root, title, part)):
        return root
    root = deepcopy(root)
    for move in list(_moves(root, title, part)):
        _put(move)
    return root


def _moves(root: HtmlElement, title: str, part: str) -> Iterator[_Move]:
    boxes = _dialogs(root)
    dialogs = [dialog for dialog in boxes if not _asks(dialog)]
    if not dialogs:  # as on most pages, which have no more than a request for consent
        return
    has_article = next(root.iter(*_ARTICLES), None) is not None
    named = {name: dialog for dialog in dialogs if (name := dialog.get("id"))}
    seen: set[HtmlElement] = set()
    for opener, dialog in (*islice(_openers(root, named), _MOST_OPENERS), *_right_before(dialogs)):
        if dialog not in seen and _opens(opener, dialog, boxes, has_article=has_article):
            seen.add(dialog)
            if _is_text(dialog, title) and not (part and _holds(dialog, part)):
                yield _Move(dialog, opener)


def _dialogs(root: HtmlElement) -> Collection[HtmlElement]:
    """Return the outermost elements that look like dialogs, and those with a name that are hidden, in order."""
    found: dict[HtmlElement, None] = {}
    for element in islice(filter(_may_be_dialog, root.iter()), _MOST):
        if not any(around in found for around in element.iterancestors()):
            found[element] = None
    return found.keys()


def _may_be_dialog(element: HtmlElement) -> bool:
    tag, has_id = element.tag, element.get("id") is not None
    if not (has_id or tag == "dialog" or element.get("role") in _ROLES):  # as most
        return False
    if tag in _NO_DIALOGS or tag in INLINE or element.get("role") == "tabpanel":
        return False
    return _is_dialog(element) or (has_id and _is_hidden(element))


def _is_dialog(element: HtmlElement) -> bool:
    said = dict(element.items())
    if element.tag == "dialog" or said.get("role") in _ROLES or "popover" in said or said.get("aria-modal") == "true":
        return True
    names = f"{said.get('id', '')} {said.get('class', '')}"[:_VALUE]
    return _LIKELY.search(names) is not None and _DIALOG.search(_CAMEL.sub("-", names).lower()) is not None


def _is_hidden(element: HtmlElement) -> bool:
    is_so = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return is_so or _HIDDEN.search((element.get("style") or "")[:_VALUE]) is not None


def _openers(root: HtmlElement, named: Mapping[str, HtmlElement]) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    """Yield what names a dialog in an attribute, as buttons and links do that open it, in the page's order."""
    for element in filter(_may_open, root.iter()) if named else ():
        for key, value in element.items():
            if key in _NOT_NAMING or (key == "href" and not value.startswith("#")):
                continue
            if name := next((word for word in _WORD.findall(value[:_VALUE]) if word in named), ""):
                yield element, named[name]


def _right_before(dialogs: Iterable[HtmlElement]) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    """Yield the dialogs of which no attribute says what opens them, each with the button or link right before it."""
    for dialog in filter(_is_dialog, dialogs):
        before = dialog.getprevious()
        if before is None or (before.tail or "").strip():
            continue
        opener = next((one for one in islice(before.iter(), _MOST_INSIDE) if _may_open(one)), None)
        if opener is not None and said_in(opener) == said_in(before):
            yield opener, dialog


def _may_open(element: HtmlElement) -> bool:
    return element.tag in _OPENERS or element.get("role") == "button"


def _opens(opener: HtmlElement, dialog: HtmlElement, boxes: Collection[HtmlElement], *, has_article: bool) -> bool:
    """Tell whether an element of the text, not of a menu or a dialog, opens what is elsewhere.

    The text is the page's main part or article, where it has one. What is only hidden may be a panel of the text, which
    stands where it unfolds; at the end of the page it is none.
    """
    around = list(opener.iterancestors())
    if any(one in boxes or one.tag in _AROUND or called(_node(one)) in {"menu", "links"} for one in around):
        return False
    article = next((one for one in around if one.tag in _ARTICLES), None)
    if has_article and article is None:
        return False
    if _is_dialog(dialog):
        return True
    if article is not None:
        return article not in dialog.iterancestors()
    parent = dialog.getparent()
    return parent is not None and parent.tag == "body"


def _asks(dialog: HtmlElement) -> bool:
    """Tell a request for consent, by its name or by its answers."""
    buttons = islice(dialog.iter("button", "a"), _MOST)
    return called(_node(dialog)) in _ASKING or sum(answers_in(said_in(button)) for button in buttons) > 1


def _is_text(dialog: HtmlElement, title: str) -> bool:
    if any(field.get("type") not in {"hidden", "button", "submit"} for field in dialog.iter(*FIELDS)):
        return False
    said = " ".join("".join(islice(dialog.itertext(), _LETTERS)).split())[:_LETTERS]
    if word_count(said) < SENTENCE_WORDS or not speaks_of_policy(said):
        return False
    return word_count(said) < PAGE_WORDS or not _is_other_document(dialog, title)


def _is_other_document(dialog: HtmlElement, title: str) -> bool:
    heads = (said_in(heading) for heading in islice(dialog.iter(*HEADINGS), _MOST))
    kind, own = kind_of_label(next(heads, "")), kind_of_label(title)
    return bool(kind) and kind != own and not {kind, own} <= _OF_PRIVACY


def _holds(dialog: HtmlElement, part: str) -> bool:
    return any(element.get("id") == part for element in dialog.iter())


def _node(element: HtmlElement) -> Node:
    role, name, classes = (element.get(key) or "" for key in ("role", "id", "class"))
    return Node(-1, str(element.tag), role, name, classes)


def _put(move: _Move) -> None:
    """Put a dialog behind the block in which it is opened, as a box without a name."""
    for element in move.dialog.iter():
        if element is move.dialog or _is_dialog(element) or element.tag in _BOXES:
            for key in _NAMING:
                element.attrib.pop(key, None)
            element.tag = "div"
    _take(move.dialog)
    opener = move.opener
    parent = opener.getparent()
    while parent is not None and (parent.tag in INLINE or parent.tag in _CLOSED):
        opener, parent = parent, parent.getparent()
    # what is said behind the opener in the same block ends first
    while (after := opener.getnext()) is not None and after.tag in INLINE:
        opener = after
    opener.addnext(move.dialog)  # behind the text that follows the opener


def _take(element: HtmlElement) -> None:
    """Take an element out of its tree; the text behind it stays."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    elif parent is not None:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    if parent is not None:
        parent.remove(element)
