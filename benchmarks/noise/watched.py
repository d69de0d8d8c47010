"""One watched page of the benchmark in each of its rounds and looks: a pure function of a seed and a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from benchmarks.noise.edits import edits_of
from benchmarks.noise.kinds import KINDS, noise_of
from benchmarks.noise.policies import policy
from benchmarks.noise.sentences import CODES, parts
from benchmarks.noise.templates import TEMPLATES

if TYPE_CHECKING:
    from benchmarks.noise.edits import Edit
    from benchmarks.noise.kinds import Noise
    from benchmarks.noise.policies import Block
    from benchmarks.noise.templates import Template

EVERY = 5  # one page in so many is edited
ALL = len(KINDS) * len(CODES) * len(TEMPLATES)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedPage:
    """A page with its policy, its noise and its edits.

    Args:
        seed: another one gives other pages.
        number: from 0.
        code: of the language.
        template: how the text is put on the page.
        blocks: the policy before any edit.
        noise: what varies.
        edits: in order of their rounds; none on most pages.
    """

    seed: str
    number: int
    code: str
    template: Template
    blocks: tuple[Block, ...]
    noise: Noise
    edits: tuple[Edit, ...]

    @property
    def path(self) -> str:
        """Where it is served."""
        return f"/p{self.number:04}/{self.code}"

    def policy_in(self, round_number: int) -> tuple[Block, ...]:
        """Return the policy with the edits made up to a round."""
        blocks = self.blocks
        for edit in self.edits:
            if edit.round_number <= round_number:
                blocks = edit.apply(blocks)
        return blocks

    def blocks_in(self, round_number: int, look: int) -> tuple[Block, ...]:
        """Return the policy and its noise as one look shows them.

        Args:
            round_number: from 1; 0 is before the first.
            look: which state of the noise within the round.
        """
        blocks = self.policy_in(round_number)
        if any(edit.settles and edit.round_number <= round_number for edit in self.edits):
            return blocks
        return self.noise.put(blocks, Random(f"{self.seed}/state/{self.number}/{round_number}/{look}"))

    def html(self, round_number: int, look: int) -> str:
        """Return the page as it is served; arguments as for `blocks_in`."""
        return self.template(self.blocks_in(round_number, look), self.code)

    def shown_edits(self, rounds: int) -> tuple[Edit, ...]:
        """Return the edits, each with the first round whose first look shows it: its section may fail to load."""

        def shows(edit: Edit, number: int) -> bool:
            return any(block.key == edit.block.key for block in self.blocks_in(number, 0))

        shown = ((e, [n for n in range(e.round_number, rounds + 1) if shows(e, n)]) for e in self.edits)
        return tuple(replace(edit, round_number=numbers[0]) for edit, numbers in shown if numbers)


def watched_page(seed: str, number: int, *, rounds: int) -> WatchedPage:
    """Return a page: `ALL` in a row have each kind of noise in each language and template.

    Args:
        seed: another one gives other pages.
        number: from 0; every fifth page is edited.
        rounds: how many there are.
    """
    kind = KINDS[number % len(KINDS)]
    code = CODES[number // len(KINDS) % len(CODES)]
    template = TEMPLATES[number // (len(KINDS) * len(CODES)) % len(TEMPLATES)]
    random = Random(f"{seed}/page/{number}")
    blocks = policy(parts(code)[0], random)
    noise = noise_of(kind, blocks, parts(code), random)
    edits = edits_of(blocks, noise, parts(code)[0], random, rounds=rounds, turn=number // EVERY)
    return WatchedPage(
        seed=seed,
        number=number,
        code=code,
        template=template,
        blocks=blocks,
        noise=noise,
        edits=edits if number % EVERY == 0 else (),
    )
