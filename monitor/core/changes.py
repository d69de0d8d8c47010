"""Changes of a policy as they are told: its text now, compared with the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.change_words import told_words
from monitor.core.claims import turned_words
from monitor.core.comparison.compare import compare
from monitor.core.comparison.documents import beside_words
from monitor.core.comparison.uncovered import with_uncovered
from monitor.core.records import Changed
from monitor.core.restless.filled import with_filled
from monitor.core.restless.settling import shows, told
from monitor.core.restless.still import still_texts
from monitor.core.untold import without_told

if TYPE_CHECKING:
    from monitor.core.records import Baseline, Comparison, HeldText, PolicyText, Seen


def told_of(baseline: Baseline, held: HeldText, first: PolicyText) -> Changed:
    """Return the change that tells of a held text, as it was first seen and dated from then.

    Args:
        baseline: the text before, with the look that first saw the one that is held.
        held: what is held.
        first: the text as that look had it.
    """
    still = still_texts(baseline.drawn, first, baseline.restless, at=held.since)
    change = change_of(baseline, first, comparison_of(baseline, still.old, still.new))
    compared = [place for place in baseline.restless if place.key in still.compared]
    return replace(
        change,
        claim=None if held.claim.is_edit or change.comparison.is_beside else held.claim,
        look=baseline.held,
        untold=without_told(baseline.untold, change.comparison.changes),
        restless=told(baseline.restless, {place.key for place in compared if shows(place, still.shown[place.key])}),
    )


def comparison_of(baseline: Baseline, old: PolicyText, new: PolicyText) -> Comparison:
    """Compare two texts of a watch, where an address that was hidden is not news because it shows.

    Args:
        baseline: the latest version, with the addresses that earlier ones showed.
        old: its text, or what of it is compared.
        new: likewise the text now.
    """
    return with_uncovered(compare(old, new, kind=baseline.kind), baseline.addresses)


def change_of(baseline: Baseline, drawn: PolicyText, comparison: Comparison, *, visible_sha256: str = "") -> Changed:
    """Return the change that makes a text the next version.

    Args:
        baseline: the latest version.
        drawn: the text.
        comparison: of both.
        visible_sha256: digest of the page's visible text.
    """
    return Changed(
        before=baseline.snapshot.id,
        drawn=drawn,
        comparison=comparison,
        is_return=drawn.text_digest in baseline.earlier,
        detail=words_of(comparison),
        visible_sha256=visible_sha256,
        redrawn=baseline.redrawn,
    )


def filled(outcome: Seen, baseline: Baseline) -> Seen:
    """Return what a look means; a change tells what went with the words that varied in it.

    Args:
        outcome: what the look means.
        baseline: the latest version.
    """
    if not isinstance(outcome, Changed):
        return outcome
    return replace(outcome, comparison=with_filled(outcome.comparison, baseline.drawn.clauses))


def words_of(comparison: Comparison) -> str:
    """Say in a few words what a comparison found."""
    if not comparison.changed:
        return f"{beside_words(comparison.changes) or 'form only'}; nobody is told"
    counted = told_words(change.significance for change in comparison.changes)
    turned = turned_words(comparison.language_old, comparison.language_new)
    return f"{turned} ({counted})" if turned else counted
