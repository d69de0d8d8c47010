"""What alarms are worth: which tell an edit, which tell nothing, and how late."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.noise.edits import Edit

ROUNDS_TO_TELL = 3  # an edit at a restless place is told in the third round that has it, at the latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What one round told of one page.

    Args:
        round_number: when.
        pairs: the texts before and after, clause change by clause change; "" where there was none.
    """

    round_number: int
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """When an edit was told.

    Args:
        edit: which.
        rounds: how many later than it was made, or None where it never was.
    """

    edit: Edit
    rounds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What one page gave in all its rounds.

    Args:
        checks: that could have given an alarm.
        false: alarms that told no edit, or one that had been told.
        owed: the one alarm by which a varying clause of the policy is told.
        mixed: alarms that told an edit and something else with it.
        told: its edits.
    """

    checks: int
    false: int
    owed: int
    mixed: int
    told: tuple[Told, ...]


def spaced(text: str) -> str:
    """Return the words of a text, none with capitals, a space around each."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} "


def life(edits: Sequence[Edit], alarms: Iterable[Alarm], *, checks: int, owed: int) -> Life:
    """Judge the alarms of one page.

    Args:
        edits: of the page.
        alarms: in order of their rounds.
        checks: how many could have given one.
        owed: how many may tell what varies.
    """
    waiting, told = list(edits), dict[int, int]()
    false = paid = mixed = 0
    before: list[tuple[str, str]] = []
    for alarm in alarms:
        hits = [e for e in waiting if e.round_number <= alarm.round_number and tells(alarm.pairs, e, before)]
        before += alarm.pairs
        for edit in hits:
            waiting.remove(edit)
            told[edit.round_number] = alarm.round_number - edit.round_number
        if hits:
            mixed += not all(any(touches(pair, edit) for edit in hits) for pair in alarm.pairs)
        elif paid < owed:
            paid += 1
        else:
            false += 1
    found = tuple(Told(edit=edit, rounds=told.get(edit.round_number)) for edit in edits)
    return Life(checks=checks, false=false, owed=paid, mixed=mixed, told=found)


def tells(pairs: Iterable[tuple[str, str]], edit: Edit, before: Iterable[tuple[str, str]] = ()) -> bool:
    """Return whether the words that went and those that came show in texts before and after.

    Args:
        pairs: of one alarm.
        edit: what it is to tell.
        before: of earlier alarms: where a section had left, they told what went, and what came is told as it returns.
    """
    spread = [(spaced(old), spaced(new)) for old, new in pairs]
    earlier = [(spaced(old), spaced(new)) for old, new in before] if edit.came else []
    went, came = spaced(edit.went), spaced(edit.came)
    has_gone = not edit.went or any(went in old and went not in new for old, new in earlier + spread)
    # where only a negation goes, what comes stood there before, within what went
    has_come = not edit.came or any(came in new and (came not in old or came in went) for old, new in spread)
    return has_gone and has_come


def touches(pair: tuple[str, str], edit: Edit) -> bool:
    """Return whether a text before and after has anything of an edit."""
    old, new = map(spaced, pair)
    return bool(edit.went and spaced(edit.went) in old) or bool(edit.came and spaced(edit.came) in new)
