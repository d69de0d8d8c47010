"""What is to become of each row of a watchlist: a pure decision over the row, what is watched, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.core.discover import CLEAR, KINDS, is_clear
from monitor.core.domains import registered_domain
from monitor.core.failure_words import met_words
from monitor.core.lists.updates import update_of
from monitor.core.naming import default_name
from monitor.core.phrases import count_words, day_words
from monitor.core.records import Standing
from monitor.core.urls import host_of, is_same_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from monitor.core.lists.reading import WatchlistRow
    from monitor.core.records import Candidate, Discovery, Entry, Watch


class FindingKind(StrEnum):
    """What is to become of a row; those that need a person come first."""

    BAD = "bad"
    NONE = "none"
    DOUBTFUL = "doubtful"
    REMOVED = "removed"
    SAME = "same"
    CLEAR = "clear"
    GIVEN = "given"
    AGAIN = "again"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is to become of one row.

    Args:
        row: the row.
        kind: bad; none or doubtful (a person has to say which page it is); removed (watched until somebody took it
            off the list); same as another row; clear (found); given (it names its page); again (removed, and to be
            taken up again); known (watched already).
        entry: the watch that would be added or taken up, or that of a row that is known; None where no page is chosen.
        pages: the candidates that are left, best first.
        why: one line for a person, "" where the row says it all.
    """

    row: WatchlistRow
    kind: FindingKind
    entry: Entry | None = None
    pages: tuple[Candidate, ...] = ()
    why: str = ""

    @property
    def is_added(self) -> bool:
        """Tell whether a new watch is added for it."""
        return self.kind in {FindingKind.CLEAR, FindingKind.GIVEN}

    @property
    def is_open(self) -> bool:
        """Tell whether a person has to say what is to become of the row."""
        return self.kind in {FindingKind.BAD, FindingKind.NONE, FindingKind.DOUBTFUL, FindingKind.REMOVED}


def at_hand(row: WatchlistRow, *, urls: Mapping[str, str], sites: Mapping[tuple[str, str], str]) -> Finding | None:
    """Say what is to become of a row for which nothing is asked.

    Args:
        row: of a watch, good or bad.
        urls: what is watched, by its address and those that it had before.
        sites: by site and kind of document, the address that is watched for it.

    Returns:
        The finding; None for a row whose page is to be looked for.
    """
    if row.entry is None:
        return Finding(row=row, kind=FindingKind.BAD, why=row.problem)
    spec = row.entry.spec
    watched = sites.get((row.site, spec.kind)) if row.homes else urls.get(spec.url)
    if watched:
        why = "it is watched already" + (f", now at {watched}" if not row.homes and watched != spec.url else "")
        return Finding(row=row, kind=FindingKind.KNOWN, entry=_at(row, watched), why=why)
    return None if row.homes else Finding(row=row, kind=FindingKind.GIVEN, entry=row.entry)


def found_on(row: WatchlistRow, found: Discovery) -> Finding:
    """Say what is to become of a row after a look at its site.

    Args:
        row: with a site, good.
        found: what the look brought.
    """
    assert row.spec is not None  # noqa: S101 - a row without one is not looked for
    pages = tuple(one for one in found.candidates if one.standing is not Standing.UNFIT)
    if not pages:
        return Finding(row=row, kind=FindingKind.NONE, why=_nothing(found, row.spec.kind))
    best, entry = pages[0], _at(row, pages[0].url)
    doubts = [*_forwarded(row, found), *_unclear(pages)]
    if doubts:
        return Finding(row=row, kind=FindingKind.DOUBTFUL, pages=pages, why="; ".join(doubts))
    return Finding(row=row, kind=FindingKind.CLEAR, entry=entry, pages=pages, why="; ".join(best.reasons))


def _at(row: WatchlistRow, url: str) -> Entry:
    """Return the watch of a row at the page that was found; one that nobody has named is called by its site."""
    entry = row.entry
    assert entry is not None  # noqa: S101 - as above
    sites = tuple(sorted({*entry.sites, *filter(None, [row.site])}))
    name = (
        entry.spec.name if "name" in row.fields else default_name(row.homes[0] if row.homes else url, entry.spec.kind)
    )
    return replace(entry, sites=sites, spec=replace(entry.spec, url=url, name=name))


