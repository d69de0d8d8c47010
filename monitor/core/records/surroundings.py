"""What stands beside a policy on its page, and which of it turns while the policy stays."""

from __future__ import annotations

from dataclasses import dataclass

DIGEST_SIZE = 8  # bytes of a digest of words: to find others with a given one takes 2 ** 64 trials


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPart:
    """A part of a page whose words were new at a look, while the policy was what it was.

    Args:
        place: its number among the parts of the page, from 0.
        digest: of all of it at the last look.
        form: digest of the tags of its blocks, which its words turn within.
        times: how often it was new since it last had anything of the policy; 0 while it has.
        longest: characters of the longest words seen there.
    """

    place: int
    digest: bytes
    form: bytes
    times: int
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What some looks at a page had in common, at all of which the policy drawn from it was the same.

    Args:
        snapshot: the number of the version that has that policy.
        rules: the extraction rules that drew it.
        parts: digests of the page's parts at the first of these looks, one behind the other.
        turning: the parts that were others at a later look, by their places.
        settled: looks in a row, up to the last, at which nothing was drawn.
    """

    snapshot: int
    rules: str
    parts: bytes
    turning: tuple[TurningPart, ...] = ()
    settled: int = 0

    @property
    def count(self) -> int:
        """Return how many parts the page has."""
        return len(self.parts) // DIGEST_SIZE
