"""Users of each role on a copy of the sample store, and browsers that keep their cookies."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

from monitor.app import utc_now
from monitor.core.passwords import hashed
from monitor.core.records import Role
from storage.browse.admission import COOKIE
from storage.database import FILE_NAME, open_store, writing
from storage.sessions import LASTS, begin_session
from storage.users import add_user

if TYPE_CHECKING:
    from pathlib import Path

    import httpx
    from datasette.app import Datasette

PASSWORD = "correct horse battery"  # noqa: S105 - of nobody


def with_users(store: Path, folder: Path) -> Path:
    """Copy a store and let three people use it, named by their roles; each has a session, its token the name."""
    shutil.copytree(store.parent, folder)
    with closing(open_store(folder)) as db, writing(db) as conn:
        for role in Role:
            # hardly any work, so that tests are quick; see tests/core/test_passwords.py
            kept = hashed(PASSWORD, b"salt", cost=2)
            email = f"{role}@example.org"
            number = add_user(conn, role.value, role, password=kept, email=email, now=utc_now())
            begin_session(conn, number, f"token-of-the-{role}", now=utc_now())
            if role is Role.OWNER:
                begin_session(conn, number, "token-of-before", now=utc_now() - LASTS)
    return folder / FILE_NAME


def cookie(who: str) -> dict[str, str]:
    """Return the headers by which a browser is known: of a role, "expired" or "forged"; none of "anonymous"."""
    tokens = {role.value: f"token-of-the-{role}" for role in Role} | {"expired": "token-of-before", "forged": "x" * 43}
    return {"cookie": f"{COOKIE}={tokens[who]}"} if who in tokens else {}


class Browser:
    """Somebody who follows links and presses buttons.

    Args:
        datasette: the application.
        headers: that go with each request; a cookie among them is kept with those that come.
    """

    def __init__(self, datasette: Datasette, **headers: str) -> None:
        self.datasette = datasette
        self.cookies = dict([headers.pop("cookie").split("=")]) if "cookie" in headers else {}
        self.headers = headers

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a page."""
        return await self._asked("GET", path, headers)

    async def send(self, path: str, page: str = "", **fields: str) -> httpx.Response:
        """Fill in the form of a page, by default the one it is sent to, and send it."""
        form = await self.get(page or path)
        token = re.search(r'name="csrftoken" value="([^"]+)"', form.text)
        sent = {"csrftoken": token[1] if token else "", **fields}
        return await self._asked("POST", path, {}, data=sent)

    async def post(self, path: str, **fields: str) -> httpx.Response:
        """Send what no form has given."""
        return await self._asked("POST", path, {}, data=fields)

    async def _asked(self, method: str, path: str, headers: dict[str, str], **more: object) -> httpx.Response:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"cookie": kept} if kept else {}
        answer = await self.datasette.client.request(method, path, headers={**own, **self.headers, **headers}, **more)
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        for line in answer.headers.get_list("set-cookie"):
            if "Max-Age=0" in line:
                self.cookies.pop(line.partition("=")[0], None)
        return answer
