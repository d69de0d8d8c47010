from __future__ import annotations

from statistics import median

from benchmarks.mutations import results
from monitor.core.records import Document, FetchFailure

COUNT = 2_000


def test_no_damaged_page_raises_or_takes_long():
    """Of two thousand damaged pages each is a document or a failure, and none costs what hundreds of others do."""
    found = list(results(COUNT))
    usual = median(seconds for _, _, seconds in found)
    for seed, drawn, seconds in found:
        assert isinstance(drawn, Document | FetchFailure), seed
        assert seconds < 200 * usual, seed
