"""`blame` says since when each clause has stood there, and which stand at restless places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.core.records import RestlessPlace
from storage.database import open_store, writing
from storage.restless import put_restless
from tests.core.test_restless import OTHER, POLICY
from tests.product import Product
from tests.storage.test_untold import NOW, SPEC, look

if TYPE_CHECKING:
    from pathlib import Path


def test_blame_marks_what_is_restless(tmp_path: Path) -> None:
    """A clause at a place that varies from look to look is marked, until the place is set still."""
    product = Product(tmp_path / "data")
    product.add(SPEC.url)
    db = open_store(product.folder)
    look(db, 1, [*POLICY[:5], OTHER, *POLICY[5:]], at=NOW)
    place = RestlessPlace(before=POLICY[4], after=POLICY[5], is_open=True, now=OTHER, since=NOW, last_at=NOW)
    with writing(db) as conn:
        put_restless(conn, 1, [place])
    db.close()
    assert f"10 March 2026      (restless)  {OTHER}\n" in product.run("blame", "1").stdout
    clauses = json.loads(product.run("blame", "1", "--format", "json").stdout)
    assert [clause["text"] for clause in clauses if clause["restless"]] == [OTHER]
    assert {clause["since"] for clause in clauses} == {"2026-03-10T08:00:00Z"}
    product.run("edit", "1", "--still", "1")
    assert "(restless)" not in product.run("blame", "1").stdout
