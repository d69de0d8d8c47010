from __future__ import annotations

from dataclasses import fields
from datetime import UTC
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.messages import (
    AskedPage,
    AskedSite,
    Batch,
    GaveUp,
    Line,
    PageBatch,
    PageFetched,
    SiteBatch,
    SiteSearched,
    Unreadable,
    decode,
    decode_batch,
    encode,
)
from monitor.core.errors import InvalidInputError
from monitor.core.records import Candidate, Discovery, Fetched, FetchFailure

moments = st.datetimes(timezones=st.just(UTC))


def whole(kind, **known):
    """Build values of a type with every field drawn, also those that have a default."""
    return st.builds(kind, **{field.name: known.get(field.name, ...) for field in fields(kind)})


def many(values):
    return st.lists(values, max_size=4).map(tuple)


failures = whole(FetchFailure, retry_at=st.none() | moments)
fetches = whole(Fetched, at=moments, failure=st.none() | failures)
discoveries = whole(Discovery, candidates=many(whole(Candidate)), failure=st.none() | failures)
FIELDS = {
    PageFetched: {"fetched": fetches},
    SiteSearched: {"found": discoveries},
    PageBatch: {"pages": many(whole(AskedPage))},
    SiteBatch: {"sites": many(whole(AskedSite))},
}


def values_of(union):
    """Build values of every type of a union."""
    return st.one_of(whole(kind, **FIELDS.get(kind, {})) for kind in get_args(union))


@given(values_of(Line))
def test_every_line_comes_back_whole(line):
    """What a crawl says is what is heard: every value of every kind, with every field, in one line."""
    encoded = encode(line)
    assert b"\n" not in encoded
    assert decode(encoded) == line


@given(values_of(Batch))
def test_every_batch_comes_back_whole(batch):
    """What is asked of a crawl is what it reads."""
    assert decode_batch(encode(batch)) == batch


@given(st.binary() | st.text().map(str.encode) | values_of(Batch).map(encode))
def test_whatever_else_is_told_as_such(line):
    """Bytes, texts and batches are no lines: each is unreadable, with a reason in one line, and none raises."""
    found = decode(line)
    assert isinstance(found, Unreadable)
    assert len(found.why.splitlines()) == 1


@pytest.mark.parametrize(
    "line",
    [
        b'{"says": "sang", "moves": 1}',
        b'{"moves": 1}',
        b'{"says": "beat", "moves": "1"}',
        b'{"says": "beat", "moves": 1, "more": 2}',
        b'{"says": "beat"}',
        b'{"says": "checked", "watch": 1, "outcome": "lost", "kind": null}',
        b'{"says": "beat", "moves": 1}{"says": "beat", "moves": 2}',
        b'{"says": "beat", "moves": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
    ],
    ids=range(9),
)
def test_a_line_with_a_fault_is_told_as_such(line):
    """Unknown kinds, missing, further and wrong fields and broken JSON are named, and shown by their first letters."""
    found = decode(line)
    assert isinstance(found, Unreadable)
    assert len(found.why) < 400
    assert repr(line[:20].decode())[1:-1] in found.why
    with pytest.raises(InvalidInputError, match="this is no batch"):
        decode_batch(line)


def test_a_letter_that_no_text_can_have_stops_nothing():
    """Half a surrogate pair, as a page's scripts may hold or a path of this machine, becomes a question mark."""
    assert decode(encode(GaveUp(error="a \ud800 path"))) == GaveUp(error="a ? path")
