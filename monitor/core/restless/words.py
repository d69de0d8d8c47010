"""Restless places in words for people: where one is, what stands there now, and whether it is told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.notices.shorten import line
from monitor.core.phrases import count_words, day_words
from monitor.core.restless.holes import HOLE
from monitor.core.untold import number_of_place, until

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.records import RestlessPlace, UntoldCount, UntoldSentence

_HEADING = 60  # characters of a heading that are shown
_BESIDE = 50  # of a clause beside a place
_THERE = 120  # of what stands there, or of a sentence


def place_words(place: RestlessPlace) -> str:
    """Say where a restless place is, in one line without anything that could steer a terminal.

    "in 'Contact', between 'Write to us at ...' and 'Our office is ...'"; where words of a clause vary, the clause
    around the first of them: "in 'About': 'Read ⋯ times'".
    """
    heading = next((line(one, _HEADING) for one in reversed(place.headings) if one.strip()), "")
    mark = ": " if place.pattern else ", "
    return mark.join(filter(None, [f"in '{heading}'" if heading else "", _where(place)]))


def _where(place: RestlessPlace) -> str:
    before, after = line(place.before, _BESIDE), line(place.after, _BESIDE)
    if place.pattern:
        start = max(0, place.pattern.index(HOLE) - _BESIDE) if HOLE in place.pattern else 0
        return f"'{'…' * bool(start)}{line(place.pattern[start:], _THERE)}'"
    if before and after:
        return f"between '{before}' and '{after}'"
    if after:
        return f"at the beginning, before '{after}'"
    return f"at the end, after '{before}'" if before else "the whole text"


def state_words(place: RestlessPlace) -> str:
    """Say since when a restless place varies, what stands there now, and whether it is told of, in one line.

    Of what waits only that is named which readers do not know of the place.
    """
    is_known = place.is_open and not (place.is_waiting or place.is_set_still) and place.now == _last(place) != ""
    known = ", which is no news; other words there are not told of while they vary"
    telling = known if is_known else f"; {telling_words(place)}"
    return f"varies since {day_words(place.found_at or place.since)}, {_there(place)}{telling}"


def _there(place: RestlessPlace) -> str:
    """Say what stands at a place now.

    Where any text may stand, only what of it is of the policy is known; else one that was seen there is given.
    """
    now, last = place.now.split("\n"), _last(place).split("\n")
    if not place.now.strip():
        seen = next((text for text in reversed(place.texts) if text.strip()), "") if place.is_open else ""
        return f"with texts like '{line(seen, _THERE)}'" if seen else "now nothing"
    if not place.is_waiting:
        return f"now '{line(place.now, _THERE)}'"
    came = " ".join(one for one in now if one not in last)
    gone = " ".join(one for one in last if one not in now)
    return f"now without '{line(gone, _THERE)}'" if gone and not came else f"now '{line(came or place.now, _THERE)}'"


def _last(place: RestlessPlace) -> str:
    return place.texts[-1] if place.texts else ""


def telling_words(place: RestlessPlace) -> str:
    """Say whether a restless place is told of."""
    if place.is_set_still:
        return "told of as any other place (set still)"
    return "told if it stays" if place.is_waiting else "not told of while it varies"


def restless_words(places: Sequence[RestlessPlace]) -> str:
    """Say how many places vary from look to look."""
    return f"{count_words(len(places), 'place')} {'varies' if len(places) == 1 else 'vary'} from look to look"


def untold_words(sentence: UntoldSentence, places: Sequence[RestlessPlace] = ()) -> str:
    """Say in one line that a sentence has come or gone, and until when it has to stay; arguments as `waits_words`."""
    return f"{waits_words(sentence, places)}: '{line(sentence.text, _THERE)}'"


def waits_words(sentence: UntoldSentence, places: Sequence[RestlessPlace] = ()) -> str:
    """Say of a sentence that it has come or gone, since when and where, and until when it has to stay.

    Args:
        sentence: the sentence.
        places: of its watch that vary, in the order of their numbers.
    """
    how = "gone" if sentence.is_gone else "new"
    number = number_of_place(sentence, places)
    where = f" at place {number}" if number else ""
    return f"{how} since {day_words(sentence.since)}{where}, told if it stays until {day_words(until(sentence))}"


def untold_in_short(counts: Sequence[UntoldCount]) -> str:
    """Say in few words how many sentences of a watch wait to be told, and until when the first of them has to stay.

    "2 sentences wait until 5 March 2026"; "" for none.
    """
    if not counts:
        return ""
    counted = count_words(sum(one.sentences for one in counts), "sentence waits", "sentences wait")
    return f"{counted} until {day_words(min(map(until, counts)))}"


def waiting_words(untold: Sequence[UntoldSentence]) -> str:
    """Say how many sentences, one at least, came or went and are not told yet, and until when the first has to stay."""
    counted = count_words(len(untold), "sentence of the policy", "sentences of the policy")
    return f"{counted} came or went; told if that stays until {day_words(min(map(until, untold)))}"
