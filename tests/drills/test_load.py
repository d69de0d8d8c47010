from __future__ import annotations

import pytest

from tests.load import under_load


@pytest.mark.timeout(300)
def test_readers_and_members_are_answered_while_the_schedule_runs(tmp_path):
    """Nobody waits in vain for the store, and each act that was answered as done is kept, while pages are checked."""
    load = under_load(tmp_path, seconds=20, watches=12)
    assert load.wrong == []
    assert load.answers["200"] > 0
    assert sum(load.acts.values()) > 0
    assert load.checks > 0
