"""What every answer carries so that hostile text stays inert, and who may ask a machine that serves itself alone."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from storage.browse.asgi import Message, Send

# no script, nothing from elsewhere, no frame around us
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# of the queue, whose keys lead on and back: scripts of ours, which take no words of a page
KEYS_POLICY = f"{POLICY}; script-src 'self'"
# of a mail, which brings its own styles: still no script, nothing from elsewhere, and besides an origin of its own
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_POLICY = b"content-security-policy"
_OTHERS = {KEYS_POLICY.encode(), MAIL_POLICY.encode()}
HEADERS = {
    _POLICY: POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    # told to none, browsers send the forms of our own pages as from nowhere ("Origin: null")
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_foreign(scope: Message, public_host: str) -> bool:
    """Tell whether a request for this machine alone was made under another site's name.

    A page elsewhere can point its own name at a reader's machine and then read what listens there ("DNS rebinding").

    Args:
        scope: the request, as ASGI describes it.
        public_host: the name readers use, "" where none is set.
    """
    listens = (scope.get("server") or ("", None))[0]
    hosts = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
    try:
        host = urlsplit(f"//{hosts[0]}").hostname or "" if hosts else ""
    except ValueError:
        return True
    return _is_local(listens) and bool(host) and host != public_host and not _is_local(host)


def has_tag(sent: str | None, tag: str) -> bool:
    """Tell whether a reader has what is there (RFC 9110 section 13.1.2).

    Args:
        sent: the header If-None-Match, None where there is none.
        tag: of what is there.
    """
    tags = (sent or "").split(",")
    return (sent or "").strip() == "*" or tag in {one.strip().removeprefix("W/") for one in tags}


def with_headers(send: Send) -> Send:
    """Return a way to send by which our headers stand on every answer; mails and pages with keys have theirs."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(key.lower(), value) for key, value in message.get("headers", [])]
            others = [(key, value) for key, value in given if key not in HEADERS]
            own = {name: value for name, value in given if name == _POLICY and value in _OTHERS}
            message = {**message, "headers": [*others, *(HEADERS | own).items()]}
        await send(message)

    return sent


def unstored(send: Send, *, is_dress: bool, is_for_programs: bool = False) -> Send:
    """Return a way to send by which nothing between us and a user keeps what only users may see.

    Args:
        send: the way there is.
        is_dress: whether it is for anyone all the same.
        is_for_programs: whether it goes to a program, which may keep it and ask whether it still holds.
    """
    kept = b"private, no-cache" if is_for_programs else b"private, no-store"

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and not is_dress:
            given = [(key, value) for key, value in message.get("headers", []) if key.lower() != b"cache-control"]
            message = {**message, "headers": [*given, (b"cache-control", kept)]}
        await send(message)

    return sent
