"""Places that vary from look to look: found, left out, told once they have settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.decide import decide
from monitor.core.records import (
    Baseline,
    Block,
    BlockKind,
    Body,
    Changed,
    ChangeKind,
    Claim,
    Document,
    Held,
    Known,
    Look,
    PolicyText,
    RedlineOp,
    RestlessPlace,
    Snapshot,
    SnapshotReason,
    Unchanged,
)
from monitor.core.restless.positions import outermost
from monitor.core.restless.settling import FORGOTTEN, MOST_PLACES, MOST_TEXTS, merged, noted, told
from monitor.core.restless.still import MOST_CLAUSES, still_texts
from monitor.core.restless.varied import varied

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
DAY = timedelta(days=1)
_DATA = ("orders", "invoices", "photographs", "messages", "cookies", "addresses", "telephone numbers", "bank details")
_SAID = (
    "We keep your {data} for {months} months and delete them afterwards.",
    "Under a contract our processors receive your {data} to answer requests within {months} days.",
    "You may object to the use of your {data}, or ask us for access to them {months} times a year.",
)
POLICY = [_SAID[n % 3].format(data=_DATA[n % 8], months=n + 2) for n in range(20)]
NOISE = [
    "The heron dances beside the old mill.",
    "A kettle whistles under seven lanterns.",
    "Nobody baked plum bread before dawn.",
    "Snow geese rehearse their second waltz.",
    "The cellar choir hums until midnight.",
]
OTHER = "We now sell the data of all orders to advertising partners."


def text(*lines: str) -> PolicyText:
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines)
    return policy_text(Document(title="Policy", language="en", stated_date=None, extractor="t", blocks=blocks))


def page(noise: str | None, *, policy: list[str] = POLICY, at: int = 10) -> PolicyText:
    """Return a policy with a line of noise in its middle, or none."""
    return text(*policy[:at], *([noise] if noise else []), *policy[at:])


class Watch:
    """A watch that is checked as `clausewatch check` does: up to three looks where an edit is to be confirmed."""

    def __init__(self, first: PolicyText) -> None:
        self.at = NOW
        self.known = Known(watch_id=1, url="https://example.org/privacy")
        self.baseline = self._baseline(first, ())
        self.first: PolicyText | None = None
        self.told: list[Changed] = []
        self.looks = 0

    def _baseline(self, drawn: PolicyText, earlier: tuple[str, ...]) -> Baseline:
        snapshot = Snapshot(
            id=len(earlier) + 1,
            captured_at=self.at,
            reason=SnapshotReason.FIRST,
            title="",
            language="en",
            stated_date=None,
            extractor="t",
            text_digest=drawn.text_digest,
            clause_count=len(drawn.clauses),
            body_sha256="0" * 64,
        )
        return Baseline(snapshot=snapshot, drawn=drawn, earlier=earlier)

    def check(self, *looks: PolicyText, after: timedelta = DAY) -> list[str]:
        """Check once; the last look is what further ones find. Return what was told, change by change."""
        self.at += after
        for turn in range(3):
            self.at += timedelta(seconds=1)
            outcome = self._look(looks[min(turn, len(looks) - 1)])
            if isinstance(outcome, Changed) and outcome.comparison.changed:
                self.told.append(outcome)
                return [c.new[0].text if c.new else "" for c in outcome.comparison.changes if c.significance.is_told]
            if not (isinstance(outcome, Held) and outcome.held.claim.is_edit and outcome.held.looks == 1):
                return []
        return []

    def _look(self, drawn: PolicyText) -> object:
        self.looks += 1
        outcome = decide(self.known, self.baseline, drawn, at=self.at, first=self.first)
        restless = getattr(outcome, "restless", None)
        if isinstance(outcome, Held):
            if outcome.held.looks == 1 and outcome.held.since == outcome.held.last_at:
                self.first = drawn
            look = Look(at=outcome.held.since, url=self.known.url, body=Body(content=b""))
            self.known, self.baseline = replace(self.known, held=outcome.held), replace(self.baseline, held=look)
        else:
            self.known, self.first = replace(self.known, held=None), None
            self.baseline = replace(self.baseline, held=None)
        if isinstance(outcome, Changed):
            digests = (self.baseline.snapshot.text_digest, *self.baseline.earlier)
            kept = {"restless": self.baseline.restless, "untold": self.baseline.untold}
            before = self.baseline.drawn
            self.baseline = replace(self._baseline(outcome.drawn, digests), previous=before, **kept)
        if restless is not None:
            noted = tuple(replace(one, found_at=one.found_at or one.since) for one in restless)
            self.baseline = replace(self.baseline, restless=noted)
        if (untold := getattr(outcome, "untold", None)) is not None:
            self.baseline = replace(self.baseline, untold=untold)
        return outcome

    @property
    def places(self) -> tuple[RestlessPlace, ...]:
        return self.baseline.restless


def test_an_edit_is_told_by_a_second_look_and_dated_from_the_first() -> None:
    """What two looks find is told in one check."""
    watch = Watch(text(*POLICY))
    assert watch.check(text(*POLICY, OTHER)) == [OTHER]
    assert watch.looks == 2
    assert watch.told[0].look is not None


def test_what_is_there_in_one_look_only_is_no_change() -> None:
    """An edit that the second look does not find is not told, and costs no third."""
    watch = Watch(text(*POLICY))
    assert watch.check(page(NOISE[0]), text(*POLICY)) == []
    assert watch.looks == 2


def test_a_line_that_turns_at_every_look_never_alarms() -> None:
    """Once two looks have differed at a place, what turns there is neither told nor looked at twice."""
    watch = Watch(page(NOISE[0]))
    assert watch.check(page(NOISE[1]), page(NOISE[2])) == []
    before = watch.looks
    assert [watch.check(page(noise)) for noise in (*NOISE, None, NOISE[3])] == [[]] * 7
    assert watch.looks == before + 7


@pytest.mark.parametrize("line", [
    "Seen {} times so far.", "The page was built at {} for you.", f"{POLICY[0]} Read {{}} times here.",
])  # fmt: skip
def test_only_the_words_that_vary_are_left_out(line: str) -> None:
    """Where most of a clause stays, an edit of the rest is told at once, without the words that vary."""
    policy = [*POLICY[:5], line, *POLICY[6:]]
    turned = [text(*(one.format(number) for one in policy)) for number in (12, 345, 6_789, 1_011)]
    watch = Watch(turned[0])
    assert watch.check(turned[1], turned[2]) == []
    assert watch.check(turned[3]) == []
    edited = [policy[0].replace("2 months", "9 months"), *policy[1:5], policy[5].replace("2 months", "9 months")]
    edited = [*edited[:5], edited[5].replace("here", "there").replace("far", "long").replace("you", "us"), *policy[6:]]
    assert watch.check(text(*(one.format(77) for one in edited)), text(*(one.format(78) for one in edited))) != []
    assert not any("77" in change.new[0].text for change in watch.told[-1].comparison.changes)


def test_nobody_hides_an_edit_behind_a_number_that_turns() -> None:
    """A sentence of the policy's matter beside a number that turns is told by two looks, and once."""
    watch = Watch(page("Seen 0 times."))
    watch.check(page("Seen 1 times."), page("Seen 22 times."))
    told = [watch.check(page(f"Seen {n} times. We sell data. Seen {n} times.")) for n in (3, 4, 5, 6, 7)]
    assert [bool(some) for some in told] == [True, False, False, False, False]


