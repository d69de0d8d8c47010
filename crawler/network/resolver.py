"""Name resolution that gives no address of a private network, unless the configuration allows it.

Settings: CLAUSEWATCH_ALLOW_NETWORKS, CLAUSEWATCH_PROXY. Addresses are judged after resolution, for every request and
again for every connection, so neither a name that points inwards nor a redirect reaches the private network.
"""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadTimeoutError
from scrapy.resolver import CachingHostnameResolver
from twisted.internet._resolver import GAIResolver  # there is no public name for it
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from crawler.network.failures import RefusedRequestError
from monitor.core.networks import is_allowed, names_plain_host
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

    from monitor.core.networks import Network


@implementer(IResolutionReceiver)
class _Sieve:
    """Passes on the allowed addresses of one resolution."""

    def __init__(self, receiver: Any, networks: Sequence[Network]) -> None:  # noqa: ANN401 - Twisted's
        self._receiver = receiver
        self._networks = networks

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 - Twisted's name
        if is_allowed(_text_of(address), self._networks):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionComplete()


@implementer(IResolutionReceiver)
class _Collector:
    """Collects the addresses of one resolution."""

    def __init__(self) -> None:
        self.found: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
        self._addresses: list[str] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's name
        """Twisted asks for it; there is nothing to do."""

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 - Twisted's name
        self._addresses.append(_text_of(address))

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        if not self.found.done():
            self.found.set_result(self._addresses)


def _text_of(address: IAddress) -> str:
    return str(getattr(address, "host", "0.0.0.0"))  # noqa: S104 - not bound to, refused


def look_up(*args: Any) -> Any:  # noqa: ANN401 - those of `socket.getaddrinfo`
    """Ask the system for the addresses of a name, and fail in the one way that Twisted heeds.

    Args:
        args: as of `socket.getaddrinfo`, and so is what is returned.

    Raises:
        socket.gaierror: it has none, or there was no asking: the name is impossible (UnicodeError), the port is
            (OverflowError), or no socket is left (OSError). Of any other error whoever waits would never be told.
    """
    try:
        return socket.getaddrinfo(*args)
    except (OSError, ValueError, OverflowError) as error:
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from error


class PublicResolver(CachingHostnameResolver):
    """Scrapy's caching resolver behind a sieve for addresses; the host of the configured proxy alone passes it."""

    networks: tuple[Network, ...] = ()
    proxy_host = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        """Build it with the allowed networks and the proxy of the settings."""
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.original_resolver = GAIResolver(reactor, getaddrinfo=look_up)  # type: ignore[arg-type,assignment]
        resolver.networks = tuple(ip_network(n) for n in crawler.settings.getlist("CLAUSEWATCH_ALLOW_NETWORKS"))
        resolver.proxy_host = urlsplit(crawler.settings["CLAUSEWATCH_PROXY"]).hostname or ""
        return resolver

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> IHostResolution:
        """Resolve a name or a literal address and pass on what may be connected to."""
        is_proxy = bool(self.proxy_host) and hostName == self.proxy_host
        receiver: Any = resolutionReceiver if is_proxy else _Sieve(resolutionReceiver, self.networks)
        return super().resolveHostName(receiver, hostName, *args, **kwargs)

    async def admit(self, host: str) -> None:
        """Let a host pass that may be fetched from.

        Args:
            host: a name or a literal address.

        Raises:
            RefusedRequestError: of kind dns where it has no address, of kind forbidden_address where it has none that
                is allowed; where a proxy is to choose among its addresses, all have to be.
        """
        collector = _Collector()
        super().resolveHostName(collector, host)  # type: ignore[arg-type]  # what zope's decorator makes it
        found = [is_allowed(address, self.networks) for address in await collector.found]
        if not found:
            raise RefusedRequestError(FetchFailure(kind=FailureKind.DNS, detail="the host name was not found"))
        if not (all(found) if self.proxy_host else any(found)):
            detail = f"{host} is an address of a private network, which is not allowed"
            raise RefusedRequestError(FetchFailure(kind=FailureKind.FORBIDDEN_ADDRESS, detail=detail))


async def judge(url: str, *, seconds: float | None) -> None:
    """Let an address pass that may be fetched from; to be asked before every request.

    Args:
        url: an http or https address.
        seconds: how long to wait for the name servers, None for as long as they take.

    Raises:
        RefusedRequestError: of kind dns or forbidden_address.
        DownloadTimeoutError: no name server answered.
    """
    from twisted.internet import reactor  # noqa: PLC0415 - Scrapy chooses which, later than this is read

    parts = urlsplit(url)
    if not names_plain_host(parts.netloc):
        detail = "the address names no plain host"
        raise RefusedRequestError(FetchFailure(kind=FailureKind.FORBIDDEN_ADDRESS, detail=detail))
    resolver: PublicResolver = reactor.nameResolver  # as the settings have it
    try:
        async with asyncio.timeout(seconds):
            await resolver.admit(parts.hostname or "")
    except TimeoutError as error:
        raise DownloadTimeoutError("no name server answered") from error
