from __future__ import annotations

import pytest

from tests.hostile import WAYS
from tests.siege import siege


@pytest.mark.timeout(900)
def test_hostile_watches_keep_no_honest_one_from_being_checked(tmp_path):
    """Where a fifth of the watches is hostile in every known way, all others are read, and the table tells each right."""
    alone, besieged = siege(tmp_path, honest=4 * len(WAYS), hostile=len(WAYS))
    assert alone.wrong == ()
    assert besieged.wrong == ()
    assert besieged.code == 0
    assert besieged.peak_bytes < 1_000_000_000
