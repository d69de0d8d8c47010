"""An e-mail address that a policy hides and shows again, by way of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.checking.record import put_check
from crawler.checking.tasks import judge
from monitor.core.records import Changed, Fetched
from monitor.core.watchlist import make_spec
from storage.database import open_store
from storage.known import known_of
from storage.watches import add_all
from tests.policies import clauses, html

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
SPEC = make_spec({"url": "https://example.org/privacy", "emails": ["a@example.org"]})
HIDDEN = "[email protected]"
SCRIPT = "This email address is being protected from spambots. You need JavaScript enabled to view it."


def told(folder: Path, addresses: list[str], sentence: str) -> list[list[str]]:
    """Watch a policy that shows one after another of these addresses; return the reasons of each change that is told."""
    db = open_store(folder, create=True)
    watch = add_all(db, [(SPEC, "p")], now=NOW)[0]
    found = []
    for number, address in enumerate(addresses):
        for look in range(2):  # the second confirms what the first has found
            body = html({**clauses(1), "Whom to ask": [sentence.format(address)]}).encode()
            known = known_of(db, watch)
            at = NOW + timedelta(days=number, minutes=look)
            fetched = Fetched(watch_id=watch, at=at, status=200, url=SPEC.url, body=body, media_type="text/html")
            read, outcome = judge(folder, known.visible_sha256, fetched, timedelta(0))
            put_check(db, fetched, outcome, known=read or known, domain="example.org", blind_after=3)
            if isinstance(outcome, Changed) and outcome.comparison.changed:
                found.append([str(reason.came) for one in outcome.comparison.changes for reason in one.reasons])
    return found


@pytest.mark.parametrize("cover", [HIDDEN, SCRIPT])
@pytest.mark.parametrize("sentence", ["{}", "Write to {} with any question on this policy."], ids=["alone", "within"])
def test_another_address_than_was_hidden_is_told(tmp_path: Path, cover: str, sentence: str) -> None:
    """An address is hidden and shown again as often as a site likes; one that nobody has seen before is told."""
    shown, hidden = ["ann@mill.example", cover], ["ann@mill.example", cover, "ann@mill.example"]
    assert told(tmp_path / "same", [*shown, *hidden], sentence) == []
    assert told(tmp_path / "other", [*shown, "bea@weir.example"], sentence) == [["bea@weir.example"]]
    assert told(tmp_path / "later", [*hidden, cover, "bea@weir.example", cover], sentence) == [["bea@weir.example"]]


def test_an_address_that_was_never_shown_is_no_news(tmp_path: Path) -> None:
    """Where the first version hid the address, nobody can tell whether what is shown later is another."""
    assert told(tmp_path, [HIDDEN, "ann@mill.example"], "Write to {} with any question on this policy.") == []
