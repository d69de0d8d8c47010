"""One edition of what a state holds in several: the page's own language, the page's own address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from crawler.extraction.facts.language import is_language, language_code
from crawler.extraction.reading.flight import MAX_DEPTH, Element
from crawler.extraction.reading.letters import squash
from monitor.core.policy_terms import has_policy_word, policy_words
from monitor.core.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE_WORDS = 150
"""Words from which on a part of a state may be a page of its own."""
ADDRESSES = (
    "slug", "path", "pathname", "url", "uri", "href", "route", "permalink", "fullPath", "full_slug", "handle",
)  # fmt: skip
"""Fields that hold an address."""
TITLES = ("title", "heading", "headline", "name", "label")
"""Fields that hold what a part calls itself."""
_LANGUAGES = ("locale", "lang", "language", "languageCode", "language_code", "langcode", "hreflang")
_MAX_VALUES = 200_000  # of a page's state; a guess: scripts of 2,649 real pages have 948,248 letters at most
_MAX_READ = 20_000_000  # values and their characters that are looked at to tell pages from their parts
_TAG = re.compile(r"[a-z]{2}(?:[-_][a-z0-9]{2,4}){0,2}", re.IGNORECASE)
_ABSOLUTE = re.compile(r"(?:https?:/)?/")
_TITLE_CHARS = 5  # letters by which a page's title names a part; a guess: no page at hand comes near it


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is known of the page that was asked for.

    Args:
        url: its address, "" where unknown.
        title: its title.
        language: the language it declares.
    """

    url: str = ""
    title: str = ""
    language: str = ""


def own_edition(value: Any, wanted: Wanted) -> Any:  # noqa: ANN401 - whatever the state holds
    """Return a state with the page's own edition alone, wherever it holds several side by side.

    Languages are told by keys ("en", "de-AT") or by a field that names one; pages by a field with their address, or by
    keys that are addresses. The address of the page decides, then its declared language or its title; where neither
    tells, the first language and the page that says most of a policy's matter. Sections of one policy are no editions:
    they have no addresses of their own, or none that leads to a page.

    Args:
        value: the state.
        wanted: what is known of the page.

    Returns:
        The same value, or a copy without the other editions.
    """
    return _Chooser(wanted).chosen(value, 0)


def state_marks(state: Iterable[Any]) -> Iterator[str]:
    """Yield what `own_edition` tells editions by and no text says: languages and paths, in the order they are met.

    Args:
        state: the values in a page's scripts.
    """
    for value in state:
        for part in islice(values_in(value), _MAX_VALUES):
            marks = field_of(part, _LANGUAGES), _path(field_of(part, ADDRESSES))
            if any(marks):
                yield " ".join(marks)


