"""What is to be recorded of a page that was drawn: a pure decision over what was known and what was seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.changes import change_of, comparison_of, filled, told_of, words_of
from monitor.core.claims import held_words
from monitor.core.edits import common_edits, edit_claim, edits_of
from monitor.core.lost_letters import lost_letters
from monitor.core.patience import MOST, YOUNG, claim_of, has_stayed, held_on, share_in, wait_of
from monitor.core.records import Changed, Claim, Failed, First, Held, Unchanged
from monitor.core.remnants import is_remnant
from monitor.core.restless.again import is_again
from monitor.core.restless.blanks import Blanks
from monitor.core.restless.following import followed
from monitor.core.restless.headings import steadied
from monitor.core.restless.positions import outermost
from monitor.core.restless.settling import MOST_PLACES, merged, noted, opened, remembered, shows, told, wild_places
from monitor.core.restless.still import shown_at, still_texts
from monitor.core.restless.varied import unspoken, varied
from monitor.core.restless.wholes import is_whole, is_whole_again, known_before
from monitor.core.restless.words import waiting_words
from monitor.core.strangers import foreign, is_sent_home, strayed
from monitor.core.untold import due, noted_untold, settled_texts, tells_of, with_unseen, without_told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.records import (
        Baseline,
        Comparison,
        HeldText,
        Known,
        Outcome,
        PolicyText,
        RestlessPlace,
        Seen,
    )
    from monitor.core.restless.matter import Matter
    from monitor.core.restless.settling import Wild
    from monitor.core.restless.still import StillTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A look at a page whose text is another than the one before, and what it is compared with.

    Args:
        known: the state before.
        baseline: the text before.
        drawn: the text now.
        at: when, UTC.
        visible_sha256: digest of the page's visible text.
        first: the text that is held, as the look that first saw it had it; None where none is.
        is_past: whether it is a page of the past.
        next_at: the date of the next page of the past.
        is_cut: whether the page's markup stops before its end.
        confirm_after: how long after the first look a second one confirms an edit.
    """

    known: Known
    baseline: Baseline
    drawn: PolicyText
    at: datetime
    visible_sha256: str
    first: PolicyText | None
    is_past: bool
    next_at: datetime | None
    is_cut: bool
    confirm_after: timedelta

    @property
    def is_looked_again(self) -> bool:
        """Whether the look before saw another text that this one may refute."""
        held = self.known.held
        return held is not None and self.first is not None and not held.claim.is_large and not self.is_past


def decide(  # noqa: PLR0913 - the facts of one page belong together
    known: Known,
    baseline: Baseline | None,
    drawn: PolicyText,
    *,
    at: datetime,
    visible_sha256: str = "",
    url: str = "",
    is_cut: bool = False,
    first: PolicyText | None = None,
    is_past: bool = False,
    next_at: datetime | None = None,
    confirm_after: timedelta = timedelta(0),
) -> Outcome:
    """Decide what a drawn text means for its watch.

    Args:
        known: the state before.
        baseline: the text before, under the rules that drew `drawn`; None before the first.
        drawn: the text of the page now.
        at: when it was fetched, UTC.
        visible_sha256: digest of the page's visible text, passed on.
        url: the address that answered, "" where it is not known.
        is_cut: whether the page's markup stops before its end.
        first: the text that is held, as the look that first saw it had it; None where none is.
        is_past: whether it is a page of the past.
        next_at: the date of the next page of the past, UTC; None where there is none.
        confirm_after: how long after the first look a second one confirms an edit.

    Returns:
        First, unchanged, changed, held, or failed.
    """
    base = baseline.drawn if baseline else None
    if not known.include and is_sent_home(known.url, url) and (failure := strayed(base, drawn)):
        return Failed(failure=failure)
    if baseline is None:
        return First(drawn=drawn, visible_sha256=visible_sha256)
    look = _Look(
        known=known,
        baseline=baseline,
        drawn=drawn,
        at=at,
        visible_sha256=visible_sha256,
        first=first,
        is_past=is_past,
        next_at=next_at,
        is_cut=is_cut,
        confirm_after=confirm_after,
    )
    if (
        drawn.text_digest == baseline.drawn.text_digest
        and not look.is_looked_again
        and not baseline.restless
        and not baseline.untold
    ):
        return Unchanged(visible_sha256=visible_sha256, redrawn=baseline.redrawn)
    if failure := foreign(baseline.drawn, drawn) or lost_letters(baseline.drawn, drawn):
        return Failed(failure=failure)
    return _compared(look)