def test_an_edit_next_to_what_turns_is_told() -> None:
    """An edit of the clause beside a restless place is told in the same check, and without what turns."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    edited = [*POLICY[:9], OTHER, *POLICY[10:]]
    assert watch.check(page(NOISE[3], policy=edited), page(NOISE[4], policy=edited)) == ["", OTHER]


def test_a_clause_that_settles_where_noise_was_is_told() -> None:
    """Text of the policy's matter at a restless place is told after three looks over a day, not before."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    assert [watch.check(page(OTHER)) for _ in range(3)] == [[], [], [OTHER]]
    assert [watch.check(page(OTHER)) for _ in range(3)] == [[]] * 3


@pytest.mark.parametrize(
    "line", ["The watering can hums under all lanterns.", "I tamburi ballano alle sette e un quarto."]
)
def test_what_any_sentence_says_is_no_matter_of_the_policy(line: str) -> None:
    """Noise that can do something, or names all of something, is not told for having stayed a day; a duty is."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[3]))
    assert [watch.check(page(line)) for _ in range(6)] == [[]] * 6
    duty = "The heron must be greeted."
    assert [watch.check(page(duty)) for _ in range(3)] == [[], [], [duty]]


def test_what_came_and_went_is_told_by_its_place_whatever_else_changes() -> None:
    """A clause that came and went within a week has its place remembered: no new date elsewhere makes news of it."""
    dated = ["Last updated: 1 March 2026", *POLICY[1:]]
    watch = Watch(page(None, policy=dated))
    assert watch.check(page(OTHER, policy=dated)) == [OTHER]
    assert [watch.check(page(None, policy=dated)) for _ in range(3)] == [[], [], [""]]
    dated[0] = "Last updated: 9 March 2026"
    assert watch.check(page(None, policy=dated)) == []
    assert [watch.check(page(OTHER, policy=dated)) for _ in range(8)] == [[]] * 7 + [[OTHER]]


def test_a_clause_that_only_one_text_has_at_a_place_is_not_gone() -> None:
    """Where noise is the neighbour of a place, and the old text lacks it, the clauses that both have stay in both."""
    watch = Watch(text(*POLICY[:3], NOISE[1], NOISE[0], *POLICY[3:]))
    watch.check(text(*POLICY[:3], NOISE[2], NOISE[0], *POLICY[3:]), text(*POLICY[:3], NOISE[3], NOISE[0], *POLICY[3:]))
    (place,) = watch.places
    still = still_texts(text(*POLICY), page(NOISE[0], at=6), (replace(place, is_open=True),), at=NOW)
    assert {clause.text for clause in still.old.clauses} <= {clause.text for clause in still.new.clauses}


def test_noise_that_turns_by_the_day_is_never_told() -> None:
    """What says nothing of a policy's matter waits for a day; what has turned by then is restless."""
    watch = Watch(page(NOISE[0]))
    assert [watch.check(page(noise)) for noise in (*NOISE[1:], *NOISE)] == [[]] * 9


