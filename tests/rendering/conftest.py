"""A site that needs a browser, and the product with one; skips where there is none."""

from __future__ import annotations

import pytest

from crawler.rendering.browser import what_is_missing
from tests.product import Product
from tests.rendering.pages import PATIENT
from tests.servers import Site


@pytest.fixture(scope="session", autouse=True)
def browser():
    """Skip where pages cannot be rendered, and say why."""
    if missing := what_is_missing(""):
        pytest.skip(missing)


@pytest.fixture
def site():
    """Serve pages on loopback."""
    with Site() as running:
        yield running


@pytest.fixture
def product(tmp_path):
    """Give the command with a data folder of its own, and time enough for a browser."""
    return Product(tmp_path / "data", **PATIENT)
