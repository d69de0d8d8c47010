"""All that programs may ask, in the order in which it is described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.browse.api.changes import CHANGE_OF_ID, CHANGES, DIFF
from storage.browse.api.description import description
from storage.browse.api.operations import Operation
from storage.browse.api.registers import REGISTER
from storage.browse.api.search import SEARCH
from storage.browse.api.versions import HISTORY, VERSION
from storage.browse.api.watches import WATCH, WATCHES
from storage.browse.page import site_of

if TYPE_CHECKING:
    from storage.browse.api.operations import Question


async def _description(question: Question) -> dict[str, Any]:
    site = site_of(question.datasette)
    server = site.public_url or str(question.datasette.setting("base_url")).rstrip("/")
    return description(OPERATIONS, server=server, is_private=site.admission.is_private)


OPERATIONS = (
    WATCHES,
    WATCH,
    HISTORY,
    VERSION,
    DIFF,
    REGISTER,
    CHANGES,
    CHANGE_OF_ID,
    SEARCH,
    Operation(
        name="getDescription",
        path="/api/openapi.json",
        about="This description.",
        answer="",
        find=_description,
    ),
)
