"""What the pages of one application need to know beside the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.browse.admission import Admission
from storage.browse.attempts import Attempts

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.core.records import NoticeContent, Preview
    from storage.browse.desk import Desk

DEEDS_AT_ONCE = 2  # where the store is locked each holds a thread until it gives up, and others need some to read
HASHES_AT_ONCE = 2  # of passwords, 32 MiB and a quarter of a second of processor time each


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The surroundings of the pages.

    Args:
        public_url: the address readers reach the pages at, without a slash at its end; "" for the request's own.
        clock: tells the time, in UTC.
        mail_of: writes the mail that a notice would be; None where no mails are shown.
        admission: who comes in.
        desk: does what members ask for; None where nothing can be managed.
        attempts: to sign in, of late.
        deeds: held while the desk does something.
        hashing: held while a password is looked at, which takes processor time and memory.
    """

    public_url: str
    clock: Callable[[], datetime]
    mail_of: Callable[[NoticeContent], Preview] | None = None
    admission: Admission = field(default_factory=Admission)
    desk: Desk | None = None
    attempts: Attempts = field(default_factory=Attempts)
    deeds: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(DEEDS_AT_ONCE))
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(HASHES_AT_ONCE))
