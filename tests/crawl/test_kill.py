from __future__ import annotations

import pytest

from tests.killing import Ground, plans

KINDS = ("check",)  # the rest, and more moments: the drills


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Prepare the stores that are killed over and over."""
    with Ground(tmp_path_factory.mktemp("kill"), KINDS) as prepared:
        yield prepared


@pytest.mark.drill
def test_a_killed_check_loses_nothing(ground):
    """Whenever a check is killed, the store is sound, and the same work done again ends as if nothing had happened."""
    for plan in plans(2, seed=7, kinds=KINDS):
        result = ground.kill(plan)
        assert result.wrong == (), (plan, result)
