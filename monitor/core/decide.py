"""What is to be recorded of a page that was drawn: a pure decision over what was known and what was seen."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.comparison.compare import compare
from monitor.core.likeness import likeness
from monitor.core.phrases import told_words
from monitor.core.records import Changed, Failed, FailureKind, FetchFailure, First, Held, Unchanged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.records import Baseline, Clause, Comparison, Drawn, Known, Outcome

# A page that suddenly holds less than this share of the words it had is a broken page, not an edit ...
LEAST_SHARE = 0.25  # a quarter lower or higher, none of 131 verdicts differs
# ... unless there were so few that a normal edit may take most of them.
LEAST_WORDS = 150
# A page that holds less than this share, and nothing that is new, has lost the rest for the moment, or for good.
HALF_SHARE = 0.5  # a quarter lower or higher, none of 131 verdicts differs
# Where a page breaks off, so many letters at its end may be half a character reference.
_STUMP = 6
# A short text that reads this much like a policy, and is no remnant of the one before, has taken its place.
IS_POLICY = 0.75
# A text with nothing of the one before that reads less like a policy than this is another page: the home page, say.
NO_POLICY = 0.35
# A site's root, or that of a language: /, /en/, /de-ch, /index.html.
_HOME = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?/?)?(?:(?:index|home|default)(?:\.\w{2,5})?/?)?")
# Where it forwards from, in a query; another query may name a page: /?page_id=3.
_SAYS_WHENCE = re.compile(r"(?:(?:ref|referrer|from|source|utm_\w+|error|status|redirect)(?:=[^&]*)?(?:&|$))*")
# So is one that lost this much of its likeness to a policy, where the one before was a plain or short one.
LIKENESS_LOST = 0.5
REMNANT_SHARE = 0.5  # of the letters, known before; a guess: a quarter lower or higher, none of 131 verdicts differs
FOREIGN_SHARE = 0.02  # of the letters, known before; a guess: a quarter lower or higher, none of 131 verdicts differs
# Thai, Lao, Burmese, Khmer, Japanese, Chinese: written without spaces.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# A text that comes back while its successor is younger than this is held until another check finds it ...
YOUNG_DAYS = 7
# ... and on a page known to alternate, until it has been there for as long as this.
SETTLED_DAYS = 7


def decide(  # noqa: PLR0911, PLR0913 - each early return is one outcome; the facts of one page belong together
    known: Known,
    baseline: Baseline | None,
    drawn: Drawn,
    *,
    at: datetime,
    visible_sha256: str = "",
    url: str = "",
    is_cut: bool = False,
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

    Returns:
        First, unchanged, changed, held, or failed.
    """
    base = baseline.drawn if baseline else None
    if not known.include and is_sent_home(known.url, url) and (failure := _strayed(base, drawn)):
        return Failed(failure=failure)
    if baseline is None:
        return First(drawn=drawn, visible_sha256=visible_sha256)
    base = baseline.drawn
    unchanged = Unchanged(visible_sha256=visible_sha256, redrawn=baseline.redrawn)
    if drawn.text_digest == base.text_digest:
        return unchanged
    if failure := _broken(base, drawn):
        return Failed(failure=failure)
    doubt = _remnant(base, drawn, is_cut=is_cut)
    if doubt and not _has_settled(known, drawn.text_digest, at):
        return Failed(failure=doubt, held_digest=drawn.text_digest)
    comparison = compare(base, drawn)
    if not comparison.changes:
        return unchanged
    is_return = drawn.text_digest in baseline.earlier
    if is_return and _may_pass(known, baseline, drawn.text_digest, at):
        return Held(
            digest=drawn.text_digest,
            detail="an earlier text is back; it is told if it stays",
            redrawn=baseline.redrawn,
        )
    return Changed(
        before=baseline.snapshot.id,
        drawn=drawn,
        comparison=comparison,
        is_return=is_return,
        detail=_words(comparison),
        visible_sha256=visible_sha256,
        redrawn=baseline.redrawn,
    )


def _may_pass(known: Known, baseline: Baseline, digest: str, at: datetime) -> bool:
    """Tell whether a text that came back may go again as it came: a page alternates between two of them.

    A page whose latest text is itself one that came back has alternated before, so readers of the notices know.
    """
    latest = baseline.snapshot
    if latest.text_digest in baseline.earlier:
        return not _has_settled(known, digest, at)
    is_held = known.held is not None and known.held.digest == digest
    return not is_held and (at - latest.captured_at).days < YOUNG_DAYS


