"""PDF to runs: running headers, page numbers and hyphenation taken out."""

from __future__ import annotations

import logging
import re
from collections import Counter
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from pypdf import PdfReader

from crawler.extraction.plain import line_runs
from crawler.extraction.text import clean, squash

if TYPE_CHECKING:
    from crawler.extraction.runs import Run

MAX_PAGES = 300
# It reports every odd file; what comes of the file is in our own result.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
_MAX_CHARS = 3_000_000
_EDGE_LINES = 3
_PAGE_NUMBER = re.compile(
    r"^\W*(?:[a-zà-ž.]{0,8}\s*)?\d{1,4}\s*(?:(?:/|of|von|di|de|sur|van|z|ze|av|af|из|от)\s*\d{1,4})?\W*$", re.IGNORECASE
)


def pdf_runs(body: bytes) -> list[Run] | None:
    """Return the runs of a PDF.

    Args:
        body: the file; at most 300 pages of it are read.

    Returns:
        The runs, empty where the pages are pictures; None where the file cannot be read (broken, encrypted).
    """
    pages = _pages(body)
    if pages is None:
        return None
    running = _running(pages)
    lines: list[str] = []
    for page in pages:
        lines += [line for index, line in enumerate(page) if not _is_furniture(line, index, len(page), running)]
    return line_runs(_bridged(lines), wrapped=True)


def pdf_title(body: bytes) -> str:
    """Return the title a PDF states in its properties, "" where it states none."""
    try:
        metadata = PdfReader(BytesIO(body)).metadata
        return clean(str(metadata.title or "")) if metadata else ""
    except Exception:  # noqa: BLE001 - pypdf raises whatever a broken file makes it raise
        return ""


def _pages(body: bytes) -> list[list[str]] | None:
    pages: list[list[str]] = []
    size = 0
    try:
        for page in islice(PdfReader(BytesIO(body)).pages, MAX_PAGES):
            text = page.extract_text()
            size += len(text)
            if size > _MAX_CHARS:
                break
            pages.append([clean(line) for line in text.splitlines()])
    except Exception:  # noqa: BLE001 - pypdf raises whatever a broken file makes it raise
        return pages or None
    return pages


def _key(line: str) -> str:
    return re.sub(r"\d+", "", squash(line))


def _running(pages: list[list[str]]) -> set[str]:
    """Return the lines that stand at the edge of most pages, their numbers aside."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line.strip()]
        seen.update({_key(line) for line in [*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]]})
    return {key for key, count in seen.items() if key and count * 2 > len(pages)}


def _is_furniture(line: str, index: int, length: int, running: set[str]) -> bool:
    if _EDGE_LINES <= index < length - _EDGE_LINES:
        return False
    return bool(_PAGE_NUMBER.match(line)) or _key(line) in running


def _bridged(lines: list[str]) -> list[str]:
    """Take out the empty lines that a page break puts into the middle of a sentence."""
    kept: list[str] = []
    for index, line in enumerate(lines):
        if not line.strip() and kept and kept[-1].strip():
            after = next((text for text in lines[index + 1 : index + 6] if text.strip()), "")
            if after[:1].islower() and not kept[-1].rstrip().endswith((".", "!", "?", ":", ";")):
                continue
        kept.append(line)
    return kept
