"""Which watches are variants of one document: by what their pages declare, and by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.checking.judge import judge
from monitor.core.records import Alternate, First, Provenance, ProvenanceKind
from storage.checks import record
from storage.database import problems, writing
from storage.known import known_of
from storage.variants import pair, renew_alternates, unpair, unwatched_of, variants_of
from storage.watches import purge_watch, remove_watch
from tests.storage.test_store import NOW, SPEC, add, fetch, paragraphs

if TYPE_CHECKING:
    from sqlite_utils import Database

URL = "https://example.org/{}"


def watch(db: Database, name: str, *declared: str, kind: str = "privacy") -> int:
    """Put a page on the list whose first version declares some others, each named by its language."""
    number = add(db, replace(SPEC, url=URL.format(name), kind=kind), name)
    text = replace(paragraphs("We keep logs."), alternates=tuple(Alternate(one, URL.format(one)) for one in declared))
    record(
        db,
        fetch(number, name.encode()),
        First(drawn=text),
        known=known_of(db, number),
        next_check_at=NOW,
        mail_domain=None,
    )
    return number


def slugs(db: Database, number: int) -> list[str]:
    """Return the short names of the variants of a watch, itself first."""
    return [row["slug"] for row in variants_of(db, number)]


def test_pages_that_declare_a_watched_one_are_variants(db: Database) -> None:
    """One that declares another and one that is declared are variants either way, and so are those of a third."""
    en, de, cs = watch(db, "en", "en", "de"), watch(db, "de"), watch(db, "cs", "de")
    assert slugs(db, en) == ["en", "cs", "de"]
    assert slugs(db, de) == ["de", "cs", "en"]
    assert slugs(db, cs) == ["cs", "de", "en"]


def test_other_documents_are_no_variants(db: Database) -> None:
    """A document of another kind, one that was removed and one that nobody declares are none; purged, all is forgotten."""
    en, de = watch(db, "en", "de", "terms"), watch(db, "de")
    watch(db, "terms", kind="terms")
    watch(db, "else", "else")
    assert slugs(db, en) == ["en", "de"]
    with writing(db) as conn:
        remove_watch(conn, de, now=NOW)
    assert slugs(db, en) == ["en"]
    with writing(db) as conn:
        purge_watch(conn, en)
    assert problems(db) == []
    assert {row[0] for row in db.conn.execute("SELECT DISTINCT watch_id FROM alternates")} == {4}


def test_a_check_keeps_what_the_page_declares(db: Database) -> None:
    """The first version of a page has what its links and the header of its answer declare."""
    en = add(db, replace(SPEC, url=URL.format("en")), "en")
    lines = "".join(
        f"<p>We keep your personal data for {n} months and never sell them to third parties.</p>" for n in range(40)
    )
    html = f'<html lang="en"><link rel="alternate" hreflang="de" href="/de"><h1>Privacy policy</h1>{lines}</html>'
    came = Provenance(kind=ProvenanceKind.FETCH, response=(("Link", '</fr>; rel="alternate"; hreflang="fr"'),))
    fetched = replace(fetch(en, html.encode()), url=URL.format("en"), media_type="text/html", provenance=came)
    known = known_of(db, en)
    record(db, fetched, judge(known, None, fetched), known=known, next_check_at=NOW, mail_domain=None)
    assert [one.language for one in unwatched_of(db, en)] == ["de", "fr"]


def test_what_nobody_watches_yet_is_offered(db: Database) -> None:
    """A declared page that is neither watched nor the page itself nor for just any reader is one to be watched."""
    en = watch(db, "en", "en", "de", "fr", "x-default")
    watch(db, "de")
    assert unwatched_of(db, en) == [Alternate("fr", URL.format("fr"))]


def test_the_newest_version_says_what_is_declared(db: Database) -> None:
    """What its page declares takes the place of what was declared before; a text of which it is not known changes nothing."""
    en = watch(db, "en", "fr")
    renew_alternates(db, en, 1, paragraphs("We keep logs."))
    assert unwatched_of(db, en) == [Alternate("fr", URL.format("fr"))]
    renew_alternates(db, en, 1, replace(paragraphs("We keep logs."), alternates=(Alternate("it", URL.format("it")),)))
    assert unwatched_of(db, en) == [Alternate("it", URL.format("it"))]


def test_watches_are_paired_by_hand(db: Database) -> None:
    """Whatever their kinds; two pairs of which one gets another member become one, and a member may leave."""
    numbers = [
        watch(db, name, kind=kind) for name, kind in (("a", "privacy"), ("b", "terms"), ("c", "other"), ("d", "dpa"))
    ]
    a, b, c, d = numbers
    with writing(db) as conn:
        pair(conn, a, b)
        pair(conn, c, d)
    assert [slugs(db, a), slugs(db, d)] == [["a", "b"], ["d", "c"]]
    with writing(db) as conn:
        pair(conn, b, c)
    assert slugs(db, d) == ["d", "a", "b", "c"]
    with writing(db) as conn:
        unpair(conn, b)
        pair(conn, a, c)
    assert [slugs(db, b), slugs(db, a)] == [["b"], ["a", "c", "d"]]
