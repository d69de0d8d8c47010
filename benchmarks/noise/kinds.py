"""The kinds of noise: what varies, where it stands, and out of how many texts it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from benchmarks.noise.policies import PERIODS, RECIPIENTS, Block, fill
from benchmarks.noise.sentences import capital

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from benchmarks.noise.sentences import NoiseParts, PolicyParts

    Make = Callable[[NoiseParts, Random], tuple[Block, ...]]

ENDLESS = 0
LOADS = 2 / 3  # how often a section does


class Place(StrEnum):
    """Where noise stands."""

    NOWHERE = "nowhere"
    START = "before the title"
    END = "after the last clause"
    BETWEEN = "between two sections"
    WITHIN = "in a paragraph of the policy"
    ITEM = "between list items"
    ROW = "between table rows"
    SECTION = "a section that does not always load"
    ORDER = "the order of a list"
    WORDING = "a clause of the policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of noise.

    Args:
        name: as the table shows it.
        place: where it stands.
        make: the blocks of one text.
        pool: how many texts it has; `ENDLESS` makes a new one each time.
        shown: in what share of looks it is there.
        owed: how many alarms a page of it may give: what varies is a clause of the policy, which is told once.
    """

    name: str
    place: Place
    make: Make
    pool: int = ENDLESS
    shown: float = 1.0
    owed: int = 0


def sentence(parts: NoiseParts, random: Random) -> str:
    """Return a sentence of everyday words."""
    words = (parts.subjects, parts.verbs, parts.places, parts.moments)
    return capital(" ".join(random.choice(one) for one in words)) + "."


def _block(text: str, kind: str = "paragraph") -> tuple[Block, ...]:
    return (Block(kind=kind, texts=(text,)),)


def nothing(_parts: NoiseParts, _random: Random) -> tuple[Block, ...]:
    """Return no block."""
    return ()


