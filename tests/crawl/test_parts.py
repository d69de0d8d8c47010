"""Watches of parts of one page: each hears of its own part only, from real checks of pages on loopback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.policies import clauses, html
from tests.product import Product
from tests.servers import Site, page, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

READER = "reader@team.example"


def legal(*seeds: int, edit: int = 0, gone: str = "") -> str:
    """Return a page with a document for each seed, one of them edited, without the one of an id."""
    found = []
    for seed in seeds:
        texts = clauses(seed)
        if seed == edit:
            texts["Your rights"][1] += " You may object to this at any time, and we then stop within seven days."
        sections = "".join(f"<h3>{head}</h3>" + "".join(f"<p>{t}</p>" for t in lines) for head, lines in texts.items())
        found.append(f"<h2 id=part-{seed}>Notice of shop {seed}</h2>{sections}" if f"part-{seed}" != gone else "")
    return html({}, title="Legal").replace("</main>", "".join(found) + "</main>")


BEFORE = legal(1, 2)
AFTER = {
    "/edited": legal(1, 2, edit=2),
    "/first": legal(3, 1, 2),
    "/middle": legal(1, 3, 2),
    "/last": legal(1, 2, 3),
    "/lost": legal(1, 2, gone="part-2"),
}


class Story:
    """A site whose pages changed between two rounds of checks, each of two watches.

    Args:
        product: the product.
        site: the site.
    """

    def __init__(self, product: Product, site: Site) -> None:
        self.product, self.site = product, site
        self.asked: list[str] = []

    def checked(self) -> None:
        """Check all watches."""
        self.product.quick("check", "--all")

    def last(self, path: str) -> dict[str, Any]:
        """Return how the last check of a watch ended."""
        return self.product.watches()[self.site.url(path)]["last_check"]


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> Iterator[Story]:
    """Watch both parts of each page, check, change the pages, and check again."""
    with Site() as site:
        product = Product(tmp_path_factory.mktemp("parts") / "data")
        paths = [*AFTER, "/moving"]
        for path in paths:
            site[path] = page(BEFORE)
        site["/forwarding"] = redirect(site.url("/edited#part-2"))
        product.add(*(site.url(f"{path}#part-{n}") for path in paths for n in (1, 2)), email=READER)
        product.add(site.url("/forwarding"))
        found = Story(product, site)
        found.checked()
        assert {watch["last_check"]["outcome"] for watch in product.watches().values()} == {"new"}
        found.asked = [asked.path for asked in site.asked]
        for path, body in AFTER.items():
            site[path] = page(body)
        site["/forwarding"] = page(BEFORE)
        site["/moved"] = page(legal(2, 1))
        site["/moving"] = redirect(site.url("/moved#elsewhere"), status=301)
        found.checked()
        yield found


def test_each_part_has_a_watch_of_its_own(story) -> None:
    """Two parts of a page are two watches with a text each; the page is asked for once each, and no fragment is sent."""
    assert story.asked.count("/middle") == 2
    assert not any("#" in path or "part" in path for path in story.asked)
    clauses = [story.product.json("history", story.site.url(f"/middle#part-{n}"))[0]["clauses"] for n in (1, 2)]
    assert clauses == [18, 18]


def test_an_edit_is_told_to_those_who_watch_its_part(story) -> None:
    """What changes in one part is no change of the other; one notice goes out, and it leads to the part."""
    assert story.last("/edited#part-1")["outcome"] == "unchanged"
    assert story.last("/edited#part-2")["outcome"] == "changed"
    (change,) = story.product.json("diff", story.site.url("/edited#part-2"))["changes"]
    assert change["kind"] == "modified"
    told = story.product.query("SELECT w.url FROM changes c JOIN watches w ON w.id = c.watch_id")
    assert told == [(story.site.url("/edited#part-2"),)]


@pytest.mark.parametrize("path", ["/first", "/middle", "/last"])
def test_another_document_on_the_page_is_told_to_nobody(story, path: str) -> None:
    """A page that gains a document, before the others, between or behind them, changes none of its other parts."""
    assert [story.last(f"{path}#part-{n}")["outcome"] for n in (1, 2)] == ["unchanged", "unchanged"]


def test_a_part_that_disappears_is_a_failed_check(story) -> None:
    """The page without a part is no change of the others; the check of the part itself fails and names it."""
    assert story.last("/lost#part-1")["outcome"] == "unchanged"
    check = story.last("/lost#part-2")
    assert (check["outcome"], check["kind"]) == ("failed", "selector")
    assert "part-2" in check["detail"]
    assert story.product.watches()[story.site.url("/lost#part-2")]["snapshots"] == 1


def test_a_page_that_moves_keeps_its_part(story) -> None:
    """Where a page forwards for good, be it to a part of another name, the watch goes on with its own."""
    assert [story.last(f"/moving#part-{n}")["outcome"] for n in (1, 2)] == ["unchanged", "unchanged"]
    moved = story.product.query("SELECT moved_to FROM watches WHERE moved_to <> '' ORDER BY id")
    assert moved == [(story.site.url("/moved#part-1"),), (story.site.url("/moved#part-2"),)]


def test_a_redirect_to_a_part_narrows_no_watch(story) -> None:
    """A watch without a part reads the whole page, wherever its address forwards to."""
    (first,) = story.product.json("history", story.site.url("/forwarding"))
    assert first["clauses"] == 36


def test_add_offers_the_documents_of_a_page(product, site) -> None:
    """`add` says that a page holds several documents, and --part watches one of them."""
    both = legal(1, 2).replace("Notice of shop 1", "Privacy policy").replace("Notice of shop 2", "Terms of use")
    site["/legal"] = page(both)
    done = product.quick("add", site.url("/legal"))
    assert "2 documents: part-1 (“Privacy policy”), part-2 (“Terms of use”)" in done.stderr
    assert "--part part-1 to watch its privacy policy alone" in done.stderr
    done = product.quick("add", site.url("/legal"), "--part", "part-2", "--kind", "terms")
    assert "18 clauses" in done.stdout
    assert "documents" not in done.stderr
    assert {url: watch["slug"] for url, watch in product.watches().items()} == {
        site.url("/legal"): "127-0-0-1-privacy",
        site.url("/legal#part-2"): "127-0-0-1-terms-part-2",
    }


def test_a_document_on_the_home_page_is_found_as_a_part_of_it(product, site) -> None:
    """Where a site's link leads to a part of its home page, that part is watched, from its heading to the next."""
    link = "<footer><a href='#part-2'>Privacy policy</a></footer>"
    site["/"] = page(legal(1, 2, 3).replace("Notice of shop 2", "Privacy policy").replace("</body>", f"{link}</body>"))
    done = product.quick("add", site.url("/"), "--yes")
    assert list(product.watches()) == [site.url("/#part-2")]
    assert "18 clauses" in done.stdout


