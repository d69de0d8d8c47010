"""What kind of document a body is: by its first bytes where they tell, else by what was declared."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of document that extraction tells apart."""

    HTML = "html"
    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    OTHER = "other"


_DECLARED = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/xml": Kind.HTML,
    "text/xml": Kind.HTML,
    "application/pdf": Kind.PDF,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
    "text/plain": Kind.TEXT,
}
_MAGIC = (
    *(b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"\x00\x00\x01\x00", b"OggS", b"ID3"),
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!"),
    *(b"\x7fELF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"wOFF", b"wOF2", b"SQLite format 3"),
)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|ul|ol|table|section|article|main|nav|span|br|form|font|center|a)\b",
    re.IGNORECASE,
)
_SNIFF = 2_048


def kind_of(body: bytes, media_type: str = "") -> Kind:
    """Tell what a body is.

    Args:
        body: the bytes.
        media_type: as declared, without parameters; "" where undeclared. Servers get it wrong, so the bytes decide
            wherever they can.
    """
    head = body[:_SNIFF].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in body[:1024]:
        return Kind.PDF
    if head.startswith(_MAGIC) or body.startswith(_MAGIC):
        return Kind.OTHER
    declared = _DECLARED.get(media_type.strip().lower(), Kind.OTHER)
    if declared in {Kind.HTML, Kind.MARKDOWN}:
        return declared
    if _MARKUP.search(head.replace(b"\x00", b"")):
        return Kind.HTML
    return Kind.TEXT if declared is Kind.TEXT or _may_hold_text(media_type) else Kind.OTHER


def _may_hold_text(media_type: str) -> bool:
    return media_type.lower() in {"application/octet-stream", "binary/octet-stream"} or media_type.lower().startswith(
        "text/"
    )
