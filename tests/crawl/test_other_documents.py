"""A page that turns from a collection of documents into the watched one: real checks of pages on loopback."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.policy import default

from tests.policies import clauses
from tests.product import Product
from tests.servers import Site, page

READER = "reader@team.example"


def collection(*titles: str, period: str = "") -> str:
    """Return a page of documents, each with its own title, date and clauses, the policy with a period."""
    found = []
    for seed, title in enumerate(titles, 1):
        texts = clauses(seed)
        if period and title == "Privacy Policy":
            texts["Contact"].append(f"Letters to our office are kept for {period} and then burnt.")
        sections = "".join(f"<h2>{head}</h2>" + "".join(f"<p>{t}</p>" for t in lines) for head, lines in texts.items())
        found.append(f"<h1>{title}</h1><p>Last updated: 3 May 2025</p>{sections}")
    head = "<!doctype html><html lang=en><head><title>Legal</title></head><body><main>"
    return f"{head}{''.join(found)}</main></body></html>"


WHOLE = ("Privacy Policy", "Terms of Service", "Cookie Policy")


def test_a_collection_that_became_the_policy_is_no_news(tmp_path) -> None:
    """Other documents that leave the page are recorded and not told, an edit of the policy meanwhile is told alone."""
    product = Product(tmp_path / "data")
    with Site() as site:
        site["/quiet"], site["/edited"] = page(collection(*WHOLE)), page(collection(*WHOLE, period="two years"))
        product.add(site.url("/quiet"), site.url("/edited"), email=READER)
        product.quick("check", "--all")
        site["/quiet"] = page(collection(*WHOLE[:1]))
        site["/edited"] = page(collection(*WHOLE[:1], period="ten years"))
        done = product.quick("check", "--all")
        assert "2 other documents left the page; nobody is told" in done.stdout
        quiet, edited = (product.json("history", site.url(path)) for path in ("/quiet", "/edited"))
        assert [entry["change"] and entry["change"]["changed"] for entry in quiet] == [None, False]
        told = [change for change in edited[-1]["change"]["changes"] if change["significance"] == "material"]
        assert [change["reasons"][0] for change in told] == ["retention: two years -> ten years"]
        assert len(edited[-1]["change"]["changes"]) == 3
        done = product.quick("history", site.url("/quiet"))
        assert "2 other documents left the page" in done.stdout
        product.quick("outbox", "send")
    (mail,) = (tmp_path / "data" / "mail").glob("*.eml")
    assert "retention: two years -> ten years" in mail.read_text(encoding="utf-8")


def test_files_are_compared_without_a_kind(tmp_path) -> None:
    """`compare` knows no watch: of files it tells each document that left in one minor change."""
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_text(collection(*WHOLE), encoding="utf-8")
    new.write_text(collection(*WHOLE[:1]), encoding="utf-8")
    product = Product(tmp_path / "data")
    found = json.loads(product.quick("compare", str(old), str(new), "--format", "json", code=1).stdout)
    reasons = [(change["significance"], change["reasons"][0]) for change in found["changes"]]
    assert reasons == [("minor", f'another document left the page: "{title}"') for title in WHOLE[1:]]
    assert not found["silent"]


def test_what_left_is_told_as_that_where_nobody_said_what_is_watched(tmp_path) -> None:
    """Most of a page that is gone has to stay so; then the mail names the documents, and says nothing of the policy."""
    product = Product(tmp_path / "data")
    with Site() as site:
        site["/"] = page(collection(*WHOLE))
        product.add(site.url("/"), email=READER, kind="other")
        product.quick("check", "--all")
        site["/"] = page(collection(*WHOLE[:1]))
        assert "most of the text is gone" in product.quick("check", "--all").stdout
        product.quick("tell", site.url("/"))
        product.quick("outbox", "send")
    (mail,) = (tmp_path / "data" / "mail").glob("*.eml")
    letter = message_from_bytes(mail.read_bytes(), policy=default)
    assert 'another document left the page: "Terms of Service"' in letter["subject"]
    body = letter.get_body(("plain",)).get_content()
    assert "gone" not in body
    assert len(body.splitlines()) < 60
