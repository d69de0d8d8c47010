"""The files of the languages: `it.toml` is Italian, `any.toml` what belongs to none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

ANY = "any"
"""The code of what belongs to no language."""
# A line that begins a table: what is nested in a list is indented. The word is the section the table belongs to.
_TABLE = re.compile(r"^(?=\[+([\w-]+))", re.MULTILINE)


class Sections(Mapping[str, Any]):
    """The sections of a file, each read when it is first asked: to draw a text takes half of them.

    Args:
        texts: TOML by the name of the section.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a table of TOML
        if name not in self._read:
            self._read[name] = tomllib.loads(self._texts[name])[name]
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language, as its file has it.

    Args:
        code: ISO 639-1, the name of its file.
        name: in English.
        glued: whether its words stand, take endings or take articles without a space between.
        sections: its tables of words and patterns by their names.
    """

    code: str
    name: str
    glued: bool
    sections: Mapping[str, Any]

    def table(self, *path: str) -> Mapping[str, Any]:
        """Return a table by its place in the file ("links", "privacy"), empty where the language has none."""
        found: Mapping[str, Any] = self.sections
        for name in path:
            found = found.get(name, {})
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """All languages in a settled order: what belongs to none first, then by their codes."""

    each: tuple[Language, ...]

    def words(self, *path: str) -> Iterator[tuple[Language, tuple[str, ...]]]:
        """Yield for each language that has them its words or patterns at a place in its file: "furniture", "calls"."""
        for language in self.each:
            if found := language.table(*path[:-1]).get(path[-1]):
                yield language, tuple(found)

    def all_words(self, *path: str) -> tuple[str, ...]:
        """Return the words or patterns at a place in the files of all languages, each once."""
        return tuple(dict.fromkeys(word for _, words in self.words(*path) for word in words))

    def shared(self) -> Language:
        """Return what belongs to no language."""
        return next(language for language in self.each if language.code == ANY)


def read_languages(folder: Traversable) -> Languages:
    """Read the languages of a folder.

    Args:
        folder: with a file a language, `it.toml`, each with `name` and tables; see docs/languages.md.

    Raises:
        tomllib.TOMLDecodeError: what stands above the tables of a file is no TOML; a table that is none raises when it
            is asked.
        KeyError: a file has no name of a language.
    """
    codes = (entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    in_order = sorted(codes, key=lambda code: (code != ANY, code))
    return Languages(each=tuple(_read(folder.joinpath(f"{code}.toml"), code) for code in in_order))


def _read(file: Traversable, code: str) -> Language:
    head, *parts = _TABLE.split(file.read_text(encoding="utf-8"))
    texts: dict[str, str] = {}
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        texts[name] = texts.get(name, "") + text
    said = tomllib.loads(head)
    return Language(code=code, name=said["name"], glued=said.get("glued", False), sections=Sections(texts))


@cache
def known() -> Languages:
    """Return the languages that the product knows."""
    return read_languages(files("monitor.core.languages"))


@cache
def word_set(*path: str) -> frozenset[str]:
    """Return the words at a place in the files of all known languages, to look one up: "numbers", "money"."""
    return frozenset(known().all_words(*path))
