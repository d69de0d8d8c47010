"""One edit made in many clauses, told once: a term renamed, numbers shifted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.core.comparison.clause_changes import change
from monitor.core.records import ChangeKind, Clause, ClauseChange, ClauseKind, Reason, RedlineOp, Rule, Significance
from monitor.core.significance.proper_names import NAMING
from monitor.core.significance.verdict import of_form
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MANY = 3  # clauses from which an edit counts as made throughout
_TERM = 5  # words a term has at most
_RENUMBERED = ("", "")
# Rules that say no more of an exchange than that a name was put for another, or other words.
_OF_EXCHANGES = NAMING | {Rule.WORDING, Rule.HEADING}

Edit = tuple[str, str]


def gathered(changes: Sequence[ClauseChange]) -> list[ClauseChange]:
    """Return the changes, those that are one edit made in three clauses or more joined to one with its count.

    Joined are printed numbers that shifted, and a term that was put in another's place with nothing else changed, where
    no rule makes the exchange material.
    """
    groups: dict[Edit, list[ClauseChange]] = defaultdict(list)
    rest: list[ClauseChange] = []
    for one in changes:
        edit = _edit(one)
        (rest if edit is None else groups[edit]).append(one)
    for edit, found in groups.items():
        is_throughout = sum(not _is_heading(one) for one in found) >= _MANY
        rest.extend([_joined(edit, found)] if is_throughout else found)
    return rest


def _is_heading(one: ClauseChange) -> bool:
    return any(clause.kind is ClauseKind.HEADING for clause in (*one.old, *one.new))


def renumbered(old: Sequence[Clause], new: Sequence[Clause]) -> ClauseChange:
    """Return the change of clauses of which only generated numbers or the depth of headings changed."""
    labels = [(a.label, b.label) for a, b in zip(old, new, strict=True) if a.label != b.label]
    if labels:
        before, after = labels[0]
        reason = Reason(rule=Rule.RENUMBERING, subject=f"{len(labels)} labels", went=before, came=after)
    else:
        reason = Reason(rule=Rule.NESTING, subject=f"{len(old)} clauses")
    return change(ChangeKind.MODIFIED, old, new, (Significance.COSMETIC, (reason,)))


def _edit(one: ClauseChange) -> Edit | None:
    """Return what was put in place of what, if that alone changed and no rule finds more in it."""
    if one.kind is not ChangeKind.MODIFIED:
        return None
    if (one.significance, one.reasons) == of_form("renumbering"):
        return _RENUMBERED
    if not all(reason.rule in _OF_EXCHANGES for reason in one.reasons):
        return None
    changed = [(op, " ".join(text.split())) for op, text in one.redline if op is not RedlineOp.EQUAL]
    edits = {(a, b) for (_, a), (_, b) in zip(changed[::2], changed[1::2], strict=False)}
    operations = [op for op, _ in changed]
    is_exchange = operations == [RedlineOp.DELETE, RedlineOp.INSERT] * (len(operations) // 2)
    if not is_exchange or len(edits) != 1:
        return None
    edit = edits.pop()
    return edit if all(0 < len(words(term)) <= _TERM for term in edit) else None


def _joined(edit: Edit, found: Sequence[ClauseChange]) -> ClauseChange:
    old = [clause for one in found for clause in one.old]
    new = [clause for one in found for clause in one.new]
    if edit == _RENUMBERED:
        shifted = Reason(rule=Rule.RENUMBERING, subject=f"{len(found)} clauses")
        return change(ChangeKind.MODIFIED, old, new, (Significance.COSMETIC, (shifted,)))
    times = sum(op is RedlineOp.INSERT for one in found for op, _ in one.redline)
    many = f"{times} times in {len(found)} clauses"
    reason = Reason(rule=Rule.RENAMING, subject=many, went=edit[0], came=edit[1])
    companies = dict.fromkeys(reason for one in found for reason in one.reasons if _is_of_company(reason))
    if companies:
        return change(ChangeKind.MODIFIED, old, new, (Significance.MATERIAL, (*companies, reason)))
    return change(ChangeKind.MODIFIED, old, new, (Significance.MINOR, (reason,)))


def _is_of_company(reason: Reason) -> bool:
    """Tell whether a reason says that a company has another name or legal form: another one may answer for the data."""
    return reason.rule is Rule.COMPANY and bool(reason.went and reason.came)
