"""A list that becomes a sentence, or a sentence a list, is one change: nothing of it is told as gone."""

from __future__ import annotations

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.records import Block, BlockKind, ChangeKind, Significance
from tests.core.helpers import drawn, heading, item, paragraph, said

SHORT = (
    *("your name", "your postal address", "your e-mail address", "your telephone number", "your date of birth"),
    *("the goods you order", "how you pay", "the device you use", "your IP address", "your language"),
)
LONG = (
    "our bank, which books what you pay and sees nothing else;",
    "the carrier that brings your parcel to the door you name;",
    "the tax office, if it asks for the invoices of a year.",
)
LEADS = {SHORT: "When you order from us we collect", LONG: "We share data with"}
AFTER = [heading("Your rights"), paragraph("Ask us at any time what we know about you; we answer within a month.")]


def text(*blocks):
    """Return a text with blocks between others."""
    before = [
        heading("Policy", 1),
        heading("Your data"),
        paragraph("We run a small shop and keep our records in order."),
    ]
    return drawn(*before, *blocks, *AFTER)


def as_list(entries):
    """Return a lead-in and its list."""
    return text(paragraph(f"{LEADS[entries]}:"), *map(item, entries))


def nested(*entries):
    """Return items of a list, each with its level."""
    return [Block(kind=BlockKind.ITEM, text=entry, level=level, label="") for level, entry in entries]


def both_ways(old, new):
    """Return the changes from the old text to the new, and back."""
    return compare(old, new).changes, compare(new, old).changes


@pytest.mark.parametrize("entries", LEADS)
@pytest.mark.parametrize(
    "become",
    [
        lambda lead, entries: [paragraph(f"{lead}: {' '.join(entries)}")],
        lambda lead, entries: [paragraph(f"{lead}: {', '.join(entries)}.")],
        lambda lead, entries: [paragraph(f"{lead} {', '.join(entries)}.")],
        lambda lead, entries: [paragraph(f"{lead}:"), paragraph(", ".join(entries))],
        lambda lead, entries: [paragraph(f"{lead}: {entries[0]}"), *map(item, entries[1:])],
        lambda lead, entries: [item(f"{lead}: {entries[0]}"), *map(item, entries[1:])],
        lambda lead, entries: [paragraph(f"{lead}:"), item(f"{entries[0]} {entries[1]}"), *map(item, entries[2:])],
        lambda lead, entries: [paragraph(f"{lead}:"), *map(item, entries[:-2]), item(f"{entries[-2]} {entries[-1]}")],
    ],
)
def test_entries_run_together_say_the_same(entries, become):
    """Entries and their lead-in that run together, some of them or all, are one change of form, both ways."""
    for changes in both_ways(as_list(entries), text(*become(LEADS[entries], entries))):
        assert [(one.kind in {ChangeKind.MERGED, ChangeKind.SPLIT}, one.significance) for one in changes] == [
            (True, Significance.COSMETIC)
        ]


@pytest.mark.parametrize("entries", LEADS)
def test_a_list_put_as_a_sentence_is_one_change(entries):
    """With an "and" that came, the sentence says the same: one change, of form."""
    sentence = f"{LEADS[entries]} {', '.join(entries[:-1])} and {entries[-1]}"
    for changes in both_ways(as_list(entries), text(paragraph(sentence))):
        assert [said(one) for one in changes] == [("list set as a sentence",)]


def test_an_entry_that_goes_with_the_list_is_told():
    """Of a list that became a sentence without one of its entries, that entry alone is told."""
    sentence = f"{LEADS[SHORT]}: {', '.join([*SHORT[:4], *SHORT[5:]])}."
    went, came = both_ways(as_list(SHORT), text(paragraph(sentence)))
    for changes, reason in ((went, "kind of data: date of birth removed"), (came, "kind of data: date of birth added")):
        assert [said(one) for one in changes if one.significance.is_told] == [(reason,)]


def test_an_entry_that_comes_with_the_sentence_is_told():
    """Of a list that became a sentence with one entry more, that entry alone is told."""
    sentence = f"{LEADS[SHORT]}: {', '.join([*SHORT, 'your photo'])}."
    (change,) = compare(as_list(SHORT), text(paragraph(sentence))).changes
    assert said(change) == ("kind of data: photo added",)


def test_entries_lifted_a_level_are_no_change():
    """Entries of an inner list that stand in the outer one say the same."""
    old = nested((1, "data of your order"), (2, SHORT[0]), (2, SHORT[1]), (1, "data of your visit"), (2, SHORT[7]))
    new = nested(*((1, block.text) for block in old))
    lead = paragraph(f"{LEADS[SHORT]}:")
    assert compare(text(lead, *old), text(lead, *new)).changes == ()


def test_inner_lists_that_join_their_lead_in_say_the_same():
    """Inner lists that became part of the entries above them are changes of form."""
    old = nested(
        (1, "from your order:"),
        *((2, one) for one in SHORT[:5]),
        (1, "from your visit:"),
        *((2, one) for one in SHORT[5:]),
    )
    new = nested((1, f"from your order: {', '.join(SHORT[:5])}"), (1, f"from your visit: {', '.join(SHORT[5:])}"))
    for changes in both_ways(text(*old), text(*new)):
        assert {one.significance for one in changes} == {Significance.COSMETIC}


