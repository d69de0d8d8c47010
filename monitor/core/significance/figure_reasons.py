"""Reasons of figures and places: periods, amounts, numbers, addresses, hosts and cited articles that changed."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from monitor.core.comparison.redline import redline
from monitor.core.postal import addresses_within
from monitor.core.records import Reason, RedlineOp, Rule
from monitor.core.significance.citations import cited_articles
from monitor.core.significance.edits import MOST, edit_at, edits, one_sided
from monitor.core.significance.figures import addresses, hosts
from monitor.core.significance.lexicon import small_words
from monitor.core.significance.measured import Measure, measures
from monitor.core.significance.numerals import spelt_at
from monitor.core.text import as_written, fold_accents, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence


_YEAR = re.compile(r"(?:19|20)\d\d")  # alone it names an edition or a law: nothing that a policy promises
_FIGURE = "#"  # in a row of words; no word is one
_FIGURES = (Rule.PERIOD, Rule.AMOUNT, Rule.NUMBER)


def figure_reasons(old: str, new: str, topics: Sequence[str], languages: frozenset[str]) -> Iterator[Reason]:
    """Yield the periods, amounts and numbers that changed: "retention: 5 years -> 10 years".

    Args:
        old: the text before.
        new: the text after.
        topics: what the clause is about.
        languages: the codes of those it may be in.
    """
    before, after = (measures(text, languages, topics) for text in (old, new))
    went, came = (_unhoused(some, text) for some, text in ((_gone(before, after), old), (_gone(after, before), new)))
    if not (went and came):
        went, came = ([one for one in side if not (_is_year(one) or _is_beside(one))] for side in (went, came))
    for rule in _FIGURES:
        for subject, sides in _by_subject(
            [one for one in went if one.rule == rule], [one for one in came if one.rule == rule]
        ):
            gone, fresh = (_written(some, text) for some, text in zip(sides, (old, new), strict=True))
            yield Reason(rule=rule, subject=subject, went=gone, came=fresh)
    if not (went or came):
        yield from _swapped((old, before), (new, after))
    measured = {word for one in (*before, *after) for word in one.written.split()}
    yield from _spelt_reasons(old, new, languages, measured)


def _swapped(one: tuple[str, Sequence[Measure]], other: tuple[str, Sequence[Measure]]) -> Iterator[Reason]:
    """Yield the figures that stand in each other's place: "logs 30 days, invoices 10 years" with the two exchanged."""
    sides = [[each for each in side if not _is_year(each)] for _, side in (one, other)]
    values = [[each.value for each in side] for side in sides]
    if values[0] == values[1] or sorted(values[0]) != sorted(values[1]):
        return
    frames = [_frame(text, side) for (text, _), side in zip((one, other), sides, strict=True)]
    moved: list[tuple[Measure, Measure]] = []
    for block in Indel.opcodes(*([_mark(part) for part in frame] for frame in frames)):
        if block.tag == "equal":
            pairs = zip(
                frames[0][block.src_start : block.src_end], frames[1][block.dest_start : block.dest_end], strict=True
            )
            alike = [*pairs]
            if any(isinstance(word, str) and word not in small_words() for word, _ in alike):
                moved.extend((a, b) for a, b in alike if isinstance(a, Measure) and isinstance(b, Measure))
    moved = [(a, b) for a, b in moved if a.value != b.value and a.rule == b.rule]
    for rule in dict.fromkeys(a.rule for a, _ in moved):
        of_rule = [pair for pair in moved if pair[0].rule == rule]
        subjects = {a.subject for a, _ in of_rule}
        gone, fresh = (_written([pair[at] for pair in of_rule], text) for at, text in ((0, one[0]), (1, other[0])))
        yield Reason(rule=rule, subject=subjects.pop() if len(subjects) == 1 else "", went=gone, came=fresh)


def _frame(text: str, found: Sequence[Measure]) -> list[str | Measure]:
    """Return the words of a text with each figure in the place of its own."""
    plain = words(text)
    frame: list[str | Measure] = []
    index = 0
    left = [*found]
    while index < len(plain):
        written = left[0].written.split() if left else []
        if written and list(plain[index : index + len(written)]) == written:
            frame.append(left.pop(0))
            index += len(written)
        else:
            frame.append(plain[index])
            index += 1
    return frame


def _mark(part: str | Measure) -> str:
    return part if isinstance(part, str) else _FIGURE


def _is_year(one: Measure) -> bool:
    return one.rule is Rule.NUMBER and _YEAR.fullmatch(one.written) is not None


def _is_beside(one: Measure) -> bool:
    """Tell whether a figure says how often something is done that erases nothing: "your monthly income"."""
    return one.is_often and not one.subject


