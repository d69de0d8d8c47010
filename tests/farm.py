"""Many invented sites at once, each at a loopback address of its own, all on one port, as lists of suppliers name them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

from tests.crawl.layouts import SENTENCES, TITLES, home, text
from tests.policies import policy
from tests.servers import Site, hanging, late, page, redirect

if TYPE_CHECKING:
    from asyncio import StreamWriter
    from collections.abc import Mapping

    from tests.servers import Answer, Asked

LANGUAGES = tuple(SENTENCES)[:8]
SLOW_SECONDS = 0.3
MOMENT_SECONDS = 0.02
ROBOTS = "User-agent: *\nDisallow: /right\n"
SHELTER = "127.2.0.1"
"""Where the sites forward that forward elsewhere."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of site.

    Args:
        finding: what an import has to say of it.
        path: of the page that has to be chosen, "" for none.
        is_up: whether anything answers.
    """

    finding: str
    path: str = ""
    is_up: bool = True


KINDS = {
    "one policy": Kind(finding="clear", path="/right"),
    "one policy, slow": Kind(finding="clear", path="/right"),
    "one policy beside others": Kind(finding="clear", path="/right"),
    "the usual path": Kind(finding="clear", path="/privacy"),
    "several": Kind(finding="doubtful"),
    "robots": Kind(finding="doubtful"),
    "forwards": Kind(finding="doubtful"),
    "nothing": Kind(finding="none"),
    "a dead link": Kind(finding="none"),
    "down": Kind(finding="none", is_up=False),
}
HANGS, HANGING = "hangs", Kind(finding="none")


class Farm(Site):
    """Sites of all kinds in turn, in eight languages.

    Args:
        count: how many.
        hanging_ones: how many more that take a request and never answer.

    Attributes:
        most_sites: at how many requests were under way at a time.
        most_of_one: how many were under way at one of them; one that never answers does not know who has gone.
    """

    def __init__(self, count: int, *, hanging_ones: int = 0) -> None:
        names = [*islice(cycle(KINDS), count), *[HANGS] * hanging_ones]
        self._pages: dict[str, Mapping[str, Answer]] = {}
        self._named: dict[str, str] = {}
        self._under_way: Counter[str] = Counter()
        self.most_sites = self.most_of_one = 0
        for number, name in enumerate(names):
            host = f"127.1.{number // 200}.{number % 200 + 1}"
            self._named[host] = name
            self._pages[host] = _pages(name, LANGUAGES[number % len(LANGUAGES)], number)
        super().__init__(hosts=[SHELTER, *(host for host, name in self._named.items() if name != "down")])

    @property
    def sites(self) -> dict[str, Kind]:
        """The kind of each site, by its address with the port."""
        return {f"{host}:{self.port}": KINDS.get(name, HANGING) for host, name in self._named.items()}

    def answer_for(self, asked: Asked) -> Answer:
        """Answer as the site that was asked, after a moment in which others may be asked."""
        host = asked.headers.get("host", "").partition(":")[0]

        async def answer(asked: Asked, writer: StreamWriter) -> None:
            if self._named.get(host) == HANGS:
                await hanging()(asked, writer)
            self._under_way[host] += 1
            self.most_sites = max(self.most_sites, sum(map(bool, self._under_way.values())))
            self.most_of_one = max(self.most_of_one, *self._under_way.values())
            try:
                await late(self._answer_at(host, asked), seconds=MOMENT_SECONDS)(asked, writer)
            finally:
                self._under_way[host] -= 1

        return answer

    def _answer_at(self, host: str, asked: Asked) -> Answer:
        pages = _shelter() if host == SHELTER else self._pages.get(host, {})
        if asked.path == "/" and self._named.get(host) == "forwards":
            return redirect(self.url("/", host=SHELTER))
        return pages.get(asked.path, page("<p>Nothing here.</p>", status=404))

    def asked_of(self, site: str) -> list[str]:
        """Return the paths for which a site was asked, in order."""
        return [asked.path for asked in self.asked if asked.headers.get("host") == site]


def _shelter() -> dict[str, Answer]:
    return {"/": page(home(("Privacy Policy", "/privacy"))), "/privacy": page(policy(77))}


def _pages(name: str, language: str, seed: int) -> dict[str, Answer]:
    title, right = TITLES[language], page(text(language))

    def front(*links: tuple[str, str]) -> Answer:
        return page(home(*links, language=language))

    named, about = (title, "/right"), ("About", "/about")
    several = ("Privacy policy", "/one"), ("Privacy policy", "/two")
    beside = ("Cookies", "/cookies"), ("Blog", "/blog/privacy-policy-2019"), named
    pages = {
        "one policy": {"/": front(named), "/right": right},
        "one policy, slow": {"/": late(front(named), seconds=SLOW_SECONDS), "/right": right},
        "one policy beside others": {"/": front(*beside), "/right": right},
        "the usual path": {"/": page(home(about)), "/privacy": page(policy(seed))},
        "several": {"/": page(home(*several)), "/one": page(policy(seed)), "/two": page(policy(seed + 1))},
        "robots": {"/": front(named), "/robots.txt": page(ROBOTS, media_type="text/plain"), "/right": right},
        "nothing": {"/": page(home(about, ("Blog", "/blog")))},
        "a dead link": {"/": front(named)},
    }
    return pages.get(name, {})
