"""What programs may ask behind the question mark: each parameter once, for its reader and for the description."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_TEXT = 200  # characters, as on the pages
LARGEST = 10**12  # more than there is of anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter.

    Args:
        name: as it stands in the address.
        about: what it asks for.
        default: what counts where it is left out: a whole number for one that takes whole numbers, else a text.
        choices: the words it may be; none for any text.
        least: of a whole number.
        most: of the same.
        is_day: whether it is a day, as 2026-03-09.
        is_needed: whether it may not be left out.
    """

    name: str
    about: str
    default: str | int = ""
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = LARGEST
    is_day: bool = False
    is_needed: bool = False

    def value_of(self, text: str) -> str | int:
        """Return what was asked for.

        Raises:
            BadRequest: it is none of what this parameter may be.
        """
        if isinstance(self.default, int):
            is_number = text.isascii() and text.isdigit() and len(text) <= len(str(self.most))
            if not (is_number and self.least <= int(text) <= self.most):
                raise BadRequest(f"{self.name} is a whole number from {self.least} to {self.most}.")
            return int(text)
        if self.choices and text not in self.choices:
            raise BadRequest(f"{self.name} is one of these: {', '.join(self.choices)}.")
        if self.is_day and not _is_day(text):
            raise BadRequest(f"{self.name} is a day, written as 2026-03-09.")
        if not text or len(text) > LONGEST_TEXT or not text.isprintable():
            raise BadRequest(f"{self.name} is a text of 1 to {LONGEST_TEXT} characters that can be printed.")
        return text

    def described(self) -> dict[str, Any]:
        """Return it as OpenAPI has it."""
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
        if isinstance(self.default, int):
            schema = {"type": "integer", "minimum": self.least, "maximum": self.most}
        elif self.choices:
            schema = {"type": "string", "enum": list(self.choices)}
        elif self.is_day:
            schema = {"type": "string", "format": "date"}
        default = {"default": self.default} if self.default else {}
        return {
            "name": self.name,
            "in": "query",
            "required": self.is_needed,
            "description": self.about,
            "schema": schema | default,
        }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def asked_for(known: Sequence[Parameter], given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the value of each parameter of a request.

    Args:
        known: what may be asked.
        given: what was, by name.

    Raises:
        BadRequest: something else was asked, something twice or wrongly, or what is needed is not there. To pass over
            a filter that is written wrongly would answer another question.
    """
    names = [one.name for one in known]
    for name, values in given.items():
        if name not in names:
            there = f"there are {', '.join(names)}" if names else "there is none"
            raise BadRequest(f"This takes no parameter {name[:40]!r}; {there}.")
        if len(values) > 1:
            raise BadRequest(f"{name} is given more than once.")
    for one in known:
        if one.is_needed and one.name not in given:
            raise BadRequest(f"{one.name} is needed: {one.about}")
    return {one.name: one.value_of(given[one.name][0]) if one.name in given else one.default for one in known}


def limit(most: int, default: int) -> Parameter:
    """Return the parameter for how many are given at once."""
    return Parameter(name="limit", about="How many at most are given at once.", default=default, least=1, most=most)
