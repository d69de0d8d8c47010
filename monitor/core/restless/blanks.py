"""Texts whose sentences have holes where words of them vary, so that sentence by sentence only the rest counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from monitor.core.clauses import sentences
from monitor.core.restless.counts import Form
from monitor.core.restless.holes import HOLE
from monitor.core.restless.still import ALIKE, apart, headings_of
from monitor.core.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from monitor.core.records import Clause, ClauseChange, PolicyText, RestlessPlace, UntoldSentence

# Letters of a sentence that is looked at for words edited beside its holes; a longer one is no sentence.
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Blanks:
    """What is left out of the sentences of two texts.

    Args:
        forms: the sentences that vary in part.
        known: the clauses that both texts have; nothing varies in these.
        lists: the forms of which several clauses are shown by turns.
    """

    forms: Sequence[Form]
    known: Collection[str]
    lists: Sequence[Form] = ()

    @classmethod
    def of(cls, old: PolicyText, new: PolicyText, places: Sequence[RestlessPlace]) -> Blanks:
        """Return the blanks of two texts.

        Args:
            old: the text before.
            new: the text now.
            places: that vary; those that are set still leave no hole, nor do those that several sentences may be.
        """
        known = {one.text for one in old.clauses} & {one.text for one in new.clauses}
        forms = _forms(places)
        pieces = [
            [one for clause in text.clauses if clause.text not in known for one in sentences(clause.text)]
            for text in (old, new if forms else old)
        ]
        used = [form for form in forms if any(apart(form, *pieces)) or not _is_in(form, pieces)]
        return cls(used, known, _lists(places, old, new))

    def text(self, text: PolicyText) -> PolicyText:
        """Return a text with its holes, also in sentences of which other words were edited."""
        if not self.forms:
            return text
        names = {one: self._blank(one, is_edited=False) for one in headings_of(text.clauses)}
        paths = (tuple(names[one] for one in clause.heading_path) for clause in text.clauses)
        found = (
            clause._replace(
                text=clause.text if clause.text in self.known else self._clause(clause.text), heading_path=path
            )
            for clause, path in zip(text.clauses, paths, strict=True)
        )
        return replace(text, clauses=tuple(found))

    def untold(self, untold: Sequence[UntoldSentence]) -> tuple[UntoldSentence, ...]:
        """Return untold sentences likewise: those that were noted before it was known that words of them vary.

        That one of a list, of which some are shown by turns, has come or gone is no news.
        """
        untold = [one for one in untold if not any(form.fits(one.text) for form in self.lists)]
        if not self.forms:
            return tuple(untold)
        both = {one for text in self.known for one in sentences(text)}
        found: dict[tuple[str, bool], UntoldSentence] = {}
        for one in untold:
            text = one.text if one.text in both else self._blank(one.text, is_edited=True)
            found.setdefault((text, one.is_gone), one if text == one.text else replace(one, text=text))
        return tuple(found.values())

    def changes(self, changes: Iterable[ClauseChange]) -> list[ClauseChange]:
        """Return changes likewise, so that what they tell is found among what was not told."""
        return [replace(one, old=self._clauses(one.old), new=self._clauses(one.new)) for one in changes]

    def _clauses(self, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        return tuple(clause._replace(text=self._clause(clause.text)) for clause in clauses)

    def _clause(self, text: str) -> str:
        pieces = sentences(text)
        blank = [self._blank(one, is_edited=True) for one in pieces]
        return text if blank == pieces else " ".join(blank)

    def _blank(self, sentence: str, *, is_edited: bool) -> str:
        if HOLE in sentence:
            return sentence
        for form in self.forms:
            if form.fits(sentence):
                return form.pattern
        if is_edited and len(sentence) <= _LONGEST:
            for form in self.forms:
                is_alike = fuzz.ratio(form.pattern, sentence, score_cutoff=ALIKE)
                if is_alike and (found := form.holed(sentence)) and HOLE in found:
                    return found
        return sentence


def _is_in(form: Form, pieces: Iterable[Iterable[str]]) -> bool:
    return any(form.fits(one) for some in pieces for one in some)


def _lists(places: Sequence[RestlessPlace], *texts: PolicyText) -> list[Form]:
    some = [(Form.of(place), place) for place in places if place.pattern and not place.is_set_still]
    lines = [[clause.text for clause in text.clauses] for text in texts] if some else []
    return [form for form, place in some if form.is_list(place, *lines)]


def _forms(places: Sequence[RestlessPlace]) -> list[Form]:
    """Return the sentences of places with a hole for some of their words.

    Words that vary where readers know of one text only are the policy's, until they turn out to be another each time.
    """
    some = [(Form.of(place), place.is_open) for place in places if place.pattern and not place.is_set_still]
    parts = (
        Form(one, form.figures) for form, is_open in some if is_open or form.figures for one in _sentences(form.pattern)
    )
    return [one for one in parts if HOLE in one.pattern and words(one.pattern.replace(HOLE, " "))]


def _sentences(pattern: str) -> list[str]:
    """Return the sentences of a pattern, without holes that stand for whole sentences beside them."""
    found = (one.removeprefix(f"{HOLE} ") if _opens(one) else one for one in sentences(pattern))
    return [
        one.removesuffix(f" {HOLE}") if one.endswith((f". {HOLE}", f"! {HOLE}", f"? {HOLE}")) else one for one in found
    ]


def _opens(sentence: str) -> bool:
    """Tell whether a sentence begins after a hole at its start, by its capital letter."""
    rest = sentence.removeprefix(f"{HOLE} ")
    return rest != sentence and rest[:1].isupper()
