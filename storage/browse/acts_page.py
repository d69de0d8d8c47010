"""What was done on the pages and to accounts: who, what and when, for owners."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from storage.browse.page import PAGE_SIZE, accounts_of, number_of, render

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


async def acts_page(datasette: Datasette, request: Request) -> Response:
    """Return a page of what was done, the newest first."""
    page = max(1, number_of(request, "page", 1, most=100_000))
    accounts = accounts_of(datasette)
    found = await asyncio.to_thread(accounts.acts, limit=PAGE_SIZE + 1, skip=(page - 1) * PAGE_SIZE)
    has_more = len(found) > PAGE_SIZE
    return await render(datasette, request, "acts.html", acts=found[:PAGE_SIZE], page=page, has_more=has_more)
