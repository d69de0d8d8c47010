"""E-mail addresses that one of two texts hides from robots and the other shows: each as both would show it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.languages import LazyPattern, alternation
from monitor.core.text import fold_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Each pattern starts at the edge of a run and is bounded in length, so that no text makes it run away.
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_ADDRESS = re.compile(rf"(?<![\w.+-]){_MAIL}")
_SIGN = re.compile("[@＠]")
_SHOWN_RAW = re.compile(rf"(?<!\]\()(?:<\s?(?:mailto:)?|\bmailto:\s?)({_MAIL})>?", re.IGNORECASE)
_SAID_TWICE = re.compile(rf"(?<![\w.+-])({_MAIL})[\s(\[]{{1,3}}\1(?![\w@-]|\.\w)[)\]]?", re.IGNORECASE)
_TARGET = re.compile(
    r"\s?<(?:mailto|tel):([^\s<>]{1,330})>", re.IGNORECASE
)  # as extraction writes it behind a link's words
_BRACKETED = re.compile(r"\[[^][()@\n]{4,80}\]|\([^][()@\n]{4,80}\)")
# Letters of it are left out: "kon...@example.org", "p*****y@example.org".
_SHORTENED = re.compile(r"(?<![\w.+*•…@-])[\w.+*•…-]{1,64}@[\w.*•…-]{3,64}\w")
_LEFT_OUT = re.compile(r"[*•]{2,}|\.{3,}|…")
_EMAIL_AND_A_WORD = re.compile(r"\[\s?e-?mail[^\]\w][^\]]{3,24}\]", re.IGNORECASE)
_NAMED = LazyPattern(lambda: alternation("addresses.named", before=r"\b"), re.IGNORECASE)
_HIDDEN = LazyPattern(lambda: alternation("addresses.hidden", before=r"\b"), re.IGNORECASE)
_SCRIPT = LazyPattern(lambda: alternation("addresses.scripts"), re.IGNORECASE)
_GOES_ON = re.compile(r"[\w@-]|\.\w")
_IN_NAME = re.compile(r"[\w.+@-]")
# What is put into an address to be taken out by the reader is written in capitals.
_TRAP = re.compile(r"(?:[-._]?(?:NO|ANTI|REMOVE|DELETE)[-_]?(?:SPAM|THIS|ME)?S?[-._]?){1,2}")
_IN_BRACKETS = r"\s?[\[({<][\s_-]?[^\W\d_]{1,12}[\s_-]?[\])}>]\s?"
_ASIDE = r"[\s_*#~|/-]{1,3}"
_AT_SPELT = LazyPattern(lambda: rf"\s?[\[({{]\s?(?:{alternation('addresses.at')})\s?[\])}}]\s?", re.IGNORECASE)
_DOT_SPELT = LazyPattern(
    lambda: rf"(?<=\w)\s?[\[({{]\s?(?:{alternation('addresses.dot')})\s?[\])}}]\s?(?=\w)", re.IGNORECASE
)
_SPELT = LazyPattern(
    lambda: (
        rf"(?<![\w.+-])([\w.+-]{{1,64}}) (?:{alternation('addresses.at_alone')}) ([\w-]{{1,63}})"
        rf" (?:{alternation('addresses.dot_alone')}) (\w{{2,24}})\b"
    ),
    re.IGNORECASE,
)
_AT = LazyPattern(
    lambda: (
        rf"[^\w@.+-]{{0,3}}[@＠][^\w@.+-]{{0,3}}|{_IN_BRACKETS}|&#0?64;|&#x40;|&commat;|%40"
        rf"|{_ASIDE}(?:{alternation('addresses.at', 'addresses.at_alone')}){_ASIDE}"
    ),
    re.IGNORECASE,
)
_DOT = LazyPattern(
    lambda: (
        rf"\s?\.\s?|\s?[\[({{<]\s?\.\s?[\])}}>]\s?|{_IN_BRACKETS}"
        rf"|{_ASIDE}(?:{alternation('addresses.dot', 'addresses.dot_alone')}){_ASIDE}"
    ),
    re.IGNORECASE,
)
_MOST = 10  # addresses of a clause that are looked for in another spelling; none of 32,718 real clauses has more than 2
_LONGEST = 250  # characters of what is said in the place of an address; what a common system says has up to 140
_SENTENCES = 2  # of it
_GAPS = 3  # in an address of which letters are left out
_TRIES = 5  # signs like those behind the address that it may hold: a comma or two
_SENTENCE_END = re.compile(r"[.!。]+\s*")
_PLACEHOLDER = "[email]"
HIDDEN = "e-mail obfuscation"  # the form of a change that hides an address, or shows a hidden one


@lru_cache(maxsize=4)  # the steps that forgive a form ask for it, and the rules that give reasons ask again
def with_addresses_alike(old: str, new: str) -> tuple[str, str]:
    """Return two texts in which an address that only one of them hides is shown as the other shows it.

    Hidden is what is spelt otherwise ("me (at) example (dot) org", backwards, with a word to be taken out), shown twice
    or with its scheme, or kept back, in part ("m...@example.org") or whole: "[email protected]", a sentence that asks
    for scripts. What stands around it is left as it is, and so is an address of which the other text has nothing.

    Args:
        old: a clause's text before.
        new: its text after.
    """
    if _SIGN.search(old) or _SIGN.search(new):
        old, new = (_SAID_TWICE.sub(r"\1", _SHOWN_RAW.sub(_bare, text)) for text in (old, new))
        old, new = _spelt_out(old, new), _spelt_out(new, old)
        old, new = _completed(old, new), _completed(new, old)
        old, new = _said(old, new), _said(new, old)
    return _uncovered(old, new)


def with_targets_alike(old: str, new: str) -> tuple[str, str]:
    """Return two texts without the contacts behind the words of links that only came, or only went.

    A page shows the same words with them and without; another contact in the place of one stays.

    >>> with_targets_alike("write to us <mailto:a@mill.example>", "write to us")
    ('write to us', 'write to us')

    Args:
        old: a clause's text before.
        new: its text after.
    """
    before, after = ([*islice(_TARGET.finditer(text), _MOST)] for text in (old, new))
    few, many = sorted(({found[1] for found in side} for side in (before, after)), key=len)
    are_shown = any(contact in text for contact in many - few for text in (_TARGET.sub("", old), _TARGET.sub("", new)))
    if len(before) == len(after) or not few <= many or are_shown:
        return old, new
    return _TARGET.sub("", old), _TARGET.sub("", new)


def with_plain_addresses(text: str) -> str:
    """Return a text with addresses spelt in words in their usual spelling: "me (at) example (dot) org"."""
    return _SPELT.sub(r"\1@\2.\3", _DOT_SPELT.sub(".", _AT_SPELT.sub("@", text)))


def is_about_address(text: str) -> bool:
    """Tell whether a short text shows an e-mail address, or stands where one is hidden.

    >>> [*map(is_about_address, ("dpo@example.org", "[email protected]", "We keep your e-mail address."))]
    [True, True, False]
    """
    if len(text) > _LONGEST:
        return False
    is_shown = _SIGN.search(text) is not None
    return is_shown or any(is_cover for _, _, is_cover in _places(text)) or _asks_for_scripts(text)


def hides_address(text: str) -> bool:
    """Tell whether a text may have something in the place of an e-mail address that it does not show."""
    is_covered = any(_is_cover(found[0]) for found in _BRACKETED.finditer(text))
    return is_covered or (_SCRIPT.search(text) is not None and _HIDDEN.search(text) is not None)


def addresses_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the e-mail addresses that texts show, in small letters, the first few of each."""
    found = (islice(_ADDRESS.finditer(text), _MOST) for text in texts)
    return frozenset(match.group().casefold().rstrip(".") for matches in found for match in matches)


