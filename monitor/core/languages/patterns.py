"""Patterns made of the words of all languages, compiled when they are first asked."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.core.languages.language_files import Languages, known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_GROUP = re.compile(r"(?<!\\)\((?!\?)")


def ungrouped(pattern: str) -> str:
    """Return a pattern of a language file whose groups keep nothing: such a choice is tried many times as fast."""
    return _GROUP.sub("(?:", pattern)


def alternation(*places: str, before: str = "", after: str = "", languages: Languages | None = None) -> str:
    """Return the patterns at places in the files of all languages as one, without a group around it.

    Args:
        places: "furniture.calls" and the like.
        before: what has to stand before a word, in languages whose words stand apart.
        after: the same for what has to follow.
        languages: other than those that the product knows.
    """
    apart: dict[str, None] = {}
    glued: dict[str, None] = {}
    for place in places:
        for language, words in (languages or known()).words(*place.split(".")):
            (glued if language.glued else apart).update(dict.fromkeys(map(ungrouped, words)))
    if not (before or after):
        return "|".join(apart | glued)
    bounded = f"{before}(?:{'|'.join(apart)}){after}" if apart else ""
    return "|".join(filter(None, (bounded, *glued)))


class LazyPattern:
    """A regular expression that is put together and compiled when it is first asked.

    Most processes never ask most of them; compiling all takes longer than to start.

    Args:
        source: returns the expression.
        flags: as for `re.compile`.
    """

    def __init__(self, source: Callable[[], str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self._source = source
        self._flags = flags

    # once asked, an attribute is the compiled pattern's own method, and costs no more than that

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self._source(), self._flags)

    @cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[[str], re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.fullmatch

    @cached_property
    def findall(self) -> Callable[[str], list[str]]:
        """As of `re.Pattern`."""
        return self.compiled.findall

    @cached_property
    def finditer(self) -> Callable[[str], Iterator[re.Match[str]]]:
        """As of `re.Pattern`."""
        return self.compiled.finditer

    @cached_property
    def sub(self) -> Callable[[str, str], str]:
        """As of `re.Pattern`, with words to put in place."""
        return self.compiled.sub
