"""Two texts without what is restless in them, so that only the rest is compared."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from monitor.core.clauses import sentences
from monitor.core.restless.counts import Form
from monitor.core.restless.holes import still_words, varying
from monitor.core.restless.matter import Matter
from monitor.core.restless.settling import is_news_that_stays, remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from monitor.core.records import Clause, PolicyText, RestlessPlace

# Clauses that may stand between two that are still, and be looked at for one that was edited.
MOST_CLAUSES = 200
# Letters by which a clause is known as the neighbour of a place.
BEGINNING = 200
# How alike a clause has to be to a pattern (0 to 100) to be the one whose other words were edited.
ALIKE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StillTexts:
    """Two texts without what is restless.

    Args:
        old: the text before.
        new: the text now.
        shown: what stands at each place now, by its key; "" for nothing; no entry where the place is not found.
        compared: the keys of the places at which it is compared as everywhere else.
        matter: of the clauses that stand in both texts, at none of the places.
    """

    old: PolicyText
    new: PolicyText
    shown: Mapping[tuple[str, str, str], str]
    compared: frozenset[tuple[str, str, str]]
    matter: Matter


def still_texts(
    old: PolicyText,
    new: PolicyText,
    places: Sequence[RestlessPlace],
    *,
    at: datetime,
    told: Collection[tuple[str, str, str]] = (),
) -> StillTexts:
    """Return two texts without what is restless in both; what is news and has stayed is left in them.

    Args:
        old: the text before.
        new: the text now.
        places: that are restless.
        at: when the new text was seen, UTC.
        told: the keys of places at which all is left in them that may be the policy's.
    """
    shown: dict[tuple[str, str, str], str] = {}
    compared: set[tuple[str, str, str]] = set()
    olds, news = list(old.clauses), list(new.clauses)
    matter = _matter(olds, news, places)
    for place in sorted(places, key=lambda one: not one.pattern):
        if place.pattern and not place.is_set_still and _without_list(place, olds, news):
            continue
        found = shown_at(place, news)
        if found is not None:
            shown[place.key] = found = _weighed(place, found, matter)
            if place.key in told or not _may_stand(place, found, matter, at=at):
                compared.add(place.key)
        is_compared = place.key in compared
        if is_compared and not any(map(matter.weighs, (shown[place.key], *place.texts[-1:]))):
            continue
        if place.is_open and not place.pattern and not place.is_set_still:
            if is_compared or found is None:
                _take_out(place, olds, matter.weighs)
                _take_out(place, news, matter.weighs)
            else:
                # a clause of the policy that stood there and is gone is no noise, unless readers know that it varies
                at_hand = {
                    one for clause in news[between(news, place) or slice(0)] for one in _with_sentences(clause.text)
                }
                # one that the old text has as well, but not at this place, has not come: it would seem to be gone
                elsewhere = {clause.text for clause in olds} if between(olds, place) is None else set[str]()
                _take_out(place, olds, None if place.is_policy else _gone(at_hand, matter))
                # what is left there of the old text is compared with what of it still stands there
                left = {one for clause in olds[between(olds, place) or slice(0)] for one in sentences(clause.text)}
                _leave(place, news, left, elsewhere)
        elif place.pattern and not is_compared:
            _put_holes(place, olds, news)
        elif not is_compared and found is not None and _known_at(place, olds):
            _take_out(place, olds)
            _take_out(place, news)
    return StillTexts(
        old=_with(old, olds), new=_with(new, news), shown=shown, compared=frozenset(compared), matter=matter
    )


def _matter(old: Sequence[Clause], new: Sequence[Clause], places: Sequence[RestlessPlace]) -> Matter:
    """Return the matter of the clauses that stand in both texts, at none of the restless places."""
    texts: list[set[str]] = []
    for clauses in (old, new):
        rest = list(clauses)
        for place in places:
            if place.pattern:
                at = _fitting(place, rest)
                del rest[at or 0 : 0 if at is None else at + 1]
            elif (found := between(rest, place)) is not None:
                del rest[found]
        texts.append({clause.text for clause in rest})
    return Matter.of(texts[0] & texts[1])


def _weighed(place: RestlessPlace, shown: str, matter: Matter) -> str:
    """Return what counts of what stands at a place: where any text may, what of it is the policy's."""
    if not place.is_open:
        return remembered(shown)
    last = place.texts[-1] if place.texts else ""
    return remembered(matter.of_policy(shown) or ("" if matter.weighs(last) else shown))


