"""Clauses and headings with a number or a date that is another at every look, or every day: never gone, never hiding an edit."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.clauses import policy_text
from monitor.core.records import Block, BlockKind, Claim, Document, PolicyText, RestlessPlace, UntoldSentence
from monitor.core.restless.blanks import Blanks
from monitor.core.restless.counts import Form, only_counts
from monitor.core.restless.following import followed
from monitor.core.restless.holes import HOLE, fills, holed, pattern_of
from monitor.core.restless.settling import STAYS_UNSAID, noted
from monitor.core.restless.still import still_texts
from tests.core.test_restless import DAY, NOISE, NOW, OTHER, POLICY, Watch

WORDS = ("four", "nine", "two", "seven", "eleven", "three", "twelve")
FORMS = {
    "start": "{n:,} readers have seen this, and we keep your data for {days} days after you leave.",
    "middle": "This page was read {n:,} times, and we keep your data for {days} days after you leave.",
    "end": "We keep your data for {days} days after you leave; this was read {n:,} times",
    "two numbers": "Read {n:,} times by our {m:,} members, we keep your data for {days} days after you leave.",
    "two sentences": "Read {n:,} times by our {m:,} members. We keep your data for {days} days after you leave.",
    "spaced": "Read {spaced} times by our members, we keep your data for {days} days after you leave.",
    "growing": "Read {power} times by our members, we keep your data for {days} days after you leave.",
    "date": "As of {date}, we keep your data for {days} days after you leave.",
    "words": "Our {word} thousand members know: we keep your data for {days} days after you leave.",
    "matter": "We share your data with our {n:,} partners, who keep it for {days} days after you leave.",
}
STILL = "after you leave"


def clause(form: str, number: int, days: int = 30) -> str:
    """Return a clause with what is another with each number."""
    return FORMS[form].format(
        n=12_345 + 37 * number,
        m=1_204 + 5 * number,
        spaced=f"{12_345 + 371 * number:,}".replace(",", " "),
        power=f"{3 ** (number % 12):,}",
        date=f"{date(2026, 3, 2) + timedelta(days=number):%d %B %Y}".lstrip("0"),
        word=WORDS[number % len(WORDS)],
        days=days,
    )


def page(
    lines: list[str], *clauses: str, kind: BlockKind = BlockKind.PARAGRAPH, heading: str = "2. Who reads this"
) -> PolicyText:
    """Return a policy with clauses under a heading in its middle."""
    half = len(lines) // 2
    blocks = [
        Block(kind=BlockKind.HEADING, text="1. What we do", level=2),
        *(Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines[:half]),
        Block(kind=BlockKind.HEADING, text=heading, level=2),
        *(Block(kind=kind, text=text) for text in clauses),
        *(Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines[half:]),
    ]
    return policy_text(Document(title="Policy", language="en", stated_date=None, extractor="t", blocks=tuple(blocks)))


def told_pairs(watch: Watch) -> list[tuple[str, str]]:
    """Return the texts before and after of all that was told."""
    changes = [change for one in watch.told for change in one.comparison.changes if change.significance.is_told]
    return [("\n".join(c.text for c in one.old), "\n".join(c.text for c in one.new)) for one in changes]


EDITS = {
    "its own period": (POLICY, 90, "90 days"),
    "beside it": ([*POLICY[:9], OTHER, *POLICY[10:]], 30, OTHER),
    "new before it": ([*POLICY[:10], OTHER, *POLICY[10:]], 30, OTHER),
    "elsewhere": ([POLICY[0].replace("2 months", "9 years"), *POLICY[1:]], 30, "9 years"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """A page with a clause in which something turns.

    Args:
        form: of the clause.
        kind: of its block.
        edit: what becomes another.
        first: on which day.
        hours: between two checks.
        turns: how often another number shows: "daily", "each look".
        noise: lines of which one stands beside the clause, another at each look.
    """

    form: str
    kind: BlockKind
    edit: str
    first: int
    hours: int
    turns: str
    noise: tuple[str, ...]

    def shown(self, day: float, look: int) -> PolicyText:
        """Return what a look shows."""
        after, days, _ = EDITS[self.edit]
        is_edited = day >= self.first
        number = int(day) if self.turns == "daily" else look
        beside = (self.noise[look % len(self.noise)],) if self.noise else ()
        return page(
            after if is_edited else POLICY,
            clause(self.form, number, days if is_edited else 30),
            *beside,
            kind=self.kind,
        )


SITES = st.builds(
    _Site,
    form=st.sampled_from(sorted(FORMS)),
    kind=st.sampled_from([BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW]),
    edit=st.sampled_from(sorted(EDITS)),
    first=st.integers(2, 9),
    hours=st.sampled_from([6, 12, 24]),
    turns=st.sampled_from(["daily", "each look"]),
    noise=st.sampled_from([(), tuple(NOISE)]),
)


@given(site=SITES)
@settings(max_examples=20)
def test_a_clause_that_stands_at_every_look_is_never_gone_and_hides_no_edit(site: _Site) -> None:
    """Whatever turns in it, a clause is in each version and never told as removed; an edit is told once, by three looks."""
    looks = count(1)
    watch = Watch(site.shown(0, 0))
    _, _, came = EDITS[site.edit]
    days = [check * site.hours / 24 for check in range(1, (site.first + 9) * 24 // site.hours)]
    told_on = []
    for day in days:
        before = len(told_pairs(watch))
        watch.check(*(site.shown(day, next(looks)) for _ in range(3)), after=timedelta(hours=site.hours))
        told_on += [day for _, new in told_pairs(watch)[before:] if came in new]
        assert any(STILL in one.text for one in watch.baseline.drawn.clauses)
    assert not [old for old, new in told_pairs(watch) if STILL in old and STILL not in new]
    assert len(told_on) == 1
    # the third of daily checks at the latest
    assert told_on[0] <= site.first + 2
    # beside the edit a number that is another is told once, before it is known to turn, and so is a line beside it
    assert len(watch.told) <= 3


@pytest.mark.parametrize(
    "heading", ["Our {n:,} partners", "2. Who reads this ({n})", "2. Who reads this, as of {date}"]
)
@pytest.mark.parametrize("turns", ["daily", "each look"])
@pytest.mark.parametrize("edit", ["beside it", "new before it"])
def test_a_heading_with_a_counter_alarms_once_at_most(heading: str, turns: str, edit: str) -> None:
    """A number in a heading is told once at most, asks for one look a check, and hides no edit under it."""
    is_daily = turns == "daily"
    number = 0

    def shown(lines: list[str]) -> PolicyText:
        nonlocal number
        number += not is_daily
        when = f"{date(2026, 3, 2) + timedelta(days=number):%d %B %Y}".lstrip("0")
        return page(lines, heading=heading.format(n=1_204 + number, date=when))

    watch = Watch(shown(POLICY))
    for _ in range(12):
        number += is_daily
        watch.check(*(shown(POLICY) for _ in range(3)))
    assert len(watch.told) <= is_daily
    assert watch.looks <= 12 + 3
    lines, _, came = EDITS[edit]
    number += is_daily
    assert came in watch.check(*(shown(lines) for _ in range(3)))
    assert watch.check(*(shown(lines) for _ in range(3))) == []


def test_words_that_come_into_a_heading_with_a_counter_are_told() -> None:
    """A heading whose number turns is compared but for its number, at the end of it as well."""
    watch = Watch(page(POLICY, heading="Our partners, as of 2 March 2026"))
    for day in range(3, 9):
        watch.check(*(page(POLICY, heading=f"Our partners, as of {day + n} March 2026") for n in range(3)))
    assert watch.told == []
    new = [page(POLICY, heading=f"Our partners, as of {day} March 2026 abroad") for day in (12, 13, 14)]
    watch.check(*new)
    assert [after for _, after in told_pairs(watch)] == [f"Our partners, as of {HOLE} abroad"]


def test_a_heading_of_other_words_at_every_look_costs_two_looks_a_check() -> None:
    """A heading that turns as a whole is no edit, and no reason to look again and again."""
    watch = Watch(page(POLICY, heading=NOISE[0]))
    for day in range(8):
        watch.check(*(page(POLICY, heading=NOISE[(day + n) % 5]) for n in range(1, 4)))
    assert watch.told == []
    assert watch.looks <= 16
    assert watch.known.held is None


def test_a_number_that_was_told_once_and_stays_for_a_month_is_told_as_any_other_again() -> None:
    """A place at which nothing has turned for a month varies no more."""
    watch = Watch(page(POLICY, clause("matter", 0)))
    assert watch.check(page(POLICY, clause("matter", 1))) != []
    assert len(watch.places) == 1
    for _ in range(STAYS_UNSAID.days + 2):
        assert watch.check(page(POLICY, clause("matter", 1))) == []
    assert not watch.places
    assert watch.check(page(POLICY, clause("matter", 2))) != []


def test_a_number_that_turned_and_is_the_same_for_a_month_is_told() -> None:
    """What a counter shows is told once it has stayed for a month: no number is kept from readers for good."""
    watch = Watch(page(POLICY, clause("matter", 0)))
    watch.check(*(page(POLICY, clause("matter", number)) for number in (1, 2, 3)))
    days = [day for day in range(1, 40) if watch.check(page(POLICY, clause("matter", 9)))]
    assert days == [31]


@pytest.mark.parametrize(("one", "other", "is_count"), [
    ("Read 12 times by our members.", "Read 3,456 times by our members.", True),
    ("We share data with four thousand partners.", "We share data with nine thousand partners.", True),
    ("As of 2 March 2026 we keep data.", "As of 3 March 2026 we keep data.", True),
    ("We keep it for 12 days.", "We keep it for 30 days.", False),
    ("This costs 5 euros.", "This costs 7 euros.", False),
    ("Under Art. 6 GDPR we may.", "Under Art. 7 GDPR we may.", False),
    ("Read 12 times.", "Sold 12 times.", False),
    ("", "Read 12 times.", False),
    ("Your visit 7k3f was kept.", "Your visit 9x1b was kept.", False),
    ("Read 1234567890 times by us.", "Read 1234568001 times by us.", True),
    ("Read 1 234 567 890 times by us.", "Read 1 234 568 001 times by us.", True),
    ("Our 1.234.567.890 users agree.", "Our 1.234.568.001 users agree.", True),
    ("Our 12.3M users agree.", "Our 12.4M users agree.", True),
    ("Our 12k users agree.", "Our 13k users agree.", True),
    ("Call 600 123 456 with questions.", "Call 600 123 499 with questions.", False),
    ("Nights: 600123456", "Nights: 600123499", False),
    ("Ask 0600123456 at night.", "Ask 0600123499 at night.", False),
    ("The same.", "The same.", False),
])  # fmt: skip
def test_a_number_that_measures_says_something(one, other, is_count) -> None:
    """Periods, sums and articles are no counters; how many of something there are, and what day it is, are."""
    assert only_counts(one, other) is is_count


@pytest.mark.parametrize(("one", "other", "pattern"), [
    ("Read 1'234'567 times by us.", "Read 1'234'871 times by us.", "Read ⋯ times by us."),
    ("Read 1’234’567 times by us.", "Read 2’234’567 times by us.", "Read ⋯ times by us."),
    ("Our 12.3M users of our app.", "Our 12.4M users of our app.", "Our ⋯ users of our app."),
    ("Read 1 204 times by our members.", "Read 1 205 times by our members.", "Read ⋯ times by our members."),
    ("As of 5 March 2026, we keep it.", "As of 6 March 2026, we keep it.", "As of ⋯, we keep it."),
    ("Seen by 17 people for 30 days.", "Seen by 18 people for 30 days.", "Seen by ⋯ people for 30 days."),
    ("Twenty three readers have it now.", "Twenty four readers have it now.", "⋯ readers have it now."),
])  # fmt: skip
def test_the_hole_of_a_number_takes_in_all_of_it(one: str, other: str, pattern: str) -> None:
    """The rest of a number or of a date may be another next time; another figure beside it stays."""
    assert pattern_of(one, other) == pattern


def test_words_are_no_figures() -> None:
    """A hole in which nothing but figures stood has no room for words; those that come are an edit beside it."""
    assert fills("Read ⋯ times", "Read 2 March 2026 times", figures=True)
    assert fills("Read ⋯ times", "Read by advertisers 7 times", figures=True) is None
    assert holed("Read it ⋯", "Read it 7 abroad", figures=True) == "Read it ⋯ abroad"


PLACE = RestlessPlace(
    pattern="Read ⋯ times. We keep it for 30 days.",
    is_open=True,
    texts=("Read 7 times.",),
    now="Read 7 times.",
    since=NOW,
    last_at=NOW,
)


def test_the_form_of_a_place_knows_what_stood_in_its_holes() -> None:
    """Where words have stood in a hole, words may; where only figures have, no word may."""
    assert Form.of(PLACE) == Form(PLACE.pattern, figures=True)
    words = RestlessPlace(pattern="Read ⋯ times.", texts=("Read by foxes 7 times.",), since=NOW, last_at=NOW)
    assert Form.of(words).fits("Read by hens 9 times.")
    assert not Form.of(PLACE).fits("Read by hens 9 times. We keep it for 30 days.")


def test_sentences_are_noted_without_the_words_that_vary() -> None:
    """What is not told yet is known by the words that stay, in texts and in what was noted before they were known to vary."""
    old, new = (page(POLICY, f"Read {n} times. We keep it for {days} days.") for n, days in ((7, 30), (8, 90)))
    blanks = Blanks.of(old, new, [PLACE])
    before, after = blanks.text(old), blanks.text(new)
    assert any(one.text == PLACE.pattern for one in before.clauses)
    assert any(one.text == "Read ⋯ times. We keep it for 90 days." for one in after.clauses)
    assert Blanks.of(old, new, []).text(old) == old
    (one,) = blanks.untold([UntoldSentence(text="Read 5 times.", is_gone=True, since=NOW)])
    assert one.text == "Read ⋯ times."


def test_a_place_follows_the_edit_of_its_clause() -> None:
    """Once an edit of its other words is told, a place is known by the new ones; what is found no more stays as it was."""
    old, new = (page(POLICY, f"Read {n} times. We keep it for {days} days.").clauses for n, days in ((7, 30), (8, 90)))
    (place,) = followed([PLACE], old, new)
    assert (place.pattern, place.now) == ("Read ⋯ times. We keep it for 90 days.", "Read 8 times.")
    assert followed([PLACE], old, page(POLICY).clauses) == (PLACE,)


def test_a_counter_at_a_place_does_not_wait_to_be_told() -> None:
    """A number that turned is not announced as told if it stays."""
    matter = still_texts(page(POLICY), page(POLICY), (), at=NOW).matter
    (place,) = noted([PLACE], {PLACE.key: "Read 9 times."}, matter, at=NOW + DAY)
    assert not place.is_waiting


def test_of_several_sentences_that_a_form_fits_none_is_left_out_where_one_went() -> None:
    """Rules that differ in their number alone are not taken for one whose number turns."""
    rules = [f"Read {n} times. We keep it for 30 days." for n in range(3)]
    old, new = page(POLICY, *rules), page(POLICY, rules[0], rules[2].replace("2", "9"))
    blanks = Blanks.of(old, new, [PLACE])
    assert (blanks.text(old), blanks.text(new)) == (old, new)
    still = still_texts(old, new, [PLACE], at=NOW)
    assert (still.old, still.new) == (old, new)


TURNING = ("The heron dances beside the old mill.", OTHER, "A kettle whistles under lanterns.")
POLICIES = ("We never sell your data to anybody.", OTHER, "We lend your data to our insurers.")
PLACES = {
    "start": lambda line: [line, *POLICY],
    "middle": lambda line: [*POLICY[:10], line, *POLICY[10:]],
    "end": lambda line: [*POLICY, line],
}


@pytest.mark.parametrize("texts", [TURNING, POLICIES], ids=["beside noise", "policies"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("seed", range(6))
def test_a_clause_that_takes_turns_with_others_is_told(texts: tuple[str, ...], place: str, seed: int) -> None:
    """That a clause on the policy's matter is one of three texts at a place is told; not again and again."""
    rng = random.Random(seed)  # noqa: S311 - which text shows is no secret
    shown = [0, *(rng.randrange(3) for _ in range(90))]
    looks = iter([page(PLACES[place](texts[one])) for one in shown])
    watch = Watch(next(looks))
    for _ in range(30):
        watch.check(*(next(looks) for _ in range(3)))
    told = [new for _, new in told_pairs(watch) if any(one in new for one in texts[1 : 2 if texts is TURNING else 3])]
    assert told
    # by chance two looks find it, or find it gone, before it is known to vary
    assert len(watch.told) <= 3


def test_what_came_and_went_twice_is_told_as_varying() -> None:
    """What only the first of two looks shows, and did before, is told with the text of that look."""
    watch = Watch(page(POLICY))
    with_it = page([*POLICY[:10], OTHER, *POLICY[10:]])
    assert watch.check(with_it, page(POLICY)) == []
    assert watch.check(page(POLICY)) == []
    assert watch.check(with_it, page(POLICY)) == [OTHER]
    assert watch.told[0].claim is Claim.ALTERNATES
    assert watch.told[0].drawn == with_it
    assert [watch.check(with_it, page(POLICY)), watch.check(page(POLICY), with_it), watch.check(with_it)] == [[]] * 3
