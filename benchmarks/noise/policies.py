"""Policies made of sentence parts, as blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from benchmarks.noise.sentences import capital

if TYPE_CHECKING:
    from random import Random

    from benchmarks.noise.sentences import PolicyParts

GENERAL = 9  # sections; with the three special ones about 1,200 words
NAMES = ("Alderton", "Bassalt", "Kobalto", "Duveta", "Embera", "Fjordis", "Gannera", "Inletta", "Junipa", "Kestrello")
SALE, RECIPIENTS, PERIODS = "sale", "recipients", "periods"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a page.

    Args:
        key: its section and place, by which edits and noise find it: "3/1", "periods/2"; "" for noise.
        kind: what it is.
        texts: the sentences of a paragraph, the cells of a row; one text for all others.
    """

    key: str = ""
    kind: Literal["title", "heading", "subheading", "paragraph", "quote", "item", "row"] = "paragraph"
    texts: tuple[str, ...]

    @property
    def section(self) -> str:
        """The section it stands in: "3", "periods"."""
        return self.key.partition("/")[0]


def fill(template: str, parts: PolicyParts, random: Random, *, data: str = "") -> str:
    """Return a sentence with its places filled by chance, or with data that are given."""
    text = template.format(
        data=data or random.choice(parts.data),
        aim=random.choice(parts.aims),
        party=random.choice(parts.parties),
        number=random.randint(2, 36),
    )
    return capital(text)


def policy(parts: PolicyParts, random: Random, *, general: int = GENERAL) -> tuple[Block, ...]:
    """Return a policy: sections of plain paragraphs, and one each with a list, a table and a promise.

    Args:
        parts: of the language.
        random: the same chance gives the same policy.
        general: how many plain sections it has; the three others make 18 clauses, each of these two more.
    """
    name = f"{random.choice(NAMES)} {random.randint(2, 99)}"
    headings, data = random.sample(parts.headings, general), random.sample(parts.data, general)
    sections = [_general(str(n), headings[n], data[n], parts, random) for n in range(general)]
    for special in (_sale, _recipients, _periods):
        sections.insert(random.randint(1, len(sections) - 1), special(parts, random))
    begin = (
        Block(key="begin/0", kind="title", texts=(parts.title.format(name=name),)),
        Block(key="begin/1", texts=(parts.updated,)),
        Block(key="begin/2", texts=(parts.intro.format(name=name),)),
    )
    return (*begin, *(block for section in sections for block in section))


def _general(section: str, heading: str, data: str, parts: PolicyParts, random: Random) -> list[Block]:
    """Return a section whose first paragraph says how long its data are kept, and whose last ends with a right."""
    plain = [fill(one, parts, random) for one in random.sample(parts.sentences, 4)]
    keep, right = (fill(one, parts, random, data=data) for one in (parts.keep, parts.right))
    return [
        Block(key=f"{section}/0", kind="heading", texts=(heading,)),
        Block(key=f"{section}/1", texts=(plain[0], keep, plain[1])),
        Block(key=f"{section}/2", texts=(*plain[2:], right)),
    ]


def _sale(parts: PolicyParts, random: Random) -> list[Block]:
    plain = fill(random.choice(parts.sentences), parts, random)
    return [
        Block(key=f"{SALE}/0", kind="heading", texts=(parts.sale,)),
        Block(
            key=f"{SALE}/1", texts=(parts.never.format(data=parts.data[0], party=random.choice(parts.parties)), plain)
        ),
    ]


def _recipients(parts: PolicyParts, random: Random) -> list[Block]:
    parties = random.sample(parts.parties, 6)
    return [
        Block(key=f"{RECIPIENTS}/0", kind="heading", texts=(parts.recipients,)),
        Block(key=f"{RECIPIENTS}/1", texts=(parts.recipients_lead,)),
        *(
            Block(
                key=f"{RECIPIENTS}/{place}",
                kind="item",
                texts=(capital(parts.recipient.format(party=party, aim=random.choice(parts.aims))),),
            )
            for place, party in enumerate(parties, 2)
        ),
    ]


def _periods(parts: PolicyParts, random: Random) -> list[Block]:
    rows = [
        (capital(data), capital(random.choice(parts.aims)), parts.period.format(number=random.randint(2, 36)))
        for data in random.sample(parts.data, 5)
    ]
    return [
        Block(key=f"{PERIODS}/0", kind="heading", texts=(parts.periods,)),
        *(
            Block(key=f"{PERIODS}/{place}", kind="row", texts=cells)
            for place, cells in enumerate([parts.periods_head, *rows], 1)
        ),
    ]
