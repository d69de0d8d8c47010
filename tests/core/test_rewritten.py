"""What a policy says that was rewritten from end to end is seen at a glance: what is worse stands in the overview."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from monitor.core.notices.overview import MOST_LINES, overview
from tests.core.helpers import drawn, paragraph

POLICIES = tomllib.loads((Path(__file__).parent / "rewritten" / "policies.toml").read_text("utf-8"))["rewritten"]
NAMES = [f"{place}-{one['language']}" for place, one in enumerate(POLICIES)]


def glance(policy):
    """Compare the two texts of a policy, a clause each line."""
    return overview(
        *(drawn(*map(paragraph, " ".join(policy[side].split()).split(". "))).clauses for side in ("old", "new"))
    )


@pytest.mark.parametrize("policy", POLICIES, ids=NAMES)
def test_what_is_worse_is_in_the_first_ten_lines(policy) -> None:
    """Buyers of data, promises that are gone, arbitration, longer periods: each is named in the page's own words."""
    found = glance(policy)
    assert len(found.matters) + bool(found.stayed) <= MOST_LINES
    told = "\n".join(words for matter in found.matters for words in (*matter.came, *matter.went))
    assert [words for words in policy["worse"] if words not in told] == []


@pytest.mark.parametrize("policy", POLICIES, ids=NAMES)
def test_nothing_is_gone_that_stands_there_in_other_words(policy) -> None:
    """Of rights, recipients and consent that the new text has in other words none is told as gone."""
    gone = {matter.name: matter.went for matter in glance(policy).matters if matter.went}
    assert {name: gone[name] for name in policy["kept"] if name in gone} == {}
