"""What a text says, by matter: the facts by which a policy is compared with the one that replaced it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.headings import heading_key
from monitor.core.languages import word_set
from monitor.core.notices.not_done import DEEDS, asserted, things_not_done
from monitor.core.policy_terms import has_policy_word
from monitor.core.records import Rule
from monitor.core.significance.citations import cited_articles
from monitor.core.significance.figures import written_addresses
from monitor.core.significance.lexicon import GRAMMAR, hits_in_any_form, is_material, said_in_any_form, told_hits
from monitor.core.significance.measured import AGE, may_be_age, measures
from monitor.core.significance.negations import NEGATION, denials, without_denials
from monitor.core.significance.proper_names import companies, without_names
from monitor.core.significance.spoken import spoken, spoken_within
from monitor.core.significance.topics import READ, topics, topics_named
from monitor.core.text import as_written, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.records import Clause
    from monitor.core.significance.lexicon import Hit
    from monitor.core.significance.measured import Measure

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
_RIGHT, _RECIPIENT, _KIND = "right", "recipient", "kind of data"
# Concepts that show what others of their sentence are about.
_COMPLAINT, _BUYERS, _CONSENT = (_RIGHT, "complaint"), (_RECIPIENT, "buyers of the business"), ("consent", "consent")
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
        figures: its periods and ages, also those that say nothing alone.
        languages: the codes of those it is in.
    """

    facts: dict[str, dict[str, list[Fact]]] = field(default_factory=dict)
    forms: set[tuple[str, str]] = field(default_factory=set)
    denied: set[tuple[str, str]] = field(default_factory=set)
    sentences: list[tuple[str, ...]] = field(default_factory=list)
    vocabulary: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
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
    for address, written in written_addresses(clause.text[:READ]):
        known_by = address if "@" in address else address[-_DIALLED:]
        yield ADDRESS, known_by, Fact(phrase=written, sentence="", where=where)


def _told(clause: Clause, found: Said) -> Iterator[tuple[str, str, Fact]]:
    """Yield what the sentences of a clause say, likewise, and note their words and forms."""
    text = clause.text[:READ]
    where = clause.heading_path[-1] if clause.heading_path else ""
    about = topics([clause])
    headed = set().union(*map(topics_named, clause.heading_path[-1:]))
    denied = set(denials(text, spoken_within(found.languages, text)))
    is_on_data = _DATA in said_in_any_form(text, found.languages)
    for sentence in sentences(text):
        read = _read(sentence, found.languages)
        if len(found.sentences) < _MOST_SENTENCES:
            found.sentences.append(read.plain)
        found.vocabulary.update(read.plain)
        found.forms.update(read.forms)
        measured = measures(without_names(sentence), read.languages, about)
        found.figures.update(_lasting(one.value) for one in measured if one.subject == AGE or one.rule is Rule.PERIOD)
        if len(read.plain) <= _SHORT and any(hit.category == NEGATION for hit in read.hits):
            found.denied.update(read.forms)
        if sentence in denied:
            told = [*_denied(read)] if is_on_data or _names_data(read) else []
        else:
            told = [*_terms(read, _on_data(read, headed)), *_figures(read, measured, is_on_age="audiences" in headed)]
        for matter, key, phrase in told:
            yield matter, key, Fact(phrase=as_written(phrase, sentence) or phrase, sentence=sentence, where=where)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    plain: tuple[str, ...]
    languages: frozenset[str]  # of the whole text, where its own words show no other of them
    hits: tuple[Hit, ...]
    forms: set[tuple[str, str]]


def _read(sentence: str, of_text: frozenset[str]) -> _Sentence:
    languages = (spoken(sentence) & of_text) or of_text
    cited = {(_RIGHT, right) for right in _cited_rights(sentence)}
    return _Sentence(
        text=sentence,
        plain=words(sentence),
        languages=languages,
        hits=told_hits(sentence, languages),
        forms=said_in_any_form(sentence, of_text) | cited,
    )


def _on_data(read: _Sentence, headed: set[str]) -> frozenset[str]:
    """Return the matters of data that a sentence may speak of."""
    if _DATA in read.forms or has_policy_word(read.text):
        return _OF_DATA
    others = _OF_DATA if "third-party" in headed else _OF_DATA - {_RECIPIENT}
    return others if _OF_POLICIES & headed or _lists_data(read) else frozenset()


def _lists_data(read: _Sentence) -> bool:
    """Tell whether a sentence without a word for data names several kinds: "We record your name and your address."."""
    return len([concept for category, concept in read.forms if category == _KIND]) > 1


