"""Names of companies and other proper names in a text, in languages with and without capitals for all nouns."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.fuzz import ratio

from monitor.core.languages import LazyPattern, alternation, known, word_set
from monitor.core.records import Reason, Rule
from monitor.core.significance.accountable import only_answers
from monitor.core.significance.lexicon import hits
from monitor.core.significance.spoken import spoken
from monitor.core.text import REMEMBERED, fold_space, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SIGN = "@"
_ADDRESS = re.compile(r"https?://\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MOST = 8  # names that are told of one clause
_LOOK_BACK = 120  # characters before a legal form in which the name stands
_WRITTEN_OUT = 6  # letters of a legal form that is a word and no abbreviation; a guess
_ALIKE = 75.0  # of a hundred, how alike two names are of which one may be the other's misspelling; a guess
_NAME_WORDS = 4  # words a company's name has at most, its legal form aside
_FORM = LazyPattern(
    lambda: rf"(?<=[\w.)\"”»][ \u00a0,])\s{{0,2}}(?:{alternation('companies.forms')})(?![\w&])",
)
_GLUED = LazyPattern(
    lambda: (
        rf"(?:(?!{alternation('companies.particles')})[\u4e00-\u9fff]){{2,20}}?(?:{alternation('companies.endings')})"
    )
)
_WORDS = r"[A-Z][\w&.-]*\w(?: [A-Z][\w&.-]*\w)*"
_NAME = re.compile(rf"(?<=[\w,;:(/&] ){_WORDS}|(?<=\(){_WORDS}(?=[,)])")
_APPOSED = re.compile(r"(?<=\()[A-Z][a-z][\w.-]*(?=[,)])")  # "our bank (Harrow)", but not "(GDPR)"
_BRACKETED = re.compile(r"\([A-Z]\w*\)")  # "Harrow (UK) Ltd"
_COINED = re.compile(r"\b(?:[A-Z]{2,}[\w&-]*|[A-Z][a-z]+[A-Z]\w*)\b")
_CAMEL = re.compile(r"[A-Z][a-z]+[A-Z]\w*")


def companies(text: str) -> dict[str, str]:
    """Return the companies a text names by their legal form: the words of each name, and how it is written.

    >>> list(companies("Data go to Vetrina Digitale S.r.l., the Nordwind Technik GmbH and Acme, Inc.").values())
    ['Vetrina Digitale S.r.l.', 'Nordwind Technik GmbH', 'Acme, Inc.']
    >>> list(companies("Die Daten erhält der Versanddienstleister Eilbote GmbH in der Stadt.").values())
    ['Eilbote GmbH']
    """
    found: dict[str, str] = {}
    for company in _companies(text):
        found.setdefault(" ".join(company.name), company.written)
    return found


class _Company(NamedTuple):
    name: tuple[str, ...]  # its words, without the legal form
    form: tuple[str, ...]  # those of that; none where it is glued to the name
    written: str


def _companies(text: str) -> tuple[_Company, ...]:
    """Return the companies a text names, as often as it does."""
    return _remembered(text) if len(text) <= REMEMBERED else tuple(_found(text))


def _found(text: str) -> Iterator[_Company]:
    end = 0
    are_capital = has_capital_nouns(text)
    for form in _FORM.finditer(text):
        name = _name_before(text[max(end, form.start() - _LOOK_BACK) : form.start()], _ands(spoken(text)))
        if are_capital:
            name = _without_trade(name)
        if name:
            written = fold_space(f"{name}{_gap(text, form)}{_written(text, form)}")
            yield _Company(words(name), words(form.group()), written)
        end = form.end()
    for glued in _GLUED.findall(text):
        yield _Company(words(glued), (), glued)


@lru_cache(maxsize=64)  # several rules ask in turn
def _remembered(text: str) -> tuple[_Company, ...]:
    return tuple(_found(text))


def without_names(text: str) -> str:
    """Return a text with a sign in the place of each address and each company's name: their words are no terms.

    >>> without_names("Ask dpo@example.org, or Gull Analytics Ltd for research.")
    'Ask @, or @ for research.'
    """
    bare = _ADDRESS.sub(_SIGN, text)
    for name in companies(bare).values():
        bare = bare.replace(name, _SIGN)
    return bare


def _gap(text: str, form: re.Match[str]) -> str:
    return ", " if "," in text[form.start() - 2 : form.start()] else " "


def _written(text: str, form: re.Match[str]) -> str:
    """Return a legal form without the full stop of the sentence it ends, but with its own: "Acme Inc."."""
    written = form.group().strip()
    is_stopped = written[:-1].casefold() in word_set("companies", "stopped")
    is_word = written.count(".") == 1 and written.endswith(".") and not is_stopped
    return written[:-1] if is_word and not text[form.end() :].strip() else written


@lru_cache(maxsize=64)
def _ands(languages: frozenset[str]) -> frozenset[str]:
    """Return the words for "and" that are no other word in any of some languages: "a" is one in Czech alone."""
    each = [one.table("text").get("ands", ()) for one in known().each if one.code in languages]
    return frozenset.intersection(*map(frozenset, each)) if each else frozenset()


def _name_before(text: str, ands: frozenset[str]) -> str:
    """Return the capitalised words at the end of a text, without what merely stands before a name.

    Two names that an "and" joins are one, as "Dijk en Zoon" is, but not the last of a list ("Gull, Harrow and Mill"),
    or one behind a word that says who anybody is ("our Partners and Mill").
    """
    name: list[str] = []
    for word in reversed(text.split()[-_NAME_WORDS:]):
        plain = word if _BRACKETED.fullmatch(word) else word.strip('("“”„«»,')
        is_end = word.endswith((";", ":", ".")) or (name and word.endswith(","))
        is_joined = bool(name) and name[-1] in ands
        if name and word.endswith(","):  # of a list the last is another
            name = [*takewhile(lambda one: one not in ands, name)]
        if is_joined and (is_end or plain.casefold() in word_set("text", "stop_words") or hits(plain)):
            break
        if is_end or not (_may_name(plain, name) or (name and plain in ands)):
            break
        name.append(plain)
    while name and (
        name[-1].casefold() in word_set("companies", "before") or not name[-1][0].isalnum() or name[-1][0].islower()
    ):
        name.pop()
    return " ".join(reversed(name))


def _without_trade(name: str) -> str:
    """Return a name without the trade that German says before it: "Versanddienstleister Eilbote"."""
    trade, _, rest = name.partition(" ")
    return rest if rest[:1].isupper() and any(hit.category == "recipient" for hit in hits(trade)) else name


def _may_name(word: str, name: Sequence[str]) -> bool:
    """Tell whether a word may stand before the name found so far; the last one may be small: "Vodní stavby a.s."."""
    if not name:
        return word.isalnum() or word[:1].isupper() or _BRACKETED.fullmatch(word) is not None
    return word[:1].isupper() or word[:1].isdigit() or word in word_set("companies", "joined")


def fresh_companies(old: str, new: str) -> list[str]:
    """Return the companies that the new text names and of which the old one has not all words."""
    known = set(words(old))
    return [written for name, written in companies(new).items() if not set(name.split()) <= known][:_MOST]


def has_capital_nouns(text: str) -> bool:
    """Tell whether a text is in a language that writes all nouns with capitals."""
    return _count_of_such(text) > 1


def _may_have_capital_nouns(text: str) -> bool:
    """Tell likewise, where one such word is enough if no other language has as much of the text."""
    return _count_of_such(text) > 1 or (_count_of_such(text) == 1 and spoken(text) <= _with_capitals())


def _count_of_such(text: str) -> int:
    return len(word_set("text", "capital_nouns") & set(words(text)))


@cache
def _with_capitals() -> frozenset[str]:
    """Return the codes of the languages that write all nouns with capitals."""
    return frozenset(one.code for one, _ in known().words("text", "capital_nouns"))


def fresh_names(old: str, new: str) -> list[str]:
    """Return the proper names that the new text has and of which the old one has not all words.

    German writes all nouns with capitals; there only names in capitals throughout or within can be told.
    """
    are_capital = _may_have_capital_nouns(new or old)
    known = set(words(old))
    written = _written_together(old)
    named = [
        name
        for name in (_COINED if are_capital else _NAME).findall(new)
        if not set(words(name)) <= known | word_set("numbers", "money") and "".join(words(name)) not in written
    ]
    # A name in brackets tells who is meant, so it counts there though the text has it elsewhere too.
    apposed = () if are_capital else set(_APPOSED.findall(new)) - set(_APPOSED.findall(old))
    return [*dict.fromkeys([*named, *sorted(apposed)])][:_MOST]


def _written_together(text: str) -> set[str]:
    """Return the words of a text and each two neighbours as one: "App Store" is no other name than "AppStore"."""
    plain = words(text)
    return {*plain, *map("".join, pairwise(plain))}


NAMING = frozenset({Rule.COMPANY, Rule.NAME})
"""The rules whose reasons say only that a name came or went."""


def company_reasons(old: str, new: str, topics: Sequence[str]) -> Iterator[Reason]:
    """Yield the companies that came or went.

    Args:
        old: the text before, "" for none.
        new: the text after, "" for none.
        topics: what the clause is about: a company in a clause on sharing is a recipient, unless all that it says of it
            is that it answers for something.
    """
    subject = "recipient" if "third-party" in topics else ""
    renamed = [*_renamed(old, new)]
    yield from (Reason(rule=Rule.COMPANY, subject=subject, went=went, came=came) for went, came in renamed)
    told = {name for pair in renamed for name in pair}
    came, went = ([name for name in fresh_companies(*texts) if name not in told] for texts in ((old, new), (new, old)))
    for name in came:
        yield Reason(rule=Rule.COMPANY, subject="" if only_answers(name, new) else subject, came=name)
    for name in went:
        yield Reason(rule=Rule.COMPANY, subject="" if only_answers(name, old) else subject, went=name)


def _renamed(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Yield the companies of which one text has another legal form or name than the other: "Acme Ltd", "Acme GmbH".

    Where several companies begin alike, nobody can tell which became which.
    """
    before, after = ([*dict.fromkeys(_companies(text))] for text in (old, new))
    gone, come = _strange(before, after), _strange(after, before)
    # "d'Open Collective Inc." may read as another name than "Open Collective Inc.", of which no word is new
    lost, fresh = (
        [one for one in some if not {*one.name} <= {*words(text)}] for some, text in ((gone, new), (come, old))
    )
    for likeness in (_has_other_form, _begins_alike, _is_spelt_alike):
        pairs = [
            (went, came)
            for went in gone
            for came in come
            if likeness(went, came) and (went.name == came.name or went in lost or came in fresh)
        ]
        times = Counter(company for pair in pairs for company in pair)
        for went, came in pairs:
            if times[went] == times[came] == 1:
                yield went.written, came.written
                gone.remove(went)
                come.remove(came)


