"""What weighs most of each change of a list, in the words of the mails."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.change_words import changes_words
from monitor.core.notices.gist import gist_of, gist_words, title_words
from storage.browse.page import fetch
from storage.gists import GISTS, gist_facts_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datasette.app import Datasette

    from monitor.core.notices.gist import Gist
    from monitor.core.records import GistFacts


@dataclass(frozen=True, slots=True)
class ShownGist:
    """The gist of a change as the templates show it.

    Args:
        facts: what it is made of.
    """

    facts: GistFacts

    @property
    def _gist(self) -> Gist:
        return gist_of(self.facts)

    @property
    def words(self) -> str:
        """Return what weighs most, "" where nothing of the change is told."""
        return gist_words(self._gist)

    @property
    def counts(self) -> str:
        """Return how many clause changes there are of each significance, in words."""
        return changes_words(self.facts.counts)

    def title(self, name: str) -> str:
        """Return the name of the watch with what weighs most, as the subject of a mail has it."""
        return title_words(name, self._gist)


async def gists_of(datasette: Datasette, changes: Iterable[int | None]) -> dict[int, ShownGist]:
    """Return the gists of changes, by their numbers; None is no change."""
    wanted = json.dumps(sorted({number for number in changes if number is not None}))
    rows = await fetch(datasette, GISTS, changes=wanted)
    return {row["change_id"]: ShownGist(gist_facts_from(row)) for row in rows}
