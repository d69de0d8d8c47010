from __future__ import annotations

import shutil

import pytest

from tests.day import FINE, live


@pytest.mark.timeout(900)
@pytest.mark.skipif(not shutil.which("cc"), reason="the fast clock is built by a C compiler, and there is none")
def test_a_day_with_a_bad_clock_and_a_bad_mail_server_loses_nothing(tmp_path):
    """While the clock is set ahead and back and the mail server fails, every edit is told once and no check is missed."""
    day = live(tmp_path, watches=60, hours=3.0, every_minutes=20, edits=12)
    assert day.wrong == []
    assert day.repeats == 0
    assert day.refused > 0
    assert set(day.reads) <= FINE
    assert day.checks >= 60 * 7
    assert day.code == 0