class _Chooser:
    def __init__(self, wanted: Wanted) -> None:
        self.path = _path(wanted.url)
        self.title = squash(wanted.title)
        query = re.findall(r"[?&](?:lang|locale|hl|l)=([\w-]{2,7})", wanted.url)
        named = [part for part in [*_address_path(wanted.url).lower().split("/")[1:3], *query] if _TAG.fullmatch(part)]
        self.languages = [tag.lower().replace("_", "-") for tag in [*named, wanted.language] if _is_tag(tag)]
        self.sizes: dict[int, int] = {}
        self.left = _MAX_VALUES
        self.room = _MAX_READ
        self.parts = 5 * _MAX_VALUES

    def chosen(self, value: Any, depth: int) -> Any:  # noqa: ANN401
        self.left -= 1
        # all parts of a value are looked at before the first of them is: of one that holds itself, again and again
        self.parts -= len(value) if isinstance(value, dict | list) else 0
        if depth > MAX_DEPTH or self.left < 0 or self.parts < 0:
            return None
        if isinstance(value, Element):
            return Element(tag=value.tag, props=self.chosen(value.props, depth + 1) or {})
        if isinstance(value, dict):
            kept = self._kept(value)
            if len(kept) == 1 < len(value) and isinstance(text := value[next(iter(kept))], str):
                return text
            return {key: self.chosen(value[key], depth + 1) for key in value if key in kept}
        if isinstance(value, list):
            places = self._kept(dict(enumerate(value)))
            return [self.chosen(inner, depth + 1) for at, inner in enumerate(value) if at in places]
        return value

    def _kept(self, parts: dict[Any, Any]) -> set[Any]:
        """Return the keys of the parts to keep: all that are no editions, and the page's own of those that are."""
        kept = set(parts)
        if len(parts) < 2:
            return kept
        tags = self._tags(parts)
        if len(set(tags.values())) > 1:
            own = self._language(tags.values())
            kept -= {key for key, tag in tags.items() if tag != own}
        pages = self._addresses({key: parts[key] for key in parts if key in kept})
        return kept - (set(pages) - self._pages(parts, pages)) if len(pages) > 1 else kept

    def _tags(self, parts: dict[Any, Any]) -> dict[Any, str]:
        if all(isinstance(key, str) and (_is_tag(key) or key[:1] in "_$") for key in parts):
            return {key: _as_tag(key) for key in parts if key[:1] not in "_$"}
        fields = {key: field_of(part, _LANGUAGES) for key, part in parts.items()}
        return {key: _as_tag(tag) for key, tag in fields.items() if _is_tag(tag)}

    def _language(self, tags: Iterable[str]) -> str:
        there = list(tags)
        for wanted in self.languages:
            for same in (lambda tag: tag, language_code):
                if found := next((tag for tag in there if same(tag) == same(wanted)), ""):
                    return found
        return there[0]

    def _addresses(self, parts: dict[Any, Any]) -> dict[Any, str]:
        found = {key: field_of(part, ADDRESSES) for key, part in parts.items() if isinstance(part, dict)}
        for key, part in parts.items():
            if isinstance(key, str) and not found.get(key) and isinstance(part, dict | list):
                found[key] = key
        return {key: address for key, address in found.items() if address}

    def _pages(self, parts: dict[Any, Any], pages: dict[Any, str]) -> set[Any]:
        """Return the keys of the page's own parts; all keys where the parts are no pages."""
        large = [key for key in pages if self._size(parts[key]) >= PAGE_WORDS]
        paths = {key: _path(pages[key]) for key in pages}
        if len({paths[key] for key in large}) < 2:
            return set(pages)
        if within := {key for key in pages if self.path and f"{paths[key]}/".startswith(f"{self.path}/")}:
            return within if within & set(large) else set(pages)
        own = self._by_last_part(large, paths) or self._by_title(parts, large, pages)
        if own is None:
            rivals = [key for key in large if _ABSOLUTE.match(pages[key])]
            own = self._likeliest(parts, pages, rivals) if len(rivals) > 1 else None
        return set(pages) if own is None else {key for key in pages if paths[key] == paths[own]}

    def _by_last_part(self, large: list[Any], paths: dict[Any, str]) -> Any:  # noqa: ANN401
        last = self.path.rpartition("/")[2]
        return next((key for key in large if last and paths[key].rpartition("/")[2] == last), None)

    def _by_title(self, parts: dict[Any, Any], large: list[Any], pages: dict[Any, str]) -> Any:  # noqa: ANN401
        named = {key: squash(field_of(parts[key], TITLES)) for key in large if pages[key] != key}
        named = {key: name for key, name in named.items() if len(name) >= _TITLE_CHARS and name in self.title}
        return max(named, key=lambda key: len(named[key]), default=None)

    def _likeliest(self, parts: dict[Any, Any], pages: dict[Any, str], rivals: list[Any]) -> Any:  # noqa: ANN401
        order = {key: at for at, key in enumerate(pages)}

        def said(key: Any) -> tuple[bool, int, int]:  # noqa: ANN401
            name = f"{pages[key]} {field_of(parts[key], TITLES)}"
            words = sum(len(policy_words(text)) for text in self._strings(parts[key]))
            return has_policy_word(name), words, -order[key]

        return max(rivals, key=said)

    def _size(self, value: object) -> int:
        """Return how many words a part has, counted as far as it takes to tell a page."""
        if id(value) not in self.sizes:
            size = 0
            for text in self._strings(value):
                size += word_count(text)
                if size >= PAGE_WORDS:
                    break
            self.sizes[id(value)] = size
        return self.sizes[id(value)]

    def _strings(self, value: object) -> Iterator[str]:
        """Yield the texts in a value as far as there is room for them, for parts may hold one another many times."""
        for inner in values_in(value):
            self.room -= 1 + (len(inner) if isinstance(inner, str) else 0)
            if self.room < 0:
                return
            if isinstance(inner, str):
                yield inner


def values_in(value: object) -> Iterator[object]:
    """Yield all values in a value, each container looked at once."""
    seen: set[int] = set()
    waiting: list[object] = [value]
    while waiting:
        inner = waiting.pop()
        yield inner
        if isinstance(inner, str):
            continue
        if isinstance(inner, dict | list | Element) and id(inner) not in seen:
            seen.add(id(inner))
            held = inner.props if isinstance(inner, Element) else inner
            waiting.extend(held.values() if isinstance(held, dict) else held)


def field_of(value: object, names: tuple[str, ...]) -> str:
    """Return the first of some fields that is a text; a field may wrap its text once."""
    if not isinstance(value, dict):
        return ""
    for name in names:
        held = value.get(name)
        if isinstance(held, dict):
            held = held.get("current") or held.get("value") or held.get("rendered")
        if isinstance(held, str) and held:
            return held[:300]
    return ""


def _is_tag(text: str) -> bool:
    return bool(_TAG.fullmatch(text)) and is_language(text)


def _as_tag(text: str) -> str:
    return text.lower().replace("_", "-")


def _address_path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _path(address: str) -> str:
    """Return a path in one spelling: no language in front, no ending, no punctuation within its parts."""
    parts = [part for part in unquote(_address_path(address)).split("/") if part]
    if len(parts) > 1 and _is_tag(parts[0]):
        parts = parts[1:]
    return "/".join(squash(re.sub(r"\.(?:html?|php|aspx?)$", "", part)) for part in parts)
