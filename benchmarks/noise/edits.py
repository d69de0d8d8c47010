"""Real edits: of a period, a recipient, a negation and their kin, at steady places and at restless ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.noise.kinds import Noise, Place
from benchmarks.noise.policies import PERIODS, RECIPIENTS, SALE, Block, fill
from benchmarks.noise.sentences import capital

if TYPE_CHECKING:
    from random import Random

    from benchmarks.noise.sentences import PolicyParts

NAMES = ("period", "recipient", "negation", "row", "sentence", "right")
STILL_BEFORE = 3  # the round of the first edit: what varies has had two rounds to show itself
NEW_PERIODS, SETTLED_PERIODS = (40, 64), (65, 95)  # months: longer than any that stood there before
SETTLES = "settles"  # noise ends, and a text of substance stands in its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit of a policy.

    Args:
        name: what it is about.
        round_number: the first round that has it.
        is_restless: it is made where noise varies.
        went, came: the words that no longer stand there, and those that now do; either may be "".
        key: the block that is reworded, or after which a new one stands; "" for one before all others.
        block: what stands there now, or the new block.
        is_new: the block is new.
    """

    name: str
    round_number: int
    is_restless: bool
    went: str
    came: str
    key: str
    block: Block
    is_new: bool = False

    @property
    def settles(self) -> bool:
        """Whether noise ends where it is made."""
        return self.name == SETTLES

    def apply(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks of a policy with the edit made."""
        if not self.key:
            return (self.block, *blocks)
        found: list[Block] = []
        for block in blocks:
            if block.key != self.key:
                found.append(block)
            elif self.is_new:
                found += (block, self.block)
            else:
                found.append(self.block)
        return tuple(found)


def edits_of(
    blocks: tuple[Block, ...], noise: Noise, parts: PolicyParts, random: Random, *, rounds: int, turn: int
) -> tuple[Edit, ...]:
    """Return the edits of a page: one at a steady place and, where there is noise, a later one in its place.

    Args:
        blocks: the policy.
        noise: what varies.
        parts: of the language.
        random: the chance of this page.
        rounds: how many there are; the last edit has three to show itself.
        turn: which kind of edit: they take turns.
    """
    half = max(STILL_BEFORE, rounds // 2)
    name = NAMES[turn % len(NAMES)]
    if name == "recipient" and noise.kind.place is Place.ORDER:
        name = "negation"
    apart = sorted({b.section for b in blocks if b.section.isdigit()} - {noise.anchor.partition("/")[0]})
    early, late = random.randint(STILL_BEFORE, half), random.randint(half + 1, max(half + 1, rounds - 2))
    steady = _made(name, random.choice(apart), blocks, parts, random)
    found = [replace(steady, round_number=early)]
    if noise.kind.place is not Place.NOWHERE:
        found.append(replace(_in_its_place(noise, blocks, parts, random), round_number=late, is_restless=True))
    return tuple(found)


def _in_its_place(noise: Noise, blocks: tuple[Block, ...], parts: PolicyParts, random: Random) -> Edit:
    place, section = noise.kind.place, noise.anchor.partition("/")[0]
    if place in (Place.WITHIN, Place.SECTION):
        return _made("period", section, blocks, parts, random)
    if place is Place.ORDER:
        return _made("recipient", section, blocks, parts, random)
    text = fill(random.choice(parts.additions[1:]), parts, random)
    if place is Place.ROW:
        cells = (
            *_block(blocks, f"{PERIODS}/4").texts[:2],
            parts.period.format(number=random.randint(*SETTLED_PERIODS)),
        )
        block, text = Block(key=f"{PERIODS}/new", kind="row", texts=cells), cells[-1]
    elif place is Place.ITEM:
        block = Block(key=f"{RECIPIENTS}/new", kind="item", texts=(text.removesuffix("."),))
    else:
        block = Block(key=f"{section}/new", texts=(text,))
    is_new = place is not Place.WORDING
    key = "" if place is Place.START else noise.anchor
    return _edit(SETTLES, key, block, came=text, is_new=is_new)


def _made(name: str, section: str, blocks: tuple[Block, ...], parts: PolicyParts, random: Random) -> Edit:
    months = random.randint(*NEW_PERIODS)
    first, last = _block(blocks, f"{section}/1"), _block(blocks, f"{section}/2")
    if name == "period":
        came = _with_number(first.texts[1], months)
        block = replace(first, texts=(first.texts[0], came, *first.texts[2:]))
        return _edit(name, first.key, block, went=first.texts[1], came=came)
    if name == "sentence":
        came = fill(parts.additions[0], parts, random)
        return _edit(name, last.key, replace(last, texts=(*last.texts, came)), came=came)
    if name == "right":
        return _edit(name, last.key, replace(last, texts=last.texts[:-1]), went=last.texts[-1])
    if name == "negation":
        promise = _block(blocks, f"{SALE}/1")
        party = next(p for p in parts.parties if parts.never.format(data=parts.data[0], party=p) == promise.texts[0])
        came = parts.may.format(data=parts.data[0], party=party)
        return _edit(
            name, promise.key, replace(promise, texts=(came, *promise.texts[1:])), went=promise.texts[0], came=came
        )
    if name == "recipient":
        came = capital(fill(parts.new_recipient, parts, random))
        return _edit(
            name, f"{RECIPIENTS}/7", Block(key=f"{RECIPIENTS}/8", kind="item", texts=(came,)), came=came, is_new=True
        )
    row = _block(blocks, f"{PERIODS}/5")
    came = parts.period.format(number=months)
    return _edit(name, row.key, replace(row, texts=(*row.texts[:2], came)), came=came)


def _with_number(text: str, number: int) -> str:
    return " ".join(str(number) if word.isdigit() else word for word in text.split(" "))


def _edit(name: str, key: str, block: Block, *, went: str = "", came: str = "", is_new: bool = False) -> Edit:
    return Edit(name=name, round_number=0, is_restless=False, went=went, came=came, key=key, block=block, is_new=is_new)


def _block(blocks: tuple[Block, ...], key: str) -> Block:
    return next(block for block in blocks if block.key == key)
