"""Addresses as people write them, brought to one spelling."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

from monitor.core.errors import InvalidInputError

LONGEST = 2000  # characters of an address; sitemaps and some browsers end at 2,048
_LONGEST_HOST = 254  # with the last dot
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*")
_FRAGMENT_SAFE = "!$&'()*+,;=:@/?-._~"  # RFC 3986, section 3.5
_WHOLE_PAGE = {"", "top", "/", "!", "!/"}
_SLUG_GAP = re.compile(r"[^a-z0-9]+")


def normalise_url(text: str) -> str:
    """Bring a web address to the spelling under which it is watched.

    Scheme and host in lower case, the host in its ASCII form (IDNA), no default port, no dot segments, percent-encoding
    as RFC 3986 section 6.2.2 has it. The query stays as it is: some servers heed its order. The fragment stays where it
    may name a part of the page: not where it is empty or means all of it ("#top", "#/", "#!"), and without the words
    that a browser is to scroll to (":~:").

    Args:
        text: what a person wrote.

    Returns:
        The normalised URL.

    Raises:
        InvalidInputError: it is not an http or https address, or holds a user name or password.
    """
    shown = text.strip()
    if len(shown) > LONGEST or any(unicodedata.category(c) in {"Cc", "Cs"} for c in shown):
        raise InvalidInputError("that is not a web address: it is too long or holds control characters")
    try:
        parts = urlsplit(shown)
        port = parts.port
    except ValueError as error:
        raise InvalidInputError(f"{shown!r} is not a web address: {error}") from error
    scheme = parts.scheme.lower()
    if not scheme or not parts.netloc:
        raise InvalidInputError(f"{shown!r} is not a web address; write it in full, as https://example.org/privacy")
    if scheme not in _DEFAULT_PORTS:
        raise InvalidInputError(f"{shown!r} is not a web address: only http and https can be watched, not {scheme}")
    if parts.username is not None or parts.password is not None:
        raise InvalidInputError("leave the user name and password out of the address")
    netloc = _host(parts.hostname or "", shown)
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    safe = urlsplit(safe_url_string(urlunsplit((scheme, netloc, parts.path or "/", parts.query, ""))))
    path = urlsplit(canonicalize_url(urlunsplit((scheme, netloc, _without_dots(safe.path), "", "")))).path
    return urlunsplit((scheme, netloc, path or "/", safe.query, _fragment(parts.fragment)))


def _fragment(written: str) -> str:
    """Return a fragment in one spelling; "" for one that means the whole page (HTML Standard, 7.4.6.4)."""
    name = unquote(written.partition(":~:")[0])
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in name):
        raise InvalidInputError("that is not a web address: the name of its part holds control characters")
    return "" if name.lower() in _WHOLE_PAGE else quote(name, safe=_FRAGMENT_SAFE)


def part_of(url: str) -> str:
    """Return the name of the part of its page that a normalised URL points to, "" for the whole page.

    >>> part_of("https://example.org/legal#sm%C3%A5kager")
    'småkager'
    >>> part_of("https://[example.org/legal")
    ''
    """
    return unquote(url.partition("#")[2])


def page_of(url: str) -> str:
    """Return the address of a page without that of a part of it."""
    return url.partition("#")[0]


def with_part(url: str, part: str) -> str:
    """Return a page's normalised address with that of a part of it, "" for the whole page.

    Raises:
        InvalidInputError: the name holds control characters.
    """
    fragment = _fragment(quote(part, safe=""))
    return f"{page_of(url)}#{fragment}" if fragment else page_of(url)


def _host(name: str, shown: str) -> str:
    if ":" in name:
        try:
            return f"[{ipaddress.IPv6Address(name.split('%', maxsplit=1)[0])}]"
        except ValueError as error:
            raise InvalidInputError(f"{shown!r} is not a web address: {error}") from error
    if len(name) > _LONGEST_HOST:  # to encode it would take long
        raise InvalidInputError(f"{shown!r} is not a web address: its host name is not one")
    try:
        host = name.rstrip(".").encode("idna").decode().lower()
    except UnicodeError as error:
        raise InvalidInputError(f"{shown!r} is not a web address: its host name is not one") from error
    if not _HOST.fullmatch(host):
        raise InvalidInputError(f"{shown!r} is not a web address: its host name is not one")
    return host


def _without_dots(path: str) -> str:
    """Remove dot segments, RFC 3986 section 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in {".", ".."}:
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept) or "/"


def narrowed(url: str, part: str) -> str:
    """Return the address of a part of a page.

    Args:
        url: what a person wrote.
        part: the name of the part, with "#" or without; "" leaves the address as it is written.

    Raises:
        InvalidInputError: the address is none, or names another part; the name means the whole page, or is none.
    """
    if not part:
        return url
    page = normalise_url(url)
    found = with_part(page, part.removeprefix("#"))
    if part_of(page) and found != page:
        raise InvalidInputError(f"{page} names a part already; give one part")
    if not part_of(found):
        raise InvalidInputError(f"{part!r} means the whole page; give the name of a part, or none")
    return found


def slugify(text: str) -> str:
    """Make a short name for commands and addresses.

    Args:
        text: any name.

    Returns:
        Lower-case ASCII letters, digits and single hyphens, at most 60; "" where nothing is left.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _SLUG_GAP.sub("-", plain).strip("-")[:60].rstrip("-")


def host_of(url: str) -> str:
    """Return the host of a normalised URL without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_same_site(one: str, other: str) -> bool:
    """Tell whether two addresses are of one site, going by the ends of their host names.

    >>> is_same_site("https://example.org/", "https://legal.example.org/privacy")
    True
    >>> is_same_site("https://one.co.uk/", "https://two.co.uk/")
    False
    """
    return _site(host_of(one)) == _site(host_of(other))


def _site(host: str) -> str:
    labels = host.split(".")
    if labels[-1].isdigit() or ":" in host:
        return host  # an IP address
    # "co.uk", "com.br": a short name below a country is a place to register under
    is_country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if is_country else -2 :])


def site_of(text: str) -> str:
    """Return the one spelling of a site, by which it is known again, however it is written.

    >>> site_of("https://www.Example.org/"), site_of("example.org"), site_of("http://example.org:8080/en/")
    ('example.org', 'example.org', 'example.org:8080/en')

    Args:
        text: its address, with a scheme or without.

    Returns:
        Its host without "www.", with a port, a path and a query where the address has them.

    Raises:
        InvalidInputError: it is no web address.
    """
    shown = text.strip()
    parts = urlsplit(normalise_url(shown if "://" in shown else f"https://{shown}"))
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def bare_site(text: str) -> tuple[str, ...]:
    """Return the addresses at which a bare site may answer.

    Args:
        text: what a person wrote: "example.org", "https://example.org".

    Returns:
        Its home pages, to be tried in order; none where the text has a path, a query or a fragment, or is no site.
    """
    shown = text.strip()
    has_scheme = "://" in shown
    try:
        url = normalise_url(shown if has_scheme else f"https://{shown}")
    except InvalidInputError:
        return ()
    parts = urlsplit(url)
    if (
        parts.path != "/"
        or parts.query
        or parts.fragment
        or (not has_scheme and "." not in parts.netloc and parts.hostname != "localhost")
    ):
        return ()
    return (url,) if has_scheme else (url, normalise_url(f"http://{shown}"))
