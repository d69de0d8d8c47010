"""Search over the clauses of all versions of all watches, or of those that are asked for."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from storage.browse.page import PAGE_SIZE, fetch, number_of, render, text_of
from storage.browse.search_words import phrase_of, until_of
from storage.browse.searching import BEST, hits_of, is_anywhere, sections_of, suggestions_of, with_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

WATCHES = "SELECT slug, name FROM watches ORDER BY folded(name), id LIMIT 500"
TAGS = "SELECT DISTINCT tag FROM watch_tags ORDER BY tag LIMIT 500"
KINDS = "SELECT DISTINCT kind FROM watches ORDER BY kind LIMIT 100"
LANGUAGES = "SELECT DISTINCT language FROM snapshots WHERE language <> '' ORDER BY language LIMIT 100"
_WHERE = ("watch", "tag", "kind", "language")


def by_watch(hits: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Group hits by their watch, the watch of the best hit first, each with its hits in their order."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for hit in hits:
        groups.setdefault(hit["slug"], []).append(hit)
    return list(groups.values())


def command_of(asked: str, where: Mapping[str, str]) -> str:
    """Return the command that tells an address when what was asked for comes into clauses or goes, "" for no words.

    >>> command_of("model training", {"watch": "", "tag": "vendor"})
    "clausewatch subscribe you@example.org --tag vendor --phrase 'model training'"
    """
    phrase = phrase_of(asked)
    of = [where["watch"]] if where["watch"] else ["--tag", where["tag"]] if where["tag"] else ["--all"]
    return shlex.join(["clausewatch", "subscribe", "you@example.org", *of, "--phrase", phrase]) if phrase else ""


async def search_page(datasette: Datasette, request: Request) -> Response:
    """Return the clauses that hold what was asked for, best first, and before them the sections that are called so."""
    asked = text_of(request, "q")
    where = {name: text_of(request, name) for name in _WHERE}
    when = {name: text_of(request, name) for name in ("stands", "on")}
    narrowed = {**where, "until": until_of(**when)}
    page = max(1, number_of(request, "page", 1, most=1000))
    part = {"best": BEST, "size": PAGE_SIZE + 1, "skip": (page - 1) * PAGE_SIZE}
    rows, is_ranked = await hits_of(datasette, asked, **narrowed, **part)
    sections = await sections_of(datasette, asked, narrowed) if page == 1 else []
    is_nothing = bool(asked) and not rows and not sections
    return await render(
        datasette,
        request,
        "search.html",
        q=asked,
        where=where,
        when=when,
        is_narrowed=any(narrowed.values()),
        page=page,
        sections=sections,
        is_ranked=is_ranked,
        has_more=len(rows) > PAGE_SIZE,
        groups=by_watch(await with_spans(datasette, rows[:PAGE_SIZE])),
        is_elsewhere=is_nothing and any(narrowed.values()) and await is_anywhere(datasette, asked),
        suggestions=await suggestions_of(datasette, asked) if is_nothing else [],
        command=command_of(asked, where),
        watches=await fetch(datasette, WATCHES),
        choices={
            "tag": [row["tag"] for row in await fetch(datasette, TAGS)],
            "kind": [row["kind"] for row in await fetch(datasette, KINDS)],
            "language": [row["language"] for row in await fetch(datasette, LANGUAGES)],
        },
    )
