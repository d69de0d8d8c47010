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
_ENDINGS = {"md": Kind.MARKDOWN, "markdown": Kind.MARKDOWN, "txt": Kind.TEXT, "text": Kind.TEXT}
_MAGIC = (
    *(b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"\x00\x00\x01\x00", b"OggS", b"ID3"),
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!"),
    *(b"\x7fELF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"wOFF", b"wOF2", b"SQLite format 3"),
)
_PAGE = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|title|meta|div|h[1-6]|ul|ol|table|main|article)\b", re.IGNORECASE
)
_MARKUP = re.compile(rb"^</?[a-z!]|<!--|<(?:p|br|b|i|a|span|font|section|center|form|strong|img)\b", re.IGNORECASE)
_SNIFF = 2_048  # bytes by which a body's kind is told; browsers look at 1,445


def kind_of(body: bytes, media_type: str = "", url: str = "") -> Kind:
    """Tell what a body is.

    Args:
        body: the bytes.
        media_type: as declared, without parameters; "" where undeclared. Servers get it wrong, so the bytes decide
            wherever they can.
        url: where it came from; its ending stands in for a declaration.
    """
    head = body[:_SNIFF].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in body[:1024]:
        return Kind.PDF
    if head.startswith(_MAGIC) or body.startswith(_MAGIC):
        return Kind.OTHER
    declared = _DECLARED.get(media_type.strip().lower(), Kind.OTHER)
    ending = _ENDINGS.get(url.partition("#")[0].lower().removesuffix(".gz").rpartition(".")[2], Kind.OTHER)
    if ending is Kind.MARKDOWN and declared is not Kind.HTML:
        return ending
    if declared in {Kind.HTML, Kind.MARKDOWN}:
        return declared
    return _sniffed(head.replace(b"\x00", b""), media_type, is_text=Kind.TEXT in {declared, ending})


def _sniffed(head: bytes, media_type: str, *, is_text: bool) -> Kind:
    if _PAGE.search(head):
        return Kind.HTML
    if is_text:
        return Kind.TEXT
    if not _may_hold_text(media_type):
        return Kind.OTHER
    return Kind.HTML if _MARKUP.search(head) else Kind.TEXT


def _may_hold_text(media_type: str) -> bool:
    media_type = media_type.strip().lower()
    return media_type in {"", "application/octet-stream", "binary/octet-stream"} or media_type.startswith("text/")
