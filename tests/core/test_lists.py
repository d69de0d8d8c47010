from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.shapes.doubling import MOST, growth
from benchmarks.shapes.work import Shape
from monitor.core.errors import InvalidInputError
from monitor.core.lists.addresses import is_address
from monitor.core.lists.findings import FindingKind, at_hand, found_on, in_need_first, settled
from monitor.core.lists.reading import read_watchlist
from monitor.core.lists.tables import LONGEST_CELL, MOST_CELLS
from monitor.core.records import Candidate, Discovery, FailureKind, FetchFailure, Standing

HEADERS = {
    "en": ("Vendor", "Website", "Business owner", "Category"),
    "en, as people write": ("SUPPLIER NAME", "Company homepage (URL)", "Owner e-mail", "Tags"),
    "de": ("Lieferant", "Webseite", "Verantwortlicher", "Kategorie"),
    "fr": ("Fournisseur", "Site internet", "Responsable", "Catégorie"),
    "it": ("Fornitore", "Sito web", "Referente interno", "Categoria"),
    "es": ("Proveedor", "Página web", "Correo electrónico", "Etiquetas"),
    "pt": ("Fornecedor", "Sítio web", "Proprietário", "Etiqueta"),
    "nl": ("Leverancier", "Webadres", "Eigenaar", "Labels"),
    "pl": ("Dostawca", "Strona internetowa", "Właściciel", "Kategoria"),
    "cs": ("Dodavatel", "Webové stránky", "Vlastník", "Štítky"),
    "sv": ("Leverantör", "Hemsida", "Ansvarig", "Etikett"),
    "ru": ("Поставщик", "Сайт", "Ответственный", "Категория"),
}


def spec_of(row):
    assert row.spec, row.problem
    return row.spec


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_are_known_by_their_names(header, separator) -> None:
    """Name, site, who hears of it and tags are found under their names in many languages, in any order and case."""
    table = [["Nr", *reversed(header)], ["1", "hosting", "a@example.org", "acme.example", "Acme, Inc."]]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    read = read_watchlist(out.getvalue())
    (row,) = read.rows
    spec = spec_of(row)
    assert (spec.name, spec.tags, spec.emails) == ("Acme, Inc.", ("hosting",), ("a@example.org",))
    assert row.homes == ("https://acme.example/", "http://acme.example/")
    assert row.site == "acme.example"
    assert any("“Nr”" in remark and "Not read" in remark for remark in read.remarks)


def test_columns_are_known_by_what_they_hold() -> None:
    """Where the header says nothing, or is missing, addresses, e-mail and names are told by the cells, and that is said."""
    unnamed = read_watchlist("Who,Where,Since\nAcme,acme.example,2019\nBeta,www.beta.example,2020\n")
    assert [row.site for row in unnamed.rows] == ["acme.example", "beta.example"]
    assert unnamed.remarks == ("Columns: “Where” is the site to look at.", "Not read: “Who”, “Since”.")
    bare = read_watchlist("Acme,acme.example,a@b.example\nBeta,beta.example,\n")
    assert [spec_of(row).name for row in bare.rows] == ["Acme", "Beta"]
    assert [spec_of(row).emails for row in bare.rows] == [("a@b.example",), ()]
    assert "There is no header" in bare.remarks[0]


def test_a_column_is_what_its_cells_bear_out() -> None:
    """A column called Contact that holds names of people is no list of addresses, and a yes or no no privacy policy."""
    read = read_watchlist("Vendor;Privacy policy;Contact;Web\nAcme;yes;Jane Doe;acme.example\n")
    (row,) = read.rows
    assert row.site == "acme.example"
    assert spec_of(row).emails == ()
    assert "“Privacy policy”, “Contact”" in read.remarks[-1]


def test_a_policy_comes_before_a_website() -> None:
    """Of a row with both, the policy is the page, and the site is known for it; without one, the site is looked at."""
    (other,) = read_watchlist("website,url\nn/a,https://legal.example/p\n").rows
    assert other.entry is not None
    assert (other.entry.sites, spec_of(other).name) == ((), "legal.example privacy")
    read = read_watchlist(
        "Name,Website,Privacy policy\nA,www.a.example,https://a.example/p\nB,b.example/en,\nC,c.example/privacy,\n"
    )
    a, b, c = read.rows
    assert (spec_of(a).url, a.homes, a.entry and a.entry.sites) == ("https://a.example/p", (), ("a.example",))
    (unnamed,) = read_watchlist("website,url\nwww.a.example,https://legal.example/p\n").rows
    assert spec_of(unnamed).name == "a.example privacy"
    assert (b.homes, b.site) == (("https://b.example/en",), "b.example/en")
    assert (spec_of(c).url, c.homes) == ("https://c.example/privacy", ())


