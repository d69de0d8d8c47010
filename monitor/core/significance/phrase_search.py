"""Phrases found in words, in time that hangs on the words and not on how many phrases there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

T = TypeVar("T")
_LETTERS = 2  # by which stems are looked up: most of their lengths are ruled out by so many


class Phrases(Generic[T]):
    """Phrases, each with what it stands for.

    Args:
        table: phrases, whose words may end in a star for any ending, and what they stand for.
    """

    def __init__(self, table: Mapping[tuple[str, ...], T]) -> None:
        self._table = table
        self._by_start: dict[str, list[tuple[str, ...]]] = {}
        for phrase in table:
            self._by_start.setdefault(phrase[0], []).append(phrase)
        # how long stems are, by their first letters: of all lengths a word has to be tried with a few alone
        sizes: dict[str, set[int]] = {}
        for start in self._by_start:
            if start.endswith("*"):
                sizes.setdefault(start[:-1][:_LETTERS], set()).add(len(start) - 1)
        self._stems = {letters: sorted(found) for letters, found in sizes.items()}

    def found(self, words: Sequence[str]) -> Iterator[tuple[tuple[str, ...], T]]:
        """Yield each phrase that the words hold, with what it stands for, as often as it stands there.

        Args:
            words: folded alike.
        """
        return ((phrase, meant) for _, phrase, meant in self.placed(words))

    def placed(self, words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...], T]]:
        """Yield the same with the place of its first word before it."""
        for at, word in enumerate(words):
            known = dict.fromkeys(word[:size] for size in range(_LETTERS + 1))
            sizes = (size for letters in known for size in self._stems.get(letters, ()))
            for start in (word, *(word[:size] + "*" for size in sizes if size <= len(word))):
                for phrase in self._by_start.get(start, ()):
                    rest = words[at + 1 : at + len(phrase)]
                    if len(rest) == len(phrase) - 1 and all(map(_fits, rest, phrase[1:])):
                        yield at, phrase, self._table[phrase]


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
