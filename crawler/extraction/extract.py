"""Draw the policy text from a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.decode import decode
from crawler.extraction.html import parse
from crawler.extraction.kinds import Kind, kind_of
from crawler.extraction.outline import outlined
from crawler.extraction.region import pruned_nodes, region_node, runs_in
from crawler.extraction.selectors import excluded, included
from crawler.extraction.walk import walk
from monitor.core.records import Document, FailureKind, FetchFailure

if TYPE_CHECKING:
    from crawler.extraction.runs import Run

RULES = "clausewatch-1/trafilatura-2.3.1"
MAX_BYTES = 20_000_000
MIN_WORDS = 30


def extract(
    body: bytes, *, media_type: str = "", charset: str = "", url: str = "", include: str = "", exclude: str = ""
) -> Document | FetchFailure:
    """Draw the policy text from a body.

    Args:
        body: the bytes as received, content encoding removed.
        media_type: as declared, without parameters; "" where undeclared.
        charset: as declared in the header, else "".
        url: where the body came from, for messages.
        include: CSS selector of what to read, "" to find it.
        exclude: CSS selector of what to leave out.

    Returns:
        The document, or why there is none: too_large, unsupported_type, undecodable, selector, empty.
    """
    if len(body) > MAX_BYTES:
        return _failed(FailureKind.TOO_LARGE, f"{len(body):,} bytes; at most {MAX_BYTES:,} are read")
    if kind_of(body, media_type) is not Kind.HTML:
        return _failed(FailureKind.UNSUPPORTED_TYPE, f"no HTML page ({media_type or 'type undeclared'})")
    text = decode(body, charset)
    if text is None:
        return _failed(FailureKind.UNDECODABLE, "the bytes are no text in any known encoding")
    root = parse(text)
    if root is None:
        return _failed(FailureKind.EMPTY, "the page has no content")
    if exclude:
        excluded(root, exclude)
    runs: list[Run] = []
    if include:
        parts = included(root, include)
        if not parts:
            return _failed(FailureKind.SELECTOR, f"nothing on the page matches {include!r}")
        runs = [run for part in parts for run in walk(part).runs]
    else:
        page = walk(root)
        pruned = pruned_nodes(page)
        runs = runs_in(page, region_node(page, pruned), pruned)
    if sum(run.words for run in runs) < MIN_WORDS:
        return _failed(FailureKind.EMPTY, "no policy text on the page")
    return Document(title="", language="", stated_date=None, extractor=RULES, blocks=outlined(runs))


def _failed(kind: FailureKind, detail: str) -> FetchFailure:
    return FetchFailure(kind=kind, detail=detail)
