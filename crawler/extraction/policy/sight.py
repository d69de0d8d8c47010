"""What the rules on the region see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.extraction.furniture.rules import Verdict
    from crawler.extraction.furniture.scene import Scene
    from crawler.extraction.reading.runs import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A page without its furniture, and the element that holds the policy.

    Args:
        scene: the page, with the verdicts on its elements.
        runs: the runs outside furniture.
        region: the element that holds the policy.
        opinion: asked only when sentences stand outside the region; gives a judge of single runs.
        recalled: the sentences that were clauses of the last snapshot.
        verdicts: those so far, by the place in `runs`.
    """

    scene: Scene
    runs: Sequence[Run]
    region: int
    opinion: Callable[[], Callable[[Run], bool]]
    recalled: Sequence[Run]
    verdicts: Mapping[int, Verdict]

    def is_kept(self, at: int) -> bool:
        """Tell whether a run is kept by now."""
        return at in self.verdicts and self.verdicts[at].kept
