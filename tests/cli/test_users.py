"""`user`: who may use the pages, and for what."""

from __future__ import annotations

import pytest

from monitor.app import utc_now
from monitor.core.passwords import is_password
from storage.database import open_store, writing
from storage.sessions import begin_session, user_of_session
from storage.users import user_named
from tests.product import Product


@pytest.fixture
def product(tmp_path) -> Product:
    """A store with one user, who signs in by a proxy."""
    product = Product(tmp_path / "data")
    product.quick("user", "add", "anna", "--no-password", "--email", "anna@example.org")
    return product


def test_users_are_listed(product) -> None:
    """`list` says each name and role, and of a password only whether there is one."""
    (user,) = product.json("user", "list")
    assert (user["name"], user["role"], user["email"]) == ("anna", "member", "anna@example.org")
    assert user["has_password"] is False
    assert "anna" in product.quick("user", "list").stdout


def test_a_password_comes_from_a_file(product, tmp_path) -> None:
    """The first line of a file is the password; it is kept as a hash alone."""
    (tmp_path / "secret").write_text("correct horse battery\n", encoding="utf-8")
    product.quick("user", "edit", "ANNA", "--password-file", str(tmp_path / "secret"))
    ((kept,),) = product.query("SELECT password FROM users")
    assert is_password("correct horse battery", kept)
    assert "horse" not in kept


def test_no_password_is_an_argument(product, tmp_path) -> None:
    """Where there is nobody to ask and no file, nothing is added; a short password neither, and it is not repeated."""
    assert "--password-file" in product.quick("user", "add", "bert", code=2).stderr
    (tmp_path / "short").write_text("tiny-pw\n", encoding="utf-8")
    told = product.quick("user", "add", "bert", "--password-file", str(tmp_path / "short"), code=2).stderr
    assert "10 to 256" in told
    assert "tiny-pw" not in told
    assert [user["name"] for user in product.json("user", "list")] == ["anna"]


def test_names_are_given_once(product) -> None:
    """A name that is taken is refused whatever its letter case, and so is one that nobody has."""
    assert "already" in product.quick("user", "add", "Anna", "--no-password", code=2).stderr
    assert "no user" in product.quick("user", "remove", "bert", code=2).stderr


@pytest.mark.parametrize("change", [("edit", "anna", "--role", "reader"), ("remove", "anna")])
def test_a_change_ends_the_sessions(product, change) -> None:
    """Who is another from now on, or nobody, is signed in nowhere."""
    db = open_store(product.folder)
    with writing(db) as conn:
        begin_session(conn, user_named(db, "anna").id, "token", now=utc_now())
    assert user_of_session(db, "token", now=utc_now()).name == "anna"
    product.quick("user", *change)
    assert user_of_session(db, "token", now=utc_now()) is None
    db.close()


def test_what_was_done_to_accounts_is_kept(product) -> None:
    """Each change of an account is noted without passwords, and stays when the account goes."""
    product.quick("user", "edit", "anna", "--role", "owner")
    product.quick("user", "remove", "anna")
    assert product.query("SELECT deed, detail FROM acts ORDER BY id") == [
        ("add user", "anna, member"),
        ("edit user", "anna: owner"),
        ("remove user", "anna"),
    ]
