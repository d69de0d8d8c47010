"""Names and passwords of users: what they may be, and how a password is kept so that it can be known again only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata

from monitor.core.errors import InvalidInputError

LEAST = 10  # characters; NIST SP 800-63B asks for 8 at least
MOST = 256  # characters; nobody types so many, and each attempt is worked on
LONGEST_NAME = 60  # characters; mail addresses of people are shorter
# scrypt as OWASP recommends it: 32 MiB, three times over; a quarter of a second
COST, BLOCK, ROUNDS = 2**15, 8, 3
_MEMORY = 128 * 1024 * 1024  # that a hash may ask for at most
_NAME = re.compile(r"[\w.@+-]+")


def check_name(text: str, *, of: str = "a user") -> str:
    """Return the name of a user, or of what else has one, as it is kept; raise InvalidInputError where it is none."""
    name = unicodedata.normalize("NFKC", text.strip())
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise InvalidInputError(
            f"{text!r} is no name for {of}: up to {LONGEST_NAME} letters, digits and . @ + - _, without blanks"
        )
    return name


def check_password(text: str) -> str:
    """Return a password that somebody chose; raise InvalidInputError where it is too short or too long."""
    if not LEAST <= len(text) <= MOST:
        raise InvalidInputError(f"a password has {LEAST} to {MOST} characters; this one has {len(text)}")
    return text


def hashed(password: str, salt: bytes, *, cost: int = COST) -> str:
    """Return what is kept of a password.

    Args:
        password: as it was typed.
        salt: random bytes, another for each password.
        cost: how much work a guess takes, a power of two.

    Returns:
        "scrypt", the three measures of its work, the salt and the digest, separated by "$".
    """
    digest = _digest(password, salt, cost, BLOCK, ROUNDS)
    return "$".join(["scrypt", str(cost), str(BLOCK), str(ROUNDS), _text(salt), _text(digest)])


def is_password(password: str, kept: str) -> bool:
    """Tell whether a password is the one of which something was kept; the time that takes tells nothing of either.

    Args:
        password: as it was typed.
        kept: what `hashed` gave, or "" for somebody who has none; nothing is the password then.
    """
    name, _, measures = (kept or NOBODY).partition("$")
    try:
        cost, block, rounds, salt, digest = measures.split("$")
        found = _digest(password[: MOST + 1], base64.b64decode(salt), int(cost), int(block), int(rounds))
        return hmac.compare_digest(found, base64.b64decode(digest)) and bool(kept) and name == "scrypt"
    except ValueError:
        return False


def _digest(password: str, salt: bytes, cost: int, block: int, rounds: int) -> bytes:
    # one who types "é" on another keyboard may send two characters
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "replace")
    return hashlib.scrypt(typed, salt=salt, n=cost, r=block, p=rounds, maxmem=_MEMORY)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


# what is worked on where there is no such user or no password, so that it takes as long
NOBODY = "$".join(["scrypt", str(COST), str(BLOCK), str(ROUNDS), _text(b"nobody's salt..."), _text(b"nobody")])