def _may_stand(place: RestlessPlace, shown: str, matter: Matter, *, at: datetime) -> bool:
    """Tell whether what stands at a place is left out of account."""
    if place.is_set_still or is_news_that_stays(place, shown, matter, at=at):
        return False
    return place.is_open or shown in place.texts


def _with(text: PolicyText, clauses: Sequence[Clause]) -> PolicyText:
    return replace(text, clauses=tuple(clauses)) if tuple(clauses) != text.clauses else text


def _without_list(place: RestlessPlace, olds: list[Clause], news: list[Clause]) -> bool:
    """Take the clauses of a list that only one text has out of both, where some are shown by turns; say whether it is.

    Which of them a look shows says nothing, nor how many.
    """
    form = Form.of(place)
    texts = [[one.text for one in some] for some in (olds, news)]
    if not form.is_list(place, *texts):
        return False
    known = {*texts[0]} & {*texts[1]}
    for some in (olds, news):
        some[:] = [one for one in some if one.text in known or not form.fits(one.text)]
    return True


def _put_holes(place: RestlessPlace, olds: list[Clause], news: list[Clause]) -> None:
    """Put the holes of a place into the clauses and headings that have them and are others, be it of one text alone."""
    form = Form.of(place)
    texts = [[one.text for one in some] for some in (olds, news)]
    fitting = apart(form, *texts)
    after = edited(form, texts[1], {*texts[0]}) if fitting[0] and not fitting[1] else None
    before = edited(form, texts[0], {*texts[1]}) if fitting[1] and not fitting[0] else None
    for clauses, fits, other in ((olds, fitting[0], before), (news, fitting[1], after)):
        _put_into_headings(form, clauses)
        for index in fits:
            clauses[index] = clauses[index]._replace(text=form.pattern)
        if other is not None:
            text = clauses[other].text
            clauses[other] = clauses[other]._replace(text=form.holed(text) or text)


