"""`add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from crawler.extraction.reading.selectors import check_selector
from monitor.cli.common import WholeNumber, is_somebody_there, one_of, progress, say, say_rows, warn, with_app
from monitor.cli.consenting import confirmed_option, say_consent
from monitor.cli.finding import find_document
from monitor.cli.receiving import check_receivers
from monitor.core.discover import KINDS
from monitor.core.errors import InvalidInputError
from monitor.core.lists.findings import was_watched
from monitor.core.naming import told_apart
from monitor.core.phrases import count_words, interval_words
from monitor.core.records import WATCH_KINDS, WatchSpec
from monitor.core.steering import printable
from monitor.core.urls import bare_site, narrowed, site_of
from monitor.core.watchlist import DEFAULT_EVERY, DEFAULT_KIND, make_spec
from monitor.described import edited, slug_for
from monitor.questions import consent_of
from monitor.trial import missing_part, remarks_on, try_out
from monitor.trial_words import trial_rows
from storage.consents import Wanted
from storage.summaries import known_names, refuse_duplicates, removed_watch, summaries
from storage.watches import add_all

if TYPE_CHECKING:
    from monitor.app import App
    from monitor.core.records import RestlessPlace, Watch
    from monitor.trial import Trial


_TEXTS = ("name", "kind", "every", "tags", "emails", "include", "exclude", "accept_language")


@click.command()
@click.argument("url")
@click.option(
    "--name",
    default="",
    help="What to call it. [default: the host, the kind and the part; words of the path where that is taken]",
)
@click.option("--kind", type=one_of(WATCH_KINDS), default=DEFAULT_KIND, show_default=True, help="What the document is.")
@click.option(
    "--every",
    default=DEFAULT_EVERY,
    show_default=True,
    help="How often to check: 6h, 1d, 2w. Up to one and a half times as long may pass.",
)
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.option("--email", "emails", multiple=True, help="Who hears of changes; may be given several times.")
@click.option("--part", default="", metavar="NAME", help="Of a page with several documents, watch this one.")
@click.option("--include", default="", metavar="CSS|XPATH", help="Keep only what this selector finds.")
@click.option("--exclude", default="", metavar="CSS|XPATH", help="Leave out what this selector finds.")
@click.option("--render", is_flag=True, help="Build the page in a browser first, for pages made by scripts.")
@click.option("--ignore-robots", is_flag=True, help="Fetch it whatever robots.txt says; for pages you may fetch.")
@click.option(
    "--accept-language",
    default="",
    metavar="LANGUAGES",
    help="In which languages to ask for it: cs, or de-AT,de;q=0.8. [default: the one its last version is in]",
)
@click.option("--pick", type=WholeNumber(min=1), default=None, help="Of the pages found, take this one.")
@click.option("--yes", is_flag=True, help="Take the best of the pages found, without asking.")
@click.option("--as-is", is_flag=True, help="Watch the page at URL itself, also where it is a home page.")
@click.option("--no-trial", is_flag=True, help="Do not look at the page now: neither find it nor try it out.")
@click.option("--again", is_flag=True, help="Where a watch of this address was removed, take it up again unasked.")
@confirmed_option
@with_app
def add_command(app: App, url: str, **fields: Any) -> None:  # noqa: ANN401 - click's options
    """Put the page at URL on the watchlist.

    Where URL is a bare site, its privacy policy (or what --kind names) is looked for on it first, and what was found is
    shown with the reasons. The page is fetched twice to show what would be watched, and whether it holds still: where
    it does not, the places are known from then on, and not told of while they vary. The first check then keeps the
    text to compare with.

    An address with "#name", or --part NAME, watches that part of a page and nothing else of it: the element with this
    id, the panel of the tab, or the heading with all up to the next of its level.

    A watch that was removed is taken up again as it was, with its history, but for what is asked otherwise.

    \b
    clausewatch add example.org
    clausewatch add example.org --kind terms --pick 2
    clausewatch add https://example.org/legal --part privacy
    clausewatch add https://example.org/privacy --every 6h --tag vendor --email me@example.org
    """
    check_receivers(app, fields["emails"])
    homes = bare_site(url) if not (fields["as_is"] or fields["no_trial"]) and fields["kind"] in KINDS else ()
    if homes:
        _spec(url=homes[0], **fields)  # what is wrong with the options is told before anything is fetched
        url = find_document(
            homes, kind=fields["kind"], folder=app.folder, config=app.config, pick=fields["pick"], is_sure=fields["yes"]
        ).url
    spec = _spec(url=narrowed(url, fields["part"]), **fields)
    sites = [site_of(homes[0])] if homes else []
    refuse_duplicates(app.db, [spec.url])
    if gone := removed_watch(app.db, spec.url):
        _offer(gone, is_sure=fields["again"])
        spec = edited(gone.spec, _asked(fields))
    restless = () if fields["no_trial"] else look_at(app, spec)
    if not gone:
        (spec,) = told_apart([spec], known_names(app.db))
    # of a watch that is taken up again more is known than one look can tell
    known = {} if gone else {spec.url: restless}
    consent = consent_of(app, is_sure=fields["confirmed"])
    watch_id = add_all(app.db, [(spec, slug_for(spec))], now=app.clock(), restless=known, sites=sites, consent=consent)[
        0
    ]
    found = next(iter(summaries(app.db, [watch_id])))
    said = f"Added {found.watch.slug!r}"
    if gone:
        said = f"Took up {gone.slug!r} again, with {count_words(found.snapshots, 'version')}"
    say(f"{said}; it is checked {interval_words(spec.every_seconds)}. 'clausewatch check' reads it now.")
    say_consent(app, [Wanted(email, watch_id) for email in spec.emails], consent)


def _offer(gone: Watch, *, is_sure: bool) -> None:
    """Have a person decide whether a watch that was removed is taken up again; raise where there is nobody to ask."""
    if is_sure:
        return
    since = f"{gone.spec.url}: {was_watched(gone)}"
    if not is_somebody_there():
        raise InvalidInputError(f"{since}; --again takes that up again, with its history")
    click.confirm(printable(f"{since}. Take that up again, with its history?"), default=True, abort=True)


def _asked(fields: dict[str, Any]) -> dict[str, Any]:
    """Return what somebody wrote of a watch, without what options are where nobody names them."""
    context = click.get_current_context()
    asked = {n: v for n, v in fields.items() if context.get_parameter_source(n) is ParameterSource.COMMANDLINE}
    return {**asked, "subscribe": asked.get("emails")}


def look_at(app: App, spec: WatchSpec) -> tuple[RestlessPlace, ...]:
    """Try a page out, say what was found, and return the places at which two looks differ.

    Raises:
        InvalidInputError: the page has not the part that is to be watched.
    """
    with progress("looking at the page", 1):
        (trial,) = try_out([spec], folder=app.folder, config=app.config)
    if problem := missing_part(trial):
        raise InvalidInputError(f"{spec.url}: {problem}")
    tell_trial(trial)
    return trial.restless


def _spec(*, url: str, **fields: Any) -> WatchSpec:  # noqa: ANN401 - click's options
    flags = {"render": fields["render"], "ignore_robots": fields["ignore_robots"]}
    texts = {name: fields[name] for name in _TEXTS}
    return make_spec(
        {"url": url, **texts, **{name: "yes" if value else "no" for name, value in flags.items()}},
        check_selector=check_selector,
    )


def tell_trial(trial: Trial) -> None:
    """Print what a look at a page found."""
    say_rows(trial_rows(trial))
    for remark in remarks_on(trial):
        warn(f"Warning: {remark.text}")
