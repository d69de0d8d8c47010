"""Clauses that changed, judged by what their whole texts say: their numbers, their language, their sections."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from monitor.core.clauses import printed_label
from monitor.core.comparison.clause_changes import joined, judged_as, rejudged
from monitor.core.comparison.numbering import after_numbers
from monitor.core.comparison.references import followed, strayed
from monitor.core.records import ClauseChange, Reason, Rule, Significance
from monitor.core.significance.capitals import addresses_others, names_others
from monitor.core.significance.cosmetic import FORGIVES_LETTERS, FORGIVES_NUMBERS, FORGIVES_REFERENCES
from monitor.core.significance.punctuation import denies_otherwise
from monitor.core.significance.verdict import of_form, of_rewording
from monitor.core.text import fold_space, words

if TYPE_CHECKING:
    from monitor.core.comparison.pairing import Pairing


def judged_in_text(pairing: Pairing, one: ClauseChange) -> ClauseChange:
    """Return a change of a clause as it is judged by the texts that the clause stands in.

    Args:
        pairing: the two texts.
        one: the change, judged by the clause's own words.
    """
    return reduce(lambda judged, step: step(pairing, judged), (_labelled, _spelt, _renumbered, _referred), one)


def _labelled(pairing: Pairing, one: ClauseChange) -> ClauseChange:
    """Judge a clause with what it opens with where that is no number of clauses: "18. Geburtstag", "M. Ode"."""
    is_passed = any(reason.rule is Rule.FORM and reason.subject in FORGIVES_NUMBERS for reason in one.reasons)
    is_many = any(reason.rule is Rule.TOGETHER for reason in one.reasons)
    if is_many or not (one.old and one.new and (is_passed or one.significance.is_told)):
        return one
    before, after = ([printed_label(clause.text) for clause in side] for side in (one.old, one.new))
    if before == after:  # as most have
        return one
    loose = pairing.labels_old.loose(one.old), pairing.labels_new.loose(one.new)
    if loose[0] == loose[1]:
        return one
    about = judged_as(one.topics, [*one.old, *one.new])
    return rejudged(one, of_rewording(joined(one.old), joined(one.new), about, pairing.languages, is_numbered=False))


def _renumbered(pairing: Pairing, one: ClauseChange) -> ClauseChange:
    """Judge a clause without what follows from numbers that count: its own, and those by which it refers to others."""
    is_one = one.old and one.new and all(reason.rule is not Rule.TOGETHER for reason in one.reasons)
    if not (is_one and one.significance.is_told) or joined(one.old) == joined(one.new):
        return one
    before, after = rest = _after_numbers(pairing, one)
    if pairing.shift.numbers:
        before = followed(before, after, pairing.shift)
    if (before, after) == (joined(one.old), joined(one.new)):
        return one
    if fold_space(before) == fold_space(after):
        verdict = of_form("renumbering" if (before, after) == rest else "cross-reference")
    else:
        verdict = of_rewording(before, after, judged_as(one.topics, [*one.old, *one.new]), pairing.languages)
    return rejudged(one, verdict)


def _spelt(pairing: Pairing, one: ClauseChange) -> ClauseChange:
    """Judge a clause of which letters, accents, spaces, capitals or commas are others by the words of its language."""
    if not any(reason.rule is Rule.FORM and reason.subject in FORGIVES_LETTERS for reason in one.reasons):
        return one
    before, after = joined(one.old), joined(one.new)
    if not (one.old and one.new):
        return one
    others = addresses_others(before, after) or names_others(before, after, pairing.languages)
    if words(before) == words(after) and not others and not denies_otherwise(before, after, pairing.languages):
        return one
    about = judged_as(one.topics, [*one.old, *one.new])
    verdict = of_rewording(before, after, about, pairing.languages)
    return rejudged(one, verdict) if verdict[0].is_told else one


def _referred(pairing: Pairing, one: ClauseChange) -> ClauseChange:
    """Tell of a reference that leads to another section than before, which may be all that differs in a clause."""
    if not any(reason.rule is Rule.FORM and reason.subject in FORGIVES_REFERENCES for reason in one.reasons):
        return one
    is_heading = any(reason.rule is Rule.HEADING for reason in one.reasons)
    led = None if is_heading else strayed(joined(one.old), joined(one.new), pairing.shift)
    if led is None:
        return one
    return rejudged(one, (Significance.MINOR, (Reason(rule=Rule.EDIT, subject="reference", went=led[0], came=led[1]),)))


def _after_numbers(pairing: Pairing, one: ClauseChange) -> tuple[str, str]:
    """Return the texts of clauses before and after, of two that open with different numbers those behind them."""
    if len(one.old) == len(one.new) == 1:
        old, new = one.old[0], one.new[0]
        numbered = (old, pairing.outline_old.numbering), (new, pairing.outline_new.numbering)
        rest = after_numbers(*numbered, but=pairing.crossed)
        if rest is not None:
            return rest
    return joined(one.old), joined(one.new)
