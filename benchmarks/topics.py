"""Print how well topics are told, for each topic and each language, on clauses labelled by hand.

python benchmarks/topics.py [--missed]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.scores import Score
from monitor.core.records import Clause, ClauseKind
from monitor.core.significance.lexicon import TOPICS
from monitor.core.significance.topics import topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LABELLED = Path(__file__).resolve().parents[1] / "tests" / "core" / "topics" / "labelled.jsonl"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A labelled clause; what is told of it is found out once somebody asks.

    Args:
        language: of the clause.
        clause: in its place.
        labelled: the topics it has, as a person sees it.
    """

    language: str
    clause: Clause
    labelled: frozenset[str]

    @property
    def text(self) -> str:
        """The clause in words."""
        return self.clause.text

    @cached_property
    def told(self) -> frozenset[str]:
        """The topics that the product tells."""
        return frozenset(topics([self.clause]))


def samples() -> list[Sample]:
    """Return the labelled clauses; the lexicon was developed on those at even places."""
    return [_sample(json.loads(line)) for line in LABELLED.read_text(encoding="utf-8").splitlines()]


def _sample(raw: dict) -> Sample:
    clause = Clause(
        position=0, kind=ClauseKind.PARAGRAPH, heading_path=tuple(raw["headings"]), label="", text=raw["text"]
    )
    return Sample(
        language=raw["language"],
        clause=clause,
        labelled=frozenset(raw["topics"]),
    )


def score(found: Iterable[Sample], among: Sequence[str] = TOPICS) -> Score:
    """Return the counts over samples of the labels among those named."""
    counts = Counter((topic in one.labelled, topic in one.told) for one in found for topic in among)
    return Score(
        right=counts[True, True], wrong=counts[False, True], hit=counts[True, True], missed=counts[True, False]
    )


def halves(found: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """Return the samples the lexicon was developed on and those it was not."""
    return found[::2], found[1::2]


def _row(name: str, score: Score, clauses: int) -> str:
    return f"{name:16} {clauses:8} {score.precision:10.3f} {score.recall:7.3f} {score.f1:6.3f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--missed", action="store_true", help="print the clauses told wrongly, of the half developed on"
    )
    found = samples()
    developed, held_out = halves(found)
    if parser.parse_args().missed:
        for one in developed:
            if one.labelled != one.told:
                print(one.language, sorted(one.labelled), sorted(one.told), one.text, sep="\t")
        return
    print(f"{'':16} {'clauses':>8} {'precision':>10} {'recall':>7} {'F1':>6}")
    for name, some in (("all", found), ("developed on", developed), ("held out", held_out)):
        print(_row(name, score(some), len(some)))
    for topic in TOPICS:
        print(_row(topic, score(found, [topic]), sum(topic in one.labelled for one in found)))
    for language in dict.fromkeys(one.language for one in found):
        some = [one for one in found if one.language == language]
        print(_row(language, score(some), len(some)))


if __name__ == "__main__":
    main()