def _nothing(found: Discovery, kind: str) -> str:
    if found.failure is not None:
        return _small(met_words(found.failure.kind, found.failure.status, found.failure.detail))
    return f"no {KINDS[kind]} was found ({count_words(found.requests, 'page')} looked at)"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _forwarded(row: WatchlistRow, found: Discovery) -> list[str]:
    """Say that a site forwards to one of another name: its new home, or whoever has the domain now."""
    if is_same_site(row.homes[0], found.url):
        return []
    asked, answered = (registered_domain(url).partition(".")[0] for url in (row.homes[0], found.url))
    is_its_name = asked == answered and not asked.isdigit()
    return [] if is_its_name else [f"the site forwards to another, {host_of(found.url)}"]


def _unclear(pages: Sequence[Candidate]) -> list[str]:
    best = pages[0]
    if is_clear(pages):
        return []
    if best.standing is Standing.FITS:
        close = [one for one in pages[1:] if best.score - one.score < CLEAR and one.standing is not Standing.UNSEEN]
        return [f"{count_words(len(close) + 1, 'page')} may be it"]
    if best.standing is Standing.UNREAD:
        return [best.reasons[-1] if best.reasons else "the page could not be read"]
    return ["its page was not looked at"]


def settled(findings: Iterable[Finding], urls: Mapping[str, str], removed: Mapping[str, Watch]) -> tuple[Finding, ...]:
    """Let each page be watched once, by the first row that leads to it, which stands for the sites of all.

    A page that somebody took off the list is watched by no row until it is said that it is to be taken up again.

    Args:
        findings: one a row, in any order.
        urls: what is watched, by its address and those that it had before.
        removed: what was watched until it was removed, by its address.

    Returns:
        The findings in the order of the rows.
    """
    ordered = sorted(findings, key=lambda one: one.row.line)
    first: dict[str, int] = {}
    done: list[Finding] = []
    for one in ordered:
        entry = one.entry
        if entry is None or not one.is_added:
            done.append(one)
        elif watched := urls.get(entry.spec.url):
            known = replace(entry, spec=replace(entry.spec, url=watched))
            done.append(replace(one, kind=FindingKind.KNOWN, entry=known, why="its page is watched already"))
        elif (place := first.get(entry.spec.url)) is not None:
            other = done[place]
            assert other.entry is not None  # noqa: S101 - it is added
            sites = tuple(sorted({*other.entry.sites, *entry.sites}))
            done[place] = replace(other, entry=replace(other.entry, sites=sites))
            why = f"the same page as line {other.row.line}, whose name, tags and addresses are taken"
            done.append(replace(one, kind=FindingKind.SAME, why=why))
        else:
            first[entry.spec.url] = len(done)
            gone = removed.get(entry.spec.url)
            done.append(replace(one, kind=FindingKind.REMOVED, why=was_watched(gone)) if gone else one)
    return tuple(done)


def was_watched(watch: Watch) -> str:
    """Say until when a watch that was removed was watched, and as what."""
    return f"it was watched as {watch.slug!r}" + (f" until {day_words(watch.removed_at)}" if watch.removed_at else "")


def taken_up(findings: Sequence[Finding], removed: Mapping[str, Watch]) -> tuple[Finding, ...]:
    """Let what was removed be taken up again, as it was but for what its row names.

    Args:
        findings: settled.
        removed: what was watched until it was removed, by its address.

    Returns:
        The findings, none of them of a watch that stays removed.
    """
    return tuple(_again(one, removed) if one.kind is FindingKind.REMOVED else one for one in findings)


def _again(one: Finding, removed: Mapping[str, Watch]) -> Finding:
    assert one.entry is not None  # noqa: S101 - its page is chosen
    watch = removed[one.entry.spec.url]
    update = update_of(watch, one.entry, one.row.fields)
    entry = replace(one.entry, spec=update.spec if update else watch.spec, slug=watch.slug)
    return replace(one, kind=FindingKind.AGAIN, entry=entry)


def in_need_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order of their kinds, those that need a person first, then of their lines."""
    order = {kind: place for place, kind in enumerate(FindingKind)}
    return sorted(findings, key=lambda one: (order[one.kind], one.row.line))
