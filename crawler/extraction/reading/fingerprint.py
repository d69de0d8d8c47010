"""A cheap digest of what a page shows, to tell pages whose markup alone changed."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from typing import TYPE_CHECKING

from crawler.extraction.policy.state import state_markup
from crawler.extraction.reading.decode import decode
from crawler.extraction.reading.emails import hidden_addresses, written_out
from crawler.extraction.reading.embedded import framed_markup
from crawler.extraction.reading.html import strip_opaque
from crawler.extraction.reading.kinds import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW_WORDS = 2_000
_TAGS = re.compile(r"<[^>]*>")
# Fields hold tokens and states, never text; their values are in attributes and go with the tags.
_DECLARED = re.compile(r"<html\b([^>]{0,400})", re.IGNORECASE)
_MAX_BYTES = 20_000_000


def visible_digest(body: bytes, *, media_type: str = "", charset: str = "") -> str:
    """Digest the text a page shows, without markup, scripts, styles and comments.

    Equal digests mean that extraction would draw the same words; different ones mean nothing.

    Args:
        body: the bytes as received, content encoding removed.
        media_type: as declared, without parameters.
        charset: as declared in the header.

    Returns:
        SHA-256 in hexadecimal, or "" where the text cannot be told cheaply (a PDF, an unknown type).
    """
    kind = kind_of(body, media_type)
    if kind not in {Kind.HTML, Kind.TEXT, Kind.MARKDOWN} or len(body) > _MAX_BYTES:
        return ""
    text = decode(body, charset)
    if text is None:
        return ""
    words = _shown(text) if kind is Kind.HTML else text.split()
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()


def _shown(markup: str) -> list[str]:
    visible = strip_opaque(written_out(markup))
    words = bare_words(visible)
    framed = bare_words(strip_opaque(framed_markup(visible)))
    held: list[str] = []
    if state_counts(words):
        # The language a page declares chooses among those its state holds.
        held = [*bare_words(state_markup(markup)), *_DECLARED.findall(markup)[:9]]
    return [*words, *framed, *held, *hidden_addresses(visible)]


def bare_text(markup: str) -> str:
    """Return the text of markup without its tags."""
    end = markup.rfind(">") + 1
    # Behind the last ">" no tag ends, and looking for one from each "<" would take forever.
    return unescape(_TAGS.sub(" ", markup[:end]) + markup[end:])


def bare_words(markup: str) -> list[str]:
    """Return the words of markup without its tags."""
    return bare_text(markup).split()


def state_counts(words: Sequence[str]) -> bool:
    """Tell whether a page shows so few words that its policy may stand in the state of its scripts.

    Extraction asks this too: what it looks at must be in the digest.
    """
    return len(words) <= _FEW_WORDS
