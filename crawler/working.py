"""What a worker does: looks at a page, draws its text where the look does not settle it, and decides.

The crawl imports this for its names alone, so extraction is imported only where it runs.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from storage.checks import known_of
from storage.database import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.records import Fetched, Known, Outcome


def settle() -> None:
    """Begin a worker: the crawl decides when it ends, be it by its own death."""
    # Ctrl-C reaches the whole process group
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)  # a page's tree and texts make no cycles; to look for some took a twentieth of it
    gc.freeze()  # what was loaded before the fork is shared as long as nothing writes to it, be it the collector
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)


def judge(folder: Path, visible_sha256: str, fetched: Fetched) -> tuple[Known | None, Outcome]:
    """Judge a page that `crawler.glancing.glance` did not settle.

    Args:
        folder: of the store; it is only read.
        visible_sha256: digest of the page's visible text when it was last seen.
        fetched: the page.

    Returns:
        (the state that the decision rests on, without its texts, None where the visible text is the same; what the
        store is to record).
    """
    from crawler.judging import RULES, judge_text, look  # noqa: PLC0415 - see above

    outcome, visible = look(visible_sha256, fetched)
    if outcome is not None:
        return None, outcome
    known = known_of(_store(folder), fetched.watch_id, rules=RULES)
    outcome = judge_text(known, fetched, visible_sha256=visible)
    return replace(known, drawn=None, body=None), outcome


@cache
def _store(folder: Path) -> Database:
    return open_store(folder, create=False)
