"""`add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from crawler.extraction.selectors import check_selector
from monitor.cli.common import progress, say, warn, with_app
from monitor.core.decide import NO_POLICY
from monitor.core.likeness import likeness
from monitor.core.records import WATCH_KINDS, FetchFailure, WatchSpec
from monitor.core.urls import host_of, slugify
from monitor.core.watchlist import DEFAULT_EVERY, DEFAULT_KIND, make_spec
from monitor.core.words import count_words, failure_words, interval_words, stated_words
from monitor.trial import try_out
from storage.watches import add_all, refuse_duplicates, summaries

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.core.records import Drawn
    from monitor.trial import Trial


# the languages in which likeness can tell a policy from another text: those of the lexicon
GRADED = frozenset({"cs", "de", "en", "es", "fr", "it", "nl", "pl", "pt"})


def slug_for(spec: WatchSpec) -> str:
    """Return the short name wished for a watch."""
    return slugify(spec.name) or slugify(f"{host_of(spec.url)} {spec.kind}") or "watch"


@click.command()
@click.argument("url")
@click.option("--name", default="", help="What to call it. [default: the host and the kind]")
@click.option(
    "--kind", type=click.Choice(WATCH_KINDS), default=DEFAULT_KIND, show_default=True, help="What the document is."
)
@click.option("--every", default=DEFAULT_EVERY, show_default=True, help="How often to check: 6h, 1d, 2w.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.option("--email", "emails", multiple=True, help="Who hears of changes; may be given several times.")
@click.option("--include", default="", metavar="CSS|XPATH", help="Keep only what this selector finds.")
@click.option("--exclude", default="", metavar="CSS|XPATH", help="Leave out what this selector finds.")
@click.option("--render", is_flag=True, help="Build the page in a browser first, for pages made by scripts.")
@click.option("--ignore-robots", is_flag=True, help="Fetch it whatever robots.txt says; for pages you may fetch.")
@click.option("--no-trial", is_flag=True, help="Do not fetch the page now.")
@with_app
def add_command(app: App, url: str, *, no_trial: bool, **fields: Any) -> None:  # noqa: ANN401 - click's options
    """Put the page at URL on the watchlist.

    The page is fetched once to show what would be watched; the first check then keeps the text to compare with.

    \b
    clausewatch add https://example.org/privacy --every 6h --tag vendor --email me@example.org
    """
    spec = make_spec(
        {
            "url": url,
            "name": fields["name"],
            "kind": fields["kind"],
            "every": fields["every"],
            "tags": fields["tags"],
            "emails": fields["emails"],
            "include": fields["include"],
            "exclude": fields["exclude"],
            "render": "yes" if fields["render"] else "no",
            "ignore_robots": "yes" if fields["ignore_robots"] else "no",
        },
        check_selector=check_selector,
    )
    config, db = app.config, app.db
    refuse_duplicates(db, [spec.url])
    if not no_trial:
        with progress("looking at the page", 1):
            trials = list(try_out([spec], folder=app.folder, config=config))
        for trial in trials:
            tell_trial(trial)
    watch_id = add_all(db, [(spec, slug_for(spec))], now=app.clock())[0]
    watch = next(iter(summaries(db, [watch_id]))).watch
    say(f"Added {watch.slug!r}; it is checked {interval_words(spec.every_seconds)}. 'clausewatch check' reads it now.")


def tell_trial(trial: Trial) -> None:
    """Print what a look at a page found."""
    if isinstance(trial.result, FetchFailure):
        words = failure_words(trial.result.kind, trial.result.status)
        warn(f"Warning: {words.what} ({trial.result.detail}). {words.advice}")
        return
    drawn = trial.result
    document = drawn.document
    rows = {
        "Title": document.title or "none",
        "Language": document.language or "not told",
        "Stated date": stated_words(document.stated_date.iso) if document.stated_date else "none on the page",
        "Text": f"{count_words(len(drawn.clauses), 'clause')}, {count_words(_words(drawn), 'word')}",
        "Begins": _shorten(drawn.clauses[0].text if drawn.clauses else ""),
    }
    if trial.url != trial.spec.url:
        rows["Forwarded to"] = trial.url
    for label, value in rows.items():
        say(f"{label + ':':13} {value}")
    if document.language in GRADED and likeness(clause.text for clause in drawn.clauses) < NO_POLICY:
        warn("Warning: this does not read like a policy. 'clausewatch extract' shows what would be kept.")


def _words(drawn: Drawn) -> int:
    return sum(len(clause.text.split()) for clause in drawn.clauses)


def _shorten(text: str, width: int = 90) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