def figures_named(text: str, topics: Sequence[str], languages: frozenset[str], *, added: bool) -> Iterator[Reason]:
    """Yield the periods and amounts of a text that came or went: "retention: 5 years added"; see `figure_reasons`."""
    found = measures(text, languages, topics)
    for rule in (Rule.PERIOD, Rule.AMOUNT):
        some = [one for one in found if one.rule == rule]
        for subject in dict.fromkeys(one.subject for one in some):
            about = [one for one in some if one.subject == subject]
            yield one_sided(rule, _written(about, text), subject=subject, added=added)


def _written(found: Iterable[Measure], text: str) -> str:
    """Return figures as the text writes them, also where spaces group their thousands: "10 000"."""
    each = [*dict.fromkeys(one.written for one in found)][:MOST]
    spaced = ((figure, figure.replace(".", " ")) for figure in each)
    return ", ".join(as_written(figure, text) or as_written(other, text) or figure for figure, other in spaced)


def _gone(one: Sequence[Measure], other: Sequence[Measure]) -> list[Measure]:
    """Return the figures that one text has and the other has not, or less often."""
    left = Counter((each.rule, each.value) for each in other)
    gone = []
    for each in one:
        if left[each.rule, each.value] <= 0:
            gone.append(each)
        left[each.rule, each.value] -= 1
    return gone


def _by_subject(
    went: Sequence[Measure], came: Sequence[Measure]
) -> Iterator[tuple[str, tuple[Sequence[Measure], Sequence[Measure]]]]:
    """Yield figures that went and came by what they are about; together where the two sides are not about the same."""
    before, after = ({one.subject for one in side} for side in (went, came))
    if before == after or not (before and after):
        for subject in dict.fromkeys(one.subject for one in (*went, *came)):
            gone, fresh = ([one for one in side if one.subject == subject] for side in (went, came))
            yield subject, (gone, fresh)
    else:
        named = (before | after) - {""}
        yield named.pop() if len(named) == 1 else "", (went, came)


def _spelt_reasons(old: str, new: str, languages: frozenset[str], measured: Container[str]) -> Iterator[Reason]:
    """Yield the numbers in words, of nothing that is measured in time, in whose place other numbers stand now."""
    pieces = redline(old, new)
    for edit in (edit_at(pieces, index) for index in edits(pieces)):
        went, came = (words(edit.get(op, "")) for op in (RedlineOp.DELETE, RedlineOp.INSERT))
        before, after = (_spelt(side, languages) for side in (went, came))
        if before and after and before.isdisjoint(after) and not any(word in measured for word in (*went, *came)):
            yield Reason(rule=Rule.NUMBER, went=as_written(" ".join(went), old), came=as_written(" ".join(came), new))


def _spelt(plain: Sequence[str], languages: frozenset[str]) -> set[str]:
    """Return the figures that words begin with in a language that a text may be in; "three times" is three."""
    if not (plain and languages):
        return set()
    meant, length = spelt_at([fold_accents(word) for word in plain], 0)
    return {figure for code, figure in meant.items() if code in languages} if len(plain) <= length + 1 else set()


def _unhoused(found: Sequence[Measure], text: str) -> list[Measure]:
    """Return figures but the numbers of postal addresses, which measure nothing."""
    housed = {word for address in addresses_within(text) for word in words(address)} if found else set()
    return [one for one in found if one.rule is not Rule.NUMBER or one.written not in housed]


def _addresses_only(text: str, other: str) -> list[str]:
    """Return the postal addresses of a text whose figures another has not, in whatever order and form."""
    has = set(words(other))
    return [
        address
        for address in addresses_within(text)
        if any(word not in has for word in words(address) if any(map(str.isdigit, word)))
    ]


def place_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield addresses and cited articles that changed."""
    lived, lives = _addresses_only(old, new), _addresses_only(new, old)
    if lived or lives:
        yield Reason(rule=Rule.CONTACT, went=", ".join(lived), came=", ".join(lives))
    before, after = addresses(old), addresses(new)
    if before != after:
        went, came = (_addressed(some, text) for some, text in ((before - after, old), (after - before, new)))
        yield Reason(rule=Rule.CONTACT, went=went, came=came)
    left, right = hosts(old), hosts(new)
    if left.keys() != right.keys():
        went, came = (_only(one, other) for one, other in ((left, right), (right, left)))
        yield Reason(rule=Rule.WEB_ADDRESS, went=went, came=came)
    cited, cites = cited_articles(old), cited_articles(new)
    if cited.keys() != cites.keys():
        went, came = (_only(one, other) for one, other in ((cited, cites), (cites, cited)))
        yield Reason(rule=Rule.CITATION, subject="legal basis", went=went, came=came)


def _only(one: dict[str, str], other: dict[str, str]) -> str:
    return ", ".join(written for key, written in one.items() if key not in other)


def _addressed(found: Counter[str], text: str) -> str:
    """Return addresses as the text writes them."""
    plain = fold_typography(text)
    return ", ".join(address if "@" in address else _dialled(address, plain) for address in found.elements())


def _dialled(number: str, text: str) -> str:
    written = re.search(r"[ ()/.-]{0,3}".join(map(re.escape, number)), text)
    return written.group() if written else number
