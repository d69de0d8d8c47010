"""What every way has in common: a notice goes in, and what became of it comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from monitor.core.records.catalogues import ENGLISH

if TYPE_CHECKING:
    from monitor.core.notices.resending import SendFailure
    from monitor.core.records import ProgramContent

LONGEST_DETAIL = 300
"""Characters of why something was not handed over, which is shown on a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What became of a notice that was to be handed over.

    Args:
        failure: why it was not taken, None where it was.
        answer: what the receiver said, cut to a length.
    """

    failure: SendFailure | None = None
    answer: str = ""


class Receiver(Protocol):
    """What takes notices by one way."""

    async def hand_over(self, content: ProgramContent) -> Handed:
        """Hand a notice to its address, within a bounded time; whatever goes wrong there is a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What notices say of the pages to browse.

    Args:
        public_url: where they are, "" for nowhere.
        stop_key: with which links are signed that end what caused a notice.
        language: in which readers are told who chose none.
    """

    public_url: str = ""
    stop_key: bytes = b""
    language: str = ENGLISH.language
