"""A mail server on a free loopback port that keeps what it is given."""

from __future__ import annotations

import asyncio
import threading
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    import ssl
    from email.message import EmailMessage

    from aiosmtpd.smtp import Envelope, Session

HOST = "127.0.0.1"
_PATIENCE_SECONDS = 60.0  # for a server on loopback to begin or end: at once, be the machine ever so busy
_TAKEN = "250 OK"
_AS_IT_CAME = policy.default.clone(refold_source="none")


class Keeper:
    """Takes every message; the handler of a `Sink`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Keep a message as it came."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        self.messages.append(message_from_bytes(raw, policy=_AS_IT_CAME))
        return _TAKEN


class Sink:
    """Serves SMTP in a thread for as long as a `with` block lasts.

    Args:
        keeper: what takes the messages.
        context: to speak TLS from the first byte, else None.
        options: further arguments of aiosmtpd's `SMTP`.
    """

    def __init__(self, keeper: Keeper | None = None, *, context: ssl.SSLContext | None = None, **options: Any) -> None:  # noqa: ANN401  passed on
        self.keeper = keeper or Keeper()
        self.port = 0
        self._context = context
        self._options = options
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="mail sink", daemon=True)

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived so far, in order."""
        return list(self.keeper.messages)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._is_ready.wait(_PATIENCE_SECONDS) or not self.port:
            raise OSError(f"the mail server of the demo could not listen on {HOST}")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(_PATIENCE_SECONDS)

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        try:
            server = await self._loop.create_server(self._protocol, HOST, 0, ssl=self._context)
            self.port = server.sockets[0].getsockname()[1]
        finally:
            self._is_ready.set()
        async with server:
            await self._stopping.wait()

    def _protocol(self) -> SMTP:
        # a name is given, or aiosmtpd asks the network for one
        options: dict[str, Any] = {"hostname": "localhost", "enable_SMTPUTF8": True, **self._options}
        return SMTP(self.keeper, loop=self._loop, **options)
