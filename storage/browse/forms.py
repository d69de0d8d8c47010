"""What the buttons of our pages send: bounded, and known to come from a page of ours."""

from __future__ import annotations

import asyncio
import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from storage.browse import uploads

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.browse.asgi import Message, Receive

LONGEST_BODY = 32_768  # bytes; a form of ours takes a few hundred
MOST_FIELDS = 100  # ours have a dozen
BODY_SECONDS = 10.0  # in which that has to come; one packet has it
TOKEN_COOKIE, TOKEN_FIELD = "ds_csrftoken", "csrftoken"  # as Datasette's own middleware has them
LOOKED_AT = "clausewatch_form"
"""By what a request is known inside, whose form our border has found to be ours."""
_TYPE = "application/x-www-form-urlencoded"

TOO_LONG = "This sends too much, or too slowly: at most {most:,} bytes are read."
STALE = (
    "This form is too old, or no page of ours has sent it; nothing was changed. Go back, load the page again and"
    " repeat it."
)


async def body_of(receive: Receive, *, longest: int, seconds: float) -> bytes | None:
    """Return what was sent, None where it is too long, comes too slowly or breaks off.

    Args:
        receive: gives it part by part.
        longest: bytes.
        seconds: in which all of it has to come.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if message["type"] != "http.request" or len(body) > longest:
                    return None
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        return None


def again(body: bytes) -> Receive:
    """Return a way to receive what was received already."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return left.pop() if left else {"type": "http.disconnect"}

    return receive


def is_ours(
    headers: dict[bytes, bytes], body: bytes, is_signed: Callable[[str], bool], *, takes_files: bool = False
) -> bool:
    """Tell whether a form was sent by a page of ours: it repeats the token that the browser keeps.

    Args:
        headers: of the request.
        body: what it sent.
        is_signed: tells whether we have made a token.
        takes_files: whether its page takes forms that bring a file along.
    """
    content_type = headers.get(b"content-type", b"").decode("latin-1")
    kind = content_type.partition(";")[0].strip().lower()
    kept = cookie_of(headers, TOKEN_COOKIE)
    try:
        if takes_files and kind == uploads.TYPE:
            sent = uploads.parts_of(content_type, body).get(TOKEN_FIELD, b"").decode("utf-8")
        elif kind == _TYPE:
            sent = dict(parse_qsl(body.decode("utf-8"), max_num_fields=MOST_FIELDS)).get(TOKEN_FIELD, "")
        else:
            return False
    except ValueError:
        return False
    return bool(kept) and hmac.compare_digest(kept.encode(), sent.encode()) and is_signed(kept)


def cookie_of(headers: dict[bytes, bytes], name: str) -> str:
    """Return a cookie of a request, "" where there is none."""
    try:
        found = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
