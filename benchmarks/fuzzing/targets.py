"""What reads the damaged inputs, and what of that would be a find: anything but the outcomes that are documented."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from crawler.extraction.broken_off import breaks_off
from crawler.extraction.extract import document_of
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.guards import is_wall
from crawler.extraction.links import MOST_LINKS, read_links
from crawler.extraction.reading.reading import Reading
from crawler.extraction.reading.selectors import check_selector
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.comparison.redline import replay
from monitor.core.comparison.render import comparison_html, comparison_markdown, comparison_text
from monitor.core.contract import comparison_json, document_json
from monitor.core.errors import InvalidInputError
from monitor.core.lists.reading import read_watchlist
from monitor.core.records import Block, Document, FetchFailure, RedlineOp

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.fuzzing.inputs import Answer

_AGENT = "clausewatch"
_ASKED = "https://example.org/privacy?a=b"
_GROWS = 20  # characters that may be drawn from one byte: a short one may stand for a word, many cells under one header
_FIXED = 50_000

Told = tuple[str, str]
"""What came out, in a word, and what is wrong with it, "" for nothing."""


def _answer(answer: Answer) -> Told:
    reading = Reading(content=answer.body, media_type=answer.media_type, charset=answer.charset, url=answer.url)
    visible_digest(reading)
    breaks_off(reading)
    is_wall(answer.body, answer.charset)
    if len(read_links(reading).links) > MOST_LINKS:
        return "links", "more links than are promised"
    found = document_of(reading)
    if isinstance(found, FetchFailure):
        return str(
            found.kind
        ), "" if found.detail and "\n" not in found.detail else "a failure without one line of detail"
    drawn = policy_text(found)
    written = document_json("x", drawn)
    size = sum(len(clause["text"]) for clause in written["clauses"])
    return "drawn", f"{size:,} characters of {len(answer.body):,} bytes" if size > _FIXED + _GROWS * len(
        answer.body
    ) else ""


def _robots(body: bytes) -> Told:
    if find_spec("crawler.network.robots"):
        from crawler.network.robots import read_rules  # noqa: PLC0415 - where the crawl reads the file itself

        return str(read_rules(body, agent=_AGENT).allow(_ASKED)), ""
    from protego import Protego  # noqa: PLC0415 - where Scrapy does

    return str(Protego.parse(body.decode("utf-8", "ignore")).can_fetch(_ASKED, _AGENT)), ""


def _import(text: str) -> Told:
    try:
        rows = read_watchlist(text, check_selector=check_selector).rows
    except InvalidInputError as error:
        return "refused", "" if str(error) and "\n" not in str(error) else "a refusal that is not one line"
    for row in rows:
        if row.spec:
            row.spec.url.encode()
    return f"{'some' if any(row.spec for row in rows) else 'no'} rows", ""


def _pair(texts: tuple[list[Block], list[Block]]) -> Told:
    old, new = (
        policy_text(Document(title="", language="en", stated_date=None, extractor="fuzz", blocks=tuple(blocks)))
        for blocks in texts
    )
    found = compare(old, new)
    for change in found.changes:
        before, after = ("\n".join(clause.text for clause in side) for side in (change.old, change.new))
        if replay(before, change.redline) != after:
            return "compared", "a redline that does not replay"
        if not all(text for op, text in change.redline if op is not RedlineOp.EQUAL):
            return "compared", "an empty piece in a redline"
    comparison_json(found, None)
    comparison_text(found), comparison_markdown(found), comparison_html(found)
    mirrored = compare(new, old)
    is_mirrored = len(mirrored.changes) == len(found.changes) and mirrored.significance is found.significance
    return str(found.significance), "" if is_mirrored else "not the same the other way round"


TARGETS: dict[str, Callable[[Any], Told]] = {
    "pages": _answer,
    "headers": _answer,
    "robots": _robots,
    "pdfs": _answer,
    "imports": _import,
    "pairs": _pair,
}
