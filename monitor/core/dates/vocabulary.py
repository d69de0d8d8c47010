"""The words of dates: names of months, and what says of a date what it is the date of. Nothing else reads the files."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

_GAP = r"[^.;:!?\d]{0,40}?"


def _lines(name: str) -> list[str]:
    text = files("monitor.core").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def bare(text: str) -> str:
    """Return a word without its accents, as capitals are often written; a Turkish capital I has lost its kind."""
    found = "".join(char for char in unicodedata.normalize("NFD", text) if not "\u0300" <= char <= "\u036f")
    return found.replace("ı", "i")


def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    for line in _lines("months.txt"):
        for month, names in enumerate(line.partition(":")[2].split("|"), 1):
            for name in names.replace("_", "\0").split():
                spelled = name.replace("\0", " ").lower()
                # Polish and Czech call November what Croatian calls October; the wider use, listed first, wins.
                table.setdefault(spelled, month)
                table.setdefault(bare(spelled), month)
    return table


def cues(*names: str) -> re.Pattern[str]:
    """Return the patterns of lists in the file of cues as one, for small letters; "~" leaps over some words."""
    lists = [line.partition(":")[2] for line in _lines("date_cues.txt") if line.partition(":")[0] in names]
    found = [cue.strip().replace("~", _GAP) for line in lists for cue in line.split(" | ")]
    return re.compile("|".join(found))


def cue_words(name: str) -> str:
    """Return a list of the file of cues as one group of a longer pattern."""
    return f"(?:{cues(name).pattern})"


MONTHS = _months()
"""Names of months in small letters, with and without accents, with their number."""