def strip(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return a line that stands alone."""
    return _block(sentence(parts, random))


def quote(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return what somebody is made to say, and who it is."""
    return (*_block(f"«{sentence(parts, random)}»", "quote"), *_block(random.choice(parts.people)))


def cards(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return three small headings with a text each."""
    subjects = random.sample(parts.subjects, 3)
    return tuple(
        block
        for subject in subjects
        for block in (*_block(capital(subject), "subheading"), *_block(sentence(parts, random)))
    )


def box(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return a heading like those of the policy, and a paragraph of two sentences."""
    sentences = (sentence(parts, random), sentence(parts, random))
    return (*_block(capital(random.choice(parts.subjects)), "heading"), Block(texts=sentences))


def counter(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return a sentence with a number."""
    number, place = random.randint(100, 99_999), random.choice(parts.places)
    return _block(parts.counter.format(number=number, place=place) + ".")


def clock(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return a sentence with the time of day."""
    time = f"{random.randrange(24):02}:{random.randrange(60):02}:{random.randrange(60):02}"
    return _block(parts.clock.format(time=time) + ".")


def spot(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return a sentence on the place where the reader is taken to be."""
    return _block(parts.spot.format(town=random.choice(parts.towns), degrees=random.randint(3, 31)) + ".")


def code(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return a sentence with the code of a visit."""
    return _block(parts.code.format(code=f"{random.getrandbits(40):010x}") + ".")


def item(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return a list item."""
    return _block(sentence(parts, random).removesuffix("."), "item")


def row(parts: NoiseParts, random: Random) -> tuple[Block, ...]:
    """Return a table row of three cells."""
    cells = (random.choice(one) for one in (parts.subjects, parts.places, parts.moments))
    return (Block(kind="row", texts=tuple(capital(cell) for cell in cells)),)


KINDS = (
    Kind(name="none", place=Place.NOWHERE, make=nothing),
    Kind(name="offer strip, 4 texts", place=Place.BETWEEN, make=strip, pool=4),
    Kind(name="offer strip, endless", place=Place.BETWEEN, make=strip),
    Kind(name="strip, there half the time", place=Place.BETWEEN, make=strip, pool=1, shown=0.5),
    Kind(name="customer's quote", place=Place.BETWEEN, make=quote),
    Kind(name="three cards", place=Place.BETWEEN, make=cards),
    Kind(name="box with heading, 3 texts", place=Place.BETWEEN, make=box, pool=3),
    Kind(name="box, A/B", place=Place.BETWEEN, make=box, pool=2),
    Kind(name="counter", place=Place.BETWEEN, make=counter),
    Kind(name="clock", place=Place.BETWEEN, make=clock),
    Kind(name="place", place=Place.BETWEEN, make=spot),
    Kind(name="visit code", place=Place.BETWEEN, make=code),
    Kind(name="counter in a paragraph", place=Place.WITHIN, make=counter),
    Kind(name="clock in a paragraph", place=Place.WITHIN, make=clock),
    Kind(name="place in a paragraph", place=Place.WITHIN, make=spot),
    Kind(name="visit code in a paragraph", place=Place.WITHIN, make=code),
    Kind(name="item in a list", place=Place.ITEM, make=item),
    Kind(name="row in a table", place=Place.ROW, make=row),
    Kind(name="at the start", place=Place.START, make=strip),
    Kind(name="at the end", place=Place.END, make=strip, pool=5),
    Kind(name="section, fails 1 in 3", place=Place.SECTION, make=nothing, shown=LOADS, owed=1),
    Kind(name="list, shuffled", place=Place.ORDER, make=nothing),
    Kind(name="clause, A/B", place=Place.WORDING, make=nothing, pool=2, owed=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """The noise of one page.

    Args:
        kind: which.
        anchor: the key of the block that it stands after or in, or of the section's heading.
        pool: the texts it turns through; none where they are endless.
        parts: what it makes new texts of.
    """

    kind: Kind
    anchor: str
    pool: tuple[tuple[Block, ...], ...]
    parts: NoiseParts

    def put(self, blocks: tuple[Block, ...], state: Random) -> tuple[Block, ...]:
        """Return the blocks of a policy as one look shows them.

        Args:
            blocks: the policy.
            state: the chance of this look.
        """
        if self.kind.place is Place.SECTION:
            section = self.anchor.partition("/")[0]
            fails = state.random() < 1 - self.kind.shown
            return tuple(b for b in blocks if b.section != section) if fails else blocks
        if self.kind.place is Place.ORDER:
            return _shuffled(blocks, state)
        drawn = state.choice(self.pool) if self.pool else self.kind.make(self.parts, state)
        shown = drawn if state.random() < self.kind.shown else ()
        return _placed(blocks, shown, self.kind.place, self.anchor)


def _shuffled(blocks: tuple[Block, ...], state: Random) -> tuple[Block, ...]:
    items = [block for block in blocks if block.kind == "item"]
    state.shuffle(items)
    return tuple(items.pop() if block.kind == "item" else block for block in blocks)


def _placed(blocks: tuple[Block, ...], shown: tuple[Block, ...], place: Place, anchor: str) -> tuple[Block, ...]:
    if place is Place.START:
        return (*shown, *blocks)
    found: list[Block] = []
    for block in blocks:
        if block.key != anchor:
            found.append(block)
        elif place is Place.WITHIN:
            found.append(replace(block, texts=(*block.texts, *(text for one in shown for text in one.texts))))
        elif place is Place.WORDING:
            found += shown
        else:
            found += (block, *shown)
    return tuple(found)


def noise_of(kind: Kind, blocks: tuple[Block, ...], parts: tuple[PolicyParts, NoiseParts], random: Random) -> Noise:
    """Return the noise of a page: where it stands and what it turns through.

    Args:
        kind: of the noise.
        blocks: the policy.
        parts: of the language.
        random: the chance of this page.
    """
    section = random.choice(sorted({block.section for block in blocks if block.section.isdigit()}))
    anchor = {
        Place.ITEM: f"{RECIPIENTS}/4",
        Place.ROW: f"{PERIODS}/3",
        Place.END: blocks[-1].key,
        Place.WITHIN: f"{section}/1",
    }.get(kind.place, f"{section}/2")
    if kind.place is Place.WORDING:
        old = next(block for block in blocks if block.key == anchor)
        other = replace(
            old, texts=tuple(fill(one, parts[0], random) for one in (parts[0].sentences[0], parts[0].right))
        )
        pool: tuple[tuple[Block, ...], ...] = ((old,), (other,))
    else:
        pool = tuple(kind.make(parts[1], random) for _ in range(kind.pool))
    return Noise(kind=kind, anchor=anchor, pool=pool, parts=parts[1])
