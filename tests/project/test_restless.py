"""The pages with nameless noise that `benchmarks/restless.py` is made of, and how it judges alarms."""

from __future__ import annotations

import html
import re
from dataclasses import asdict, replace

import pytest

from benchmarks.noise.edits import Edit
from benchmarks.noise.kinds import KINDS, Place
from benchmarks.noise.policies import Block
from benchmarks.noise.scoring import Alarm, life, spaced, tells
from benchmarks.noise.sentences import CODES, parts
from benchmarks.noise.templates import TEMPLATES
from benchmarks.noise.unseen import seen
from benchmarks.noise.watched import ALL, EVERY, watched_page

ROUNDS = 12
PAGES = [watched_page("t", number, rounds=ROUNDS) for number in range(ALL)]
EDITED = [one for one in PAGES if one.edits]
RESTLESS = [one for one in PAGES if one.noise.kind.place is not Place.NOWHERE]
STILL = next(one for one in PAGES if one.noise.kind.place is Place.NOWHERE)


def _names(page):
    return set(re.findall(r'(?:class|id)="([^"]+)"', page))


def _words(page):
    return spaced(html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("code", CODES)
def test_no_list_of_words_knows_the_noise(code) -> None:
    """Not one word that noise is made of, but articles and prepositions, stands in the product's vocabulary."""
    noise = asdict(parts(code)[1])
    grammar = noise.pop("grammar")
    texts = [text for found in noise.values() for text in ([found] if isinstance(found, str) else found)]
    plain = [re.sub(r"\{\w+\}", " ", text) for text in texts]
    assert {text: known for text in plain if (known := seen(text, code, grammar))} == {}
    assert len(texts) > 60


def test_words_that_the_product_knows_are_found() -> None:
    """What would give noise away is seen: a furniture word, one of its stem, and one of another language."""
    assert seen("Join our newsletter", "en") == {"join", "newsletter"}
    assert seen("subscribers", "en")
    assert seen("Der Warenkorb", "en") == seen("Der Warenkorb", "de")
    assert seen("the old pear tree", "en") == frozenset()


def test_grammar_is_only_what_is_needed() -> None:
    """Each word that is let through as grammar is one of the noise's own, and would be seen otherwise."""
    for code in CODES:
        noise = asdict(parts(code)[1])
        grammar = noise.pop("grammar")
        assert [word for word in grammar if not seen(word, code)] == []
        assert [word for word in grammar if word not in str(noise)] == []


def test_a_seed_gives_the_same_pages() -> None:
    """A page is a function of its seed, its number, the round and the look: the same again, others for another seed."""
    again = [watched_page("t", number, rounds=ROUNDS) for number in range(ALL)]
    assert [one.html(7, 1) for one in again] == [one.html(7, 1) for one in PAGES]
    assert watched_page("u", 5, rounds=ROUNDS).blocks != PAGES[5].blocks


def test_every_kind_stands_in_every_language_and_template() -> None:
    """All pages together have each kind of noise, more than fourteen, once in each of four languages and three templates."""
    assert len({(one.noise.kind.name, one.code, one.template) for one in PAGES}) == len(PAGES)
    assert len({one.noise.kind.name for one in RESTLESS}) > 14
    assert (len(CODES), len(TEMPLATES)) == (4, 3)
    assert {one.noise.kind.place for one in PAGES} == set(Place)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.place is not Place.NOWHERE], ids=lambda kind: kind.name
)
def test_noise_differs_between_looks_of_one_round(kind) -> None:
    """Each kind shows several states in one round, and as many as it has texts, or more where they are endless."""
    one = next(one for one in PAGES if one.noise.kind is kind)
    states = {one.html(1, look) for look in range(40)}
    if kind.pool:
        assert len(states) == kind.pool + (kind.shown < 1)
    else:
        assert len(states) > 1
    assert one.html(1, 3) == one.html(1, 3)


def test_a_page_without_noise_stands_still() -> None:
    """The page to compare with is the same in every look of every round without an edit."""
    still = next(one for one in PAGES if one.noise.kind.place is Place.NOWHERE and not one.edits)
    assert len({still.html(number, look) for number in range(ROUNDS + 1) for look in range(3)}) == 1


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.__name__)
def test_no_name_gives_noise_away(template) -> None:
    """A page with noise has no class and no id that the same template has not without it."""
    without = _names(template(STILL.blocks, "en"))
    named = [_names(one.html(1, look)) for one in RESTLESS if one.template is template for look in range(3)]
    assert [names - without for names in named if names - without] == []


