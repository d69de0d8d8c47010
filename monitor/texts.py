"""Texts from files and addresses, without a store: what `extract` and `compare` work on."""

from __future__ import annotations

import json
import os
from functools import partial
from typing import TYPE_CHECKING, Any

from crawler.checking import tasks
from crawler.checking.pool import Workers
from monitor.core.contract import comparison_json
from monitor.core.errors import InvalidInputError
from monitor.core.records import Body, Explanation, FetchFailure
from monitor.named_files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.core.records import Comparison, PolicyText

_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
MOST_PAIRS_AHEAD = 64  # so many are compared before the first is printed, and held in memory


def media_type_of(path: Path) -> str:
    """Return the media type a file's name tells, "" where it tells none."""
    return _TYPES.get(path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix.lower(), "")


def draw_file(
    path: Path, workers: Workers, *, include: str = "", exclude: str = "", part: str = ""
) -> PolicyText | FetchFailure:
    """Draw the policy text from a file.

    Args:
        path: html, pdf, md or txt; also with .gz.
        workers: where it is drawn.
        include: CSS or XPath selector of what to keep, "" for none.
        exclude: CSS or XPath selector of what to leave out, "" for none.
        part: the name of the part of the page that is meant, "" for the whole.

    Returns:
        The text, or why there is none.

    Raises:
        InvalidInputError: the file is missing, unreadable or too large.
    """
    return workers.run(tasks.draw_file, _body(path), include, exclude, part)


def explain_file(path: Path, workers: Workers, *, include: str = "", exclude: str = "", part: str = "") -> Explanation:
    """Draw the policy text from a file as `draw_file` does, and say what became of each block on the way."""
    return explained(workers.run(tasks.explain_file, _body(path), include, exclude, part))


def explained(result: Explanation | FetchFailure) -> Explanation:
    """Return an explanation also of what no worker could finish: it has no blocks."""
    return Explanation(result=result, blocks=()) if isinstance(result, FetchFailure) else result


def _body(path: Path) -> Body:
    return Body(content=read_file(path), media_type=media_type_of(path))


def compare_files(old: Path, new: Path, workers: Workers) -> Comparison:
    """Compare the policy texts of two files clause by clause.

    Args:
        old: the older.
        new: the newer.
        workers: where they are compared.

    Returns:
        The comparison.

    Raises:
        InvalidInputError: one of them cannot be read, or holds no policy text; or to compare them passes every bound.
    """
    result = workers.run(tasks.compare_bodies, _body(old), _body(new))
    if isinstance(result, FetchFailure):
        raise InvalidInputError(f"{old} and {new} could not be compared: {result.detail}")
    if isinstance(result, tuple):
        place, failure = result
        raise InvalidInputError(f"{(old, new)[place]} holds no text to compare: {failure.detail or failure.kind}")
    return result


def read_pairs(path: Path) -> list[tuple[object, Path, Path]]:
    """Read a list of pairs to compare.

    Args:
        path: JSON lines `{"id", "old", "new"}`; file names are relative to it.

    Returns:
        (id, old, new) in order.

    Raises:
        InvalidInputError: it cannot be read; every bad line is named.
    """
    pairs, problems = [], []
    for number, line in enumerate(read_file(path).decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            pairs.append((_plain(value["id"]), path.parent / value["old"], path.parent / value["new"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            problems.append(f"line {number} is not a JSON object with id, old and new")
    if problems:
        raise InvalidInputError(f"{path}: {'; '.join(problems)}")
    return pairs


def _plain(identifier: object) -> object:
    if isinstance(identifier, (list, dict)):
        raise TypeError("an id is a text or a number")
    return identifier


def compare_pairs(pairs: list[tuple[object, Path, Path]]) -> Iterator[dict[str, Any]]:
    """Compare pairs of files on all cores.

    Args:
        pairs: (id, old, new).

    Yields:
        The JSON of each comparison in order; `{"id", "error"}` for one that cannot be made.
    """
    with Workers(min(os.cpu_count() or 1, len(pairs) or 1)) as workers:
        for begin in range(0, len(pairs), MOST_PAIRS_AHEAD):
            yield from workers.map(partial(_compare_pair, workers), pairs[begin : begin + MOST_PAIRS_AHEAD])


def _compare_pair(workers: Workers, pair: tuple[object, Path, Path]) -> dict[str, Any]:
    identifier, old, new = pair
    try:
        return comparison_json(compare_files(old, new, workers), identifier)
    except InvalidInputError as error:
        return {"id": identifier, "error": str(error)}
