"""What a page declares to be the same document in other languages, in its links or in the headers of the answer."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from crawler.extraction.links import base_of, joined
from crawler.extraction.reading.kinds import Kind
from monitor.core.errors import InvalidInputError
from monitor.core.records import Alternate
from monitor.core.urls import LONGEST, normalise_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extraction.reading.reading import Reading
    from monitor.core.records import Headers

MOST_ALTERNATES = 100  # of a page; a site in all languages of the European Union has 24 and a default
_MOST_LINKS = 5_000  # of a page that are looked at; of 2,649 real ones none has more than 557
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}|x-default", re.IGNORECASE)
# RFC 8288: <https://example.org/de>; rel="alternate"; hreflang="de"
_LINK = re.compile(r"<([^<>]{1,2000})>([^<]{0,500})")
_ALTERNATE = re.compile(r";\s?rel\s?=\s?(?:\"[^\"]{0,60}\balternate\b|alternate\b)", re.IGNORECASE)
_HREFLANG = re.compile(r";\s?hreflang\s?=\s?\"?([\w-]{1,20})", re.IGNORECASE)


def alternates_of(reading: Reading, headers: Headers = ()) -> tuple[Alternate, ...]:
    """Return the pages that a page declares to be the same document in other languages, itself among them.

    Args:
        reading: the page.
        headers: of the answer it came in, as they are kept.

    Returns:
        The first hundred, each once; only http and https addresses, without what stands after "#".
    """
    found: dict[Alternate, None] = {}
    for language, href, base in (*_in_headers(headers, reading.url), *_in_page(reading)):
        if len(found) < MOST_ALTERNATES and (one := _alternate(language, href, base)):
            found[one] = None
    return tuple(found)


def _in_page(reading: Reading) -> Iterator[tuple[str, str, str]]:
    tree = reading.tree if reading.kind is Kind.HTML else None
    if tree is None:
        return
    base = base_of(tree.root, reading.url)
    for element in islice(tree.root.iter("link", "a"), _MOST_LINKS):
        if "alternate" in (element.get("rel") or "")[:300].lower().split():
            yield element.get("hreflang") or "", element.get("href") or "", base


def _in_headers(headers: Headers, url: str) -> Iterator[tuple[str, str, str]]:
    for name, value in headers:
        for link in _LINK.finditer(value or "") if name.lower() == "link" else ():
            language = _HREFLANG.search(link[2])
            if language and _ALTERNATE.search(link[2]):
                yield language[1], link[1], url


def _alternate(language: str, href: str, base: str) -> Alternate | None:
    if not _LANGUAGE.fullmatch(language.strip()[:40]) or not 0 < len(href.strip()) <= LONGEST:
        return None
    try:
        url = normalise_url(urldefrag(joined(base, href)).url)
    except InvalidInputError:
        return None
    return Alternate(language=language.strip().lower().replace("_", "-"), url=url)