def test_titles_above_the_header_are_passed_over_and_said() -> None:
    """A title and empty rows may stand above the header; the lines are those that the spreadsheet shows."""
    read = read_watchlist("Suppliers and their websites,,\n\n2026,,\nVendor,Website,\nAcme,acme.example,\nBeta,none,\n")
    assert [(row.line, row.site, bool(row.problem)) for row in read.rows] == [(5, "acme.example", False), (6, "", True)]
    assert read.remarks[0] == "Above the header, lines 1 to 3 are not read."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("hint", ["", "sep=;"])
def test_what_spreadsheets_write_is_read(end, hint) -> None:
    """Line ends of any system, a hint at the separator, trailing separators, breaks and formulas in cells do no harm."""
    lines = ['Vendor;Website;"Notes\nof ours";;', '=1+1;acme.example;"one\ntwo";;', ";;;;", '"Be\nta";beta.example;x;;']
    text = end.join([*([hint] if hint else []), *(line.replace("\n", end) for line in lines)]) + end
    read = read_watchlist(text)
    assert [(row.line, spec_of(row).name, row.site) for row in read.rows] == [
        (2, "=1+1", "acme.example"),
        (4, "Be ta", "beta.example"),
    ]


def test_what_no_spreadsheet_has_is_refused_row_by_row() -> None:
    """A cell or a row beyond the bounds is a bad row; what stands around it is read."""
    long, wide = "x" * (LONGEST_CELL + 1), "x," * MOST_CELLS
    read = read_watchlist(f"url,name\nhttps://a.example/p,{long}\nhttps://b.example/p,B\nhttps://c.example/p,{wide}x\n")
    assert [bool(row.problem) for row in read.rows] == [True, False, True]


@pytest.mark.parametrize(
    "address", ["https://[1]/", "http://[", "https://a.example:99999/", "//[::1]x", "https://%zz/"]
)
def test_an_address_that_is_none_is_a_bad_row(address) -> None:
    """Whatever stands for the website of a supplier, its row is reported and the others are read."""
    bad, good = read_watchlist(f"Vendor,Website\nAcme,{address}\nBeta,beta.example\n").rows
    assert (bool(bad.problem), bad.entry) == (True, None)
    assert good.entry is not None


def test_a_file_without_addresses_is_refused() -> None:
    """A table in which nothing is an address is told as that, with what can be done."""
    with pytest.raises(InvalidInputError, match="no column holds addresses"):
        read_watchlist("Name,Phone\nAcme,123\n")


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("acme.example", True), ("WWW.Acme.Example/", True), ("https://acme.example", True), ("bücher.example", True),
        ("acme.example:8080/en?x=1", True), ("203.0.113.7", True), ("localhost:80", True),
        ("Acme Inc.", False), ("S.p.A.", False), ("3.14", False), ("a@acme.example", False), ("n/a", False), ("", False),
        ("acme.example or beta.example", False), ("ftp://acme.example", False),
    ],
)  # fmt: skip
def test_addresses_are_told_from_other_cells(cell, wanted) -> None:
    """A site or a page, with a scheme or without, is an address; names, figures and e-mail are none."""
    assert is_address(cell) is wanted


@given(st.text(';,|\t"=\n\r @.abc', max_size=80))
def test_no_table_raises_anything_else(text) -> None:
    """Whatever the table, it is read into rows or refused, and each row has a watch, a reason, or who follows a tag."""
    try:
        rows = read_watchlist(f"Website;Name\nacme.example;x\n{text}").rows
    except InvalidInputError:
        return
    assert all((row.spec is None) == bool(row.problem) for row in rows)
    assert [row.line for row in rows] == sorted({row.line for row in rows})


@pytest.mark.drill
@pytest.mark.parametrize("cells", ["acme.example;x", ";" * 40, '"a\nb\nc";x', "=1;2", "x" * 50])
def test_a_list_twice_as_long_takes_twice_the_time(cells) -> None:
    """Reading a table whose columns have to be guessed is linear in its length."""

    def made(rows: int):
        text = "Who;Where\n" + f"acme.example;x\n{cells}\n" * rows
        return lambda: read_watchlist(text)

    assert growth(Shape(name=cells, made=made, small=1000, large=2000, unit="rows")) <= MOST


