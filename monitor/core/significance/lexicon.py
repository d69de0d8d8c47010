"""The words that make a change matter, in all languages, and where a text has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from monitor.core.clauses import sentence_places
from monitor.core.languages import known, word_set
from monitor.core.text import REMEMBERED, fold_accents, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TOPICS = (
    "first-party",
    "third-party",
    "choice",
    "access",
    "retention",
    "security",
    "policy-change",
    "do-not-track",
    "audiences",
    "contact",
)
"""The OPP-115 taxonomy (Wilson et al., ACL 2016): first-party collection and use; third-party sharing; choice and
control; access, edit and deletion; retention; security; policy change; do not track; international and specific
audiences; contact."""

GRAMMAR = ("negation", "scope", "exception", "obligation")
"""Categories whose words belong to the grammar: what a sentence denies or limits it says in its own language."""

SPEECH = ("rules", "pitches")
"""What a sentence may do: oblige and permit, as a policy's and a contract's do, or praise and call to buy."""

_BY_LETTERS, _INITIALS = "united states", 3  # a concept, and letters of a term of it that has no other
_MONTH = "may"
_PAID, _HANDING, _SHARING = "for payment", "handing", "sharing"  # data are sold where they are handed over for payment
_DATA, _OF_READER = frozenset(["data", "kind of data"]), frozenset(["right", "rights"])
_STEM = 4  # letters by which stems are looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One term of the lexicon found in a text.

    Args:
        category: what it is about in a reason, "recipient".
        concept: the term's name in the lexicon, "data brokers"; one for all languages.
        topic: its OPP-115 topic, "" for none.
        text: the words as they stand in the text, without case.
        start: the index of the first of them among the text's words.
        end: the index after the last.
    """

    category: str
    concept: str
    topic: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    category: str
    concept: str
    topic: str
    pattern: tuple[str, ...]
    language: str = ""  # of the texts that it counts in alone, "" for all

    def fits(self, folded: list[str], start: int) -> bool:
        """Tell whether the words from `start` are this term."""
        if len(folded) - start < len(self.pattern):
            return False
        for offset, part in enumerate(self.pattern):
            word = folded[start + offset]
            if word != part and not (part[-1] == "*" and word.startswith(part[:-1])):
                return False
        return True


_Index = dict[str, tuple[_Term, ...]]


@cache
def _index() -> _Index:
    """Return the terms of what a change may be about, by the beginning of their first word."""
    return _by_entry(
        _term(category, concept, entry["topic"], pattern)
        for category, entry in _categories().items()
        for concept in entry["concepts"]
        for pattern in known().all_words("terms", category, concept)
    )


@cache
def _reason_index() -> _Index:
    """Return the terms of what a change may be about with those that only reasons go by, which are of one language."""
    return _by_entry(
        [
            *(
                _term(category, concept, entry["topic"], pattern, language.code)
                for language in known().each
                for category, entry in _categories().items()
                for concept in entry["concepts"]
                for pattern in language.table("reasons", category).get(concept, ())
            ),
            *(term for terms in _index().values() for term in terms),
        ]
    )


@cache
def _form_index() -> _Index:
    """Return the words by which a text may say a thing in any form, by the beginning of their first word."""
    return _by_entry(
        _term(category, concept, "", pattern, language.code)
        for language in known().each
        for category, concepts in language.table("forms").items()
        for concept, patterns in concepts.items()
        for pattern in patterns
    )


@cache
def _speech_index() -> _Index:
    """Return the terms of what sentences do, by the beginning of their first word."""
    return _by_entry(_term(kind, kind, "", pattern) for kind in SPEECH for pattern in known().all_words("speech", kind))


@cache
def _section_index(section: str) -> _Index:
    """Return the words of one section of the languages' files, by its lists."""
    return _by_entry(
        _term(kind, pattern, "", pattern, language.code)
        for language in known().each
        for kind, patterns in language.table(section).items()
        for pattern in patterns
    )


def _term(category: str, concept: str, topic: str, pattern: str, language: str = "") -> _Term:
    parts = tuple(_fold_pattern(pattern))
    return _Term(category=category, concept=concept, topic=topic, pattern=parts, language=language)


def _by_entry(terms: Iterable[_Term]) -> _Index:
    """Return terms of all languages by the beginning of their first word, the longest first."""
    index: dict[str, list[_Term]] = {}
    for term in terms:
        index.setdefault(_entry(term.pattern[0]), []).append(term)
    return {
        entry: tuple(sorted(found, key=lambda term: (-len(term.pattern), -len(term.pattern[0]))))
        for entry, found in index.items()
    }


def _categories() -> Mapping[str, Any]:
    return known().shared().table("categories")


