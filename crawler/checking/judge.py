"""From a fetch to what is to be recorded of it: cheap questions first, extraction only when they do not settle it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from crawler.checking.shortcut import glance
from crawler.extraction.alternates import alternates_of
from crawler.extraction.broken_off import breaks_off
from crawler.extraction.extract import drawing_of
from crawler.extraction.fingerprint import shown_by
from crawler.extraction.guards import MIN_WORDS
from crawler.extraction.policy.assembly import RULES
from crawler.extraction.reading.reading import Reading
from crawler.extraction.reading.runs import TooCostlyError
from monitor.core.changes import told_of
from monitor.core.clauses import policy_text
from monitor.core.decide import decide
from monitor.core.left_out import left_out_of
from monitor.core.moves import at_address_of
from monitor.core.records import Changed, Explanation, Failed, FailureKind, FetchFailure, First, Unchanged
from monitor.core.surroundings import FORM, learned, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from crawler.extraction.drawing import Drawing
    from crawler.extraction.fingerprint import Shown
    from monitor.core.records import (
        Baseline,
        Body,
        Document,
        Fetched,
        Headers,
        JudgedBlock,
        Known,
        Look,
        Outcome,
        PolicyText,
        Surroundings,
    )

__all__ = [
    "RULES",
    "draw_body",
    "explain_body",
    "glance",
    "judge",
    "judge_text",
    "look",
    "reading_of",
    "redraw",
    "settle",
    "tell_held",
]


_LEARNED_UNDER = f"{RULES}/parts-{FORM}"
MOST_CLAUSE = 500_000  # characters; nobody could show a longer one, nor search it


def reading_of(fetched: Fetched) -> Reading:
    """Return the reading of what came."""
    return Reading.of(fetched.as_body(), url=fetched.url)


def look(visible_sha256: str, reading: Reading) -> tuple[Outcome | None, Shown]:
    """Settle a check by the page's visible text, about a millisecond for 90 KB.

    Args:
        visible_sha256: digest of the page's visible text when it was last seen.
        reading: the page.

    Returns:
        (the outcome if the visible text is the same as before, else None; the visible text).
    """
    shown = shown_by(reading)
    if shown.sha256 and shown.sha256 == visible_sha256:
        return Unchanged(visible_sha256=shown.sha256), shown
    return None, shown


def settle(known: Known, surroundings: Surroundings | None, shown: Shown) -> Outcome | None:
    """Settle a check of a page on which only what turned before has turned.

    Args:
        known: the state of the watch.
        surroundings: what earlier looks at the page had in common, None where nothing is known.
        shown: what the page shows now.

    Returns:
        The outcome; None where the policy has to be drawn.
    """
    if surroundings is None or known.held is not None or not (shown.text and known.visible_sha256):
        return None
    if (surroundings.snapshot, surroundings.rules) != (known.latest, _LEARNED_UNDER):
        return None
    after = settled(surroundings, shown.parts)
    return None if after is None else Unchanged(visible_sha256=shown.sha256, surroundings=after)


def judge(
    known: Known,
    baseline: Baseline | None,
    fetched: Fetched,
    *,
    is_past: bool = False,
    next_at: datetime | None = None,
) -> Outcome:
    """Decide what is to be recorded of a fetch.

    Args:
        known: the state of the watch.
        baseline: its latest text, None before the first.
        fetched: what came.
        is_past: whether it is a page of the past.
        next_at: the date of the next page of the past, UTC; None where there is none.

    Returns:
        What the store is to record.
    """
    if outcome := glance(known, fetched):
        return outcome
    reading = reading_of(fetched)
    outcome, shown = look("" if known.held else known.visible_sha256, reading)
    if outcome:
        return outcome
    return judge_text(known, baseline, fetched, reading, shown=shown, is_past=is_past, next_at=next_at)


def judge_text(  # noqa: PLR0913 - the facts of one look belong together
    known: Known,
    baseline: Baseline | None,
    fetched: Fetched,
    reading: Reading,
    *,
    shown: Shown,
    surroundings: Surroundings | None = None,
    is_past: bool = False,
    next_at: datetime | None = None,
    confirm_after: timedelta = timedelta(0),
    addressed: Callable[[Baseline, Sequence[PolicyText]], Baseline | None] | None = None,
) -> Outcome:
    """Draw the text of a page and decide; the expensive part, some 6 ms for 90 KB.

    Args:
        known: the state of the watch.
        baseline: its latest text, None before the first.
        fetched: a page.
        reading: the same page, read.
        shown: what it shows.
        surroundings: what earlier looks at it had in common, None where nothing is known.
        is_past: whether it is a page of the past.
        next_at: the date of the next page of the past, UTC; None where there is none.
        confirm_after: how long after the first look a second one confirms an edit.
        addressed: adds to a baseline what earlier versions showed of what it hides, where it differs from some texts.

    Returns:
        What the store is to record.
    """
    if baseline and (redrawn := _redrawn(known, baseline)):
        baseline = replace(baseline, drawn=redrawn)
    texts = _texts(baseline.drawn if baseline else None)
    drawing = drawing_of(reading, include=known.include, exclude=known.exclude, known=texts)
    drawn = _clauses(drawing.result)
    if isinstance(drawn, FetchFailure):
        return Failed(failure=drawn)
    headers = fetched.provenance.response if fetched.provenance else ()
    as_kept = partial(_as_kept, drawing=drawing, reading=reading, headers=headers)
    is_new = baseline is not None and baseline.drawn.text_digest != drawn.text_digest
    first = _first(known, baseline, drawn) if baseline else None
    if baseline and addressed and (is_new or first):
        baseline = addressed(baseline, [drawn, first] if first else [drawn])
    outcome = decide(
        known,
        baseline,
        drawn,
        at=fetched.at,
        visible_sha256=shown.sha256,
        url=fetched.url,
        is_cut=is_new and breaks_off(reading),
        first=first,
        is_past=is_past,
        next_at=next_at,
        confirm_after=confirm_after,
    )
    # a change to a text that was held tells it as it was first seen
    if isinstance(outcome, First | Changed) and outcome.drawn is drawn:
        return replace(outcome, drawn=as_kept(drawn))
    is_supplied = baseline is not None and not is_past and not baseline.snapshot.provenance.is_ours
    if is_supplied and not is_new and isinstance(outcome, Unchanged):
        detail = outcome.detail or "the text that was supplied; kept as we fetched it"
        return replace(outcome, own=as_kept(drawn), detail=detail)
    if isinstance(outcome, Unchanged) and not (is_new or is_past) and shown.text:
        # where the watch was edited, or waits for something, nothing that was learned before holds
        before = surroundings if known.visible_sha256 else None
        after = learned(before, shown.parts, _said_in(drawn), snapshot=known.latest, rules=_LEARNED_UNDER)
        return replace(outcome, surroundings=after)
    return outcome


def _said_in(drawn: PolicyText) -> Iterator[str]:
    """Yield all that a text says: its title, its headings and its clauses."""
    yield drawn.document.title
    for clause in drawn.clauses:
        yield from clause.heading_path
        yield f"{clause.label} {clause.text}"


def _first(known: Known, baseline: Baseline | None, drawn: PolicyText) -> PolicyText | None:
    """Return the text that is held, as the look that first saw it had it; drawn again only where it may differ."""
    if known.held is None or baseline is None or baseline.held is None:
        return None
    return drawn if known.held.digest == drawn.text_digest else _drawn_first(known, baseline.held)


def _drawn_first(known: Known, held: Look) -> PolicyText | None:
    reading = Reading.of(held.body, url=held.url)
    drawing = drawing_of(reading, include=known.include, exclude=known.exclude)
    drawn = _clauses(drawing.result)
    return None if isinstance(drawn, FetchFailure) else _as_kept(drawn, drawing=drawing, reading=reading)


def tell_held(known: Known, baseline: Baseline) -> Changed | None:
    """Return the change that tells of what is held, without waiting for it to stay.

    Args:
        known: the state of the watch.
        baseline: its latest text, with the look that first saw what is held.

    Returns:
        The change; None where nothing is held, or nothing can be drawn from it under the rules in force.
    """
    if known.held is None or baseline.held is None:
        return None
    first = _drawn_first(known, baseline.held)
    if redrawn := _redrawn(known, baseline):
        baseline = replace(baseline, drawn=redrawn)
    return told_of(baseline, known.held, first) if first else None


def _redrawn(known: Known, baseline: Baseline) -> PolicyText | None:
    latest = baseline.snapshot
    return redraw(at_address_of(latest, known), baseline.body, kept=latest.text_digest)


def redraw(known: Known, body: Body | None, *, kept: str = "") -> PolicyText | None:
    """Draw a stored body again under the rules and selectors in force now.

    Args:
        known: the state of the watch, with the address that the body came from.
        body: the body of its latest snapshot.
        kept: the digest of the text as it was kept; what was left out is worked out for another text only.

    Returns:
        The text with what was left out; None where the body yields none.
    """
    if body is None:
        return None
    reading = Reading.of(body, url=known.url)
    drawing = drawing_of(reading, include=known.include, exclude=known.exclude)
    drawn = _clauses(drawing.result)
    if isinstance(drawn, FetchFailure):
        return None
    return drawn if drawn.text_digest == kept else _as_kept(drawn, drawing=drawing, reading=reading)


def draw_body(
    body: Body,
    *,
    url: str = "",
    include: str = "",
    exclude: str = "",
    known: PolicyText | None = None,
    least: int = MIN_WORDS,
) -> PolicyText | FetchFailure:
    """Draw the policy text from a body, clause by clause.

    Args:
        body: the bytes and what their sender said of them.
        url: where it came from.
        include: CSS or XPath selector of what to keep, "" for none.
        exclude: CSS or XPath selector of what to leave out, "" for none.
        known: the text of the watch's last snapshot, which helps to find it again beside what is new on the page.
        least: words below which there is no policy.

    Returns:
        The text, or why there is none.
    """
    reading = Reading.of(body, url=url)
    return _clauses(drawing_of(reading, include=include, exclude=exclude, known=_texts(known), least=least).result)


def explain_body(
    body: Body, *, url: str = "", include: str = "", exclude: str = "", least: int = MIN_WORDS
) -> Explanation:
    """Draw the policy text from a body as `draw_body` does, and say what became of each block on the way.

    Known is also what the page declares the same in other languages.
    """
    reading = Reading.of(body, url=url)
    drawing = drawing_of(reading, include=include, exclude=exclude, least=least)
    drawn = _clauses(drawing.result)
    if not isinstance(drawn, FetchFailure):
        drawn = replace(drawn, alternates=alternates_of(reading))
    return Explanation(result=drawn, blocks=tuple(_blocks(drawing) or ()))


def _as_kept(drawn: PolicyText, *, drawing: Drawing, reading: Reading, headers: Headers = ()) -> PolicyText:
    """Return a text with what was left out of its page, and the pages that this declares the same as itself."""
    blocks = _blocks(drawing)
    left_out = None if blocks is None else left_out_of(blocks)
    return replace(drawn, left_out=left_out, alternates=alternates_of(reading, headers))


def _blocks(drawing: Drawing) -> list[JudgedBlock] | None:
    """Return what became of each block; None where a selector leaves out more than can be looked through."""
    try:
        return drawing.blocks()
    except TooCostlyError:
        return None


def _texts(known: PolicyText | None) -> list[str]:
    return [clause.text for clause in known.clauses] if known else []


def _clauses(document: Document | FetchFailure) -> PolicyText | FetchFailure:
    if isinstance(document, FetchFailure):
        return document
    longest = max((len(block.text) for block in document.blocks), default=0)
    if longest > MOST_CLAUSE:
        detail = f"one clause of {longest:,} characters; at most {MOST_CLAUSE:,} are read as one"
        return FetchFailure(kind=FailureKind.TOO_COSTLY, detail=detail)
    return policy_text(document)
