from __future__ import annotations

import pytest

from tests.killing import KINDS, Ground, plans

PLANS = plans(5 * len(KINDS), seed=11)  # `benchmarks/kill.py --kills 200` takes more moments


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Prepare the stores that are killed over and over."""
    with Ground(tmp_path_factory.mktemp("kills")) as prepared:
        yield prepared


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_command_loses_nothing(ground, kind):
    """Whenever a command is killed, the store is sound, and the same work done again ends as if nothing had happened."""
    for plan in (one for one in PLANS if one.kind == kind):
        result = ground.kill(plan)
        assert result.wrong == (), (plan, result)
        assert result.twice <= 1, (plan, result)
