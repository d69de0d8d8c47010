from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.notices.notice import MOST_ENTRIES, NO_DOMAIN, message_domain, write_letter
from monitor.core.notices.resending import Trouble, wait_after, wait_while_down
from monitor.core.notices.shorten import GAP, elide, fold_path, line, plain
from monitor.core.records import ChangeKind, Claim, ClauseKind, Reason, RedlineOp, Rule, Significance, SnapshotReason
from tests.core.helpers import in_words
from tests.mail.samples import added, clause, content_of, reworded

EQUAL, DELETE, INSERT = RedlineOp
REDLINES = st.lists(st.tuples(st.sampled_from(RedlineOp), st.text(max_size=400)), max_size=30).map(tuple)


def shown(letter):
    """All entries of a letter, in order."""
    return [entry for section in letter.sections for entry in section.entries]


def test_material_changes_come_first():
    """A reader sees what matters before what hardly does, each in the order of the document."""
    minor = reworded(significance=Significance.MINOR, reasons=in_words("first"))
    material = [reworded(reasons=in_words(f"{n}")) for n in range(3)]
    letter = write_letter(content_of(minor, *material))
    assert [entry.reasons[0] for entry in shown(letter)] == ["0", "1", "2", "first"]
    assert letter.summary == "3 material and 1 minor clause changes."


def test_cosmetic_changes_are_counted_not_shown():
    """What does not matter takes no room, yet is not hidden."""
    letter = write_letter(content_of(reworded(), reworded(significance=Significance.COSMETIC)))
    assert (len(shown(letter)), letter.cosmetic, letter.more) == (1, 1, 0)
    assert letter.summary == "1 material clause change."


def term(text, side="came", subject="recipient"):
    """Make the reason that a term came or went."""
    return Reason(rule=Rule.TERM, subject=subject, **{side: text})


@pytest.mark.parametrize(
    ("changes", "values", "subject"),
    [
        ((reworded(),), {}, "Acme privacy policy: period: 12 months -> 36 months (How long we keep data)"),
        (
            (reworded(), added("x"), added("y")),
            {},
            "Acme privacy policy: period: 12 months -> 36 months (How long we keep data); 2 more clause changes",
        ),
        (
            (reworded(), added("x", reasons=(term("sell your data", subject="sale of data"),))),
            {},
            "Acme privacy policy: sale of data: sell your data added (Who receives data); 1 more clause change",
        ),
        ((reworded(reasons=in_words("a", "b", "c")),), {}, "Acme privacy policy: a; b (How long we keep data)"),
        (
            (reworded(reasons=(term("a"), term("b"))),),
            {},
            "Acme privacy policy: recipient: a, b added (How long we keep data)",
        ),
        (
            (reworded(reasons=(term("b"), term("a", "went"))),),
            {},
            "Acme privacy policy: recipient: b added; recipient: a removed (How long we keep data)",
        ),
        (
            (reworded(reasons=(term("consent", subject="consent"),)),),
            {},
            "Acme privacy policy: consent added (How long we keep data)",
        ),
        (
            (reworded(reasons=(Reason(rule=Rule.WORDING),), significance=Significance.MINOR),),
            {},
            'Acme privacy policy: wording: "We keep server logs for 12 months." -> "We keep server logs for 36 months."',
        ),
        ((added("x"),), {}, "Acme privacy policy: clause added (Who receives data)"),
        (
            (added("x"), reworded(reasons=())),
            {},
            "Acme privacy policy: clause added (Who receives data); 1 more clause change",
        ),
        ((reworded(),), {"reason": SnapshotReason.REVERTED}, "Acme privacy policy: an earlier text returned"),
        ((reworded(),), {"claim": Claim.LANGUAGE}, "Acme privacy policy: the page is in another language now"),
        (
            (reworded(),),
            {"claim": Claim.RETURNED},
            "Acme privacy policy: period: 12 months -> 36 months (How long we keep data)",
        ),
        ((reworded(),), {"watch_name": ""}, "acme-privacy: period: 12 months -> 36 months (How long we keep data)"),
        (
            (reworded(),),
            {"watch_name": "A\r\nBcc: eve@evil.example"},
            "A Bcc: eve@evil.example: period: 12 months -> 36 months (How long we keep data)",
        ),
        (
            (reworded(reasons=in_words("http://bob:secret@acme.example came")),),
            {},
            "Acme privacy policy: http://acme.example came (How long we keep data)",
        ),
    ],
)
def test_the_subject_says_what_changed(changes, values, subject):
    """The gravest reason stands in the subject, on one line, with the number of further changes."""
    assert write_letter(content_of(*changes, **values)).subject == subject


