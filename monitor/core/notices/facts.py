"""What a text says, by matter: the facts by which a policy is compared with the one that replaced it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.headings import heading_key
from monitor.core.languages import known, word_set
from monitor.core.policy_terms import has_policy_word
from monitor.core.records import Rule, rank_of
from monitor.core.significance.citations import cited_articles
from monitor.core.significance.figures import addresses
from monitor.core.significance.lexicon import is_material, said_in_any_form, told_hits
from monitor.core.significance.measured import AGE, measures
from monitor.core.significance.negations import DENIED, NEGATION, denials, without_denials
from monitor.core.significance.proper_names import companies, without_names
from monitor.core.significance.spoken import spoken
from monitor.core.significance.topics import READ, topics, topics_named
from monitor.core.text import as_written, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.core.languages import Language
    from monitor.core.records import Clause
    from monitor.core.significance.lexicon import Hit

NOT_DONE, NAMED, PERIOD, AMOUNT, ADDRESS, HEADED = "denied", "company", "period", "amount", "address", "heading"
"""Matters that are no categories of the lexicon."""

# Characters of each text that are read, which takes a second; the longest of 2,649 real pages shows 29,202 words.
_MOST_READ = 300_000
_MOST_SENTENCES = 5_000  # among which counterparts are sought; those 29,202 words make 1,700
_MOST_FACTS = 300  # of one matter; the most are the headings of a contract
_MENTIONS = 3  # sentences that are kept of one fact; the first without a counterpart is quoted
_SIGNS = 10_000  # characters by which the languages of a text are known
_UNALIKE = "no discrimination"  # a right; users are told of it too, of what they must not say
# Matters, and a right, of which a word alone says nothing: the sentence has to speak of data, or its heading.
_OF_DATA = frozenset(["recipient", "kind of data", "purpose", _UNALIKE])
_OF_POLICIES = frozenset(["first-party", "third-party", "access", "retention", "choice"])
_OF_DEEDS = frozenset([AGE, "retention"])  # matters of which the sentence has to say what is done
_DEEDS = frozenset(["collection", "sharing", "retention", "transfer abroad", "sale of data", "keeping time"])
_DATA = ("data", "data")  # a concept of which only forms are known
_KEEPING = "keeping"
_NO_FACTS = frozenset(["age limit", _KEEPING, "licence"])  # figures say more; words of a licence alone grant nothing
# The articles of the GDPR that give rights, by which a right is known in any language.
_RIGHTS = {
    15: "access",
    16: "correction",
    17: "deletion",
    18: "restriction",
    20: "portability",
    21: "objection",
}
_SHORT = 30  # words of a sentence up to which what it denies is taken to be all that it names; a guess
_NUMBER = re.compile(r"\d+")
_MONTHS = 12  # of a year
_ALWAYS = frozenset(["24 hour", "7 day"])  # is no period
_DIALLED = 7  # last digits by which a phone number is known however it is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a text says.

    Args:
        phrase: the words that say it, as the text has them.
        sentence: in which they stand, "" where they stand alone.
        where: the nearest heading, "" for none.
    """

    phrase: str
    sentence: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a text says.

    Args:
        facts: of each matter its facts, by what makes them the same in other words, with the places that say so.
        forms: the concepts it may speak of in any form, each with its category.
        denied: those of them that stand in short sentences which deny something.
        sentences: the words of each.
        vocabulary: all its words.
        languages: the codes of those it is in.
    """

    facts: dict[str, dict[str, list[Fact]]] = field(default_factory=dict)
    forms: set[tuple[str, str]] = field(default_factory=set)
    denied: set[tuple[str, str]] = field(default_factory=set)
    sentences: list[tuple[str, ...]] = field(default_factory=list)
    vocabulary: set[str] = field(default_factory=set)
    languages: frozenset[str]


def said(clauses: Sequence[Clause]) -> Said:
    """Return what a text says."""
    found = Said(languages=spoken("\n".join(clause.text for clause in clauses)[:_SIGNS]))
    read = 0
    for clause in clauses:
        read += len(clause.text)
        if read > _MOST_READ:
            break
        for matter, key, fact in (*_names(clause), *_told(clause, found)):
            known_facts = found.facts.setdefault(matter, {})
            places = known_facts.setdefault(key, []) if len(known_facts) < _MOST_FACTS else known_facts.get(key, [])
            if len(places) < _MENTIONS:
                places.append(fact)
    return found


def _names(clause: Clause) -> Iterator[tuple[str, str, Fact]]:
    """Yield the headings, companies and addresses of a clause, as (matter, key, fact)."""
    where = clause.heading_path[-1] if clause.heading_path else ""
    for heading in clause.heading_path:
        yield HEADED, heading_key(heading), Fact(phrase=heading, sentence="", where="")
    for name, written in companies(clause.text[:READ]).items():
        yield NAMED, name, Fact(phrase=written, sentence="", where=where)
    for address in addresses(clause.text[:READ]):
        known_by = address if "@" in address else address[-_DIALLED:]
        yield ADDRESS, known_by, Fact(phrase=address, sentence="", where=where)


def _told(clause: Clause, found: Said) -> Iterator[tuple[str, str, Fact]]:
    """Yield what the sentences of a clause say, likewise, and note their words and forms."""
    text = clause.text[:READ]
    where = clause.heading_path[-1] if clause.heading_path else ""
    about = topics([clause])
    headed = set().union(*map(topics_named, clause.heading_path[-1:]))
    denied = set(denials(text))
    for sentence in sentences(text):
        plain = words(sentence)
        forms = {*said_in_any_form(sentence, found.languages), *(("right", right) for right in _cited_rights(sentence))}
        if len(found.sentences) < _MOST_SENTENCES:
            found.sentences.append(plain)
        found.vocabulary.update(plain)
        found.forms.update(forms)
        hits = told_hits(sentence, spoken(sentence))
        if len(plain) <= _SHORT and any(hit.category == NEGATION for hit in hits):
            found.denied.update(forms)
        if sentence in denied:
            told = [*_denied(hits, found.languages)] if _DATA in forms and not _is_conditional(plain) else []
        else:
            told = [*_terms(sentence, _on_data(sentence, forms, headed)), *_figures(sentence, about)]
        for matter, key, phrase in told:
            yield matter, key, Fact(phrase=as_written(phrase, sentence) or phrase, sentence=sentence, where=where)


def _on_data(sentence: str, forms: set[tuple[str, str]], headed: set[str]) -> frozenset[str]:
    """Return the matters of data that a sentence may speak of."""
    if _DATA in forms or has_policy_word(sentence):
        return _OF_DATA
    others = _OF_DATA if "third-party" in headed else _OF_DATA - {"recipient"}
    return others if _OF_POLICIES & headed else frozenset()


def _is_conditional(plain: Sequence[str]) -> bool:
    return not word_set("text", "conditions").isdisjoint(plain[:1])


def _denied(found: Sequence[Hit], languages: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what a sentence with some terms says is not done with data, by the gravest thing that it names."""
    half = {word for language in known().each if language.code in languages for word in _half_denials(language)}
    denial = next((hit for hit in found if hit.category == NEGATION and hit.text not in half), None)
    things = [hit for hit in found if hit.category in DENIED] or [hit for hit in found if hit.category in _DEEDS]
    if denial and things:
        gravest = min(things, key=lambda hit: rank_of(hit.category))
        yield NOT_DONE, f"{gravest.category}: {gravest.concept}", denial.text


