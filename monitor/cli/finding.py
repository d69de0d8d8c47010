"""Finding a document of a site, and asking which where several may be it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.common import WholeNumber, is_somebody_there, progress, say, say_rows
from monitor.core.discover import KINDS, is_clear
from monitor.core.errors import InvalidInputError
from monitor.core.phrases import count_words
from monitor.core.records import Standing
from monitor.crawl import discover
from monitor.looks import MOST_SHOWN, nothing_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crawler.config import CrawlConfig
    from monitor.core.records import Candidate


def find_document(
    homes: Sequence[str], *, kind: str, folder: Path, config: CrawlConfig, pick: int | None, is_sure: bool
) -> Candidate:
    """Find a document of a site and say why it is it.

    Args:
        homes: the addresses of its home page, tried in order.
        kind: of document.
        folder: the data folder.
        config: how to fetch.
        pick: which of the candidates to take, None for the best.
        is_sure: whether to take the best without asking.

    Returns:
        The candidate to watch.

    Raises:
        InvalidInputError: there is none, or several are close and there is nobody to ask.
    """
    with progress(f"looking for the {KINDS[kind]}", 1):
        ((_, found),) = discover([(homes, kind)], folder=folder, config=config)
    shown = [one for one in found.candidates if one.standing is not Standing.UNFIT or pick][:MOST_SHOWN]
    usable = [one for one in shown if one.standing is not Standing.UNFIT]
    if not shown or (not usable and pick is None):
        raise InvalidInputError(nothing_words(found, kind))
    _tell(shown, kind)
    if pick is not None:
        if pick > len(shown):
            raise InvalidInputError(f"--pick {pick}: there are {count_words(len(shown), 'candidate')}")
        return shown[pick - 1]
    if is_sure or is_clear(found.candidates):
        return usable[0]
    if is_somebody_there():
        number: int = click.prompt("Which one", type=WholeNumber(1, len(shown)), default=1)
        return shown[number - 1]
    raise InvalidInputError(
        f"no page of {found.url} is clearly its {KINDS[kind]}; take one with --pick N, or the first with --yes"
    )


def _tell(shown: Sequence[Candidate], kind: str) -> None:
    say(f"Found for the {KINDS[kind]}:")
    for number, one in enumerate(shown, start=1):
        say_rows([(str(number), one.url), ("", "; ".join(one.reasons))])