def test_a_line_beside_the_matter_is_told_once_it_stays() -> None:
    """An edit that says nothing of a policy's matter is told as well, a day later."""
    watch = Watch(text(*POLICY))
    line = "Our office moved into the old harbour hall."
    assert [watch.check(page(line)) for _ in range(2)] == [[], [line]]


def test_a_mail_address_is_an_edit_at_once() -> None:
    """A change of an address is told in the check that finds it."""
    policy = [*POLICY, "Write to one@example.org."]
    watch = Watch(text(*policy))
    assert watch.check(text(*POLICY, "Write to two@example.org.")) == ["Write to two@example.org."]


def test_two_variants_of_a_clause_are_told_once() -> None:
    """Of a clause that two looks show in two texts, the other one is told when it is there twice, and never again."""
    a, b = text(*POLICY[:5], OTHER, *POLICY[5:]), text(*POLICY[:5], OTHER.replace("sell", "lend"), *POLICY[5:])
    watch = Watch(a)
    assert watch.check(b, a) == []
    assert len(watch.check(b)) == 1
    assert [watch.check(*some) for some in ([a], [b, a], [a, b], [b], [a])] == [[]] * 5


def test_a_clause_that_is_another_at_every_look_is_told_once() -> None:
    """A clause on the policy's matter that no two looks show alike is told once, as one that alternates."""
    watch = Watch(text(*POLICY))
    odd = [page(f"We share {what} with {whom}.") for what, whom in [
        ("names", "banks"), ("photographs", "insurers"), ("addresses", "brokers"), ("letters", "schools"),
    ]]  # fmt: skip
    assert len(watch.check(*odd)) == 1
    assert watch.told[0].claim is Claim.ALTERNATES
    assert [watch.check(odd[3], odd[0]), watch.check(odd[1], odd[2])] == [[], []]


