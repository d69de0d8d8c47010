"""What the pages of one application need to know beside the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.core.records import NoticeContent, Preview


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The surroundings of the pages.

    Args:
        public_url: the address readers reach the pages at, without a slash at its end; "" for the request's own.
        clock: tells the time, in UTC.
        mail_of: writes the mail that a notice would be; None where no mails are shown.
    """

    public_url: str
    clock: Callable[[], datetime]
    mail_of: Callable[[NoticeContent], Preview] | None = None
