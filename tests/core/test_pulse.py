from __future__ import annotations

import pytest

from monitor.core.pulse import FIRST_SIGN, Bounds, Pulse

BOUNDS = Bounds(silence=3, standstill=8, leave=4)


def after(signs: str, pulse: Pulse | None = None, *, is_leaving: bool = False) -> Pulse:
    """Return the pulse after signs: "." a silent second, "b" a beat that counts what the last did, "m" one more, "r" a result."""
    pulse = pulse or Pulse()
    for sign in signs:
        if sign == ".":
            pulse = pulse.missed(is_leaving=is_leaving)
        elif sign == "r":
            pulse = pulse.moved()
        else:
            pulse = pulse.beaten(pulse.moves + (sign == "m"), is_leaving=is_leaving)
    return pulse


@pytest.mark.parametrize(
    ("signs", "trouble"),
    [
        ("", ""),
        ("m..", ""),
        ("m...", "it gave no sign of life for 3 seconds"),
        ("m..b..b..", "it did not get on for 8 seconds"),
        ("m" + "b" * 7, ""),
        ("m" + "b" * 8, "it did not get on for 8 seconds"),
        ("m" + "b" * 7 + "r" + "b" * 7, ""),
        ("mbbbbbbm" * 50, ""),
        ("r..r..r..", ""),
        ("." * (FIRST_SIGN - 1), ""),
        ("." * FIRST_SIGN, f"it gave no sign of life for {FIRST_SIGN} seconds"),
    ],
)
def test_a_crawl_is_given_up_at_its_bounds_and_not_before(signs, trouble):
    """Silence and standstill are counted apart; a beat ends the one, a result or a beat that counts more ends both."""
    assert after(signs).trouble(BOUNDS) == trouble


def test_a_crawl_that_was_asked_to_stop_is_given_its_time():
    """From the moment it is asked, beats and silent seconds count against the time it has to leave."""
    pulse = after("mmm")
    assert after("b..", pulse, is_leaving=True).trouble(Bounds(silence=9, standstill=9, leave=4)) == ""
    assert "did not stop" in after("b..b", pulse, is_leaving=True).trouble(Bounds(silence=9, standstill=9, leave=4))
