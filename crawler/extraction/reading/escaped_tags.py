"""Text that was escaped once too often: a page that shows its own tags is read as it was meant."""

from __future__ import annotations

import re
from html import unescape

from crawler.extraction.reading.runs import SENTENCE_WORDS
from monitor.core.text import word_count

_LESS, _MORE = "&(?:lt|#0*60|#x0*3c);", "(?:&(?:gt|#0*62|#x0*3e);|>)"
_BLOCKS = "p|div|section|article|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote"
_NAMES = rf"{_BLOCKS}|a|abbr|b|br|em|font|hr|i|img|small|span|strong|sub|sup|u"
_MOST_SAID = 1_200  # characters of a tag's attributes; as of a tracking pixel's
_TAG = re.compile(
    rf"{_LESS}(/?)({_NAMES})((?:\s(?:(?!{_LESS}|{_MORE})[^<]){{0,{_MOST_SAID}}}+)?\s?/?){_MORE}", re.IGNORECASE
)
_LEFT = re.compile(_LESS, re.IGNORECASE)
_CLOSED = re.compile(rf"{_LESS}/(?:{_BLOCKS})\s{{0,5}}{_MORE}", re.IGNORECASE)
_WHOLE = re.compile(rf"\s*{_LESS}(?:{_BLOCKS})\b.*{_LESS}/(?:{_NAMES})\s{{0,5}}{_MORE}\s*", re.IGNORECASE | re.DOTALL)
_REAL_TAG = re.compile(r"(<[^>]*>)")
_VERBATIM = re.compile(r"<(?:textarea|title|pre|code|kbd|samp|xmp)\b", re.IGNORECASE)
_AMPERSAND = re.compile(r"&amp;(#?\w{1,30};)")


def with_tags(markup: str) -> str:
    """Return markup with the tags that it escapes as tags, where a text of the page is nothing but that.

    Somewhere on the page a text of a sentence or more has to begin with the tag of a block and to end with a tag, as
    what an editor wrote does when a template escapes it. Of the page's texts those are read so which close a block and
    escape no other tags than those of plain text: neither what code shows nor a script that a policy quotes.

    Args:
        markup: a page without scripts, styles and comments.
    """
    if not _CLOSED.search(markup):
        return markup
    end = markup.rfind(">") + 1  # behind it no tag ends, and each would be looked for to the end of the page
    parts = _REAL_TAG.split(markup[:end])
    meant = [
        at for at in range(0, len(parts), 2) if not (at and _VERBATIM.match(parts[at - 1])) and _is_tagged(parts[at])
    ]
    if not any(_is_whole(parts[at]) for at in meant):
        return markup
    for at in meant:
        parts[at] = _AMPERSAND.sub(r"&\1", _TAG.sub(lambda tag: unescape(tag[0]), parts[at]))
    return "".join(parts) + markup[end:]


def _is_tagged(text: str) -> bool:
    return _CLOSED.search(text) is not None and len(_LEFT.findall(text)) == len(_TAG.findall(text))


def _is_whole(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None and word_count(unescape(_TAG.sub(" ", text))) >= SENTENCE_WORDS
