"""Postal addresses that came, went or were changed, a line a clause: each told as one change of contact."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.core.comparison.clause_changes import change
from monitor.core.records import ChangeKind, Clause, ClauseKind, Reason, Rule, Significance
from monitor.core.significance.edits import short
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.core.records import ClauseChange

_WORDS = 8  # of a line; a guess: "Postbus 20301, 2500 EH 's-Gravenhage, The Netherlands" has as many
_LINES = 6  # of an address
_ENDS = (".", "!", "?", ":", ";", "。")
_KINDS = frozenset({ClauseKind.PARAGRAPH, ClauseKind.ITEM})

Block = list["ClauseChange"]


def with_addresses(
    lone: Sequence[ClauseChange], place: Callable[[ClauseChange], tuple[str, ...]]
) -> list[ClauseChange]:
    """Return changes of clauses that stand in one text only, with those that are lines of an address joined.

    An address is a few short lines, one of them with a figure, that came or went together where the text tells whom to
    write to, and of which no rule knows more than that they came or went. Where one went and one came in a section,
    it has changed; of several nobody can say which became which.

    Args:
        lone: clauses that came or went, each by itself, in order.
        place: returns the headings above one of them, without their numbers.
    """
    blocks = [block for block in _blocks(lone) if _is_address(block)]
    if not blocks:
        return list(lone)
    sides: dict[tuple[str, ...], tuple[list[Block], list[Block]]] = defaultdict(lambda: ([], []))
    for block in blocks:
        sides[place(block[0])][bool(block[0].new)].append(block)
    spent = {id(one) for block in blocks for one in block}
    joined: list[ClauseChange] = []
    for gone, come in sides.values():
        if len(gone) == len(come) == 1:
            joined.append(_moved(gone[0], come[0]))
        else:
            joined += [*(_moved(block, []) for block in gone), *(_moved([], block) for block in come)]
    return [*(one for one in lone if id(one) not in spent), *joined]


def _clause(one: ClauseChange) -> Clause:
    return (one.new or one.old)[0]


def _blocks(lone: Sequence[ClauseChange]) -> Iterator[Block]:
    """Yield lines that follow one another in one text, under one heading."""
    block: Block = []
    for one in filter(_is_line, lone):
        clause = _clause(one)
        last = _clause(block[-1]) if block else None
        if last is None or not (
            bool(block[-1].new) == bool(one.new)
            and clause.position == last.position + 1
            and clause.heading_path == last.heading_path
        ):
            if block:
                yield block
            block = []
        block.append(one)
    if block:
        yield block


def _is_line(one: ClauseChange) -> bool:
    clause = _clause(one)
    is_alone = len(one.old) + len(one.new) == 1 and all(reason.rule is Rule.TEXT for reason in one.reasons)
    if not is_alone or "contact" not in one.topics or not clause.heading_path or clause.kind not in _KINDS:
        return False
    # what stands behind a colon is an entry of its own: "Storage: 3 years"
    is_plain = not (clause.text.endswith(_ENDS) or ":" in clause.text or "©" in clause.text)
    return is_plain and len(words(clause.text)) <= _WORDS


def _is_address(block: Block) -> bool:
    return len(block) <= _LINES and any(any(map(str.isdigit, _clause(one).text)) for one in block)


def _moved(gone: Block, come: Block) -> ClauseChange:
    old, new = [_clause(one) for one in gone], [_clause(one) for one in come]
    kind = ChangeKind.MODIFIED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED
    went, came = (short(", ".join(clause.text for clause in side)) if side else None for side in (old, new))
    return change(kind, old, new, (Significance.MATERIAL, (Reason(rule=Rule.CONTACT, went=went, came=came),)))
