"""Reasons that are cut to the room of a line: subjects of mails, lists of changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.comparison.compare import compare
from monitor.core.notices.gist import LONGEST_TITLE, Gist, facts_of, gist_of, title_words
from monitor.core.notices.reason_line import around, closed, reason_line
from monitor.core.records import Reason, Rule, SnapshotReason, reason_words
from monitor.core.records.catalogues import LOCALES
from monitor.wording import catalogue_of
from tests.core.helpers import drawn, paragraph, reasons

_TWO_SIDED = [rule for rule in Rule if reason_words(Reason(rule=rule, went="\x00", came="\x01")).count("\x00") == 1]
_QUOTES = {"en": '""', "it": "«»", "cs": "„“", "de": "„“", "fr": "«»", "es": "«»"}
_NO_QUOTES = str.maketrans("", "", '"«»„“')
# Words without spaces between them in the second, from right to left in the third.
_SCRIPTS = [
    (" ", "the data of our customers and visitors stay with all partners for their own purposes", "never", "always"),
    ("", "我 们 向 合 作 伙 伴 提 供 您 的 个 人 信 息 并 保 存 很 长 时 间", "从不", "总是"),
    (" ", "أننا نشارك بيانات المستخدمين مع الشركاء لأغراض التسويق والتحليل في بلدان أخرى", "أبدا", "دائما"),
]


@st.composite
def _exchanges(draw_from: st.DrawFn) -> tuple[Reason, str, str]:
    """Return a reason with two long sides that differ in a word, and the two words."""
    gap, text, gone, fresh = draw_from(st.sampled_from(_SCRIPTS))
    some = st.lists(st.sampled_from(text.split()), max_size=60).map(gap.join)
    before, after = draw_from(some), draw_from(some)
    cuts = draw_from(st.booleans())
    went, came = (f"{'… ' * cuts}{before}{gap}{word}{gap}{after}{' …' * cuts}" for word in (gone, fresh))
    subject = draw_from(st.sampled_from(["", "retention", "notice of termination"]))
    return Reason(rule=draw_from(st.sampled_from(_TWO_SIDED)), subject=subject, went=went, came=came), gone, fresh


@settings(deadline=None)
@given(
    _exchanges(), st.text(max_size=200), st.text(max_size=200), st.integers(0, 10**6), st.sampled_from(sorted(LOCALES))
)
def test_a_subject_shows_what_went_and_what_came(exchange, name, section, more, language):
    """However long sides, name and section are, in every language both keep the word that differs, between quotes."""
    reason, gone, fresh = exchange
    catalogue = catalogue_of(language)
    bare = Gist(what=reason, section=section.translate(_NO_QUOTES), more=more)
    news = title_words("", bare, catalogue=catalogue)
    title = title_words(name, Gist(what=reason, section=section, more=more), catalogue=catalogue)
    assert len(title) <= LONGEST_TITLE
    assert gone in title
    assert fresh in title
    quotes = "".join(mark for mark in news if mark in _QUOTES[language])
    assert quotes == _QUOTES[language] * (len(quotes) // 2)
    assert _QUOTES[language] not in "".join(news.split())


@settings(deadline=None)
@given(reasons, st.integers(40, 200), st.sampled_from(sorted(LOCALES)))
def test_any_reason_fits_its_room(reason, longest, language):
    """Whatever a page holds, a reason is one line of at most so many characters, in every language."""
    line = reason_line(reason, longest, catalogue_of(language))
    assert len(line) <= longest
    assert len(line.splitlines()) <= 1


@given(st.text(), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 9)), max_size=3), st.integers(6, 60))
def test_a_part_of_a_line_is_no_longer_than_its_room(text, places, longest):
    """Any place of any line, beyond its end too, has a part around it that fits."""
    line = " ".join(text.split())
    assert len(around(line, [range(start, start + length) for start, length in places], longest)) <= longest


_LONG = "… how and why we {} sell your personal data or send your searches to other companies for money …"


@pytest.mark.parametrize(
    ("went", "came", "words"),
    [
        (
            _LONG.format("do not"),
            _LONG.format("may"),
            'Perplex: denial: "… and why we do not sell your …" -> "… why we may sell your personal …" (Privacy Notice…); 1 more',
        ),
        (
            _LONG.format("never"),
            "It is all sold.",
            'Perplex: denial: "… and why we never sell your personal data or send …" -> "It is all sold." (Privacy Notice…); 1 more',
        ),
        (
            _LONG.format("do not"),
            None,
            'Perplex: denial: "… and why we do not sell your personal data or send your …" removed (Privacy Notice Updated); 1 more',
        ),
    ],
)
def test_a_denial_is_cut_around_what_denies(went, came, words):
    """Two sides share the room, a short one leaves the other more, and a section has what is left."""
    reason = Reason(rule=Rule.NEGATION, went=went, came=came)
    assert title_words("Perplex", Gist(what=reason, section="Privacy Notice Updated", more=1)) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Perplex: Verneinung: „… why we never sell your …“ -> „… and why we may sell your …“; 1 weitere"),
        ("fr", "Perplex : négation : « … why we never sell your … » -> « … why we may sell your … » ; 1 autre"),
    ],
)
def test_a_denial_is_cut_alike_in_other_languages(language, words):
    """The words around what a page says leave its words what room they can, between the quotes of the language."""
    reason = Reason(rule=Rule.NEGATION, went=_LONG.format("never"), came=_LONG.format("may"))
    title = title_words("Perplex", Gist(what=reason, more=1), 96, catalogue_of(language))
    assert " ".join(title.split()) == words


def test_a_word_that_is_too_long_is_cut_where_it_differs():
    """Of two long addresses that differ near their ends, the ends are shown."""
    went, came = (f"https://files.example/{'abcdefgh/' * 20}{name}" for name in ("old.pdf", "new.pdf"))
    line = reason_line(Reason(rule=Rule.EDIT, subject="contact", went=went, came=came), 80)
    assert line == 'contact: "…efgh/abcdefgh/abcdefgh/old.pdf" -> "…efgh/abcdefgh/abcdefgh/new.pdf"'


def test_a_quote_that_is_cut_is_closed():
    """Words that are no reasons have their quotes closed too, and those that fit are as they were."""
    assert closed("not done: “we never sell it” added", 24) == "not done: “we never…”"
    assert closed('added: "we sell" and "more', 80) == 'added: "we sell" and "more'
    assert closed("ajout : « we never sell it » (Sales)", 24, catalogue_of("fr")) == "ajout : « we never… »"
    assert closed("neu: „we never sell it“ (Sales)", 18, catalogue_of("de")) == "neu: „we never…“"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Trees grow in our park.", "Trees grow in a park.", '"Trees grow in our park." -> "Trees grow in a park."'),
        (
            "Trees grow in a park.",
            "Trees grow in a big park.",
            '"Trees grow in a park." -> "Trees grow in a big park."',
        ),
        ("Trees grow here.", "Trees grow here, as in other quiet towns.", '"as in other quiet towns" added'),
    ],
)
def test_a_rewording_is_shown_with_the_words_around_it(old, new, words):
    """One word for another says nothing alone; some words that came say enough."""
    changes = compare(drawn(paragraph(old)), drawn(paragraph(new))).changes
    facts = facts_of(changes, claim=None, reason=SnapshotReason.CHANGED, language_old="en", language="en")
    assert title_words("", gist_of(facts)) == f": wording: {words}"
