"""What headings, and the sentence that leads in a list, say of what stands below them."""

from __future__ import annotations

from typing import NamedTuple

from monitor.core.register.passages import Passage
from monitor.core.register.people import roles_of
from monitor.core.significance.lexicon import hits


class Context(NamedTuple):
    """What is said above.

    Args:
        subjects: what it is about: "parties" (who processes data), "recipients", "keeping", "ending", "change",
            "transfers", "rights", "disputes", "bases".
        role: whose addresses stand below, "" if it does not say, or names several.
    """

    subjects: frozenset[str] = frozenset()
    role: str = ""

    def and_of(self, other: Context) -> Context:
        """Return what this says and another that stands nearer."""
        return Context(self.subjects | other.subjects, other.role or self.role)


NOTHING = Context()
"""Where nothing stands above."""
_KEEPING = frozenset(["retention", "keeping time"])


def context_of(text: str, languages: frozenset[str]) -> Context:
    """Return what a heading, or a sentence that leads in a list, says.

    Args:
        text: the heading or sentence.
        languages: the codes of those it may be in.
    """
    passage = Passage(text, languages)
    of_any = {hit.category for hit in hits(text)}  # headings are too short to show their language
    subjects = {
        "parties": bool(passage.cue("parties")),
        "recipients": passage.speaks_of("recipient") or passage.speaks_of("sharing"),
        "keeping": not of_any.isdisjoint(_KEEPING),
        "ending": bool(passage.cue("ending")),
        "change": bool(passage.cue("change")),
        "transfers": "transfer abroad" in of_any,
        "rights": passage.speaks_of("right") or passage.speaks_of("rights"),
        "disputes": passage.speaks_of("dispute", "governing law") or bool(passage.cue("courts")),
        "bases": bool(passage.cue("bases")),
    }
    roles = roles_of(passage)
    return Context(frozenset(name for name, is_so in subjects.items() if is_so), roles[0] if len(roles) == 1 else "")
