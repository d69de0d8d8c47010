"""Rows of a table in which lines of a cell, or columns, changed places: told where that may say something."""

from __future__ import annotations

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.records import Block, BlockKind
from tests.core.helpers import drawn, heading, said

FIRST, SECOND = (
    "Your name is used for 10 years to send the parcel.",
    "Your mail address is used for 30 days to send news.",
)
THIRD = "They are deleted after that."


def _told(before: str, after: str, above: str = "What we use") -> list[list[str]]:
    """Return the reasons of what is told of a row that became another."""
    sides = (drawn(heading(above), Block(kind=BlockKind.ROW, text=text, level=0, label="")) for text in (before, after))
    return [said(change) for change in compare(*sides).changes if change.significance.is_told]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"What: Contact | Why: {FIRST} {SECOND}", f"What: Contact | Why: {SECOND} {FIRST}"),
        (f"Contact | {FIRST} {THIRD} {SECOND}", f"Contact | {SECOND} {FIRST} {THIRD}"),
        (
            "Kinds: Contact | Data: Name Address Telephone number",
            "Kinds: Contact | Data: Telephone number Name Address",
        ),
        (f"What: Contact data | Why: {FIRST}", f"Why: {FIRST} | What: Contact data"),
        ("Contact | Name; Telephone number; Address", "Contact | Address; Name; Telephone number"),
        ("Invoices; Logs | 10 years; 30 days", "Logs; Invoices | 30 days; 10 years"),
        (
            "Data: Logs; Orders; Names | Until: 30 days; 10 years; a week | Why: Art. 6",
            "Data: Names; Logs; Orders | Until: a week; 30 days; 10 years | Why: Art. 6",
        ),
        ("Invoices; Logs | Ten years. Thirty days.", "Logs; Invoices | Thirty days. Ten years."),
    ],
    ids=[
        "two sentences",
        "with those that follow them",
        "lines without an end",
        "columns with their headers",
        "lines",
        "lines with those beside them",
        "three columns",
        "lines beside sentences",
    ],
)
def test_lines_of_a_cell_that_change_places_are_not_told(before: str, after: str) -> None:
    """The order of the lines of one cell says nothing, nor does that of columns which have headers."""
    assert _told(before, after) == []
    assert _told(after, before) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"Contact | {FIRST} {THIRD} {SECOND}", f"Contact | {SECOND} {THIRD} {FIRST}"),
        ("Invoices Logs | Ten years. Thirty days.", "Invoices Logs | Thirty days. Ten years."),
        ("Invoices Logs | 10 years 30 days", "Invoices Logs | 30 days 10 years"),
        (f"{FIRST} {SECOND} | Art. 6(1)(b) Art. 6(1)(f)", f"{SECOND} {FIRST} | Art. 6(1)(b) Art. 6(1)(f)"),
        ("Invoices; Logs | 10 years; 30 days", "Logs; Invoices | 10 years; 30 days"),
        ("Logs; Orders; Names | 3 days; 9 years; 1 week", "Names; Logs; Orders | 9 years; 1 week; 3 days"),
        ("Invoices; Logs | 10 years; 30 days | Us; Gull Ltd", "Logs; Invoices | 30 days; 10 years | Us; Gull Ltd"),
        ("Invoices; Logs | 1. Ask us; 2. Ask them", "Logs; Invoices | First we ask; Then they ask"),
        ("Contact | Invoices 10 years Logs 30 days", "Contact | Invoices 30 days Logs 10 years"),
        ("Contact | First we ask you. Then we ask your bank.", "Contact | Then we ask your bank. First we ask you."),
        ("Contact | We do not sell your name to, or share it", "Contact | or share it We do not sell your name to,"),
        (f"What: Contact | Why: {FIRST} {SECOND}", f"What: Contact | Why: {SECOND} {FIRST[:-1]} too."),
        ("Invoices | Logs", "Logs | Invoices"),
        ("What: Contact | Telephone: 020 7946", "What: Contact | Telephone: 7946 020"),
        ("What: Contact | Why: He writes to us.", "What: Contact | Why: He writes to US."),
        ("Whom: us | Why: They ask us to. We ask you.", "Whom: us | Why: We ask you. They ask US to."),
    ],
    ids=[
        "a sentence that follows another one now",
        "sentences beside lines",
        "lines beside lines",
        "lines without those beside them",
        "lines beside others now",
        "lines of which a third column stayed",
        "lines that became steps",
        "sentences beside articles of a law",
        "figures",
        "steps",
        "no lines",
        "another word",
        "columns without headers",
        "figures of one number",
        "capitals that make another word",
        "such capitals in another order",
    ],
)
def test_lines_of_a_cell_that_belong_elsewhere_now_are_told(before: str, after: str) -> None:
    """What follows another sentence, or stands beside another line of the row, may say something else."""
    assert _told(before, after)


def test_a_ranking_in_a_cell_is_told() -> None:
    """Lines of a cell that its header or the heading calls a ranking say another thing in another order."""
    asked = "Your bank is asked for it. You are asked for it.", "You are asked for it. Your bank is asked for it."
    assert _told(*(f"In order of priority: {text}" for text in asked))
    assert _told(*(f"Whom: {text}" for text in asked), above="Order of precedence")
