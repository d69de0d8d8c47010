"""What of a page is the policy's: the rules on the region, in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.extraction.furniture.element_names import tag_of
from crawler.extraction.furniture.rules import Rule, Verdict, Where
from crawler.extraction.policy.beside import BESIDE, ELSEWHERE, PROMOTED, TOGETHER
from crawler.extraction.policy.introduction import INTRODUCTION
from crawler.extraction.policy.region import region_node
from crawler.extraction.policy.sections import CLOSE_BY, COUNTED
from crawler.extraction.policy.sight import Sight

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.reading.runs import Run


def _held(sight: Sight) -> dict[int, str]:
    page = sight.scene.page
    inside = page.under([sight.region])
    share = round(100 * page.nodes[sight.region].mass / max(1, page.nodes[0].mass))
    because = f"it stands in {tag_of(page.nodes[sight.region])}, which holds {share} % of the words in sentences"
    return {index: because for index, run in enumerate(sight.runs) if run.node in inside}


POLICY = Rule(
    name="policy",
    where=Where.REGION,
    takes="all in the smallest element that holds nine tenths of the words in sentences, or a sketched document",
    judge=_held,
    keeps=True,
)
REGION_RULES: tuple[Rule[Sight], ...] = (POLICY, INTRODUCTION, COUNTED, PROMOTED, BESIDE, CLOSE_BY, TOGETHER, ELSEWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What of a page is the policy's.

    Args:
        runs: of the policy, in reading order.
        places: where each of them stands among the page's runs.
        verdicts: on all runs of the page, kept or left out, by their place.
    """

    runs: list[Run]
    places: list[int]
    verdicts: dict[int, Verdict]


def policy_of(scene: Scene, opinion: Callable[[], Callable[[Run], bool]], recalled: Sequence[Run] = ()) -> Found:
    """Return what of a page is the policy's: the region's runs, and those near it that belong to it.

    Before the region, that is an introduction under the page's title; elsewhere, sentences that the second opinion
    keeps too, with the headings above them.

    Args:
        scene: the page, with the verdicts on its elements.
        opinion: asked only when sentences stand outside the region; gives a judge of single runs.
        recalled: the sentences that were clauses of the last snapshot.
    """
    page = scene.page
    places = [at for at, run in enumerate(page.runs) if run.node not in scene.left_out]
    runs = [page.runs[at] for at in places]
    region = region_node(page, scene.left_out, recalled)
    sight = Sight(scene=scene, runs=runs, region=region, opinion=opinion, recalled=recalled, verdicts={})
    found = POLICY.verdicts(sight)
    for rule in REGION_RULES[1:] if found else (ELSEWHERE,):
        found |= rule.verdicts(replace(sight, verdicts=found))
    verdicts = {at: scene.left_out[run.node] for at, run in enumerate(page.runs) if run.node in scene.left_out}
    verdicts |= {places[index]: verdict for index, verdict in found.items()}
    kept = [index for index in range(len(runs)) if found[index].kept]
    return Found(runs=[runs[index] for index in kept], places=[places[index] for index in kept], verdicts=verdicts)
