"""PDF to runs: running headers, page numbers and hyphenation taken out."""

from __future__ import annotations

import logging
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from pypdf import PdfReader

from crawler.extraction.flow import flowed
from crawler.extraction.sheets import Sheet, lines_of, without_furniture
from crawler.extraction.text import clean

if TYPE_CHECKING:
    from crawler.extraction.runs import Run

MAX_PAGES = 300
# It reports every odd file; what comes of the file is in our own result.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
_MAX_CHARS = 3_000_000


def pdf_runs(body: bytes) -> list[Run] | None:
    """Return the runs of a PDF.

    Args:
        body: the file; at most 300 pages of it are read.

    Returns:
        The runs, empty where the pages are pictures; None where the file cannot be read (broken, encrypted).
    """
    sheets = _sheets(body)
    return None if sheets is None else flowed(without_furniture(lines_of(sheets)))


def pdf_title(body: bytes) -> str:
    """Return the title a PDF states in its properties, "" where it states none."""
    try:
        metadata = PdfReader(BytesIO(body)).metadata
        return clean(str(metadata.title or "")) if metadata else ""
    except Exception:  # noqa: BLE001 - pypdf raises whatever a broken file makes it raise
        return ""


def _sheets(body: bytes) -> list[Sheet] | None:
    sheets: list[Sheet] = []
    size = 0
    try:
        for page in islice(PdfReader(BytesIO(body)).pages, MAX_PAGES):
            sheet = Sheet(page)
            size += sheet.length()
            if size > _MAX_CHARS:
                break
            sheets.append(sheet)
    except Exception:  # noqa: BLE001 - pypdf raises whatever a broken file makes it raise
        return sheets or None
    return sheets
