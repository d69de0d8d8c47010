"""The form of the code: sizes and docstrings."""

from __future__ import annotations

import ast
from statistics import median

import pytest

from tests.project import tree

LONGEST = 400
LONGEST_TESTS = 600  # read case by case, so they may be longer
OURS = tree.modules(*tree.PACKAGES)
TESTS = [path for path in tree.modules("tests") if path.name.startswith("test_")]


def _lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", [*OURS, *tree.modules("benchmarks", "docs")], ids=tree.name_of)
def test_modules_are_short(path) -> None:
    """No module is longer than 400 lines."""
    assert _lines(path) <= LONGEST


@pytest.mark.parametrize("path", tree.modules("tests"), ids=tree.name_of)
def test_tests_are_not_endless(path) -> None:
    """No file of tests is longer than 600 lines."""
    assert _lines(path) <= LONGEST_TESTS


def test_most_modules_are_shorter_still() -> None:
    """The median module of the product stays under 120 lines."""
    assert median(_lines(path) for path in OURS if path.name != "__init__.py") < 120


@pytest.mark.parametrize("path", TESTS, ids=tree.name_of)
def test_tests_say_their_rule(path) -> None:
    """Every test has a docstring that states the rule it proves."""
    functions = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef))
    assert [f.name for f in functions if f.name.startswith("test_") and not ast.get_docstring(f)] == []
