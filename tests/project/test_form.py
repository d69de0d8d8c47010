"""The form of the code: sizes and docstrings."""

from __future__ import annotations

import ast
from statistics import median

from tests.project import tree

LONGEST = 400
LONGEST_TESTS = 600  # read case by case, so they may be longer
OURS = tree.modules(*tree.PACKAGES)


def _lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_modules_are_short() -> None:
    """No module is longer than 400 lines."""
    assert [tree.name_of(path) for path in (*OURS, *tree.modules("benchmarks", "docs")) if _lines(path) > LONGEST] == []


def test_tests_are_not_endless() -> None:
    """No file of tests is longer than 600 lines."""
    assert [tree.name_of(path) for path in tree.modules("tests") if _lines(path) > LONGEST_TESTS] == []


def test_most_modules_are_shorter_still() -> None:
    """The median module of the product stays under 120 lines."""
    assert median(_lines(path) for path in OURS if path.name != "__init__.py") < 120


def _functions(path) -> list[ast.FunctionDef]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def test_tests_say_their_rule() -> None:
    """Every test has a docstring that states the rule it proves."""
    assert [
        f"{tree.name_of(path)}: {function.name}"
        for path in tree.modules("tests")
        if path.name.startswith("test_")
        for function in _functions(path)
        if not ast.get_docstring(function)
    ] == []
