"""What the five policies have of their own, and a text of ours with the same: dates, labels, contents, headings, names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.extraction.extract import extract
from monitor.core.clauses import policy_text
from monitor.core.comparison.compare import compare
from monitor.core.records import Document, PolicyText, Significance
from tests.core.helpers import said as worded
from tests.seeds.templates import CLAUSES_ALONE, FORMS, bare_divs, custom_elements, div_headings, page
from tests.seeds.texts import counted_topics, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.core.records import ClauseChange
    from tests.seeds.templates import Block

    Form = Callable[[list[Block], int], str] | None

OWN = Path(__file__).parent
UNMARKED: tuple[Form, ...] = (None, bare_divs, div_headings, custom_elements)
"""Ways in which nothing marks a heading; None is the text as it is."""
IDS = {"ids": lambda form: form.__name__ if form else "plain"}


@pytest.fixture
def read(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Return a text by its name: our own, or a real one where it lies beside the repository."""

    def text(name: str) -> str:
        own = OWN / f"{name}.txt"
        path = own if own.exists() else request.getfixturevalue("shared") / "seeds" / f"{name}.txt"
        return path.read_text(encoding="utf-8")

    return text


def drawn(text: str, form: Form = None) -> PolicyText:
    body = page(form, lines_of(text)) if form else text.encode()
    document = extract(body, media_type="text/html" if form else "text/plain")
    assert isinstance(document, Document), document
    return policy_text(document)


def said(text: PolicyText) -> set[str]:
    """Return the texts of all clauses and headings."""
    return {clause.text for clause in text.clauses} | {head for clause in text.clauses for head in clause.heading_path}


def edit(text: str, old: str, new: str, form: Form = None, *, place: int = 0) -> tuple[ClauseChange, ...]:
    """Replace the place-th occurrence and return the changes."""
    parts = text.split(old)
    assert len(parts) > place + 1, old
    changed = old.join(parts[: place + 1]) + new + old.join(parts[place + 1 :])
    return compare(drawn(text, form), drawn(changed, form)).changes


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("kaspr", ("2024-07", "month", "luglio 2024")),
        ("keeprobust", ("2022-02-25", "day", "25 febbraio 2022")),
        ("kabliko", None),
        ("kivi", None),
        ("elementho", None),
        ("own_it", ("2024-03", "month", "marzo 2024")),
    ],
)
def test_the_date_a_policy_states(read: Callable[[str], str], name: str, date: tuple[str, str, str] | None) -> None:
    """A stated date is read with its precision at the top and in the last sentences alike, and none is made up."""
    found = drawn(read(name)).document.stated_date
    assert (found and (found.iso, found.precision.value, found.words)) == date


@pytest.mark.parametrize("form", UNMARKED, **IDS)
@pytest.mark.parametrize(("name", "sections", "letters"), [("elementho", 6, "acdeabcdefgh"), ("own_it", 5, "ac")])
def test_printed_labels_stay_though_one_is_missing(
    read: Callable[[str], str], name: str, sections: int, letters: str, form: Form
) -> None:
    """Each section keeps its number and each lettered part its letter, as printed: b) is not made up."""
    text = drawn(read(name), form)
    assert "".join(clause.label[0] for clause in text.clauses if clause.label[1:] == ")") == letters
    numbers = [line.split()[0] for line in lines_of(read(name)) if line[:1].isdigit() and line.isupper()]
    assert numbers == [f"{number}." for number in range(1, sections + 1)]
    assert all(any(line.startswith(number) and line.isupper() for line in said(text)) for number in numbers)


@pytest.mark.parametrize("form", [None, *(form for form in FORMS if form.__name__ not in CLAUSES_ALONE)], **IDS)
@pytest.mark.parametrize("name", ["elementho", "own_it"])
def test_topics_in_other_words_are_a_table_of_contents(read: Callable[[str], str], name: str, form: Form) -> None:
    """A counted list at the top that names the sections in other words is no clause and no heading."""
    lines = lines_of(read(name))
    topics = counted_topics(lines)
    text = drawn(read(name), form)
    kept = " ".join(said(text)).casefold()
    assert len(topics) >= 5
    assert not [lines[place] for place in topics if lines[place].partition(" ")[2].casefold() in kept]
    assert all(line.casefold() in kept for line in lines if line[:1].isdigit() and line.isupper())


def test_an_edit_of_a_section_leaves_its_topics_a_table_of_contents(read: Callable[[str], str]) -> None:
    """A section renamed is one change, a topic renamed or left out none: the list does not become clauses."""
    (change,) = edit(read("own_it"), "4. CHI RICEVE GLI INDIRIZZI", "4. LE CONSEGNE")
    assert worded(change)[0].startswith("heading renamed")
    assert not edit(read("own_it"), "2. Come usiamo i dati dei clienti", "2. Come li usiamo")
    assert not edit(read("own_it"), "2. Come usiamo i dati dei clienti\n", "")
    assert len(edit(read("own_it"), "3. QUANTO DURA\n", "")) <= 2


