"""PDF to runs: running headers, page numbers and hyphenation taken out."""

from __future__ import annotations

import logging
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from crawler.extraction.flow import flowed
from crawler.extraction.sheets import Sheet, lines_of, without_furniture
from crawler.extraction.text import clean

if TYPE_CHECKING:
    from crawler.extraction.runs import Run

MAX_PAGES = 300
MOST_PAGES = 5_000
# It reports every odd file; what comes of the file is in our own result.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
_MAX_CHARS = 1_500_000


def opened(body: bytes) -> PdfReader | None:
    """Open a PDF; None where it cannot be read at all (broken, encrypted)."""
    try:
        reader = PdfReader(BytesIO(body))
        return None if reader.is_encrypted and not reader.decrypt("") else reader
    except Exception:  # noqa: BLE001 - pypdf raises whatever a broken file makes it raise
        return None


def page_count(reader: PdfReader) -> int:
    """Return how many pages a PDF says it has, 0 where it does not say."""
    try:
        pages: Any = reader.root_object["/Pages"]
        return int(pages["/Count"])
    except Exception:  # noqa: BLE001 - see above
        return 0


def pdf_runs(reader: PdfReader) -> list[Run] | None:
    """Return the runs of a PDF.

    Args:
        reader: the file; at most 300 pages of it are read.

    Returns:
        The runs, empty where the pages are pictures; None where no page can be read.
    """
    sheets = _sheets(reader)
    return None if sheets is None else flowed(without_furniture(lines_of(sheets)))


def pdf_title(reader: PdfReader) -> str:
    """Return the title a PDF states in its properties, "" where it states none."""
    try:
        metadata = reader.metadata
        return clean(str(metadata.title or "")) if metadata else ""
    except Exception:  # noqa: BLE001 - see above
        return ""


def _sheets(reader: PdfReader) -> list[Sheet] | None:
    sheets: list[Sheet] = []
    size = 0
    try:
        for page in islice(reader.pages, MAX_PAGES):
            sheet = Sheet(page)
            size += sheet.length()
            if size > _MAX_CHARS:
                break
            sheets.append(sheet)
    except Exception:  # noqa: BLE001 - see above
        return sheets or None
    return sheets
