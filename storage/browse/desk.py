"""What the pages ask of the monitor: they read the store, and whoever serves them does what members want done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.core.records import Deed, Preview, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a look at a page that somebody may want to watch stands.

    Args:
        url: the address that was asked for, or was found since.
        kind: of document.
        wished: what else was asked of the watch, as fields of the form: its name, interval and tags.
        is_over: whether nothing more comes.
        problem: why it cannot be watched, "" where it can.
        candidates: the pages of a site that may be it, each with the reasons; somebody has to choose where several may.
        rows: what was found, as labels and values.
        remarks: what to know before it is watched.
    """

    url: str
    kind: str
    wished: tuple[tuple[str, str], ...] = ()
    is_over: bool = False
    problem: str = ""
    candidates: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def can_be_watched(self) -> bool:
        """Whether it was seen to the end, and nothing has to be chosen first."""
        return self.is_over and not self.problem and not self.candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """What is to become of a row of a list.

    Args:
        line: in the file, as a spreadsheet counts.
        finding: in a word, see docs/importing.md.
        said: where the row says its page is.
        url: the page that is chosen, "" for none.
        why: why, or what has to be done.
        pages: those that may be it, where somebody has to choose.
        remarks: what to know before it is watched.
    """

    line: int
    finding: str
    said: str
    url: str = ""
    why: str = ""
    pages: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """How a list stands that somebody has given.

    Args:
        doing: what is done with it at the moment, in words; "" where nothing more comes.
        problem: why nothing came of it, "" where something did.
        rows: those that need somebody first.
        counts: how many rows there are of each finding.
        remarks: what was guessed of the list as a whole.
        added: how many watches are added when the button is pressed.
        result: what was written, in words; "" until it was.
    """

    doing: str = ""
    problem: str = ""
    rows: tuple[ListedRow, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    remarks: tuple[str, ...] = ()
    added: int = 0
    result: str = ""


class Desk(Protocol):
    """Does what members ask for; each call may take a while and be made in any thread, and notes who asked.

    What is wrong with a wish is a MonitorError, told in one line; nothing was written then.
    """

    def do(self, deed: Deed, slug: str, fields: Mapping[str, str], user: User) -> None:
        """Do something to a watch.

        Args:
            deed: what.
            slug: the watch.
            fields: what the form says of it.
            user: who asks.
        """

    def review_days(self) -> int:
        """Return within how many working days a material change is to be reviewed, 0 for no day."""

    def review(self, change: int, fields: Mapping[str, str], user: User) -> None:
        """Say something of the review of a change.

        Args:
            change: its number.
            fields: what the form says: by the kinds of steps, or "take" for taking it oneself; and "seen", how many
                steps there were when it was shown.
            user: who says so.
        """

    def hears(self, slug: str, user: User) -> str:
        """Return what a user hears of a watch and when, in words; "" for nothing."""

    def mail_of(self, change: int, user: User) -> tuple[Preview, tuple[str, ...]]:
        """Return the mail about a change as a user would get it, by what they chose; and why they do not, where so."""

    def phrases(self, user: User) -> tuple[tuple[int, str], ...]:
        """Return of which phrases a user hears, each as the number of its subscription and in words."""

    def follow_phrase(self, fields: Mapping[str, str], user: User) -> None:
        """Let a user hear when clauses say something newly, or no longer.

        Args:
            fields: `phrase`; `watch` or `tag` for clauses of that alone; `when` and `least`, as in a form of a watch.
            user: who asks.
        """

    def unfollow_phrase(self, number: int, user: User) -> None:
        """Let a user hear no more because of a subscription of theirs to phrases."""

    def look(self, fields: Mapping[str, str], user: User) -> str:
        """Begin to look at a page, or for one on a site, and return the token by which its state is asked for."""

    def look_of(self, token: str, user: User) -> Look | None:
        """Return how a look stands that this user has begun, None where it is known no more."""

    def read_list(self, content: bytes, user: User) -> str:
        """Begin to look what is to become of the rows of a list, and return the token by which that is asked for."""

    def list_of(self, token: str, user: User) -> Listed | None:
        """Return how a list stands that this user has given, None where it is known no more."""

    def take_in(self, token: str, user: User) -> None:
        """Put on the watchlist what a list adds, all of it or nothing."""

    def add(self, token: str, user: User) -> str:
        """Put the page of a look on the watchlist, and return its short name."""
