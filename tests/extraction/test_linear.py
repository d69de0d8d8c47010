"""No text costs more than its size: what is twice as long takes about twice the processor time, whatever it is full of.

A ratio of two measurements in one process says that on any machine; seconds would not.
"""

from __future__ import annotations

import pytest

from benchmarks.shapes.doubling import MOST, growth
from benchmarks.shapes.work import SHAPES

# one of each kind; the rest are a drill
SUITE = [*{shape.name.partition(":")[0]: shape for shape in SHAPES}.values()]


@pytest.mark.parametrize("shape", SUITE, ids=lambda shape: shape.name)
def test_twice_the_text_takes_twice_the_time(shape) -> None:
    """Extraction, digest, links, clauses, comparison and register are linear in every shape a hostile page may have."""
    assert growth(shape) <= MOST


@pytest.mark.drill
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape not in SUITE], ids=lambda shape: shape.name)
def test_so_does_any_other(shape) -> None:
    """What does not stand among the shapes of the suite is as linear."""
    assert growth(shape) <= MOST


def test_many_shapes_are_tried() -> None:
    """Pages, Markdown, plain text, PDFs, comparisons and registers are all among the shapes, each name once."""
    kinds = {shape.name.partition(":")[0] for shape in SUITE}
    assert kinds == {"page", "Markdown", "text", "PDF", "compared", "register"}
    assert len({shape.name for shape in SHAPES}) == len(SHAPES)
    assert len(SHAPES) >= 300
