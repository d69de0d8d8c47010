"""What the mails of a site's subscriber are worth: each beside what truly happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from benchmarks.noise.scoring import tells, touches
from benchmarks.troubles.making import LANGUAGE, REWRITTEN
from benchmarks.troubles.sites import HOURS
from monitor.core.records import Claim, HealthEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.noise.edits import Edit
    from benchmarks.troubles.living import Life, Told
    from benchmarks.troubles.sites import Interlude, Site

WEEK = 7 * HOURS
LATELY = 4 * HOURS  # what happened so long before may be what a false alarm is about


class Verdict(StrEnum):
    """What a mail is."""

    EDIT = "edit"
    TURNED = "turned"
    BLIND = "blind"
    SEES = "sees"
    OWED = "owed"
    FALSE = "FALSE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One mail, judged.

    Args:
        site: whose.
        told: the mail.
        verdict: what it is.
        cause: what truly happened, in words.
        hours: since that showed; None where nothing did.
        edits: that it tells.
    """

    site: Site
    told: Told
    verdict: Verdict
    cause: str
    hours: float | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A site's month, judged.

    Args:
        life: of the site.
        lines: its mails.
        untold: what its subscriber never heard of, in words.
    """

    life: Life
    lines: tuple[Line, ...]
    untold: tuple[str, ...]

    @property
    def false(self) -> int:
        """How many of its mails tell nothing that happened."""
        return sum(line.verdict is Verdict.FALSE for line in self.lines)


def story_of(life: Life) -> Story:
    """Judge the mails of a site."""
    lines = tuple(_Judge(life.site).lines(life.told))
    return Story(life=life, lines=lines, untold=tuple(_untold(life.site, lines)))


def day_of(hour: float) -> str:
    """Return a time of the month in days."""
    return f"{hour / HOURS:.1f}"


class _Judge:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._waiting = list(site.edits)
        self._owed = site.noise.kind.owed if site.noise else 0
        self._turns = list(site.phases[1:])
        self._spells = [one for one in site.interludes if one.blinds]
        self._blind: Interlude | None = None
        self._before: list[tuple[str, str]] = []
        self._flips: list[Told] = []

    def lines(self, mails: Sequence[Told]) -> Iterator[Line]:
        """Yield each mail judged, in order."""
        for told in mails:
            yield self._health(told) if told.event else self._change(told)

    def _health(self, told: Told) -> Line:
        if told.event is HealthEvent.BLIND and self._spells and self._spells[0].begins <= told.hour:
            self._blind = self._spells.pop(0)
            one = self._blind
            return self._line(told, Verdict.BLIND, f"{one.name} since day {day_of(one.begins)}", one.begins)
        if told.event is HealthEvent.SEES and self._blind and self._blind.ends <= told.hour:
            one, self._blind = self._blind, None
            return self._line(told, Verdict.SEES, f"{one.name} until day {day_of(one.ends)}", one.ends)
        return self._line(told, Verdict.FALSE, self._lately(told.hour))

    def _change(self, told: Told) -> Line:
        if self._turns and told.hour >= self._turns[0].begins and self._is_turn(told.claim):
            phase = self._turns.pop(0)
            self._before.clear()
            return self._line(told, Verdict.TURNED, f"{phase.code} since day {day_of(phase.begins)}", phase.begins)
        hits = tuple(
            edit
            for edit in self._waiting
            if self._site.shown_from(edit) <= told.hour and tells(told.pairs, edit, self._before)
        )
        self._before += told.pairs
        if hits:
            for edit in hits:
                self._waiting.remove(edit)
            others = sum(not any(touches(pair, edit) for edit in hits) for pair in told.pairs)
            if self._site.turns:
                self._flips.append(told)
            cause = ", ".join(map(self._words, hits)) + f", and {others} changes beside it" * bool(others)
            return self._line(told, Verdict.EDIT, cause, self._site.shown_from(hits[0]), hits)
        if self._owed and told.claim is None:
            self._owed -= 1
            self._flips.append(told)
            return self._line(told, Verdict.OWED, "a clause of the policy varies")
        if self._is_back(told):
            self._flips.append(told)
            return self._line(told, Verdict.OWED, "what varies is as it was told before")
        return self._line(told, Verdict.FALSE, self._lately(told.hour))

    def _is_back(self, told: Told) -> bool:
        """Tell whether a mail takes back what one told of a clause that varies: once soon, then after a week only."""
        known = {pair for one in self._flips for pair in one.pairs}
        if not any((new, old) in known for old, new in told.pairs):
            return False
        return len(self._flips) == 1 or told.hour - self._flips[-1].hour >= WEEK

    def _is_turn(self, claim: Claim | None) -> bool:
        if self._site.trouble == LANGUAGE:
            return claim is Claim.LANGUAGE
        return self._site.trouble == REWRITTEN and claim is Claim.REPLACED

    def _words(self, edit: Edit) -> str:
        where = " where it varies" if edit.is_restless else ""
        since = self._site.shown_from(edit)
        hidden = f", seen since day {day_of(since)}" if since > edit.round_number else ""
        return f"{edit.name}{where} of day {day_of(edit.round_number)}{hidden}"

    def _lately(self, hour: float) -> str:
        """Say what happened shortly before an alarm about nothing."""
        site = self._site
        found = [
            f"{edit.name} of day {day_of(edit.round_number)}"
            for phase in site.phases
            for edit in (*phase.cosmetic, *phase.edits)
            if 0 <= hour - edit.round_number < LATELY
        ]
        found += [
            f"{one.name} of day {day_of(one.begins)} to {day_of(one.ends)}"
            for one in site.interludes
            if one.begins <= hour < one.ends + LATELY
        ]
        found += [
            f"{phase.code} since day {day_of(phase.begins)}"
            for phase in site.phases[1:]
            if 0 <= hour - phase.begins < 2 * LATELY
        ]
        return "nothing; lately: " + ", ".join(found or [site.kind])

    def _line(
        self, told: Told, verdict: Verdict, cause: str, since: float | None = None, edits: tuple[Edit, ...] = ()
    ) -> Line:
        hours = None if since is None else told.hour - since
        return Line(site=self._site, told=told, verdict=verdict, cause=cause, hours=hours, edits=edits)


def _untold(site: Site, lines: Sequence[Line]) -> Iterator[str]:
    """Yield what happened and no mail tells."""
    told = [edit for line in lines for edit in line.edits]
    for edit in site.edits:
        if edit not in told:
            yield f"{edit.name}{' where it varies' * edit.is_restless} of day {day_of(edit.round_number)}"
    verdicts = [line.verdict for line in lines]
    for phase in site.phases[1:]:
        if Verdict.TURNED not in verdicts:
            yield f"{phase.code} since day {day_of(phase.begins)}"
    for one in site.interludes:
        if one.blinds and {Verdict.BLIND, Verdict.SEES} - set(verdicts):
            yield f"{one.name} of day {day_of(one.begins)}"
