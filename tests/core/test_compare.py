from __future__ import annotations

from monitor.core.compare import compare
from monitor.core.records import ChangeKind, ClauseKind, Significance
from tests.core.helpers import drawn, heading, paragraph


def test_one_edited_clause_is_one_change_at_that_clause():
    """A number changed in one clause gives one material change there."""
    old = drawn(heading("Storage"), paragraph("We keep invoices for 5 years."), paragraph("We like trees."))
    new = drawn(heading("Storage"), paragraph("We keep invoices for 10 years."), paragraph("We like trees."))
    (change,) = compare(old, new).changes
    assert (change.kind, change.significance) == (ChangeKind.MODIFIED, Significance.MATERIAL)
    assert change.new[0].position == 0


def test_the_last_clause_of_a_heading_goes_alone():
    """Removing the only paragraph under a heading that stays is one removal and no heading change."""
    old = drawn(heading("Storage"), paragraph("We keep invoices for 5 years."), heading("Rights"), paragraph("Ask us."))
    new = drawn(heading("Storage"), heading("Rights"), paragraph("Ask us."))
    (change,) = compare(old, new).changes
    assert change.kind is ChangeKind.REMOVED
    assert change.old[0].kind is ClauseKind.PARAGRAPH


def test_a_new_section_is_its_clauses_and_one_heading():
    """A new heading with a paragraph gives the clause and one heading change that matters no more than it."""
    old = drawn(heading("Rights"), paragraph("Ask us anything about this."))
    new = drawn(
        heading("Rights"), paragraph("Ask us anything about this."), heading("Trees"), paragraph("We like trees.")
    )
    first, second = compare(old, new).changes
    assert {first.kind, second.kind} == {ChangeKind.ADDED}
    assert (first.new[0].kind, second.new[0].text) == (ClauseKind.HEADING, "We like trees.")
    assert first.significance.rank <= second.significance.rank
