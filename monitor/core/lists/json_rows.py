"""JSON to the rows of a list, each with the line it begins on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.core.errors import InvalidInputError
from monitor.core.lists.columns import ALIASES, WEBSITE
from monitor.core.watchlist import COLUMNS, FLAGS, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator


def json_rows(text: str) -> Iterator[tuple[int, object]]:
    """Yield the members of a JSON list, each with its line; a text stands for an object with this url.

    Raises:
        InvalidInputError: the text is no such list, or breaks off being one; the line is named.
    """
    decoder, place, line, counted = json.JSONDecoder(), len(text) - len(text.lstrip()), 1, 0
    if text[place] != "[":
        raise InvalidInputError("the JSON is not a list of watches")
    while True:
        place = _skip(text, place + 1)
        if text[place : place + 1] == "]":
            break
        line, counted = line + text.count("\n", counted, place), place
        value, place = _json_value(decoder, text, place, line)
        yield line, {"url": value} if isinstance(value, str) else value
        place = _skip(text, place)
        if text[place : place + 1] == "]":
            break
        if text[place : place + 1] != ",":
            line += text.count("\n", counted, place)
            raise InvalidInputError(f"line {line}: this is not JSON: expected ',' or ']'")
    if text[place + 1 :].strip():
        line += text.count("\n", counted, _skip(text, place + 1))
        raise InvalidInputError(f"line {line}: this is not JSON: the list has ended already")


def _json_value(decoder: json.JSONDecoder, text: str, place: int, line: int) -> tuple[Any, int]:
    try:
        value, end = decoder.raw_decode(text, place)
    except json.JSONDecodeError as error:
        raise InvalidInputError(f"line {error.lineno}: this is not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:  # a number may be longer than Python reads
        raise InvalidInputError(f"line {line}: this is not JSON: {error}") from error
    return value, end


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def json_fields(value: object) -> dict[str, str | list[str]]:
    """Return the fields of a member, truths as yes or no.

    Raises:
        InvalidInputError: it is no object, has a field that is not known, or one of another type.
    """
    if not isinstance(value, dict):
        raise InvalidInputError("this is not an object with a url")
    named = {ALIASES.get(str(name), str(name)): content for name, content in value.items()}
    if unknown := sorted(set(named) - {*COLUMNS, WEBSITE}):
        raise InvalidInputError(f"unknown field {unknown[0]!r}; known are {', '.join(COLUMNS)}")
    for name, content in named.items():
        is_list = name in LISTS and isinstance(content, list) and all(isinstance(c, str) for c in content)
        is_flag = name in FLAGS and isinstance(content, bool)
        if content is not None and not isinstance(content, str) and not is_list and not is_flag:
            raise InvalidInputError(f"{name} is not a text")
    return {k: ("yes" if v else "no") if isinstance(v, bool) else v for k, v in named.items() if v is not None}
