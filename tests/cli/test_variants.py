"""`variants`: a watch beside the variants of its document, and what only one of two says."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.clauses import policy_text
from monitor.core.records import Alternate, Block, BlockKind, Body, Document, SnapshotReason
from monitor.trial import Trial
from monitor.trial_words import trial_rows
from storage.bodies import put_body
from storage.database import open_store, writing
from storage.snapshots import latest_id, put_snapshot
from storage.watches import remove_watch
from tests.product import Product
from tests.storage.test_store import SPEC

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
EN, DE, FR = (f"https://one.example/{code}/privacy" for code in ("en", "de", "fr"))
ENGLISH = ("Storage", "Accounts are deleted after 24 months.", "You have the right to erasure.")
GERMAN = ("Speicherung", "Konten werden nach zwölf Monaten gelöscht.", "Sie haben das Recht auf Löschung.")


def _text(language, heading, *lines, alternates=()):
    blocks = [Block(BlockKind.HEADING, heading, 1), *(Block(BlockKind.PARAGRAPH, line) for line in lines)]
    document = Document(title="", language=language, stated_date=None, extractor="test", blocks=tuple(blocks))
    return replace(policy_text(document), alternates=alternates)


def _stand(product, watch, text):
    with closing(open_store(product.folder)) as db, writing(db) as conn:
        put_snapshot(
            conn,
            watch_id=watch,
            captured_at=NOW,
            reason=SnapshotReason.CHANGED,
            url=EN,
            drawn=text,
            body_sha256=put_body(conn, Body(content=b"x", media_type="text/html", charset="utf-8")),
            after=latest_id(db, watch) or None,
        )


@pytest.fixture
def product(tmp_path):
    """A policy in English, which declares itself in German and French, the German one, and another that stands alone."""
    found = Product(tmp_path / "data")
    for url, name in ((EN, "One"), (DE, "Eins"), ("https://two.example/privacy", "Two")):
        found.add(url, name=name)
    declared = (
        Alternate("en", EN),
        Alternate("de", DE),
        Alternate("fr", FR),
        Alternate("x-default", "https://one.example/"),
    )
    _stand(found, 1, _text("en", *ENGLISH, alternates=declared))
    _stand(found, 2, _text("de", *GERMAN))
    return found


def test_what_only_one_variant_says_is_shown_with_its_place(product) -> None:
    """A figure that differs stands with both sides and their headings; what both say alike is counted, and pages are offered."""
    said = product.quick("variants", "one").stdout
    assert "one (English) beside eins (German" in said
    assert "1 difference; 1 of what both say alike, 0 not compared" in said
    assert "one: “24 months” (Storage)" in said
    assert "eins: “zwölf Monaten” (Speicherung)" in said
    assert f"Not watched: French, {FR}" in said
    (one,) = product.json("variants", "eins")["variants"]
    assert one["drift"] == [
        {
            "aspect": "period",
            "one": {"comes_to": "12 month", "text": "zwölf Monaten", "position": 0, "heading_path": ["Speicherung"]},
            "other": {"comes_to": "24 month", "text": "24 months", "position": 0, "heading_path": ["Storage"]},
        }
    ]


def test_variants_are_paired_and_parted_by_hand(product) -> None:
    """A watch that nothing links to is paired by 'edit --variant-of', and no more by an empty one; never with itself."""
    assert "'two' has no variant that is watched." in product.quick("variants", "two").stdout
    product.quick("edit", "two", "--variant-of", "one")
    assert product.json("show", "two")["variants"] == ["eins", "one"]
    assert "One of them has no version yet" in product.quick("variants", "two").stdout
    product.quick("edit", "two", "--variant-of", "")
    assert product.json("show", "two")["variants"] == []
    assert "cannot be a variant of itself" in product.quick("edit", "two", "--variant-of", "two", code=2).stderr
    assert "--variant-of is for one watch" in product.quick("edit", "--tag", "x", "--variant-of", "one", code=2).stderr


def test_show_names_variants_and_offers_others(product) -> None:
    """'show' names the variants that are watched, and what the page declares and nobody watches; so of removed ones."""
    assert f"eins, {FR} (fr, not watched)" in product.quick("show", "one").stdout
    with closing(open_store(product.folder)) as db, writing(db) as conn:
        remove_watch(conn, 2, now=NOW)
    found = product.json("show", "one")
    assert found["variants"] == []
    assert [one["url"] for one in found["unwatched_variants"]] == [DE, FR]


def test_add_says_in_which_languages_the_page_is_too() -> None:
    """What a look at a page found names those it declares in other languages, but for itself and that for just anybody."""
    declared = (Alternate("en", EN), Alternate("de", DE), Alternate("x-default", "https://one.example/"))
    text = _text("en", *ENGLISH, alternates=declared)
    rows = dict(trial_rows(Trial(spec=replace(SPEC, url=EN), url=EN, result=text, again=text)))
    assert rows["Also in"] == f"German ({DE})"
    assert "Also in" not in dict(trial_rows(Trial(spec=SPEC, url=EN, result=_text("en", *ENGLISH), again=text)))
