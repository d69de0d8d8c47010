"""The pages the benchmarks are made of."""

from __future__ import annotations

import sys
from statistics import mean

import pytest

from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.reading import Reading
from tests.project import tree

sys.path.insert(0, str(tree.ROOT / "benchmarks"))

import pages


def _page(number: int, round_number: int, noise: str) -> bytes:
    return pages.html_page(pages.policy("t", number), "t", number, round_number, noise).encode()


def test_pages_are_the_same_each_time() -> None:
    """A seed gives the same pages and the same edits, another seed others."""
    assert _page(3, 2, "all") == _page(3, 2, "all")
    assert pages.edits("t", 500, 0.01) == pages.edits("t", 500, 0.01)
    assert pages.policy("t", 3) != pages.policy("u", 3)


def test_pages_are_as_large_as_real_ones() -> None:
    """Pages weigh about 90 KB."""
    assert 80_000 < mean(len(_page(number, 1, "all")) for number in range(20)) < 100_000


@pytest.mark.parametrize(
    ("noise", "same_bytes", "same_text"), [("none", True, True), ("markup", False, True), ("all", False, False)]
)
def test_noise_is_what_it_says(noise, same_bytes, same_text) -> None:
    """Markup noise changes bytes and no visible word; noise in all changes both; none changes nothing."""
    old, new = _page(5, 1, noise), _page(5, 2, noise)
    digests = [visible_digest(Reading(content=page, media_type="text/html", charset="utf-8")) for page in (old, new)]
    assert (old == new) is same_bytes
    assert (digests[0] == digests[1]) is same_text


@pytest.mark.parametrize("kind", pages.EDITS)
def test_edits_are_edits(kind) -> None:
    """Every kind of edit changes the words of a policy, whatever its chance."""
    for chance in range(20):
        old = pages.policy("t", chance)
        assert pages.edited(old, kind, pages.Random(chance)).sections != old.sections


def test_one_page_in_a_hundred_is_edited(tmp_path) -> None:
    """The corpus written differs between its rounds in exactly the pages it names."""
    named = pages.write_corpus(tmp_path, pages=50, noise="none", rate=0.06)
    files = {path.stem: path.read_bytes() for path in (tmp_path / "round1").iterdir()}
    assert {p.stem for p in (tmp_path / "round2").iterdir() if p.read_bytes() != files[p.stem]} == named
    assert len(named) == 3
