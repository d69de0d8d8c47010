from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from monitor.core import left_out
from monitor.core.left_out import LONGEST_EXCERPT, MOST_SHOWN, excerpt, left_out_of
from monitor.core.records import JudgedBlock, LeftOut, LeftOutBlocks, LeftOutBy

words = st.text(max_size=3 * LONGEST_EXCERPT)
judged = st.builds(JudgedBlock, words, st.booleans(), st.sampled_from(["menu", "dialog", "button"]), words)


def kept(text: str, rule: str, because: str) -> JudgedBlock:
    return JudgedBlock(text=text, kept=True, rule=rule, because=because)


def gone(text: str, rule: str, because: str) -> JudgedBlock:
    return JudgedBlock(text=text, kept=False, rule=rule, because=because)


def test_doctests() -> None:
    """The examples in the docstrings are what the functions return."""
    assert doctest.testmod(left_out).failed == 0


def test_what_is_kept_is_not_among_what_was_left_out() -> None:
    """Blocks are told by rule, the most first, under each reason in reading order; those that are kept are not told."""
    blocks = [
        gone("Close", "button", "what a button says"),
        gone("Home", "menu", "it is <nav>"),
        kept("We keep logs.", "policy", "it stands in <main>"),
        gone("Imprint", "menu", "it is <footer>"),
        gone("Jobs", "menu", "it is <nav>"),
    ]
    found = left_out_of(blocks)
    assert found == LeftOut(
        rules=(
            LeftOutBy("menu", 3, (LeftOutBlocks("it is <nav>", ("Home", "Jobs")), LeftOutBlocks("it is <footer>", ("Imprint",)))),
            LeftOutBy("button", 1, (LeftOutBlocks("what a button says", ("Close",)),)),
        )
    )  # fmt: skip
    assert (found.blocks, found.shown, found.counts) == (4, 4, (("menu", 3), ("button", 1)))
    assert left_out_of([]) == LeftOut()


@given(st.lists(judged, max_size=12), st.integers(0, 2 * MOST_SHOWN))
def test_what_was_left_out_is_bounded(blocks: list[JudgedBlock], more: int) -> None:
    """However many and however long the blocks are, all are counted, so many are shown, and of each only its beginning."""
    blocks += [gone("More " * LONGEST_EXCERPT, "menu", "why " * LONGEST_EXCERPT)] * more
    found = left_out_of(blocks)
    assert found.blocks == sum(not block.kept for block in blocks)
    assert found.shown == min(found.blocks, MOST_SHOWN)
    assert sum(blocks for _, blocks in found.counts) == found.blocks
    shown = [one for rule in found.rules for one in rule.shown]
    assert all(len(one.because) <= 200 for one in shown)
    assert all(len(text) <= LONGEST_EXCERPT for one in shown for text in one.texts)


@given(words)
def test_an_excerpt_is_one_line(text: str) -> None:
    """A block is shown in one line, whatever breaks its text has."""
    assert len(excerpt(text).splitlines()) <= 1
