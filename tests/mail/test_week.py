"""A week of a team that watches its suppliers: who got what, when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from monitor.core.notices.chosen import make_choice
from monitor.core.records import DigestContent, FailureKind, Fetched, FetchFailure, HealthContent, NoticeKind
from monitor.mail.compose import compose
from storage import outbox
from storage.database import open_file, writing
from storage.enqueue import enqueue
from storage.notices import notice_content
from storage.spells import note_failure
from storage.subscriptions import put_subscription
from tests.mail.samples import added, put_change, put_watch, reworded

if TYPE_CHECKING:
    from monitor.core.records import AnyContent

PRAGUE, NEW_YORK = ZoneInfo("Europe/Prague"), ZoneInfo("America/New_York")
# from nine on a Monday in Prague, where clocks are set forward on the Sunday, to the evening of the next Monday
START, HOURS = datetime(2026, 3, 23, 8, 0, tzinfo=UTC), 7 * 24 + 10
WATCHES, CHANGES, BLIND = 200, 70, 5
WINDOW = timedelta(minutes=10)
TEAM = {
    "lead": {"when": "weekly mon 08:00", "time_zone": "Europe/Prague"},
    "duty": {},
    "night": {"quiet": "18:00-09:00", "time_zone": "America/New_York"},
    "daily": {"when": "daily 07:30", "time_zone": "Europe/Prague"},
    "counsel": {"when": "daily 17:00", "time_zone": "Europe/Prague", "least": "material", "health": False},
    "trainer": {"phrases": ["model training"]},
}


ZONES = {who: NEW_YORK if who == "night" else PRAGUE for who in TEAM}


@dataclass(frozen=True, kw_only=True)
class Happening:
    """A change of the week.

    Args:
        at: when.
        watch: the number of the watch.
        is_material: whether it is.
        says: whether a clause newly says "model training".
    """

    at: datetime
    watch: int
    is_material: bool
    says: bool


@dataclass
class Week:
    """What happened and what everybody got.

    Args:
        changes: by number of the change.
        mails: who got what when.
    """

    changes: dict[int, Happening] = field(default_factory=dict)
    mails: list[tuple[datetime, str, AnyContent]] = field(default_factory=list)

    def of(self, who: str) -> list[tuple[datetime, AnyContent]]:
        """Return the mails of one, in the order in which they came."""
        return [(at, content) for at, name, content in self.mails if name == who]

    def told(self, who: str) -> list[int]:
        """Return the changes that one heard of."""
        return sorted(number for _, content in self.of(who) for number in told(content))


def told(content: AnyContent) -> list[int]:
    """Return the changes that a mail tells."""
    if isinstance(content, DigestContent):
        return [change.change_id for change in content.changes]
    return [] if isinstance(content, HealthContent) else [content.change_id]


def happenings() -> list[Happening]:
    """Return seventy changes, in bursts of rounds every six hours, each a minute after the other."""
    return [
        Happening(
            at=START + timedelta(hours=6 * (number % 27) + 1, minutes=number // 27),
            watch=(7 * number) % (WATCHES - BLIND) + 1,
            is_material=number % 3 == 0,
            says=number % 10 == 0,
        )
        for number in range(CHANGES)
    ]


@pytest.fixture(scope="module")
def week() -> Week:
    """The week, minute by minute, of the store and its sender."""
    store, found = open_file(":memory:"), Week()
    minor = reworded(significance="minor")
    with writing(store) as conn:
        watches = [put_watch(conn, f"supplier-{number}", tags=("vendor",)) for number in range(WATCHES)]
        for name, fields in TEAM.items():
            where = {"watch_id": None, "tag": None if name == "trainer" else "vendor"}
            put_subscription(conn, email=f"{name}@team.example", choice=make_choice(fields), now=START, **where)
    due = sorted(happenings(), key=lambda one: one.at)
    for minute in range(60 * HOURS):
        now = START + timedelta(minutes=minute)
        while due and due[0].at <= now:
            one = due.pop(0)
            with writing(store) as conn:
                clause = (
                    added("We use it for model training.") if one.says else reworded() if one.is_material else minor
                )
                change = put_change(conn, watches[one.watch - 1], [clause], at=now)
                conn.execute(
                    "UPDATE changes SET significance = ? WHERE id = ?",
                    ["material" if one.is_material else "minor", change],
                )
                enqueue(conn, change_id=change, watch_id=one.watch, at=now, domain="team.example", group_window=WINDOW)
            found.changes[change] = one
        if minute == 30 * 60:
            for watch in watches[-BLIND:]:
                go_blind(store, watch, now)
        for claim in outbox.claim(store, now=now, limit=100, lease_seconds=600, health_quota=3, group_window=WINDOW):
            content = notice_content(store, claim.notice_id)
            assert content is not None
            mail = compose(content, sender="watch@team.example", public_url="https://policies.team.example")
            assert len(mail.as_bytes()) <= 100_000
            found.mails.append((now, content.address.partition("@")[0], content))
            outbox.sent(store, claim, at=now)
    store.close()
    return found


def go_blind(store, watch, now):
    """Let a watch fail for good."""
    failure = FetchFailure(kind=FailureKind.TIMEOUT, detail="no answer")
    fetched = Fetched(watch_id=watch, at=now, status=None, url="", failure=failure)
    with writing(store) as conn:
        conn.execute("UPDATE watches SET failures = 3, failing_since = ? WHERE id = ?", ["2026-03-24T00:00:00Z", watch])
        note_failure(conn, fetched, failure, blind_after=3, domain="team.example")


@pytest.mark.parametrize(
    ("who", "wants"),
    [
        ("lead", lambda _: True),
        ("duty", lambda _: True),
        ("night", lambda _: True),
        ("daily", lambda _: True),
        ("counsel", lambda one: one.is_material),
        ("trainer", lambda one: one.says),
    ],
)
def test_everybody_hears_of_what_they_chose_once(week, who, wants):
    """Each of the team is told of every change that was chosen, and of no other, once."""
    assert week.told(who) == sorted(number for number, one in week.changes.items() if wants(one))


def test_mails_come_when_they_were_asked_for(week):
    """A table of who got how many mails on which day, at which hours of their own."""
    table = {who: Counter(at.astimezone(zone).strftime("%a") for at, _ in week.of(who)) for who, zone in ZONES.items()}
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert {who: [counts[day] for day in days] for who, counts in table.items()} == {
        "lead": [1, 0, 0, 0, 0, 0, 0],
        "daily": [1, 1, 1, 1, 1, 1, 1],
        "counsel": [1, 1, 1, 1, 1, 1, 1],
        "duty": [3, 5, 4, 4, 4, 4, 4],
        "night": [3, 4, 3, 3, 3, 3, 3],
        "trainer": [1, 3, 1, 1, 0, 1, 1],
    }
    hours = {who: {at.astimezone(zone).strftime("%H:%M") for at, _ in week.of(who)} for who, zone in ZONES.items()}
    assert hours["lead"] == {"08:00"}
    assert hours["daily"] == {"07:30"}
    assert hours["counsel"] == {"17:00"}
    assert all("09:00" <= hour < "18:00" for hour in hours["night"])


def test_a_round_is_one_mail_within_the_window(week):
    """Nobody who hears at once gets two mails of one round, and each comes ten minutes after its first change."""
    for at, content in week.of("duty"):
        if not isinstance(content, HealthContent):
            first = min(week.changes[number].at for number in told(content))
            assert at - first == WINDOW
    sizes = Counter(len(told(content)) for _, content in week.of("duty"))
    assert max(sizes) == 3


def test_blind_watches_are_told_once_to_those_who_want_that(week):
    """At once in one mail, in the digests of the others, and not at all to who asked for none."""
    heard = {}
    for who in TEAM:
        for _, content in week.of(who):
            items = content.health if isinstance(content, DigestContent) else getattr(content, "items", ())
            heard.setdefault(who, []).extend(item.watch_slug for item in items)
    blind = sorted(f"supplier-{number}" for number in range(WATCHES - BLIND, WATCHES))
    assert {who: sorted(slugs) for who, slugs in heard.items()} == {
        **dict.fromkeys(TEAM, blind),
        "counsel": [],
    }
    of_duty = [content for _, content in week.of("duty") if isinstance(content, HealthContent)]
    assert [len(content.items) for content in of_duty] == [BLIND]


def test_the_weekly_digest_has_the_week(week):
    """The lead gets one mail on the Monday after, with all seventy changes and the blind watches."""
    ((at, content),) = week.of("lead")
    assert at.astimezone(PRAGUE) == datetime(2026, 3, 30, 8, 0, tzinfo=PRAGUE)
    assert (content.kind, content.count, len(content.health)) == (NoticeKind.WEEKLY, CHANGES, BLIND)