def _strange(some: Sequence[_Company], others: Sequence[_Company]) -> list[_Company]:
    """Return the companies but those that others are, in whatever spelling of the legal form."""
    known = {(company.name, "".join(company.form)) for company in others}
    forms: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for company in others:
        forms.setdefault(company.name, []).append(company.form)
    return [
        company
        for company in some
        if (company.name, "".join(company.form)) not in known
        and not any(_is_same_form(company.form, form) for form in forms.get(company.name, ()))
    ][:_MOST]


def _is_same_form(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether a legal form is another written out: "Ltd" and "Limited", "s. r. o." and "spol. s r. o."."""
    short, long = sorted((one, other), key=lambda form: len("".join(form)))
    letters, whole = "".join(short), "".join(long)
    if long[-len(short) :] == short:
        return True
    rest = iter(whole)
    return (
        len(long) == 1 and len(whole) >= _WRITTEN_OUT and whole[:1] == letters[:1] and all(it in rest for it in letters)
    )


def _has_other_form(one: _Company, other: _Company) -> bool:
    return one.name == other.name


def _begins_alike(one: _Company, other: _Company) -> bool:
    return one.name[0] == other.name[0] and len(one.name[0]) > 1


def _is_spelt_alike(one: _Company, other: _Company) -> bool:
    return ratio(" ".join(one.name), " ".join(other.name)) >= _ALIKE


def name_reasons(old: str, new: str, topics: Sequence[str]) -> Iterator[Reason]:
    """Yield other proper names that came or went.

    They are told in a clause on recipients, places or audiences; in one on what is collected and used, where capitals
    are often those of defined terms, only if one of the names has capitals within.
    """
    fresh = [*fresh_names(old, new), *fresh_names(new, old)]
    is_coined = "first-party" in topics and any(map(_CAMEL.search, fresh))
    if is_coined or {"third-party", "audiences"} & set(topics):
        told = set(words(" ".join([*fresh_companies(old, new), *fresh_companies(new, old)])))
        came, went = (
            [name for name in fresh_names(*texts) if not set(words(name)) & told] for texts in ((old, new), (new, old))
        )
        yield from (Reason(rule=Rule.NAME, came=name) for name in came)
        yield from (Reason(rule=Rule.NAME, went=name) for name in went)
