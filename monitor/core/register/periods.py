"""How long data are kept, how long before something is told, and from what age a service is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.languages import word_set
from monitor.core.policy_terms import has_policy_word
from monitor.core.records import Rule
from monitor.core.register.facts import FactKind, make_fact
from monitor.core.register.passages import Passage
from monitor.core.significance.figures import may_measure
from monitor.core.significance.frequencies import may_be_often
from monitor.core.significance.lexicon import small_words
from monitor.core.significance.measured import AGE, RETENTION, may_be_age, measures
from monitor.core.text import as_written, fold_accents, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from monitor.core.register.cells import Cell
    from monitor.core.register.facts import Fact
    from monitor.core.significance.measured import Measure

_NOTICES = frozenset(["notice of breach", "notice of changes", "notice of termination"])
_BREACH = "notice of breach"
KEEPING = "keeping"
_NOTICE_OF = (("ending", "termination"), ("change", "changes"))
_OF = "notice of "
_DATA = "kind of data"
_KEPT = "keeping time"
_NO_DATA = ("money", "dispute", "licence")  # a price may be kept for ninety days
_AGES = frozenset(map(str, range(10, 22)))  # years that age limits have
_MONTHS = 12  # of a year
_LONG = 12  # words by which what is kept is named, at most; a guess
_SHORT = 2  # letters of words that name nothing


def periods_in_row(cells: Sequence[Cell], languages: frozenset[str], position: int) -> Iterator[Fact]:
    """Yield how long what a row names is kept, where it has a column for that."""
    column = next((cell for cell in cells if cell.role == "periods"), None)
    if column is None:
        return
    of = next((cell.text for role in ("matters", "names", "") for cell in cells if cell.role == role), "")
    of = of or next((cell.text for cell in cells if cell is not column), "")
    passage, end = Passage(column.text, languages), 0
    for measure in measures(column.text, languages, (RETENTION,)):
        start, end = _place(passage, measure, end)
        if measure.rule is Rule.PERIOD:
            yield _kept(position, of, (_written(passage, measure, start, end), measure.value))


def may_tell_periods(passage: Passage) -> bool:
    """Tell quickly whether a passage may name a period or an age."""
    return may_measure(passage.folded) or may_be_often(passage.folded) or not _AGES.isdisjoint(passage.folded)


def periods_said(passages: Sequence[Passage], position: int, *, label: str, above: Container[str]) -> Iterator[Fact]:
    """Yield the periods and ages that a clause tells.

    Args:
        passages: its sentences.
        position: of the clause.
        label: what it is about, where it is an entry of a list that begins with that, else "".
        above: of what the headings above speak: "keeping", "ending", "change".
    """
    for passage in passages:
        if may_tell_periods(passage):
            yield from _said_in(passage, passages, position, label, above)


def _said_in(
    passage: Passage, passages: Sequence[Passage], position: int, label: str, above: Container[str]
) -> Iterator[Fact]:
    is_on_keeping = (KEEPING in above or _keeps(passage)) and not any(map(passage.speaks_of, _NO_DATA))
    end = 0
    told = measures(passage.text, passage.languages, (RETENTION,) if is_on_keeping else ())
    is_alone = sum(measure.rule is Rule.PERIOD for measure in told) == 1
    for measure in told:
        least = end
        start, end = _place(passage, measure, least)
        written = _written(passage, measure, start, end)
        # of several periods that is a notice beside which the word for one stands
        may_be_notice = is_alone or start < 0 or _stands_with(passage, "notices", start)
        notice = _notice(passage, measure, passages, above) if may_be_notice else ""
        if _is_age(passage, measure):
            yield make_fact(FactKind.AGE, position, (written, _years(measure)))
        elif notice:
            yield make_fact(FactKind.NOTICE, position, notice, (written, measure.value))
        elif (
            _is_retention(passage, measure, above)
            and start >= 0
            and is_on_keeping
            and (is_alone or _is_kept(passage, start))
        ):
            yield _kept(position, label or _what_is_kept(passage, start, least), (written, measure.value))


def _place(passage: Passage, measure: Measure, least: int) -> tuple[int, int]:
    """Return where a figure begins, -1 if it is not found, and where what follows begins."""
    wanted = tuple(map(fold_accents, words(measure.written)))
    start = passage.find(wanted, least)
    return start, start + len(wanted) if start >= 0 else least


def _written(passage: Passage, measure: Measure, start: int, end: int) -> str:
    """Return a figure as the text has it, also with its capitals: "sechs Monate"."""
    if start >= 0:
        return passage.written(start, end)
    return as_written(measure.written, passage.text) or measure.written  # "3 Jahre" of "2-3 Jahre"


def _is_retention(passage: Passage, measure: Measure, above: Container[str]) -> bool:
    """Tell whether a period is one of keeping; words for the end of a contract may stand for deleting as well."""
    is_deleting = KEEPING in above or passage.speaks_of(_KEPT)
    return measure.subject == RETENTION or (measure.subject in _NOTICES - {_BREACH} and is_deleting)


def _is_kept(passage: Passage, place: int) -> bool:
    """Tell whether one of several periods is that of something kept: a word for it stands before it, or beside it."""
    return any(cue.start < place for cue in passage.cue(KEEPING)) or _stands_with(passage, KEEPING, place)


def _keeps(passage: Passage) -> bool:
    """Tell whether a sentence says how long something is kept; what merely lapses, as vouchers do, has to be data."""
    lapsing = {cue.start for cue in passage.cue("lapsing")}
    keeping = [cue for cue in passage.cue(KEEPING) if cue.start not in lapsing]
    return bool(keeping) or (bool(lapsing) and (passage.speaks_of(_DATA) or has_policy_word(passage.text)))


def _stands_with(passage: Passage, name: str, place: int) -> bool:
    """Tell whether a cue stands in the stretch of a place."""
    stretch = range(passage.stretch_to(place), passage.stretch_from(place))
    return any(cue.start in stretch for cue in passage.cue(name))


def _is_age(passage: Passage, measure: Measure) -> bool:
    if measure.subject == AGE:
        return True
    return not measure.subject and bool(passage.cue("ages")) and may_be_age(measure.rule, measure.value)


def _notice(passage: Passage, measure: Measure, passages: Sequence[Passage], above: Container[str]) -> str:
    """Return of what a period is the notice, "" of nothing: a period beside a change may be anything's."""
    if measure.subject == _BREACH:
        return measure.subject.removeprefix(_OF)
    if measure.rule is not Rule.PERIOD or not passage.cue("notices"):
        return ""
    if measure.subject in _NOTICES:
        return measure.subject.removeprefix(_OF)
    if measure.subject:
        return ""
    return next((of for cue, of in _NOTICE_OF if cue in above or any(one.cue(cue) for one in passages)), "")


