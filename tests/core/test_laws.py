from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.clauses import policy_text, segment, sentences
from monitor.core.comparison.compare import compare
from monitor.core.comparison.redline import redline, replay
from monitor.core.records import BlockKind, ChangeKind, RedlineOp
from monitor.core.text import fold_space, tokens
from tests.core.helpers import documents, edited, texts

_MIRROR = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.SPLIT: ChangeKind.MERGED,
    ChangeKind.MERGED: ChangeKind.SPLIT,
}


@given(documents)
def test_a_text_compared_with_itself_has_no_changes(document):
    """compare(a, a) is empty."""
    assert compare(policy_text(document), policy_text(document)).changes == ()


@given(texts, texts)
def test_a_redline_replays(old, new):
    """A redline turns exactly the old text into exactly the new one, and swapping mirrors it."""
    made = redline(old, new)
    assert replay(old, made) == new
    assert Counter(text for op, text in made if op is RedlineOp.EQUAL) == Counter(
        text for op, text in redline(new, old) if op is RedlineOp.EQUAL
    )


@given(st.text(st.characters(codec="ascii")))
def test_tokens_of_ascii_are_those_of_any_text(text):
    """A text of ASCII is parted into tokens as it is beside a letter of another alphabet."""
    assert [*tokens(text), ".", "é"] == tokens(f"{text}.é")


@settings(max_examples=200)
@given(edited())
def test_every_clause_change_replays(pair):
    """The redline of each change turns its joined old text into its joined new text."""
    for change in compare(*map(policy_text, pair)).changes:
        old = "\n".join(clause.text for clause in change.old)
        assert replay(old, change.redline) == "\n".join(clause.text for clause in change.new)
        assert 0.0 <= change.similarity <= 1.0
        assert change.old or change.new


def _facts(change, *, mirrored):
    old, new = (change.new, change.old) if mirrored else (change.old, change.new)
    kind = _MIRROR.get(change.kind, change.kind) if mirrored else change.kind
    return kind, change.significance, change.topics, change.similarity, old, new


@settings(max_examples=200)
@given(edited())
def test_swapping_the_texts_mirrors_the_changes(pair):
    """compare(b, a) is compare(a, b) with added and removed, split and merged, old and new exchanged."""
    old, new = map(policy_text, pair)
    forth = Counter(_facts(change, mirrored=False) for change in compare(old, new).changes)
    assert forth == Counter(_facts(change, mirrored=True) for change in compare(new, old).changes)


@settings(max_examples=200)
@given(documents)
def test_segmentation_loses_no_word(document):
    """Every heading stands in the path of what follows it, and the other blocks' words are the clauses' words."""
    clauses = segment(document)
    body = [block.text for block in document.blocks if block.kind is not BlockKind.HEADING]
    kept = [clause.text for clause in clauses if clause.kind != "heading"]
    assert fold_space(" ".join(body)) == fold_space(" ".join(kept))
    headings = {block.text for block in document.blocks if block.kind is BlockKind.HEADING and fold_space(block.text)}
    assert headings == {text for clause in clauses for text in clause.heading_path}


@given(st.text(max_size=400))
def test_sentences_lose_no_character(text):
    """Sentences hold every character but the white space between them."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
