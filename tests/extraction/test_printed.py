"""Policies printed by many programs, and written as others write: each edit is told once, another program is no change.

The first are in `printed/printed.tar.xz`, made by `printed/producers.py`; the others are written here, by `printed/writers.py`.
"""

from __future__ import annotations

import lzma
import tarfile
from collections import Counter
from functools import cache
from io import BytesIO

import pytest

from crawler.checking.judge import draw_body
from crawler.extraction.extract import extract
from monitor.core.comparison.compare import compare
from monitor.core.records import Body, FailureKind, Significance
from tests.extraction.printed import policies, writers
from tests.extraction.printed.producers import ARCHIVE

PRINTED = {}
with tarfile.open(fileobj=BytesIO(lzma.decompress(ARCHIVE.read_bytes()))) as archive:
    for entry in archive:
        name, producer, version = entry.name.removesuffix(".pdf").split("/")
        PRINTED[name, producer, version == "new"] = archive.extractfile(entry).read()
WRITTEN = [(name, f"like {program}") for name in policies.NAMES for program in writers.PROGRAMS]
PAIRS = [*dict.fromkeys((name, producer) for name, producer, _ in PRINTED), *WRITTEN]
SUITE = PAIRS[::6]  # the rest are a drill


@cache
def drawn(name, producer, *, new):
    """Return what is drawn of a version, of the page that shows it where no program printed it."""
    if producer.startswith("like "):
        body, kind = writers.pdf(name, producer.removeprefix("like "), new=new), "application/pdf"
    elif producer:
        body, kind = PRINTED[name, producer, new], "application/pdf"
    else:
        body, kind = policies.html(name, new=new).encode(), "text/html"
    return draw_body(Body(content=body, media_type=kind))


@cache
def told(name, producer):
    """Return what is told of the two versions: what went and what came in each change, by words."""
    changes = compare(drawn(name, producer, new=False), drawn(name, producer, new=True)).changes
    return Counter(
        tuple(
            " ".join(" ".join(text for way, text in change.redline if way == side).split()).strip(" .")
            for side in ("delete", "insert")
        )
        for change in changes
        if change.significance in {Significance.MINOR, Significance.MATERIAL}
    )


def is_id(pair):
    return " ".join(pair)


def _edits_are_told_once(name, producer):
    assert told(name, producer) == told(name, "")


def _is_no_change(name, producer):
    assert not compare(drawn(name, "", new=False), drawn(name, producer, new=False)).changed


@pytest.mark.parametrize(("name", "producer"), SUITE, ids=map(is_id, SUITE))
def test_each_edit_is_told_once(name, producer):
    """Of two versions that one program printed the edits are told as of two pages, each once, and nothing else."""
    _edits_are_told_once(name, producer)


@pytest.mark.parametrize(("name", "producer"), SUITE, ids=map(is_id, SUITE))
def test_another_program_is_no_change(name, producer):
    """The same text says the same, whatever program printed it: on a page and in a PDF."""
    _is_no_change(name, producer)


@pytest.mark.drill
@pytest.mark.parametrize(("name", "producer"), PAIRS, ids=map(is_id, PAIRS))
def test_so_it_is_of_each(name, producer):
    """What does not stand in the suite is told as well, and is as little a change."""
    _edits_are_told_once(name, producer)
    _is_no_change(name, producer)


def test_there_are_fifty_of_many_programs():
    """Fifty policies and more in two versions each are by more than a dozen programs, in nine languages."""
    assert len(PAIRS) >= 50
    assert len({producer for _, producer in PAIRS}) > 12
    assert len({policies.language(name) for name, _ in PAIRS}) == 9


@pytest.mark.parametrize("says", ["no", "private"])
def test_fonts_that_do_not_say(says):
    """Letters whose shapes have no known meaning are no text: the PDF is undecodable, and no version."""
    body = writers.written(writers.Layout("ferry.en", new=False), writers.office, says=says)
    failure = extract(body, media_type="application/pdf")
    assert (failure.kind, "fonts" in failure.detail) == (FailureKind.UNDECODABLE, True)
