"""What a row changes in a watch that is on the list: what it names, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.core.schedule import format_interval

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.core.records import Entry, Watch, WatchSpec

# the fields of a row, and of a watch, in the order in which they are told
_PARTS = {
    "name": "name",
    "kind": "kind",
    "every": "every_seconds",
    "tags": "tags",
    "emails": "emails",
    "include": "include",
    "exclude": "exclude",
    "render": "is_rendered",
    "ignore_robots": "ignores_robots",
    "accept_language": "accept_language",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What is changed of a watch.

    Args:
        watch: as it was.
        spec: as it is to be.
        is_paused: whether its checks are to be suspended.
        changes: what is changed, each in words: "every: 1d -> 6h".
    """

    watch: Watch
    spec: WatchSpec
    is_paused: bool
    changes: tuple[str, ...]

    @property
    def is_redrawn(self) -> bool:
        """Tell whether other selectors draw another text."""
        before, after = self.watch.spec, self.spec
        return (before.include, before.exclude) != (after.include, after.exclude)


def update_of(watch: Watch, entry: Entry, named: Collection[str]) -> Update | None:
    """Say what a row changes in a watch.

    Args:
        watch: as it is.
        entry: what the row says, what it does not name filled in.
        named: the fields to which the row gives a value.

    Returns:
        The update; None where all that the row names is so already.
    """
    # addresses that look for phrases are others than those that hear of all the watch says
    is_apart = entry.choice is not None and bool(entry.choice.phrases)
    own = {*named} - {"emails"} if is_apart else named
    wished = {part: getattr(entry.spec, part) for field, part in _PARTS.items() if field in own}
    is_paused = entry.is_paused if "paused" in named else watch.is_paused
    changes = [
        f"{field}: {_words(getattr(watch.spec, part))} -> {_words(wished[part])}"
        for field, part in _PARTS.items()
        if part in wished and _plain(getattr(watch.spec, part)) != _plain(wished[part])
    ]
    if is_paused != watch.is_paused:
        changes.append("paused" if is_paused else "resumed")
    if not changes:
        return None
    return Update(watch=watch, spec=replace(watch.spec, **wished), is_paused=is_paused, changes=tuple(changes))


def _plain(value: str | int | tuple[str, ...]) -> object:
    """Return what a value is compared by: tags and addresses have no order, and addresses no case."""
    return sorted(text.casefold() for text in value) if isinstance(value, tuple) else value


def _words(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return format_interval(value)
    text = ";".join(value) if isinstance(value, tuple) else value
    return text or "none"
