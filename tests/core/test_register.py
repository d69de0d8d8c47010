"""The register: which facts a policy is read to have, and what became of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clauses import policy_text
from monitor.core.records import Block, BlockKind, Document
from monitor.core.register.changes import changes_of
from monitor.core.register.facts import FIELDS, FactKind
from monitor.core.register.register import facts_of

PARAGRAPH, ITEM, ROW = BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW


def _read(*blocks, heading="", language="en"):
    headed = [Block(BlockKind.HEADING, heading, 2)] if heading else []
    made = [block if isinstance(block, tuple) else (PARAGRAPH, block) for block in blocks]
    document = Document(
        title="",
        language=language,
        stated_date=None,
        extractor="test",
        blocks=(*headed, *(Block(kind, text) for kind, text in made)),
    )
    return policy_text(document)


def _facts(*blocks, **said):
    found = facts_of(_read(*blocks, **said))
    return [(fact.kind.value, *(field.text for field in fact.fields)) for fact in found]


def _changes(old, new):
    found = changes_of(facts_of(old), facts_of(new))
    return [
        tuple(side and tuple(field.text for field in side.fields) for side in (change.went, change.came))
        for change in found
    ]


def test_each_line_of_a_cell_names_a_processor() -> None:
    """Where the cell of names has several lines, each is a processor, with the lines beside it that are as many."""
    row = "Processor: Gull Ltd; Harrow Inc | Purpose: Hosting; Profiling | Country: Spain"
    assert _facts((ROW, row), heading="Sub-processors") == [
        ("processor", "Gull Ltd", "Hosting", "Spain"),
        ("processor", "Harrow Inc", "Profiling", "Spain"),
    ]
    named = "Processor: Gull Ltd; who hosts us | Purpose: Hosting; Profiling | Country: Spain"
    assert _facts((ROW, named), heading="Sub-processors") == [("processor", "Gull Ltd", "Hosting; Profiling", "Spain")]


def test_a_fact_knows_its_clause() -> None:
    """Each fact names the clause that says it, and has all fields of its kind in their order."""
    read = _read("We bake bread.", "We keep invoices for ten years.", "Write to dpo@bakery.example.")
    facts = facts_of(read)
    assert [fact.position for fact in facts] == [1, 2]
    assert all(tuple(field.name for field in fact.fields) == FIELDS[fact.kind] for fact in facts)


def test_a_fact_that_is_said_twice_is_one() -> None:
    """What several clauses say alike is told once, where it is said first."""
    facts = facts_of(_read("We keep invoices for one year.", "We bake.", "Invoices are kept for 12 months."))
    assert [(fact.position, fact.fields[1].text) for fact in facts] == [(0, "one year")]


def test_an_address_that_is_somebodys_is_no_other() -> None:
    """An address whose owner one clause names is not told again where another clause names none."""
    said = ("Questions? Write to ask@bakery.example.", "Our data protection officer: ask@bakery.example.")
    assert _facts(*said) == [("contact", "data protection officer", "ask@bakery.example")]


def test_who_answers_for_the_data_is_no_processor() -> None:
    """The company that a policy names as the controller processes nothing for others, wherever else it is named."""
    said = ("The controller is Rye Bakery Ltd.", "Rye Bakery Ltd shares orders with our courier Swift Parcels Ltd.")
    assert [fact[1] for fact in _facts(*said)] == ["Swift Parcels Ltd"]


def test_a_list_of_links_names_no_processors() -> None:
    """Entries with an address, or that name what policies speak of, are no names of companies."""
    said = [(ITEM, "Opt-out: see the settings"), (ITEM, "Harbour: https://maps.example"), (ITEM, "Wharf – maps")]
    assert _facts(*said, heading="Our processors") == [("processor", "Wharf", "maps", "")]


def test_a_sentence_leads_in_the_list_below_it() -> None:
    """A sentence that ends in a colon says of the entries below it what they are, and of none after another one."""
    led = ("We use these processors:", (ITEM, "Wharf – maps – Ireland"), "We bake:", (ITEM, "Rolls – daily"))
    assert _facts(*led) == [("processor", "Wharf", "maps", "Ireland")]


def test_what_is_denied_is_no_transfer() -> None:
    """A country to which no data go is none to which they go."""
    assert _facts("We do not transfer data to India, a third country.") == []


def test_rights_and_withdrawals_are_no_legal_basis() -> None:
    """What one may object to or take back says nothing of the ground on which data are processed."""
    assert _facts("You may object to what rests on our legitimate interests.", "Withdraw your consent here.") == []


def test_a_number_of_a_company_is_no_phone_number() -> None:
    """Digits without a sign between are those of a register; with a plus or with spaces they are to be rung."""
    assert _facts("The controller is Rye Bakery Ltd, number 0001202022.") == []
    assert _facts("The controller: +44 20 7946 0999.") == [("contact", "controller", "+44 20 7946 0999")]


def test_a_price_that_is_kept_is_no_data() -> None:
    """What is said of prices, licences and disputes is kept by no retention period."""
    assert _facts("We keep the price for 90 days.") == []


def test_what_lapses_is_kept_only_if_it_is_data() -> None:
    """A voucher that expires tells of no data; a cookie that does, tells how long it stays."""
    assert _facts("Vouchers expire after 12 months.") == []
    assert _facts("Cookies expire after 12 months.") == [("retention", "Cookies", "12 months")]


def test_of_several_periods_one_is_kept() -> None:
    """A period before what is kept for another one is none of keeping."""
    assert _facts("Parcels take 3 days, and we keep invoices for ten years.") == [
        ("retention", "invoices", "ten years")
    ]


def test_of_several_periods_one_is_a_notice() -> None:
    """The period beside the word for a notice is one, not that by which a contract goes on."""
    said = "The contract goes on for one year, unless you cancel it with 30 days' notice."
    assert _facts(said) == [("notice period", "termination", "30 days")]


def test_a_heading_that_says_nothing_is_no_part_of_its_cell() -> None:
    """Where most cells of a row stand behind the heading of their column, a heading of unknown words is none of its words."""
    row = (ROW, "Vendor: Wharf Ltd | Aboard: Maps | Country: Ireland")
    assert _facts(row) == [("processor", "Wharf Ltd", "Maps", "Ireland")]


def test_a_period_stands_as_the_clause_has_it() -> None:
    """Capitals of a language that writes nouns with them stay, in sentences, rows and notices."""
    said = "Bewerbungen löschen wir nach sechs Monaten. Änderungen kündigen wir zwei Wochen vor ihrem Inkrafttreten an."
    row = (ROW, "Daten: Rechnungen | Speicherdauer: Zehn Jahre")
    found = _facts(said, row, heading="Speicherdauer", language="de")
    assert {fact[2] for fact in found} == {"sechs Monaten", "zwei Wochen", "Zehn Jahre"}


@pytest.mark.parametrize(
    ("language", "kind", "text", "data", "period"),
    [
        ("en", PARAGRAPH, "Logs are erased weekly.", "Logs", "weekly"),
        ("en", PARAGRAPH, "Backups are overwritten twice a month.", "Backups", "twice a month"),
        ("de", ROW, "Daten: Bänder | Löschfrist: Wöchentlich", "Bänder", "Wöchentlich"),
        ("it", ROW, "Dati: nastri | Durata: ogni settimana", "nastri", "ogni settimana"),
    ],
)
def test_how_often_something_is_erased_is_how_long_it_is_kept(language, kind, text, data, period) -> None:
    """A frequency is a period of keeping, in a sentence and as a cell of a table, with its own capitals."""
    found = _facts((kind, text), heading="Retention", language=language)
    assert found == [("retention", data, period)]


def test_both_ends_of_a_range_are_written_as_the_text_has_them() -> None:
    """Of "2-3 Jahre" the second is found within the first, and keeps its capital."""
    found = _facts((ROW, "Daten: Fotos | Speicherdauer: 2-3 Jahre"), language="de")
    assert [period for _, _, period in found] == ["2-3 Jahre", "3 Jahre"]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "We share your data with Mill and Sons Ltd.", ["Mill and Sons Ltd"]),
        ("en", "We share your data with Acorn Inc.", ["Acorn Inc."]),
    ],
)
def test_a_name_has_its_partners_and_its_form(language, text, names) -> None:
    """Partners of one name are one, and "Inc." keeps its full stop."""
    assert [name for kind, name, *_ in _facts(text, language=language) if kind == "processor"] == names


@pytest.mark.parametrize("text", ["Acorn, Inc. | Hosting | Canada", "Acorn, Inc. - Hosting - Canada"])
def test_a_name_keeps_its_legal_form(text) -> None:
    """A comma and a full stop of a name are no end of it, in a row and in an entry of a list."""
    block = (ROW if " | " in text else ITEM, text)
    assert _facts(block, heading="Sub-processors") == [("processor", "Acorn, Inc.", "Hosting", "Canada")]


def test_a_place_behind_a_name_is_no_part_of_it() -> None:
    """An entry may say where a company is beside its name, before what it does."""
    entry = (ITEM, "Acorn, Inc., Canada - hosting")
    assert _facts(entry, heading="Sub-processors") == [("processor", "Acorn, Inc.", "hosting", "Canada")]


def test_an_entry_on_sharing_is_a_recipient_if_it_is_a_company() -> None:
    """Under a heading on sharing an entry with a legal form names a processor with its purpose; any other may be of anything."""
    entries = [(ITEM, "Acorn Ltd - hosting - Canada"), (ITEM, "Orders - payment - Canada")]
    assert _facts(*entries, heading="Sharing your data") == [("processor", "Acorn Ltd", "hosting", "Canada")]


def test_a_cell_of_grounds_may_name_them_in_short() -> None:
    """In a column of legal bases one word is a ground; in a sentence it may stand for anything."""
    row = (ROW, "Purpose: Orders | Legal basis: Contract")
    assert _facts(row) == [("legal basis", "Orders", "Contract")]
    assert not _facts("You sign a contract.", heading="Legal basis")


def test_each_country_has_its_own_safeguard() -> None:
    """Of several sentences that one counts which names the country, or names none."""
    said = "Our helpdesks are in India and Japan. For India there are standard contractual clauses; Japan has an adequacy decision."
    assert {fact[1:] for fact in _facts(said, heading="Transfers abroad")} == {
        ("India", "standard contractual clauses"),
        ("Japan", "adequacy decision"),
    }


def test_a_first_row_is_of_headings_if_the_row_below_bears_it_out() -> None:
    """One heading that is known is enough where its column holds what it says; where it does not, nothing is a heading."""
    table = [(ROW, "Gizmo | Chore | Country"), (ROW, "Acorn | Hosting | Canada")]
    assert _facts(*table, heading="Sub-processors") == [("processor", "Acorn", "Hosting", "Canada")]
    table = [(ROW, "Acorn | Hosting | Region"), (ROW, "Beech | Support | to be agreed")]
    assert [fact[1] for fact in _facts(*table, heading="Sub-processors")] == ["Acorn", "Beech"]


@pytest.mark.parametrize(
    "said",
    [
        "Write to us at ask@bakery.example or to our data protection officer at dpo@bakery.example.",
        "Write to our data protection officer at dpo@bakery.example. Or write to ask@bakery.example.",
        "Write to ask@bakery.example, dpo@bakery.example (data protection officer) or hello@bakery.example.",
    ],
)
def test_an_address_has_no_role_of_its_neighbour(said) -> None:
    """Each address is of whom the words before it name, or those in brackets behind it; a sentence on one is done."""
    assert ("contact", "data protection officer", "dpo@bakery.example") in _facts(said)
    assert ("contact", "", "ask@bakery.example") in _facts(said)


def test_a_role_named_before_is_of_the_address_that_follows() -> None:
    """A sentence that names the controller has its address in the next one, and its number in one more."""
    said = "The controller is Rye Bakery Ltd. Write to ask@bakery.example. Or ring +44 20 7946 0999."
    assert [fact[1] for fact in _facts(said)] == ["controller", "controller"]


def test_a_heading_of_two_roles_gives_none() -> None:
    """Under a heading that names controller and officer an address is of neither unless its sentence says so."""
    found = _facts("Write to ask@bakery.example.", heading="Controller and data protection officer")
    assert found == [("contact", "", "ask@bakery.example")]


def test_each_company_of_a_sentence_has_its_own_purpose_and_place() -> None:
    """What stands behind the next company is of that one, and what leads to it is no part of a purpose."""
    said = "We use Acorn Ltd for hosting of our site and the company Beech Ltd in Canada for support."
    assert _facts(said) == [
        ("processor", "Acorn Ltd", "hosting of our site", ""),
        ("processor", "Beech Ltd", "support", "Canada"),
    ]


@pytest.mark.parametrize(
    ("said", "language", "data"),
    [
        ("Customer data are kept while you have an account, and then for two years.", "en", "Customer data"),
        ("Kundendaten werden bis zur Löschung des Kontos gespeichert, danach zwei Jahre.", "de", "Kundendaten"),
        ("We keep invoices, receipts and orders for two years.", "en", "invoices, receipts and orders"),
        ("Customer data are kept until the contract ends and for two years after that.", "en", "Customer data"),
    ],
)
def test_a_condition_is_no_data_that_are_kept(said, language, data) -> None:
    """What stands between the word for keeping and a period names the data, unless they are named before."""
    assert [fact[1] for fact in _facts(said, language=language)] == [data]


@pytest.mark.parametrize(
    ("said", "language"),
    [("Wer das 16. Lebensjahr vollendet hat, darf bestellen.", "de"), ("Ab dem 16. Lebensjahr.", "de")],
)
def test_an_ordinal_number_of_an_age_ends_no_sentence(said, language) -> None:
    """A full stop behind a number, with a word for an age behind it, is that of an ordinal number."""
    assert _facts(said, language=language) == [("minimum age", "16")]
    assert _facts("Gezählt bis 16. Bestellt wird hier.", language="de") == []


def test_a_ground_that_can_be_withdrawn_is_one() -> None:
    """A clause behind that adds the withdrawal takes nothing away; a sentence on withdrawals names no ground."""
    said = "We send it on the basis of your consent, which you may withdraw."
    assert _facts(said) == [("legal basis", "", "consent")]
    assert not _facts("If you withdraw it, processing on the basis of your consent stays lawful.")


def test_an_entry_on_grounds_may_be_of_consent() -> None:
    """Under a heading on legal bases the word consent is one; elsewhere it may be anything."""
    entry = (ITEM, "Newsletter: your consent")
    assert _facts(entry, heading="Legal bases") == [("legal basis", "Newsletter", "consent")]
    assert not _facts(entry, heading="News")


def test_headings_in_a_first_row_name_the_columns() -> None:
    """A table whose first row has nothing but headings is read by them, and they are no processor."""
    rows = [(ROW, "Provider | Country | Service"), (ROW, "Wharf | Ireland | Maps")]
    assert _facts(*rows, heading="Sub-processors") == [("processor", "Wharf", "Maps", "Ireland")]


def test_a_text_of_no_known_language_is_read_by_its_words() -> None:
    """Where a document does not say its language, each clause is read in that which its words show."""
    said = "Rechnungen werden von uns zehn Jahre lang aufbewahrt und nicht an Dritte gegeben."
    assert _facts(said, language="") == [("retention", "Rechnungen", "zehn Jahre")]


PROCESSORS = "Sub-processors"
OLD = (ROW, "Name: Wharf Ltd | Purpose: Maps | Country: Ireland")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ([OLD], []),
        ([(ROW, "Name: Wharf Ltd | Country: Ireland | Purpose: Maps")], []),
        (
            [OLD, (ROW, "Name: Quay Ltd | Purpose: Mail | Country: Singapore")],
            [(None, ("Quay Ltd", "Mail", "Singapore"))],
        ),
        (
            [(ROW, "Name: Wharf Ltd | Purpose: Maps | Country: India")],
            [(("Wharf Ltd", "Maps", "Ireland"), ("Wharf Ltd", "Maps", "India"))],
        ),
        (
            [(ROW, "Name: Quay Ltd | Purpose: Maps | Country: Ireland")],
            [(None, ("Quay Ltd", "Maps", "Ireland")), (("Wharf Ltd", "Maps", "Ireland"), None)],
        ),
    ],
    ids=["the same", "columns moved", "one more", "another place", "another name"],
)
def test_a_change_of_a_register_is_one_of_a_fact(new, told) -> None:
    """A processor comes, goes or is in another place; what stands elsewhere or in another order is no change."""
    assert _changes(_read(OLD, heading=PROCESSORS), _read("We bake.", *new, heading=PROCESSORS)) == told


def test_a_period_in_other_words_is_no_change() -> None:
    """Twelve months are one year; a longer period of the same data is a change of it."""
    old, same, longer = (_read(f"We keep invoices for {period}.") for period in ("one year", "12 months", "two years"))
    assert _changes(old, same) == []
    assert _changes(old, longer) == [(("invoices", "one year"), ("invoices", "two years"))]


def test_which_of_several_became_which_is_not_guessed() -> None:
    """Where several facts of one subject went or came, they are told as gone and come."""
    old = _read("Our data protection officer: a@bakery.example, b@bakery.example.")
    new = _read("Our data protection officer: c@bakery.example.")
    role = "data protection officer"
    (one,), two = ([(role, f"{name}@bakery.example") for name in names] for names in ("c", "ab"))
    assert _changes(old, new) == [(None, one), *((fact, None) for fact in two)]
    assert _changes(new, old) == [*((None, fact) for fact in two), (one, None)]


@given(st.lists(st.sampled_from(["We keep logs for 3 days.", "Ask a@b.example.", "You must be 16 years old."])))
def test_a_register_against_itself_is_no_change(texts) -> None:
    """No register differs from itself, and against none all that it has came."""
    facts = facts_of(_read(*texts))
    assert changes_of(facts, facts) == ()
    assert [change.came for change in changes_of((), facts)] == list(facts)
    assert [change.went for change in changes_of(facts, ())] == list(facts)


@given(st.text(alphabet="aA1 .:;|-()@%§6€é漢\n", max_size=300), st.sampled_from([PARAGRAPH, ITEM, ROW]))
def test_any_text_can_be_read(text, kind) -> None:
    """Whatever a page may hold, its facts are read, each of a kind and of a clause that is there."""
    read = _read((kind, text), heading="Sub-processors | retention: 3 days")
    assert all(fact.kind in set(FactKind) and 0 <= fact.position < len(read.clauses) for fact in facts_of(read))
