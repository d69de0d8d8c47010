"""Clauses that only changed their order are told where the order says something: rankings, steps, figures below names."""

from __future__ import annotations

from itertools import permutations

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.records import Block, BlockKind, ChangeKind, Significance
from tests.core.helpers import drawn, heading, item, paragraph, said

RANKED = ("Data protection law", "Your instructions to us", "Our own interests")


def _listed(lead, entries, title="What we go by", behind="We look at each of them with care."):
    items = (item(entry, f"{at}.") for at, entry in enumerate(entries, 1))
    return drawn(heading(title), paragraph(lead), *items, paragraph(behind))


@pytest.mark.parametrize(
    "words",
    [
        {"lead": "We go by these in order of priority:"},
        {"lead": "Order of precedence:"},
        {"lead": "We use:", "title": "Ranking"},
        {"lead": "We use:", "behind": "The earlier prevails."},
        {"lead": "Es gilt diese Rangfolge:"},
        {"lead": "In der Reihenfolge:"},
        {"lead": "Par ordre de priorité :"},
        {"lead": "In ordine di precedenza:"},
        {"lead": "Por orden de prelación:"},
        {"lead": "Por ordem de prioridade:"},
        {"lead": "In deze volgorde:"},
        {"lead": "V tomto pořadí:"},
        {"lead": "W tej kolejności:"},
        {"lead": "Nous demandons dans cet ordre :"},
        {"lead": "Chiediamo in quest’ordine:"},
        {"lead": "Nel seguente ordine:"},
        {"lead": "Preguntamos en este orden:"},
        {"lead": "Perguntamos por esta ordem:"},
    ],
    ids=lambda words: " ".join(words.values()),
)
def test_a_ranking_that_changes_its_order_is_told(words):
    """The order of a list counts where its lead-in, its heading or the sentence behind it says so, whatever the order."""
    lead, rest = words["lead"], {name: word for name, word in words.items() if name != "lead"}
    for entries in [*permutations(RANKED)][1:]:
        found = compare(_listed(lead, RANKED, **rest), _listed(lead, entries, **rest))
        assert found.significance is Significance.MINOR
        assert [reason.split(":")[0] for reason in said(found.changes[0])] == ["order"]


@pytest.mark.parametrize(
    "lead", ["We ask in this order:", "Wir fragen in dieser Reihenfolge:", "Ptáme se v tomto pořadí:"]
)
def test_a_ranking_may_have_its_numbers_in_its_text(lead):
    """Paragraphs that open with numbers are a list, and their order counts as that of any other."""
    one, other = (
        drawn(heading("Order"), paragraph(lead), *(paragraph(f"{at}. {entry}") for at, entry in enumerate(entries, 1)))
        for entries in (RANKED, RANKED[::-1])
    )
    assert compare(one, other).significance is Significance.MINOR


@pytest.mark.parametrize(
    "lead", ["We collect:", "We collect the following:", "Wir erheben folgende Daten:", "Données collectées :"]
)
def test_a_list_that_is_merely_shuffled_is_not_told(lead):
    """The order of any other list says nothing."""
    for entries in permutations(RANKED):
        assert not compare(_listed(lead, RANKED), _listed(lead, entries)).significance.is_told


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("First we ask for your consent.", "Then we share your letters."),
        ("Zuerst fragen wir Sie.", "Danach geben wir die Briefe weiter."),
        ("D’abord nous vous demandons.", "Ensuite nous partageons vos lettres."),
        ("Innanzitutto chiediamo.", "Poi condividiamo le lettere."),
        ("Primero le preguntamos.", "Después compartimos las cartas."),
        ("Primeiro perguntamos.", "Depois partilhamos as cartas."),
        ("Eerst vragen wij het u.", "Daarna delen wij de brieven."),
        ("Nejprve se vás zeptáme.", "Potom dopisy předáme."),
        ("Najpierw pytamy.", "Następnie przekazujemy listy."),
    ],
)
def test_steps_in_another_order_are_told(first, then):
    """Sentences that say what is done first and what then mean another thing in another order."""
    one, other = (drawn(heading("Steps"), *map(paragraph, order)) for order in ((first, then), (then, first)))
    assert compare(one, other).significance is Significance.MINOR
    assert compare(other, one).significance is Significance.MINOR


