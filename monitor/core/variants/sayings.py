"""What a policy says that comes to the same in every language: figures, addresses, names, countries, terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.records import Rule
from monitor.core.register.facts import FactKind
from monitor.core.register.register import facts_of
from monitor.core.significance.figures import unnumbered
from monitor.core.significance.lexicon import named_in, told_hits
from monitor.core.significance.measured import AGE, measures
from monitor.core.significance.numerals import units_of
from monitor.core.significance.proper_names import companies
from monitor.core.significance.rights_granted import with_granted
from monitor.core.significance.spoken import spoken
from monitor.core.significance.topics import READ
from monitor.core.text import fold_accents, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from monitor.core.records import Clause, PolicyText
    from monitor.core.register.facts import Fact
    from monitor.core.significance.lexicon import Hit


class Aspect(StrEnum):
    """What a saying is about, in the order in which drift is told."""

    DATE = "stated date"
    PERIOD = "period"
    AMOUNT = "amount"
    AGE = "minimum age"
    RIGHT = "right"
    COMPANY = "recipient by name"
    RECIPIENT = "kind of recipient"
    TRANSFER = "transfer"
    DATA = "kind of data"
    PURPOSE = "purpose"
    BASIS = "legal basis"
    DENIAL = "denial"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing that a policy says.

    Args:
        aspect: what it is about.
        plain: what it comes to, the same in every language: "12 month", "deletion", "IE".
        text: the words of the clause.
        position: of its clause, -1 for what the document as a whole says.
        is_named: of a recipient, whether its legal form shows that the name is one.
    """

    aspect: Aspect
    plain: str
    text: str
    position: int
    is_named: bool = False


# The terms of the lexicon that say something by themselves, and what else their sentence or a heading above has to
# speak of. What is left out is said of everything ("third parties", "name"), or translated in too many ways.
_TERMS: Mapping[str, tuple[Aspect, frozenset[str], frozenset[str]]] = {
    "right": (Aspect.RIGHT, frozenset(), frozenset(["right", "rights"])),
    "recipient": (
        Aspect.RECIPIENT,
        frozenset(["third parties", "partners", "service providers", "public"]),
        frozenset(["sharing", "recipient", "sale of data"]),
    ),
    "kind of data": (
        Aspect.DATA,
        frozenset(["name", "cookies", "telemetry and usage", "sensitive data", "children's data"]),
        frozenset(["collection", "kind of data"]),
    ),
    "purpose": (
        Aspect.PURPOSE,
        frozenset(["personalisation", "research", "marketing", "analytics"]),
        frozenset(["collection", "sharing", "purpose", "consent", "legal basis", "kind of data"]),
    ),
}
# rights that no sentence names by chance; of the others the words may mean another thing ("Widerspruch")
_BY_THEMSELVES = frozenset(["complaint", "portability", "no discrimination"])
_LEADS = "leads"  # "you have the right to"
_SALE, _NEGATION = "sale of data", "negation"
_KEPT_TO_THEMSELVES = frozenset([Aspect.RECIPIENT, Aspect.DATA, Aspect.PURPOSE])  # a sentence that denies has none
# of what a fact is, and which of its fields says it
_OF_FACTS = {
    FactKind.TRANSFER: (Aspect.TRANSFER, 0),
    FactKind.BASIS: (Aspect.BASIS, 1),
    FactKind.CONTACT: (Aspect.CONTACT, 1),
}
MOST_SAYINGS = 1_000  # of a policy; of six real ones none has more than 32
_PHONE_TAIL = 8  # digits at the end of a phone number that are the same with and without the code of its country


def languages_of(text: PolicyText) -> frozenset[str]:
    """Return the code of the language of a policy, of those it may be in where it is not known."""
    if text.document.language:
        return frozenset([text.document.language.partition("-")[0]])
    return spoken(" ".join(clause.text[:READ] for clause in text.clauses[:40]))


def sayings_of(text: PolicyText) -> tuple[Saying, ...]:
    """Return what a policy says for certain, the first thousand things, each where it is said first.

    Args:
        text: the policy.
    """
    languages = languages_of(text)
    found: dict[tuple[Aspect, str], Saying] = {}
    for saying in _all(text, languages):
        found.setdefault((saying.aspect, saying.plain), saying)
        if len(found) == MOST_SAYINGS:
            break
    return tuple(found.values())


def _all(text: PolicyText, languages: frozenset[str]) -> Iterator[Saying]:
    if stated := text.document.stated_date:
        yield Saying(aspect=Aspect.DATE, plain=stated.iso, text=stated.words or stated.iso, position=-1)
    for fact in facts_of(text):
        yield from _of_fact(fact)
    for clause in text.clauses:
        yield from figures_said(clause, languages)
        yield from _terms_said(clause, languages)


