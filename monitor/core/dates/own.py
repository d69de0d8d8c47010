"""Which dates of a sentence are those of the text it stands in: when it was changed, since when it applies."""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from monitor.core.dates.beside_dates import beside_date
from monitor.core.dates.date_words import cues, date_words, leaping
from monitor.core.dates.forms import FoundDate, find_dates, plain, starts_with_month
from monitor.core.languages import LazyPattern, alternation, word_set
from monitor.core.records import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Role(Enum):
    """What a date is the date of."""

    UPDATED = "updated"
    EFFECTIVE = "effective"


MAX_LINE = 300
"""Characters a sentence that states a date has at most; no pattern of cues is asked on more."""
_CUES = {Role.UPDATED: cues("updated"), Role.EFFECTIVE: cues("effective")}
_APPLIES, _CHANGED, _FORMER, _ITSELF = leaping("applies"), cues("changed"), cues("former"), cues("itself")
_WHOLE = LazyPattern(lambda: rf"(?<!\w){date_words('whole')}(?!\w)")
_RELEASE = LazyPattern(lambda: rf"(?<!\w){date_words('release')}\s?[:.]?\s?\d{{1,4}}(?:\.\d{{1,4}}){{0,3}}(?!\w)")
_VERSION = LazyPattern(lambda: rf"(?<!\w){date_words('release')}\s(?:[^\W\d_]{{1,5}}\s)?$")
_ANY_VERSION = LazyPattern(lambda: rf"(?<!\w){date_words('release')}(?!\w)")
_OF = LazyPattern(lambda: rf"\s(?:{alternation('citations.of')})(?!\w)")
_LAW, _TITLED = cues("laws"), cues("titled")
_BOUND = LazyPattern(lambda: rf"(?<!\w){date_words('bound')}\s*(?:{date_words('articles')}\s)?\s*$")
_BOUND_AFTER = LazyPattern(lambda: rf"\s?{date_words('bound_after')}")
_BOUND_REACH = 24  # characters in which what bounds a date stands
_UNDATED = re.compile(r"(?<!\S)[^\s\d]*\w[^\s\d]*(?!\S)")  # a word without a figure
_LABEL_ENDS = re.compile(r"\w*\s?[:：]")
_ENDS = re.compile(r"[.!?]\s+|[。！？]")
_ANY_WORD = re.compile(r"\w")
_WORD = re.compile(r"\w\w+")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_REACH = 60  # characters in which words for "updated" and the date stand
_MOST_CUES = 10  # words for "updated" in one sentence; a guess
# words of a sentence on when a text applies; halved or doubled, no real page of 147 differs, but 0 and 1 of 111 of ours
_LONE_WORDS = 24
_LABEL_WORDS = 12  # a longer sentence has to say that it speaks of the policy
_BETWEEN = 5  # words between "updated" and the date: "mise à jour pour la dernière fois le"
_LABELLED = 8  # the same before a colon: "dernière mise à jour des conditions générales d'utilisation :"
_BEHIND = 6  # words between the date and "updated" where the sentence says nothing of the policy
_TELLING = 2  # usual words behind the date of a sentence that speaks of something else; a guess
_SENTENCE = 2  # usual words before a date of which hardly a label has as many; a guess
_LISTED = 2  # short words between two dates of a list: "1 May 2022 and 3 June 2024"
_TITLE = 5  # words of the title of a text


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a text begin and end that are short enough to state a date.

    A stop after a number or a single letter, or before a small one, ends none; nor does one between a day and a month.
    """
    begin = 0
    for end in _ENDS.finditer(text) if len(text) > _REACH else ():
        if text[end.start()] == "." and _goes_on(text[max(0, end.start() - 2) : end.start()], text, end.end()):
            continue
        if end.end() - begin <= MAX_LINE:
            yield begin, end.end()
        begin = end.end()
    if len(text) - begin <= MAX_LINE:
        yield begin, len(text)


def _goes_on(before: str, text: str, at: int) -> bool:
    after = text[at : at + 1]
    is_day = before.isdigit() and starts_with_month(text[at : at + 20])
    return after.isdigit() or after.islower() or not before.isalnum() or is_day


def dates_beside(sentence: str, role: Role, *, month_first: bool = False) -> Iterator[FoundDate]:
    """Yield the dates of a sentence that stand beside words for "updated" or "in force", in the order of these words.

    Words for "updated" count in any short line and in a sentence that speaks of the policy, words for "in force" only
    where it is short and speaks of no law. These and "applies from" have to follow the name of the text or to open the
    sentence, for a price comes into force as well; "in force" may also end a label or follow words for "updated".
    A date up to which or before which something is, and that of a former version, is none of them; nor is one since
    which something is done to which the text applies ("applies to notes taken from"), unless that is all there is.
    """
    low = plain(sentence)
    if _may_state(low, role) and next(_cues_of(low, role), None):
        yield from _beside(low, tuple(find_dates(sentence, month_first=month_first)), role)


def _beside(low: str, found: Sequence[FoundDate], role: Role) -> Iterator[FoundDate]:
    for start, end in islice(_cues_of(low, role), _MOST_CUES):
        if not _FORMER.search(low[max(0, start - _REACH // 2) : start]):
            yield from (one for one in _neighbours(low, found, start, end, role) if not _is_of_another(low, one))


def _is_of_another(low: str, one: FoundDate) -> bool:
    """Tell whether a date says which version of another text is meant, as "Version 2010 of the model clauses" does.

    A word for a version stands right before it, and what it is one of behind it, or in a sentence before it.
    """
    beside = _VERSION.search(low[max(0, one.start - _REACH) : one.start])
    if beside is None:
        return False
    before = low[: max(0, one.start - _REACH) + beside.start()]
    behind = _OF.search(low[one.start : one.end]) or _OF.match(low[one.end :])
    rest = f"{before} {low[one.end :]}"
    is_sentence = len(_said(before)) >= _SENTENCE and (low.rstrip().endswith(".") or _LONG_WORD.search(low, one.end))
    return (
        bool(behind or is_sentence)
        and _LONG_WORD.search(rest) is not None
        and _ITSELF.search(_ANY_VERSION.sub(" ", rest)) is None
    )


def _may_state(low: str, role: Role) -> bool:
    """Tell whether a sentence in small letters may state a date with this role, by its length and its matter."""
    length = len(low.split())
    if role is Role.EFFECTIVE and length > _LONE_WORDS:
        return False
    is_about_itself = length <= _LABEL_WORDS or _ITSELF.search(low) is not None
    return is_about_itself and not (role is Role.EFFECTIVE and speaks_of_law(low))


def speaks_of_law(low: str) -> bool:
    """Tell whether a text in small letters speaks of a law, or of something else that has dates of its own."""
    return _LAW.search(low) is not None and _LAW.search(_TITLED.sub(" ", low)) is not None


def states(text: str, role: Role) -> bool:
    """Tell whether a text has words for this role of a date."""
    return len(text) <= MAX_LINE and _CUES[role].search(plain(text)) is not None


def speaks_of_former(low: str) -> bool:
    """Tell whether a text in small letters speaks of another version, or of something replaced."""
    return _FORMER.search(low) is not None


def _cues_of(low: str, role: Role) -> Iterator[tuple[int, int]]:
    if role is Role.UPDATED:
        yield from (cue.span() for cue in _CUES[role].finditer(low))
        if _ITSELF.search(low) and not speaks_of_law(low):
            yield from (cue.span() for cue in _CHANGED.finditer(low))
        return
    for cue in _CUES[role].finditer(low):
        opening = low[: cue.start()]
        if _opens_or_names(opening) or _CUES[Role.UPDATED].search(opening) or _LABEL_ENDS.match(low, cue.end()):
            yield cue.span()
    for cue in _APPLIES.finditer(low):
        if _opens_or_names(low[: cue.start()]) and not _applied_to("".join(filter(None, cue.groups()))):
            yield cue.span()


def _applied_to(between: str) -> list[str]:
    """Return the words for what a text applies to, of those behind "applies"; none where it is all there is."""
    is_whole = _ITSELF.search(between) or _WHOLE.search(between)
    is_label = between.rstrip().endswith((":", "："))
    return [] if is_whole or is_label else _LONG_WORD.findall(between)


def _opens_or_names(opening: str) -> bool:
    """Tell whether what stands before a cue is next to nothing, or names the text: a price comes into force as well.

    "Version 2.1 of the EU clauses" is the version of another text.
    """
    rest = _RELEASE.sub(" ", opening)
    is_of_another = rest != opening and _LONG_WORD.search(rest) is not None
    return (len(_UNDATED.findall(opening)) <= 1 and not is_of_another) or _ITSELF.search(rest) is not None


def _neighbours(low: str, found: Sequence[FoundDate], start: int, end: int, role: Role) -> Iterator[FoundDate]:
    """Yield the date after a cue, then the one before it."""
    after = next((one for one in found if end <= one.start), None)
    if after and after.start <= end + _REACH and _is_close(low[end : after.start]) and not _is_bound(low, after):
        is_of_deed = len(_applied_to(low[end : after.start])) > 1 or _tells(low, after.end)
        if role is Role.UPDATED or not is_of_deed:
            yield after
    before = next((one for one in reversed(found) if one.end <= start), None)
    if before is None or before.start < start - _REACH or _is_bound(low, before):
        return
    if before.stated and before.stated.precision is not Precision.DAY:
        return
    is_own = _ITSELF.search(low) is not None or len(low[before.end : start].split()) <= _BEHIND
    if is_own and len(low.split()) <= _LONE_WORDS and not _FORMER.search(low[max(0, start - _REACH) : start]):
        yield before


def _tells(low: str, end: int) -> bool:
    """Tell whether what follows a date is a sentence on something else: "Effective 1 May 2024, we share it ..."."""
    return len(_said(low[end:])) >= _TELLING and _ITSELF.search(low) is None


def _said(low: str) -> list[str]:
    """Return the usual words of a text in small letters, of which sentences have several."""
    return [word for word in _WORD.findall(low) if word in word_set("text", "stop_words")]


def _is_close(between: str) -> bool:
    most = _LABELLED if between.rstrip().endswith((":", "：")) else _BETWEEN
    return _length(between) <= most and not _FORMER.search(between)


def _length(text: str) -> int:
    return sum(_ANY_WORD.search(word) is not None for word in text.split())


def _is_bound(low: str, one: FoundDate) -> bool:
    """Tell whether a date is one up to which, or before which, something is."""
    before, after = low[max(0, one.start - _BOUND_REACH) : one.start], low[one.end : one.end + _BOUND_REACH]
    return _BOUND.search(before) is not None or _BOUND_AFTER.match(after) is not None


def own_dates(sentence: str) -> list[FoundDate]:
    """Return all dates of a sentence that are its text's own, in order: stated, of former versions, or standing alone.

    A date that follows such a date with no more than "and" between is one as well.
    """
    found = list(find_dates(sentence))
    if not found:
        return []
    low = plain(sentence)
    if _is_alone(sentence, low, found):
        return found
    own = {one.start for role in _CUES if _may_state(low, role) for one in _beside(low, found, role)}
    if not own and _is_of_former(low):
        own = {one.start for one in found if not _is_bound(low, one)}
    return list(_chained(low, found, own))


def _is_of_former(low: str) -> bool:
    """Tell whether a short line says when another version was updated: "Previous version: updated May 2020"."""
    is_short = len(low.split()) <= _LABEL_WORDS
    return is_short and bool(_FORMER.search(low)) and any(cue.search(low) for cue in _CUES.values())


def _chained(low: str, found: Sequence[FoundDate], own: set[int]) -> Iterator[FoundDate]:
    """Yield the dates that are own, or follow such a one in a list or as that of a former version."""
    last: FoundDate | None = None
    for one in found:
        between = low[last.end : one.start] if last else ""
        is_listed = _length(between) <= _LISTED and not _LONG_WORD.search(between)
        is_former = _length(between) <= _BETWEEN and _FORMER.search(between)
        follows = last and (is_listed or is_former) and not _is_bound(low, one)
        last = one if one.start in own or follows else None
        if last:
            yield last


def _is_alone(sentence: str, low: str, found: Sequence[FoundDate]) -> bool:
    """Tell whether a line is little more than dates: nothing else, a place before it, or the text's title."""
    if all(one.stated and one.stated.precision is Precision.YEAR for one in found):
        return False
    spans = sorted(span for one in found for span in ((one.start, one.end), *beside_date(low, one)))
    before = sentence[: spans[0][0]]
    rest = _WORD.findall(" ".join(low[one[1] : two[0]] for one, two in pairwise(spans)))
    rest += _WORD.findall(low[spans[-1][1] :])
    lead = _WORD.findall(before)
    if rest or not lead:
        return not rest and not lead
    if before.rstrip().endswith(",") and len(lead) == 1:
        return before.strip()[0].isupper()
    is_apart = not before.rstrip()[-1:].isalnum() or _ITSELF.search(lead[-1].lower()) is not None
    return is_apart and len(lead) <= _TITLE and _ITSELF.search(low[: found[0].start]) is not None
