from __future__ import annotations

import pytest

from tests.killing import KINDS, Ground, plans

KILLS = 60


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Prepare the stores that are killed over and over."""
    with Ground(tmp_path_factory.mktemp("kill")) as prepared:
        yield prepared


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_killed_at_any_moment_loses_nothing(ground, kind):
    """Kills spread over a command's whole work leave a sound store, and the work done again ends as undisturbed."""
    for plan in plans(KILLS // len(KINDS), seed=11, kinds=(kind,)):
        result = ground.kill(plan)
        assert result.wrong == (), (plan, result)
        assert result.twice <= 1, (plan, result)
