"""What has stayed is told, whatever turns around it: the sentences of a policy that came or went, look by look.

Places that vary hide what stands there for as long as they vary; noise and an edit may share one, or a part of the page
may fail to load while the edit is made. A sentence that speaks of a policy's matter and is there at every look is none
of the noise, wherever it stands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from monitor.core.clauses import sentences
from monitor.core.records import Clause, ClauseKind, UntoldSentence
from monitor.core.restless.counts import only_counts
from monitor.core.restless.holes import HOLE, fills
from monitor.core.restless.settling import FORGOTTEN, LOOKS_KNOWN, STAYS_KNOWN
from monitor.core.restless.still import ALIKE, neighbour

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from monitor.core.records import Baseline, Changed, ClauseChange, PolicyText, RestlessPlace, UntoldCount
    from monitor.core.restless.matter import Matter

# A sentence is told after so many looks in a row, the first and the last at least so far apart: later than what its
# place tells (settling.LOOKS), which knows more of what stands there.
LOOKS = 4
STAYS = timedelta(days=2)
# Sentences that are remembered: a text that differs in more is another text, and told as such.
MOST = 200
# Letters of one that is remembered; sentences of policies are far shorter, lists without a full stop may not be.
MOST_LETTERS = 4_000
# Clauses that may differ between the two texts; in more, too.
MOST_CLAUSES = 2_000


def noted_untold(baseline: Baseline, new: PolicyText, matter: Matter, *, at: datetime) -> tuple[UntoldSentence, ...]:
    """Return the untold sentences after another look.

    Args:
        baseline: the latest version, with the untold sentences and the places that vary as the looks before left them.
        new: the text of the look.
        matter: of the policy; what says nothing of it is noise until its place has settled.
        at: when the look was, UTC.
    """
    old, untold = baseline.drawn, baseline.untold
    apart = _apart(old, new), _apart(new, old)
    if max(map(len, apart)) > MOST_CLAUSES:
        return untold
    went, came = map(_sentences, apart)
    version, seen = (set(_sentences(text.clauses if untold or went or came else ())) for text in (old, new))
    begins = _begins(new) if untold else set()
    noted = (_noted(one, version, seen, begins, at=at) for one in untold)
    found = {(one.text, one.is_gone): one for one in noted if one}
    varying = _varying(baseline.restless)
    beside = _beside(new, {clause.position for clause in apart[1]})
    for is_gone, these, others in ((True, went, seen), (False, came, version)):
        # what another clause says as well is neither gone nor new
        for text in these.keys() - others:
            if {(text, True), (text, False)}.isdisjoint(found) and len(text) <= MOST_LETTERS and matter.has(text):
                clause = these[text]
                sides = () if is_gone else beside[clause.position]
                found[text, is_gone] = UntoldSentence(
                    text=text,
                    headings=clause.heading_path,
                    beside=sides,
                    is_gone=is_gone,
                    is_known=text in varying,
                    since=at,
                )
    return tuple(sorted(found.values(), key=lambda one: (one.since, one.text))[:MOST])


def _noted(
    one: UntoldSentence, version: Collection[str], seen: Collection[str], begins: set[str], *, at: datetime
) -> UntoldSentence | None:
    """Return a sentence after another look, None where there is nothing to tell of it any more.

    Args:
        one: the sentence.
        version: the sentences of the latest version.
        seen: those of the look.
        begins: how the clauses of the look begin, and their headings.
        at: when the look was, UTC.
    """
    if _holds(one, seen):
        return replace(one, since=min(one.since, at) if one.looks else at, looks=one.looks + 1)
    if any(side not in begins for side in one.beside) or not (one.is_known or begins.issuperset(one.headings)):
        return one if at - one.since <= FORGOTTEN else None
    # a version that was told for other reasons may have it, or lack it, unknown to readers
    if (one.text in version) is one.is_gone or (not one.looks and at - one.since > FORGOTTEN):
        return None
    return replace(one, since=at, looks=0) if one.looks else one


def _holds(one: UntoldSentence, seen: Collection[str]) -> bool:
    # not within another sentence: an item of a list may be a part of the next
    return (one.text in seen) is not one.is_gone


def _begins(text: PolicyText) -> set[str]:
    """Return how the clauses of a text begin, and the headings that they stand under."""
    return {heading for clause in text.clauses for heading in clause.heading_path} | set(map(neighbour, text.clauses))


def _beside(text: PolicyText, apart: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return how the nearest other clauses begin before and after some of a text, by the positions of these."""
    sides: dict[int, tuple[str, ...]] = dict.fromkeys(apart, ())
    for clauses in (text.clauses, reversed(text.clauses)):
        last: tuple[str, ...] = ()
        for clause in clauses:
            if clause.position in sides:
                sides[clause.position] += last
            else:
                last = (neighbour(clause),)
    return sides


