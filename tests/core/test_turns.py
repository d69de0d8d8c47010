"""Clauses, rows and voices that take turns at a place: what of them is told, and what beside them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from monitor.core.records import PolicyText, RestlessPlace
from monitor.core.restless.counts import Form
from tests.core.test_restless import DAY, NOW, POLICY, Watch, page, text

_VERBS = ("Unsere Boten tragen", "Wir geben", "Die Mannschaft schickt", "Unser Haus sendet", "Abends bringen wir")
_GRADES = ("grundsätzlich", "überhaupt", "gewiss", "tatsächlich")
_WHO = ("Werbetreibende", "Händlerinnen", "Maklerbüros")


def put_otherwise(look: int, *, negation: str = "nicht ") -> PolicyText:
    """Return a policy with a clause of which hardly more than a negation is the same at each look."""
    verb, grade, who = (some[look % len(some)] for some in (_VERBS, _GRADES, _WHO))
    return page(f"{verb} {grade} Ihre Daten {negation}an {who}.")


def test_a_negation_that_goes_from_a_clause_that_varies_is_told_with_its_text() -> None:
    """What all texts of a clause had and none has any more is told within three checks, as an edit of it."""
    watch = Watch(put_otherwise(0))
    for look in range(1, 31, 3):
        watch.check(*(put_otherwise(look + turn) for turn in range(3)))
    assert watch.places[0].is_policy
    told_before = len(watch.told)
    checks = [watch.check(*(put_otherwise(look + turn, negation="") for turn in range(3))) for look in range(31, 46, 3)]
    assert [bool(found) for found in checks] == [False, False, True, False, False]
    (change,) = [one for one in watch.told[told_before].comparison.changes if one.significance.is_told]
    assert "nicht an" in change.old[0].text
    assert "nicht" not in change.new[0].text


_FIRMS = ("Aster", "Birch", "Cedar", "Dahlia", "Elder", "Fern", "Gorse", "Hazel", "Iris", "Juniper", "Kerria", "Larch")
ROWS = [f"Firm {name} Ltd | service {number} | Kenya" for number, name in enumerate(_FIRMS)]


def shown_in_part(look: int) -> PolicyText:
    """Return a policy with some rows of a table in another order at each look."""
    some = random.Random(look).sample(ROWS, 8)  # noqa: S311 - a made-up table, not a secret
    return text(*POLICY[:10], *some, *POLICY[10:])


_VOICES = (
    "We share nothing, says Ann about our data care.",
    "Your data are safe for years, writes Tom.",
    "They never sold my data, says Mia.",
    "My data were erased in 30 days, says Bob.",
    "I trust their privacy team, says Sue.",
    "Consent was easy to withdraw, says Kim.",
)


@pytest.mark.parametrize("beside", [9, 10])
def test_a_place_goes_on_where_the_clause_beside_it_was_edited(beside: int) -> None:
    """Voices that turn in words of policies, and were told to vary, stay so when a clause before or after them changes."""
    watch = Watch(page(_VOICES[0]))
    turns = [page(_VOICES[turn % 6]) for turn in range(60)]
    for look in range(0, 30, 3):
        watch.check(*turns[look : look + 3])
    (place,) = watch.places
    assert place.is_policy
    policy = [
        line.replace("months", "weeks").replace("days", "hours") if at == beside else line
        for at, line in enumerate(POLICY)
    ]
    assert policy[beside] in watch.check(page(_VOICES[2], policy=policy))
    told_before = len(watch.told)
    for turn in range(12):
        watch.check(page(_VOICES[turn % 6], policy=policy), after=DAY)
    assert len(watch.told) == told_before
    assert len(watch.places) == 1


@pytest.mark.parametrize("beside", [(9, 10), (9,), (10,)])
def test_a_place_whose_sides_are_told_as_gone_is_none_any_more(beside: tuple[int, ...]) -> None:
    """Where a clause beside words that turned went, and these with it, nothing is said to vary there; set still, it is."""
    noise = ["The heron dances beside the old mill.", "A kettle whistles.", "Snow geese rehearse."]
    for is_set_still in (False, True):
        watch = Watch(page(noise[0]))
        watch.check(page(noise[1]), page(noise[2]))
        place = replace(watch.places[0], is_set_still=is_set_still)
        watch.baseline = replace(watch.baseline, restless=(place,))
        left = text(*(line for at, line in enumerate(POLICY) if at not in beside))
        assert watch.check(left)
        assert len(watch.places) == is_set_still


def test_a_clause_with_words_that_turned_and_went_varies_no_more() -> None:
    """What was told as gone is no place that varies."""
    lines = [f"{POLICY[3]} Read {number} times so far." for number in (17, 234, 5_678)]
    watch = Watch(page(lines[0]))
    watch.check(page(lines[1]), page(lines[2]))
    assert watch.places
    while not watch.told and watch.at < NOW + 9 * DAY:
        watch.check(page(None))
    assert watch.told
    assert watch.places == ()


BY_TURNS = RestlessPlace(
    pattern="Firm ⋯ Ltd | service ⋯ | Kenya", is_open=True, texts=tuple(ROWS[:5]), now=ROWS[4], since=NOW, last_at=NOW
)


@pytest.mark.parametrize("seed", range(3))
def test_of_a_table_shown_in_part_only_what_is_new_is_told(seed: int) -> None:
    """A row that is none of those shown by turns is told alone; which rows of them a look shows is never news."""
    watch = Watch(shown_in_part(seed))
    watch.baseline = replace(watch.baseline, restless=(BY_TURNS,))
    new = "Firm Dahlia Ltd | profiles of customers | Chile"
    for look in range(100, 160, 3):
        looks = [shown_in_part(1000 * seed + look + turn) for turn in range(3)]
        lines = [[one.text for one in each.clauses] for each in looks]
        if look > 115:
            lines = [[new, *(line for line in some if "Dahlia" not in line)] for some in lines]
        watch.check(*(text(*some) for some in lines))
    changes = [one for change in watch.told for one in change.comparison.changes if one.significance.is_told]
    assert [[clause.text for clause in (*one.old, *one.new)] for one in changes] == [[new]]


def test_rows_that_only_come_are_no_rows_by_turns() -> None:
    """Rows of the form of others that vary are compared as any where none of these goes, or where one became another."""
    form = Form.of(BY_TURNS)
    assert form.is_list(BY_TURNS, ROWS[:8], ROWS[2:10])
    assert not form.is_list(BY_TURNS, ROWS[:8], ROWS[:11])
    assert not form.is_list(BY_TURNS, ROWS[:11], ROWS[:8])
    assert not form.is_list(BY_TURNS, ROWS[:8], ROWS[1:9])
