"""When two wordings say the same: a ladder of named steps, each forgiving one thing more."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.core.dates.date_lines import is_same_label, without_stated_dates
from monitor.core.domains import registered_domain
from monitor.core.languages import LazyPattern, alternation, known
from monitor.core.significance.capitals import addresses_others, names_others
from monitor.core.significance.citations import has_parts
from monitor.core.significance.figures import unnumbered
from monitor.core.significance.hidden_addresses import (
    HIDDEN,
    with_addresses_alike,
    with_plain_addresses,
    with_targets_alike,
)
from monitor.core.significance.misspellings import misspelt, says_other_words
from monitor.core.significance.proper_names import companies
from monitor.core.significance.punctuation import says_otherwise
from monitor.core.significance.raw_markup import with_markup_read
from monitor.core.significance.releases import release_of
from monitor.core.text import fold_accents, fold_space, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

Sayings = tuple[str, ...]

# Each pattern starts at the edge of a run and is bounded in length, so that no text makes it run away.
_LINK = re.compile(
    r"\]?\(\s?(?:https?://|www\.|mailto:)[^\s()]{0,2000}\s?\)|\]\([^\s()]{1,2000}\)|(?:https?://|www\.)\S+"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/[^\s)]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LAW = LazyPattern(lambda: rf"\b(?:{alternation('policy.laws')})\b", re.IGNORECASE)
# Of several ("sections 4-9", "4, 9") each says something.
_REFERENCE = LazyPattern(
    lambda: rf"\b({alternation('policy.parts')})\s?\d++(?:\.\d++)*+(?!\s?[,–-]\s?\d)", re.IGNORECASE
)
_CAPITALS = re.compile(r"(?<![A-Z] )\b[A-Z]{2,3}\b(?!'s\b| [A-Z]{2})")  # alone: among others they are a heading's
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<=\d)\s(?=\d{3})")
_LONG_NUMBER = re.compile(r"\d(?:[\s./-]?\d){7,30}")  # as a telephone's: from eight figures on
_GROUP = re.compile(r"[\s./-]")
_LINKED = "link address"
_TYPO = "typo"
_CASE = "letter case"
NUMBERED = "renumbering"  # the form of a change that is one of the numbers of clauses
_TIED = re.compile(r"(?<!\w)\w++(?:[-']\w++)++")
_PART = re.compile(r"\w+[-']?")
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "œ": "oe", "æ": "ae", "ø": "oe", "å": "aa"})


def sayings_same(old: str, new: str, languages: Collection[str] | None = None, *, is_numbered: bool = True) -> str:
    """Return in what alone two texts differ that does not change what they say ("punctuation"), or "".

    The steps add up: a text may differ in punctuation and in its date line, and the last step needed is named.

    Args:
        old: the text before.
        new: the text after.
        languages: in which a misspelt word must be none; None to take for one whatever looks so.
        is_numbered: what looks like the number of a clause is one.
    """
    unlinked = with_targets_alike(old, new)
    if unlinked != (old, new):
        if fold_space(unlinked[0]) == fold_space(unlinked[1]):
            return _LINKED
        old, new = unlinked
    shown = with_addresses_alike(old, new)
    if shown != (old, new):
        if fold_space(old) != fold_space(new) and fold_space(shown[0]) == fold_space(shown[1]):
            return HIDDEN
        old, new = shown
    if label := _relabelled(old, new):
        return label
    if languages is not None and addresses_others(old, new, languages):
        return ""
    form = _in_what_alone(old, new, languages, is_numbered=is_numbered)
    if languages is not None and form in FORGIVES_LETTERS and names_others(old, new, languages):
        return ""
    # the letters of a name make another company
    return "" if form == _TYPO and companies(old).keys() != companies(new).keys() else form


def _in_what_alone(old: str, new: str, languages: Collection[str] | None, *, is_numbered: bool) -> str:
    """Return the last step of the ladder that two texts need to be the same, or "typo", or ""."""
    for reason, form in _LADDER:
        if reason == NUMBERED and not is_numbered:
            continue
        if reason == _CASE and (old.isupper() or new.isupper()):
            old, new = old.casefold(), new.casefold()  # all in capitals, which mark no short word then
        else:
            old, new = form(old), form(new)
        if old == new:
            return reason
    return "" if _says_otherwise(old, new, languages) else _words_alike(old, new, languages)


def _words_alike(old: str, new: str, languages: Collection[str] | None) -> str:
    """Return in what alone the words of two texts differ that are the same for all that, or ""."""
    before, after = words(old), words(new)
    form = next((reason for reason, rewrite in _WORD_LADDER if rewrite(before) == rewrite(after)), "")
    if form and languages is None:
        return form
    settled = _settled(before), _settled(after)
    tied = frozenset(_ties(old, new)) if languages is not None else frozenset()
    if not form:
        return _TYPO if misspelt(*settled, languages, tied=tied) else ""
    return "" if languages is not None and says_other_words(*settled, languages, tied=tied) else form


def _ties(*texts: str) -> Iterator[str]:
    """Yield what hyphens and apostrophes join in texts, by twos and threes: "e-mail" of "e-mail-list"."""
    for found in (found for text in texts for found in _TIED.finditer(fold_typography(text).casefold())):
        parts = _PART.findall(found.group())
        for length in (2, 3):
            yield from ("".join(parts[at : at + length]).strip("-'") for at in range(len(parts) - length + 1))


def _says_otherwise(old: str, new: str, languages: Collection[str] | None) -> bool:
    """Tell whether two texts differ in what no later step forgives: figures, addresses, what signs say."""
    if any(exact.findall(old) != exact.findall(new) for exact in (_DIGIT, _ADDRESS)):
        return True
    if says_otherwise(old, new, languages):
        return True
    return words(old) != words(new) and _figures(old) != _figures(new)


def _figures(text: str) -> list[str]:
    """Return the numbers of a text, those whole that spaces part into groups: "1 000" is 1000, "1-2" is not 12."""
    text = _LONG_NUMBER.sub(lambda found: _GROUP.sub("", found[0]), text)
    return _FIGURE.findall(_THOUSANDS.sub("", text))


def _relabelled(old: str, new: str) -> str:
    """Return what two lines label that only label their text, the one with another date or number."""
    if fold_typography(old) == fold_typography(new):
        return ""
    release = release_of(old)
    if release is not None and release == release_of(new):
        return "version number"
    return "stated date" if is_same_label(old, new) else ""


def _plain_case(text: str) -> str:
    """Return the text without case, short words in capitals marked: "US" is not "us"."""
    return _CAPITALS.sub(r"\g<0>ǂ", text).casefold()


def _without_references(text: str) -> str:
    return text if _LAW.search(text) or has_parts(text) else _REFERENCE.sub(r"\1", text)


def _owner(link: re.Match[str]) -> str:
    """Return whose address a link leads to where the text shows it, nothing where it stands behind words."""
    shown = link.group()
    if shown[0] in "](":
        return " "
    return registered_domain(shown if "//" in shown[:8] else f"//{shown}")


_LADDER: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("markup", with_markup_read),
    ("white space", fold_space),
    ("typography", fold_typography),
    ("stated date", without_stated_dates),
    (NUMBERED, unnumbered),
    (HIDDEN, with_plain_addresses),
    (_LINKED, lambda text: fold_space(_LINK.sub(_owner, text))),
    ("cross-reference", _without_references),
    (_CASE, _plain_case),
)


def _glued(sequence: Sequence[str]) -> str:
    return "".join(sequence)


def _once(sequence: Sequence[str]) -> list[str]:
    """Return the words without immediate repetitions; figures may repeat."""
    return [word for word, run in groupby(sequence) for word in ([word] if word.isalpha() else run)]


@cache
def _variants() -> dict[str, list[tuple[Sayings, str]]]:
    """Return the words that say the same in their language, by the first of them, the longest first."""
    index: dict[str, list[tuple[Sayings, str]]] = {}
    for language in known().each:
        for name, variants in language.table("variants").items():
            for variant in variants:
                parts = tuple(fold_accents(word) for word in words(variant)) or (variant,)
                index.setdefault(parts[0], []).append((parts, name))
    return {first: sorted(found, key=lambda it: -len(it[0])) for first, found in index.items()}


def _settled(sequence: Sequence[str]) -> list[str]:
    """Return the words with every variant replaced by its name."""
    return list(_settle(sequence, _bare(sequence)))


def _settle(written: Sequence[str], folded: Sequence[str]) -> Iterator[str]:
    index = 0
    while index < len(folded):
        for parts, name in _variants().get(folded[index], ()):
            if tuple(folded[index : index + len(parts)]) == parts:
                yield f"<{name}>"
                index += len(parts)
                break
        else:
            yield written[index]
            index += 1


def _bare(sequence: Sequence[str]) -> list[str]:
    return [fold_accents(word) for word in sequence]


_WORD_LADDER: tuple[tuple[str, Callable[[Sequence[str]], object]], ...] = (
    ("punctuation", list),
    ("word spacing", _glued),
    ("accents", _bare),
    ("accents", lambda sequence: [word.translate(_DIGRAPHS) for word in sequence]),
    ("doubled word", _once),
    ("abbreviation", lambda sequence: _once(_bare(_settled(sequence)))),
)
_STEPS = tuple(name for name, _ in (*_LADDER, *_WORD_LADDER))
FORGIVES_NUMBERS = frozenset({*_STEPS[_STEPS.index(NUMBERED) :], _TYPO})
"""What may differ where the numbers that clauses open with are not looked at either."""
FORGIVES_LETTERS = frozenset({*_STEPS[_STEPS.index(_CASE) :], _TYPO})
"""What may differ where letters, accents, spaces and capitals are forgiven unless they make other words."""
FORGIVES_REFERENCES = frozenset({*_STEPS[_STEPS.index("cross-reference") :], _TYPO})
"""What may differ where the numbers by which a text refers to sections are not looked at either."""
