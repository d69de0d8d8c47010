"""Print how well drift between variants is told, for each aspect, on pairs of documents labelled by hand.

python benchmarks/drift.py [--missed]
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.scores import Score
from monitor.core.clauses import text_digest
from monitor.core.records import Clause, ClauseKind, Document, PolicyText
from monitor.core.text import fold_accents, key, words
from monitor.core.variants.drift import compare_variants
from monitor.core.variants.sayings import Aspect, phone_tail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.core.variants.drift import Drift

LABELLED = Path(__file__).resolve().parents[1] / "tests" / "core" / "variants" / "pairs.toml"
_KINDS = {"- ": ClauseKind.ITEM, "| ": ClauseKind.ROW}
_HEADING = "# "
Told = tuple[str, str, str]
"""Aspect, what the first variant has, what the second has; "" for nothing."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two variants, and what only one of them says.

    Args:
        name: "en-de-shop".
        languages: of both.
        is_held_out: whether the rules were not developed on it.
        one: the first.
        other: the second.
        labelled: the drift as a person sees it.
    """

    name: str
    languages: tuple[str, str]
    is_held_out: bool
    one: PolicyText
    other: PolicyText
    labelled: frozenset[Told]

    @cached_property
    def drift(self) -> tuple[Drift, ...]:
        """The drift that the product tells."""
        return compare_variants(self.one, self.other).drift

    @property
    def told(self) -> list[Told]:
        """The same as labels have it."""
        return [
            (drift.aspect.value, *(side.plain if side else "" for side in (drift.one, drift.other)))
            for drift in self.drift
        ]


def pairs() -> list[Pair]:
    """Return the labelled pairs."""
    return [
        Pair(
            name=raw["id"],
            languages=tuple(raw["languages"]),
            is_held_out=raw["half"] == "held out",
            one=text_of(raw["one"], raw["languages"][0]),
            other=text_of(raw["other"], raw["languages"][1]),
            labelled=frozenset(
                (aspect, _plain(aspect, one), _plain(aspect, other)) for aspect, one, other in raw["drift"]
            ),
        )
        for raw in tomllib.loads(LABELLED.read_text(encoding="utf-8"))["pair"]
    ]


def _plain(aspect: str, label: str) -> str:
    if aspect == Aspect.COMPANY:
        return " ".join(map(fold_accents, words(key(label))))
    return phone_tail(label) if label.startswith("+") else label


def text_of(written: str, language: str) -> PolicyText:
    """Return a document that is written with a sign before each heading, item and row."""
    clauses = tuple(
        Clause(position=at, kind=kind, heading_path=path, label="", text=text)
        for at, (kind, path, text) in enumerate(_blocks(written))
    )
    document = Document(title="", language=language, stated_date=None, extractor="labelled", blocks=())
    return PolicyText(document=document, clauses=clauses, text_digest=text_digest(clauses))


def _blocks(written: str) -> Iterator[tuple[ClauseKind, tuple[str, ...], str]]:
    path: tuple[str, ...] = ()
    for line in written.strip().splitlines():
        if line.startswith(_HEADING):
            path = (line.removeprefix(_HEADING),)
        else:
            kind = _KINDS.get(line[:2], ClauseKind.PARAGRAPH)
            yield kind, path, line if kind is ClauseKind.PARAGRAPH else line[2:]


def score(found: Iterable[Pair], aspects: Sequence[str] = tuple(Aspect)) -> Score:
    """Return the counts over pairs of the drift of some aspects."""
    right = wrong = missed = 0
    for pair in found:
        told = {one for one in pair.told if one[0] in aspects}
        labelled = {one for one in pair.labelled if one[0] in aspects}
        right, wrong, missed = right + len(told & labelled), wrong + len(told - labelled), missed + len(labelled - told)
    return Score(right=right, wrong=wrong, hit=right, missed=missed)


def halves(found: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs the rules were developed on, and those they were not."""
    return [one for one in found if not one.is_held_out], [one for one in found if one.is_held_out]


def main() -> None:
    """Print the table, or what is told wrongly and missed of the half that the rules are developed on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="print what is told wrongly, of the half developed on")
    found = pairs()
    if parser.parse_args().missed:
        for one in halves(found)[0]:
            for told in sorted({*one.told} ^ one.labelled):
                print(one.name, "missed" if told in one.labelled else "wrong ", *told, sep=" | ")
        return
    print(f"{'':19}{'all':>5} precision recall {'devel.':>6} precision recall {'held':>6} precision recall")
    for name, aspects in (("all", tuple(Aspect)), *((one.value, (one.value,)) for one in Aspect)):
        counts = [score(some, aspects) for some in (found, *halves(found))]
        cells = " ".join(f"{one.hit + one.missed:6} {one.precision:8.3f} {one.recall:6.3f}" for one in counts)
        print(f"{name:18}{cells}")


if __name__ == "__main__":
    main()
