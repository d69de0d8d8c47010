"""A site to fetch from and the product at work on a fresh folder."""

from __future__ import annotations

import pytest

from tests.product import Product
from tests.servers import Site


@pytest.fixture
def site():
    """Serve pages on loopback."""
    with Site() as running:
        yield running


@pytest.fixture
def product(tmp_path):
    """Give the command with a data folder of its own."""
    return Product(tmp_path / "data")