def test_a_section_that_fails_to_load_is_told_only_once_it_stays_away() -> None:
    """A part that is missing in one look is no removal; one that stays away for three looks over a day is."""
    whole, part = text(*POLICY), text(*POLICY[:12], *POLICY[15:])
    watch = Watch(whole)
    assert watch.check(part, whole) == []
    assert [bool(watch.check(part)), bool(watch.check(whole)), bool(watch.check(part))] == [False] * 3
    assert [bool(watch.check(part)), bool(watch.check(part))] == [False, True]


def test_an_edit_in_a_section_that_fails_to_load_is_told() -> None:
    """A look at which a part of the page did not load says nothing against an edit within it."""
    whole, part = text(*POLICY), text(*POLICY[:12], *POLICY[15:])
    edited = text(*POLICY[:13], POLICY[13].replace("15 days", "90 days"), *POLICY[14:])
    watch = Watch(whole)
    watch.check(part, whole)
    assert len(watch.check(edited, part, edited)) == 1


def test_a_rollout_that_a_stale_cache_denies_once_is_told() -> None:
    """An edit that the second look does not find, but the next check does, is told then."""
    watch = Watch(text(*POLICY))
    assert watch.check(text(*POLICY, OTHER), text(*POLICY)) == []
    assert watch.check(text(*POLICY, OTHER)) == [OTHER]


def test_an_edit_seen_while_something_else_is_held_is_told() -> None:
    """What is new in the look that refutes something held is no part of what varies."""
    watch = Watch(text(*POLICY))
    watch.check(page(NOISE[0]), page(NOISE[0]))
    assert watch.check(text(*POLICY, OTHER)) == [OTHER]


