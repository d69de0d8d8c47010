"""trafilatura as the second opinion on what of a page is text."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import trafilatura

from crawler.extraction.text import squash

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

    from crawler.extraction.runs import Run

_MAX_NODES = 20_000
_PROBE = 60
# It reports every odd page as an error; what comes of the page is in our own result.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def second_opinion(root: HtmlElement, nodes: int) -> Callable[[Run], bool]:
    """Return a function that tells whether trafilatura keeps a run.

    Args:
        root: the page.
        nodes: how many block-level elements it has; with too many of them trafilatura is not asked, and keeps nothing.
    """
    kept = squash(_drawn(root)) if nodes <= _MAX_NODES else ""

    def keeps(run: Run) -> bool:
        return squash(run.text)[:_PROBE] in kept

    return keeps


def _drawn(root: HtmlElement) -> str:
    try:
        # deduplicate would let one page's text decide about the next one's: the same input must give the same output.
        drawn = trafilatura.extract(root, favor_recall=True, include_comments=False, deduplicate=False)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it parses hostile pages with many libraries; none of their errors is ours
        return ""
    return drawn or ""
