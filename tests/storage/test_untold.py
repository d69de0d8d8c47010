from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.checking.judge import judge
from crawler.checking.pool import Workers
from crawler.checking.record import put_check
from monitor.core.records import Changed, Fetched, Held, RestlessPlace, Unchanged, UntoldSentence
from monitor.core.restless.settling import STAYS_KNOWN
from monitor.core.watchlist import make_spec
from monitor.tell import tell
from storage.database import open_store, writing
from storage.known import baseline_of, known_of
from storage.restless import put_restless, set_still
from storage.standing import forget_page
from storage.summaries import find_watch
from storage.times import from_text
from storage.untold import put_untold, untold_of
from storage.watches import add_all
from tests.core.test_restless import OTHER, POLICY
from tests.product import Product

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.records import Outcome

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
DAY = timedelta(days=1)
SPEC = make_spec({"url": "https://example.org/privacy", "emails": ["a@example.org"]})
CAME = UntoldSentence(
    text=OTHER, headings=("Sale", "To whom"), beside=(POLICY[4], POLICY[5]), is_gone=False, since=NOW, looks=3
)
GONE = UntoldSentence(text=POLICY[9], is_gone=True, is_known=True, since=NOW - DAY, looks=0)


def added(db: Database) -> int:
    return add_all(db, [(SPEC, "p")], now=NOW)[0]


def look(db: Database, watch: int, lines: list[str], *, at: datetime) -> Outcome:
    """Record a look at a page with these paragraphs."""
    body = f"<html lang=en><main><h1>Privacy policy</h1>{''.join(f'<p>{line}</p>' for line in lines)}</main></html>"
    fetched = Fetched(watch_id=watch, at=at, status=200, url=SPEC.url, body=body.encode(), media_type="text/html")
    known = known_of(db, watch, at=at)
    outcome = judge(known, baseline_of(db, known), fetched)
    put_check(db, fetched, outcome, known=known, domain="example.org", blind_after=3)
    return outcome


def test_untold_sentences_are_read_as_they_were_put(db: Database) -> None:
    """Every field survives the store, the longest waiting first; what is put replaces what was there."""
    watch = added(db)
    for untold in ((CAME, GONE), (replace(CAME, looks=4),), ()):
        with writing(db) as conn:
            put_untold(conn, watch, untold)
        assert untold_of(db, watch) == tuple(sorted(untold, key=lambda one: one.since))


def test_a_clause_that_went_beside_a_section_that_fails_is_told(db: Database) -> None:
    """What a version lost untold, because a section beside it had failed to load, is told once it has stayed gone."""
    watch = added(db)
    failed = [*POLICY[:10], *POLICY[13:]]
    edited, edited_failed = ([line for line in lines if line != POLICY[9]] + [OTHER] for lines in (POLICY, failed))
    look(db, watch, POLICY, at=NOW)
    looks = [(1, failed), (1, failed), (2, edited), (2, edited_failed)]
    # the page is as it stays from now on, but for the section
    looks += [(3 + number, edited_failed if number % 3 else edited) for number in range(10)]
    told: list[tuple[int, str, str]] = []
    for number, (day, lines) in enumerate(looks):
        outcome = look(db, watch, lines, at=NOW + day * DAY + timedelta(seconds=number))
        if isinstance(outcome, Changed):
            for change in outcome.comparison.changes:
                told += [(day, "went", clause.text) for clause in change.old]
                told += [(day, "came", clause.text) for clause in change.new]
        assert not isinstance(outcome, Held) or outcome.held.claim.is_edit
    assert [day for day, how, text in told if (how, text) == ("came", OTHER)] == [2]
    (gone,) = (day for day, how, text in told if (how, text) == ("went", POLICY[9]))
    assert gone <= 2 + STAYS_KNOWN.days
    assert POLICY[9] not in {one.text for one in untold_of(db, watch)}


