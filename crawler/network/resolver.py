"""Name resolution that gives no address of a private network, unless the configuration allows it.

Settings: CLAUSEWATCH_ALLOW_NETWORKS, CLAUSEWATCH_PROXY. Addresses are judged after resolution, for every request and
again for every connection, so neither a name that points inwards nor a redirect reaches the private network.
"""

from __future__ import annotations

import asyncio
import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadTimeoutError
from scrapy.resolver import CachingHostnameResolver
from twisted.internet._resolver import GAIResolver  # there is no public name for it
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from crawler.network.failures import RefusedRequestError
from monitor.core.records import FailureKind, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

Network = IPv4Network | IPv6Network

# IPv6 has one block for the public internet; beside it only NAT64 leads there (RFC 6052)
_GLOBAL = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")
# What is reserved within them and Python does not know as such: 6to4 relays, what protocols and the metadata service of
# a cloud keep for themselves; benchmarks, ORCHID, documentation, segment routing
_RESERVED = tuple(
    map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32",
                     "2001::/23", "2001:db8::/32", "3ffe::/16", "3fff::/20"))
)  # fmt: skip
_TEREDO = ip_network("2001::/32")
# What all who read an address take for the same host: no user name, no backslash, nothing escaped
_PLAIN_HOST = re.compile(r"(?:[a-z0-9._-]{1,254}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{0,5})?", re.IGNORECASE)
_ISATAP = {0x00005EFE, 0x02005EFE}  # the third quarter of an address that ends with an IPv4 address (RFC 5214)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address belongs to the public internet, also where IPv6 wraps an IPv4 address."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(_last_quarter(address))
        if address not in _GLOBAL or not all(is_public(inner) for inner in _wrapped(address)):
            return False
        if address in _TEREDO:
            return True
    is_reserved = any(address in network for network in _RESERVED)
    return address.is_global and not address.is_multicast and not is_reserved


def _wrapped(address: IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses to which a tunnel would carry what is sent to an IPv6 address."""
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        yield _last_quarter(address)


def _last_quarter(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)


def is_allowed(text: str, networks: Sequence[Network]) -> bool:
    """Tell whether an address may be connected to.

    Args:
        text: an IPv4 or IPv6 address.
        networks: private networks that are allowed.

    Returns:
        True for public addresses and those within the networks.
    """
    address = ip_address(text.split("%", maxsplit=1)[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return is_public(address) or any(address in network for network in networks)


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
    if not _PLAIN_HOST.fullmatch(parts.netloc):
        detail = "the address names no plain host"
        raise RefusedRequestError(FetchFailure(kind=FailureKind.FORBIDDEN_ADDRESS, detail=detail))
    resolver: PublicResolver = reactor.nameResolver  # as the settings have it
    try:
        async with asyncio.timeout(seconds):
            await resolver.admit(parts.hostname or "")
    except TimeoutError as error:
        raise DownloadTimeoutError("no name server answered") from error
