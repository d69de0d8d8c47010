"""`import` and `export`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.extraction.reading.selectors import check_selector
from monitor.cli.adding import slug_for
from monitor.cli.common import progress, say, warn, with_app
from monitor.core.errors import ImportRowsError, InvalidInputError
from monitor.core.naming import told_apart
from monitor.core.phrases import count_words
from monitor.core.watchlist import FORMATS, WatchlistRow, read_watchlist, write_watchlist
from monitor.named_files import read_file
from monitor.trial import remarks_on, text_of, try_out
from storage.summaries import all_watches, known_names, known_urls
from storage.watches import add_all

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.core.records import RestlessPlace, WatchSpec
    from monitor.trial import Remark

MOST_LISTED = 10  # pages with the same trouble


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--skip-bad", is_flag=True, help="Import the good rows and only report the others.")
@click.option("--no-trial", is_flag=True, help="Do not fetch the pages now.")
@with_app
def import_command(app: App, file: Path, *, skip_bad: bool, no_trial: bool) -> None:
    """Add the watches of FILE: CSV with a header, JSON, or one URL a line.

    Columns: url, and any of name, kind, every, tags, emails, include, exclude, render and ignore_robots (yes or no).
    Several tags or addresses are separated by ";". Cells may also be separated by semicolons or tabs, and an apostrophe
    before what looks like a formula is not part of it: 'export' writes one. Every bad row is reported with its line;
    then nothing is imported, unless --skip-bad. A file that is not CSV or JSON throughout is refused whole, with the
    line. What is watched already stays as it is, so a list that has grown can be imported again.
    """
    rows = _read(file)
    db = app.db
    listed = known_urls(db)
    problems = tuple((row.line, row.problem) for row in rows if row.spec is None)
    if problems and not skip_bad:
        raise ImportRowsError(str(file), problems)
    specs = [row.spec for row in rows if row.spec and row.spec.url not in listed]
    known = len(rows) - len(specs) - len(problems)
    specs = told_apart(specs, known_names(db))
    restless = _try_out(app, specs) if specs and not no_trial else {}
    add_all(db, [(spec, slug_for(spec)) for spec in specs], now=app.clock(), restless=restless)
    for line, problem in problems:
        warn(f"line {line}: {problem}")
    said = [f"Added {count_words(len(specs), 'watch', 'watches')}"]
    said += [f"{known:,} {'is' if known == 1 else 'are'} watched already"] if known else []
    said += [f"left out {len(problems):,}"] if problems else []
    say(", ".join(said) + ".")


def _read(file: Path) -> list[WatchlistRow]:
    try:
        text = read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"{file} is not UTF-8 text") from error
    try:
        return list(read_watchlist(text, check_selector=check_selector))
    except InvalidInputError as error:
        raise InvalidInputError(f"{file}: {error} (nothing was imported)") from error


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
    listed: Counter[str] = Counter()
    for url, remark in sorted(found, key=lambda one: (one[1].what, one[0])):
        listed[remark.what] += 1
        if listed[remark.what] <= MOST_LISTED:
            warn(f"{url}: {remark.text}")
    for what, count in counts.items():
        if count > MOST_LISTED:
            warn(f"... and {count - MOST_LISTED:,} more {what}; 'clausewatch list' shows them after the first check")
    return restless


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True, help="How to write it.")
@click.option("--output", type=click.Path(path_type=Path), default=None, help="A file instead of standard output.")
@with_app
def export_command(app: App, form: str, output: Path | None) -> None:
    """Write the watchlist in a form that `import` reads back."""
    text = write_watchlist([watch.spec for watch in all_watches(app.view)], form)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(f"{output} cannot be written: {error.strerror}") from error
