"""Policies through sixty ways to put them on a page: whole, clean, calm under noise, one edit one change."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.extraction.extract import extract
from crawler.extraction.fingerprint import visible_digest
from crawler.extraction.reading.reading import Reading
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Document, Significance
from tests.seeds import nameless, templates
from tests.seeds.templates import ADDED, CLAUSES_ALONE
from tests.seeds.texts import RESIDUE, edited, lines_of, policy_of, without_contents, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.seeds.templates import Block

OWN = Path(__file__).parent
RECALL, PRECISION = 0.998, 0.995


@pytest.fixture(
    params=["own_en", "own_de", "own_it", *(pytest.param(name, marks=pytest.mark.drill) for name in RESIDUE)]
)
def text(request: pytest.FixtureRequest) -> tuple[str, list[str]]:
    """Name and lines of a text: our own, and real ones where they lie beside the repository."""
    own = OWN / f"{request.param}.txt"
    path = own if own.exists() else request.getfixturevalue("shared") / "seeds" / f"{request.param}.txt"
    return request.param, lines_of(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("page", "form"),
    [(templates.page, form) for form in templates.FORMS] + [(nameless.page, form) for form in nameless.FORMS],
    ids=lambda made: made.__name__,
)
def test_a_policy_in_any_form(
    page: Callable[..., bytes], form: Callable[[list[Block], int], str], text: tuple[str, list[str]]
) -> None:
    """Its words come out and no others; noise moves nothing; an edited clause is one material change, there."""
    name, lines = text
    policy = policy_of(lines, *RESIDUE.get(name, (0, 0)))
    lines = policy if form.__name__ in CLAUSES_ALONE else lines
    document = drawn(page(form, lines))
    found = Counter(words([block.text for block in document.blocks]))
    wanted = Counter(words(without_contents(policy)))
    lost = wanted - found
    assert lost.total() <= (1 - RECALL) * wanted.total(), lost
    foreign = found - Counter(words(policy))
    for word in words([ADDED.get(form.__name__, "")]):
        del foreign[word]
    assert foreign.total() <= (1 - PRECISION) * found.total(), foreign
    assert drawn(page(form, lines, turn=5)).blocks == document.blocks
    changed, place = edited(lines)
    assert visible_digest(Reading(content=page(form, changed))) != visible_digest(Reading(content=page(form, lines)))
    (change,) = compare(policy_text(document), policy_text(drawn(page(form, changed, turn=5)))).changes
    assert (change.kind, change.significance) == ("modified", Significance.MATERIAL)
    assert [said.strip() for operation, said in change.redline if operation != "equal"] == ["4711"]
    (clause,) = change.new
    assert " ".join(words([clause.text])) in " ".join(words([changed[place]])) or form.__name__ in CLAUSES_ALONE
    assert change.reasons


def drawn(body: bytes) -> Document:
    document = extract(body)
    assert isinstance(document, Document), document
    return document


def test_forms_are_many() -> None:
    """There are enough forms to mean something, each with a name of its own."""
    forms = templates.FORMS + nameless.FORMS
    assert len({form.__name__ for form in forms}) == len(forms) >= 50
