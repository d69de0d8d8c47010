"""Taking in what an import found: the pages tried out, the watches added and changed, the sum of it told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.checking.pool import Workers
from monitor.cli.common import progress, say, warn
from monitor.cli.consenting import say_asked, say_stopped, say_unasked
from monitor.cli.reviewing import why_words
from monitor.core.errors import MOST_NAMED
from monitor.core.lists.findings import FindingKind
from monitor.core.phrases import count_words, language_words
from monitor.core.recipients import masked
from monitor.core.records import Way, way_of
from monitor.lists import intake_of
from monitor.questions import ask_now
from monitor.reprocess import reprocess
from monitor.trial import remarks_on, text_of, try_out
from storage.intake import Heard, take_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.app import App
    from monitor.core.lists.findings import Finding
    from monitor.core.lists.updates import Update
    from monitor.core.records import Consent, Following, RestlessPlace, WatchSpec
    from monitor.lists import Watched
    from monitor.trial import Remark
    from storage.consents import Stop

MOST_LISTED = 10  # pages with the same trouble of which it is told in full


def take_in_list(  # noqa: PLR0913 - all that a list brings
    app: App,
    findings: Sequence[Finding],
    watched: Watched,
    updates: Sequence[Update],
    *,
    followed: Sequence[Following],
    is_update: bool,
    is_tried: bool,
    consent: Consent,
    left: Sequence[Stop] = (),
) -> None:
    """Add and change watches, all or none, and say what was done and which rows were left out, and why.

    Args:
        app: the application.
        findings: what is to become of each row.
        watched: what was watched before.
        updates: what is changed of it.
        followed: who is to hear of what beside the addresses of the watches.
        is_update: whether rows change what is watched already.
        is_tried: whether the pages are looked at first.
        consent: what is known of whether the addresses want their mails.
        left: what rows ask for again that was stopped, and is left so.
    """
    added = [one.entry.spec for one in findings if one.entry and one.is_added]
    again = [one.entry.spec for one in findings if one.entry and one.kind is FindingKind.AGAIN]
    tried = [*added, *again] if is_tried else []
    restless = _try_out(app, tried) if tried else {}
    intake = intake_of(findings, watched, updates=updates, followed=followed, is_update=is_update, restless=restless)
    heard = take_in(app.db, intake, now=app.clock(), consent=consent)
    ask_now(app)
    _redraw(app, [one.watch.id for one in updates if one.is_redrawn])
    for one in findings:
        if one.is_open:
            kind = "" if one.kind is FindingKind.BAD else f"{one.row.said}: {one.kind.value}: "
            how = "; --again takes it up, with its history" if one.kind is FindingKind.REMOVED else ""
            warn(f"line {one.row.line}: {kind}{why_words(one)}{how}")
    say(_summary(findings, added=len(added), changed=len(updates), heard=heard))
    say_asked(app, heard.asked)
    say_stopped([*heard.stopped, *left])
    if not consent.is_sure and any(way_of(email) is Way.MAIL for spec in added for email in spec.emails):
        say_unasked(app)


def _redraw(app: App, watch_ids: Sequence[int]) -> None:
    """Draw the latest versions of watches again under their new selectors; that is no change and mails nobody."""
    if watch_ids:
        with Workers(is_forked=True) as workers:
            for watch_id in watch_ids:
                reprocess(app.db, watch_id, workers, now=app.clock())


def preview(findings: Sequence[Finding], *, changed: int) -> str:
    """Say in a line what would be done of an import that is only looked at."""
    added = sum(one.is_added for one in findings)
    return _summary(findings, added=added, changed=changed, heard=Heard(count=0))


def _summary(findings: Sequence[Finding], *, added: int, changed: int, heard: Heard) -> str:
    counts = Counter(one.kind for one in findings)
    known, same, again = counts[FindingKind.KNOWN] - changed, counts[FindingKind.SAME], counts[FindingKind.AGAIN]
    left_out = sum(one.is_open for one in findings)
    said = [f"Added {count_words(added, 'watch', 'watches')}"]
    said += [f"took up {again:,} again"] if again else []
    said += [f"changed {changed:,}"] if changed else []
    said += [f"{known:,} {'is' if known == 1 else 'are'} watched already"] if known else []
    said += [f"{same:,} {'has' if same == 1 else 'have'} the page of another row"] if same else []
    said += [f"{count_words(heard.count, 'subscription')} made or changed"] if heard.count else []
    said += [f"left out {left_out:,}"] if left_out else []
    return ", ".join(said) + "." + _renewed_words(heard.renewed) + _spoken_words(heard.spoken)


def _renewed_words(addresses: Sequence[str]) -> str:
    """Say who hears of something newly, "" for nobody: what an administrator ended, the list may bring back."""
    if not addresses:
        return ""
    more = f" and {len(addresses) - MOST_NAMED:,} more" if len(addresses) > MOST_NAMED else ""
    named = ", ".join(map(masked, addresses[:MOST_NAMED])) + more
    return f" By this list hear of more than before: {named}."


def _spoken_words(spoken: Sequence[tuple[str, str, str]]) -> str:
    """Say who is told in another language since, "" for nobody."""
    if not spoken:
        return ""
    more = f" and {len(spoken) - MOST_NAMED:,} more" if len(spoken) > MOST_NAMED else ""
    named = ", ".join(
        f"{masked(email)} in {language_words(now)}" + (f", no longer in {language_words(before)}" if before else "")
        for email, before, now in spoken[:MOST_NAMED]
    )
    return f" Told in another language from now on: {named}{more}."


def _try_out(app: App, specs: list[WatchSpec]) -> dict[str, tuple[RestlessPlace, ...]]:
    """Look at pages and say what was found; return the restless places of each, by its address."""
    restless: dict[str, tuple[RestlessPlace, ...]] = {}
    found: list[tuple[str, Remark]] = []
    read = 0
    with progress("looking at the pages", len(specs)) as step:
        for trial in try_out(specs, folder=app.folder, config=app.config):
            read += text_of(trial) is not None
            restless[trial.spec.url] = trial.restless
            found += [(trial.spec.url, remark) for remark in remarks_on(trial)[:1]]
            step()
    counts = Counter(remark.what for _, remark in found)
    parts = ", ".join(f"{count:,} {what}" for what, count in counts.most_common())
    say(f"{read:,} of {count_words(len(specs), 'page')} could be read." + (f" To look at: {parts}." if parts else ""))
    if varying := sum(map(bool, restless.values())):
        pages = "1 page has" if varying == 1 else f"{varying:,} pages have"
        say(f"{pages} places that vary from look to look and are not told of meanwhile; 'clausewatch show' lists them.")
    for what in sorted(counts):
        alike = sorted((url, remark.text) for url, remark in found if remark.what == what)
        for url, text in alike[:MOST_LISTED]:
            warn(f"{url}: {text}")
        if more := [url for url, _ in alike[MOST_LISTED:]]:
            rest = f" and {len(more) - MOST_NAMED:,} more" if len(more) > MOST_NAMED else ""
            warn(f"... and {len(more):,} more {what}: {' '.join(more[:MOST_NAMED])}{rest}")
    return restless
