"""Signing in and out, the first owner, and one's own account."""

from __future__ import annotations

import asyncio
import hmac
import sqlite3
import time
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils.asgi import NotFound

from monitor.core.errors import InvalidInputError, MonitorError, StoreError
from monitor.core.phrases import count_words
from storage.browse.admission import COOKIE, address_of_visitor, visitor
from storage.browse.page import accounts_of, sentence, site_of
from storage.browse.visitors import UNKNOWN
from storage.sessions import LASTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

WRONG = "No user has this name and password."
DIFFER = "The two new passwords differ."


async def sign_in_page(datasette: Datasette, request: Request) -> Response:
    """Return the form to sign in; where it was sent, begin a session and lead back to where somebody came from."""
    fields = await _fields(request)
    then = local_path(fields.get("next") or request.args.get("next") or "/")
    if request.method != "POST":
        return await _page(datasette, request, "sign_in.html", then=then)
    site = site_of(datasette)
    address, name = address_of_visitor(request.scope, site.admission), fields.get("name", "").strip()
    now = time.monotonic()
    if wait := site.attempts.seconds_to_wait(address, name, now=now):
        said = f"Too many attempts failed. Try again in {count_words(wait // 60 + 1, 'minute')}."
        return await _page(datasette, request, "sign_in.html", status=429, retry=wait, then=then, name=name, said=said)
    site.attempts.note(address, name, now=now)
    accounts = accounts_of(datasette)
    try:
        token = await _worked(datasette, lambda: accounts.sign_in(name, fields.get("password", "")))
    except (StoreError, sqlite3.Error) as error:
        # on a disk that can only be read there are no sessions; that was no guess
        site.attempts.forgive(address, name)
        said = f"Nobody can sign in at the moment: {error}."
        return await _page(datasette, request, "sign_in.html", status=503, then=then, name=name, said=said)
    if not token:
        return await _page(datasette, request, "sign_in.html", status=403, then=then, name=name, said=WRONG)
    site.attempts.forgive(address, name)
    return _signed_in(datasette, token, then)


async def first_page(datasette: Datasette, request: Request) -> Response:
    """Return the form by which whoever has the link of the first start makes themselves the owner."""
    own = site_of(datasette).admission.first_token
    accounts = accounts_of(datasette)
    is_known = bool(own) and hmac.compare_digest(own, request.url_vars["token"])
    if not is_known or await asyncio.to_thread(accounts.has_owner):
        raise NotFound("This link makes the first owner, once, while the pages run that have printed it.")
    if request.method != "POST":
        return await _page(datasette, request, "first.html")
    fields = await _fields(request)
    name = fields.get("name", "")
    try:
        if fields.get("password") != fields.get("again"):
            raise InvalidInputError(DIFFER)
        token = await _worked(datasette, lambda: accounts.make_first_owner(name, fields.get("password", "")))
    except MonitorError as error:
        return await _page(datasette, request, "first.html", status=400, said=sentence(error), name=name)
    return _signed_in(datasette, token, "/")


async def sign_out_page(datasette: Datasette, request: Request) -> Response:
    """End the session of whoever asks, where that was sent by the button."""
    if request.method != "POST":
        return Response.redirect(datasette.urls.path("/account"), status=303)
    if token := visitor.get().token:
        await asyncio.to_thread(accounts_of(datasette).sign_out, token)
    answer = Response.redirect(datasette.urls.path("/"), status=303)
    _set_cookie(datasette, answer, "", seconds=0)
    return answer


async def account_page(datasette: Datasette, request: Request) -> Response:
    """Return one's own account, and the form to change the password."""
    user = visitor.get().user
    if user is None:
        raise NotFound(UNKNOWN)
    if request.method != "POST":
        return await _page(datasette, request, "account.html", user=user, is_changed="changed" in request.args)
    fields = await _fields(request)
    site = site_of(datasette)
    address, now = address_of_visitor(request.scope, site.admission), time.monotonic()
    try:
        if fields.get("new") != fields.get("again"):
            raise InvalidInputError(DIFFER)
        if site.attempts.seconds_to_wait(address, user.name, now=now):
            raise InvalidInputError("too many attempts failed; try again in a quarter of an hour")
        site.attempts.note(address, user.name, now=now)
        old, new = fields.get("old", ""), fields.get("new", "")
        token = await _worked(datasette, lambda: accounts_of(datasette).change_password(user, old, new))
    except MonitorError as error:
        return await _page(datasette, request, "account.html", status=400, user=user, said=sentence(error))
    site.attempts.forgive(address, user.name)
    return _signed_in(datasette, token, "/account?changed=1")


def local_path(text: str) -> str:
    """Return a path of ours to lead to, "/" for what leads elsewhere.

    >>> local_path("/watch/a?b=c"), local_path("//evil.example"), local_path("https://evil.example")
    ('/watch/a?b=c', '/', '/')
    """
    is_ours = text.startswith("/") and text[1:2] not in {"/", "\\"}
    return text if is_ours and text.isprintable() and text.isascii() and len(text) <= 2000 else "/"


async def _worked(datasette: Datasette, work: Callable[[], str]) -> str:
    """Do what hashes a password: few at a time, for each takes processor time and memory."""
    async with site_of(datasette).hashing:
        return await asyncio.to_thread(work)


async def _fields(request: Request) -> dict[str, str]:
    return await request.post_vars() if request.method == "POST" else {}


async def _page(
    datasette: Datasette, request: Request, template: str, *, status: int = 200, retry: int = 0, **context: object
) -> Response:
    text = await datasette.render_template(template, {"said": "", "name": "", **context}, request=request)
    headers = {"cache-control": "no-store"} | ({"retry-after": str(retry)} if retry else {})
    return Response.html(text, status=status, headers=headers)


def _signed_in(datasette: Datasette, token: str, path: str) -> Response:
    answer = Response.redirect(datasette.urls.path(path), status=303)
    _set_cookie(datasette, answer, token, seconds=int(LASTS.total_seconds()))
    return answer


def _set_cookie(datasette: Datasette, answer: Response, token: str, *, seconds: int) -> None:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=seconds,
        path=datasette.setting("base_url"),
        secure=datasette.setting("force_https_urls"),
        httponly=True,
        samesite="lax",
    )
