"""Reasons of figures and places: periods, amounts, numbers, addresses, hosts and cited articles that changed."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from monitor.core.records import Reason, Rule
from monitor.core.significance.citations import cited_articles
from monitor.core.significance.edits import MOST, one_sided
from monitor.core.significance.figures import addresses, figures, hosts, unnumbered
from monitor.core.text import as_written, fold_typography

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FIGURES = (Rule.PERIOD, Rule.AMOUNT, Rule.NUMBER)


def figure_reasons(old: str, new: str, topics: Sequence[str]) -> Iterator[Reason]:
    """Yield the periods, amounts and numbers that changed: "retention: 5 years -> 10 years"."""
    before, after = figures(unnumbered(old)), figures(unnumbered(new))
    for rule in _FIGURES:
        went = _written(_gone(before, after, rule), old)
        came = _written(_gone(after, before, rule), new)
        if went or came:
            yield Reason(rule=rule, subject=_subject(rule, topics), went=went, came=came)


def figures_named(text: str, topics: Sequence[str], *, added: bool) -> Iterator[Reason]:
    """Yield the periods and amounts of a text that came or went: "retention: 5 years added"."""
    found = figures(text)
    for rule in (Rule.PERIOD, Rule.AMOUNT):
        named = dict.fromkeys(words for other, _, words in found if other == rule)
        if named:
            yield one_sided(rule, _written([*named], text), subject=_subject(rule, topics), added=added)


def _written(figures: Sequence[str], text: str) -> str:
    """Return figures as the text writes them, also where spaces group their thousands: "10 000"."""
    spaced = ((figure, figure.replace(".", " ")) for figure in figures[:MOST])
    return ", ".join(as_written(figure, text) or as_written(other, text) or figure for figure, other in spaced)


def _gone(one: Counter[tuple[str, str, str]], other: Counter[tuple[str, str, str]], kind: str) -> list[str]:
    """Return the figures of a kind that one text has and the other has not, as written."""
    left = Counter(value for found, value, _ in other.elements() if found == kind)
    gone = []
    for found, value, written in one.elements():
        if found == kind and left[value] <= 0:
            gone.append(written)
        elif found == kind:
            left[value] -= 1
    return gone


def _subject(rule: Rule, topics: Sequence[str]) -> str:
    return "retention" if rule is Rule.PERIOD and "retention" in topics else ""


def place_reasons(old: str, new: str) -> Iterator[Reason]:
    """Yield addresses and cited articles that changed."""
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
