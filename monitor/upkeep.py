"""Whether everything a data folder needs is there and sound."""

from __future__ import annotations

import os
import shutil
import smtplib
import stat
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.config import PREFIX
from crawler.rendering.browser import find_browser, is_sandboxed, what_is_missing
from monitor.config import FILE_NAME as CONFIG_NAME
from monitor.core.errors import LockedError, MonitorError
from monitor.core.notices.consent import LAPSE
from monitor.core.phrases import ago_words, count_words, moment_words
from monitor.core.records import Schedule, ScheduleState, WatchState, Way, way_of
from monitor.lock import holding
from monitor.questions import asks, has_pages, missing_words
from monitor.scheduler import LOCK
from monitor.ways.command import trouble_with
from monitor.ways.services import MISSING, is_installed
from storage.database import FILE_NAME, problems
from storage.deliveries import late_deliveries, list_deliveries
from storage.growth import growth_of
from storage.misdated import misdated
from storage.questions import unconfirmed_of
from storage.schedule import schedule_of
from storage.subscriptions import subscriptions
from storage.summaries import summaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from monitor.app import App

LEAST_FREE = 500 * 1024 * 1024  # bytes; SQLite needs room to work, and pruning too
LATE = timedelta(hours=6)  # after which a mail that waits is trouble: most servers are back sooner; a guess
LEAST_DAYS = 30  # for which the disk has to last at the present growth


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Args:
        subject: what.
        is_fine: whether it is as it should be.
        words: what was found, and what to do.
    """

    subject: str
    is_fine: bool
    words: str


def examine(app: App) -> Iterator[Finding]:
    """Look at all that the data folder, the configuration and the store are made of, and at what they need.

    Args:
        app: the data folder at work.

    Yields:
        One finding a subject; a subject that cannot be looked at is one that is not fine. Nothing is raised.
    """
    looks: dict[str, Callable[[App], Finding]] = {
        "data folder": _folder,
        "configuration": _configuration,
        "access": _access,
        "store": _store,
        "schedule": _schedule,
        "watches": _watches,
        "browser": _browser,
        "mail": _mail,
        "other ways": _ways,
        "outbox": _outbox,
        "confirmations": _confirmations,
        "clock": _clock,
        "growth": _growth,
    }
    for subject, look in looks.items():
        try:
            yield look(app)
        except (MonitorError, OSError) as error:
            yield Finding(subject=subject, is_fine=False, words=str(error))
        except Exception as error:  # noqa: BLE001 - a damaged store may break any look; the others are asked for too
            words = app.damage() or f"{type(error).__name__}: {error}"
            yield Finding(subject=subject, is_fine=False, words=f"cannot be looked at ({words})")


def _folder(app: App) -> Finding:
    is_writable = os.access(app.folder, os.W_OK)
    free = shutil.disk_usage(app.folder).free
    words = f"{app.folder}, {free / 1e9:.1f} GB free" + ("" if is_writable else "; it cannot be written to")
    return Finding(subject="data folder", is_fine=is_writable and free > LEAST_FREE, words=words)


def _configuration(app: App) -> Finding:
    config = app.config
    contact = f"contact {config.contact}" if config.contact else "no contact: set one, so that sites can reach you"
    pages = config.public_url or "no public URL: mails have no links"
    return Finding(subject="configuration", is_fine=True, words=f"{contact}; {pages}")


def _access(app: App) -> Finding:
    """Look whether others on this machine can read addresses or a password."""
    config = app.config
    held = [app.folder / FILE_NAME]
    if config.smtp_password.get_secret_value() and f"{PREFIX}SMTP_PASSWORD" not in os.environ:
        held.append(app.folder / CONFIG_NAME)
    if config.smtp_password_file:
        held.append(Path(config.smtp_password_file))
    bare = [str(path) for path in held if _is_bare(path)]
    words = f"others can read {', '.join(bare)}: chmod o-r" if bare else "store and passwords are for their owner"
    return Finding(subject="access", is_fine=not bare, words=words)


def _is_bare(path: Path) -> bool:
    if not path.exists():
        return False
    return bool(path.stat().st_mode & stat.S_IROTH and path.resolve().parent.stat().st_mode & stat.S_IXOTH)


def _store(app: App) -> Finding:
    found = problems(app.existing_view)
    size = (app.folder / FILE_NAME).stat().st_size
    words = "; ".join(found[:3]) + "; restore a backup" if found else f"sound, {size / 1e6:.1f} MB"
    return Finding(subject="store", is_fine=not found, words=words)


def _schedule(app: App) -> Finding:
    try:
        with holding(app.folder / LOCK, what="runs the schedule"):
            pass
    except LockedError:
        return _running(schedule_of(app.existing_db), app.clock())
    return Finding(subject="schedule", is_fine=False, words="not running; 'clausewatch run' starts it")


def _running(schedule: Schedule, now: datetime) -> Finding:
    words = "running"
    if schedule.state(now) is ScheduleState.STUCK and schedule.seen_at:
        words = f"a process holds it, but its last sign of life was {ago_words(schedule.seen_at, now)}: restart it"
    if schedule.last:
        checks = count_words(schedule.last.checks, "check")
        words += f"; the last round finished {ago_words(schedule.last.ended_at, now)}, {checks}"
    if schedule.round_began_at:
        words += f"; one began {ago_words(schedule.round_began_at, now)} and is not over"
    return Finding(subject="schedule", is_fine=schedule.state(now) is not ScheduleState.STUCK, words=words)


def _watches(app: App) -> Finding:
    now = app.clock()
    found = list(summaries(app.view))
    blind = [s for s in found if s.state is WatchState.BLIND]
    times = [s.last_check.at for s in found if s.last_check]
    words = f"{len(found)} on the list, {len(blind)} blind"
    if blind:
        words += f" ({', '.join(s.watch.slug for s in blind[:5])})"
    if times:
        words += f", last check {ago_words(max(times), now)}"
    return Finding(subject="watches", is_fine=not blind, words=words)


def _browser(app: App) -> Finding:
    rendered = sum(s.watch.spec.is_rendered for s in summaries(app.view))
    missing = what_is_missing(app.config.browser)
    if not rendered:
        words = "not needed: no watch is rendered"
    elif missing:
        words = f"{count_words(rendered, 'watch', 'watches')} cannot be rendered: {missing}"
    else:
        words = find_browser(app.config.browser)
        if not is_sandboxed():
            words += "; as root it runs without its sandbox: run Clausewatch as another user"
    return Finding(subject="browser", is_fine=not (rendered and missing), words=words)


def _mail(app: App) -> Finding:
    config = app.config
    if not config.smtp_host:
        return Finding(subject="mail", is_fine=True, words=f"no SMTP server set: mails go to {app.folder / 'mail'}")
    server = smtplib.SMTP_SSL if config.smtp_security == "tls" else smtplib.SMTP
    port = config.smtp_port or {"none": 25, "starttls": 587, "tls": 465}[config.smtp_security]
    try:
        with server(config.smtp_host, port, timeout=10) as smtp:
            smtp.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            subject="mail", is_fine=False, words=f"{config.smtp_host}, port {port}, does not answer: {error}"
        )
    return Finding(subject="mail", is_fine=True, words=f"{config.smtp_host}, port {port}, answers")


def _ways(app: App) -> Finding:
    """Look whether what is subscribed beside mail addresses can be told anything as things stand."""
    found = Counter(way_of(address) for address in {one.address for one in subscriptions(app.existing_view)})
    names = {
        Way.WEB: ("web hook", ""),
        Way.APPRISE: ("service by Apprise", "services by Apprise"),
        Way.HOOK: ("hook", ""),
    }
    told = [count_words(found[way], *words) for way, words in names.items() if found[way]]
    wrong = []
    if found[Way.HOOK] and (trouble := trouble_with(app.config.hook)):
        wrong.append(trouble)
    if app.config.hook and not found[Way.HOOK]:
        wrong.append("a hook is set and told nothing: 'clausewatch subscribe hook --all'")
    if found[Way.APPRISE] and not is_installed():
        wrong.append(MISSING)
    return Finding(
        subject="other ways", is_fine=not wrong, words="; ".join([", ".join(told) or "none subscribed", *wrong])
    )


def _outbox(app: App) -> Finding:
    waiting = list_deliveries(app.view, states=("waiting", "sending"))
    failed = list_deliveries(app.view, states=("failed",))
    words = f"{count_words(len(waiting), 'notice')} waiting, {len(failed)} given up"
    if failed:
        words += "; 'clausewatch outbox list --state failed' says why"
    late = late_deliveries(app.view, due_before=app.clock() - LATE, asks=has_pages(app.config))
    if late:
        words += f"; {late.count} should have gone out since {moment_words(late.since)}"
        words += f", the last trouble: {late.last_error}" if late.last_error else ", and nothing has tried"
    return Finding(subject="outbox", is_fine=not (failed or late), words=words)


def _confirmations(app: App) -> Finding:
    found = unconfirmed_of(app.view, now=app.clock())
    words = "no subscription waits to be confirmed"
    if found.since:
        waits = f"{count_words(found.count, 'subscription')} {'waits' if found.count == 1 else 'wait'}"
        words = f"{waits} to be confirmed, the first until {moment_words(found.since + LAPSE)}"
        words += f"; {found.unasked} to be asked yet" if found.unasked else ""
    if found.lapsed:
        words += f"; {found.lapsed} ended in the last {LAPSE.days} days, for nobody had confirmed"
    is_stuck = bool(found.since) and not asks(app.config)
    if is_stuck:
        words += f"; nobody can confirm while {missing_words(app.config)} not set: set it, or 'subscribe --confirmed'"
    return Finding(subject="confirmations", is_fine=not is_stuck, words=words)


def _clock(app: App) -> Finding:
    ahead = misdated(app.existing_db, now=app.clock())
    told = [
        words
        for count, words in (
            (ahead.watches, f"{count_words(ahead.watches, 'watch', 'watches')} (the next check mends it)"),
            (ahead.mails, f"{count_words(ahead.mails, 'waiting mail')} (the next sending mends it)"),
            (ahead.versions, f"{count_words(ahead.versions, 'version')} (kept as recorded; their order is right)"),
        )
        if count
    ]
    words = f"it was ahead once, or is behind now; dated ahead: {', '.join(told)}" if told else "nothing is dated ahead"
    return Finding(subject="clock", is_fine=not (ahead.watches or ahead.mails), words=words)


def _growth(app: App) -> Finding:
    found = growth_of(app.existing_db, now=app.clock())
    words = (
        f"{found.size / 1e6:.1f} MB, of it checks {found.checks / 1e6:.1f}, pages of failed checks"
        f" {found.failed / 1e6:.1f}, free for what comes {found.free / 1e6:.1f}"
    )
    if found.a_day is None:
        return Finding(subject="growth", is_fine=True, words=f"{words}; how much a day can be told from tomorrow on")
    left = shutil.disk_usage(app.folder).free / max(1, found.a_day)
    words += f"; {found.a_day / 1e6:.2f} MB more a day, before the daily tidying"
    if left < LEAST_DAYS:
        words += f"; the disk is full in {count_words(int(left), 'day')}: make room, or check less often"
    return Finding(subject="growth", is_fine=left >= LEAST_DAYS, words=words)
