"""OPP-115 topics of a clause, by a lexicon a person can read and by the headings above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.significance.figures import addresses
from monitor.core.significance.lexicon import TOPICS, told_hits
from monitor.core.significance.proper_names import companies
from monitor.core.significance.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Clause

_CONTROLLER = "controller"
READ = 20_000
"""Characters of a clause that are read for its topics."""


def topics(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Return the topics of clauses that changed together, in the taxonomy's order.

    What the first `READ` characters of the text say counts; where they say nothing, its nearest heading that does.
    """
    found: set[str] = set()
    read: dict[str, set[str]] = {}
    for clause in clauses:
        for text in (clause.text, *reversed(clause.heading_path)):
            if text not in read:
                read[text] = topics_named(text[:READ])
            named = read[text]
            found |= named
            if named:
                break
    return tuple(topic for topic in TOPICS if topic in found)


def names_recipients(clauses: Sequence[Clause]) -> bool:
    """Tell whether clauses stand under a heading about others who get data: the nearest that says what it is about."""
    for path in {clause.heading_path for clause in clauses}:
        about = next(filter(None, (topics_named(heading[:READ]) for heading in reversed(path))), set())
        if "third-party" in about:
            return True
    return False


def topics_named(text: str) -> set[str]:
    """Return the topics a text by itself names; one that names none but has an address is about contact."""
    found = told_hits(text, spoken(text))
    named = {hit.topic for hit in found if hit.topic}
    # A company named beside data gets them, but for the one that is named as who answers for them.
    if "first-party" in named and companies(text) and not any(hit.concept == _CONTROLLER for hit in found):
        named.add("third-party")
    return named or ({"contact"} if "@" in text and addresses(text) else set())
