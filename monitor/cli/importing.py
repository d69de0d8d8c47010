"""`import`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import is_somebody_there, progress, say, warn, with_app
from monitor.cli.consenting import confirmed_option
from monitor.cli.receiving import with_unknown_told
from monitor.cli.reviewing import check_review, show_review, write_review
from monitor.cli.taking_in import preview, take_in_list
from monitor.core.errors import MOST_NAMED, ImportRowsError, InvalidInputError
from monitor.core.lists.findings import Finding, FindingKind, at_hand, settled, taken_up
from monitor.core.lists.updates import Update, update_of
from monitor.core.phrases import count_words, language_words
from monitor.core.recipients import masked
from monitor.core.records import Following
from monitor.lists import Watched, count_sites, look_for, read_list, watched_of
from monitor.questions import consent_of
from storage.consents import Wanted, stopped_among
from storage.database import is_there

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.app import App
    from monitor.core.lists.reading import WatchlistRow
    from storage.consents import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The options of `import`, see its help."""

    review: Path | None
    skip_bad: bool
    again: bool
    update: bool
    yes: bool
    dry_run: bool
    no_trial: bool
    confirmed: bool


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Add what was found, without asking; not what is doubtful.")
@click.option("--dry-run", is_flag=True, help="Only look and say what would be done.")
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Write what was found for each row as CSV, to be corrected and imported.",
)
@click.option("--update", is_flag=True, help="Also change what is watched already, in what its row names.")
@click.option("--skip-bad", is_flag=True, help="Import the good rows and only report the others.")
@click.option("--again", is_flag=True, help="Take up again, unasked, what was removed; its history goes on.")
@click.option("--no-trial", is_flag=True, help="Do not look at pages now: neither find them nor try them out.")
@confirmed_option
@with_app
def import_command(app: App, file: Path, **given: bool | Path | None) -> None:
    """Add the watches of FILE: CSV, JSON, or one address a line.

    A row may name a page, or only a site ("example.org"): then its privacy policy, or what its kind says, is looked
    for, on many sites at a time. What was found is shown, what is doubtful first, and added when you say so.

    Columns: url, and any of name, kind, every, tags, emails, include, exclude, render and ignore_robots (yes or no),
    accept_language, as_is and paused (yes or no), slug, sites; and for how the addresses hear of changes, mail_when
    (at once, daily 08:00, weekly mon 08:00), mail_time_zone, mail_quiet, mail_least, mail_topics, mail_kinds,
    mail_silent_only, mail_health, mail_reviews, mail_phrases and mail_language, as 'subscribe' has them. Several of one
    kind are separated by ";". Columns with other names, as "Vendor" and "Website", are guessed in many languages, and
    by what they hold; what was guessed and what is not read is said. Any usual separator and encoding will do, and an
    apostrophe before what looks like a formula is not part of it.

    Every bad row is reported with its line as a spreadsheet counts it; then nothing is imported, unless --skip-bad.
    What is watched already stays as it is, so a list that has grown can be imported again; no site is asked again whose
    page is watched. What was removed is named and stays so, unless you say on a terminal, or by --again, to take it up.

    \b
    clausewatch import suppliers.csv --review review.csv --dry-run
    clausewatch import review.csv --yes
    """
    wishes = Wishes(**given)  # type: ignore[arg-type]  # click has checked them
    listing = read_list(file)
    rows = with_unknown_told(listing.rows)
    if wishes.review:
        check_review(wishes.review, file)
    if not wishes.dry_run and is_there(app.folder):
        app.existing_db  # noqa: B018 - that nothing can be written is told before sites are asked
    for remark in listing.remarks:
        say(remark)
    _warn_of_nobody(rows)
    _warn_of_two(rows)
    watched = watched_of(app.view)
    findings = _findings(app, rows, watched, wishes, file)
    if wishes.again:
        findings = taken_up(findings, watched.removed)
    show_review(findings)
    if wishes.review:
        write_review(findings, wishes.review, separator=listing.separator)
    left = _left_stopped(app, findings, watched) if wishes.update and not wishes.confirmed else ()
    updates = _updates(findings, watched, left) if wishes.update else {}
    for update in updates.values():
        say(f"{update.watch.slug}: {'; '.join(update.changes)}")
    if wishes.dry_run:
        say(f"Nothing was added: this was --dry-run. Without it: {preview(findings, changed=len(updates))}")
        return
    if not _is_agreed(findings, wishes):
        return
    if _is_taken_up(findings):
        findings = taken_up(findings, watched.removed)
    followed = [one for row in rows for one in row.followed]
    followed += _chosen(findings, is_sure=wishes.confirmed) if wishes.update else []
    consent = consent_of(app, is_sure=wishes.confirmed, is_direct=False)
    take_in_list(
        app,
        findings,
        watched,
        list(updates.values()),
        followed=followed,
        is_update=wishes.update,
        is_tried=not wishes.no_trial,
        consent=consent,
        left=left,
    )


def _warn_of_nobody(rows: Sequence[WatchlistRow]) -> None:
    """Say which rows choose how mails come, and name nobody who gets them."""
    lines = [
        row.line for row in rows if (entry := row.entry) and (entry.choice or entry.language) and not entry.spec.emails
    ]
    if lines:
        what, named = ("line", "it names") if len(lines) == 1 else ("lines", "they name")
        more = f" and {len(lines) - MOST_NAMED:,} more" if len(lines) > MOST_NAMED else ""
        where = f"{what} {', '.join(map(str, lines[:MOST_NAMED]))}{more}"
        warn(f"{where}: the mail_ columns change nothing where {named} no address; write one under emails")