def apart(form: Form, old: Sequence[str], new: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return which of two texts' clauses fit a form, without those that stand in both.

    Where several do, and not as many in each, one of them came or went: which nobody can say, so none is left out.
    """
    known = {*old} & {*new}
    first, second = ([at for at, one in enumerate(some) if one not in known and form.fits(one)] for some in (old, new))
    is_clear = not (first and second) or len(first) == len(second)
    return (first, second) if is_clear else ([], [])


def _put_into_headings(form: Form, clauses: list[Clause]) -> None:
    names = {one: form.pattern for one in headings_of(clauses) if form.fits(one)}
    if not names:
        return
    for index, clause in enumerate(clauses):
        if not names.keys().isdisjoint(clause.heading_path):
            path = tuple(names.get(one, one) for one in clause.heading_path)
            clauses[index] = clause._replace(heading_path=path)


def headings_of(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    """Return the headings above clauses, in order, with the path of each."""
    found: dict[str, tuple[str, ...]] = {}
    for path in dict.fromkeys(clause.heading_path for clause in clauses):
        for depth, heading in enumerate(path, 1):
            found.setdefault(heading, path[:depth])
    return found


def _fitting(place: RestlessPlace, clauses: Sequence[Clause]) -> int | None:
    form = Form.of(place)
    return next((at for at, clause in enumerate(clauses) if form.fits(clause.text)), None)


def edited(form: Form, texts: Sequence[str], others: Collection[str]) -> int | None:
    """Return which text is the one of a form with other words of it edited, None where none is.

    Args:
        form: of a clause or a heading of which some words vary.
        texts: those of a page, in order.
        others: of the page as it was before; none of them was edited.
    """
    apart = [(at, text) for at, text in enumerate(texts) if text not in others]
    if len(apart) > MOST_CLAUSES:
        return None
    likely = [(fuzz.ratio(form.pattern, text, score_cutoff=ALIKE), at) for at, text in apart]
    score, index = max(likely, default=(0, 0))
    return index if score and form.holed(texts[index]) else None


def _gone(texts: Collection[str], matter: Matter) -> Callable[[str], bool]:
    """Return what tells a clause with a sentence of the policy's matter that stands in some texts no more."""
    return lambda text: text not in texts and any(matter.has(one) for one in sentences(text) if one not in texts)


def _with_sentences(text: str) -> Iterator[str]:
    yield text
    yield from sentences(text)


def _take_out(place: RestlessPlace, clauses: list[Clause], keeps: Callable[[str], bool] | None = None) -> None:
    """Take what stands between two still clauses out of a text, where it has the place; not what is of the policy."""
    found = between(clauses, place)
    if found is not None:
        clauses[found] = [clause for clause in clauses[found] if keeps and keeps(clause.text)]


def _leave(place: RestlessPlace, clauses: list[Clause], told: Collection[str], whole: Collection[str]) -> None:
    """Leave at a place only some sentences of its clauses, and some clauses whole."""
    found = between(clauses, place)
    if found is None:
        return
    left: list[Clause] = []
    for clause in clauses[found]:
        text = clause.text if clause.text in whole else " ".join(one for one in sentences(clause.text) if one in told)
        left += [clause._replace(text=text)] if text else []
    clauses[found] = left


def _known_at(place: RestlessPlace, clauses: Sequence[Clause]) -> bool:
    """Tell whether a text has the place, and there what may stand there."""
    found = _clauses_at(clauses, place)
    return found is not None and remembered(found) in place.texts


def _text_of(clauses: Sequence[Clause]) -> str:
    return "\n".join(clause.text for clause in clauses)


def _clauses_at(clauses: Sequence[Clause], place: RestlessPlace) -> str | None:
    found = between(clauses, place)
    return None if found is None else _text_of(clauses[found])


def _words_at(clauses: Sequence[Clause], place: RestlessPlace) -> str | None:
    at = _fitting(place, clauses)
    if at is not None:
        return varying(place.pattern, clauses[at].text)
    form = Form.of(place)
    fitting = (one for one in headings_of(clauses) if form.fits(one))
    heading = next(fitting, None)
    return None if heading is None else varying(place.pattern, heading)


def shown_at(place: RestlessPlace, clauses: Sequence[Clause]) -> str | None:
    """Return what stands at a place of a text, "" for nothing; None where the text has no such place."""
    return (_words_at if place.pattern else _clauses_at)(clauses, place)


def between(clauses: Sequence[Clause], place: RestlessPlace) -> slice | None:
    """Return where the clauses of a place stand in a text, an empty slice for none; None where it has no such place."""
    names = [neighbour(clause) for clause in clauses]
    starts = [at + 1 for at in _named(place.before, names)] if place.before else [0]
    ends = _named(place.after, names) if place.after else [len(names)]
    # where a neighbour stands in the text more than once, the place is where the two are nearest
    narrow: tuple[int, int] | None = None
    for start in starts:
        found = bisect_left(ends, start)
        if found < len(ends) and (narrow is None or ends[found] - start < narrow[1] - narrow[0]):
            narrow = start, ends[found]
    return slice(*narrow) if narrow and narrow[1] - narrow[0] <= MOST_CLAUSES else None


def _named(name: str, names: Sequence[str]) -> list[int]:
    """Return which clauses begin as a neighbour does, be it with other numbers in it."""
    found = [at for at, one in enumerate(names) if one == name]
    known = () if found else still_words(name)
    return [at for at, one in enumerate(names) if still_words(one) == known] if known else found


def neighbour(clause: Clause) -> str:
    """Return by what the neighbour of a restless place is known: how it begins."""
    return clause.text[:BEGINNING]
