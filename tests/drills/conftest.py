"""Whatever stands in this folder is a drill, as is what is marked so elsewhere: `make drills` runs it, `make test` does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder."""
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker("drill")
