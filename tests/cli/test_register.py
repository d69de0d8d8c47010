"""`register`: the facts of the newest versions as a table, CSV and JSON, each with its clause and since when it stands."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.clauses import policy_text
from monitor.core.records import Block, BlockKind, Body, Document, SnapshotReason
from monitor.core.spreadsheets import read_cell
from storage.bodies import put_body
from storage.database import open_store, writing
from storage.snapshots import latest_id, put_snapshot
from tests.product import Product

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
DAY = timedelta(days=1)
HEADINGS = [Block(BlockKind.HEADING, "Privacy policy", 1), Block(BlockKind.HEADING, "Sub-processors", 2)]
WHARF = "Name: Wharf Ltd | Purpose: Maps | Country: Ireland"
HOSTILE = 'Name: =HYPERLINK("x")\x1b]0;x\x07 Ltd | Purpose: ;+1 | Country: Ireland'
INVOICES = "We keep invoices for ten years."


def _stand(product, watch, *texts, at=NOW):
    """Keep a version of a watch with these rows and sentences."""
    blocks = [Block(BlockKind.ROW if " | " in text else BlockKind.PARAGRAPH, text) for text in texts]
    document = Document(title="", language="en", stated_date=None, extractor="test", blocks=(*HEADINGS, *blocks))
    with closing(open_store(product.folder)) as db, writing(db) as conn:
        put_snapshot(
            conn,
            watch_id=watch,
            captured_at=at,
            reason=SnapshotReason.CHANGED,
            url="https://example.org/",
            drawn=policy_text(document),
            body_sha256=put_body(conn, Body(content=b"x", media_type="text/html", charset="utf-8")),
            after=latest_id(db, watch) or None,
        )


@pytest.fixture
def product(tmp_path):
    """Two watches, of which the first has three versions: a row that stays, one that goes and comes back."""
    found = Product(tmp_path / "data")
    found.add("https://one.example/privacy", name="One", tags="vendor")
    found.add("https://two.example/privacy", name="Two")
    _stand(found, 1, WHARF, INVOICES)
    _stand(found, 1, WHARF, at=NOW + DAY)
    _stand(found, 1, INVOICES, WHARF, at=NOW + 2 * DAY)
    _stand(found, 2, HOSTILE)
    return found


def _rows(text):
    rows = csv.DictReader(io.StringIO(text))
    return [{name: read_cell(cell) for name, cell in row.items()} for row in rows]


def test_each_fact_has_its_clause_and_since_when_it_stands(product) -> None:
    """A row names watch, fact, fields, headings and day; a clause that went and came back counts from its return."""
    processor, retention = product.json("register", "1")
    assert processor["watch"] == retention["watch"]
    assert processor["fields"] == {"name": "Wharf Ltd", "purpose": "Maps", "place": "Ireland"}
    assert processor["comes_to"]["place"] == "IE"
    assert processor["clause"]["text"] == WHARF
    assert (processor["since"], processor["snapshot"]) == ("2026-03-10T08:00:00Z", 1)
    assert retention["fields"] == {"data": "invoices", "period": "ten years"}
    assert (retention["since"], retention["snapshot"]) == ("2026-03-12T08:00:00Z", 3)
    table = product.quick("register", "1").stdout
    assert "name: Wharf Ltd; purpose: Maps; place: Ireland" in table
    assert "Privacy policy › Sub-processors" in table
    assert "10 March 2026" in table


def test_blame_dates_a_clause_as_the_register_does(product) -> None:
    """Both say the same of since when a clause has stood there."""
    blamed = {clause["text"]: clause["since"] for clause in product.json("blame", "1")}
    assert all(blamed[row["clause"]["text"]] == row["since"] for row in product.json("register", "1"))


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ([], ["processor", "retention", "processor"]),
        (["1"], ["processor", "retention"]),
        (["--tag", "vendor"], ["processor", "retention"]),
        (["--fact", "retention"], ["retention"]),
        (["--fact", "retention", "--fact", "processor"], ["processor", "retention", "processor"]),
        (["2", "--fact", "retention"], []),
    ],
)
def test_watches_and_facts_are_chosen(product, words, facts) -> None:
    """All watches or those named or tagged, all facts or those of some kinds; by watch, then by kind."""
    assert [row["fact"] for row in product.json("register", *words)] == facts


def test_csv_has_a_column_for_each_field(product) -> None:
    """CSV has the fields of the facts asked for, the place in the text, the words of the clause and the time."""
    (row,) = _rows(product.quick("register", "1", "--fact", "processor", "--format", "csv").stdout)
    assert list(row) == ["watch", "fact", "name", "purpose", "place", "place in the text", "clause", "since"]
    assert (row["name"], row["clause"], row["since"]) == ("Wharf Ltd", WHARF, "2026-03-10T08:00:00Z")


def test_what_a_page_says_is_no_formula_and_steers_no_terminal(product) -> None:
    """A name that a spreadsheet would run stands behind an apostrophe; no form has what steers a terminal as it is."""
    said = product.quick("register", "2", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(said))
    assert row["name"].startswith("'=HYPERLINK")
    assert row["purpose"].startswith(";'+")
    for form in ("text", "csv", "json"):
        assert "\x1b" not in product.quick("register", "2", "--format", form).stdout


def test_a_register_without_facts_says_so(tmp_path) -> None:
    """Nothing watched, and nothing stated, are told in words; CSV and JSON are empty."""
    product = Product(tmp_path / "data")
    assert product.quick("register").stdout == "Nothing is watched. 'clausewatch add URL' begins.\n"
    product.add("https://one.example/privacy")
    assert product.quick("register").stdout == "No such fact is stated.\n"
    assert product.json("register") == []
    assert len(product.quick("register", "--format", "csv").stdout.splitlines()) == 1
