"""The examples in docs/what-is-told.md are judged as they say."""

from __future__ import annotations

import re

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.records import Rule, Significance
from tests.core.helpers import drawn, heading, paragraph, said
from tests.project import tree

TEXT = (tree.ROOT / "docs" / "what-is-told.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<under>[^|]+) \|(?P<old>[^|]*)\|(?P<new>[^|]*)\| `(?P<reason>[^|]+)` \|$", re.MULTILINE)
BESIDE = "Sentences of a neighbour keep both texts company."


def _examples():
    for section in TEXT.split("\n## ")[1:]:
        title = section.split("\n", 1)[0].split(":")[0].lower()
        for row in ROW.finditer(section):
            yield pytest.param(Significance(title), row, id=row["reason"])


def _drawn(under: str, text: str):
    return drawn(heading(under), paragraph(BESIDE), *([paragraph(text)] if text else []))


def test_there_are_examples_of_each() -> None:
    """Each significance that can be given to a change has its examples."""
    assert {example.values[0] for example in _examples()} == set(Significance) - {Significance.NONE}


def test_every_rule_has_its_row() -> None:
    """The table of reasons for programs names every rule that can give one, and no other."""
    table = TEXT.split("\n## Reasons for programs")[1].split("\n## ")[0]
    named = [name for row in re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE) for name in row.split(", ")]
    assert [name.strip("`") for name in named] == list(Rule)


@pytest.mark.parametrize(("significance", "row"), list(_examples()))
def test_examples_are_judged_as_written(significance, row) -> None:
    """An example has the significance of its section and the first reason beside it, in one change."""
    before, after = (_drawn(row["under"].strip(), row[side].strip()) for side in ("old", "new"))
    (change,) = compare(before, after).changes
    assert (change.significance, said(change)[0]) == (significance, row["reason"])
