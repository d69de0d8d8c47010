"""What stands beside the element that holds the policy: parts of it that were put elsewhere, and all else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import is_address
from crawler.extraction.furniture.boxes import box_around, is_short_sentence
from crawler.extraction.furniture.element_names import tag_of
from crawler.extraction.furniture.rules import Rule, Where
from crawler.extraction.furniture.scene import MASS_SHARE
from crawler.extraction.furniture.widgets import pitch_nodes
from crawler.extraction.policy.close_by import close_nodes
from crawler.extraction.policy.region import mostly_speak
from monitor.core.policy_terms import has_policy_word, speaks_of_policy
from monitor.core.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from collections.abc import Set as AbstractSet

    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.policy.sight import Sight
    from crawler.extraction.reading.runs import Page, Run

# words of a form around fields; a guess: halved or doubled, none of 338 real pages and 111 of ours differs
_FORM_WORDS = 150
# A strip of promotion is a sentence or two; a part of a policy that stands apart is more.
_LOOSE_WORDS = 80  # halved or doubled, 0 and 1 of 338 real pages differ


def _promoted(sight: Sight) -> dict[int, str]:
    """Leave out the sentences outside the region that are promotion, stand in a form, or in furniture by name."""
    loose = _loose(sight)
    if not loose:
        return {}
    foreign, furniture = _foreign(sight.scene)
    found: dict[int, str] = {}
    for index in loose:
        run = sight.runs[index]
        if run.node in foreign:
            found[index] = f"{_outside(sight)}, in a form or in a box that ends in a link bidding to act"
        elif run.node in furniture and not has_policy_word(run.text):
            found[index] = f"{_outside(sight)}, in an element named like furniture, and names no policy's matter"
    return found


def _loose(sight: Sight) -> list[int]:
    return [index for index, run in enumerate(sight.runs) if run.is_sentence and not sight.is_kept(index)]


def _outside(sight: Sight) -> str:
    return f"it stands outside {tag_of(sight.scene.page.nodes[sight.region])}, which holds the policy"


def _beside(sight: Sight) -> dict[int, str]:
    """Keep the sentences outside the region that belong to the policy, with the headings above and the items below.

    Where the watch knows its text, what is new beside it is more often a teaser than a part overlooked so far: it has
    to speak of a policy's matter.
    """
    loose = _loose(sight)
    likely = [index for index in loose if index not in sight.verdicts]
    if not likely:
        return {}
    found = _belonging(sight, likely)
    kept = [sight.is_kept(index) or index in found for index in range(len(sight.runs))]
    for index in _lines(sight.runs, kept, found):
        found[index] = "it is a line of the same paragraph as a sentence that belongs to the policy"
    for index in _filled(sight.runs, kept, loose):
        found[index] = "it is the heading above, or an item below, a sentence that belongs to the policy"
    return found


def _belonging(sight: Sight, loose: Sequence[int]) -> dict[int, str]:
    page, runs = sight.scene.page, sight.runs
    known = set(map(id, sight.recalled))
    opinion = sight.opinion()
    likely = [index for index in loose if opinion(runs[index])]
    is_part = sum(runs[index].words for index in likely) >= _LOOSE_WORDS
    if known:
        is_part = is_part and mostly_speak([runs[index] for index in likely])
    sections = _sections(page, sight.region)
    seconded = {index for index in likely if is_part or (not known and _is_section(runs, index, sections))}
    close = close_nodes(sight.scene, sight.region)
    found: dict[int, str] = {}
    for index in loose:
        if id(runs[index]) in known:
            found[index] = "it was a clause of the last version"
        elif index in seconded:
            found[index] = "it is a sentence that trafilatura keeps too, in a part or a section of its own"
        elif runs[index].node in close and speaks_of_policy(runs[index].text):
            found[index] = "it speaks of a policy's matter, close to the element that holds the policy"
    return found


def _together(sight: Sight) -> dict[int, str]:
    """Keep the short sentences of a small box of which a sentence is kept: "We moved." before where to write to now."""
    page = sight.scene.page
    short = [at for at, run in enumerate(sight.runs) if at not in sight.verdicts and is_short_sentence(run)]
    if not short:
        return {}
    beyond = set(page.ancestors(sight.region))
    inside = page.under([sight.region])
    kept = {
        box_around(page, run.node, beyond)
        for at, run in enumerate(sight.runs)
        if run.is_sentence and sight.is_kept(at) and run.node not in inside
    }
    return {
        at: "it is a sentence of a small box of which another belongs to the policy"
        for at in short
        if box_around(page, sight.runs[at].node, beyond) in kept
    }


def _elsewhere(sight: Sight) -> dict[int, str]:
    """Leave out all that no rule named by now."""
    if not sight.verdicts:
        return dict.fromkeys(range(len(sight.runs)), "no element of the page holds sentences")
    outside = _outside(sight)
    short, long = f"{outside}, and is no sentence", f"{outside}, and neither trafilatura nor its words make it a part"
    return {
        index: long if run.is_sentence else short for index, run in enumerate(sight.runs) if index not in sight.verdicts
    }


def _sections(page: Page, region: int) -> set[int]:
    """Return the nodes of elements beside the region and like it, and what stands in them."""
    beside = page.nodes[region]
    return page.under(
        index for index, node in enumerate(page.nodes) if node.parent == beside.parent and node.tag == beside.tag
    )


def _is_section(runs: Sequence[Run], index: int, sections: AbstractSet[int]) -> bool:
    """Tell whether a run stands under a heading in one section of several."""
    return index > 0 and runs[index - 1].kind is BlockKind.HEADING and runs[index].node in sections


def _foreign(scene: Scene) -> tuple[set[int], set[int]]:
    """Return the nodes of pitches and forms, and those of furniture by name, each with all that stands in them.

    A form around fields, as of a newsletter, is meant, not one that wraps the whole page; and an element beside the
    policy, not one that wraps the page, whatever its name.
    """
    page = scene.page
    most = page.nodes[0].mass * MASS_SHARE
    forms = [
        index
        for index, node in enumerate(page.nodes)
        if node.controls and node.words <= _FORM_WORDS and node.tag == "form"
    ]
    named = [index for index in scene.names if page.nodes[index].mass < most and index not in scene.speaking]
    return page.under([*(pitch_nodes(page) - scene.speaking), *forms]), page.under(named)


def _lines(runs: Sequence[Run], kept: list[bool], found: Collection[int]) -> list[int]:
    """Return the other lines of paragraphs with a sentence kept outside the region, as those of an address.

    What stands on the page once more, as the label of a tab does above its panel, is none.
    """
    lines: list[int] = []
    times = Counter(run.text for run in runs) if found else {}
    for index in found:
        for step in (-1, 1):
            at = index + step
            while (
                0 <= at < len(runs)
                and not kept[at]
                and times[runs[at].text] == 1
                and _is_line_with(runs[at], runs[index])
            ):
                kept[at] = True
                lines.append(at)
                at += step
    return lines


def _is_line_with(run: Run, sentence: Run) -> bool:
    is_text = run.linked * 2 < run.words or is_address(run.text)
    return run.node == sentence.node and run.kind is sentence.kind and is_text


def _filled(runs: Sequence[Run], kept: list[bool], loose: Sequence[int]) -> list[int]:
    """Return what belongs to sentences kept outside the region: the heading above, the short items after."""
    found: list[int] = []
    for index in loose:
        before = index - 1
        while kept[index] and before >= 0 and not kept[before] and runs[before].kind is BlockKind.HEADING:
            kept[before] = True
            found.append(before)
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
            found.append(after)
            after += 1
    return found


PROMOTED = Rule(
    name="promotion beside it",
    where=Where.REGION,
    takes="sentences elsewhere in a form, in promotion, or in an element named like furniture",
    judge=_promoted,
)
BESIDE = Rule(
    name="part beside it",
    where=Where.REGION,
    takes="sentences elsewhere that were clauses before, or that trafilatura or their matter makes part of the policy",
    judge=_beside,
    keeps=True,
)
TOGETHER = Rule(
    name="rest of a part beside it",
    where=Where.REGION,
    takes="the short sentences of a small box beside it of which another sentence is kept",
    judge=_together,
    keeps=True,
)
ELSEWHERE = Rule(
    name="elsewhere on the page",
    where=Where.REGION,
    takes="whatever stands outside the element that holds the policy and is not kept by now",
    judge=_elsewhere,
)
