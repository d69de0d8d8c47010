"""What the fuzzer found once, and a few of its inputs of each kind; `python -m benchmarks.fuzz` tries 20,000."""

from __future__ import annotations

import json

import pytest

from benchmarks.fuzz import results, tasks, tried
from benchmarks.fuzzing.inputs import INPUTS
from crawler.extraction.extract import extract
from crawler.extraction.reading.embedded import unfold
from crawler.extraction.reading.html import parse
from crawler.extraction.reading.selectors import excluded
from monitor.core.clauses import policy_text
from monitor.core.errors import InvalidInputError
from monitor.core.records import Block, BlockKind, Document, FailureKind
from monitor.core.text import fold_typography
from monitor.core.urls import normalise_url

SAID = "We keep your personal data for two years and share them with no one but our bank and the tax office. " * 3


@pytest.mark.parametrize("kind", INPUTS)
def test_no_damaged_input_is_a_find(kind) -> None:
    """Pages, headers, robots files, PDFs, imports and pairs of texts, damaged as they may be, end as documented."""
    assert [one for one in results([kind], 0, 12, jobs=1) if one.problem] == []


def test_an_input_is_the_same_each_time() -> None:
    """The number of a find makes the same input again, and the kinds take turns."""
    assert all(INPUTS[kind](7) == INPUTS[kind](7) != INPUTS[kind](8) for kind in INPUTS)
    assert tried("imports", 7).outcome == tried("imports", 7).outcome
    assert list(tasks(["a", "b"], 5, 3)) == [("a", 5), ("b", 5), ("a", 6)]


def test_half_a_letter_is_no_address() -> None:
    """A lone surrogate in an address is bad input, told in a line."""
    with pytest.raises(InvalidInputError):
        normalise_url("https://example.org/\ud800")


def test_a_host_has_one_tree() -> None:
    """Of several shadow trees of an element the first is shown, and none is put into the other."""
    root = parse("<div>" + "<template shadowrootmode=open><slot></slot></template>" * 300 + "<p>x</p></div>")
    unfold(root)
    assert max(sum(1 for _ in one.iterancestors()) for one in root.iter()) < 10


def test_what_is_left_out_leaves_the_text_around_it() -> None:
    """Elements taken out by a selector leave what stands before, between and behind them in its order."""
    root = parse("<body><p>a<i>1</i>b<i>2</i><b>c<i>3</i></b>d<i>4</i>e<i>5</i></p></body>")
    excluded(root, "i")
    assert root.find(".//p").text_content() == "abcde"


def test_piles_of_marks_are_cut() -> None:
    """More marks on one letter than any language writes are left out, and a text without them stays as it is."""
    pile = "a" + "\u0315\u0300\u05ae" * 400
    assert len(fold_typography(pile)) <= 31
    assert fold_typography("é" * 600) == "é" * 600


def test_a_heading_as_long_as_a_page_heads_nothing() -> None:
    """A heading of a thousand letters and more is text: else each clause below would bear it."""
    long = "x" * 5_000
    drawn = extract(f"# {long}\n\n{SAID}\n\n{SAID}\n".encode(), media_type="text/markdown")
    assert drawn.blocks[0] == Block(kind=BlockKind.PARAGRAPH, text=long)
    assert all(clause.heading_path == () for clause in policy_text(drawn).clauses)


def test_long_paths_are_digested() -> None:
    """Texts under other long headings have other digests."""
    digests = {
        policy_text(
            Document(
                title="",
                language="",
                stated_date=None,
                extractor="x",
                blocks=(
                    Block(kind=BlockKind.HEADING, text=head * 5_000, level=1),
                    Block(kind=BlockKind.PARAGRAPH, text="x"),
                ),
            )
        ).text_digest
        for head in "ab"
    }
    assert len(digests) == 2


def test_rows_that_name_one_another_end() -> None:
    """A page sent as rows that lead from one to the next, deeper than any page, is read as far as that goes."""
    rows = "\n".join(f'{n:x}:["$","p",null,{{"children":"${n + 1:x}"}}]' for n in range(300))
    page = f"<div id=root></div><script>self.__next_f.push([1,{json.dumps(rows)}])</script>"
    assert extract(page.encode(), media_type="text/html").kind is FailureKind.EMPTY


@pytest.mark.parametrize("media_type", ["text/html", "text/markdown"])
def test_a_page_of_more_blocks_than_any_has_is_too_costly(media_type, monkeypatch) -> None:
    """Beyond the bound on blocks a page is refused with its own kind and a line that says what there is too much of."""
    monkeypatch.setattr("crawler.extraction.reading.walk.MAX_RUNS", 50)
    page = f"<table><tr><td><h1>Privacy</h1><p>{SAID}</p><pre>" + "word\n\n" * 60 + "</pre></table>"
    found = extract(page.encode(), media_type=media_type)
    assert (found.kind, found.detail) == (FailureKind.TOO_COSTLY, "more than 50 blocks of text")


def test_too_many_sentences_apart_are_too_costly(monkeypatch) -> None:
    """Beyond the bound on looking for sentences beside the policy a page is refused, and below it none is lost."""
    apart = "".join(f"<aside><div><p>{n} {SAID}</p></div></aside>" for n in range(3))
    page = f"<main>{''.join(f'<p>{n} {SAID * 3}</p>' for n in range(40))}</main>{apart}"
    assert len(extract(page.encode(), media_type="text/html").blocks) >= 40
    monkeypatch.setattr("crawler.extraction.policy.engine._MAX_SOUGHT", -1)
    monkeypatch.setattr("crawler.extraction.policy.engine._PROBE", 10_000)
    assert extract(page.encode(), media_type="text/html").kind is FailureKind.TOO_COSTLY
