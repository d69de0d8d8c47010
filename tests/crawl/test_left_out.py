"""What is recorded as left out of a page, on every way by which a page becomes a version."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.checking.judge import RULES, explain_body, judge, redraw
from crawler.checking.pool import Workers
from monitor.core.left_out import left_out_of
from monitor.core.records import Body, Changed, Fetched, First, Held, Known, LeftOut, PolicyText
from monitor.reprocess import reprocess
from storage.checks import record
from storage.database import open_store, writing
from storage.known import baseline_of, known_of
from storage.left_out import left_out_of_snapshot
from tests.policies import clauses, edited, html, policy

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://site.example/privacy"
FOOTER = "<footer><p>© 2026 Example Ltd. All rights reserved.</p></footer></body>"


def fetched(markup: str, *, days: int = 0) -> Fetched:
    """Return a page that was fetched so many days after the first."""
    at = NOON + timedelta(days=days)
    return Fetched(watch_id=1, at=at, status=200, url=URL, body=markup.encode(), media_type="text/html")


def texts(left_out: LeftOut) -> list[tuple[str, str]]:
    """Return rule and text of all blocks that are shown."""
    return [(rule.rule, text) for rule in left_out.rules for one in rule.shown for text in one.texts]


@pytest.fixture
def store(product):
    """Open a store with one watch."""
    product.add(URL)
    with closing(open_store(product.folder)) as db:
        yield db


def checked(db, markup: str, *, days: int = 0):
    """Judge and record a page in this process."""
    known = known_of(db, 1)
    outcome = judge(known, baseline_of(db, known, rules=RULES), fetched(markup, days=days))
    record(db, fetched(markup, days=days), outcome, known=known, next_check_at=NOON, mail_domain=None)
    return checked(db, markup, days=days) if isinstance(outcome, Held) and outcome.held.looks == 1 else outcome


def test_a_version_has_what_explain_tells(store) -> None:
    """What `extract --explain` says was left out of a page is what a version of it is kept with."""
    outcome = checked(store, policy(1).replace("</body>", FOOTER))
    told = left_out_of(explain_body(fetched(policy(1).replace("</body>", FOOTER)).as_body(), url=URL).blocks)
    assert isinstance(outcome, First)
    assert outcome.drawn.left_out == left_out_of_snapshot(store, 1) == told
    assert [text for _, text in texts(told)] == ["Home", "© 2026 Example Ltd. All rights reserved."]


def test_it_is_worked_out_only_for_a_new_version(store) -> None:
    """A check that finds the same text beside other furniture writes nothing of it; one with another text does."""
    checked(store, policy(1))
    checked(store, policy(1).replace("</body>", FOOTER), days=1)
    assert store.conn.execute("SELECT count(*) FROM left_out").fetchone()[0] == 1
    assert isinstance(checked(store, edited(1).replace("</body>", FOOTER), days=2), Changed)
    assert len(texts(left_out_of_snapshot(store, 2))) == 2


def reprocessed(db) -> bool:
    with Workers(is_forked=True) as workers:
        return reprocess(db, 1, workers, now=NOON)


def test_reprocess_renews_it(store) -> None:
    """A text that comes out the same makes no version, and what was left out of its page is told anew."""
    checked(store, policy(1))
    expected = left_out_of_snapshot(store, 1)
    for statement in ("DELETE FROM left_out", "UPDATE left_out SET rules = '[]', extractor = 'older'"):
        store.conn.execute(statement)
        assert not reprocessed(store)
        assert left_out_of_snapshot(store, 1) == expected
    assert store.conn.execute("SELECT count(*) FROM snapshots").fetchone()[0] == 1


def test_a_version_drawn_again_has_its_own(store) -> None:
    """Where the text comes out otherwise, the new version has what is left out now, and the old one what was then."""
    checked(store, policy(1))
    with writing(store) as conn:
        conn.execute("UPDATE watches SET exclude = 'h2'")
    assert reprocessed(store)
    assert texts(left_out_of_snapshot(store, 1)) == [("menu", "Home")]
    assert ("your selector", "Contact") in texts(left_out_of_snapshot(store, 2))


def test_a_check_under_newer_rules_has_it_too(store) -> None:
    """Where a check draws the version before again and the text is another, that is kept with what was left out."""
    checked(store, policy(1))
    store.conn.execute("UPDATE snapshots SET extractor = 'older', text_digest = 'other'")
    store.conn.execute("DELETE FROM left_out")
    checked(store, policy(1, noise="x").replace("</body>", FOOTER), days=1)
    assert store.conn.execute("SELECT reason FROM snapshots WHERE id = 2").fetchone()[0] == "reprocessed"
    assert texts(left_out_of_snapshot(store, 2)) == [("menu", "Home")]


def test_the_same_text_under_newer_rules_costs_nothing_more() -> None:
    """What was left out, or declared the same, is not worked out for a text that is drawn again and comes out as it was kept."""
    known, body = Known(watch_id=1, url=URL), Body(content=policy(1).encode(), media_type="text/html")
    again = redraw(known, body)
    assert isinstance(again, PolicyText)
    assert again.left_out is not None
    assert redraw(known, body, kept=again.text_digest) == replace(again, left_out=None, alternates=None)


def test_more_than_can_be_looked_through_is_not_known(store, monkeypatch) -> None:
    """A page of which a selector leaves out more blocks than are ever walked is a version, and is explained, all the same."""
    monkeypatch.setattr("crawler.extraction.reading.walk.MAX_RUNS", 60)
    store.conn.execute("UPDATE watches SET include = 'main'")
    markup = policy(1).replace("</body>", "<p>word</p>" * 61 + "</body>")
    outcome = checked(store, markup)
    assert isinstance(outcome, First)
    assert outcome.drawn.left_out is None
    explained = explain_body(fetched(markup).as_body(), url=URL, include="main")
    assert (explained.result, explained.blocks) == (outcome.drawn, ())


@pytest.mark.parametrize("value", ["&#xD800;", "\ud800", "&#0;", "\x00", "\u202e", "\uffff", "\U0010ffff"])
def test_no_letter_of_a_page_keeps_it_from_being_recorded(store, value) -> None:
    """Letters that no text can have, in names of elements and in words, go into the store or are gone before."""
    nav = (
        f'<nav class="a{value}b" id="{value}"><a href="/">Ho{value}me</a></nav><div class="promo{value}">{value}</div>'
    )
    markup = html(clauses(1)).replace("<main>", f"{nav}<main>")
    body = markup.encode("utf-8", "surrogatepass")
    known = known_of(store, 1)
    look = replace(fetched(""), body=body)
    record(store, look, judge(known, None, look), known=known, next_check_at=NOON, mail_domain=None)
    assert ("menu", "Home") in texts(left_out_of_snapshot(store, 1))
