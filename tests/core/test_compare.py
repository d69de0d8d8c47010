from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.comparison.compare import compare
from monitor.core.comparison.redline import replay
from monitor.core.records import Block, BlockKind, ChangeKind, ClauseKind, RedlineOp, Significance
from tests.core.helpers import drawn, heading, item, paragraph, said

POLICY = (
    heading("Policy", 1),
    heading("What we collect"),
    paragraph("When you order we collect your name, your address and what you bought."),
    item("your name and the address we deliver to"),
    item("the goods you ordered and their price"),
    heading("Storage"),
    paragraph("We keep invoices for five years because the tax office wants to see them."),
    paragraph("Letters are thrown away when they are answered."),
    heading("Recipients"),
    paragraph("The carrier gets your address, and nobody else gets anything from us."),
    paragraph("Our bank sees what you paid and when you paid it."),
    heading("Your rights"),
    paragraph("Ask us at any time what we know about you; we answer within a month."),
)


def _changes(old, new):
    return compare(drawn(*old), drawn(*new)).changes


def _with(place, *blocks, cut=1):
    return (*POLICY[:place], *blocks, *POLICY[place + cut :])


@pytest.mark.parametrize("place", [place for place, block in enumerate(POLICY) if block.kind is not BlockKind.HEADING])
def test_one_edited_clause_is_one_change_at_that_clause(place):
    """A reworded clause gives exactly one change, at its place."""
    (change,) = _changes(POLICY, _with(place, paragraph(f"{POLICY[place].text[:-1]} or elsewhere")))
    assert change.kind is ChangeKind.MODIFIED
    assert change.old[0].text == POLICY[place].text
    assert change.significance.is_told


