"""Marks that stand above the line, as those that lead to notes: how they are written where they are drawn."""

from __future__ import annotations

import re

_LETTERS = "abcdefghijklmnoprstuvwxyz"  # for a "q" is hardly a raised one in any font
_RAISED = str.maketrans(f"0123456789{_LETTERS}", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "[]() \t\n")
_FIGURE = r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}\)?)"
_FIGURES = re.compile(rf"\s*{_FIGURE}(?:\s*,\s*{_FIGURE}){{0,5}}\s*", re.ASCII)
_NUMERAL = rf"(?:[{_LETTERS}]|i{{2,3}}|i[vx]|vi{{1,3}}|xi{{0,2}})"  # a letter, or one of the first Roman numerals
_LETTER = rf"(?:\[{_NUMERAL}\]|\({_NUMERAL}\)|{_NUMERAL}\)?)"
_LETTERED = re.compile(rf"\s*{_LETTER}(?:\s*,\s*{_LETTER}){{0,5}}\s*")
# behind two letters, of which the last is no capital, as those of a Roman number are; or behind another mark
_WORD = re.compile(r"(?:[^\W\d_][^\W\d_A-Z][.,;:!?)\]\"”’»]{0,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃ-ᵛʰ-ʸᶻⁱⁿ])$")
_TAIL = 20  # characters in which that word ends


def is_figure(text: str) -> bool:
    """Tell a figure of up to three digits, in brackets or not, or several with commas between them."""
    return _FIGURES.fullmatch(text) is not None


def is_letter(text: str) -> bool:
    """Tell a small letter or a Roman numeral, in brackets or not, or several with commas between them."""
    return _LETTERED.fullmatch(text) is not None


def may_be_marked(said: str) -> bool:
    """Tell whether a letter that is raised behind a text is a mark: behind a word, or what ends one.

    That of "nᵒ" or "XXIᵉ" is part of a word.
    """
    return _WORD.search(said[-_TAIL:].rstrip()) is not None


def as_raised(text: str) -> str:
    """Return figures and letters as raised ones, without their brackets.

    >>> as_raised("[12], 3"), as_raised("(a)")
    ('¹²,³', 'ᵃ')
    """
    return text.translate(_RAISED)