def test_a_place_that_a_person_set_still_is_told_of() -> None:
    """At a place that is set still, what differs is compared as anywhere else."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    still = tuple(replace(place, is_set_still=True) for place in watch.places)
    watch.baseline = replace(watch.baseline, restless=still)
    assert [bool(watch.check(page(NOISE[3]))) for _ in range(2)] == [False, True]


def test_a_list_in_another_order_varies_nowhere() -> None:
    """Clauses that stand in both looks have only moved."""
    assert varied(text(*POLICY), text(*POLICY[:3], *reversed(POLICY[3:9]), *POLICY[9:]), None, at=NOW) == ()


def test_texts_without_restless_places_are_compared_as_they_are() -> None:
    """Nothing is left out of a page at which nothing varies."""
    one, other = text(*POLICY), text(*POLICY, OTHER)
    still = still_texts(one, other, (), at=NOW)
    assert (still.old, still.new) == (one, other)


def test_a_place_whose_neighbours_are_gone_leaves_nothing_out() -> None:
    """A restless place is known by what stands beside it; without that, all is compared."""
    (place,) = varied(page(NOISE[0]), page(NOISE[1]), None, at=NOW)
    old, new = page(NOISE[2], at=4), page(NOISE[3], at=4)
    still = still_texts(old, new, (place,), at=NOW)
    assert compare(still.old, still.new) == compare(old, new)


def test_a_place_is_no_wider_than_it_was_seen_to_be() -> None:
    """Between two clauses that are still, at most so many others are left out."""
    (place,) = varied(page(NOISE[0]), page(NOISE[1]), None, at=NOW)
    many = [f"{NOISE[2]} {number}" for number in range(MOST_CLAUSES + 1)]
    new = text(*POLICY[:10], *many, *POLICY[10:])
    assert still_texts(page(NOISE[0]), new, (place,), at=NOW).new == new


def test_what_is_remembered_is_bounded() -> None:
    """However a page varies, so many places and so many texts of each are kept, and none that nobody finds any more."""
    places = tuple(
        RestlessPlace(before=str(number), since=NOW, last_at=NOW, texts=("told",)) for number in range(MOST_PLACES + 5)
    )
    kept = merged(places[:5], places[5:])
    assert len(kept) == MOST_PLACES
    still = still_texts(text(*POLICY), text(*POLICY, OTHER), (), at=NOW)
    for number in range(MOST_TEXTS + 5):
        kept = noted(kept, {kept[0].key: f"{OTHER} {number}"}, still.matter, at=NOW + DAY)
        kept = told(kept, {kept[0].key})
    assert len(kept[0].texts) == MOST_TEXTS
    assert [one.before for one in noted(kept, {}, still.matter, at=NOW + FORGOTTEN)] == [kept[0].before]


def test_pages_of_the_past_are_told_from_one_look() -> None:
    """In a backfill the pages are the looks there are: an edit needs no second one."""
    watch = Watch(text(*POLICY))
    outcome = decide(watch.known, watch.baseline, text(*POLICY, OTHER), at=NOW, is_past=True)
    assert isinstance(outcome, Changed)
    assert isinstance(decide(watch.known, watch.baseline, text(*POLICY), at=NOW, is_past=True), Unchanged)


def dated(lines: list[str], day: int) -> list[str]:
    """Return a policy with the date of its last update above it."""
    return [f"Last updated: {day} May 2026", *lines]


def days(watch: Watch, *pages: PolicyText) -> list[int]:
    """Check once a day, the pages by turns; return on which days something was told, from 1."""
    return [day for day, shown in enumerate(pages, 1) if watch.check(shown)]


def test_a_date_that_moves_along_swallows_nothing_that_waits() -> None:
    """While something new waits at a restless place, no change of form makes it part of the version that is known."""
    watch = Watch(text(*dated([*POLICY[:10], NOISE[0], *POLICY[10:]], 1)))
    watch.check(*(text(*dated([*POLICY[:10], noise, *POLICY[10:]], 1)) for noise in NOISE[1:3]))
    new = [text(*dated([*POLICY[:10], noise, OTHER, *POLICY[10:]], 9)) for noise in (*NOISE, *NOISE)]
    assert days(watch, *new) == [3]


def test_what_waits_is_told_with_an_edit_elsewhere() -> None:
    """An edit that is told takes along what waits at a restless place: as part of its version it would be news no more."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    edited = [POLICY[0].replace("2 months", "9 months"), *POLICY[1:]]
    watch.check(text(*edited[:10], NOISE[3], OTHER, *edited[10:]))
    told = [clause.text for change in watch.told[0].comparison.changes for clause in change.new]
    assert OTHER in told


