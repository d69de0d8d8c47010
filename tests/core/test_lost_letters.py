"""Texts whose letters beyond ASCII were lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.core.lost_letters import lost_letters
from monitor.core.records import FailureKind
from tests.core.test_restless import Watch, text

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = [
    f"Die Anfrage {n} löschen wir nach {n} Monaten, für die Prüfung wählen wir zufällige Aufträge aus."
    for n in range(2, 14)
]
PLAIN = "We keep your data for 3 months and delete them afterwards."
LOSSES: list[Callable[[str], str]] = [
    lambda line: line.encode("ascii", "replace").decode(),
    lambda line: line.encode("ascii", "ignore").decode(),
    lambda line: "".join(one if one.isascii() else "\ufffd" for one in line),
]


@pytest.mark.parametrize("loses", LOSSES, ids=["question marks", "nothing", "replacement characters"])
def test_a_text_that_lost_its_letters_is_no_change(loses: Callable[[str], str]) -> None:
    """A page that is served without its accented letters for a day is told neither then nor when it is whole again."""
    old, new = text(PLAIN, *KEPT), text(PLAIN, *map(loses, KEPT))
    failure = lost_letters(old, new)
    assert failure is not None
    assert failure.kind is FailureKind.UNDECODABLE
    watch = Watch(old)
    assert [watch.check(one) for one in (new, old, old, old, old)] == [[]] * 5
    assert (watch.places, watch.baseline.untold) == ((), ())


@pytest.mark.parametrize(
    "edit",
    [
        lambda line: line.replace("13 Monaten", "36 Monaten"),
        lambda line: line.replace("Anfrage 13", "Beschwerde 13"),
    ],
)
def test_an_edit_among_lost_letters_is_a_change(edit: Callable[[str], str]) -> None:
    """Where anything else differs, be it in one clause, the text is compared as any."""
    assert lost_letters(text(*KEPT), text(*(edit(LOSSES[0](line)) for line in KEPT))) is None


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda line: line.replace("ö", "oe").replace("ü", "ue").replace("ä", "ae"),
        lambda line: line.replace("ü", "ű"),
        lambda line: line.replace(", für", " – für"),
        lambda line: line.replace("ö", "?") if "Anfrage 2 " in line else line,
    ],
)
def test_letters_that_are_written_otherwise_are_a_change(rewrite: Callable[[str], str]) -> None:
    """Other spellings, other signs, or a clause that lost its letters alone, are no damage to the page."""
    assert lost_letters(text(*KEPT), text(*map(rewrite, KEPT))) is None


def test_another_text_in_another_script_is_a_change() -> None:
    """Of texts that share no letters but digits nobody can say that they are the same."""
    cyrillic = [f"Мы храним данные {n} месяцев после удаления" for n in range(2, 14)]
    assert lost_letters(text(*cyrillic), text(*(f"我们 {n} 出售" for n in range(2, 14)))) is None


def test_a_text_that_has_its_letters_again_is_a_change() -> None:
    """Where the text before was the damaged one, the page is whole now, and followed."""
    assert lost_letters(text(*map(LOSSES[0], KEPT)), text(*KEPT)) is None
