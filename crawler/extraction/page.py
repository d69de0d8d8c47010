"""An HTML page to a document: parse, walk, leave residue out, find the region."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extraction.furniture.around_policy import without_cards, without_preface
from crawler.extraction.furniture.prompts import only_asks
from crawler.extraction.furniture.pruning import pruned_nodes
from crawler.extraction.guards import MIN_WORDS, no_policy
from crawler.extraction.policy.assembly import document
from crawler.extraction.policy.editions import Wanted
from crawler.extraction.policy.engine import second_opinion
from crawler.extraction.policy.known_text import recalled_runs
from crawler.extraction.policy.region import policy_runs
from crawler.extraction.policy.state import FEW_WORDS, may_hold_policy, state_runs
from crawler.extraction.policy.unshown import element_runs
from crawler.extraction.reading.html import MAX_TAGS
from crawler.extraction.reading.runs import TooCostlyError
from crawler.extraction.reading.selectors import excluded, included, is_too_hard
from crawler.extraction.reading.walk import walk
from monitor.core.records import Document, FailureKind, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.html import HtmlElement

    from crawler.extraction.reading.reading import Reading
    from crawler.extraction.reading.runs import Page, Run

# What a page may be that holds its policy in the state of its scripts: a shell that shows nothing of its own.
_UNSAID = (FailureKind.EMPTY, FailureKind.CONSENT, FailureKind.LOGIN)
_TIMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A page and what is known of it.

    Args:
        reading: the page.
        wanted: its address, title and declared language.
        known: the clauses of the watch's last snapshot.
        least: words below which there is no policy.
    """

    reading: Reading
    wanted: Wanted
    known: Collection[str]
    least: int


def page_document(
    reading: Reading,
    *,
    include: str = "",
    exclude: str = "",
    known: Collection[str] = (),
    least: int = MIN_WORDS,
) -> Document | FetchFailure:
    """Draw a document from a page.

    Args:
        reading: the page; its address tells its own policy among those its scripts hold.
        include: CSS or XPath selector of what to read, "" to find it.
        exclude: CSS or XPath selector of what to leave out.
        known: the clauses of the watch's last snapshot; they help to find the policy again.
        least: words below which there is no policy.

    Returns:
        The document, or why there is none: selector, blocked, soft_404, consent, login, empty, too_large, too_costly.
    """
    if reading.is_too_large:
        return FetchFailure(kind=FailureKind.TOO_COSTLY, detail=f"more than {MAX_TAGS:,} tags")
    tree = reading.tree
    if tree is None:
        return FetchFailure(kind=FailureKind.EMPTY, detail="the page has no content")
    root, title, declared = tree.root, tree.title, tree.language
    if (include or exclude) and is_too_hard(root, include, exclude):
        return FetchFailure(kind=FailureKind.TOO_COSTLY, detail="too many or too deep elements to try selectors on")
    if exclude:
        root = deepcopy(root)
        excluded(root, exclude)
    wanted = Wanted(url=reading.url, title=title, language=declared)
    try:
        if include:
            return _selected(root, include, title=title, declared=declared)
        return _found(root, _Source(reading=reading, wanted=wanted, known=known, least=least))
    except TooCostlyError as error:
        return FetchFailure(kind=FailureKind.TOO_COSTLY, detail=str(error))


def _found(root: HtmlElement, source: _Source) -> Document | FetchFailure:
    """Find the policy on the page, or in what it holds and does not show where it shows next to nothing."""
    title, declared = source.wanted.title, source.wanted.language
    page = walk(root)
    recalled = recalled_runs(page, source.known)
    pruned = pruned_nodes(page, recalled)
    region = policy_runs(page, pruned, lambda: second_opinion(root, len(page.nodes)), recalled)
    runs = without_cards(page, without_preface(region))
    words = sum(run.words for run in runs)
    failure = no_policy(
        words,
        f"{title}\n" + "\n".join(run.text for run in page.runs[:60]),
        source.reading.markup or "",
        drawn="\n".join(run.text for run in runs),
        consent_only=_consent_only(page) if words < MIN_WORDS else only_asks(page),
        least=source.least,
    )
    if failure is None or failure.kind in _UNSAID:
        for way, held in _held(root, source, is_shown=words > FEW_WORDS):
            if sum(run.words for run in held) > max(FEW_WORDS, _TIMES * words):
                return document(without_preface(held), title=title, declared=declared, way=way)
    if failure:
        return failure
    inside = set(map(id, runs))
    beside = [run.text for run in page.runs if id(run) not in inside and run.words <= MIN_WORDS]
    return document(runs, title=title, declared=declared, beside=beside, way="html")


def _held(root: HtmlElement, source: _Source, *, is_shown: bool) -> Iterator[tuple[str, list[Run]]]:
    """Yield where else a policy may stand, and its runs there: what readers can see first, what none sees last."""
    yield "textarea", element_runs(root, "textarea")
    if is_shown:
        return
    yield "noscript", element_runs(root, "noscript")
    if not may_hold_policy(source.reading):
        return
    yield "state", state_runs(source.reading.state, source.wanted)
    yield "template", element_runs(root, "template")


def _selected(root: HtmlElement, include: str, *, title: str, declared: str) -> Document | FetchFailure:
    """Take what a person pointed at as it is: no residue is looked for in it."""
    parts = included(root, include)
    if not parts:
        return FetchFailure(kind=FailureKind.SELECTOR, detail=f"nothing on the page matches {include!r}")
    runs: list[Run] = [run for part in parts for run in walk(part).runs]
    if not runs:
        return FetchFailure(kind=FailureKind.SELECTOR, detail=f"what {include!r} matches holds no text")
    return document(runs, title=title, declared=declared, way="selector")


def _consent_only(page: Page) -> bool:
    if only_asks(page):
        return True
    consent = sum(
        node.mass for node in page.nodes if node.residue == "consent" and page.nodes[node.parent].residue != "consent"
    )
    return consent > page.nodes[0].mass / 2
