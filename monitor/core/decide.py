"""What is to be recorded of a page that was drawn: a pure decision over what was known and what was seen."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.claims import held_words
from monitor.core.comparison.compare import compare
from monitor.core.likeness import likeness
from monitor.core.patience import MOST, claim_of, has_stayed, held_on, share_in
from monitor.core.phrases import told_words
from monitor.core.records import Changed, Claim, Failed, FailureKind, FetchFailure, First, Held, Unchanged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.records import Baseline, Clause, Comparison, HeldText, Known, Outcome, PolicyText

# Where a page breaks off, so many letters at its end may be half a character reference.
_STUMP = 6
# A text that reads this much like a policy is one, wherever it is shown.
IS_POLICY = 0.75
# A text with nothing of the one before that reads less like a policy than this is another page: the home page, say.
NO_POLICY = 0.35
# A site's root, or that of a language: /, /en/, /de-ch, /index.html.
_HOME = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?/?)?(?:(?:index|home|default)(?:\.\w{2,5})?/?)?")
# Where it forwards from, in a query; another query may name a page: /?page_id=3.
_SAYS_WHENCE = re.compile(r"(?:(?:ref|referrer|from|source|utm_\w+|error|status|redirect)(?:=[^&]*)?(?:&|$))*")
# So is one that lost this much of its likeness to a policy, where the one before was a plain or short one.
LIKENESS_LOST = 0.5
FOREIGN_SHARE = 0.02  # of the letters, known before; a guess: a quarter lower or higher, none of 131 verdicts differs
# A text that comes back while its successor is younger than this is held.
YOUNG_DAYS = 7


def decide(  # noqa: PLR0911, PLR0913 - each early return is one outcome; the facts of one page belong together
    known: Known,
    baseline: Baseline | None,
    drawn: PolicyText,
    *,
    at: datetime,
    visible_sha256: str = "",
    url: str = "",
    is_cut: bool = False,
    first: PolicyText | None = None,
    is_past: bool = False,
) -> Outcome:
    """Decide what a drawn text means for its watch.

    Args:
        known: the state before.
        baseline: the text before, under the rules that drew `drawn`; None before the first.
        drawn: the text of the page now.
        at: when it was fetched, UTC.
        visible_sha256: digest of the page's visible text, passed on.
        url: the address that answered, "" where it is not known.
        is_cut: whether the page's markup stops before its end.
        first: the text that is held, as the look that first saw it had it; None where none is.
        is_past: whether it is a page of the past.

    Returns:
        First, unchanged, changed, held, or failed.
    """
    base = baseline.drawn if baseline else None
    if not known.include and is_sent_home(known.url, url) and (failure := _strayed(base, drawn)):
        return Failed(failure=failure)
    if baseline is None:
        return First(drawn=drawn, visible_sha256=visible_sha256)
    unchanged = Unchanged(visible_sha256=visible_sha256, redrawn=baseline.redrawn)
    if drawn.text_digest == baseline.drawn.text_digest:
        return unchanged
    if failure := _foreign(baseline.drawn, drawn):
        return Failed(failure=failure)
    comparison = compare(baseline.drawn, drawn)
    if not comparison.changes:
        return unchanged
    claim = _claim(known, baseline, drawn, comparison, at=at, is_cut=is_cut)
    if claim is None:
        return _changed(baseline, drawn, comparison, visible_sha256=visible_sha256)
    stays = _stays(known.held, first, drawn)
    held = held_on(known.held, claim, drawn.text_digest, at=at, stays=stays, is_past=is_past)
    if not has_stayed(held, is_past=is_past):
        return Held(held=held, detail=held_words(held, drawn.document.language), redrawn=baseline.redrawn)
    if first is None or first.text_digest == drawn.text_digest:
        told = _changed(baseline, drawn, comparison, visible_sha256=visible_sha256)
        return replace(told, claim=claim, look=baseline.held)
    return told_of(baseline, held, first)


def told_of(baseline: Baseline, held: HeldText, first: PolicyText) -> Changed:
    """Return the change that tells of a held text, as it was first seen and dated from then.

    Args:
        baseline: the text before, with the look that first saw the one that is held.
        held: what is held.
        first: the text as that look had it.
    """
    told = _changed(baseline, first, compare(baseline.drawn, first))
    return replace(told, claim=held.claim, look=baseline.held)


def _changed(baseline: Baseline, drawn: PolicyText, comparison: Comparison, *, visible_sha256: str = "") -> Changed:
    return Changed(
        before=baseline.snapshot.id,
        drawn=drawn,
        comparison=comparison,
        is_return=drawn.text_digest in baseline.earlier,
        detail=_words(comparison),
        visible_sha256=visible_sha256,
        redrawn=baseline.redrawn,
    )


def _stays(held: HeldText | None, first: PolicyText | None, drawn: PolicyText) -> bool:
    """Tell whether a text bears out what is held: the same words, or most of them where the claim is a large one."""
    if held is None:
        return False
    if held.digest == drawn.text_digest:
        return True
    return held.claim.is_large and first is not None and share_in(first.clauses, drawn.clauses) >= MOST


def _claim(
    known: Known, baseline: Baseline, drawn: PolicyText, comparison: Comparison, *, at: datetime, is_cut: bool
) -> Claim | None:
    """Say what a text claims that has to stay for a while before it is told, None for what is told at once."""
    if large := claim_of(baseline.drawn, drawn, comparison.changes):
        return large
    if is_cut and _is_remnant(baseline.drawn, drawn):
        return Claim.SHORTENED
    if drawn.text_digest not in baseline.earlier:
        return None
    latest = baseline.snapshot
    # a page whose latest text is itself one that came back has alternated before: readers of the notices know
    if latest.text_digest in baseline.earlier:
        return Claim.ALTERNATES
    is_held = known.held is not None and known.held.digest == drawn.text_digest
    return Claim.RETURNED if is_held or (at - latest.captured_at).days < YOUNG_DAYS else None


def _words(comparison: Comparison) -> str:
    if not comparison.changed:
        return "form only; nobody is told"
    return told_words(change.significance for change in comparison.changes)


def _is_remnant(old: PolicyText, new: PolicyText) -> bool:
    """Tell whether a text is what was left of the one before when a page broke off: nothing new, and no end."""
    return old.clauses[-1].text not in {clause.text for clause in new.clauses} and _nothing_is_new(old, new)


def _nothing_is_new(old: PolicyText, new: PolicyText) -> bool:
    """Tell whether all of a text stood in the one before, as a clause, as a heading or as the beginning of one."""
    known = {text for clause in old.clauses for text in (clause.text, *clause.heading_path)}
    ordered = sorted(known)

    def is_known(clause: Clause) -> bool:
        start = clause.text[:-_STUMP] if clause is new.clauses[-1] else clause.text
        return clause.text in known or any(text.startswith(start) for text in _from(ordered, start))

    return all(map(is_known, new.clauses))


def _from(ordered: Sequence[str], start: str) -> Sequence[str]:
    """Return the first of ordered texts that may begin so; if it does not, none does."""
    place = bisect_left(ordered, start)
    return ordered[place : place + 1]


def is_sent_home(asked: str, answered: str) -> bool:
    """Tell whether a page's address forwarded to a home page: to a root, or to that of a language.

    >>> is_sent_home("https://example.org/privacy", "https://www.example.org/en/")
    True
    >>> is_sent_home("https://example.org/en", "https://example.org/en/")
    False
    """
    if not answered or _HOME.fullmatch(urlsplit(asked).path):
        return False
    parts = urlsplit(answered)
    return bool(_SAYS_WHENCE.fullmatch(parts.query)) and bool(_HOME.fullmatch(parts.path))


def _strayed(old: PolicyText | None, new: PolicyText) -> FetchFailure | None:
    """Say why the text of a home page is not the policy; None where it is: some sites have theirs there."""
    if old and share_in(old.clauses, new.clauses) >= MOST:
        return None
    if likeness(clause.text for clause in new.clauses) >= IS_POLICY:
        return None
    return FetchFailure(
        kind=FailureKind.SOFT_404, detail="the page's address forwards to the site's home page, which is no policy"
    )


def _foreign(old: PolicyText, new: PolicyText) -> FetchFailure | None:
    """Say why a text is another page than the policy, None where it may be the policy."""
    if share_in(old.clauses, new.clauses) >= FOREIGN_SHARE:
        return None
    was, now = (likeness(clause.text for clause in drawn.clauses) for drawn in (old, new))
    if now < NO_POLICY and (was >= IS_POLICY or was - now >= LIKENESS_LOST):
        return FetchFailure(
            kind=FailureKind.NOT_A_POLICY, detail="nothing is left of the policy, and what is there reads like none"
        )
    return None
