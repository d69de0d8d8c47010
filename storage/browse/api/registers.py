"""Registers, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datasette.views.base import DatasetteError

from monitor.core.register.facts import FactKind
from storage.browse import asking
from storage.browse.api.operations import Operation
from storage.browse.api.parameters import Parameter, limit
from storage.browse.api.watches import MISSING
from storage.browse.compare_page import DEADLINE
from storage.browse.page import fetch_one, uri_of

if TYPE_CHECKING:
    from storage.browse.api.operations import Question

TOO_LONG = "This version is too long to be read here; 'clausewatch register' reads it."


async def _register(question: Question) -> dict[str, Any]:
    asked, slug = question.asked, question.parts["slug"]
    await fetch_one(question.datasette, MISSING, "SELECT id FROM watches WHERE slug = :slug", slug=slug)
    wish = {"uri": uri_of(question.datasette), "slug": slug, "kinds": [asked["fact"]] if asked["fact"] else []}
    try:
        rows = json.loads(await asking.answer_of("storage.browse.registering", wish, deadline=DEADLINE))
    except asking.StoppedError as error:
        raise DatasetteError(TOO_LONG, status=413) from error
    end = asked["after"] + asked["limit"]
    return {"facts": rows[asked["after"] : end], "next": question.next(after=end) if len(rows) > end else None}


REGISTER = Operation(
    name="getRegister",
    path="/api/watches/{slug}/register",
    about="The facts that the newest version of a watch states, each with the clause that says it.",
    answer="Register",
    find=_register,
    parameters=(
        Parameter(name="fact", about="Only facts of this kind.", choices=tuple(map(str, FactKind))),
        Parameter(name="after", about="How many facts to pass over: those of the answers before.", default=0),
        limit(500, 200),
    ),
)
