"""trafilatura as the second opinion on what of a page is text."""

from __future__ import annotations

import logging
from itertools import islice
from typing import TYPE_CHECKING

import trafilatura

from crawler.extraction.reading.letters import squash
from crawler.extraction.reading.runs import TooCostlyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

    from crawler.extraction.reading.runs import Run

_MAX_NODES = 20_000  # blocks of a page; 2,649 real ones have 3,814 elements at most, blocks and others
_MAX_ELEMENTS = 60_000  # as many as blocks and what stands in them; see above
_MAX_SOUGHT = 1_000_000_000  # characters that are looked through for sentences that begin no line of its
_PROBE = 60  # letters that tell a sentence; a guess: halved or doubled, none of 86 real pages and 111 of ours differs
# It reports every odd page as an error; what comes of the page is in our own result.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def second_opinion(root: HtmlElement, nodes: int) -> Callable[[Run], bool]:
    """Return a function that tells whether trafilatura keeps a run.

    Args:
        root: the page.
        nodes: how many block-level elements it has; with too many of them trafilatura is not asked, and keeps nothing.

    Raises:
        TooCostlyError: by the function, where it is asked about more sentences than can be looked for.
    """
    drawn = _drawn(root) if nodes <= _MAX_NODES and _has_few_elements(root) else ""
    kept = squash(drawn)
    beginnings = {squash(line)[:_PROBE] for line in drawn.splitlines()}
    left = _MAX_SOUGHT

    def keeps(run: Run) -> bool:
        nonlocal left
        probe = squash(run.text)[:_PROBE]
        if probe in beginnings:
            return True
        left -= len(kept)
        if left < 0:
            raise TooCostlyError("too many sentences stand apart from the policy to be looked for one by one")
        return probe in kept

    return keeps


def _has_few_elements(root: HtmlElement) -> bool:
    return next(islice(root.iter(), _MAX_ELEMENTS, None), None) is None


def _drawn(root: HtmlElement) -> str:
    try:
        # deduplicate would let one page's text decide about the next one's: the same input must give the same output.
        drawn = trafilatura.extract(root, favor_recall=True, include_comments=False, deduplicate=False)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it parses hostile pages with many libraries; none of their errors is ours
        return ""
    return drawn or ""