def test_a_line_that_is_back_by_chance_hides_no_edit_beside_it() -> None:
    """Words of noise that the version known has by chance as well are none of the policy's own."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    beside = [text(*POLICY[:10], NOISE[day % 2], OTHER, *POLICY[10:]) for day in range(6)]
    assert days(watch, *beside)[0] <= 3


def test_all_of_a_long_section_is_compared() -> None:
    """An edit far down in a section that failed to load once is told as any other."""
    long = [f"{POLICY[number % 20]} This is rule {number}." for number in range(90)]
    watch = Watch(text(*POLICY[:10], *long, *POLICY[10:]))
    watch.check(page(None), text(*POLICY[:10], *long, *POLICY[10:]))
    assert watch.check(text(*POLICY[:10], *long[:-1], OTHER, *POLICY[10:])) != []


def test_a_new_clause_with_a_number_that_turns_is_told() -> None:
    """Where a clause is new, the number that turns in it is left out of what is told, however often it stands there."""
    watch = Watch(text(*POLICY))
    looks = [
        text(*POLICY[:5], f"{OTHER} Read {n} times.", *POLICY[5:], f"{OTHER} Read {n} times.") for n in (1, 22, 333)
    ]
    assert watch.check(*looks) == [f"{OTHER} Read ⋯ times."] * 2


@pytest.mark.parametrize("line", [
    "This costs 5 euros a month.", "You must be 16 or older.", "None of this applies to you.",
    "Die Adgrid GmbH hilft uns dabei.", "Wir behalten sie zehn Jahre.", "Vous devez avoir 13 ans.",
])  # fmt: skip
def test_what_policies_say_beside_their_matter_is_told_once_it_stays(line: str) -> None:
    """At a restless place a price, an age, a company or a negation is told after three looks over a day."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    assert days(watch, *[page(line)] * 4) == [3]


def test_any_text_is_told_where_it_stays_for_a_month() -> None:
    """Nothing that stands at a restless place for good is kept from readers, whatever it says."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    assert days(watch, *[page("Oak furniture is our pride.")] * 40) == [31]


def test_repeated_neighbours_make_a_place_no_wider() -> None:
    """Where a neighbour stands in the text more than once, the place is where the two are nearest."""
    lines = [line for number in range(6) for line in (POLICY[number], "Legal basis: consent.")]
    pages = [text(*lines, noise, *POLICY[6:]) for noise in NOISE]
    watch = Watch(pages[0])
    watch.check(pages[1], pages[2])
    assert watch.check(text(*lines[:4], OTHER, *lines[5:], NOISE[3], *POLICY[6:])) != []


def test_what_one_look_alone_shows_is_not_told_with_an_edit() -> None:
    """A section that is missing only in the look that confirms an edit is not told as removed."""
    watch = Watch(text(*POLICY))
    assert watch.check(text(*POLICY, OTHER), text(*POLICY[:3], *POLICY[6:], OTHER), text(*POLICY, OTHER)) == [OTHER]
    assert watch.check(text(*POLICY, OTHER)) == []


def test_a_clock_that_was_ahead_delays_nothing() -> None:
    """What was seen at a restless place by a clock that was ahead counts from the next look."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    watch.check(page(OTHER), after=60 * DAY)
    watch.at -= 60 * DAY
    assert days(watch, *[page(OTHER)] * 4)[0] <= 3


def test_a_period_that_was_raised_once_is_no_noise() -> None:
    """An edit of a period is told at once, be it the second of the sentence and in words that the policy has nowhere else."""
    line = "Dormant shelves vanish after {} months."
    watch = Watch(page(line.format(24)))
    for months in (60, 90):
        assert watch.check(page(line.format(months))) == [line.format(months)]
        assert not watch.places


def test_a_number_that_turns_is_not_told_with_an_edit_elsewhere() -> None:
    """What is another at every look is taken along by nothing, whatever words stand around it."""
    line = "Seen {} times so far this week."
    watch = Watch(page(line.format(0)))
    watch.check(page(line.format(37)), page(line.format(74)))
    edited = [*POLICY, OTHER]
    assert watch.check(page(line.format(111), policy=edited), page(line.format(148), policy=edited)) == [OTHER]


def test_a_day_and_a_count_beside_it_are_told_once() -> None:
    """Where a clause says the day in one sentence and a count in the next, no edit elsewhere takes the count along."""
    line = "As of {} March 2026. This policy holds for {} shops."
    watch = Watch(page(line.format(9, 30)))
    assert watch.check(page(line.format(10, 31))) == [line.format(10, 31)]
    for turn in range(11, 15):
        assert watch.check(page(line.format(turn, turn + 21))) == []
    edited = [*POLICY, OTHER]
    assert watch.check(page(line.format(15, 36), policy=edited)) == [OTHER]


