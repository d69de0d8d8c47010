"""Where on the page the policy stands: the smallest node that holds nearly all sentence-like text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.policy.sketch import sketched_node
from monitor.core.policy_terms import speaks_of_policy
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.extraction.furniture.rules import Verdict
    from crawler.extraction.reading.runs import Page, Run

# of the sentences that the region has to hold; a quarter lower or higher, 4 and 1 of 338 real pages differ
_REGION_SHARE = 0.9
# A node with half of the words may hold the policy, if what stands outside speaks of something else.
_CANDIDATE_SHARE = 0.5  # a quarter lower or higher, 0 of 147 and 3 of 338 real pages differ
_PARTS = frozenset({"p", "ol", "ul", "dl"})  # of a text, none of which is the whole
_MOST_TRIES = 20  # candidates whose surroundings are read; a guess: each costs a look at the whole page


def region_node(page: Page, pruned: Mapping[int, Verdict], recalled: Sequence[Run] = ()) -> int:
    """Return the innermost node that holds nine tenths of the sentence-like words outside furniture.

    Where the watch knows its text, that text shows where the policy stands: a wider node is taken only if most of what
    it adds speaks of a policy's matter too, as a part that was put beside it does and a row of teasers does not.

    Args:
        page: the walked page.
        pruned: the verdicts on its furniture.
        recalled: the sentences that were clauses of the last snapshot; none where it is not known.
    """
    if sketched := sketched_node(page, pruned):
        return sketched
    sentences = [run for run in page.runs if run.is_sentence and run.node not in pruned]
    widest = _flow(page, _holder(page, sentences))
    if not recalled:
        return widest
    known = _flow(page, _holder(page, [run for run in recalled if run.node not in pruned], is_known=True))
    if widest not in page.ancestors(known):
        return known
    inside = page.under([known])
    around = page.under([widest]) - inside - pruned.keys()
    added = [run for run in sentences if run.node in around]
    return widest if mostly_speak(added) else known


def _flow(page: Page, region: int) -> int:
    """Return the element around a lone paragraph or list where that is the flow of a text, else the region as it is.

    A short notice may have one sentence of ten words, and a long text may be one list with its preamble beside. What
    stands beside it in the page's article or main part, or in the element of a heading, was written with it.
    """
    node = page.nodes[region]
    if node.tag not in _PARTS:
        return region
    is_article = any(page.nodes[index].tag in {"main", "article"} for index in page.ancestors(node.parent))
    beside = [run for run in page.runs if page.nodes[run.node].parent == node.parent]
    is_headed = any(run.style == "h" for run in beside)
    is_led = node.tag != "p" and page.nodes[node.parent].tag != "body" and any(map(_leads, beside))
    return node.parent if is_article or is_headed or is_led else region


def _leads(run: Run) -> bool:
    """Tell what may be the title or the preamble of a list beside it."""
    return run.kind is BlockKind.HEADING or run.is_sentence


def _holder(page: Page, sentences: Sequence[Run], *, is_known: bool = False) -> int:
    """Return the innermost node that holds nine tenths of the words of some sentences."""
    mass = [0] * len(page.nodes)
    for run in sentences:
        mass[run.node] += run.words
    page.add_up(mass)
    best = tries = 0
    speaking = _Speaking(page, sentences)
    for index in range(1, len(mass)):
        if page.nodes[index].parent != best or not mass[index]:
            continue
        if mass[index] >= mass[0] * _REGION_SHARE:
            best = index
        # what is known to be the policy stands for itself, whatever language it speaks in
        elif not is_known and mass[index] >= mass[0] * _CANDIDATE_SHARE and tries < _MOST_TRIES:
            tries += 1
            if mass[index] >= (mass[index] + speaking.outside(index)) * _REGION_SHARE:
                best = index
    return best


class _Speaking:
    """Counts the words outside a node that speak of policy; each run is read once, however often it is asked.

    A short policy is not given up for the whole page because of a few lines about lamps beside it.
    """

    def __init__(self, page: Page, sentences: Sequence[Run]) -> None:
        self.page, self.runs = page, sentences
        self.words: dict[int, int] = {}

    def outside(self, node: int) -> int:
        """Return how many words outside a node stand in sentences that speak of policy."""
        first, last = node, self.page.ends[node]
        return sum(self._said(at, run) for at, run in enumerate(self.runs) if not first <= run.node <= last)

    def _said(self, at: int, run: Run) -> int:
        if at not in self.words:
            self.words[at] = run.words if speaks_of_policy(run.text) else 0
        return self.words[at]


def mostly_speak(runs: Sequence[Run]) -> bool:
    """Tell whether most of the words stand in sentences about a policy's matter."""
    return 2 * sum(run.words for run in runs if speaks_of_policy(run.text)) >= sum(run.words for run in runs)
