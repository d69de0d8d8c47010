"""A site in a month of its life: what it answers at any moment, and what truly happens on it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.noise.edits import Edit
    from benchmarks.noise.kinds import Noise
    from benchmarks.noise.policies import Block
    from benchmarks.noise.templates import Template

HOURS = 24  # of a day
STUMBLES = 1 / 200  # how often a request brings nothing, on any site
HIDDEN = "</head>", '<meta name="visit" content="{code}"></head>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A text that a site has for good.

    Args:
        begins: the hour of the month.
        code: of its language.
        blocks: the policy.
        edits: real ones; the round of each is the hour in which it is made.
        cosmetic: edits that say nothing to a reader; likewise.
    """

    begins: float = 0.0
    code: str
    blocks: tuple[Block, ...]
    edits: tuple[Edit, ...] = ()
    cosmetic: tuple[Edit, ...] = ()

    def policy_at(self, hour: float, *, without: Edit | None = None) -> tuple[Block, ...]:
        """Return the policy with the edits made until an hour, but for one."""
        blocks = self.blocks
        for edit in (*self.edits, *self.cosmetic):
            if edit.round_number <= hour and edit is not without:
                blocks = edit.apply(blocks)
        return blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Interlude:
    """A time in which something else answers.

    Args:
        name: what.
        begins, ends: hours of the month.
        page: it, with `{code}` where another word stands at every look; "" for the policy, broken off.
        path: where it is, as after a redirect; "" at the policy's own address.
        blinds: whether the owner is to hear that the watch is blind.
    """

    name: str
    begins: float
    ends: float
    page: str
    path: str = ""
    blinds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request brings.

    Args:
        body: b"" where it brings nothing.
        path: where that is.
    """

    body: bytes
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site.

    Args:
        seed: another one gives other sites.
        number: from 0.
        trouble: what befalls it.
        template: how its text is put on the page.
        phases: the texts it has, one after the other.
        noise: what varies on its page, in its first language; None for nothing.
        is_daily: whether that is the same for a day.
        interludes: when something else answers.
        turns: how many hours long an edit is there at some looks only.
        has_tokens: whether its markup is another at each look.
    """

    seed: str
    number: int
    trouble: str
    template: Template
    phases: tuple[Phase, ...]
    noise: Noise | None = None
    is_daily: bool = False
    interludes: tuple[Interlude, ...] = ()
    turns: float = 0.0
    has_tokens: bool = False

    @property
    def path(self) -> str:
        """Where the policy stands."""
        return "/legal/privacy"

    @property
    def kind(self) -> str:
        """What befalls it, and how."""
        what = [self.noise.kind.name] if self.noise else [one.name for one in self.interludes if one.blinds]
        return ": ".join((self.trouble, *what))

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All real edits."""
        return tuple(edit for phase in self.phases for edit in phase.edits)

    def shown_from(self, edit: Edit) -> float:
        """Return the hour from which the page shows an edit: something else may answer when it is made."""
        hidden = (one.ends for one in self.interludes if one.begins <= edit.round_number < one.ends)
        return max(edit.round_number, *hidden, 0)

    def answer(self, hour: float) -> Answer:
        """Return what a request brings.

        Args:
            hour: of the month; the same one brings the same.
        """
        state = Random(f"{self.seed}/look/{self.number}/{hour}")
        if state.random() < STUMBLES:
            return Answer(body=b"", path=self.path)
        code = f"{state.getrandbits(48):012x}"
        now = next((one for one in self.interludes if one.begins <= hour < one.ends), None)
        if now and now.page:
            return Answer(body=now.page.replace("{code}", code).encode(), path=now.path or self.path)
        html = self._html(hour, state)
        if now:
            html = html[: int(len(html) * 0.45)]
        elif self.has_tokens:
            html = html.replace(HIDDEN[0], HIDDEN[1].format(code=code), 1)
        return Answer(body=html.encode(), path=self.path)

    def _html(self, hour: float, state: Random) -> str:
        phase = next(one for one in reversed(self.phases) if one.begins <= hour)
        turning = next((edit for edit in phase.edits if 0 <= hour - edit.round_number < self.turns), None)
        blocks = phase.policy_at(hour, without=turning if state.random() < 1 / 2 else None)
        settled = any(edit.settles and edit.round_number <= hour for edit in phase.edits)
        if self.noise and not settled:
            chance = Random(f"{self.seed}/noise/{self.number}/{hour // HOURS}") if self.is_daily else state
            blocks = self.noise.put(blocks, chance)
        return self.template(blocks, phase.code)
