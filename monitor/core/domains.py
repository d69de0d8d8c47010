"""Registered domains: which part of a host name its owner registered, by the public suffix list."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract


@cache
def _splitter() -> TLDExtract:
    """Return what knows the public suffixes, loaded when first asked: few checks ask, and it brings a web client along.

    The list that comes with the library, never the network. Its private part counts: two pages under a shared host such
    as github.io have two owners.
    """
    from tldextract import TLDExtract  # noqa: PLC0415 - see above

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registered_domain(url: str) -> str:
    """Return the registered domain of an address.

    Args:
        url: an http or https address.

    Returns:
        Such as "example.co.uk"; the host itself where it has none, as an IP address or a public suffix.
    """
    host = urlsplit(url).hostname or ""
    return _splitter()(host).top_domain_under_public_suffix or host


def is_registered(host: str) -> bool:
    """Tell whether a host has a registered domain: whether it ends with a public suffix that is known."""
    return bool(_splitter()(host).top_domain_under_public_suffix)


def is_elsewhere(url: str, other: str) -> bool:
    """Tell whether two addresses belong to different registered domains."""
    if urlsplit(url).hostname == urlsplit(other).hostname:
        return False
    return registered_domain(url) != registered_domain(other)
