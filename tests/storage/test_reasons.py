"""Reasons are kept as values with their words beside them; those kept in words become values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Comparison, Reason, Rule, Significance, reason_words
from storage.changes import changes_of, put_change, reasons_from_json
from storage.database import open_file, writing
from storage.worded_reasons import details_of, reason_of
from tests.core.helpers import edited, reasons
from tests.mail import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from monitor.core.records import Document

WORDED = [
    ("wording", Reason(rule=Rule.WORDING)),
    ("punctuation", Reason(rule=Rule.FORM, subject="punctuation")),
    ("retention: 5 years -> 10 years", Reason(rule=Rule.PERIOD, subject="retention", went="5 years", came="10 years")),
    ("period: none -> 2 days", Reason(rule=Rule.PERIOD, went="", came="2 days")),
    ("retention: 5 years added", Reason(rule=Rule.PERIOD, subject="retention", came="5 years")),
    ("retention: gelöscht removed", Reason(rule=Rule.TERM, subject="retention", went="gelöscht")),
    ("number: 3 -> none", Reason(rule=Rule.NUMBER, went="3", came="")),
    ('denial: "do not" -> "may"', Reason(rule=Rule.NEGATION, went="do not", came="may")),
    ('denial: "Never." removed', Reason(rule=Rule.NEGATION, went="Never.")),
    ('contact: "Gull" -> "Auk"', Reason(rule=Rule.EDIT, subject="contact", went="Gull", came="Auk")),
    ("contact: a@b.example -> none", Reason(rule=Rule.CONTACT, went="a@b.example", came="")),
    ("contact: a@b.example added", Reason(rule=Rule.CONTACT, came="a@b.example")),
    ("contact: complaint added", Reason(rule=Rule.TERM, subject="contact", came="complaint")),
    ("legal basis: art. 6 -> art. 7", Reason(rule=Rule.CITATION, subject="legal basis", went="art. 6", came="art. 7")),
    ("legal basis: consent added", Reason(rule=Rule.TERM, subject="legal basis", came="consent")),
    ("new recipient: Gull Ltd", Reason(rule=Rule.COMPANY, subject="recipient", came="Gull Ltd")),
    ("company removed: Gull Ltd", Reason(rule=Rule.COMPANY, went="Gull Ltd")),
    ("name: Gull added", Reason(rule=Rule.NAME, came="Gull")),
    ('added: "We like trees."', Reason(rule=Rule.TEXT, came="We like trees.")),
    ("order: 3 clauses together", Reason(rule=Rule.ORDER, subject="3 clauses")),
    ('moved from under "A" to "B"', Reason(rule=Rule.MOVE, went="A", came="B")),
    ('heading renamed: "A" -> "B"', Reason(rule=Rule.HEADING, went="A", came="B")),
    ('headings removed, the first: "A"', Reason(rule=Rule.HEADINGS, went="A")),
    ('renumbering: 3 labels, "1." -> "a)"', Reason(rule=Rule.RENUMBERING, subject="3 labels", went="1.", came="a)")),
    ("50 clauses together", Reason(rule=Rule.TOGETHER, subject="50 clauses")),
]
UNCERTAIN = [
    "retention: zehn Jahre added",
    "retention: 十年 added",
    "contact: a -> b -> c",
    'heading renamed: "a" -> "b" -> "c"',
    'headings renamed, the first: "B"',
    "a negation went: 'do not sell'",
    "",
]


@pytest.fixture(scope="module")
def store() -> Iterator[Database]:
    """A store with two versions of a watch."""
    db = open_file(":memory:")
    with writing(db) as conn:
        samples.put_change(conn, samples.put_watch(conn))
    yield db
    db.close()


@settings(deadline=None)
@given(st.lists(reasons, max_size=5).map(tuple))
def test_a_reason_reads_back_as_it_was_given(store: Database, found: tuple[Reason, ...]) -> None:
    """Rule, subject and both sides of a reason come back from the store, and its words stand beside it."""
    comparison = Comparison(
        significance=Significance.MATERIAL,
        changes=(samples.reworded(reasons=found),),
        stated_old="2024-02",
        stated_new="2024-02",
        language_old="en",
        language_new="en",
    )
    with writing(store) as conn:
        conn.execute("DELETE FROM changes")
        put_change(conn, watch_id=1, snapshots=(1, 2), at=samples.NOW, comparison=comparison)
    assert [change.comparison for change in changes_of(store, 1)] == [comparison]
    words = store.conn.execute("SELECT reasons FROM clause_changes").fetchone()[0]
    assert json.loads(words) == list(map(reason_words, found))


@pytest.mark.parametrize(("words", "reason"), WORDED)
def test_words_that_say_all_become_the_value(words: str, reason: Reason) -> None:
    """Where the words can only be those of one reason, rule, subject and sides are known again."""
    assert reason_of(words) == reason


def test_a_denial_is_known_by_the_word_of_before() -> None:
    """What stores call a negation in words is the denial that it is now."""
    assert reason_of('negation: "Never." removed') == reason_of('denial: "Never." removed')


@pytest.mark.parametrize("words", UNCERTAIN)
def test_words_of_which_the_reason_is_uncertain_stay_words(words: str) -> None:
    """A term or a period in words, a mark that stands twice, a form nobody knows: nothing is guessed."""
    assert reason_of(words) == Reason(rule=Rule.TOLD, subject=words)


@settings(deadline=None)
@given(st.text() | reasons.map(reason_words) | st.sampled_from([words for words, _ in WORDED]).map(lambda it: it * 2))
def test_nothing_of_the_words_is_lost(words: str) -> None:
    """Whatever was stored is shown as it was."""
    assert reason_words(reason_of(words)) == words


@settings(max_examples=60, deadline=None)
@given(edited())
def test_what_is_known_again_is_right(pair: tuple[Document, Document]) -> None:
    """A reason of a comparison comes back from its words as it was, or as words."""
    for change in compare(*map(policy_text, pair)).changes:
        for reason in change.reasons:
            words = reason_words(reason)
            assert reason_of(words) in {reason, Reason(rule=Rule.TOLD, subject=words)}


@pytest.mark.parametrize("damaged", [None, 5, b"x", "", "[", "5", "[1]", "{}x", '"x"', "[null]"])
def test_what_is_no_list_of_words_reads_as_damage(damaged: object) -> None:
    """A value that cannot be does not stop the migration of all others, and is no empty list afterwards."""
    json.loads(details_of(damaged))
    with pytest.raises((TypeError, ValueError, KeyError)):
        reasons_from_json(details_of(damaged))