@pytest.mark.parametrize("kind", ChangeKind)
@pytest.mark.parametrize("sides", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_only_what_came_has_nothing_before_and_only_what_went_nothing_after(kind, sides):
    """A change of a clause cannot be made without the clauses that its kind speaks of."""
    (change,) = _changes(POLICY, _with(2, paragraph(f"{POLICY[2].text[:-1]} or elsewhere")))
    old, new = (clauses[:count] for clauses, count in zip((change.old, change.new), sides, strict=True))
    if sides == {ChangeKind.ADDED: (0, 1), ChangeKind.REMOVED: (1, 0)}.get(kind, (1, 1)):
        assert replace(change, kind=kind, old=old, new=new).kind is kind
    else:
        with pytest.raises(ValueError, match=kind):
            replace(change, kind=kind, old=old, new=new)


@pytest.mark.parametrize("place", [place for place, block in enumerate(POLICY) if block.kind is not BlockKind.HEADING])
def test_a_clause_that_went_is_one_removal(place):
    """Removing any clause, also the only one of its heading, is one removal and no heading change; putting it back, one addition."""
    (gone,) = _changes(POLICY, _with(place))
    assert (gone.kind, gone.old[0].text, gone.new) == (ChangeKind.REMOVED, POLICY[place].text, ())
    assert gone.redline == ((RedlineOp.DELETE, POLICY[place].text),)
    (back,) = _changes(_with(place), POLICY)
    assert (back.kind, back.new[0].text, back.old) == (ChangeKind.ADDED, POLICY[place].text, ())


def test_a_new_section_is_its_clauses_and_one_heading():
    """A new heading with clauses gives each clause, which name it, and one heading change that is not told besides."""
    first, second, third = _changes(
        POLICY, _with(8, heading("Trees"), paragraph("We like trees."), paragraph("And moss too."), cut=0)
    )
    assert [change.kind for change in (first, second, third)] == [ChangeKind.ADDED] * 3
    assert first.new[0].kind is ClauseKind.HEADING
    assert [change.new[0].text for change in (second, third)] == ["We like trees.", "And moss too."]
    assert first.significance is Significance.COSMETIC
    assert second.significance.is_told
    assert third.significance.is_told


def test_a_heading_that_came_above_clauses_that_stayed_is_told():
    """What is told under it does not say what became of them."""
    new = (*POLICY[:9], heading("Trees"), *POLICY[9:12], paragraph("We like trees."), *POLICY[12:])
    told = [one for one in _changes(POLICY, new) if one.significance.is_told]
    assert "Trees" in {clause.text for one in told for clause in one.new if clause.kind is ClauseKind.HEADING}


@pytest.mark.parametrize(
    ("text", "is_told"),
    [("We sell your data to brokers", True), ("Kept for ten years", True), ("No sharing with advertisers", True),
     ("Where to look", False), ("How this is laid out", False)],
)  # fmt: skip
def test_a_heading_that_says_more_than_its_section_is_told(text, is_told):
    """What a heading states and no clause under it says is told with it, when the section comes and when it goes."""
    new = _with(8, heading(text), paragraph("Details are on the list at the counter."), cut=0)
    for old, now in ((POLICY, new), (new, POLICY)):
        told = {
            clause.text for one in _changes(old, now) if one.significance.is_told for clause in (*one.old, *one.new)
        }
        assert (text in told) is is_told
        assert "Details are on the list at the counter." in told


def test_a_section_that_went_is_reported_where_it_stood():
    """A removed section stands between what preceded and what followed it, its heading first."""
    new = (*POLICY[:5], *POLICY[8:12], paragraph("Ask us at any time what we know about you; we answer within a week."))
    kinds = [(change.kind, (change.new or change.old)[0].text[:7]) for change in _changes(POLICY, new)]
    assert kinds == [
        (ChangeKind.REMOVED, "Storage"),
        (ChangeKind.REMOVED, "We keep"),
        (ChangeKind.REMOVED, "Letters"),
        (ChangeKind.MODIFIED, "Ask us "),
    ]


def test_a_renamed_heading_is_reported_once():
    """A renamed heading is one change, not one for each clause under it."""
    (change,) = _changes(POLICY, _with(8, heading("Who receives data")))
    assert (change.kind, change.old[0].kind, change.new[0].text) == (
        ChangeKind.MODIFIED,
        ClauseKind.HEADING,
        "Who receives data",
    )
    assert said(change)[0] == 'heading renamed: "Recipients" -> "Who receives data"'


def test_sections_are_paired_by_what_they_speak_of():
    """A section that was rewritten, heading and all, is the one that alone speaks of the same, told as renamed."""
    old = (heading("How long we keep it"), paragraph("Orders for five years."), heading("Cookies"), paragraph("None."))
    new = (heading("Cookies"), paragraph("None."), heading("Retention"), paragraph("We erase mails in June."))
    (renamed,) = (one for one in _changes(old, new) if one.old and one.new and one.significance.is_told)
    assert said(renamed) == ('heading renamed: "How long we keep it" -> "Retention"',)
    twice = (*new, heading("Data retention"), paragraph("On disks."))
    assert not [one for one in _changes(old, twice) if one.old and one.new and one.significance.is_told]


def test_a_renumbered_outline_is_cosmetic():
    """Numbers of headings are cosmetic."""
    numbered = [
        heading(f"{n}. {block.text}") if block.kind is BlockKind.HEADING else block for n, block in enumerate(POLICY)
    ]
    changes = _changes(POLICY[1:], numbered[1:])
    assert len(changes) == 4
    assert {change.significance for change in changes} == {Significance.COSMETIC}


def test_a_section_that_moved_is_reported_once():
    """A section moved as a whole is one cosmetic move."""
    (change,) = _changes(POLICY, (*POLICY[:1], *POLICY[5:8], *POLICY[1:5], *POLICY[8:]))
    assert (change.kind, change.significance) == (ChangeKind.MOVED, Significance.COSMETIC)
    assert [clause.text for clause in change.old] == [block.text for block in POLICY[6:8]]


@pytest.mark.parametrize(("spelt", "told"), [("{}. {}", 1), ("[{}] {}", 1), ("{1}", 0)])
def test_a_section_that_passes_another_is_told_where_it_has_another_number(spelt, told):
    """Two numbered sections that changed places are one minor move, for others may cite them; without numbers none."""
    parts = ["Cookies", "Who we are", "Letters", "Cameras"]

    def written(order):
        numbered = enumerate(order, 1)
        return [
            b for n, one in numbered for b in (heading(spelt.format(n, one)), paragraph(f"{one} matter to us all."))
        ]

    for changes in (
        _changes(written(parts), written([parts[0], parts[2], parts[1], parts[3]])),
        _changes(written(parts), written([parts[3], *parts[:3]])),
    ):
        found = [one for one in changes if one.significance.is_told]
        assert [(one.kind, one.significance) for one in found] == [(ChangeKind.MOVED, Significance.MINOR)] * told


def test_a_clause_under_another_heading_is_told():
    """A clause that went from one heading to another is told: its meaning may have changed."""
    (change,) = _changes(POLICY, (*POLICY[:6], *POLICY[7:10], POLICY[6], *POLICY[10:]))
    assert (change.kind, change.significance) == (ChangeKind.MOVED, Significance.MINOR)
    assert said(change)[-1] == 'moved from under "Storage" to "Recipients"'


def test_a_clause_moved_and_reworded_is_one_change():
    """A move with a rewording says both."""
    text = POLICY[6].text.replace("five", "ten")
    changes = _changes(POLICY, (*POLICY[:6], POLICY[7], *POLICY[8:], heading("More"), paragraph(text)))
    (change,) = [change for change in changes if change.kind is ChangeKind.MOVED]
    assert len(changes) == 2
    assert said(change)[0] == "retention: five years -> ten years"


def test_a_split_and_its_merge_are_one_cosmetic_change():
    """A clause cut in two, and two joined, are one change each, cosmetic where no word changed."""
    text = POLICY[9].text
    first, _, second = text.partition(", ")
    two = _with(9, paragraph(first), paragraph(second))
    (split,) = _changes(POLICY, two)
    assert (split.kind, split.significance, len(split.new)) == (ChangeKind.SPLIT, Significance.COSMETIC, 2)
    (merge,) = _changes(two, POLICY)
    assert (merge.kind, merge.significance, len(merge.old)) == (ChangeKind.MERGED, Significance.COSMETIC, 2)


def test_a_split_with_a_change_is_told():
    """A clause cut in two with a word changed is one change that is told."""
    text = POLICY[9].text.replace("nobody else", "a broker also")
    first, _, second = text.partition(", ")
    (split,) = _changes(POLICY, _with(9, paragraph(first), paragraph(second)))
    assert split.kind is ChangeKind.SPLIT
    assert split.significance.is_told


def test_a_table_of_contents_is_cosmetic():
    """Lines that list the headings change cosmetically, and the heading they follow is reported once."""
    toc = [item(block.text) for block in POLICY if block.kind is BlockKind.HEADING]
    renamed = _with(8, heading("Who receives data"))
    new_toc = [item("Who receives data") if line.text == "Recipients" else line for line in toc]
    changes = _changes((*toc, *POLICY), (*new_toc, *renamed))
    renaming = 'heading renamed: "Recipients" -> "Who receives data"'
    assert [said(change)[0] for change in changes if change.significance.is_told] == [renaming]
    assert {said(change)[0] for change in changes} == {"table of contents", renaming}


def test_a_heading_set_as_text_is_cosmetic():
    """Words that are a heading in one text and a paragraph in the other changed in style only."""
    (change,) = _changes(POLICY, _with(8, paragraph("Recipients")))
    assert (change.significance, said(change)) == (Significance.COSMETIC, ("heading set as text",))
    (back,) = _changes(_with(8, paragraph("Recipients")), POLICY)
    assert (back.significance, said(back)) == (Significance.COSMETIC, ("text set as heading",))


def test_short_items_do_not_wander():
    """A short item that went from one list and one that came to another are a removal and an addition."""
    lists = (heading("We share"), item("Name"), item("Town"), heading("We never share"), item("Street"), item("Income"))
    moved = (heading("We share"), item("Name"), item("Town"), item("Income"), heading("We never share"), item("Street"))
    assert all(change.significance.is_told for change in _changes(lists, moved))
    assert _changes(lists, moved)


def test_the_comparison_knows_the_stated_dates():
    """Significance is the highest of the changes; a change of substance under an unmoved date is silent."""
    edited = _with(6, paragraph("We keep invoices for ten years because the tax office wants to see them."))
    silent = compare(drawn(*POLICY, stated="2024-05-01"), drawn(*edited, stated="2024-05-01"))
    dated = compare(drawn(*POLICY, stated="2024-05-01"), drawn(*edited, stated="2024-06-01"))
    assert (silent.significance, silent.silent, silent.changed) == (Significance.MATERIAL, True, True)
    assert (dated.silent, dated.stated_old, dated.stated_new) == (False, "2024-05-01", "2024-06-01")


def test_a_new_number_for_all_is_told_once_as_cosmetic():
    """Generated numbers alone are one cosmetic change; as the consequence of another change they are none."""
    old = [item("Names are kept.", "1."), item("Towns are kept.", "2."), item("Roads are kept.", "3.")]
    lettered = [item("Names are kept.", "a)"), item("Towns are kept.", "b)"), item("Roads are kept.", "c)")]
    (change,) = _changes(old, lettered)
    assert (change.significance, said(change)) == (Significance.COSMETIC, ('renumbering: 3 labels, "1." -> "a)"',))
    shifted = [
        item("Trees are loved.", "1."),
        item("Names are kept.", "2."),
        item("Towns are kept.", "3."),
        item("Roads are kept.", "4."),
    ]
    (added,) = _changes(old, shifted)
    assert added.kind is ChangeKind.ADDED


def test_a_term_renamed_throughout_is_one_change():
    """One name put in place of another in three clauses or more is one change that says how often."""
    old = [
        paragraph(f"Acme {verb} your letters and Acme answers them.") for verb in ("reads", "files", "burns", "loves")
    ]
    new = [paragraph(block.text.replace("Acme", "Bolt")) for block in old]
    (change,) = _changes(old, new)
    assert change.kind is ChangeKind.MODIFIED
    assert change.significance is Significance.MINOR
    assert said(change) == ('renamed throughout: "Acme" -> "Bolt", 8 times in 4 clauses',)
    assert len(change.old) == len(change.new) == 4


def test_a_heading_with_a_renamed_term_is_among_what_was_renamed():
    """The name in a heading, the title too, is told with those in the clauses, not beside them."""
    old = [
        heading("Policy of Acme", 1),
        *(paragraph(f"Acme {verb} your letters.") for verb in ("reads", "files", "loves")),
    ]
    new = [block._replace(text=block.text.replace("Acme", "Bolt")) for block in old]
    (change,) = _changes(old, new)
    assert said(change) == ('renamed throughout: "Acme" -> "Bolt", 4 times in 4 clauses',)


def test_an_entry_is_known_by_what_stands_before_its_colon():
    """A contact whose every word changed is one entry modified, not one removed and one added."""
    old = [heading("Contact"), paragraph("Address: 8 Mill Road, Leeds"), paragraph("Phone: 0113 496 0733")]
    new = [heading("Contact"), paragraph("Address: 21 Harbour Lane, Bristol"), paragraph("Phone: 0117 496 0018")]
    assert [change.kind for change in _changes(old, new)] == [ChangeKind.MODIFIED] * 2


def _hostile():
    one_word = [Block(kind=BlockKind.ITEM, text=f"word{number % 7000}") for number in range(20_000)]
    yield "one-word clauses", one_word, one_word[::-1]
    yield (
        "one huge clause and its pieces",
        [Block(kind=BlockKind.ROW, text="Keep it safe. " * 20_000)],
        [paragraph("Keep it safe.")] * 2_000,
    )
    yield "same clause", [paragraph("the same")] * 20_000, [paragraph("the same")] * 15_000
    yield (
        "headings alone",
        [heading(f"h{n}", 1 + n % 6) for n in range(5_000)],
        [heading(f"g{n}") for n in range(5_000)],
    )
    yield "one huge word", [paragraph("a" * 1_000_000)], [paragraph("a" * 999_999 + "b")]
    yield (
        "one huge clause",
        [Block(kind=BlockKind.ROW, text="x y " * 250_000)],
        [Block(kind=BlockKind.ROW, text="y z " * 250_000)],
    )
    yield "brackets", [paragraph("((((" * 50_000)], [paragraph("(1)(a)." * 30_000)]
    yield "digits", [paragraph("1" * 200_000)], [paragraph("1." * 100_000)]
    yield "links", [paragraph("a.b" * 60_000)], [paragraph("www." * 50_000 + "@" * 50_000)]
    yield "dates", [paragraph("1 may " * 40_000)], [paragraph("updated 1.1." * 20_000)]


@pytest.mark.drill
@pytest.mark.parametrize(("old", "new"), [pytest.param(old, new, id=name) for name, old, new in _hostile()])
def test_hostile_texts_are_compared_in_bounded_time(old, new):
    """No text makes the comparison raise or run away (the suite's time limit is the bound)."""
    assert compare(drawn(*old), drawn(*new)).changes


def test_numbers_that_come_with_a_split_do_not_count():
    """A sentence set as a numbered list, its numbers printed in the text before or only after, is one cosmetic change."""
    sentence = paragraph("We delete: (a) letters when answered; (b) invoices when the tax office agrees; (c) all else.")
    listed = [
        item("We delete: (a) letters when answered"),
        item("(b) invoices when the tax office agrees"),
        item("(c) all else."),
    ]
    (change,) = _changes([sentence], listed)
    assert (change.kind, change.significance) == (ChangeKind.SPLIT, Significance.COSMETIC)
    plain = paragraph("Letters go when they are answered. Invoices go when the tax office agrees.")
    (change,) = _changes(
        [plain], [item("4.1 Letters go when they are answered."), item("4.2 Invoices go when the tax office agrees.")]
    )
    assert (change.kind, change.significance) == (ChangeKind.SPLIT, Significance.COSMETIC)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Acme United Kingdom Terms of Use", "Terms of Use", False),
        ("Privacy Notice", "Acme Privacy Notice", False),
        ("Privacy Notice", "Terms of Use", True),
        ("Privacy Notice", "Privacy Notice for Children under 13", True),
    ],
)
def test_a_title_that_gains_or_loses_a_name_is_form(old: str, new: str, *, told: bool) -> None:
    """The first heading may gain or lose words of no weight; words that matter, or other words, are told."""
    rest = [heading("Data"), paragraph("We collect your name and keep it for two years.")]
    comparison = compare(drawn(heading(old, 1), *rest), drawn(heading(new, 1), *rest))
    assert comparison.changed is told
    assert comparison.changes


