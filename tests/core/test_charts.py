from __future__ import annotations

import doctest
from datetime import datetime

import pytest

from monitor.core import charts
from monitor.core.charts import age_of, ages_chart, changes_chart, failures_chart, months_until, silent_chart

NOW = datetime(2026, 3, 10)  # noqa: DTZ001 - only its month is read
MONTHS = months_until(NOW, 12)


def test_doctests() -> None:
    """The examples in the docstrings are what the functions return."""
    assert doctest.testmod(charts).failed == 0


def test_months_end_with_this_one() -> None:
    """A chart's months are in order, end with the present one, and none is left out where nothing happened."""
    assert [month.key for month in MONTHS][::11] == ["2025-04", "2026-03"]
    chart = changes_chart(MONTHS, {("2026-01", "material"): 2})
    assert chart.totals == (0,) * 9 + (2, 0, 0)


def test_what_has_no_substance_is_one_series() -> None:
    """Cosmetic changes and those without significance are counted as one, and what lies outside the months not at all."""
    chart = changes_chart(MONTHS, {("2026-03", "none"): 1, ("2026-03", "cosmetic"): 2, ("2024-03", "minor"): 9})
    assert [sum(one.counts) for one in chart.series] == [0, 0, 3]


def test_chart_says_what_it_shows() -> None:
    """A chart says in words how many there were, of which series, and when most."""
    chart = changes_chart(MONTHS, {("2026-01", "material"): 1, ("2025-07", "minor"): 1200})
    assert chart.says == "1,201 changes: 1 material, 1,200 minor. Most: July 2025 (1,200)."


def test_share_is_of_its_month() -> None:
    """The share of silent changes is that of the month's changes of substance, and of a month without any there is none."""
    chart = silent_chart(MONTHS, {("2026-03", "silent"): 1, ("2026-03", "said"): 2})
    assert chart.heads == ("month", "silent", "not silent", "share")
    assert [cells for _, cells in chart.rows[-2:]] == [("0", "0", ""), ("1", "2", "33 %")]
    assert chart.says == "1 of 3 changes of substance (33 %) silent."


@pytest.mark.parametrize(
    ("stated", "age"),
    [
        ("2026-03-09", "less than 3 months"),
        ("2026-03", "less than 3 months"),
        ("2026-04-01", "dated in the future"),
        ("2025-12", "3 to 6 months"),
        ("2025-03-31", "1 to 2 years"),
        ("2025", "1 to 2 years"),
        ("1999-01-01", "5 years or more"),
        ("<u>today</u>", "no date stated"),
        ("2026-x", "no date stated"),
        ("²⁰²⁶-03", "no date stated"),
    ],
)
def test_age_is_that_of_the_stated_date(stated, age) -> None:
    """A policy is as old as the date that it states, in whole months; what is no date is none."""
    assert age_of(stated, NOW) == age


def test_each_watch_has_one_age() -> None:
    """Every watch is counted once, whatever date it states."""
    assert sum(ages_chart(NOW, [("2026", 3), ("", 2), ("odd", 1), ("9999", 1)]).totals) == 7


def test_nothing_says_what_to_do() -> None:
    """Where nothing was counted the chart says so, and that no check failed is told from that none was made."""
    assert "clausewatch check" in ages_chart(NOW, []).says
    assert failures_chart([], "1 March 2026").says != failures_chart([], "").says
