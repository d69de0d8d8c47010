"""The rules that decide what of a page is policy, in the order in which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.drawing import OTHER_VERDICTS
from crawler.extraction.furniture.element_rules import NODE_RULES
from crawler.extraction.page import AROUND_RULES
from crawler.extraction.policy.assembly import TEXT_RULES
from crawler.extraction.policy.belonging import REGION_RULES

if TYPE_CHECKING:
    from crawler.extraction.furniture.rules import Rule, Text
    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.policy.sight import Sight

RULE_TABLE: tuple[Rule[Scene] | Rule[Sight] | Rule[Text], ...] = (
    *NODE_RULES,
    *REGION_RULES,
    *AROUND_RULES,
    *TEXT_RULES,
)


def rows() -> list[tuple[str, str, str]]:
    """Return the table for people: (name, what it judges, what becomes of what), what is no rule at its end."""
    rules = [
        (rule.name, str(rule.where), f"{'keeps' if rule.keeps else 'leaves out'} {rule.takes}") for rule in RULE_TABLE
    ]
    return [*rules, *((name, "no rule", meaning) for name, meaning in OTHER_VERDICTS.items())]