def _spelt_out(text: str, other: str) -> str:
    """Return a text with the addresses of another one in their usual spelling."""
    own = {address.casefold() for address in _ADDRESS.findall(text)}
    for address in dict.fromkeys(match.group() for match in islice(_ADDRESS.finditer(other), _MOST)):
        if address.casefold() not in own:
            text = _with_one_spelt_out(text, address.rstrip("."))
    return text


def _with_one_spelt_out(text: str, address: str) -> str:
    lowered, shown = text.lower(), address.lower()
    user, _, domain = shown.partition("@")
    if len(lowered) != len(text):  # some letters of Turkish have a capital that is two
        return text
    parts, at = [], 0
    for start, backwards in sorted([*_found(lowered, user), *_found(lowered, shown[::-1], are_backwards=True)]):
        end = start + len(address) if backwards else _end_of(text, lowered, start + len(user), domain.split("."))
        if start >= at and end > 0 and not _GOES_ON.match(text, end):
            parts += [text[at:start], address]
            at = end
    return "".join([*parts, text[at:]])


def _found(text: str, name: str, *, are_backwards: bool = False) -> Iterator[tuple[int, bool]]:
    """Yield where a name begins a run of letters, each with what is to be known of it."""
    start = text.find(name)
    while start >= 0:
        if not _IN_NAME.match(text, max(0, start - 1)) or start == 0:
            yield start, are_backwards
        start = text.find(name, start + len(name))


def _end_of(text: str, lowered: str, at: int, names: Sequence[str]) -> int:
    """Return where an address ends whose names go on after its user's, in whatever spelling; 0 where they do not."""
    between = _AT.compiled
    at = _after(_TRAP, text, at)
    for place, name in enumerate(names):
        found = between.match(text, at)
        if not found:
            return 0
        at = found.end() if place else _after(_TRAP, text, found.end())
        if not lowered.startswith(name, at):
            return 0
        at += len(name)
        between = _DOT.compiled
    return _after(_TRAP, text, at)


