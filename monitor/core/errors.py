"""The one tree of errors a person may meet; each builds its text from its subject."""

from __future__ import annotations


class MonitorError(Exception):
    """The base of every error that is told to a person in one line."""

    def __str__(self) -> str:
        """Return the one line that is shown."""
        return " ".join(super().__str__().split())

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle it as it is: what an error is built from is not what it was built with."""
        return _as_it_was, (type(self), self.args, self.__dict__)


def _as_it_was(kind: type[MonitorError], args: tuple[object, ...], state: dict[str, object]) -> MonitorError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class InvalidInputError(MonitorError):
    """Something a person typed, or a file they named, is not usable."""


_MOST_REPEATED = 80  # characters of what a person wrote that an error repeats; a guess at two lines of a terminal


class UnknownWatchError(InvalidInputError):
    """No watch goes by this slug, id or URL.

    Args:
        word: what the person wrote.
        named: the slug of the one watch that has it as its name, "" for none.
    """

    def __init__(self, word: str, named: str = "") -> None:
        text = word.encode(errors="replace").decode()  # an argument need not be text
        shown = text if len(text) <= _MOST_REPEATED else f"{text[:_MOST_REPEATED]}…"
        instead = f"that is the name of {named!r}" if named else "'clausewatch list' shows them all"
        super().__init__(f"no watch has the short name, number or address {shown!r}; {instead}")
        self.word = word


class RemovedWatchError(InvalidInputError):
    """A watch was removed, and something is asked of it that only one on the watchlist can do.

    Args:
        slug: the watch.
        url: its address.
        since: when it was removed, in words.
    """

    def __init__(self, slug: str, url: str, since: str) -> None:
        super().__init__(
            f"{slug!r} is no longer watched since {since}; 'clausewatch add {url} --again' takes it up again"
        )
        self.slug = slug
        self.url = url


class DuplicateWatchError(InvalidInputError):
    """The URL is on the watchlist already.

    Args:
        url: the normalised URL.
        slug: the watch that has it.
    """

    def __init__(self, url: str, slug: str) -> None:
        super().__init__(f"{url} is watched already, as {slug!r}")
        self.url = url
        self.slug = slug


MOST_NAMED = 20  # bad rows named one by one in a message


class ImportRowsError(InvalidInputError):
    """Rows of a watchlist file cannot be used.

    Args:
        path: the file.
        problems: one (line number, what is wrong) a bad row.
    """

    def __init__(self, path: str, problems: tuple[tuple[int, str], ...]) -> None:
        rows = "; ".join(f"line {line}: {what}" for line, what in problems[:MOST_NAMED])
        more = f"; and {len(problems) - MOST_NAMED:,} more" if len(problems) > MOST_NAMED else ""
        super().__init__(f"{path}: {rows}{more} (nothing was imported; --skip-bad imports the rest)")
        self.path = path
        self.problems = problems


class StoreError(MonitorError):
    """The store cannot be opened, read or written."""


class StoreTooNewError(StoreError, InvalidInputError):
    """The store was written by a newer version of the product.

    Args:
        path: the store's file.
        unknown: the migrations this version does not know.
    """

    def __init__(self, path: str, unknown: tuple[str, ...]) -> None:
        super().__init__(f"{path} was written by a newer Clausewatch (it has {', '.join(unknown)}); upgrade this one")
        self.path = path
        self.unknown = unknown


class StaleDecisionError(StoreError):
    """Another process recorded a snapshot of this watch in the meantime; decide again."""


class LockedError(MonitorError):
    """Another process holds what only one may hold."""