def test_another_label_of_the_same_date_line_is_form() -> None:
    """A line that states a date may call it otherwise."""
    rest = paragraph("We collect your name and keep it for two years.")
    before, after = paragraph("Effective Date: July 14, 2025"), paragraph("Last updated: JUL 14, 2025")
    assert not compare(drawn(before, rest), drawn(after, rest)).changed


def test_neighbours_half_reworded_are_modified() -> None:
    """Two clauses side by side of which two words in five are left are told as reworded, not as removed and added."""
    first, last = "This club rents boats to its members on the lake.", "Nobody may smoke in the boat house."
    old = [
        "We keep the minutes of meetings, the lists of members and the keys of the boat house for the auditors of the club.",
        "A guard at the gate writes down each car, its driver and the hour, and hands the book over at night.",
    ]
    new = [
        "The board keeps minutes of meetings, letters from the town and lists of members in a cupboard by the stairs.",
        "A guard at the gate notes each car and its hour in a file, which he sends over every week.",
    ]
    texts = (drawn(*map(paragraph, [first, *lines, last])) for lines in (old, new))
    changes = compare(*texts).changes
    assert [(change.kind, change.old[0].text, change.new[0].text) for change in changes] == [
        ("modified", *pair) for pair in zip(old, new, strict=True)
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_a_mass_of_clauses_cut_in_two_is_that_and_nothing_else(turned: bool) -> None:  # noqa: FBT001
    """Of more than a thousand clauses each cut in two none came or went, and the redlines still replay."""
    halves = [
        [f"{letters[0]}{n} {letters[1]}{n} {letters[2]}{n} {letters}" for letters in ("abc", "xyz")]
        for n in range(1_100)
    ]
    whole = drawn(*(paragraph(f"{one} {other}.") for one, other in halves))
    cut = drawn(*(paragraph(f"{half}.") for both in halves for half in both))
    old, new = (cut, whole) if turned else (whole, cut)
    changes = compare(old, new).changes
    one_by_one, together = (ChangeKind.MERGED if turned else ChangeKind.SPLIT), ChangeKind.MODIFIED
    assert {change.kind for change in changes} == {one_by_one, together}
    assert sum(len(change.old) for change in changes) == len(old.clauses)
    assert sum(len(change.new) for change in changes) == len(new.clauses)
    for change in changes:
        assert replay("\n".join(clause.text for clause in change.old), change.redline) == "\n".join(
            clause.text for clause in change.new
        )


def test_a_list_of_headings_is_known_by_its_words_without_numbers() -> None:
    """A table of contents is one though its entries have numbers and rows of dots that the headings lack."""
    titles = ["Your data", "Your rights", "Our partners", "Contact"]
    body = [
        block for title in titles for block in (heading(title), paragraph(f"All about {title.lower()} stands here."))
    ]
    listed = [paragraph(f"{number}. {title} {'.' * 60}") for number, title in enumerate(titles, 1)]
    found = compare(drawn(*body), drawn(*listed, *body))
    assert found.significance is Significance.COSMETIC
    assert {said(change) for change in found.changes} == {("table of contents",)}


@pytest.mark.parametrize("title", ["Policy of the bakery", "Bakery policy"])
def test_a_heading_that_says_the_title_again_is_a_matter_of_form(title):
    """A second title at the top that comes or goes, with more words or fewer, is not told; a new section's heading is."""
    titled = (heading("Policy of bakery", 1), *POLICY[1:])
    again = (titled[0], heading(title), *titled[1:])
    for old, new in ((titled, again), (again, titled)):
        assert not any(change.significance.is_told for change in _changes(old, new))
    assert any(change.significance.is_told for change in _changes(titled, (titled[0], heading("Cameras"), *titled[1:])))


def test_a_heading_at_the_top_that_says_the_title_of_the_page_is_a_matter_of_form():
    """Where the text had no title of its own, one that says that of its page is not told; another one is."""
    plain = drawn(*POLICY[1:])
    page = replace(plain, document=replace(plain.document, title="Bakery - Policy of Larkfield"))
    titled, another = (
        drawn(heading(text, 1), *POLICY[1:]) for text in ("Policy of Larkfield", "How we sell what you tell us")
    )
    assert not compare(page, titled).significance.is_told
    assert not compare(titled, page).significance.is_told
    assert compare(page, another).significance.is_told


SECTIONS = [
    [heading("With your consent"), paragraph("We ask you first.")],
    [heading("Maps", 3), paragraph("Our map service receives where you are.")],
    [heading("Partners", 3), paragraph("Our partners receive the pages that you read."), paragraph("So it is in May.")],
    [heading("In any case"), paragraph("The law asks for some of it.")],
    [heading("Carriers", 3), paragraph("Our carrier receives your address.")],
]


def _of_sections(*order: int, title: str = "Sharing"):
    return drawn(heading(title, 1), *(block for place in order for block in SECTIONS[place]))


def test_a_section_that_goes_under_another_heading_is_told() -> None:
    """What stands under "with your consent" means something else under "in any case", also below its own heading."""
    changes = compare(_of_sections(0, 1, 2, 3, 4), _of_sections(0, 1, 3, 4, 2)).changes
    (told,) = [change for change in changes if change.significance.is_told]
    assert said(told) == ('moved from under "With your consent" to "In any case"',)
    assert [clause.text for clause in told.old] == [block.text for block in SECTIONS[2][1:]]


def test_a_section_that_stays_under_its_heading_is_not_told() -> None:
    """Sections that change places below one heading mean what they meant."""
    assert not compare(_of_sections(0, 1, 2, 3, 4), _of_sections(0, 2, 1, 3, 4)).changed


def test_a_heading_that_is_nested_otherwise_moves_no_section() -> None:
    """Where a heading is set one level higher, the sections behind it stand below it, and where they stood."""
    raised = [heading("Maps"), *SECTIONS[1][1:]]
    old, new = _of_sections(0, 1, 2), drawn(heading("Sharing", 1), *SECTIONS[0], *raised, *SECTIONS[2])
    assert not compare(old, new).changed