def _of_fact(fact: Fact) -> Iterator[Saying]:
    if fact.kind in _OF_FACTS:
        aspect, at = _OF_FACTS[fact.kind]
        field = fact.fields[at]
        plain = field.plain if "@" in field.plain or aspect is not Aspect.CONTACT else phone_tail(field.plain)
        yield Saying(aspect=aspect, plain=plain, text=field.text, position=fact.position)
    elif fact.kind is FactKind.PROCESSOR:
        name = fact.fields[0].text
        formed = companies(name)
        plain = " ".join(map(fold_accents, words(name)))
        yield Saying(aspect=Aspect.COMPANY, plain=plain, text=name, position=fact.position, is_named=bool(formed))
    elif fact.kind is FactKind.AGE:
        yield Saying(aspect=Aspect.AGE, plain=fact.fields[0].plain, text=fact.fields[0].text, position=fact.position)


def phone_tail(plain: str) -> str:
    """Return the digits at the end of a phone number by which it is known.

    >>> phone_tail("+442079460999") == phone_tail("02079460999")
    True
    """
    return "".join(filter(str.isdigit, plain))[-_PHONE_TAIL:]


def figures_said(clause: Clause, languages: frozenset[str]) -> Iterator[Saying]:
    """Yield the periods and amounts of a clause; ages are facts.

    Args:
        clause: the clause.
        languages: the codes of those it may be in.
    """
    for measure in measures(unnumbered(clause.text[:READ]), languages, ()):
        if measure.subject == AGE or not _is_of(measure.written, languages):
            continue
        text = _as_written(measure.written, clause.text)
        if measure.rule is Rule.PERIOD:
            yield Saying(aspect=Aspect.PERIOD, plain=measure.value, text=text, position=clause.position)
        elif measure.rule is Rule.AMOUNT and (digits := digits_of(measure.value)):
            yield Saying(aspect=Aspect.AMOUNT, plain=digits, text=text, position=clause.position)


def _is_of(written: str, languages: frozenset[str]) -> bool:
    """Tell whether a figure has a digit, or is in words of one of some languages and no chance of another's."""
    if not languages or any(map(str.isdigit, written)):
        return True
    return any(not languages.isdisjoint(units_of(fold_accents(word), languages)) for word in words(written))


def digits_of(value: str) -> str:
    """Return a figure by its digits alone: the sign of a currency has many names.

    >>> digits_of("4.5 %"), digits_of("4,50 eur")
    ('45', '45')
    """
    number = "".join(filter(str.isdigit, value))
    return number.rstrip("0") if set("., ") & set(value.rpartition(" ")[0]) else number


def _terms_said(clause: Clause, languages: frozenset[str]) -> Iterator[Saying]:
    above = {hit.category for heading in clause.heading_path for hit in told_hits(heading[:READ], languages)}
    for sentence in sentences(clause.text[:READ]):
        found = with_granted(told_hits(sentence, languages), sentence, languages)
        named = {hit.category for hit in found}
        is_granted = any(hit.category == _LEADS for hit in named_in("granted", sentence, languages))
        for hit in found:
            others = {one.category for one in found if (one.category, one.concept) != (hit.category, hit.concept)}
            if is_granted or hit.concept in _BY_THEMSELVES:
                others.add(hit.category)
            if not _is_part(hit, found) and (saying := _of_hit(hit, named, above | others, clause.position)):
                yield replace(saying, text=_as_written(saying.text, sentence))
        if {_SALE, _NEGATION} <= named:
            yield Saying(aspect=Aspect.DENIAL, plain=_SALE, text=sentence.strip(), position=clause.position)


def _as_written(words_of_it: str, text: str) -> str:
    """Return words as a text has them, with its capitals, where they stand there side by side."""
    small = text.lower()
    start = small.find(words_of_it) if len(small) == len(text) else -1
    return text[start : start + len(words_of_it)] if start >= 0 else words_of_it


def _is_part(hit: Hit, found: Sequence[Hit]) -> bool:
    """Tell whether a term is part of a longer one of another kind: "advertising" of "advertising networks"."""
    return any(
        one.start <= hit.start and hit.end <= one.end and one.end - one.start > hit.end - hit.start for one in found
    )


def _of_hit(hit: Hit, named: Collection[str], around: Collection[str], position: int) -> Saying | None:
    """Return what a term says, None where it says nothing by itself.

    Args:
        hit: the term.
        named: of what its sentence speaks.
        around: of what else its sentence and the headings above speak.
        position: of its clause.
    """
    if hit.category not in _TERMS:
        return None
    aspect, left_out, beside = _TERMS[hit.category]
    if hit.concept in left_out or (aspect in _KEPT_TO_THEMSELVES and _NEGATION in named):
        return None
    if beside and beside.isdisjoint(around):
        return None
    return Saying(aspect=aspect, plain=hit.concept, text=hit.text, position=position)


def by_position(sayings: Sequence[Saying]) -> dict[int, list[Saying]]:
    """Return sayings by the position of their clauses."""
    found: dict[int, list[Saying]] = {}
    for saying in sayings:
        found.setdefault(saying.position, []).append(saying)
    return found
