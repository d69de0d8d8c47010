"""How much a change of words matters, by rules a person can read, each giving its reason.

What says the same is cosmetic; what touches a figure, a negation, a company or a term of the lexicon is material; all
else is minor, which is told. The order of the rules is the order of the reasons, the most telling first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.dates.date_lines import is_date_line, without_stated_dates
from monitor.core.records import Reason, Rule, Significance, gravest_first
from monitor.core.significance.citations import part_referred
from monitor.core.significance.cosmetic import sayings_same
from monitor.core.significance.edits import MOST, one_sided, short
from monitor.core.significance.figure_reasons import figure_reasons, figures_named, place_reasons
from monitor.core.significance.figures import addresses, unnumbered
from monitor.core.significance.frequencies import without_frequencies
from monitor.core.significance.hidden_addresses import with_addresses_alike, with_targets_alike
from monitor.core.significance.listings import listing_reasons
from monitor.core.significance.negations import denials, narrowed_reasons, negation_reasons, quoted_denial
from monitor.core.significance.proper_names import NAMING, company_reasons, name_reasons
from monitor.core.significance.raw_markup import is_definition, with_markup_read
from monitor.core.significance.releases import release_of
from monitor.core.significance.seats import is_said_of_seat, seat_reasons
from monitor.core.significance.spoken import spoken_within
from monitor.core.significance.term_reasons import (
    limit_reasons,
    named,
    shade_reasons,
    subject_reasons,
    telling,
    term_reasons,
    terms,
)
from monitor.core.text import alike, fold_space, fold_typography, key, without_footnote_marks, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Verdict = tuple[Significance, tuple[Reason, ...]]
"""A significance with its reasons, the most telling first."""
WORDING = Reason(rule=Rule.WORDING)
"""Other words than before, of which no rule knows what they mean."""
MISSPELT = Reason(rule=Rule.FORM, subject="typo")
"""Letters that are others, in a word that was misspelt, or is now."""

_HUGE = 10_000  # characters beyond which only the surroundings of the edits are judged
_UNREAD = 20_000  # characters around the edits beyond which no rule but sameness of words is asked
_BESIDE = 400  # characters of them
_BESIDE_ADDRESS = 3  # words beside an address that only say what it is: "Data protection officer:"


def of_rewording(
    old: str,
    new: str,
    topics: Sequence[str] = (),
    languages: Collection[str] | None = None,
    *,
    is_numbered: bool = True,
) -> Verdict:
    """Judge a clause whose wording changed.

    Args:
        old: its text before.
        new: its text after.
        topics: what the clause is about, which names its figures ("retention: 5 years -> 10 years") and companies.
        languages: of the whole text, as codes; None to take any word that looks misspelt for one, see `MISSPELT`.
        is_numbered: what looks like the number of the clause is one, and no figure or initial of its text.
    """
    # a mark that is raised in one text alone is no mark that went: "¹ By request", and "1 By request" in a PDF
    is_drawn_otherwise = fold_typography(old) == fold_typography(new)
    before, after = (old, new) if is_drawn_otherwise else map(without_footnote_marks, (old, new))
    if before == after and (before, after) != (old, new):
        return of_form("footnote mark")
    old, new = _around_edits(before, after)
    if max(len(old), len(new)) > _UNREAD:
        return of_form("punctuation") if words(old) == words(new) else (Significance.MINOR, (WORDING,))
    same = sayings_same(old, new, languages, is_numbered=is_numbered)
    if same:
        return of_form(same)
    if led := part_referred(old, new):
        return Significance.MINOR, (Reason(rule=Rule.EDIT, subject="reference", went=led[0], came=led[1]),)
    old, new = with_targets_alike(old, new)
    old, new = with_addresses_alike(with_markup_read(old), with_markup_read(new))
    before, after = without_stated_dates(old), without_stated_dates(new)
    if is_numbered:
        before, after = unnumbered(before), unnumbered(after)
    spoken_there = spoken_within(languages or (), old, new)
    figures = [*figure_reasons(before, after, topics, spoken_there)]
    denied = [*negation_reasons(old, new, spoken_there)]
    # "every month" says nothing of every kind of anything
    said_before, said_after = (without_frequencies(text, spoken_there) for text in (old, new))
    seats = [*seat_reasons(old, new, spoken_there)]
    reasons = dict.fromkeys(
        [
            *figures,
            *(denied or narrowed_reasons(old, new, spoken_there)),
            *limit_reasons(said_before, said_after, spoken_there, measured=bool(figures)),
            *company_reasons(old, new, topics),
            *seats,
            *(one for one in term_reasons(said_before, said_after, spoken_there) if not is_said_of_seat(one, seats)),
            *place_reasons(old, new),
        ]
    )
    told_of = {reason.subject for reason in reasons if reason.rule is not Rule.EDIT}
    reasons.update(dict.fromkeys(listing_reasons(old, new, told_of, spoken_there)))
    # A name may be known as a recipient too.
    told = {f" {key(side)} " for reason in reasons for side in (reason.went, reason.came) if side}
    names = name_reasons(old, new, topics)
    reasons.update(dict.fromkeys(one for one in names if not _is_within(one.went or one.came or "", told)))
    if _only_names(reasons) and not any(reason.rule is Rule.COMPANY for reason in reasons):
        reasons.update(dict.fromkeys(subject_reasons(old, new, spoken_there)))
    shades = shade_reasons(said_before, said_after, spoken_there) if _only_names(reasons) else []
    if reasons:
        return Significance.MATERIAL, (*gravest_first(reasons), *shades)
    return Significance.MINOR, tuple(shades) or (WORDING,)


def of_form(what: str) -> Verdict:
    """Return the verdict on a change of nothing but form: "punctuation", "stated date"."""
    return Significance.COSMETIC, (Reason(rule=Rule.FORM, subject=what),)


def _is_within(name: str, told: Iterable[str]) -> bool:
    return any(f" {key(name)} " in words for words in told)


def _only_names(reasons: Iterable[Reason]) -> bool:
    return all(reason.rule in NAMING for reason in reasons)


def _around_edits(old: str, new: str) -> tuple[str, str]:
    """Return huge texts without what they begin and end with alike, but for some words beside the edits."""
    if max(len(old), len(new)) <= _HUGE:
        return old, new
    start = max(0, alike(old, new) - _BESIDE)
    tail = alike(old[:start:-1], new[:start:-1])
    end = max(0, tail - _BESIDE)
    return old[start : len(old) - end], new[start : len(new) - end]


def of_arrival(
    text: str, topics: Sequence[str] = (), languages: Collection[str] | None = None, *, added: bool
) -> Verdict:
    """Judge a clause that was added or removed.

    Args:
        text: the clause's.
        topics: what it is about.
        languages: of the whole text, as codes; None where they are not known.
        added: it came; else it went.
    """
    if form := _form_of(text):
        return of_form(form)
    text = without_footnote_marks(text[:_UNREAD])
    spoken_there = spoken_within(languages or (), text)
    denied = denials(text, spoken_there)
    figures = [*figures_named(text, topics, spoken_there, added=added)]
    said = {figure.subject for figure in figures}
    named_there = [
        hit for hit in telling(terms(_without(text, denied), spoken_there, is_edited=False)) if hit.category not in said
    ]
    reasons = [
        *(company_reasons("", text, topics) if added else company_reasons(text, "", topics)),
        *figures,
        *(one_sided(Rule.NEGATION, quoted_denial(sentence, spoken_there), added=added) for sentence in denied[:MOST]),
        *(named(hit, text, added=added) for hit in named_there[:MOST]),
    ]
    reasons = reasons or [one_sided(Rule.CONTACT, address, added=added) for address in _addresses_alone(text)]
    if reasons:
        return Significance.MATERIAL, gravest_first(reasons)
    return Significance.MINOR, (one_sided(Rule.TEXT, short(fold_space(text)), added=added),)


def _form_of(text: str) -> str:
    """Return what a text is that says nothing by itself, "" for any other."""
    said = words(text)
    if not said:
        return "no words"
    if len(said) == len(said[0]) == 1 and said[0].upper() != said[0].lower():
        return "stray letter"
    if is_date_line(text):
        return "stated date"
    if is_definition(text):
        return "markup"
    return "" if release_of(text) is None else "version number"


def _addresses_alone(text: str) -> list[str]:
    """Return the e-mail addresses of a text that says little else: "E-mail: dpo@example.org"."""
    rest = [word for word in text.split() if "@" not in word]
    return [address for address in addresses(text) if "@" in address][:MOST] if len(rest) <= _BESIDE_ADDRESS else []


def _without(text: str, denied: Sequence[str]) -> str:
    """Return a text without the sentences that deny something: their words are not what the clause brings."""
    for sentence in denied:
        text = text.replace(sentence, " ", 1)
    return text
