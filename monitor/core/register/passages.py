"""A sentence, a cell or a heading, read once: its words with their places, and what they speak of."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.languages import known
from monitor.core.significance.countries import Named, countries
from monitor.core.significance.lexicon import told_hits
from monitor.core.significance.phrase_search import Phrases
from monitor.core.significance.proper_names import companies
from monitor.core.text import fold_accents, fold_typography, placed_words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.languages import Language
    from monitor.core.significance.lexicon import Hit

CUES = (
    "purposes", "places", "periods", "matters", "bases", "parties", "engaging", "aims", "beside", "notices",
    "ages", "keeping",
    "lapsing", "courts", "laws",
)  # fmt: skip
"""What words of a register may stand for; the files of the languages list them under `register`."""
MEASURED = ("keeping", "ending", "change")
"""Cues that the files list under `measured`; of keeping a register knows further words."""
_NAMES = "names"
_USA = "united states"
_START = 7  # letters by which it is told quickly that a phrase is nowhere
_HEAD = 3  # of these, by which most words are ruled out first
_BOUNDARY = '.,;:!?()[]|"'
_DASH = " - "


class Cue(NamedTuple):
    """Words that stand for something in a register.

    Args:
        name: one of `CUES` or `MEASURED`, or "names" for the heading of a column of names.
        start: the place of the first of them.
        end: the place after the last.
    """

    name: str
    start: int
    end: int


class Passage:
    """A piece of a clause; each question about it is answered when it is first asked, for most pieces are asked few.

    Args:
        text: the piece.
        languages: the codes of those it may be in.
    """

    def __init__(self, text: str, languages: frozenset[str]) -> None:
        self.text = fold_typography(text)
        self.languages = languages

    @cached_property
    def _placed(self) -> list[tuple[str, int, int]]:
        return placed_words(self.text)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Its words without case and accents."""
        return tuple(fold_accents(word) for word, _, _ in self._placed)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each word begins and ends."""
        return tuple((start, end) for _, start, end in self._placed)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """The terms in it that matter."""
        return told_hits(self.text, self.languages)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The words of a register in it, in order."""
        return tuple(sorted(_cues(self.folded, self.languages), key=lambda cue: (cue.start, -cue.end)))

    @cached_property
    def countries(self) -> list[Named]:
        """The countries it names."""
        named = list(countries(self.text, self.languages))
        if self.may_say(_USA):  # "U.S." is a term
            named += [Named("US", hit.start, hit.end) for hit in self.hits if hit.concept == _USA]
        written = (self.text[start:end] for start, end in self.spans)
        named += [Named(_short()[word], at, at + 1) for at, word in enumerate(written) if word in _short()]
        return sorted({one.start: one for one in named}.values(), key=lambda one: one.start)

    @property
    def is_place(self) -> bool:
        """Whether it is a place and nothing else: a country, with a town at most."""
        return bool(self.countries) and len(self.folded) <= sum(one.end - one.start for one in self.countries) + 2

    @cached_property
    def companies(self) -> list[str]:
        """The companies it names by their legal forms."""
        return list(companies(self.text).values())

    def may_say(self, *names: str) -> bool:
        """Tell quickly whether it may have some terms or cues: whether a word begins so.

        Args:
            names: of cues or of concepts.
        """
        starts, heads, sizes = _starts(names)
        some = [word for word in self.folded if word[:_HEAD] in heads]
        return bool(some) and any(word[:size] in starts for word in some for size in sizes)

    def speaks_of(self, category: str, *concepts: str) -> bool:
        """Tell whether it has a term of a category, of one of some concepts if any are named."""
        return any(hit.category == category and (not concepts or hit.concept in concepts) for hit in self.hits)

    def cue(self, name: str) -> list[Cue]:
        """Return the cues of a name."""
        return self._cues_by_name.get(name, [])

    @cached_property
    def _cues_by_name(self) -> dict[str, list[Cue]]:
        found: dict[str, list[Cue]] = {}
        for cue in self.cues:
            found.setdefault(cue.name, []).append(cue)
        return found

    def written(self, start: int, end: int) -> str:
        """Return the words from one place to before another, as the text has them."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""

    def is_capital(self, place: int) -> bool:
        """Tell whether the word at a place begins with a capital."""
        return self.text[self.spans[place][0]].isupper()

    def is_joined(self, place: int) -> bool:
        """Tell whether a hyphen joins the word at a place to the one before."""
        return 0 < place < len(self.spans) and self.text[self.spans[place - 1][1] : self.spans[place][0]] == "-"

    def has_boundary(self, place: int) -> bool:
        """Tell whether a sign that parts what is said stands before the word at a place."""
        if not 0 < place < len(self.spans):
            return True
        between = self.text[self.spans[place - 1][1] : self.spans[place][0]]
        return between == _DASH or any(map(_BOUNDARY.__contains__, between))

    def stretch_to(self, end: int, *, least: int = 0) -> int:
        """Return where the stretch without such a sign begins that ends before a place."""
        start = end
        while start > least and (start == end or not self.has_boundary(start)):
            start -= 1
        return start

    def stretch_from(self, start: int) -> int:
        """Return where the stretch without such a sign ends that begins at a place."""
        end = start
        while end < len(self.spans) and (end == start or not self.has_boundary(end)):
            end += 1
        return end

    def find(self, wanted: tuple[str, ...], start: int = 0) -> int:
        """Return the place of some words, side by side, from a place on; -1 where they are not."""
        size = len(wanted)
        places = (at for at in range(start, len(self.folded) - size + 1) if self.folded[at : at + size] == wanted)
        return next(places, -1)


def _cues(folded: tuple[str, ...], languages: frozenset[str]) -> Iterator[Cue]:
    for at, phrase, names in _phrases(languages).placed(folded):
        yield from (Cue(name=name, start=at, end=at + len(phrase)) for name in names)


@cache
def _phrases(languages: frozenset[str]) -> Phrases[list[str]]:
    """Return the cues of some languages by their words."""
    table: dict[tuple[str, ...], list[str]] = {}
    places = (("register", CUES), ("measured", MEASURED), ("columns", (_NAMES,)))
    for language in (one for one in known().each if one.code in languages):
        for section, names in places:
            for name in names:
                for phrase in language.table(section).get(name, ()):
                    table.setdefault(tuple(_parts(phrase)), []).append(name)
    return Phrases(table)


@cache
def _short() -> dict[str, str]:
    """Return the countries that all languages write in capitals, by how they do."""
    table = known().shared().table("countries")
    return {name: code for code, names in table.items() for name in names}


@cache
def _starts(names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], tuple[int, ...]]:
    """Return the first letters of the longest word of each phrase of some names in all languages.

    With them the first few of these, by which most words are ruled out, and how many letters there are.
    """
    phrases = (phrase for language in known().each for name in names for phrase in _listed(language, name))
    longest = (max(_parts(phrase), key=len) for phrase in phrases)
    starts = frozenset(word.removesuffix("*")[:_START] for word in longest)
    return starts, frozenset(start[:_HEAD] for start in starts), tuple(sorted(set(map(len, starts))))


def _listed(language: Language, name: str) -> Iterator[str]:
    yield from language.table("register").get(name, ())
    for section in ("terms", "reasons"):
        for concepts in language.table(section).values():
            yield from concepts.get(name, ())


def _parts(phrase: str) -> Iterator[str]:
    for part in phrase.split():
        yield from (fold_accents(word) for word in words(part.removesuffix("*"))[:-1])
        yield fold_accents(words(part.removesuffix("*"))[-1]) + "*" * part.endswith("*")
