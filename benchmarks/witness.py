"""A number that answers as itself, and notes where another in its place would have answered otherwise."""

from __future__ import annotations

import operator
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Key = tuple[str, str, float]
"""Module and name of a constant, and the value it might have instead."""


@dataclass(slots=True)
class Notes:
    """What the witnesses saw.

    Args:
        moved: the values that would have turned a comparison, or were used in a way that cannot be followed.
        below: for each constant, the largest that was compared with it and did not pass it, as a share of it.
        above: likewise the smallest that passed it.
    """

    moved: set[Key] = field(default_factory=set)
    below: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    above: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(lambda: float("inf")))

    def compared(self, of: Mapping[Key, Any], value: Any, with_what: Any) -> None:
        """Note how near a comparison came; of sums of several constants nothing is noted."""
        names = {key[:2] for key in of}
        if len(names) != 1 or not isinstance(with_what, int | float) or value <= 0:
            return
        (name,), share = names, with_what / value
        if share <= 1:
            self.below[name] = max(self.below[name], share)
        else:
            self.above[name] = min(self.above[name], share)


class Witness:
    """A number with what it would be if each of some constants were another.

    It may be added, multiplied and compared like any number, which is followed exactly. Where it is used as an index, a
    count, a text or a key, it is its value, and every other value is noted as one that may make a difference.
    """

    __slots__ = ("notes", "others", "value")

    def __init__(self, value: Any, others: Mapping[Key, Any], notes: Notes) -> None:
        self.value = value
        self.others = others
        self.notes = notes

    def _used(self) -> Any:
        self.notes.moved.update(self.others)
        return self.value

    def __index__(self) -> int:
        return operator.index(self._used())

    def __int__(self) -> int:
        return int(self._used())

    def __float__(self) -> float:
        return float(self._used())

    def __format__(self, form: str) -> str:
        return format(self._used(), form)

    def __repr__(self) -> str:
        return repr(self._used())

    def __hash__(self) -> int:
        return hash(self._used())

    def __bool__(self) -> bool:
        return bool(self != 0)


def _pair(one: Any, other: Any) -> tuple[Any, Any, dict[Key, tuple[Any, Any]]]:
    """Return two operands as they are, and as they would be."""
    mine = one.others if isinstance(one, Witness) else {}
    theirs = other.others if isinstance(other, Witness) else {}
    a = one.value if isinstance(one, Witness) else one
    b = other.value if isinstance(other, Witness) else other
    return a, b, {key: (mine.get(key, a), theirs.get(key, b)) for key in {**mine, **theirs}}


def _arithmetic(act: Callable[[Any, Any], Any], *, is_turned: bool) -> Callable[[Witness, Any], Any]:
    def method(self: Witness, other: Any) -> Any:
        if not isinstance(other, int | float | Witness):
            return NotImplemented
        a, b, others = _pair(other, self) if is_turned else _pair(self, other)
        return Witness(act(a, b), {key: act(*pair) for key, pair in others.items()}, self.notes)

    return method


def _comparison(act: Callable[[Any, Any], Any]) -> Callable[[Witness, Any], Any]:
    def method(self: Witness, other: Any) -> Any:
        if not isinstance(other, int | float | Witness):
            return NotImplemented
        a, b, others = _pair(self, other)
        self.notes.compared(others, a, b)
        answer = act(a, b)
        self.notes.moved.update(key for key, pair in others.items() if act(*pair) != answer)
        return answer

    return method


def _single(act: Callable[[Any], Any]) -> Callable[[Witness], Witness]:
    def method(self: Witness) -> Witness:
        return Witness(act(self.value), {key: act(value) for key, value in self.others.items()}, self.notes)

    return method


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    setattr(Witness, f"__{_name}__", _arithmetic(getattr(operator, _name), is_turned=False))
    setattr(Witness, f"__r{_name}__", _arithmetic(getattr(operator, _name), is_turned=True))
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Witness, f"__{_name}__", _comparison(getattr(operator, _name)))
for _name in ("neg", "abs"):
    setattr(Witness, f"__{_name}__", _single(getattr(operator, _name)))
