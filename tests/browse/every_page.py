"""An address for each page of the table of routes, so that a page which comes is looked at by itself."""

from __future__ import annotations

import re

from storage.browse.routes import ROUTES, Access

_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")
_NO_PAGE = re.compile(r".*\.(?:atom|csv|json)|/metrics|/sign-out")
_SAMPLES = {
    "slug": "lumen-cartography",
    "number": "2",
    "position": "5",
    "id": "1",
    "tag": "suppliers",
    "topic": "retention",
    "name": "changes",
    "token": "token",
}
# further looks of pages, and what Datasette makes of our templates
_LOOKS = (
    "/?q=nothing-is-called-so",
    "/?state=blind",
    "/search?q=data",
    "/search?q=nothing-says-so",
    "/watch/uhrwerk-nord",
    "/watch/novy-obchod",
    "/watch/lumen-cartography/compare?old=1&new=2",
    "/watch/lumen-cartography/version/2?ages=1",
    "/change/1?view=side",
    "/change/1?whole=1",
    "/change/1?whole=1&view=side",
    "/no-such-page",
    "/clausewatch",
    "/clausewatch/watches",
    "/clausewatch/watches/1",
    "/clausewatch?sql=select+1",
)


def addresses(**samples: str) -> list[tuple[str, Access]]:
    """Return where each page is that is one, and who may ask for it.

    Args:
        samples: what stands for the changing parts of addresses, where it is not what the sample store has.
    """
    known = _SAMPLES | samples
    paths = {
        _GROUP.sub(lambda group: known.get(group[1], "1"), route.pattern).strip("^$").replace("\\", ""): route.access
        for route in ROUTES
    }
    ours = [(path, access) for path, access in paths.items() if not _NO_PAGE.fullmatch(path)]
    return [*ours, *((look, Access.READER) for look in _LOOKS)]
