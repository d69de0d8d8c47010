"""Where on the page the policy stands: the smallest node that holds nearly all sentence-like text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.fringe import menus_before_title
from crawler.extraction.lexicon import POLICY_WORDS
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.extraction.runs import Node, Page, Run

_REGION_SHARE = 0.9
_MASS_SHARE = 0.3
_WIDGET = 80
# A menu may hold blurbs beside its links, but no policy has so many words of links in so few.
_MENU_LINKED = 60
_MENU_WORDS_A_LINK = 8
_INTRODUCTION = 40
_TITLE_LEVEL = 2
_FORM_WORDS = 150
# A strip of promotion is a sentence or two; a part of a policy that stands apart is more.
_LOOSE_WORDS = 80


def pruned_nodes(page: Page) -> frozenset[int]:
    """Return the nodes that are residue, by what they call themselves and by what stands in them.

    A node that holds a good part of the page's sentences is the policy, whatever its name; a consent manager never is.
    """
    consent = sum(node.mass for node in page.nodes if node.residue == "consent")
    total = max(1, page.nodes[0].mass - min(consent, page.nodes[0].mass))
    controls = _controls(page)
    pruned: set[int] = set()
    for index, node in enumerate(page.nodes):
        if node.parent in pruned or _is_residue(node, total, controls[index]):
            pruned.add(index)
    return frozenset(pruned | menus_before_title(page, pruned))


def _is_residue(node: Node, total: int, controls: int) -> bool:
    if node.residue == "consent" or _is_menu_or_call(node):
        return True
    if node.mass >= total * _MASS_SHARE:
        return False
    if node.residue in {"menu", "dialog"}:
        return True
    if node.residue and node.linked * 2 > node.words:
        return True
    return bool(controls and (node.residue or node.tag == "form")) and node.words <= _WIDGET


def _is_menu_or_call(node: Node) -> bool:
    if node.residue == "call":
        return bool(node.linked) and node.words <= _WIDGET
    return node.residue in {"menu", "links"} and node.linked >= max(_MENU_LINKED, node.words / _MENU_WORDS_A_LINK)


def _controls(page: Page) -> list[int]:
    """Count the buttons and fields in each node."""
    counts = [node.controls for node in page.nodes]
    for index in range(len(counts) - 1, 0, -1):
        counts[page.nodes[index].parent] += counts[index]
    return counts


def region_node(page: Page, pruned: frozenset[int]) -> int:
    """Return the innermost node that holds nine tenths of the sentence-like words outside residue."""
    mass = [0] * len(page.nodes)
    for run in page.runs:
        if run.is_sentence and run.node not in pruned:
            for node in page.ancestors(run.node):
                mass[node] += run.words
    best = 0
    for index in range(1, len(mass)):
        if page.nodes[index].parent == best and mass[index] >= mass[0] * _REGION_SHARE and mass[index]:
            best = index
    return best


def policy_runs(page: Page, pruned: frozenset[int], opinion: Callable[[], Callable[[Run], bool]]) -> list[Run]:
    """Return the runs of the policy: the region's, and those near it that belong to it.

    Before the region, that is an introduction under the page's title; elsewhere, sentences that the second opinion
    keeps too, with the headings above them.

    Args:
        page: the walked page.
        pruned: its residue.
        opinion: asked only when sentences stand outside the region; gives a judge of single runs.
    """
    runs = [run for run in page.runs if run.node not in pruned]
    inside = _inside(page, region_node(page, pruned))
    kept = [run.node in inside for run in runs]
    if not any(kept):
        return []
    first = kept.index(True)
    for index in range(_introduction(runs, first), first):
        kept[index] = True
    loose = [index for index, run in enumerate(runs) if not kept[index] and run.is_sentence]
    if loose:
        judge = opinion()
        region = region_node(page, pruned)
        likely = [index for index in loose if judge(runs[index]) and not _is_foreign(page, runs[index])]
        mass = sum(runs[index].words for index in likely)
        for index in likely:
            kept[index] = mass >= _LOOSE_WORDS or _is_sibling(page, runs[index], region)
        _fill(runs, kept, loose)
    return [run for run, keep in zip(runs, kept, strict=True) if keep]


def _inside(page: Page, region: int) -> set[int]:
    inside = {region}
    for index in range(region + 1, len(page.nodes)):
        if page.nodes[index].parent in inside:
            inside.add(index)
    return inside


def _introduction(runs: Sequence[Run], first: int) -> int:
    """Return where the stretch before the region starts that a title heads; the region's start if none does."""
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
    return start


def _heads(run: Run, below: Run) -> bool:
    """Tell whether a heading stands right above one of a lower rank: as a title does above the first section's."""
    return below.style == "h" and below.level > run.level


def _is_sibling(page: Page, run: Run, region: int) -> bool:
    """Tell whether a run stands in an element beside the region and like it: a document in several sections."""
    beside = page.nodes[region]
    around = (page.nodes[node] for node in page.ancestors(run.node))
    return any(node.parent == beside.parent and node.tag == beside.tag for node in around)


def _is_foreign(page: Page, run: Run) -> bool:
    """Tell text that stands in furniture and says nothing of a policy's matter, and text around a form's fields."""
    if _in_form(page, run):
        return True
    named = any(page.nodes[node].residue for node in page.ancestors(run.node) if _is_small(page, node))
    return named and not POLICY_WORDS.search(run.text)


def _is_small(page: Page, node: int) -> bool:
    """Tell an element beside the policy from one that wraps the page, whatever its name."""
    return page.nodes[node].mass < page.nodes[0].mass * _MASS_SHARE


def _in_form(page: Page, run: Run) -> bool:
    """Tell text around the fields of a form, as of a newsletter, from a form that wraps the whole page."""
    around = (page.nodes[node] for node in page.ancestors(run.node))
    return any(node.controls and node.words <= _FORM_WORDS and node.tag == "form" for node in around)


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