def _below(*pairs):
    return drawn(heading("How long"), *(paragraph(text) for pair in pairs for text in pair))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Invoices", "10 years"), ("Location data", "14 days")),
        (("Rechnungen", "zehn Jahre"), ("Protokolle", "14 Tage")),
        (("Fotky", "30 dní"), ("Faktury", "10 let")),
        (("This is shared:", "Your name and address."), ("This is never shared:", "Your letters.")),
        (("The following is shared.", "Your name."), ("The following is never shared.", "Your letters.")),
        (("Folgende Daten verkaufen wir.", "Ihr Name."), ("Folgende Daten nutzen wir.", "Ihre Briefe.")),
        (("Ada Hale", "She reads your letters on Mondays."), ("Bo Reeve", "He writes the bills and posts them.")),
    ],
)
def test_what_stands_below_another_line_is_told(first, second):
    """A figure, or what a sentence leads in, that stands below another one now is told; with its own one it may move."""
    (one, own), (two, other) = first, second
    assert compare(_below(first, second), _below((one, other), (two, own))).significance is Significance.MINOR
    assert not compare(_below(first, second), _below(second, first)).significance.is_told


def test_an_item_may_lead_in_others():
    """Items that went from below one item with a colon to below another are told; with their own it they may move."""
    share, never = ("We share:", "your name", "your town"), ("We never share:", "your letters", "your photos")
    before = drawn(heading("Sharing"), *map(item, (*share, *never)))
    after = drawn(heading("Sharing"), *map(item, (share[0], *never[1:], never[0], *share[1:])))
    assert compare(before, after).significance is Significance.MINOR
    moved = drawn(heading("Sharing"), *map(item, (*never, *share)))
    assert not compare(before, moved).significance.is_told


def test_the_number_of_an_entry_is_no_figure():
    """Entries of a list whose numbers are shown as text, as in a PDF, are read as those of a list that counts itself."""
    rights = ["see your data and have a copy", "correct it", "object", "complain to the authority"]
    lead = heading("Rights"), paragraph("You may:")
    listed = drawn(*lead, *(item(text, f"{at}.") for at, text in enumerate(rights, 1)))
    shown = drawn(*lead, *(paragraph(f"{at}. {text}") for at, text in enumerate(rights, 1)))
    assert not compare(listed, shown).significance.is_told


_MEMBERS, _GUESTS = ("Members", "name", "bank account"), ("Guests", "telephone number", "day of the visit")


def _nested(*groups, above="Whose data we have"):
    blocks = [
        Block(kind=BlockKind.ITEM, text=text, level=2 if at else 1, label="")
        for group in groups
        for at, text in enumerate(group)
    ]
    return drawn(
        heading(above), paragraph("We keep these records."), *blocks, paragraph("We look after them with care.")
    )


@pytest.mark.parametrize(
    "groups",
    [
        ((_MEMBERS[0], *_GUESTS[1:]), (_GUESTS[0], *_MEMBERS[1:])),
        ((_MEMBERS[0], *_MEMBERS[1:2], _GUESTS[1]), (_GUESTS[0], _MEMBERS[2], _GUESTS[2])),
        ((*_MEMBERS, _GUESTS[1]), (_GUESTS[0], *_GUESTS[2:])),
    ],
    ids=["all swap", "two swap", "one goes over"],
)
def test_an_entry_that_goes_to_another_item_of_the_list_around_it_is_told(groups):
    """An item is what it says of the item it stands in, whether that ends in a colon or not."""
    old = _nested(_MEMBERS, _GUESTS)
    for before, after in ((old, _nested(*groups)), (_nested(*groups), old)):
        moved = [change for change in compare(before, after).changes if change.significance is Significance.MINOR]
        assert moved
        assert {change.kind for change in moved} == {ChangeKind.MOVED}


@pytest.mark.parametrize(
    "groups",
    [
        (_GUESTS, _MEMBERS),
        ((*_MEMBERS[:1], *reversed(_MEMBERS[1:])), _GUESTS),
        (("Our members", *_MEMBERS[1:]), _GUESTS),
    ],
    ids=["items with their lists", "within one item", "the item is called otherwise"],
)
def test_an_entry_that_stays_with_its_item_is_not_told(groups):
    """Only the item around an entry says what it is of, not where that stands."""
    changes = compare(_nested(_MEMBERS, _GUESTS), _nested(*groups)).changes
    entries = {*_MEMBERS[1:], *_GUESTS[1:]}
    of_entries = [change for change in changes if any(clause.text in entries for clause in (*change.old, *change.new))]
    assert all(change.significance is Significance.COSMETIC for change in of_entries)


def test_a_list_of_which_one_text_does_not_say_how_deep_its_items_stand_is_the_same():
    """A file of plain text, or a version kept before that was noted, has all items at one level."""
    old = _nested(_MEMBERS, _GUESTS)
    flat = drawn(
        *(
            block._replace(level=1) if block.level == 2 and block.kind is BlockKind.ITEM else block
            for block in old.document.blocks
        )
    )
    assert compare(flat, old).significance is Significance.NONE
    assert compare(old, flat).significance is Significance.NONE
