"""Sections of the policy that stand beside the element that holds its long sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.furniture.blocks import is_control
from crawler.extraction.furniture.rules import Rule, Where, quoted

if TYPE_CHECKING:
    from crawler.extraction.policy.sight import Sight
    from crawler.extraction.reading.runs import Run


def _counted(sight: Sight) -> dict[int, str]:
    """Keep the boxes that go on with the count of the policy's sections, up to a heading of another section.

    Links in them that only do something ("Download PDF") are none of it.
    """
    scene = sight.scene
    heads = {id(run) for run in scene.counted.values()}
    inside = scene.page.under(scene.counted)
    found: dict[int, str] = {}
    section: Run | None = None
    for index, run in enumerate(sight.runs):
        if id(run) in heads:
            section = run
        elif section and (run.node not in inside or (run.style == section.style and run.level <= section.level)):
            section = None
        if section and not sight.is_kept(index) and not (run.linked >= run.words and is_control(run.text)):
            found[index] = f"it stands under {quoted(section.text)}, which goes on with the count of the sections"
    return found


COUNTED = Rule(
    name="section beside it",
    where=Where.REGION,
    takes="a box beside it that begins with the next number after the policy's sections, without its controls",
    judge=_counted,
    keeps=True,
)
