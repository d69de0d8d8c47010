"""The demo: the main job from end to end, on a small site and a mail server of its own, with nothing else installed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.app import App
from monitor.config import Config
from monitor.core.errors import InvalidInputError
from monitor.core.phrases import count_words
from monitor.core.records import CheckOutcome, WatchSpec
from monitor.crawl import at_once, check_watches
from monitor.demo.server import DemoSite
from monitor.demo.sink import HOST, Sink
from monitor.mail.post import send_waiting
from monitor.mail.transport import eml_name
from storage.due import active_watches
from storage.summaries import summaries
from storage.watches import add_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path

    from crawler.messages import Checked

READER = "reader@example.org"
PAGES_AT = "http://127.0.0.1:8001"
_MARK = ".clausewatch-demo"
_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What the demo leaves behind.

    Args:
        app: the data folder at work.
        mails: what the reader got, in order.
    """

    app: App
    mails: tuple[EmailMessage, ...]


def prepare(folder: Path) -> None:
    """Make an empty folder for the demo; one that an earlier demo made is emptied.

    Args:
        folder: where to.

    Raises:
        InvalidInputError: it holds something else, or cannot be made.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / _MARK).exists():
                raise InvalidInputError(f"{folder} is not empty and was not made by the demo; name another folder")
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).touch()
    except OSError as error:
        raise InvalidInputError(f"{folder} cannot be used: {error.strerror}") from error


def run_demo(folder: Path, *, tell: Callable[[str], None]) -> DemoResult:
    """Watch six policies, let four of them change, and mail a reader what changed.

    Args:
        folder: an empty folder for the store and the mails.
        tell: called with each line for the person who looks on.

    Returns:
        The data folder and the mails that arrived.

    Raises:
        MonitorError: something that should work here did not.
    """
    with DemoSite() as site, Sink() as sink:
        app = App(folder=folder, given=_config(sink.port))
        tell(f"A web site with {len(site.pages)} policies of invented companies answers at {site.url}.")
        specs = [
            WatchSpec(
                url=site.url_of(page),
                name=page.name,
                kind="privacy",
                every_seconds=_DAY,
                tags=("demo", page.language),
                emails=(READER,),
            )
            for page in site.pages
        ]
        add_all(app.db, [(spec, page.slug) for spec, page in zip(specs, site.pages, strict=True)], now=app.clock())
        tell(f"All {len(specs)} are on the watchlist, and {READER} wants to hear of changes.\n")
        tell("First check: the texts as they are. Nobody is mailed.")
        _check(app, tell)
        site.publish(2)
        tell("\nThe companies publish new pages:")
        for page in site.pages:
            tell(f"  {page.name}: {page.told}")
        tell("\nSecond check:")
        _check(app, tell)
        report = send_waiting(app)
        tell(f"\n{count_words(report.sent, 'mail')} sent.")
        mails = tuple(sorted(sink.messages, key=lambda mail: mail["Subject"]))
    _save(folder / "mail", mails)
    return DemoResult(app=app, mails=mails)


def _config(port: int) -> Config:
    """Build a configuration that owes nothing to the environment: no mail of the demo leaves this machine."""
    return Config.model_construct(
        user_agent="",
        contact="",
        allow_networks=("127.0.0.0/8",),
        host_delay=0.0,
        host_concurrency=6,
        concurrency=16,
        workers=0,
        group_window=0.0,
        public_url=PAGES_AT,
        smtp_host=HOST,
        smtp_port=port,
        smtp_security="none",
        mail_from="clausewatch@example.org",
    )


def _check(app: App, tell: Callable[[str], None]) -> None:
    outcomes: dict[int, CheckOutcome] = {}

    def keep(check: Checked) -> None:
        outcomes[check.watch] = check.outcome

    check_watches(active_watches(app.db), folder=app.folder, config=at_once(app.config), tell=keep)
    for summary in summaries(app.db):
        outcome = outcomes.get(summary.watch.id, CheckOutcome.FAILED)
        detail = summary.last_check.detail if summary.last_check else ""
        words = f"{outcome.replace('_', ' ')}: {detail}" if detail else outcome.replace("_", " ")
        tell(f"  {summary.watch.spec.name + ':':26} {words}")


def _save(folder: Path, mails: tuple[EmailMessage, ...]) -> None:
    """Keep each mail as it came and its HTML alone, to be opened with a double click."""
    folder.mkdir(exist_ok=True)
    for mail in mails:
        path = folder / eml_name(mail)
        path.write_bytes(mail.as_bytes())
        page = mail.get_body(("html",))
        if page is not None:
            path.with_suffix(".html").write_text(page.get_content(), encoding="utf-8")
