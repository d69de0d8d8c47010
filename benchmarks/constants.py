"""Finds the numbers that modules hold under names of their own, and who uses them: by the syntax tree, nothing runs."""

from __future__ import annotations

import ast
import operator
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_NAME = re.compile(r"_?[A-Z][A-Z0-9_]*")
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.LShift: operator.lshift,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A number at the top of a module, under a name in capitals.

    Args:
        module: dotted name of the module that defines it.
        name: its name there.
        value: as written, or worked out of a sum or product of numbers.
        line: where, from 1.
        is_explained: whether a comment beside or above it, or a docstring below, says anything of it.
        holders: (module, name) of all that hold it, its own first.
        is_baked: whether a module uses it while it is imported: a pattern, a default, another constant.
    """

    module: str
    name: str
    value: float
    line: int
    is_explained: bool
    holders: tuple[tuple[str, str], ...] = field(default=())
    is_baked: bool = False


def constants(root: Path, packages: Iterable[str]) -> list[Constant]:
    """Return the constants of all modules below the packages of a project, in order, with those that hold them."""
    paths = sorted(path for package in packages for path in (root / package).rglob("*.py"))
    sources = {".".join(path.relative_to(root).with_suffix("").parts): path.read_text("utf-8") for path in paths}
    trees = {module: ast.parse(source) for module, source in sources.items()}
    found = [one for module, source in sources.items() for one in defined(module, source)]
    names = {(one.module, one.name) for one in found}
    held = {module: dict(_held(module, tree, names)) for module, tree in trees.items()}
    baked = {held[module][name] for module, tree in trees.items() for name in _at_import(tree) if name in held[module]}
    return [
        replace(
            one,
            holders=tuple(
                (module, local)
                for module, locals_ in sorted(held.items(), key=lambda item: item[0] != one.module)
                for local, origin in locals_.items()
                if origin == (one.module, one.name)
            ),
            is_baked=(one.module, one.name) in baked,
        )
        for one in found
    ]


def defined(module: str, source: str) -> Iterator[Constant]:
    """Yield the constants that a module defines."""
    body, lines = ast.parse(source).body, source.splitlines()
    for place, statement in enumerate(body):
        name, value = _assigned(statement)
        if value is not None and _NAME.fullmatch(name):
            below = body[place + 1] if place + 1 < len(body) else None
            yield Constant(
                module=module,
                name=name,
                value=value,
                line=statement.lineno,
                is_explained=_is_explained(statement, below, lines),
            )


def _assigned(statement: ast.stmt) -> tuple[str, float | None]:
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            return name, _number(value)
    return "", None


def _number(value: ast.expr) -> float | None:
    match value:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            number = _number(operand)
            return None if number is None else -number
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            one, other = _number(left), _number(right)
            return None if one is None or other is None else _OPERATORS[type(op)](one, other)
    return None


def _is_explained(statement: ast.stmt, below: ast.stmt | None, lines: list[str]) -> bool:
    match below:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    beside = lines[(statement.end_lineno or statement.lineno) - 1][statement.end_col_offset or 0 :]
    above = lines[statement.lineno - 2] if statement.lineno > 1 else ""
    return "#" in beside or "#" in lines[statement.lineno - 1] or above.startswith("#")


def _held(module: str, tree: ast.Module, names: set[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the names under which a module holds constants, with their origin."""
    yield from ((name, (home, name)) for home, name in names if home == module)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (node.module, alias.name) in names:
                    yield alias.asname or alias.name, (node.module or "", alias.name)


def _at_import(node: ast.AST) -> Iterator[str]:
    """Yield the names that are read while a module is imported: outside of the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Name(id=name, ctx=ast.Load()):
                yield name
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for early in (*child.decorator_list, child.args):
                    yield from _at_import(early)
            case ast.Lambda():
                yield from _at_import(child.args)
            case _:
                yield from _at_import(child)
