"""Restless places in words for people, and which clauses of a text stand at one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.records import RestlessPlace, UntoldSentence
from monitor.core.restless.positions import restless_positions
from monitor.core.restless.words import place_words, restless_words, state_words, untold_words
from tests.core.helpers import drawn, heading, paragraph

AT = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
FIRST, OFFER, LAST = "Write to us at any time.", "Boots at half the price.", "Our office is in Turin."
COUNTER = "Read 12 times since May."
TEXT = drawn(heading("Contact"), *map(paragraph, (FIRST, OFFER, OFFER, LAST, COUNTER)))


def place(**values) -> RestlessPlace:
    """Make a place, its texts one."""
    return RestlessPlace(**({"since": AT, "last_at": AT, "texts": (OFFER,), "now": OFFER} | values))


OFFERS = place(headings=("Contact",), before=FIRST, after=LAST)
READ = place(headings=("Contact", "Numbers"), pattern="Read ⋯ times since May.", now=COUNTER)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (OFFERS, f"in 'Contact', between '{FIRST}' and '{LAST}'"),
        (READ, "in 'Numbers': 'Read ⋯ times since May.'"),
        (place(before=FIRST), f"at the end, after '{FIRST}'"),
        (place(headings=("", " "), after=LAST), f"at the beginning, before '{LAST}'"),
        (place(), "the whole text"),
    ],
)
def test_a_place_is_named_by_what_stands_around_it(where: RestlessPlace, words: str) -> None:
    """The heading above and the clauses beside it say where a place is; of words that vary, the clause does."""
    assert place_words(where) == words


def test_what_stands_there_is_told_in_one_line() -> None:
    """Since when, what, and whether it is told stand in one line; nothing at all is named as that."""
    assert state_words(OFFERS) == f"varies since 3 March 2026, now '{OFFER}'; not told of while it varies"
    still = replace(OFFERS, is_set_still=True, now="", found_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert state_words(still) == "varies since 1 March 2026, now nothing; told of as any other place (set still)"
    waiting = replace(OFFERS, is_waiting=True)
    assert state_words(waiting) == f"varies since 3 March 2026, now '{OFFER}'; told if it stays"
    assert restless_words([OFFERS]) == "1 place varies from look to look"
    assert restless_words([OFFERS, READ]) == "2 places vary from look to look"


def test_an_open_place_gives_a_text_that_was_seen() -> None:
    """Where any text may stand and none of it is of the policy, one that was seen there stands for what does."""
    seen = replace(OFFERS, is_open=True, now="", texts=("Kites.", OFFER, ""))
    assert state_words(seen) == f"varies since 3 March 2026, with texts like '{OFFER}'; not told of while it varies"


def test_hostile_texts_stay_one_short_line() -> None:
    """What a page holds makes no second line, no control character and no long one."""
    hostile = "\x1b[2J\n\u202e" + "a" * 5_000
    found = place(headings=(hostile,), before=hostile, after=hostile, now=hostile)
    for words in (place_words(found), place_words(replace(found, pattern=hostile + "⋯" + hostile)), state_words(found)):
        assert len(words) < 320
        assert words.isprintable()


@pytest.mark.parametrize(
    ("places", "positions"),
    [
        ([OFFERS], {1, 2}),
        ([READ], {4}),
        ([OFFERS, READ], {1, 2, 4}),
        ([replace(OFFERS, is_set_still=True), READ], {4}),
        ([replace(OFFERS, before="Elsewhere")], set()),
        # a neighbour that stands there twice counts where it is nearest to the other
        ([replace(OFFERS, before=OFFER)], set()),
        ([replace(READ, pattern="Sold ⋯ times.")], set()),
        ([place(before=LAST)], {4}),
    ],
)
def test_the_clauses_at_restless_places_are_found(places: list[RestlessPlace], positions: set[int]) -> None:
    """They are those between two neighbours, or the one with the words; a place set still or not found has none."""
    assert restless_positions(TEXT.clauses, places) == positions


SOLD, KEPT = "We sell your data.", "We keep your data."
OPEN = replace(OFFERS, is_open=True, texts=(OFFER, KEPT))


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (replace(OPEN, now=KEPT), f"now '{KEPT}', which is no news; other words there are not told of while they vary"),
        (replace(OPEN, now=f"{KEPT}\n{SOLD}", is_waiting=True), f"now '{SOLD}'; told if it stays"),
        (
            replace(OPEN, now=KEPT, texts=(f"{SOLD}\n{KEPT}",), is_waiting=True),
            f"now without '{SOLD}'; told if it stays",
        ),
        (replace(OPEN, now="", is_waiting=True, texts=("",)), "now nothing; told if it stays"),
        (replace(OPEN, now=KEPT, is_set_still=True), f"now '{KEPT}'; told of as any other place (set still)"),
    ],
)
def test_what_readers_know_is_told_from_what_waits(known: RestlessPlace, words: str) -> None:
    """What was told is no news while other words turn beside it; of what waits, only what is new or gone is named."""
    assert state_words(known) == f"varies since 3 March 2026, {words}"


def test_a_sentence_that_waits_is_told_with_its_place() -> None:
    """The number by which a person has a sentence told stands beside it, where it waits at a place."""
    came = UntoldSentence(text=SOLD, is_gone=False, since=AT)
    places = (OFFERS, replace(OPEN, now=f"{OFFER}\n{SOLD}"))
    assert untold_words(came, places).startswith("new since 3 March 2026 at place 2, told if it stays until 5 March")
    assert " at place" not in untold_words(came, [replace(place, is_set_still=True) for place in places])
    gone = replace(came, text=KEPT, is_gone=True)
    assert untold_words(gone, places).startswith("gone since 3 March 2026 at place 2, told if it stays until 5 March")
    for nowhere in (replace(came, is_gone=True), replace(gone, is_gone=False)):
        assert " at place" not in untold_words(nowhere, places)