def _apart(one: PolicyText, other: PolicyText) -> list[Clause]:
    """Return the clauses of a text that the other does not have."""
    known = {clause.text for clause in other.clauses}
    return [clause for clause in one.clauses if clause.text not in known]


def _sentences(clauses: Iterable[Clause]) -> dict[str, Clause]:
    """Return the sentences of clauses, with the clause of each."""
    return {sentence: clause for clause in clauses for sentence in sentences(clause.text)}


def without_told(untold: Sequence[UntoldSentence], changes: Sequence[ClauseChange]) -> tuple[UntoldSentence, ...]:
    """Return the untold sentences of which none of these changes tells; a cosmetic one, or a move, tells of none.

    What left with another document is no news of the one that is watched.
    """
    told = {
        (sentence, is_gone)
        for change in changes
        if change.significance.is_told or change.is_of_document
        for is_gone, clauses in ((True, change.old), (False, change.new))
        for clause in clauses
        for sentence in sentences(clause.text)
    }
    holed = [(sentence, is_gone) for sentence, is_gone in told if HOLE in sentence]
    told |= {(part.strip(), is_gone) for sentence, is_gone in holed for part in sentence.split(HOLE)}
    return tuple(
        one
        for one in untold
        if (one.text, one.is_gone) not in told
        # where words vary, a notice has a hole for them
        and not any(one.is_gone is is_gone and fills(text, one.text) is not None for text, is_gone in holed)
    )


def _varying(places: Sequence[RestlessPlace]) -> set[str]:
    """Return the texts that readers know of places that vary, and their sentences."""
    lines = {line for place in places for text in place.texts for line in text.split("\n")}
    return lines | {sentence for line in lines for sentence in sentences(line)}


def until(one: UntoldSentence | UntoldCount) -> datetime:
    """Return until when a sentence, or the first of some, has to stay before it is told, UTC."""
    return one.since + (STAYS_KNOWN if one.is_known else STAYS)


def due(untold: Sequence[UntoldSentence], new: PolicyText, *, at: datetime) -> tuple[UntoldSentence, ...]:
    """Return the untold sentences that have stayed for long enough.

    One that went is told with the one that took its place, though that be another at each look; where the two differ
    in a number that counts something, nothing went.

    Args:
        untold: after the look.
        new: the text of the look.
        at: when the look was, UTC.
    """
    seen = set(_sentences(new.clauses if untold else ()))

    def is_due(one: UntoldSentence) -> bool:
        looks = LOOKS_KNOWN if one.is_known else LOOKS
        return one.looks >= looks and at >= until(one) and _holds(one, seen)

    stays = [one for one in untold if is_due(one)]
    came = [one for one in untold if not one.is_gone and one.text in seen]
    found: dict[tuple[str, bool], UntoldSentence] = {}
    for one in stays:
        successor = _successor(one, came) if one.is_gone else None
        if successor and successor not in stays and only_counts(one.text, successor.text):
            continue
        found |= {(some.text, some.is_gone): some for some in (one, successor) if some}
    return tuple(found.values())


