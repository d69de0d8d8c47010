"""Which elements of a page are furniture: the rules on elements, in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.extraction.furniture.around_policy import BEFORE_TITLE
from crawler.extraction.furniture.named import ADS, CALLS, CONSENT, CONTROLS, DIALOGS, LINKS, MENUS
from crawler.extraction.furniture.prompts import BOXES, PROMPTS
from crawler.extraction.furniture.scene import Scene, scene_of
from crawler.extraction.furniture.widgets import WIDGETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extraction.furniture.rules import Rule
    from crawler.extraction.reading.runs import Page, Run

NODE_RULES: tuple[Rule[Scene], ...] = (
    CONSENT,
    PROMPTS,
    MENUS,
    DIALOGS,
    CALLS,
    ADS,
    LINKS,
    CONTROLS,
    BOXES,
    BEFORE_TITLE,
    WIDGETS,
)


def pruned(page: Page, recalled: Iterable[Run] = ()) -> Scene:
    """Judge the elements of a page, by what they call themselves and by what stands in them.

    A node that holds a good part of the page's sentences is the policy, whatever its name; a consent manager never is.
    Where the watch knows its text, a node of which most is that text is never furniture.

    Args:
        page: the walked page.
        recalled: the sentences of the page that were clauses of the last snapshot; none where too few were.

    Returns:
        The page with the verdicts on all elements that are left out.
    """
    scene = scene_of(page, recalled)
    for rule in NODE_RULES:
        scene = replace(scene, left_out={**rule.verdicts(scene), **scene.left_out})
    return scene
