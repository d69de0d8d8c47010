"""Other pages than the policy: the home page that its address forwards to, or a page with nothing of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.bearing import bearing
from monitor.core.likeness import likeness
from monitor.core.linkwords import named_kinds
from monitor.core.patience import MOST, share_in
from monitor.core.records import FailureKind, FetchFailure
from monitor.core.significance.lexicon import hits

if TYPE_CHECKING:
    from monitor.core.records import PolicyText

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
# A title with more words than these beside the name of a document is none; a guess, long names of companies have six.
_MOST_BESIDE = 8
# ... and neither is a text that reads less like a policy than this: a note under its title that it is worked on. Short
# terms and cookie policies have .2 to .35, such notes less than .1; a guess.
_LEAST_LIKENESS = 0.15
_READ = 100_000  # letters by which it is told what a text's sentences do


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


def strayed(old: PolicyText | None, new: PolicyText) -> FetchFailure | None:
    """Say why the text of a home page is not the policy; None where it is: some sites have theirs there."""
    if old and share_in(old.clauses, new.clauses) >= MOST:
        return None
    if likeness(clause.text for clause in new.clauses) >= IS_POLICY:
        return None
    return FetchFailure(
        kind=FailureKind.SOFT_404, detail="the page's address forwards to the site's home page, which is no policy"
    )


def foreign(old: PolicyText, new: PolicyText) -> FetchFailure | None:
    """Say why a text is another page than the policy, None where it may be the policy, or is a document beside it."""
    if share_in(old.clauses, new.clauses) >= FOREIGN_SHARE:
        return None
    was, now = (likeness(clause.text for clause in drawn.clauses) for drawn in (old, new))
    is_document = now >= _LEAST_LIKENESS and _is_document(new)
    if now < NO_POLICY and (was >= IS_POLICY or was - now >= LIKENESS_LOST) and not is_document:
        return FetchFailure(
            kind=FailureKind.NOT_A_POLICY, detail="nothing is left of the policy, and what is there reads like none"
        )
    return None


def _is_document(drawn: PolicyText) -> bool:
    """Tell whether a text is a document that is watched, be it short or of few of a policy's topics: terms, cookies.

    Its title says so, and its sentences do what those of policies do; a home page may have such a title for once.
    """
    if all(beside > _MOST_BESIDE for beside, _ in named_kinds(drawn.document.title)):
        return False
    text = "\n".join(clause.text for clause in drawn.clauses)[:_READ]
    return bearing(text, hits(text)) >= IS_POLICY
