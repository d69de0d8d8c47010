"""The description of all that programs may ask, in OpenAPI 3.1."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from storage.browse.admission import COOKIE
from storage.browse.api.schemas import SCHEMAS
from storage.browse.rates import MOST, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.browse.api.operations import Operation

_ABOUT = (
    "What the pages of Clausewatch show, for programs: watches, their versions, what changed, and search. It is read"
    f" only. Answers carry an ETag; {MOST} requests are answered in {WINDOW} seconds."
)
_PARTS = {
    "slug": {"description": "The short name of a watch.", "schema": {"type": "string"}},
    "number": {"description": "The number of a version of the watch.", "schema": {"type": "integer", "minimum": 1}},
    "id": {"description": "The number of a change.", "schema": {"type": "integer", "minimum": 1}},
}
_PROBLEMS = {
    "400": "What is asked for is none of what may be.",
    "401": "Only programs with a token and users may ask, and this token is none that counts.",
    "404": "There is no such thing.",
    "413": "It is too large for an answer.",
    "429": "Too many requests; go on after the seconds in Retry-After.",
    "503": "The server is busy, or this took too long; try again after a while.",
}


def description(operations: Iterable[Operation], *, server: str, is_private: bool) -> dict[str, Any]:
    """Return the document.

    Args:
        operations: what may be asked.
        server: the address before all paths.
        is_private: whether a token or a session is needed.
    """
    ways: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Clausewatch", "version": version("clausewatch"), "description": _ABOUT},
        "servers": [{"url": server or "/"}],
        "security": ways if is_private else [*ways, {}],
        "paths": {one.path: {"get": _operation(one)} for one in operations},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Made by 'clausewatch token add NAME'."},
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "Of who is signed in."},
            },
            "responses": {number: _problem(about) for number, about in _PROBLEMS.items()},
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    parts = [{"name": name, "in": "path", "required": True, **_PARTS[name]} for name in one.parts]
    schema = {"$ref": f"#/components/schemas/{one.answer}"} if one.answer else {"type": "object"}
    return {
        "operationId": one.name,
        "summary": one.about,
        "parameters": [*parts, *(parameter.described() for parameter in one.parameters)],
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": schema}}},
            "304": {"description": "It is what If-None-Match names."},
            **{number: {"$ref": f"#/components/responses/{number}"} for number in _PROBLEMS},
        },
    }


def _problem(about: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": about, "content": {"application/problem+json": {"schema": schema}}}
