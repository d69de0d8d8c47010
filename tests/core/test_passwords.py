"""Passwords are kept so that they can be known again, and only that."""

from __future__ import annotations

import pytest

from monitor.core.errors import InvalidInputError
from monitor.core.passwords import LEAST, MOST, NOBODY, check_name, check_password, hashed, is_password
from monitor.core.records import Role

KEPT = hashed("correct horse battery", b"salt", cost=2)


def test_a_password_is_known_again() -> None:
    """The password itself is known again, and no other, be it longer or empty."""
    assert is_password("correct horse battery", KEPT)
    assert not any(is_password(other, KEPT) for other in ("correct horse batter", "correct horse battery!", ""))


def test_the_same_letters_are_the_same_password() -> None:
    """A letter that another keyboard sends as two is the same letter."""
    assert is_password("cafe\u0301 au lait", hashed("caf\u00e9 au lait", b"salt", cost=2))


def test_the_password_does_not_stand_in_what_is_kept() -> None:
    """What is kept differs with the salt, and the password is not in it."""
    assert "horse" not in KEPT
    assert hashed("correct horse battery", b"other", cost=2) != KEPT


@pytest.mark.parametrize("kept", ["", NOBODY, "scrypt$2$8$3$!$!", "plain$x", "scrypt$1048576$8$3$c2FsdA==$AAAA"])
def test_nothing_is_the_password_of_who_has_none(kept) -> None:
    """Where there is no password, or what is kept is none, nothing signs in, an empty password least of all."""
    assert not is_password("", kept)
    assert not is_password("nobody", kept)


@pytest.mark.parametrize("text", ["", "x" * (LEAST - 1), "x" * (MOST + 1)])
def test_passwords_have_bounds(text) -> None:
    """A password that is too short or too long is refused, and not repeated."""
    with pytest.raises(InvalidInputError, match=rf"this one has {len(text)}\b"):
        check_password(text)


@pytest.mark.parametrize("name", ["", " ", "two words", "a\nb", "x" * 61, "<b>", "a/b", "\u202eanna"])
def test_names_are_plain(name) -> None:
    """A name that could be taken for something else, or cannot be typed, is refused."""
    with pytest.raises(InvalidInputError):
        check_name(name)


@pytest.mark.parametrize("name", ["anna", "anna.b@example.org", "Zoë", "李"])
def test_names_may_be_of_any_script(name) -> None:
    """Letters of any script, and mail addresses, are names."""
    assert check_name(name) == name


def test_each_role_may_what_those_before_it_may() -> None:
    """Owners may all that members may, and these all that readers may; not the other way round."""
    order = [Role.READER, Role.MEMBER, Role.OWNER]
    assert [[one.is_at_least(other) for other in order] for one in order] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
