"""What changed from one register to another, fact by fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.register.facts import Fact, FactKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """What became of a fact.

    Args:
        kind: what it is about.
        went: as it was, None where it was not there.
        came: as it is, None where it is there no more.
    """

    kind: FactKind
    went: Fact | None
    came: Fact | None


def changes_of(old: Sequence[Fact], new: Sequence[Fact]) -> tuple[FactChange, ...]:
    """Return what became of the facts of an older register in a newer one.

    A fact that both have is no change, wherever it stands. Where one went and one came of the same subject, one became
    the other; where there are several no one can say which became which, and they went and came.

    Args:
        old: the facts of the older text.
        new: those of the newer.

    Returns:
        In the order of the newer text, and what is there no more after that.
    """
    before, after = _by_value(old), _by_value(new)
    went = _by_subject([fact for said, fact in before.items() if said not in after])
    came = _by_subject([fact for said, fact in after.items() if said not in before])
    became = {name: went[name][0] for name, facts in came.items() if len(facts) == len(went.get(name, ())) == 1}
    arrived = [
        FactChange(kind=fact.kind, went=became.get(name), came=fact) for name, facts in came.items() for fact in facts
    ]
    gone = [fact for name, facts in went.items() if name not in became for fact in facts]
    return (
        *sorted(arrived, key=lambda change: change.came.position if change.came else 0),
        *(FactChange(kind=fact.kind, went=fact, came=None) for fact in sorted(gone, key=lambda fact: fact.position)),
    )


def _by_value(facts: Sequence[Fact]) -> dict[tuple[str, ...], Fact]:
    found: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        found.setdefault((fact.kind.value, *fact.said), fact)
    return found


def _by_subject(facts: Sequence[Fact]) -> dict[tuple[str, ...], list[Fact]]:
    found: dict[tuple[str, ...], list[Fact]] = {}
    for fact in facts:
        found.setdefault((fact.kind.value, *fact.subject), []).append(fact)
    return found
