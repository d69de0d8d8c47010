"""The mail of several changes."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import strict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.notices.chosen import make_choice
from monitor.core.notices.digest import MOST_BYTES, write_digest
from monitor.core.records import (
    ChangeKind,
    DigestContent,
    HealthEvent,
    HealthItem,
    NoticeKind,
    Reason,
    RedlineOp,
    Rule,
    Significance,
    Subscription,
)
from monitor.mail.compose import compose
from tests.mail.samples import NOW, THEN, added, content_of, reworded

FOLLOWED = {"id": 1, "subscriber": 1, "address": "ada@reader.example"}
MINOR = reworded(significance=Significance.MINOR, reasons=(Reason(rule=Rule.WORDING, went="our", came="their"),))
DENIED = reworded(reasons=(Reason(rule=Rule.NEGATION, went="We never sell it.", came=None),))


def digest(*changes, kind=NoticeKind.DAILY, **values):
    """What a digest tells of changes, with fields replaced."""
    material = sum(change.significance is Significance.MATERIAL for change in changes)
    standard = {
        "message_id": "<0123456789abcdef@watch.example>",
        "address": "ada@reader.example",
        "created_at": THEN,
        "kind": kind,
        "due_at": NOW,
        "changes": changes,
        "count": len(changes),
        "material": material,
        "watches": len({change.watch_slug for change in changes}),
    }
    return DigestContent(**(standard | values))


def change(number, *clauses, significance=Significance.MATERIAL, **values):
    """One change of a digest, of a watch of its own."""
    named = {"change_id": number, "watch_slug": f"watch-{number}", "watch_name": f"Watch {number}"}
    return content_of(*clauses, significance=significance, **{**named, **values})


def blind(number, event=HealthEvent.BLIND):
    """A watch that went blind or sees again."""
    return HealthItem(
        event=event,
        watch_slug=f"blind-{number}",
        watch_name=f"Blind {number}",
        watch_url="https://acme.example/privacy",
        since=THEN,
        kind="timeout",
        ended_at=NOW if event is HealthEvent.SEES else None,
        ended_by="unchanged" if event is HealthEvent.SEES else "",
    )


def composed(content, public_url="https://policies.example.org"):
    """The mail, read back from its bytes by the strictest policy."""
    sent = compose(content, sender="watch@team.example", public_url=public_url).as_bytes()
    assert max(map(len, sent.split(b"\r\n"))) <= 998
    return message_from_bytes(sent, policy=strict)


def part(message, kind):
    """The text of a part, its line breaks folded."""
    return " ".join(message.get_body((kind,)).get_content().split())


def test_the_gravest_changes_stand_first():
    """Material ones before minor ones, then by their gravest reason; the first gives the subject."""
    content = digest(change(1, MINOR, significance=Significance.MINOR), change(2), change(3, DENIED))
    letter = write_digest(content)
    assert [line.change_id for line in letter.lines] == [3, 2, 1]
    assert [part.line.change_id for part in letter.parts] == [3, 2, 1]
    assert (
        letter.subject
        == 'Daily digest: 3 changes; Watch 3: denial: "We never sell it." removed (How long we keep data)'
    )
    assert (letter.title, letter.summary) == ("Daily digest", "3 changes of 3 watches, 2 material")


def test_each_change_is_one_line_with_its_reason_and_place():
    """A line says of which watch, how grave, whether silent, why, where, and which phrases of the reader's come or go."""
    phrase = Subscription(**FOLLOWED, choice=make_choice({"phrases": ["voice assistants"]}))
    new = added("We listen to voice assistants.", path=("Policy", "Sources"), reasons=DENIED.reasons)
    (line,) = write_digest(digest(change(7, new, subscription=phrase))).lines
    assert (line.name, line.significance, line.is_silent) == ("Watch 7", Significance.MATERIAL, True)
    assert (line.where, line.said) == ("Policy › Sources", "It newly says “voice assistants”")
    message = composed(digest(change(7, new, subscription=phrase)))
    for kind in ("plain", "html"):
        assert "It newly says “voice assistants”." in part(message, kind)
        assert "“voice assistants” in all watches" in part(message, kind).replace("<bdi>", "").replace("</bdi>", "")


def test_blind_watches_and_those_that_stayed_are_told():
    """A digest says what went blind, what sees again, and of how many watches the text stayed."""
    message = composed(digest(change(1), health=(blind(1), blind(2, HealthEvent.SEES)), same=187))
    for kind in ("plain", "html"):
        told = part(message, kind)
        assert "Blind 1" in told
        assert "Blind for 28 days" in told
        assert "187 other watches were checked and stayed the same." in told
    beside = part(composed(digest(change(1), same=2, held=1, failing=2, blind=3)), "plain")
    assert "2 other watches were checked and stayed the same; 1 is held, 2 are failing and 3 are blind." in beside
    assert "Of the other watches 2 are held." in part(composed(digest(change(1), held=2)), "plain")
    alone = composed(digest(health=(blind(1),), same=1))
    assert alone["Subject"] == "Daily digest: Blind 1: blind"
    assert "1 other watch was checked and stayed the same." in part(alone, "plain")


