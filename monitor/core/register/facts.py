"""Facts: what a register has, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.text import fold_accents, key

if TYPE_CHECKING:
    from collections.abc import Mapping


class FactKind(StrEnum):
    """What a fact is about."""

    PROCESSOR = "processor"
    RETENTION = "retention"
    TRANSFER = "transfer"
    BASIS = "legal basis"
    CONTACT = "contact"
    AGE = "minimum age"
    NOTICE = "notice period"
    FORUM = "forum"


FIELDS: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.PROCESSOR: ("name", "purpose", "place"),
    FactKind.RETENTION: ("data", "period"),
    FactKind.TRANSFER: ("place", "safeguard"),
    FactKind.BASIS: ("purpose", "basis"),
    FactKind.CONTACT: ("role", "address"),
    FactKind.AGE: ("age",),
    FactKind.NOTICE: ("of", "period"),
    FactKind.FORUM: ("of", "place"),
}
"""The fields of each kind of fact, in their order."""

# By what a fact is the same one, though the rest of it is another; of minimum ages there is one.
_NAMED_BY: Mapping[FactKind, str] = {
    FactKind.PROCESSOR: "name",
    FactKind.RETENTION: "data",
    FactKind.TRANSFER: "place",
    FactKind.BASIS: "purpose",
    FactKind.CONTACT: "role",
    FactKind.NOTICE: "of",
    FactKind.FORUM: "of",
}


class Field(NamedTuple):
    """One field of a fact.

    Args:
        name: as `FIELDS` has it.
        text: the words of the clause, "" where it does not say.
        plain: what they come to, the same for all ways to write it: "12 month", "IE", "legitimate interest".
    """

    name: str
    text: str
    plain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of a policy.

    Args:
        kind: what it is about.
        fields: all that its kind has, in their order.
        position: of the clause that says it.
    """

    kind: FactKind
    fields: tuple[Field, ...]
    position: int

    @property
    def said(self) -> tuple[str, ...]:
        """What it says, in whatever words: two facts of a kind that say the same are the same."""
        return tuple(field.plain for field in self.fields)

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is of: of two facts of a kind with the same subject, one is what became of the other."""
        return tuple(field.plain for field in self.fields if field.name == _NAMED_BY.get(self.kind))


def make_fact(kind: FactKind, position: int, *texts: str | tuple[str, str]) -> Fact:
    """Return a fact of a kind.

    Args:
        kind: what it is about.
        position: of its clause.
        texts: of its fields in their order; with what each comes to, where that is not its words without case.
    """
    pairs = [(text, fold_accents(key(text))) if isinstance(text, str) else text for text in texts]
    fields = tuple(Field(name, *pair) for name, pair in zip(FIELDS[kind], pairs, strict=True))
    return Fact(kind=kind, fields=fields, position=position)
