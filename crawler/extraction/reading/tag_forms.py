"""Tags in a normal form: their names, and of their attributes what extraction reads and no more."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from crawler.extraction.reading.emails import contact_of, decode_cfemail
from crawler.extraction.reading.tags import DROPPED, FIELDS
from crawler.extraction.reading.tags import INLINE as INLINE_TAGS

BLOCK, INLINE, SPACE = "\x01", "\x02", "\x03"
"""What a tag's form stands between, and what parts its attributes: characters that no page shows."""
NOTHING = f"{INLINE}-{INLINE}"
"""The form of a tag that shows nothing; but an element that holds one is not empty."""
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>]++))?+")
_QUOTES = frozenset({'"', "'"})
# Elements that show nothing and that nothing is read from.
_SILENT = frozenset({"area", "base", "embed", "link", "param", "picture", "source", "track"})
_GLUED = INLINE_TAGS | DROPPED  # white space beside them counts
_EXACT = frozenset({
    "alt", "aria-label", "aria-level", "colspan", "data-domain", "data-host", "data-local", "data-name", "data-tld",
    "data-user", "dir", "lang", "role", "slot", "start", "type", "xml:lang",
})  # fmt: skip
_OF_SOME = frozenset({
    ("label", "optgroup"), ("name", "slot"), ("value", "li"), ("value", "meter"), ("value", "progress"),
})  # fmt: skip
_PRESENT = frozenset({
    "aria-controls", "aria-expanded", "aria-haspopup", "checked", "data-bs-target", "data-bs-toggle",
    "data-lp-replacement-content", "data-target", "data-toggle", "hidden", "open", "popover", "reversed", "selected",
    "shadowroot", "shadowrootmode",
})  # fmt: skip
_NAMES = frozenset({"class", "data-component", "data-testid", "id", "itemprop"})
_OTHERS = frozenset({"aria-hidden", "data-cfemail", "href", "label", "name", "rel", "style", "value"})
_READ = _EXACT | _PRESENT | _NAMES | _OTHERS
_OF_CONTACTS = frozenset("mMtT ")  # letters that the schemes of contacts begin with
_LANGUAGE_METAS = frozenset({"content-language", "language", "og:locale", "dc.language"})
# Numbers and keys in names are given anew with each build or answer ("yui_3_17_2", "form-7f3a90e1"), and of rules of
# ours and trafilatura's none turns on which number a name bears, but on whether a link leads to an element.
_DIGITS = re.compile(r"\d+")
_KEY = re.compile(r"[\da-f]{6,}(?:-[\da-f]{4}){0,3}", re.IGNORECASE)
_STYLES = re.compile(
    r"display|hidden|visibility|white-space|font-weight|direction|bidi|border:|list-style|counter|text-decoration|position:\s*(?:abs|fix)|opacity:\s*0(?!\.?0*[1-9])|"
    r"(?:left|top|right|indent):\s*-|font-size:\s*0|clip|transparent"
)
_REMEMBERED = 300  # characters; longer ones are worked out each time, so that hostile ones cannot fill the memory
_LONG_STYLE = 300  # characters; of longer ones a part may be read, so they are kept whole


def tag_form(tag: str) -> str:
    """Return a tag in its normal form.

    Args:
        tag: from "<" to the first ">".

    Returns:
        Its name and the attributes that are read, between `BLOCK` or `INLINE`; `NOTHING` for what shows nothing;
        whatever is no tag or may be more than one as it is.

    >>> tag_form('<P nonce=7 class="intro x12">'), tag_form("<a href='/x?session=1'>"), tag_form("<5 years>")
    (' \\x01p\\x03class=intro\\x03x0\\x01 ', '\\x02a\\x03href=\\x02', '<5 years>')
    """
    return _remembered(tag) if len(tag) <= _REMEMBERED else _form(tag)


def _form(tag: str) -> str:
    named = _NAME.match(tag)
    if named is None or "<" in tag[1:]:
        return tag
    name = named[1].lower()
    if name in _SILENT:
        return NOTHING
    mark = INLINE if name in _GLUED else BLOCK
    if tag.startswith("</"):
        return _marked(f"/{name}", mark)
    attributes = _ATTRIBUTE.findall(tag, named.end())
    if name == "img":
        first = {key.lower(): _value(said) for key, said in reversed(attributes)}
        words = first.get("alt") or first.get("aria-label") or ""
        return _marked(f"img {words}", mark) if words.strip() else NOTHING
    if name == "meta" or name in FIELDS:
        # of several of a name the first counts
        first = {key.lower(): _value(said) for key, said in reversed(attributes)}
        kept = _meta(first) if name == "meta" else _field(first)
        return _marked(f"{name} {kept}", mark) if kept else NOTHING
    form = name
    for key, said in attributes:  # most pages have more of what is not read than of what is
        if (low := key.lower()) in _READ and (kept := _attribute(name, low, _value(said))):
            form = f"{form} {kept}"
    return _marked(form, mark)


# Pages of one site have most of their tags in common.
_remembered = lru_cache(maxsize=8192)(_form)


def _marked(form: str, mark: str) -> str:
    around = " " if mark is BLOCK else ""  # a block parts words
    return f"{around}{mark}{form.replace(' ', SPACE)}{mark}{around}"


def _value(said: str) -> str:
    """Return what an attribute says, out of its quotation marks and with its references resolved."""
    quote = said[:1]
    value = said[1:-1] if quote in _QUOTES and said.endswith(quote, 1) else said
    return unescape(value) if "&" in value else value


def _meta(attributes: dict[str, str]) -> str:
    named = (attributes.get("http-equiv") or attributes.get("property") or attributes.get("name") or "").lower()
    return f"{named}={attributes.get('content', '')}" if named in _LANGUAGE_METAS else ""


def _field(attributes: dict[str, str]) -> str:
    """Keep of a field what it is and what a reader sees in it; what is hidden holds tokens and states."""
    kind = attributes.get("type", "")
    if kind.lower() == "hidden":
        return ""
    is_checked = "checked" if "checked" in attributes else ""
    return f"type={kind} {attributes.get('value', '')} {attributes.get('placeholder', '')} {is_checked}"


def _attribute(name: str, key: str, value: str) -> str:
    """Return what is read of an attribute, "" where that is nothing."""
    if key in _NAMES:
        return f"{key}={without_numbers(value)}"
    if key == "href":
        if "#" not in value and value[:1] not in _OF_CONTACTS:  # as most
            return "href="
        within = without_numbers(value) if value.startswith("#") and len(value) > 1 else ""
        return f"href={contact_of(value) or within}"
    if key in _EXACT or (key, name) in _OF_SOME:
        return f"{key}={value}"
    return key if key in _PRESENT else _rarely(key, value)


def without_numbers(name: str) -> str:
    """Return a name with "0" for the numbers and keys in it, which are given anew with each build."""
    if not _DIGITS.search(name):
        return name
    return _DIGITS.sub("0", _KEY.sub(lambda key: "0" if _DIGITS.search(key[0]) else key[0], name))


def _rarely(key: str, value: str) -> str:
    """Return what is read of an attribute of which most values say nothing."""
    if key == "style":
        said = value if len(value) > _LONG_STYLE else ";".join(filter(_STYLES.search, value.lower().split(";")))
        return f"style={said.replace(' ', '')}" if said else ""
    if key == "data-cfemail":
        return f"{key}={decode_cfemail(value)}"
    is_read = value.lower() == "true" if key == "aria-hidden" else key == "rel" and ("author" in value or value == "me")
    return f"{key}={value}" if is_read else ""