def _compared(look: _Look) -> Seen:
    """Decide what a text means that differs, without what of it is restless."""
    baseline, drawn = look.baseline, look.drawn
    known = () if look.is_past else baseline.restless
    found = _found_by_looking(look, known)
    places = merged(known, found)
    still = still_texts(baseline.drawn, drawn, places, at=look.at)
    comparison = comparison_of(baseline, still.old, still.new)
    after = noted(known, still.shown, still.matter, at=look.at)
    outcome = _outcome(look, comparison, still, places)
    wild: Sequence[Wild] = ()
    if isinstance(outcome, Unchanged) or (isinstance(outcome, Held) and outcome.held.claim.is_edit):
        before = {place.key: shown_at(place, baseline.drawn.clauses) or "" for place in known}
        wild = _wild(look, wild_places(known, still.shown, still.matter, before, at=look.at))
        after = opened(after, wild)
    if wild:
        is_first = look.first is not None and all(one.is_gone for one in wild)
        text = look.first if is_first and look.first else drawn
        told_now = replace(change_of(baseline, text, comparison), claim=Claim.ALTERNATES)
        outcome = replace(told_now, look=baseline.held) if is_first else told_now
    if isinstance(outcome, Unchanged) and (held := _unrefuted(look, still, places)):
        outcome = Held(held=held, detail=held_words(held), redrawn=baseline.redrawn)
    if isinstance(outcome, Changed):
        # what is told was found by two looks, and so is what it takes along: a number that turns is another in each
        least = 2 if outcome.comparison.changed else 1
        waiting = frozenset(one.place.key for one in wild) | frozenset(
            place.key for place in after if place.is_waiting and place.looks >= least
        )
        outcome, after = _told_with(look, outcome, places, after, waiting=waiting)
        if isinstance(outcome, Changed) and outcome.comparison.changed and not look.is_past:
            if is_whole_again(baseline, outcome.drawn, at=look.at):
                after, found = known_before(after, baseline.snapshot.captured_at), ()
            else:
                found = (*found, *_found_by_telling(look, outcome, places))
    restless = outermost(drawn.clauses, merged(after, found))
    if look.is_past:
        return outcome
    if restless or baseline.untold:
        outcome, restless = _with_untold(look, outcome, still.matter, restless)
    outcome = filled(outcome, baseline)
    return outcome if restless == baseline.restless else replace(outcome, restless=restless)


def _found_by_looking(look: _Look, known: Sequence[RestlessPlace]) -> tuple[RestlessPlace, ...]:
    """Return the places that vary between the look before and this one, beside those that are known to."""
    if not (look.is_looked_again and look.first):
        return ()
    base = look.baseline.drawn
    is_known = look.known.held is not None and not look.known.held.claim.is_edit
    found = varied(look.first, look.drawn, base, known, at=look.at, is_known=is_known)
    # where this look sees what readers know, word for word, the one before may have seen another page
    return () if look.drawn.text_digest == base.text_digest and is_whole(found, base) else found


def _wild(look: _Look, found: Sequence[Wild]) -> Sequence[Wild]:
    """Return what varies that this look can tell, else what only the look before showed."""
    now = [one for one in found if not one.is_gone]
    if now or not (look.is_looked_again and look.first):
        return now
    before = ((one, shown_at(one.place, look.first.clauses)) for one in found)
    return [one for one, shown in before if shown and one.text in remembered(shown)]


def _found_by_telling(look: _Look, outcome: Changed, places: Sequence[RestlessPlace]) -> tuple[RestlessPlace, ...]:
    """Return the places that vary from now on: those of noise in an edit; of an earlier text, where it had gone."""
    old, new = look.baseline.drawn, outcome.drawn
    if outcome.claim is None:
        return unspoken(old, new, places, at=look.at)
    return () if outcome.claim.is_large else varied(old, new, new, places, at=look.at, is_known=True)