SECTIONS = """
1. INFORMATION WE COLLECT
We write down what you order, where it goes and when you paid, and nothing else at all.
2. HOW WE USE YOUR INFORMATION
We use it to pack the parcel, to write the invoice and to answer you when you ask.
3. YOUR RIGHTS TO YOUR INFORMATION
You can see what we have, have it put right and have it taken out of our books.
4. OTHER INFORMATION
Our shop stands in a village by the sea and is closed on every Monday of the year.
"""
LISTS = {
    "data": ["Your name", "Your address", "Your telephone number", "What you order"],
    "promises": ["We do not sell your information", "How we use the information is our secret", "We keep no information", "What we ask is little"],
    "rights": ["Access to your information", "Correction of your information", "Erasure of your information", "Other rights"],
    "sentences": ["What we collect stays here.", "How we use the information is written here.", "Who asks is told.", "Why is told too."],
    "periods": ["How long we keep orders: 5 years", "How long we keep letters: 2 years", "What we keep for 1 year", "When we shred: 3 years"],
    "data that ask": ["What you buy", "When you buy", "Where you live", "How you pay"],
}  # fmt: skip


@pytest.mark.parametrize("form", UNMARKED, **IDS)
@pytest.mark.parametrize("counted", [True, False], ids=["counted", "bulleted"])
@pytest.mark.parametrize("case", LISTS)
def test_a_list_that_says_something_is_kept(case: str, form: Form, *, counted: bool) -> None:
    """A list of data, promises, rights, sentences or periods at the top stays, though sections count from one below."""
    rows = [f"{number}. {row}" if counted else f"- {row}" for number, row in enumerate(LISTS[case], 1)]
    text = "\n".join(["The Tern Shop", "In short:", *rows, SECTIONS])
    kept = " ".join(said(drawn(text, form)))
    assert not [row for row in LISTS[case] if row not in kept]
    if "4" not in "".join(LISTS[case]):
        assert "In short:" in kept


def test_topics_without_numbers_need_the_titles_of_sections() -> None:
    """A list of questions without numbers is a table of contents only where titles below resemble half of it."""
    asked = ["What information we collect", "How we use your information", "What rights you have", "Who we are"]
    text = "\n".join(["The Tern Shop", *(f"- {row}" for row in asked), SECTIONS])
    assert not set(asked) & said(drawn(text))
    other = text.replace("INFORMATION WE COLLECT", "BOOKS").replace("HOW WE USE YOUR INFORMATION", "PARCELS")
    assert set(asked) <= said(drawn(other))


@pytest.mark.parametrize("form", UNMARKED, **IDS)
@pytest.mark.parametrize(
    ("name", "old", "round_", "heads"),
    [
        ("own_it", "la legge lo chiede", "Dati del pagamento", ["Base giuridica", "Fonti", "Destinatari"]),
        ("kaspr", "alcuni dati di fatturazione", "Dati relativi", ["Base giuridica", "Fonti", "Destinatari"]),
    ],
)
def test_recurring_headings_stay_apart(
    read: Callable[[str], str], name: str, old: str, round_: str, heads: list[str], form: Form
) -> None:
    """A line that recurs above texts is a heading though nothing marks it; an edit under the second is told there."""
    text = read(name)
    clauses = drawn(text, form).clauses
    for head in heads:
        paths = {clause.heading_path for clause in clauses if clause.heading_path[-1:] == (head,)}
        assert len(paths) == text.count(f"\n{head}\n")
        assert head not in {clause.text for clause in clauses}
    (change,) = edit(text, old, f"{old} 4711", form)
    (clause,) = change.new
    assert clause.heading_path[-1] == heads[0]
    assert clause.heading_path[-2].startswith(round_)


@pytest.mark.parametrize("form", UNMARKED, **IDS)
def test_the_same_edit_in_two_rounds_is_told_in_each(read: Callable[[str], str], form: Form) -> None:
    """Clauses with the same words under two recurring headings are two places: only the edited one is told."""
    text = read("own_it").replace("Le annota il nostro sito", "Le riceviamo da te")
    (change,) = edit(text, "Le riceviamo da te\n", "Le riceviamo da tua zia\n", form, place=1)
    assert change.new[0].heading_path[-2:] == (
        "Dati delle visite (quello che il sito annota quando lo guardi):",
        "Fonti",
    )


def test_short_texts_under_recurring_headings_are_no_table_of_contents() -> None:
    """Headings that recur with the same few words between them are not taken for a list of what follows."""
    rounds = ["orders", "newsletters", "letters"]
    answers = ["We get it from you", "We get it from the post", "We get it from you"]
    text = "".join(
        f"<h3>For {name} we keep names</h3><p>{LONG}</p><h4>Sources</h4><p>{answer}</p><h4>Recipients</h4><p>{LONG}</p>"
        for name, answer in zip(rounds, answers, strict=True)
    )
    document = extract(f"<main><h1>Policy</h1>{text}</main>".encode())
    assert isinstance(document, Document)
    texts = [block.text for block in document.blocks]
    assert (texts.count("Sources"), texts.count("We get it from you"), texts.count("Recipients")) == (3, 2, 3)