def test_what_is_told_by_hand_is_told_once(db: Database) -> None:
    """A sentence that waits where a place was set still, and is told by hand, waits no more and is never told again."""
    watch = added(db)
    look(db, watch, POLICY, at=NOW)
    place = RestlessPlace(before=POLICY[5], after=POLICY[6], is_open=True, is_set_still=True, since=NOW, last_at=NOW)
    lines = [*POLICY[:6], OTHER, *POLICY[6:]]
    with writing(db) as conn:
        put_untold(conn, watch, [replace(CAME, beside=(POLICY[5], POLICY[6]), headings=("Privacy policy",), looks=1)])
        put_restless(conn, watch, [place])
        forget_page(conn, watch)
    assert isinstance(look(db, watch, lines, at=NOW + DAY), Held)
    with Workers(is_forked=True) as workers:
        told = tell(db, find_watch(db, "p"), workers, now=NOW + DAY, domain="example.org")
    assert [clause.text for change in told.comparison.changes for clause in change.new] == [OTHER]
    assert untold_of(db, watch) == ()
    with writing(db) as conn:
        set_still(conn, watch, 1, is_still=False)
    assert not any(isinstance(look(db, watch, lines, at=NOW + day * DAY), Changed) for day in range(2, 12))


def test_a_page_with_something_untold_is_looked_at_whole_and_soon(db: Database) -> None:
    """While a sentence waits, no validator is sent and the page is due within the day, whatever its interval."""
    watch = added(db)
    look(db, watch, [*POLICY, OTHER], at=NOW)
    with writing(db) as conn:
        put_untold(conn, watch, [replace(CAME, beside=(), looks=1)])
        forget_page(conn, watch)
    outcome = look(db, watch, [*POLICY, OTHER], at=NOW + DAY)
    assert isinstance(outcome, Unchanged)
    assert outcome.detail == "1 sentence of the policy came or went; told if that stays until 12 March 2026"
    assert [one.looks for one in untold_of(db, watch)] == [2]
    assert known_of(db, watch).visible_sha256 == ""
    (row,) = db.query("SELECT next_check_at FROM watches WHERE id = ?", [watch])
    assert from_text(row["next_check_at"]) <= NOW + 1.5 * DAY


def test_show_says_what_waits(tmp_path: Path) -> None:
    """`show` and its JSON have each sentence that waits, and no more than ten of them on the screen."""
    product = Product(tmp_path / "data")
    product.add(SPEC.url)
    waiting = [CAME, GONE, *(replace(CAME, text=f"{OTHER} {number}.") for number in range(11))]
    db = open_store(product.folder)
    with writing(db) as conn:
        put_untold(conn, 1, waiting)
    db.close()
    shown = product.run("show", "1").stdout
    assert "12 sentences of the policy came or went; told if that stays until 12 March 2026" in shown
    assert f"new since 10 March 2026, told if it stays until 12 March 2026: '{OTHER}'" in shown
    assert "and 2 more; --format json has all" in shown
    found = json.loads(product.run("show", "1", "--format", "json").stdout)["untold"]
    assert len(found) == 12
    first = {"text": OTHER, "headings": ["Sale", "To whom"], "gone": False, "looks": 3}
    first |= {"since": "2026-03-10T08:00:00Z", "until": "2026-03-12T08:00:00Z"}
    assert first in found
    refused = product.run("tell", "1", code=2).stderr
    assert "'clausewatch show example-org-privacy' says what waits, and until when" in refused


def test_what_waits_at_a_place_is_named_with_it(tmp_path: Path) -> None:
    """`show` says at which place a sentence waits, and `tell` by which commands it is told."""
    product = Product(tmp_path / "data")
    product.add(SPEC.url)
    db = open_store(product.folder)
    place = RestlessPlace(before=POLICY[4], after=POLICY[5], is_open=True, now=OTHER, since=NOW, last_at=NOW)
    with writing(db) as conn:
        put_untold(conn, 1, [CAME])
        put_restless(conn, 1, [replace(place, after=POLICY[6], now="Kites."), place])
    db.close()
    assert "new since 10 March 2026 at place 2, told if it stays until 12" in product.run("show", "1").stdout
    refused = product.run("tell", "1", code=2).stderr
    edit = "'clausewatch edit example-org-privacy --still 2'"
    assert refused.endswith(f"after {edit} it is told by 'clausewatch check example-org-privacy'\n")
