"""The sites that `benchmarks/month.py` watches, and how it judges what was told of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from benchmarks.noise.scoring import spaced
from benchmarks.troubles.living import Life, Told, lives
from benchmarks.troubles.making import ABROAD, BROKEN, CYCLE, LANGUAGE, RESTLESS, STILL, TROUBLES, TURNS, site_of
from benchmarks.troubles.report import rows_of, wrong
from benchmarks.troubles.sites import HOURS
from benchmarks.troubles.story import Verdict, story_of
from crawler.checking.judge import draw_body
from monitor.core.records import Body, Claim, FetchFailure, HealthEvent, PolicyText

DAYS = 24
EVERY = timedelta(hours=12)
SITES = [site_of("t", number, days=DAYS) for number in range(CYCLE)]


def _all(trouble):
    return [site for site in SITES if site.trouble == trouble]


def _drawn(site, hour):
    body = next(found for found in (site.answer(hour + minute / 60).body for minute in range(60)) if found)
    return draw_body(Body(content=body, media_type="text/html", charset="utf-8"))


def _life(site, *told):
    return Life(site=site, told=told, requests=60, checks=60)


def test_every_trouble_has_its_share() -> None:
    """Of two hundred sites as many have a trouble as its share says, and most have none."""
    counts = Counter(site.trouble for site in SITES)
    assert {name: counts[name] for name, _, _ in TROUBLES} == {name: share for name, share, _ in TROUBLES}
    assert counts[STILL] > CYCLE * 0.8


def test_a_page_is_a_function_of_its_time() -> None:
    """The same hour brings the same bytes; another look at a restless page brings other words."""
    again = [site_of("t", number, days=DAYS) for number in range(CYCLE)]
    assert all(one.answer(100.5) == two.answer(100.5) for one, two in zip(SITES, again, strict=True))
    restless = next(site for site in _all(RESTLESS) if site.noise.kind.name == "visit code")
    assert _drawn(restless, 10) != _drawn(restless, 11)


def test_edits_show_when_they_are_made() -> None:
    """The words that an edit brings stand in the policy from its hour on, and not before."""
    edited = [(phase, edit) for site in SITES for phase in site.phases for edit in phase.edits if edit.came]
    for phase, edit in edited:
        before, after = (
            spaced(" ".join(text for block in phase.policy_at(edit.round_number + step) for text in block.texts))
            for step in (-1, 0)
        )
        assert spaced(edit.came) in after
        assert spaced(edit.came) not in before.replace(spaced(edit.went), " ")
    assert len(edited) > 15


@pytest.mark.parametrize("site", [one for one in SITES if any(a.blinds for a in one.interludes)], ids=lambda s: s.kind)
def test_what_blinds_is_no_policy(site) -> None:
    """A wall and a home page hold no text of the policy; before and after them it is there."""
    (one,) = site.interludes
    drawn = [_drawn(site, hour) for hour in (one.begins - 2, one.begins + 1, one.ends + 1)]
    before, after = (text for text in (drawn[0], drawn[2]) if isinstance(text, PolicyText))
    assert before.document.title == after.document.title
    assert isinstance(drawn[1], FetchFailure) or not {c.text for c in drawn[1].clauses} & {
        c.text for c in before.clauses
    }


def test_what_passes_is_another_text() -> None:
    """For a day a page is in another language, for some hours most of it is missing."""
    (abroad,), (broken,) = _all(ABROAD), _all(BROKEN)
    languages = [_drawn(abroad, abroad.interludes[0].begins + step).document.language for step in (-2, 1, HOURS + 1)]
    assert languages[0] == languages[2] != languages[1]
    clauses = [len(_drawn(broken, broken.interludes[0].begins + step).clauses) for step in (-2, 1)]
    assert 0 < clauses[1] < clauses[0] * 0.6


def test_an_edit_by_turns_is_there_at_some_looks() -> None:
    """For some days one look has the new text and another the old one; then all have the new one."""
    (site,) = _all(TURNS)
    (edit,) = site.edits
    looks = [edit.came in site.answer(edit.round_number + minute / 60).body.decode() for minute in range(60)]
    assert 10 < sum(looks) < 50


def test_a_month_is_lived_through(tmp_path) -> None:
    """A still site, one behind a wall and one that turns to another language are told of as they should be."""
    still = next(site for site in _all(STILL) if site.edits)
    some = [still, _all("wall")[0], next(site for site in _all(LANGUAGE) if site.edits)]
    found, _ = lives(some, tmp_path, days=DAYS, every=EVERY)
    stories = [story_of(life) for life in found]
    assert [[line.verdict for line in story.lines if line.verdict is not Verdict.EDIT] for story in stories] == [
        [],
        [Verdict.BLIND, Verdict.SEES],
        [Verdict.TURNED],
    ]
    assert list(wrong(rows_of(stories))) == []
    assert all(DAYS * 2 - 2 <= life.checks <= life.requests < DAYS * 2 + 10 for life in found)


def test_what_is_told_about_nothing_is_false() -> None:
    """A mail without a cause, one of a wall that is not there, and an edit told twice are false alarms."""
    still = next(site for site in _all(STILL) if site.edits)
    (edit,) = still.edits
    told = Told(hour=edit.round_number + 5, subject="", pairs=((edit.went, edit.came),))
    early = replace(told, hour=edit.round_number - 5)
    blind = Told(hour=50, subject="", event=HealthEvent.BLIND)
    replaced = replace(told, claim=Claim.REPLACED, pairs=(("", "a text"),))
    assert [line.verdict for line in story_of(_life(still, told)).lines] == [Verdict.EDIT]
    for alarm in (early, blind, replaced):
        assert story_of(_life(still, alarm)).false == 1
    assert story_of(_life(still, told, told)).false == 1
    assert any("false alarms" in line for line in wrong(rows_of([story_of(_life(still, told, told))])))


def test_what_varies_may_be_told_as_back() -> None:
    """A clause that comes and goes is told, told as back once, and again after a week, no sooner."""
    site = next(one for one in _all("a section fails") if one.noise.kind.owed)
    gone = Told(hour=10, subject="", pairs=(("a text", ""),))
    back = replace(gone, hour=40, pairs=(("", "a text"),))
    for hour, last in ((40 + 6 * HOURS, Verdict.FALSE), (40 + 8 * HOURS, Verdict.OWED)):
        lines = story_of(_life(site, gone, back, replace(gone, hour=hour))).lines
        assert [line.verdict for line in lines] == [Verdict.OWED, Verdict.OWED, last]


def test_what_is_not_told_is_missed() -> None:
    """An edit, a wall and another language of which there is no mail are named; so are too many requests."""
    still = next(site for site in _all(STILL) if site.edits)
    for site in (still, _all("wall")[0], _all(LANGUAGE)[0]):
        assert story_of(_life(site)).untold
        assert any("never told" in line for line in wrong(rows_of([story_of(_life(site))])))
    asked = replace(_life(_all(STILL)[1]), requests=70)
    assert any("requests" in line for line in wrong(rows_of([story_of(asked)])))