def _with_untold(
    look: _Look, outcome: Seen, matter: Matter, places: tuple[RestlessPlace, ...]
) -> tuple[Seen, tuple[RestlessPlace, ...]]:
    """Note which sentences no notice has told yet, and tell those that have stayed, whatever varies around them.

    Args:
        look: the look.
        outcome: what it means but for them.
        matter: of the policy.
        places: that vary, after the look.
    """
    baseline = look.baseline
    if isinstance(outcome, Held) and outcome.held.claim.is_large:
        return outcome, places
    blanks = Blanks.of(baseline.drawn, look.drawn, places)
    old, drawn = blanks.text(baseline.drawn), blanks.text(look.drawn)
    before = replace(baseline, drawn=old, untold=blanks.untold(baseline.untold))
    untold = noted_untold(before, drawn, matter, at=look.at)
    if isinstance(outcome, Changed):
        changes = outcome.comparison.changes
        untold = without_told(untold, [*changes, *blanks.changes(changes)])
        if outcome.drawn is not look.drawn:
            seen = replace(outcome, drawn=blanks.text(outcome.drawn))
            untold = with_unseen(untold, before, seen, matter, at=look.at)
    elif stays := due(untold, drawn, at=look.at):
        untold = tuple(one for one in untold if one not in stays)
        comparison = comparison_of(baseline, *settled_texts(old, drawn, stays))
        if edits_of(comparison):
            outcome = change_of(baseline, look.drawn, comparison, visible_sha256=look.visible_sha256)
            places = told(places, {place.key for place in places if tells_of(stays, place)})
    waiting = [one for one in untold if one.looks]
    if waiting and isinstance(outcome, Unchanged) and not outcome.detail:
        outcome = replace(outcome, detail=waiting_words(waiting))
    return (replace(outcome, untold=untold) if untold or baseline.untold else outcome), places


def _told_with(
    look: _Look,
    outcome: Changed,
    places: Sequence[RestlessPlace],
    after: tuple[RestlessPlace, ...],
    *,
    waiting: frozenset[tuple[str, str, str]],
) -> tuple[Seen, tuple[RestlessPlace, ...]]:
    """Tell with a change what waits at restless places: as part of the version it would never be news again.

    Args:
        look: the look that found it.
        outcome: the change.
        places: before the look, with those that it found.
        after: those that were known, after it.
        waiting: the keys of places at which something waits.
    """
    if look.is_past:
        return outcome, after
    baseline = look.baseline
    if waiting and not outcome.comparison.changed and outcome.claim is None:
        return Unchanged(visible_sha256=look.visible_sha256, redrawn=baseline.redrawn), after
    still = still_texts(baseline.drawn, outcome.drawn, places, at=look.at, told=waiting)
    if waiting:
        new, _ = steadied(baseline.drawn, still.new, look.drawn)
        comparison = comparison_of(baseline, still.old, new)
        outcome = replace(outcome, comparison=comparison, detail=words_of(comparison))
    compared = [place for place in after if place.key in still.compared]
    after = told(after, {place.key for place in compared if shows(place, still.shown[place.key])})
    gone = [clause for change in edits_of(outcome.comparison) for clause in change.old]
    return outcome, followed(after, baseline.drawn.clauses, outcome.drawn.clauses, gone)


def _unrefuted(look: _Look, still: StillTexts, places: Sequence[RestlessPlace]) -> HeldText | None:
    """Return what stays held because the part of the page that it is about did not load this time, None for nothing."""
    held = look.known.held
    if not (look.is_looked_again and look.first and held):
        return None
    missing = [place for place in places if still.shown.get(place.key) == ""]
    for place in missing:
        first, base = (shown_at(place, text.clauses) for text in (look.first, look.baseline.drawn))
        if first and base and remembered(first) not in place.texts:
            return replace(held, last_at=max(held.last_at, look.at))
    return None


def _outcome(look: _Look, comparison: Comparison, still: StillTexts, places: Sequence[RestlessPlace]) -> Seen:
    """Decide what a comparison means, without what of both texts is restless."""
    baseline, drawn = look.baseline, look.drawn
    if not comparison.changes:
        return Unchanged(visible_sha256=look.visible_sha256, redrawn=baseline.redrawn)
    claim = _claim(look, comparison)
    if claim is None:
        return change_of(baseline, drawn, comparison, visible_sha256=look.visible_sha256)
    if claim.is_edit:
        return _edited(look, comparison, still, places)
    wait = wait_of(claim, is_past=look.is_past)
    stays = _stays(look.known.held, look.first, drawn)
    held = held_on(look.known.held, claim, drawn.text_digest, at=look.at, stays=stays, wait=wait)
    if not has_stayed(held, wait, next_at=look.next_at):
        return Held(held=held, detail=held_words(held, drawn.document.language), redrawn=baseline.redrawn)
    if look.first is None or look.first.text_digest == drawn.text_digest:
        told_now = change_of(baseline, drawn, comparison, visible_sha256=look.visible_sha256)
        # that other documents are gone, however long, says nothing of the one that is watched
        return replace(told_now, claim=None if comparison.is_beside else claim, look=baseline.held)
    return told_of(baseline, held, look.first)


