"""Plain words for how a version came to us, for pages, mails and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.phrases import REASONS, moment_words
from monitor.core.records import ProvenanceKind, SnapshotReason
from monitor.core.records.catalogues import ENGLISH, Catalogue

if TYPE_CHECKING:
    from monitor.core.records import Provenance

NOT_FETCHED = "not fetched by Clausewatch; its date is that in the name of the file"
"""What is to be known of a version that was supplied."""


def came_words(came: Provenance) -> str:
    """Return how a version came to us, in a line.

    >>> from monitor.core.records import Provenance
    >>> came_words(Provenance(kind=ProvenanceKind.FETCH, source="https://example.org/privacy"))
    'fetched by Clausewatch from https://example.org/privacy'
    >>> came_words(Provenance(kind=ProvenanceKind.FILE, source="2024-01-01T08-00-00Z.html", by="anna"))
    'from the file 2024-01-01T08-00-00Z.html, supplied by anna'
    >>> came_words(Provenance(kind=ProvenanceKind.FILE))
    'from a file; who supplied it and when was not recorded'
    """
    on = f" on {moment_words(came.at)}" if came.at else ""
    if came.is_ours:
        return f"fetched by Clausewatch{f' from {came.source}' if came.source else ''}{on}"
    what = "archive" if came.kind is ProvenanceKind.ARCHIVE else "file"
    named = f"from the {what} {came.source}" if came.source else f"from {'an' if what == 'archive' else 'a'} {what}"
    if not came.by:
        return f"{named}; who supplied it and when was not recorded"
    return f"{named}, supplied by {came.by}{on}"


def came_in_short(kind: ProvenanceKind, by: str, catalogue: Catalogue = ENGLISH) -> str:
    """Return how a version came to us, in few words, to stand behind its date.

    Args:
        kind: of its provenance.
        by: who supplied it, "" for nobody or where it is not known.
        catalogue: the language of the words.

    >>> came_in_short(ProvenanceKind.FETCH, ""), came_in_short(ProvenanceKind.FILE, "anna")
    ('fetched', 'file from anna')
    """
    if kind is ProvenanceKind.FETCH:
        return catalogue.gettext("fetched")
    if kind is ProvenanceKind.ARCHIVE:
        return catalogue.gettext("archive, supplied by %(name)s", name=by) if by else catalogue.gettext("archive")
    return catalogue.gettext("file from %(name)s", name=by) if by else catalogue.gettext("file")


def kept_words(reason: SnapshotReason, *, has_before: bool, is_first_fetch: bool) -> str:
    """Return why a version was kept.

    Args:
        reason: as it is recorded; one that came first stays "first" where older ones of the same text are supplied.
        has_before: whether another stands before it.
        is_first_fetch: whether it is the first that we fetched.
    """
    if has_before and reason is SnapshotReason.FIRST:
        return f"first version {'fetched' if is_first_fetch else 'kept'}, same text as the one before"
    if has_before and is_first_fetch and reason is SnapshotReason.CHANGED:
        return f"{REASONS[reason]}, the first version fetched"
    return REASONS[reason]
