"""Sentences that came or went where other things vary: told once they have stayed, whatever turns around them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Block, BlockKind, Document, RedlineOp, UntoldSentence
from monitor.core.restless.filled import with_filled
from monitor.core.restless.holes import HOLE
from monitor.core.restless.matter import Matter
from monitor.core.restless.settling import FORGOTTEN, LOOKS_KNOWN, STAYS_KNOWN
from monitor.core.untold import (
    LOOKS,
    MOST,
    MOST_CLAUSES,
    MOST_LETTERS,
    STAYS,
    due,
    noted_untold,
    settled_texts,
    without_told,
)
from tests.core.test_restless import DAY, NOISE, NOW, OTHER, POLICY, Watch, page, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from monitor.core.records import PolicyText

MATTER = Matter.of(POLICY)


def noted(untold: Sequence[UntoldSentence], old: PolicyText, new: PolicyText, *, at: datetime) -> list[UntoldSentence]:
    """Return the untold sentences of a watch whose latest version has this text after a look."""
    baseline = replace(Watch(old).baseline, untold=tuple(untold))
    return list(noted_untold(baseline, new, MATTER, at=at))


NEW = UntoldSentence(text=OTHER, is_gone=False, since=NOW)
GONE = UntoldSentence(text=POLICY[4], is_gone=True, since=NOW)
MOST_DAYS = 60  # of daily checks, after which every edit has to be told; the longest wait of 3,000 sites was 20


def test_what_comes_and_what_goes_is_noted_with_its_headings() -> None:
    """A sentence that only one of two texts has is noted as come or as gone."""
    found = noted((), text(*POLICY), text(*POLICY[1:], OTHER), at=NOW)
    assert {(one.text, one.is_gone, one.looks) for one in found} == {(POLICY[0], True, 1), (OTHER, False, 1)}


def test_noise_and_sentences_that_only_changed_their_clause_are_not_noted() -> None:
    """What says nothing of the policy's matter is no news, nor is a sentence that joined another clause."""
    joined = [f"{POLICY[0]} {POLICY[1]}", *POLICY[2:], NOISE[0]]
    assert noted((), text(*POLICY), text(*joined), at=NOW) == []


def test_what_another_clause_says_too_is_not_noted() -> None:
    """A sentence that stands in the text twice is neither come nor gone when one of the two varies."""
    twice = [*POLICY, f"{POLICY[3]} {POLICY[8]}"]
    assert noted((), text(*twice), text(*POLICY), at=NOW) == []
    assert noted((), text(*POLICY), text(*twice), at=NOW) == []


def test_looks_count_in_a_row_only() -> None:
    """A look that does not find what came begins anew; one that does counts from the first."""
    old, new = text(*POLICY), text(*POLICY, OTHER)
    later = noted([NEW], old, new, at=NOW + DAY)
    assert later == [replace(NEW, looks=2)]
    assert noted(later, old, old, at=NOW + 2 * DAY) == []


@pytest.mark.parametrize("one", [NEW, GONE], ids=["came", "gone"])
def test_a_version_that_took_it_along_is_no_telling(one: UntoldSentence) -> None:
    """What a version has or lacks unknown to readers stays untold; once the page is as they know it, it is no news."""
    as_known = text(*POLICY)
    taken_along = text(*POLICY, OTHER) if one is NEW else text(*(line for line in POLICY if line != GONE.text))
    (again,) = noted([one], taken_along, taken_along, at=NOW + DAY)
    assert again == replace(one, looks=2)
    (back,) = noted([again], taken_along, as_known, at=NOW + 2 * DAY)
    assert (back.text, back.looks) == (one.text, 0)
    assert due([back], as_known, at=NOW + 90 * DAY) == ()


def test_a_sentence_is_due_once_it_has_stayed() -> None:
    """Neither looks nor time alone make a sentence due, both do."""
    old, new = text(*POLICY), text(*POLICY, OTHER)
    assert due([replace(NEW, looks=LOOKS)], new, at=NOW + STAYS)
    assert not due([replace(NEW, looks=LOOKS - 1)], new, at=NOW + STAYS)
    assert not due([replace(NEW, looks=LOOKS)], new, at=NOW + STAYS - timedelta(seconds=1))
    assert not due([replace(NEW, looks=LOOKS)], old, at=NOW + STAYS)


