from __future__ import annotations

import pathlib

import pytest

from crawler.extraction.extract import extract

PAGES = pathlib.Path(__file__).parent / "pages"


def drawn(document):
    """Return a document as the lines of an expected file."""
    date = f"{document.stated_date.iso} ({document.stated_date.words})" if document.stated_date else "none"
    lines = [f"title: {document.title}", f"language: {document.language}", f"stated date: {date}"]
    lines += [f"{b.kind} {b.level} {b.label or '-'} {b.text}" for b in document.blocks]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_gives_the_blocks_beside_it(path):
    """Each trap of real pages gives exactly the blocks a person would keep."""
    assert drawn(extract(path.read_bytes())) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_page_has_its_expectation():
    """No page is tested against nothing, and there are enough of them to mean something."""
    pages = {path.stem for path in PAGES.glob("*.html")}
    assert pages == {path.stem for path in PAGES.glob("*.txt")}
    assert len(pages) >= 15
