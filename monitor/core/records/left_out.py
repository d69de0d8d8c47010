"""What was left out of the page that a text was drawn from: counted by rule, and shown in its first words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class LeftOutBlocks(NamedTuple):
    """Blocks of a page that one rule left out for the same reason.

    Args:
        because: what the rule saw, in words for people.
        texts: how each block begins, in reading order.
    """

    because: str
    texts: tuple[str, ...]


class LeftOutBy(NamedTuple):
    """What one rule left out of a page.

    Args:
        rule: its name, as docs/extraction.md lists them.
        blocks: how many blocks it left out.
        shown: the first of them, by the reason why.
    """

    rule: str
    blocks: int
    shown: tuple[LeftOutBlocks, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What was left out of a page, of bounded size whatever the page is.

    Args:
        rules: one for each rule that left something out, the most blocks first.
    """

    rules: tuple[LeftOutBy, ...] = ()

    @property
    def blocks(self) -> int:
        """How many blocks were left out."""
        return sum(one.blocks for one in self.rules)

    @property
    def shown(self) -> int:
        """How many of them are shown."""
        return sum(len(one.texts) for rule in self.rules for one in rule.shown)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many blocks each rule left out, the most first."""
        return tuple((one.rule, one.blocks) for one in self.rules)