def test_what_was_claimed_of_the_page_stands_before_the_counts():
    """A replacement is told as what it is, with the day it was first seen."""
    letter = write_letter(content_of(reworded(), claim=Claim.REPLACED))
    assert letter.summary == (
        "The policy was replaced: most of its text is another (1 material clause change). First seen on 1 March 2026."
    )
    assert (letter.new_text, len(letter.sections)) == ("The new text has 1 clause.", 1)


def test_a_rewrite_is_told_by_what_the_texts_say():
    """Its clauses are left to the page where there is one, and follow where there is none; the subject says the gravest."""
    texts = ((clause("We are glad."),), (clause("We may pass data to data brokers."),))
    content = content_of(*[reworded()] * 20, texts=texts)
    letter = write_letter(content, has_page=True)
    assert (
        letter.subject
        == "Acme privacy policy: 20 clause changes; who gets data: data brokers added (How long we keep data)"
    )
    assert (letter.sections, letter.more) == ((), 0)
    assert letter.overview == write_letter(content).overview
    assert len(shown(write_letter(content))) == 20
    assert write_letter(content_of(claim=Claim.REPLACED, texts=texts)).subject == (
        "Acme privacy policy: the policy was replaced; who gets data: data brokers added (How long we keep data)"
    )


def test_a_change_of_language_is_told_in_two_sentences():
    """A page in another language names both, is never silent, and shows no clause: all of it would be another."""
    turned = {"claim": Claim.LANGUAGE, "language": "fr", "language_old": "en", "silent": False, "clauses": 42}
    letter = write_letter(content_of(reworded(), reworded(), **turned))
    assert letter.subject == "Acme privacy policy: the page is now in French; before, it was in English"
    assert letter.summary == "The page is now in French; before, it was in English. First seen on 1 March 2026."
    assert letter.new_text.startswith("The new text has 42 clauses. Two languages")
    assert (letter.is_silent, letter.sections, letter.more, letter.cosmetic) == (False, (), 0, 0)
    assert letter.dating == "The page still says “Last updated 25 February 2024”."


def test_a_language_that_is_not_known_is_no_change_of_it():
    """Where one of the two languages is not known, the clauses are shown as ever."""
    letter = write_letter(content_of(reworded(), language="fr", language_old=""))
    assert (letter.new_text, len(letter.sections)) == ("", 1)


