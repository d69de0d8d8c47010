"""Markup and wrongly decoded letters that a page shows, and words that went over to the next clause."""

from __future__ import annotations

import pytest

from benchmarks.shapes.doubling import MOST, growth
from benchmarks.shapes.work import Shape
from monitor.core.comparison.compare import compare
from monitor.core.records import BlockKind, Significance
from monitor.core.records.texts import Block
from monitor.core.significance.raw_markup import with_markup_read
from tests.core.helpers import drawn, heading, paragraph, worded_arrival, worded_rewording

PLAIN = {
    "fr": "Vos données, l’été, où ça nous plaît : à 5 € près, « œuvre ».",
    "de": "Größere Änderungen für Bürgerinnen – ß inbegriffen.",
    "es": "¿Qué datos? ¡Ningún niño, señor!",
    "cs": "Žluťoučký kůň příliš úpěl ďábelské ódy.",
    "pl": "Łódź: zażółć gęślą jaźń.",
    "ru": "Мы храним данные в Европе.",
    "zh": "我们保护您的个人数据。",
}


def wrongly_decoded(text: str) -> str:
    """Return what a browser makes of UTF-8 that it takes for Windows-1252; bytes without a sign become controls."""
    return "".join(byte.to_bytes().decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("plain", PLAIN.values(), ids=PLAIN)
def test_letters_that_were_decoded_wrongly_are_no_other_words(plain: str) -> None:
    """A text that was read in the wrong encoding says the same, either way round, and what was edited in it is told."""
    mangled = wrongly_decoded(plain)
    assert mangled != plain
    assert with_markup_read(plain) == plain
    assert worded_rewording(plain, mangled)[0] is Significance.COSMETIC
    assert worded_rewording(mangled, plain)[0] is Significance.COSMETIC
    assert worded_rewording(f"{plain} 5 days.", f"{mangled} 9 days.")[1] == ("period: 5 days -> 9 days",)


@pytest.mark.parametrize(
    ("plain", "raw"),
    [
        ("Orders & returns go to us.", "Orders &amp; returns go to us."),
        ("It’s yours.", "It&rsquo;s yours."),
        ("Kept for 5 days.", "Kept for&nbsp;5&nbsp;days."),
        ("We do not sell it.", "We do <strong>not</strong> sell it."),
        ("First. Second.", "First.<br />Second."),
        ("See our terms.", 'See <a href="/terms" class="link">our terms</a>.'),
        ("See our terms first.", "See [our terms][terms-of-use] first."),
        ("See our terms first.", "See _our terms_ first."),
        ("See our terms first.", "See [our terms][2] first."),
        ("See our terms first.", "See [our terms](/terms) first."),
        ("3. Your rights", "## 3. Your rights"),
        ("We keep all of it.", "> We keep __all__ of `it`."),
        ("Larkfield, Hull", "![Mark](/mark.png) Larkfield, **Hull**"),
        ("We keep it_all. [none]", "We keep it\\_all\\. \\[none\\]"),
    ],
)
def test_markup_that_is_shown_is_no_word(plain: str, raw: str) -> None:
    """A page that shows entities, tags or the marks of Markdown says what it said, either way round."""
    assert worded_rewording(plain, raw)[0] is Significance.COSMETIC
    assert worded_rewording(raw, plain)[0] is Significance.COSMETIC


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We sell it.", "We do <b>not</b> sell it."),
        ("Kept < 5 days.", "Kept > 5 days."),
        ("> 18 years", "18 years"),
        ("We keep it for a year [1][2].", "We keep it for a year [1]."),
        ("We keep [1] for a year.", "We keep [2] for a year."),
        ("See [our notice](/notice) here.", "See our terms here."),
        ("We share **no** data.", "We share data."),
        ("See [4][5] of it.", "See [4] of it."),
        ("Not by consent.[e][f]", "Not by consent.[e][g]"),
        ("Cookies: _gac_<property>", "Cookies: _gac_<account>"),
        ("Sent to A&B Ltd.", "Sent to A&C Ltd."),
        ("See [our terms][terms-of-use].", "See [our fees][terms-of-use]."),
        ("Nous gardons vos données.", "Nous vendons vos donnÃ©es."),
    ],
)
def test_another_word_within_markup_is_told(old: str, new: str) -> None:
    """What stands within the marks is read as ever, and signs that mean something are no marks."""
    assert worded_rewording(old, new)[0].is_told
    assert worded_rewording(new, old)[0].is_told


def test_where_links_lead_is_no_clause() -> None:
    """A line that says where links of Markdown lead comes and goes as form; one that says more is told."""
    for added in (True, False):
        assert worded_arrival("[your-content]: /policies/terms#your-content", added=added)[0] is Significance.COSMETIC
        assert worded_arrival("[1]: https://mill.example/terms", added=added)[0] is Significance.COSMETIC
        assert worded_arrival("[Note]: we sell it to advertisers.", added=added)[0].is_told
        assert worded_arrival("[A]: /terms apply to advertisers.", added=added)[0].is_told


HOME = "The mill is run by the Weir Society"
LINES = [f"{HOME}. Its miller is", "Ann Grist. Write to her at the weir."]
SHIFTED = [f"{HOME}.", "Its miller is Ann Grist. Write to her at the weir."]


def test_words_that_went_over_to_the_next_clause_are_a_change_of_form() -> None:
    """Two neighbours with the same words in the same order, parted elsewhere, are one change that nobody is told."""
    texts = [drawn(heading("Who we are"), *map(paragraph, lines), paragraph("Ask us.")) for lines in (LINES, SHIFTED)]
    for old, new in (texts, texts[::-1]):
        comparison = compare(old, new)
        assert (len(comparison.changes), comparison.changed) == (1, False)


@pytest.mark.parametrize(
    "lines",
    [
        [f"{HOME}.", "Its miller is Ann Bran. Write to her at the weir."],
        [f"{HOME}. Ann Grist. Write to her at the weir.", "Its miller is"],
    ],
    ids=["another word", "another order"],
)
def test_words_that_went_over_and_changed_are_told(lines: list[str]) -> None:
    """Where the words of both together are not the same, or stand in another order, the edit is told."""
    old, new = (drawn(heading("Who we are"), *map(paragraph, each), paragraph("Ask us.")) for each in (LINES, lines))
    assert compare(old, new).changed
    assert compare(new, old).changed


def test_words_that_went_to_another_row_or_section_are_told() -> None:
    """In a table, and under another heading, the place of words is part of what they say."""

    def row(text: str) -> Block:
        return Block(kind=BlockKind.ROW, text=text)

    rows = [
        ["Names | shared with the bank", "Cards | never stored"],
        ["Names | shared with the bank Cards", "| never stored"],
    ]
    old, new = (drawn(heading("Data"), *map(row, each)) for each in rows)
    assert compare(old, new).changed
    parted = [drawn(heading("A"), paragraph(a), heading("B"), paragraph(b)) for a, b in (LINES, SHIFTED)]
    assert compare(*parted).changed


@pytest.mark.drill
@pytest.mark.parametrize(
    "filling", ["<b", "&amp;", "][a", "_a", "Ã©", "Ã ", "</p>", "[a]: /", "&#", "_ ", "![", "\\", "\n#", "\n> "]
)
def test_reading_markup_is_linear(filling: str) -> None:
    """A text of twice the length takes about twice the time to read, whatever it is full of."""

    def made(size: int):
        filled = filling * (size // len(filling))
        return lambda: with_markup_read(filled)

    assert growth(Shape(name=filling, made=made, small=100_000, large=200_000)) <= MOST
