"""Watches that a command names by their tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from monitor.core.errors import InvalidInputError
from monitor.core.phrases import count_words
from monitor.core.watchlist import check_tag
from storage.summaries import all_watches, tagged_watches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.app import App
    from monitor.core.records import Watch

P = ParamSpec("P")
R = TypeVar("R")
_MOST_TAGS = 10  # tags that are named where another was asked for; a guess


def tag_option(words: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Add `--tag`, as often as somebody likes; `words` is its help."""
    return click.option("--tag", "tags", multiple=True, help=words)


def tagged(app: App, tags: Sequence[str]) -> list[Watch]:
    """Return the watches that have any of some tags, in the order in which they were added.

    Raises:
        InvalidInputError: a tag cannot be one, or no watch has it.
    """
    if missing := untagged(app, tags):
        raise InvalidInputError(f"no watch is tagged {missing}")
    return list(tagged_watches(app.view, [check_tag(tag) for tag in tags]))


def untagged(app: App, tags: Sequence[str]) -> str:
    """Return the first tag that no watch has, with those there are; "" where watches have all of them.

    Raises:
        InvalidInputError: a tag cannot be one.
    """
    wanted = [check_tag(tag) for tag in tags]
    found = {tag for watch in tagged_watches(app.view, wanted) for tag in watch.spec.tags}
    missing = next((tag for tag in wanted if tag not in found), None)
    return f"{missing!r}; {_tags_there_are(app)}" if missing else ""


def _tags_there_are(app: App) -> str:
    known = sorted({tag for watch in all_watches(app.view) for tag in watch.spec.tags})
    more = f" and {len(known) - _MOST_TAGS:,} more" if len(known) > _MOST_TAGS else ""
    return f"there are {', '.join(map(repr, known[:_MOST_TAGS]))}{more}" if known else "no watch has a tag"


def named_or_tagged(app: App, words: Sequence[str], tags: Sequence[str]) -> list[Watch]:
    """Return the watches that are named, and those of some tags, each once.

    Raises:
        InvalidInputError: there is no such watch or tag, or none was named.
    """
    if not (words or tags):
        raise InvalidInputError("name a watch, or --tag TAG for all of a tag")
    found = [*(app.find(word) for word in words), *(tagged(app, tags) if tags else [])]
    return list({watch.id: watch for watch in found}.values())


def counted(changed: int, total: int, tags: Sequence[str]) -> str:
    """Say how many of the watches of some tags were changed: "2 of 3 watches tagged 'eu'", "3 watches tagged 'eu'"."""
    of = f"{changed:,} of " if changed < total else ""
    return f"{of}{count_words(total, 'watch', 'watches')} tagged {' or '.join(map(repr, tags))}"