def _has_settled(known: Known, digest: str, at: datetime) -> bool:
    """Tell whether a held text has been there at every check for so long that it is there to stay."""
    held = known.held
    return held is not None and held.digest == digest and (at - held.since).days >= SETTLED_DAYS


def _words(comparison: Comparison) -> str:
    if not comparison.changed:
        return "form only; nobody is told"
    return told_words(change.significance for change in comparison.changes)


def _broken(old: Drawn, new: Drawn) -> FetchFailure | None:
    """Say why a text cannot be the policy that was there before, None where it may be."""
    before, after = word_count(old), word_count(new)
    if before >= LEAST_WORDS and after < LEAST_SHARE * before and not _is_successor(old, new):
        return FetchFailure(
            kind=FailureKind.TOO_SHORT, detail=f"only {after:,} words are left of the {before:,} there were"
        )
    was, now = old.document.language, new.document.language
    if was and now and was != now:
        return FetchFailure(
            kind=FailureKind.WRONG_LANGUAGE, detail=f"the page is in language {now!r}; until now it was in {was!r}"
        )
    if _is_foreign(old, new):
        return FetchFailure(
            kind=FailureKind.NOT_A_POLICY, detail="nothing is left of the policy, and what is there reads like none"
        )
    return None


def _remnant(old: Drawn, new: Drawn, *, is_cut: bool) -> FetchFailure | None:
    """Say why a text is what was left of the one before when a page broke; None where it may be an edit.

    Nothing in it is new. Either the markup stops and the end is missing, or more than half of the words are.
    """
    if not _nothing_is_new(old, new, is_cut=is_cut):
        return None
    if is_cut and old.clauses[-1].text not in {clause.text for clause in new.clauses}:
        return FetchFailure(kind=FailureKind.CONNECTION, detail="the page breaks off; the end of the policy is missing")
    before, after = word_count(old), word_count(new)
    if before >= LEAST_WORDS and after < HALF_SHARE * before:
        return FetchFailure(
            kind=FailureKind.TOO_SHORT,
            detail=f"only {after:,} words are left of the {before:,} there were, and none is new; told if it stays",
        )
    return None


def _nothing_is_new(old: Drawn, new: Drawn, *, is_cut: bool) -> bool:
    """Tell whether all of a text stood in the one before, as a clause, as a heading or as the beginning of one."""
    known = {text for clause in old.clauses for text in (clause.text, *clause.heading_path)}
    ordered = sorted(known)

    def is_known(clause: Clause) -> bool:
        start = clause.text[:-_STUMP] if is_cut and clause is new.clauses[-1] else clause.text
        return clause.text in known or any(text.startswith(start) for text in _from(ordered, start))

    return all(map(is_known, new.clauses))


def _from(ordered: Sequence[str], start: str) -> Sequence[str]:
    """Return the first of ordered texts that may begin so; if it does not, none does."""
    place = bisect_left(ordered, start)
    return ordered[place : place + 1]


def _is_successor(old: Drawn, new: Drawn) -> bool:
    """Tell a short policy that took the place of a long one from what is left of a page that broke off."""
    return (
        word_count(new) >= LEAST_WORDS
        and _share_known(old.clauses, new.clauses) < REMNANT_SHARE
        and likeness(clause.text for clause in new.clauses) >= IS_POLICY
    )


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


def _strayed(old: Drawn | None, new: Drawn) -> FetchFailure | None:
    """Say why the text of a home page is not the policy; None where it is: some sites have theirs there."""
    if old and _share_known(old.clauses, new.clauses) >= REMNANT_SHARE:
        return None
    if likeness(clause.text for clause in new.clauses) >= IS_POLICY:
        return None
    return FetchFailure(
        kind=FailureKind.SOFT_404, detail="the page's address forwards to the site's home page, which is no policy"
    )


def _is_foreign(old: Drawn, new: Drawn) -> bool:
    if _share_known(old.clauses, new.clauses) >= FOREIGN_SHARE:
        return False
    was, now = (likeness(clause.text for clause in drawn.clauses) for drawn in (old, new))
    return now < NO_POLICY and (was >= IS_POLICY or was - now >= LIKENESS_LOST)


def _share_known(old: Sequence[Clause], new: Sequence[Clause]) -> float:
    """Return the share of a text's letters that stand in clauses the other text has word for word."""
    known = {clause.text for clause in old}
    total = sum(len(clause.text) for clause in new)
    return sum(len(clause.text) for clause in new if clause.text in known) / max(1, total)


def word_count(drawn: Drawn) -> int:
    """Count the words of a text; in scripts without spaces, two characters count as one."""
    return sum(len(clause.text.split()) + len(_UNSPACED.findall(clause.text)) // 2 for clause in drawn.clauses)
