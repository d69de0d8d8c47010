"""How readers come in: who is asked to sign in, and which proxy is believed when it says who somebody is."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from monitor.core.records import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from ipaddress import IPv4Address, IPv6Address

    from monitor.core.networks import Network
    from monitor.core.records import User

    Scope = MutableMapping[str, Any]

COOKIE = "clausewatch_session"
_SITE_BITS = 64  # of an IPv6 address: whoever has one address of such a network has all


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What was decided on who comes in.

    Args:
        is_private: whether only users may read.
        user_header: the header in which a proxy names the user whom it has signed in, "" for none.
        proxies: where that proxy stands; from elsewhere the header is not heeded.
        first_token: who has it may make themselves the first owner while there is none; "" for nobody.
    """

    is_private: bool = False
    user_header: str = ""
    proxies: tuple[Network, ...] = ()
    first_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who makes the request that is answered.

    Args:
        user: as whom they are signed in, None for nobody.
        token: of their session, "" where a proxy has signed them in, or nobody.
        program: the name of the token that a program has shown, "" for none.
        is_known: whether that was looked up; it is not for what is refused to anyone.
    """

    user: User | None = None
    token: str = ""
    program: str = ""
    is_known: bool = True

    @property
    def is_reader(self) -> bool:
        """Whether they may read where the pages are private: a user, or a program with a token."""
        return self.user is not None or bool(self.program)

    def may(self, role: Role) -> bool:
        """Tell whether they may do what a role may."""
        return self.user is not None and self.user.role.is_at_least(role)

    @property
    def is_member(self) -> bool:
        """Whether they may manage watches."""
        return self.may(Role.MEMBER)

    @property
    def is_owner(self) -> bool:
        """Whether they may see what was done by whom."""
        return self.may(Role.OWNER)


_NOT_ASKED = Visitor(is_known=False)
# of the request that is answered; the border says so
visitor: ContextVar[Visitor] = ContextVar("visitor", default=_NOT_ASKED)


def shown_token(headers: Mapping[bytes, bytes]) -> str:
    """Return the token that a program shows, "" for none (RFC 6750; other schemes are for servers before us).

    >>> shown_token({b"authorization": b"bearer abc"}), shown_token({b"authorization": b"Basic abc"})
    ('abc', '')
    """
    scheme, _, token = headers.get(b"authorization", b"").decode("latin-1").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def proxied_name(scope: Scope, admission: Admission) -> str:
    """Return the user whom a proxy that is believed has signed in, "" for none."""
    if not admission.user_header or not _is_proxy(_peer(scope), admission):
        return ""
    wanted = admission.user_header.lower().encode("latin-1")
    found = [value for name, value in scope["headers"] if name.lower() == wanted]
    # of two, one may be the reader's own, which the proxy should have taken away
    return found[0].decode("utf-8", "replace").strip() if len(found) == 1 else ""


def address_of_visitor(scope: Scope, admission: Admission) -> str:
    """Return where a request comes from, as far as that can be told: of IPv6 the network, "" for unknown."""
    address = _peer(scope)
    if _is_proxy(address, admission):
        forwarded = b",".join(value for name, value in scope["headers"] if name.lower() == b"x-forwarded-for")
        # what stands before the last comma, the reader may have written
        address = _parsed(forwarded.decode("latin-1").rpartition(",")[2].strip()) or address
    if address is None:
        return ""
    return str(address) if address.version == 4 else str(int(address) >> (address.max_prefixlen - _SITE_BITS))


def _peer(scope: Scope) -> IPv4Address | IPv6Address | None:
    return _parsed((scope.get("client") or ("",))[0])


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_proxy(address: IPv4Address | IPv6Address | None, admission: Admission) -> bool:
    return address is not None and any(address in network for network in admission.proxies)
