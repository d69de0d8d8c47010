from __future__ import annotations

import csv
import io
import os
import pty
from collections import Counter
from contextlib import suppress

import pytest

from tests.farm import Farm
from tests.product import Product

MANNERS = {"CLAUSEWATCH_HOST_CONCURRENCY": "1", "CLAUSEWATCH_HOST_DELAY": "0.01", "CLAUSEWATCH_RETRY_DELAY": "0"}
SITES = 20  # two of each kind; tests/drills/test_supplier_list.py has ten times as many


def listing(farm: Farm) -> str:
    """Return a list as people keep it, every other site written as an address."""
    written = (f"http://{site}/" if place % 2 else site for place, site in enumerate(farm.sites))
    rows = (f"Supplier {place};{site};note\n" for place, site in enumerate(written))
    return "".join(["Vendor;Website;Notes\n", *rows])


def review_of(path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Import a list of suppliers; return (farm, product, list, review, what was said)."""
    folder = tmp_path_factory.mktemp("suppliers")
    with Farm(SITES) as farm:
        product = Product(folder / "data", **MANNERS)
        file, review = folder / "list.csv", folder / "review.csv"
        file.write_text(listing(farm), encoding="utf-8")
        refused = product.quick("import", str(file), code=2)
        assert not product.folder.joinpath("clausewatch.sqlite").exists()
        together = farm.most_sites, farm.most_of_one
        done = product.quick("import", str(file), "--yes", "--review", str(review))
        yield farm, product, file, review, (refused, done, together)


def test_nothing_is_added_that_nobody_agreed_to(imported) -> None:
    """Without a terminal and without --yes nothing is written, and one line says how to go on."""
    refused = imported[4][0]
    assert len(refused.stderr.splitlines()) == 1
    assert "--yes" in refused.stderr
    assert "--review" in refused.stderr


def test_many_sites_are_looked_at_together(imported) -> None:
    """Several sites are asked at a time, each for one page after the other."""
    sites, of_one = imported[4][2]
    assert sites > 2
    assert of_one == 1


def test_each_row_gets_its_finding(imported) -> None:
    """Each site is found, doubtful or none as it is, only what is found is watched, and the others are named with why."""
    farm, product, _, review, (_, done, _) = imported
    rows = review_of(review)
    found = {row["website"].removeprefix("http://").rstrip("/"): row for row in rows}
    assert {site: row["finding"] for site, row in found.items()} == {s: k.finding for s, k in farm.sites.items()}
    wanted = {f"http://{site}{kind.path}" for site, kind in farm.sites.items() if kind.path}
    assert {row["url"] for row in rows if row["url"]} == wanted
    watches = product.watches()
    assert set(watches) == wanted
    assert all(watch["name"].startswith("Supplier ") for watch in watches.values())
    open_rows = [row for row in rows if row["finding"] != "clear"]
    assert rows[: len(open_rows)] == open_rows  # they come first
    counts = Counter(row["finding"] for row in rows)
    said = f"{SITES} rows looked for: {counts['none']} none, {counts['doubtful']} doubtful, {counts['clear']} clear."
    assert said in done.stdout
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == sorted(
        (f"line {row['line']}" for row in open_rows), key=lambda line: int(line.split()[1])
    )
    assert f"Added {counts['clear']} watches, left out {len(open_rows)}." in done.stdout


def test_a_second_import_changes_nothing(imported) -> None:
    """Of the same list, no site is asked again whose page is watched, and the watchlist stays as it is."""
    farm, product, file, *_ = imported
    before, asked = product.quick("export").stdout, len(farm.asked)
    done = product.quick("import", str(file))
    known = {site for site, kind in farm.sites.items() if kind.path}
    assert not known & {one.headers["host"] for one in farm.asked[asked:]}
    assert product.quick("export").stdout == before
    assert f"Added 0 watches, {len(known)} are watched already, left out {SITES - len(known)}." in done.stdout


def test_a_review_is_corrected_and_imported(imported, tmp_path) -> None:
    """Addresses that a person puts into a review are watched and stand for their sites from then on."""
    farm, product, file, review, _ = imported
    rows = review_of(review)
    for row in rows:
        if row["finding"] == "doubtful":
            row["url"] = row["pages"].split()[0]
    rows = [row for row in rows if row["finding"] != "none"]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(out.getvalue(), encoding="utf-8-sig")
    other = product.copied(tmp_path / "data")
    said = other.quick("import", str(corrected), "--no-trial").stdout
    assert "Not read: “line”, “finding”, “why”, “pages”." in said
    asked = len(farm.asked)
    other.quick("import", str(file), "--dry-run")
    again = {one.headers["host"] for one in farm.asked[asked:]}
    assert again == {site for site, kind in farm.sites.items() if kind.finding == "none" and kind.is_up}


def test_what_is_exported_comes_back_without_a_look(imported, tmp_path) -> None:
    """An export of what was found builds the same watchlist, and the list of suppliers is known to it."""
    farm, product, file, *_ = imported
    exported = tmp_path / "export.csv"
    exported.write_text(product.quick("export").stdout, encoding="utf-8")
    other = Product(tmp_path / "data")
    other.quick("import", str(exported), "--no-trial")
    assert other.quick("export").stdout == exported.read_text(encoding="utf-8")
    asked = len(farm.asked)
    other.quick("import", str(file), "--dry-run")
    known = {site for site, kind in farm.sites.items() if kind.path}
    assert not known & {one.headers["host"] for one in farm.asked[asked:]}


def test_a_site_that_was_added_is_known(imported, tmp_path) -> None:
    """What `add` found on a site is known to a list that names the site."""
    farm = imported[0]
    site = next(site for site, kind in farm.sites.items() if kind.path)
    product = Product(tmp_path / "data", **MANNERS)
    product.quick("add", site)
    asked, file = len(farm.asked), tmp_path / "list.txt"
    file.write_text(f"{site}\nhttps://{site}/\n")
    assert product.quick("import", str(file)).stdout == "Added 0 watches, 2 are watched already.\n"
    assert len(farm.asked) == asked


@pytest.mark.drill
@pytest.mark.parametrize(("answer", "count"), [("y", 1), ("n", 0)])
def test_on_a_terminal_it_asks(imported, tmp_path, answer, count) -> None:
    """Somebody at a terminal sees what was found and is asked before it is added."""
    farm = imported[0]
    site = next(site for site, kind in farm.sites.items() if kind.path)
    file, product = tmp_path / "list.txt", Product(tmp_path / "data", **MANNERS)
    file.write_text(f"{site}\n")
    ours, its = pty.openpty()
    with product.start("import", str(file), stdin=its, stdout=its, stderr=its):
        os.close(its)
        said = b""
        while b"[y/N]" not in said:
            said += os.read(ours, 4096)
        os.write(ours, f"{answer}\n".encode())
        with suppress(OSError):  # the end of a terminal, on Linux
            while piece := os.read(ours, 4096):
                said += piece
    os.close(ours)
    assert site.encode() in said
    assert len(product.watches()) == count
