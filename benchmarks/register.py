"""Print how well the facts of a register are read, for each fact and each language, on texts labelled by hand.

python benchmarks/register.py [--missed]
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
from monitor.core.clauses import text_digest
from monitor.core.records import Clause, ClauseKind, Document, PolicyText
from monitor.core.register.facts import FIELDS, FactKind
from monitor.core.register.register import facts_of
from monitor.core.text import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from monitor.core.register.facts import Fact

LABELLED = Path(__file__).resolve().parents[1] / "tests" / "core" / "register" / "labelled.jsonl"
_MORE = 4  # words with which what is read may go beyond what is labelled: "laws of Ireland" for "Ireland"
_EXACT = frozenset({("processor", "name"), ("contact", "role"), ("contact", "address"), ("minimum age", "age")})
"""Fields in which nothing may stand beside what is labelled."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A labelled paragraph, list or table; what is read in it is found out once somebody asks.

    Args:
        name: "en-01".
        language: of the text.
        is_held_out: whether the rules were not developed on it.
        text: with its clauses.
        labelled: its facts as a person sees them: kind and fields.
    """

    name: str
    language: str
    is_held_out: bool
    text: PolicyText
    labelled: tuple[Mapping[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Its clauses in words."""
        return tuple(clause.text for clause in self.text.clauses)

    @cached_property
    def told(self) -> tuple[Fact, ...]:
        """The facts that the product reads."""
        return facts_of(self.text)


def samples() -> list[Sample]:
    """Return the labelled texts."""
    return [_sample(json.loads(line)) for line in LABELLED.read_text(encoding="utf-8").splitlines()]


def _sample(raw: dict) -> Sample:
    clauses = tuple(
        Clause(position=at, kind=ClauseKind(kind), heading_path=tuple(raw["headings"]), label="", text=text)
        for at, (kind, text) in enumerate(raw["blocks"])
    )
    document = Document(title="", language=raw["language"], stated_date=None, extractor="labelled", blocks=())
    return Sample(
        name=raw["id"],
        language=raw["language"],
        is_held_out=raw["half"] == "held out",
        text=PolicyText(document=document, clauses=clauses, text_digest=text_digest(clauses)),
        labelled=tuple(raw["facts"]),
    )


def is_right(fact: Fact, labelled: Mapping[str, str]) -> bool:
    """Return whether a fact is a labelled one, in all of its fields: it has none where the label has none."""
    return fact.kind.value == labelled["kind"] and all(
        _says((field.text, field.plain), labelled[field.name], is_exact=(fact.kind.value, field.name) in _EXACT)
        for field in fact.fields
    )


def _says(told: tuple[str, str], labelled: str, *, is_exact: bool) -> bool:
    wanted = key(labelled)
    if is_exact or not wanted:
        return wanted in {key(one) for one in told}
    return any(
        f" {wanted} " in f" {key(one)} " and len(key(one).split()) <= len(wanted.split()) + _MORE for one in told
    )


def score(found: Iterable[Sample], kinds: Sequence[str] = tuple(FactKind)) -> Score:
    """Return the counts over samples of the facts of some kinds."""
    right = wrong = missed = 0
    for one in found:
        told = [fact for fact in one.told if fact.kind in kinds]
        labelled = [fact for fact in one.labelled if fact["kind"] in kinds]
        true = sum(any(is_right(fact, label) for label in labelled) for fact in told)
        right, wrong = right + true, wrong + len(told) - true
        missed += sum(not any(is_right(fact, label) for fact in told) for label in labelled)
    return Score(right=right, wrong=wrong, hit=right, missed=missed)


def halves(found: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """Return the samples the rules were developed on, and those they were not."""
    return [one for one in found if not one.is_held_out], [one for one in found if one.is_held_out]


def _row(name: str, count: Callable[[Sequence[Sample]], Score], found: Sequence[Sample]) -> str:
    scores = [count(some) for some in (found, *halves(found))]
    cells = "".join(f"{one.hit + one.missed:7} {one.precision:9.3f} {one.recall:6.3f}" for one in scores)
    return f"{name:15}{cells}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="print what is read wrongly, of the half developed on")
    found = samples()
    if parser.parse_args().missed:
        for one in halves(found)[0]:
            _print_missed(one)
        return
    print(
        f"{'':15}{'all':>7} {'precision':>9} recall {'devel.':>6} {'precision':>9} recall{'held':>7} precision recall"
    )
    print(_row("all", score, found))
    for kind in FIELDS:
        print(_row(kind, lambda some, kind=kind: score(some, [kind]), found))
    for language in dict.fromkeys(one.language for one in found):
        print(_row(language, score, [one for one in found if one.language == language]))


def _print_missed(one: Sample) -> None:
    for fact in one.told:
        if not any(is_right(fact, label) for label in one.labelled):
            told = "; ".join(f"{field.name}={field.text}" for field in fact.fields)
            print(one.name, "wrong ", fact.kind, told, one.texts[fact.position], sep=" | ")
    for label in one.labelled:
        if not any(is_right(fact, label) for fact in one.told):
            print(
                one.name, "missed", "; ".join(f"{name}={text}" for name, text in label.items()), *one.texts, sep=" | "
            )


if __name__ == "__main__":
    main()
