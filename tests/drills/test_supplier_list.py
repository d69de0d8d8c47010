from __future__ import annotations

import csv
import io
from collections import Counter

import pytest

from tests.farm import KINDS, LANGUAGES, Farm
from tests.product import Product

SITES = 200
HANGING = 5
MANNERS = {
    "CLAUSEWATCH_HOST_CONCURRENCY": "1",
    "CLAUSEWATCH_HOST_DELAY": "0.2",
    "CLAUSEWATCH_CONCURRENCY": "16",
    "CLAUSEWATCH_TIMEOUT": "10",
    "CLAUSEWATCH_CHECK_TIMEOUT": "20",
    "CLAUSEWATCH_RETRY_DELAY": "0.1",
}


@pytest.fixture(scope="module")
def farm():
    """Serve two hundred sites of all kinds and some that hang."""
    with Farm(SITES, hanging_ones=HANGING) as farm:
        yield farm


@pytest.mark.drill
def test_two_hundred_suppliers(farm, tmp_path):
    """Of 200 sites in eight languages each is found, doubtful or none as it is; the second import changes nothing."""
    assert len(farm.sites) == SITES + HANGING
    assert len({(place % len(KINDS), place % len(LANGUAGES)) for place in range(SITES)}) == 40
    product = Product(tmp_path / "data", **MANNERS)
    file, review = tmp_path / "list.csv", tmp_path / "review.csv"
    file.write_text("".join(f"Supplier {n}\t{site}\t\r\n" for n, site in enumerate(farm.sites)), encoding="utf-16")
    first = product.run("import", str(file), "--yes", "--review", str(review))
    rows = list(csv.DictReader(io.StringIO(review.read_text(encoding="utf-8-sig")), delimiter="\t"))
    assert {row["website"]: row["finding"] for row in rows} == {site: kind.finding for site, kind in farm.sites.items()}
    wanted = {f"http://{site}{kind.path}" for site, kind in farm.sites.items() if kind.path}
    assert set(product.watches()) == wanted
    counts = Counter(row["finding"] for row in rows)
    left_out = counts["none"] + counts["doubtful"]
    assert f"Added {counts['clear']} watches, left out {left_out}." in first.stdout
    assert len(first.stderr.splitlines()) == left_out
    # no site that answers is asked for more than eight pages and its robots.txt, and each page that is chosen twice more
    most = Counter(one.headers["host"] for one in farm.asked).most_common()
    shelter = {host for host, _ in most if host not in farm.sites}
    assert len(shelter) == 1
    assert max(count for host, count in most if host not in shelter and farm.sites[host].path) <= 8 + 1 + 3
    assert farm.most_of_one == 1
    before, asked = product.quick("export").stdout, len(farm.asked)
    second = product.run("import", str(file))
    assert not {site for site, kind in farm.sites.items() if kind.path} & {
        one.headers["host"] for one in farm.asked[asked:]
    }
    assert f"Added 0 watches, {counts['clear']} are watched already, left out {left_out}." in second.stdout
    assert product.quick("export").stdout == before
    assert product.problems() == []
