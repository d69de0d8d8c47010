"""Looks for a document on a site: which pages to fetch, in which order, and what each of them is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.checking import tasks
from monitor.core.discover import (
    CLEAR,
    GOOD,
    candidates_of,
    legal_pages,
    ranked,
    sections,
    seen,
    usual,
    variants,
)
from monitor.core.records import Candidate, Discovery, FailureKind, FetchFailure, PageLinks, Standing
from monitor.core.urls import with_part

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from crawler.checking.pool import Workers
    from monitor.core.records import Fetched

MOST_REQUESTS = 8  # to one site for one question, its home page included; a guest asks little
_MOST_SHOWN = 20  # candidates in an answer; people are shown the first of them
# a site that does not answer at all is not asked for its usual paths
_SILENT = {FailureKind.DNS, FailureKind.REFUSED, FailureKind.CONNECTION, FailureKind.TIMEOUT, FailureKind.TLS,
           FailureKind.FORBIDDEN_ADDRESS, FailureKind.RATE_LIMITED}  # fmt: skip


class Look:
    """The look at one site: home page, candidates, at most one level of legal pages, the usual paths.

    Args:
        fetch: fetches an address through all that politeness and safety ask for; None where the crawl stops.
        workers: in which the pages are read.
        kind: of the document that is looked for.
    """

    def __init__(self, fetch: Callable[[str], Awaitable[Fetched | None]], workers: Workers, kind: str) -> None:
        self._ask = fetch
        self._workers = workers
        self._kind = kind
        self._requests = 0
        self._found: list[Candidate] = []
        self._tried: set[str] = set()
        self._site = PageLinks(url="")

    async def at(self, homes: Sequence[str]) -> Discovery:
        """Look for the document of the site that answers at one of these addresses."""
        page: Fetched | None = None
        for home in homes:
            answer = await self._fetch(home)
            page = answer or page  # where there is no time for another, the first one's failure is told
            if answer is None or answer.failure is None or answer.failure.kind not in _SILENT:
                break
        if page is None or (page.failure and page.failure.kind in _SILENT):
            failure = page.failure if page else FetchFailure(kind=FailureKind.CONNECTION, detail="stopped")
            return Discovery(url=homes[-1], failure=failure, requests=self._requests)
        self._site = await self._links(page)
        self._tried |= {page.url, page.url.rstrip("/")}
        if page.failure is None:
            await self._look_at_home(page)
            await self._verify(candidates_of(self._site, self._kind), least=GOOD)
            await self._one_level_down()
            await self._verify(candidates_of(self._site, self._kind), least=0)
        if not self._fits():
            await self._verify(usual(self._kind, page.url, self._site.language), least=0)
        return Discovery(
            url=page.url,
            language=self._site.language,
            candidates=ranked(one for one in self._found if not _is_idle_guess(one))[:_MOST_SHOWN],
            failure=page.failure,
            requests=self._requests,
        )

    async def _links(self, page: Fetched) -> PageLinks:
        links = None if page.failure else await self._workers.run_async(tasks.links_of, page, size=len(page.body))
        return links if isinstance(links, PageLinks) else PageLinks(url=page.url)

    async def _weigh(self, one: Candidate, page: Fetched) -> Candidate:
        result: Candidate | FetchFailure | None = page.failure
        if result is None:
            size = len(page.body)
            result = await self._workers.run_async(tasks.weighed, one, page, self._kind, self._site, size=size)
        if isinstance(result, FetchFailure):
            return seen(one, result, kind=self._kind, site=self._site, url=page.url)
        return result

    async def _fetch(self, url: str) -> Fetched | None:
        self._requests += 1
        return await self._ask(url)

    def _fits(self) -> bool:
        return any(one.standing is Standing.FITS for one in self._found)

    async def _look_at_home(self, page: Fetched) -> None:
        """Take the home page, or a part of it, for the document where it is."""
        whole = Candidate(url=page.url, score=20, reasons=("it is the home page itself",))
        judged = await self._weigh(whole, page)
        if (
            judged.standing is Standing.FITS
            and judged.score >= GOOD
            and any("its title" not in reason for reason in judged.reasons)
        ):
            self._found.append(judged)
        for name in sections(self._site, self._kind)[:2]:
            part = Candidate(url=with_part(page.url, name), score=40, reasons=("a part of the home page",))
            judged = await self._weigh(part, page)
            if judged.standing is Standing.FITS:
                self._found.append(judged)

    async def _verify(self, candidates: Sequence[Candidate], *, least: int) -> None:
        """Look at candidates, best first, until one fits and the next is far behind it."""
        self._found += [one for one in candidates if one.url not in self._tried]
        for one in candidates:
            best = max((f.score for f in self._found if f.standing is Standing.FITS), default=None)
            if one.score < least or self._requests >= MOST_REQUESTS:
                return
            if best is not None and best - (one.score + 35) >= CLEAR:
                return
            if one.url in self._tried:
                continue
            await self._look_at(one)

    async def _look_at(self, one: Candidate) -> None:
        self._tried.add(one.url)
        page = await self._fetch(one.url)
        if page is None:
            return
        if page.url != one.url and page.url in self._tried:
            self._put(
                replace(one, standing=Standing.UNFIT, reasons=(*one.reasons, "it forwards to a page seen before"))
            )
            return
        self._tried.add(page.url)
        judged = await self._weigh(one, page)
        self._put(judged, instead_of=one.url)
        if page.failure is None and judged.standing is Standing.FITS:
            self._found += variants(await self._links(page), judged)
        elif page.failure is None and judged.standing is Standing.UNFIT and judged.score > 0:
            # a page that only leads on, such as a privacy centre
            self._found += candidates_of(await self._links(page), self._kind)

    def _put(self, judged: Candidate, *, instead_of: str = "") -> None:
        gone = {judged.url, instead_of}
        self._found = [one for one in self._found if one.url not in gone] + [judged]

    async def _one_level_down(self) -> None:
        """Read the links of "Legal", "Impressum" and "Terms" where the home page gave nothing."""
        if not self._fits():
            hubs = [one for one in ranked(self._found) if one.standing is Standing.UNSEEN and one.score >= GOOD]
            await self._verify(hubs, least=GOOD)
        for url in legal_pages(self._site):
            if self._fits() or self._requests >= MOST_REQUESTS:
                return
            if url in self._tried:
                continue
            self._tried.add(url)
            page = await self._fetch(url)
            if page is None or page.failure:
                continue
            below = await self._links(page)
            whole = Candidate(url=page.url, score=10, reasons=("a page of legal information",))
            self._found.append(await self._weigh(whole, page))
            await self._verify(candidates_of(below, self._kind), least=GOOD)


def _is_idle_guess(one: Candidate) -> bool:
    """Tell a page that nothing led to and nobody has looked at: the requests were used up before."""
    return one.is_guess and one.standing is Standing.UNSEEN
