"""Where the order of clauses says something: what leads in what, rankings, steps."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.languages import LazyPattern, alternation
from monitor.core.records import ClauseKind, Reason, Rule
from monitor.core.significance.edits import short
from monitor.core.significance.figures import figures
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.core.records import Clause

_BARE = 40  # characters, and ...
_FEW = 4  # ... words, of a line that gives a period or an amount and does not say of what, or only a name; guesses
_STOPS = (".", "!", "?", "。")
_LEAD = 200  # characters of a sentence that leads in, or of one that says that a list is a ranking; a guess
_LEAST = 2  # clauses that make an order
_QUOTED = 6  # clauses whose beginnings are quoted of one that changed

_FOLLOWING = LazyPattern(lambda: alternation("policy.following", before=r"\b"), re.IGNORECASE)
_RANKS = LazyPattern(lambda: alternation("policy.ranks", before=r"\b"), re.IGNORECASE)
_STEP = LazyPattern(lambda: alternation("policy.steps", before=r"\W*", after=r"\b"), re.IGNORECASE)


def leads(clauses: Sequence[Clause]) -> dict[int, int]:
    """Return by the index of each item the clause that leads it in: "We never share:", which may be an item as well."""
    found: dict[int, int] = {}
    lead = -1
    for index, clause in enumerate(clauses):
        is_item = clause.kind is ClauseKind.ITEM
        leads_items = index + 1 < len(clauses) and clauses[index + 1].kind is ClauseKind.ITEM and _leads_in(clause)
        if is_item and lead >= 0:
            found[index] = lead
        if leads_items and (not is_item or _ends_open(clause)):
            lead = index
        elif not is_item:
            lead = -1
    return found


def parents(clauses: Sequence[Clause]) -> dict[int, int]:
    """Return by the index of each item of a list within an item the clause that begins that item: "Members"."""
    found: dict[int, int] = {}
    above: list[int] = []
    for index, clause in enumerate(clauses):
        if clause.kind is not ClauseKind.ITEM:
            above = []
            continue
        while above and clauses[above[-1]].depth >= clause.depth:
            above.pop()
        if above:
            found[index] = above[-1]
        above.append(index)
    return found


def led_by(clauses: Sequence[Clause], index: int, leads: Mapping[int, int]) -> int:
    """Return the index of the clause that says what another is of, -1 for none.

    That is the lead-in of an item, or of the paragraph right after it, and what stands before a bare figure: "Invoices"
    above "10 years", or a sentence: a name above what is said of it.

    Args:
        clauses: of a text.
        index: of the other.
        leads: of each item its lead-in.
    """
    if clauses[index].kind is ClauseKind.ITEM:
        return leads.get(index, -1)
    before = clauses[index - 1] if index else None
    if before is None or before.kind is ClauseKind.ITEM:
        return -1
    return index - 1 if _leads_in(before) or _is_below_line(before, clauses[index]) else -1


def _leads_in(clause: Clause) -> bool:
    return _ends_open(clause) or (len(clause.text) <= _LEAD and _FOLLOWING.search(clause.text) is not None)


def _ends_open(clause: Clause) -> bool:
    return clause.text.endswith((":", "："))


def _is_below_line(before: Clause, clause: Clause) -> bool:
    """Tell whether a clause is no more than a figure, or a sentence, and the line before it may say of what."""
    is_alike = before.kind is clause.kind is ClauseKind.PARAGRAPH and before.heading_path == clause.heading_path
    if not is_alike or _is_bare(before):
        return False
    is_line = _is_short(before.text) and before.text[-1:].isalnum()
    return _is_bare(clause) or (is_line and not _is_short(clause.text) and clause.text.endswith(_STOPS))


def _is_short(text: str) -> bool:
    return len(text) <= _BARE and word_count(text) <= _FEW


def _is_bare(clause: Clause) -> bool:
    text = clause.text.removeprefix(clause.label)  # "2. correct them" gives no figure
    return _is_short(text) and bool(figures(text))


def ordered(clauses: Sequence[Clause], leads: Mapping[int, int]) -> dict[int, range]:
    """Return the clauses whose order says something, by index, each with all that stand in one order with it.

    Args:
        clauses: of a text.
        leads: of each the one that leads it in.
    """
    runs = [*_runs([clause.kind is ClauseKind.ITEM or bool(printed_label(clause.text)) for clause in clauses])]
    found = {index: run for run in runs if _is_ranking(clauses, run, leads) for index in run}
    steps = _runs([_STEP.match(clause.text) is not None for clause in clauses])
    return {**found, **{index: run for run in steps for index in run}}


def _runs(are: Sequence[bool]) -> Iterator[range]:
    """Yield where several of one kind stand one after another."""
    for is_one, group in groupby(range(len(are)), are.__getitem__):
        run = [*group]
        if is_one and len(run) >= _LEAST:
            yield range(run[0], run[-1] + 1)


def _is_ranking(clauses: Sequence[Clause], run: range, leads: Mapping[int, int]) -> bool:
    """Tell whether the heading of a list, its lead-in or the sentence after it says that its order counts."""
    first = clauses[run[0]]
    before = run[0] - 1 if run[0] and _leads_in(clauses[run[0] - 1]) else -1
    beside = [clauses[at] for at in (leads.get(run[0], before), run.stop) if 0 <= at < len(clauses)]
    said = [*first.heading_path[-1:], *(one.text for one in beside if one.heading_path == first.heading_path)]
    return any(len(text) <= _LEAD and _RANKS.search(text) for text in said)


def says_order(texts: Sequence[str]) -> bool:
    """Tell whether one of the sentences of a text says that they are a ranking, steps, or that another follows."""
    found = (_RANKS.search(text) or _STEP.match(text) or _FOLLOWING.search(text) for text in texts)
    return any(found)


def order_reason(old: Sequence[Clause], new: Sequence[Clause]) -> Reason:
    """Return the reason that clauses whose order says something stand in another.

    Args:
        old: they as they stood.
        new: as they stand.
    """
    went, came = ("; ".join(short(one.text) for one in side[:_QUOTED]) for side in (old, new))
    return Reason(rule=Rule.EDIT, subject="order", went=short(went), came=short(came))
