"""What a policy that was rewritten says otherwise than before, by matter: what came, what went and what stayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.comparison.align import SIMILAR_AFAR, similarity
from monitor.core.notices.counterparts import counterpart, is_reworded
from monitor.core.notices.facts import ADDRESS, AMOUNT, HEADED, NAMED, NOT_DONE, PERIOD, Fact, Said, said
from monitor.core.notices.not_done import is_same_denial
from monitor.core.notices.shorten import line, plain
from monitor.core.records import Rule, rank_of
from monitor.core.records.catalogues import ENGLISH, N_
from monitor.core.significance.abroad import ABROAD
from monitor.core.significance.edits import one_sided
from monitor.core.significance.measured import AGE
from monitor.core.significance.term_reasons import whole_term
from monitor.core.text import fold_typography, key, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.core.records import Clause, Reason
    from monitor.core.records.catalogues import Catalogue

MOST_LINES = 10
"""Lines of an overview, the one on what stayed among them."""

_MOST_NAMED = 3  # things that came, or went, in one line; the rest is a number
_LONGEST_NAME = 60  # characters of a company, an address, a section
_MOST_STAYED = 5  # matters of which is said that they stayed
_LONGEST_PLACE = 40  # characters of the heading under which something stands
# Characters of a sentence that are quoted before and after the words that count: a line of a mail with both; of one
# that says what is not done, which is said after the word that denies it, a line and a half.
_AROUND = (34, 22)
_AROUND_DENIED = (34, 70)
_SPARED = 8  # characters more than these: to leave out a word or two saves nothing
_SURE = 4  # letters of the first word of a company's name by which it is known without its legal form
# Of these more is worse for a reader, and of those less; of the rest neither.
_CAME_WORSE = frozenset(
    {"sale of data", "licence", "recipient", NAMED, ABROAD, "kind of data", "purpose", "dispute", "money"}
)
_WENT_WORSE = frozenset({NOT_DONE, "right", "opting out", "consent", "security", "do not track"})
# What a reader wants to hear of, the gravest first; categories of the lexicon, and what figures and names are about.
_MATTERS = {
    NOT_DONE: N_("what it says is not done"),
    "sale of data": N_("sale of data"),
    "licence": N_("licences"),
    "right": N_("rights"),
    "recipient": N_("who gets data"),
    "purpose": N_("what data are used for"),
    "kind of data": N_("kinds of data"),
    "dispute": N_("disputes and liability"),
    ABROAD: N_("transfers abroad"),
    "consent": N_("consent"),
    "opting out": N_("opting out"),
    PERIOD: N_("periods"),
    AGE: N_("children and age"),
    NAMED: N_("companies named"),
    "retention": N_("keeping and deleting"),
    "legal basis": N_("legal bases"),
    "money": N_("prices and fees"),
    AMOUNT: N_("amounts"),
    "security": N_("security"),
    "do not track": N_("do not track"),
    "contact": N_("who answers for the data"),
    ADDRESS: N_("addresses and numbers"),
    HEADED: N_("sections"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One line of an overview.

    Args:
        about: the matter.
        name: the same in words: "Who gets data".
        came: what the new text says of it and the old one did not, in the page's words with their section, and "3
            more" at the end where there is no room.
        went: likewise, what only the old text said.
        gravest: that the first thing of it that is worse for a reader came or went, or where nothing is, the first.
        where: the heading above that, "" for none.
        is_worse: whether anything is.
    """

    about: str
    name: str
    came: tuple[str, ...]
    went: tuple[str, ...]
    gravest: Reason
    where: str
    is_worse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A rewritten policy at a glance.

    Args:
        matters: those of which something came or went, first those that are worse for a reader, the gravest first.
        stayed: of how many things both texts speak, by matter: "rights (8)".
    """

    matters: tuple[Matter, ...]
    stayed: tuple[str, ...]

    @property
    def gravest(self) -> Matter | None:
        """The matter that weighs most; None where nothing does."""
        return next((matter for matter in self.matters if matter.about != HEADED), None)


def overview(old: Sequence[Clause], new: Sequence[Clause], catalogue: Catalogue = ENGLISH) -> Overview:
    """Compare what two texts say as wholes, whatever clauses say it.

    A thing is gone only where the new text has it in none of its forms, and no sentence that took its place; so it is
    with what is new.

    Args:
        old: the clauses of the text before.
        new: those of the text now.
        catalogue: the language of our words.

    Returns:
        At most ten lines, with the one on what stayed.
    """
    before, after = said(old), said(new)
    matters: list[Matter] = []
    stayed: list[str] = []
    for matter, name in _MATTERS.items():
        had, has = before.facts.get(matter, {}), after.facts.get(matter, {})
        came, went = _only(matter, after, before), _only(matter, before, after)
        if len(has) > len(came) and len(had) > len(went):
            stayed.append(f"{catalogue.gettext(name)} ({len(has) - len(came)})")
        if came or went:
            matters.append(_matter(matter, came, went, catalogue))
    left = len(stayed) - _MOST_STAYED
    more = (_more(left, catalogue),) if left > 0 else ()
    matters.sort(key=lambda one: not one.is_worse)
    return Overview(matters=tuple(matters[: MOST_LINES - bool(stayed)]), stayed=(*stayed[:_MOST_STAYED], *more))


def _more(count: int, catalogue: Catalogue) -> str:
    return catalogue.ngettext("%(count)s more", "%(count)s more", count)


def _matter(matter: str, came: Sequence[Fact], went: Sequence[Fact], catalogue: Catalogue) -> Matter:
    name = catalogue.gettext(_MATTERS[matter])
    worse = (came if matter in _CAME_WORSE else ()) or (went if matter in _WENT_WORSE else ())
    gravest = (worse or came or went)[0]
    return Matter(
        about=matter,
        name=f"{name[0].upper()}{name[1:]}",
        came=_named(matter, came, catalogue),
        went=_named(matter, went, catalogue),
        gravest=_reason(matter, gravest, name, added=gravest in came),
        where=gravest.where,
        is_worse=bool(worse),
    )


def _reason(matter: str, fact: Fact, name: str, *, added: bool) -> Reason:
    """Return that a thing came or went; what is denied as the whole sentence, since its one word would mislead."""
    if matter == NOT_DONE:
        return one_sided(Rule.NEGATION, plain(fact.sentence or fact.phrase), added=added)
    term = whole_term(key(fact.phrase), fact.sentence, is_place=matter == ABROAD) if fact.sentence else fact.phrase
    return one_sided(Rule.TERM, plain(term), subject=name, added=added)


def _named(matter: str, facts: Sequence[Fact], catalogue: Catalogue) -> tuple[str, ...]:
    """Return what is shown of facts; one whose words stand in what is shown of another needs no second quote."""
    shown: list[str] = []
    for at, fact in enumerate(facts):
        # a denial is known by its sentence: "not" stands in each
        if any((fact.phrase if matter != NOT_DONE else _shown(matter, fact, catalogue)) in one for one in shown):
            continue
        if len(shown) == _MOST_NAMED:
            return (*shown, _more(len(facts) - at, catalogue))
        shown.append(f"{_shown(matter, fact, catalogue)}{_place(fact)}")
    return tuple(shown)


def _shown(matter: str, fact: Fact, catalogue: Catalogue) -> str:
    if not fact.sentence:
        return line(fact.phrase, _LONGEST_NAME)
    quoted = _quote(fact, *(_AROUND_DENIED if matter == NOT_DONE else _AROUND))
    return catalogue.gettext("“%(words)s”", words=quoted)


def _place(fact: Fact) -> str:
    return f" ({line(fact.where, _LONGEST_PLACE)})" if fact.where else ""


def _quote(fact: Fact, most_before: int, most_after: int) -> str:
    """Return the words that say something with some of those around them."""
    text = plain(fact.sentence)
    folded = fold_typography(text)
    text = text if len(text) == len(folded) else folded
    at, end = folded.find(fact.phrase), folded.find(fact.phrase) + len(fact.phrase)
    if at < 0:
        return line(fact.phrase, _LONGEST_NAME)
    before, after = text[:at], text[end:]
    start = (
        before
        if len(before) <= most_before + _SPARED
        else f"…{_whole_words(before[::-1], most_before)[::-1].lstrip(' ,;')}"
    )
    rest = after if len(after) <= most_after + _SPARED else f"{_whole_words(after, most_after).rstrip(' ,;')}…"
    return f"{start}{text[at:end]}{rest}"


def _whole_words(text: str, most: int) -> str:
    """Return the beginning of a text up to the last gap between words within `most` characters, "" where is none."""
    return text[: text[: most + 1].rfind(" ") + 1]


def _only(matter: str, one: Said, other: Said) -> list[Fact]:
    """Return the facts of one text that the other has in no form."""
    has = other.facts.get(matter, {})
    is_there = _WITNESSES.get(matter, _is_said)
    left = [(key, facts) for key, facts in one.facts.get(matter, {}).items() if key not in has]
    if matter == NOT_DONE:  # that no data are sold weighs more than that none are kept
        left.sort(key=lambda fact: rank_of(fact[0].partition(": ")[0]))
    return [facts[0] for key, facts in left if not any(is_there(matter, key, fact, other) for fact in facts)]


def _is_said(matter: str, concept: str, fact: Fact, other: Said) -> bool:
    return (matter, concept) in other.forms or is_reworded(matter, fact, other)


def _is_figure(_matter: str, value: str, _fact: Fact, other: Said) -> bool:
    """Tell whether a text has a figure, be it as an age or as another period."""
    return value in other.figures


def _is_age(matter: str, concept: str, fact: Fact, other: Said) -> bool:
    is_limit = concept[0].isdigit()  # 14 years in the place of 16 are no other words for them
    return (not is_limit and _is_said(matter, concept, fact, other)) or _is_figure(matter, concept, fact, other)


def _is_denied(_matter: str, subject: str, fact: Fact, other: Said) -> bool:
    """Tell whether a text denies the same in other words; who does not sell data may still share them."""
    category, _, concept = subject.partition(": ")
    same = counterpart(words(fact.sentence), other)
    denied = {
        words(one.sentence)
        for about, facts in other.facts.get(NOT_DONE, {}).items()
        for one in facts
        if is_same_denial(category, about.partition(": ")[0])
    }
    return same in denied or (category, concept) in other.denied


def _is_named(_matter: str, name: str, _fact: Fact, other: Said) -> bool:
    """Tell whether a text names a company without its legal form."""
    first = name.split(maxsplit=1)[0]
    return len(first) >= _SURE and first in other.vocabulary


def _is_heading(_matter: str, heading: str, _fact: Fact, other: Said) -> bool:
    """Tell whether a text has a heading in other words."""
    mine = heading.split()
    return any(similarity(mine, one.split()) >= SIMILAR_AFAR for one in other.facts.get(HEADED, {}))


_WITNESSES: dict[str, Callable[[str, str, Fact, Said], bool]] = {
    NOT_DONE: _is_denied,
    PERIOD: _is_figure,
    AMOUNT: _is_figure,
    AGE: _is_age,
    NAMED: _is_named,
    HEADED: _is_heading,
    ADDRESS: lambda *_: False,
}
