"""Which sites there are in a month: every two hundred in a row have the same share of each trouble."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks import pages
from benchmarks.noise.edits import Edit, edits_of
from benchmarks.noise.kinds import KINDS, Kind, Place, noise_of
from benchmarks.noise.policies import Block, policy
from benchmarks.noise.sentences import CODES, parts
from benchmarks.noise.templates import TEMPLATES
from benchmarks.troubles.answers import WALLS, home, wall
from benchmarks.troubles.sites import HOURS, Interlude, Phase, Site

if TYPE_CHECKING:
    from collections.abc import Callable

CYCLE = 200
LEAST_DAYS = 21  # a wall stands for a week, and what is edited last has to be told
SECTIONS = (2, 6)  # beside the three that each policy has: 22 to 30 clauses
FIRST_DAY, LAST_DAYS = 3, 10  # no edit sooner, nor any later than so many days before the end
WALL_DAYS, HOME_DAYS, OTHER_DAYS, TURNS_DAYS = 7, 4, 1, 5
BROKEN_HOURS = 8
OTHER_SECTIONS = 9
APART_DAYS = 4  # of an edit and what else is for good: which of the two was told is then clear
RARELY = replace(KINDS[[one.place for one in KINDS].index(Place.SECTION)], name="1 in 8", shown=7 / 8)


def site_of(seed: str, number: int, *, days: int) -> Site:
    """Return a site.

    Args:
        seed: another one gives other sites.
        number: from 0.
        days: of the month, `LEAST_DAYS` or more.
    """
    chance = _Chance(seed=seed, number=number, days=days, random=Random(f"{seed}/site/{number}"))
    place, cycle = number % CYCLE, number // CYCLE
    for name, share, make in TROUBLES:
        if place < share:
            return make(name, chance, cycle * share + place)
        place -= share
    return _still(STILL, chance, cycle * CYCLE + place)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chance:
    """The chance of one site, and what every site is made with."""

    seed: str
    number: int
    days: int
    random: Random

    def hour(self, first: float, last: float) -> int:
        """Return an hour between two days of the month."""
        return self.random.randint(round(first * HOURS), max(round(first * HOURS), round(last * HOURS)))

    def phase(self, code: str = "", *, begins: float = 0.0) -> Phase:
        """Return a text without edits, in any language or in one."""
        code = code or self.random.choice(CODES)
        blocks = policy(parts(code)[0], self.random, general=self.random.randint(*SECTIONS))
        return Phase(begins=begins, code=code, blocks=blocks)

    def site(self, trouble: str, *phases: Phase, **more: Any) -> Site:
        """Return the site."""
        more = {"has_tokens": self.random.random() < 1 / 2, **more}
        return Site(
            seed=self.seed,
            number=self.number,
            trouble=trouble,
            template=self.random.choice(TEMPLATES),
            phases=phases,
            **more,
        )


def _edits(phase: Phase, kind: Kind, chance: _Chance, turn: int) -> tuple[Any, list[Edit]]:
    """Return the noise of a text, and edits of it: at a steady place and, where there is noise, in its place."""
    noise = noise_of(kind, phase.blocks, parts(phase.code), chance.random)
    edits = edits_of(phase.blocks, noise, parts(phase.code)[0], chance.random, rounds=12, turn=turn)
    half, last = chance.days / 2, chance.days - LAST_DAYS
    hours = chance.hour(FIRST_DAY, half), chance.hour(half + APART_DAYS, max(half + APART_DAYS, last))
    return noise, [replace(edit, round_number=hour) for edit, hour in zip(edits, hours, strict=False)]


def _edited(phase: Phase, chance: _Chance, hour: int, turn: int) -> Phase:
    _, edits = _edits(phase, KINDS[0], chance, turn)
    return replace(phase, edits=(replace(edits[0], round_number=hour),))


def _still(trouble: str, chance: _Chance, index: int) -> Site:
    phase = chance.phase()
    if index % 40 == 0:
        phase = _edited(phase, chance, chance.hour(FIRST_DAY, chance.days - LAST_DAYS), index // 40)
    if index % 20 == 1:
        phase = _with_cosmetic(phase, chance, index // 20)
    return chance.site(trouble, phase)


def _in_other_words(chance: _Chance, *, begins: float = 0.0) -> Phase:
    """Return a text by somebody else, in English: it has no sentence of any other here."""
    words = pages.policy(chance.seed, chance.number, length=OTHER_SECTIONS)
    found = [Block(key="begin/0", kind="title", texts=(f"Privacy notice of {words.name}",))]
    for number, section in enumerate(words.sections):
        texts = [*section.paragraphs, *section.items]
        found.append(Block(key=f"{number}/0", kind="heading", texts=(section.heading,)))
        found += (
            Block(
                key=f"{number}/{place}",
                kind="paragraph" if text in section.paragraphs else "item",
                texts=tuple(re.split(r"(?<=\.) ", text)),
            )
            for place, text in enumerate(texts, 1)
        )
    return Phase(begins=begins, code="en", blocks=tuple(found))


def _edited_in_other_words(phase: Phase, hour: int) -> Phase:
    """Return such a text with a period in it that is longer from an hour on."""
    block, place = next(
        (block, place)
        for block in phase.blocks
        for place, text in enumerate(block.texts)
        if re.search(r"\d", text) and block.kind == "paragraph"
    )
    went = block.texts[place]
    came = re.sub(r"\d+", "77", went)
    new = replace(block, texts=(*block.texts[:place], came, *block.texts[place + 1 :]))
    edit = Edit(name="period", round_number=hour, is_restless=False, went=went, came=came, key=block.key, block=new)
    return replace(phase, edits=(edit,))


def _with_cosmetic(phase: Phase, chance: _Chance, turn: int) -> Phase:
    """Return a text with an edit of its form alone: of the date that it states, of a misspelling, of typography."""
    parted = parts(phase.code)[0]
    dated = next(block for block in phase.blocks if parted.updated in block.texts)
    plain = next(block for block in phase.blocks if block.key == "1/2")
    forms: tuple[Callable[[str], str], ...] = (_moved, _misspelt, _set_otherwise)
    name = ("date line", "typo", "typography")[turn % 3]
    block, form = dated if name == "date line" else plain, forms[turn % 3]
    other = replace(block, texts=(form(block.texts[0]), *block.texts[1:]))
    old, new = (other, block) if name == "typo" else (block, other)
    edit = Edit(
        name=name,
        round_number=chance.hour(FIRST_DAY, chance.days - LAST_DAYS),
        is_restless=False,
        went=old.texts[0],
        came=new.texts[0],
        key=block.key,
        block=new,
    )
    blocks = tuple(old if one.key == block.key else one for one in phase.blocks)
    return replace(phase, blocks=blocks, cosmetic=(edit,))


def _moved(text: str) -> str:
    return text.replace("12", "19").replace("2024", "2026")


def _misspelt(text: str) -> str:
    word = max(text.split(" "), key=lambda one: len(one) * one.isalpha())
    return text.replace(word, word[:3] + word[4] + word[3] + word[5:], 1)


def _set_otherwise(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}", 2).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def _restless(trouble: str, chance: _Chance, index: int) -> Site:
    phase = chance.phase()
    noise, edits = _edits(phase, KINDS[1 + index % (len(KINDS) - 1)], chance, index)
    some = {0: edits, 1: edits[:1], 2: edits[1:]}.get(index % 8, [])
    phase = replace(phase, edits=tuple(some))
    if index % 8 == 3:
        phase = _with_cosmetic(phase, chance, 0)
    return chance.site(trouble, phase, noise=noise, is_daily=trouble == DAILY)


def _walled(trouble: str, chance: _Chance, index: int) -> Site:
    phase, name = chance.phase(), WALLS[index % len(WALLS)]
    begins = chance.hour(FIRST_DAY, chance.days - LAST_DAYS)
    if index // len(WALLS) % 2:
        phase = _edited(phase, chance, begins + chance.random.randint(1, WALL_DAYS * HOURS - 1), index)
    one = Interlude(name=name, begins=begins, ends=begins + WALL_DAYS * HOURS, page=wall(phase.code, name), blinds=True)
    return chance.site(trouble, phase, interludes=(one,))


def _sent_home(trouble: str, chance: _Chance, index: int) -> Site:
    phase = chance.phase()
    begins = chance.hour(FIRST_DAY, chance.days - LAST_DAYS)
    site = chance.site(trouble, phase)
    page = site.template(home(phase.code, phase.blocks[0].texts[0], chance.random), phase.code)
    one = Interlude(
        name="by redirect" if index % 2 else "with 200",
        begins=begins,
        ends=begins + HOME_DAYS * HOURS,
        page=page,
        path="/" if index % 2 else "",
        blinds=True,
    )
    if index % 4 >= 2:
        phase = _edited(phase, chance, begins + chance.random.randint(1, HOME_DAYS * HOURS - 1), index)
    return replace(site, phases=(phase,), interludes=(one,))


def _turned(trouble: str, chance: _Chance, index: int) -> Site:
    """Return a site whose text is another one for good: in another language, or written anew."""
    before = chance.phase("en" if trouble == REWRITTEN else "")
    begins = chance.hour(FIRST_DAY + APART_DAYS, chance.days - LAST_DAYS - APART_DAYS)
    if trouble == REWRITTEN:
        after = _in_other_words(chance, begins=begins)
    else:
        after = chance.phase(chance.random.choice([one for one in CODES if one != before.code]), begins=begins)
    later = begins + 2 * APART_DAYS * HOURS
    if index % 2:
        before = _edited(before, chance, begins - APART_DAYS * HOURS, index // 2)
    elif trouble == REWRITTEN:
        after = _edited_in_other_words(after, later)
    else:
        after = _edited(after, chance, later, index // 2)
    return chance.site(trouble, before, after)


def _elsewhere(trouble: str, chance: _Chance, index: int) -> Site:
    """Return a site that shows something else for a day, be it most of its own text only."""
    phase = chance.phase("en" if trouble == OTHER else "")
    site = chance.site(trouble, phase)
    begins = chance.hour(FIRST_DAY, chance.days - LAST_DAYS)
    hours = BROKEN_HOURS if trouble == BROKEN else OTHER_DAYS * HOURS
    page = ""
    if trouble == OTHER:
        page = site.template(_in_other_words(chance).blocks, phase.code)
    elif trouble == ABROAD:
        code = chance.random.choice([one for one in CODES if one != phase.code])
        page = site.template(chance.phase(code).blocks, code)
    one = Interlude(name=trouble, begins=begins, ends=begins + hours, page=page, blinds=False)
    if index % 2:
        phase = _edited(phase, chance, begins + hours // 2, index // 2)
    return replace(site, phases=(phase,), interludes=(one,))


def _flickering(trouble: str, chance: _Chance, index: int) -> Site:
    """Return a site of which an edit is there at some looks only for some days, or a section at most looks."""
    phase = chance.phase()
    if trouble == TURNS:
        hour = chance.hour(FIRST_DAY, chance.days - LAST_DAYS - TURNS_DAYS)
        return chance.site(trouble, _edited(phase, chance, hour, index), turns=TURNS_DAYS * HOURS)
    noise, edits = _edits(phase, RARELY, chance, index)
    return chance.site(trouble, replace(phase, edits=tuple(edits[index % 2 :][:1])), noise=noise)


STILL, RESTLESS, DAILY, LANGUAGE, REWRITTEN, ABROAD, OTHER, BROKEN, TURNS = (
    "still",
    "restless",
    "restless by the day",
    "another language",
    "written anew",
    "another language for a day",
    "another document for a day",
    "breaks off for hours",
    "old and new by turns",
)
TROUBLES: tuple[tuple[str, int, Callable[[str, _Chance, int], Site]], ...] = (
    (RESTLESS, 14, _restless),
    (DAILY, 6, _restless),
    ("wall", 4, _walled),
    ("home page", 2, _sent_home),
    (LANGUAGE, 2, _turned),
    (REWRITTEN, 1, _turned),
    (ABROAD, 1, _elsewhere),
    (OTHER, 1, _elsewhere),
    (BROKEN, 1, _elsewhere),
    (TURNS, 1, _flickering),
    ("a section fails", 1, _flickering),
)
