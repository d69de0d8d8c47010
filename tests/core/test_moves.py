from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.domains import is_elsewhere, registered_domain
from monitor.core.moves import address_after, address_to_ask
from monitor.core.records import Fetched, Known
from monitor.core.retry_after import LONGEST, parse_retry_after
from monitor.core.schedule import next_check

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
OWN, NEW, NEWER = "https://example.org/privacy", "https://example.org/legal", "https://example.org/legal/2"


@pytest.mark.parametrize(("failures", "asked"), [(0, NEW), (1, OWN), (2, NEW), (3, OWN)])
def test_the_two_addresses_take_turns(failures, asked):
    """While checks fail, the new and the old address are asked in turns."""
    assert address_to_ask(Known(watch_id=1, url=OWN, moved_to=NEW, failures=failures)) == asked
    assert address_to_ask(Known(watch_id=1, url=OWN, failures=failures)) == OWN


@pytest.mark.parametrize(
    ("before", "asked", "moved_to", "after"),
    [
        ("", OWN, "", ""),
        ("", OWN, NEW, NEW),
        (NEW, NEW, "", NEW),
        (NEW, NEW, NEWER, NEWER),
        (NEW, NEW, OWN, ""),
        (NEW, OWN, "", ""),
        (NEW, OWN, NEW, NEW),
        (NEW, "", "", ""),
    ],
)
def test_what_is_remembered_of_a_move(before, asked, moved_to, after):
    """A permanent redirect is remembered, a page found at its own address again ends that."""
    fetched = Fetched(watch_id=1, at=NOW, status=200, url=NEW, asked=asked, moved_to=moved_to)
    assert address_after(Known(watch_id=1, url=OWN, moved_to=before), fetched) == after


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.example.co.uk/x", "example.co.uk"),
        ("https://legal.example.com:8443/", "example.com"),
        ("https://one.github.io/", "one.github.io"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("http://[::1]:80/", "::1"),
        ("http://localhost/", "localhost"),
    ],
)
def test_registered_domains(url, domain):
    """The registered domain is what an owner registered; a host without one stands for itself."""
    assert registered_domain(url) == domain


def test_a_subdomain_is_not_elsewhere():
    """Hosts of one domain belong together, those of one public suffix do not."""
    assert not is_elsewhere("https://www.example.org/a", "https://legal.example.org/b")
    assert is_elsewhere("https://a.co.uk/", "https://b.co.uk/")


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta(0)),
        ("999999999999", LONGEST),
        ("Sun, 01 Mar 2026 09:30:00 GMT", timedelta(hours=1)),
        ("Sunday, 01-Mar-26 09:30:00 GMT", timedelta(hours=1)),
        ("Sun, 01 Mar 2020 09:30:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
        ("Sun, 01 Mar 2099 09:30:00 GMT", LONGEST),
        ("", None), ("soon", None), ("-5", None), ("1.5", None), ("1e9", None), ("\u0665", None), ("9" * 400, None),
    ],
)  # fmt: skip
def test_retry_after_is_read_in_both_forms(text, away):
    """Seconds and dates are heeded up to 7 days; what is neither is ignored."""
    assert parse_retry_after(text, now=NOW) == (None if away is None else NOW + away)


@given(st.text())
def test_no_retry_after_is_too_strange(text):
    """Whatever the header holds, the time is none or within bounds."""
    found = parse_retry_after(text, now=NOW)
    assert found is None or NOW <= found <= NOW + LONGEST


@given(st.timedeltas(timedelta(0), timedelta(days=30)), st.integers(300, 10**7), st.integers(1, 20))
def test_a_site_puts_a_check_off_within_bounds(asked, every, failures):
    """Retry-After never brings a check forward, and puts it off by 7 days at most."""
    usual = next_check(NOW, every_seconds=every, watch_id=7, failures=failures)
    due = next_check(NOW, every_seconds=every, watch_id=7, failures=failures, retry_at=NOW + asked)
    assert due == max(usual, NOW + min(asked, LONGEST))
