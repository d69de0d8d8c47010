"""What a policy that was rewritten says otherwise than before, by matter: what came, what went and what stayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.comparison.align import similarity
from monitor.core.comparison.headings import heading_key
from monitor.core.notices.shorten import head, line, plain, tail
from monitor.core.records import Rule
from monitor.core.significance.figures import addresses, figures_in
from monitor.core.significance.lexicon import is_material, told_hits
from monitor.core.significance.negations import NEGATION, denials
from monitor.core.significance.proper_names import companies
from monitor.core.significance.spoken import spoken
from monitor.core.significance.topics import READ, topics
from monitor.core.text import as_written, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.core.records import Clause

MOST_LINES = 10
"""Lines of an overview, the one on what stayed among them."""

# Characters of each text that are read, which takes a second; the longest of 2,649 real pages shows 29,202 words.
_MOST_READ = 300_000
_MOST_NAMED = 4  # things that came, or went, in one line; the rest is a number
_LONGEST_NAME = 60  # characters of each
_MOST_STAYED = 5  # matters of which is said that they stayed
_MOST_DENIED = 1  # likewise of sentences, which are longer
_LONGEST_DENIED = 100  # characters of each
_AROUND = 40  # characters of a sentence that are quoted before and after what it brings
_SAME = 0.6  # of the words of two sentences that deny something: the same denial in other words; as of clauses afar
# What a reader wants to hear of, the gravest first; categories of the lexicon, and what figures and names are about.
_DENIED, _NAMED, _PERIOD, _AMOUNT, _ADDRESS, _HEADED = "denied", "company", "period", "amount", "address", "heading"
# concepts that are no words for what they stand for
_CALLED = {
    "resale": "selling or renting data",
    "keeping": "how long data are kept",
    "deleting": "when data are deleted",
    "grant": "rights that you grant",
    "licence": "a licence",
}
_MATTERS = {
    "sale of data": "Sale of data",
    "licence": "Licences",
    "recipient": "Who gets data",
    _NAMED: "Companies named",
    "transfer abroad": "Transfers abroad",
    _DENIED: "What it says is not done",
    "kind of data": "Kinds of data",
    "purpose": "What data are used for",
    _PERIOD: "Periods",
    "right": "Rights",
    "opting out": "Opting out",
    "consent": "Consent",
    "dispute": "Disputes and liability",
    "age": "Children and age",
    "retention": "Keeping and deleting",
    "legal basis": "Legal bases",
    "security": "Security",
    "money": "Prices and fees",
    _AMOUNT: "Amounts",
    "do not track": "Do not track",
    "contact": "Who answers for the data",
    _ADDRESS: "Addresses and numbers",
    _HEADED: "Sections",
}
_LONG = (_MATTERS[_DENIED], _MATTERS[_HEADED])  # what these bring is too long for the subject of a mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One line of an overview.

    Args:
        name: the matter in words: "Who gets data".
        came: what the new text says of it and the old one did not, "and 3 more" at the end where there is no room.
        went: likewise, what only the old text said.
        quote: the words around the first of what came, or where nothing did, of what went; "" where that is such words.
    """

    name: str
    came: tuple[str, ...]
    went: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A rewritten policy at a glance.

    Args:
        matters: those of which something came or went, the gravest first.
        stayed: of how many things both texts speak, by matter: "rights (8)".
    """

    matters: tuple[Matter, ...]
    stayed: tuple[str, ...]

    @property
    def gravest(self) -> str:
        """What weighs most, in a line: "who gets data: data brokers added", "rights: portability removed"."""
        short = [matter for matter in self.matters if matter.name not in _LONG]
        return next((f"{_small(one.name)}: {', '.join(one.came)} added" for one in short if one.came), "") or next(
            (f"{_small(one.name)}: {', '.join(one.went)} removed" for one in short), ""
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """One thing a text says.

    Args:
        name: in words.
        sentence: that says it, "" where the name is the page's own words.
        phrase: the words of the sentence that say it.
    """

    name: str
    sentence: str = ""
    phrase: str = ""


def overview(old: Sequence[Clause], new: Sequence[Clause]) -> Overview:
    """Compare what two texts say as wholes, whatever clauses say it.

    Args:
        old: the clauses of the text before.
        new: those of the text now.

    Returns:
        At most ten lines, with the one on what stayed.
    """
    before, after = _facts(old), _facts(new)
    matters: list[Matter] = []
    stayed: list[str] = []
    for matter, name in _MATTERS.items():
        had, has = before.get(matter, {}), after.get(matter, {})
        came, went = _only(matter, has, had), _only(matter, had, has)
        if len(has) > len(came):
            stayed.append(f"{_small(name)} ({len(has) - len(came)})")
        if came or went:
            matters.append(_matter(matter, name, came, went))
    more = (f"and {len(stayed) - _MOST_STAYED} more",) if len(stayed) > _MOST_STAYED else ()
    return Overview(matters=tuple(matters[: MOST_LINES - bool(stayed)]), stayed=(*stayed[:_MOST_STAYED], *more))


def _small(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"


def _matter(matter: str, name: str, came: Sequence[_Fact], went: Sequence[_Fact]) -> Matter:
    most, longest = (_MOST_DENIED, _LONGEST_DENIED) if matter == _DENIED else (_MOST_NAMED, _LONGEST_NAME)
    return Matter(
        name=name, came=_named(came, most, longest), went=_named(went, most, longest), quote=_quote((came or went)[0])
    )


def _named(facts: Sequence[_Fact], most: int, longest: int) -> tuple[str, ...]:
    shown = [line(fact.name, longest) for fact in facts[:most]]
    more = len(facts) - len(shown)
    return (*shown, f"and {more} more") if more else tuple(shown)


def _quote(fact: _Fact) -> str:
    """Return the words around what a sentence brings, "" where that is named in the page's words already."""
    text = plain(fact.sentence)
    at = text.find(fact.phrase) if fact.phrase else -1
    if at < 0:
        return ""
    before, after = text[:at], text[at + len(fact.phrase) :]
    start, rest = tail(before, _AROUND), head(after, _AROUND)
    return f"{'…' * (start != before)}{start}{fact.phrase}{rest}{'…' * (rest != after)}"


