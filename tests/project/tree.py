"""The project's own files, as the tests about them see them."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("crawler", "monitor", "storage")


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files under version control that are there; skip the test outside of it."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],  # noqa: S607 - whichever git there is
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"which files belong to the project is not known here: {error}")
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def modules(*folders: str) -> list[Path]:
    """Return the Python files below folders of the project."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def project() -> dict:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return a file's path in the project, for messages and test names."""
    return path.relative_to(ROOT).as_posix()


def imports(source: str) -> set[str]:
    """Return every module a source imports, at its top, in functions or for its types."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            prefix = "." * node.level + (node.module or "")
            found |= {f"{prefix}.{alias.name}" for alias in node.names}
    return found


def imported(path: Path) -> set[str]:
    """Return every module a file imports."""
    return imports(path.read_text(encoding="utf-8"))
