"""What the rules on elements see of a page, and what they made of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extraction.furniture.counted import counted_boxes
from crawler.extraction.furniture.element_names import names_of
from crawler.extraction.furniture.spans import spans_of
from crawler.extraction.furniture.speaking import speaking_boxes
from crawler.extraction.furniture.title_box import title_boxes
from monitor.core.policy_terms import speaks_of_policy
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from crawler.extraction.furniture.rules import Verdict
    from crawler.extraction.reading.runs import Page, Run

MASS_SHARE = 0.3  # a guess: a quarter lower or higher, none of 21 real pages and 92 of ours differs
"""Of a page's words in sentences: an element that holds as many may be the policy, whatever its name or its look."""

_PAGE_WORDS = 150  # in sentences, which a page of its own has; as of a document in the state of scripts
_SECTIONS = 3  # that tell a document from a box with a title; a guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A page to judge the elements of.

    Args:
        page: the walked page.
        names: what elements call themselves, see `names_of`.
        most: words in sentences that an element named like furniture may not hold; requests for consent do not count.
        controls: how many buttons and fields are in each.
        counted: the elements that go on with a count of sections, with the heading before theirs and theirs, be that
            of another rank.
        titled: the elements around the policy's title.
        speaking: the elements that are sections of the policy, whatever they call themselves or have to press.
        spared: these, but for other ranks, those of which most was a clause of the last snapshot, and those of one look
            that together are the policy: no furniture, whatever they are called.
        left_out: the verdicts so far, by element.
    """

    page: Page
    names: Mapping[int, str]
    most: float
    controls: list[int]
    counted: Mapping[int, tuple[Run, Run]]
    titled: AbstractSet[int]
    speaking: AbstractSet[int]
    spared: AbstractSet[int]
    left_out: Mapping[int, Verdict]

    def whole(self, found: Collection[int], because: Callable[[int], str]) -> dict[int, str]:
        """Return elements that are furniture with all that stands in them, but for those that are spared.

        Args:
            found: the elements.
            because: says why one of them is meant.
        """
        told: dict[int, str] = {}
        for index in sorted(found):
            if index not in told and index not in self.spared and index not in self.left_out:
                told |= dict.fromkeys(range(index, self.page.ends[index] + 1), because(index))
        return told


def scene_of(page: Page, recalled: Iterable[Run]) -> Scene:
    """Return a page with nothing judged yet.

    Args:
        page: the walked page.
        recalled: the sentences of the page that were clauses of the last snapshot.
    """
    names, whole = names_of(page), page.nodes[0].mass
    consent = sum(page.nodes[index].mass for index, name in names.items() if name == "consent")
    counted, titled, speaking = counted_boxes(page), title_boxes(page, names), speaking_boxes(page, names)
    return Scene(
        page=page,
        names=names,
        most=max(1, whole - min(consent, whole)) * MASS_SHARE,
        controls=page.controls(),
        counted=counted,
        titled=titled,
        speaking=speaking,
        spared=_recalled(page, recalled) | _ranked(counted) | titled | speaking | _alike(page, names),
        left_out={},
    )


def said_of_policy(page: Page) -> list[int]:
    """Count for each node the words of its sentences that speak of a policy's matter."""
    said = [0] * len(page.nodes)
    for run in page.runs:
        if run.is_sentence and speaks_of_policy(run.text):
            said[run.node] += run.words
    page.add_up(said)
    return said


def _alike(page: Page, names: Mapping[int, str]) -> set[int]:
    """Return the elements that look alike and together say most of what the page says of a policy's matter.

    Each section of a policy may stand in a box that a builder calls a widget, in a form, or open in a dialog of its
    own; beside a policy, widgets and dialogs say less of its matter than it does. They have a page's words, or are
    sections: each has a heading that no other has.
    """
    looks: dict[tuple[str, str, str], list[int]] = {}
    for index, node in enumerate(page.nodes):
        if node.tag != "form" and names.get(index, "consent") == "consent":
            continue
        alike = looks.setdefault((node.tag, node.role, node.classes), [])
        if not (alike and index <= page.ends[alike[-1]]):
            alike.append(index)
    masses = {look: sum(page.nodes[index].mass for index in alike) for look, alike in looks.items() if len(alike) > 1}
    most = [look for look, mass in masses.items() if mass * 2 > page.nodes[0].mass]
    large = [look for look in most if masses[look] >= _PAGE_WORDS or _are_sections(page, looks[look])]
    said = said_of_policy(page) if large else []
    return {
        index
        for look in large
        if sum(said[index] for index in looks[look]) * 2 > max(said[0], masses[look])
        for index in looks[look]
    }


def _are_sections(page: Page, alike: Sequence[int]) -> bool:
    """Tell whether some elements are sections: a sentence in each, below a heading in it or right above."""
    spans = spans_of(page)
    heads: set[str] = set()
    for index in alike:
        first, last = spans[index]
        before = page.runs[max(0, first - 1) : last + 1]
        if page.nodes[index].mass:
            heads |= {run.text for run in before[:2] if run.kind is BlockKind.HEADING}
    return len(heads) >= max(_SECTIONS, sum(page.nodes[index].mass > 0 for index in alike))


def _ranked(counted: Mapping[int, tuple[Run, Run]]) -> set[int]:
    """Return the elements whose heading looks like the one before: what is named like furniture needs that too."""
    return {index for index, (before, own) in counted.items() if (before.style, before.level) == (own.style, own.level)}


def _recalled(page: Page, recalled: Iterable[Run]) -> set[int]:
    words = [0] * len(page.nodes)
    for run in recalled:
        words[run.node] += run.words
    page.add_up(words)
    return {index for index, node in enumerate(page.nodes) if words[index] * 2 > node.mass}