def _only(matter: str, one: dict[str, _Fact], other: dict[str, _Fact]) -> list[_Fact]:
    """Return the facts of one text that the other has not."""
    left = [(key, fact) for key, fact in one.items() if key not in other]
    if matter != _DENIED:
        return [fact for _, fact in left]
    said = [key.split() for key in other]
    fresh = [fact for key, fact in left if not any(similarity(key.split(), words) >= _SAME for words in said)]
    return sorted(fresh, key=_gravity)


def _gravity(fact: _Fact) -> int:
    """Return the place among the matters of the gravest that a sentence speaks of."""
    order = [*_MATTERS]
    return min(
        (
            order.index(hit.category)
            for hit in told_hits(fact.sentence, spoken(fact.sentence))
            if hit.category in _MATTERS
        ),
        default=len(order),
    )


def _facts(clauses: Iterable[Clause]) -> dict[str, dict[str, _Fact]]:
    """Return what a text says: for each matter, its facts by what makes them the same in other words."""
    found: dict[str, dict[str, _Fact]] = {}
    read = 0
    for clause in clauses:
        read += len(clause.text)
        if read > _MOST_READ:
            break
        for heading in clause.heading_path:
            found.setdefault(_HEADED, {}).setdefault(heading_key(heading), _Fact(name=heading))
        for matter, key, fact in _said(clause):
            found.setdefault(matter, {}).setdefault(key, fact)
    return found


def _said(clause: Clause) -> Iterator[tuple[str, str, _Fact]]:
    """Yield what a clause says, as (matter, key, fact)."""
    text = clause.text[:READ]
    denied, languages = set(denials(text)), spoken(text)
    is_about_keeping = "retention" in topics([clause])
    for key, written in companies(text).items():
        yield _NAMED, key, _Fact(name=written)
    for address in addresses(text):
        yield _ADDRESS, address, _Fact(name=address)
    for sentence in sentences(text):
        if sentence in denied:
            yield (
                _DENIED,
                " ".join(words(sentence)),
                _Fact(name=f"“{line(sentence, _LONGEST_DENIED - 2)}”", sentence=sentence),
            )
            continue
        for hit in told_hits(sentence, languages):
            if is_material(hit.category) and hit.category != NEGATION:
                phrase = as_written(hit.text, sentence) or ""
                name = _CALLED.get(hit.concept, hit.concept)
                yield hit.category, hit.concept, _Fact(name=name, sentence=sentence, phrase=phrase)
        for kind, value, figure in dict.fromkeys(figures_in(sentence, languages)):
            written = as_written(figure, sentence) or figure
            if kind == Rule.PERIOD:
                name = f"{written} (keeping)" if is_about_keeping else written
                yield _PERIOD, value, _Fact(name=name, sentence=sentence, phrase=written)
            elif kind == Rule.AMOUNT:
                yield _AMOUNT, value, _Fact(name=written, sentence=sentence, phrase=written)
