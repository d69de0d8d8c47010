"""The gist of a change reads the same from the store, for a list of many, as from the change itself."""

from __future__ import annotations

import pytest

from monitor.core.change_words import changes_words
from monitor.core.comparison.render import summary
from monitor.core.notices.gist import facts_of, gist_of, gist_words
from monitor.core.records import (
    ChangeKind,
    ClauseKind,
    Comparison,
    Reason,
    RedlineOp,
    Rule,
    Significance,
    SnapshotReason,
)
from storage.changes import put_change
from storage.database import open_store, writing
from storage.gists import gist_facts, last_gist_facts
from tests.mail import samples
from tests.mail.samples import NOW, added, clause, reworded

WORDING = (Reason(rule=Rule.WORDING),)
MINOR = reworded(significance=Significance.MINOR, reasons=WORDING)
COSMETIC = reworded(significance=Significance.COSMETIC, reasons=WORDING)
DENIED = added("We sell it.", reasons=(Reason(rule=Rule.NEGATION, went="We never sell it."),))
HEADING = clause("5. Cookies", path=("Policy", "5. Cookies"), kind=ClauseKind.HEADING)
GONE = reworded(
    kind=ChangeKind.REMOVED,
    new=(),
    old=(clause("We never sell it.", path=("Policy", 'The "end" ›')),),
    reasons=(Reason(rule=Rule.TEXT, went="We never sell it."),),
    redline=((RedlineOp.DELETE, "We never sell it."),),
)
CHANGES = {
    "one": (reworded(),),
    "the gravest is not the first": (MINOR, reworded(), DENIED, COSMETIC),
    "no rule knows": (COSMETIC, MINOR),
    "no reasons": (reworded(reasons=()), added("x")),
    "without reasons behind one with": (reworded(reasons=()), reworded()),
    "a removal": (GONE,),
    "a heading": (added("5. Cookies", new=(HEADING,), reasons=(Reason(rule=Rule.HEADING, came="5. Cookies"),)),),
    "no heading above": (added("x", new=(clause("x", path=()),), reasons=(Reason(rule=Rule.TEXT, came="x"),)),),
    "form only": (COSMETIC, COSMETIC),
    "nothing": (),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A store with each of the changes, and their numbers."""
    db = open_store(tmp_path_factory.mktemp("gists"))
    numbers = {}
    with writing(db) as conn:
        for place, (name, changes) in enumerate(CHANGES.items()):
            watch = samples.put_watch(conn, f"watch-{place}")
            samples.put_change(conn, watch)
            conn.execute("DELETE FROM changes WHERE watch_id = ?", [watch])
            old, new = (row[0] for row in conn.execute("SELECT id FROM snapshots WHERE watch_id = ?", [watch]))
            numbers[name] = (
                watch,
                put_change(conn, watch_id=watch, snapshots=(old, new), at=NOW, comparison=compared(changes)),
            )
    yield db, numbers
    db.close()


def compared(changes):
    """What was found of two texts."""
    most = max((change.significance for change in changes), key=lambda one: one.rank, default=Significance.NONE)
    return Comparison(significance=most, changes=changes, stated_old=None, stated_new=None)


@pytest.mark.parametrize("name", CHANGES)
def test_the_store_and_the_change_say_the_same(stored, name):
    """Whether all clause changes are at hand or only a row of the store, the gist and the counts are the same words."""
    db, numbers = stored
    watch, number = numbers[name]
    facts = gist_facts(db, [number])[number]
    change = CHANGES[name]
    at_hand = facts_of(change, claim=None, reason=SnapshotReason.CHANGED, language_old="en", language="en")
    assert gist_of(facts) == gist_of(at_hand)
    counted = changes_words(facts.counts)
    assert summary(compared(change)).removesuffix(".").casefold() == counted.casefold()
    is_told = any(one.significance.is_told for one in change)
    assert last_gist_facts(db).get(watch) == (facts if is_told else None)


def test_each_change_of_a_list_has_its_own(stored):
    """Many are read at once, each under its number."""
    db, numbers = stored
    found = gist_facts(db, [number for _, number in numbers.values()])
    assert {name: gist_words(gist_of(found[number])) for name, (_, number) in numbers.items()} == {
        "one": "period: 12 months -> 36 months (How long we keep data)",
        "the gravest is not the first": 'denial: "We never sell it." removed (Who receives data); 2 more clause changes',
        "no rule knows": 'wording: "We keep server logs for 12 months." -> "We keep server logs for 36 months." '
        "(How long we keep data)",
        "no reasons": "clause reworded (How long we keep data); 1 more clause change",
        "without reasons behind one with": "period: 12 months -> 36 months (How long we keep data); 1 more clause change",
        "a removal": 'removed: "We never sell it." (The "end" ›)',
        "a heading": 'new heading: "5. Cookies" (Policy)',
        "no heading above": 'added: "x"',
        "form only": "",
        "nothing": "",
    }
