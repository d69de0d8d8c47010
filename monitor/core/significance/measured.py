"""What the figures of a text measure: a "notice of breach" in "we tell you of a data breach within 72 hours"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.languages import known
from monitor.core.records import Rule
from monitor.core.significance.citations import without_cited
from monitor.core.significance.figures import RATE, Figure, figures_in
from monitor.core.significance.frequencies import Frequency, frequencies
from monitor.core.significance.lexicon import said_in_any_form, told_hits
from monitor.core.significance.numerals import settled, units_of
from monitor.core.significance.phrase_search import Phrases
from monitor.core.text import fold_accents, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RETENTION = "retention"
AGE = "age"
MONEY = "money"
DATE = "date"
# What a period is about, by the cues that its sentence has all of; the first that fits counts.
_SUBJECTS = (
    ("notice of breach", {"breach"}),
    ("notice of changes", {"change", "telling"}),
    ("notice of termination", {"ending"}),
    ("answer to requests", {"answer", "request"}),
    (RETENTION, {"keeping"}),
)
CUES = ("breach", "telling", "change", "ending", "answer", "request", "age", "keeping", "lasting")
"""What the words beside a figure may speak of; the files of the languages list them under `measured`."""
_AGES = range(10, 22)  # years that age limits have
_MONTHS = 12  # of a year
# What a sentence says of data, be it in any form of its words.
_ON_DATA = frozenset(["data", "kind of data", "collection", "sharing", "retention", "sale of data"])
_QUOTED = re.compile(r'"[^"]{1,200}"')  # typography is plain
_CHANCE = 5  # letters up to which a cue may be a word of another language


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure of a text.

    Args:
        rule: period, amount or number.
        value: in its plainest form, "60 month".
        written: as the text has it, without case.
        subject: what it is about, "" if nothing says so.
        is_often: it is how often something is done.
    """

    rule: Rule
    value: str
    written: str
    subject: str
    is_often: bool = False


def measures(text: str, languages: frozenset[str], topics: Sequence[str]) -> list[Measure]:
    """Return the figures of a text in order, each with what it is about.

    How often something is done is a period too where the sentence speaks of data, of what is done with them, or of
    money: "deleted weekly", "a fee of 5 euros, due twice a year".

    Args:
        text: what is read.
        languages: the codes of those it may be in.
        topics: what the clause is about: a period in one on retention is one of retention if it does not say more.
    """
    found: list[Measure] = []
    # The full stop of "para. 1" ends no citation.
    whole = sentences(without_cited(fold_typography(text)))
    for sentence in (part for one in whole for part in one.split(";")):
        often = [*frequencies(sentence, languages)]
        figures = [*_figures(sentence, languages, often)]
        cues = _cues(sentence, figures, languages) if any(map(_may_measure, figures)) else set()
        is_kept = "keeping" in cues or (RETENTION in topics and _is_alone(sentence, often))
        if often and not is_kept and not _is_on_data_or_money(sentence, figures, languages):
            told = {(one.value, one.written) for one in often}
            figures = [figure for figure in figures if figure[1:] not in told]
        offered = _offered(sentence, languages) if any(kind == Rule.AMOUNT for kind, _, _ in figures) else ()
        for kind, value, written in figures:
            rule = _rule(kind)
            is_priced = kind == RATE or (kind, value, written) in offered
            about = "" if is_priced else _subject(rule, value, cues, topics)
            is_often = any((one.value, one.written) == (value, written) for one in often)
            found.append(Measure(rule=rule, value=value, written=written, subject=about, is_often=is_often))
    return found


def _figures(sentence: str, languages: frozenset[str], often: Sequence[Frequency]) -> Iterator[Figure]:
    """Yield the figures of a sentence with how often something is done, in order."""
    start = 0
    for one in often:
        yield from figures_in(sentence[start : one.start], languages)
        yield Rule.PERIOD.value, one.value, one.written
        start = one.stop
    yield from figures_in(sentence[start:], languages)


def _is_alone(sentence: str, often: Sequence[Frequency]) -> bool:
    """Tell whether a sentence says nothing but how often, as a cell of a table on periods does: "Weekly"."""
    return len(often) == 1 and len(words(sentence)) == len(words(often[0].written))


