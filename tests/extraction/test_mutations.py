from __future__ import annotations

from statistics import median

from benchmarks.mutations import mutated, results
from crawler.extraction.extract import extract
from monitor.core.records import Document, FetchFailure


def test_no_damaged_page_raises_or_takes_long():
    """Whatever is cut out of a page, doubled in it or thrown in: a document or a failure, in bounded time."""
    found = list(results(150))
    usual = median(seconds for _, _, seconds in found)
    for seed, drawn, seconds in found:
        assert isinstance(drawn, Document | FetchFailure), seed
        assert seconds < 200 * usual, seed


def test_damage_is_the_same_each_time():
    """The same seed gives the same page, and the same page the same result."""
    assert mutated(7) == mutated(7) != mutated(8)
    assert extract(mutated(7)) == extract(mutated(7))
