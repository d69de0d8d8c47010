"""The pages to which links in mails lead, before those that can only be read."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor import confirming, stopping
from monitor.answers import UNCLEAR, UNFIT, page_of
from monitor.app import utc_now
from monitor.core.records.catalogues import ENGLISH
from monitor.wording import catalogue_of
from storage.browse.forms import body_of
from storage.browse.headers import HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from monitor.answers import Answer
    from storage.browse.asgi import App, Message, Receive, Send

LONGEST_BODY = 4096  # bytes of what a button sends; a mail program sends 26
BODY_SECONDS = 10.0  # in which that has to come; one packet has it

_LINK = re.compile(r"/(stop|confirm)/([0-9a-f.~-]{1,2000})")
_KINDS = {"stop": stopping, "confirm": confirming}
_OWN = frozenset(["confirm"])  # whose button is on our page alone; mail programs stop mails by themselves
_POLICY = b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class LinkPages:
    """An ASGI application that answers links to stop mails and to confirm them, and leaves all else to another.

    To look at a page changes nothing: programs open every link of a mail. A button does, and what a mail program sends
    by itself (RFC 8058).

    Args:
        app: the other.
        folder: the data folder.
        clock: returns the time, UTC.
        language: of what is said to readers whose language is not known.
    """

    app: App
    folder: Path
    clock: Callable[[], datetime] = utc_now
    language: str = ENGLISH.language

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = _LINK.search(scope["path"]) if scope["type"] == "http" else None
        if found is None or found.end() != len(scope["path"]):
            await self.app(scope, receive, send)
            return
        pages, token = _KINDS[found[1]], found[2]
        if scope["method"] == "POST" and found[1] in _OWN and _is_of_another_site(scope):
            answer = UNFIT.told_in(catalogue_of(self.language))
        elif scope["method"] == "POST":
            if body := await body_of(receive, longest=LONGEST_BODY, seconds=BODY_SECONDS):
                form = body.decode("latin-1")
                answer = await asyncio.to_thread(pages.acted, self.folder, token, form, self.clock(), self.language)
            else:
                answer = UNCLEAR.told_in(catalogue_of(self.language))
        elif scope["method"] in {"GET", "HEAD"}:
            answer = await asyncio.to_thread(pages.shown, self.folder, token, self.clock(), self.language)
        else:
            answer = UNFIT.told_in(catalogue_of(self.language))
        await _send(send, answer, has_body=scope["method"] != "HEAD")


def _is_of_another_site(scope: Message) -> bool:
    """Tell whether a browser says that the page of another site sent a request (Fetch Metadata)."""
    headers = dict(scope["headers"])
    return headers.get(b"sec-fetch-site", b"none") not in {b"none", b"same-origin"}


async def _send(send: Send, answer: Answer, *, has_body: bool) -> None:
    page = page_of(answer)
    headers = {
        **HEADERS,
        b"content-security-policy": _POLICY,
        b"referrer-policy": b"no-referrer",  # the link is all that somebody needs to stop these mails
        b"content-type": b"text/html; charset=utf-8",
        b"content-length": str(len(page)).encode(),
        b"content-language": answer.catalogue.language.encode(),
        b"cache-control": b"no-store",
    }
    await send({"type": "http.response.start", "status": int(answer.status), "headers": [*headers.items()]})
    await send({"type": "http.response.body", "body": page if has_body else b""})