def _offered(sentence: str, languages: frozenset[str]) -> list[Figure]:
    """Return the figures that stand with a sum between quotes: an offer that is named."""
    quoted = ([*figures_in(found.group(), languages)] for found in _QUOTED.finditer(sentence))
    return [figure for some in quoted if any(kind == Rule.AMOUNT for kind, _, _ in some) for figure in some]


def _is_on_data_or_money(sentence: str, figures: Sequence[Figure], languages: frozenset[str]) -> bool:
    if any(kind == Rule.AMOUNT for kind, _, _ in figures):
        return True
    said = {category for category, _ in said_in_any_form(sentence, languages)}
    return not _ON_DATA.isdisjoint(said) or any(hit.category == MONEY for hit in told_hits(sentence, languages))


def _may_measure(figure: Figure) -> bool:
    """Tell whether a figure is one that words beside it say more of."""
    kind, value, _ = figure
    return kind != RATE and (Rule(kind) is Rule.PERIOD or may_be_age(Rule(kind), value))


def _rule(kind: str) -> Rule:
    return Rule.PERIOD if kind == RATE else Rule(kind)


def _subject(rule: Rule, value: str, cues: set[str], topics: Sequence[str]) -> str:
    if "age" in cues and may_be_age(rule, value):
        return AGE
    if rule is not Rule.PERIOD:
        return DATE if rule is Rule.NUMBER and " " in value else ""
    named = next((subject for subject, wanted in _SUBJECTS if wanted <= cues), "")
    return named or (RETENTION if RETENTION in topics else "")


def may_be_age(rule: Rule, value: str) -> bool:
    """Tell whether a figure is one that limits of age have."""
    number, _, unit = value.partition(" ")
    if not number.isdecimal():
        return False
    if rule is Rule.PERIOD:
        return unit == "month" and int(number) % _MONTHS == 0 and int(number) // _MONTHS in _AGES
    return rule is Rule.NUMBER and not unit and int(number) in _AGES


def _cues(sentence: str, figures: Sequence[Figure], languages: frozenset[str]) -> set[str]:
    """Return what the words of a sentence speak of, in its languages or in that of the units of its figures."""
    units = {code for _, _, written in figures for code in units_of(fold_accents(written.split()[-1]), languages)}
    read_in = languages | (units if languages else units & _with_cues())
    folded = [fold_accents(word) for word in words(sentence)]
    found = ((phrase, code, cue) for phrase, meant in _phrases().found(folded) for code, cue in meant)
    cues = {cue for phrase, code, cue in found if _counts(code, phrase, read_in)}
    cues |= {"keeping"} if _is_lasting(sentence, read_in) else set()
    is_on_age = any(hit.category == AGE for hit in told_hits(sentence, languages))
    return cues | {"age"} if is_on_age else cues


def _is_lasting(sentence: str, languages: frozenset[str]) -> bool:
    """Tell whether a period is called nothing but one: "Duration: 12 months", as a row of a table on cookies says."""
    entries = (entry.partition(":") for entry in sentence.split("|"))
    labels = {" ".join(fold_accents(word) for word in words(label)) for label, colon, _ in entries if colon}
    return any(code in languages and not labels.isdisjoint(some) for code, some in _lasting().items())


@cache
def _lasting() -> dict[str, frozenset[str]]:
    listed = known().words("measured", "lasting")
    return {language.code: frozenset(map(fold_accents, found)) for language, found in listed}


def _counts(code: str, phrase: tuple[str, ...], languages: frozenset[str]) -> bool:
    """Tell whether a phrase of a language is a cue in a text of some languages, and no chance."""
    return not languages or code in languages or (code not in settled() and len("".join(phrase)) > _CHANCE)


@cache
def _with_cues() -> frozenset[str]:
    return frozenset(language.code for language in known().each if language.table("measured"))


@cache
def _phrases() -> Phrases[list[tuple[str, str]]]:
    table: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for language in known().each:
        for cue in CUES[:-1]:
            for phrase in language.table("measured").get(cue, ()):
                parts = tuple(fold_accents(part.casefold()) for part in phrase.split())
                table.setdefault(parts, []).append((language.code, cue))
    return Phrases(table)