def _edited(look: _Look, comparison: Comparison, still: StillTexts, places: Sequence[RestlessPlace]) -> Seen:
    """Hold an edit until another look has found the same and nothing else, and tell it; headings that turn are none."""
    baseline, drawn = look.baseline, look.drawn
    edits = edits_of(comparison)
    seen = None
    if look.is_looked_again and look.first:
        before = still_texts(baseline.drawn, look.first, places, at=look.at)
        seen = comparison_of(baseline, before.old, before.new)
        if len(common_edits(comparison, seen)) < len(edits):
            comparison, seen = _steadied(baseline, (comparison, still), (seen, before))
            edits = edits_of(comparison)
            if not comparison.changes:
                return Unchanged(visible_sha256=look.visible_sha256, redrawn=baseline.redrawn)
            if not edits:
                return change_of(baseline, drawn, comparison, visible_sha256=look.visible_sha256)
    both = common_edits(comparison, seen) if seen else []
    # a page with more restless places than are remembered has something else at every look
    stays = bool(both) and (len(both) == len(edits) or len(places) >= MOST_PLACES)
    # what is compared at a restless place has stayed for long enough by then
    has_waited = any(place.key in still.compared and not place.is_set_still for place in places)
    claim = Claim.EDIT if has_waited else edit_claim(edits, still.matter)
    if is_again(edits, baseline, drawn, places, at=look.at):
        claim = Claim.DOUBTFUL
    wait = wait_of(claim, confirm_after=look.confirm_after)
    held = held_on(look.known.held, claim, drawn.text_digest, at=look.at, stays=stays, wait=wait)
    if not has_stayed(held, wait):
        return Held(held=held, detail=held_words(held), redrawn=baseline.redrawn)
    return _told_edit(look, comparison, seen if seen and len(both) == len(edits_of(seen)) == len(edits) else None)


def _steadied(
    baseline: Baseline, now: tuple[Comparison, StillTexts], first: tuple[Comparison, StillTexts]
) -> tuple[Comparison, Comparison]:
    """Return the comparisons of two looks without headings that turn, where they have the same edits but for these."""
    before, after = steadied(baseline.drawn, first[1].new, now[1].new)
    comparison, seen = comparison_of(baseline, now[1].old, after), comparison_of(baseline, first[1].old, before)
    both = len(common_edits(comparison, seen))
    # as the first look had it, so that a heading that was renamed since is found by the next one
    return (comparison, seen) if both == len(edits_of(comparison)) == len(edits_of(seen)) else (now[0], first[0])


def _told_edit(look: _Look, comparison: Comparison, seen: Comparison | None) -> Changed:
    """Return the change that tells of an edit: as the first look had it, where nothing has come since.

    Args:
        look: the look that confirms it.
        comparison: with the text of this look.
        seen: with the text of the first look, None where this one found more.
    """
    if seen is None or look.first is None:
        return change_of(look.baseline, look.drawn, comparison, visible_sha256=look.visible_sha256)
    told_now = change_of(look.baseline, look.first, seen, visible_sha256=look.visible_sha256)
    return replace(told_now, look=look.baseline.held)


def _stays(held: HeldText | None, first: PolicyText | None, drawn: PolicyText) -> bool:
    """Tell whether a text bears out what is held: the same words, or most of them where the claim is a large one."""
    if held is None:
        return False
    if held.digest == drawn.text_digest:
        return True
    return held.claim.is_large and first is not None and share_in(first.clauses, drawn.clauses) >= MOST


def _claim(look: _Look, comparison: Comparison) -> Claim | None:
    """Say what a text claims that has to stay for a while before it is told, None for what is told at once."""
    baseline, drawn = look.baseline, look.drawn
    edit = Claim.EDIT if comparison.changed and not look.is_past else None
    if large := claim_of(baseline.drawn, drawn, comparison.changes):
        return large
    if look.is_cut and is_remnant(baseline.drawn, drawn):
        return Claim.SHORTENED
    if drawn.text_digest not in baseline.earlier:
        return edit
    latest = baseline.snapshot
    # a page whose latest text is itself one that came back has alternated before: readers of the notices know
    if latest.text_digest in baseline.earlier:
        return Claim.ALTERNATES
    held = look.known.held
    is_held = held is not None and held.digest == drawn.text_digest and held.claim is Claim.RETURNED
    return Claim.RETURNED if is_held or look.at - latest.captured_at < YOUNG else edit
