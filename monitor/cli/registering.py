"""`register`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.common import format_option, one_of, progress, say, say_json, with_app
from monitor.cli.tables import Column, print_table
from monitor.cli.tagged import named_or_tagged, tag_option
from monitor.core.collation import folded
from monitor.core.phrases import day_words
from monitor.core.register.facts import FIELDS, FactKind
from monitor.core.steering import printable
from monitor.core.watchlist import write_csv
from storage.browse.registers import entry_json, register_of
from storage.summaries import all_watches
from storage.times import to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.app import App
    from storage.browse.registers import Entry

_PATH = " › "
_COLUMNS = (
    Column(name="Watch"),
    Column(name="Fact"),
    Column(name="What it says"),
    Column(name="Clause"),
    Column(name="Since"),
)


@click.command()
@click.argument("watches", metavar="[W]...", nargs=-1)
@tag_option("Watches with this tag; may be given several times.")
@click.option(
    "--fact",
    "kinds",
    type=one_of(kind.value for kind in FactKind),
    multiple=True,
    help="Only facts of this kind; may be given several times.",
)
@format_option("text", "csv", "json")
@with_app
def register_command(
    app: App, watches: tuple[str, ...], *, tags: tuple[str, ...], kinds: tuple[str, ...], form: str
) -> None:
    """Show the facts that the newest versions state, of all watches or those named.

    They are processors with purpose and place, retention periods, transfers abroad, legal bases, contacts, minimum
    ages, notice periods, and courts and laws. Each names the clause that says it and since when that has stood there.
    They are read by rules: look at the clause before you rely on one.
    """
    found = named_or_tagged(app, watches, tags) if watches or tags else list(all_watches(app.view))
    found.sort(key=lambda watch: (folded(watch.spec.name), watch.slug))
    entries: list[Entry] = []
    with progress("reading policies", len(found)) as step:
        for watch in found:
            entries += register_of(app.view, watch, [FactKind(kind) for kind in kinds])
            step()
    if form == "json":
        say_json([entry_json(entry) for entry in entries])
    elif form == "csv":
        click.echo(_csv(entries, [FactKind(kind) for kind in kinds] or list(FactKind)), nl=False)
    elif entries:
        print_table(_COLUMNS, map(_cells, entries))
    else:
        say("No such fact is stated." if found else "Nothing is watched. 'clausewatch add URL' begins.")


def _cells(entry: Entry) -> tuple[str, ...]:
    stated = "; ".join(f"{field.name}: {field.text}" for field in entry.fact.fields if field.text)
    return (entry.watch.slug, entry.fact.kind.value, stated, _place(entry), day_words(entry.since.captured_at))


def _place(entry: Entry) -> str:
    """Return the headings above a clause and its label."""
    return _PATH.join(filter(None, (*entry.clause.heading_path, entry.clause.label)))


def _csv(entries: Sequence[Entry], kinds: Sequence[FactKind]) -> str:
    """Return rows as CSV with a column for each field that facts of some kinds have."""
    fields = dict.fromkeys(name for kind in kinds for name in FIELDS[kind])
    rows = (
        {
            **dict.fromkeys(fields, ""),
            **{field.name: printable(field.text) for field in entry.fact.fields},
            "watch": entry.watch.slug,
            "fact": entry.fact.kind.value,
            "place in the text": printable(_place(entry)),
            "clause": printable(entry.clause.text),
            "since": to_text(entry.since.captured_at),
        }
        for entry in entries
    )
    return write_csv(("watch", "fact", *fields, "place in the text", "clause", "since"), rows)
