"""Headings with a number or a word that is another at every look: they hide no edit, and are none."""

from __future__ import annotations

import re

import pytest

from monitor.core.clauses import policy_text
from monitor.core.records import Document, PolicyText
from monitor.core.restless.headings import steadied
from tests.core.helpers import heading, paragraph
from tests.core.test_restless import NOISE, POLICY, Watch

TITLE, KEEPING, RIGHTS, CHANGES = "Privacy policy", "5. How long we keep it", "6. Your rights", "7. Changes"
EDIT = (POLICY[3], POLICY[3].replace(" months", " years"))
BELOW = (POLICY[10], POLICY[10].replace("processors", "advertising partners"))
TURNS = {
    "title": {TITLE: "{} ♥ {n}"},
    "section": {RIGHTS: "{} {n} views"},
    "thousands": {RIGHTS: "{} ({n:,})"},
    "last": {CHANGES: "{} {n}"},
    "all": {TITLE: "{} ♥ {n}", KEEPING: "{} {n} views", RIGHTS: "{} {n} views", CHANGES: "{} {n} views"},
    "words": {RIGHTS: "{noise}"},
}


def page(number: int, turns: dict[str, str], *edits: tuple[str, str]) -> PolicyText:
    """Return a policy with something in its headings that is another with each number."""
    lines = [f"# {TITLE}", f"## {KEEPING}", *POLICY[:10], f"## {RIGHTS}", *POLICY[10:], f"## {CHANGES}"]
    blocks = []
    for line in lines:
        for old, new in edits:
            line = line.replace(old, new)  # noqa: PLW2901 - one line, edit by edit
        marks, _, words = line.partition(" ")
        if not marks.strip("#"):
            # by its beginning: an edit may have renamed it
            form = next((turns[name] for name in turns if name[:6] == words[:6]), "{}")
            text = form.format(words, n=880 + 61 * number, noise=NOISE[number % 5])
            blocks.append(heading(text, len(marks)))
        else:
            blocks.append(paragraph(line))
    document = Document(title=TITLE, language="en", stated_date=None, extractor="t", blocks=tuple(blocks))
    return policy_text(document)


def pages(start: int, turns: dict[str, str], *edits: tuple[str, str]) -> list[PolicyText]:
    """Return what three looks at a page show."""
    return [page(number, turns, *edits) for number in range(start, start + 3)]


@pytest.mark.parametrize("turns", TURNS.values(), ids=TURNS)
@pytest.mark.parametrize("edit", [EDIT, BELOW], ids=["elsewhere", "below"])
def test_an_edit_is_told_whatever_turns_in_headings(turns: dict[str, str], edit: tuple[str, str]) -> None:
    """Two looks tell an edit, and it alone, though a heading is another in each; so they do the next time."""
    watch = Watch(page(0, turns))
    assert watch.check(*pages(1, turns, edit)) == [edit[1]]
    other = (POLICY[7], POLICY[7].replace("messages", "fingerprints").replace("bank details", "fingerprints"))
    assert other[0] != other[1]
    assert watch.check(*pages(4, turns, edit, other)) == [other[1]]


@pytest.mark.parametrize("turns", TURNS.values(), ids=TURNS)
def test_nothing_is_told_where_only_headings_turn(turns: dict[str, str]) -> None:
    """A heading that is another at each look is no edit."""
    watch = Watch(page(0, turns))
    assert [watch.check(*pages(1 + 3 * day, turns)) for day in range(4)] == [[]] * 4


@pytest.mark.parametrize("turns", [TURNS["section"], TURNS["title"]], ids=["same", "another"])
def test_a_heading_that_both_looks_show_is_told(turns: dict[str, str]) -> None:
    """A heading that was renamed is told beside a number that turns, be it in the same heading."""
    watch = Watch(page(0, turns))
    [told] = watch.check(*pages(1, turns, (RIGHTS, "6. Your choices")))
    assert told.startswith("6. Your choices")


def test_a_heading_that_was_renamed_between_two_looks_is_told_by_the_next() -> None:
    """What the second look alone shows of a heading is no part of what is told, and not lost with it."""
    watch = Watch(page(0, {}))
    renamed = page(0, {}, EDIT, (RIGHTS, "6. Your choices"))
    assert watch.check(page(0, {}, EDIT), renamed) == [EDIT[1]]
    assert watch.check(renamed) == ["6. Your choices"]


def test_words_that_went_from_a_heading_are_not_taken_for_what_turns() -> None:
    """A heading that says less than the text before, but for its number, has the words of the first look."""
    base, one, other = (
        page(number, TURNS["section"], *edits)
        for number, edits in enumerate([[(RIGHTS, f"{RIGHTS} to a copy free of charge")], [], []])
    )
    texts = [{clause.heading_path[-1] for clause in some.clauses} for some in steadied(base, one, other)]
    assert texts[0] == texts[1]
    assert any(re.fullmatch(rf"{RIGHTS} \d+ views", text) for text in texts[0])