def test_what_is_known_to_come_and_go_is_due_later() -> None:
    """A text that readers know to vary at a place has to stay for a week."""
    watch = Watch(text(*POLICY))
    watch.check(text(*POLICY, OTHER), text(*POLICY), text(*POLICY, OTHER))
    places = tuple(replace(place, texts=(*place.texts, OTHER)) for place in watch.places)
    seen = text(*POLICY, OTHER)
    (known,) = noted_untold(replace(watch.baseline, restless=places, untold=()), seen, MATTER, at=NOW)
    assert known == replace(NEW, is_known=True, beside=(POLICY[-1],))
    assert not due([replace(known, looks=LOOKS_KNOWN)], seen, at=NOW + STAYS)
    assert due([replace(known, looks=LOOKS_KNOWN)], seen, at=NOW + STAYS_KNOWN)


def test_a_look_that_missed_the_section_says_nothing_of_what_came_there() -> None:
    """A sentence that came to a section which fails to load at times counts the looks that saw the section."""
    old = text(*POLICY)
    (one,) = noted((), old, text(*POLICY[:5], OTHER, *POLICY[6:]), at=NOW)[:1]
    assert one.text == OTHER
    assert one.beside == (POLICY[4], POLICY[6])
    failed = text(*POLICY[:4], *POLICY[8:])
    assert one in noted([one], old, failed, at=NOW + DAY)
    assert one not in noted([one], old, old, at=NOW + DAY)


def test_settled_texts_differ_in_what_stayed_only() -> None:
    """Of two texts that differ in noise and an edit, only the edit is left; a clause keeps its other sentences."""
    before = text(*POLICY[:5], f"{POLICY[5]} {NOISE[0]}", *POLICY[6:], NOISE[1])
    after = text(*POLICY[:4], f"{POLICY[5]} {NOISE[2]} {OTHER}", *POLICY[6:], NOISE[3])
    old, new = settled_texts(before, after, [NEW, GONE])
    assert [clause.text for clause in old.clauses] == POLICY
    assert [clause.text for clause in new.clauses] == [*POLICY[:4], f"{POLICY[5]} {OTHER}", *POLICY[6:]]


def test_what_the_version_lacks_already_is_told_as_gone() -> None:
    """A clause that a version lost untold stands among what went."""
    lacking = text(*POLICY[:4], *POLICY[5:])
    old, new = settled_texts(lacking, lacking, [GONE])
    assert GONE.text in {clause.text for clause in old.clauses} - {clause.text for clause in new.clauses}


def test_what_a_notice_tells_is_untold_no_more() -> None:
    """An edit that is told by its second look leaves nothing to tell at a page that varies."""
    watch = Watch(page(NOISE[0]))
    watch.check(page(NOISE[1]), page(NOISE[2]))
    assert watch.places
    assert watch.check(page(NOISE[3], policy=[*POLICY, OTHER])) == [OTHER]
    assert watch.baseline.untold == ()
    assert without_told([NEW], watch.told[-1].comparison.changes) == ()


def test_a_look_without_the_heading_says_nothing_of_what_came_under_it() -> None:
    """What came to a section that loads rarely waits for looks that have its heading, where no neighbour is known."""
    one = replace(NEW, headings=("Sharing",))
    assert noted([one], text(*POLICY), text(*POLICY), at=NOW + DAY) == [one]
    assert noted([replace(one, is_known=True)], text(*POLICY), text(*POLICY), at=NOW + DAY) == []


def test_what_no_look_can_speak_of_any_more_is_forgotten() -> None:
    """A sentence whose section is gone for good does not wait for ever."""
    one = replace(NEW, beside=("Nobody says this.",))
    assert noted([one], text(*POLICY), text(*POLICY), at=NOW + FORGOTTEN) == [one]
    assert noted([one], text(*POLICY), text(*POLICY), at=NOW + FORGOTTEN + DAY) == []


