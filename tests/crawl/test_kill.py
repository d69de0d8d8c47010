from __future__ import annotations

import pytest

from tests.killing import Ground, plans

KINDS = ("check", "send", "import")  # the rest, and more moments: the drills


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Prepare the stores that are killed over and over."""
    with Ground(tmp_path_factory.mktemp("kill"), KINDS) as prepared:
        yield prepared


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "kills"), [("check", 2), ("send", 1), ("import", 1)])
def test_a_killed_command_loses_nothing(ground, kind, kills):
    """Whenever a command is killed, the store is sound, and the same work done again ends as if nothing had happened."""
    for plan in plans(kills, seed=7, kinds=(kind,)):
        result = ground.kill(plan)
        assert result.wrong == (), (plan, result)