def _half_denials(language: Language) -> Iterable[str]:
    """Return the words that alone deny nothing: "ne" of "ne ... que"."""
    words_of_it: Iterable[str] = language.table("text").get("half_denials", ())
    return words_of_it


def _terms(sentence: str, on_data: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    affirmed = without_names(without_denials(sentence))
    found = told_hits(affirmed, spoken(sentence))
    is_deed = any(hit.category in _DEEDS and (hit.category != "retention" or hit.concept == _KEEPING) for hit in found)
    for hit in found:
        is_told = is_material(hit.category) and hit.category != NEGATION and hit.concept not in _NO_FACTS
        about = hit.concept if hit.concept == _UNALIKE else hit.category
        is_alone = (about in _OF_DATA and about not in on_data) or (about in _OF_DEEDS and not is_deed)
        if is_told and not is_alone:
            yield hit.category, hit.concept, hit.text


def _cited_rights(sentence: str) -> Iterator[str]:
    """Yield the rights whose articles a sentence may cite; "Articles 15 to 22" are all of them."""
    if cited_articles(sentence).keys():
        numbers = [int(number) for number in _NUMBER.findall(sentence) if len(number) == len(str(max(_RIGHTS)))]
        near = [number for number in numbers if min(_RIGHTS) <= number <= max(_RIGHTS) + 1]
        yield from (right for number, right in _RIGHTS.items() if near and min(near) <= number <= max(near))


def _figures(sentence: str, about: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    found = measures(sentence, spoken(sentence), about)
    values = {one.value for one in found}
    for one in found:
        if one.subject == AGE:
            yield AGE, _lasting(one.value), one.written
        elif one.rule is Rule.PERIOD and not (one.value in _ALWAYS and values >= _ALWAYS):
            yield PERIOD, one.value, one.written
        elif one.rule is Rule.AMOUNT:
            yield AMOUNT, one.value.replace(".0 ", " "), one.written


def _lasting(age: str) -> str:
    """Return an age as a period is written: that one is a limit of age may be said in one text alone."""
    return age if " " in age else f"{int(age) * _MONTHS} month"
