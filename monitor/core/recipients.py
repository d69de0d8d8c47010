"""Who can hear of changes: mail addresses, web hooks, services by Apprise, and the command of the configuration."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from monitor.core.errors import InvalidInputError
from monitor.core.networks import is_allowed, is_literal, names_plain_host
from monitor.core.records import APPRISE, HOOK, Way, way_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.networks import Network

_OTHER_SCHEME = "begins no address: a web hook's begins with https://, one that Apprise reads with apprise:"
LONGEST_ADDRESS = 1_000  # characters of one that is no mail address; Apprise's longest take a few hundred
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"  # of a host's name; names within a house may have a low line
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_ESCAPE_CUT = re.compile(r"%(?![0-9a-fA-F]{2})")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,30}", re.IGNORECASE)
_SEPARATORS = frozenset(' ;,"<>\\')  # of lists and of what stands beside an address
_SHOWN = 60  # characters of a web hook's path


def check_recipient(text: str) -> str:
    """Return an address in its normal form.

    Args:
        text: an e-mail address, the address of a web hook (https:// or http://), "apprise:" with an address that
            Apprise reads, or "hook" for the command of the configuration.

    Returns:
        The address.

    Raises:
        InvalidInputError: it is none of these.
    """
    address = text.strip()
    match way_of(address):
        case Way.HOOK:
            return HOOK
        case Way.WEB:
            return _web(address)
        case Way.APPRISE:
            return _apprise(address)
        case Way.MAIL:
            scheme, sign, _ = address.partition("://")
            if sign and _SCHEME.fullmatch(scheme):
                raise InvalidInputError(f"{scheme}:// {_OTHER_SCHEME}")
            return check_email(text)


def check_email(text: str) -> str:
    """Return an e-mail address in its normal form; raise InvalidInputError where it is none."""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise InvalidInputError(f"{text!r} is not an e-mail address: {error}") from error


def _web(text: str) -> str:
    _check_plain(text)
    scheme, rest = text.split("://", 1)
    netloc = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if not _is_host(netloc):
        raise InvalidInputError(
            f"{masked(text)!r} is no address of a web hook: write a host, without a password before it"
        )
    if _ESCAPE_CUT.search(rest):
        raise InvalidInputError(f"{masked(text)!r} is no address of a web hook: write a percent sign itself as %25")
    if "#" in rest:
        raise InvalidInputError(f"{masked(text)!r} is no address of a web hook: what stands behind # is never sent")
    path = rest[len(netloc) :]
    return f"{scheme.lower()}://{netloc.lower()}{'' if path.startswith('/') else '/'}{path}"


def _is_host(netloc: str) -> bool:
    """Tell whether what stands before the path of a web address is a host that there can be, with its port if any."""
    try:
        host, port = urlsplit(f"//{netloc}").hostname or "", urlsplit(f"//{netloc}").port
    except ValueError:
        return False
    if not names_plain_host(netloc) or netloc.endswith(":") or port == 0:
        return False
    # what ends in a number is read as an address, and is one or nothing
    return is_literal(host) or (bool(_HOST.fullmatch(host)) and not host.rstrip(".").rpartition(".")[2][:1].isdecimal())


def _apprise(text: str) -> str:
    _check_plain(text)
    scheme, _, rest = text[len(APPRISE) :].partition("://")
    if not (_SCHEME.fullmatch(scheme) and rest):
        raise InvalidInputError(f"{masked(text)!r} is no address for Apprise; write it as apprise:ntfy://topic")
    return f"{APPRISE}{scheme.lower()}://{rest}"


def _check_plain(text: str) -> None:
    if len(text) > LONGEST_ADDRESS:
        raise InvalidInputError(f"{masked(text)!r} is longer than {LONGEST_ADDRESS:,} characters")
    if not text.isascii() or not text.isprintable() or any(c in _SEPARATORS for c in text):
        raise InvalidInputError(
            f"{masked(text)!r} is no address: write commas, semicolons, quotes and letters outside ASCII as %XX"
        )


def check_reachable(address: str, networks: Sequence[Network]) -> None:
    """Refuse a web hook whose host is an address that may not be connected to; names are judged at each sending.

    Args:
        address: in its normal form.
        networks: private networks that are allowed.

    Raises:
        InvalidInputError: it lies in a private network that is not allowed.
    """
    host = urlsplit(address).hostname or "" if way_of(address) is Way.WEB else ""
    if is_literal(host) and not is_allowed(host, networks):
        raise InvalidInputError(f"{host} is an address of a private network; allow_networks may name it")


def masked(address: str) -> str:
    """Return an address as it may be shown: without what may be a secret, and yet told from others.

    Args:
        address: any.

    Returns:
        A mail address as it is; of a web hook no query, whose place a mark takes; of a service its kind and the mark.
    """
    mark = hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:6]
    match way_of(address):
        case Way.APPRISE:
            scheme = address[len(APPRISE) :].partition("://")[0]
            return f"{APPRISE}{scheme if _SCHEME.fullmatch(scheme) else ''}://…{mark}"
        case Way.WEB:
            scheme, rest = address.split("://", 1)
            shown = re.sub(r"^[^/?#]*@", "", re.split(r"[?#]", rest, maxsplit=1)[0])
            is_whole = shown == rest and len(shown) <= _SHOWN
            return f"{scheme}://{shown}" if is_whole else f"{scheme}://{shown[:_SHOWN]}…{mark}"
        case _:
            return address
