from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.notices.shorten import plain
from monitor.core.spreadsheets import read_cell, write_cell
from monitor.core.steering import STEERING, printable

UNSEEN = [
    "\U000e0001",
    "\U000e0041",
    "\U000e007f",
    "\U000e0080",
    "\U000e0fff",
    "\u206a",
    "\ufffa",
    "\U0001d173",
    "\u2066",
]
HONEST = [
    "می\u200cخواهم",
    "क\u094d\u200dष",
    "\u200fשלום\u200e",
    "\u061cعربي",
    "葛\U000e0100",
    "❤\ufe0f",
    "soft\u00adhyphen",
]


@pytest.mark.parametrize("letter", UNSEEN)
def test_unseen_letters_show(letter) -> None:
    """Letters that nobody sees are shown as such in a terminal, and left out of a mail."""
    assert printable(f"pay{letter}us") == "pay\ufffdus"
    assert plain(f"pay{letter}us") == "payus"


@pytest.mark.parametrize("text", HONEST)
def test_honest_marks_stay(text) -> None:
    """What joins, parts, directs or varies letters in the scripts of the world stays."""
    assert printable(text) == plain(text) == text


def test_bytes_behind_a_letter_show() -> None:
    """A letter has one variant; what is hidden in a row of them shows."""
    assert printable("a" + "\U000e0110\U000e0111\ufe01") == "a\U000e0110\ufffd\ufffd"
    assert len(STEERING.findall("☺" + "".join(chr(0xE0100 + byte) for byte in b"hidden"))) == 5


@pytest.mark.parametrize(
    "cell",
    [
        "=1", "+1", "-1", "@a", "'=1", "''=1", " =1", "\r=1", "\n=1", " \n =1", "\u3000=1", "\ufeff=1", "\x00=1",
        "＝1", "＋1", "－1", "＠a", "﹦1", "﹢1", "﹣1", "﹫a", "\ta", "\ra", "\na",
    ],
)  # fmt: skip
def test_formulas_are_cells_of_text(cell) -> None:
    """What a spreadsheet would run has an apostrophe before it, and is read back as it was."""
    assert write_cell(cell) == f"'{cell}"
    assert read_cell(write_cell(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; ＝1", "a;' ＝1"),
        ('a;"=1"', 'a;\'"=1"'),
        ("a\t@b;+1", "a\t'@b;'+1"),
        ("\t=1", "'\t'=1"),
        ("=1;'=2", "'=1;''=2"),
    ],
)
def test_formulas_within_a_cell_are_none_either(cell, written) -> None:
    """Where another spreadsheet begins a cell, what it would run has an apostrophe before it as well."""
    assert write_cell(cell) == written
    assert read_cell(written) == cell


@pytest.mark.parametrize(
    "text",
    [
        "well-known; and so on",
        "a = b",
        "we keep:\n- a name",
        "me@x.example;you@y.example",
        "'quoted'",
        "a; 'b'",
        ";" + "\x1c" * 999,
    ],
)
def test_ordinary_texts_are_cells_as_they_are(text) -> None:
    """Nothing is put before what looks like no formula, wherever its signs stand."""
    assert write_cell(text) == read_cell(text) == text


@given(st.text(alphabet="'\";=-＝@ab \t\r\n\ufeff"))
def test_every_cell_is_read_back(cell) -> None:
    """Whatever a cell holds is read back as it was written, and no part of what is written is a formula."""
    written = write_cell(cell)
    assert read_cell(written) == cell
    parts = (part.strip(' \r\n\ufeff"') for part in re.split("[;\t]", written))
    assert not any(part.startswith(("=", "-", "@", "＝")) for part in parts)