def test_an_item_that_is_a_part_of_another_goes_all_the_same() -> None:
    """A short sentence is gone, and stays gone, though another has its words."""
    old, new = text(*POLICY, "cookies", "cookies of partners"), text(*POLICY, "cookies of partners")
    (once,) = noted((), old, new, at=NOW)
    (twice,) = noted([once], old, new, at=NOW + DAY)
    assert (twice.text, twice.is_gone, twice.looks) == ("cookies", True, 2)


def test_what_a_notice_tells_with_a_hole_is_untold_no_more() -> None:
    """A clause that was told as gone without the words that vary in it is not told once more with them."""
    gone = replace(GONE, text="We keep your 17 letters for a year.")
    told = compare(text(*POLICY, f"We keep your {HOLE} letters for a year.", f"{HOLE} {POLICY[4]}"), text(*POLICY[:4]))
    assert without_told([gone, GONE, replace(gone, text="We keep it.")], told.changes) == (
        replace(gone, text="We keep it."),
    )


def test_what_went_is_told_with_the_words_that_varied_in_it() -> None:
    """Of clauses alike, a gap would not say which one went; what stands still there keeps its gap."""
    alike = [f"We keep your letters to branch {number} for a year, and delete them then." for number in range(3)]
    old, new = text(*POLICY, *alike), text(*POLICY, alike[0])
    holed = [one.replace(f"branch {number}", f"branch {HOLE}") for number, one in enumerate(alike)]
    gone = with_filled(compare(text(*POLICY, *holed), text(*POLICY, holed[0])), old.clauses)
    assert [[clause.text for clause in change.old] for change in gone.changes] == [[one] for one in alike[1:]]
    assert {change.redline for change in gone.changes} == {((RedlineOp.DELETE, one),) for one in alike[1:]}
    edited = compare(text(*POLICY, *holed), text(*POLICY, holed[0], *(f"{one} Soon." for one in holed[1:])))
    assert with_filled(edited, new.clauses) == edited


def test_what_the_version_lacks_already_is_told_in_its_section() -> None:
    """A clause that a version lost untold goes from its section; neither the heading of this nor any other clause does."""
    blocks = [
        Block(kind=kind, text=line, level=2 if kind is BlockKind.HEADING else 0)
        for part in range(4)
        for kind, line in [
            (BlockKind.HEADING, f"Part {part}"),
            *((BlockKind.PARAGRAPH, line) for line in POLICY[4 * part : 4 * part + 4]),
        ]
    ]
    lacking = policy_text(Document(title="", language="en", stated_date=None, extractor="t", blocks=tuple(blocks)))
    gone = replace(GONE, headings=("Part 1",))
    changes = compare(*settled_texts(lacking, lacking, [replace(gone, text=POLICY[18])])).changes
    assert [[clause.text for clause in change.old] for change in changes] == [[POLICY[18]]]


def test_what_is_remembered_is_bounded() -> None:
    """Neither many sentences, nor long ones, nor a text that differs everywhere fill the memory."""
    many = [f"{OTHER[:-1]} by way of channel {number}." for number in range(MOST + 50)]
    assert len(noted((), text(*POLICY), text(*POLICY, *many), at=NOW)) == MOST
    long = f"{OTHER[:-1]}, {'data, ' * MOST_LETTERS}and so on."
    assert noted((), text(*POLICY), text(*POLICY, long), at=NOW) == []
    other = [f"{OTHER[:-1]} by way of channel {number}." for number in range(MOST_CLAUSES + 1)]
    assert noted([NEW], text(*POLICY), text(*other), at=NOW) == [NEW]


Lines = list[tuple[int, str]]
_IN_LETTERS = str.maketrans("0123456789", "abcdefghij")


