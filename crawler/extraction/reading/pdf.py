"""PDF to runs: running headers, page numbers and hyphenation taken out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from pypdf.errors import LimitReachedError

from crawler.extraction.reading.bounded_pdf import BoundedReader, within_bounds
from crawler.extraction.reading.flow import flowed
from crawler.extraction.reading.letters import clean
from crawler.extraction.reading.pdf_lines import lines_of
from crawler.extraction.reading.pdf_margins import without_overlay
from crawler.extraction.reading.pdf_places import placed_pages
from crawler.extraction.reading.pdf_words import with_bullets, words_of
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from crawler.extraction.reading.pdf_margins import Overlay
    from crawler.extraction.reading.runs import Run

MAX_PAGES = 300  # that are read; a guess: the longest of 18 PDFs has 7
MOST_PAGES = 5_000  # that a file may say it has; a guess, likewise
# It reports every odd file; what comes of the file is in our own result.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
_MOST_UNKNOWN = 0.1  # of the letters; bullets are signs of a font's own, of words hardly any; a guess
_MAX_LETTERS = 1_500_000  # with their places; a guess: the longest of 18 PDFs has 20,740


def read_pdf(body: bytes) -> tuple[list[Run], str] | FetchFailure:
    """Read a PDF.

    Args:
        body: the file.

    Returns:
        (the runs, empty where the pages are pictures; the title it states), or why there are none: too_large,
        too_costly, undecodable. Where it passes a bound it is refused as a whole, never read in part.
    """
    with within_bounds():
        try:
            reader = _opened(body)
            if reader is not None and (count := _page_count(reader)) > MOST_PAGES:
                detail = f"it says it has {count:,} pages; at most {MOST_PAGES:,} are read"
                return _failure(FailureKind.TOO_COSTLY, detail)
            if reader is not None:
                reader.unpack_all()
            title = _title(reader) if reader is not None else ""
        except LimitReachedError:
            return _failure(FailureKind.TOO_COSTLY, "the PDF unpacks to more than is read, or refers to itself")
    sheets = placed_pages(body, most_pages=MAX_PAGES, most_letters=_MAX_LETTERS) if reader is not None else None
    if sheets is None:
        return _failure(FailureKind.UNDECODABLE, "the PDF is broken or encrypted")
    letters = unknown = 0
    pages = []
    laid: set[Overlay] = set()
    for sheet in sheets:
        letters += len(sheet.letters)
        unknown += sheet.unknown
        words = list(words_of(without_overlay(sheet.letters, laid)))
        pages.append((with_bullets(words, sheet.dots), sheet.rules))
    if unknown > _MOST_UNKNOWN * letters:
        return _failure(FailureKind.UNDECODABLE, "the fonts of the PDF do not say which letters their shapes are")
    return flowed(lines_of(pages, title)), title


def _failure(kind: FailureKind, detail: str) -> FetchFailure:
    return FetchFailure(kind=kind, detail=detail)


def _opened(body: bytes) -> BoundedReader | None:
    """Open a PDF; None where it cannot be read at all (broken, encrypted)."""
    try:
        reader = BoundedReader(body)
        return None if reader.is_encrypted and not reader.decrypt("") else reader
    except (MemoryError, LimitReachedError):
        raise
    except Exception:  # noqa: BLE001 - pypdf raises whatever a broken file makes it raise
        return None


def _page_count(reader: BoundedReader) -> int:
    """Return how many pages a PDF says it has, 0 where it does not say."""
    try:
        pages: Any = reader.root_object["/Pages"]
        return int(pages["/Count"])
    except (MemoryError, LimitReachedError):
        raise
    except Exception:  # noqa: BLE001 - see above
        return 0


def _title(reader: BoundedReader) -> str:
    """Return the title a PDF states in its properties, "" where it states none."""
    try:
        metadata = reader.metadata
        return clean(str(metadata.title or "")) if metadata else ""
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - see above
        return ""
