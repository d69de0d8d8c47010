"""Numbers that measure nothing: how many readers, views or members there are, and what day it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.clauses import sentences
from monitor.core.records import Rule
from monitor.core.restless.holes import HOLE, fills, holed, still_words
from monitor.core.significance.lexicon import told_hits
from monitor.core.significance.spoken import is_common, spoken
from monitor.core.significance.verdict import of_rewording
from monitor.core.text import fold_typography

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import Reason, RestlessPlace

_LONGEST = 4_000  # letters of a text that is judged; a longer one is no sentence
_LIST = 4  # clauses of a form, and texts of it that looks have shown, from which on it is that of a list; a guess
_UNMEASURED = frozenset({"", "date"})  # subjects of the rule of numbers; "age" is one that measures
_WORD_AFTER = re.compile(r"\s+([^\W\d_]{3,})")
_NO_COUNT = ("+", "0", "(")  # what telephone numbers begin with, and counts do not


def only_counts(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but how many of something there are, or in what day it is.

    A period, an amount, an age, a share or the number of an article says something of the policy; how often a page was
    read does not.

    >>> only_counts("Read 12 times by our members.", "Read 3,456 times by our members.")
    True
    >>> only_counts("We keep it for 12 days.", "We keep it for 30 days.")
    False
    """
    if one == other or not (0 < len(one) <= _LONGEST and 0 < len(other) <= _LONGEST):
        return False
    if still_words(one) != still_words(other):
        return False
    significance, reasons = of_rewording(one, other)
    return not significance.is_told or all(
        (reason.rule is Rule.NUMBER and reason.subject in _UNMEASURED) or _is_long_count(reason, one, other)
        for reason in reasons
    )


def goes_on(known: str, shown: str) -> bool:
    """Tell whether of what is shown each sentence is one of a known text in which only such a number is another.

    Sentences of the known text may be missing: of what stands at a place only those are looked at that may be news.

    >>> goes_on("As of 5 March 2026. We have 12 shops.", "We have 13 shops.")
    True
    """
    if only_counts(known, shown):
        return True
    before = {still_words(one): one for one in sentences(known)}
    after = [one for line in shown.split("\n") for one in sentences(line)]
    pairs = [(before.get(still_words(one), ""), one) for one in after]
    return known != shown and bool(pairs) and all(one == other or only_counts(one, other) for one, other in pairs)


def _is_long_count(reason: Reason, one: str, other: str) -> bool:
    """Tell whether what is told as a telephone number is a count of as many figures: "read 1 234 567 890 times"."""
    if reason.rule is not Rule.CONTACT:
        return False
    languages = spoken(one, other)
    # A text that tells whom to reach, or how, counts nothing.
    if any(hit.topic == "contact" for hit in told_hits(one, languages)):
        return False
    return all(_counts(number or "", text, languages) for number, text in ((reason.went, one), (reason.came, other)))


def _counts(number: str, text: str, languages: frozenset[str]) -> bool:
    """Tell whether what a number counts stands after it, a word that says more than "with" or "for" does."""
    before, _, rest = fold_typography(text).partition(number)
    after = _WORD_AFTER.match(rest)
    is_count = bool(number) and not number.startswith(_NO_COUNT) and not before.rstrip().endswith(":")
    return is_count and after is not None and not is_common(after[1].casefold(), languages)


@dataclass(frozen=True, slots=True)
class Form:
    """A clause or a sentence of which some words vary.

    Args:
        pattern: it, with a hole for what varies.
        figures: whether nothing but numbers and dates has stood in the holes: words that come there are an edit.
    """

    pattern: str
    figures: bool

    @classmethod
    def of(cls, place: RestlessPlace) -> Form:
        """Return the form of the clause that varies at a place."""
        forms = [one for one in sentences(place.pattern) if HOLE in one]
        known = [one for line in place.texts[-1:] for one in sentences(line)]
        is_same = bool(known) and len(known) == len(forms)
        return cls(
            place.pattern,
            is_same and all(fills(*both, figures=True) is not None for both in zip(forms, known, strict=True)),
        )

    def is_list(self, place: RestlessPlace, old: Sequence[str], new: Sequence[str]) -> bool:
        """Tell whether several clauses of both texts have the form, and others in each: rows that are shown by turns.

        That rows are only added, or only removed, or one became another, is an edit of a list that is shown whole.

        Args:
            place: at which the form varies.
            old: the clauses of a text.
            new: those of a later one.
        """
        if not (place.is_open and len(place.texts) >= _LIST):
            return False
        before, after = ({one for one in some if self.fits(one)} for some in (old, new))
        gone, came = len(before - after), len(after - before)
        return min(len(before), len(after)) >= _LIST and min(gone, came) >= 1 and gone + came > 2

    def fits(self, text: str) -> bool:
        """Tell whether a text is the clause with other words in its holes."""
        return fills(self.pattern, text, figures=self.figures) is not None

    def holed(self, text: str) -> str | None:
        """Return a text with these holes of which other words were edited; None where it cannot be told which."""
        return holed(self.pattern, text, figures=self.figures)
