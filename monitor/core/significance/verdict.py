"""How much a change of words matters, by rules a person can read, each giving its reason.

What says the same is cosmetic; what touches a figure, a negation, a company or a term of the lexicon is material; all
else is minor, which is told. The order of the rules is the order of the reasons, the most telling first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.dates.lines import is_date_line, without_stated_dates
from monitor.core.records import Significance
from monitor.core.significance.cosmetic import sayings_same
from monitor.core.significance.lexicon import hits
from monitor.core.significance.names import company_reasons, is_name_reason, name_reasons
from monitor.core.significance.reasons import (
    MOST,
    denials,
    figure_reasons,
    figures_named,
    limit_reasons,
    named,
    negation_reasons,
    place_reasons,
    shade_reasons,
    short,
    subject_reasons,
    telling,
    term_reasons,
)
from monitor.core.text import alike, fold_space, words

if TYPE_CHECKING:
    from collections.abc import Sequence

Verdict = tuple[Significance, tuple[str, ...]]
"""A significance with its reasons, the most telling first."""

_HUGE = 10_000  # characters beyond which only the surroundings of the edits are judged
_UNREAD = 20_000  # characters around the edits beyond which no rule but sameness of words is asked
_BESIDE = 400  # characters of them


def of_rewording(old: str, new: str, topics: Sequence[str] = ()) -> Verdict:
    """Judge a clause whose wording changed.

    Args:
        old: its text before.
        new: its text after.
        topics: what the clause is about, which names its figures ("retention: 5 years -> 10 years") and companies.
    """
    old, new = _around_edits(old, new)
    if max(len(old), len(new)) > _UNREAD:
        return (
            (Significance.COSMETIC, ("punctuation",))
            if words(old) == words(new)
            else (Significance.MINOR, ("wording",))
        )
    same = sayings_same(old, new)
    if same:
        return Significance.COSMETIC, (same,)
    reasons = dict.fromkeys(
        [
            *figure_reasons(without_stated_dates(old), without_stated_dates(new), topics),
            *negation_reasons(old, new),
            *limit_reasons(old, new),
            *company_reasons(old, new, topics),
            *term_reasons(old, new),
            *place_reasons(old, new),
        ]
    )
    told = {_said(reason) for reason in reasons}
    reasons.update(dict.fromkeys(reason for reason in name_reasons(old, new, topics) if _said(reason) not in told))
    if all(map(is_name_reason, reasons)):
        reasons.update(dict.fromkeys(subject_reasons(old, new)))
    shades = shade_reasons(old, new) if all(map(is_name_reason, reasons)) else []
    if reasons:
        return Significance.MATERIAL, (*reasons, *shades)
    return Significance.MINOR, tuple(shades) or ("wording",)


def _said(reason: str) -> str:
    """Return what a reason says came or went, without what that is: a name may be known as a recipient too."""
    return reason.partition(": ")[2]


def _around_edits(old: str, new: str) -> tuple[str, str]:
    """Return huge texts without what they begin and end with alike, but for some words beside the edits."""
    if max(len(old), len(new)) <= _HUGE:
        return old, new
    start = max(0, alike(old, new) - _BESIDE)
    tail = alike(old[:start:-1], new[:start:-1])
    end = max(0, tail - _BESIDE)
    return old[start : len(old) - end], new[start : len(new) - end]


def of_arrival(text: str, topics: Sequence[str] = (), *, added: bool) -> Verdict:
    """Judge a clause that was added or removed.

    Args:
        text: the clause's.
        topics: what it is about.
        added: it came; else it went.
    """
    if not words(text):
        return Significance.COSMETIC, ("no words",)
    if is_date_line(text):
        return Significance.COSMETIC, ("stated date",)
    text = text[:_UNREAD]
    verb = "added" if added else "removed"
    denied = denials(text)
    figures = [*figures_named(text, topics)]
    said = {figure.partition(":")[0] for figure in figures}
    terms = [hit for hit in telling(hits(_without(text, denied))) if hit.category not in said]
    reasons = [
        *(company_reasons("", text, topics) if added else company_reasons(text, "", topics)),
        *(f"{figure} {verb}" for figure in figures),
        *(f'negation: "{short(fold_space(sentence))}" {verb}' for sentence in denied[:MOST]),
        *(f"{named(hit, text)} {verb}" for hit in terms[:MOST]),
    ]
    if reasons:
        return Significance.MATERIAL, tuple(reasons)
    return Significance.MINOR, (f'{verb}: "{short(fold_space(text))}"',)


def _without(text: str, denied: Sequence[str]) -> str:
    """Return a text without the sentences that deny something: their words are not what the clause brings."""
    for sentence in denied:
        text = text.replace(sentence, " ", 1)
    return text
