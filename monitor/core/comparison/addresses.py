"""Postal addresses that came, went or were changed, in one clause or a line each: told as one change of contact."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.comparison.clause_changes import change
from monitor.core.postal import is_postal_address
from monitor.core.records import ChangeKind, Clause, ClauseKind, Reason, Rule, Significance
from monitor.core.significance.edits import short
from monitor.core.significance.topics import topics
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.core.records import ClauseChange

_WORDS = 8  # of a line; a guess: "Postbus 20301, 2500 EH 's-Gravenhage, The Netherlands" has as many
_LINES = 6  # of an address
_BESIDE = 2  # places between lines that were reworded, of which one may have stayed: the town; a guess
_ENDS = (".", "!", "?", ":", ";", "。")
_KINDS = frozenset({ClauseKind.PARAGRAPH, ClauseKind.ITEM})
# What rules say of lines of an address that were reworded; of its company and its telephone they say more.
_OF_LINES = frozenset({Rule.NUMBER, Rule.NAME, Rule.TERM, Rule.WORDING})


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of an address in one text, and what became of it."""

    clause: Clause
    one: ClauseChange


Block = list[_Line]


def with_addresses(
    changes: Sequence[ClauseChange], place: Callable[[Clause, ClauseChange], tuple[str, ...]]
) -> list[ClauseChange]:
    """Return changes, with those that are about an address joined.

    An address is a clause with a postcode, or a few short lines, one of them with a figure, that came, went or were
    reworded together where the text tells whom to write to, and of which no rule knows more. Where one went and one
    came in a section, it has changed; of several, those have of which a line was reworded, and of the others nobody can
    say which became which.

    Args:
        changes: of clauses.
        place: returns the headings above a clause of a change, without their numbers.
    """
    gone, come = ([*filter(_is_address, _blocks(_lines(changes, side)))] for side in (0, 1))
    if not (gone or come):
        return list(changes)
    pairs = [*_linked(gone, come)]
    sides: dict[tuple[str, ...], tuple[list[Block], list[Block]]] = defaultdict(lambda: ([], []))
    for side, blocks in enumerate((gone, come)):
        paired = {id(pair[side]) for pair in pairs}
        for block in blocks:
            if id(block) not in paired:
                sides[place(block[0].clause, block[0].one)][side].append(block)
    for olds, news in sides.values():
        if len(olds) == len(news) == 1:
            pairs.append((olds[0], news[0]))
        else:
            pairs += [*((block, []) for block in olds), *(([], block) for block in news)]
    spent = {id(line.one) for pair in pairs for block in pair for line in block}
    return [*(one for one in changes if id(one) not in spent), *(_joined(*pair) for pair in pairs)]


def _lines(changes: Sequence[ClauseChange], side: int) -> list[_Line]:
    """Return what may be lines of an address in the old text or the new, in its order."""
    found = [_Line((one.new if side else one.old)[0], one) for one in changes if (one.new if side else one.old)]
    return sorted(filter(_is_line, found), key=lambda line: line.clause.position)


def _is_line(line: _Line) -> bool:
    one = line.one
    clauses = (*one.old, *one.new)
    if not one.significance.is_told or max(len(one.old), len(one.new)) > 1:
        return False
    is_whole, is_short = (all(map(tells, clauses)) for tells in (_is_whole, _is_short))
    rules = {reason.rule for reason in one.reasons}
    if len(clauses) > 1:
        may_be = (is_whole and bool(rules & _OF_LINES)) or (is_short and rules <= _OF_LINES)
        may_be = may_be and one.kind is ChangeKind.MODIFIED
    else:
        may_be = is_whole or (is_short and rules == {Rule.TEXT})
    return may_be and all(map(_is_of_contact, clauses))


def _is_whole(clause: Clause) -> bool:
    return is_postal_address(clause.text)


def _is_of_contact(clause: Clause) -> bool:
    """Tell whether a clause stands where the text tells whom to write to, whatever country an address names."""
    named = topics([clause if _is_short(clause) else clause._replace(text="")])
    return "contact" in named and clause.kind in _KINDS and bool(clause.heading_path)


def _is_short(clause: Clause) -> bool:
    # what stands behind a colon is an entry of its own: "Storage: 3 years"
    is_plain = not (clause.text.endswith(_ENDS) or ":" in clause.text or "©" in clause.text)
    return is_plain and len(words(clause.text)) <= _WORDS


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    """Yield lines that stand together in one text, under one heading."""
    block: Block = []
    for line in lines:
        last = block[-1].clause if block else line.clause
        reach = _BESIDE if block and line.one.old and line.one.new and block[-1].one.old and block[-1].one.new else 1
        if line.clause.position > last.position + reach or line.clause.heading_path != last.heading_path:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_address(block: Block) -> bool:
    return len(block) <= _LINES and any(any(map(str.isdigit, line.clause.text)) for line in block)


def _linked(gone: Sequence[Block], come: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Yield the addresses of which a line was reworded, before and after."""
    places = {id(line.one): block for block in reversed(come) for line in block}
    taken: set[int] = set()
    for block in gone:
        found = next((places[id(line.one)] for line in block if id(line.one) in places), None)
        if found is not None and id(found) not in taken:
            taken.add(id(found))
            yield block, found


def _joined(gone: Block, come: Block) -> ClauseChange:
    old, new = [line.clause for line in gone], [line.clause for line in come]
    kind = ChangeKind.MODIFIED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED
    went, came = (short(", ".join(clause.text for clause in side)) if side else None for side in (old, new))
    known = (reason for line in (*gone, *come) for reason in line.one.reasons if reason.rule is Rule.COMPANY)
    contact = Reason(rule=Rule.CONTACT, went=went, came=came)
    return change(kind, old, new, (Significance.MATERIAL, (contact, *dict.fromkeys(known))))
