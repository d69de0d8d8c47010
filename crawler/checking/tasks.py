"""What a worker may be asked: all that draws text from bytes, looks for links in them, or compares what was drawn.

A caller that hands out such a task imports this for its names alone, so extraction is imported only where it runs.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from monitor.core.records import FailureKind, FetchFailure
from monitor.core.urls import part_of, with_part
from storage.database import open_store
from storage.known import baseline_of, known_of
from storage.surroundings import surroundings_of

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path

    from sqlite_utils import Database

    from monitor.core.records import (
        Baseline,
        Body,
        Candidate,
        Changed,
        Comparison,
        Explanation,
        Fetched,
        Known,
        Outcome,
        PageLinks,
        PagePart,
        PolicyText,
        RestlessPlace,
    )

PRELOADED = (
    "crawler.checking.judge",
    "crawler.extraction.links",
    "monitor.core.discover",
    "crawler.checking.tasks",
    "crawler.checking.worker",
)


def judge(
    folder: Path, visible_sha256: str, fetched: Fetched, confirm_after: timedelta
) -> tuple[Known | None, Outcome]:
    """Judge a page that `crawler.checking.shortcut.glance` did not settle.

    Args:
        folder: of the store; it is only read.
        visible_sha256: digest of the page's visible text when it was last seen.
        fetched: the page.
        confirm_after: how long after the first look a second one confirms an edit.

    Returns:
        (the state that the decision rests on, None where the visible text is the same; what the store is to record).
    """
    from crawler.checking.covered import with_addresses  # noqa: PLC0415 - see above
    from crawler.checking.judge import RULES, judge_text, look, reading_of, settle  # noqa: PLC0415 - see above

    reading = reading_of(fetched)
    outcome, shown = look(visible_sha256, reading)
    if outcome is not None:
        return None, outcome
    known = known_of(_store(folder), fetched.watch_id)
    surroundings = surroundings_of(_store(folder), fetched.watch_id)
    if (outcome := settle(known, surroundings, shown)) is not None:
        return known, outcome
    outcome = judge_text(
        known,
        baseline_of(_store(folder), known, rules=RULES),
        fetched,
        reading,
        shown=shown,
        surroundings=surroundings,
        confirm_after=confirm_after,
        addressed=partial(with_addresses, _store(folder)),
    )
    return known, outcome


@cache
def _store(folder: Path) -> Database:
    return open_store(folder, create=False)


def judge_past(known: Known, baseline: Baseline | None, fetched: Fetched, next_at: datetime | None) -> Outcome:
    """Judge a page against a state that is not, or not yet, the store's; see `crawler.checking.judge.judge`."""
    from crawler.checking.judge import judge  # noqa: PLC0415

    return judge(known, baseline, fetched, is_past=True, next_at=next_at)


def tell_held(known: Known, baseline: Baseline) -> Changed | None:
    """Return the change that tells of what is held; see `crawler.checking.judge.tell_held`."""
    from crawler.checking.judge import tell_held  # noqa: PLC0415

    return tell_held(known, baseline)


def redraw(known: Known, body: Body) -> PolicyText | None:
    """Draw a stored body again, with what was left out; see `crawler.checking.judge.redraw`."""
    from crawler.checking.judge import redraw  # noqa: PLC0415

    return redraw(known, body)


def draw_page(fetched: Fetched, include: str, exclude: str) -> PolicyText | FetchFailure:
    """Draw the text of a page from the web; see `crawler.checking.judge.draw_body`."""
    from crawler.checking.judge import draw_body  # noqa: PLC0415

    return draw_body(fetched.as_body(), url=fetched.url, include=include, exclude=exclude)


def lacks_part(fetched: Fetched) -> bool:
    """Tell whether a page has nothing that the fragment of its address names."""
    drawn = draw_page(fetched, "", "")
    return isinstance(drawn, FetchFailure) and drawn.kind is FailureKind.SELECTOR


def documents_on(fetched: Fetched) -> tuple[PagePart, ...]:
    """Return the documents of a page that holds several; see `crawler.extraction.policy.documents`."""
    from crawler.checking.judge import reading_of  # noqa: PLC0415
    from crawler.extraction.policy.documents import documents_on  # noqa: PLC0415 - see above

    return documents_on(reading_of(fetched))


def draw_file(body: Body, include: str, exclude: str, part: str = "") -> PolicyText | FetchFailure:
    """Draw the text of a file that someone names, or of a part of it, which may have few words."""
    from crawler.checking.judge import draw_body  # noqa: PLC0415

    return draw_body(body, url=with_part("", part), include=include, exclude=exclude, least=1)


def explain_page(fetched: Fetched, include: str, exclude: str) -> Explanation:
    """Draw the text of a page from the web, and say what became of each block on the way."""
    from crawler.checking.judge import explain_body  # noqa: PLC0415 - see above

    return explain_body(fetched.as_body(), url=fetched.url, include=include, exclude=exclude)


def explain_file(body: Body, include: str, exclude: str, part: str = "") -> Explanation:
    """Draw the text of a file as `draw_file` does, and say what became of each block on the way."""
    from crawler.checking.judge import explain_body  # noqa: PLC0415

    return explain_body(body, url=with_part("", part), include=include, exclude=exclude, least=1)


def compare_drawn(old: PolicyText, new: PolicyText, kind: str = "") -> Comparison:
    """Compare two texts of a kind; see `monitor.core.comparison.compare`."""
    from monitor.core.comparison.compare import compare  # noqa: PLC0415

    return compare(old, new, kind=kind)


def two_looks(one: PolicyText, other: PolicyText, at: datetime) -> tuple[Comparison, tuple[RestlessPlace, ...]]:
    """Compare the texts of two looks at a page that nobody watches yet, and say at which places they differ.

    Args:
        one: the text of the first look.
        other: that of the second.
        at: when that was, UTC.
    """
    from monitor.core.comparison.compare import compare  # noqa: PLC0415 - see above
    from monitor.core.restless.varied import varied  # noqa: PLC0415

    return compare(one, other), varied(one, other, None, at=at)


def compare_bodies(old: Body, new: Body) -> Comparison | tuple[int, FetchFailure]:
    """Compare the texts of two files.

    Args:
        old: the older.
        new: the newer.

    Returns:
        The comparison; where one of them holds no text, (0 for the older or 1, why).
    """
    texts: list[PolicyText] = []
    for place, body in enumerate((old, new)):
        drawn = draw_file(body, "", "")
        if isinstance(drawn, FetchFailure):
            return place, drawn
        texts.append(drawn)
    return compare_drawn(texts[0], texts[1])


def is_wall(body: bytes, charset: str) -> bool:
    """Tell a wall against bots; see `crawler.extraction.guards.is_wall`."""
    from crawler.extraction.guards import is_wall  # noqa: PLC0415

    return is_wall(body, charset)


def links_of(fetched: Fetched) -> PageLinks:
    """Read the links of a page; see `crawler.extraction.links.read_links`."""
    from crawler.checking.judge import reading_of  # noqa: PLC0415
    from crawler.extraction.links import read_links  # noqa: PLC0415

    return read_links(reading_of(fetched))


def weighed(one: Candidate, fetched: Fetched, kind: str, site: PageLinks) -> Candidate:
    """Say what a look at the page of a candidate, or the part it names, adds; see `monitor.core.discover.seen`."""
    from crawler.checking.judge import draw_body  # noqa: PLC0415
    from monitor.core.discover import seen  # noqa: PLC0415

    url = with_part(fetched.url, part_of(one.url))
    return seen(one, draw_body(fetched.as_body(), url=url), kind=kind, site=site, url=url)
