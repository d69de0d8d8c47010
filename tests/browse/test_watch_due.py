from __future__ import annotations

import pytest


@pytest.mark.parametrize(("slug", "words"), [("novy-obchod", "due now"), ("lumen-cartography", "in 12 hours")])
def test_a_watch_says_when_it_is_looked_at_next(get, slug, words) -> None:
    """A check whose time has come is due now; one to come is told by its distance."""
    page = get(f"/watch/{slug}").text
    assert words in page.partition("Next check")[2][:200]
