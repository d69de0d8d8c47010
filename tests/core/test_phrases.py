from __future__ import annotations

import doctest
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import change_words, claims, failure_words, phrases
from monitor.core.records import (
    ChangeKind,
    CheckOutcome,
    Claim,
    FailureKind,
    Significance,
    SnapshotReason,
    WatchState,
)
from monitor.core.records.catalogues import MONTHS
from monitor.core.significance.lexicon import TOPICS

NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def test_doctests() -> None:
    """The examples in the docstrings are what the functions return."""
    failed, attempted = doctest.testmod(phrases)
    assert attempted > 5
    assert failed == 0
    assert doctest.testmod(claims).failed == 0
    assert doctest.testmod(change_words).failed == 0


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (failure_words.FAILURES, FailureKind),
        (phrases.STATES, WatchState),
        (phrases.OUTCOMES, CheckOutcome),
        (phrases.REASONS, SnapshotReason),
        (phrases.SIGNIFICANCES, Significance),
        (change_words.CHANGES, ChangeKind),
    ],
)
def test_every_code_has_words(table, codes) -> None:
    """No code reaches a person without phrases."""
    assert set(table) == set(codes)
    assert len(set(table.values())) == len(table)


def test_every_topic_has_words() -> None:
    """Each topic of the taxonomy has words, and none that does not exist."""
    assert set(phrases.TOPICS) <= set(TOPICS)
    told = {phrases.topic_words(topic) for topic in TOPICS}
    assert len(told) == len(TOPICS)
    assert not any(set("-_") & set(one) for one in told)


@pytest.mark.parametrize("kind", list(FailureKind))
def test_failure_says_what_and_what_to_do(kind) -> None:
    """Each failure is one sentence of fact and at least one of advice."""
    found = failure_words.failure_words(kind)
    assert found.what[0].isupper()
    assert not found.what.endswith(".")
    assert found.advice.endswith(".")


def test_http_status_is_named() -> None:
    """An HTTP error tells its status; other failures do not repeat a number that explains nothing."""
    assert "404" in failure_words.failure_words("http_error", 404).what
    assert "200" not in failure_words.failure_words("soft_404", 200).what


@pytest.mark.parametrize(
    ("status", "advice"), [(404, "gone"), (410, "gone"), (403, "let the monitor in"), (451, "where"), (503, "passes")]
)
def test_advice_is_for_the_status(status, advice) -> None:
    """What to do about an HTTP error depends on its status, and is said for that status alone."""
    said = failure_words.failure_words("http_error", status).advice
    assert advice in said
    assert "status" not in said


def test_a_status_is_told_once() -> None:
    """The detail of a failure is told where it adds something."""
    assert failure_words.met_words("http_error", 403, "the site answered with status 403").count("403") == 1
    assert failure_words.met_words("dns", None, "the host name was not found").endswith("(the host name was not found)")


def test_failure_of_a_later_version() -> None:
    """A kind this version does not know is still told."""
    assert "solar_flare" in failure_words.failure_words("solar_flare").what


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=59), "59 days ago"),
        (timedelta(days=60), "2 months ago"),
        (timedelta(days=729), "24 months ago"),
        (timedelta(days=730), "2 years ago"),
        (timedelta(seconds=-5), "in a moment"),
        (timedelta(minutes=-5), "in 5 minutes"),
        (timedelta(days=-3), "in 3 days"),
    ],
)
def test_ago(ago, expected) -> None:
    """A distance is told in the largest unit that still says enough."""
    assert phrases.ago_words(NOW - ago, NOW) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (60, "every minute"),
        (5_400, "every 90 minutes"),
        (604_800, "every week"),
        (1_209_600, "every 2 weeks"),
        (61, "every 61 seconds"),
    ],
)
def test_interval(seconds, expected) -> None:
    """An interval is told in the largest unit that divides it."""
    assert phrases.interval_words(seconds) == expected


@pytest.mark.parametrize("text", ["", "soon", "2024-13", "2024-", "٢٠٢٤-٠٧", "2024-07-01-05", "<b>"])
def test_no_stated_date(text) -> None:
    """What is no date is shown as it is, never guessed at."""
    assert phrases.stated_words(text) == text


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis takes bounds without a zone
def test_moment_reads_back(moment) -> None:
    """A time told in words loses nothing above the second's place."""
    day, month, year, clock, zone = phrases.moment_words(moment).replace(",", "").split()
    assert zone == "UTC"
    assert (int(day), MONTHS.index(month) + 1, int(year)) == (moment.day, moment.month, moment.year)
    assert clock == f"{moment.hour:02}:{moment.minute:02}"


def test_the_page_on_outcomes_has_every_kind() -> None:
    """docs/outcomes.md tells each kind in the words of the product."""
    text = (Path(__file__).parents[2] / "docs" / "outcomes.md").read_text(encoding="utf-8")
    assert all(f"| `{kind}` | {told.what}. | {told.advice} |" in text for kind, told in failure_words.FAILURES.items())


def test_a_text_that_no_look_had_before_is_no_earlier_one() -> None:
    """What is told once of a clause that varies is called that; what came back is called so."""
    assert claims.told_as(Claim.ALTERNATES, "en", "en", is_return=False).startswith("a clause of the policy varies")
    assert claims.told_as(Claim.ALTERNATES, "en", "en") == "an earlier text returned and stayed this time"
