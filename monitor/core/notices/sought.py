"""Looking for the phrases of many subscribers in one reading of a text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.core.collation import folded
from monitor.core.text import alike, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.records import Clause

_STEM = 5  # letters that two forms of a word begin with alike; a guess that holds for "policy" and "policies"
_WHOLE = 4  # letters of a word that may be the stem of a longer one: "sell" and "selling"
_ENDING = 3  # letters in which the forms of a word differ at their ends


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase as they are looked for, none where it has none; a star stays at a word's end."""
    found = [(word.endswith("*"), words(folded(word))) for word in phrase.split()]
    starred = [(*some[:-1], f"{some[-1]}*") if is_open else some for is_open, some in found if some]
    return tuple(word for some in starred for word in some)


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: those that end here, and how they go on."""

    ending: list[str] = field(default_factory=list)
    next: dict[str, _Node] = field(default_factory=dict)


class Sought:
    """Phrases that are looked for together.

    Each text is folded once, and each of its words is compared with those words of phrases alone that begin as it does.

    Args:
        phrases: any words, see `said_of`.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Make the tree of the phrases."""
        self._root = _Node()
        self._stems: dict[int, set[str]] = {}
        self._forms: dict[str, set[str]] = {}
        self._fitting: dict[str, tuple[str, ...]] = {}
        self._counted: dict[str, Counter[str]] = {}
        for phrase in phrases:
            self._add(phrase)

    def _add(self, phrase: str) -> None:
        node = self._root
        parts = phrase_words(phrase)
        for part in parts:
            node = node.next.setdefault(part, _Node())
            stem = part.removesuffix("*")
            if stem != part:
                self._stems.setdefault(len(stem), set()).add(stem)
            else:
                self._forms.setdefault(part[:_WHOLE], set()).add(part)
        if parts:
            node.ending.append(phrase)

    def count(self, clauses: Sequence[Clause]) -> Counter[str]:
        """Say how often clauses, with the headings above each, say each phrase that they say."""
        counts: Counter[str] = Counter()
        for clause in clauses:
            for text in (*clause.heading_path, clause.text):
                if text not in self._counted:
                    self._counted[text] = self._count(words(folded(text)))
                counts.update(self._counted[text])
        return counts

    def _count(self, found: Sequence[str]) -> Counter[str]:
        counts: Counter[str] = Counter()
        begun: list[_Node] = []  # what the words before may go on with
        for word in found:
            parts = self._parts(word)
            begun = [node.next[part] for node in (*begun, self._root) for part in parts if part in node.next]
            counts.update([phrase for node in begun for phrase in node.ending])
        return counts

    def _parts(self, word: str) -> tuple[str, ...]:
        """Return the words of phrases of which this one is a form."""
        parts = self._fitting.get(word)
        if parts is None:
            same = [part for part in self._forms.get(word[:_WHOLE], ()) if _is_form(word, part)]
            same += [f"{word[:length]}*" for length, stems in self._stems.items() if word[:length] in stems]
            parts = self._fitting[word] = tuple(same)
        return parts


def _is_form(one: str, other: str) -> bool:
    """Tell whether two words are forms of one, as far as their letters tell."""
    same = alike(one, other)
    if max(len(one), len(other)) - same > _ENDING:
        return False
    return one == other or same >= (_WHOLE if same == min(len(one), len(other)) else _STEM)
