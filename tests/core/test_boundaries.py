"""Words that went from a paragraph into its neighbour, and stand where they stood."""

from __future__ import annotations

import pytest

from monitor.core.comparison.compare import compare
from tests.core.helpers import drawn, heading, item, paragraph

HOST = "The pages are run by the growers of Larkfield, who took them over in May and pay for them."
ADDRESS = "Larkfield House, 41 Mill Lane, Hull"
PHONE = "Telephone of the front desk: 01482 55 01 92"


def told(before: list[str], after: list[str], made=paragraph):
    """Return the significance of a change of neighbours under one heading."""
    old, new = (
        drawn(heading("Contact"), *map(made, texts), heading("Rights"), made("Ask us.")) for texts in (before, after)
    )
    return compare(old, new)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([HOST, f"{ADDRESS} {PHONE}"], [f"{HOST} {ADDRESS}", PHONE]),
        ([f"{HOST} {ADDRESS}", PHONE], [HOST, f"{ADDRESS} {PHONE}"]),
    ],
)
def test_a_border_that_moved_is_form(before, after):
    """Nothing came or went where a line break stands elsewhere."""
    found = told(before, after)
    assert not found.changed
    assert len(found.changes) == 1


@pytest.mark.parametrize(
    ("before", "after", "made"),
    [
        ([HOST, f"{ADDRESS} {PHONE}"], [f"{HOST} {ADDRESS} only", PHONE], paragraph),
        ([HOST, f"{ADDRESS} {PHONE}"], [f"{HOST} 42 Mill Lane, Hull", PHONE], paragraph),
        ([HOST, f"{ADDRESS} {PHONE}"], [f"{ADDRESS} {HOST}", PHONE], paragraph),
        ([HOST, f"{ADDRESS} {PHONE}"], [f"{HOST} {ADDRESS}", PHONE], item),
    ],
)
def test_what_says_more_or_elsewhere_is_told(before, after, made):
    """A word more, another order, and another item of a list are told."""
    assert told(before, after, made).changed