def test_a_digest_says_when_its_versions_were_fetched():
    """Of each change whose clauses are shown it says between which versions it lies, and of when these are."""
    message = composed(digest(change(1, old_snapshot=11), change(2, snapshot=3, old_snapshot=2)))
    fetched = "fetched 1 March 2026, 08:00 UTC, compared with version {}, fetched 1 February 2026, 08:00 UTC."
    for kind in ("plain", "html"):
        assert f"Version 12, {fetched.format(11)}" in part(message, kind)
        assert f"Version 3, {fetched.format(2)}" in part(message, kind)


def test_a_digest_is_of_its_time_and_a_group_of_its_first_change():
    """The date of a digest is when it is due, not when the first of a week was seen."""
    assert composed(digest(change(1), kind=NoticeKind.WEEKLY))["Date"].datetime == NOW
    group = composed(digest(change(1), change(2), kind=NoticeKind.CHANGES))
    assert group["Date"].datetime == THEN
    assert group["Subject"].startswith("2 changes; Watch ")


def long_change(number, text):
    """A change of forty long clauses."""
    clauses = [
        added(
            text,
            path=(text, text),
            topics=("retention",) * 9,
            reasons=(Reason(rule=Rule.TEXT, came=text),) * 9,
            redline=((RedlineOp.INSERT, text), (RedlineOp.DELETE, text)) * 90,
            kind=ChangeKind.ADDED,
        )
    ] * 40
    return change(number, *clauses, watch_name=text, stated_words=text)


@pytest.mark.parametrize("letter", ["a", "漢", "<"])
@pytest.mark.parametrize("count", [2, 60])
def test_a_digest_is_never_cut_off(letter, count):
    """However many and long the changes are, a mail stays below 100 KB and says what it leaves out."""
    text = f"{letter * 8} " * 300
    content = digest(*(long_change(number, text) for number in range(1, count + 1)), count=5000)
    health = tuple(blind(number) for number in range(300))
    for one in (content, digest(*content.changes, count=5000, health=health)):
        sent = compose(one, sender="watch@team.example", public_url="https://policies.example.org")
        assert len(sent.as_bytes()) <= MOST_BYTES
        told = part(sent, "plain")
        named = sum(f" {number}. " in f" {told}" for number in range(1, count + 1))
        assert named >= 1
        assert f"And {5000 - named:,} more changes that this mail has no room for" in told
    assert "more not shown here; 'clausewatch list --state blind' shows all" in told


def test_forty_ordinary_changes_all_have_their_line():
    """A weekly digest of forty changes names each, and shows the clauses of most."""
    letter = write_digest(digest(*(change(number) for number in range(1, 41)), kind=NoticeKind.WEEKLY))
    assert len(letter.lines) == 40
    assert letter.unnamed == 0
    assert len(letter.parts) + letter.unshown == 40
    assert len(letter.parts) >= 20


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), max_size=200), days=st.integers(0, 9999))
def test_any_text_gives_a_digest_that_reads_back(text, days):
    """Whatever the store holds, a mail is made of it: nothing of it steers the headers, the page or a terminal."""
    hostile = change(
        1,
        added(text, path=(text,), reasons=(Reason(rule=Rule.TERM, subject=text, came=text),)),
        watch_name=text,
        watch_slug=text,
        stated_words=text,
        language=text,
        subscription=Subscription(**FOLLOWED, tag=text, choice=make_choice({})),
    )
    message = composed(digest(hostile, change(2), due_at=NOW + timedelta(days=days), health=(blind(1),)))
    assert message["To"] == "ada@reader.example"
    assert message["Message-ID"] == "<0123456789abcdef@watch.example>"
    html = message.get_body(("html",)).get_content()
    assert html.count("<script") == 0
    assert "\x1b" not in html


def test_a_digest_is_the_same_each_time():
    """A repeat is the same message, byte for byte."""
    content = digest(change(1), change(2, DENIED), health=(blind(1),), same=3)
    first, second = (compose(content, sender="a@b.example", public_url="").as_bytes() for _ in range(2))
    assert first == second


def test_a_text_in_another_language_is_told_without_its_clauses():
    """Word by word all of it would be another; the line says what became of the page."""
    letter = write_digest(digest(change(1, language="fr", language_old="en"), change(2)))
    turned = next(one for one in letter.parts if one.line.change_id == 1)
    assert turned.sections == ()
    assert "now in French" in turned.line.gist