class _Site:
    """A policy of numbered clauses with noise of several kinds around and in them, another at every look."""

    KINDS = ("line", "lines", "maybe", "number", "hole", "fails")

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        size = rng.randint(12, 30)
        self.clauses: Lines = [(number, self.sentence(number)) for number in range(size)]
        self.noise = [(rng.randrange(size), rng.choice(self.KINDS)) for _ in range(rng.randint(1, 3))]

    def sentence(self, number: int) -> str:
        """Return a sentence of the policy that no other number has."""
        return (
            self._rng.choice(POLICY[:3])
            .replace(" for ", f" under rule {number} for ", 1)
            .replace(" use of ", f" use under rule {number} of ", 1)
            .replace(" a contract ", f" contract {number} ", 1)
        )

    def look(self, *, whole: bool = False) -> list[str]:
        """Return what the page shows to a look; all sections, where it is the first one."""
        rng = self._rng
        failing = {at for at, kind in self.noise if kind == "fails" and not whole and rng.random() < 0.3}
        lines: list[str] = []
        for number, clause in self.clauses:
            kinds = [kind for at, kind in self.noise if at == number]
            if not any(at <= number < at + 3 for at in failing):
                lines.append(f"{clause} Read {rng.randint(1, 99_999)} times so far." if "hole" in kinds else clause)
            lines += [line for kind in kinds for line in self._noise(kind)]
        return lines

    def _noise(self, kind: str) -> Iterator[str]:
        rng = self._rng
        if kind == "line":
            yield rng.choice(NOISE)
        elif kind == "lines":
            yield from rng.sample(NOISE, rng.randint(0, 3))
        elif kind == "maybe" and rng.random() < 0.5:
            yield NOISE[0]
        elif kind == "number":
            yield f"Seen {rng.randint(1, 99_999)} times so far by {rng.randint(1, 999)} visitors."

    def edit(self) -> None:
        """Change, add or remove a clause at or beside the noise."""
        rng = self._rng
        near = rng.choice(self.noise)[0] + rng.choice([-1, 0, 0, 1])
        at = min(range(len(self.clauses)), key=lambda one: abs(self.clauses[one][0] - near))
        number, clause = self.clauses[at]
        # in letters: a number may be left out of what is told
        name = f"{rng.randrange(10**9)}".translate(_IN_LETTERS)
        new = number, f"We sell the data of file {name} to advertising partners."
        self.clauses[at : at + 1] = rng.choice([[new], [(number, clause), new], []])


def not_told(watch: Watch, before: Lines, after: Lines) -> set[str]:
    """Return the clauses that came or went between two states of a policy without a notice that said so."""
    told = [change for one in watch.told for change in one.comparison.changes if change.significance.is_told]
    went = "\n".join(clause.text for change in told for clause in change.old)
    came = "\n".join(clause.text for change in told for clause in change.new)
    old, new = ({clause for _, clause in lines} for lines in (before, after))
    return {clause for clause in old - new if clause not in went} | {one for one in new - old if one not in came}


def every_edit_is_told(seed: int) -> None:
    """Check a made-up site daily until all its edits are told; fail where one is not after `MOST_DAYS`."""
    rng = random.Random(seed)  # noqa: S311 - a made-up site, not a secret
    site = _Site(rng)
    before = [*site.clauses]
    watch = Watch(text(*site.look(whole=True)))
    first = rng.randint(0, 4)
    for day in range(first + MOST_DAYS):
        if day == first or (day == first + 2 and rng.random() < 0.5):
            for _ in range(rng.randint(1, 2)):
                site.edit()
        watch.check(*(text(*site.look()) for _ in range(3)))
        if day > first + 2 and not not_told(watch, before, site.clauses):
            return
    raise AssertionError(f"never told: {not_told(watch, before, site.clauses)}")


@pytest.mark.parametrize("seed", [279, 1088, 1184, 1615, 2616, 80834510])
def test_every_edit_is_told_where_one_was_not(seed: int) -> None:
    """Sites on which an edit was never told, or one of a form that only figures tell apart, are told in full."""
    every_edit_is_told(seed)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_every_edit_that_stays_is_told(seed: int) -> None:
    """Whatever varies on a page, a clause that came, went or was reworded for good is told sooner or later."""
    every_edit_is_told(seed)


@pytest.mark.drill
@pytest.mark.parametrize("start", range(4))
def test_every_edit_that_stays_is_told_on_many_pages(start: int) -> None:
    """The same on 2,000 pages."""
    for seed in range(500 * start, 500 * (start + 1)):
        every_edit_is_told(seed)