def _fold_pattern(pattern: str) -> list[str]:
    parts: list[str] = []
    for chunk in pattern.split():
        folded = [fold_accents(word) for word in words(chunk.removesuffix("*"))]
        parts.extend([*folded[:-1], folded[-1] + "*" * chunk.endswith("*")])
    return parts


def _entry(part: str) -> str:
    """Return the key under which a pattern's first part is looked up."""
    return part[:_STEM] + "*" if part.endswith("*") and len(part) > _STEM else part


def is_material(category: str) -> bool:
    """Tell whether a term of this category that comes or goes makes a change material."""
    return bool(_categories()[category]["material"])


@cache
def small_words() -> frozenset[str]:
    """Return the words that end no term; a stop word of one language may be a noun of another, as "data" is."""
    return word_set("text", "stop_words") - word_set("text", "lookalikes")


def hits(text: str) -> tuple[Hit, ...]:
    """Return the lexicon's terms of a text in order, of each category the longest at a word, none within another."""
    return _remembered_hits(text) if len(text) <= REMEMBERED else _hits(text)


def told_hits(text: str, languages: frozenset[str]) -> tuple[Hit, ...]:
    """Return the terms of a text that a reason may name: the lexicon's, and further wordings of its languages.

    Args:
        text: what is read.
        languages: the codes of those it may be in; see `spoken`.
    """
    return _remembered_told(text, languages) if len(text) <= REMEMBERED else _told(text, languages)


def said_in_any_form(text: str, languages: frozenset[str]) -> set[tuple[str, str]]:
    """Return the concepts a text may speak of, in any words, each with its category: far more than it does speak of.

    Args:
        text: what is read.
        languages: the codes of those it is in.
    """
    return {(hit.category, hit.concept) for hit in hits_in_any_form(text, languages)}


def hits_in_any_form(text: str, languages: frozenset[str]) -> Iterator[Hit]:
    """Yield where a text may speak of a concept in any words, likewise; a place may say several."""
    plain = words(text)
    for start, term in _all_found(plain, _form_index(), languages):
        end = start + len(term.pattern)
        said = " ".join(plain[start:end])
        yield Hit(category=term.category, concept=term.concept, topic="", text=said, start=start, end=end)


def _has_forms(languages: frozenset[str]) -> bool:
    """Tell whether it is known how one of some languages speaks of data in any words; see `said_in_any_form`."""
    return any(one.code in languages and one.table("forms", "data") for one in known().each)


def named_in(section: str, text: str, languages: frozenset[str]) -> Iterator[Hit]:
    """Yield where a text has words of a section of the languages' files, each of the category of its list.

    Args:
        section: "reached", "granted".
        text: what is read.
        languages: the codes of those it is in.
    """
    plain = words(text)
    for start, term in _all_found(plain, _section_index(section), languages):
        end = start + len(term.pattern)
        said = " ".join(plain[start:end])
        yield Hit(category=term.category, concept=term.concept, topic="", text=said, start=start, end=end)


def speech(text: str) -> tuple[Hit, ...]:
    """Return in order where a text obliges or permits, of category "rules", and where it advertises, of "pitches"."""
    return _found(text, _speech_index())


def _hits(text: str) -> tuple[Hit, ...]:
    return _found(text, _index())


def _told(text: str, languages: frozenset[str]) -> tuple[Hit, ...]:
    plain = words(text)
    found = tuple(hit for hit in _found(text, _reason_index(), languages) if not _is_another_word(hit, text, plain))
    others = _others_grammar(languages)
    found = tuple(hit for hit in found if (hit.category, fold_accents(hit.text)) not in others)
    if any(hit.concept == _PAID for hit in found):
        found = tuple(_sold(found, text, plain, languages))
    said = _said_aside(plain) if found else set()
    return tuple(hit for hit in found if said.isdisjoint(range(hit.start, hit.end))) if said else found


@lru_cache(maxsize=64)
def _others_grammar(languages: frozenset[str]) -> frozenset[tuple[str, str]]:
    """Return the usual words of languages that deny or limit something in others alone, each with what it does there.

    Portuguese "no" is "in the", and Italian "alle" is "to the".
    """
    usual: dict[str, set[str]] = {category: set() for category in GRAMMAR}
    own: list[_Term] = []
    for one in (language for language in known().each if language.code in languages):
        of_text = one.table("text")
        words_of_it = [*of_text.get("stop_words", ()), *of_text.get("usual_words", ())]
        for category in GRAMMAR:
            tables = (one.table("terms", category), one.table("reasons", category))
            patterns = [pattern for table in tables for listed in table.values() for pattern in listed]
            if patterns:
                usual[category].update(map(fold_accents, words_of_it))
            own.extend(_term(category, category, "", pattern) for pattern in patterns)
    return frozenset(
        (category, word)
        for category, some in usual.items()
        for word in some
        if not any(term.category == category and term.fits([word], 0) for term in own)
    )