def test_add_refuses_a_part_that_the_page_has_not(product, site, tmp_path) -> None:
    """A part that is not on the page is told in one line with those that are, and nothing is written; `import` warns."""
    both = legal(1, 2).replace("Notice of shop 1", "Privacy policy").replace("Notice of shop 2", "Terms of use")
    site["/legal"] = page(both)
    done = product.quick("add", site.url("/legal#part-9"), code=2)
    assert "no part “part-9”; it holds part-1 (“Privacy policy”), part-2" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert product.watches() == {}
    (tmp_path / "list.txt").write_text(site.url("/legal#part-9"))
    done = product.quick("import", str(tmp_path / "list.txt"))
    assert "1 no such part" in done.stdout
    assert "it holds part-1" in done.stderr


def test_extract_reads_a_part(product, site, tmp_path) -> None:
    """`extract` draws the part that an address or --part names, of pages and files alike, and fails without it."""
    site["/legal"] = page(legal(1, 2))
    file = tmp_path / "legal.html"
    file.write_text(legal(1, 2), encoding="utf-8")
    done = product.quick("extract", site.url("/legal"), str(file), "--part", "#part-2", "--format", "json")
    of_page, of_file = (json.loads(line)["clauses"] for line in done.stdout.splitlines())
    assert of_page == of_file
    assert len(of_page) == 18
    done = product.quick("extract", str(file), "--part", "part-9", "--format", "json", code=1)
    assert json.loads(done.stdout)["error"] == "selector"
