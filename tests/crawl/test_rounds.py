from __future__ import annotations

import pytest

from tests.policies import edited, html, policy
from tests.product import Product
from tests.servers import PATIENCE_SECONDS, Site, packed, page, slow, validated

READER = "reader@team.example"


def in_two_rounds(site: Site, product: Product) -> dict[str, dict]:
    """Check pages, let them become what they become, check again; return the watches by path."""
    before = {
        "/etag": validated(policy(1), ETag='"v1"'),
        "/dated": validated(policy(2), Last_Modified="Sat, 10 Jan 2026 08:00:00 GMT"),
        "/same": page(policy(3)),
        "/markup": page(policy(4, noise="build-1")),
        "/packing": page(policy(5)),
        "/edited": page(policy(6)),
        "/new-etag": validated(policy(7), ETag='"v1"'),
        "/gone": page(policy(8)),
        "/shrunk": page(policy(9)),
    }
    after = {
        "/markup": page(policy(4, noise="build-2")),
        "/packing": packed(policy(5), "br"),
        "/edited": page(edited(6)),
        "/new-etag": validated(edited(7), ETag='"v2"'),
        "/gone": page("<p>Gone.</p>", status=410),
        "/shrunk": page(html({"Notice": ["We are at work on this page; come back in a while, please. " * 3]})),
    }
    for path, answer in before.items():
        site[path] = answer
    product.add(*(site.url(path) for path in before), email=READER)
    product.quick("check", "--all")
    for path, answer in after.items():
        site[path] = answer
    product.quick("check", "--all")
    found = product.watches()
    return {path: found[site.url(path)] for path in before}


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    """Make the two rounds once for all tests."""
    product = Product(tmp_path_factory.mktemp("rounds") / "data")
    with Site() as site:
        yield site, product, in_two_rounds(site, product)


@pytest.mark.parametrize(
    ("path", "outcome", "kind", "snapshots"),
    [
        ("/etag", "not_modified", None, 1),
        ("/dated", "not_modified", None, 1),
        ("/same", "unchanged", None, 1),
        ("/markup", "unchanged", None, 1),
        ("/packing", "unchanged", None, 1),
        ("/edited", "changed", None, 2),
        ("/new-etag", "changed", None, 2),
        ("/gone", "failed", "http_error", 1),
        ("/shrunk", "failed", "not_a_policy", 1),
    ],
)
def test_the_second_round_tells_what_became_of_a_page(rounds, path, outcome, kind, snapshots):
    """Validators, bytes, visible text and words are asked in this order, and only new words make a snapshot."""
    watch = rounds[2][path]
    assert (watch["last_check"]["outcome"], watch["last_check"]["kind"], watch["snapshots"]) == (
        outcome,
        kind,
        snapshots,
    )


def test_validators_go_back_as_they_came(rounds):
    """The ETag and the Last-Modified of the accepted body are sent with the next request."""
    site = rounds[0]
    sent = {asked.path: asked.headers for asked in site.asked}
    assert sent["/etag"]["if-none-match"] == '"v1"'
    assert sent["/dated"]["if-modified-since"] == "Sat, 10 Jan 2026 08:00:00 GMT"
    assert "if-none-match" not in sent["/same"]


def test_what_was_changed_is_told_once(rounds):
    """Each change has one notice for its one subscriber; what did not change has none."""
    _, product, watches = rounds
    told = product.query(
        "SELECT c.watch_id, count(*) FROM notice_changes n JOIN changes c ON c.id = n.change_id GROUP BY c.watch_id"
    )
    assert dict(told) == {watches["/edited"]["id"]: 1, watches["/new-etag"]["id"]: 1}


def test_every_version_has_what_was_left_out_of_its_page(rounds):
    """What a worker found to be left out comes through the crawl into the store, for each version."""
    found = rounds[1].query(
        "SELECT s.extractor = l.extractor, l.blocks, l.rules FROM snapshots s LEFT JOIN left_out l ON l.snapshot_id = s.id"
    )
    assert len(found) == 11
    assert {row[:2] for row in found} == {(1, 1)}
    assert all('"texts":["Home"]' in rules for *_, rules in found)


def test_a_store_between_rounds_is_sound(rounds):
    """Two rounds leave a row each, one more for the second look at an edit, and no broken page or reference."""
    product = rounds[1]
    assert product.query("SELECT DISTINCT count(*) FROM fetches GROUP BY watch_id ORDER BY 1") == [(2,), (3,)]
    assert product.problems() == []


@pytest.mark.drill
def test_a_page_that_returns_is_no_change(product, site):
    """A failure between two looks at the same text leaves no trace in the history; exit code 1 tells of it by name."""
    product.add(site.url("/flaky"), email=READER)
    outcomes = []
    for answer, code in [(page(policy(20)), 0), (page("", status=500), 1), (page(policy(20)), 0)]:
        site["/flaky"] = answer
        product.quick("check", site.url("/flaky"), code=code)
        outcomes.append(product.watches()[site.url("/flaky")]["last_check"]["outcome"])
    assert outcomes == ["new", "failed", "unchanged"]
    assert product.query("SELECT count(*), (SELECT count(*) FROM changes) FROM snapshots") == [(1, 0)]
    assert product.query("SELECT failures, failing_since FROM watches") == [(0, None)]


@pytest.mark.drill
def test_two_checks_at_once_tell_each_change_once(product, site):
    """Two processes that check the same pages at the same time record each change and each notice once."""
    seeds = range(30, 42)
    for seed in seeds:
        site[f"/both/{seed}"] = page(policy(seed))
    product.add(*(site.url(f"/both/{seed}") for seed in seeds), email=READER)
    product.quick("check", "--all")
    for seed in seeds:
        site[f"/both/{seed}"] = slow(edited(seed), seconds=0.1 * (seed % 3))
    both = [product.start("check", "--all") for _ in range(2)]
    ends = [(process.communicate(timeout=PATIENCE_SECONDS), process.returncode) for process in both]
    assert [code for _, code in ends] == [0, 0], ends
    assert product.query("SELECT count(*), count(DISTINCT watch_id) FROM snapshots") == [(24, 12)]
    assert product.query("SELECT count(*), count(DISTINCT watch_id) FROM changes") == [(12, 12)]
    assert product.query("SELECT count(DISTINCT notice_id), count(DISTINCT change_id) FROM notice_changes") == [
        (12, 12)
    ]
    assert product.problems() == []
