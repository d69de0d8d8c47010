"""Whether somebody wants to hear of a change, and when."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import InvalidInputError
from monitor.core.notices.choosing import MOST_LOOKED, due, health_tellings, is_wanted, said_of, tellings
from monitor.core.notices.chosen import choice_fields, make_choice
from monitor.core.notices.following import choice_words, followed_words
from monitor.core.records import ChangeKind, Choice, News, Pace, Significance, Subscription
from tests.mail.samples import added, clause, reworded

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
DAILY, WEEKLY = Choice(pace=Pace.DAILY), Choice(pace=Pace.WEEKLY)


def news(*changes, kind="privacy", significance=Significance.MATERIAL, is_silent=False):
    """A change as it decides who hears of it."""
    return News(kind=kind, significance=significance, is_silent=is_silent, changes=changes or (reworded(),))


@pytest.mark.parametrize(
    ("chosen", "change", "wanted"),
    [
        ({}, news(significance=Significance.MINOR), True),
        ({"least": "material"}, news(significance=Significance.MINOR), False),
        ({"least": "material"}, news(), True),
        ({"silent_only": True}, news(), False),
        ({"silent_only": True}, news(is_silent=True), True),
        ({"kinds": ["dpa", "subprocessors"]}, news(), False),
        ({"kinds": ["dpa", "privacy"]}, news(), True),
        ({"topics": ["third-party"]}, news(), False),
        ({"topics": ["third-party", "retention"]}, news(), True),
        ({"topics": ["retention"]}, news(reworded(significance=Significance.COSMETIC), reworded(topics=())), False),
        ({"topics": ["retention"], "least": "material"}, news(reworded(significance=Significance.MINOR)), False),
        ({"phrases": ["model training"]}, news(), False),
        ({"phrases": ["model training"]}, news(added("Used for the training of models.")), False),
        ({"phrases": ["model training"]}, news(added("We use it for model-training, too.")), True),
    ],
)
def test_a_change_is_wanted_where_all_that_was_chosen_fits(chosen, change, wanted):
    """A subscription is to what has its significance, kind, topics, silence and phrases, all of them."""
    assert is_wanted(make_choice(chosen), change) is wanted


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("model training", "Your letters serve MODEL  Training."),
        ("model training", "for the models trained on it: model training"),
        ("privacy policy", "the privacy policies of others"),
        ("train* of models", "the trainings of models"),
        ("údaje o zdraví", "Zpracovavame udaje o zdravi."),
        ("decision", "automated decisions"),
        ("sell", "we are selling it"),
        ("人工智能", "用于人工智能训练"),
    ],
)
def test_a_phrase_is_found_in_its_forms(phrase, text):
    """Case, diacritics, white space and the ends of words say nothing; a star stands for any ending."""
    assert said_of([phrase], [added(text)]) == {phrase: (True, False)}


@pytest.mark.parametrize(
    ("phrase", "text"),
    [("model training", "a model for training"), ("data", "the date"), ("art", "artificial"), ("sell", "itself")],
)
def test_other_words_are_no_forms_of_a_phrase(phrase, text):
    """What merely begins alike is another word, and words of a phrase stand side by side."""
    assert said_of([phrase], [added(text, path=())]) == {phrase: (False, False)}


def test_what_a_clause_said_before_is_not_new():
    """A phrase comes or goes by the clauses that say it oftener or more rarely than they did; a move is neither."""
    says, other = clause("We use letters for model training."), clause("We keep letters.")
    moved = reworded(kind=ChangeKind.MOVED, old=(says,), new=(clause(says.text, path=("Elsewhere",)),))
    edited = reworded(old=(says,), new=(clause("We use all letters for model training."),))
    goes, comes = reworded(old=(says,), new=(other,)), reworded(old=(other,), new=(says,))
    phrase = "model training"
    assert [said_of([phrase], [one])[phrase] for one in (moved, edited, goes, comes)] == [
        (False, False),
        (False, False),
        (False, True),
        (True, False),
    ]
    assert said_of([phrase], [goes, comes])[phrase] == (True, True)


class Counted(tuple):
    """Clauses that count how often they are read."""

    __slots__ = ()
    read = 0

    def __iter__(self):
        """Read them."""
        Counted.read += 1
        return super().__iter__()


def subscriptions_to_phrases(count):
    """Subscriptions of as many, each to phrases of their own."""
    choices = [make_choice({"phrases": ["model training", f"letter {'x' * number}"]}) for number in range(1, count + 1)]
    return [
        Subscription(id=number, subscriber=number, address=f"{number}@reader.example", choice=choice)
        for number, choice in enumerate(choices)
    ]


def test_clauses_are_read_once_for_all_who_look_for_phrases():
    """However many look for phrases, and for how many, a change is read as often as for one of them."""
    change = news(added("", new=Counted([clause("We use letters for model training.")])))
    reads = []
    for count in (1, 40):
        Counted.read = 0
        assert len(tellings(subscriptions_to_phrases(count), change, NOW)) == count
        reads.append(Counted.read)
    assert reads[0] == reads[1]


def test_of_what_is_too_long_to_look_in_all_are_told():
    """Where phrases are not looked for, those who look for one hear of the change."""
    text = "We keep letters. " * (MOST_LOOKED // 17 + 1)
    assert said_of(["model training"], [added(text)]) == {}
    assert is_wanted(make_choice({"phrases": ["model training"]}), news(added(text)))
    assert len(tellings(subscriptions_to_phrases(2), news(added(text)), NOW)) == 2
    assert not is_wanted(make_choice({"phrases": ["model training"]}), news(added(text[: MOST_LOOKED // 2])))


def test_a_heading_says_what_stands_under_it():
    """A clause that comes under a heading with the phrase newly says it."""
    assert said_of(["model training"], [added("We use your letters.", path=("Model training",))]) == {
        "model training": (True, False)
    }
    assert said_of(["training we"], [added("We use it.", path=("Model training",))]) == {"training we": (False, False)}


@pytest.mark.parametrize(
    ("chosen", "at", "wanted"),
    [
        ({}, "2026-03-04T12:00", "2026-03-04T12:00"),
        ({"when": "daily 08:00"}, "2026-03-04T07:59", "2026-03-04T08:00"),
        ({"when": "daily 08:00"}, "2026-03-04T08:00", "2026-03-05T08:00"),
        ({"when": "daily 08:00", "time_zone": "Asia/Tokyo"}, "2026-03-04T12:00", "2026-03-04T23:00"),
        ({"when": "weekly fri 17:30"}, "2026-03-04T12:00", "2026-03-06T17:30"),
        ({"when": "weekly wed 08:00"}, "2026-03-04T12:00", "2026-03-11T08:00"),
        ({"when": "weekly mon 08:00", "time_zone": "Pacific/Auckland"}, "2026-03-04T12:00", "2026-03-08T19:00"),
        # clocks of Prague go from 2 to 3 on 29 March, and from 3 to 2 on 25 October
        ({"when": "daily 08:00", "time_zone": "Europe/Prague"}, "2026-03-28T12:00", "2026-03-29T06:00"),
        ({"when": "daily 08:00", "time_zone": "Europe/Prague"}, "2026-10-24T12:00", "2026-10-25T07:00"),
        ({"when": "daily 02:30", "time_zone": "Europe/Prague"}, "2026-03-28T12:00", "2026-03-29T01:30"),
        ({"when": "daily 02:30", "time_zone": "Europe/Prague"}, "2026-10-24T12:00", "2026-10-25T00:30"),
        ({"when": "daily 02:30", "time_zone": "Europe/Prague"}, "2026-10-25T00:30", "2026-10-26T01:30"),
        ({"quiet": "22:00-07:00"}, "2026-03-04T21:59", "2026-03-04T21:59"),
        ({"quiet": "22:00-07:00"}, "2026-03-04T22:00", "2026-03-05T07:00"),
        ({"quiet": "22:00-07:00"}, "2026-03-05T03:00", "2026-03-05T07:00"),
        ({"quiet": "22:00-07:00"}, "2026-03-05T07:00", "2026-03-05T07:00"),
        ({"quiet": "12:00-13:00", "time_zone": "Europe/Prague"}, "2026-03-04T11:15", "2026-03-04T12:00"),
    ],
)
def test_mail_is_due_at_the_time_that_was_chosen(chosen, at, wanted):
    """A digest comes at the next time of its clock, also where that is set forward or back; at night mails may wait."""
    moment = datetime.fromisoformat(f"{at}+00:00")
    assert due(make_choice(chosen), moment) == datetime.fromisoformat(f"{wanted}+00:00")


_TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
_ZONES = st.sampled_from(["UTC", "Europe/Prague", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo"])
_PACED = st.builds(Choice, pace=st.sampled_from(Pace), at=_TIMES, weekday=st.integers(0, 6), time_zone=_ZONES)
_MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001


@given(choice=_PACED, at=_MOMENTS)
def test_a_digest_is_always_ahead_and_never_far(choice, at):
    """It comes later than what it tells, within a day or a week and the hour by which clocks are set."""
    found = due(choice, at)
    most = {Pace.AT_ONCE: timedelta(0), Pace.DAILY: timedelta(hours=25), Pace.WEEKLY: timedelta(days=7, hours=1)}
    assert at <= found <= at + most[choice.pace]
    if choice.pace is not Pace.AT_ONCE:
        local = found.astimezone(ZoneInfo(choice.time_zone))
        shifted = (local - timedelta(hours=1)).time()
        assert choice.at in {local.time().replace(second=0), shifted}
        assert found > at


def test_a_zone_that_is_known_no_longer_is_utc():
    """A digest at another hour is better than none."""
    assert due(Choice(pace=Pace.DAILY, time_zone="Atlantis/Poseidonis"), NOW) == NOW.replace(day=5, hour=8)


def subscription(number, choice, *, subscriber=1, **what):
    """A subscription of somebody."""
    return Subscription(id=number, subscriber=subscriber, address="ada@reader.example", choice=choice, **what)


def test_a_change_is_told_once_and_by_the_first_way():
    """Of several subscriptions that want a change the one by which its reader hears first has it told; each reader once."""
    weekly, daily, topical = (
        subscription(1, WEEKLY),
        subscription(2, DAILY),
        subscription(3, make_choice({"topics": ["security"]})),
    )
    other = subscription(4, WEEKLY, subscriber=2)
    told = tellings([weekly, daily, topical, other], news(), NOW)
    assert [(one.subscription.id, one.due) for one in told] == [
        (2, due(DAILY, NOW)),
        (4, due(WEEKLY, NOW)),
    ]


def test_blind_watches_are_told_to_those_who_want_that():
    """What was chosen of changes does not hide that a watch is blind, unless it is another kind of document."""
    phrase = subscription(1, make_choice({"phrases": ["model training"], "least": "material"}))
    no_health = subscription(2, make_choice({"health": False}), subscriber=2)
    other_kind = subscription(3, make_choice({"kinds": ["terms"]}), subscriber=3)
    told = health_tellings([phrase, no_health, other_kind], "privacy", NOW)
    assert [one.subscription.id for one in told] == [1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"when": "hourly"}, "'hourly' is no time for mails"),
        ({"when": "daily at noon"}, "'noon' is no time of day"),
        ({"when": "daily 25:00"}, "'25:00' is no time of day"),
        ({"when": "weekly t 08:00"}, "'weekly t 08:00' is no time for mails"),
        ({"when": "daily 08:00 09:00"}, "is no time for mails"),
        ({"time_zone": "Mars/Base"}, "'Mars/Base' is no time zone"),
        ({"quiet": "22:00"}, "'22:00' are no quiet hours"),
        ({"quiet": "7-7"}, "would never end"),
        ({"quiet": "22-7", "when": "daily"}, "quiet hours are for mails at once"),
        ({"least": "cosmetic"}, "'cosmetic' is no least significance; known are minor, material"),
        ({"topics": ["shoes"]}, "'shoes' is no topic"),
        ({"kinds": ["novel"]}, "'novel' is no kind"),
        ({"phrases": ["..."]}, "'...' cannot be looked for"),
        ({"phrases": ["*"]}, "'*' cannot be looked for"),
        ({"phrases": ["x" * 101]}, "cannot be looked for"),
        ({"phrases": [f"word{n}" for n in range(21)]}, "21 phrases are too many"),
    ],
)
def test_what_cannot_be_understood_is_refused(fields, said):
    """A choice that would never tell anything, or something else than was meant, is told in one line."""
    with pytest.raises(InvalidInputError) as refused:
        make_choice(fields)
    assert said in str(refused.value)


_CHOICES = st.builds(
    Choice,
    pace=st.sampled_from([Pace.DAILY, Pace.WEEKLY]),
    at=_TIMES,
    weekday=st.just(0),
    time_zone=_ZONES,
    least=st.sampled_from([Significance.MINOR, Significance.MATERIAL]),
    topics=st.sampled_from([(), ("retention",), ("do-not-track", "first-party")]),
    kinds=st.sampled_from([(), ("dpa", "terms")]),
    is_silent_only=st.booleans(),
    has_health=st.booleans(),
    has_reviews=st.booleans(),
    phrases=st.sampled_from([(), ("model training", "voz*")]),
)


@given(choice=_CHOICES)
def test_a_choice_is_read_as_it_was_written(choice):
    """What is exported gives the same choice again."""
    assert make_choice(choice_fields(choice)) == choice


def test_a_choice_in_words():
    """Each part of a choice that is not the usual one is said."""
    weekly = make_choice({"when": "weekly, fri at 17", "time_zone": "europe/prague", "topics": ["sharing with others"]})
    assert choice_words(weekly) == "weekly on Friday at 17:00 (Europe/Prague), only sharing with others"
    quiet = Choice(quiet=(time(22), time(7)), has_health=False, least=Significance.MATERIAL)
    assert choice_words(quiet) == (
        "at once, but not from 22:00 to 07:00 (UTC), material changes only, not of blind watches"
    )
    phrases = make_choice({"phrases": ["voice", "model training"]})
    assert followed_words(subscription(1, phrases, tag="eu")) == (
        "“model training” or “voice” in every watch tagged “eu”"
    )
    assert followed_words(subscription(1, Choice())) == "all watches"
    assert followed_words(subscription(1, Choice(), watch="acme"), "Acme") == "Acme"