def _after(optional: re.Pattern[str], text: str, at: int) -> int:
    found = optional.match(text, at)
    return found.end() if found else at


def _bare(shown: re.Match[str]) -> str:
    """Return an address without its scheme, apart from a word that its scheme was glued to."""
    before = shown.string[max(0, shown.start() - 1) : shown.start()]
    return f" {shown[1]}" if before.isalnum() else shown[1]


def _completed(text: str, other: str) -> str:
    """Return a text with addresses of another one for those of which letters are left out."""

    def whole(found: re.Match[str]) -> str:
        pieces = _LEFT_OUT.split(found.group())
        if not 1 < len(pieces) <= _GAPS + 1:
            return found.group()
        fits = re.compile(".+".join(map(re.escape, pieces)), re.IGNORECASE).fullmatch
        return next(filter(fits, (match.group() for match in islice(_ADDRESS.finditer(other), _MOST))), found.group())

    return _SHORTENED.sub(whole, text, count=_MOST)


def _said(text: str, other: str) -> str:
    """Return a text with an address for what asks for scripts in its place, if it is the other text but for that."""
    spaced, (text, other) = text, map(fold_space, (text, other))
    shown = list(islice(_ADDRESS.finditer(other), _MOST)) if _SCRIPT.search(text) else []
    if not shown:
        return spaced
    ends = [*(match.start() for match in shown[1:]), len(other)]
    at, parts = 0, [other[: shown[0].start()]]
    for match, end in zip(shown, ends, strict=True):
        at += len(parts[-1])
        beyond = other[match.end() : end]
        stops = _stops(text, at, beyond) if end < len(other) else [len(text) - len(beyond)]
        stop = next((stop for stop in stops if _is_for(text[at : max(at, stop)], match.group())), None)
        if stop is None:
            return spaced
        at = stop
        parts += [match.group(), beyond]
    return "".join(parts) if text.startswith(parts[0]) and text.endswith(parts[-1]) else spaced


def _stops(text: str, at: int, beyond: str) -> Iterator[int]:
    """Yield where what stands in the place of an address may end: before the first few places of what follows it."""
    for _ in range(_TRIES):
        stop = text.find(beyond, at, at + _LONGEST + len(beyond))
        if stop < 0:
            return
        yield stop
        at = stop + 1


def _is_for(said: str, address: str) -> bool:
    return said == address or _asks_for_scripts(said)


def _asks_for_scripts(text: str) -> bool:
    """Tell whether a text says of an e-mail address that it is hidden, and shown by a script or kept from robots."""
    if len(text) > _LONGEST or not _SCRIPT.search(text):
        return False
    said = [sentence for sentence in _SENTENCE_END.split(text) if sentence]
    is_short = len(said) == 1 or (len(said) == _SENTENCES and _SCRIPT.search(said[1]) is not None)
    return is_short and _NAMED.search(said[0]) is not None and _HIDDEN.search(said[0]) is not None


def _uncovered(old: str, new: str) -> tuple[str, str]:
    """Return two texts with what is put in the place of an address in either replaced by the address of the other."""
    brackets = set(_BRACKETED.findall(old)) ^ set(_BRACKETED.findall(new))
    if not any(map(_is_cover, brackets)):
        return old, new
    old, new = with_plain_addresses(old), with_plain_addresses(new)
    before, after = list(_places(old)), list(_places(new))
    if len(before) != len(after):
        return old, new
    return _filled(old, before, new, after), _filled(new, after, old, before)


_Place = tuple[int, int, bool]


def _places(text: str) -> Iterator[_Place]:
    """Yield where a text has addresses and what is put in their place: start, end, whether it is the latter."""
    covers = [match.span() for match in _BRACKETED.finditer(text) if _is_cover(match.group())]
    shown = [match.span() for match in _ADDRESS.finditer(text)]
    yield from sorted([*((*span, True) for span in covers), *((*span, False) for span in shown)])


def _is_cover(bracketed: str) -> bool:
    if _EMAIL_AND_A_WORD.fullmatch(bracketed):
        return True
    is_said = _HIDDEN.search(bracketed) or _SCRIPT.search(bracketed)
    return is_said is not None and _NAMED.search(bracketed) is not None


def _filled(text: str, places: Sequence[_Place], other: str, others: Sequence[_Place]) -> str:
    parts, at = [], 0
    for (start, end, is_cover), (first, last, is_covered) in zip(places, others, strict=True):
        if is_cover:
            parts += [text[at:start], _PLACEHOLDER if is_covered else other[first:last]]
            at = end
    return "".join([*parts, text[at:]])
