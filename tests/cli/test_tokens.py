"""`token`: by which tokens programs read."""

from __future__ import annotations

import pytest

from monitor.app import utc_now
from storage.database import open_store
from storage.tokens import token_of
from tests.product import Product


@pytest.fixture
def product(tmp_path) -> Product:
    """A store with a user."""
    product = Product(tmp_path / "data")
    product.quick("user", "add", "anna", "--no-password", "--role", "owner")
    return product


def test_a_token_is_shown_once(product) -> None:
    """`token add` prints the token alone on standard output; no list, no note and no row of the store has it."""
    made = product.quick("token", "add", "crm", "--user", "Anna", "--expires", "90d")
    token = made.stdout.strip()
    assert token.startswith("cw_")
    assert "this once" in made.stderr
    assert token not in made.stderr
    db = open_store(product.folder)
    assert token_of(db, token, now=utc_now()).name == "crm"
    db.close()
    (listed,) = product.json("token", "list")
    assert (listed["name"], listed["user"], listed["used_at"]) == ("crm", "anna", None)
    assert listed["ends_at"]
    assert "crm" in product.quick("token", "list").stdout
    told = repr([product.query(f"SELECT * FROM {table}") for table in ("tokens", "acts")])
    assert token not in told
    assert "add token" in told


def test_a_revoked_token_is_gone(product) -> None:
    """`token revoke` ends a token at once and is noted; one that nobody knows is refused."""
    token = product.quick("token", "add", "crm").stdout.strip()
    product.quick("token", "revoke", "CRM")
    db = open_store(product.folder)
    assert token_of(db, token, now=utc_now()) is None
    db.close()
    assert ("revoke token", "CRM") in product.query("SELECT deed, detail FROM acts")
    assert "token list" in product.quick("token", "revoke", "crm", code=2).stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("a b",), "is no name"),
        (("crm", "--user", "bert"), "no user"),
        (("crm", "--expires", "2020-01-01"), "is over"),
        (("crm", "--expires", "soon"), "no end"),
    ],
)
def test_a_wrong_token_is_not_made(product, arguments, told) -> None:
    """A name that can be none, a user nobody knows and an end that lies behind are refused, and nothing is written."""
    assert told in product.quick("token", "add", *arguments, code=2).stderr
    assert product.json("token", "list") == []
