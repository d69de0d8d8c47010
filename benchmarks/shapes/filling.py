"""What the shapes are made of."""

from __future__ import annotations

POLICY = (
    "We collect personal data such as your name and e-mail address and we use these data to provide the service. "
    "We keep personal data for five years and we do not share them with third parties without your consent. "
)
"""What makes a page pass for a policy, so that all of its text is read."""
SAID = f"<h1>Privacy policy</h1><p>{POLICY}</p>"
SENTENCE = "We may share your personal data with partners for 30 days unless you object to it in writing. "


def filled(unit: str, size: int) -> str:
    """Return a unit again and again, about so many letters."""
    return unit * max(1, size // len(unit))


def numbered(unit: str, size: int) -> str:
    """Return a unit again and again, "#" in it a number that counts."""
    return "".join(unit.replace("#", str(number)) for number in range(max(1, size // (len(unit) + 3))))
