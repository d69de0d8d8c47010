from __future__ import annotations

from benchmarks.mutations import mutated, results
from crawler.extraction.extract import extract
from monitor.core.records import Document, FetchFailure


def test_no_damaged_page_raises_or_takes_long():
    """Whatever is cut out of a page, doubled in it or thrown in: a document or a failure, in bounded time."""
    for seed, drawn, seconds in results(150):
        assert isinstance(drawn, Document | FetchFailure), seed
        assert seconds < 3, seed


def test_damage_is_the_same_each_time():
    """The same seed gives the same page, and the same page the same result."""
    assert mutated(7) == mutated(7) != mutated(8)
    assert extract(mutated(7)) == extract(mutated(7))