@pytest.mark.parametrize("made", [lambda name: heading(name, 3), paragraph])
def test_a_heading_that_joined_its_clause_says_the_same(made):
    """A heading, or a short line, that became the beginning of the clause below it is one change of form, both ways."""
    named = {
        "Account data": "the name, the e-mail address and the password that you choose for your account.",
        "Order data": "what you bought, when, at which price and where we sent it, for claims later.",
        "Visit data": "the pages you read, the device you use and roughly where you are, for statistics.",
    }
    apart = text(*(block for name, said_of in named.items() for block in (made(name), paragraph(said_of))))
    for changes in both_ways(apart, text(*(item(f"{name}: {said_of}") for name, said_of in named.items()))):
        assert [one.significance for one in changes] == [Significance.COSMETIC] * len(named)


@pytest.mark.parametrize("numbered", [(True, False), (False, True), (True, True)], ids=str)
def test_a_heading_that_joined_its_section_says_the_same(numbered):
    """Nor does it say more where its number came or went, or all paragraphs of the section joined it as well."""
    named = {
        "Retention": ("We keep invoices for ten years, as the law asks.", "All else is kept for one year at most."),
        "Sharing": ("Your address goes to the carrier of the parcel.", "Nobody else is told where you live."),
        "Children": ("The shop is not made for those under sixteen.", "What they send us is deleted on the day."),
    }
    is_counted, counts = numbered
    names = [f"{at}. {name}" if is_counted else name for at, name in enumerate(named, 1)]
    leads = [f"{at}. {name}" if counts else name for at, name in enumerate(named, 1)]
    apart = text(
        *(
            it
            for name, lines in zip(names, named.values(), strict=True)
            for it in (heading(name, 3), *map(paragraph, lines))
        )
    )
    for said_of in ([*named.values()], [(" ".join(lines),) for lines in named.values()]):
        joined = text(
            *(
                paragraph(f"{lead}. {lines[0]}" if not at else lines[at])
                for lead, lines in zip(leads, said_of, strict=True)
                for at in range(len(lines))
            )
        )
        for changes in both_ways(apart, joined):
            assert {one.significance for one in changes} == {Significance.COSMETIC}


def test_a_heading_that_joined_a_clause_that_changed_is_told_with_it():
    """Where the clause changed as well, that is told, and the heading is not said to be gone."""
    old = text(heading("Invoices", 3), paragraph("They are kept for five years, as the tax office wants to see them."))
    new = text(paragraph("Invoices: They are kept for nine years, as the tax office wants to see them."))
    for changes, reason in zip(
        both_ways(old, new), ("five years -> nine years", "nine years -> five years"), strict=True
    ):
        assert [said(one) for one in changes] == [(f"retention: {reason}",)]


@pytest.mark.parametrize("entries", LEADS)
def test_an_entry_that_moves_in_its_list_is_a_change_of_order(entries):
    """An entry, or the lead-in, that stands elsewhere in the list is told by none."""
    lead = paragraph(f"{LEADS[entries]}:")
    items = [*map(item, entries)]
    for moved in ([lead, items[-1], *items[:-1]], [*items, lead], [items[1], lead, items[0], *items[2:]]):
        for changes in both_ways(as_list(entries), text(*moved)):
            assert {one.significance for one in changes} == {Significance.COSMETIC}


def test_a_list_put_as_a_sentence_elsewhere_is_told_as_moved():
    """A list that became a sentence under another heading is told for its place, once."""
    sentence = paragraph(f"{LEADS[SHORT]}: {', '.join(SHORT)}.")
    for changes in both_ways(as_list(SHORT), drawn(*_without(SHORT), sentence)):
        assert [one.significance for one in changes] == [Significance.MINOR]
        assert "moved from under" in said(changes[0])[0]


def _without(entries):
    """Return the blocks of a text whose list is missing."""
    return [
        heading("Policy", 1),
        heading("Your data"),
        paragraph("We run a small shop and keep our records in order."),
        *AFTER,
    ]


@pytest.mark.parametrize(
    ("lead", "entries", "sentence"),
    [
        ("We share with:", ("banks", "our insurers", "couriers"), "We share with banks, our insurers and couriers."),
        ("We share with:", ("banks;", "insurers;", "couriers."), "We share with: banks, insurers, and couriers."),
        ("Wir geben weiter an:", ("die Bank", "die Post"), "Wir geben weiter an die Bank und die Post."),
        ("Nous avons :", ("les noms", "les lettres"), "Nous avons les noms et les lettres."),
        ("Abbiamo i dati di:", ("i clienti", "gli ospiti"), "Abbiamo i dati di i clienti e gli ospiti."),
        ("Los datos son:", ("el nombre", "la carta"), "Los datos son el nombre y la carta."),
        ("Os dados são:", ("o nome", "a carta"), "Os dados são o nome e a carta."),
        ("Wij hebben:", ("uw naam", "uw brief"), "Wij hebben uw naam en uw brief."),
        ("Máme vaše:", ("jméno", "dopisy"), "Máme vaše jméno a dopisy."),
        ("Mamy te dane:", ("imię", "listy"), "Mamy te dane: imię i listy."),
    ],
)
def test_a_list_that_became_a_sentence_gains_an_and(lead, entries, sentence):
    """The "and" before the last of what was a list is no other word, either way round; any other word is told."""
    listed, strung = drawn(paragraph(lead), *map(item, entries)), drawn(paragraph(sentence))
    for old, new in ((listed, strung), (strung, listed)):
        assert [said(one) for one in compare(old, new).changes] == [("list set as a sentence",)]
    more = drawn(paragraph(sentence.replace(".", " tax.")))
    assert compare(listed, more).significance.is_told
    first, last = entries[0].rstrip(";"), entries[-1].rstrip(".;")
    assert compare(listed, drawn(paragraph(sentence.replace(last, first)))).significance.is_told
