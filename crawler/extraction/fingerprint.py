"""A cheap digest of what a page shows, to tell pages whose markup alone changed."""

from __future__ import annotations

import hashlib
import re
from html import unescape

from crawler.extraction.decode import decode
from crawler.extraction.html import strip_opaque
from crawler.extraction.kinds import Kind, kind_of

_TAGS = re.compile(r"<[^>]*>")
# Fields hold tokens and states, never text; their values are in attributes and go with the tags.
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
    if kind is Kind.HTML:
        markup = strip_opaque(text)
        end = markup.rfind(">") + 1
        # Behind the last ">" no tag ends, and looking for one from each "<" would take forever.
        text = unescape(_TAGS.sub(" ", markup[:end]) + markup[end:])
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()