def _kept(position: int, of: str, period: tuple[str, str]) -> Fact:
    return make_fact(FactKind.RETENTION, position, of, period)


def _years(measure: Measure) -> str:
    number = measure.value.partition(" ")[0]
    return str(int(number) // _MONTHS) if measure.rule is Rule.PERIOD else number


def _what_is_kept(passage: Passage, start: int, least: int) -> str:
    """Return what is kept for a period, "" where its sentence names nothing.

    It stands between the word for keeping and the period ("we keep invoices for ten years"), or before both ("invoices
    are kept for ten years", "Rechnungen werden zehn Jahre aufbewahrt").

    Args:
        passage: the sentence.
        start: the place where the period begins.
        least: the place where the one before it ends, which has its own.
    """
    keeping = [cue for cue in passage.cue(KEEPING) if least <= cue.start < start]
    before = keeping[-1].start if keeping else start
    begin = passage.stretch_to(before, least=least)
    # "data of an account are kept until its deletion": the name of what is kept says nothing of keeping
    before = next((cue.start for cue in keeping if begin < cue.start), before)
    named = _named(passage, begin, before)
    between = _named(passage, keeping[-1].end, start) if keeping else ""
    # "data of customers are kept while there is a contract, and then for five years": a condition stands between
    is_condition = (
        bool(keeping)
        and _names_data(passage, begin, before)
        and (passage.stretch_from(keeping[-1].end) < start or not _names_data(passage, keeping[-1].end, start))
    )
    if between and not is_condition and not (named and before < keeping[-1].start):
        return between
    # "Access logs, which hold your address, are deleted ...": what is said of them stands between
    end = min(passage.stretch_from(least), before)
    start = max([least, *(cue.end for cue in keeping if cue.end <= end)])
    return named or _named(passage, start, end)


def _names_data(passage: Passage, start: int, end: int) -> bool:
    """Tell whether words from one place to another are of data."""
    is_kind = any(hit.category == _DATA and start <= hit.start < end for hit in passage.hits)
    return is_kind or any(cue.name == "matters" and start <= cue.start < end for cue in passage.cues)


def _named(passage: Passage, start: int, end: int) -> str:
    """Return the words that name a thing from one place to another, without those around that name none."""
    beside, data = _places(passage, "beside"), _places(passage, "matters")
    while start < end and _is_beside(passage, start, beside, data):
        start += 1
    while start < end and _is_beside(passage, end - 1, beside, data):
        end -= 1
    return passage.written(start, min(end, start + _LONG))


def _places(passage: Passage, name: str) -> set[int]:
    return {place for cue in passage.cue(name) for place in range(cue.start, cue.end)}


def _is_beside(passage: Passage, place: int, beside: set[int], data: set[int]) -> bool:
    word = passage.folded[place]
    is_short = len(word) <= _SHORT and not passage.written(place, place + 1).isupper()  # "CV"
    is_small = is_short or word in small_words() or word in word_set("text", "usual_words")
    if passage.is_joined(place) or passage.is_joined(place + 1):  # "IP-Adresse"
        return False
    return place in beside or (is_small and place not in data and not has_policy_word(word))