LONG = "This stands here so that there is a sentence of more than ten words in the text."
LINES = {
    "answers": [["Names", "Yes", LONG], ["Addresses", "Yes", LONG], ["Photographs", "Yes", LONG]],
    "longer answers": [["Names", "Collected", LONG], ["Addresses", "Collected", LONG], ["Letters", "Collected", LONG]],
    "answers to questions": [[f"{LONG[:-1]}?", "Certainly", LONG]] * 3,
    "periods": [[LONG, "2 years", LONG]] * 3,
    "denials": [[LONG, "Not collected", LONG]] * 3,
    "addresses": [["Tern Shop", "Harbour Road", "Wexford"], ["Gull Shop", "Harbour Road", "Wexford"], ["Auk Shop", "Harbour Road", "Wexford"]],
    "only twice": [[LONG, "Legal basis", LONG]] * 2,
    "values": [["Legal basis", "Consent", LONG, "Storage"], ["Legal basis", "Consent", LONG, "Storage"], ["Legal basis", "Consent", LONG, "Storage"]],
}  # fmt: skip


@pytest.mark.parametrize("form", UNMARKED, **IDS)
@pytest.mark.parametrize("case", LINES)
def test_lines_that_recur_as_values_head_nothing(case: str, form: Form) -> None:
    """Answers, periods, denials, addresses and values written out line by line stay clauses."""
    rows = [[cell.replace("This", f"This {number}", 1) for cell in row] for number, row in enumerate(LINES[case], 10)]
    text = "\n\n".join([SECTIONS.strip().replace("\n", "\n\n"), *("\n\n".join(row) for row in rows)])
    counts = {clause.text for clause in drawn(text, form).clauses}
    assert {row[1] for row in rows} <= counts
    tables = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    in_table = extract(f"<main><p>{LONG * 3}</p><table>{tables}</table></main>".encode())
    assert isinstance(in_table, Document)
    assert not [block for block in in_table.blocks if block.kind.value == "heading"]


EDITS = [
    ("kaspr", "HubSpot Inc. e Userback", "Vespa Inc. e Userback", ["new recipient: Vespa Inc.", "recipient removed: HubSpot Inc."]),
    ("kaspr", "servizi di HubSpot", "servizi di Lumaca", ["name: Lumaca added", "name: HubSpot removed"]),
    ("kaspr", "Google e HubSpot negli", "Google e Lumaca negli", ["name: Lumaca added", "name: HubSpot removed"]),
    ("kaspr", " (Stripe)", "", ["recipient: Stripe removed"]),
    ("kaspr", "HubSpot Inc. e", "HubSpot Inc., OVH Limited e", ["new recipient: OVH Limited"]),
    ("kaspr", "OVH Limited e MongoDB", "MongoDB", ["recipient removed: OVH Limited"]),
    ("kaspr", "LLC e Sendinblue", "LLC e Lumaca", ["name: Lumaca added", "name: Sendinblue removed"]),
    ("kaspr", "per cinque anni dal", "per dieci anni dal", ["retention: cinque anni -> dieci anni"]),
    ("kaspr", "per tre mesi", "per undici mesi", ["retention: tre mesi -> undici mesi"]),
    ("kaspr", "Dopo 25 mesi", "Dopo 13 mesi", ["retention: 25 mesi -> 13 mesi"]),
    ("own_it", "TarloCloud Srl", "Vespa Srl", ["new recipient: Vespa Srl", "recipient removed: TarloCloud Srl"]),
    ("own_it", " (Gufo)", "", ["name: Gufo removed"]),
    ("own_it", "Lumaca e ContaPassi", "Lumaca", ["recipient: ContaPassi removed"]),
    ("own_it", "Lumaca e ContaPassi", "Lumaca, Vespa e ContaPassi", ["recipient: Vespa added"]),
    ("own_it", "teniamo cinque anni", "teniamo dieci anni", ["retention: cinque anni -> dieci anni"]),
    ("own_it", "dopo 25 mesi", "dopo 13 mesi", ["retention: 25 mesi -> 13 mesi"]),
]  # fmt: skip


@pytest.mark.parametrize("form", UNMARKED, **IDS)
@pytest.mark.parametrize(("name", "old", "new", "reasons"), EDITS)
def test_processors_and_periods_make_reasons(
    read: Callable[[str], str], name: str, old: str, new: str, reasons: list[str], form: Form
) -> None:
    """A processor that comes, goes or is exchanged and a period that changes are one material change that names them."""
    (change,) = edit(read(name), old, new, form)
    assert change.significance is Significance.MATERIAL
    assert list(worded(change)) == reasons
