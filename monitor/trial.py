"""A look at pages before they are watched: fetched twice, drawn, described; nothing is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.checking import tasks
from crawler.checking.pool import Workers
from monitor.core.discover import GRADED, KINDS, calls_itself
from monitor.core.failure_words import FRAMED, SHELL, failure_words, met_words
from monitor.core.left_out import left_out_of
from monitor.core.likeness import likeness
from monitor.core.patience import LEAST_WORDS
from monitor.core.phrases import count_words
from monitor.core.records import FailureKind, FetchFailure
from monitor.core.restless.positions import restless_positions
from monitor.core.strangers import NO_POLICY
from monitor.core.text import word_count
from monitor.core.urls import host_of, is_same_site, part_of, with_part
from monitor.crawl import fetch_pages
from monitor.texts import explained

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from crawler.config import CrawlConfig
    from monitor.core.records import (
        ClauseChange,
        Comparison,
        Explanation,
        Fetched,
        PagePart,
        PolicyText,
        RestlessPlace,
        WatchSpec,
    )

_LISTS = {"cookies", "subprocessors"}  # documents that may hold hardly a sentence
_LONG_KINDS = {"privacy", "terms", "dpa"}  # a list of sub-processors may well be short


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a look at a page found.

    Args:
        spec: the watch it is about.
        url: the address that answered.
        result: the text, or why there is none.
        again: the same of the second fetch.
        comparison: of the two texts, None where one of them is missing or they are the same.
        restless: the places at which the two texts differ.
        left_out: how many blocks of the first page each rule left out, the most first.
        documents: those that the page holds, where there are several.
    """

    spec: WatchSpec
    url: str
    result: PolicyText | FetchFailure
    again: PolicyText | FetchFailure
    comparison: Comparison | None = None
    restless: tuple[RestlessPlace, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    documents: tuple[PagePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about a page that its owner-to-be should know.

    Args:
        what: in one or two words, for a summary: "unstable".
        text: the whole of it, a sentence or more.
    """

    what: str
    text: str


def try_out(
    specs: Sequence[WatchSpec], *, folder: Path, config: CrawlConfig, is_forked: bool = True
) -> Iterator[Trial]:
    """Fetch each page twice, without validators, so that both answers are whole, and draw their text.

    Args:
        specs: the watches to be.
        folder: the data folder.
        config: how to fetch; its delay lies between the two fetches of a page.
        is_forked: see `Workers`.

    Yields:
        One trial a watch, as the pages come.
    """
    # the two fetches of a page follow each other, so that few first ones have to be kept
    urls = [spec.url for spec in specs for _ in range(2)]
    first: dict[int, tuple[Fetched, Explanation]] = {}
    rendered = [place for place in range(len(urls)) if specs[place // 2].is_rendered]
    unruled = [place for place in range(len(urls)) if specs[place // 2].ignores_robots]
    asked = [spec.accept_language for spec in specs for _ in range(2)]
    with Workers(is_forked=is_forked) as workers:
        for page in fetch_pages(
            urls, folder=folder, config=config, rendered=rendered, unruled=unruled, languages=asked
        ):
            place = page.watch_id // 2
            spec = specs[place]
            if place not in first:
                first[place] = page, explain_fetched(page, workers, include=spec.include, exclude=spec.exclude)
                continue
            before, seen = first.pop(place)
            if isinstance(seen.result, FetchFailure) and seen.result.kind is FailureKind.TOO_COSTLY:
                # the second look would cost as much
                yield Trial(spec=spec, url=before.url, result=seen.result, again=seen.result)
                continue
            drawn = draw_fetched(page, workers, include=spec.include, exclude=spec.exclude)
            trial = Trial(
                spec=spec,
                url=before.url,
                result=seen.result,
                again=drawn,
                left_out=left_out_of(seen.blocks).counts,
                documents=_documents(before, workers),
            )
            yield _held_together(trial, workers, at=page.at)


def draw_fetched(page: Fetched, workers: Workers, *, include: str, exclude: str) -> PolicyText | FetchFailure:
    """Draw the policy text from a fetched page.

    Args:
        page: what came.
        workers: where it is drawn.
        include: selector of what to keep, "" for none.
        exclude: selector of what to leave out, "" for none.

    Returns:
        The text, or why there is none.
    """
    if page.failure:
        return page.failure
    return workers.run(tasks.draw_page, page, include, exclude)


def explain_fetched(page: Fetched, workers: Workers, *, include: str, exclude: str) -> Explanation:
    """Draw the policy text from a fetched page as `draw_fetched` does, and say what became of each block."""
    if page.failure:
        return explained(page.failure)
    return explained(workers.run(tasks.explain_page, page, include, exclude))


def _documents(page: Fetched, workers: Workers) -> tuple[PagePart, ...]:
    found = () if page.failure else workers.run(tasks.documents_on, page)
    return () if isinstance(found, FetchFailure) else found


def _held_together(trial: Trial, workers: Workers, *, at: datetime) -> Trial:
    """Compare the two texts of a trial; where that costs too much, the second look has failed for that."""
    one, other = trial.result, trial.again
    if isinstance(one, FetchFailure) or isinstance(other, FetchFailure) or one.text_digest == other.text_digest:
        return trial
    found = workers.run(tasks.two_looks, one, other, at)
    if isinstance(found, FetchFailure):
        return replace(trial, again=found)
    comparison, restless = found
    return replace(trial, comparison=comparison, restless=restless)


def text_of(trial: Trial) -> PolicyText | None:
    """Return the text of a page, from whichever fetch brought it."""
    return next((one for one in (trial.result, trial.again) if not isinstance(one, FetchFailure)), None)


def remarks_on(trial: Trial) -> tuple[Remark, ...]:
    """Say what a person should know of a page before it is watched.

    Args:
        trial: what the look at it found.

    Returns:
        The remarks, the weightiest first; none for a page that can be watched as it is.
    """
    drawn = text_of(trial)
    if missing := missing_part(trial):
        return (Remark(what="no such part", text=f"{missing}."),)
    if drawn is None:
        return (_unreadable(trial.result),) if isinstance(trial.result, FetchFailure) else ()
    return (*_stability(trial), *_several(trial), *_substance(trial.spec, drawn), *_moved(trial))


def missing_part(trial: Trial) -> str:
    """Say that a page was read and has not the part that its address names; "" where that is not so."""
    looks = (trial.result, trial.again)
    missing = [one for one in looks if isinstance(one, FetchFailure) and one.kind is FailureKind.SELECTOR]
    if len(missing) < len(looks) or trial.spec.include or not part_of(trial.spec.url):
        return ""
    offered = f"; it holds {_listed(trial.documents)}" if trial.documents else ""
    return f"{missing[0].detail}{offered}; without “#” and what follows, all of it is watched"


def _listed(documents: Sequence[PagePart]) -> str:
    return ", ".join(f"{_typed(one)} (“{_shorten(one.title)}”)" for one in documents)


def _typed(document: PagePart) -> str:
    """Return the name of a document as an address gives it, and as it can be typed in a terminal."""
    return urlsplit(with_part("", document.name)).fragment


def _several(trial: Trial) -> Iterator[Remark]:
    if trial.documents and not part_of(trial.spec.url) and not trial.spec.include:
        own = [one for one in trial.documents if one.kind == trial.spec.kind]
        part = f"{_typed(own[0])} to watch its {KINDS[own[0].kind]}" if len(own) == 1 else "NAME to watch one of them"
        text = (
            f"This page holds {len(trial.documents)} documents: {_listed(trial.documents)}. All of it is watched;"
            f" add it with --part {part} alone."
        )
        yield Remark(what="several documents", text=text)


def _unreadable(failure: FetchFailure) -> Remark:
    met = met_words(failure.kind, failure.status, failure.detail)
    if failure.kind is FailureKind.EMPTY and failure.detail == SHELL:
        return Remark(what="needs rendering", text=f"{met}. Try --render.")
    if failure.detail.startswith(FRAMED):
        return Remark(what="framed", text=f"{met}. Watch that address: clausewatch add {failure.detail[len(FRAMED) :]}")
    advice = failure_words(failure.kind, failure.status).advice
    return Remark(what=failure.kind.value.replace("_", " "), text=f"{met}. {advice}")


def _stability(trial: Trial) -> Iterator[Remark]:
    failed = [one for one in (trial.result, trial.again) if isinstance(one, FetchFailure)]
    for failure in failed:
        met = met_words(failure.kind, failure.status, failure.detail)
        yield Remark(what="unstable", text=f"Of two fetches one failed: {met[0].lower()}{met[1:]}.")
    if found := _unremembered(trial):
        text = (
            f"Two fetches in a row differ in {count_words(len(found), 'clause')}{_example(found[0])}, and not in places"
            " that could be remembered as restless. An edit would be told together with what turns: leave that out"
            " with --exclude, or keep only the document with --include."
        )
        yield Remark(what="unstable", text=text)


def _unremembered(trial: Trial) -> list[ClauseChange]:
    """Return what differs between two looks, would be told, and stands at no place that is known to vary."""
    one, other = trial.result, trial.again
    if trial.comparison is None or isinstance(one, FetchFailure) or isinstance(other, FetchFailure):
        return []
    before, after = (restless_positions(text.clauses, trial.restless) for text in (one, other))
    return [
        change
        for change in trial.comparison.changes
        if change.significance.is_told
        and not (
            before.issuperset(clause.position for clause in change.old)
            and after.issuperset(clause.position for clause in change.new)
        )
    ]


def _example(change: ClauseChange) -> str:
    old = " ".join(clause.text for clause in change.old)
    new = " ".join(clause.text for clause in change.new)
    return f", first “{_shorten(old)}” and “{_shorten(new)}”" if old and new else f", first “{_shorten(old or new)}”"


def _shorten(text: str, width: int = 60) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _substance(spec: WatchSpec, drawn: PolicyText) -> Iterator[Remark]:
    texts = [clause.text for clause in drawn.clauses]
    count = sum(map(word_count, texts))
    if spec.kind in _LONG_KINDS and count < LEAST_WORDS:
        # a part that somebody asked for may be short, and so little text reads like anything
        if not (part_of(spec.url) or spec.include):
            text = (
                f"This is too short for a whole policy ({count_words(count, 'word')}). It may lead on to the document."
            )
            yield Remark(what="too short", text=f"{text} 'clausewatch extract' shows what would be kept.")
    elif drawn.document.language in GRADED and likeness(texts) < NO_POLICY and not _is_list(spec.kind, drawn):
        yield Remark(
            what="no policy",
            text="This does not read like a policy. 'clausewatch extract' shows what would be kept.",
        )


def _is_list(kind: str, drawn: PolicyText) -> bool:
    """Tell a list of sub-processors or cookies, which says what it is and hardly holds a sentence."""
    return kind in _LISTS and calls_itself(drawn, kind)


def _moved(trial: Trial) -> Iterator[Remark]:
    if not is_same_site(trial.url, trial.spec.url):
        yield Remark(what="forwards elsewhere", text=f"It forwards to another site, {host_of(trial.url)}: {trial.url}")