def _names_data(read: _Sentence) -> bool:
    """Tell whether a sentence names a kind of data or a purpose, though it has no word for data."""
    return any(hit.category in {_KIND, "purpose"} for hit in read.hits)


def _denied(read: _Sentence) -> Iterator[tuple[str, str, str]]:
    if word_set("text", "conditions").isdisjoint(read.plain[:1]):
        for category, concept, denial in things_not_done(read.text, read.hits, read.languages):
            yield NOT_DONE, f"{category}: {concept}", denial


def _terms(read: _Sentence, on_data: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    affirmed = without_names(without_denials(asserted(read.text, read.hits), read.languages))
    found = told_hits(affirmed, read.languages)
    is_deed = any(hit.category in DEEDS and (hit.category != "retention" or hit.concept == _KEEPING) for hit in found)
    named: set[str] = set()
    for hit in found:
        is_told = is_material(hit.category) and hit.category != NEGATION and hit.concept not in _NO_FACTS
        about = hit.concept if hit.concept == _UNALIKE else hit.category
        is_alone = (about in _OF_DATA and about not in on_data) or (about in _OF_DEEDS and not is_deed)
        if is_told and not is_alone and not _is_by_the_way(hit, found, read.forms):
            named.add(hit.concept)
            yield hit.category, hit.concept, hit.text
    if sum(hit.category == _RIGHT for hit in found) > 1:  # what is listed with rights is one, in any form
        for hit in hits_in_any_form(affirmed, read.languages):
            if hit.category == _RIGHT and hit.concept not in {*named, _UNALIKE}:
                named.add(hit.concept)
                yield _RIGHT, hit.concept, hit.text


def _is_by_the_way(hit: Hit, found: Sequence[Hit], forms: set[tuple[str, str]]) -> bool:
    """Tell whether a term says something else beside the others of its sentence than it does alone.

    A supervisory authority is none that gets data, nor its head who answers for them, nor are affiliates that are held
    harmless; who sells a business sells no data; what cannot be withdrawn is a consent only where one is spoken of; and
    "advertising partners" are recipients.
    """
    categories = {other.category for other in found if other is not hit}
    if hit.category == _RECIPIENT and "sharing" not in categories:
        return "dispute" in categories or (hit.concept == "authorities" and _COMPLAINT in forms)
    match hit.category:
        case "contact":
            return hit.concept == "data protection officer" and _COMPLAINT in forms and "contact" not in categories
        case "sale of data":
            return _DATA not in forms or (_BUYERS in forms and " " not in hit.text)
        case "consent":
            return hit.concept == "withdrawal" and _CONSENT not in forms
        case "purpose":
            return any(
                other.category == _RECIPIENT and other.start < hit.end and hit.start < other.end for other in found
            )
        case _:
            return hit.concept == _UNALIKE and not {_RIGHT, "rights"} & categories


def _cited_rights(sentence: str) -> Iterator[str]:
    """Yield the rights whose articles a sentence may cite; "Articles 15 to 22" are all of them."""
    if cited_articles(sentence).keys():
        numbers = [int(number) for number in _NUMBER.findall(sentence) if len(number) == len(str(max(_RIGHTS)))]
        near = [number for number in numbers if min(_RIGHTS) <= number <= max(_RIGHTS) + 1]
        yield from (right for number, right in _RIGHTS.items() if near and min(near) <= number <= max(near))


def _figures(read: _Sentence, found: Sequence[Measure], *, is_on_age: bool) -> Iterator[tuple[str, str, str]]:
    values = {one.value for one in found}
    is_on_age = is_on_age or any(category == AGE for category, _ in read.forms)
    says_something = any(hit.category not in GRAMMAR for hit in read.hits)
    for one in found:
        is_period = one.rule is Rule.PERIOD
        if one.subject == AGE or (is_period and not one.subject and is_on_age and may_be_age(one.rule, one.value)):
            yield AGE, _lasting(one.value), one.written
        elif one.rule is Rule.AMOUNT:
            yield AMOUNT, one.value.replace(".0 ", " "), one.written
        elif is_period and (one.subject or says_something) and not (one.value in _ALWAYS and values >= _ALWAYS):
            yield PERIOD, one.value, one.written  # not "for ten years we have baked bread"


def _lasting(age: str) -> str:
    """Return an age as a period is written: that one is a limit of age may be said in one text alone."""
    return age if " " in age else f"{int(age) * _MONTHS} month"
