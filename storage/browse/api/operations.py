"""What a question of a program is, and how its answer is sent."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlencode

from datasette import Response

from storage.browse.api.parameters import asked_for
from storage.browse.headers import has_tag

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from storage.browse.api.parameters import Parameter

ROOM = 1_000_000
"""Characters of texts that one answer gives; what is longer stands in the next one."""

_PARTS = {"slug": r"(?P<slug>[^/]+)", "number": r"(?P<number>\d{1,9})", "id": r"(?P<id>\d{1,15})"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a program asks.

    Args:
        datasette: the application.
        path: what it asks for, without parameters.
        parts: the parts of that path that vary, by name.
        asked: the value of each parameter, by name.
    """

    datasette: Datasette
    path: str
    parts: Mapping[str, str]
    asked: Mapping[str, Any]

    def next(self, **changed: object) -> str:
        """Return the address of what comes next: the same question, with other parameters."""
        query = urlencode({name: value for name, value in {**self.asked, **changed}.items() if value})
        return str(self.datasette.urls.path(f"{self.path}?{query}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One kind of question.

    Args:
        name: of one word or more, by which generated clients call it.
        path: of its address, parts that vary in braces: "/api/changes/{id}".
        about: what it answers, in a line.
        answer: the name of the schema of its answer.
        find: answers with a plain value.
        parameters: what may be asked besides.
    """

    name: str
    path: str
    about: str
    answer: str
    find: Callable[[Question], Awaitable[dict[str, Any]]]
    parameters: tuple[Parameter, ...] = ()

    @property
    def pattern(self) -> str:
        """Return the pattern of its address."""
        found = re.sub(r"{(.+?)}", lambda part: _PARTS[part[1]], self.path.replace(".", r"\."))
        return f"^{found}$"

    @property
    def parts(self) -> list[str]:
        """Return the names of the parts of its address that vary."""
        return re.findall(r"{(.+?)}", self.path)

    async def answered(self, datasette: Datasette, request: Request) -> Response:
        """Answer a request, or say that the program has the answer already."""
        parts = {name: unquote(text) for name, text in request.url_vars.items()}
        asked = asked_for(self.parameters, parse_qs(request.query_string, keep_blank_values=True))
        path = self.path
        for name in self.parts:
            path = path.replace(f"{{{name}}}", request.url_vars[name])
        found = await self.find(Question(datasette=datasette, path=path, parts=parts, asked=asked))
        # half a pair of surrogates, which is no text in UTF-8, stands in JSON as its escape
        body = json.dumps(found, ensure_ascii=False).encode("utf-8", "backslashreplace")
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"etag": tag, "cache-control": "no-cache", "vary": "authorization, cookie"}
        if has_tag(request.headers.get("if-none-match"), tag):
            return Response("", status=304, headers=headers, content_type="application/json; charset=utf-8")
        return Response(body, headers=headers, content_type="application/json; charset=utf-8")
