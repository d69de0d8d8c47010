"""Name resolution that gives no address of a private network, unless the configuration allows it.

Setting: CLAUSEWATCH_ALLOW_NETWORKS. Addresses are judged after resolution and for every connection, so neither a
name that points inwards nor a redirect reaches the private network.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ipaddress import IPv4Network, IPv6Network

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

# hosts that resolved to forbidden addresses only: the download's own error can not tell them from unknown ones
forbidden_hosts: set[str] = set()
_MOST_REMEMBERED = 10_000
_NAT64 = ip_network("64:ff9b::/96")
# IPv4-compatible and site-local addresses, both given up; NAT64 of a network of one's own; what protocols and the
# metadata services of two clouds keep for themselves
_NEVER_PUBLIC = tuple(
    map(ip_network, ("::/96", "fec0::/10", "64:ff9b:1::/48", "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))
)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address belongs to the public internet, also where IPv6 wraps an IPv4 address."""
    if any(address in network for network in _NEVER_PUBLIC):
        return False
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def is_allowed(text: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
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
    """Passes on the allowed addresses of one resolution and notes a host that has no other."""

    def __init__(self, receiver: Any, host: str, networks: Sequence[IPv4Network | IPv6Network]) -> None:  # noqa: ANN401
        self._receiver = receiver
        self._host = host
        self._networks = networks
        self._passed = self._dropped = 0

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 - Twisted's name
        if is_allowed(getattr(address, "host", "0.0.0.0"), self._networks):  # noqa: S104 - not bound to, refused
            self._passed += 1
            self._receiver.addressResolved(address)
        else:
            self._dropped += 1

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        forbidden_hosts.discard(self._host)
        if self._dropped and not self._passed and len(forbidden_hosts) < _MOST_REMEMBERED:
            forbidden_hosts.add(self._host)
        self._receiver.resolutionComplete()


class PublicResolver(CachingHostnameResolver):
    """Scrapy's caching resolver behind a sieve for addresses."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        """Build it with the allowed networks of the settings."""
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.networks = tuple(ip_network(n) for n in crawler.settings.getlist("CLAUSEWATCH_ALLOW_NETWORKS"))
        return resolver

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> IHostResolution:
        """Resolve a name or a literal address and pass on what is allowed."""
        sieve: Any = _Sieve(resolutionReceiver, hostName, self.networks)
        return super().resolveHostName(sieve, hostName, *args, **kwargs)