def _findings(
    app: App, rows: Sequence[WatchlistRow], watched: Watched, wishes: Wishes, file: Path
) -> tuple[Finding, ...]:
    """Say what is to become of each row, after a look at the sites of those whose pages are not known."""
    found: list[Finding] = []
    unknown: list[WatchlistRow] = []
    for row in rows:
        if row.followed:
            continue
        one = at_hand(row, urls=watched.urls, sites=watched.sites)
        if one is None and wishes.no_trial:
            one = _unlooked(row, watched)
        found += [one] if one else []
        unknown += [] if one else [row]
    problems = tuple((one.row.line, one.why) for one in found if one.kind is FindingKind.BAD)
    if problems and not wishes.skip_bad:
        for line, problem in problems if len(problems) > MOST_NAMED else ():
            say(f"line {line}: {problem}")
        raise ImportRowsError(str(file), problems)
    if unknown:
        with progress("looking at the sites", count_sites(unknown)) as step:
            for some in look_for(unknown, folder=app.folder, config=app.config):
                found += some
                step()
    return settled(found, watched.urls, watched.removed)


def _unlooked(row: WatchlistRow, watched: Watched) -> Finding:
    """Say what becomes of a row with a site on which nothing is looked for: only an address in full is a page."""
    if not row.is_exact or row.entry is None:
        return Finding(
            row=row, kind=FindingKind.BAD, why=f"{row.said!r} names a site; its page is found without --no-trial"
        )
    page = replace(row, homes=())
    return at_hand(page, urls=watched.urls, sites={}) or Finding(row=page, kind=FindingKind.GIVEN, entry=row.entry)


def _left_stopped(app: App, findings: Sequence[Finding], watched: Watched) -> tuple[Stop, ...]:
    """Return what addresses of rows have stopped of the watches of these; they stay without."""
    known = (one.entry for one in findings if one.kind is FindingKind.KNOWN and one.entry)
    wanted = ((watched.watches[entry.spec.url].id, email) for entry in known for email in entry.spec.emails)
    return stopped_among(app.view, [Wanted(email, watch_id) for watch_id, email in wanted])


def _updates(findings: Sequence[Finding], watched: Watched, left: Sequence[Stop]) -> dict[int, Update]:
    """Return what rows change in watches, by their numbers; of several rows for one the first."""
    stopped = {(stop.watch_id, stop.address.casefold()) for stop in left}
    updates: dict[int, Update] = {}
    for one in findings:
        if one.kind is FindingKind.KNOWN and one.entry:
            watch = watched.watches[one.entry.spec.url]
            emails = tuple(e for e in one.entry.spec.emails if (watch.id, e.casefold()) not in stopped)
            entry = replace(one.entry, spec=replace(one.entry.spec, emails=emails))
            update = update_of(watch, entry, one.row.fields)
            if update:
                updates.setdefault(watch.id, update)
    return updates


def _chosen(findings: Sequence[Finding], *, is_sure: bool) -> list[Following]:
    """Return what rows of watches that are on the list say of how their addresses hear of them, or that they do."""
    entries = [one.entry for one in findings if one.kind is FindingKind.KNOWN and one.entry]
    return [
        Following(address=email, url=entry.spec.url, choice=entry.choice)
        for entry in entries
        if entry.choice or is_sure
        for email in entry.spec.emails
    ]


def _warn_of_two(rows: Sequence[WatchlistRow]) -> None:
    """Say whom rows want to be told in more than one language: an address has one, and `intake_of` takes the last."""
    said = [(email, row.entry.language, row.line) for row in rows if row.entry for email in row.entry.spec.emails]
    said += [(one.address, one.language, row.line) for row in rows for one in row.followed]
    wanted: dict[str, dict[str, int]] = {}
    for email, language, line in said:
        if language:
            lines = wanted.setdefault(email, {})
            lines.pop(language, None)
            lines[language] = line
    for email, lines in wanted.items():
        if len(lines) > 1:
            named = ", ".join(f"{language_words(language)} (line {line})" for language, line in lines.items())
            warn(f"{masked(email)} is to be told in {named}; it is told in one language, the last of these")


def _is_agreed(findings: Sequence[Finding], wishes: Wishes) -> bool:
    """Tell whether what was found is to be added; ask where somebody is there.

    Raises:
        InvalidInputError: nobody is there, and has not agreed beforehand.
    """
    clear = sum(one.kind is FindingKind.CLEAR for one in findings)
    if wishes.yes or not clear:
        return True
    pages = count_words(clear, "page")
    if is_somebody_there():
        if click.confirm(f"Add the {pages} that {'is' if clear == 1 else 'are'} clear?"):
            return True
        say("Nothing was added.")
        return False
    how = "--yes adds what is clear, --review FILE writes all of it to be corrected and imported"
    raise InvalidInputError(f"nothing was added: {pages} found for rows that only name a site; {how}")


def _is_taken_up(findings: Sequence[Finding]) -> bool:
    """Tell whether what was removed is to be taken up again; ask where somebody is there."""
    gone = sum(one.kind is FindingKind.REMOVED for one in findings)
    if not gone or not is_somebody_there():
        return False
    which = "the watch that was" if gone == 1 else f"the {gone:,} watches that were"
    return click.confirm(f"Take up again {which} removed, with the history?")
