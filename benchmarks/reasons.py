"""Print how well the reasons of edits are told, for each rule and each language, on edits labelled by hand.

python benchmarks/reasons.py [--missed]
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.scores import Score
from monitor.core.comparison.clause_changes import change
from monitor.core.records import ChangeKind, Clause, ClauseKind, Reason, Rule, Significance, reason_words
from monitor.core.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.records import ClauseChange

LABELLED = Path(__file__).resolve().parents[1] / "tests" / "core" / "reasons" / "labelled.jsonl"

LISTED = frozenset({Rule.PERIOD, Rule.AMOUNT, Rule.NUMBER, Rule.CONTACT, Rule.WEB_ADDRESS, Rule.CITATION})
"""Rules whose reasons list what they name, with commas between."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A labelled edit; what is told of it is found out once somebody asks.

    Args:
        name: "en-001".
        language: of the sentences.
        old: the sentence before, "" for none.
        new: the sentence after, "" for none.
        right: the reason that a person gives: its words have to stand in those told. Rule `wording` or `form` where
            nothing grave came of it.
        also: what else may be told of it: rules, those of terms with their subjects ("term:recipient").
        significance: as a person sees it.
    """

    name: str
    language: str
    old: str
    new: str
    right: Reason
    also: tuple[str, ...]
    significance: Significance

    @cached_property
    def _change(self) -> ClauseChange:
        old, new = _clauses(self.old), _clauses(self.new)
        return change(ChangeKind.MODIFIED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED, old, new)

    @property
    def told(self) -> tuple[Reason, ...]:
        """The reasons told."""
        return self._change.reasons

    @property
    def told_as(self) -> Significance:
        """The significance told."""
        return self._change.significance

    @property
    def is_grave(self) -> bool:
        """Return whether a reason has to be told."""
        return self.significance is Significance.MATERIAL

    @property
    def is_hit(self) -> bool:
        """Return whether the right reason is told; where there is none, whether nothing grave is told."""
        if not self.is_grave:
            return self.told_as is not Significance.MATERIAL
        right = [reason for reason in self.told if self.is_right(reason)]
        return all(
            any(getattr(reason, side) for reason in right) for side in ("went", "came") if getattr(self.right, side)
        )

    def is_right(self, reason: Reason) -> bool:
        """Return whether a told reason is the labelled one, or one side of it, and says as much."""
        sides = ((reason.went, self.right.went), (reason.came, self.right.came))
        return (reason.rule, reason.subject) == (self.right.rule, self.right.subject) and all(
            says(told, labelled) for told, labelled in sides if told is not None
        )

    def is_true(self, reason: Reason) -> bool:
        """Return whether a told reason is the labelled one or another that may be told."""
        names = {f"{reason.rule}:{reason.subject}", f"{reason.rule}:", reason.rule.value}
        return self.is_right(reason) or not names.isdisjoint(self.also)

    @property
    def graves(self) -> tuple[Reason, ...]:
        """Return the told reasons, none where nothing grave is told."""
        return self.told if self.told_as is Significance.MATERIAL else ()


def says(told: str | None, labelled: str | None) -> bool:
    """Return whether what is told has the labelled words side by side; both may be none."""
    if not (told and labelled):
        return not told and not labelled
    return f" {key(labelled)} " in f" {key(told)} "


def rule_of(reason: Reason) -> str:
    """Return what a reason is counted under: a term under its subject, all others under their rule."""
    return reason.subject if reason.rule is Rule.TERM else reason.rule.value


def edits() -> list[Edit]:
    """Return the labelled edits."""
    return [_edit(json.loads(line)) for line in LABELLED.read_text(encoding="utf-8").splitlines()]


def _edit(raw: dict) -> Edit:
    right = Reason(rule=Rule(raw["rule"]), subject=raw["subject"], went=raw["went"], came=raw["came"])
    return Edit(
        name=raw["id"],
        language=raw["language"],
        old=raw["old"],
        new=raw["new"],
        right=right,
        also=tuple(raw["also"]),
        significance=Significance(raw["significance"]),
    )


def _clauses(text: str) -> list[Clause]:
    clause = Clause(position=0, kind=ClauseKind.PARAGRAPH, heading_path=(), label="", text=text)
    return [clause] if text else []


def score(found: Iterable[Edit], rule: str = "") -> Score:
    """Return the counts over edits, of one rule if it is named."""
    some = list(found)
    told = [edit.is_true(one) for edit in some for one in edit.graves if not rule or rule_of(one) == rule]
    hits = [edit.is_hit for edit in some if rule_of(edit.right) == rule or (not rule and edit.is_grave)]
    return Score(right=sum(told), wrong=len(told) - sum(told), hit=sum(hits), missed=len(hits) - sum(hits))


def halves(found: Sequence[Edit]) -> tuple[Sequence[Edit], Sequence[Edit]]:
    """Return the edits the rules were developed on, those of even numbers, and those they were not."""
    developed = [edit for edit in found if int(edit.name[-1]) % 2 == 0]
    return developed, [edit for edit in found if int(edit.name[-1]) % 2]


def _row(name: str, score: Score) -> str:
    return f"{name:18} {score.hit + score.missed:6} {score.precision:10.3f} {score.recall:7.3f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="print the edits told wrongly, of the half developed on")
    found = edits()
    developed, held_out = halves(found)
    if parser.parse_args().missed:
        for one in developed:
            if not one.is_hit or not all(map(one.is_true, one.graves)):
                told = "; ".join(map(reason_words, one.told))
                print(one.name, reason_words(one.right), told, one.old, one.new, sep=" | ")
        return
    print(f"{'':18} {'edits':>6} {'precision':>10} {'recall':>7}")
    for name, some in (("all", found), ("developed on", developed), ("held out", held_out)):
        print(_row(name, score(some)))
    for rule in dict.fromkeys(rule_of(one.right) for one in found):
        print(_row(rule, score(found, rule)))
    for language in dict.fromkeys(one.language for one in found):
        print(_row(language, score([one for one in found if one.language == language])))


if __name__ == "__main__":
    main()
