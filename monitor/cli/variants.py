"""`variants`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.common import format_option, say, say_json, with_app
from monitor.core.phrases import count_words, language_words
from monitor.core.variants.words import said_words
from monitor.variants import clause_at, compared_variants, variants_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.app import App
    from monitor.core.variants.drift import Comparison
    from monitor.core.variants.sayings import Saying
    from monitor.variants import Variant, Variants

_PATH = " › "


@click.command()
@click.argument("watch", metavar="W")
@format_option("text", "json")
@with_app
def variants_command(app: App, watch: str, form: str) -> None:
    """Show W beside the variants of its document in other languages, and what only one of two says.

    Variants are the watches of pages that declare each other the same in other languages (hreflang), and those that
    'edit W --variant-of W2' has paired. Their newest versions are compared by what comes to the same in every language:
    figures, rights, recipients, transfers, addresses. What cannot be compared is counted. It is read by rules: look at
    the clauses before you rely on it.
    """
    found = compared_variants(app.view, app.find_ever(watch).id)
    if form == "json":
        say_json(variants_json(found))
        return
    for line in _lines(found):
        say(line)


def _lines(found: Variants) -> Iterator[str]:
    if not found.others:
        yield f"{found.own.slug!r} has no variant that is watched."
        yield f"'clausewatch edit {found.own.slug} --variant-of W' pairs it with one by hand."
    for one in found.others:
        yield f"{found.own.slug} ({_language(found.own)}) beside {one.slug} ({_language(one)}, {one.url})"
        if one.comparison is None:
            yield "  One of them has no version yet; 'clausewatch check' reads it."
        else:
            yield from _compared(found.own, one, one.comparison)
    for page in found.unwatched:
        yield f"Not watched: {language_words(page.language)}, {page.url}; 'clausewatch add {page.url}' watches it."


def _compared(own: Variant, one: Variant, comparison: Comparison) -> Iterator[str]:
    alike, unknown = comparison.both, sum(map(len, comparison.not_compared))
    what = count_words(len(comparison.drift), "difference") if comparison.drift else "No difference found"
    yield f"  {what}; {alike} of what both say alike, {unknown} not compared"
    for drift in comparison.drift:
        yield f"  {drift.aspect}"
        yield f"    {own.slug}: {_said(drift.one, own)}"
        yield f"    {one.slug}: {_said(drift.other, one)}"


def _said(saying: Saying | None, of: Variant) -> str:
    clause = clause_at(of.text, saying.position) if saying else None
    place = _PATH.join(clause.heading_path) if clause else ""
    return f"{said_words(saying)}{f' ({place})' if place else ''}"


def _language(one: Variant) -> str:
    return language_words(one.language) if one.language else "language not known"
