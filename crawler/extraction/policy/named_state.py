"""Documents of a name in the state of a page's scripts: by their key, or by a field that identifies them."""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.extraction.policy.editions import ADDRESSES, PAGE_WORDS, TITLES, field_of, values_in
from crawler.extraction.reading.flight import Element
from crawler.extraction.reading.letters import squash
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_IDENTIFIERS = ("id", "key", "anchor", "fragment", *ADDRESSES)
_MOST_COUNTED = 20  # values of one name whose words are counted: one is the document, others lead to it; a guess
_MOST_LOOKED = 200_000  # values of a page's state, as in `editions.py`
_LONGEST_NAME = 300  # characters of a key that may be a name, as of a field


class NamedValue(NamedTuple):
    """A value in a page's state that has a name.

    Args:
        name: its key, or what identifies it.
        title: what it calls itself, "" where it does not.
        value: the value.
    """

    name: str
    title: str
    value: Any


def value_named(state: Iterable[Any], name: str) -> NamedValue | None:
    """Return the value of a name that has most words; None where there is none with any.

    Args:
        state: the values in the page's scripts.
        name: of one that is a path ("/privacy"), as scripts take it, the last part counts.
    """
    sought = squash(_last(name))
    found = (one for one in named_values(state) if sought and squash(_last(one.name)) == sought)
    sized = [(words_in(one.value), one) for one in islice(found, _MOST_COUNTED)]
    words, best = max(sized, key=itemgetter(0), default=(0, None))
    return best if words else None


def named_values(state: Iterable[Any]) -> Iterator[NamedValue]:
    """Yield the values in a state that have a name, in no certain order, each container looked at once.

    Args:
        state: the values in the page's scripts.
    """
    for inner in islice(values_in(list(state)), _MOST_LOOKED):
        if name := field_of(inner, _IDENTIFIERS):
            yield NamedValue(name, field_of(inner, TITLES), inner)
        held = inner if isinstance(inner, dict) else {}
        for key, value in held.items():
            if isinstance(value, dict | list | str | Element) and isinstance(key, str) and len(key) <= _LONGEST_NAME:
                yield NamedValue(key, field_of(value, TITLES), value)


def words_in(value: object) -> int:
    """Return how many words the texts in a value have, counted as far as it takes to tell a page."""
    words = 0
    for inner in islice(values_in(value), _MOST_LOOKED):
        words += word_count(inner) if isinstance(inner, str) else 0
        if words >= PAGE_WORDS:
            break
    return words


def _last(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]
