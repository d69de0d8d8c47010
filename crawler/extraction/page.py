"""An HTML page to a document: parse, walk, leave residue out, find the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extraction.emails import written_out
from crawler.extraction.embedded import unfold
from crawler.extraction.engine import second_opinion
from crawler.extraction.fingerprint import bare_text, state_counts
from crawler.extraction.fringe import without_cards, without_preface
from crawler.extraction.guards import MIN_WORDS, no_policy
from crawler.extraction.html import MAX_TAGS, is_too_large, parse, strip_opaque
from crawler.extraction.language import declared_language
from crawler.extraction.made import document
from crawler.extraction.prompts import only_asks
from crawler.extraction.pruning import pruned_nodes
from crawler.extraction.recall import recalled_runs
from crawler.extraction.region import policy_runs
from crawler.extraction.selectors import excluded, included, is_too_hard
from crawler.extraction.state import FEW_WORDS, state_runs
from crawler.extraction.text import fold
from crawler.extraction.walk import walk
from monitor.core.records import Document, FailureKind, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement

    from crawler.extraction.runs import Page, Run

# What a page may be that holds its policy in the state of its scripts: a shell that shows nothing of its own.
_UNSAID = (FailureKind.EMPTY, FailureKind.CONSENT, FailureKind.LOGIN)


def page_document(
    markup: str, *, include: str = "", exclude: str = "", known: Collection[str] = ()
) -> Document | FetchFailure:
    """Draw a document from a page.

    Args:
        markup: the page's text.
        include: CSS or XPath selector of what to read, "" to find it.
        exclude: CSS or XPath selector of what to leave out.
        known: the clauses of the watch's last snapshot; they help to find the policy again.

    Returns:
        The document, or why there is none: selector, blocked, soft_404, consent, login, empty, too_large.
    """
    visible = strip_opaque(written_out(markup))
    if is_too_large(visible):
        return FetchFailure(kind=FailureKind.TOO_LARGE, detail=f"more than {MAX_TAGS:,} tags")
    root = parse(visible)
    if root is None:
        return FetchFailure(kind=FailureKind.EMPTY, detail="the page has no content")
    title = fold(root.findtext(".//title") or "")
    declared = declared_language(root)
    unfold(root)
    if (include or exclude) and is_too_hard(root, include, exclude):
        return FetchFailure(kind=FailureKind.TOO_LARGE, detail="too many or too deep elements to try selectors on")
    if exclude:
        excluded(root, exclude)
    if include:
        return _selected(root, include, title=title, declared=declared)
    return _found(root, markup, visible, title=title, declared=declared, known=known)


def _found(
    root: HtmlElement, markup: str, visible: str, *, title: str, declared: str, known: Collection[str]
) -> Document | FetchFailure:
    """Find the policy on the page, or in the state of its scripts where the page shows next to nothing."""
    page = walk(root)
    recalled = recalled_runs(page, known)
    pruned = pruned_nodes(page, recalled)
    region = policy_runs(page, pruned, lambda: second_opinion(root, len(page.nodes)), recalled)
    runs = without_cards(page, without_preface(region))
    words = sum(run.words for run in runs)
    failure = no_policy(
        words,
        f"{title}\n" + "\n".join(run.text for run in page.runs[:60]),
        markup,
        drawn="\n".join(run.text for run in runs),
        consent_only=_consent_only(page) if words < MIN_WORDS else only_asks(page),
    )
    if words <= FEW_WORDS and (failure is None or failure.kind in _UNSAID) and state_counts(bare_text(visible)):
        from_state = state_runs(markup)
        if sum(run.words for run in from_state) > max(FEW_WORDS, 3 * words):
            return document(from_state, title=title, declared=declared, way="state")
    if failure:
        return failure
    inside = set(map(id, runs))
    beside = [run.text for run in page.runs if id(run) not in inside and run.words <= MIN_WORDS]
    return document(runs, title=title, declared=declared, beside=beside, way="html")


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
