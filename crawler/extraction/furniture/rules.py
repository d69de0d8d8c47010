"""Rules as values: what each leaves out or keeps, where it looks, and how it judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from crawler.extraction.reading.letters import shortened
from crawler.extraction.reading.runs import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.extraction.reading.runs import Run

_QUOTED = 60  # characters
Sight = TypeVar("Sight")


class Where(StrEnum):
    """What a rule judges."""

    NODE = "node"  # an element of the page, with all that stands in it
    REGION = "region"  # a block, by where it stands beside the element that holds the policy
    EDGE = "edge"  # the blocks at the start and the end of the text
    BETWEEN = "between"  # single blocks anywhere in the text


class Verdict(NamedTuple):
    """What became of a block.

    Args:
        rule: the name of the rule that decided.
        because: what it saw, in words for people.
        kept: whether the block is part of the policy.
    """

    rule: str
    because: str
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Sight]):
    """One rule.

    Args:
        name: what it is called wherever people read of it: "cookie prompt".
        where: what it judges.
        takes: what it leaves out, or keeps, in a sentence.
        judge: given what there is to see, says for each place (of a node or of a run) why it is meant; a place that
            it does not name is left to the rules after it.
        keeps: whether what it names is kept.
    """

    name: str
    where: Where
    takes: str
    judge: Callable[[Sight], Mapping[int, str]]
    keeps: bool = False

    def verdicts(self, sight: Sight) -> dict[int, Verdict]:
        """Return the verdict for each place that the rule names."""
        found = self.judge(sight)
        made = {because: Verdict(self.name, because, self.keeps) for because in set(found.values())}
        return {at: made[because] for at, because in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What the rules on edges and on single blocks see.

    Args:
        runs: the blocks in reading order, without those that rules before took.
        page: the page they stand on; without any node for what is no page.
    """

    runs: Sequence[Run]
    page: Page = field(default_factory=Page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What some rules made of a text.

    Args:
        runs: what is left of it.
        places: where each of these stood in the text that was given.
        left_out: the verdicts on the others, by where they stood.
    """

    runs: list[Run]
    places: list[int]
    left_out: dict[int, Verdict]


def sift(rules: Sequence[Rule[Text]], text: Text) -> Sifted:
    """Let some rules judge a text, one after another, each what those before it left.

    Args:
        rules: in order.
        text: the blocks.
    """
    runs, places = list(text.runs), list(range(len(text.runs)))
    left_out: dict[int, Verdict] = {}
    for rule in rules:
        taken = rule.verdicts(Text(runs=runs, page=text.page))
        if not taken:
            continue
        left_out |= {places[at]: verdict for at, verdict in taken.items()}
        places = [place for at, place in enumerate(places) if at not in taken]
        runs = [run for at, run in enumerate(runs) if at not in taken]
    return Sifted(runs=runs, places=places, left_out=left_out)


def quoted(text: str) -> str:
    """Return the beginning of a text between quotation marks, to show what a rule saw."""
    line = " ".join(text.split())
    return f"“{shortened(line, _QUOTED)}”"
