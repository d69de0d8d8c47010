"""What became of the clauses and headings of two texts, before anything is judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from monitor.core.comparison.align import Match, align, side
from monitor.core.comparison.headings import Outline, contents, lead_ins, outline, paired
from monitor.core.comparison.labels import Labels
from monitor.core.comparison.numbering import crossed, depth
from monitor.core.comparison.ordering import leads, led_by, order_reason, ordered, parents
from monitor.core.comparison.references import Shift, number_of, shift
from monitor.core.records import Clause, ClauseKind
from monitor.core.significance.spoken import spoken, spoken_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.comparison.counters import Style
    from monitor.core.records import ClauseChange, Reason

_TONGUES = 3  # languages a text may have; it shows as many where it has both of two that are close, or says too little
_READ = 300  # clauses of a text, all over it, that are read for its language; a guess
_BEGINNING = 1_500  # characters of each


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """Which clauses and headings of an old text stand where in a new one."""

    clauses_old: tuple[Clause, ...]
    clauses_new: tuple[Clause, ...]
    matches: tuple[Match, ...]
    outline_old: Outline
    outline_new: Outline
    contents_old: frozenset[int]
    contents_new: frozenset[int]
    headings: dict[int, int]
    spoken: frozenset[str] = frozenset()  # the language of the documents, where both have the same

    def place(self, clause: Clause, one: ClauseChange) -> tuple[str, ...]:
        """Return the keys of the headings above a clause of a change."""
        return (self.outline_new if clause in one.new else self.outline_old).place(clause)

    @cached_property
    def passed(self) -> frozenset[int]:
        """The headings that stand on the other side of another one now, by their index in the old text."""
        pairs = sorted(self.headings.items())
        most = [-1, *accumulate((j for _, j in pairs), max)]
        least = [*accumulate((j for _, j in reversed(pairs)), min)][::-1]
        return frozenset(i for at, (i, j) in enumerate(pairs) if most[at] > j or least[at] < j)

    @cached_property
    def passed_numbers(self) -> frozenset[str]:
        """The numbers that these had."""
        old = self.outline_old
        return frozenset(number_of(old.numbering.number(old.headings[i])) for i in self.passed) - {""}

    @cached_property
    def clauses(self) -> tuple[tuple[Clause, Clause], ...]:
        """The clauses that stand in both texts, one for one, in the old text's order."""
        ones = ((match.old[0], match.new[0]) for match in self.matches if len(match.old) == len(match.new) == 1)
        return tuple((self.clauses_old[i], self.clauses_new[j]) for i, j in sorted(ones))

    @cached_property
    def lead_ins(self) -> tuple[dict[int, Clause], dict[int, Clause]]:
        """Headings of the old text that begin clauses of the new, by the position of what they led; and back."""
        firsts = [(self.clauses_old[match.old[0]], self.clauses_new[match.new[0]]) for match in self.matches]
        old = lead_ins(self.outline_old, self.headings, firsts)
        return old, lead_ins(self.outline_new, self.headed, ((b, a) for a, b in firsts))

    @cached_property
    def labels_old(self) -> Labels:
        """The printed labels by which the old text counts."""
        return Labels((*self.outline_old.headings, *self.clauses_old))

    @cached_property
    def labels_new(self) -> Labels:
        """Likewise the new text."""
        return Labels((*self.outline_new.headings, *self.clauses_new))

    @cached_property
    def crossed(self) -> frozenset[Style]:
        """The styles of numbers that are more than a count."""
        return crossed(self.clauses)

    @cached_property
    def shift(self) -> Shift:
        """How the sections that both texts have were numbered anew."""
        headings = ((self.outline_old.headings[i], self.outline_new.headings[j]) for i, j in self.headings.items())
        old, new = self.outline_old.numbering, self.outline_new.numbering
        pairs = (*headings, *self.clauses)
        return shift((depth(a), old.number(a) or a.label, new.number(b) or b.label) for a, b in pairs)

    def section(self, number: str, *, is_new: bool) -> str:
        """Return the heading of the section that has a number in one of the texts, "" where none has it."""
        outline = self.outline_new if is_new else self.outline_old
        with_it = (one for one in outline.headings if number_of(outline.numbering.number(one)) == number)
        return next((outline.numbering.unnumbered(one) for one in with_it), "")

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of the texts by their words, or where these say too little that of the documents; or none."""
        each = (clause for side in (self.clauses_old, self.clauses_new) for clause in side[:: len(side) // _READ + 1])
        found = spoken(*(clause.text[:_BEGINNING] for clause in each))
        own = found & self.spoken
        return own or (found if 0 < len(found) <= _TONGUES else self.spoken)

    def languages_of(self, clauses: Sequence[Clause]) -> frozenset[str] | None:
        """Return the languages of the texts for clauses that say too little of their own, else None."""
        texts = [clause.text for clause in clauses]
        found = spoken(*texts)
        is_theirs = found & self.languages or found == spoken_within(self.languages, *texts)
        return None if is_theirs else self.languages

    @cached_property
    def headed(self) -> frozenset[int]:
        """The headings of the new text that stood in the old one, by index."""
        return frozenset(self.headings.values())

    @cached_property
    def leads(self) -> tuple[dict[int, int], dict[int, int]]:
        """Of each item of a list the clause that leads it in ("We never share:"), by index, of both texts."""
        return leads(self.clauses_old), leads(self.clauses_new)

    @cached_property
    def _parents(self) -> tuple[dict[int, int], dict[int, int]]:
        """Of each item of a list within an item that item, by index, of both texts."""
        return parents(self.clauses_old), parents(self.clauses_new)

    def _above(self, i: int, j: int) -> tuple[int, int]:
        """Return what says of two clauses what they are of: the items around both, or else their lead-ins."""
        old, new = self._parents
        if i in old and j in new:  # an entry that is lifted a level, or of which none is known, keeps its lead-in
            return old[i], new[j]
        return led_by(self.clauses_old, i, self.leads[0]), led_by(self.clauses_new, j, self.leads[1])

    @cached_property
    def ordered(self) -> tuple[dict[int, range], dict[int, range]]:
        """The clauses whose order says something, by index, with those that stand in it, of both texts."""
        return ordered(self.clauses_old, self.leads[0]), ordered(self.clauses_new, self.leads[1])

    def order(self, group: Sequence[Match]) -> Reason | None:
        """Return why it matters that clauses stand in another order, None where it does not."""
        old, new = self.ordered
        runs = (
            (old[match.old[0]], new[match.new[0]]) for match in group if match.old[0] in old and match.new[0] in new
        )
        for run, other in runs:
            return order_reason([self.clauses_old[i] for i in run], [self.clauses_new[j] for j in other])
        return None

    @cached_property
    def became(self) -> dict[int, int]:
        """The clauses of the new text that those of the old one became, one for one, by index."""
        return {match.old[0]: match.new[0] for match in self.matches if len(match.old) == len(match.new) == 1}

    @cached_property
    def kept(self) -> frozenset[int]:
        """The clauses of the new text that one of the old one became, by index."""
        return frozenset(self.became.values())

    def places(self, match: Match) -> tuple[str, str] | None:
        """Return the headings or lead-ins that a clause stands under before and now, None where they are the same."""
        i, j = match.old[0], match.new[0]
        old, new = self.clauses_old[i], self.clauses_new[j]
        if self._is_rehoused(match) or self._is_called_otherwise(match):
            return old.heading_path[-1], new.heading_path[-1]
        if homes := self._homes(old, new):
            return homes
        if old.kind is not ClauseKind.ITEM and self.became.get(i - 1, -1) == j - 1:
            return None  # what stands before it does so still
        before, after = self._above(i, j)
        are_kept = before in self.became and after in self.kept
        if not are_kept or self.became[before] == after:
            return None
        return self.clauses_old[before].text, self.clauses_new[after].text

    def _homes(self, old: Clause, new: Clause) -> tuple[str, str] | None:
        """Return the headings that a clause's section stood and stands under where it moved from one to another.

        Only what moved past other headings counts: a heading that was nested otherwise leaves its sections in place.
        """
        i, j = self.outline_old.under[old.position], self.outline_new.under[new.position]
        while i >= 0 and j >= 0 and i in self.passed and self.headings[i] == j:
            i, j = self.outline_old.above[i], self.outline_new.above[j]
            if self._are_apart(i, j):
                return self.outline_old.headings[i].text, self.outline_new.headings[j].text
        return None

    def _is_rehoused(self, match: Match) -> bool:
        """Tell whether a clause went from one heading to another that both texts have."""
        i = self.outline_old.under[self.clauses_old[match.old[0]].position]
        j = self.outline_new.under[self.clauses_new[match.new[0]].position]
        return self._are_apart(i, j)

    def _are_apart(self, i: int, j: int) -> bool:
        """Tell whether a heading of the old text and one of the new are two that both texts have, side by side."""
        if i < 0 or j < 0 or self.headings.get(i) == j:
            return False
        known = i in self.headings and j in self.headed
        # Where a section ends is not always marked: between a heading and the one above it is no move.
        above, below = self.outline_old.paths[i], self.outline_new.paths[j]
        return known and above[-1] not in below and below[-1] not in above

    def _is_called_otherwise(self, match: Match) -> bool:
        """Tell whether a clause moved with its section past others, and that has another number now: "3. Cookies"."""
        old, new = self.clauses_old[match.old[0]], self.clauses_new[match.new[0]]
        i, j = self.outline_old.under[old.position], self.outline_new.under[new.position]
        is_past = match.moved and i in self.passed and self.headings[i] == j
        return is_past and old.heading_path[-1] != new.heading_path[-1]


def pair(old: Sequence[Clause], new: Sequence[Clause]) -> Pairing:
    """Pair clauses and headings in one direction, whichever is asked for, so that swapping the texts mirrors it."""
    if [(clause.heading_path, clause.text) for clause in old] > [(clause.heading_path, clause.text) for clause in new]:
        back = pair(new, old)
        turned = (Match(old=match.new, new=match.old, moved=match.moved) for match in back.matches)
        return Pairing(
            clauses_old=back.clauses_new,
            clauses_new=back.clauses_old,
            matches=tuple(sorted(turned, key=lambda match: (match.new, match.old))),
            outline_old=back.outline_new,
            outline_new=back.outline_old,
            contents_old=back.contents_new,
            contents_new=back.contents_old,
            headings={j: i for i, j in back.headings.items()},
        )
    outline_old, outline_new = outline(old), outline(new)
    before = side([clause for clause in old if clause.kind is not ClauseKind.HEADING], outline_old)
    after = side([clause for clause in new if clause.kind is not ClauseKind.HEADING], outline_new)
    matches = align(before, after)
    positions = {before.clauses[match.old[0]].position: after.clauses[match.new[0]].position for match in matches}
    return Pairing(
        clauses_old=before.clauses,
        clauses_new=after.clauses,
        matches=matches,
        outline_old=outline_old,
        outline_new=outline_new,
        contents_old=contents(old, before),
        contents_new=contents(new, after),
        headings=paired(outline_old, outline_new, positions),
    )
