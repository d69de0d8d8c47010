"""The one way out for a page that takes more work than any page may: known where the work is done, told at the door."""

from __future__ import annotations


class TooCostlyError(Exception):
    """A page passed a bound that holds for its shape, whatever its size.

    Args:
        detail: one line for a person: what there is too much of.
    """

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