@settings(deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_a_subject_is_one_short_line(name, reason):
    """Whatever a page or a name holds, the subject is one line of at most 120 characters."""
    subject = write_letter(content_of(reworded(reasons=in_words(reason)), reworded(), watch_name=name)).subject
    assert len(subject) <= 120
    assert len(subject.splitlines()) == 1


@pytest.mark.parametrize(
    ("values", "dating", "is_silent"),
    [
        ({}, "Silent change: the page still says “Last updated 25 February 2024”.", True),
        ({"stated_words": ""}, "Silent change: the page still says 25 February 2024.", True),
        ({"stated_old": None, "stated_new": None}, "The page states no date of its own.", False),
        (
            {"stated_new": None, "silent": False},
            "The page states no date of its own (before, it said 25 February 2024).",
            False,
        ),
        (
            {"stated_new": "2026-03-09", "stated_words": "9 marzo 2026", "silent": False},
            "The page now says “9 marzo 2026” (9 March 2026); before, it said 25 February 2024.",
            False,
        ),
        (
            {"stated_new": "2026-03", "stated_words": "March 2026", "silent": False},
            "The page now says “March 2026”; before, it said 25 February 2024.",
            False,
        ),
    ],
)
def test_the_letter_says_what_the_page_claims(values, dating, is_silent):
    """A date that stood still is called a silent change; a page without a date is never called silent."""
    letter = write_letter(content_of(**values))
    assert letter.is_silent is is_silent
    assert letter.dating == dating


def test_changes_under_one_heading_share_it():
    """A heading is said once for the changes beneath it."""
    letter = write_letter(content_of(reworded(), reworded(), added("x")))
    assert [(s.where, len(s.entries)) for s in letter.sections] == [
        ("How long we keep data", 2),
        ("Who receives data", 1),
    ]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (reworded(), "Reworded"),
        (added("x"), "Added"),
        (added("x", kind=ChangeKind.REMOVED, old=(clause("x"),), new=(), redline=((DELETE, "x"),)), "Removed"),
        (reworded(kind=ChangeKind.MOVED, redline=((EQUAL, "same"),)), "Moved"),
        (reworded(kind=ChangeKind.MOVED), "Moved and reworded"),
        (reworded(kind=ChangeKind.SPLIT, new=(clause("a"), clause("b"))), "Split in several"),
        (reworded(kind=ChangeKind.MERGED, old=(clause("a"), clause("b"))), "Merged into one"),
        (reworded(new=(clause("Sharing", path=("A", "Sharing"), kind=ClauseKind.HEADING),)), "Heading reworded"),
        (added("x", new=(clause("x", path=("x",), kind=ClauseKind.HEADING),)), "Heading added"),
    ],
)
def test_each_kind_of_change_has_its_words(change, kind):
    """What happened to a clause is said in words."""
    assert shown(write_letter(content_of(change)))[0].kind == kind


def test_a_heading_stands_under_its_parents():
    """A changed heading is placed by the headings above it, not by itself."""
    change = added("Cookies", new=(clause("Cookies", path=("Web", "Cookies"), kind=ClauseKind.HEADING),))
    assert write_letter(content_of(change)).sections[0].where == "Web"


def test_a_flood_of_changes_is_cut_and_counted():
    """Of 2,000 changes the first are shown and the rest counted."""
    letter = write_letter(content_of(*[added(f"Clause {n}") for n in range(2000)]))
    assert len(shown(letter)) == MOST_ENTRIES
    assert letter.more == 2000 - MOST_ENTRIES


def test_huge_clauses_leave_room_for_few():
    """Long texts use up the room before the number of changes does, and one is always shown."""
    letter = write_letter(content_of(*[reworded(redline=((INSERT, "&" * 9000),) * 500) for _ in range(50)]))
    assert 1 <= len(shown(letter)) < MOST_ENTRIES
    assert letter.more == 50 - len(shown(letter))


def test_long_equal_text_is_elided():
    """Only the neighbourhood of an edit is shown."""
    words = " ".join(f"word{n}" for n in range(200))
    result = elide(
        ((EQUAL, words + " "), (DELETE, "12"), (INSERT, "36"), (EQUAL, f" {words} "), (INSERT, "new"), (EQUAL, words))
    )
    assert [op for op, _ in result] == [EQUAL, DELETE, INSERT, EQUAL, INSERT, EQUAL]
    start, _, _, middle, _, end = (text for _, text in result)
    assert start.startswith("[…] ")
    assert start.endswith("word199 ")
    assert middle.startswith(" word0 ")
    assert " […] " in middle
    assert middle.endswith("word199 ")
    assert end.startswith("word0 ")
    assert end.endswith(" […]")
    assert sum(map(len, (start, middle, end))) < 500


def test_a_short_redline_is_shown_whole():
    """Nothing is elided where there is room."""
    change = reworded()
    assert elide(change.redline) == change.redline


