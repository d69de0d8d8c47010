"""Who asks, and for what: which pages cost, and which requests another site's page may have made."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    Scope = MutableMapping[str, Any]

API = "/api/"
"""Where programs ask; what stands there answers in JSON, and takes tokens."""
UNKNOWN = "This address is not known here."
LONGEST_ADDRESS = 8_000  # bytes; servers and proxies commonly end at 8 KiB
MOST_PARAMETERS = 100  # of an address; each filter of a table is one
MOST_FACETS = 5  # each is a query of its own over the table

# pages of few, fixed queries; they stand in mails and feeds, or monitoring asks for them
_CHEAP = re.compile(
    r"/|/changes(?:\.atom)?|/(?:tag|topic)/[^/]+/changes\.atom|/watch/[^/]+(?:/changes\.atom|/version/\d{1,9})?|/(?:version|change)/\d{1,15}|/proof|/sign-in|/sign-out|/first/[^/]+|/account|/acts|/add(?:/[^/]+)?|/watch/[^/]+/manage|/phrases|/import(?:/[^/]+)?|/change/\d{1,15}/review|/health\.json|/metrics|/static/.*|/favicon\.ico"
)
# where Datasette takes a statement; it reads names in several spellings, so none is left out but ours
_DATABASE = re.compile(r"/(?!(?:search|charts|review|registers)$)[^/.]+(?:\.\w+)?")
# conditions and traces in Datasette's own addresses: SQL that would run beside the tables' own
_REFUSED = {"_where", "_trace"}


class Cost(StrEnum):
    """What a request takes.

    Members:
        CHEAP: a few fixed queries.
        COSTLY: tables, search, comparison: the reader decides how much is read.
        OWN_SQL: whatever the reader wrote.
        PROGRAM: what a program asks for, which may come many times over.
    """

    CHEAP = "cheap"
    COSTLY = "costly"
    OWN_SQL = "own_sql"
    PROGRAM = "program"


def path_of(scope: Scope, base: str) -> str:
    """Return the path asked for, without the path of the public address, if that stands before it.

    Args:
        scope: the request, as ASGI describes it.
        base: the path of the public address, with a slash at both ends.
    """
    raw = scope.get("raw_path")
    path = (raw.decode("latin-1") if raw else str(scope["path"])).partition("?")[0]
    return f"/{path[len(base) :]}" if path.startswith(base) else path


def parameters_of(scope: Scope) -> list[tuple[str, str]]:
    """Return names and values of the query string."""
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def statements_in(path: str, parameters: list[tuple[str, str]]) -> frozenset[str]:
    """Return the SQL that a request brings along; none where its page takes none."""
    if _CHEAP.fullmatch(path) or not _DATABASE.fullmatch(path):
        return frozenset()
    return frozenset(value for name, value in parameters if name == "sql" and value)


def cost_of(path: str, statements: frozenset[str]) -> Cost:
    """Return what a request takes.

    >>> cost_of("/change/7", frozenset()), cost_of("/health.json", frozenset()), cost_of("/search", frozenset())
    (<Cost.CHEAP: 'cheap'>, <Cost.CHEAP: 'cheap'>, <Cost.COSTLY: 'costly'>)
    """
    if path.startswith(API):
        return Cost.PROGRAM
    if _CHEAP.fullmatch(path):
        return Cost.CHEAP
    return Cost.OWN_SQL if statements else Cost.COSTLY


def flaw_of(scope: Scope) -> tuple[int, str] | None:
    """Return the status and a line about what no page could be asked for, None where the address may be looked up."""
    query = scope["query_string"]
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    if len(raw) + len(query) > LONGEST_ADDRESS:
        return 414, f"This address is too long: at most {LONGEST_ADDRESS:,} characters are read."
    if raw.startswith(b"//") or b"\\" in raw:
        # a browser that is led there by a redirect takes it for the name of another host
        return 404, UNKNOWN
    if not _is_text(raw):
        return 400, "This address holds bytes that are no text in UTF-8."
    names = [name for name, _ in parameters_of(scope)]
    if len(names) > MOST_PARAMETERS or sum(name.startswith("_facet") for name in names) > MOST_FACETS:
        return 400, f"This asks too much at once: at most {MOST_PARAMETERS} parameters, {MOST_FACETS} of them facets."
    if found := _REFUSED & set(names):
        return 400, f"{found.pop()} is not known here; /clausewatch takes SQL of your own."
    return None


def _is_text(path: bytes) -> bool:
    data = unquote_to_bytes(path)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return path.isascii() and b"\x00" not in data


def is_from_elsewhere(headers: dict[bytes, bytes], public_host: str) -> bool:
    """Tell whether another site's page made the request, as far as the browser says.

    Browsers say so to addresses they trust: https, and this machine. Feed readers and scripts say nothing.
    """
    if headers.get(b"sec-fetch-site", b"none") not in {b"none", b"same-origin"}:
        return True
    origin = headers.get(b"origin")
    if origin is None:
        return False
    try:
        address = urlsplit(origin.decode("latin-1"))
        host = address.hostname or ""
    except ValueError:
        return True
    own = headers.get(b"host", b"").decode("latin-1").lower()
    return not host or (address.netloc.lower() != own and host != public_host)


def is_link(headers: dict[bytes, bytes]) -> bool:
    """Tell whether a reader followed a link, so that the answer stands in a window of its own."""
    return headers.get(b"sec-fetch-mode") == b"navigate" and headers.get(b"sec-fetch-dest") == b"document"
