"""What the walk over a page makes: runs of text, each in its place, and the nodes they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.records import BlockKind

# words from which a block counts as a sentence; halved or doubled, 2 and 4 of 25 of our pages differ
SENTENCE_WORDS = 10
MAX_RUNS = 200_000
"""Blocks of text a page may have; none that is read by people has a tenth of them."""


class TooCostlyError(Exception):
    """A page takes more work than any page may; what there is too much of is told in a line."""


@dataclass(slots=True)
class Node:
    """One block-level element met on the walk; its sums grow while the walk goes on.

    Args:
        parent: index of the node around it, -1 for the root.
        tag: its tag.
        role: the role it declares.
        name: its identifier.
        classes: its classes, as they stand.
        words: words in it.
        linked: words of them in links.
        mass: words in sentence-like runs.
        controls: buttons and fields in it, but for those that only unfold a panel.
    """

    parent: int
    tag: str
    role: str = ""
    name: str = ""
    classes: str = ""
    words: int = 0
    linked: int = 0
    mass: int = 0
    controls: int = 0


class Button(NamedTuple):
    """What a button says; it is no text of the page.

    Args:
        text: its words.
        node: index of the innermost node around it.
        at: how many runs stand before it.
    """

    text: str
    node: int
    at: int


class Struck(NamedTuple):
    """Text that is struck out; it is no text of the page, for it no longer holds.

    Args:
        text: its words.
        at: how many runs stand before it.
    """

    text: str
    at: int


class Run(NamedTuple):
    """A stretch of text that reads as one block; a tuple, for pages have thousands and it is quickly made.

    Args:
        kind: heading, paragraph, item or row.
        text: folded and clean.
        words: how many.
        linked: how many of them stand in links.
        anchored: whether all of it links within the page.
        node: index of the innermost node around it.
        level: heading level, or depth of an item.
        label: the number an ordered list gives it.
        style: "h" for a marked-up heading; "button", "term", "bold", "caps" for one that only looks so; else "".
        is_pressed: whether all of it stands in a button that opens a panel, and so may head it.
    """

    kind: BlockKind
    text: str
    words: int
    linked: int = 0
    anchored: bool = False
    node: int = 0
    level: int = 0
    label: str = ""
    style: str = ""
    is_pressed: bool = False

    @property
    def is_sentence(self) -> bool:
        """Tell whether it reads like policy text rather than furniture: ten words or more, few of them links."""
        return self.words >= SENTENCE_WORDS and self.linked * 2 < self.words


@dataclass(frozen=True, kw_only=True)  # without slots, which leave no place for what was worked out once
class Page:
    """A walked page: its runs in reading order, the nodes around them, what its buttons say and what is struck out.

    Where a run is a link within the page, `aims` says by its place to which identifier.
    """

    runs: list[Run] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)
    aims: dict[int, str] = field(default_factory=dict)

    def add_up(self, counts: list[int]) -> None:
        """Add to each node's count those of the nodes in it; a node comes before what is in it."""
        for index in range(len(counts) - 1, 0, -1):
            if counts[index]:
                counts[self.nodes[index].parent] += counts[index]

    def controls(self) -> list[int]:
        """Count the buttons and fields in each node."""
        counts = [node.controls for node in self.nodes]
        self.add_up(counts)
        return counts

    @cached_property
    def ends(self) -> list[int]:
        """For each node the last one in it; those in a node follow it without a gap."""
        ends = list(range(len(self.nodes)))
        for index in range(len(ends) - 1, 0, -1):
            around = self.nodes[index].parent
            ends[around] = max(ends[around], ends[index])
        return ends

    def under(self, chosen: Iterable[int]) -> set[int]:
        """Return some nodes and all that stand in them."""
        found: set[int] = set()
        for index in sorted(chosen):
            if index not in found:
                found.update(range(index, self.ends[index] + 1))
        return found

    def around(self, chosen: Iterable[int]) -> set[int]:
        """Return some nodes and all around them, in time that does not grow with how deep they stand."""
        found: set[int] = set()
        for node in chosen:
            while node >= 0 and node not in found:
                found.add(node)
                node = self.nodes[node].parent  # noqa: PLW2901 - it climbs
        return found

    def ancestors(self, node: int) -> list[int]:
        """Return the node and all around it, innermost first."""
        found = []
        while node >= 0:
            found.append(node)
            node = self.nodes[node].parent
        return found
