"""Which reason is told first: what a reason is about, the gravest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.records.reasons import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.records.reasons import Reason

GRAVITY = (
    "negation",
    "sale of data",
    "licence",
    "right",
    "recipient",
    "purpose",
    "kind of data",
    "transfer abroad",
    "legal basis",
    "consent",
    "opting out",
    "age",
    "dispute",
    "company",
    "period",
    "amount",
    "exception",
    "scope",
    "do not track",
    "money",
    "security",
    "retention",
    "contact",
    "number",
    "web address",
    "name",
)
"""Subjects of terms, and rules; what is not among them comes last, in the order it was found."""
_BY_SUBJECT = frozenset({Rule.TERM, Rule.EDIT, Rule.COMPANY, Rule.CITATION})
_RANKS = {about: rank for rank, about in enumerate(GRAVITY)}


def rank_of(about: str) -> int:
    """Return the place of a subject or a rule among the gravest, 0 for the first."""
    return _RANKS.get(about, len(GRAVITY))


def gravity(reason: Reason) -> int:
    """Return the place of a reason among the gravest, 0 for the first."""
    about = reason.subject if reason.rule in _BY_SUBJECT and reason.subject in _RANKS else reason.rule.value
    return rank_of(about)


def gravest(reasons: Iterable[Reason]) -> int:
    """Return the place of the gravest of some reasons, that of the least where there is none."""
    return min(map(gravity, reasons), default=len(GRAVITY))


def gravest_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return reasons by their gravity, those of one in the order given."""
    return tuple(sorted(reasons, key=gravity))
