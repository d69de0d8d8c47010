"""How a version can be proven: for those who read the pages and not the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.browse.page import render

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


async def proof_page(datasette: Datasette, request: Request) -> Response:
    """Return what is kept of a version, what that proves and what not; docs/proof.md says more."""
    return await render(datasette, request, "proof.html")