@pytest.mark.parametrize("form", ["{noise}\n{edit}", "{edit}\n{noise}", "{noise} {edit}", "{edit} {noise}"])
def test_what_is_told_at_a_place_leaves_it_one_place(form: str) -> None:
    """A sentence that stays beside words that turn, in a clause with them or not, is told once, and stands at one place."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    for look in range(3, 60, 3):
        noises = [NOISE[(look + turn) % len(NOISE)] for turn in range(3)]
        lines = [form.format(noise=noise, edit=OTHER).split("\n") for noise in noises]
        watch.check(*(text(*POLICY[:10], *some, *POLICY[10:]) for some in lines))
    (told_once,) = watch.told
    assert [OTHER in clause.text for change in told_once.comparison.changes for clause in change.new] == [True]
    (place,) = watch.places
    assert place.texts[-1] == OTHER
    assert OTHER in place.now


INNER = RestlessPlace(before="We keep.", after="We sell.", is_open=True, since=NOW, last_at=NOW)
OUTER = replace(INNER, after="We end.")
SOME = ("We begin.", "We keep.", "Kites fly.", "We sell.", "Read 7 times. We end.")


@pytest.mark.parametrize(
    ("lines", "places", "kept"),
    [
        (SOME[:4], (OUTER, INNER), (OUTER, INNER)),
        ((*SOME[:4], "We end."), (INNER, OUTER), (OUTER,)),
        ((*SOME[:4], "We end."), (INNER, replace(OUTER, is_open=False)), (INNER, replace(OUTER, is_open=False))),
        (
            (*SOME[:4], "We end."),
            (INNER, replace(OUTER, is_set_still=True)),
            (INNER, replace(OUTER, is_set_still=True)),
        ),
        (
            (*SOME[:4], "We end."),
            (OUTER, replace(INNER, is_set_still=True)),
            (OUTER, replace(INNER, is_set_still=True)),
        ),
        (SOME, (replace(OUTER, after=""), replace(INNER, before="", after="", pattern="⋯ We end.")), ()),
        (SOME, (replace(OUTER, after=""), replace(INNER, before="", after="", pattern="Read ⋯ times. We end.")), None),
        (SOME, (INNER,), (INNER,)),
    ],
    ids=["not found", "within", "of known texts", "set still", "inner set still", "sentence", "words", "alone"],
)
def test_a_place_within_another_is_no_place_of_its_own(lines, places, kept) -> None:
    """Whole sentences that vary within a place at which any text may stand are left to it; all else stays."""
    expected = places if kept is None else kept or places[:1]
    assert outermost(text(*lines).clauses, places) == expected


@pytest.mark.parametrize("form", ["{stays} {goes} {noise}", "{stays} {noise} {goes}"])
def test_of_a_clause_with_words_that_turn_only_what_went_is_told_as_gone(form: str) -> None:
    """A right that is taken out of a clause beside words that turn is told without the sentences that still stand there."""
    stays, goes = "Ask us at any time what we know about you.", "You may object to advertising at any time."

    def looks(*, is_edited: bool) -> list[PolicyText]:
        clauses = [form.format(stays=stays, goes="" if is_edited else goes, noise=noise) for noise in NOISE]
        return [page(" ".join(clause.split())) for clause in clauses]

    before, after = looks(is_edited=False), looks(is_edited=True)
    watch = Watch(before[0])
    for _ in range(3):
        watch.check(*before)
    while not watch.told and watch.at < NOW + 10 * DAY:
        watch.check(*after)
    (change,) = watch.told[0].comparison.changes
    assert change.kind is ChangeKind.MODIFIED
    gone = "".join(text for op, text in change.redline if op is RedlineOp.DELETE)
    assert goes in gone
    assert stays not in gone
