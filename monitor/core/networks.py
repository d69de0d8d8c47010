"""Which addresses of machines belong to the public internet, and may be connected to."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def names_plain_host(netloc: str) -> bool:
    """Tell whether what stands before the path of a web address names a host that all take for the same."""
    return bool(_PLAIN_HOST.fullmatch(netloc))


def is_literal(host: str) -> bool:
    """Tell whether a host is an address and no name."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
