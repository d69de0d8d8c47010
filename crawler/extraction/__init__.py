"""Bodies to documents; pure functions, see extract.py."""

from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.made import RULES
from crawler.extraction.selectors import check_selector

__all__ = ["RULES", "check_selector", "extract", "visible_digest"]
