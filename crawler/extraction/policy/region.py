"""Where on the page the policy stands: the smallest node that holds nearly all sentence-like text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.furniture.vocabulary import has_policy_word
from crawler.extraction.furniture.widgets import pitch_nodes
from crawler.extraction.policy.policy_terms import speaks_of_policy
from monitor.core.dates.lines import is_date_line
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from crawler.extraction.reading.runs import Page, Run

_REGION_SHARE = 0.9
# A node with half of the words may hold the policy, if what stands outside speaks of something else.
_CANDIDATE_SHARE = 0.5
_MOST_TRIES = 20
_MASS_SHARE = 0.3
_INTRODUCTION = 40
_TITLE_LEVEL = 2
_FORM_WORDS = 150
# How many plain elements may stand between a clause and the container that it was put beside.
_APART = 3
# A strip of promotion is a sentence or two; a part of a policy that stands apart is more.
_LOOSE_WORDS = 80


def region_node(page: Page, pruned: frozenset[int], recalled: Sequence[Run] = ()) -> int:
    """Return the innermost node that holds nine tenths of the sentence-like words outside residue.

    Where the watch knows its text, that text shows where the policy stands: a wider node is taken only if most of what
    it adds speaks of a policy's matter too, as a part that was put beside it does and a row of teasers does not.

    Args:
        page: the walked page.
        pruned: its residue.
        recalled: the sentences that were clauses of the last snapshot; none where it is not known.
    """
    widest = _holder(page, pruned, page.runs)
    if not recalled:
        return widest
    known = _holder(page, pruned, recalled, is_known=True)
    if widest not in page.ancestors(known):
        return known
    inside = _inside(page, known)
    around = _inside(page, widest) - inside - pruned
    added = [run for run in page.runs if run.is_sentence and run.node in around]
    return widest if _mostly_speak(added) else known


def _holder(page: Page, pruned: frozenset[int], runs: Sequence[Run], *, is_known: bool = False) -> int:
    mass = [0] * len(page.nodes)
    for run in runs:
        if run.is_sentence and run.node not in pruned:
            mass[run.node] += run.words
    page.add_up(mass)
    best = tries = 0
    speaking = _Speaking(page, pruned, runs)
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

    def __init__(self, page: Page, pruned: frozenset[int], runs: Sequence[Run]) -> None:
        self.page, self.runs = page, [run for run in runs if run.is_sentence and run.node not in pruned]
        self.ends: list[int] = []
        self.words: dict[int, int] = {}

    def outside(self, node: int) -> int:
        """Return how many words outside a node stand in sentences that speak of policy."""
        self.ends = self.ends or self.page.ends()
        first, last = node, self.ends[node]
        return sum(self._said(at, run) for at, run in enumerate(self.runs) if not first <= run.node <= last)

    def _said(self, at: int, run: Run) -> int:
        if at not in self.words:
            self.words[at] = run.words if speaks_of_policy(run.text) else 0
        return self.words[at]


def _mostly_speak(runs: Sequence[Run]) -> bool:
    """Tell whether most of the words stand in sentences about a policy's matter."""
    return 2 * sum(run.words for run in runs if speaks_of_policy(run.text)) >= sum(run.words for run in runs)


def policy_runs(
    page: Page,
    pruned: frozenset[int],
    opinion: Callable[[], Callable[[Run], bool]],
    recalled: Sequence[Run] = (),
) -> list[Run]:
    """Return the runs of the policy: the region's, and those near it that belong to it.

    Before the region, that is an introduction under the page's title; elsewhere, sentences that the second opinion
    keeps too, with the headings above them.

    Args:
        page: the walked page.
        pruned: its residue.
        opinion: asked only when sentences stand outside the region; gives a judge of single runs.
        recalled: the sentences that were clauses of the last snapshot.
    """
    runs = [run for run in page.runs if run.node not in pruned]
    region = region_node(page, pruned, recalled)
    inside = _inside(page, region)
    kept = [run.node in inside for run in runs]
    if not any(kept):
        return []
    first = kept.index(True)
    start = _introduction(runs, first)
    kept[start:first] = _kept_introduction(runs[start : first + 1], recalled)
    loose = [index for index, run in enumerate(runs) if not kept[index] and run.is_sentence]
    if loose:
        for index in _belonging(page, runs, loose, opinion=opinion(), region=region, recalled=recalled):
            kept[index] = True
        _fill(runs, kept, loose)
    return [run for run, keep in zip(runs, kept, strict=True) if keep]


def _kept_introduction(runs: Sequence[Run], recalled: Sequence[Run]) -> list[bool]:
    """Tell which runs of an introduction stay; the last run is the first of the region.

    All do, but where the watch knows its text, a strip that is new there and says nothing of policy goes.
    """
    known = set(map(id, recalled))
    kept = [True] * len(runs)
    for index in range(len(runs) - 2, -1, -1):
        run = runs[index]
        is_strip = bool(known) and run.is_sentence and id(run) not in known and not speaks_of_policy(run.text)
        heads_nothing = run.kind is BlockKind.HEADING and run.level > 1 and not kept[index + 1]
        kept[index] = not (is_strip or heads_nothing)
    return kept[:-1]


