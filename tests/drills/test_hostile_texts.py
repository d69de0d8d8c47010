"""Texts of the full size, full of what costs most: they cost what their size says, and nothing of them is a find."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import results
from benchmarks.fuzzing.inputs import INPUTS
from benchmarks.shapes.doubling import seconds
from benchmarks.shapes.work import SHAPES

pytestmark = pytest.mark.drill
EACH = 8  # of the shapes one in so many; `benchmarks/hostile.py` takes them all, and test_linear.py all at small sizes
_STEPS = 3
_MOST = 2.5**_STEPS


@pytest.mark.parametrize("shape", SHAPES[::EACH], ids=lambda shape: shape.name)
def test_a_whole_text_costs_what_its_size_says(shape) -> None:
    """Eight times the text takes no more than three doublings may, up to the largest that is read."""
    part = shape.large >> _STEPS
    small = min(seconds(shape, part) for _ in range(2))
    assert min(seconds(shape, shape.large) for _ in range(2)) <= _MOST * max(small, 0.02)


@pytest.mark.parametrize("kind", INPUTS)
def test_a_thousand_damaged_inputs(kind) -> None:
    """A thousand damaged inputs of each kind end as documented."""
    assert [one for one in results([kind], 1_000, 1_000, jobs=2) if one.problem] == []
