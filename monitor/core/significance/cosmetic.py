"""When two wordings say the same: a ladder of named steps, each forgiving one thing more."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, Indel

from monitor.core.dates.date_lines import is_same_label, without_stated_dates
from monitor.core.domains import registered_domain
from monitor.core.languages import LazyPattern, alternation, known, word_set
from monitor.core.significance.citations import has_parts
from monitor.core.significance.figures import unnumbered
from monitor.core.significance.hidden_addresses import with_addresses_alike
from monitor.core.significance.lexicon import hits
from monitor.core.significance.raw_markup import with_markup_read
from monitor.core.significance.releases import release_of
from monitor.core.text import fold_accents, fold_space, fold_typography, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Sayings = tuple[str, ...]

_MANY = 4_000  # words beyond which a clause is not searched for misspellings
# Halved or doubled, none of 85 verdicts differs.
_TYPOS = 3  # corrected words a clause may have and still count as corrected, not reworded
_SHORT = 4  # letters a word must have to be told misspelt from another word
_LONG = 8  # letters from which a misspelling may take two edits
# Each pattern starts at the edge of a run and is bounded in length, so that no text makes it run away.
_LINK = re.compile(
    r"\]?\(\s?(?:https?://|www\.|mailto:)[^\s()]{0,2000}\s?\)|\]\([^\s()]{1,2000}\)|(?:https?://|www\.)\S+"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/[^\s)]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_AT = LazyPattern(lambda: rf"\s?[\[({{]\s?(?:{alternation('addresses.at')})\s?[\])}}]\s?", re.IGNORECASE)
_DOT = LazyPattern(lambda: rf"(?<=\w)\s?[\[({{]\s?(?:{alternation('addresses.dot')})\s?[\])}}]\s?(?=\w)", re.IGNORECASE)
_SPELT = LazyPattern(
    lambda: (
        rf"(?<![\w.+-])([\w.+-]{{1,64}}) (?:{alternation('addresses.at_alone')}) ([\w-]{{1,63}})"
        rf" (?:{alternation('addresses.dot_alone')}) (\w{{2,24}})\b"
    ),
    re.IGNORECASE,
)
_LAW = LazyPattern(lambda: rf"\b(?:{alternation('policy.laws')})\b", re.IGNORECASE)
_REFERENCE = LazyPattern(
    lambda: rf"\b({alternation('policy.parts')})\s?\d+(?:\.\d+)*(?:\s?\([a-z0-9]{{1,4}}\))*", re.IGNORECASE
)
_CAPITALS = re.compile(r"(?<![A-Z] )\b[A-Z]{2,3}\b(?!'s\b| [A-Z]{2})")  # alone: among others they are a heading's
_DIGIT = re.compile(r"\d")
# Signs that say something by themselves: yes and no in a table, more and less.
_SIGN = re.compile(r"[✓✔✗✘❌❎✅☐☑☒●○<>≤≥≠±]")
# Of these no misspelling is taken for granted: "sold" is no slip of "sole", nor "minors" of "miners".
_GRAVE = frozenset({"sale of data", "negation", "age"})
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "œ": "oe", "æ": "ae", "ø": "oe", "å": "aa"})
_AMERICAN = re.compile(r"(?<=[iy])z(?=[aei])")  # "personalize"


def sayings_same(old: str, new: str) -> str:
    """Return in what alone two texts differ that does not change what they say ("punctuation"), or "".

    The steps add up: a text may differ in punctuation and in its date line, and the last step needed is named.
    """
    shown = with_addresses_alike(old, new)
    if shown != (old, new):
        if fold_space(old) != fold_space(new) and fold_space(shown[0]) == fold_space(shown[1]):
            return "e-mail obfuscation"
        old, new = shown
    if label := _relabelled(old, new):
        return label
    for reason, form in _LADDER:
        old, new = form(old), form(new)
        if old == new:
            return reason
    if any(
        exact.findall(old) != exact.findall(new) for exact in (_DIGIT, _ADDRESS, _SIGN)
    ):  # no later step forgives these
        return ""
    before, after = words(old), words(new)
    for reason, rewrite in _WORD_LADDER:
        if rewrite(before) == rewrite(after):
            return reason
    return "typo" if _misspelt(_settled(before), _settled(after)) else ""


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
    return text.casefold() if text.isupper() else _CAPITALS.sub(r"\g<0>ǂ", text).casefold()


def _plain_address(text: str) -> str:
    return _SPELT.sub(r"\1@\2.\3", _DOT.sub(".", _AT.sub("@", text)))


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
    ("renumbering", unnumbered),
    ("e-mail obfuscation", _plain_address),
    ("link address", lambda text: fold_space(_LINK.sub(_owner, text))),
    ("cross-reference", _without_references),
    ("letter case", _plain_case),
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


@cache
def _lookalikes() -> frozenset[str]:
    """Return the words that are a letter or two from another real word of their language."""
    return frozenset(map(fold_accents, known().all_words("text", "lookalikes")))


def _settled(sequence: Sequence[str]) -> list[str]:
    """Return the words with every variant replaced by its name."""
    return list(_settle([fold_accents(word) for word in sequence]))


def _settle(folded: Sequence[str]) -> Iterator[str]:
    index = 0
    while index < len(folded):
        for parts, name in _variants().get(folded[index], ()):
            if tuple(folded[index : index + len(parts)]) == parts:
                yield f"<{name}>"
                index += len(parts)
                break
        else:
            yield folded[index]
            index += 1


_WORD_LADDER: tuple[tuple[str, Callable[[Sequence[str]], object]], ...] = (
    ("punctuation", list),
    ("word spacing", _glued),
    ("accents", lambda sequence: [fold_accents(word) for word in sequence]),
    ("accents", lambda sequence: [word.translate(_DIGRAPHS) for word in sequence]),
    ("doubled word", _once),
    ("abbreviation", lambda sequence: _once(_settled(sequence))),
)


def _misspelt(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether a few words differ by letters only, and none of them is a word that matters."""
    if max(len(old), len(new)) > _MANY:
        return False
    typos: set[tuple[str, str]] = set()
    for before, after in _replaced(old, new):
        if len(before) != len(after):
            if "".join(before) != "".join(after):
                return False
            continue
        typos.update(zip(before, after, strict=True))
    return 0 < len(typos) <= _TYPOS and all(is_typo(before, after) for before, after in typos)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what stands in place of what, between the words both have."""
    i = j = 0
    for block in Indel.opcodes(old, new):
        if block.tag == "equal":
            if i < block.src_start or j < block.dest_start:
                yield old[i : block.src_start], new[j : block.dest_start]
            i, j = block.src_end, block.dest_end
    if i < len(old) or j < len(new):
        yield old[i:], new[j:]


def is_typo(old: str, new: str) -> bool:
    """Tell whether two words are one word and its misspelling.

    One edit (a swap of neighbours counts as one), two in words of eight letters; never a figure, a short word, a
    changed first letter, a prefix, one word of the lexicon for another or one that is grave, or a real word for another
    where both are known to be: "lawful" is no misspelling of "unlawful", nor "content" of "consent".
    """
    if old == new:
        return True
    short, long = sorted((old, new), key=lambda word: (len(word), word))
    are_words = {fold_accents(old), fold_accents(new)} <= _lookalikes()
    if are_words or len(short) < _SHORT or not (short.isalpha() and long.isalpha()):
        return False
    if long.endswith(short) and long.removesuffix(short) in word_set("text", "prefixes"):
        return False
    if short[0] not in long[:2] or (short[0] != long[0] and short[1:] == long[1:]):
        return False
    allowed = 2 if len(short) >= _LONG else 1
    if OSA.distance(old, new, score_cutoff=allowed) > allowed:
        return False
    found = [{hit.category for hit in hits(word)} for word in (short, long)]
    return _is_slip(old, new) or not (all(found) or set().union(*found) & _GRAVE)


def _is_slip(old: str, new: str) -> bool:
    """Tell whether what differs makes no other form of a word: doubled or swapped letters, or -ise and -ize."""
    plain = ["".join(letter for letter, _ in groupby(_AMERICAN.sub("s", word))) for word in (old, new)]
    return plain[0] == plain[1] or (len(old) == len(new) and sorted(old) == sorted(new))