def _belonging(
    page: Page,
    runs: Sequence[Run],
    loose: Sequence[int],
    *,
    opinion: Callable[[Run], bool],
    region: int,
    recalled: Sequence[Run],
) -> Iterator[int]:
    """Yield those of the sentences outside the region that belong to the policy.

    Where the watch knows its text, what is new beside it is more often a teaser than a part overlooked so far: it has
    to speak of a policy's matter.
    """
    known = set(map(id, recalled))
    foreign, furniture = _foreign(page)
    loose = [
        index
        for index in loose
        if runs[index].node not in foreign and (runs[index].node not in furniture or has_policy_word(runs[index].text))
    ]
    likely = [index for index in loose if opinion(runs[index])]
    is_part = sum(runs[index].words for index in likely) >= _LOOSE_WORDS
    if recalled:
        is_part = is_part and _mostly_speak([runs[index] for index in likely])
    sections = _sections(page, region)
    seconded = {index for index in likely if is_part or (not recalled and _is_section(runs, index, sections))}
    close = _close(page, region)
    for index in loose:
        is_addendum = runs[index].node in close and speaks_of_policy(runs[index].text)
        if id(runs[index]) in known or index in seconded or is_addendum:
            yield index


def _inside(page: Page, region: int) -> set[int]:
    return page.under([region])


def _introduction(runs: Sequence[Run], first: int) -> int:
    """Return where the stretch before the region starts that a title heads; the region's start if none does.

    A date right above the title belongs to it. A title with sentences of which none speaks of policy is another's.
    """
    start = first
    for index in range(first - 1, max(-1, first - 1 - _INTRODUCTION), -1):
        run = runs[index]
        if run.linked >= run.words:
            break
        if run.style == "h" and (run.level <= _TITLE_LEVEL or _heads(run, runs[index + 1])):
            if start == first or run.level < runs[start].level:
                start = index
            if run.level == 1:
                break
    above = runs[start:first]
    if any(run.is_sentence for run in above) and not any(speaks_of_policy(run.text) for run in above):
        return first
    while start and start < first and is_date_line(runs[start - 1].text):
        start -= 1
    return start


def _heads(run: Run, below: Run) -> bool:
    """Tell whether a heading stands right above one of a lower rank: as a title does above the first section's."""
    return below.style == "h" and below.level > run.level


def _sections(page: Page, region: int) -> set[int]:
    """Return the nodes of elements beside the region and like it, and what stands in them."""
    beside = page.nodes[region]
    return page.under(
        index for index, node in enumerate(page.nodes) if node.parent == beside.parent and node.tag == beside.tag
    )


def _is_section(runs: Sequence[Run], index: int, sections: AbstractSet[int]) -> bool:
    """Tell whether a run stands under a heading in one section of several."""
    return index > 0 and runs[index - 1].kind is BlockKind.HEADING and runs[index].node in sections


def _close(page: Page, region: int) -> set[int]:
    """Return the nodes close to the policy's container, where a clause may stand that was not put into it.

    They are a few plain elements away, those that only wrap another not counted, none of which is furniture by name or
    has buttons or fields. Whoever edits a page in a hurry writes below the last block, whatever element that is.
    """
    controls = [node.controls for node in page.nodes]
    page.add_up(controls)
    around = page.ancestors(region)
    meetings = _meetings(page, around)
    layers: dict[int, frozenset[int]] = dict.fromkeys(meetings, frozenset())
    for index, node in enumerate(page.nodes):
        if index in meetings or node.parent not in layers or node.residue or controls[index]:
            continue
        # page builders wrap at will: an element around another that holds nothing more counts once
        found = layers[node.parent] | {node.words}
        if len(found) <= _APART:
            layers[index] = found
    return set(layers)


def _meetings(page: Page, around: Sequence[int]) -> set[int]:
    """Return the nodes around the region in which a clause of the policy's may stand beside it."""
    counts: set[int] = set()
    found: set[int] = set()
    within = False
    for node in around:
        if len(counts) <= _APART:
            found.add(node)
        counts.add(page.nodes[node].words)
    for node in reversed(around):
        within = within or page.nodes[node].tag in {"main", "article"}
        if within:
            found.add(node)
    return found


def _foreign(page: Page) -> tuple[set[int], set[int]]:
    """Return the nodes of pitches and forms, and those of furniture by name, each with all that stands in them.

    A form around fields, as of a newsletter, is meant, not one that wraps the whole page; and an element beside the
    policy, not one that wraps the page, whatever its name.
    """
    most = page.nodes[0].mass * _MASS_SHARE
    forms = [
        index
        for index, node in enumerate(page.nodes)
        if node.controls and node.words <= _FORM_WORDS and node.tag == "form"
    ]
    named = [index for index, node in enumerate(page.nodes) if node.residue and node.mass < most]
    return page.under([*pitch_nodes(page), *forms]), page.under(named)


def _fill(runs: Sequence[Run], kept: list[bool], loose: Sequence[int]) -> None:
    """Keep what belongs to sentences kept outside the region: the heading above, the short items after."""
    for index in loose:
        before = index - 1
        while kept[index] and before >= 0 and not kept[before] and runs[before].kind is BlockKind.HEADING:
            kept[before] = True
            before -= 1
        after = index + 1
        while (
            kept[index]
            and after < len(runs)
            and not kept[after]
            and runs[after].kind is BlockKind.ITEM
            and not runs[after].linked
        ):
            kept[after] = True
            after += 1