def _sold(found: Sequence[Hit], text: str, plain: Sequence[str], languages: frozenset[str]) -> Iterator[Hit]:
    """Yield the terms of a text, what is paid only where data are given for it, with the verb right before it."""
    given = _given(found, text, languages)
    verbs = {hit.end: hit.start for hit in named_in("reached", text, languages) if hit.category == _HANDING}
    for hit in found:
        if hit.concept != _PAID:
            yield hit
        elif hit.start in given:
            start = verbs.get(hit.start, hit.start)
            yield replace(hit, text=" ".join(plain[start : hit.end]), start=start)


def _given(found: Sequence[Hit], text: str, languages: frozenset[str]) -> set[int]:
    """Return the places of the words whose sentences say that data are given to somebody, and not to the reader.

    A copy that the reader may have for a fee is no sale; nor are "courses in return for payment", but in a language
    whose words for data are not known.
    """
    handed = {hit.start for hit in named_in("reached", text, languages) if hit.category == _HANDING}
    handed.update(hit.start for hit in found if hit.category == _SHARING)
    paid = {place for hit in found if hit.concept == _PAID for place in range(hit.start, hit.end)}
    data = {hit.start for hit in hits_in_any_form(text, languages) if hit.category in _DATA} - paid
    rights = {hit.start for hit in found if hit.category in _OF_READER}
    places = (range(start, end) for start, end in sentence_places(text))
    return {
        place
        for sentence in places
        if not handed.isdisjoint(sentence)
        and rights.isdisjoint(sentence)
        and not (data.isdisjoint(sentence) and _has_forms(languages))
        for place in sentence
    }


def _is_another_word(hit: Hit, text: str, plain: Sequence[str]) -> bool:
    """Tell whether a hit has no more than the letters of a term: "l'app usa i dati", "until 1 May"."""
    if hit.concept == _BY_LETTERS:
        return hit.text.isascii() and len(hit.text) <= _INITIALS and hit.text.upper() not in text
    beside = (*plain[max(0, hit.start - 1) : hit.start], *plain[hit.end : hit.end + 1])
    return hit.text == _MONTH and _MONTH.title() in text and any(word[0].isdigit() for word in beside)


def _said_aside(plain: Sequence[str]) -> set[int]:
    """Return the places of the words that say nothing of their own: "without undue delay" denies nothing."""
    asides = _asides()
    return {
        place
        for at, word in enumerate(plain)
        for phrase in asides.get(word, ())
        if tuple(plain[at : at + len(phrase)]) == phrase
        for place in range(at, at + len(phrase))
    }


@cache
def _asides() -> dict[str, list[tuple[str, ...]]]:
    """Return the phrases that name a term in passing, by their first word."""
    by_start: dict[str, list[tuple[str, ...]]] = {}
    for phrase in map(words, known().all_words("text", "asides")):
        by_start.setdefault(phrase[0], []).append(phrase)
    return by_start


def _found(text: str, index: _Index, languages: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
    plain = words(text)
    folded = [fold_accents(word) for word in plain]
    found: list[Hit] = []
    ends: dict[str, int] = {}
    for start in range(len(folded)):
        for term in _at(folded, start, index, languages):
            end = start + len(term.pattern)
            if end > ends.get(term.category, 0):
                ends[term.category] = end
                found.append(
                    Hit(
                        category=term.category,
                        concept=term.concept,
                        topic=term.topic,
                        text=" ".join(plain[start:end]),
                        start=start,
                        end=end,
                    )
                )
    return tuple(found)


def _all_found(plain: Sequence[str], index: _Index, languages: frozenset[str]) -> Iterator[tuple[int, _Term]]:
    """Yield the terms of a text with where they begin, also those that stand within others or at the same place."""
    folded = [fold_accents(word) for word in plain]
    for start, word in enumerate(folded):
        for entry in (word, word[:_STEM] + "*", word[: _STEM - 1] + "*", word[: _STEM - 2] + "*"):
            for term in index.get(entry, ()):
                if term.language in languages and term.fits(folded, start):
                    yield start, term


_remembered_hits = lru_cache(maxsize=512)(_hits)
_remembered_told = lru_cache(maxsize=512)(_told)


def _at(folded: list[str], start: int, index: _Index, languages: frozenset[str]) -> Iterator[_Term]:
    """Yield the terms that begin at a word, one a category."""
    word = folded[start]
    seen: set[str] = set()
    for entry in (word, word[:_STEM] + "*", word[: _STEM - 1] + "*"):
        for term in index.get(entry, ()):
            if term.language and term.language not in languages:
                continue
            if term.category not in seen and term.fits(folded, start):
                seen.add(term.category)
                yield term
