"""Search over the clauses of all versions, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storage.browse.api.operations import Operation
from storage.browse.api.parameters import Parameter
from storage.browse.page import PAGE_SIZE
from storage.browse.search_words import until_of
from storage.browse.searching import BEST, hits_of, with_spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.browse.api.operations import Question

_WHERE = ("watch", "tag", "kind", "language")


def _hit_json(hit: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "watch": hit["slug"],
        "snapshot": hit["here"]["number"],
        "language": hit["language"],
        "position": hit["position"],
        "heading_path": json.loads(hit["path"]),
        "excerpt": [["hit" if is_hit else "text", text] for is_hit, text in hit["pieces"]],
        "first": {"snapshot": hit["first"]["number"], "captured_at": hit["first"]["captured_at"]},
        "last": {"snapshot": hit["last"]["number"], "captured_at": hit["last"]["captured_at"]},
    }


async def _search(question: Question) -> dict[str, Any]:
    datasette, asked = question.datasette, question.asked
    where = {name: asked[name] for name in _WHERE} | {"until": until_of(asked["stands"], asked["on"])}
    part = {"best": BEST, "size": PAGE_SIZE + 1, "skip": (asked["page"] - 1) * PAGE_SIZE}
    rows, is_ranked = await hits_of(datasette, asked["q"], **where, **part)
    hits = await with_spans(datasette, rows[:PAGE_SIZE])
    return {
        "hits": [_hit_json(hit) for hit in hits],
        "ranked": is_ranked,
        "next": question.next(page=asked["page"] + 1) if len(rows) > PAGE_SIZE else None,
    }


SEARCH = Operation(
    name="search",
    path="/api/search",
    about="Clauses of all versions that hold all words, the best first; each once for a watch, in its newest version"
    " that has it.",
    answer="Hits",
    find=_search,
    parameters=(
        Parameter(
            name="q",
            about='What to look for: all words must occur, "several words" in this order, a star is any ending.',
            is_needed=True,
        ),
        Parameter(name="watch", about="Only in the watch with this short name."),
        Parameter(name="tag", about="Only in watches with this tag."),
        Parameter(name="kind", about="Only in documents of this kind."),
        Parameter(name="language", about="Only in versions in this language."),
        Parameter(name="stands", about="Only in versions in force now.", choices=("now",)),
        Parameter(name="on", about="Only in versions in force at the end of this day (UTC).", is_day=True),
        Parameter(name="page", about="Which fifty hits.", default=1, least=1, most=1000),
    ),
)