def _successor(gone: UntoldSentence, came: Iterable[UntoldSentence]) -> UntoldSentence | None:
    """Return which sentence a sentence that went has become, the one most like it; None where none is like it."""
    likely = [(fuzz.ratio(gone.text, one.text, score_cutoff=ALIKE), place, one) for place, one in enumerate(came)]
    ratio, _, one = max(likely, default=(0, 0, None))
    return one if ratio else None


def settled_texts(old: PolicyText, new: PolicyText, stays: Sequence[UntoldSentence]) -> tuple[PolicyText, PolicyText]:
    """Return two texts that differ in some sentences only.

    Args:
        old: the text before.
        new: the text now.
        stays: the sentences that have come or gone.

    Returns:
        (the text before, without what has come; the text now, without what has gone); what else differs is in neither.
    """
    went, came = ({one.text for one in stays if one.is_gone is is_gone} for is_gone in (True, False))
    both = {clause.text for clause in old.clauses} & {clause.text for clause in new.clauses}
    shared = both | (set(_sentences(_apart(old, new))) & set(_sentences(_apart(new, old))))
    lost = went - set(_sentences(old.clauses))
    before = [*_kept(old.clauses, both, shared | went, came)]
    for position, one in enumerate((one for one in stays if one.text in lost), len(old.clauses)):
        # at the end of its section, or else that would seem to be there twice
        ends = [at for at, clause in enumerate(before, 1) if clause.heading_path == one.headings]
        clause = Clause(position, ClauseKind.PARAGRAPH, one.headings, "", one.text)
        before.insert(ends[-1] if ends else len(before), clause)
    after = _kept(new.clauses, both, shared | came, went)
    return replace(old, clauses=tuple(before)), replace(new, clauses=tuple(after))


def _kept(
    clauses: Sequence[Clause], both: Collection[str], kept: Collection[str], left_out: Collection[str]
) -> Iterator[Clause]:
    """Yield clauses with those of their sentences that are kept: all of a clause that stands in both texts."""
    for clause in clauses:
        of_both = clause.text in both
        if of_both and not any(text in clause.text for text in left_out):
            yield clause
        elif found := [one for one in sentences(clause.text) if (of_both or one in kept) and one not in left_out]:
            yield clause._replace(text=" ".join(found))


def with_unseen(
    untold: Sequence[UntoldSentence], baseline: Baseline, told: Changed, matter: Matter, *, at: datetime
) -> tuple[UntoldSentence, ...]:
    """Return the untold sentences once a text is told that an earlier look saw: with what of it this one has not seen.

    Args:
        untold: after the look that confirms it.
        baseline: the version before.
        told: the change that tells of the text of the earlier look.
        matter: of the policy.
        at: when the later look was, UTC.
    """
    known = {(one.text, one.is_gone) for one in untold}
    noted = noted_untold(replace(baseline, untold=()), told.drawn, matter, at=at)
    seen = without_told(noted, told.comparison.changes)
    return (*untold, *(replace(one, looks=0) for one in seen if (one.text, one.is_gone) not in known))


def tells_of(stays: Sequence[UntoldSentence], place: RestlessPlace) -> bool:
    """Tell whether sentences that are told are those by which a restless place differs from what readers knew of it."""
    now, last = set(place.now.split("\n")), set(place.texts[-1].split("\n") if place.texts else ())
    return any(one.text in (last - now if one.is_gone else now - last) for one in stays)


def number_of_place(one: UntoldSentence, places: Sequence[RestlessPlace]) -> int:
    """Return the number of the place at which a sentence has come or gone, counted from 1; 0 where it is at none.

    At a place that is set still nothing waits.
    """
    for number, place in enumerate(places, 1):
        if place.is_set_still:
            continue
        now, last = place.now, place.texts[-1] if place.texts else ""
        there = last if one.is_gone else now
        if any(one.text in (text, *sentences(text)) for text in there.split("\n")):
            return number
    return 0