def candidate(path: str, score: int = 90, standing: Standing = Standing.FITS) -> Candidate:
    return Candidate(url=f"https://acme.example{path}", score=score, standing=standing, reasons=("it says so",))


def discovery(*candidates: Candidate, url: str = "https://acme.example/", kind: FailureKind | None = None) -> Discovery:
    failure = FetchFailure(kind=kind, detail="no answer") if kind else None
    return Discovery(url=url, candidates=candidates, failure=failure, requests=3)


DOWN = discovery(kind=FailureKind.DNS)
CASES = {
    "one that fits": (discovery(candidate("/p")), FindingKind.CLEAR, "it says so"),
    "a far second": (discovery(candidate("/p"), candidate("/q", 60)), FindingKind.CLEAR, "it says so"),
    "a close second": (discovery(candidate("/p"), candidate("/q", 80)), FindingKind.DOUBTFUL, "2 pages may be it"),
    "one unread": (discovery(candidate("/p", standing=Standing.UNREAD)), FindingKind.DOUBTFUL, "it says so"),
    "one unfit": (discovery(candidate("/p", standing=Standing.UNFIT)), FindingKind.NONE, "3 pages looked at"),
    "nothing": (discovery(), FindingKind.NONE, "no privacy policy"),
    "down": (DOWN, FindingKind.NONE, "no answer"),
    "forwarded": (discovery(candidate("/p"), url="https://parked.example/"), FindingKind.DOUBTFUL, "parked.example"),
    "the same name elsewhere": (
        discovery(candidate("/p"), url="https://www.acme.co.uk/"),
        FindingKind.CLEAR,
        "it says so",
    ),
}


@pytest.mark.parametrize(("found", "kind", "word"), CASES.values(), ids=CASES)
def test_only_what_is_clear_is_chosen(found, kind, word) -> None:
    """A page is chosen where it fits, nothing is close to it, and the site is still the one that was named."""
    (row,) = read_watchlist("acme.example\n").rows
    finding = found_on(row, found)
    assert (finding.kind, bool(finding.entry)) == (kind, kind is FindingKind.CLEAR)
    assert word in finding.why
    if finding.entry:
        assert (finding.entry.spec.url, finding.entry.sites) == ("https://acme.example/p", ("acme.example",))


def test_each_page_is_watched_once() -> None:
    """Rows that lead to one page make one watch, of the first of them, which stands for all their sites."""
    rows = read_watchlist(
        "acme.example\nwww.acme.example\nacme.test\nhttps://acme.example/p\nhttps://known.example/p\n"
    ).rows
    urls = {"https://known.example/p": "https://known.example/p"}
    found = [at_hand(row, urls=urls, sites={}) or found_on(row, discovery(candidate("/p"))) for row in rows]
    done = settled(reversed(found), urls, {})
    assert [one.kind.value for one in done] == ["clear", "same", "same", "same", "known"]
    assert done[0].entry is not None
    assert done[0].entry.sites == ("acme.example", "acme.test")


def test_what_needs_a_person_comes_first() -> None:
    """A review begins with rows without a page, then the doubtful ones, and ends with what is watched already."""
    text = "a.example\nb.example\nc.example\nhttps://d.example/p\nhttps://known.example/p\n"
    rows = read_watchlist(text).rows
    urls = {"https://known.example/p": "https://known.example/p"}
    looks = [discovery(candidate("/p")), CASES["a close second"][0], DOWN]
    looks = [replace(look, url=f"https://{site}.example/") for look, site in zip(looks, "abc", strict=True)]
    found = [found_on(row, look) for row, look in zip(rows, looks, strict=False)]
    found += [one for row in rows[3:] if (one := at_hand(row, urls=urls, sites={}))]
    assert [one.row.line for one in in_need_first(found)] == [3, 2, 1, 4, 5]


def test_a_site_that_is_known_is_not_looked_at() -> None:
    """A row whose site stands for a watch of its kind is known, however it is spelt; for another kind it is not."""
    sites = {("acme.example", "privacy"): "https://legal.example/p"}
    rows = read_watchlist("url,kind\nhttps://www.ACME.example,\nacme.example,terms\n").rows
    known, other = (at_hand(row, urls={}, sites=sites) for row in rows)
    assert known is not None
    assert known.entry is not None
    assert (known.kind, known.entry.spec.url) == (FindingKind.KNOWN, "https://legal.example/p")
    assert other is None