def test_every_fifth_page_is_edited() -> None:
    """Every fifth page has an edit at a steady place, and a later one where noise varies; no other page has any."""
    assert [one.number for one in EDITED] == list(range(0, ALL, EVERY))
    for one in EDITED:
        restless = [edit.is_restless for edit in one.edits]
        assert restless == [False, True][: 1 + (one in RESTLESS)]
        assert all(2 < edit.round_number <= ROUNDS - 2 for edit in one.edits)
        assert [e.round_number for e in one.edits] == sorted({e.round_number for e in one.edits})
    names = {edit.name for one in EDITED for edit in one.edits}
    assert names == {"period", "recipient", "negation", "row", "sentence", "right", "settles"}


def test_edits_are_in_the_bytes() -> None:
    """From its round on, and not before, a page that loads whole shows an edit's words and no longer those that went."""
    for one in EDITED:
        for edit in one.edits:
            old, new = (_words(one.template(one.policy_in(edit.round_number - more), one.code)) for more in (1, 0))
            assert tells([(old, new)], edit), (one.number, edit)


def test_an_edit_is_shown_from_the_round_it_is_judged_by() -> None:
    """The round an edit is judged by is the first whose first look shows its block, later where a section failed to load."""
    fails = next(one.number for one in EDITED if one.noise.kind.place is Place.SECTION)
    late = 0
    for seed in range(20):
        one = watched_page(f"{seed}", fails, rounds=ROUNDS)
        for made, shown in zip(one.edits, one.shown_edits(ROUNDS), strict=True):
            assert made.block in one.blocks_in(shown.round_number, 0)
            missed = range(made.round_number, shown.round_number)
            assert not any(made.block in one.blocks_in(number, 0) for number in missed)
            late += len(missed)
    assert late


def test_noise_ends_where_a_text_settles() -> None:
    """Where noise settles to a text of substance, all later looks of all later rounds are the same."""
    settled = [(one, one.edits[-1].round_number) for one in EDITED if one.edits[-1].settles]
    assert settled
    for one, number in settled:
        assert len({one.html(number + later, look) for later in range(2) for look in range(3)}) == 1


BLOCK = Block(key="1/1", texts=("x",))
EDIT = Edit(
    name="period",
    round_number=4,
    is_restless=True,
    went="We keep it for 3 months.",
    came="We keep it for 50 months.",
    key="1/1",
    block=BLOCK,
)
NOISE = ("A pear.", "A plum.")
TELLING = (f"Before. {EDIT.went}", f"Before. {EDIT.came}")


def _alarm(number, *pairs):
    return Alarm(round_number=number, pairs=pairs)


def test_alarms_are_judged_by_what_they_tell() -> None:
    """An alarm that tells no edit is false, one that tells an edit again too; one that tells more than its edit is mixed."""
    alarms = [_alarm(2, NOISE), _alarm(4, NOISE), _alarm(6, NOISE, TELLING), _alarm(7, TELLING)]
    found = life([EDIT], alarms, checks=11, owed=0)
    assert (found.false, found.owed, found.mixed, [told.rounds for told in found.told]) == (3, 0, 1, [2])
    found = life([EDIT], [_alarm(4, TELLING)], checks=11, owed=0)
    assert (found.false, found.mixed, [told.rounds for told in found.told]) == (0, 0, [0])
    assert life([EDIT], [_alarm(3, TELLING)], checks=11, owed=0).told[0].rounds is None


def test_a_varying_clause_is_owed_one_alarm() -> None:
    """Where a clause of the policy varies, the first alarm is owed and the second false."""
    found = life([], [_alarm(2, NOISE), _alarm(3, NOISE)], checks=11, owed=1)
    assert (found.owed, found.false) == (1, 1)


def test_both_sides_of_an_edit_have_to_be_told() -> None:
    """What went and what came may be told apart, what went even before, but not one without the other; a lost negation counts."""
    assert tells([(EDIT.went, ""), ("", EDIT.came)], EDIT)
    assert not tells([(EDIT.went, "")], EDIT)
    assert not tells([(EDIT.went, EDIT.went + EDIT.came)], EDIT)
    assert tells([("", EDIT.came)], EDIT, before=[(EDIT.went, "")])
    assert not tells([NOISE], EDIT, before=[(EDIT.went, ""), ("", EDIT.came)])
    assert not tells([NOISE], replace(EDIT, came=""), before=[(EDIT.went, "")])
    negation = replace(EDIT, went="Non vendiamo nulla.", came="Vendiamo nulla.")
    assert tells([(negation.went, negation.came)], negation)
    assert not tells([(negation.went, negation.went)], negation)