def test_an_unchanged_text_keeps_its_beginning():
    """A moved clause is recognised by how it begins."""
    assert elide(((EQUAL, "Your rights. " + "x " * 999),))[0][1].startswith("Your rights. x")


def test_a_clause_of_a_few_lines_is_shown_whole():
    """Nothing is left out of a clause that is no longer than the beginning of one without an edit would be."""
    words = ((EQUAL, f"We {'gladly ' * 20}keep it for "), (INSERT, "ten"), (EQUAL, f" years{' or so' * 20}."))
    assert elide(words) == words
    assert elide(((EQUAL, "very " * 100), *words[1:]))[0][1].startswith(GAP)


@settings(deadline=None)
@given(REDLINES)
def test_an_elided_redline_is_bounded_and_in_order(redline):
    """Eliding never makes an edit from equal text, never lengthens it beyond its gaps, and keeps the order of edits."""
    result = elide(redline, context=20, longest=50, most=10)
    edits = [op for op, _ in redline[:10] if op is not EQUAL]
    assert [op for op, _ in result if op is not EQUAL] == edits
    assert all(len(text) <= 60 for _, text in result if _ is not EQUAL)
    assert all("\n" not in text and "\x1b" not in text and "\u202e" not in text for _, text in result)


@settings(deadline=None)
@given(st.lists(st.text(max_size=300), max_size=12).map(tuple))
def test_a_place_is_one_short_line(path):
    """However deep the headings and however long, the place fits a line or two."""
    assert len(fold_path(path)) <= 4 * 73
    assert len(fold_path(path).splitlines()) <= 1


def test_deep_paths_keep_their_ends():
    """Of many levels the outermost and the two innermost tell where one is."""
    assert fold_path(("A", "B", "C", "D", "E")) == "A › … › D › E"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\r\n b\tc", "a b c"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("pay \u202e0001\u202c", "pay 0001"),
        ("see https://bob:pw@acme.example/x?y=@z now", "see https://acme.example/x?y=@z now"),
        ("http://token@acme.example", "http://acme.example"),
        ("write to ada@acme.example", "write to ada@acme.example"),
    ],
)
def test_text_from_outside_is_made_plain(text, safe):
    """No line breaks, controls, reordering marks or credentials survive."""
    assert plain(text) == safe


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(2, 80))
def test_a_line_keeps_its_limit(text, limit):
    """A cut line is never longer than asked for, and a short one is whole."""
    result = line(text, limit)
    assert len(result) <= limit
    assert result == plain(text) or result.endswith("…")


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://watch.example.org:8001/x", "watch.example.org"),
        ("https://büro.example", "xn--bro-hoa.example"),
        ("", NO_DOMAIN),
        ("http://[::1]:8001", NO_DOMAIN),
        ("http://[broken", NO_DOMAIN),
        ("https://a..b", NO_DOMAIN),
        ("https://x>\r\nBcc: y", NO_DOMAIN),
    ],
)
def test_message_ids_have_a_domain(url, domain):
    """The public address gives the domain; where it cannot, a reserved name does."""
    assert message_domain(url) == domain


def test_a_refusal_is_final_and_a_passing_failure_is_tried_for_days():
    """A 5yz reply ends it; a 4yz reply is tried again, ever later, for four to six days, then given up."""
    assert wait_after(Trouble.REFUSED, 1) is None
    waits = [wait_after(Trouble.PASSING, attempt) for attempt in range(1, 12)]
    assert waits == sorted(waits)
    assert timedelta(days=4) < sum(waits, timedelta()) < timedelta(days=6)
    assert wait_after(Trouble.PASSING, 12) is None
    assert wait_after(Trouble.BROKEN, 1) == timedelta(minutes=1)


@settings(deadline=None)
@given(st.timedeltas(timedelta(), timedelta(days=3650)))
def test_a_server_that_is_down_is_asked_again_within_the_hour(waited):
    """However long it lasts, the wait is from a minute to an hour, and it never ends."""
    assert timedelta(minutes=1) <= wait_while_down(waited) <= timedelta(hours=1)
